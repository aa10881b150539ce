"""What is known of earlier doses where a list tells none of them, or the last one only."""

from datetime import date, timedelta

import pytest

from empfang.model import Appointment, AppointmentStatus, Centre, DoseKind, Proof, ProofKind, ProofState
from empfang.rules.call_people import kind_booked
from empfang.rules.known import as_waiting
from empfang.rules.situation import Dose, Infection, Known
from tests.times import DAY, at

JUNE = Dose(date(2021, 6, 14), "COM")
FIRST, SECOND, BOOSTER = DoseKind.FIRST, DoseKind.SECOND, DoseKind.BOOSTER


@pytest.mark.parametrize(
    ("told", "kind", "doses"),
    [
        (None, FIRST, ()),
        (None, SECOND, None),
        (None, BOOSTER, None),
        (None, None, None),
        ((JUNE,), SECOND, (JUNE,)),
        ((JUNE,), BOOSTER, (Dose(date(2021, 5, 17), "COM"), JUNE)),
        ((JUNE, JUNE), BOOSTER, (JUNE, JUNE)),
        ((Dose(JUNE.given_on, "JAN"),), BOOSTER, (Dose(JUNE.given_on, "JAN"),)),
        ((Dose(None, "COM"),), BOOSTER, (Dose(None, "COM"),)),
    ],
)
def test_what_somebody_waits_for_tells_of_earlier_doses(
    told: tuple[Dose, ...] | None, kind: DoseKind | None, doses: tuple[Dose, ...] | None
) -> None:
    assert as_waiting(Known(doses=told), kind, {}).doses == doses


def test_what_was_shown_counts_as_it_is_and_who_had_the_disease_needed_one_dose_only() -> None:
    proof = Proof(
        id="p", person_id="x", centre_id="KL", day=DAY, proof_kind=ProofKind.EARLIER_DOSES, state=ProofState.SHOWN,
        noted_at=at("09:00"), desk_id="d", operator_id="o",
    )  # fmt: skip
    shown = {ProofKind.EARLIER_DOSES: proof}
    assert as_waiting(Known(doses=(JUNE,)), BOOSTER, shown).doses == (JUNE,)
    recovered = Known(doses=(JUNE,), infection=Infection(date(2021, 1, 4), "pcr"))
    assert as_waiting(recovered, BOOSTER, {}) == recovered


def test_the_first_dose_that_is_booked_here_from_today_on_or_waited_for_comes_next() -> None:
    centre = Centre(id="KL", name="Landesimpfzentrum Kaiserslautern")

    def booked(kind: DoseKind | None, days: int, centre_id: str = "KL") -> Appointment:
        start = at("10:00") + timedelta(days=days)
        return Appointment(id=f"b{days}", person_id="x", centre_id=centre_id, start=start, dose_kind=kind)

    waiting = Appointment(id="w", person_id="x", centre_id="KL", status=AppointmentStatus.WAITLIST, dose_kind=BOOSTER)
    now = at("18:00")
    assert kind_booked([booked(SECOND, 42), booked(FIRST, 1)], centre, now) is FIRST
    assert kind_booked([booked(FIRST, -1), waiting], centre, now) is BOOSTER
    assert kind_booked([booked(FIRST, 0), waiting], centre, now) is FIRST
    assert kind_booked([booked(SECOND, 1, "DOR"), booked(None, 1)], centre, now) is None

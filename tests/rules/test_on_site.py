"""Who is here without an appointment and could be asked: out of what was noted, and out of visits."""

from datetime import timedelta
from typing import Any

import pytest

from empfang.model import Appointment, Encounter, EncounterState, Outcome, Presence, Source
from empfang.rules.on_site import Here, OnSite, here_on
from empfang.rules.origins import WALK_IN
from tests.times import DAY, at

WALKED_IN = Appointment(id="a", person_id="p", centre_id="KL", start=at("18:20"), origin=WALK_IN)


def noted(**more: Any) -> Presence:
    """A companion since ten past six."""
    return Presence.of(
        {
            "id": "x", "person_id": "p", "centre_id": "KL", "day": DAY, "how": "companion", "here": True,
            "said_at": at("18:10"), "said_by": "c", "desk_id": "d", "operator_id": "o", **more,
        }
    )  # fmt: skip


def visit(**more: Any) -> Encounter:
    """Somebody was let in at twenty past six."""
    return Encounter.of(
        {
            "id": "v", "person_id": "p", "appointment_id": "a", "centre_id": "KL", "day": DAY, "day_number": "1-001",
            "desk_id": "d", "operator_id": "o", "arrived_at": at("18:20"), "source": Source.KEYBOARD, **more,
        }
    )  # fmt: skip


def test_who_was_noted_is_here_since_then() -> None:
    assert here_on(DAY, "KL", [noted()], [], []) == Here(OnSite.COMPANION, at("18:10"))


@pytest.mark.parametrize("other", [{"here": False}, {"day": DAY - timedelta(days=1)}, {"centre_id": "DA"}])
def test_who_has_gone_or_was_here_another_day_or_is_elsewhere_is_not(other: dict[str, Any]) -> None:
    assert here_on(DAY, "KL", [noted(**other)], [], []) is None


def test_who_was_let_in_without_an_appointment_waits_since_then() -> None:
    assert here_on(DAY, "KL", [noted()], [WALKED_IN], [visit()]) == Here(OnSite.WALK_IN, at("18:20"), visit())


@pytest.mark.parametrize(
    "more",
    [
        {"outcome": Outcome.VACCINATED},
        {"outcome": Outcome.LEFT_BEFORE_DOSE, "left_at": at("18:30")},
        {"state": EncounterState.UNDONE},
        {"vaccine": "Comirnaty"},
    ],
)
def test_whose_visit_is_over_or_has_its_vaccine_waits_for_none(more: dict[str, Any]) -> None:
    assert here_on(DAY, "KL", [], [WALKED_IN], [visit(**more)]) is None


def test_who_came_with_an_appointment_or_has_been_given_a_dose_to_wait_for_is_not_asked() -> None:
    booked = WALKED_IN.with_(origin="online")
    assert here_on(DAY, "KL", [], [booked], [visit()]) is None
    assert here_on(DAY, "KL", [], [WALKED_IN.with_(vaccine="Comirnaty")], [visit()]) is None


def test_a_way_of_being_here_that_only_a_newer_program_knows_comes_last() -> None:
    found = here_on(DAY, "KL", [noted(how="neighbour")], [], [])
    assert found is not None
    assert found.how is OnSite.STAFF

"""What the rules have to say at the reception: asked first, why, from when, and who decided."""

from datetime import date

from textual.pilot import Pilot

from empfang.desk import Declined
from empfang.model import Centre, DoseKind, Encounter, Proof, ProofKind, ProofState, RuleBook
from tests.screens.conftest import Front, settle, type_in
from tests.screens.states import opened
from tests.screens.verdict_states import somebody, with_doses

LARGE = (80, 24)


async def enter_doses(pilot: Pilot[None], text: str) -> None:
    await pilot.press("f")
    await settle(pilot)
    await pilot.press("ctrl+u")
    await type_in(pilot, text)
    await pilot.press("enter")
    await settle(pilot)


async def test_what_nobody_knows_is_asked_first_and_nobody_comes_in_on_a_guess(front: Front) -> None:
    front.judge()
    async with front.app.run_test(size=LARGE) as pilot:
        made = await somebody(front, pilot)
        assert isinstance(front.here.desk.scan(made.code), Declined)
        await opened(front, pilot, "winter")
        front.said("? ERST FRAGEN", "Welche Impfungen gab es schon, wann und womit?")
        await pilot.press("enter")
        await settle(pilot)
        await type_in(pilot, "com 3.5. com 14.6.")
        front.said("03.05.2021 Comirnaty · 14.06.2021 Comirnaty")
        await pilot.press("enter")
        await settle(pilot)
        front.said("✓ KANN GEIMPFT WERDEN", "Bisher: 03.05.21 Comirnaty · 14.06.21 Comirnaty", "[x] Nachweis")
        await pilot.press("enter")
        await settle(pilot)
        front.said("✓ AUFGENOMMEN")


async def test_what_was_shown_is_kept_as_shown_and_the_service_has_it(front: Front) -> None:
    front.judge()
    async with front.app.run_test(size=LARGE) as pilot:
        await with_doses(front, pilot, "com 3.5. 14.6. genesen 1.2.")
        front.sync()
        front.other.sync()
        proofs = {each.proof_kind: each for each in front.other.records(Proof)}
    doses = proofs[ProofKind.EARLIER_DOSES]
    assert [(each.given_on, each.vaccine) for each in doses.doses] == [
        (date(2021, 5, 3), "Comirnaty"),
        (date(2021, 6, 14), "Comirnaty"),
    ]
    assert (doses.state, doses.how) == (ProofState.SHOWN, "booklet")
    assert (proofs[ProofKind.RECOVERY].on, proofs[ProofKind.RECOVERY].how) == (date(2021, 2, 1), "PCR")


async def test_the_line_is_there_again_to_be_corrected(front: Front) -> None:
    front.judge()
    async with front.app.run_test(size=LARGE) as pilot:
        await with_doses(front, pilot, "com 3.5. com 14.8. genesen 1.2.")
        await pilot.press("f")
        await settle(pilot)
        front.said("com 03.05.21 com 14.08.21 genesen 01.02.21 PCR")
        await pilot.press("escape")
        await settle(pilot)
        await enter_doses(pilot, "com 3.5. com 14.6.")
        front.said("✓ KANN GEIMPFT WERDEN")
        await pilot.press("f")
        await settle(pilot)
        front.said("com 03.05.21 com 14.06.21")
        front.unsaid("genesen 01.02.21")


async def test_a_no_is_said_kindly_with_the_reason_and_the_day(front: Front) -> None:
    front.judge()
    async with front.app.run_test(size=LARGE) as pilot:
        await with_doses(front, pilot, "com 3.5. com 14.8.")
        front.said(
            "! HEUTE NICHT MÖGLICH",
            "Rheinland-Pfalz: Auffrischung ab 5 Monaten.",
            "Möglich ab Fr 14.01.",
            "Ihre letzte Impfung war am 14.08.2021. Möglich ist es ab Freitag, 14. Januar. Ich kann Ihnen gleich einen",
        )
        await pilot.press("enter")
        await settle(pilot)
        front.unsaid("AUFGENOMMEN")
        await pilot.press("r")
        await settle(pilot)
        front.said("R-RLP-02 · Anweisung · gilt seit 22.11.2021 · Quelle S117", "Spikevax: heute nicht möglich")


async def test_a_doctor_decides_with_a_name_and_then_the_person_comes_in(front: Front) -> None:
    front.judge()
    async with front.app.run_test(size=LARGE) as pilot:
        await with_doses(front, pilot, "com 3.5. com 14.6. schwanger 1")
        front.said("? ÄRZTIN ODER ARZT ENTSCHEIDET", "Schwanger: mRNA ab dem 2. Trimenon, vorher nur im Einzelfall.")
        await pilot.press("enter")
        await settle(pilot)
        front.unsaid("AUFGENOMMEN")
        await pilot.press("a")
        await settle(pilot)
        await type_in(pilot, "Dr. Roth")
        await pilot.press("enter")
        await settle(pilot)
        front.said("✓ KANN GEIMPFT WERDEN", "Dr. Roth lässt Winter, E. zu.")
        await pilot.press("enter")
        await settle(pilot)
        front.said("✓ AUFGENOMMEN")
    noted = [each for each in front.here.records(Proof) if each.proof_kind is ProofKind.DOCTOR]
    assert [(each.how, each.operator_id) for each in noted] == [("Dr. Roth", "op-1")]


async def test_another_vaccine_is_offered_where_the_booked_one_is_not_for_this_person(front: Front) -> None:
    front.judge()
    async with front.app.run_test(size=LARGE) as pilot:
        made = await somebody(front, pilot)
        front.world.put(made.with_(vaccine="Vaxzevria"))
        front.world.booked(front.world.person("Reif, Ada", "1970-01-01"), "10:00")
        front.sync()
        await opened(front, pilot, "winter")
        await pilot.press("enter")
        await settle(pilot)
        await type_in(pilot, "com 3.5. com 14.6.")
        await pilot.press("enter")
        await settle(pilot)
        front.said("! HEUTE NICHT MÖGLICH", "Möglich mit Comirnaty, Spikevax: i")
        await pilot.press("i")
        await settle(pilot)
        await pilot.press("1")
        await settle(pilot)
        front.said("✓ AUFGENOMMEN")
    assert [each.vaccine for each in front.here.records(Encounter)] == ["Comirnaty"]


async def test_a_book_counts_on_every_desk_from_its_moment_on_without_a_restart(front: Front) -> None:
    """Published while the card is open; in force from 09:45."""
    front.judge()
    async with front.app.run_test(size=LARGE) as pilot:
        await with_doses(front, pilot, "com 3.5. com 14.8.")
        front.said("! HEUTE NICHT MÖGLICH")
        front.world.publish(FOUR_MONTHS)
        front.sync()
        await settle(pilot, 0.25)
        front.said("! HEUTE NICHT MÖGLICH", "Möglich ab 09:45")
        front.world.wall.set("09:45")
        front.reception.minute_passed()
        await settle(pilot)
        front.said("✓ KANN GEIMPFT WERDEN")


async def test_a_book_that_cannot_be_read_leaves_the_last_good_one_in_force(front: Front) -> None:
    front.judge()
    async with front.app.run_test(size=LARGE) as pilot:
        await with_doses(front, pilot, "com 3.5. com 14.8.")
        front.world.publish(FOUR_MONTHS.replace("T09:45:00", "T09:00:00"))
        front.world.put(RuleBook(id="kl-later.2", book="kl-later", number=2, text="[[rule]]\nid = 7"))
        front.sync()
        await settle(pilot, 0.25)
        front.said("✓ KANN GEIMPFT WERDEN")


async def test_a_group_comes_in_but_for_those_of_whom_something_must_be_asked(front: Front) -> None:
    front.judge()
    centre = Centre(id="KL", name="Impfzentrum", jurisdiction="DE-RP", late_minutes=90)
    front.world.put(centre)
    for name, kind in (("Udo", DoseKind.FIRST), ("Ute", DoseKind.BOOSTER)):
        person = front.world.person(f"Herbst, {name}", "1980-05-05")
        front.world.booked(person, "09:40", party_id="party-h", dose_kind=kind)
    front.sync()
    async with front.app.run_test(size=LARGE) as pilot:
        await opened(front, pilot, "herbst udo")
        await pilot.press("g")
        await settle(pilot)
        front.said("[x] Herbst, U. 80", "Herbst, U. 80 erst fragen")
        await pilot.press("enter")
        await settle(pilot)
        front.said("✓ 1 AUFGENOMMEN")


FOUR_MONTHS = """
book = "kl-later"
number = 1
layer = "instruction"
where = "KL"
disease = "COVID-19"

[[rule]]
id = "KL-4"
topic = "schedule"
from = 2021-12-15T09:45:00
announced = 2021-12-15T09:00:00
who = { dose = 3, given = 2, age = ">=18", product_kind = "mRNA" }
yes.since_last_dose = "4 months"
over = ["licence", "recommendation", "entitlement", "R-RLP-02"]
text.de = "Auffrischung ab 4 Monaten."
text.en = "Booster from 4 months."
"""

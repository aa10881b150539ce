"""Calls on the telephone screen: booking, a family, what is known already, cancelling, moving, and going offline."""

from dataclasses import replace
from datetime import timedelta

from textual import events
from textual.keys import _character_to_key

from empfang.central.tx import CentralTx
from empfang.desk import ANSWERED, Progress
from empfang.model import (
    Appointment,
    AppointmentStatus,
    Communication,
    DeskRole,
    Encounter,
    Inquiry,
    MessageState,
    Person,
)
from empfang.rules.scanner import Pace
from empfang.screens.reception import Reception
from empfang.screens.telephone import TelephoneScreen
from empfang.widgets.results import Results
from tests.scenarios.test_anywhere import Away
from tests.screens import call_states as states
from tests.screens.conftest import HOSTILE, Front, press, settle, type_in
from tests.screens.scanner import scan
from tests.times import DAY
from tests.world import World

SMALL = (80, 24)


def booked(front: Front) -> list[Appointment]:
    """What is booked at the service, in order of time."""
    found = [each for each in front.world.state()["appointment"] if isinstance(each, Appointment)]
    mine = [each for each in found if each.centre_id == "DOR" and each.status is AppointmentStatus.BOOKED]
    return sorted(mine, key=lambda each: str(each.start))


def people(front: Front) -> dict[str, Person]:
    """Whom the Dorsten desk knows, by given name."""
    return {each.given: each for each in front.here.records(Person) if isinstance(each, Person)}


async def test_a_pair_is_booked_and_read_back_only_when_it_is_granted(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.asked(front, pilot)
        front.said("ANGEFRAGT … noch nicht zusagen.")
        front.unsaid("GEBUCHT", "Ihr Code")
        front.sync()
        await settle(pilot, 0.1)
        code = booked(front)[0].code
        front.said(
            "✓ GEBUCHT – bitte vorlesen",
            "Emine Kaya, geboren am 12. August 1958.",
            "Erste Impfung Donnerstag, 16. Dezember, 9 Uhr, mit Comirnaty.",
            "Zweite Donnerstag, 6. Januar, 9 Uhr.",
            f"Ihr Code: {code}.",
            "Sie bekommen eine Bestätigung für alle Termine, per SMS.",
        )
        assert len(booked(front)) == 2
        await press(pilot, "enter")
        front.said("Kein Gespräch", "Gespräch beendet.")
        front.unsaid("Kaya", "Emine", code)
    kaya = people(front)["Emine"]
    assert (kaya.postal_code, kaya.town, kaya.street, kaya.house_number) == ("46282", "Dorsten", "Lindenweg", "14")
    assert kaya.phones[0].number == "+4917604069020"
    assert kaya.registered_by == "phone"


async def test_a_further_person_has_the_address_and_everything_is_asked_for_at_once(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.chosen(front, pilot)
        await press(pilot, "plus")
        front.said("Name Kaya", "46282 Dorsten", "0176 04069020")
        await type_in(pilot, "Murat")
        await press(pilot, "enter")
        await type_in(pilot, "010355")
        await press(pilot, "enter", "enter")
        await states.line(pilot, "keine")
        await press(pilot, "enter")
        front.said("2 Personen:")
        await press(pilot, "enter")
        front.sync()
        await settle(pilot, 0.1)
        front.said("Emine Kaya, geboren", "Murat Kaya, geboren am 1. März 1955")
    assert len(booked(front)) == 4
    assert len({each.party_id for each in booked(front)}) == 1
    [message] = [each for each in front.world.state()["communication"] if isinstance(each, Communication)]
    assert len(message.appointment_ids) == 4


async def test_who_is_known_already_is_asked_about_and_not_registered_twice(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.known_already(front, pilot)
        front.said("Schon bekannt?", "1 KAYA, Emine · 12.08.1958")
        await press(pilot, "1")
        front.said("46282 Dorsten", "Lindenweg 14", "0176 04069020")
    assert list(people(front)) == ["Emine"]


async def test_somebody_with_the_same_name_and_birth_date_can_be_new(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.known_already(front, pilot)
        await press(pilot, "n")
        front.unsaid("Schon bekannt?")
        for text in ("46282 Dorsten", "Am Markt 1", "02362664443", "", "", "", "keine"):
            await states.line(pilot, text)
        await press(pilot, "enter", "enter")
    found = [each for each in front.here.records(Person) if isinstance(each, Person)]
    assert len(found) == 2


async def test_impossible_dates_numbers_and_post_codes_are_said_and_nothing_is_lost(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.at_the_form(front, pilot)
        for text in ("Kaya", "Emine", "31.2.1958"):
            await states.line(pilot, text)
        front.said("„31.2.1958“ ist kein Geburtsdatum. Zum Beispiel: 12.8.58")
        await press(pilot, "ctrl+u")
        await states.line(pilot, "12.8.58")
        await states.line(pilot, "4628")
        front.said("„4628“: erst fünf Ziffern, dann der Ort.")
        await press(pilot, "ctrl+u")
        await states.line(pilot, "46282 Dorsten")
        await states.line(pilot, "Lindenweg 14")
        await states.line(pilot, "0800-ANRUF")
        front.said("„0800-ANRUF“ ist keine Telefonnummer.", "Kaya", "12.08.1958")
        assert people(front) == {}


async def test_what_is_missing_is_named(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.at_the_form(front, pilot)
        for _ in states.KAYA:
            await press(pilot, "enter")
        front.said("Es fehlt noch: Name, Vorname, Geboren.")
        assert people(front) == {}


async def test_cancelling_takes_four_keys_after_finding_and_frees_both_places(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.found(front, pilot)
        free = front.here.desk.hotline.places().free
        await press(pilot, "enter", "g", "enter", "j")
        front.said("✓ Abgesagt:")
        front.unsaid("Kaya")
        front.sync()
        await settle(pilot, 0.1)
        assert front.here.desk.hotline.places().free == free + 2
    assert booked(front) == []


async def test_nothing_is_told_before_the_caller_is_verified(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.to_verify(front, pilot)
        front.said("Darf diese Anruferin", "Nur vergleichen, nicht vorlesen:", "c Code genannt")
        front.unsaid("2. Impfung")
        await press(pilot, "c")
        front.said("1 alle 2 Termine", "2. Impfung")


async def test_the_second_dose_is_moved_and_stays_as_far_away_as_the_rules_ask(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.booked(front, pilot)
        await press(pilot, "enter", "v")
        await type_in(pilot, "kaya 58")
        await press(pilot, "enter", "g", "3", "enter")
        front.said("▸ Do 06.01. 10:20")
        front.unsaid("Mo 03.01.")
        await press(pilot, "right", "enter")
        front.said("ANGEFRAGT")
        front.sync()
        await settle(pilot, 0.1)
        front.said("✓ VERSCHOBEN – bitte vorlesen", "Zweite Freitag, 7. Januar, 9 Uhr.")
    assert [str(each.start)[:10] for each in booked(front)] == ["2021-12-16", "2022-01-07"]


async def test_a_place_that_vanished_during_the_call_brings_others_and_keeps_what_was_typed(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.refused(front, pilot)
        front.said("‼ NICHT FREI: Der Platz ist gerade vergeben worden.", "Kaya", "Lindenweg 14")
        await press(pilot, "w")
        front.unsaid("Do 06.01. 09:00")
        front.said("▸ Do 16.12. 09:00 + Do 06.01. 10:20")
        await press(pilot, "enter", "enter")
        front.sync()
        await settle(pilot, 0.1)
        front.said("✓ GEBUCHT", "6. Januar, 10 Uhr 20")
    registered = sorted(each.given for each in front.here.records(Person) if isinstance(each, Person))
    assert registered == ["Ada", "Bela", "Cora", "Emine"], "each once, however often places are asked for"


async def test_offline_the_request_waits_and_nothing_is_promised(front: Front) -> None:
    states.at_dorsten(front)
    front.progress = Progress(connected=False)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.asked(front, pilot)
        front.said("ANGEFRAGT, wartet auf das Netz. Nichts zusagen: „Wir rufen Sie zurück.“")
        front.unsaid("Ihr Code")
        front.progress = Progress(connected=True)
        front.sync()
        await settle(pilot, 0.1)
        front.said("✓ GEBUCHT")


async def test_a_call_goes_on_while_one_looks_something_up_at_the_reception(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.at_the_form(front, pilot)
        await states.line(pilot, "Kaya")
        await type_in(pilot, "Emi")
        await press(pilot, "f2")
        assert isinstance(front.app.screen, Reception)
        await press(pilot, "f3")
        assert isinstance(front.app.screen, TelephoneScreen)
        front.said("Name Kaya", "Vorname Emi")


async def test_a_call_is_never_dropped_without_asking(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.at_the_form(front, pilot)
        await states.line(pilot, "Kaya")
        await press(pilot, "escape")
        front.said("Gespräch abbrechen?")
        await press(pilot, "n")
        front.said("Name Kaya")
        await press(pilot, "escape", "j")
        front.said("Kein Gespräch")
        front.unsaid("Kaya")


async def test_only_a_question_is_two_keys_and_counted(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await press(pilot, "f3", "i", "enter")
        front.said("✓ Auskunft gezählt: freie Termine.")
    [inquiry] = [each for each in front.here.records(Inquiry) if isinstance(each, Inquiry)]
    assert (inquiry.centre_id, inquiry.topic) == ("DOR", "places")


async def test_the_first_dose_alone_needs_a_reason(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.at_the_places(front, pilot)
        await press(pilot, "e")
        front.said("Do 16.12. 09:00, nur Erstimpfung")
        await press(pilot, "enter")
        front.said("Warum ohne zweiten Termin?")
        await type_in(pilot, "zieht um")
        await press(pilot, "enter", "enter")
        front.sync()
        await settle(pilot, 0.1)
    [only] = booked(front)
    assert only.first_only_reason == "zieht um"


async def test_the_code_is_read_out_instead_of_a_message(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.booked(front, pilot)
        await press(pilot, "c")
        front.said("✓ Code vorgelesen, ist vermerkt.")
        front.sync()
        await settle(pilot, 0.1)
    [message] = [each for each in front.world.state()["communication"] if isinstance(each, Communication)]
    assert message.state is MessageState.TOLD


async def test_a_second_enter_too_soon_asks_for_nothing(front: Front) -> None:
    states.at_dorsten(front)
    front.new_app(monotonic=lambda: 0.0)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.at_the_places(front, pilot)
        await press(pilot, "enter", "enter", "enter")
    assert front.here.unsent() == 0


async def test_a_scan_never_ends_a_call_and_leaves_nothing_in_a_field(front: Front) -> None:
    states.at_dorsten(front)
    front.new_app(pace=Pace())
    async with front.app.run_test(size=SMALL) as pilot:
        await press(pilot, "f3", "enter")
        await scan(pilot, "KL-AHNG-UJ5G")
        assert isinstance(front.app.screen, TelephoneScreen)
        front.unsaid("AHNG")
        front.said("Erst das Gespräch beenden")
    assert front.here.records(Encounter) == []


async def test_hostile_names_are_harmless(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        for name in HOSTILE.values():
            front.world.person(f"{name}, Ada", "1950-05-05", registered_centre_id="DOR", street=name)
        front.sync()
        await press(pilot, "f3", "a")
        await type_in(pilot, "5.5.1950")
        for _ in HOSTILE:
            await press(pilot, "enter", "g", "escape", "escape", "down")
        front.said("Anliegen")


async def test_a_background_change_keeps_text_focus_and_mark(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.at_the_form(front, pilot)
        await states.line(pilot, "Kaya")
        await type_in(pilot, "Em")
        focused = front.app.focused
        front.world.person("Neu, Nina", "1990-01-01", registered_centre_id="DOR")
        front.sync()
        await settle(pilot, 0.1)
        assert front.app.focused is focused
        front.said("Vorname Em")
        front.progress = replace(front.progress, connected=False)
        front.app.engine_progress(front.progress)
        await settle(pilot, 0.1)
        assert front.app.focused is focused


async def test_whoever_types_ahead_of_the_screen_loses_no_letter(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.at_the_form(front, pilot)
        for sign in "Kaya\rEmine\r12081958\r":
            front.app.post_message(events.Key("enter" if sign == "\r" else _character_to_key(sign), sign))
        await settle(pilot, 0.3)
        front.said("Name Kaya", "Vorname Emine", "Geboren 12.08.1958")


def hear(front: Front) -> None:
    """The service answers what this desk asked by the way."""
    front.here.hear()
    front.app.engine_changed({(ANSWERED, "search")})


async def at_a_hotline(front: Front) -> None:
    """A hotline desk, which knows nobody until it opens them; and somebody who is booked at Dorsten."""
    states.at_dorsten(front, role=DeskRole.HOTLINE)
    person = front.world.person("Kaya, Emine", "1958-08-12", street="Lindenweg", house_number="14", town="Dorsten")
    front.world.booked(person, "10:20", day=DAY + timedelta(days=9), centre_id="DOR", code="DOR-KAYA-2222")


async def test_a_hotline_finds_opens_and_cancels_somebody_whom_only_the_service_knows(front: Front) -> None:
    await at_a_hotline(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await press(pilot, "f3", "a")
        await type_in(pilot, "kaya 58")
        front.unsaid("Kaya, Emine")
        hear(front)
        await settle(pilot, 0.1)
        front.said("Kaya, Emine")
        await press(pilot, "enter")
        front.said("1 KAYA, Emine · 12.08.1958", "Lindenweg")
        await press(pilot, "g")
        front.said("Die Daten werden geholt")
        hear(front)
        front.sync()
        await settle(pilot, 0.1)
        front.said("Fr 24.12. 10:20", "absagen")
        await press(pilot, "enter", "j")
        front.said("✓ Abgesagt")
        front.sync()
        await settle(pilot, 0.1)
    assert booked(front) == []


async def test_a_hotline_notices_who_is_registered_when_the_service_has_answered(front: Front) -> None:
    await at_a_hotline(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.at_the_form(front, pilot)
        for text in states.KAYA[:3]:
            await states.line(pilot, text)
        front.unsaid("Schon bekannt?")
        hear(front)
        await settle(pilot, 0.1)
        assert front.app.focused is not None, "a late answer takes nobody's focus"
        for text in states.KAYA[3:6]:
            await states.line(pilot, text)
        front.said("Schon bekannt?", "1 KAYA, Emine")
        await press(pilot, "1")
        hear(front)
        front.sync()
        await settle(pilot, 0.1)
        front.unsaid("Schon bekannt?")
    found = [each for each in front.here.records(Person) if isinstance(each, Person)]
    assert len(found) == 1


async def test_a_hotline_without_a_network_says_that_it_knows_only_whom_it_has(front: Front) -> None:
    await at_a_hotline(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await press(pilot, "f3", "a")
        await type_in(pilot, "kaya 58")
        hear(front)
        await settle(pilot, 0.1)
        await press(pilot, "enter")
        front.here.hear(Away())
        front.app.engine_changed({(ANSWERED, "search")})
        await settle(pilot, 0.1)
        await press(pilot, "g")
        front.said("Ohne Netz: Diese Person ist hier nicht bekannt.")


async def test_who_was_deleted_meanwhile_is_said_to_be_gone(front: Front) -> None:
    await at_a_hotline(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await press(pilot, "f3", "a")
        await type_in(pilot, "kaya 58")
        hear(front)
        await settle(pilot, 0.1)
        [person_id] = [each.person_id for each in front.here.desk.anywhere.again().people]
        removed(front.world, person_id)
        await press(pilot, "enter")
        hear(front)
        await settle(pilot, 0.1)
        await press(pilot, "g")
        front.said("Diese Anmeldung gibt es nicht mehr.")


async def test_the_mark_stays_with_its_person_when_the_records_come(front: Front) -> None:
    await at_a_hotline(front)
    for given in ("Ada", "Berta"):
        front.world.person(f"Kaya, {given}", "1958-01-01", registered_centre_id="DOR")
    async with front.app.run_test(size=SMALL) as pilot:
        await press(pilot, "f3", "a")
        await type_in(pilot, "kaya 58")
        hear(front)
        await settle(pilot, 0.1)
        names = [each.given for each in front.here.desk.anywhere.again().people]
        await press(pilot, "down")
        front.said(f"▸ Kaya, {names[1]}")
        front.here.desk.anywhere.open(front.here.desk.anywhere.again().people[1].person_id)
        front.here.desk.anywhere.open(front.here.desk.anywhere.again().people[2].person_id)
        hear(front)
        front.sync()
        await settle(pilot, 0.1)
        front.said(f"Kaya, {names[1]}")
        results = front.app.screen.query_one(Results)
        assert results.row is not None
        assert results.row.given == names[1]
        assert [each.key.split("/")[0] for each in results.entries] == [
            each.person_id for each in front.here.desk.anywhere.again().people
        ]
        assert [each.given for each in front.here.desk.anywhere.again().people] == names


def removed(world: World, person_id: str) -> None:
    """Another desk has deleted a registration."""
    with world.database.writing() as cursor:
        tx = CentralTx(cursor, world.database.flavour, world.wall.moment)
        for kind in (Appointment, Person):
            for each in tx.find(kind, **{"id" if kind is Person else "person_id": person_id}):
                tx.delete(kind, each.id)
        tx.finish(None)
        tx.take_numbers()

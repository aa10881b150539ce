"""Who calls, and for whom: a son for his mother, whoever has a place already, a family."""

from datetime import date, timedelta

import pytest
from textual.pilot import Pilot

from empfang.desk import Draft, ToBook
from empfang.model import Channel, Communication, MessageState, Person, Phone, Proof, ProofKind
from empfang.rules.confirmation import OWN, channel_for
from empfang.screens.call_form import changed, read, tidy, values_of
from empfang.screens.call_words import spelled
from tests.scenarios.test_hotline import KAYA as RIVAL
from tests.scenarios.test_hotline import NONE
from tests.screens import call_states as states
from tests.screens.conftest import Front, press, settle, type_in
from tests.screens.test_telephone import SMALL, booked, people
from tests.times import DAY

FORM = ("Kaya", "Gülten", "02051939", "46282", "Am Markt 1")


async def caller(front: Front, pilot: Pilot[None], who: str, *lines: str) -> None:
    """Somebody calls for somebody else."""
    await states.at_the_form(front, pilot)
    await press(pilot, "up")
    for text in (who, *lines):
        await states.line(pilot, text)


# Somebody else calls


async def test_a_son_calls_and_it_is_asked_and_noted_whether_he_may(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.at_the_form(front, pilot)
        front.said("Ruft jemand anderes an: erst ↑ und eintragen, wer.")
        await press(pilot, "up")
        await states.line(pilot, "Sohn, beauftragt")
        front.said("„Für wen rufen Sie an? Hat die Person Sie gebeten, das zu regeln?“")
        for text in (*FORM, "02362 664443", "", "", "", "keine"):
            await states.line(pilot, text)
        await press(pilot, "enter", "enter")
        front.sync()
        await settle(pilot, 0.1)
        front.said("✓ GEBUCHT", "Gülten Kaya, geboren am 2. Mai 1939")
    mother = people(front)["Gülten"]
    assert mother.phones == (Phone(number="+492362664443", kind="home", whose=OWN),)
    [authority] = [
        each for each in front.here.records(Proof) if isinstance(each, Proof) and each.proof_kind is ProofKind.AUTHORITY
    ]
    assert (authority.how, authority.person_id, authority.operator_id) == ("Sohn, beauftragt", mother.id, "op-1")


async def test_who_called_for_somebody_is_seen_when_they_call_again(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await caller(front, pilot, "Sohn, beauftragt", *FORM, "02362 664443", "", "", "", "keine")
        await press(pilot, "enter", "enter")
        front.sync()
        await settle(pilot, 0.1)
        await press(pilot, "enter", "a")
        await type_in(pilot, "kaya 39")
        await press(pilot, "enter", "g")
        front.said("für die Person rief an: Sohn, beauftragt (heute)")


async def test_a_son_s_mobile_is_marked_his_and_gets_no_message(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await caller(front, pilot, "Sohn", *FORM, "017604069020")
        front.said("Telefon 0176 04069020 (Sohn)")
        for text in ("", "", "", "keine"):
            await states.line(pilot, text)
        await press(pilot, "enter", "enter")
        front.sync()
        await settle(pilot, 0.1)
        front.said("Sie bekommen eine Bestätigung für alle Termine")
    mother = people(front)["Gülten"]
    assert mother.phones[0].whose == "Sohn"
    [message] = [each for each in front.world.state()["communication"] if isinstance(each, Communication)]
    assert (message.channel, message.person_id, message.state) == (Channel.POST, mother.id, MessageState.WAITING)


TODAY = date(2021, 12, 15)


@pytest.mark.parametrize(
    ("typed", "caller_", "whose", "tidied"),
    [
        ("017604069020", "", OWN, "0176 04069020"),
        ("017604069020", "Sohn, beauftragt", "Sohn", "0176 04069020 (Sohn)"),
        ("0176 04069020 selbst", "Sohn", OWN, "0176 04069020 (eigene)"),
        ("0176 04069020 (eigene)", "Sohn", OWN, "0176 04069020 (eigene)"),
        ("0176 04069020 Nachbarin", "Sohn", "Nachbarin", "0176 04069020 (Nachbarin)"),
        ("0176 04069020 - Nachbarin", "", "Nachbarin", "0176 04069020 (Nachbarin)"),
        ("02362 664443", "Sohn", OWN, "02362 664443 (eigene)"),
        ("02362 664443 (Sohn)", "Sohn", "Sohn", "02362 664443 (Sohn)"),
        ("(02362) 66-4443", "", OWN, "02362 664443"),
    ],
)
def test_whose_number_it_is_can_be_said_beside_it_and_is_shown(
    typed: str, caller_: str, whose: str, tidied: str
) -> None:
    for text in (typed, tidied):
        [phone] = read({"phone": text}, TODAY, caller_).fields["phones"]
        assert (phone.number[:3], phone.whose) == ("+49", whose)
        assert tidy("phone", text, TODAY, caller_) == tidied
    person = Person(id="p", family="Kaya", phones=(phone,), street="Am Markt", postal_code="46282")
    assert channel_for(person) is (Channel.SMS if whose == OWN and phone.kind == "mobile" else Channel.POST)


@pytest.mark.parametrize("typed", ["0800-ANRUF", "12345", "Sohn", "+", "0176\u0665\u0665", "110", "0" * 40, "()"])
def test_what_is_no_number_is_said(typed: str) -> None:
    said = read({"phone": typed}, TODAY)
    assert [each.field for each in said.wrong] == ["phone"]
    assert "phones" not in said.fields


# Whoever is registered already


async def test_of_somebody_who_is_registered_only_what_was_changed_is_changed(front: Front) -> None:
    states.at_dorsten(front)
    mine, daughters = Phone(number="+492362664443"), Phone(number="+4917655512345", kind="mobile", whose="Tochter")
    known = front.world.person(
        "Kaya, Emine", "1958-08-12", phones=(mine, daughters), street="Am Markt", house_number="1",
        postal_code="46282", town="Dorsten", registered_centre_id="DOR", channel="Brief", district="05562",
    )  # fmt: skip
    front.sync()
    async with front.app.run_test(size=SMALL) as pilot:
        await states.at_the_form(front, pilot)
        for text in states.KAYA[:3]:
            await states.line(pilot, text)
        await press(pilot, "1")
        for text in ("", "", "keine"):
            await states.line(pilot, text)
        await press(pilot, "enter", "enter")
        front.sync()
        await settle(pilot, 0.1)
        front.said("✓ GEBUCHT")
    [now] = [each for each in front.here.records(Person) if isinstance(each, Person)]
    assert now.with_(revision=0) == known


def test_another_first_number_leaves_the_further_ones() -> None:
    others = Phone(number="+4917655512345", kind="mobile", whose="Tochter")
    known = Person(id="p", family="Kaya", phones=(Phone(number="+492362664443"), others), street="Am Markt")
    values = {**values_of(known), "phone": "02362 12345678"}
    fields = changed(read(values, TODAY), values, known).fields
    assert [each.number for each in fields["phones"]] == ["+49236212345678", others.number]
    assert "street" not in fields


async def test_who_has_a_place_already_is_asked_about_it_before_they_get_another_one(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.known_already(front, pilot)
        front.unsaid("hat schon")
        await press(pilot, "1")
        front.said("‼ hat schon 16.12. 09:00, 06.01. 09:00", "Fragen: „Möchten Sie noch einen?“")
        for text in ("", "", "", "keine"):
            await states.line(pilot, text)
        front.said("‼ hat schon 16.12. 09:00, 06.01. 09:00", "✓ am 16.12. und 06.01. möglich", "Enter nehmen")


# A family


async def family(front: Front, pilot: Pilot[None], *given: str) -> None:
    """A woman and whoever else of the family: places are chosen for all."""
    await states.chosen(front, pilot)
    for name in given:
        await press(pilot, "plus")
        for text in (name, "010355", "", "keine"):
            await states.line(pilot, text)
        await press(pilot, "enter")


async def test_a_further_person_s_lines_begin_with_what_is_their_own(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.chosen(front, pilot)
        await press(pilot, "plus")
        seen = []
        for text in ("Murat", "010355", "Rollstuhl"):
            seen.append(front.app.focused.id if front.app.focused else None)
            await states.line(pilot, text)
        seen.append(front.app.focused.id if front.app.focused else None)
        assert seen == ["given", "born", "needs", "doses"]
        await press(pilot, "up", "up")
        assert front.app.focused is not None
        assert front.app.focused.id == "channel", "what is in common can still be gone to"


async def test_a_family_that_was_too_slow_is_offered_what_is_near_for_all_of_them(front: Front) -> None:
    """Not the last one only: the place of any of them may be the one that is gone."""
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await family(front, pilot, "Murat", "Ayla")
        rival = front.world.place("DOR")
        options = rival.desk.hotline.options(Draft(fields=RIVAL, doses=NONE))
        offer = options.on(DAY + timedelta(days=1), pair=True)[0]
        rival.desk.hotline.ask([ToBook(Draft(fields={**RIVAL, "given": "Ada"}, doses=NONE), options.kind, offer)])
        rival.sync()
        await press(pilot, "enter")
        front.sync()
        await settle(pilot, 0.1)
        front.said("‼ NICHT FREI")
        assert [each for each in booked(front) if each.party_id] == []
        await press(pilot, "w")
        front.said("3 Personen:", "Enter fragt alles zusammen an")
        await press(pilot, "enter")
        front.sync()
        await settle(pilot, 0.1)
        front.said("✓ GEBUCHT")
    mine = [each for each in booked(front) if each.party_id]
    assert len(mine) == 6
    assert sorted(people(front)) == ["Ada", "Ayla", "Emine", "Murat"]
    assert len(front.here.records(Person)) == 4


async def test_if_one_of_a_family_is_put_on_the_waiting_list_the_others_are_still_asked_for(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.chosen(front, pilot)
        await press(pilot, "plus")
        for text in ("Murat", "010355", "", "com 1.11. com 1.12."):
            await states.line(pilot, text)
        await press(pilot, "w", "1")
        front.said("✓ Murat Kaya steht auf der Warteliste.", "Emine: Do 16.12. 09:00")
        await press(pilot, "enter")
        front.sync()
        await settle(pilot, 0.1)
        front.said("✓ GEBUCHT", "Emine Kaya")
    assert len(booked(front)) == 2
    assert sorted(people(front)) == ["Emine", "Murat"]


# What has not come, and who wants to be forgotten


async def test_whose_confirmation_has_not_come_is_told_the_code_and_no_message_leaves_any_more(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.caller_page(front, pilot)
        code = booked(front)[0].code
        front.said("SMS: geht gleich hinaus", "c Code")
        await press(pilot, "c")
        front.said(f"„Ihr Code: {code}. Bitte lesen Sie ihn mir vor.“", "am Telefon gesagt 09:40", "Buchstabiert: Dora")
        assert spelled(code).split()[-1] in front.text(), "to its end"
        front.sync()
        await settle(pilot, 0.1)
        await press(pilot, "c")
        front.sync()
        await settle(pilot, 0.1)
    [message] = [each for each in front.world.state()["communication"] if isinstance(each, Communication)]
    assert message.state is MessageState.TOLD


@pytest.mark.parametrize("keys", [("a", "l"), ("l", "enter")])
async def test_cancelling_and_deleting_the_registration_takes_one_call(front: Front, keys: tuple[str, str]) -> None:
    concern, delete = keys
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.booked(front, pilot)
        free = front.here.desk.hotline.places().free
        await press(pilot, "enter", concern)
        await type_in(pilot, "kaya 58")
        await press(pilot, "enter", "g", delete)
        front.said("Emine Kaya: Anmeldung mit allen Daten und Terminen löschen? Das lässt sich nicht zurücknehmen.")
        await press(pilot, "n")
        assert list(people(front)) == ["Emine"]
        await press(pilot, delete, "j")
        front.said("✓ Gelöscht. Alle Daten der Person sind entfernt.")
        front.unsaid("Kaya")
        front.sync()
        await settle(pilot, 0.1)
        assert front.here.desk.hotline.places().free == free + 2
    assert "Emine" not in {getattr(each, "given", "") for each in front.world.state()["person"]}
    assert people(front) == {}
    assert booked(front) == []

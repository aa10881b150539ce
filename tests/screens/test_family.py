"""A family on the telephone: each with lines of their own, one of them left out, put off, or registered already."""

from datetime import timedelta

import pytest
from textual.pilot import Pilot

from empfang.desk import Draft, ToBook
from empfang.model import Communication, MessageState, Person, Phone, PostCodes
from empfang.rules.confirmation import OWN
from tests.scenarios.test_hotline import KAYA as RIVAL
from tests.scenarios.test_hotline import NONE
from tests.screens import call_states as states
from tests.screens.conftest import Front, press, settle, type_in
from tests.screens.test_telephone import SMALL, booked, people
from tests.times import DAY


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


async def granted(front: Front, pilot: Pilot[None]) -> None:
    """What was asked for comes back."""
    front.sync()
    await settle(pilot, 0.1)


# Whoever is registered already


async def test_a_daughter_who_is_registered_keeps_her_own_address_number_and_way(front: Front) -> None:
    states.at_dorsten(front)
    hers = Phone(number="+4915112345678", kind="mobile", whose=OWN)
    front.world.put(
        front.world.person(
            "Kaya, Ayla", "1990-03-04", registered_centre_id="DOR", postal_code="46284", town="Dorsten",
            street="Am Markt", house_number="1", phones=(hers,), email="ayla@example.org", channel="email",
            district="05562",
        )
    )  # fmt: skip
    front.sync()
    async with front.app.run_test(size=SMALL) as pilot:
        await states.chosen(front, pilot)
        await press(pilot, "plus")
        for text in ("Ayla", "04031990"):
            await states.line(pilot, text)
        front.said("Schon bekannt?")
        await press(pilot, "1")
        front.said("46284 Dorsten", "Am Markt 1", "01511 2345678", "ayla@example.org")
        for text in ("", "keine"):
            await states.line(pilot, text)
        await press(pilot, "enter", "enter")
        await granted(front, pilot)
        front.said("✓ GEBUCHT")
    ayla = people(front)["Ayla"]
    assert (ayla.street, ayla.postal_code, ayla.phones, ayla.email) == (
        "Am Markt",
        "46284",
        (hers,),
        "ayla@example.org",
    )
    assert ayla.channel == "email"


async def test_what_somebody_has_already_is_not_read_back_with_the_new_and_the_code_is_the_new_one(
    front: Front,
) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.known_already(front, pilot)
        before = {each.id: each for each in booked(front)}
        await press(pilot, "1")
        for text in ("", "", "", "keine"):
            await states.line(pilot, text)
        await press(pilot, *["right"] * 3, "enter", "enter")
        await granted(front, pilot)
        new = [each for each in booked(front) if each.id not in before]
        assert len(new) == 2
        front.said("✓ GEBUCHT", f"Ihr Code: {new[0].code}")
        front.unsaid("16. Dezember", *{each.code for each in before.values()})


# One of them gets nothing after all


async def test_somebody_who_was_added_by_mistake_is_left_out_and_the_others_keep_their_places(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.chosen(front, pilot)
        await press(pilot, "plus", "escape")
        front.said("Emine: Do 16.12. 09:00", "Emine", "Lindenweg 14")
        await press(pilot, "plus")
        await states.line(pilot, "Murat")
        await press(pilot, "escape")
        front.said("Diese Person weglassen?")
        await press(pilot, "n")
        front.said("Murat")
        await press(pilot, "escape", "j")
        front.unsaid("Murat")
        await press(pilot, "enter")
        await granted(front, pilot)
        front.said("✓ GEBUCHT", "Emine Kaya")
    assert list(people(front)) == ["Emine"]


async def test_back_from_whoever_waits_the_lines_are_those_of_whoever_has_chosen(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.chosen(front, pilot)
        await press(pilot, "plus")
        for text in ("Murat", "010355", "", "com 1.11. com 1.12."):
            await states.line(pilot, text)
        await press(pilot, "w", "1")
        front.said("✓ Murat Kaya steht auf der Warteliste.", "Vorname Emine")
        await press(pilot, "escape", "escape")
        front.said("Vorname Emine", "12.08.1958")
        await press(pilot, "enter", "enter", "enter")
        await granted(front, pilot)
        front.said("✓ GEBUCHT", "Emine Kaya, geboren am 12. August 1958")
    assert sorted(people(front)) == ["Emine", "Murat"]


# Their confirmation


async def test_whoever_hears_their_code_does_not_end_the_confirmation_of_the_others(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await family(front, pilot, "Murat")
        await press(pilot, "enter")
        await granted(front, pilot)
        await press(pilot, "enter", "a")
        await type_in(pilot, "kaya 55")
        await press(pilot, "enter", "g", "c")
        [code] = {each.code for each in booked(front) if each.person_id == people(front)["Murat"].id}
        front.said(f"„Ihr Code: {code}.")
        front.sync()
    [message] = [each for each in front.world.state()["communication"] if isinstance(each, Communication)]
    assert message.state is MessageState.WAITING


# The district of an address


@pytest.fixture
def two_districts(front: Front) -> Front:
    """Post codes of which one lies in two districts, one in Borken."""
    states.at_dorsten(front)
    table = "plz;ort;kreis;ags\n46286;Dorsten;Kreis Recklinghausen;05562\n46286;Dorsten;Kreis Borken;05554\n"
    table += "46325;Borken;Kreis Borken;05554\n"
    front.world.put(PostCodes(id="test", text=table))
    front.sync()
    return front


async def test_the_district_is_that_of_the_place_as_it_stands_at_the_end(two_districts: Front) -> None:
    """Also where one went on with an arrow."""
    front = two_districts
    async with front.app.run_test(size=SMALL) as pilot:
        await states.at_the_form(front, pilot)
        for text in states.KAYA[:4]:
            await states.line(pilot, text)
        await press(pilot, "up", "ctrl+u")
        await type_in(pilot, "46325 Borken")
        await press(pilot, "down")
        for text in states.KAYA[4:]:
            await states.line(pilot, text)
        await press(pilot, "enter", "enter")
        await granted(front, pilot)
    assert (people(front)["Emine"].postal_code, people(front)["Emine"].district) == ("46325", "05554")


async def test_where_a_place_may_lie_in_two_districts_one_is_asked_at_the_latest_before_the_places(
    two_districts: Front,
) -> None:
    front = two_districts
    async with front.app.run_test(size=SMALL) as pilot:
        await states.at_the_form(front, pilot)
        for text in states.KAYA[:3]:
            await states.line(pilot, text)
        await type_in(pilot, "46286 Dorsten")
        await press(pilot, "down")
        for text in states.KAYA[4:]:
            await states.line(pilot, text)
        front.said("In welchem Kreis liegt das?")
        await press(pilot, "2")
        front.said("▸ Do 16.12. 09:00")
        await press(pilot, "enter", "enter")
        await granted(front, pilot)
    assert people(front)["Emine"].district == "05562"

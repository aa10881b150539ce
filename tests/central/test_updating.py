"""Corrected lists: what is different comes to the records, what was done here stays, and each row is told of."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from empfang import audit
from empfang.central.list_plan import Wishes
from empfang.commands.person import DeleteRegistration
from empfang.errors import StoreProblem
from empfang.exchange.corrections import Kind
from empfang.ids import derived_id
from empfang.model import Appointment, AppointmentStatus, Conflict, Person
from empfang.rows import marked
from tests.central.corrected import (
    HEADER,
    all_of,
    assert_nobody_is_beyond_capacity,
    booked,
    correct,
    counts,
    line,
    room,
    take_in,
    updating,
)
from tests.scenarios.test_contradictions import recorded
from tests.scenarios.test_twice import admitted
from tests.times import at
from tests.world import World

OTT = line("KL-BBBB-2222", "10:00", "Ott;Werner;03.04.1955", "0631 31019202")
LANG = line("KL-CCCC-3333", "10:00", "Lang;Udo;05.06.1960", "0631 31019303")
OTHERS = [OTT, LANG]


def person_of(world: World, family: str) -> Person:
    [found] = [each for each in all_of(world, Person) if each.family == family]
    return found


def test_the_same_list_again_changes_nothing(world: World) -> None:
    take_in(world, [line(), *OTHERS])
    before = world.state()
    assert counts(correct(world, [line(), *OTHERS])) == {"unchanged": 3}
    assert world.state() == before


def test_a_new_row_is_added_with_its_place(world: World) -> None:
    take_in(world, OTHERS)
    assert counts(correct(world, [line(), *OTHERS])) == {"imported": 1, "unchanged": 2}
    assert room(world) == {"15.12. 10:00 Comirnaty KL:online": (2, 2), "15.12. 09:40 Comirnaty KL:online": (1, 1)}
    assert counts(correct(world, [line(), *OTHERS])) == {"unchanged": 3}


def test_another_time_of_the_day_moves_the_same_appointment(world: World) -> None:
    take_in(world, [line(), *OTHERS])
    [before] = booked(world)
    report = correct(world, [line(time="11:00"), *OTHERS])
    assert counts(report) == {"moved": 1, "unchanged": 2}
    [after] = booked(world)
    assert (after.id, after.start, after.status) == (before.id, at("11:00"), AppointmentStatus.BOOKED)
    assert room(world) == {
        "15.12. 09:40 Comirnaty KL:online": (1, 0),
        "15.12. 10:00 Comirnaty KL:online": (2, 2),
        "15.12. 11:00 Comirnaty KL:online": (1, 1),
    }
    assert counts(correct(world, [line(time="11:00"), *OTHERS])) == {"unchanged": 3}


def test_another_day_gives_a_new_appointment_instead_of_the_old_one(world: World) -> None:
    take_in(world, [line(), *OTHERS])
    report = correct(world, [line(day="17.12.2021"), *OTHERS])
    assert counts(report) == {"moved": 1, "unchanged": 2}
    old, new = booked(world)
    assert (old.status, old.replaced_by_id, new.replaces_id) == (AppointmentStatus.CANCELLED, new.id, old.id)
    assert (new.start, new.status, new.person_id) == (
        at("09:40").replace(day=17),
        AppointmentStatus.BOOKED,
        old.person_id,
    )
    assert counts(correct(world, [line(day="17.12.2021"), *OTHERS])) == {"unchanged": 3}
    assert counts(correct(world, [line(), *OTHERS])) == {"moved": 1, "unchanged": 2}, "and back"
    assert [each.status for each in booked(world)].count(AppointmentStatus.BOOKED) == 1
    assert_nobody_is_beyond_capacity(world)


def test_another_vaccine_moves_to_the_slot_of_that_vaccine(world: World) -> None:
    take_in(world, [line(), *OTHERS])
    assert counts(correct(world, [line(vaccine="Spikevax"), *OTHERS])) == {"moved": 1, "unchanged": 2}
    [after] = booked(world)
    assert (after.vaccine, after.start) == ("Spikevax", at("09:40"))
    assert_nobody_is_beyond_capacity(world)


def test_those_who_change_places_need_no_more_of_them(world: World) -> None:
    take_in(world, [line(time="09:00"), *OTHERS[:1]])
    swapped = [line(time="10:00"), OTT.replace("10:00", "09:00")]
    assert counts(correct(world, swapped)) == {"moved": 2}
    assert room(world) == {"15.12. 09:00 Comirnaty KL:online": (1, 1), "15.12. 10:00 Comirnaty KL:online": (1, 1)}


def test_a_row_may_take_the_place_that_a_cancelled_one_has_left(world: World) -> None:
    take_in(world, [line(time="10:00"), *OTHERS])
    new = line("KL-DDDD-4444", "10:00", "Neu;Ida;01.01.1970", "")
    report = correct(world, [line(time="10:00", status="storniert"), *OTHERS, new])
    assert counts(report) == {"cancelled": 1, "imported": 1, "unchanged": 2}
    assert room(world) == {"15.12. 10:00 Comirnaty KL:online": (3, 3)}


def test_a_cancellation_comes_and_is_withdrawn(world: World) -> None:
    take_in(world, [line(), *OTHERS])
    assert counts(correct(world, [line(status="abgesagt"), *OTHERS])) == {"cancelled": 1, "unchanged": 2}
    [after] = booked(world)
    assert (after.status, after.cancel_reason) == (AppointmentStatus.CANCELLED, "import")
    assert counts(correct(world, OTHERS)) == {"unchanged": 2}, "a cancelled row that drops out is not missing"
    assert counts(correct(world, [line(time="11:00"), *OTHERS])) == {"reinstated": 1, "unchanged": 2}
    [after] = booked(world)
    assert (after.status, after.cancelled_at, after.start) == (AppointmentStatus.BOOKED, None, at("11:00"))
    assert_nobody_is_beyond_capacity(world)


def test_a_list_without_a_column_of_states_withdraws_nothing(world: World) -> None:
    take_in(world, [line(status="storniert"), *OTHERS])
    narrow = [";".join(each.split(";")[:-1]) for each in (HEADER, line(), *OTHERS)]
    assert counts(correct(world, "\n".join(narrow).encode())) == {"unchanged": 3}
    assert booked(world)[0].status is AppointmentStatus.CANCELLED


def test_corrected_details_are_taken_field_by_field(world: World) -> None:
    take_in(world, [line(), *OTHERS])
    report = correct(world, [line(name="Kurtz;Eva;01.02.1951", phone="0631 31019999"), *OTHERS])
    assert counts(report) == {"imported": 1, "missing": 1, "unchanged": 2}, "another name and birth date: somebody else"
    report = correct(world, [line(name="Kurtz;Eva;01.02.1950", phone="0631 31019999"), *OTHERS])
    assert report.of(Kind.CORRECTED)[0].changes


def test_a_number_changed_here_and_another_field_in_the_list_are_both_kept(world: World) -> None:
    take_in(world, [line(), *OTHERS])
    place = world.place()
    eva = person_of(world, "Kurz")
    place.desk.change_person(eva.id, {"phones": [{"number": "+4963131019777", "kind": "home", "whose": "own"}]})
    place.sync()
    report = correct(world, [line(name="Kurtz;Eva;01.02.1950"), *OTHERS])
    assert counts(report) == {"corrected": 1, "unchanged": 2}
    eva = person_of(world, "Kurtz")
    assert [each.number for each in eva.phones] == ["+4963131019777"]


@pytest.mark.parametrize(("theirs_win", "number"), [(False, "+4963131019777"), (True, "+4963131019888")])
def test_the_same_field_changed_here_and_in_the_list_is_told_with_both_values(
    world: World, theirs_win: bool, number: str
) -> None:
    take_in(world, [line(), *OTHERS])
    place = world.place()
    eva = person_of(world, "Kurz")
    place.desk.change_person(eva.id, {"phones": [{"number": "+4963131019777", "kind": "home", "whose": "own"}]})
    place.sync()
    report = correct(world, [line(phone="0631 31019888"), *OTHERS], theirs_win=theirs_win)
    assert counts(report)["collisions"] == 1
    [told] = report.as_json()["contradictions"]
    sides = [told[side][0]["number"] for side in ("base", "mine", "theirs")]
    assert sides == ["+4963131019101", "+4963131019777", "+4963131019888"]
    assert [each.number for each in person_of(world, "Kurz").phones] == [number]
    again = correct(world, [line(phone="0631 31019888"), *OTHERS])
    assert counts(again) == ({"unchanged": 3} if theirs_win else {"unchanged": 2, "collisions": 1}), (
        "until it is settled"
    )
    assert counts(correct(world, [line(phone="0631 31019777"), *OTHERS])).get("collisions") is None


def test_two_rows_of_one_person_that_contradict_each_other_do_what_the_preview_says(world: World) -> None:
    def rows(first: str, second: str, time: str = "10:00") -> list[str]:
        return [line(time="09:00", phone=f"0631 {first}"), line(time=time, phone=f"0631 {second}")]

    take_in(world, rows("31019111", "31019111"))
    correct(world, rows("31019111", "31019112"))
    report = correct(world, rows("31019112", "31019111", time="10:30"))
    assert counts(report) == {"unchanged": 1, "moved": 1}
    assert [each.field for each in report.of(Kind.MOVED)[0].changes] == ["start"]
    assert [each.number for each in person_of(world, "Kurz").phones] == ["+4963131019112"]


def test_missing_ones_are_left_alone_unless_that_is_asked_for(world: World) -> None:
    take_in(world, [line(), *OTHERS])
    assert counts(correct(world, OTHERS)) == {"missing": 1, "unchanged": 2}
    assert booked(world)[0].status is AppointmentStatus.BOOKED
    report = correct(world, OTHERS, cancel_missing=True)
    assert (counts(report), report.missing_cancelled) == ({"missing": 1, "unchanged": 2}, 1)
    assert (booked(world)[0].status, booked(world)[0].cancel_reason) == (AppointmentStatus.CANCELLED, "missing")
    assert counts(correct(world, OTHERS)) == {"unchanged": 2}
    assert counts(correct(world, [line(), *OTHERS])) == {"reinstated": 1, "unchanged": 2}
    assert booked(world)[0].status is AppointmentStatus.BOOKED


def test_whose_line_cannot_be_read_is_not_missing(world: World) -> None:
    take_in(world, [line(), *OTHERS])
    report = correct(world, [line(name="Kurz;Eva;31.02.1950"), *OTHERS], cancel_missing=True)
    assert counts(report) == {"rejected": 1, "unchanged": 2}
    assert booked(world)[0].status is AppointmentStatus.BOOKED


def test_a_few_rows_of_another_day_do_not_speak_of_that_day(world: World) -> None:
    tomorrow = [line(f"KL-T{n:03}-AAAA", "10:00", f"Morgen{n};Ida;01.01.1970", "", day="16.12.2021") for n in range(30)]
    today = [line(f"KL-H{n:03}-AAAA", "10:00", f"Heute{n};Ida;01.01.1970", "") for n in range(30)]
    take_in(world, tomorrow)
    take_in(world, today)
    moved = [*today[1:], today[0].replace("15.12.2021", "16.12.2021")]
    assert counts(correct(world, moved)) == {"moved": 1, "unchanged": 29}


@pytest.mark.parametrize("how", ["without codes", "other columns", "utf-16", "short years"])
def test_the_same_people_written_otherwise_are_known_again(world: World, how: str) -> None:
    rows = [line(), *OTHERS]
    take_in(world, rows)
    corrected = [line(time="11:00"), *OTHERS]
    table = [each.split(";") for each in (HEADER, *corrected)]
    if how == "without codes":
        table = [cells[1:] for cells in table]
    elif how == "other columns":
        table = [cells[::-1] for cells in table]
    text = "\n".join(";".join(cells) for cells in table)
    if how == "short years":
        text = text.replace(".1950", ".50").replace(".1955", ".55").replace(".2021", ".21")
    data = text.encode("utf-16" if how == "utf-16" else "utf-8")
    assert counts(correct(world, data)) == {"moved": 1, "unchanged": 2}
    assert [each.start for each in booked(world)] == [at("11:00")]
    take_in(world, data)
    assert len(all_of(world, Person)) == 3, "and a plain import of it knows them, too"


def test_codes_that_have_come_are_known_from_then_on(world: World) -> None:
    rows = [HEADER, line(), *OTHERS]
    take_in(world, "\n".join(";".join(each.split(";")[1:]) for each in rows).encode())
    assert counts(correct(world, [line(time="11:00"), *OTHERS])) == {"moved": 1, "corrected": 2}
    [one] = booked(world)
    assert (one.code_key, one.start) == ("KLAAAA1111", at("11:00"))
    assert [each.value for each in person_of(world, "Kurz").identifiers] == ["KL-AAAA-1111"]
    assert counts(correct(world, [line(time="11:20"), *OTHERS])) == {"moved": 1, "unchanged": 2}


def test_all_keys_of_a_booking_that_went_to_another_day_and_back_stand_for_the_same(world: World) -> None:
    rows = [HEADER, line(), *OTHERS]
    there = [HEADER, line(day="17.12.2021"), *OTHERS]
    for each in (rows, there, rows, rows):
        data = "\n".join(";".join(row.split(";")[1:]) for row in each).encode()
        if each is rows and not all_of(world, Person):
            take_in(world, data)
        else:
            correct(world, data)
    eva = person_of(world, "Kurz")
    [live] = [each for each in all_of(world, Appointment) if each.person_id == eva.id and each.cancelled_at is None]
    assert live.start == at("09:40")
    query = marked("SELECT DISTINCT appointment_id FROM imported_row WHERE person_id = ?", world.database.flavour)
    with world.database.reading() as cursor:
        cursor.execute(query, (eva.id,))
        assert cursor.fetchall() == [(live.id,)]


def test_who_is_moved_away_from_a_slot_with_too_many_raises_no_alarm_any_more(world: World) -> None:
    take_in(world, [line(), *OTHERS])
    [one] = booked(world)
    alarm = Conflict(
        id=derived_id("over_capacity", one.id),
        conflict_kind="over_capacity",
        centre_id="KL",
        person_id=one.person_id,
        appointment_id=one.id,
        needs_decision=True,
        raised_at=at("09:00"),
    )
    world.put(alarm)
    correct(world, [line(time="11:00"), *OTHERS])
    assert all_of(world, Conflict) == []


def test_a_namesake_without_a_code_is_never_guessed(world: World) -> None:
    plain = [";".join(each.split(";")[1:]) for each in (HEADER, line(time="09:00"), line(time="10:00"), OTT)]
    take_in(world, "\n".join(plain).encode())
    before = world.state()
    asked = [plain[0], plain[1].replace("09:00", "12:00"), plain[3]]
    report = correct(world, "\n".join(asked).encode(), cancel_missing=True)
    assert counts(report) == {"unclear": 1, "unchanged": 1}
    assert world.state() == before


def test_a_new_spelling_without_a_code_is_the_same_person(world: World) -> None:
    first = [HEADER, line(name="Schmidt;Anna-Lena;01.02.1950"), *OTHERS]
    take_in(world, "\n".join(";".join(each.split(";")[1:]) for each in first).encode())
    again = [HEADER, line(name="Schmitt;Anna Lena;01.02.1950", time="11:00"), *OTHERS]
    report = correct(world, "\n".join(";".join(each.split(";")[1:]) for each in again).encode())
    assert counts(report) == {"moved": 1, "unchanged": 2}
    assert person_of(world, "Schmitt").birth_date is not None


def test_letters_that_an_export_cannot_write_correct_nothing_and_those_it_can_do(world: World) -> None:
    take_in(world, [line(name="M?ller;Eva;01.02.1950"), *OTHERS])
    assert counts(correct(world, [line(name="Müller;Eva;01.02.1950"), *OTHERS])) == {"corrected": 1, "unchanged": 2}
    assert counts(correct(world, [line(name="M?ller;Eva;01.02.1950"), *OTHERS])) == {"unchanged": 3}
    assert counts(correct(world, [line(name="MÜLLER;EVA;01.02.1950"), *OTHERS])) == {"unchanged": 3}
    assert person_of(world, "Müller").given == "Eva"


def test_who_wanted_to_be_forgotten_stays_so_and_nothing_is_kept_of_what_the_list_said(world: World) -> None:
    take_in(world, [line(), *OTHERS])
    eva = person_of(world, "Kurz")
    place = world.place()
    recorded(place, DeleteRegistration(person_id=eva.id, centre_id="KL"))
    place.sync()
    with world.database.reading() as cursor:
        cursor.execute(marked("SELECT said FROM imported_row WHERE person_id = ?", world.database.flavour), (eva.id,))
        assert cursor.fetchall() == [("",)]
    for rows in ([line(time="11:00"), *OTHERS], OTHERS, [line(status="storniert"), *OTHERS]):
        report = correct(world, rows, cancel_missing=True)
        assert set(counts(report)) == {"unchanged"}
    assert {each.family for each in all_of(world, Person)} == {"Ott", "Lang"}


def forget_what_was_said(world: World) -> None:
    """As after an update of the program: lists had come in before what they said was kept."""
    with world.database.writing() as cursor:
        cursor.execute("UPDATE imported_row SET said = ''")


def test_rows_of_an_older_program_are_known_and_what_was_changed_here_is_not_overwritten(world: World) -> None:
    take_in(world, [line(), *OTHERS])
    forget_what_was_said(world)
    place = world.place()
    eva = person_of(world, "Kurz")
    place.desk.change_person(eva.id, {"phones": [{"number": "+4963131019777", "kind": "home", "whose": "own"}]})
    place.sync()
    corrected = [line(phone="0631 31019888"), OTT.replace("31019202", "31019203"), LANG]
    report = correct(world, corrected)
    assert counts(report) == {"corrected": 1, "unchanged": 1, "collisions": 1}
    assert [each.number for each in person_of(world, "Kurz").phones] == ["+4963131019777"]
    assert [each.number for each in person_of(world, "Ott").phones] == ["+4963131019203"]


def test_what_a_list_changed_is_in_the_audit_trail_without_its_values(world: World) -> None:
    take_in(world, [line(), *OTHERS])
    correct(world, [line(time="11:00", phone="0631 31019888"), *OTHERS])
    with world.database.reading() as cursor:
        [event] = audit.events(cursor, world.database.flavour, "import:KL")
    assert (event.action, event.subject, event.fields) == ("import:moved", person_of(world, "Kurz").id, "phones,start")
    assert audit.broken_at([event]) is None


def test_another_list_at_the_same_time_stops_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(world, [line(), *OTHERS])
    slow = updating(world, [line(time="11:00"), *OTHERS])
    around = slow._planner.around

    def while_it_looks(*what: Any) -> Any:
        found = around(*what)
        correct(world, [line(time="12:00"), *OTHERS])
        return found

    monkeypatch.setattr(slow._planner, "around", while_it_looks)
    with pytest.raises(StoreProblem, match="import_meanwhile"):
        slow.run("list.csv")
    assert [each.start for each in booked(world)] == [at("12:00")]


def test_a_run_that_was_broken_off_is_gone_on_with(world: World) -> None:
    take_in(world, many(250))
    moved = many(250, lambda row: row.replace("10:00", "11:00"))

    def power_fails(done: int, _number: int) -> None:
        if done == 200:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        updating(world, moved).run("list.csv", power_fails)
    starts = Counter(each.start for each in all_of(world, Appointment))
    assert starts == {at("11:00"): 200, at("10:00"): 50}
    assert_nobody_is_beyond_capacity(world)
    assert counts(correct(world, moved)) == {"moved": 50, "unchanged": 200}


@pytest.mark.parametrize("rows", [[line(status="storniert"), *OTHERS], OTHERS])
def test_who_was_admitted_since_the_list_was_looked_at_is_not_cancelled(
    world: World, monkeypatch: pytest.MonkeyPatch, rows: list[str]
) -> None:
    take_in(world, [line(), *OTHERS])
    place = world.place()
    slow = updating(world, rows, Wishes(cancel_missing=True))
    around = slow._planner.around

    def while_it_looks(*what: Any) -> Any:
        found = around(*what)
        admitted(place, person_of(world, "Kurz").id)
        return found

    monkeypatch.setattr(slow._planner, "around", while_it_looks)
    in_order = slow._planner.in_order
    monkeypatch.setattr(slow._planner, "in_order", lambda jobs: (place.push(), in_order(jobs))[1])
    report = slow.run("list.csv")
    assert (counts(report)["collisions"], report.missing_cancelled) == (1, 0)
    assert (booked(world)[0].status, booked(world)[0].cancelled_at) == (AppointmentStatus.CHECKED_IN, None)
    report = correct(world, [line(time="11:00"), *OTHERS])
    assert counts(report) == {"moved": 1, "unchanged": 2}, "and later moves are not lost for that"


def many(number: int = 24, change: Callable[[str], str] = lambda row: row) -> list[str]:
    return [
        change(line(f"KL-M{n:03}-AAAA", "10:00", f"Mensch{n};Ida;01.01.{1920 + n % 80}", "")) for n in range(number)
    ]


def test_signs_of_a_wrong_list_are_told_before_anything_is_written(world: World) -> None:
    take_in(world, many())
    state = world.state()

    def signs(rows: list[str], centre_id: str = "KL") -> set[str]:
        report = updating(world, rows, centre_id=centre_id).preview()
        assert all(each.text for each in report.doubts)
        return {each.code for each in report.doubts}

    assert signs(many()) == set()
    assert signs(many(12)) == {"half_missing"}
    assert signs(many(13)) == set(), "eleven of 24 are less than half"
    assert signs(many(change=lambda row: row.replace("15.12.2021", "22.12.2021"))) == {
        "day_unknown", "half_moved",
    }  # fmt: skip
    assert signs(many(change=lambda row: row.replace("KL-M", "KL-N").replace("15.12.2021", "22.12.2021"))) == {
        "day_unknown"
    }
    assert signs(many(change=lambda row: row.replace("KL-M", "KL-N").replace("15.12.2021", "08.12.2021"))) == {
        "day_unknown", "day_over",
    }  # fmt: skip
    assert signs(many(change=lambda row: row.replace("10:00", "11:00"))) == {"half_moved"}
    assert signs(many(change=lambda row: row.replace("bestätigt", "storniert"))) == {"half_cancelled"}
    assert signs(many(change=lambda row: row.replace("Ida", "Ina"))) == {"half_renamed"}
    assert signs(many(change=lambda row: row.replace("KL-M", "DA-M"))) == {"other_centre", "half_missing"}
    assert signs(many(), "DA") == {"other_centre", "day_unknown"}
    assert signs([*many(12), *many(change=lambda row: row.replace("01.01", "31.02"))[12:]]) == {"half_rejected"}
    assert world.state() == state


def test_who_was_cancelled_before_does_not_hide_that_all_the_others_would_be(world: World) -> None:
    cancelled = [row.replace("bestätigt", "storniert") for row in many(40)[16:]]
    take_in(world, [*many(16), *cancelled])
    for word, code in (("storniert", "half_cancelled"), ("bestätigt", "half_moved")):
        rows = [row.replace("10:00", "11:00").replace("bestätigt", word) for row in many(16)]
        [doubt] = updating(world, [*rows, *cancelled]).preview().doubts
        assert (doubt.code, doubt.values) == (code, {"number": 16, "of": 16})


def test_a_day_whose_bookings_were_all_cancelled_is_known(world: World) -> None:
    take_in(world, many())
    correct(world, many(change=lambda row: row.replace("bestätigt", "storniert")))
    report = updating(world, [row.replace("10:00", "10:05") for row in many()]).preview()
    assert (counts(report), report.doubts) == ({"reinstated": 24}, ())


def test_an_older_file_is_known(world: World) -> None:
    take_in(world, [line(), *OTHERS])
    world.wall.go_on(minutes=1)
    assert updating(world, [line(), *OTHERS]).preview().doubts == ()
    correct(world, [line(time="11:00"), *OTHERS])
    [doubt] = updating(world, [line(), *OTHERS]).preview().doubts
    assert (doubt.code, doubt.values) == ("outdated", {"at": "15.12.2021 09:40"})


def test_a_waiting_list_comes_again_corrected(world: World) -> None:
    header = "Registriert;Nachname;Vorname;Geburtsdatum;PLZ;Ort;Telefon;Anfahrt Minuten;Status"
    eva = "22.11.2021 08:03;Kurz;Eva;01.02.1950;67655;Kaiserslautern;0631 31019101;{};{}"
    udo = "22.11.2021 08:04;Lang;Udo;05.06.1960;67655;Kaiserslautern;0631 31019303;20;wartend"

    def waiting(*rows: str) -> bytes:
        return "\n".join([header, *rows]).encode()

    take_in(world, waiting(eva.format(10, "wartend"), udo))
    assert counts(correct(world, waiting(eva.format(15, "wartend")))) == {"corrected": 1, "missing": 1}
    assert counts(correct(world, waiting(eva.format(15, "abgemeldet"), udo))) == {"cancelled": 1, "unchanged": 1}
    assert counts(correct(world, waiting(eva.format(15, "wartend"), udo))) == {"reinstated": 1, "unchanged": 1}
    assert {each.status for each in all_of(world, Appointment)} == {AppointmentStatus.WAITLIST}


def test_nothing_is_written_by_a_preview(world: World) -> None:
    take_in(world, [line(), *OTHERS])
    before = world.state()
    report = updating(world, [line(time="11:00"), LANG], Wishes(cancel_missing=True)).preview()
    assert counts(report) == {"moved": 1, "unchanged": 1, "missing": 1}
    assert (world.state(), report.applied, report.missing_cancelled) == (before, False, 0)

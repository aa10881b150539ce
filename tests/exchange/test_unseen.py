"""What lists nobody has seen do: years of two digits, columns of unknown name, states, feet of pages."""

from datetime import date, datetime
from pathlib import Path

import pytest

from empfang.errors import InputProblem
from empfang.exchange.fields import Field
from empfang.exchange.lists import ReadList, find_columns, read_list
from empfang.exchange.mapping_file import load_mapping, mapping_toml
from empfang.exchange.words import state

from .lists_given import DAY_LIST, TODAY, packaged

HEADER = "Code;Datum;Uhrzeit;Nachname;Vorname;Geburtsdatum"


def read(*lines: str, header: str = HEADER, today: date = TODAY) -> ReadList:
    return read_list("\n".join([header, *lines]).encode(), today)[2]


def rows(number: int = 3, more: str = "") -> list[str]:
    return [f"K-{n:04};15.12.2021;09:{n:02};Mensch{n};Eva;1.2.195{n % 10}{more}" for n in range(number)]


@pytest.mark.parametrize("today", [TODAY, date(2026, 5, 1)])
@pytest.mark.parametrize(
    ("text", "year"), [("1.2.16", 2016), ("1.2.17", 1917), ("1.2.21", 1921), ("1.2.26", 1926), ("29.2.00", 2000)]
)
def test_nobody_under_five_is_meant_by_two_digits_on_the_day_of_the_list(text: str, year: int, today: date) -> None:
    born = read(f"K-0001;15.12.2021;09:00;Kurz;Eva;{text}", today=today).rows[0].birth_date
    assert born
    assert born.year == year


def test_a_stray_old_day_does_not_move_the_years_of_all_others() -> None:
    lines = [*rows(5), "K-0009;15.12.2011;09:00;Kurz;Eva;1.2.10"]
    assert read(*lines).rows[-1].birth_date == date(2010, 2, 1)


def test_who_is_born_after_their_appointment_is_refused() -> None:
    bad = read("K-0001;15.12.2021;09:00;Kurz;Eva;1.2.2023", today=date(2026, 5, 1)).rejections[0]
    assert (bad.reason, bad.text) == (
        "birth_after_day", "Zeile 2: Geburtsdatum „1.2.2023“ liegt nach dem Termin.",
    )  # fmt: skip


def test_the_given_list_is_read_alike_years_later() -> None:
    assert read_list(packaged(DAY_LIST), date(2026, 5, 1))[2] == read_list(packaged(DAY_LIST), TODAY)[2]


@pytest.mark.parametrize("text", ["1950", "00.00.1950", "05.1950", "00.05.1950", "??.??.1950", "1950-00-00"])
def test_a_birth_year_alone_keeps_nobody_out(text: str) -> None:
    result = read(f"K-9999;15.12.2021;09:00;Kurz;Eva;{text}", *rows())
    assert (result.rows[0].birth_date, [note.code for note in result.notes]) == (None, ["birth_date_partial"])


def test_a_birth_date_may_stand_in_three_columns() -> None:
    header = "Code;Datum;Uhrzeit;Nachname;Vorname;Geburtstag;Geburtsmonat;Geburtsjahr"
    result = read(
        "K-0001;15.12.2021;09:00;Kurz;Eva;7;3;1950", "K-0002;15.12.2021;09:00;Lang;Udo;31;2;1950", header=header
    )
    assert result.rows[0].birth_date == date(1950, 3, 7)
    assert [bad.reason for bad in result.rejections] == ["no_such_date"]


def test_ambiguous_days_of_a_short_list_are_read_so_that_they_lie_near_today() -> None:
    result = read("A1;12/01/2021;09:00;Kurz;Eva;01/02/1950", "A2;12/02/2021;09:00;Lang;Udo;03/04/1950")
    assert [(row.day, row.birth_date) for row in result.rows] == [
        (date(2021, 12, 1), date(1950, 1, 2)), (date(2021, 12, 2), date(1950, 3, 4)),
    ]  # fmt: skip
    assert [note.code for note in result.notes] == ["order_near_today", "order_borrowed"]


def test_a_list_without_any_sign_of_waiting_lacks_its_day_and_time() -> None:
    with pytest.raises(InputProblem) as problem:
        read("Kurz;Eva;1.2.1950", header="Nachname;Vorname;Geburtsdatum")
    assert problem.value.values == {"fields": "Datum, Uhrzeit"}
    assert read("Kurz;Eva;1", header="Nachname;Vorname;Priorität").kind == "waiting"
    assert read("Nachname;Vorname;Geb", "Kurz;Eva;1.2.1950", header="Warteliste Dezember;;").kind == "waiting"


@pytest.mark.parametrize(("name", "booked"), [("Slotmoment lokal", "Erstellt"), ("Impfung 1", "Gebucht am")])
def test_appointments_are_found_by_content_where_no_name_tells_of_them(name: str, booked: str) -> None:
    lines = [f"{n}.12.2021 08:00;1{n}.12.2021 09:05;Mensch{n};Eva" for n in range(1, 6)]
    result = read(*lines, header=f"{booked};{name};Nachname;Vorname")
    assert [row.day for row in result.rows] == [date(2021, 12, 10 + n) for n in range(1, 6)]
    assert result.rows[0].booked_at == datetime(2021, 12, 1, 8)  # noqa: DTZ001 - naive on purpose


def test_what_was_done_before_is_no_appointment() -> None:
    lines = [f"{n}.12.2021 08:00;1{n}.12.2021 09:05;Mensch{n};Eva" for n in range(1, 6)]
    assert read(*lines, header="Registriert am;letzter Anruf um;Nachname;Vorname").kind == "waiting"


@pytest.mark.parametrize(
    ("header", "line", "name"),
    [
        ("Name Mutter;Name Kind;Vorname Kind", "Eltern;Kurz;Eva", ("Kurz", "Eva")),
        ("Ansprechpartner;Name;Vorname", "Heim Sonne;Kurz;Eva", ("Kurz", "Eva")),
        ("Name;Familienname", "Eva;Kurz", ("Kurz", "Eva")),
        ("Familienname;Name", "Kurz;Eva", ("Kurz", "Eva")),
        ("Familienname;Name", "Kurz;Eva Kurz", ("Kurz", "Eva")),
        ("NN;VN", "Kurz;Eva", ("Kurz", "Eva")),
        ("Name", "Fr. Dr. h.c. Eva Kurz geb. Lang", ("Kurz", "Eva")),
        ("Name", "Dipl.-Ing. (FH) Eva Kurz", ("Kurz", "Eva")),
    ],
)
def test_the_person_is_not_the_parent_and_not_the_title(header: str, line: str, name: tuple[str, str]) -> None:
    lines = [f"15.12.2021;09:0{n};{line}" for n in range(3)]
    row = read(*lines, header=f"Datum;Uhrzeit;{header}").rows[0]
    assert (row.family, row.given) == name


def test_the_more_specific_name_is_the_appointment_and_the_plain_one_the_booking() -> None:
    result = read("27.11.2021;15.12.2021;09:00;Kurz;Eva", header="Datum;Impftermin;Impfzeit;Name;Vorname")
    assert (result.rows[0].day, result.rows[0].booked_at) == (TODAY, datetime(2021, 11, 27))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("nicht erschienen", "over"),
        ("wahrgenommen", "over"),
        ("umgebucht", "moved"),
        ("verschoben", "moved"),
        ("Stornierung möglich bis 14.12.", "unknown"),
        ("unbestätigt", "unknown"),
        ("Termin vergeben", "booked"),
        ("Absage durch Patient", "cancelled"),
    ],
)
def test_a_state_is_read_by_whole_words(text: str, meaning: str) -> None:
    assert state(text) == meaning


def test_moved_and_missed_appointments_are_noted() -> None:
    header = HEADER + ";Status"
    result = read(
        "A1;15.12.2021;09:00;A;B;1.2.1950;umgebucht", "A2;15.12.2021;09:00;C;D;1.2.1950;nicht erschienen", header=header
    )
    assert [row.cancelled for row in result.rows] == [True, False]
    assert [note.code for note in result.notes] == ["status_moved", "status_over"]


def test_post_codes_get_the_zero_back_that_a_spreadsheet_took() -> None:
    header = HEADER + ";PLZ"
    result = read(*rows(3, ";1067"), header=header)
    assert {row.postal_code for row in result.rows} == {"01067"}
    assert [(note.code, note.values) for note in result.notes] == [("postal_zero", {"number": 3})]
    kept = read(*rows(3, ";5020"), "A1;15.12.2021;09:00;A;B;1.2.1950;01067", header=header)
    assert kept.rows[0].postal_code == "5020"


@pytest.mark.parametrize("foot", ["Zwischensumme: 40", "Teilsumme 3", "Seite 2 von 4", "Stand: 14.12.2021 19:30 Uhr"])
def test_the_foot_of_a_page_is_no_person(foot: str) -> None:
    reasons = [bad.reason for bad in read(*rows(), foot + ";;;;;").rejections]
    assert reasons in (["total_line"], ["footer_line"])


@pytest.mark.parametrize("text", ["9:5", "von 09:05 bis 09:10", "09:05 bis 09:10 Uhr"])
def test_times_as_people_write_them(text: str) -> None:
    clock = read(f"A1;15.12.2021;{text};Kurz;Eva;1.2.1950").rows[0].time
    assert clock
    assert clock.strftime("%H:%M") == "09:05"


def test_columns_with_content_that_are_not_read_are_named() -> None:
    result = read(*rows(2, ";43;"), header=HEADER + ";Schuhgröße;Krankenkasse")
    assert result.unused_columns == ("Schuhgröße",)


def test_codes_numbers_and_vaccines_are_found_by_content() -> None:
    lines = [f"15.12.2021;09:0{n};Mensch{n};Eva;XQ-77{n}A;0171 392000{n};Moderna" for n in range(5)]
    table, mapping = find_columns("\n".join(["Datum;Uhrzeit;Nachname;Vorname;Quittung;Draht;Stoff", *lines]).encode())
    assert table.width == 7
    assert mapping.fields[4:] == (Field.CODE, Field.PHONE, Field.VACCINE)


def test_a_mapping_of_a_file_with_a_broken_letter_reads_it_again() -> None:
    good = [f"K-{n:04};15.12.2021;09:00;Müller{n};Jörg;1.2.1950" for n in range(20)]
    data = "\n".join([HEADER, *good]).encode() + "\nK-9999;15.12.2021;09:00;Kürz;Eva;1.2.1950".encode("cp1252")
    _, mapping, result = read_list(data, TODAY)
    again = read_list(data, TODAY, mapping_toml(mapping))[2]
    assert (again.rows, again.notes) == (result.rows, result.notes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_mapping_file_may_come_from_any_editor(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "mapping.toml"
    file.write_bytes('[columns]\r\n"Größe" = "ignore"\r\n'.encode(encoding))
    assert load_mapping(file).columns == {"Größe": Field.IGNORE}

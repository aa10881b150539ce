"""Day lists and waiting lists into rows: the given ones, unseen ones, broken ones."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from empfang.exchange.fields import Field
from empfang.exchange.lists import ReadList, read_list
from empfang.texts import use_language
from empfang.texts.imports import FIELDS, NOTES, REASONS

from .layouts import LAYOUTS, Layout
from .lists_given import DAY_LIST, TODAY, WAITING_LIST, read

HEADER = "Code;Datum;Uhrzeit;Nachname;Vorname;Geburtsdatum;Telefon;Status"


def read_lines(*lines: str, header: str = HEADER) -> ReadList:
    return read_list("\n".join([header, *lines]).encode(), TODAY)[2]


def test_the_day_list_gives_all_good_rows_and_names_the_bad_ones() -> None:
    result = read(DAY_LIST)
    assert (result.kind, len(result.rows)) == ("day", 2122)
    assert [(bad.line, bad.reason) for bad in result.rejections] == [
        (501, "no_such_date"), (901, "header_repeated"), (1501, "missing"),
    ]  # fmt: skip
    assert result.rejections[0].text == "Zeile 501: Geburtsdatum „31.02.1950“ gibt es nicht."
    assert len({row.key for row in result.rows}) == 2122


def test_the_values_of_a_row_come_out_as_they_are_meant() -> None:
    row = read(DAY_LIST).rows[0]
    assert (row.line, row.key, row.code) == (2, "code:KLAHNGUJ5G", "KL-AHNG-UJ5G")
    assert (row.day, row.time) == (date(2021, 12, 15), time(17, 55))
    assert (row.family, row.given, row.birth_date) == ("Hartung", "Radmila", date(1991, 4, 1))
    assert [phone.number for phone in row.phones] == ["+494066969946"]
    assert (row.dose_kind, row.vaccine, row.standby, row.cancelled) == ("booster", "Comirnaty", True, False)
    assert row.booked_at == datetime(2021, 12, 13, 19, 26)  # noqa: DTZ001 - naive on purpose


def test_the_waiting_list_gives_all_rows() -> None:
    result = read(WAITING_LIST)
    assert (result.kind, len(result.rows), result.rejections) == ("waiting", 4300, ())
    row = result.rows[0]
    assert row.registered_at == datetime(2021, 11, 22, 8, 3)  # noqa: DTZ001 - naive on purpose
    assert (row.minutes_to_centre, row.reachable_from, row.reachable_until) == (30, "08:00", "20:00")
    assert [(dose.given_on, dose.vaccine) for dose in row.reported_doses] == [(date(2021, 10, 14), "Comirnaty")]
    assert result.rows[145].street == 'Kolonie Einheit "Lindauer Allee"'


EVERYWHERE = ("code", "day", "time", "family", "given", "birth_date", "vaccine")
WITHOUT_A_COMMA = {
    "Mac Roman, long dates, given name first",
    "family name first without a comma, semicolons inside quotes",
    "letters lost in the header, Excel's own first line",
}
"""Whole names: whether Groth belongs to Grein or to Sylvia cannot be known."""


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_the_same_people_come_out_of_a_list_nobody_has_seen(layout: Layout) -> None:
    original = read(DAY_LIST).rows
    _, mapping, result = read_list(layout.export(original), TODAY)
    assert (mapping.missing, len(result.rows)) == ((), 2122)
    for name in EVERYWHERE:
        before = [getattr(row, name) for row in original]
        after = [getattr(row, name) for row in result.rows]
        if name in {"family", "given"} and layout.name in WITHOUT_A_COMMA:
            assert sum(a != b for a, b in zip(before, after, strict=True)) <= 20
        else:
            assert after == before, name
    numbers = sum(use in {Field.PHONE, Field.MOBILE} for use in mapping.fields)
    for first, second in zip(original, result.rows, strict=True):
        assert {phone.number for phone in second.phones} == {phone.number for phone in first.phones[:numbers]}


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("Unicode text from Excel", ("street", "house_number", "postal_code", "town", "dose_kind")),
        (
            "Excel serial numbers, pipes, UTF-16 without mark",
            ("street", "house_number", "postal_code", "town", "dose_kind"),
        ),
        (
            "family name first without a comma, semicolons inside quotes",
            ("street", "house_number", "postal_code", "town", "email"),
        ),
        ("columns without names", ("postal_code", "town", "email")),
        ("only times, the date stands in the title", ("dose_kind", "town")),
        ("camel case from a database", ("street", "house_number", "email", "dose_kind")),
    ],
)
def test_combined_and_nameless_columns_come_out_in_their_parts(name: str, fields: tuple[str, ...]) -> None:
    layout = next(layout for layout in LAYOUTS if layout.name == name)
    result = read_list(layout.export(read(DAY_LIST).rows), TODAY)[2]
    for field in fields:
        assert [getattr(row, field) for row in result.rows] == [getattr(row, field) for row in read(DAY_LIST).rows], (
            field
        )


def test_a_line_of_totals_is_named() -> None:
    result = read_lines("A1B2C3;15.12.2021;09:00;Kurz;Eva;1.2.1950;;", "Summe: 1")
    assert [(bad.line, bad.reason) for bad in result.rejections] == [(3, "total_line")]


def test_all_problems_of_a_row_are_named_at_once() -> None:
    bad = read_lines("A1B2C3;31.02.2021;25:30;;Eva;1.2.2050;;").rejections[0]
    assert bad.text == (
        "Zeile 2: Nachname fehlt; Geburtsdatum „1.2.2050“ liegt in der Zukunft; "
        "Datum „31.02.2021“ gibt es nicht; Uhrzeit „25:30“: diese Uhrzeit gibt es nicht."
    )
    assert bad.as_json() == {"line": 2, "reason": "missing", "text": bad.text}


def test_reasons_are_told_in_english_on_request() -> None:
    use_language("en")
    try:
        assert read(DAY_LIST).rejections[0].text == "Line 501: Geburtsdatum “31.02.1950” does not exist."
    finally:
        use_language("de")


def test_too_few_and_too_many_cells_are_named() -> None:
    good = [f"A1B2C{place};15.12.2021;09:00;Kurz;Eva;1.2.1950;;" for place in range(9)]
    result = read_lines(*good, "A1B2D1;15.12.2021;09:00", "A1B2D2;15.12.2021;09:00;Kurz;Eva;1.2.1950;;;zuviel")
    assert [(bad.line, bad.reason) for bad in result.rejections] == [(11, "cells_few"), (12, "cells_many")]


def test_empty_cells_left_out_at_the_ends_of_many_lines_are_no_problem() -> None:
    result = read_lines(*(f"A1B2C{place};15.12.2021;09:00;Kurz;Eva;1.2.1950" for place in range(9)))
    assert (len(result.rows), [note.code for note in result.notes]) == (9, ["rows_padded"])


def test_an_unreadable_number_keeps_nobody_out() -> None:
    result = read_lines("A1B2C3;15.12.2021;09:00;Kurz;Eva;1.2.1950;Nachbar;")
    assert [phone.number for phone in result.rows[0].phones] == ["Nachbar"]
    assert result.notes[0].text == "Zeile 2: Telefon „Nachbar“ ist keine lesbare Nummer und bleibt, wie sie dasteht."


@pytest.mark.parametrize(
    "name", ["[/b]", "\x1b[31mRot", "x" * 300, "O'Neill", "李", "Robert') DROP TABLE", "{value}", "%s"]
)
def test_hostile_names_are_kept_as_they_are(name: str) -> None:
    assert read_lines(f"A1B2C3;15.12.2021;09:00;  {name} ;Eva;1.2.1950;;").rows[0].family == name


def test_hostile_values_are_harmless_in_reasons() -> None:
    text = read_lines(
        "A1B2C3;15.12.2021;09:00;Kurz;Eva;\x1b]0;x\x07{value}" + "9" * 300,
        header=HEADER.replace(";Telefon;Status", ""),
    )
    assert all("\x1b" not in bad.text and len(bad.text) < 400 for bad in text.rejections)
    assert len(text.rejections) == 1


def test_a_cancelled_appointment_is_marked() -> None:
    result = read_lines(
        "A1B2C3;15.12.2021;09:00;Kurz;Eva;1.2.1950;;bestätigt",
        "A1B2C4;15.12.2021;09:00;Lang;Udo;1.2.1950;;storniert",
    )
    assert [row.cancelled for row in result.rows] == [False, True]


def test_a_repeated_row_and_a_code_used_twice_are_told_apart() -> None:
    line = "A1B2C3;15.12.2021;09:00;Kurz;Eva;1.2.1950;;"
    result = read_lines(line, line, line.replace(";;", ";0631 123456;"))
    assert [(bad.line, bad.reason) for bad in result.rejections] == [(3, "repeated_row"), (4, "code_twice")]
    assert result.rejections[1].text == "Zeile 4: der Code A1B2C3 steht mit anderen Angaben schon in Zeile 2."


def test_without_a_code_a_row_is_known_by_person_and_time() -> None:
    first = read_lines(";15.12.2021;09:00;Müller;Eva;1.2.1950;0631 1;").rows[0]
    again = read_lines(";15.12.2021;9 Uhr; Mueller ;EVA;01.02.50;0631 2;").rows[0]
    later = read_lines(";15.12.2021;09:05;Müller;Eva;1.2.1950;0631 1;").rows[0]
    assert first.key == again.key != later.key
    assert first.key.startswith("row:")
    assert first.fingerprint != again.fingerprint


def test_people_without_birth_dates_at_the_same_time_are_two_people() -> None:
    result = read_lines(";15.12.2021;09:00;Kurz;Eva;;0631 123456;", ";15.12.2021;09:00;Kurz;Eva;;0631 654321;")
    assert (len(result.rows), result.rejections) == (2, ())


def test_a_row_keeps_key_and_fingerprint_when_the_list_comes_again_in_another_order() -> None:
    lines = [f"A1B2C{place};15.12.2021;09:00;Kurz;Eva;1.2.1950;;" for place in range(3)]
    once, again = read_lines(*lines), read_lines(*reversed(lines))
    assert {(row.key, row.fingerprint) for row in once.rows} == {(row.key, row.fingerprint) for row in again.rows}


def test_american_dates_are_borrowed_from_the_column_that_shows_them() -> None:
    result = read_lines(
        "A1B2C3;03/04/2021;09:00;Kurz;Eva;12/25/1950;;", "A1B2C4;03/04/2021;09:00;Lang;Udo;01/02/1950;;"
    )
    assert (result.rows[0].day, result.rows[1].birth_date) == (date(2021, 3, 4), date(1950, 1, 2))
    assert [note.code for note in result.notes] == ["order_borrowed"]


def test_ambiguous_dates_are_read_in_german_order_and_noted() -> None:
    result = read_lines("A1B2C3;03/04/2021;09:00;Kurz;Eva;01/02/1950;;")
    assert (result.rows[0].day, result.rows[0].birth_date) == (date(2021, 4, 3), date(1950, 2, 1))
    assert [note.code for note in result.notes] == ["order_assumed", "order_assumed"]


def test_the_same_data_gives_the_same_result() -> None:
    layout = replace(LAYOUTS[0], name="again")
    data = layout.export(read(DAY_LIST).rows[:50])
    assert read_list(data, TODAY) == read_list(data, TODAY)


def test_all_words_are_there_in_both_languages() -> None:
    for text in (*REASONS.values(), *NOTES.values(), *FIELDS.values()):
        assert text.de.strip()
        assert text.en.strip()
    assert not set(REASONS) & set(NOTES)

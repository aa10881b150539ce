"""How rows are known again: by code, where a code is a key; else by person and time."""

from empfang.exchange.lists import ReadList, read_list
from empfang.exchange.pairs import pairs_of

from .lists_given import TODAY

HEADER = "Code;Datum;Uhrzeit;Nachname;Vorname;Geburtsdatum;Telefon"


def read(*lines: str, header: str = HEADER) -> ReadList:
    return read_list("\n".join([header, *lines]).encode(), TODAY)[2]


FIRST = "KL-AAAA-1111;15.12.2021;09:00;Kurz;Eva;1.2.1950;0631 123456"
SECOND = "KL-AAAA-1111;05.01.2022;09:00;Kurz;Eva;1.2.1950;0631 123456"
HUSBAND = "KL-AAAA-1111;15.12.2021;09:00;Kurz;Udo;1.3.1949;0631 123456"


def test_both_appointments_of_a_pair_and_both_of_a_couple_come_in_under_one_code() -> None:
    result = read(FIRST, SECOND, HUSBAND)
    assert (len(result.rows), result.rejections) == (3, ())
    assert {row.code for row in result.rows} == {"KL-AAAA-1111"}
    assert len({row.key for row in result.rows}) == 3
    assert len({row.person_key for row in result.rows}) == 2
    assert [note.code for note in result.notes] == ["codes_shared"]
    assert pairs_of(result.rows) == ()


def test_the_same_appointment_under_one_code_with_other_details_is_named() -> None:
    result = read(FIRST, FIRST.replace("123456", "654321"))
    assert [bad.reason for bad in result.rejections] == ["code_twice"]


def test_a_number_that_only_counts_lines_is_no_key() -> None:
    lines = ["1;15.12.2021;09:00;Kurz;Eva;1.2.1950;", "2;15.12.2021;09:05;Lang;Udo;1.2.1951;"]
    renumbered = ["2" + lines[0][1:], "1" + lines[1][1:]]
    once, again = read(*lines), read(*renumbered)
    assert {(row.key, row.fingerprint) for row in once.rows} == {(row.key, row.fingerprint) for row in again.rows}
    assert [row.code for row in once.rows] == ["1", "2"]


def test_the_same_data_in_other_columns_is_unchanged() -> None:
    names = HEADER.split(";")
    order = [5, 3, 4, 6, 2, 0, 1]
    moved = ";".join(FIRST.split(";")[place] for place in order)
    one, other = read(FIRST).rows[0], read(moved, header=";".join(names[place] for place in order)).rows[0]
    assert (one.key, one.fingerprint) == (other.key, other.fingerprint)
    written_otherwise = read("kl aaaa 1111;2021-12-15;9 Uhr;Kurz;Eva;01.02.50;+49 631 123456").rows[0]
    assert written_otherwise.key == one.key

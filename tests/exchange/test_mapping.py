"""What is proposed for the columns of a list, and how a mapping file corrects it."""

import inspect
import re

import pytest

from empfang.errors import InputProblem
from empfang.exchange import encodings, lists, mapping_file, tables
from empfang.exchange import mapping as mapping_module
from empfang.exchange.columns import fields_of_header
from empfang.exchange.fields import Field
from empfang.exchange.lists import read_list, read_rows
from empfang.exchange.mapping import Mapping, propose
from empfang.exchange.mapping_file import load_mapping, mapping_toml
from empfang.exchange.tables import read_table
from empfang.texts.imports import PROBLEMS

from .lists_given import DAY_LIST, TODAY, WAITING_LIST, packaged

SHIFTS = "Zeit;Wer;geb;Zusatz\n09:00;Kurz Eva;1.2.1950;a\n09:05;Lang Udo;1.2.1951;b\n"


def proposal(text: str) -> Mapping:
    return propose(read_table(text.encode()))


@pytest.mark.parametrize("name", [DAY_LIST, WAITING_LIST])
def test_every_column_of_the_given_lists_is_recognised(name: str) -> None:
    mapping = propose(read_table(packaged(name)))
    assert (mapping.unused, mapping.missing) == ((), ())


def test_a_list_without_appointments_is_a_waiting_list() -> None:
    assert propose(read_table(packaged(WAITING_LIST))).kind == "waiting"
    assert proposal("Name;Vorname;Geb;Eingang\nKurz;Eva;1.2.1950;22.11.2021 08:03\n").kind == "waiting"


def test_what_is_missing_is_named() -> None:
    mapping = proposal("Vorname;Termindatum;Ort\nEva;15.12.2021;Ulm\nUdo;15.12.2021;Ulm\n")
    assert mapping.missing == (Field.FAMILY, Field.TIME)
    with pytest.raises(InputProblem) as problem:
        read_rows(read_table(b"Vorname;Termindatum;Ort\nEva;15.12.2021;Ulm\n"), mapping, TODAY)
    assert (problem.value.code, problem.value.values) == ("columns_missing", {"fields": "Nachname, Uhrzeit"})


def test_columns_of_no_use_are_named() -> None:
    text = "Datum;Uhrzeit;Nachname;Schuhgröße;Krankenkasse\n15.12.2021;09:00;Kurz;43;AOK\n"
    assert proposal(text).unused == ("Schuhgröße", "Krankenkasse")


@pytest.mark.parametrize(
    ("header", "values", "expected"),
    [
        ("Termin", ("15.12.2021 09:00", "15.12.2021 09:05"), Field.DATETIME),
        ("Datum", ("15.12.2021 09:00", "15.12.2021 09:05"), Field.DATETIME),
        ("Impfung", ("Comirnaty", "Spikevax"), Field.VACCINE),
        ("Impfung", ("Erstimpfung", "Booster"), Field.DOSE),
        ("Impfung", ("1. Impfung BioNTech", "2. Impfung Moderna"), Field.DOSE_VACCINE),
        ("Name", ("Kurz, Eva", "Lang, Udo"), Field.FULL_NAME),
        ("Ort", ("67655 Kaiserslautern", "66849 Landstuhl"), Field.POSTAL_TOWN),
        ("Adresse", ("Weg 1, 67655 Kaiserslautern", "Weg 2, 66849 Landstuhl"), Field.ADDRESS),
        ("Adresse", ("Weg 1", "Weg 2"), Field.STREET),
        ("Spalte 7", ("eva@example.org", "udo@example.org"), Field.EMAIL),
    ],
)
def test_the_content_decides_what_a_name_leaves_open(header: str, values: tuple[str, str], expected: Field) -> None:
    text = f"Code|{header}\n" + "".join(f"ABC12{place}|{value}\n" for place, value in enumerate(values))
    assert proposal(text).fields[1] is expected


def test_a_name_beside_given_names_is_the_family_name() -> None:
    assert proposal("Vorname;Name;Datum;Uhrzeit\nEva;Kurz;15.12.2021;09:00\n").fields[1] is Field.FAMILY


def test_a_mapping_file_says_what_cannot_be_seen() -> None:
    wishes = '[columns]\nWer = "full_name"\n[constants]\ndate = "2021-12-15"\n'
    _, mapping, result = read_list(SHIFTS.encode(), TODAY, wishes)
    assert mapping.kind == "day"
    assert [(row.family, row.given, row.day) for row in result.rows] == [
        ("Kurz", "Eva", TODAY),
        ("Lang", "Udo", TODAY),
    ]


def test_a_mapping_file_may_name_columns_by_number_and_leave_some_out() -> None:
    wishes = '[columns]\n2 = "full_name"\n3 = "ignore"\n[constants]\ndate = 2021-12-15\n'
    _, _, result = read_list(SHIFTS.encode(), TODAY, wishes)
    assert [(row.family, row.birth_date) for row in result.rows] == [("Kurz", None), ("Lang", None)]


def test_a_mapping_file_gives_words_their_meaning_and_dates_their_order() -> None:
    text = "Date,Time,Name,Given,DOB,Status,Dose\n03/04/2021,09:00,Kurz,Eva,02/01/1950,X9,Kreuz\n"
    wishes = 'date_order = "mdy"\n[words.status]\nX9 = "cancelled"\n[words.dose_kind]\nKreuz = "booster"\n'
    row = read_list(text.encode(), TODAY, wishes)[2].rows[0]
    assert (row.day and row.day.isoformat(), row.birth_date and row.birth_date.isoformat()) == (
        "2021-03-04",
        "1950-02-01",
    )
    assert (row.cancelled, row.dose_kind) == (True, "booster")


@pytest.mark.parametrize(
    "data",
    [
        packaged(DAY_LIST),
        packaged(WAITING_LIST),
        b"Tel;Tel;;3\n0631123456;0631123457;a@b.de;x\n",
        SHIFTS.encode(),
        b'"Na""me\\";Datum;"Zeit\nvon"\nKurz;15.12.2021;09:00\n',
    ],
)
def test_a_proposal_written_as_a_file_says_the_same_again(data: bytes) -> None:
    table = read_table(data)
    wishes = load_mapping(
        'date_order = "dmy"\n[constants]\norigin = "Portal \\"A\\""\n[words.status]\n"weg \\\\ da" = "cancelled"\n'
    )
    mapping = propose(table, wishes)
    again = propose(table, load_mapping(mapping_toml(mapping)))
    assert again == mapping
    assert again.words == {"status": {"weg da": "cancelled"}}


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("[columns\n", "mapping_unreadable", "line 1"),
        ("colunms = 1\n", "mapping_key", "colunms"),
        ('[columns]\nWer = "fullname"\n', "mapping_value", "columns.Wer"),
        ('[columns]\nWxr = "family"\n', "mapping_column", "Wxr"),
        ('[constants]\ndate = "heute"\n', "mapping_value", "constants.date"),
        ('date_order = "xyz"\n', "mapping_value", "date_order"),
        ('[words.status]\nweg = "gone"\n', "mapping_value", "words.status.weg"),
        ('separator = "ab"\n', "mapping_value", "separator"),
        ('[columns]\nWer = "family"\ngeb = "family"\n', "mapping_twice", "Wer, geb"),
        ("columns = 3\n", "mapping_value", "columns"),
    ],
)
def test_a_wrong_mapping_file_is_told_what_and_where(text: str, code: str, where: str) -> None:
    with pytest.raises(InputProblem) as problem:
        read_list(SHIFTS.encode(), TODAY, text)
    assert problem.value.code == code
    assert where in " ".join(map(str, problem.value.values.values()))


def test_every_problem_has_its_words() -> None:
    sources = "".join(inspect.getsource(module) for module in (encodings, lists, mapping_module, mapping_file, tables))
    used = set(re.findall(r'InputProblem\(\s*"(\w+)"', sources))
    assert used == set(PROBLEMS)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Name des Hausarztes", Field.IGNORE),
        ("Telefon (Notfall)", Field.IGNORE),
        ("Vorname Begleitperson", Field.IGNORE),
        ("Uhrzeit bis", Field.IGNORE),
        ("Termin Ende", Field.IGNORE),
        ("Telefon (mobil)", Field.MOBILE),
        ("Date of Birth (dd/mm/yyyy)", Field.BIRTH_DATE),
        ("PATIENT_GEB_DATUM", Field.BIRTH_DATE),
        ("patient.lastName", Field.FAMILY),
        ("Gebücht am", Field.BOOKED_AT),
        ("Bestellnummer des Portals", Field.IGNORE),
        ("Zweitimpfung am", Field.LAST_DOSE_DATE),
    ],
)
def test_names_of_columns_as_they_are_met(header: str, field: Field) -> None:
    found = fields_of_header(header)
    assert (found[0][0] if found else Field.IGNORE) is field


def test_earlier_doses_may_stand_in_several_columns() -> None:
    text = (
        "Name;Vorname;Eingang;Erstimpfung am;Impfstoff Erstimpfung;Zweitimpfung am;Impfstoff Zweitimpfung\n"
        "Kurz;Eva;22.11.2021;3.5.2021;Astra;1.7.2021;BioNTech\n"
    )
    doses = read_list(text.encode(), TODAY)[2].rows[0].reported_doses
    assert [(str(dose.given_on), dose.vaccine) for dose in doses] == [
        ("2021-05-03", "Vaxzevria"),
        ("2021-07-01", "Comirnaty"),
    ]

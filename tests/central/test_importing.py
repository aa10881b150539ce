"""Lists that come again: what is new, what came before, whose it is."""

from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from empfang.central.access import put_reference
from empfang.central.centres import read_centres
from empfang.central.database import CentralDatabase
from empfang.central.importing import Import
from empfang.central.tx import CentralTx
from empfang.commands.person import DeleteRegistration
from empfang.exchange.lists import read_list
from empfang.exchange.report import ImportReport
from empfang.model import Appointment, Centre, Person
from empfang.protocol import Command
from empfang.rows import Rows

NOW = datetime(2021, 12, 14, 18, tzinfo=UTC)
HEADER = "Code;Datum;Uhrzeit;Nachname;Vorname;Geburtsdatum"
FIRST = "KL-AAAA-1111;15.12.2021;09:00;Kurz;Eva;1.2.1950"
SECOND = "KL-AAAA-1111;05.01.2022;09:00;Kurz;Eva;1.2.1950"
HUSBAND = "KL-AAAA-1111;15.12.2021;09:05;Kurz;Udo;1.3.1949"


class Service:
    """A service with nothing in it but the example centres."""

    def __init__(self, folder: Path) -> None:
        self.database = CentralDatabase(folder / "central.db")
        self.database.create(NOW)
        with as_file(files("empfang.data") / "centres.toml") as path:
            put_reference(self.database, read_centres(path), NOW)

    def take(self, *lines: str, header: str = HEADER) -> ImportReport:
        with self.database.reading() as cursor:
            centre = Rows(cursor, self.database.flavour).get(Centre, "KL")
        assert centre
        data = "\n".join([header, *lines]).encode()
        importing = Import(self.database, centre, read_list(data, NOW.date())[2], NOW)
        previewed = importing.preview()
        report = importing.run(data, "list.csv")
        assert previewed.as_json() == report.as_json()
        return report

    def people_and_appointments(self) -> tuple[list[Person], list[Appointment]]:
        with self.database.reading() as cursor:
            rows = Rows(cursor, self.database.flavour)
            return rows.find(Person), rows.find(Appointment)


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return Service(tmp_path)


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.imported, report.unchanged, len(report.changed), report.missing


def test_both_appointments_of_a_pair_belong_to_one_person_and_keep_their_code(service: Service) -> None:
    assert counts(service.take(FIRST, SECOND)) == (2, 0, 0, 0)
    people, appointments = service.people_and_appointments()
    assert (len(people), {each.person_id for each in appointments}) == (1, {people[0].id})
    assert [each.code_key for each in appointments] == ["KLAAAA1111"] * 2
    assert counts(service.take(SECOND, FIRST)) == (0, 2, 0, 0)


def test_a_second_appointment_in_a_later_list_is_new_and_the_same_person_s(service: Service) -> None:
    assert counts(service.take(FIRST)) == (1, 0, 0, 0)
    assert counts(service.take(SECOND)) == (1, 0, 0, 0)
    people, appointments = service.people_and_appointments()
    assert (len(people), len(appointments)) == (1, 2)
    assert counts(service.take(FIRST, SECOND)) == (0, 2, 0, 0)
    assert counts(service.take(FIRST)) == (0, 1, 0, 0)
    assert counts(service.take(SECOND)) == (0, 1, 0, 0)


def test_a_couple_under_one_code_are_two_people(service: Service) -> None:
    assert counts(service.take(FIRST)) == (1, 0, 0, 0)
    assert counts(service.take(FIRST, HUSBAND)) == (1, 1, 0, 0)
    assert {person.given for person in service.people_and_appointments()[0]} == {"Eva", "Udo"}
    assert counts(service.take(HUSBAND)) == (0, 1, 0, 1)


def test_another_time_or_a_corrected_name_under_one_code_is_a_change(service: Service) -> None:
    service.take(FIRST)
    assert counts(service.take(FIRST.replace("09:00", "10:00"))) == (0, 0, 1, 0)
    assert counts(service.take(FIRST.replace("Kurz", "Kurtz"))) == (0, 0, 1, 0)


def test_people_of_another_day_with_the_same_running_numbers_are_new(service: Service) -> None:
    today = ["1;15.12.2021;09:00;Kurz;Eva;1.2.1950", "2;15.12.2021;09:05;Lang;Udo;1.3.1951"]
    service.take(*today)
    assert counts(service.take("1;16.12.2021;09:00;Groß;Ida;1.2.1960")) == (1, 0, 0, 0)
    assert counts(service.take("1" + today[1][1:], "2" + today[0][1:])) == (0, 2, 0, 0)


def test_a_missing_row_is_counted_once(service: Service) -> None:
    service.take(FIRST, HUSBAND.replace("1111", "2222"))
    assert counts(service.take(FIRST)) == (0, 1, 0, 1)


def test_who_wanted_to_be_forgotten_does_not_come_back_with_the_next_list(tmp_path: Path) -> None:
    service = Service(tmp_path)
    service.take(FIRST, HUSBAND)
    [eva] = [person for person in service.people_and_appointments()[0] if person.given == "Eva"]
    with service.database.writing() as cursor:
        tx = CentralTx(cursor, "sqlite", NOW)
        command = Command(
            kind="delete_registration", id="c1", desk_id="d", number=1, operator_id="o", occurred_at=NOW,
            recorded_at=NOW, payload={},
        )  # fmt: skip
        DeleteRegistration(person_id=eva.id, centre_id="KL").apply(tx, command)
        tx.finish("c1")
        tx.take_numbers()
        tx.erase()
    for rows in ((FIRST, HUSBAND), (SECOND, HUSBAND)):
        assert service.take(*rows).imported == 0
        assert [person.given for person in service.people_and_appointments()[0]] == ["Udo"]

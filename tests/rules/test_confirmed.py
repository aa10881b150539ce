"""What a confirmation says: all that still stands, and nothing else."""

from datetime import UTC, date, datetime, timedelta

import pytest

from empfang.model import Appointment, AppointmentStatus, Centre, Channel, Communication, DoseKind, MessageState, Person
from empfang.rules.confirmed import Closed, Confirmation, Known, german_is_enough, plain_name, what_leaves

NOW = datetime(2021, 11, 24, 8, 0, tzinfo=UTC)
DOR = Centre(
    id="DOR", name="Impfzentrum Dorsten", hall="Halle 1",
    hotline={"number": "02362 66-4443", "hours": "Mo-Fr 08:00-12:00"}, channel_days={"post": 3},
    guardian="signs_for_under_16",
)  # fmt: skip


def person(name: str = "Kaya, Emine", born: int = 1958, **more: object) -> Person:
    family, _, given = name.partition(", ")
    return Person.of({"id": name, "family": family, "given": given, "birth_date": date(born, 8, 12), **more})


def visit(of: Person, days: float, kind: DoseKind = DoseKind.FIRST, **more: object) -> Appointment:
    values = {"centre_id": "DOR", "dose_kind": kind, "vaccine": "Comirnaty", "code": "DOR-ABC-DEF-GHJ", **more}
    start = NOW + timedelta(days=days)
    return Appointment.of({"id": f"{of.id} {days}", "person_id": of.id, "start": start, **values})


def said(
    contact: Person, *appointments: Appointment, others: tuple[Person, ...] = (), channel: str = Channel.EMAIL
) -> Confirmation | Closed:
    told = Communication(
        id="c", person_id=contact.id, centre_id="DOR", appointment_ids=tuple(each.id for each in appointments),
        channel=channel, made_at=NOW, state_at=NOW,
    )  # fmt: skip
    persons = {each.id: each for each in (contact, *others)}
    return what_leaves(Known(told, contact, appointments, persons, {"DOR": DOR}), NOW)


def test_a_pair_is_one_message_in_the_order_of_days_on_the_centre_s_clock() -> None:
    emine = person()
    found = said(emine, visit(emine, 30, DoseKind.SECOND), visit(emine, 9))
    assert isinstance(found, Confirmation)
    assert found.to_name == "Emine Kaya"
    assert [(each.at.isoformat(), each.dose) for each in found.visits] == [
        ("2021-12-03T09:00:00+01:00", DoseKind.FIRST), ("2021-12-24T09:00:00+01:00", DoseKind.SECOND),
    ]  # fmt: skip
    [place] = found.places
    assert (place.name, place.hall, place.number) == ("Impfzentrum Dorsten", "Halle 1", "02362 66-4443")


def test_a_party_is_one_message_person_by_person() -> None:
    emine, deniz = person(), person("Kaya, Deniz", 2009)
    found = said(emine, visit(deniz, 9), visit(emine, 9), visit(deniz, 30), others=(deniz,))
    assert isinstance(found, Confirmation)
    assert [(each.name, len(each.visits)) for each in found.members] == [("Deniz Kaya", 2), ("Emine Kaya", 1)]


def test_whoever_booked_for_somebody_else_is_greeted_and_the_other_one_named() -> None:
    son, mother = person("Ott, Werner"), person("Ott, Erika", 1939)
    found = said(son, visit(mother, 9), others=(mother,))
    assert isinstance(found, Confirmation)
    assert (found.to_name, found.members[0].name) == ("Werner Ott", "Erika Ott")


@pytest.mark.parametrize("status", [each for each in AppointmentStatus if each is not AppointmentStatus.BOOKED])
def test_what_is_not_booked_any_more_is_not_said(status: AppointmentStatus) -> None:
    emine = person()
    assert said(emine, visit(emine, 9, status=status)) == Closed(MessageState.WITHDRAWN)
    found = said(emine, visit(emine, 9, status=status), visit(emine, 30))
    assert isinstance(found, Confirmation)
    assert len(found.visits) == 1


def test_what_is_over_is_not_said_and_nothing_else_is_left_means_too_late() -> None:
    emine = person()
    assert said(emine, visit(emine, -0.1)) == Closed(MessageState.REFUSED, "too_late")
    found = said(emine, visit(emine, -0.1), visit(emine, 20))
    assert isinstance(found, Confirmation)
    assert len(found.visits) == 1


@pytest.mark.parametrize(("days", "channel", "late"), [(2, "post", True), (3, "post", False), (0.1, "email", False)])
def test_a_letter_that_would_come_after_the_visit_does_not_leave(days: float, channel: str, late: bool) -> None:
    emine = person()
    found = said(emine, visit(emine, days), visit(emine, 30), channel=channel)
    assert (found == Closed(MessageState.REFUSED, "too_late")) is late


@pytest.mark.parametrize(("born", "signatures"), [(1958, None), (2003, None), (2004, 1), (2009, 1)])
def test_of_minors_it_says_what_is_asked_of_their_guardians(born: int, signatures: int | None) -> None:
    child = person("Kaya, Deniz", born)
    found = said(child, visit(child, 9))
    assert isinstance(found, Confirmation)
    guardian = found.members[0].guardian
    assert (guardian.signatures if guardian else None) == signatures


@pytest.mark.parametrize(
    ("language", "enough"),
    [
        ("", True), ("de", True), ("Deutsch", True), ("DE-AT", True), ("German", True), ("Türkisch, Deutsch", True),
        ("tr", False), ("Dänisch", False), ("Englisch", False), ("dari", False), ("fa", False),
    ],
)  # fmt: skip
def test_whose_language_is_not_german_gets_english_beside_it(language: str, enough: bool) -> None:
    assert german_is_enough(language) is enough


@pytest.mark.parametrize(
    ("family", "given", "name"),
    [
        ("Kaya", "Emine", "Emine Kaya"), ("", "", ""), ("X" * 90, "", "X" * 60), ("a\r\nBcc: x", "", "a Bcc x"),
        ("http://evil.example/x", "", "httpevil.examplex"), ("\x1b[2J", "\u202eE", "E [2J"),
    ],
)  # fmt: skip
def test_a_name_is_one_line_in_which_nothing_can_be_clicked_on(family: str, given: str, name: str) -> None:
    assert plain_name(Person(id="p", family=family, given=given)) == name

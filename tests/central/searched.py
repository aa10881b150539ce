"""By what people must be found at the service, worked out from its records."""

from typing import Any

from empfang.central.person_index import findable
from empfang.central.scope import centre_of_people
from empfang.model import Appointment, Person
from empfang.rows import Cursor, Flavour, Rows


def must_be_found(cursor: Cursor, flavour: Flavour) -> set[tuple[str, str, str]]:
    """Each person's terms at each centre that a record has ever tied them to."""
    rows = Rows(cursor, flavour)
    codes: dict[str, list[str]] = {}
    for appointment in rows.find(Appointment):
        codes.setdefault(appointment.person_id, []).append(appointment.code_key)
    centres: dict[str, list[str]] = {}
    for person_id, stream in _all(cursor, "SELECT person_id, stream FROM scope"):
        centre_id = centre_of_people(stream)
        if centre_id is not None:
            centres.setdefault(person_id, []).append(centre_id)
    return {
        (person.id, centre_id, term)
        for person in rows.find(Person)
        for centre_id, term in findable(person, centres.get(person.id, ()), codes.get(person.id, ())).rows
    }


def are_found(cursor: Cursor) -> set[tuple[str, str, str]]:
    """What the service's tables say; both must say the same."""
    by_term = _all(
        cursor,
        "SELECT p.person_id, t.centre_id, t.term FROM search_term AS t LEFT JOIN search_person AS p ON p.key = t.key",
    )
    found = {tuple(row) for row in by_term}
    by_person = {
        (person_id, centre_id, term)
        for person_id, centres, terms in _all(cursor, "SELECT person_id, centres, terms FROM search_person")
        for centre_id in centres.split()
        for term in terms.split()
    }
    assert found == by_person
    assert len(by_term) == len(found)
    return by_person


def _all(cursor: Cursor, query: str) -> list[Any]:
    cursor.execute(query)
    return cursor.fetchall()

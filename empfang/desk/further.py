"""Further bookings of whoever stands there: their own, and those of people who are probably the same person.

Many book twice, quite legitimately. Who has come is asked whether the other place is still needed.
"""

from collections.abc import Sequence

from empfang.desk.reading import Reading, local_or_none
from empfang.desk.views import Further
from empfang.model import Appointment, AppointmentStatus, Person
from empfang.rules.matching import candidate_of, suspected_pairs

_LIVE = frozenset({AppointmentStatus.BOOKED, AppointmentStatus.PENDING, AppointmentStatus.PROPOSED})
_MOST = 40
"""People with one birth date that are compared."""


def further_bookings(
    reading: Reading, person: Person, appointments: Sequence[Appointment], shown: Appointment | None
) -> tuple[Further, ...]:
    """The places somebody still holds besides the one shown, the next first. The other one of a pair is none.

    Nor is the place from which somebody is being moved, while that is asked for.
    """
    found = [(person, each) for each in appointments if shown is None or each.id != shown.id]
    for other in _lookalikes(reading, person):
        found += [(other, each) for each in reading.rows.find(Appointment, person_id=other.id)]
    now = reading.clock.now()
    further = [
        Further(
            person_id=whose.id,
            appointment_id=each.id,
            family=whose.family,
            given=whose.given,
            at=local_or_none(each.start, reading.centre()),
            centre_name=reading.centre(each.centre_id).name,
            same_entry=whose.id == person.id,
        )
        for whose, each in found
        if each.status in _LIVE and each.start is not None and each.start >= now and not _paired(each, shown)
    ]
    return tuple(sorted(further, key=lambda each: (str(each.at), each.appointment_id)))


def _paired(one: Appointment, other: Appointment | None) -> bool:
    if other is None:
        return False
    moved = other.id == one.replaces_id or one.id == other.replaces_id
    return moved or (one.series_id is not None and one.series_id == other.series_id)


def _lookalikes(reading: Reading, person: Person) -> list[Person]:
    """People with the same birth date who are probably the same person under another spelling."""
    if person.birth_date is None:
        return []
    born = reading.rows.find(Person, birth_date=person.birth_date)
    others = {each.id: each for each in born if each.id != person.id}
    if not others or len(others) > _MOST:
        return []
    pairs = suspected_pairs([candidate_of(each, each.id) for each in (person, *others.values())])
    named = {pair.b if pair.a == person.id else pair.a for pair in pairs if person.id in {pair.a, pair.b}}
    return [others[person_id] for person_id in sorted(named)]

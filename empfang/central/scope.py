"""Which streams a person's records appear in, and for how long (design 4, "Scope of a reception desk")."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from empfang.model import Appointment, Conflict, Deletion, Encounter, Person, Record

SCOPE_DAYS = 60
"""So long after the last of what ties them to it a centre keeps somebody. Desks keep them two days longer."""
REFERENCE = "reference"
"""The stream that every desk follows: centres, operators, desks."""
Until = str | None
"""The last day as an ISO date; None: without end."""


def people_of(centre_id: str) -> str:
    """The stream of a centre's people."""
    return f"centre:{centre_id}"


def places_of(centre_id: str) -> str:
    """The stream of a centre's slots and contingents."""
    return f"places:{centre_id}"


def opened_by(desk_id: str) -> str:
    """The stream of whom a desk has opened, or said something about, without their being its centre's."""
    return f"desk:{desk_id}"


def holds_people(stream: str) -> bool:
    """Whether persons are in this stream."""
    return stream.startswith(("centre:", "desk:"))


def centre_of_people(stream: str) -> str | None:
    """The centre whose people are in a stream; None for another stream."""
    kind, _, centre_id = stream.partition(":")
    return centre_id if kind == "centre" else None


def centre_of_places(stream: str) -> str | None:
    """The centre whose places a stream tells of; None for another stream."""
    kind, _, centre_id = stream.partition(":")
    return centre_id if kind == "places" else None


def is_opened(stream: str) -> bool:
    """Whether it is a desk's own stream, which no record ties anybody to."""
    return stream.startswith("desk:")


def tie(record: Record, now: datetime) -> tuple[str, Until] | None:
    """The stream to which this record ties its person, and until when; None if to none."""
    match record:
        case Person():
            if not record.registered_centre_id:
                return None
            return people_of(record.registered_centre_id), _kept_from(record.registered_at or now)
        case Appointment(start=None, cancelled_at=None):
            return people_of(record.centre_id), None
        case Appointment():
            return people_of(record.centre_id), _kept_from(record.start or record.cancelled_at or now)
        case Encounter():
            return people_of(record.centre_id), (record.day + timedelta(days=SCOPE_DAYS)).isoformat()
        case Conflict():
            return (people_of(record.centre_id), _kept_from(record.raised_at)) if record.centre_id else None
        case Deletion():
            return (people_of(record.centre_id), _kept_from(record.deleted_at)) if record.centre_id else None
        case _:
            return None


def ties_of(records: Iterable[Record], now: datetime) -> dict[str, Until]:
    """All streams of a person of whom these records tell."""
    found: dict[str, Until] = {}
    for record in records:
        one = tie(record, now)
        if one is not None:
            stream, until = one
            found[stream] = later(found[stream], until) if stream in found else until
    return found


def later(one: Until, other: Until) -> Until:
    """The later of two ends."""
    return None if one is None or other is None else max(one, other)


def live(streams: Mapping[str, Until], today: date) -> set[str]:
    """The streams that have not ended."""
    day = today.isoformat()
    return {stream for stream, until in streams.items() if until is None or until >= day}


def _kept_from(moment: datetime) -> str:
    return (moment.date() + timedelta(days=SCOPE_DAYS)).isoformat()

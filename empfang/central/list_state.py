"""What is here of the people whom earlier lists brought."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from empfang.central.list_rows import KeptRow, ListRows
from empfang.exchange.corrections import Here
from empfang.exchange.doubts import covered_days
from empfang.exchange.fields import Field
from empfang.exchange.known import Known
from empfang.exchange.lists import ReadList
from empfang.exchange.said import PERSON_FIELDS, Said
from empfang.model import Appointment, Encounter, EncounterState, Person, Record
from empfang.rows import Cursor, Flavour, Rows
from empfang.rules.matching import candidate_of

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Before:
    """A booking that a list brought: its keys, and what is here of it (None: its person was deleted)."""

    known: Known
    rows: tuple[KeptRow, ...]
    here: Here | None


@dataclass(frozen=True, slots=True)
class ListState:
    """What came before and a list may speak of, by appointment id; and how many bookings are known for each day."""

    before: Mapping[str, Before]
    by_day: Mapping[str | None, int]


def state_of(cursor: Cursor, flavour: Flavour, centre_id: str, read: ReadList, zone: ZoneInfo) -> ListState:
    """Read it, in a few queries."""
    groups: defaultdict[str, list[KeptRow]] = defaultdict(list)
    for row in ListRows(cursor, flavour, centre_id, read.kind).kept(read):
        groups[row.appointment_id].append(row)
    by_day = Counter(rows[0].day for rows in groups.values())
    covered = covered_days(read, by_day)
    here = _Gathered(Rows(cursor, flavour), groups.values())
    found = {}
    for appointment_id, rows in groups.items():
        state = here.of(rows[0].person_id, appointment_id)
        known = _known(rows, state, zone, covered=rows[0].day in covered)
        found[appointment_id] = Before(known, tuple(rows), state)
    return ListState(found, by_day)


class Source(Protocol):
    """Where records are read: a transaction, or what was gathered."""

    def get(self, record: type[R], record_id: str, /) -> R | None: ...
    def find(self, record: type[R], /, **equals: Any) -> list[R]: ...


def here_of(tx: Source, person_id: str, appointment_id: str) -> Here | None:
    """What is here of a booking now; None if its person was deleted."""
    person, booked = tx.get(Person, person_id), tx.get(Appointment, appointment_id)
    if person is None or booked is None:
        return None
    live, chain = booked, [booked.id]
    while live.replaced_by_id is not None and live.replaced_by_id not in chain:
        after = tx.get(Appointment, live.replaced_by_id)
        if after is None:
            break
        live = after
        chain.append(live.id)
    visits = [visit for each in (booked.id, live.id) for visit in tx.find(Encounter, appointment_id=each)]
    return Here(person, booked, live, present=_present(visits))


def base_of(text: str, here: Here, theirs: Said | None, *, same_row: bool) -> Said:
    """What the list said before. Of what came in before that was kept, it is known where nobody has changed it here; a
    field that somebody may have changed has no base, so that the list never overwrites it unasked.
    """
    kept = Said.from_text(text)
    if kept is not None:
        return kept
    if same_row and theirs is not None:
        return theirs
    told = theirs.told if theirs else frozenset(Field)
    cancelled = here.booked.cancelled_at is not None and here.booked.cancelled_by_command is None
    made = Said.of(here.person, here.booked, told, cancelled=cancelled and not here.moved_here)
    booking = made.booking
    if here.booked.contingent_id is None and theirs is not None:
        booking = {**booking, "contingent_id": theirs.booking["contingent_id"]}
    person = made.person if here.person.revision <= 1 else dict.fromkeys(PERSON_FIELDS)
    return Said(person, booking, told)


class _Gathered:
    """The records of many bookings, read together."""

    def __init__(self, rows: Rows, groups: Iterable[list[KeptRow]]) -> None:
        kept = [group[0] for group in groups]
        self._people = _by_id(rows.among(Person, "id", sorted({row.person_id for row in kept})))
        self._appointments: dict[str, Appointment] = {}
        wanted = sorted({row.appointment_id for row in kept})
        while wanted:
            found = _by_id(rows.among(Appointment, "id", wanted))
            self._appointments.update(found)
            followers = {each.replaced_by_id for each in found.values() if each.replaced_by_id}
            wanted = sorted(followers - self._appointments.keys())
        self._visits: defaultdict[str | None, list[Encounter]] = defaultdict(list)
        for visit in rows.among(Encounter, "appointment_id", sorted(self._appointments)):
            self._visits[visit.appointment_id].append(visit)

    def of(self, person_id: str, appointment_id: str) -> Here | None:
        return here_of(self, person_id, appointment_id)

    def get(self, record: type[R], record_id: str, /) -> R | None:
        found: Record | None = None
        if record is Person:
            found = self._people.get(record_id)
        elif record is Appointment:
            found = self._appointments.get(record_id)
        return found  # type: ignore[return-value]

    def find(self, _record: type[R], /, **equals: Any) -> list[R]:
        return list(self._visits[equals["appointment_id"]])  # type: ignore[arg-type]


def _by_id(records: Iterable[R]) -> dict[str, R]:
    return {record.id: record for record in records}


def _present(visits: Iterable[Encounter]) -> bool:
    return any(visit.state is not EncounterState.UNDONE for visit in visits)


def _known(rows: list[KeptRow], here: Here | None, zone: ZoneInfo, *, covered: bool) -> Known:
    first = rows[0]
    said = Said.from_text(first.said)
    start = said.start if said else here.booked.start if here else None
    people = [here.person] if here else []
    if said and here:
        people.insert(
            0, here.person.with_(**{name: said.person[name] for name in PERSON_FIELDS if name in said.person})
        )
    return Known(
        keys=tuple(row.key for row in rows),
        fingerprints=tuple(row.fingerprint for row in rows),
        day=first.day,
        person_id=first.person_id,
        appointment_id=first.appointment_id,
        faces=tuple(candidate_of(person, person.id) for person in people),
        time=start.astimezone(zone).strftime("%H:%M") if start else "",
        dose_kind=here.booked.dose_kind if here else None,
        covered=covered,
        forgotten=here is None,
    )

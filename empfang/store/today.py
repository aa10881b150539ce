"""Whom this centre expects today, in memory: searched first, without an index (2,000 people take about 1 ms)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from empfang.model import Appointment, AppointmentStatus, Person
from empfang.rules.names import Vocabulary, sound
from empfang.rules.query import CODE, AnyOf, Query, name_words, similar

_LAST = datetime.max.replace(tzinfo=UTC)
_STILL_TO_COME = frozenset({AppointmentStatus.BOOKED, AppointmentStatus.PENDING, AppointmentStatus.PROPOSED})


@dataclass(frozen=True, slots=True)
class Guest:
    """Of a person, what a line of results shows: two thousand whole records would take too long to read."""

    id: str
    family: str
    given: str
    birth_date: date | None

    @classmethod
    def of(cls, person: Person) -> "Guest":
        return cls(person.id, person.family, person.given, person.birth_date)


@dataclass(frozen=True, slots=True)
class Due:
    """Of an appointment, what a line of results shows."""

    id: str
    person_id: str
    centre_id: str
    start: datetime | None
    status: AppointmentStatus
    party_id: str | None
    code_key: str
    origin: str = ""

    @classmethod
    def of(cls, appointment: Appointment) -> "Due":
        return cls(
            appointment.id,
            appointment.person_id,
            appointment.centre_id,
            appointment.start,
            appointment.status,
            appointment.party_id,
            appointment.code_key,
            appointment.origin,
        )


@dataclass(frozen=True, slots=True)
class Expected:
    """A person and one appointment of today."""

    person: Guest
    appointment: Due


@dataclass(slots=True)
class _Entry:
    expected: Expected
    terms: str
    order: tuple[datetime, str, str]
    text: str
    """The terms with a blank before and after each."""


class Today:
    """The day's people at this centre. Which appointments belong to the day is the caller's to say.

    `about` is how far from now an appointment may be whose person is looked for first.
    """

    def __init__(self, about: timedelta = timedelta(minutes=30)) -> None:
        self._about = about
        self._entries: dict[str, _Entry] = {}
        self._of_person: dict[str, set[str]] = {}
        self._sorted: list[_Entry] | None = None
        self._vocabulary: Vocabulary | None = None

    def load(self, day: Iterable[tuple[Guest, Due, str]]) -> None:
        """Take in people of the day, new or changed, each with the terms that the index holds of them.

        Give of a changed person all the appointments.
        """
        for guest, due, terms in day:
            self._keep(guest, due, terms)

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def person_ids(self) -> frozenset[str]:
        """Who is here: to be left out of what the whole store finds."""
        return frozenset(self._of_person)

    def _keep(self, guest: Guest, due: Due, terms: str) -> None:
        self._sorted = None
        code = f" {CODE}{due.code_key}" if due.code_key else ""
        # The terms begin with the words of the name.
        order = (due.start or _LAST, terms, due.id)
        self._entries[due.id] = _Entry(Expected(guest, due), terms, order, f" {terms}{code} ")
        self._of_person.setdefault(guest.id, set()).add(due.id)
        if self._vocabulary is not None:
            _add_words(self._vocabulary, terms)

    def remove(self, appointment_id: str) -> None:
        """Forget an appointment that is not (or not any more) one of today."""
        entry = self._entries.pop(appointment_id, None)
        if entry is not None:
            person_id = entry.expected.person.id
            self._of_person[person_id].discard(appointment_id)
            if not self._of_person[person_id]:
                del self._of_person[person_id]
            self._sorted = None
            self._vocabulary = None  # nobody is suggested by the name of somebody who is gone

    def remove_person(self, person_id: str) -> None:
        """Forget a person with all appointments."""
        for appointment_id in list(self._of_person.get(person_id, ())):
            self.remove(appointment_id)

    def search(self, query: Query, now: datetime, limit: int = 60) -> list[Expected]:
        """Who is meant: the best readings first, of each those due about now first, then by time, name and id.

        A booking code comes first when it is complete, and last when only its beginning was typed.
        """
        readings = [meaning.groups for meaning in query.meanings]
        if query.code:
            code = CODE + query.code
            readings = [((code + " ",),), *readings, ((code,),)]
        return self._take(readings, now, limit, set())

    def similar(self, query: Query, now: datetime, limit: int = 20) -> list[Expected]:
        """Who may be meant and was not found by `search`: names that sound alike or differ by a slip."""
        if self._vocabulary is None:
            self._vocabulary = Vocabulary()
            for entry in self._in_order():
                _add_words(self._vocabulary, entry.terms)
        found = {expected.appointment.id for expected in self.search(query, now, len(self._entries))}
        return self._take(similar(query, self._vocabulary), now, limit, found)

    def _take(self, readings: list[tuple[AnyOf, ...]], now: datetime, limit: int, seen: set[str]) -> list[Expected]:
        taken: list[Expected] = []
        for groups in readings:
            if len(taken) >= limit:
                break
            hits = [hit.expected for hit in self._matching(groups) if hit.expected.appointment.id not in seen]
            hits.sort(key=lambda hit: not self._is_due(hit.appointment, now))
            seen.update(hit.appointment.id for hit in hits)
            taken += hits
        return taken[:limit]

    def _matching(self, groups: tuple[AnyOf, ...]) -> list[_Entry]:
        entries = self._in_order()
        for group in groups:
            first, *others = (" " + term for term in group)
            if others:
                beginnings = (first, *others)
                entries = [entry for entry in entries if any(text in entry.text for text in beginnings)]
            else:
                entries = [entry for entry in entries if first in entry.text]
        return entries

    def _in_order(self) -> list[_Entry]:
        if self._sorted is None:
            self._sorted = sorted(self._entries.values(), key=lambda entry: entry.order)
        return self._sorted

    def _is_due(self, appointment: Due, now: datetime) -> bool:
        start = appointment.start
        return start is not None and appointment.status in _STILL_TO_COME and abs(start - now) <= self._about


def _add_words(vocabulary: Vocabulary, terms: str) -> None:
    for word in name_words(terms.split()):
        vocabulary.add(word, sound(word))

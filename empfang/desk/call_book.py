"""Whom this desk can call: people who wait, have a later appointment or are here, with what is known of each.

Reading and judging thousands takes a second or two: so it is done some at a time (`go_on`), kept, and done again only
for whom something changed. What depends on the moment is decided when the list is asked for.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from empfang.commands.calling import LOOKED_AHEAD
from empfang.desk.judging import Judging
from empfang.desk.reading import Reading
from empfang.model import (
    Appointment,
    CallAttempt,
    CallLease,
    DoseKind,
    Encounter,
    Immunization,
    Person,
    Presence,
    Proof,
    Record,
    RuleBook,
    moment_text,
)
from empfang.rules.arrival import bounds_of_day, local
from empfang.rules.call_candidates import Callee, Lease
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.call_people import callee_of, kind_booked
from empfang.rules.call_state import Attempt, CallState, state_of
from empfang.rules.eligibility import eligibility
from empfang.rules.known import as_waiting, known_of, next_dose, place_of
from empfang.rules.on_site import here_on
from empfang.rules.origins import WALK_IN
from empfang.rules.papers import latest_proofs
from empfang.rules.situation import Asked
from empfang.rules.vial_tables import bundled_vials
from empfang.store.tx import Topics

R = TypeVar("R", bound=Record)
AT_ONCE = 200
_POOL = (
    "SELECT person_id FROM appointment WHERE centre_id = :centre AND (status = 'waitlist'"
    " OR (status = 'booked' AND start >= :tomorrow) OR (origin = :walk_in AND start >= :today))"
    " UNION SELECT person_id FROM presence WHERE centre_id = :centre AND day = :day ORDER BY person_id"
)
_KINDS = {1: DoseKind.FIRST, 2: DoseKind.SECOND}
_OUTCOMES = frozenset(CallOutcome)
_ABOUT = (Person, Appointment, Encounter, Proof, Immunization, CallAttempt, Presence)


class CallBook:
    """Keeps a `Callee` for everybody of the pool."""

    def __init__(self, reading: Reading, judging: Judging) -> None:
        self._reading = reading
        self._judging = judging
        self.version = 0
        """Another number whenever something changed."""
        self._of: tuple[date, tuple[str, ...]] | None = None
        self._callees: dict[str, Callee] = {}
        self._changed: set[str] = set()
        self._to_read: list[str] = []
        self._leases: list[CallLease] | None = None

    def took_in(self, topics: Topics) -> None:
        """Records changed: whoever they are about is read again, some at a time."""
        if any(kind == CallLease.kind for kind, _ in topics):
            self._leases = None
        if self._of is None:
            return
        if any(kind == RuleBook.kind for kind, _ in topics):
            self._of = None
            return
        leased = [record_id for kind, record_id in topics if kind == CallLease.kind]
        held = {each.person_id for each in self._reading.rows.among(CallLease, "id", leased)}
        if held:
            # Also whoever has the same number, whom nobody else calls meanwhile.
            numbers = {number for each in held if each in self._callees for number in self._callees[each].numbers}
            self._changed |= held | {
                each.person_id for each in self._callees.values() if not numbers.isdisjoint(each.numbers)
            }
            self.version += 1
        changed = self._people_of(topics)
        if changed:
            waiting = set(self._to_read)
            self._to_read = [*sorted(changed - waiting), *self._to_read]
            self.version += 1

    def go_on(self, vaccines: Sequence[str], most: int = AT_ONCE) -> bool:
        """Read some more; True while there are more to read. `vaccines`: the codes about which people are judged."""
        wanted = self._reading.today(), tuple(sorted(vaccines))
        if self._of != wanted:
            self._changed.update(self._callees)
            self._of, self._callees, self._to_read = wanted, {}, self._pool()
        part, self._to_read = self._to_read[:most], self._to_read[most:]
        if part:
            self._read(part, wanted[1])
            self._changed.update(part)
            self.version += 1
        return bool(self._to_read)

    def changed(self) -> set[str]:
        """Who was read since this was asked for last; once."""
        changed, self._changed = self._changed, set()
        return changed

    @property
    def left_to_read(self) -> int:
        """How many are still to be read."""
        return len(self._to_read)

    @property
    def callees(self) -> Mapping[str, Callee]:
        """Everybody who was read so far, by the person's id."""
        return self._callees

    def leases(self) -> list[Lease]:
        """Who is at whom now."""
        ours = {each.id for each in self.kept_here()}
        return [
            Lease(each.person_id, each.operator_id, each.until, each.numbers, each.offline, each.id in ours)
            for each in self.valid_leases()
        ]

    def kept_here(self) -> list[CallLease]:
        """Those that this desk holds for being without the network."""
        return [each for each in self.valid_leases() if each.offline and each.desk_id == self._reading.desk_id]

    def valid_leases(self) -> list[CallLease]:
        """Those of all desks of the centre that have not ended."""
        now, reading = self._reading.clock.now(), self._reading
        if self._leases is None:
            until = now + LOOKED_AHEAD
            self._leases = list(reading.rows.between(CallLease, "until", now, until, centre_id=reading.centre_id))
        return [each for each in self._leases if each.until > now]

    def attempts(self, person_id: str) -> list[CallAttempt]:
        """The calls to somebody, in order of time."""
        found = self._reading.rows.find(CallAttempt, person_id=person_id)
        return sorted(found, key=lambda each: (each.occurred_at, each.id))

    def callee(self, person_id: str, vaccines: tuple[str, ...]) -> Callee | None:
        """Somebody, on the list or not; None if nobody here knows them. `vaccines`: about which they are judged."""
        person, find = self._reading.person(person_id), self._reading.rows.find
        if person is None:
            return None
        return self._callee(
            person,
            find(Appointment, person_id=person_id),
            find(Encounter, person_id=person_id),
            find(Proof, person_id=person_id),
            find(Immunization, person_id=person_id),
            find(CallAttempt, person_id=person_id),
            find(Presence, person_id=person_id),
            vaccines,
        )

    # Reading

    def _pool(self) -> list[str]:
        reading = self._reading
        begin, tomorrow = bounds_of_day(reading.centre(), reading.today())
        values = {
            "centre": reading.centre_id, "day": reading.today().isoformat(), "walk_in": WALK_IN,
            "today": moment_text(begin), "tomorrow": moment_text(tomorrow),
        }  # fmt: skip
        found = reading.cursor.execute(_POOL, values).fetchall()
        return [row[0] for row in found]

    def _people_of(self, topics: Topics) -> set[str]:
        """Whom these records are about."""
        found = {record_id for kind, record_id in topics if kind == Person.kind}
        for record in _ABOUT[1:]:
            ids = [record_id for kind, record_id in topics if kind == record.kind]
            for each in self._reading.rows.among(record, "id", ids):
                found.add(each.subject)
        return found

    def _read(self, ids: Sequence[str], vaccines: tuple[str, ...]) -> None:
        rows = self._reading.rows
        appointments = _by_person(rows.among(Appointment, "person_id", ids))
        encounters = _by_person(rows.among(Encounter, "person_id", ids))
        proofs = _by_person(rows.among(Proof, "person_id", ids))
        given = _by_person(rows.among(Immunization, "person_id", ids))
        attempts = _by_person(rows.among(CallAttempt, "person_id", ids))
        presences = _by_person(rows.among(Presence, "person_id", ids))
        people = {each.id: each for each in rows.among(Person, "id", ids)}
        pool, today = set(self._pool_of(ids)), self._reading.today()
        for person_id in ids:
            person = people.get(person_id)
            theirs = presences[person_id], appointments[person_id], encounters[person_id]
            if person is None or (person_id not in pool and here_on(today, self._reading.centre_id, *theirs) is None):
                self._callees.pop(person_id, None)
                continue
            self._callees[person_id] = self._callee(
                person,
                appointments[person_id],
                encounters[person_id],
                proofs[person_id],
                given[person_id],
                attempts[person_id],
                presences[person_id],
                vaccines,
            )

    def _pool_of(self, ids: Sequence[str]) -> list[str]:
        """Who of these is in the pool, or has been called today."""
        reading = self._reading
        _, tomorrow = bounds_of_day(reading.centre(), reading.today())
        found = [
            each.person_id
            for each in reading.rows.among(Appointment, "person_id", ids)
            if each.centre_id == reading.centre_id
            and (each.status == "waitlist" or (each.status == "booked" and each.start and each.start >= tomorrow))
        ]
        return [*found, *(each.person_id for each in reading.rows.among(CallAttempt, "person_id", ids))]

    def _callee(
        self,
        person: Person,
        appointments: Sequence[Appointment],
        encounters: Sequence[Encounter],
        proofs: Sequence[Proof],
        given: Sequence[Immunization],
        attempts: Sequence[CallAttempt],
        presences: Sequence[Presence],
        vaccines: tuple[str, ...],
    ) -> Callee:
        reading, book = self._reading, self._judging.rulebook()
        now, centre = reading.clock.now(), reading.centre()
        here = local(now, centre)
        shown, booked_as = latest_proofs(proofs, reading.today()), kind_booked(appointments, centre, now)
        known = as_waiting(known_of(person, shown, book, given), booked_as, shown)
        dose = next_dose(known, booked_as)
        asked = Asked(datetime.combine(here.date(), here.time().replace(second=0, microsecond=0)), dose, vaccines)
        place = place_of(centre, book)
        verdict = eligibility(known, asked, place, book) if place.within and vaccines else None
        kind = _KINDS.get(dose, DoseKind.BOOSTER)
        containers = {each: bundled_vials().container(each, here) for each in vaccines}
        sizes = {each: found.size(kind) for each, found in containers.items() if found is not None}
        callee = callee_of(person, appointments, encounters, centre, now, book, presences)
        state, since = state_of_attempts(attempts), callee.here_since
        if since is not None:
            # What was said on the telephone today is not what somebody says who has come.
            said = state_of_attempts(each for each in attempts if each.occurred_at >= since)
            state = replace(state, today=said.today)
        return replace(callee, verdict=verdict, sizes=sizes, state=state)


def state_of_attempts(attempts: Iterable[CallAttempt]) -> CallState:
    """How it stands with calling somebody. An outcome of a newer program counts as a call that was made."""
    return state_of(
        Attempt(
            id=each.id,
            occurred_at=each.occurred_at,
            on=each.day,
            outcome=CallOutcome(each.outcome) if each.outcome in _OUTCOMES else CallOutcome.NOT_TODAY,
            operator_id=each.operator_id,
            number=each.number,
            vaccines=each.vaccines,
            callback_at=each.callback_at,
            reason=each.reason,
            earliest_on=each.earliest_on,
            corrects=each.corrects or "",
            fenced=each.fenced,
        )
        for each in attempts
    )


def _by_person(records: Iterable[R]) -> defaultdict[str, list[R]]:
    found: defaultdict[str, list[R]] = defaultdict(list)
    for each in records:
        found[each.subject].append(each)
    return found

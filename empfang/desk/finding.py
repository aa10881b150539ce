"""Finding people: today's in memory, the others in the store's index."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from empfang.desk.reading import Reading
from empfang.desk.views import Row, RowState
from empfang.model import Appointment, AppointmentStatus, Centre, Encounter, Person, moment_text
from empfang.rules.arrival import bounds_of_day, has_left, local, standing_visit
from empfang.rules.codes import code_key, is_in_groups, is_mistyped, looks_complete
from empfang.rules.leftover_day import GRACE
from empfang.rules.names import fold
from empfang.rules.origins import PROMISED
from empfang.rules.query import Query, looks_like_code, parse
from empfang.rules.scans import Kind, Scanned, identify, readings
from empfang.store.search import Hit, Search
from empfang.store.today import Due, Guest, Today
from empfang.store.tx import Topics

ROWS = 40
"""Lines of results; more are narrowed down by typing on."""
SIMILAR_ROWS = 12
_OF_DAY = (
    "SELECT a.id, a.person_id, a.centre_id, a.start, a.status, a.party_id, a.code_key, a.origin,"
    " p.family, p.given, p.birth_date, p.terms"
    " FROM appointment AS a JOIN search_person AS p ON p.person_id = a.person_id"
    " WHERE a.centre_id = ? AND a.start >= ? AND a.start < ?"
)

_STATUS = {str(status): status for status in AppointmentStatus}
_STATES = {
    AppointmentStatus.CANCELLED: RowState.CANCELLED,
    AppointmentStatus.ENTERED_IN_ERROR: RowState.CANCELLED,
    AppointmentStatus.PENDING: RowState.PENDING,
    AppointmentStatus.PROPOSED: RowState.PENDING,
    AppointmentStatus.WAITLIST: RowState.WAITING,
    AppointmentStatus.FULFILLED: RowState.VACCINATED,
}


class Finding:
    """Search as one types, and codes."""

    def __init__(self, reading: Reading, scanner_prefix: str) -> None:
        self._reading = reading
        self._prefix = scanner_prefix
        self._search = Search(reading.store.database.connection.cursor())
        self._day: date | None = None
        self._today = Today()
        self._same_name: dict[tuple[str, str, int | None], set[str]] = {}

    def search(self, text: str) -> list[Row]:
        """Rows for what was typed; nothing below two signs."""
        query = parse(text)
        today = self._of_today()
        expected = today.search(query, self._reading.clock.now(), ROWS)
        rows = [self._row(each.person, each.appointment) for each in expected]
        if len(rows) < ROWS:
            rows += self._others(self._search.people(query, ROWS - len(rows), today.person_ids))
        if len(rows) < ROWS and query.code:
            rows += self._by_code_beginning(query, {row.appointment_id for row in rows})
        return marked(rows)

    def learn_names(self) -> bool:
        """Read names for `similar`, some at a time; True if there are more to read."""
        return self._search.learn_words()

    def similar(self, text: str) -> list[Row]:
        """Rows for names that sound alike or differ by a slip, among those that `learn_names` has read."""
        query = parse(text)
        today = self._of_today()
        rows = [
            self._row(each.person, each.appointment)
            for each in today.similar(query, self._reading.clock.now(), SIMILAR_ROWS)
        ]
        if len(rows) < SIMILAR_ROWS:
            found = self._search.people(query, ROWS, today.person_ids)
            skip = today.person_ids.union(hit.person_id for hit in found)
            rows += self._others(self._search.similar(query, SIMILAR_ROWS - len(rows), skip))
        return marked(rows)

    def people(self, text: str, limit: int) -> list[str]:
        """The ids of people who are meant by a text, of those who are known here: the likeliest first."""
        return list(dict.fromkeys(row.person_id for row in self.search(text)))[:limit]

    def row(self, person: Person, appointments: Sequence[Appointment]) -> Row:
        """A line for somebody known here, with the appointment that says most."""
        telling = self._telling(appointments)
        hit = Hit(person.id, person.family, person.given, person.birth_date)
        return self._row_of(hit, Due.of(telling) if telling else None)

    def resembling(self, texts: Sequence[str]) -> list[str]:
        """The ids of people known here who may be meant by one of these texts, also if they only sound like it."""
        found: dict[str, None] = {}
        self.learn_names()
        for text in texts:
            query = parse(text)
            hits = self._search.people(query, ROWS)
            hits += self._search.similar(query, SIMILAR_ROWS, frozenset(hit.person_id for hit in hits))
            found.update(dict.fromkeys(hit.person_id for hit in hits))
        return list(found)

    def namesakes(self, row: Row) -> list[Row]:
        """The row and those of other people with the same name and birth year."""
        wanted = _name_and_year(row)
        found = {row.person_id: row}
        for other in self.search(f"{row.family} {row.given}"):
            if _name_and_year(other) == wanted:
                found.setdefault(other.person_id, other)
        return list(found.values())

    def by_code(self, text: str) -> list[Appointment]:
        """The appointments with exactly this code, in any writing, also from a scanner that is set to US."""
        scanned = self.identify(text)
        return self.of(scanned) if scanned.is_sure else []

    def identify(self, text: str) -> Scanned:
        """What a scanned text is, among the codes known here."""
        return identify(text, self._is_known, self._prefix)

    def of(self, scanned: Scanned) -> list[Appointment]:
        """The appointments that a scanned text stands for; none if it is no code."""
        return self._exactly(scanned.text) if scanned.kind is Kind.CODE else []

    def code_meant(self, text: str) -> str | None:
        """The whole code, known here or not, that a text was meant for: repaired, without the scanner's prefix."""
        for reading in readings(text, self._prefix):
            if looks_like_code(reading) or (is_in_groups(reading) and self.is_mistyped(reading)):
                return reading
        return None

    def is_mistyped(self, text: str) -> bool:
        """Whether the text was meant for a code of ours and cannot be one."""
        return is_mistyped(code_key(text, self._prefix), self._reading.centre_ids())

    def _is_known(self, text: str) -> bool:
        return bool(self._exactly(text))

    def _exactly(self, text: str) -> list[Appointment]:
        key = code_key(text)
        return self._search.by_code(key) if looks_complete(key) else []

    def took_in(self, topics: Topics) -> None:
        """Follow changed records, some hundred at once: thousands are brought in portions, that nobody waits."""
        if any(kind in {"centre", "desk", "operator"} for kind, _ in topics):
            self._reading.forget_reference()
        if self._day is None:
            return
        of_today = self._today.person_ids
        changed = [record_id for kind, record_id in topics if kind == "appointment"]
        now = list(self._read_day("a.id", changed))
        for appointment_id in set(changed).difference(due.id for _, due, _ in now):
            self._today.remove(appointment_id)
        people = [record_id for kind, record_id in topics if kind == "person" and record_id in of_today]
        known = list(self._read_day("a.person_id", people))
        for person_id in set(people).difference(guest.id for guest, _, _ in known):
            self._today.remove_person(person_id)
        if now or known:
            self._today.load([*now, *known])

    def _of_today(self) -> Today:
        """The day's people, read anew when the day changes."""
        day = self._reading.today()
        if day != self._day:
            self._today = Today()
            self._today.load(self._read_day())
            self._day = day
        return self._today

    def _read_day(self, field: str = "", among: Sequence[str] = ()) -> Iterator[tuple[Guest, Due, str]]:
        """The day's people; with a `field` only those in which it is `among` these."""
        if field and not among:
            return
        begin, end = bounds_of_day(self._reading.centre(), self._reading.today())
        chosen = f" AND {field} IN ({', '.join('?' * len(among))})" if field else ""
        bounds = self._reading.centre_id, moment_text(begin), moment_text(end)
        found = self._reading.cursor.execute(f"{_OF_DAY}{chosen}", (*bounds, *among)).fetchall()
        for row in found:
            appointment_id, person_id, centre_id, start, status, party_id, key, origin, *of_person = row
            family, given, born, terms = of_person
            guest = Guest(person_id, family, given, date.fromisoformat(born) if born else None)
            moment = datetime.fromisoformat(start)
            yield (
                guest,
                Due(appointment_id, person_id, centre_id, moment, _STATUS[status], party_id, key, origin),
                terms,
            )

    def _others(self, hits: list[Hit]) -> list[Row]:
        """Rows for people who are not expected today, each with the appointment that says most."""
        appointments: dict[str, list[Appointment]] = {}
        for each in self._reading.rows.among(Appointment, "person_id", [hit.person_id for hit in hits]):
            appointments.setdefault(each.person_id, []).append(each)
        telling = [self._telling(appointments.get(hit.person_id, [])) for hit in hits]
        return [self._row_of(hit, Due.of(each) if each else None) for hit, each in zip(hits, telling, strict=True)]

    def _telling(self, appointments: Sequence[Appointment]) -> Appointment | None:
        """The next appointment, else the last one, else one without a time."""
        now = self._reading.clock.now()
        live = [a for a in appointments if a.status is not AppointmentStatus.CANCELLED] or appointments
        timed = sorted((a for a in live if a.start is not None), key=lambda a: str(a.start))
        to_come = [a for a in timed if a.start is not None and a.start >= now]
        found = to_come[:1] or timed[-1:] or live[:1]
        return found[0] if found else None

    def _by_code_beginning(self, query: Query, known: set[str | None]) -> list[Row]:
        rows: list[Row] = []
        for appointment in self._search.by_code(query.code, prefix=True, limit=10):
            person = self._reading.person(appointment.person_id)
            if person is not None and appointment.id not in known:
                rows.append(self._row(Guest.of(person), Due.of(appointment)))
        return rows

    def _row(self, person: Guest, appointment: Due) -> Row:
        return self._row_of(Hit(person.id, person.family, person.given, person.birth_date), appointment)

    def _row_of(self, hit: Hit, appointment: Due | None) -> Row:
        centre = self._reading.centre()
        # When somebody is expected at another centre is not shown here (checkin.md 7).
        here = appointment if appointment and appointment.centre_id == centre.id else None
        return Row(
            person_id=hit.person_id,
            appointment_id=appointment.id if appointment else None,
            at=local(here.start, centre) if here and here.start else None,
            family=hit.family,
            given=hit.given,
            birth_year=hit.birth_date.year if hit.birth_date else None,
            state=self._state(appointment, centre),
            in_group=bool(here and here.party_id),
        )

    def _state(self, appointment: Due | None, centre: Centre) -> RowState:
        if appointment is None:
            return RowState.NONE
        if appointment.centre_id != centre.id:
            return RowState.OTHER_CENTRE
        if appointment.status is AppointmentStatus.CHECKED_IN:
            encounters = self._reading.rows.find(Encounter, appointment_id=appointment.id)
            visit = standing_visit(encounters, appointment.id)
            return RowState.LEFT if visit and has_left(encounters, visit) else RowState.IN
        state = _STATES.get(appointment.status)
        if state is not None:
            return state
        if appointment.start is None or local(appointment.start, centre).date() != self._reading.today():
            return RowState.OTHER_DAY
        if appointment.origin != PROMISED:
            return RowState.OPEN
        return RowState.LATE if self._reading.clock.now() > appointment.start + GRACE else RowState.PROMISED


def marked(rows: list[Row]) -> list[Row]:
    """Mark people with the same name and birth year: birth date and street tell them apart."""
    people: dict[tuple[str, str, int | None], set[str]] = {}
    for row in rows:
        people.setdefault(_name_and_year(row), set()).add(row.person_id)
    return [row if len(people[_name_and_year(row)]) == 1 else replace(row, namesake=True) for row in rows]


def _name_and_year(row: Row) -> tuple[str, str, int | None]:
    return fold(row.family), fold(row.given), row.birth_year

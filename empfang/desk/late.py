"""Nacherfassen: who came is entered from the emergency list, after the power or the computer was gone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from empfang.commands.tx import Tx
from empfang.commands.visit import CheckIn, UndoCheckIn
from empfang.desk.reading import Reading
from empfang.desk.views import Undone
from empfang.ids import new_id
from empfang.model import Appointment, Centre, Desk, Encounter, EncounterState, Person, Source, moment_text
from empfang.protocol import Effect
from empfang.rows import Rows
from empfang.rules.arrival import bounds_of_day, local, standing_visit
from empfang.rules.centre_day import as_of_day
from empfang.rules.late_entry import KEPT_DAYS, OUTSIDE_HOURS, Wrong, judge_time, read_day, read_line
from empfang.rules.line_numbers import line_number, with_number
from empfang.store import Writing
from empfang.store.store import Recorded, Stamp


class Counts(StrEnum):
    """Whether an entry from paper counts."""

    YES = "yes"
    OTHER = "other"
    """Somebody admitted the person already, here or elsewhere: that counts."""
    LEFT = "left"
    """The person was admitted and left before the time on paper: coming again takes a reason, at the reception."""
    CANCELLED = "cancelled"
    """It counts, though the appointment was cancelled: a case to settle."""
    TAKEN_BACK = "taken_back"
    NOTHING = "nothing"
    """Nothing was recorded since the person was in already, and that admission was taken back: nobody is in."""


_NOTHING_NEW = frozenset({Counts.OTHER, Counts.LEFT})
"""The person was in already: nothing is recorded."""


@dataclass(frozen=True, slots=True)
class LateLine:
    """A line that was entered, as it stands now. `at` is what the paper says; moments are on the centre's clock.

    `encounter_id` is None where nothing was recorded since the person was in already. `other_at`, `other_desk` and
    `other_scanned` are about the admission that counts instead, `other_left_at` is when that person left.
    """

    number: str
    at: datetime
    appointment_id: str
    person_id: str
    family: str
    given: str
    birth_date: date | None
    due: datetime | None
    counts: Counts
    encounter_id: str | None = None
    day_number: str = ""
    other_at: datetime | None = None
    other_desk: str = ""
    other_scanned: bool = False
    other_left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WhichOne:
    """Two people's lines have this number: the clerk says which one is meant."""

    number: str
    at: time
    people: tuple[LateLine, ...]


@dataclass(frozen=True, slots=True)
class NotOnTheList:
    """Nobody's line of this day has this number; `other_day` has one."""

    number: str
    other_day: date | None = None


@dataclass(frozen=True, slots=True)
class OfDay:
    """From now on the list of this day is entered."""

    day: date


LateAnswer = LateLine | WhichOne | NotOnTheList | OfDay | Wrong


class LateEntry:
    """Entering lines of emergency lists of any desk of the centre."""

    def __init__(
        self,
        reading: Reading,
        record: Callable[[Callable[[Writing], Recorded | None]], Recorded | None],
        stamp: Callable[[Source], Stamp],
    ) -> None:
        """`record` runs a write transaction and lets the desk know; `stamp` says who does something now."""
        self._reading = reading
        self._record = record
        self._stamp = stamp

    def type_in(self, text: str, day: date, *, at_any_hour: bool = False) -> LateAnswer:
        """Read what was typed while the list of this day is entered, and record it if it can be so.

        `at_any_hour`: the clerk has said that somebody came while it was not open.
        """
        other_day = read_day(text, self._reading.today())
        if other_day is not None:
            return other_day if isinstance(other_day, Wrong) else OfDay(other_day)
        typed = read_line(text)
        if isinstance(typed, Wrong):
            return typed
        found = with_number(typed.number, self._appointments_of(day))
        if not found:
            return NotOnTheList(typed.number, self._other_day(typed.number, day))
        centre = self._centre_on(day)
        wrong = judge_time(typed.at, day, centre, local(self._reading.clock.now(), centre))
        if wrong is not None and not (at_any_hour and wrong in OUTSIDE_HOURS):
            return wrong
        if len(found) > 1:
            came = self._moment(day, typed.at)
            people = [line for each in found if (line := self._standing(self._reading.rows, each, came)) is not None]
            self._record(lambda writing: self._compared(writing, people))
            return WhichOne(typed.number, typed.at, tuple(people))
        return self.enter(found[0], day, typed.at)

    def enter(self, appointment_id: str, day: date, at: time) -> LateAnswer:
        """The person with this appointment came at this time of the day.

        Whoever is in already stays so: the paper then says nothing new.
        """
        came = self._moment(day, at)
        shown: list[LateLine | None] = []

        def write(writing: Writing) -> Recorded | None:
            known = self._standing(writing.tx, appointment_id, came)
            shown.append(known)
            stamp = self._stamp(Source.PAPER)
            if known is None:
                return None
            if known.counts in _NOTHING_NEW:
                writing.viewed(known.person_id, "view_card", stamp)
                return None
            late = known.due is not None and came - known.due > timedelta(minutes=self._centre_on(day).late_minutes)
            payload = CheckIn(
                encounter_id=new_id(),
                person_id=known.person_id,
                appointment_id=appointment_id,
                centre_id=self._reading.centre_id,
                day=day,
                day_number=self._day_number(writing, day),
                late=late,
            )
            recorded = writing.record(payload, replace(stamp, occurred_at=came.astimezone(UTC)))
            shown[0] = replace(known, encounter_id=payload.encounter_id, day_number=payload.day_number)
            return recorded

        self._record(write)
        return shown[0] or NotOnTheList(line_number(appointment_id))

    def again(self, line: LateLine) -> LateLine:
        """The line as it stands now: another desk's admission may have come since, or somebody took it back."""
        now = self._standing(self._reading.rows, line.appointment_id, line.at, line.encounter_id)
        if now is None:
            return line
        if line.encounter_id is None and now.counts not in _NOTHING_NEW:
            return replace(now, counts=Counts.NOTHING)
        return replace(now, encounter_id=line.encounter_id, day_number=line.day_number)

    def entered(self, day: date) -> list[LateLine]:
        """What was entered at this desk for a day, the last first; also after a restart."""
        rows = self._reading.cursor.execute(
            "SELECT id FROM encounter WHERE day = ? AND desk_id = ? AND source = ? AND state <> ? ORDER BY id DESC",
            (day.isoformat(), self._stamp(Source.PAPER).desk_id, Source.PAPER, EncounterState.UNDONE),
        ).fetchall()
        found = [each for (encounter_id,) in rows if (each := self._reading.encounter(encounter_id)) is not None]
        centre = self._reading.centre()
        lines: list[LateLine] = []
        for visit in found:
            came = local(visit.arrived_at, centre)
            line = self._standing(self._reading.rows, visit.appointment_id or "", came, visit.id)
            if line is not None:
                lines.append(replace(line, encounter_id=visit.id, day_number=visit.day_number))
        return lines

    def take_back(self, encounter_id: str) -> Undone:
        """An entry was a mistake. Counts as for every admission of this desk, also for another day's list."""
        visit = self._reading.encounter(encounter_id)
        if visit is None or visit.source is not Source.PAPER:
            return Undone(False, "visit_unknown")
        payload = UndoCheckIn(encounter_id=encounter_id, person_id=visit.person_id, day=visit.day)
        recorded = self._record(lambda writing: writing.record(payload, self._stamp(Source.KEYBOARD)))
        applied = recorded.applied if recorded else None
        if applied is None or applied.effect is Effect.NONE:
            return Undone(False, applied.code if applied else None)
        return Undone(True)

    def _centre_on(self, day: date) -> Centre:
        """With the tolerances of that day."""
        return as_of_day(self._reading.centre(), self._reading.plan(day))

    def _compared(self, writing: Writing, people: Sequence[LateLine]) -> None:
        """The clerk sees their birth dates: the views are logged."""
        for line in people:
            writing.viewed(line.person_id, "view_identity", self._stamp(Source.KEYBOARD))

    def _standing(
        self, source: Tx | Rows, appointment_id: str, came: datetime, mine: str | None = None
    ) -> LateLine | None:
        """How it stands with an appointment; `mine` is the visit that was recorded for this line."""
        appointment = source.get(Appointment, appointment_id)
        person = None if appointment is None else source.get(Person, appointment.person_id)
        if appointment is None or person is None:
            return None
        centre = self._reading.centre()
        visits = source.find(Encounter, appointment_id=appointment_id)
        own = next((visit for visit in visits if visit.id == mine), None)
        visit = standing_visit(visits, appointment_id)
        other = visit if visit is not None and visit.id != mine else None
        counts = Counts.CANCELLED if appointment.cancelled_at is not None else Counts.YES
        if own is not None and own.state is EncounterState.UNDONE:
            counts = Counts.TAKEN_BACK
        elif other is not None:
            counts = Counts.OTHER
        left_at = None if other is None or other.left_at is None else local(other.left_at, centre)
        if counts is Counts.OTHER and left_at is not None and left_at < came:
            counts = Counts.LEFT
        return LateLine(
            number=line_number(appointment_id),
            at=came,
            appointment_id=appointment_id,
            person_id=person.id,
            family=person.family,
            given=person.given,
            birth_date=person.birth_date,
            due=None if appointment.start is None else local(appointment.start, centre),
            counts=counts,
            other_at=None if other is None else local(other.arrived_at, centre),
            other_desk="" if other is None else self._reading.name_of(Desk, other.desk_id),
            other_scanned=other is not None and other.source is not Source.PAPER,
            other_left_at=left_at,
        )

    def _appointments_of(self, day: date) -> list[str]:
        begin, end = bounds_of_day(self._reading.centre(), day)
        rows = self._reading.cursor.execute(
            "SELECT id FROM appointment WHERE centre_id = ? AND start >= ? AND start < ?",
            (self._reading.centre_id, moment_text(begin), moment_text(end)),
        ).fetchall()
        return [row[0] for row in rows]

    def _other_day(self, number: str, day: date) -> date | None:
        """The last day but this one whose list has this number."""
        today = self._reading.today()
        days = [date.fromordinal(today.toordinal() - back) for back in range(KEPT_DAYS + 1)]
        return next((each for each in days if each != day and with_number(number, self._appointments_of(each))), None)

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, ZoneInfo(self._reading.centre().time_zone))

    def _day_number(self, writing: Writing, day: date) -> str:
        number = writing.next_number(f"day_number:{day.isoformat()}")
        return f"{self._reading.desk_number}-{number:03d}"

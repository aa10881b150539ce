"""What is different in a corrected list: its rows, the bookings that came before, and what follows from them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from empfang.central.list_records import ListRecords
from empfang.central.list_rows import KeptRow, ListRows, outdated_since
from empfang.central.list_state import Before, ListState, base_of, state_of
from empfang.clock import local_day
from empfang.exchange.corrections import (
    NO_OTHERS,
    Correction,
    Here,
    Kind,
    OtherRows,
    Step,
    correct,
    correct_missing,
    leaving_first,
    still_open,
)
from empfang.exchange.doubts import Around
from empfang.exchange.lists import ImportedRow, ReadList
from empfang.exchange.recognising import Fresh, Recognised, recognise
from empfang.exchange.said import Said
from empfang.model import Centre, Deletion
from empfang.rows import Cursor, Flavour, Rows
from empfang.texts.times import birth, clock


@dataclass(frozen=True, slots=True)
class Wishes:
    """What who takes the list in says: whether it wins against what was done here, and what is to become of those who
    are missing from it.
    """

    theirs_win: bool = False
    cancel_missing: bool = False


@dataclass(slots=True)
class Job:
    """A known row (`row` None: missing), and what follows from it as it looked when it was planned. `said`: what the
    list says by now; `kept`: what of that is to be compared with next time.
    """

    before: Before
    row: ImportedRow | None
    theirs: Said | None
    correction: Correction
    said: Said | None = None
    kept: Said | None = None
    others: OtherRows = NO_OTHERS


@dataclass(slots=True)
class Plan:
    """`jobs` are about what came before, `fresh` rows are new; `forgotten` ones are of registrations deleted since."""

    found: Recognised
    state: ListState
    jobs: list[Job] = field(default_factory=list)
    fresh: list[Fresh] = field(default_factory=list)
    forgotten: int = 0


class Planner:
    """Compares one list with what is known, within transactions of the caller's."""

    def __init__(
        self, centre: Centre, read: ReadList, data: bytes, now: datetime, wishes: Wishes, flavour: Flavour
    ) -> None:
        self._centre = centre
        self._read = read
        self._data = data
        self._now = now
        self._wishes = wishes
        self._flavour: Flavour = flavour
        self._keys_in_use: frozenset[str] = frozenset()
        self.records = ListRecords(centre, read.kind, now)

    def plan(self, cursor: Cursor) -> Plan:
        """Everything that differs, as it looks now; nothing is written."""
        state = state_of(cursor, self._flavour, self._centre.id, self._read, self.records.zone)
        found = recognise(self._read.rows, [before.known for before in state.before.values()], self._read.rejected)
        plan = Plan(found, state)
        self._keys_in_use = frozenset(row.key for before in state.before.values() for row in before.rows)
        decided: defaultdict[str, set[str]] = defaultdict(set)
        bases: defaultdict[str, list[Said]] = defaultdict(list)
        for before in state.before.values():
            said = Said.from_text(before.rows[0].said)
            bases[before.known.person_id] += [said] if said else []
        for row, known in found.pairs:
            before = state.before[known.appointment_id]
            if before.here is None:
                plan.forgotten += 1  # they wanted to be forgotten, and stay so
                continue
            theirs = self.records.said(row, self._read.told)
            others = OtherRows(frozenset(decided[known.person_id]), tuple(bases[known.person_id]))
            job = self._decide(before, row, theirs, before.here, others)
            decided[known.person_id] |= {change.field for change in job.correction.changes}
            decided[known.person_id] |= {collision.field for collision in job.correction.collisions}
            decided[known.person_id] |= _newly_said(Said.from_text(before.rows[0].said), job.said)
            plan.jobs.append(job)
        for known in found.missing:
            before = state.before[known.appointment_id]
            if before.here is not None:
                correction = correct_missing(before.here)
                if correction.kind is Kind.MISSING:
                    plan.jobs.append(Job(before, None, None, correction))
        people = Rows(cursor, self._flavour)
        for fresh in found.fresh:
            whose = fresh.person_id or self.records.person_id(fresh.row, fresh.key)
            if people.get(Deletion, whose) is not None:
                plan.forgotten += 1
            else:
                plan.fresh.append(fresh)
        return plan

    def _decide(self, before: Before, row: ImportedRow, theirs: Said, here: Here, others: OtherRows) -> Job:
        same_row = row.fingerprint in before.known.fingerprints
        base = base_of(before.rows[0].said, here, theirs, same_row=same_row)
        said = theirs.over(base)
        win = self._wishes.theirs_win
        correction = correct(base, here, said, self.records.zone, theirs_win=win, others=others)
        kept = said if win else still_open(base, said, correction)
        return Job(before, row, theirs, correction, said, kept, others)

    def around(self, cursor: Cursor, plan: Plan) -> Around:
        """What tells whether this is the right list."""
        came = [before.here for before in plan.state.before.values() if before.known.covered]
        again = [job.before.here for job in plan.jobs if job.row is not None]
        at = outdated_since(cursor, self._flavour, self._centre.id, self._data)
        local = at.astimezone(self.records.zone) if at else None
        return Around(
            came=len(came),
            known=sum(here is not None and here.live.cancelled_at is None for here in came),
            again=len(again),
            booked=sum(here is not None and here.live.cancelled_at is None for here in again),
            elsewhere=ListRows(cursor, self._flavour, self._centre.id, self._read.kind).elsewhere(self._read.rows),
            other_centres=[each.id for each in Rows(cursor, self._flavour).find(Centre) if each.id != self._centre.id],
            today=local_day(self._now, self._centre.time_zone),
            outdated=f"{birth(local)} {clock(local)}" if local else None,
        )

    def decide_again(self, job: Job, here: Here) -> None:
        """On what is here now: somebody may have been admitted since the list was looked at."""
        if job.row is None or job.theirs is None:
            job.correction = correct_missing(here)
        else:
            again = self._decide(job.before, job.row, job.theirs, here, job.others)
            job.correction, job.said, job.kept = again.correction, again.said, again.kept

    def in_order(self, jobs: Sequence[Job]) -> list[Job]:
        """Who leaves a time before who comes to it; at the end the rows of which only is kept how they came."""
        leaving, moving, other, kept = [], [], [], []
        for job in jobs:
            step = job.correction.step
            if job.row is None:
                if self._wishes.cancel_missing and step is Step.CANCEL:
                    leaving.append(job)
            elif step is Step.CANCEL:
                leaving.append(job)
            elif step in {Step.MOVE, Step.OTHER_DAY, Step.REINSTATE} and job.before.here is not None:
                live = job.before.here.live
                moving.append(((live.start, live.vaccine), job.correction.place, job))
            elif job.correction.does_something:
                other.append(job)
            elif self.kept_rows(job, job.before.known.appointment_id) != ([], []):
                kept.append(job)
        return [*leaving, *leaving_first(moving), *other, *kept]

    def kept_rows(self, job: Job, booked_id: str) -> tuple[list[KeptRow], list[KeptRow]]:
        """What is to be kept of a row: under the keys that it has, and under the one by which it came this time."""
        before, row = job.before, job.row
        first = before.rows[0]
        if row is None:
            # Not in the list is what the list says now: if they come in it again, they are booked again.
            gone = base_of(first.said, before.here, None, same_row=False).gone() if before.here else None
            said, day, fingerprint = (gone.as_text() if gone else ""), first.day, ""
        else:
            said = job.kept.as_text() if job.kept else ""
            day, fingerprint = (row.day.isoformat() if row.day else None), row.fingerprint
        wanted = [KeptRow(old.key, fingerprint, old.person_id, booked_id, day, said) for old in before.rows]
        changed = [new for old, new in zip(before.rows, wanted, strict=True) if old != new]
        added = []
        if row is not None and row.key not in before.known.keys and row.key not in self._keys_in_use:
            added.append(KeptRow(row.key, fingerprint, first.person_id, booked_id, day, said))
        return changed, added


def _newly_said(before: Said | None, now: Said | None) -> set[str]:
    """The person's fields of which a row says something else than before, even if that is here already."""
    if before is None or now is None:
        return set()
    return {name for name, value in now.person.items() if name in before.person and value != before.person[name]}

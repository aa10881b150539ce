"""Taking in a corrected list: what is different is found, shown, and written in parts of a hundred rows.

Each part is one transaction and one number of the feed, and is decided anew on what is there when it is written. A run
that was broken off is gone on with by taking the same list in again.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from empfang.audit import AuditTrail
from empfang.central.database import CentralDatabase
from empfang.central.importing import NOTES_TOLD, chunks, write_fresh
from empfang.central.list_places import make_room
from empfang.central.list_records import ListRecords
from empfang.central.list_rows import KeptRow, ListRows, begin_run, finish_run, outdated_since
from empfang.central.list_state import Before, ListState, base_of, here_of, state_of
from empfang.central.list_writing import Writer, changed_fields
from empfang.central.tx import CentralTx
from empfang.central.waiting import Waiting
from empfang.clock import local_day
from empfang.errors import StoreProblem
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
)
from empfang.exchange.doubts import Around, doubts
from empfang.exchange.lists import ImportedRow, ReadList
from empfang.exchange.pairs import pairs_of
from empfang.exchange.recognising import Fresh, Recognised, recognise
from empfang.exchange.said import Said, text_of
from empfang.exchange.update_report import Item, UpdateReport
from empfang.model import Appointment, AppointmentStatus, Centre, Deletion
from empfang.rows import Cursor, Rows
from empfang.rules.booking import BY_LIST, MISSING_IN_LIST
from empfang.texts.times import birth, clock


@dataclass(frozen=True, slots=True)
class Wishes:
    """What who takes the list in says: whether it wins against what was done here, and what is to become of those who
    are missing from it.
    """

    theirs_win: bool = False
    cancel_missing: bool = False


@dataclass(slots=True)
class _Job:
    """A known row (`row` None: missing), and what follows from it as it looked when it was planned."""

    before: Before
    row: ImportedRow | None
    theirs: Said | None
    correction: Correction
    said: Said | None
    others: OtherRows = NO_OTHERS


@dataclass(slots=True)
class _Plan:
    found: Recognised
    state: ListState
    jobs: list[_Job] = field(default_factory=list)
    fresh: list[Fresh] = field(default_factory=list)
    forgotten: int = 0


class Update:
    """One corrected list of one centre."""

    def __init__(
        self, database: CentralDatabase, centre: Centre, read: ReadList, data: bytes, now: datetime, wishes: Wishes
    ) -> None:
        self._database = database
        self._centre = centre
        self._read = read
        self._data = data
        self._now = now
        self._wishes = wishes
        self._records = ListRecords(centre, read.kind, now)
        self._pairs = pairs_of(read.rows)
        self._keys_in_use: frozenset[str] = frozenset()

    def preview(self) -> UpdateReport:
        """What `run` would do; nothing is written."""
        with self._database.reading() as cursor:
            plan = self._plan(cursor)
            return self._report(plan, self._around(cursor, plan))

    def run(self, file_name: str, progress: Callable[[int, int], None] = lambda _done, _all: None) -> UpdateReport:
        """Take it over. `progress` is told how many differences are done, and how many there are.

        Raises:
            StoreProblem: `import_meanwhile`: another list was taken in at the same time; what was written is whole.
        """
        with self._database.reading() as cursor:
            plan = self._plan(cursor)
            around = self._around(cursor, plan)
        run_id = begin_run(self._database, self._centre.id, len(self._read.rows), self._data, file_name, self._now)
        work = self._in_order(plan.jobs)
        done, number = 0, len(work) + len(plan.fresh)
        for part in chunks(work):
            self._write(part, run_id)
            done += len(part)
            progress(done, number)
        for new in chunks(plan.fresh):
            self._write_fresh(new, run_id)
            done += len(new)
            progress(done, number)
        finish_run(self._database, run_id, self._now)
        return self._report(plan, around, run_id)

    # What is different

    def _plan(self, cursor: Cursor) -> _Plan:
        flavour = self._database.flavour
        state = state_of(cursor, flavour, self._centre.id, self._read, self._records.zone)
        found = recognise(self._read.rows, [before.known for before in state.before.values()], self._read.rejected)
        plan = _Plan(found, state)
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
            theirs = self._records.said(row, self._read.told)
            others = OtherRows(frozenset(decided[known.person_id]), tuple(bases[known.person_id]))
            job = self._decide(before, row, theirs, before.here, others)
            decided[known.person_id] |= {change.field for change in job.correction.changes}
            decided[known.person_id] |= {collision.field for collision in job.correction.collisions}
            plan.jobs.append(job)
        for known in found.missing:
            before = state.before[known.appointment_id]
            if before.here is not None:
                correction = correct_missing(before.here)
                if correction.kind is Kind.MISSING:
                    plan.jobs.append(_Job(before, None, None, correction, None))
        people = Rows(cursor, flavour)
        for fresh in found.fresh:
            whose = fresh.person_id or self._records.person_id(fresh.row, fresh.key)
            if people.get(Deletion, whose) is not None:
                plan.forgotten += 1
            else:
                plan.fresh.append(fresh)
        return plan

    def _decide(self, before: Before, row: ImportedRow, theirs: Said, here: Here, others: OtherRows) -> _Job:
        same_row = row.fingerprint in before.known.fingerprints
        base = base_of(before.rows[0].said, here, theirs, same_row=same_row)
        said = theirs.over(base)
        win = self._wishes.theirs_win
        correction = correct(base, here, said, self._records.zone, theirs_win=win, others=others)
        return _Job(before, row, theirs, correction, said, others)

    def _around(self, cursor: Cursor, plan: _Plan) -> Around:
        flavour = self._database.flavour
        standing = [
            before
            for before in plan.state.before.values()
            if before.known.covered and before.here is not None and before.here.live.cancelled_at is None
        ]
        at = outdated_since(cursor, flavour, self._centre.id, self._data)
        local = at.astimezone(self._records.zone) if at else None
        return Around(
            known=len(standing),
            again=sum(job.row is not None for job in plan.jobs),
            elsewhere=ListRows(cursor, flavour, self._centre.id, self._read.kind).elsewhere(self._read.rows),
            other_centres=[each.id for each in Rows(cursor, flavour).find(Centre) if each.id != self._centre.id],
            today=local_day(self._now, self._centre.time_zone),
            outdated=f"{birth(local)} {clock(local)}" if local else None,
        )

    # Writing it

    def _in_order(self, jobs: Sequence[_Job]) -> list[_Job]:
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
            elif self._keys(job, job.before.known.appointment_id) != ([], []):
                kept.append(job)
        return [*leaving, *leaving_first(moving), *other, *kept]

    def _write(self, jobs: Sequence[_Job], run_id: str) -> None:
        """One part, whole or not at all."""
        flavour = self._database.flavour
        with self._database.writing() as cursor:
            tx = CentralTx(cursor, flavour, self._now)
            rows = ListRows(cursor, flavour, self._centre.id, self._read.kind)
            known = rows.of_keys([row.key for job in jobs for row in job.before.rows])
            writer = Writer(tx, self._records, run_id, self._now)
            trail = AuditTrail(cursor, flavour, f"import:{self._centre.id}")
            placed: list[Appointment] = []
            made: list[Appointment] = []
            changed: list[KeptRow] = []
            added: list[KeptRow] = []
            for job in jobs:
                here = here_of(tx, job.before.known.person_id, job.before.known.appointment_id)
                kept = [known.get(row.key) for row in job.before.rows]
                if here is None:
                    continue  # deleted since
                if kept != list(job.before.rows):
                    raise StoreProblem("import_meanwhile")
                self._decide_again(job, here)
                outcome = writer.write(here, job.correction, job.said, BY_LIST if job.row else MISSING_IN_LIST)
                placed += [outcome.placed] if outcome.placed else []
                made += [outcome.made] if outcome.made else []
                keys = self._keys(job, outcome.booked_id)
                changed += keys[0]
                added += keys[1]
                if job.correction.does_something:
                    trail.append(
                        f"import:{job.correction.kind}",
                        here.person.id,
                        at=self._now,
                        desk_id="",
                        operator_id="",
                        changed=changed_fields(job.correction),
                        command_id=run_id,
                    )
            make_room(tx, placed, self._now)
            tx.finish(None)
            Waiting(cursor, flavour, tx).came(made, lambda _: None)
            rows.change(changed, run_id)
            rows.keep(added, run_id)
            trail.flush()
            tx.take_numbers()

    def _decide_again(self, job: _Job, here: Here) -> None:
        """On what is here now: somebody may have been admitted since the list was looked at."""
        if job.row is None or job.theirs is None:
            job.correction = correct_missing(here)
        else:
            again = self._decide(job.before, job.row, job.theirs, here, job.others)
            job.correction, job.said = again.correction, again.said

    def _write_fresh(self, rows: Sequence[Fresh], run_id: str) -> None:
        flavour = self._database.flavour
        with self._database.writing() as cursor:
            tx = CentralTx(cursor, flavour, self._now)
            written = write_fresh(tx, self._records, self._read.told, rows, run_id)
            booked = [each for each in written.appointments if each.status is AppointmentStatus.BOOKED]
            make_room(tx, booked, self._now)
            tx.finish(None)
            Waiting(cursor, flavour, tx).came(written.appointments, lambda _: None)
            ListRows(cursor, flavour, self._centre.id, self._read.kind).keep(written.rows, run_id)
            tx.take_numbers()

    def _keys(self, job: _Job, booked_id: str) -> tuple[list[KeptRow], list[KeptRow]]:
        """What is to be kept of a row: under the keys that it has, and under the one by which it came this time."""
        before, row = job.before, job.row
        first = before.rows[0]
        if row is None:
            # Not in the list is what the list says now: if they come in it again, they are booked again.
            gone = base_of(first.said, before.here, None, same_row=False).gone() if before.here else None
            said, day, fingerprint = (gone.as_text() if gone else ""), first.day, ""
        else:
            said = job.said.as_text() if job.said else ""
            day, fingerprint = (row.day.isoformat() if row.day else None), row.fingerprint
        wanted = [KeptRow(old.key, fingerprint, old.person_id, booked_id, day, said) for old in before.rows]
        changed = [new for old, new in zip(before.rows, wanted, strict=True) if old != new]
        added = []
        if row is not None and row.key not in before.known.keys and row.key not in self._keys_in_use:
            added.append(KeptRow(row.key, fingerprint, first.person_id, booked_id, day, said))
        return changed, added

    # What is told

    def _report(self, plan: _Plan, around: Around, run_id: str | None = None) -> UpdateReport:
        items = [self._item(job) for job in plan.jobs if job.correction.kind is not Kind.UNCHANGED]
        items += [self._row_item(fresh.row, Kind.NEW) for fresh in plan.fresh]
        items += [self._row_item(row, Kind.UNCLEAR) for row in plan.found.unclear]
        cancelled = [job for job in plan.jobs if job.row is None and job.correction.step is Step.CANCEL]
        return UpdateReport(
            items=tuple(items),
            unchanged=plan.forgotten
            + sum(job.row is not None and job.correction.kind is Kind.UNCHANGED for job in plan.jobs),
            rejections=self._read.rejections,
            pairs=self._pairs,
            unused_columns=self._read.unused_columns,
            notes=tuple(note.text for note in self._read.notes[:NOTES_TOLD]),
            doubts=doubts(self._read, items, around),
            theirs_win=self._wishes.theirs_win,
            applied=run_id is not None,
            missing_cancelled=len(cancelled) if run_id and self._wishes.cancel_missing else 0,
            run_id=run_id,
        )

    def _item(self, job: _Job) -> Item:
        here, row = job.before.here, job.row
        person = here.person if here else None
        return Item(
            kind=job.correction.kind,
            line=row.line if row else None,
            code=(row.code if row else "") or (here.booked.code if here else ""),
            name=f"{person.family}, {person.given}" if person else "",
            start=text_of(here.live.start) if here else None,
            changes=job.correction.changes,
            collisions=job.correction.collisions,
            here=bool(here and (here.present or here.moved_here)),
        )

    def _row_item(self, row: ImportedRow, kind: Kind) -> Item:
        start = self._records.said(row, self._read.told).booking["start"]
        return Item(kind, row.line, row.code, f"{row.family}, {row.given}", start)

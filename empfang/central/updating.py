"""Taking in a corrected list: what is different is found, shown, and written in parts of a hundred rows.

Each part is one transaction and one number of the feed, and is decided anew on what is there when it is written. A run
that was broken off is gone on with by taking the same list in again.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from empfang.audit import AuditTrail
from empfang.central.database import CentralDatabase
from empfang.central.importing import NOTES_TOLD, chunks, write_fresh
from empfang.central.list_places import make_room
from empfang.central.list_plan import Job, Plan, Planner, Wishes
from empfang.central.list_rows import KeptRow, ListRows, begin_run, finish_run
from empfang.central.list_state import here_of
from empfang.central.list_writing import Writer, changed_fields
from empfang.central.tx import CentralTx
from empfang.central.waiting import Waiting
from empfang.errors import StoreProblem
from empfang.exchange.corrections import Kind, Step
from empfang.exchange.doubts import Around, doubts
from empfang.exchange.lists import ImportedRow, ReadList
from empfang.exchange.pairs import pairs_of
from empfang.exchange.recognising import Fresh
from empfang.exchange.said import text_of
from empfang.exchange.update_report import Item, UpdateReport
from empfang.model import Appointment, AppointmentStatus, Centre
from empfang.rules.booking import BY_LIST, MISSING_IN_LIST


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
        self._planner = Planner(centre, read, data, now, wishes, database.flavour)
        self._records = self._planner.records
        self._pairs = pairs_of(read.rows)

    def preview(self) -> UpdateReport:
        """What `run` would do; nothing is written."""
        with self._database.reading() as cursor:
            plan = self._planner.plan(cursor)
            return self._report(plan, self._planner.around(cursor, plan))

    def run(self, file_name: str, progress: Callable[[int, int], None] = lambda _done, _all: None) -> UpdateReport:
        """Take it over. `progress` is told how many differences are done, and how many there are.

        Raises:
            StoreProblem: `import_meanwhile`: another list was taken in at the same time; what was written is whole.
        """
        with self._database.reading() as cursor:
            plan = self._planner.plan(cursor)
            around = self._planner.around(cursor, plan)
        run_id = begin_run(self._database, self._centre.id, len(self._read.rows), self._data, file_name, self._now)
        work = self._planner.in_order(plan.jobs)
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

    # Writing it

    def _write(self, jobs: Sequence[Job], run_id: str) -> None:
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
                self._planner.decide_again(job, here)
                if job.row is None and job.correction.step is not Step.CANCEL:
                    continue  # admitted since
                outcome = writer.write(here, job.correction, job.said, BY_LIST if job.row else MISSING_IN_LIST)
                placed += [outcome.placed] if outcome.placed else []
                made += [outcome.made] if outcome.made else []
                keys = self._planner.kept_rows(job, outcome.booked_id)
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

    # What is told

    def _report(self, plan: Plan, around: Around, run_id: str | None = None) -> UpdateReport:
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

    def _item(self, job: Job) -> Item:
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

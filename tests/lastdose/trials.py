"""Trials in process: the real service's writer on SQLite, many trials to a database, each on a day of its own."""

import shutil
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from empfang.central.access import enrol, make_code, put_reference
from empfang.central.database import CentralDatabase
from empfang.central.tx import CentralTx
from empfang.central.writer import decide
from empfang.clock import CallableClock
from empfang.commands.base import Payload
from empfang.model import Allotment, Centre, Operator, Promise
from empfang.rows import Rows
from tests.lastdose.commands import Pen, Said, Where
from tests.lastdose.course import Course, Outcome
from tests.lastdose.plan import AGAIN, DESKS, LOST, Trial, trial_of
from tests.times import DAY, at

A_DATABASE = 200
"""Trials to one database: it stays small."""
_SHM = Path("/dev/shm")  # noqa: S108 - a commit is much faster there
_CENTRE = "KL"


def run_trials(seed: int, numbers: Sequence[int]) -> Outcome:
    """These trials."""
    outcome = Outcome()
    for begin in range(0, len(numbers), A_DATABASE):
        folder = Path(tempfile.mkdtemp(prefix="lastdose-", dir=_SHM if _SHM.exists() else None))
        try:
            service = Service(folder, seed, [trial_of(seed, each) for each in numbers[begin : begin + A_DATABASE]])
            outcome.add(service.run())
        finally:
            shutil.rmtree(folder)
    return outcome


class Service:
    """The service with an empty database, its desks, and the people of these trials."""

    def __init__(self, folder: Path, seed: int, trials: Sequence[Trial]) -> None:
        self.database = CentralDatabase(folder / "central.db")
        self.outcome = Outcome()
        self._seed = seed
        self._trials = trials
        self._now = at("09:00")
        self._clock = CallableClock(lambda: self._now)
        self.database.create(self._now)
        centre = Centre(id=_CENTRE, name="Impfzentrum", hours={"default": "08:00-20:00"})
        put_reference(self.database, [centre, Operator(id="op-1", name="Becker, Anja")], self._now)
        self._pens = [self._enrolled(number) for number in range(DESKS)]

    def _enrolled(self, number: int) -> Pen:
        reply = enrol(self.database, make_code(self.database, _CENTRE, f"Desk {number}", self._now), self._now)
        return Pen(number, reply.desk_id)

    def run(self) -> Outcome:
        """One trial after another."""
        days = [(trial, DAY + timedelta(days=ahead)) for ahead, trial in enumerate(self._trials)]
        wheres = [Where(f"{self._seed}/{trial.number}", _CENTRE, day, "COM") for trial, day in days]
        with self.database.writing() as cursor:
            tx = CentralTx(cursor, self.database.flavour, self._now)
            for (trial, day), where in zip(days, wheres, strict=True):
                tx.put_new([where.person(number, at("12:00", day)) for number in range(trial.people)])
            tx.finish(None)
            tx.take_numbers()
        for (trial, day), where in zip(days, wheres, strict=True):
            self._now = at("18:00", day)
            try:
                Course(self, trial, where).run()
            except Exception as error:
                raise RuntimeError(f"trial {trial.number} of seed {self._seed} has failed") from error
        self.database.close()
        return self.outcome

    def write(self, desk: int, payload: Payload, command_id: str) -> Said:
        """A desk says something now."""
        return self._pens[desk].write(payload, command_id, self._now)

    def say(self, fresh: Sequence[Said], draw: Random) -> None:
        """Some again, several in one transaction, until all answers were heard."""
        queue = [*fresh, *(each for each in fresh if draw.random() < AGAIN)]
        while queue:
            size = draw.randint(1, 4)
            together, queue = queue[:size], queue[size:]
            heard = [draw.random() >= LOST for _ in together]
            self._arrive(together, heard)
            queue += [each for each, hears in zip(together, heard, strict=True) if not hears]

    def seen_by_all(self, withdrawn: Sequence[Said]) -> None:
        """Nobody follows here."""

    def records(self, where: Where) -> tuple[Sequence[Promise], Sequence[Allotment]]:
        """The promises and allotments of a trial."""
        here = {"centre_id": where.centre_id, "day": where.day}
        with self.database.reading() as cursor:
            rows = Rows(cursor, self.database.flavour)
            return rows.find(Promise, **here), rows.find(Allotment, **here)

    def _arrive(self, together: Sequence[Said], heard: Sequence[bool]) -> None:
        batches = [(self._pens[each.desk].desk_id, [each.line]) for each in together]
        replies = decide(self.database, self._clock, batches)
        for each, reply, hears in zip(together, replies, heard, strict=True):
            self.outcome.counts["messages"] += 1
            if hears:
                each.verdicts.append(reply.verdicts[0])

    @property
    def now(self) -> datetime:
        """On this day."""
        return self._now

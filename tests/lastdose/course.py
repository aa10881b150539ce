"""The course of a trial, whatever the way to the service: yes, changed minds, yes again, and a look after each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Protocol

from empfang.commands.base import Payload
from empfang.model import Allotment, Promise
from empfang.protocol import Status
from tests.lastdose.checks import broken, held, wanted_of
from tests.lastdose.commands import Said, Where
from tests.lastdose.plan import Trial, Yes


@dataclass(slots=True)
class Outcome:
    """What came of trials."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Outcome") -> None:
        """And of others."""
        self.counts += other.counts
        self.wrong += other.wrong

    def told(self) -> str:
        """In a line."""
        return ", ".join(f"{number:,} {name}" for name, number in self.counts.items()) + f"; {len(self.wrong)} wrong"


class Wire(Protocol):
    """The way to the service."""

    outcome: Outcome

    @property
    def now(self) -> datetime:
        """The time at the service."""
        ...

    def write(self, desk: int, payload: Payload, command_id: str) -> Said:
        """A desk of the trial writes a command."""
        ...

    def say(self, fresh: Sequence[Said], draw: Random) -> None:
        """Send these until all answers were heard; some answers are lost, some are sent again."""
        ...

    def seen_by_all(self, withdrawn: Sequence[Said]) -> None:
        """Wait until every desk that follows has seen that these are free."""
        ...

    def records(self, where: Where) -> tuple[Sequence[Promise], Sequence[Allotment]]:
        """The promises and allotments of the trial."""
        ...


class Course:
    """One trial, from the vial to those who said yes last."""

    def __init__(self, wire: Wire, trial: Trial, where: Where) -> None:
        self._wire, self._trial, self._where = wire, trial, where
        self._draw = Random(f"{where.key} sends")
        self._said: list[Said] = []

    def run(self) -> None:
        """All of it, and a look at what came of it."""
        where, trial = self._where, self._trial
        self._say([self._write(1, where.vial(trial.doses, self._wire.now), "vial")])
        allotted = 0
        if trial.allotted:
            [asked] = self._say([self._write(0, where.allot(trial.allotted), "allot")])
            allotted = min(trial.allotted, trial.doses) if asked.verdict.status is Status.GRANTED else 0
        at_once = self._say_yes(trial.at_once, "at once", allotted)
        self._look()
        gone = [said for yes, said in zip(trial.at_once, at_once, strict=True) if yes.changes_mind and said.yes]
        taken_back = [
            self._write(said.desk, where.withdraw(wanted), f"withdraw {wanted.promise_id}")
            for said in gone
            if (wanted := wanted_of(said))
        ]
        self._say(taken_back)
        self._wire.seen_by_all(taken_back)
        free = trial.doses - self._look()
        later = self._say_yes(trial.later, "later", 0)
        again = sum(each.yes for each in later)
        if again != min(free, len(later)):
            self._wrong(f"{free} free, {len(later)} asked, {again} promised")
        self._look()
        counts = self._wire.outcome.counts
        counts["trials"] += 1
        counts["said yes"] += len(at_once) + len(later)
        counts["promised"] += sum(each.yes for each in (*at_once, *later))
        counts["withdrawn"] += len(gone)
        counts["promised again"] += again if gone else 0

    def _write(self, desk: int, payload: Payload, name: str) -> Said:
        said = self._wire.write(desk, payload, self._where.id("command", name))
        self._said.append(said)
        return said

    def _say_yes(self, those: Sequence[Yes], when: str, allotted: int) -> list[Said]:
        """All at once, in any order; what a desk has of its own it gives away without asking."""
        said: list[Said] = []
        for place, each in enumerate(those):
            wanted = self._where.wanted((when, place), each.person, each.persons, self._wire.now)
            own = each.allotted and each.persons <= allotted and not self._has_one(each.person, said)
            allotted -= each.persons if own else 0
            said.append(self._write(each.desk, self._where.promise(wanted, allotted=own), f"{when} {place}"))
        self._say(said)
        return said

    def _has_one(self, person: int, said: Iterable[Said]) -> bool:
        """Whether that person is on another line, too: no desk gives a dose away twice of its own."""
        whom = self._where.id("person", person)
        return any(wanted.person_id == whom for each in said if (wanted := wanted_of(each)))

    def _say(self, fresh: Sequence[Said]) -> Sequence[Said]:
        """In some order, until all answers were heard."""
        order = list(fresh)
        self._draw.shuffle(order)
        self._wire.say(order, self._draw)
        return fresh

    def _look(self) -> int:
        """How many doses are held now; and whether everything is right."""
        promises, allotments = self._wire.records(self._where)
        for each in broken(self._trial.doses, self._said, promises, allotments):
            self._wrong(each)
        return held(promises, allotments)

    def _wrong(self, what: str) -> None:
        self._wire.outcome.wrong.append(f"trial {self._trial.number}: {what}")

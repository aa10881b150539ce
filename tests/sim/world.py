"""The world of a seed: service, desks, network and time, moved on one step of a story after another."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from empfang.central import access, epochs
from empfang.errors import Problem
from empfang.model import Record
from empfang.rows import Rows
from tests.sim.clerks import CLERKS
from tests.sim.coverage import Coverage
from tests.sim.desk_steps import DESK_ACTIONS
from tests.sim.desks import SimDesk
from tests.sim.future import FromTheFuture, from_the_future
from tests.sim.ledger import Entry
from tests.sim.network import Network
from tests.sim.parts import DriftingClock, Ids, KilledError
from tests.sim.rules import Rules
from tests.sim.service import SERVICE_DB, Central
from tests.sim.service_steps import SERVICE_ACTIONS
from tests.sim.story import Step, Story

BEGIN = datetime.fromisoformat("2021-12-15T08:40:00+00:00")
_TIMES: Mapping[str, Callable[[Random], float]] = {
    "moment": lambda draw: draw.random() * 0.5,
    "seconds": lambda draw: draw.random() * 8,
    "minutes": lambda draw: draw.random() * 300,
    "hours": lambda draw: 3600 * draw.random() * 3,
    "days": lambda draw: 86400 * draw.randint(1, 3),
    "forty_days": lambda draw: 86400 * 40,
}


class Sim:
    """A world in which a story happens."""

    def __init__(self, story: Story, folder: Path, url: str | None = None, *, told: bool = False) -> None:
        self.story = story
        self.folder = folder
        self.seconds = 0.0
        self.cover = Coverage()
        self.told: list[str] | None = [] if told else None
        self.names: dict[str, str] = {}
        self.desks: list[SimDesk] = []
        self.at_work: SimDesk | None = None
        """Whose engine runs just now."""
        self.histories = 0
        """How many restores there were."""
        self._names = 0
        self._touched: set[SimDesk] = set()
        self._entries: dict[str, Entry] = {}
        self.ids = Ids(story.seed, self.true_time)
        self.service_clock = DriftingClock(self.true_time)
        self.rules = Rules(self)
        self.network: Network = Network(self)
        self.central = Central(self, url or folder / SERVICE_DB)

    def close(self) -> None:
        """Give everything back."""
        for desk in self.desks:
            desk.close()
        self.central.close()

    # A step

    def do(self, step: Step) -> None:
        """One step, and a look at what it touched."""
        self.ids.begin_step(step.number)
        self.tell(f"{step.number:>5} {self.true_time():%d %H:%M:%S} {step.actor}: {step.action}")
        draw = Random(step.chance)
        if step.desk is not None:
            self.at_desk(self.desks[step.desk], lambda desk: _act(desk, step.action, draw))
        elif step.actor == "net":
            self.network.move_one(draw)
        elif step.actor == "time":
            self.time_passes(_TIMES[step.action](draw))
        else:
            try:
                SERVICE_ACTIONS[step.action](self, draw)
            except Problem as problem:
                self.tell(f"    {problem.code}")
        self.look()

    def at_desk(self, desk: SimDesk, work: Callable[[SimDesk], str | None]) -> None:
        """Something happens at a desk, which may be killed by it."""
        self._touched.add(desk)
        try:
            said = work(desk)
            if said:
                self.tell(f"    {said}")
        except Problem as problem:
            self.tell(f"    {problem.code}")
        except KilledError:
            desk.crashed()

    def time_passes(self, seconds: float) -> None:
        """Whoever waits for it goes on."""
        self.seconds += seconds
        self.tell(f"    {seconds:.1f} s")
        self.network.time_passed()
        for desk in self.desks:
            self.at_desk(desk, lambda each: each.time_came())

    def look(self) -> None:
        """At everything that was touched."""
        self.rules.look_at_service()
        touched, self._touched = self._touched, set()
        for desk in sorted(touched, key=lambda each: each.number):
            self.rules.look_at_desk(desk)

    # What others ask about the world

    def true_time(self) -> datetime:
        """Whatever the clocks say."""
        return BEGIN + timedelta(seconds=self.seconds)

    def new_name(self) -> str:
        """A family name that nobody else has, and that is part of no other."""
        self._names += 1
        return f"Mensch{self._names}q"

    def tell(self, text: str) -> None:
        """A line of the story."""
        if self.told is not None:
            self.told.append(text)

    def fault(self, name: str) -> None:
        """A fault happened."""
        self.cover.faults[name] += 1
        self.tell(f"    ! {name}")

    def entry_of(self, command_id: str) -> Entry | None:
        """The command with this id, whoever recorded it."""
        if command_id not in self._entries:
            self._entries.update({entry.id: entry for desk in self.desks for entry in desk.ledger.values()})
        return self._entries.get(command_id)

    def epoch(self) -> str:
        """The service's."""
        with self.central.database.reading() as cursor:
            return epochs.head(cursor)[0]

    def streams(self, desk: SimDesk) -> tuple[str, ...]:
        """What a desk follows."""
        with self.central.database.reading() as cursor:
            return access.streams_of_desk(cursor, self.central.database.flavour, desk.id)

    def records(self, kind: type[Record]) -> list[Any]:
        """At the service, by id."""
        with self.central.database.reading() as cursor:
            return list(Rows(cursor, self.central.database.flavour).find(kind))


def _act(desk: SimDesk, action: str, draw: Random) -> str | None:
    """Something befalls a desk, or its clerk records something."""
    if action in DESK_ACTIONS:
        return DESK_ACTIONS[action](desk, draw)
    if action == FromTheFuture.kind:
        return from_the_future(desk, draw)
    return draw.choice(CLERKS[action])(desk, draw)

"""The desks' processes, and what they say: started, asked, listened to, and cleared away."""

import itertools
import queue
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from empfang.errors import Problem
from empfang.replay.processes import DeskProcess, Said, Seat, ServiceProcess

ANSWER_WITHIN_S = 60.0
_LOOK_S = 0.05
_LOADED_WITHIN_S = 120.0
Answers = dict[int, dict[str, Any]]


def _nothing(_desk: int, _encounter_id: str, _at: float) -> None:
    """Nobody wants to know."""


class Desks:
    """Every desk of the day, by its number; what an engine brings to one of them is told to `saw` meanwhile."""

    def __init__(self, folder: Path, service: ServiceProcess) -> None:
        self.heard: queue.SimpleQueue[Said] = queue.SimpleQueue()
        self.all: list[DeskProcess] = []
        self.saw: Callable[[int, str, float], None] = _nothing
        """Told a desk's number, a check-in that it shows, and since when (the computer's time)."""
        self._folder = folder
        self._service = service
        self._tokens = itertools.count(1)

    def start(self, seats: Sequence[Seat]) -> None:
        """Start the enrolled desks; each downloads what it needs."""
        fresh = [
            DeskProcess(number, seat, self._folder, self.heard) for number, seat in enumerate(seats, len(self.all))
        ]
        self.all += fresh
        for desk in fresh:
            desk.wait_until_ready()

    def start_again(self, number: int) -> None:
        """Switch a desk on that went out."""
        self.all[number] = DeskProcess(number, self.all[number].seat, self._folder, self.heard)
        self.all[number].wait_until_ready()

    def kill_all(self) -> None:
        """Leave nothing running, whatever happened."""
        for desk in self.all:
            desk.kill()
        self.all.clear()

    def end_all(self) -> None:
        """Everybody goes home."""
        for desk in self.all:
            desk.end()
        self.all.clear()

    def listen(self, until: float) -> dict[str, Any] | None:
        """The next thing that a desk says, None if nothing until then (monotonic); what engines brought is noted."""
        try:
            said = self.heard.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            return None
        if not said.message:
            if said.process in self.all:
                raise Problem("replay_part_ended", part=said.process.seat.name)
            return {}
        for encounter_id in said.message.get("saw", ()):
            self.saw(said.desk, encounter_id, said.message["at"])
        return said.message

    def must_listen(self, until: float) -> dict[str, Any]:
        """The same; raises Problem `replay_stuck` if no desk says anything until then."""
        message = self.listen(until)
        if message is None:
            raise Problem("replay_stuck")
        return message

    def ask(self, wishes: Mapping[int, Mapping[str, Any]]) -> Answers:
        """Tell desks something, all at the same time; gives what each answers, by the desk's number."""
        waiting: dict[int, int] = {}
        for number, wish in wishes.items():
            token = next(self._tokens)
            waiting[token] = number
            self.all[number].tell(**wish, token=token)
        found: Answers = {}
        until = time.monotonic() + ANSWER_WITHIN_S
        while waiting:
            message = self.must_listen(until)
            if message.get("token") in waiting:
                until = time.monotonic() + ANSWER_WITHIN_S
                found[waiting.pop(message["token"])] = message
        return found

    def states(self) -> list[dict[str, Any]]:
        """How it stands at each desk, from its store."""
        self._service.must_run()
        found = self.ask({desk.number: {"do": "state"} for desk in self.all})
        for desk in self.all:
            if found[desk.number]["blocked"]:
                raise Problem("replay_blocked", part=desk.seat.name, reason=found[desk.number]["blocked"])
        return [found[desk.number] for desk in self.all]

    def wait_until_loaded(self) -> None:
        """Wait for the first downloads, two minutes at most."""
        self.wait_for(lambda states: all(each["cursor"] is not None for each in states), _LOADED_WITHIN_S)

    def wait_for(self, holds: Callable[[list[dict[str, Any]]], bool], within_s: float) -> bool:
        """Wait until this holds of all states; False if it does not within that time."""
        until = time.monotonic() + within_s
        while not holds(self.states()):
            if time.monotonic() > until:
                return False
            time.sleep(_LOOK_S)
        return True

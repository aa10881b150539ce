"""Threads that hand messages over. They know nothing of the database; what hangs in one holds up no other way."""

import logging
import queue
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field

from empfang.central.outgoing.answers import FAULT, Meaning, Said
from empfang.central.outgoing.parcel import Carrier, Parcel, Session

_LOG = logging.getLogger("empfang.central")
LONGEST_S = 60.0
"""So long one message may take, whatever the other side does."""
_IDLE_S = 5.0
"""After so long without a message a connection is given back."""


@dataclass(frozen=True, slots=True)
class Done:
    """A message with the other side's answer."""

    channel: str
    parcel: Parcel
    said: Said


@dataclass(slots=True)
class _Worker:
    session: Session
    began: float | None = None
    thread: threading.Thread | None = None


@dataclass
class Workers:
    """The threads of one carrier."""

    carrier: Carrier
    done: Callable[[Done], None]
    longest_s: float = LONGEST_S
    _jobs: "queue.SimpleQueue[Parcel | None]" = field(default_factory=queue.SimpleQueue)
    _workers: list[_Worker] = field(default_factory=list)

    def _start(self) -> None:
        """Let the threads wait for work. They are daemons: nothing that hangs keeps the service from ending."""
        for number in range(self.carrier.sessions):
            worker = _Worker(self.carrier.open())
            name = f"empfang-{self.carrier.channel}-{number}"
            worker.thread = threading.Thread(target=self._run, args=(worker,), name=name, daemon=True)
            self._workers.append(worker)
            worker.thread.start()

    def give(self, parcel: Parcel) -> None:
        """Hand a message to the next thread that is free; with the first one the threads start."""
        if not self._workers:
            self._start()
        self._jobs.put(parcel)

    def end_what_hangs(self) -> None:
        """Break off what has been under way for too long."""
        for worker in self._workers:
            began = worker.began
            if began is not None and time.monotonic() - began > self.longest_s:
                worker.session.abort()

    def stop(self, wait_s: float) -> None:
        """Break off everything, and wait for so long at most."""
        until = time.monotonic() + wait_s
        for worker in self._workers:
            self._jobs.put(None)
            worker.session.abort()
        for worker in self._workers:
            if worker.thread is not None:
                worker.thread.join(max(0.0, until - time.monotonic()))

    def _run(self, worker: _Worker) -> None:
        while True:
            try:
                parcel = self._jobs.get(timeout=_IDLE_S)
            except queue.Empty:
                worker.session.rest()
                continue
            if parcel is None:
                worker.session.rest()
                return
            worker.began = time.monotonic()
            self.done(Done(self.carrier.channel, parcel, _carried(worker.session, parcel)))
            worker.began = None


def _carried(session: Session, parcel: Parcel) -> Said:
    try:
        return session.carry(parcel)
    except Exception as error:  # noqa: BLE001 - whatever it is, the message must not be lost with it
        place = traceback.extract_tb(error.__traceback__)[-1]
        _LOG.error("sending: %s in %s, line %s", type(error).__name__, place.name, place.lineno)
        return Said(Meaning.LATER, FAULT)

"""Looks at the service from outside: into the database at moments, and at the changes as a desk gets them.

What is counted here is counted from the appointments, never taken from what the service says is taken.
"""

import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx

from empfang.central.database import CentralDatabase
from empfang.model import HOLDS_A_PLACE, Appointment, Communication, Slot
from empfang.protocol import ChangesPage, Op
from empfang.rows import Rows
from empfang.rules.booking import places_free
from tests.rush.scene import Access

_PAGE = 7
"""Few, so that a number that could be torn apart would be."""


@dataclass(slots=True)
class Seen:
    """One moment: how many places are taken of each contingent, and all that is wrong."""

    taken: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def look(database: CentralDatabase) -> Seen:
    """Whether at this moment nothing is given beyond what there is, the counts are true, and nothing is half booked."""
    with database.reading() as cursor:
        rows = Rows(cursor, database.flavour)
        slots = rows.find(Slot)
        cursor.execute("SELECT slot_id, contingent_id, status, id, series_id FROM appointment")
        appointments = cursor.fetchall()
        cursor.execute("SELECT slot_id, contingent_id, free FROM free_place")
        free = {(row[0], row[1]): row[2] for row in cursor.fetchall()}
        cursor.execute("SELECT appointment_ids FROM communication")
        confirmed = [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor.fetchall()]
    seen = Seen()
    held: Counter[tuple[str, str]] = Counter()
    for slot_id, contingent_id, status, _, _ in appointments:
        if status in HOLDS_A_PLACE:
            held[slot_id, contingent_id] += 1
            seen.taken[contingent_id] += 1
    truly_free: dict[tuple[str, str], int] = {}
    capacity: Counter[str] = Counter()
    for slot in slots:
        for contingent_id, places in slot.capacity.items():
            taken = held[slot.id, contingent_id]
            capacity[contingent_id] += places
            if taken > places:
                seen.wrong.append(f"{taken} of {places} places are taken in {slot.id}")
            if slot.taken.get(contingent_id, 0) != taken:
                seen.wrong.append(f"{slot.taken} in {slot.id}, where {taken} of {contingent_id} are taken")
            if places_free(slot, contingent_id, taken):
                truly_free[slot.id, contingent_id] = places - taken
    if free != truly_free:
        seen.wrong.append(f"other places are told to be free than are: {free.items() ^ truly_free.items()}")
    seen.wrong += [f"beyond the contingent {each}" for each, taken in seen.taken.items() if taken > capacity[each]]
    seen.wrong += _halves(appointments, confirmed)
    return seen


def _halves(appointments: list[Any], confirmed: list[list[str]]) -> list[str]:
    """Bookings of which only a part is there. Each has one confirmation, which names all of it."""
    there = {row[3] for row in appointments}
    named = [each for ids in confirmed for each in ids]
    series = Counter(row[4] for row in appointments if row[4])
    return [
        *(f"half a pair: {each}" for each, number in series.items() if number != 2),
        *(f"confirmed and not there: {each}" for each in set(named) - there),
        *(f"there and not confirmed: {each}" for each in there - set(named)),
        *(f"confirmed more than once: {each}" for each, number in Counter(named).items() if number > 1),
    ]


class Observer:
    """Looks into the database again and again, in a thread of its own."""

    def __init__(self, url: str, every_s: float) -> None:
        self._database = CentralDatabase(url)
        self._every_s = every_s
        self.moments: list[Seen] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._failed: BaseException | None = None
        self._thread.start()

    def _run(self) -> None:
        try:
            while not self._stop.wait(self._every_s):
                self.moments.append(look(self._database))
        except BaseException as error:  # noqa: BLE001 - raised again in `end`
            self._failed = error

    def stop(self) -> None:
        """Look no more, also when something has failed: a thread that goes on would keep the process alive."""
        self._stop.set()
        self._thread.join()

    def end(self) -> None:
        """Look a last time."""
        self.stop()
        if self._failed is not None:
            raise self._failed
        self.moments.append(look(self._database))
        self._database.close()

    @property
    def wrong(self) -> list[str]:
        """All that was wrong at any moment."""
        return [each for moment in self.moments for each in moment.wrong]


class Follower:
    """A reception that follows its centre in small pages, in a thread of its own, also while the service is away."""

    def __init__(self, urls: tuple[str, ...], desk: Access, centre_id: str) -> None:
        self._urls = urls
        self._desk = desk
        self.centre_id = centre_id
        self.pages = 0
        self.wrong: list[str] = []
        self.appointments: dict[str, Appointment] = {}
        self._confirmed: set[str] = set()
        self._cursor = 0
        self._stop = threading.Event()
        self._given_up = threading.Event()
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            with httpx.Client(headers={"Authorization": f"Bearer {self._desk.token}"}, timeout=20) as wire:
                more = True
                while (more or not self._stop.is_set()) and not self._given_up.is_set():
                    more = self._follow(wire)
        except BaseException as error:  # noqa: BLE001 - raised again in `end`
            self._failed = error

    def _follow(self, wire: httpx.Client) -> bool:
        """Take a page in; whether there may be more."""
        url = self._urls[self.pages % len(self._urls)]
        wait = 0 if self._stop.is_set() else 1
        try:
            reply = wire.get(f"{url}/v1/changes", params={"cursor": self._cursor, "limit": _PAGE, "wait": wait})
        except httpx.TransportError:
            self.pages += 1
            time.sleep(0.1)
            return True
        reply.raise_for_status()
        page = ChangesPage.model_validate_json(reply.content)
        self.pages += 1
        for change in page.changes:
            if change.op is not Op.PUT or change.body is None:
                continue
            if change.kind == Appointment.kind:
                self.appointments[change.id] = Appointment.of(change.body)
            if change.kind == Communication.kind:
                self._confirmed.update(Communication.of(change.body).appointment_ids)
        if self.appointments.keys() != self._confirmed:
            self.wrong.append(f"a page to {page.cursor} ends within a booking")
        self._cursor = page.cursor
        return page.has_more

    def stop(self) -> None:
        """Follow no further."""
        self._given_up.set()
        self._stop.set()
        self._thread.join()

    def end(self) -> None:
        """Follow until there is nothing more."""
        self._stop.set()
        self._thread.join()
        if self._failed is not None:
            raise self._failed

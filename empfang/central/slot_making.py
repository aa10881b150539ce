"""Making slots and giving them out, beside a running service: one transaction and one number of the feed per hundred.

A plan says how many places each slot shall have; what is different is written. So the same wish again changes nothing.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from empfang.central.database import CentralDatabase
from empfang.central.importing import chunks
from empfang.central.tx import CentralTx
from empfang.errors import InputProblem
from empfang.model import Centre, Contingent, Slot
from empfang.rows import Rows
from empfang.rules.booking import ONLINE, PHONE
from empfang.rules.contingents import contingent_id, needs_no_terms, new_contingent
from empfang.rules.slot_plan import Fitted, PlannedDay, PlannedSlot, Step, Wish, beside, days_without, fit, plan_days
from empfang.texts.times import birth

MOST_SLOTS = 100_000
"""Slots of one wish."""
_REST_AFTER, _REST_S = 5, 0.12
"""After so many transactions, for so long, nothing is written: who waits for SQLite looks again every 0.1 seconds, and
would find it busy for seconds. PostgreSQL has a queue.
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A slot in which more places of a contingent are taken than are wanted: they stay."""

    start: datetime
    contingent: str
    taken: int
    wanted: int


@dataclass(slots=True)
class DayReport:
    """One day: its slots, and the places of the wish's contingents (by name) after it."""

    day: date
    slots: int = 0
    first: datetime | None = None
    last: datetime | None = None
    places: Counter[str] = field(default_factory=Counter)
    steps: Counter[Step] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.places.values())


@dataclass(slots=True)
class SlotReport:
    """What a wish means, or has changed. `beside`: slots in another grid, and their places; they stay as they are.

    `not_yet`: slots in it that cannot be booked yet, and `from_at` from when the first of them can.
    """

    days: list[DayReport]
    kept: list[Kept]
    beside: int
    beside_places: int
    assumed: list[date]
    not_yet: int
    from_at: datetime | None

    def count(self, step: Step) -> int:
        """Slots for which it means that."""
        return sum(day.steps[step] for day in self.days)

    @property
    def places(self) -> Counter[str]:
        return sum((day.places for day in self.days), Counter[str]())

    def as_json(self) -> dict[str, Any]:
        """For scripts. Moments in UTC."""
        return {
            "days": [
                {"day": day.day.isoformat(), "slots": day.slots, "places": dict(day.places), "total": day.total}
                for day in self.days
            ],
            **{step.value: self.count(step) for step in Step},
            "places": dict(self.places),
            "total": sum(self.places.values()),
            "kept": [
                {"start": each.start.isoformat(), "contingent": each.contingent, "taken": each.taken,
                 "wanted": each.wanted}
                for each in self.kept
            ],
            "beside": self.beside,
            "not_yet_released": self.not_yet,
            "released_from": self.from_at.isoformat() if self.from_at else None,
        }  # fmt: skip


class SlotMaking:
    """One wish for slots at a centre."""

    def __init__(self, database: CentralDatabase, centre: Centre, wish: Wish, now: datetime) -> None:
        """Plan it.

        Raises:
            InputProblem: `slots_too_many`, `slots_none` (nothing lies ahead: over, closed, or nothing to take away).
        """
        self._database = database
        self._centre = centre
        self._wish = wish
        self._now = now
        self._days: list[PlannedDay] = []
        for day in self._planned():
            self._days.append(day)
            if sum(len(each.slots) for each in self._days) > MOST_SLOTS:
                raise InputProblem("slots_too_many", most=MOST_SLOTS)
        ahead = [slot for day in self._days for slot in day.slots if slot.start > now]
        if not ahead:
            first, last = birth(wish.first), birth(wish.last)
            raise InputProblem("slots_none", centre=centre.id, first=first, last=last)

    def preview(self) -> SlotReport:
        """What it would change now. Nothing is written.

        Raises:
            InputProblem: `contingent_unknown`, `contingent_other_vaccine`.
        """
        with self._database.reading() as cursor:
            rows = Rows(cursor, self._database.flavour)
            self._check(rows.find(Contingent, centre_id=self._centre.id))
            found = {slot.id: slot for slot in rows.find(Slot, centre_id=self._centre.id)}
        fitted = {each.id: self._fit(each, found.get(each.id)) for day in self._days for each in day.slots}
        return self._report(fitted, found)

    def run(self, progress: Callable[[int, int], None], rest: Callable[[float], None] = time.sleep) -> SlotReport:
        """Write it; gives what has changed. `progress` is told how many slots are done, and of how many.

        What is written before an interruption stays; the same wish again does the rest.

        Raises:
            InputProblem: `contingent_unknown`, `contingent_other_vaccine`.
        """
        wanted = [slot for day in self._days for slot in day.slots]
        fitted: dict[str, Fitted] = {}
        found: dict[str, Slot] = {}
        for number, part in enumerate(chunks(wanted)):
            if number and number % _REST_AFTER == 0 and self._database.flavour == "sqlite":
                rest(_REST_S)
            with self._database.writing() as cursor:
                tx = CentralTx(cursor, self._database.flavour, self._now)
                if not fitted:
                    self._make_contingents(tx)
                for each in part:
                    there = tx.get(Slot, each.id)
                    fitted[each.id] = self._fit(each, there)
                    changed = fitted[each.id].slot
                    if changed is not None:
                        tx.put(changed)
                tx.finish(None)
                tx.take_numbers()
            progress(len(fitted), len(wanted))
        with self._database.reading() as cursor:
            rows = Rows(cursor, self._database.flavour)
            found = {slot.id: slot for slot in rows.find(Slot, centre_id=self._centre.id)}
        return self._report(fitted, found)

    def _planned(self) -> Iterator[PlannedDay]:
        if not self._wish.takes_away:
            return plan_days(self._centre, self._wish)
        with self._database.reading() as cursor:
            slots = Rows(cursor, self._database.flavour).find(Slot, centre_id=self._centre.id)
        return days_without(slots, self._centre, self._wish)

    def _fit(self, planned: PlannedSlot, there: Slot | None) -> Fitted:
        return fit(planned, there, self._centre, self._wish, self._now)

    def _check(self, known: list[Contingent]) -> None:
        """A contingent that is called after no way of booking has terms; without them it would be open to everybody."""
        by_id = {each.id: each for each in known}
        for wanted, share in self._wish.shares.items():
            name, there = self._name(wanted), by_id.get(wanted)
            if there is None and not needs_no_terms(name):
                names = ", ".join(sorted({each.name for each in known} | {ONLINE, PHONE}))
                raise InputProblem("contingent_unknown", centre=self._centre.id, contingent=name, known=names)
            if there is not None and share and there.vaccine not in {None, self._wish.vaccine}:
                raise InputProblem("contingent_other_vaccine", contingent=name, vaccine=there.vaccine)

    def _make_contingents(self, tx: CentralTx) -> None:
        self._check(tx.find(Contingent, centre_id=self._centre.id))
        for wanted, share in self._wish.shares.items():
            if share and tx.get(Contingent, wanted) is None:
                tx.put(new_contingent(self._centre.id, self._name(wanted)))

    def _name(self, wanted: str) -> str:
        return wanted.removeprefix(contingent_id(self._centre.id, ""))

    def _report(self, fitted: Mapping[str, Fitted], found: Mapping[str, Slot]) -> SlotReport:
        days: list[DayReport] = []
        kept: list[Kept] = []
        waiting: list[datetime] = []
        for planned in self._days:
            day = DayReport(planned.day, len(planned.slots))
            days.append(day)
            if planned.slots:
                day.first, day.last = planned.slots[0].start, planned.slots[-1].start
            for slot in planned.slots:
                fit_to = fitted[slot.id]
                day.steps[fit_to.step] += 1
                day.places.update({self._name(name): number for name, number in fit_to.places.items()})
                kept += self._kept(slot, fit_to)
                now_there = fit_to.slot or found.get(slot.id)
                if now_there is not None and now_there.released_at is not None and now_there.released_at > self._now:
                    waiting.append(now_there.released_at)
        others = beside(list(found.values()), self._days, self._centre, self._wish)
        return SlotReport(
            days=days,
            kept=kept,
            beside=len(others),
            beside_places=sum(slot.capacity.get(name, 0) for slot in others for name in self._wish.shares),
            assumed=[day.day for day in self._days if day.assumed],
            not_yet=len(waiting),
            from_at=min(waiting, default=None),
        )

    def _kept(self, slot: PlannedSlot, fit_to: Fitted) -> list[Kept]:
        if not fit_to.kept:
            return []
        return [
            Kept(slot.start, self._name(name), fit_to.places[name], wanted)
            for name, wanted in slot.places.items()
            if fit_to.places[name] > wanted
        ]

"""The doses of a replayed day: who is at a lane when, when the table is looked at, who calls, and who comes then."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from empfang.replay.answers import People
from empfang.replay.call_day import CallDay
from empfang.replay.day import Day
from empfang.replay.desks import Desks
from empfang.replay.dose_ledger import DoseLedger, Told
from empfang.replay.plan import Visitor
from empfang.rules.vials import Dose

BATCH = timedelta(minutes=30)
_MINUTE = timedelta(minutes=1)
_SETTLED_WITHIN_S = 0.5


@dataclass(frozen=True, slots=True)
class Hours:
    """When vials are opened for the first time, from when the forecast is looked at each minute, and the last jab.

    `watch_from` is None where nobody looks at it.
    """

    opens: datetime
    watch_from: datetime | None
    last_jab: datetime


@dataclass(frozen=True, slots=True)
class _Inside:
    """Somebody in the house who has had no dose. `must`: a vial is opened for them."""

    encounter_id: str
    dose: Dose
    must: bool
    told: Told | None


class DoseDay:
    """Beside `Day`, which it tells what happens when. `table`: the number of the desk with the doses."""

    def __init__(
        self,
        day: Day,
        desks: Desks,
        table: int,
        people: People,
        hours: Hours,
        calls: CallDay | None,
        ledger: DoseLedger,
        settled_at: Callable[[], int],
    ) -> None:
        self.ledger = ledger
        self._day, self._desks, self._table, self._people = day, desks, table, people
        self._hours, self._calls, self._settled_at = hours, calls, settled_at
        self._inside: dict[str, _Inside] = {}
        self._at_lane: defaultdict[datetime, list[_Inside]] = defaultdict(list)
        self._ticks: set[datetime] = set()
        self._let_in: set[str] = set()

    def begin(self) -> None:
        """Before the doors open: what is kept here is there, the first vials are opened."""
        self._desks.wait_until_loaded()
        self._day.admitted = self._admitted
        self._tick_at(self._hours.opens)
        if self._calls is not None:
            self._calls.begin(self._hours.watch_from or self._hours.last_jab)

    def close(self) -> None:
        """Nobody comes any more: what is left is thrown away."""
        self._note(self._desks.ask({self._table: {"do": "close"}})[self._table])

    # People in the house

    def _admitted(self, visitor: Visitor, said: dict[str, Any]) -> None:
        """Somebody was let in: they are at the lane later. Who is let in twice has one arm all the same."""
        appointment_id, encounter_id = said["appointment_id"], said["encounter_id"]
        told = self._calls.who(visitor) if self._calls is not None else None
        if appointment_id in self._let_in or (told is None and said["dose"] is None):
            return
        self._let_in.add(appointment_id)
        now = self._day.now
        dose = told.dose if told is not None else Dose(*said["dose"])
        if told is not None:
            told.let_in_at = now
        inside = _Inside(encounter_id, dose, told is None or not told.late, told)
        self._inside[encounter_id] = inside
        at = _whole_minute(now + self._people.way(visitor.person_id or visitor.code))
        self._at_lane[at].append(inside)
        self._tick_at(at)

    # Minute by minute

    def _tick_at(self, at: datetime) -> None:
        if at not in self._ticks:
            self._ticks.add(at)
            self._day.at(at, lambda: self._tick(at))

    def _tick(self, at: datetime) -> None:
        """What is done in a minute: calls end, vials are opened, doses given, and new calls begin."""
        hours, calls = self._hours, self._calls
        evening = hours.watch_from is not None and hours.watch_from <= at < hours.last_jab
        batch = at.minute % 30 == 0 and at < hours.last_jab
        if calls is not None:
            calls.end()
        if evening or batch or at == hours.opens:
            self._note(self._ask("look", batch=batch or at == hours.opens, evening=evening))
        self._jab(self._at_lane.pop(at, []))
        if calls is not None and (evening or calls.going_on):
            calls.go_on(dial=evening)
        if evening and self._day.connected:
            # What one desk does the others would know a minute later.
            self._desks.wait_for(self._is_settled, _SETTLED_WITHIN_S)
        self._next_look(at, evening=evening)

    def _next_look(self, at: datetime, *, evening: bool) -> None:
        hours = self._hours
        if evening or (self._calls is not None and self._calls.going_on):
            self._tick_at(at + _MINUTE)
        elif at < hours.last_jab and (at.minute % 30 == 0 or at == hours.opens):
            following = _whole_minute(at + _MINUTE)
            following += (30 - following.minute % 30) % 30 * _MINUTE
            self._tick_at(min(following, hours.watch_from or following))

    def _jab(self, people: Iterable[_Inside]) -> None:
        """Everybody who is at a lane in this minute."""
        at_lane = list(people)
        if not at_lane:
            return
        wanted = [{"encounter": each.encounter_id, "dose": each.dose, "must": each.must} for each in at_lane]
        answer = self._ask("jab", people=wanted)
        self._note(answer)
        for each in at_lane:
            given = bool(answer["results"][each.encounter_id])
            del self._inside[each.encounter_id]
            self.ledger.at_lane[each.encounter_id] = given
            if each.told is not None:
                each.told.got_it = given
            elif not given:
                self.ledger.refused.append(each.encounter_id)

    def _ask(self, do: str, **more: Any) -> dict[str, Any]:
        counts: defaultdict[Dose, int] = defaultdict(int)
        for each in self._inside.values():
            counts[each.dose] += 1
        inside = [(*dose, number) for dose, number in sorted(counts.items())]
        return self._desks.ask({self._table: {"do": do, "inside": inside, **more}})[self._table]

    def _note(self, answer: dict[str, Any]) -> None:
        self.ledger.opened, self.ledger.left = answer["opened"], answer["left"]

    def _is_settled(self, states: list[dict[str, Any]]) -> bool:
        stands_at = self._settled_at()
        return all(each["unsettled"] == 0 and (each["cursor"] or 0) >= stands_at for each in states)


def _whole_minute(at: datetime) -> datetime:
    """This moment, or the next whole minute."""
    whole = at.replace(second=0, microsecond=0)
    return whole if whole == at else whole + _MINUTE

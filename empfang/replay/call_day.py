"""The calls of a replayed day: who is on the telephone with whom until when, and who comes because of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from empfang.replay.answers import Keeps, People
from empfang.replay.day import Day
from empfang.replay.desks import Desks
from empfang.replay.dose_ledger import Called, DoseLedger, Told
from empfang.replay.plan import Visitor, Window
from empfang.replay.processes import Seat
from empfang.rules.vials import Dose

_BEFORE_OUTAGE = timedelta(minutes=2)
"""So long before the service goes, which was announced, callers take people and doses along."""
_EARLY = timedelta(minutes=30)
_LONGEST_BLOCK = 120
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _Line:
    """A call that goes on until `ends`."""

    call: Called
    ends: datetime


class CallDay:
    """Beside `DoseDay`. `seats`: where the callers sit; `receptions`: how many desks people come to."""

    def __init__(
        self,
        day: Day,
        desks: Desks,
        seats: Sequence[Seat],
        receptions: int,
        people: People,
        outage: Window | None,
        ledger: DoseLedger,
    ) -> None:
        self._day, self._desks, self._seats, self._people = day, desks, seats, people
        self._receptions, self._outage, self._ledger = receptions, outage, ledger
        self._callers: range = range(0)
        self._lines: dict[int, _Line] = {}
        self._coming: dict[int, Told] = {}
        self._next_number = -1

    @property
    def going_on(self) -> bool:
        """Whether somebody is on the telephone."""
        return bool(self._lines)

    def begin(self, call_from: datetime) -> None:
        """Before the doors open: the callers come half an hour before they may be needed."""
        come = call_from - _EARLY
        if self._outage is not None and self._outage.end > come:
            self._day.at(self._outage.begin - _BEFORE_OUTAGE, self._stock_up)
            come = min(come, self._outage.begin - _BEFORE_OUTAGE - _EARLY)
        if come <= self._day.now:
            self._come()
        else:
            self._day.at(come, self._come)

    def _come(self) -> None:
        first = len(self._desks.all)
        self._desks.start(self._seats)
        self._callers = range(first, len(self._desks.all))
        self._desks.wait_until_loaded()

    def who(self, visitor: Visitor) -> Told | None:
        """What somebody was told who is let in; None: they come for another reason."""
        return self._coming.get(visitor.number)

    def end(self) -> None:
        """The calls that are over."""
        now = self._day.now
        over = {caller: line for caller, line in self._lines.items() if line.ends <= now}
        answers = self._desks.ask({caller: {"do": "hang_up"} for caller in over})
        for caller, line in over.items():
            del self._lines[caller]
            line.call.end, line.call.outcome = self._day.now, answers[caller].get("outcome")
            promised = answers[caller].get("promised")
            if promised:
                self._promised(caller, line.call.person_id, promised)

    def go_on(self, *, dial: bool) -> None:
        """Calls that last keep their reservation; `dial`: whoever is free calls the next one."""
        wishes: dict[int, Mapping[str, Any]] = {caller: {"do": "keep"} for caller in self._lines}
        if dial:
            wishes |= {caller: {"do": "dial"} for caller in self._callers if caller not in self._lines}
        begin = self._day.now
        for caller, answer in self._desks.ask(wishes).items():
            if "takes_s" in answer:
                doses = tuple(Dose(*each) for each in answer["doses"])
                call = Called(caller, answer["person"], tuple(answer["numbers"]), doses, begin)
                self._ledger.calls.append(call)
                # The minute in which it was dialled counts whole.
                self._lines[caller] = _Line(call, begin + timedelta(seconds=answer["takes_s"]) - _MINUTE / 2)

    def _promised(self, caller: int, person_id: str, said: Mapping[str, Any]) -> None:
        """Somebody was told that there is a dose for them: they come, or do not."""
        arrive_by = datetime.fromisoformat(said["arrive_by"])
        coming = self._people.coming(person_id, self._day.now, said["minutes"], arrive_by)
        alone = not self._day.connected
        told = Told(said["promise"], person_id, Dose(*said["dose"]), arrive_by, caller, coming.keeps, alone)
        self._ledger.told.append(told)
        match coming.keeps:
            case Keeps.COMES | Keeps.LATE:
                number, self._next_number = self._next_number, self._next_number - 1
                self._coming[number] = told
                desk = self._people.desk(person_id, self._receptions)
                self._day.come(Visitor(number, said["code"], coming.at, desk, person_id=person_id))
            case Keeps.CALLS_OFF:
                self._day.at(coming.at, lambda: self._call_off(told))

    def _call_off(self, told: Told) -> None:
        """They telephone, and whoever promised it takes it back."""
        self._desks.ask({told.caller: {"do": "call_off", "promise": told.promise_id}})

    def _stock_up(self) -> None:
        """One after the other, or all would ask for the same people."""
        if self._outage is None:
            return
        minutes = (self._outage.end - self._day.now) // _MINUTE + 1
        for caller in self._callers:
            wish = {"do": "stock_up", "minutes": min(minutes, _LONGEST_BLOCK)}
            answer = self._desks.ask({caller: wish})[caller]
            self._ledger.taken_along.update({name: answer[name] for name in ("people", "doses") if name in answer})

"""Calling people for doses that are left over: the list, who is called now, what came of it, and promises.

Nobody is dialled without a lease, and nothing is promised before the service, or the desk's own allotment, says so. A
grant that comes after the operator has said "Nachrücker" is shown until somebody offers or withdraws it.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from empfang.commands.allotting import Allot, ReturnAllotment
from empfang.commands.base import Payload
from empfang.commands.calling import LeaseCalls, RecordCall, ReleaseCall, ToCall, lease_id
from empfang.commands.promised import ToPromise
from empfang.commands.promising import PromiseDose, PromiseFromAllotment, WithdrawPromise
from empfang.desk.call_book import AT_ONCE, CallBook
from empfang.desk.dose_board import DoseBoard
from empfang.desk.leftover_views import Answer, CallPage, DoseOverview, Requested, Yes
from empfang.desk.reading import Reading
from empfang.desk.views import Undone
from empfang.ids import new_id
from empfang.model import Allotment, CallLease, Operator, Person, Promise, PromiseState, moment_text
from empfang.protocol import Status
from empfang.rules.arrival import local
from empfang.rules.call_candidates import Portion, Stock, candidates
from empfang.rules.call_order import USUAL_ORDER, CallLine, Criterion, Order, Ranking, next_of, passed_over
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.call_people import numbers_of
from empfang.rules.call_reasons import Barred
from empfang.rules.codes import make_code
from empfang.rules.explained import Explained
from empfang.rules.leftover_day import Leftover
from empfang.rules.vials import Dose
from empfang.store import Writing
from empfang.store.store import Stamp

_CRITERIA = frozenset(Criterion)


_TOO_OLD = timedelta(minutes=3)
"""A list that is older is made anew, also between two keys."""


@dataclass(slots=True)
class _Listed:
    """The list as it was decided at a moment, and followed since for whoever changed."""

    wanted: tuple[Stock, Order, bool]
    at: datetime
    ranking: Ranking
    barred: dict[str, Barred]


class Calling:
    """Calls for leftover doses, at one desk. What belongs together is recorded in one transaction."""

    def __init__(
        self,
        reading: Reading,
        board: DoseBoard,
        book: CallBook,
        record: Callable[[Callable[[Writing, Stamp], None]], None],
        whoever: Callable[[], str],
    ) -> None:
        """`record` runs something within a write transaction, with the stamp of whoever works here now (`whoever`)."""
        self.draw: Callable[[int], int] = secrets.randbelow
        self._reading = reading
        self._board = board
        self._book = book
        self._record = record
        self._whoever = whoever
        self._listed: _Listed | None = None

    # The list

    def overview(self) -> DoseOverview:
        """How it stands with the day's doses."""
        return self._board.overview()

    def go_on(self, most: int = AT_ONCE) -> bool:
        """Read some more of those who can be called, at most so many; True while there are more."""
        return self._book.go_on(sorted({dose.vaccine for dose in self._board.forecast().of}), most)

    def page(self) -> CallPage:
        """Whom one can call, in order."""
        listed, book = self._lists(), self._book
        counts = Counter(listed.barred.values())
        return CallPage(listed.ranking, dict(counts.most_common()), self._others(), ready=not book.left_to_read)

    def minute_passed(self) -> None:
        """What depends on the time is decided anew: between two keys nobody waits for that."""
        self._listed = None
        self._lists()

    def next(self) -> CallLine | Explained:
        """Whom to call next; or why there is nobody."""
        listed, may = self._lists(), self._board.may_call()
        counts = Counter(listed.barred.values()) if not listed.ranking else {}
        return next_of(listed.ranking, listed.ranking.stock, self._whoever(), self._here(), may=may, counts=counts)

    def passed_over(self, line: CallLine) -> Explained | None:
        """Why a reason must be given for calling this one before others; None: none need be."""
        ranking = self._lists().ranking
        return passed_over(ranking, line, ranking.stock, self._whoever(), self._here())

    def _lists(self) -> "_Listed":
        now = self._here()
        if 0 < self._book.left_to_read <= AT_ONCE:
            # Whoever changed meanwhile, or the last of those who are read at first.
            self.go_on()
        stock, settings = self._stock(), self._board.settings()
        order = Order(self._seed(), _criteria(settings.order))
        wanted = stock, order, settings.not_asked
        listed, callees = self._listed, self._book.callees
        if listed is None or listed.wanted != wanted or now - listed.at > _TOO_OLD:
            self._book.changed()
            found = candidates(callees.values(), stock, now, self._book.leases(), not_asked=settings.not_asked)
            ranking = Ranking(found.possible, stock, order, now)
            listed = self._listed = _Listed(wanted, now, ranking, dict(found.barred))
            return listed
        changed = self._book.changed()
        if changed:
            some = [callees[each] for each in changed if each in callees]
            found = candidates(some, stock, now, self._book.leases(), not_asked=settings.not_asked)
            for person_id in changed:
                listed.barred.pop(person_id, None)
                listed.ranking.drop(person_id)
            listed.barred.update(found.barred)
            for each in found.possible:
                listed.ranking.put(each)
        return listed

    def _stock(self) -> Stock:
        rows, found = self._board.rows(), self._board.forecast().of
        here_by: dict[Portion, datetime] = {
            dose: row.latest for dose, row in zip(found, rows, strict=True) if _is_left(row.found)
        }
        free = {dose for dose, each in found.items() if each.by_phone and not each.short}
        free |= {Dose(each.vaccine, each.size) for each, left in self.allotments() if left}
        return Stock(here_by, frozenset(free))

    def _seed(self) -> str:
        """The seed of the day's draw: it stands before anybody knows the list."""
        return f"{self._reading.centre_id} {self._reading.today().isoformat()}"

    def _others(self) -> tuple[str, ...]:
        """Who else is on the telephone."""
        mine = self._whoever()
        names = {
            self._reading.name_of(Operator, each.operator_id)
            for each in self._book.leases()
            if each.operator_id != mine
        }
        return tuple(sorted(name for name in names if name))

    def _here(self) -> datetime:
        return local(self._reading.clock.now(), self._reading.centre())

    # A call

    def ask_for(self, people: Sequence[Person], offline_minutes: int | None = None) -> str:
        """Ask for the right to call these people; gives the request's id. Asked for again, it is renewed."""
        to_call = tuple(ToCall(person_id=each.id, numbers=numbers_of(each)) for each in people)
        return self._one(LeaseCalls(centre_id=self._reading.centre_id, people=to_call, offline_minutes=offline_minutes))

    def lease(self, person_id: str) -> CallLease | None:
        """This desk's lease on somebody, if it holds one now."""
        reading = self._reading
        found = reading.rows.get(CallLease, lease_id(reading.centre_id, person_id))
        desk_id = reading.store.meta("desk_id") or ""
        valid = found is not None and found.desk_id == desk_id and found.until > reading.clock.now()
        return found if valid else None

    def refused(self, command_id: str) -> Explained | None:
        """Why a request was refused, once it was; None if it was not, or nobody knows yet."""
        verdict = self._reading.verdict(command_id)
        if verdict is None or verdict.status is Status.GRANTED:
            return None
        return Explained(verdict.code or "", dict(verdict.parameters))

    def release(self, person_id: str, fence: int) -> None:
        """Nobody was dialled: somebody else may call them."""
        self._one(ReleaseCall(person_id=person_id, centre_id=self._reading.centre_id, fence=fence))

    def record(
        self, person_id: str, outcome: CallOutcome, fence: int = 0, *, also: Sequence[Payload] = (), **details: Any
    ) -> str:
        """What came of a call, with what follows from it; gives the attempt's id. `details`: those of `RecordCall`."""
        attempt_id = new_id()
        reading = self._reading
        said = RecordCall(
            attempt_id=attempt_id,
            person_id=person_id,
            centre_id=reading.centre_id,
            day=reading.today(),
            outcome=outcome,
            fence=fence,
            **details,
        )
        self._all(said, *also)
        return attempt_id

    # Promises

    def promise(self, person: Person, yes: Yes, fence: int = 0) -> Answer | Requested:
        """Somebody says yes: from the desk's allotment at once, else it is asked of the service.

        Gives the answer, or what was asked for (`answer`).
        """
        wanted = self._wanted(person, yes)
        allotment = self._allotted(Dose(yes.vaccine, yes.size), yes.persons)
        if allotment is not None and not self._asks_first(yes):
            self._one(PromiseFromAllotment(wanted=wanted, allotment_id=allotment.id))
            return Answer(yes.persons, yes.persons, None, wanted.promise_id, yes.arrive_by)
        command_id = self._one(PromiseDose(wanted=wanted, fence=fence))
        return Requested(command_id, wanted.promise_id, yes.persons)

    def answer(self, requested: Requested) -> Answer:
        """What became of a promise that was asked for, as the store has it."""
        reading, asked, promise_id = self._reading, requested.persons, requested.promise_id
        verdict, promise = reading.verdict(requested.command_id), reading.rows.get(Promise, promise_id)
        if verdict is not None and verdict.status is not Status.GRANTED:
            return Answer(0, asked, verdict.code, promise_id)
        if verdict is None or promise is None or promise.state is PromiseState.PENDING:
            return Answer(None, asked, None, promise_id)
        return Answer(promise.persons, asked, None, promise_id, local(promise.arrive_by, reading.centre()))

    def withdraw(self, promise_id: str, reason: str) -> Undone:
        """A promise is taken back: its dose is free at once."""
        known = self._reading.rows.get(Promise, promise_id)
        if known is None:
            return Undone(False, "promise_unknown")
        self._one(WithdrawPromise(promise_id=promise_id, person_id=known.person_id, reason=reason))
        return Undone(True)

    def _wanted(self, person: Person, yes: Yes) -> ToPromise:
        reading = self._reading
        return ToPromise(
            promise_id=new_id(),
            appointment_id=new_id(),
            person_id=person.id,
            centre_id=reading.centre_id,
            day=reading.today(),
            vaccine=yes.vaccine,
            size=yes.size,
            name=self._board.name_of(yes.vaccine),
            dose_kind=yes.dose_kind,
            persons=yes.persons,
            arrive_by=yes.arrive_by,
            code=make_code(reading.centre_id, self.draw),
            instead_of=yes.instead_of,
        )

    def _asks_first(self, yes: Yes) -> bool:
        """Whether the service must look at it all the same: nobody can move a second dose without it."""
        return yes.instead_of is not None

    # Allotments

    def allot(self, dose: Dose, number: int, minutes: int) -> str:
        """Ask for doses that this desk may promise without asking; gives the request's id."""
        return self._one(
            Allot(
                allotment_id=new_id(),
                centre_id=self._reading.centre_id,
                day=self._reading.today(),
                vaccine=dose.vaccine,
                size=dose.size,
                number=number,
                minutes=minutes,
            )
        )

    def give_back(self, allotment: Allotment) -> str | None:
        """What is left of an allotment goes back; gives the request's id, None if nothing is left."""
        left = self.left_of(allotment)
        return self._one(ReturnAllotment(allotment_id=allotment.id, number=left)) if left else None

    def allotments(self) -> list[tuple[Allotment, int]]:
        """This desk's that have not ended, and how many doses are left of each."""
        now, desk_id = self._reading.clock.now(), self._reading.store.meta("desk_id")
        found = [each for each in self._board.records().allotments if each.desk_id == desk_id and each.until > now]
        return [(each, self.left_of(each)) for each in found]

    def left_of(self, allotment: Allotment) -> int:
        """How many doses of an allotment are not promised."""
        given = sum(
            each.persons
            for each in self._board.records().promises
            if each.allotment_id == allotment.id and each.state is not PromiseState.WITHDRAWN
        )
        return max(0, allotment.number - allotment.returned - given)

    def _allotted(self, dose: Dose, persons: int) -> Allotment | None:
        """An allotment of which so many can be given, the one that ends first."""
        fits = [each for each, left in self.allotments() if (each.vaccine, each.size) == dose and left >= persons]
        return min(fits, key=lambda each: (moment_text(each.until), each.id), default=None)

    # Recording

    def _one(self, payload: Payload) -> str:
        return self._all(payload)[0]

    def _all(self, *payloads: Payload) -> list[str]:
        made: list[str] = []

        def write(writing: Writing, stamp: Stamp) -> None:
            made.extend(writing.record(payload, stamp).command.id for payload in payloads)

        self._record(write)
        return made


def _is_left(found: Leftover) -> bool:
    """Whether people are called for it: there is some, or there may be when they come."""
    return bool(found.usable or found.planned)


def _criteria(names: Sequence[str]) -> tuple[Criterion, ...]:
    known = tuple(Criterion(name) for name in names if name in _CRITERIA)
    return known or USUAL_ORDER

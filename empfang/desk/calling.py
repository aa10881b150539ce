"""Calling people for doses that are left over: the list, who is called now, what came of it, and promises.

Nobody is dialled without a lease, and nothing is promised before the service, or the desk's own allotment, says so. A
grant that comes after the operator has said "Nachrücker" is shown until somebody offers or withdraws it.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from empfang.commands.asking_by_text import AskByText
from empfang.commands.base import Payload
from empfang.commands.calling import LeaseCalls, RecordCall, ReleaseCall, ToCall, lease_id
from empfang.desk.call_book import AT_ONCE, CallBook
from empfang.desk.dose_board import DoseBoard
from empfang.desk.leftover_views import CallPage, DoseOverview
from empfang.desk.promising import Promising
from empfang.desk.reading import Reading
from empfang.ids import new_id
from empfang.model import (
    CallLease,
    Operator,
    Person,
)
from empfang.protocol import Status
from empfang.rules.arrival import local
from empfang.rules.call_candidates import TEXT_ONLY, Candidate, Portion, Stock, candidates
from empfang.rules.call_order import USUAL_ORDER, CallLine, Criterion, Order, Ranking, next_of, passed_over
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.call_people import numbers_of
from empfang.rules.call_reasons import Barred
from empfang.rules.explained import Explained
from empfang.rules.leftover_day import Leftover
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


class Calling(Promising):
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
        super().__init__(reading, board, record)
        self._book = book
        self._whoever = whoever
        self._listed: _Listed | None = None
        self.is_alone: Callable[[], bool] = lambda: False
        """Whether there is no network, as whoever uses this knows. Then only those are called whom this desk has
        reserved, and only what it was allotted is free."""

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
        return next_of(
            listed.ranking,
            listed.ranking.stock,
            self._whoever(),
            self._here(),
            may=may,
            counts=counts,
            alone=self.is_alone(),
        )

    def passed_over(self, line: CallLine) -> Explained | None:
        """Why a reason must be given for calling this one before others; None: none need be."""
        ranking = self._lists().ranking
        return passed_over(ranking, line, ranking.stock, self._whoever(), self._here(), alone=self.is_alone())

    def _lists(self) -> "_Listed":
        now = self._here()
        if 0 < self._book.left_to_read <= AT_ONCE:
            # Whoever changed meanwhile, or the last of those who are read at first.
            self.go_on()
        wanted = self._wanted_list()
        stock, order, not_asked = wanted
        listed, callees = self._listed, self._book.callees
        if listed is None or listed.wanted != wanted or now - listed.at > _TOO_OLD:
            self._book.changed()
            found = candidates(callees.values(), stock, now, self._book.leases(), not_asked=not_asked)
            ranking = Ranking(found.possible, stock, order, now)
            listed = self._listed = _Listed(wanted, now, ranking, dict(found.barred))
            return listed
        changed = self._book.changed()
        if changed:
            some = [callees[each] for each in changed if each in callees]
            found = candidates(some, stock, now, self._book.leases(), not_asked=not_asked)
            for person_id in changed:
                listed.barred.pop(person_id, None)
                listed.ranking.drop(person_id)
            listed.barred.update(found.barred)
            for each in found.possible:
                listed.ranking.put(each)
        return listed

    @property
    def is_at_hand(self) -> bool:
        """Whether the list can be had at once: nothing changed but some of the people it is about."""
        listed = self._listed
        if listed is None or not self._board.is_computed or self._book.left_to_read > AT_ONCE:
            return False
        return listed.wanted == self._wanted_list() and self._here() - listed.at <= _TOO_OLD

    def _wanted_list(self) -> tuple[Stock, Order, bool]:
        """Which doses the list is about, in what order, and whether those are on it whom nobody asked."""
        settings = self._board.settings()
        return self.stock(), Order(self._seed(), _criteria(settings.order)), settings.not_asked

    def stock(self) -> Stock:
        """What can be promised, and until when somebody must be here for it."""
        rows, found = self._board.rows(), self._board.forecast().of
        here_by: dict[Portion, datetime] = {
            dose: row.latest for dose, row in zip(found, rows, strict=True) if _is_left(row.found)
        }
        own: frozenset[Portion] = frozenset(each.found.dose for each in rows if each.own)
        if self.is_alone():
            return Stock(here_by, own, free_here=own)
        by_phone = frozenset(dose for dose, each in found.items() if each.by_phone and not each.short)
        free_here = frozenset(dose for dose, each in found.items() if each.safe and not each.short)
        return Stock(here_by, by_phone | own, free_here=free_here | own)

    def _seed(self) -> str:
        """The seed of the day's draw: it stands before anybody knows the list."""
        return f"{self._reading.centre_id} {self._reading.today().isoformat()}"

    def _others(self) -> tuple[str, ...]:
        """Who else is on the telephone."""
        others = {each.operator_id for each in self._book.leases() if not each.is_ours} - {self._whoever()}
        names = {self._reading.name_of(Operator, each) for each in others}
        return tuple(sorted(name for name in names if name))

    def _here(self) -> datetime:
        return local(self._reading.clock.now(), self._reading.centre())

    # A call

    def ask_for(self, people: Sequence[Person], offline_minutes: int | None = None, *, on_site: bool = False) -> str:
        """Ask for the right to call these people; gives the request's id. Asked for again, it is renewed.

        `on_site`: they are here and asked: others of their household can be called meanwhile.
        """
        to_call = tuple(ToCall(person_id=each.id, numbers=() if on_site else numbers_of(each)) for each in people)
        return self._one(LeaseCalls(centre_id=self._reading.centre_id, people=to_call, offline_minutes=offline_minutes))

    def lease(self, person_id: str) -> CallLease | None:
        """This desk's lease on somebody, if it holds one now."""
        reading = self._reading
        found = reading.rows.get(CallLease, lease_id(reading.centre_id, person_id))
        valid = found is not None and found.desk_id == reading.desk_id and found.until > reading.clock.now()
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

    def by_text(self) -> list[Candidate]:
        """Who cannot telephone, and could be asked by a text message for what is free; none where none are sent."""
        settings, stock = self._board.settings(), self.stock()
        if not settings.text_messages or not stock.free:
            return []
        barred, callees = self._lists().barred, self._book.callees
        some = [callees[each] for each, why in barred.items() if why is Barred.TEXT_ONLY and each in callees]
        able = [replace(each, needs=tuple(need for need in each.needs if need != TEXT_ONLY)) for each in some]
        found = candidates(able, stock, self._here(), self._book.leases(), not_asked=settings.not_asked)
        order = Order(self._seed(), _criteria(settings.order))
        possible = {each.callee.person_id: each for each in found.possible}
        return [possible[line.person_id] for line in Ranking(found.possible, stock, order, self._here())]

    def ask_by_text(self, candidate: Candidate) -> str:
        """Ask the service to send somebody a text message; gives the request's id."""
        reading = self._reading
        return self._one(
            AskByText(
                attempt_id=new_id(),
                person_id=candidate.callee.person_id,
                centre_id=reading.centre_id,
                day=reading.today(),
                until=candidate.call_until or reading.clock.now(),
            )
        )

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


def _is_left(found: Leftover) -> bool:
    """Whether people are called for it: there is some, or there may be when they come."""
    return bool(found.usable or found.planned)


def _criteria(names: Sequence[str]) -> tuple[Criterion, ...]:
    known = tuple(Criterion(name) for name in names if name in _CRITERIA)
    return known or USUAL_ORDER

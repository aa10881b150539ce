"""Who calls whom, and what came of it.

A lease is granted by the service, so that no two desks call a person at the same time (rule 7 of design 3), nor two
people who share a number. Each holder gets a higher `fence`: what somebody states who held it before is kept, and has
no consequences. What follows from calls is folded from the attempts (`rules.call_state`) wherever it is asked for.
"""

from datetime import date, datetime, timedelta
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from empfang.commands.base import FULL, Applied, Fact, Granted, Refused, Request, nothing, released
from empfang.commands.fields import Reason
from empfang.commands.tx import Deciding, Tx
from empfang.ids import derived_id
from empfang.model import CallAttempt, CallLease, Moment
from empfang.protocol import Command
from empfang.rules.call_outcomes import FOLLOWS, CallOutcome, Out

LEASED = timedelta(minutes=3)
"""So long a person is an operator's, unless they renew it."""
OFFLINE_MOST = timedelta(hours=2)
LOOKED_AHEAD = timedelta(days=1)
"""No lease lasts so long, whatever clock it was granted by."""
MOST_AT_ONCE = 50
_LONGEST = 64


def lease_id(centre_id: str, person_id: str) -> str:
    """The id of the one lease that a person can be under at a centre."""
    return derived_id("call_lease", centre_id, person_id)


class ToCall(BaseModel):
    """Somebody who is to be called, with their numbers in E.164."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    person_id: str
    numbers: tuple[str, ...] = Field(default=(), max_length=8)


@released()
class LeaseCalls(Request):
    """The right to call these people: for three minutes, or as long as is stated by a desk that goes on offline.

    Asked for again by the desk that holds it, it is renewed. Of several people it gets those who are free.
    """

    kind: ClassVar[str] = "lease_calls"
    centre_id: str
    people: tuple[ToCall, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)
    offline_minutes: int | None = Field(default=None, ge=1, le=OFFLINE_MOST // timedelta(minutes=1))

    def subjects(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.person_id for each in self.people))

    def mark_pending(self, tx: Tx, command: Command) -> None:
        """Nothing shows it: nobody is dialled before the service has said yes."""

    def decide(self, tx: Deciding, command: Command, now: datetime) -> Granted | Refused:
        # Somebody may be on the lists of several centres.
        known = [each for person_id in self.subjects() for each in tx.find(CallLease, person_id=person_id)]
        here = tx.between(CallLease, "until", now, now + LOOKED_AHEAD, centre_id=self.centre_id)
        others = [each for each in (*known, *here) if each.until > now and each.desk_id != command.desk_id]
        free = [each for each in self.people if _holder(others, each) is None]
        if not free:
            holder = _holder(others, self.people[0])
            return _held(holder, self.people[0]) if holder is not None else Refused("call_held")
        self._grant(tx, command, now, free)
        return Granted()

    def honour(self, tx: Tx, command: Command) -> None:
        self._grant(tx, command, command.occurred_at, self.people)

    def _grant(self, tx: Tx, command: Command, now: datetime, people: tuple[ToCall, ...] | list[ToCall]) -> None:
        offline = self.offline_minutes is not None
        until = now + (LEASED if self.offline_minutes is None else timedelta(minutes=self.offline_minutes))
        for each in people:
            known = tx.get(CallLease, lease_id(self.centre_id, each.person_id))
            holder = (command.desk_id, command.operator_id)
            same = known is not None and (known.desk_id, known.operator_id) == holder and known.until > now
            fence = 1 if known is None else known.fence + (0 if same else 1)
            tx.put(
                CallLease(
                    id=lease_id(self.centre_id, each.person_id),
                    person_id=each.person_id,
                    centre_id=self.centre_id,
                    desk_id=command.desk_id,
                    operator_id=command.operator_id,
                    numbers=each.numbers,
                    granted_at=known.granted_at if same and known is not None else now,
                    # What was stated for going on offline is not taken back by a shorter word.
                    until=max(until, known.until) if same and known is not None and known.offline else until,
                    fence=fence,
                    offline=offline or (same and known is not None and known.offline),
                )
            )


def _holder(others: list[CallLease], wanted: ToCall) -> CallLease | None:
    """Whose somebody is, or somebody with the same number."""
    numbers = set(wanted.numbers)
    return next((each for each in others if each.person_id == wanted.person_id or numbers & set(each.numbers)), None)


def _held(holder: CallLease, wanted: ToCall) -> Refused:
    return Refused(
        "call_held",
        {
            "operator_id": holder.operator_id,
            "until": holder.until.isoformat(),
            "offline": holder.offline,
            "household": holder.person_id != wanted.person_id,
        },
    )


@released()
class ReleaseCall(Fact):
    """Nobody was called after all: somebody else may at once, and it was no attempt."""

    kind: ClassVar[str] = "release_call"
    person_id: str
    centre_id: str
    fence: int

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def apply(self, tx: Tx, command: Command) -> Applied:
        lease = tx.get(CallLease, lease_id(self.centre_id, self.person_id))
        if lease is None or lease.fence != self.fence:
            return nothing("lease_passed")
        return FULL if _release(tx, lease, command) else nothing("known_already")


@released()
class RecordCall(Fact):
    """Somebody was called, and what came of it. `fence` is that of the lease; 0: they called themselves.

    `corrects`: the attempt instead of which this one counts. `reason` may tell about health: it stays with the person's
    records and goes with them.
    """

    kind: ClassVar[str] = "record_call"
    attempt_id: str
    person_id: str
    centre_id: str
    day: date
    outcome: CallOutcome
    number: str = Field(default="", max_length=_LONGEST)
    vaccines: tuple[str, ...] = Field(default=(), max_length=16)
    callback_at: Moment | None = None
    reason: Reason = ""
    earliest_on: date | None = None
    corrects: str | None = None
    fence: int = Field(default=0, ge=0)

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return () if self.corrects is None else ((CallAttempt.kind, self.corrects),)

    def apply(self, tx: Tx, command: Command) -> Applied:
        if tx.get(CallAttempt, self.attempt_id) is not None:
            return nothing("known_already")
        lease = tx.get(CallLease, lease_id(self.centre_id, self.person_id))
        fenced = lease is not None and 0 < self.fence < lease.fence
        tx.put(
            CallAttempt(
                id=self.attempt_id,
                person_id=self.person_id,
                centre_id=self.centre_id,
                day=self.day,
                occurred_at=command.occurred_at,
                outcome=self.outcome,
                number=self.number,
                vaccines=self.vaccines,
                callback_at=self.callback_at,
                reason=self.reason,
                earliest_on=self.earliest_on,
                corrects=self.corrects,
                fence=self.fence,
                fenced=fenced,
                desk_id=command.desk_id,
                operator_id=command.operator_id,
            )
        )
        if fenced:
            return nothing("lease_passed")
        if lease is not None and lease.fence == self.fence and not self._is_kept(lease):
            _release(tx, lease, command)
        return FULL

    def _is_kept(self, lease: CallLease) -> bool:
        """Whether it stays: without the network nobody could be reserved anew who is to be called again today."""
        return lease.offline and FOLLOWS[self.outcome].out is Out.NO


def _release(tx: Tx, lease: CallLease, command: Command) -> bool:
    """The lease ends when it was said to; False if it had ended before."""
    if lease.until <= command.occurred_at or lease.desk_id != command.desk_id:
        return False
    tx.put(lease.with_(until=command.occurred_at))
    return True

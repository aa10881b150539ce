"""Who can be called for a dose that is left over, and for which; of everybody else, why not (design 7)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.call_reasons import Barred, barred_by, offered_by
from empfang.rules.call_state import NEVER_CALLED, CallState, NextCall, next_call, next_day, usable_numbers
from empfang.rules.eligibility import Verdict
from empfang.rules.on_site import OnSite

TEXT_ONLY = "text_only"
"""The need of somebody who cannot telephone."""
FULL = "full"
"""The size of a dose that is not another one."""
Portion = tuple[str, str]
"""A vaccine (code) and the size of a dose: what is counted."""
_CANNOT_TODAY = frozenset({CallOutcome.NOT_TODAY, CallOutcome.CANNOT_MAKE_IT})


@dataclass(frozen=True, slots=True)
class Callee:
    """What is known of somebody who may be called, one for each person.

    `numbers` in the order in which they are dialled, E.164. `standby`: whether they would come at short notice; None:
    nobody asked. `minutes` to the centre; None: nobody asked. `reachable_from`, `reachable_until`: on the centre's
    clock. `wanted`: the vaccines (codes) they would take; empty: any. `sizes`: by vaccine, the size of the dose that
    they would get, where it is not the full one (half a Spikevax for a booster). `waiting_since`: on the waiting list;
    `later`: their own later appointment. `chance` to reach them, where somebody has worked it out. `inside`: in the
    house, or vaccinated here today. `on_site`: asked here instead of called, since `here_since`; of `state.today` then
    counts what they said since they are here.
    """

    person_id: str
    numbers: tuple[str, ...] = ()
    standby: bool | None = None
    needs: tuple[str, ...] = ()
    minutes: int | None = None
    reachable_from: time | None = None
    reachable_until: time | None = None
    wanted: frozenset[str] = frozenset()
    sizes: Mapping[str, str] = field(default_factory=dict)
    waiting_since: datetime | None = None
    later: datetime | None = None
    priority: int | None = None
    chance: float | None = None
    inside: bool = False
    booked_today: bool = False
    verdict: Verdict | None = None
    state: CallState = NEVER_CALLED
    on_site: OnSite | None = None
    here_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stock:
    """What can be promised when: by vaccine and size, the latest moment at which somebody must be at the centre.

    That is the last jab or the use-by, less the way through the house. `free`: of what a dose can be promised now by
    telephone, `free_here`: to somebody who is here. `assumed_minutes`: the way of those who never said.
    """

    here_by: Mapping[Portion, datetime]
    free: frozenset[Portion] = frozenset()
    assumed_minutes: int = 30
    free_here: frozenset[Portion] = frozenset()


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody is at it: a lease, until a moment. `household`: it is on another person of the same number.

    `is_ours`: this desk holds it for being without the network, whoever works here.
    """

    operator_id: str
    until: datetime
    offline: bool = False
    household: bool = False
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to call somebody. `numbers`: theirs, where they may not be among those who are decided about.

    `is_ours`: see `Held`.
    """

    person_id: str
    operator_id: str
    until: datetime
    numbers: tuple[str, ...] = ()
    offline: bool = False
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can be called (or asked, if on site) and for which doses: vaccine and size.

    `call`: the number and from when; None for people on site. `call_until`: when a promise comes too late for them
    (their T_last). `held`: somebody else is at it.
    """

    callee: Callee
    doses: tuple[Portion, ...]
    call: NextCall | None = None
    call_until: datetime | None = None
    held: Held | None = None

    @property
    def vaccines(self) -> tuple[str, ...]:
        """The codes of the vaccines."""
        return tuple(vaccine for vaccine, _ in self.doses)

    def has_free(self, stock: Stock) -> bool:
        """Whether one of these doses can be promised to them now."""
        free = stock.free_here if self.callee.on_site is not None else stock.free
        return not free.isdisjoint(self.doses)


@dataclass(frozen=True, slots=True)
class Found:
    """Who can be called, and who cannot, each with one reason."""

    possible: tuple[Candidate, ...]
    barred: Mapping[str, Barred] = field(default_factory=dict)

    @property
    def counts(self) -> Mapping[Barred, int]:
        """How many for each reason, the most frequent first."""
        return dict(sorted(Counter(self.barred.values()).items(), key=lambda each: (-each[1], each[0])))


def candidates(
    callees: Iterable[Callee],
    stock: Stock,
    local_now: datetime,
    leases: Sequence[Lease] = (),
    *,
    not_asked: bool = False,
) -> Found:
    """Decide of everybody at a moment of the centre's clock (aware). The centre's hours are `call_hours`' matter.

    `not_asked`: people are called too whom nobody has asked whether they would come at short notice.

    Raises:
        ValueError: the same person twice.
    """
    everybody = tuple(callees)
    people = {each.person_id: each for each in everybody}
    if len(people) < len(everybody):
        raise ValueError("the same person twice")
    possible: list[Candidate] = []
    barred: dict[str, Barred] = {}
    holding = _Holding(leases, people, local_now)
    for each in everybody:
        callee = _as_of(each, local_now.date())
        found = _decided(callee, stock, local_now, not_asked=not_asked)
        if isinstance(found, Barred):
            barred[each.person_id] = found
        else:
            possible.append(Candidate(callee, found.doses, found.call, found.until, holding.of(callee)))
    return Found(tuple(possible), barred)


@dataclass(frozen=True, slots=True)
class _Offer:
    doses: tuple[Portion, ...]
    call: NextCall | None = None
    until: datetime | None = None


def _as_of(callee: Callee, today: date) -> Callee:
    """Without what held for an earlier day only."""
    since = callee.state.today.on
    return callee if since is None or since >= today else replace(callee, state=next_day(callee.state, today))


def _decided(callee: Callee, stock: Stock, local_now: datetime, *, not_asked: bool) -> _Offer | Barred:
    state = callee.state
    said = _present(callee) or (_said_here(state) if callee.on_site else _said(callee, state, not_asked=not_asked))
    said = said or (_medical(state, local_now.date()) if state.medically_not else None)
    if said is not None:
        return said
    doses = _allowed(callee, state, stock, local_now.date())
    if isinstance(doses, Barred):
        return doses
    way = timedelta() if callee.on_site else timedelta(minutes=_minutes(callee, stock))
    doses = tuple(each for each in doses if local_now + way <= stock.here_by[each])
    if not doses:
        return Barred.TOO_FAR
    if callee.on_site:
        return _Offer(doses)
    call = _number(callee, state, local_now)
    if isinstance(call, Barred):
        return call
    return _Offer(doses, call, max(stock.here_by[each] for each in doses) - way)


def _allowed(callee: Callee, state: CallState, stock: Stock, today: date) -> tuple[Portion, ...] | Barred:
    """What is left of that the rules allow them and that they want."""
    vaccines = offered_by(callee.verdict)
    doses = [(each, callee.sizes.get(each, FULL)) for each in vaccines]
    there = [each for each in doses if each in stock.here_by]
    if not there:
        left = {vaccine for vaccine, _ in stock.here_by}
        return barred_by(callee.verdict, left, today) if left.isdisjoint(vaccines) else Barred.SIZE
    return tuple(each for each in there if _wants(callee, state, each[0])) or Barred.NOT_WANTED


def _present(callee: Callee) -> Barred | None:
    if callee.inside:
        return Barred.INSIDE
    return Barred.BOOKED_TODAY if callee.booked_today else None


def _said(callee: Callee, state: CallState, *, not_asked: bool) -> Barred | None:
    """What they asked for. Who said yes on the telephone is on standby, whatever the list says."""
    if state.today.ended_by is CallOutcome.PROMISED:
        return Barred.PROMISED
    if state.gone is not None:
        return Barred.NEVER_AGAIN if state.gone is CallOutcome.NEVER_AGAIN else Barred.VACCINATED
    if state.today.ended_by in _CANNOT_TODAY:
        return Barred.OUT_TODAY
    if callee.standby is not True and state.today.standby_since is None:
        if callee.standby is False:
            return Barred.NOT_STANDBY
        if not not_asked:
            return Barred.NOT_ASKED
    return Barred.TEXT_ONLY if TEXT_ONLY in callee.needs else None


def _said_here(state: CallState) -> Barred | None:
    """What somebody said who was asked at the centre. What they asked for on the telephone does not count here."""
    if state.today.ended_by is CallOutcome.PROMISED:
        return Barred.PROMISED
    if state.gone is CallOutcome.ALREADY_VACCINATED:
        return Barred.VACCINATED
    return Barred.OUT_TODAY if state.today.ended_by in _CANNOT_TODAY else None


def _medical(state: CallState, today: date) -> Barred | None:
    return Barred.MEDICALLY_NOT if state.earliest_on is None or today < state.earliest_on else None


def _wants(callee: Callee, state: CallState, vaccine: str) -> bool:
    return vaccine not in state.refused and (not callee.wanted or vaccine in callee.wanted)


def _minutes(callee: Callee, stock: Stock) -> int:
    return stock.assumed_minutes if callee.minutes is None else callee.minutes


def _number(callee: Callee, state: CallState, local_now: datetime) -> NextCall | Barred:
    if not usable_numbers(state, callee.numbers):
        return Barred.NO_NUMBER
    call = next_call(state, callee.numbers)
    if call is None:
        return Barred.USED_UP
    wall = local_now.time()
    early = callee.reachable_from is not None and wall < callee.reachable_from
    late = callee.reachable_until is not None and wall >= callee.reachable_until
    # A callback was agreed on: then they can be reached.
    return Barred.HOURS if (early or late) and state.today.callback is None else call


class _Holding:
    """Who is at whom."""

    def __init__(self, leases: Iterable[Lease], people: Mapping[str, Callee], now: datetime) -> None:
        valid = sorted((each for each in leases if now < each.until), key=lambda each: each.until)
        self._by_person = {each.person_id: each for each in valid}
        self._by_number: dict[str, Lease] = {}
        for each in valid:
            callee = people.get(each.person_id)
            self._by_number |= dict.fromkeys((*each.numbers, *(callee.numbers if callee else ())), each)

    def of(self, callee: Callee) -> Held | None:
        lease = self._by_person.get(callee.person_id)
        if lease is not None:
            return Held(lease.operator_id, lease.until, lease.offline, is_ours=lease.is_ours)
        if callee.on_site:
            return None
        found = next((self._by_number[each] for each in callee.numbers if each in self._by_number), None)
        return None if found is None else Held(found.operator_id, found.until, found.offline, household=True)

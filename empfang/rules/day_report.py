"""What became of a day's doses and calls: drawn = given + discarded + left, or why not (rule 2 of design 3)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from empfang.model import CallAttempt, Change, DoseChange, Promise, PromiseState, Vial
from empfang.rules.call_outcomes import FOLLOWS, CallOutcome
from empfang.rules.leftover_day import GRACE
from empfang.rules.leftover_records import moves_of
from empfang.rules.stock import level
from empfang.rules.vials import Dose

_OUTCOMES = frozenset(CallOutcome)


@dataclass(frozen=True, slots=True)
class Deviation:
    """Somebody counted `number`, by so many more (below zero: fewer) than there should have been."""

    at: datetime
    number: int
    by: int


@dataclass(frozen=True, slots=True)
class DoseBalance:
    """A day's doses of one vaccine and size.

    `discarded`: by the reason, the most first. `left`: what is there, `expired` of it past its use-by. `lacking`: so
    many more went than were drawn or counted. `lots`: those of the vials, as far as they were written down.
    """

    dose: Dose
    vials: int
    drawn: int
    given: int
    discarded: tuple[tuple[str, int], ...]
    left: int
    expired: int
    deviations: tuple[Deviation, ...]
    lacking: int
    lots: tuple[str, ...]

    @property
    def thrown_away(self) -> int:
        """All that was discarded."""
        return sum(number for _, number in self.discarded)

    @property
    def missing(self) -> int:
        """By how many drawn is more than given, discarded and left; less than zero: there were more."""
        return self.drawn - self.given - self.thrown_away - self.left


@dataclass(frozen=True, slots=True)
class CallTally:
    """A day's calls, and the doses that were promised (all of them), by what became of them.

    `waiting`: they may still come; `late`: a quarter of an hour over their time, and not here.
    """

    calls: int
    reached: int
    promised: int
    kept: int
    waiting: int
    late: int
    withdrawn: int


def balances(vials: Sequence[Vial], changes: Sequence[DoseChange], now: datetime) -> tuple[DoseBalance, ...]:
    """For every dose of which there was any, by its name."""
    moves, _ = moves_of(vials, changes)
    doses = {each.dose for each in moves} | {Dose(each.vaccine, each.size) for each in changes if not each.void}
    return tuple(_balance(dose, vials, changes, now) for dose in sorted(doses))


def _balance(dose: Dose, vials: Sequence[Vial], changes: Sequence[DoseChange], now: datetime) -> DoseBalance:
    opened = [each for each in vials if not each.void and (each.vaccine, each.size) == dose]
    theirs = [each for each in changes if not each.void and (each.vaccine, each.size) == dose]
    moves, counts = moves_of(opened, theirs)
    # As long as nobody has thrown it away it is there, whether it may still be given or not.
    there = level(dose, {}, moves, counts, now)
    use_by = {each.id: each.use_by for each in opened if each.use_by is not None}
    thrown: Counter[str] = Counter()
    for each in theirs:
        if each.change is Change.DISCARDED:
            thrown[each.reason] += each.number
    deviations: list[Deviation] = []
    ordered = sorted(counts, key=lambda each: each.at)
    for number, counted in enumerate(ordered, 1):
        before = [each for each in moves if each.at <= counted.at]
        by = level(dose, {}, before, ordered[:number], counted.at).deviation
        if by:
            deviations.append(Deviation(counted.at, counted.number, by))
    return DoseBalance(
        dose=dose,
        vials=len(opened),
        drawn=sum(each.drawn for each in opened),
        given=sum(each.number for each in theirs if each.change is Change.GIVEN),
        discarded=tuple(sorted(thrown.items(), key=lambda each: (-each[1], each[0]))),
        left=there.number,
        expired=max(0, there.number - level(dose, use_by, moves, counts, now).number),
        deviations=tuple(deviations),
        lacking=there.lacking,
        lots=tuple(sorted({each.lot for each in opened if each.lot})),
    )


def tally(attempts: Iterable[CallAttempt], promises: Iterable[Promise], now: datetime) -> CallTally:
    """Counted from the records of a day. A call that was corrected counts as what it was corrected to."""
    made = list(attempts)
    corrected = {each.corrects for each in made}
    rules = [
        FOLLOWS[CallOutcome(each.outcome)] if each.outcome in _OUTCOMES else None
        for each in made
        if each.id not in corrected
    ]
    doses: Counter[str] = Counter()
    for each in promises:
        if each.state is PromiseState.OPEN:
            doses["late" if now > each.arrive_by + GRACE else "waiting"] += each.persons
        else:
            doses[each.state] += each.persons
    return CallTally(
        calls=sum(rule is None or rule.attempt for rule in rules),
        reached=sum(rule is not None and rule.attempt and rule.reached for rule in rules),
        promised=sum(number for name, number in doses.items() if name != PromiseState.PENDING),
        kept=doses[PromiseState.KEPT],
        waiting=doses["waiting"],
        late=doses["late"],
        withdrawn=doses[PromiseState.WITHDRAWN],
    )

"""How many doses will be left over, and how many of them can be promised to somebody now.

The formulae, per vaccine and dose size (../shared/design/7-leftover.md):

- expected to be left: `E = U + O − H − Σp − Σc`, of what is usable and planned, those in the house, the booked who
  still come and the promised who do;
- safe to promise: `N = max(0, U − H − Q90(booked + promised still to come who will use this stock))`, from the
  distribution; never more than `U − H − promised`, and none while some promise is short;
- who is to use doses that end earlier than others has to come earlier. So N is computed for each use-by
  (`empfang.rules.promisable`), and the largest counts: doses that end early serve nobody who comes later.

A promise that is 15 minutes over holds no dose any more. The way through the house and the times of calling are those
of `empfang.rules.in_time`, the advice on another vial is that of `empfang.rules.another_vial`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from empfang.rules.another_vial import another_vial, at_least_surely
from empfang.rules.coming import Layer, Missing
from empfang.rules.explained import Explained, explained
from empfang.rules.in_time import attempts_needed, begin_calling, last_promise, way_through
from empfang.rules.leftover_day import (
    GRACE,
    HANGING,
    Admitted,
    Forecast,
    Leftover,
    OnHand,
    Promise,
    Situation,
)
from empfang.rules.leftover_lines import lines_of
from empfang.rules.poisson_binomial import Distribution, coming
from empfang.rules.promisable import Demand, Ending, Offer, offers, without_dose
from empfang.rules.stock import Level
from empfang.rules.vials import Dose

SAFE = 0.9
BAND = 0.9
TOGETHER = timedelta(minutes=30)
"""A use-by so soon after another is not looked at apart."""
DEADLINES = 3
"""Of more use-bys the first and the last count; to leave one out only makes N smaller."""
SHORT, CLOSED, NONE, ON_SITE, NOT_YET, CALL = (
    f"leftover.{each}" for each in ("short", "closed", "none", "on_site", "not_yet", "call")
)


def forecast(day: Situation) -> Forecast:
    """The forecast of every dose that is there or that somebody needs."""
    missing = Missing(day.booked, day.now, day.lateness)
    layers = missing.layers(day.spread)
    way = way_through(day.ways)
    doses = set(day.stock) | {each.dose for each in day.booked} | {each.dose for each in day.house}
    doses |= {each.dose for each in day.promises}
    found = {dose: _Of(day, dose, missing, layers, way).leftover() for dose in sorted(doses)}
    return Forecast(found, way, layers[len(layers) // 2].shift)


class _Of:
    """The forecast of one dose."""

    def __init__(self, day: Situation, dose: Dose, missing: Missing, layers: Sequence[Layer], way: timedelta) -> None:
        self._day, self._dose, self._missing, self._layers, self._way = day, dose, missing, layers, way
        self._shift = layers[len(layers) // 2].shift
        self._hand = day.stock.get(dose, OnHand(Level(dose)))
        self._batches = [each for each in self._hand.level.batches if each.use_by is None or each.use_by > day.now]
        self._usable = sum(each.number for each in self._batches)
        # The last jab of the day ends all doses.
        ends = [Ending(min(each.use_by or day.last_jab, day.last_jab), each.number) for each in self._batches]
        self._endings = sorted(ends, key=lambda each: each.at)
        self._house: list[Admitted] = [each for each in day.house if each.dose == dose]
        promises = [each for each in day.promises if each.dose == dose]
        self._promises: list[Promise] = [each for each in promises if day.now <= each.arrive_by + GRACE]
        self._late = sum(each.persons for each in promises) - sum(each.persons for each in self._promises)
        self._promised = sum(each.persons for each in self._promises)

    def leftover(self) -> Leftover:
        day, usable, planned = self._day, self._usable, self._hand.planned
        deadlines = self._deadlines()
        end = self._end(deadlines)
        booked = self._booked(end)
        still = booked.plus(self._promised_until(None))
        demands = [self._demand(each) for each in deadlines[:-1]]
        demands.append(Demand(end, still.quantile(SAFE), self._promised))
        short = self._short(demands)
        over = short > 0 or day.now >= day.last_jab
        offered = [] if over else list(offers(self._endings, len(self._house), demands, self._promised))
        in_time = [each for each in offered if day.now <= self._latest(each.by)]
        best = max(in_time or offered, key=lambda each: (each.doses, each.by), default=Offer(0, end))
        safe = max((each.doses for each in offered), default=0)
        by_phone = best.doses if in_time else 0
        latest = self._latest(best.by)
        attempts = attempts_needed(by_phone, day.calling)
        begin = begin_calling(latest, attempts, day.calling)
        expected_promised = sum(each.persons * each.comes for each in self._promises)
        left = usable + planned - len(self._house)
        low, high = still.band(BAND)
        found = Leftover(
            dose=self._dose,
            usable=usable,
            planned=planned,
            in_house=len(self._house),
            hanging=sum(day.now - each.at > HANGING for each in self._house),
            expected_booked=booked.mean(),
            expected_promised=expected_promised,
            expected_left=left - booked.mean() - expected_promised,
            coming=booked.band(BAND),
            left=(left - high, left - low),
            promised=self._promised,
            safe=safe,
            by_phone=by_phone,
            short=short,
            use_by=best.by if any(each.use_by is not None for each in self._batches) else None,
            last_promise=latest,
            attempts=attempts,
            begin=begin,
            action=explained(NONE),
            vial=self._vial(),
        )
        found = replace(found, action=self._action(found))
        return replace(found, lines=lines_of(found, self._hand.level, self._late))

    def _end(self, deadlines: Sequence[datetime]) -> datetime:
        """Until when people come who will use what is there: its end; today's, if it is used up or joined before."""
        enough = self._usable - len(self._house) + self._promised
        if not deadlines or self._hand.planned or self._surely_more(enough, deadlines[-1]) > SAFE:
            return self._day.last_jab
        return deadlines[-1]

    def _deadlines(self) -> list[datetime]:
        """Until when doses end that are looked at apart, in order."""
        ends = sorted({each.at for each in self._endings})
        kept: list[datetime] = []
        for each in ends:
            # The last one stands as it is: until then all doses that are there are used.
            if not kept or each == ends[-1] or each - kept[-1] > TOGETHER:
                kept.append(each)
        return kept if len(kept) <= DEADLINES else [*kept[: DEADLINES - 1], kept[-1]]

    def _within(self, until: datetime) -> float | None:
        """Minutes until then; None: whoever comes today comes in time."""
        return None if until >= self._day.last_jab else (until - self._day.now).total_seconds() / 60

    def _surely_more(self, number: int, until: datetime) -> float:
        """More than so many come by then, with a chance of at least this."""
        return at_least_surely(number + 1, self._missing, self._dose, self._layers, self._within(until))

    def _booked(self, until: datetime) -> Distribution:
        return self._missing.coming(self._dose, self._layers, self._within(until))

    def _promised_until(self, until: datetime | None) -> Distribution:
        chosen = (each for each in self._promises if until is None or each.arrive_by <= until)
        return coming((each.persons, each.comes, 1) for each in chosen)

    def _latest(self, by: datetime) -> datetime:
        return last_promise(self._day.last_jab, by, self._day.calling.travel, self._way)

    def _until(self, until: datetime) -> int:
        """Doses that end until then, less those in the house."""
        return sum(each.number for each in self._endings if each.at <= until) - len(self._house)

    def _demand(self, until: datetime) -> Demand:
        """Of those who come until doses end. Where a crowd takes them all, one does not look how large it is."""
        promised = sum(each.persons for each in self._promises if each.arrive_by <= until)
        enough = self._until(until) + self._promised + self._hand.planned
        if self._surely_more(enough, until) > 1 - SAFE:
            return Demand(until, enough, promised)
        return Demand(until, self._booked(until).plus(self._promised_until(until)).quantile(SAFE), promised)

    def _short(self, demands: Sequence[Demand]) -> int:
        """How many of the promised find no dose, by the same measure by which they were promised one."""
        slack = max(self._until(each.until) - each.most for each in demands)
        planned = Ending(self._day.last_jab, self._hand.planned)
        arrivals = [(each.arrive_by, each.persons) for each in self._promises]
        without = without_dose([*self._endings, planned], len(self._house), arrivals)
        return min(max(-slack - planned.number, without, 0), self._promised)

    def _action(self, found: Leftover) -> Explained:
        now = self._day.now
        if found.short:
            return explained(SHORT, short=found.short, promised=found.promised)
        if now >= self._day.last_jab:
            return explained(CLOSED, left=found.usable)
        if not found.safe:
            return explained(NONE)
        if not found.by_phone:
            return explained(ON_SITE, doses=found.safe, since=found.last_promise)
        if now < found.begin:
            return explained(NOT_YET, doses=found.by_phone, begin=found.begin)
        return explained(CALL, doses=found.by_phone, until=found.last_promise, attempts=found.attempts)

    def _vial(self) -> Explained | None:
        hand, day = self._hand, self._day
        if hand.container is None or hand.keeps is None or day.now >= day.last_jab:
            return None
        there = self._usable + hand.planned
        until = day.now + hand.keeps
        within = self._within(until)
        number = hand.container + there - len(self._house)
        promised = self._promised_until(until)
        return another_vial(
            hand.container,
            waiting=sum(each.appointment for each in self._house) - there,
            without=there - len(self._house),
            coming=lambda: self._booked(until).plus(promised),
            surely=at_least_surely(number, self._missing, self._dose, self._layers, within),
            expected=self._missing.expected(self._dose, self._shift, within) + promised.mean(),
            at_best=self._missing.expected(self._dose, self._layers[-1].shift, within) + promised.mean(),
        )

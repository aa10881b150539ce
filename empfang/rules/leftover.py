"""How many doses will be left over, and how many of them can be promised to somebody now.

The formulae, per vaccine and dose size (../shared/design/7-leftover.md):

- expected to be left: `E = U + O − H − Σp − Σc`, of what is usable and planned, those in the house, the booked who
  still come and the promised who do;
- safe to promise: `N = max(0, U − H − Q90(booked + promised still to come who will use this stock))`, from the
  distribution; never more than `U − H − promised`, and none while some promise is short;
- who is to use doses that end earlier than others has to come earlier. So N is computed for each use-by, from the doses
  that end until then and those who come until then, and the largest counts: doses that end together serve nobody later.

A promise that is 15 minutes over holds no dose any more. The way through the house and the times of calling are those
of `empfang.rules.in_time`, the advice on another vial is that of `empfang.rules.another_vial`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
from empfang.rules.poisson_binomial import Distribution, coming
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
    return Forecast(found, way, missing.day_shift(day.spread)[0])


@dataclass(frozen=True, slots=True)
class _Room:
    """What can be promised of the doses that end by a moment; less than 0: so many are lacking."""

    until: datetime
    slack: int
    safe: int


class _Of:
    """The forecast of one dose."""

    def __init__(self, day: Situation, dose: Dose, missing: Missing, layers: Sequence[Layer], way: timedelta) -> None:
        self._day, self._dose, self._missing, self._layers, self._way = day, dose, missing, layers, way
        self._shift = layers[len(layers) // 2].shift
        self._hand = day.stock.get(dose, OnHand(Level(dose)))
        self._batches = [each for each in self._hand.level.batches if each.use_by is None or each.use_by > day.now]
        self._usable = sum(each.number for each in self._batches)
        self._house: list[Admitted] = [each for each in day.house if each.dose == dose]
        promises = [each for each in day.promises if each.dose == dose]
        self._promises: list[Promise] = [each for each in promises if day.now <= each.arrive_by + GRACE]
        self._late = sum(each.persons for each in promises) - sum(each.persons for each in self._promises)
        self._promised = sum(each.persons for each in self._promises)

    def leftover(self) -> Leftover:
        day, usable, planned = self._day, self._usable, self._hand.planned
        deadlines = self._deadlines()
        # With vials to come, or none at all, everybody of today uses what is there; else those until its end.
        end = deadlines[-1] if deadlines and not planned else day.last_jab
        booked = self._booked(end)
        still = booked.plus(self._promised_until(None))
        rooms = [room for each in deadlines[:-1] if (room := self._room(each)) is not None]
        rooms.append(self._of_all(end, still))
        best = max(rooms, key=lambda each: (each.safe, each.until))
        short = self._short(max(each.slack for each in rooms))
        safe = 0 if short else best.safe
        latest = last_promise(day.last_jab, best.until, day.calling.travel, self._way)
        attempts = attempts_needed(safe, day.calling)
        begin = begin_calling(latest, attempts, day.calling)
        action = self._action(safe, short, latest, begin, attempts)
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
            short=short,
            use_by=best.until if any(each.use_by is not None for each in self._batches) else None,
            last_promise=latest,
            attempts=attempts,
            begin=begin,
            action=action,
            vial=self._vial(),
            lines=(),
        )
        return replace(found, lines=tuple(self._lines(found)))

    def _deadlines(self) -> list[datetime]:
        """Until when doses end, in order; the last jab of the day ends them all."""
        ends = sorted({min(each.use_by or self._day.last_jab, self._day.last_jab) for each in self._batches})
        kept: list[datetime] = []
        for each in ends:
            # The last one stands as it is: until then all doses that are there are used.
            if not kept or each == ends[-1] or each - kept[-1] > TOGETHER:
                kept.append(each)
        return kept if len(kept) <= DEADLINES else [*kept[: DEADLINES - 1], kept[-1]]

    def _within(self, until: datetime) -> float | None:
        """Minutes until then; None: whoever comes today comes in time."""
        return None if until >= self._day.last_jab else (until - self._day.now).total_seconds() / 60

    def _booked(self, until: datetime) -> Distribution:
        return self._missing.coming(self._dose, self._layers, self._within(until))

    def _promised_until(self, until: datetime | None) -> Distribution:
        chosen = (each for each in self._promises if until is None or each.arrive_by <= until)
        return coming((each.persons, each.comes, 1) for each in chosen)

    def _room(self, until: datetime) -> _Room | None:
        """Of doses that end before others; None where those who come by then take them anyway, and none is promised."""
        there = sum(each.number for each in self._batches if each.use_by is not None and each.use_by <= until)
        free = there - len(self._house)
        expected = self._missing.expected(self._dose, self._shift, self._within(until))
        if free <= expected and not self._promises:
            return None
        promised = sum(each.persons for each in self._promises if each.arrive_by <= until)
        slack = free - self._booked(until).plus(self._promised_until(until)).quantile(SAFE)
        cap = min(free - promised, self._usable - len(self._house) - self._promised)
        return _Room(until, slack, max(min(slack, cap), 0))

    def _of_all(self, until: datetime, still: Distribution) -> _Room:
        free = self._usable - len(self._house)
        slack = free - still.quantile(SAFE)
        return _Room(until, slack, max(min(slack, free - self._promised), 0))

    def _short(self, slack: int) -> int:
        """How many of the promised find no dose, by the same measure by which they were promised one."""
        planned = self._hand.planned
        without = self._promised + len(self._house) - self._usable - planned
        return min(max(-slack - planned, without, 0), self._promised)

    def _action(self, safe: int, short: int, latest: datetime, begin: datetime, attempts: int) -> Explained:
        now = self._day.now
        if short:
            return explained(SHORT, short=short, promised=self._promised)
        if now >= self._day.last_jab:
            return explained(CLOSED, left=self._usable)
        if not safe:
            return explained(NONE)
        if now > latest:
            return explained(ON_SITE, doses=safe, since=latest)
        if now < begin:
            return explained(NOT_YET, doses=safe, begin=begin)
        return explained(CALL, doses=safe, until=latest, attempts=attempts)

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

    def _lines(self, found: Leftover) -> list[Explained]:
        """Everything that the number is made of, one line each."""
        level = self._hand.level
        lines = [explained("leftover.usable", doses=found.usable, use_by=found.use_by)]
        if level.counted_at is not None:
            lines.append(explained("leftover.counted", at=level.counted_at, deviation=level.deviation))
        if level.lacking:
            lines.append(explained("leftover.lacking", doses=level.lacking))
        unknown = sum(each.number for each in self._batches if each.use_by is None)
        if unknown:
            lines.append(explained("leftover.use_by_unknown", doses=unknown))
        if found.planned:
            lines.append(explained("leftover.planned", doses=found.planned))
        lines.append(explained("leftover.house", persons=found.in_house))
        if found.hanging:
            lines.append(explained("leftover.hanging", persons=found.hanging))
        low, high = found.coming
        lines.append(explained("leftover.coming", low=low, high=high, expected=found.expected_booked))
        if found.promised:
            lines.append(explained("leftover.promised", persons=found.promised, expected=found.expected_promised))
        if self._late:
            lines.append(explained("leftover.promise_over", persons=self._late))
        low, high = found.left
        lines.append(explained("leftover.band", low=low, high=high))
        lines.append(found.action)
        if found.vial is not None:
            lines.append(found.vial)
        return lines

"""`empfang central slots`: what is asked for, what it means for each day, and what is to be minded."""

import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from empfang.central.database import CentralDatabase
from empfang.central.slot_making import DayReport, SlotMaking, SlotReport
from empfang.cli.typed import day_typed, moment_typed
from empfang.errors import InputProblem
from empfang.model import Centre
from empfang.rules.contingents import contingent_id, contingent_name
from empfang.rules.phone_hours import weekdays
from empfang.rules.slot_plan import MOST_CONTINGENTS, MOST_DAYS, MOST_MINUTES, Step, Wish
from empfang.texts import places as words
from empfang.texts import say, thousands
from empfang.texts.times import clock, day, day_and_second

_DAYS_SHOWN = 60
_KEPT_SHOWN = 10
_SHARE = re.compile(r"[0-9]{1,6}([.,][0-9]{1,6})?")
_AT_ONCE = frozenset({"sofort", "now", "jetzt"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for on the command line."""

    first: str
    last: str
    days: str
    vaccine: str
    lanes: int | None
    minutes: int | None
    places: int | None
    per_day: int | None
    shares: tuple[str, ...]
    release: str
    dry_run: bool
    as_json: bool


def wish_of(asked: Asked, centre: Centre) -> Wish:
    """What was asked for, at this centre.

    Raises:
        InputProblem: `date_bad`, `days_bad`, `moment_bad`, `moment_skipped`, `share_bad`, `share_missing`,
            `slots_period`, `slots_minutes`, `slots_places`.
    """
    first, last = day_typed(asked.first, "--from"), day_typed(asked.last, "--until")
    if not 0 <= (last - first).days < MOST_DAYS:
        raise InputProblem("slots_period", most=MOST_DAYS)
    minutes = centre.slot_minutes if asked.minutes is None else asked.minutes
    if not 1 <= minutes <= MOST_MINUTES:
        raise InputProblem("slots_minutes", centre=centre.id)
    if asked.places is not None and asked.per_day is not None:
        raise InputProblem("slots_places")
    at_once = asked.release.strip().casefold() in _AT_ONCE
    timed = asked.release and not at_once
    lanes = max(centre.lanes, 1) if asked.lanes is None else asked.lanes
    return Wish(
        first=first,
        last=last,
        vaccine=asked.vaccine,
        minutes=minutes,
        shares=_shares(asked.shares, centre),
        weekdays=_weekdays(asked.days),
        per_slot=lanes * (1 if asked.places is None else asked.places),
        per_day=asked.per_day,
        released_at=moment_typed(asked.release, "--release", ZoneInfo(centre.time_zone)) if timed else None,
        at_once=at_once,
    )


def make_slots(database: CentralDatabase, centre: Centre, wish: Wish, now: datetime, asked: Asked) -> None:
    """Show what the wish means, or do it and show what has changed."""
    making = SlotMaking(database, centre, wish, now)
    if asked.dry_run:
        report = making.preview()
    else:
        looks = sys.stderr.isatty() and not asked.as_json
        report = making.run(_show_progress if looks else _no_progress)
    if asked.as_json:
        told = {"centre": centre.id, "vaccine": wish.vaccine, "dry_run": asked.dry_run, **report.as_json()}
        print(json.dumps(told, ensure_ascii=False))
        return
    for line in _lines(report, centre, wish, now, dry_run=asked.dry_run):
        print(line)


def _shares(typed: tuple[str, ...], centre: Centre) -> Mapping[str, Fraction]:
    if not typed:
        usual = {contingent_id(centre.id, name): Fraction(str(part)) for name, part in centre.contingents.items()}
        if not usual:
            raise InputProblem("share_missing", centre=centre.id)
        return usual
    shares: dict[str, Fraction] = {}
    for text in typed:
        name, _, part = text.partition("=")
        if not _SHARE.fullmatch(part.strip()):
            raise InputProblem("share_bad", text=text)
        try:
            shares[contingent_id(centre.id, contingent_name(name))] = Fraction(part.strip().replace(",", "."))
        except ValueError:
            raise InputProblem("share_bad", text=text) from None
    if not any(shares.values()) or len(shares) > MOST_CONTINGENTS or len(shares) < len(typed):
        raise InputProblem("share_bad", text=" ".join(typed))
    return shares


def _weekdays(text: str) -> frozenset[int]:
    try:
        return weekdays(text)
    except ValueError:
        raise InputProblem("days_bad", text=text) from None


def _show_progress(done: int, slots: int) -> None:
    end = "\n" if done == slots else ""
    print("\r" + say(words.SLOTS_PROGRESS, done=done, all=slots), end=end, file=sys.stderr, flush=True)


def _no_progress(_done: int, _slots: int) -> None:
    """Nobody is looking."""


def _lines(report: SlotReport, centre: Centre, wish: Wish, now: datetime, *, dry_run: bool) -> Iterable[str]:
    """The report in words."""
    zone = ZoneInfo(centre.time_zone)
    for each in report.days[:_DAYS_SHOWN]:
        yield _day_line(each, zone, now)
    if len(report.days) > _DAYS_SHOWN:
        yield say(words.SLOTS_MORE_DAYS, number=len(report.days) - _DAYS_SHOWN)
    yield say(words.SLOTS_SUM, total=thousands(sum(report.places.values())), places=_places(report.places))
    parts = ", ".join(say(words.STEPS[step], number=report.count(step)) for step in Step if report.count(step))
    yield say(words.SLOTS_WOULD if dry_run else words.SLOTS_DONE, parts=parts)
    if report.from_at is not None:
        yield say(words.SLOTS_NOT_YET, slots=report.not_yet, at=day_and_second(report.from_at.astimezone(zone)))
    elif wish.released_at is not None:
        yield say(words.SLOTS_PAST_RELEASE)
    yield from _to_mind(report, centre, zone, now)


def _to_mind(report: SlotReport, centre: Centre, zone: ZoneInfo, now: datetime) -> Iterable[str]:
    if report.kept:
        yield say(words.SLOTS_KEPT, slots=len({each.start for each in report.kept}))
        for kept in report.kept[:_KEPT_SHOWN]:
            start = kept.start.astimezone(zone)
            at = f"{day(start, now.date())} {clock(start)}"
            yield say(words.SLOTS_KEPT_ONE, at=at, contingent=kept.contingent, taken=kept.taken, wanted=kept.wanted)
        if len(report.kept) > _KEPT_SHOWN:
            yield say(words.SLOTS_KEPT_MORE, number=len(report.kept) - _KEPT_SHOWN)
    if report.beside:
        yield say(words.SLOTS_BESIDE, slots=report.beside, places=thousands(report.beside_places))
    if report.assumed:
        yield say(words.SLOTS_ASSUMED, centre=centre.id)


def _day_line(report: DayReport, zone: ZoneInfo, now: datetime) -> str:
    name = day(report.day, now.date())
    if report.first is None or report.last is None:
        return say(words.SLOTS_CLOSED, day=name)
    steps = [say(words.STEPS[step], number=report.steps[step]) for step in Step if report.steps[step]]
    return say(
        words.SLOTS_DAY,
        day=name,
        slots=report.slots,
        first=clock(report.first.astimezone(zone)),
        last=clock(report.last.astimezone(zone)),
        places=_places(report.places),
        total=thousands(report.total),
        what=say(words.SLOTS_OF_DAY, parts=", ".join(steps)),
    )


def _places(places: Mapping[str, int]) -> str:
    return " · ".join(f"{name} {thousands(number)}" for name, number in places.items())

"""Both sizes of Spikevax as one: they are drawn from the same vials, and a full dose is two halves."""

from dataclasses import replace
from datetime import datetime

from bench.leftover_days.settings import HALF, WHOLE
from empfang.rules.leftover_day import Situation
from empfang.rules.stock import Batch, Level
from empfang.rules.vials import Dose

_HALVES = {WHOLE: 2, HALF: 1}


def halves(dose: Dose) -> int:
    """How many halves a dose of Spikevax is."""
    return _HALVES[dose]


def in_halves(day: Situation) -> Situation:
    """The same moment with all Spikevax counted in halves; whoever needs a full dose is a party of two."""
    booked = []
    for number, each in enumerate(day.booked):
        if each.dose in _HALVES:
            alone = "" if each.dose == HALF else f"alone {number}"
            booked += [replace(each, dose=HALF, party=each.party or alone)] * halves(each.dose)
    house = [replace(each, dose=HALF) for each in day.house if each.dose in _HALVES for _ in range(halves(each.dose))]
    promises = [
        replace(each, dose=HALF, persons=each.persons * halves(each.dose))
        for each in day.promises
        if each.dose in _HALVES
    ]
    hand = replace(day.stock[HALF], level=Level(HALF, tuple(_batches(day))))
    return replace(day, stock={HALF: hand}, booked=booked, house=house, promises=promises)


def _batches(day: Situation) -> list[Batch]:
    ends: dict[datetime | None, int] = {}
    for dose, each in _HALVES.items():
        for batch in day.stock[dose].level.batches:
            ends[batch.use_by] = ends.get(batch.use_by, 0) + batch.number * each
    return [Batch(end, number) for end, number in sorted(ends.items(), key=lambda each: str(each[0]))]

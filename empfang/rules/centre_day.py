"""What holds at a centre today: its own rules, and what its coordinator set for the day."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from empfang.model import Centre, CentreDay

LIFTED = 24 * 60
"""Minutes that stand for: without any limit today."""
LANES = range(1, 100)
"""Numbers that a lane can have."""
LONGEST_VACCINE = 64
"""Signs in the name of a vaccine that can be given in a lane or agreed to."""


def as_of_day(centre: Centre, plan: CentreDay | None) -> Centre:
    """The centre with the tolerances of the day."""
    if plan is None:
        return centre
    set_today = {
        name: value
        for name, value in (("early_minutes", plan.early_minutes), ("late_minutes", plan.late_minutes))
        if value is not None
    }
    return centre.with_(**set_today) if set_today else centre


def vaccines_today(plan: CentreDay | None) -> frozenset[str]:
    """What is given in any lane; empty while nobody has said."""
    return frozenset() if plan is None else frozenset(name for names in plan.lanes.values() for name in names)


def lanes_for(plan: CentreDay | None, vaccine: str | None) -> tuple[int, ...]:
    """The lanes in which a vaccine is given today; empty while nobody has said."""
    if plan is None or vaccine is None:
        return ()
    return tuple(sorted(int(lane) for lane, names in plan.lanes.items() if vaccine in names))


def is_plan_of_lanes(lanes: Mapping[str, Collection[str]]) -> bool:
    """Whether these are vaccines by the numbers of lanes, each written in one way only."""
    numbers = {str(lane) for lane in LANES}
    return all(lane in numbers for lane in lanes) and all(
        0 < len(name) <= LONGEST_VACCINE for names in lanes.values() for name in names
    )


def lane_of(plan: CentreDay | None, vaccine: str | None, for_needs: int | None) -> int | None:
    """Where to send somebody: where their needs say, if their vaccine is given there; else where it is given at all."""
    lanes: Collection[int] = lanes_for(plan, vaccine)
    if for_needs is not None and (not lanes or for_needs in lanes):
        return for_needs
    return min(lanes) if len(lanes) == 1 else None


def is_wrong_vaccine(plan: CentreDay | None, vaccine: str | None) -> bool:
    """Whether what was booked is not given here today."""
    given = vaccines_today(plan)
    return bool(given) and bool(vaccine) and vaccine not in given


def with_info(plans: Iterable[CentreDay], today: date) -> CentreDay | None:
    """The day for which callers were last let something be told (or nothing any more): it stays until another line."""
    said = [each for each in plans if "info" in each.set_by and each.day <= today]
    return max(said, key=lambda each: each.day, default=None)

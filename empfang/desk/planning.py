"""What holds at the centre today, for its coordinator to look at and to change."""

from dataclasses import dataclass

from empfang.desk.reading import Reading
from empfang.model import CentreDay
from empfang.rules.centre_day import LANES, LIFTED, LONGEST_VACCINE, vaccines_today, with_info


@dataclass(frozen=True, slots=True)
class DayPlan:
    """Today's tolerances and vaccines. `early_minutes` and `late_minutes` are what holds where nothing is lifted.

    `vaccines` are those that today's people have booked (by a name that can be set), and those that are set. `given`
    holds pairs of a lane's number and a vaccine. `info` is what callers are told.
    """

    early_minutes: int
    late_minutes: int
    early_lifted: bool
    late_lifted: bool
    lanes: int
    vaccines: tuple[str, ...]
    given: frozenset[tuple[int, str]]
    info: str = ""


def day_plan(reading: Reading) -> DayPlan:
    """Today's plan; without one what always holds."""
    centre, plan = reading.centre(), reading.plan()
    lanes = {int(lane): names for lane, names in plan.lanes.items()} if plan else {}
    vaccines = {*reading.booked_vaccines(), *vaccines_today(plan)}
    told = with_info(reading.rows.find(CentreDay, centre_id=reading.centre_id), reading.today())
    return DayPlan(
        early_minutes=centre.early_minutes,
        late_minutes=centre.late_minutes,
        early_lifted=plan is not None and plan.early_minutes == LIFTED,
        late_lifted=plan is not None and plan.late_minutes == LIFTED,
        lanes=min(max((centre.lanes, *lanes)), LANES[-1]),
        vaccines=tuple(sorted(name for name in vaccines if 0 < len(name) <= LONGEST_VACCINE)),
        given=frozenset((lane, name) for lane, names in lanes.items() for name in names),
        info=told.info if told else "",
    )

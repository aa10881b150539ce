"""Everything that a forecast's number is made of, one line each (../shared/design/7-leftover.md)."""

from empfang.rules.explained import Explained, explained
from empfang.rules.leftover_day import Leftover
from empfang.rules.stock import Level


def lines_of(found: Leftover, level: Level, over: int) -> tuple[Explained, ...]:
    """In the order in which one reads them; last what to do. `over`: people whose promise holds no dose any more."""
    lines = [explained("leftover.usable", doses=found.usable, use_by=found.use_by)]
    if level.counted_at is not None:
        lines.append(explained("leftover.counted", at=level.counted_at, deviation=level.deviation))
    if level.lacking:
        lines.append(explained("leftover.lacking", doses=level.lacking))
    unknown = sum(each.number for each in level.batches if each.use_by is None)
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
    if over:
        lines.append(explained("leftover.promise_over", persons=over))
    low, high = found.left
    lines.append(explained("leftover.band", low=low, high=high))
    lines.append(found.action)
    if 0 < found.by_phone < found.safe:
        lines.append(explained("leftover.more_on_site", doses=found.safe - found.by_phone))
    if found.vial is not None:
        lines.append(found.vial)
    return tuple(lines)

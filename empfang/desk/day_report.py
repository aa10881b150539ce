"""The day's report, as this desk knows the day."""

from empfang.desk.dose_board import DoseBoard
from empfang.desk.reading import Reading
from empfang.model import CallAttempt, DeskRole
from empfang.paper.values import DayReport
from empfang.rules.arrival import local
from empfang.rules.day_report import balances, tally


def day_report(reading: Reading, board: DoseBoard) -> DayReport:
    """What became of today's doses and calls up to now."""
    now, records, centre = reading.clock.now(), board.records(), reading.centre()
    attempts = reading.rows.find(CallAttempt, centre_id=reading.centre_id, day=reading.today())
    found = balances(records.vials, records.changes, now)
    return DayReport(
        centre=centre.name,
        as_of=local(now, centre),
        desk=reading.store.meta("desk_name") or "",
        doses=tuple((board.name_of(each.dose.vaccine), each) for each in found),
        calls=tally(attempts, records.promises, now),
        unsent=reading.store.unsent_count()[0],
        whole=reading.store.meta("role") != DeskRole.HOTLINE,
    )

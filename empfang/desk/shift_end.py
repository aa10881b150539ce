"""What is still open when somebody ends the shift. Numbers only: the screen faces a queue."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from empfang.commands.base import is_request
from empfang.desk.emergency import next_day, written_days
from empfang.desk.printouts import Printouts
from empfang.desk.reading import TO_DEAL_WITH, Reading
from empfang.model import AppointmentStatus, EncounterState, Outcome, moment_text
from empfang.rules.arrival import local
from empfang.rules.opening import in_the_evening, list_at_the_end

HANGS_AFTER = timedelta(minutes=90)
"""Who was admitted so long ago should have had the dose, or have gone."""


@dataclass(frozen=True, slots=True)
class NextList:
    """The emergency list of the next day with appointments: when it was written, or that it is, on leaving."""

    day: date
    written_at: datetime | None = None
    on_leaving: bool = False


@dataclass(frozen=True, slots=True)
class ShiftEnd:
    """What is open at this desk; moments on the centre's clock.

    `asked`: requests without an answer, which are among the `unsent`. `hanging`: admitted here today, more than 90
    minutes ago, and nothing says what became of them; 0 where nobody records that. `unprinted`: the day numbers whose
    slips did not come out. `untold`: doses that were granted, and nobody was told of them. `next_list` is None before
    the evening.
    """

    unsent: int = 0
    unsent_since: datetime | None = None
    asked: int = 0
    conflicts: int = 0
    refused: int = 0
    hanging: int = 0
    unprinted: tuple[str, ...] = ()
    untold: int = 0
    next_list: NextList | None = None

    @property
    def nothing_open(self) -> bool:
        """Whether nobody needs to do anything. A list that was or will be written is nothing to do."""
        written = self.next_list is None or self.next_list.written_at is not None or self.next_list.on_leaving
        numbers = self.unsent, self.asked, self.conflicts, self.refused, self.hanging, self.untold
        return written and not any(numbers) and not self.unprinted


def shift_end(reading: Reading, desk_id: str, printouts: Printouts, untold: int = 0) -> ShiftEnd:
    """What is open now. `untold`: as many promises were not told."""
    count = reading.cursor.execute
    unsent, since = reading.store.unsent_count()
    kinds = count("SELECT kind, count(*) FROM outbox WHERE verdict IS NULL GROUP BY kind").fetchall()
    refused = count(
        f"SELECT count(*) FROM outbox WHERE dealt_at IS NULL AND {TO_DEAL_WITH}"  # noqa: S608 - own text
    ).fetchone()[0]
    return ShiftEnd(
        unsent=unsent,
        unsent_since=None if since is None else local(datetime.fromisoformat(since), reading.centre()),
        asked=sum(number for kind, number in kinds if is_request(kind)),
        conflicts=count('SELECT count(*) FROM conflict WHERE "open" AND needs_decision').fetchone()[0],
        refused=refused,
        hanging=_hanging(reading, desk_id),
        unprinted=printouts.unprinted(),
        untold=untold,
        next_list=_next_list(reading, printouts),
    )


def _hanging(reading: Reading, desk_id: str) -> int:
    """Whom nobody has given a dose or seen leave. Where doses are recorded elsewhere, all would hang: nobody does."""
    day = reading.today().isoformat()
    ended = "(e.outcome = ? OR a.status = ?)"
    of_day = "FROM encounter AS e LEFT JOIN appointment AS a ON a.id = e.appointment_id WHERE e.day = ?"
    had_dose = (Outcome.VACCINATED, AppointmentStatus.FULFILLED)
    if not reading.cursor.execute(f"SELECT 1 {of_day} AND {ended} LIMIT 1", (day, *had_dose)).fetchone():
        return 0
    before = moment_text(reading.clock.now() - HANGS_AFTER)
    row = reading.cursor.execute(
        f"SELECT count(*) {of_day} AND e.desk_id = ? AND e.state = ? AND e.arrived_at < ?"
        " AND e.outcome IS NULL AND a.status IS NOT ?",
        (day, desk_id, EncounterState.ACTIVE, before, AppointmentStatus.FULFILLED),
    ).fetchone()
    return int(row[0])


def _next_list(reading: Reading, printouts: Printouts) -> NextList | None:
    centre, now = reading.centre(), reading.clock.now()
    here = local(now, centre)
    day = next_day(reading.store, now) if in_the_evening(centre, here) else None
    if day is None or reading.store.meta("cursor") is None:
        return None
    written = {each: local(moment, centre) for each, moment in written_days(reading.store).items()}
    if list_at_the_end(centre, here, written, day) is None:
        return NextList(day, written_at=written[day])
    return NextList(day, on_leaving=printouts.writes_lists)

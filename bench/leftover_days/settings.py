"""What holds on a simulated day; everything that an option of the command can change."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from empfang.rules.in_time import Calling
from empfang.rules.vials import Dose
from tests.times import BERLIN, DAY

COM, HALF, WHOLE = Dose("COM"), Dose("SPI", "half"), Dose("SPI")
OPENS, LAST_JAB, HERE_BY = 7 * 60 + 30, 19 * 60 + 50, 19 * 60 + 20
"""Minutes of the day. The last appointment is at 17:55, people up to 90 minutes late are let in, and 25 minutes later
they have their dose. Where nobody measures the way through the house, people who are called are asked to come by
`HERE_BY`."""
BATCH = 30
"""Minutes for which vials are opened ahead."""
EARLY = 30
"""Minutes before their time somebody is let in."""


def moment(minute: int) -> datetime:
    """On the centre's clock."""
    return datetime(DAY.year, DAY.month, DAY.day, tzinfo=BERLIN) + timedelta(minutes=minute)


def minute_of(at: datetime) -> int:
    """Of the day."""
    here = at.astimezone(BERLIN)
    return here.hour * 60 + here.minute


@dataclass(frozen=True, slots=True)
class Settings:
    """`count_at`: when the number of the peers' way is typed. `watch_from`: from when the forecast is looked at every
    minute. `switches`: of those who are asked to take the other vaccine, so many do. `on_site`: people a day (on
    average) who are in the last hour on site without an appointment, and would take any dose: companions, staff.
    """

    calling: Calling = field(
        default_factory=lambda: Calling(callers=4, travel=timedelta(minutes=10), buffer=timedelta(minutes=20))
    )
    count_at: int = 18 * 60 + 50
    watch_from: int = 17 * 60
    switches: float = 0.5
    on_site: float = 0.0
    talk: int = 3
    ring: int = 1
    """Minutes of a call in which somebody was spoken to, and of one in vain."""

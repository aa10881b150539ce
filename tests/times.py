"""The invented day, and its times."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2021, 12, 15)


def at(text: str, day: date = DAY) -> datetime:
    """A local time of the day, such as "09:40"."""
    hour, minute = text.split(":")
    return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=BERLIN).astimezone(UTC)

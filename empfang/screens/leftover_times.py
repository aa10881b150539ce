"""Times and days as operators type them."""

import re
from datetime import date, datetime

_CLOCK = re.compile(r"(\d{1,2})[:., ]?(\d{2})|(\d{1,2})")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.?(\d{4}|\d{2})?")


def read_clock(text: str, now: datetime) -> datetime | None:
    """17:10, 17.10, 1710 or 17 as that moment of today; None if it is none."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None or not text.isascii():
        return None
    hour, minute = int(found[1] or found[3]), int(found[2] or 0)
    return now.replace(hour=hour, minute=minute, second=0, microsecond=0) if hour < 24 and minute < 60 else None


def read_day(text: str, today: date) -> date | None:
    """20.12. or 20.12.2021, from today on: without a year the next one that comes; None if it is none."""
    found = _DAY.fullmatch(text.strip())
    if found is None or not text.isascii():
        return None
    day, month = int(found[1]), int(found[2])
    year = int(found[3]) if found[3] else None
    for each in [year + 2000 if year < 100 else year] if year is not None else [today.year, today.year + 1]:
        try:
            on = date(each, month, day)
        except ValueError:
            continue
        if on >= today:
            return on
    return None

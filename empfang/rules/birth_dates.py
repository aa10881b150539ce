"""Birth dates as people say and type them: 12.8.58 · 12081958 · 120858 · 12.08.1958."""

import re
from datetime import date

OLDEST = 115
"""Of two digits for the year the century is chosen in which somebody can be alive."""
_WRITTEN = re.compile(r"(\d{1,2})[.,/ -]\s*(\d{1,2})[.,/ -]\s*(\d{4}|\d{2})")
_COMPACT = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")


def read_birth(text: str, today: date) -> date | None:
    """The birth date of a text; None if it is none, or nobody alive has it.

    A year of two digits is in the present century unless that lies ahead: whoever is over a hundred is typed with four.
    """
    found = _WRITTEN.fullmatch(text.strip()) or _COMPACT.fullmatch(text.strip())
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups())
    if len(found[3]) == 2:
        century = today.year // 100 * 100
        year += century if _date(day, month, century + year, today) is not None else century - 100
    born = _date(day, month, year, today)
    return born if born is not None and today.year - born.year <= OLDEST else None


def _date(day: int, month: int, year: int, today: date) -> date | None:
    try:
        born = date(year, month, day)
    except ValueError:
        return None
    return born if born <= today else None

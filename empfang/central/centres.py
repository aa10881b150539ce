"""The centre file: TOML, a table per centre."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from math import isfinite
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from empfang.errors import InputProblem
from empfang.model import Centre, Channel
from empfang.rules.booking import AT_THE_DESK, ONLINE, PHONE
from empfang.rules.calling import settings_of
from empfang.rules.centre_day import LANES
from empfang.rules.contingents import contingent_name
from empfang.rules.guardians import guardian_rules
from empfang.rules.opening import DEFAULT, read_hours
from empfang.rules.phone_hours import is_readable
from empfang.rules.slot_plan import MOST_CONTINGENTS, MOST_MINUTES
from empfang.rules.walk_in import walk_in_times

_SOME_DAYS = range(61)


def read_centres(path: Path) -> list[Centre]:
    """The centres of a file. Keys that a later part of the program reads are passed over.

    Raises:
        InputProblem: `file_missing`, `toml_bad` (with the parser's line), `centre_bad` (with centre and field),
            `centre_…` with the name of the field that cannot be used.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputProblem("file_missing", path=path) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputProblem("toml_bad", path=path, detail=str(error)) from None
    return [_centre(centre_id, values, path) for centre_id, values in tables.items()]


def _centre(centre_id: str, values: Any, path: Path) -> Centre:
    if not isinstance(values, dict):
        raise InputProblem("centre_bad", path=path, centre=centre_id, field=centre_id)
    try:
        centre = Centre.model_validate({**values, "id": centre_id, "name": values.get("name", centre_id)})
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise InputProblem("centre_bad", path=path, centre=centre_id, field=field) from None
    _check(centre, path)
    return centre


def _check(centre: Centre, path: Path) -> None:
    """What the program reads out of a text must be readable, and numbers must be such as it can reckon with."""
    for field, is_right in _CHECKS.items():
        try:
            right = is_right(centre)
        except ValueError:
            right = False
        if not right:
            raise InputProblem(f"centre_{field}", path=path, centre=centre.id, field=field)


def _guardian(centre: Centre) -> bool:
    guardian_rules(centre.guardian)
    return True


def _walk_in(centre: Centre) -> bool:
    walk_in_times(centre.walk_in)
    return True


def _time_zone(centre: Centre) -> bool:
    try:
        return bool(ZoneInfo(centre.time_zone))
    except (KeyError, OSError):
        return False


def _hours(centre: Centre) -> bool:
    for day, text in centre.hours.items():
        read_hours(text)
        if day != DEFAULT:
            date.fromisoformat(day)
    return True


def _contingents(centre: Centre) -> bool:
    """Shares of all places: any numbers above nothing, which need not make one whole."""
    return len(centre.contingents) <= MOST_CONTINGENTS and all(
        isfinite(part) and part > 0 and contingent_name(name) == name for name, part in centre.contingents.items()
    )


_ANY_TIME = datetime(2021, 12, 15, 12, tzinfo=UTC)
"""Whether settings can be read does not depend on it."""
_CHECKS: Mapping[str, Callable[[Centre], bool]] = {
    "guardian": _guardian,
    "walk_in": _walk_in,
    "lane_of_need": lambda centre: all(lane in LANES for lane in centre.lane_of_need.values()),
    "time_zone": _time_zone,
    "lanes": lambda centre: centre.lanes in LANES,
    "slot_minutes": lambda centre: 1 <= centre.slot_minutes <= MOST_MINUTES,
    "hours": _hours,
    "hotline": lambda centre: "hours" not in centre.hotline or is_readable(centre.hotline["hours"]),
    "calling": lambda centre: not settings_of(centre, None, _ANY_TIME).faults,
    "contingents": _contingents,
    "channel_days": lambda centre: all(
        channel in set(Channel) and days in _SOME_DAYS for channel, days in centre.channel_days.items()
    ),
    "short_notice_days": lambda centre: centre.short_notice_days is None or centre.short_notice_days in _SOME_DAYS,
    "short_notice_not": lambda centre: all(way in {ONLINE, PHONE, AT_THE_DESK} for way in centre.short_notice_not),
    "waiting_list_days": lambda centre: centre.waiting_list_days in _SOME_DAYS,
}
"""By the field, whether what stands there can be used; a `ValueError` is a no."""

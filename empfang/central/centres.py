"""The centre file: TOML, a table per centre."""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from empfang.errors import InputProblem
from empfang.model import Centre
from empfang.rules.centre_day import LANES
from empfang.rules.guardians import guardian_rules
from empfang.rules.walk_in import walk_in_times


def read_centres(path: Path) -> list[Centre]:
    """The centres of a file. Keys that a later part of the program reads are passed over.

    Raises:
        InputProblem: `file_missing`, `toml_bad` (with the parser's line), `centre_bad` (with centre and field).
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
    """What the program reads out of a text must be readable."""
    field = "guardian"
    try:
        guardian_rules(centre.guardian)
        field = "walk_in"
        walk_in_times(centre.walk_in)
        field = "lane_of_need"
        if not all(lane in LANES for lane in centre.lane_of_need.values()):
            raise ValueError("no number of a lane")
    except ValueError:
        raise InputProblem("centre_bad", path=path, centre=centre.id, field=field) from None

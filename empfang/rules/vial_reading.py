"""Reading a table of vaccine containers: TOML, checked before anything counts (../shared/design/7-leftover.md)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from empfang.model import DoseKind
from empfang.rules.book import FOREVER
from empfang.rules.toml_tables import FaultError, Written, moment_of, nearest, only, text_of
from empfang.rules.vials import FULL, Container, VialTable

MOST_DOSES, MOST_HOURS = 100, 31 * 24
_KEYS = {"vaccine", "from", "to", "doses", "hours", "size_of", "source"}


def read_vials(text: str, name: str) -> VialTable:
    """The table of a text; `name` is what the file is called in what is said about it.

    Raises:
        InputProblem: `book_…`, with `file`, `line` and what is wrong.
    """
    written = Written(text, name)
    found: list[Container] = []
    try:
        only(written.table, {"disease", "container"})
        for table in written.entries("container"):
            one = _container(table)
            if any(one.vaccine == other.vaccine and _overlap(one, other) for other in found):
                raise FaultError("book_overlap", "vaccine", id=one.vaccine)
            found.append(one)
    except FaultError as fault:
        raise written.problem(fault) from None
    return VialTable(tuple(found))


def _container(table: Mapping[str, Any]) -> Container:
    only(table, _KEYS)
    begin, end = moment_of(table, "from"), moment_of(table, "to", last=True) or FOREVER
    if begin is None:
        raise FaultError("book_needed", "from")
    if end <= begin:
        raise FaultError("book_ends_before", "to")
    doses = _doses(table)
    fridge, room = _hours(table)
    return Container(
        vaccine=text_of(table, "vaccine"),
        begin=begin,
        end=end,
        doses=doses,
        fridge_hours=fridge,
        room_hours=room,
        size_of=_sizes(table, doses),
        source=text_of(table, "source") if "source" in table else "",
    )


def _doses(table: Mapping[str, Any]) -> dict[str, int]:
    """A number is one of full doses; else by size, the full ones among them."""
    written = table.get("doses")
    if written is None:
        raise FaultError("book_needed", "doses")
    by_size = written if isinstance(written, dict) else {FULL: written}
    if FULL not in by_size:
        raise FaultError("book_needed", "doses", key_needed=f"doses.{FULL}")
    for size, number in by_size.items():
        if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= MOST_DOSES:
            raise FaultError("book_value", size if isinstance(written, dict) else "doses", expected="1, 2, 3 …")
    return by_size


def _hours(table: Mapping[str, Any]) -> tuple[float, float]:
    """In the fridge, and outside; a number holds for both."""
    written = table.get("hours")
    if written is None:
        raise FaultError("book_needed", "hours")
    both = written if isinstance(written, dict) else {"fridge": written, "room": written}
    if isinstance(written, dict):
        only(written, {"fridge", "room"})
    for place in ("fridge", "room"):
        hours = both.get(place)
        if hours is None:
            raise FaultError("book_needed", "hours", key_needed=f"hours.{place}")
        if not isinstance(hours, int | float) or isinstance(hours, bool) or not 0 < hours <= MOST_HOURS:
            raise FaultError("book_value", place if isinstance(written, dict) else "hours", expected="6, 0.5")
    if both["room"] > both["fridge"]:
        raise FaultError("book_value", "room", expected=f"0.5 … {both['fridge']}")
    return float(both["fridge"]), float(both["room"])


def _sizes(table: Mapping[str, Any], doses: Mapping[str, int]) -> dict[DoseKind, str]:
    written = table.get("size_of", {})
    if not isinstance(written, dict):
        raise FaultError("book_value", "size_of", expected='size_of.booster = "half"')
    only(written, list(DoseKind))
    for kind, size in written.items():
        if size not in doses:
            raise FaultError("book_word", kind, word=size, known=nearest(str(size), doses))
    return {DoseKind(kind): size for kind, size in written.items()}


def _overlap(one: Container, other: Container) -> bool:
    begin: datetime = max(one.begin, other.begin)
    return begin < min(one.end, other.end)

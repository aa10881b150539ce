"""The table of districts that counts: the program's own, and what the service has besides."""

from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from empfang.model import PostCodes
from empfang.rules.districts import Districts, Row, read_rows

OWN = "plz-kreis.csv"


@cache
def own_rows() -> tuple[Row, ...]:
    """The rows that come with the program."""
    rows, _ = read_rows((files("empfang.data") / OWN).read_text("utf-8"))
    return tuple(rows)


def districts_of(records: Iterable[PostCodes]) -> Districts:
    """The program's own table and these, of which the lists of the service count for the post codes that they name.

    A list with a line that cannot be read here (a newer program's) counts with its other lines.
    """
    return _together(tuple(records))


@lru_cache(2)
def _together(records: tuple[PostCodes, ...]) -> Districts:
    """Read once while they stay the same."""
    listed = [row for record in records for row in read_rows(record.text)[0]]
    return Districts(own_rows(), listed)

"""The people of a list, compared with each other."""

from collections.abc import Sequence

from empfang.exchange.lists import ImportedRow
from empfang.rules.matching import Pair, candidate_of, suspected_pairs


def pairs_of(rows: Sequence[ImportedRow]) -> tuple[Pair, ...]:
    """People who are probably in the list twice under another spelling; named by code, else by line.

    Several rows of one person under one code are no secret and left out.
    """
    once = {row.person_key: row for row in reversed(rows) if not row.cancelled}
    people = sorted(once.values(), key=lambda row: row.line)
    return tuple(suspected_pairs([candidate_of(row, row.code or f"#{row.line}") for row in people]))

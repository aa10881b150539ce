"""What the processes of one service tell each other through PostgreSQL: where something has just moved.

A hint only. It may be lost, for instance while the connection is away, or behind a pooler; the look at the feed every
second is what counts (`empfang.central.watch`).
"""

from collections.abc import Iterable

_CHANNEL = "'empfang_' || hashtext(current_schema())"
CHANNEL = f"SELECT {_CHANNEL}"
"""Asks for the channel's name."""
TELL = f"SELECT pg_notify({_CHANNEL}, %s)"
"""Part of the writing transaction: it is heard when that is committed, and never if it is not."""
_MOST_BYTES = 7_900
"""PostgreSQL takes less than 8,000."""
_ANY = "*"


def written(head: int, moved: Iterable[str]) -> str:
    """The head of the feed, and the streams in which something new stands."""
    text = " ".join([str(head), *sorted(moved)])
    return text if len(text.encode()) <= _MOST_BYTES else f"{head} {_ANY}"


def read(payload: str) -> tuple[int, frozenset[str] | None]:
    """Head and streams of a hint; None for any.

    Raises:
        ValueError: it is none of ours.
    """
    head, *moved = payload.split(" ")
    return int(head), None if _ANY in moved else frozenset(moved)

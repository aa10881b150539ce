"""What a corrected list changes, or has changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from empfang.errors import Exit
from empfang.exchange.corrections import Kind
from empfang.exchange.differing import Change, Collision
from empfang.exchange.lists import Rejection
from empfang.rules.matching import Pair
from empfang.texts import say
from empfang.texts.imports import DOUBTS

CHANGED = (Kind.MOVED, Kind.CANCELLED, Kind.REINSTATED, Kind.CORRECTED, Kind.COLLISION)
"""Kinds of rows that came before and say something else now."""


@dataclass(frozen=True, slots=True)
class Item:
    """A row that is not as it was, or (`line` None) somebody who is in the list no more.

    `start`: when it is for, as a moment's text. `here`: the person has been admitted, or was moved here.
    """

    kind: Kind
    line: int | None
    code: str
    name: str
    start: str | None = None
    changes: tuple[Change, ...] = ()
    collisions: tuple[Collision, ...] = ()
    here: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why this may be the wrong list: a code and what fills its text."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """In the chosen language."""
        return say(DOUBTS[self.code], **self.values)


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """A corrected list, each of its rows in `items` or `unchanged` or `rejections`; besides, who is missing from it.

    `applied`: it was taken over; else it is a preview. `missing_cancelled`: how many missing ones were cancelled.
    """

    items: tuple[Item, ...]
    unchanged: int
    rejections: tuple[Rejection, ...]
    pairs: tuple[Pair, ...]
    unused_columns: tuple[str, ...]
    notes: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    theirs_win: bool = False
    applied: bool = False
    missing_cancelled: int = 0
    run_id: str | None = None

    def of(self, kind: Kind) -> list[Item]:
        """The items of a kind."""
        return [item for item in self.items if item.kind is kind]

    def count(self, *kinds: Kind) -> int:
        """How many items are of these kinds."""
        return sum(item.kind in kinds for item in self.items)

    @property
    def collisions(self) -> int:
        """How often the list and somebody here contradict each other."""
        return sum(len(item.collisions) for item in self.items)

    @property
    def changes_something(self) -> bool:
        """Whether there is anything to take over, the missing ones apart."""
        taken = (Kind.NEW, Kind.MOVED, Kind.CANCELLED, Kind.REINSTATED, Kind.CORRECTED)
        return self.count(*taken) > 0

    @property
    def exit(self) -> Exit:
        """OK if all of the list holds here now (or would); SOME_REJECTED if something of it is left to be looked at."""
        rows = self.unchanged + self.count(*CHANGED, Kind.NEW, Kind.UNCLEAR)
        if not rows:
            return Exit.NOTHING_DONE
        left = self.rejections or self.count(Kind.UNCLEAR) or (self.collisions and not self.theirs_win)
        return Exit.SOME_REJECTED if left else Exit.OK

    def as_json(self) -> dict[str, Any]:
        """The object that scripts rely on: the keys of a plain import (design 2), and what is told apart here."""
        return {
            "imported": self.count(Kind.NEW),
            "unchanged": self.unchanged,
            "changed": self.count(*CHANGED),
            "missing": self.count(Kind.MISSING),
            "rejected": len(self.rejections),
            "moved": self.count(Kind.MOVED),
            "cancelled": self.count(Kind.CANCELLED),
            "reinstated": self.count(Kind.REINSTATED),
            "corrected": self.count(Kind.CORRECTED),
            "unclear": self.count(Kind.UNCLEAR),
            "collisions": self.collisions,
            "missing_cancelled": self.missing_cancelled,
            "applied": self.applied,
            "warnings": [{"code": doubt.code, "text": doubt.text} for doubt in self.doubts],
            "rows": [_row(item) for item in self.items],
            "contradictions": [
                {**_row(item), "what": each.what, **_sides(each)} for item in self.items for each in item.collisions
            ],
            "rejections": [rejection.as_json() for rejection in self.rejections],
            "suspected_pairs": len(self.pairs),
            "pairs": [{"a": pair.a, "b": pair.b, "why": list(pair.why)} for pair in self.pairs],
            "unused_columns": list(self.unused_columns),
            "notes": list(self.notes),
        }


def _row(item: Item) -> dict[str, Any]:
    return {
        "kind": item.kind.value,
        "line": item.line,
        "code": item.code,
        "fields": [change.field for change in item.changes],
    }


def _sides(collision: Collision) -> dict[str, Any]:
    return {"field": collision.field, "base": collision.base, "mine": collision.mine, "theirs": collision.theirs}

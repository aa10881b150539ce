"""Handing in what another desk could not send any more: its mirror, or its export."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from empfang.cli.central import read_file
from empfang.errors import InputProblem
from empfang.protocol import MAX_COMMANDS, HandedOver, Status
from empfang.texts import Text, say
from empfang.texts import commands as words

_BYTES_AT_ONCE = 4_000_000
_SHOWN = 20
_LINES: dict[str, Text] = {
    "unreadable": words.LINE_NOT_READABLE,
    "forged": words.LINE_FORGED,
    "desk_unknown": words.LINE_DESK_UNKNOWN,
    "waits": words.LINE_WAITS,
}
_TO_DEAL_WITH = frozenset({Status.REFUSED, Status.QUARANTINED, Status.MISMATCH})


@dataclass(frozen=True, slots=True)
class Told:
    """What the service said of each line, with the lines' numbers in the file."""

    lines: tuple[tuple[int, HandedOver], ...]

    def _count(self, *codes: str) -> int:
        return sum(each.code in codes for _, each in self.lines)

    @property
    def waiting(self) -> int:
        """How many need something that did not come with them."""
        return self._count("waits")

    @property
    def rejected(self) -> int:
        """How many were of no use."""
        return len(self.lines) - self._count("taken", "known", "waits")

    @property
    def to_deal_with(self) -> int:
        """How many of those taken were not simply done."""
        return sum(
            each.code == "taken" and each.verdict is not None and each.verdict.status in _TO_DEAL_WITH
            for _, each in self.lines
        )

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "taken": self._count("taken"),
            "known": self._count("known"),
            "waiting": self.waiting,
            "rejected": self.rejected,
            "to_deal_with": self.to_deal_with,
            "lines": [
                {"line": line, "code": each.code, "number": each.number, "desk_id": each.desk_id}
                for line, each in self.lines
                if each.code in _LINES
            ],
        }


def hand_in(folder: Path, file: Path) -> Told:
    """Bring all lines of a file to the service, as the desk in this folder.

    Raises:
        InputProblem: `file_missing`, `file_unreadable`, `nothing_to_hand_in`.
        StoreProblem, ServiceProblem: this desk is not enrolled, or the service does not answer.
    """
    from empfang.store import Store, open_store  # noqa: PLC0415
    from empfang.store.mirror import handed_in  # noqa: PLC0415
    from empfang.sync.client import hand_over  # noqa: PLC0415

    lines = [(place, line) for place, line in enumerate(read_file(file).split(b"\n"), start=1) if line.strip()]
    if not lines:
        raise InputProblem("nothing_to_hand_in", path=file)
    store = Store(open_store(folder))
    try:
        url, token = store.meta("service_url") or "", store.meta("token") or ""
        told: list[tuple[int, HandedOver]] = []
        for some in _parts(lines):
            reply = hand_over(url, token, [line for _, line in some])
            told += zip((place for place, _ in some), reply.lines, strict=True)
            handed_in(store, {each.command_id for each in reply.lines if each.verdict is not None})
    finally:
        store.close()
    return Told(tuple(told))


def as_words(told: Told) -> str:
    """How many were taken, known already, of no use; and which lines those were."""
    counts = told.as_json()
    said = [say(words.HANDED_OVER, **{key: counts[key] for key in ("taken", "known", "waiting", "rejected")})]
    if told.to_deal_with:
        said.append(say(words.HANDED_TO_DEAL_WITH, number=told.to_deal_with))
    named = [(line, each) for line, each in told.lines if each.code in _LINES]
    for line, each in named[:_SHOWN]:
        text = _LINES[each.code]
        said.append(say(text, line=line, number=each.number) if "{number}" in text.de else say(text, line=line))
    if len(named) > _SHOWN:
        said.append(say(words.MORE_LINES, number=len(named) - _SHOWN))
    return "\n".join(said)


def _parts(lines: Sequence[tuple[int, bytes]]) -> list[list[tuple[int, bytes]]]:
    """Requests of sensible size, in order."""
    parts: list[list[tuple[int, bytes]]] = [[]]
    size = 0
    for each in lines:
        size += len(each[1])
        if parts[-1] and (len(parts[-1]) == MAX_COMMANDS or size > _BYTES_AT_ONCE):
            parts.append([])
            size = len(each[1])
        parts[-1].append(each)
    return parts

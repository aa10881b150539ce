"""The replay's reception: a desk with a clerk who lets in whoever is announced."""

import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from empfang.model import Operator, Role
from empfang.replay.clerk import receive
from empfang.replay.clock import DayClock
from empfang.replay.desk_part import DeskPart, Wish

_FOLLOWED = frozenset({"centre", "operator", "desk"})


class Reception(DeskPart):
    """One of the desks to which people come."""

    def __init__(self, folder: Path, clock: DayClock) -> None:
        super().__init__(folder, clock)
        self.does["admit"] = self._admit

    def follows(self, kind: str) -> bool:
        """Whoever is announced is looked for in the store."""
        return kind in _FOLLOWED

    def is_me(self, operator: Operator) -> bool:
        """The clerk."""
        return operator.role == Role.RECEPTION

    def _admit(self, wish: Wish) -> dict[str, Any]:
        begun = time.perf_counter()
        received = receive(self.desk, self.rows, wish["code"], loaded=self.loaded)
        took_s = time.perf_counter() - begun
        until = received.possible_from
        return {
            **asdict(received),
            "visitor": wish["visitor"],
            "possible_from": None if until is None else until.isoformat(),
            "took_s": took_s,
            "at": time.time(),
        }

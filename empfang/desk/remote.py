"""What a desk may ask the service beside the feed, as the desk sees it; `empfang.sync.asking` does it."""

from collections.abc import Sequence
from typing import Protocol

from empfang.sync.asking import Answer, AskState


class Remote(Protocol):
    """The service, asked by the way. Nothing here waits: what an answer is by now can be read at any time."""

    def find(self, purpose: str, texts: Sequence[str], operator_id: str) -> Answer:
        """Ask who is meant by each of these texts; of each purpose the last question counts."""

    def answer(self, purpose: str) -> Answer:
        """What is known by now."""

    def open(self, person_id: str, operator_id: str) -> None:
        """Follow this person until the day's end; their records come with the feed."""

    def opened(self, person_id: str) -> AskState:
        """How it stands with that."""

    @property
    def reconnected(self) -> int:
        """How often the service could be reached again."""


class NoRemote:
    """A desk that has all its people with it: it asks nobody."""

    reconnected = 0

    def find(self, purpose: str, texts: Sequence[str], operator_id: str) -> Answer:
        """Nothing is asked."""
        return Answer()

    def answer(self, purpose: str) -> Answer:
        """Nothing was asked."""
        return Answer()

    def open(self, person_id: str, operator_id: str) -> None:
        """Whoever is here is here."""

    def opened(self, person_id: str) -> AskState:
        """Nothing was asked."""
        return AskState.NOT

"""The search field. It keeps the focus all the time and hands on keys that belong to the open card, in order."""

from typing import Protocol

from textual import events

from empfang.widgets.field import Field


class Owner(Protocol):
    """The screen of a search field."""

    def key_for_card(self, key: str, character: str | None) -> bool:
        """Whether the key was taken."""
        ...

    def start_anew(self) -> None:
        """Close what is open, and empty the field."""
        ...

    def enter(self) -> None:
        """Enter was pressed."""
        ...

    def ask_help(self) -> None:
        """A question mark was typed where it means nothing else."""
        ...


class SearchField(Field):
    """Keys are dealt with at once, not by messages: a scanner is faster than these."""

    def __init__(self, owner: Owner, *, hint: str, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(hint=hint, id=id)
        self._owner = owner

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            self._owner.enter()
        elif event.character == "?" and not self.value:
            self._owner.ask_help()
        elif not self._owner.key_for_card(event.key, event.character):
            return
        event.stop()
        event.prevent_default()

    def _on_paste(self, _event: events.Paste) -> None:
        self._owner.start_anew()

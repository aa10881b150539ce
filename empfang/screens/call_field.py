"""A line of the call's form. Whoever types ahead of the screen loses no letter."""

from typing import Protocol

from textual import events

from empfang.widgets.field import Field


class Owner(Protocol):
    """The screen of such lines."""

    def line_done(self, name: str) -> None:
        """Enter was pressed in this line."""
        ...


class CallField(Field):
    """Enter is dealt with at once, not by a message.

    Keys that were on their way here while the next line got the focus are that line's, or the screen's.
    """

    def __init__(self, owner: Owner, *, hint: str = "", id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(hint=hint, id=id)
        self._owner = owner

    async def _on_key(self, event: events.Key) -> None:
        focused = self.screen.focused
        if focused is not self:
            event.prevent_default()
            if isinstance(focused, CallField):
                event.stop()
                again = events.Key(event.key, event.character)
                again.time = event.time
                focused.post_message(again)
        elif event.key == "enter":
            event.stop()
            event.prevent_default()
            self._owner.line_done(self.id or "")

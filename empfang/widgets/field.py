"""A line to type in, one row high."""

from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from empfang.widgets.cells import plain

LONGEST = 200


class Field(Input):
    """An input of one row. What is pasted is made harmless; nothing is marked when it gets the focus."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)
    """How wide the text is. It grows with each letter, and nothing is to be laid out again for that."""

    def __init__(
        self,
        value: str = "",
        *,
        hint: str = "",
        hidden: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        """With `hidden` dots are shown for what is typed."""
        super().__init__(
            value,
            placeholder=hint,
            password=hidden,
            id=id,
            compact=True,
            select_on_focus=False,
            max_length=LONGEST,
            highlighter=None,
        )
        self.cursor_blink = False

    def _on_paste(self, event: events.Paste) -> None:
        lines = event.text.splitlines()
        event.stop()
        event.prevent_default()
        if lines:
            self.insert_text_at_cursor(plain(lines[0])[:LONGEST])

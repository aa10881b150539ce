"""What all working screens share: the header, the line of keys, and following the engine."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

from textual.screen import Screen

from empfang.desk import Desk, Progress, Topics
from empfang.errors import Problem
from empfang.screens import actions
from empfang.texts import Text, say
from empfang.texts import scanning as scan_texts
from empfang.texts import shift as shift_texts
from empfang.texts.problems import words_for
from empfang.widgets.actions import Action, KeyLine
from empfang.widgets.cells import plain
from empfang.widgets.field import Field
from empfang.widgets.header import Header


@dataclass(frozen=True, slots=True)
class Station:
    """What a screen works with. `monotonic` tells seconds, for what is too fast.

    `dial` lets a program dial a number: whether it was started, None where none is set up.
    """

    desk: Desk
    progress: Callable[[], Progress]
    monotonic: Callable[[], float]
    dial: Callable[[str], bool | None] = lambda number: None

    def operator_name(self) -> str:
        """Who works here, as it can be shown."""
        return plain(self.desk.shift().operator_name) or say(shift_texts.NO_NAME)


@dataclass(frozen=True, slots=True)
class Help:
    """What the help says about a screen; its keys are added from its actions."""

    name: Text
    paragraphs: tuple[Text, ...]
    to_say: tuple[Text, ...] = ()


class DeskScreen(Screen[None]):
    """A working screen. `ACTIONS` are all it can do, in the order of the help."""

    ACTIONS: ClassVar[tuple[Action, ...]] = ()
    GLOBAL_ACTIONS: ClassVar[tuple[Action, ...]] = actions.EVERYWHERE
    HELP_PAGE: ClassVar[Help]
    AUTO_FOCUS = ""

    def __init__(self, station: Station) -> None:
        super().__init__()
        self.station = station
        self.shift = station.desk.shift()

    @property
    def desk(self) -> Desk:
        """The only thing a screen calls."""
        return self.station.desk

    def offered(self) -> Sequence[Action]:
        """What can be done now."""
        return self.ACTIONS

    def took_in(self, topics: Topics | None) -> None:
        """Records changed (None: any may have): read again what is shown."""

    def minute_passed(self) -> None:
        """Another minute: what depends on the time."""

    def undo_here(self) -> bool:
        """Take back what was done last on this screen, if it keeps that itself."""
        return False

    def tell(self, words: str, role: str = "quiet") -> None:
        """Say what an action came to."""

    def note(self, words: str, role: str = "quiet") -> None:
        """Say what happened beside the screen's own work; what is shown stays."""
        self.tell(words, role)

    def visit_here(self) -> str | None:
        """The visit of the person on this screen, whose slip is printed again; None: the last one."""
        return None

    def scan_obstacle(self) -> Text | None:
        """Why this screen cannot be left for the person whose code was scanned; None if it can.

        What stands in a field would be lost.
        """
        return scan_texts.FINISH_FIRST if any(field.value for field in self.query(Field)) else None

    def close_for_scan(self) -> None:
        """Give way to the reception, which opens whoever was scanned. Only without an obstacle."""
        self.dismiss()

    @contextmanager
    def told(self) -> Iterator[None]:
        """Do something with the store: if it cannot be written, that is said in words, and nothing was done."""
        try:
            yield
        except Problem as problem:
            self.tell(f"‼ {words_for(problem)}", "stop")

    def show_time(self) -> None:
        """Bring the header up to date."""
        self.shift = self.desk.shift()
        for header in self.query(Header):
            header.show(self.shift, self.station.progress())

    def on_screen_resume(self) -> None:
        """Back from another screen: what changed meanwhile is read."""
        self.show_time()
        self.took_in(None)

    async def on_key_line_clicked(self, event: KeyLine.Clicked) -> None:
        """A click on a key's word does what the key does."""
        await self.run_action(event.action.target)

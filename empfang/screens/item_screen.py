"""The list of what is not settled, and the marked item in full: reading and showing."""

from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from empfang.desk import Detail, Group, Overview, Progress, Topics
from empfang.screens import actions
from empfang.screens import transfer_words as words
from empfang.screens.base import DeskScreen, Station
from empfang.screens.transfer_state import sending, trouble
from empfang.texts import say
from empfang.texts import transfer as t
from empfang.widgets.actions import Action, KeyLine
from empfang.widgets.blocks import Blocks
from empfang.widgets.header import Header
from empfang.widgets.lines import Lines, Rule, Upright
from empfang.widgets.picker import Picker
from empfang.widgets.prose import paragraph


class ItemScreen(DeskScreen):
    """The list on the left (above, where there is little room), the marked item beside it."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._overview = Overview()
        self._detail: Detail | None = None
        self._opened: set[str] = set()
        self._said = ("", "quiet")
        self._tried: Progress | None = None

    def compose(self) -> ComposeResult:
        yield Header()
        yield Lines(id="sending")
        yield Rule()
        with Container(id="transfer"):
            yield Picker(id="items")
            yield Rule()
            yield Upright(id="upright")
            with Vertical(id="item"):
                yield Blocks(id="detail")
        yield Rule()
        yield Lines(id="message")
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Read everything, and open the first item."""
        self.show_time()
        self.took_in(None)

    # Reading

    def took_in(self, topics: Topics | None) -> None:
        """The list follows; the mark stays with its item, and what one reads does not move."""
        self._overview = self.desk.transfers()
        progress = self.station.progress()
        stopped = words.stopped_item(progress.loss) if progress.stopped else None
        self.items.show(words.entries(self._overview, stopped, self.shift.now.date()))
        self._open(keep=self._detail is not None and self._detail.item.key == self._key)

    def minute_passed(self) -> None:
        """How long something waits."""
        self.took_in(None)

    def show_time(self) -> None:
        super().show_time()
        if self.is_mounted:
            progress = self.station.progress()
            if progress.stopped != any(entry.key == words.STOPPED_KEY for entry in self.items.entries):
                self.took_in(None)
            self._show_sending()

    def _open(self, *, keep: bool) -> None:
        """Open the marked item; the view is logged once while this screen is open."""
        key = self._key
        with self.told():
            if key == words.STOPPED_KEY:
                self._detail = Detail(words.stopped_item(self.station.progress().loss))
            elif not key:
                self._detail = None
            else:
                read = self.desk.transfer_item_again if key in self._opened else self.desk.transfer_item
                self._detail = read(key)
                self._opened.add(key)
        if self._detail is not None:
            ordered = words.ordered(self._detail.choices, self._detail.sides)
            self._detail = replace(self._detail, choices=ordered)
        self._show(keep=keep)

    @property
    def items(self) -> Picker:
        """The list."""
        return self.query_one("#items", Picker)

    @property
    def _key(self) -> str:
        return self.items.marked.key if self.items.marked else ""

    # Showing

    def offered(self) -> tuple[Action, ...]:
        """What can be done now."""
        progress = self.station.progress()
        also = [actions.ALL_SEEN] if self._overview.counts.get(Group.NOTICE) else []
        if progress.unsent or not progress.connected:
            also.append(actions.TRY_NOW)
        return (*words.offered(self._detail), *also)

    def tell(self, words: str, role: str = "quiet") -> None:
        self._said = words, role
        self._show(keep=True)

    def _show(self, *, keep: bool) -> None:
        detail = self._detail
        if detail is not None:
            shown = words.blocks(detail, self.shift.now, self.station.progress().loss, self.desk.hotline.district_name)
        elif self._key:
            shown = [paragraph(say(t.GONE), "quiet")]
        else:
            shown = [paragraph(f"✓ {say(t.EMPTY_TITLE)}", "good"), paragraph(""), paragraph(say(t.EMPTY_HOW), "quiet")]
        self.query_one("#detail", Blocks).show(shown, keep=keep)
        self.query_one("#keys", KeyLine).show(self.offered(), (actions.BACK_TO_WORK, actions.HELP))
        self._show_sending()

    def _show_sending(self) -> None:
        progress = self.station.progress()
        if self._tried is not None and progress != self._tried:
            # Whatever came of it, it shows.
            self._tried, self._said = None, ("", "quiet")
        self.query_one("#sending", Lines).put(((sending(progress, self.shift.now), "quiet"),))
        wrong = trouble(progress)
        said = self._said if self._said[0] else (wrong, "stop") if wrong else (say(t.READY), "quiet")
        self.query_one("#message", Lines).put((said,))

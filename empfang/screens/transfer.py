"""Übertragung (F9): what waits, what was refused, what contradicts itself, and what each key does about it."""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical

from empfang.desk import Detail, Group, Overview, Topics
from empfang.screens import actions
from empfang.screens import transfer_words as words
from empfang.screens.base import DeskScreen, Help, Station
from empfang.screens.dealing import Dealing
from empfang.screens.dialogs import Confirm
from empfang.screens.person import PersonScreen
from empfang.screens.transfer_state import sending, trouble
from empfang.texts import help as help_texts
from empfang.texts import say
from empfang.texts import transfer as t
from empfang.widgets.actions import Action, KeyLine
from empfang.widgets.blocks import Blocks
from empfang.widgets.header import Header
from empfang.widgets.lines import Lines, Rule, Upright
from empfang.widgets.picker import Picker
from empfang.widgets.prose import paragraph


class TransferScreen(DeskScreen):
    """The list on the left (above, where there is little room), the marked item beside it."""

    ACTIONS = (
        *words.KEYS, actions.DONE, actions.TO_PERSON, actions.ALL_SEEN, actions.TRY_NOW, *actions.IN_A_LIST,
        actions.BACK_TO_WORK,
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [action.binding() for action in ACTIONS]
    HELP_PAGE = Help(help_texts.TRANSFER_NAME, help_texts.TRANSFER, (t.REFUSED_SAY,))

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._overview = Overview()
        self._detail: Detail | None = None
        self._opened: set[str] = set()
        self._dealing = Dealing(self.desk)
        self._said = ("", "quiet")

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
            shown = words.blocks(detail, self.shift.now, self.station.progress().loss)
        elif self._key:
            shown = [paragraph(say(t.GONE), "quiet")]
        else:
            shown = [paragraph(f"✓ {say(t.EMPTY_TITLE)}", "good"), paragraph(""), paragraph(say(t.EMPTY_HOW), "quiet")]
        self.query_one("#detail", Blocks).show(shown, keep=keep)
        self.query_one("#keys", KeyLine).show(self.offered(), (actions.BACK_TO_WORK, actions.HELP))
        self._show_sending()

    def _show_sending(self) -> None:
        progress = self.station.progress()
        self.query_one("#sending", Lines).put(((sending(progress, self.shift.now), "quiet"),))
        wrong = trouble(progress)
        said = self._said if self._said[0] else (wrong, "stop") if wrong else (say(t.READY), "quiet")
        self.query_one("#message", Lines).put((said,))

    # Keys

    def action_first(self) -> None:
        """The answer with the 1."""
        self._choose(0)

    def action_second(self) -> None:
        """The answer with the 2."""
        self._choose(1)

    def action_third(self) -> None:
        """The answer with the 3."""
        self._choose(2)

    def _choose(self, place: int) -> None:
        detail = self._detail
        if detail is None or place >= len(words.choice_words(detail)):
            return
        progress = self.station.progress()
        question = self._dealing.question(detail, place, progress.loss)
        self._ask(question, lambda: self._dealing.choose(detail, place))

    def action_done(self) -> None:
        """Tick off what was refused or is unreadable."""
        detail = self._detail
        if detail is not None and detail.item.group in {Group.REFUSED, Group.UNREADABLE}:
            self._do(lambda: self._dealing.done(detail))

    def action_all_seen(self) -> None:
        """Take note of everything that is for information."""
        notices = [item.conflict_id or "" for item in self._overview.items if item.group is Group.NOTICE]
        if not notices:
            self.tell(say(t.NOTHING_FOR_ALL))
            return
        self._ask(say(t.ASK_ALL, number=len(notices)), lambda: self._dealing.see(notices))

    def undo_here(self) -> bool:
        """F8 takes the last decision back."""
        with self.told():
            key, self._said = self._dealing.undo()
            self.took_in(None)
            self.items.mark(key)
        self.show_time()
        self._open(keep=False)
        return True

    def _ask(self, question: str, then: Callable[[], tuple[str, str]]) -> None:
        if not question:
            self._do(then)
            return
        self.app.push_screen(Confirm(question), lambda yes: self._do(then) if yes else None)

    def _do(self, what: Callable[[], tuple[str, str]]) -> None:
        """Do it, say what it came to, and read anew."""
        with self.told():
            self._said = what()
        self.show_time()
        self.took_in(None)

    def action_try_now(self) -> None:
        """Send and fetch now."""
        self.desk.try_now()
        self.tell(say(t.TRYING))

    def action_to_person(self) -> None:
        """Open the person's page."""
        item = self._detail.item if self._detail else None
        if item is not None and item.person_id is not None and (item.family or item.given):
            with self.told():
                self.app.push_screen(PersonScreen(self.station, item.person_id))

    def action_up(self) -> None:
        """The item above."""
        self._move(-1)

    def action_down(self) -> None:
        """The item below."""
        self._move(1)

    def action_page_up(self) -> None:
        """Back in the item."""
        self.query_one("#detail", Blocks).scroll_lines(-5)

    def action_page_down(self) -> None:
        """On in the item."""
        self.query_one("#detail", Blocks).scroll_lines(5)

    def _move(self, by: int) -> None:
        self.items.move(by)
        self._said = ("", "quiet")
        self._open(keep=False)

    def on_picker_marked(self, event: Picker.Marked) -> None:
        """An item was clicked."""
        event.stop()
        self._move(0)

    def on_picker_chosen(self, event: Picker.Chosen) -> None:
        """An item was clicked twice."""
        event.stop()
        self.action_to_person()

    def action_close(self) -> None:
        """Back; what was shown for information has been seen."""
        notices = [item.conflict_id or "" for item in self._overview.items if item.group is Group.NOTICE]
        shown = [conflict_id for conflict_id in notices if f"conflict:{conflict_id}" in self._opened]
        with self.told():
            self.desk.see(shown)
        self.dismiss()

"""Übertragung (F9): what waits, what was refused, what contradicts itself, and what each key does about it."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from empfang.desk import Group
from empfang.screens import actions
from empfang.screens import transfer_words as words
from empfang.screens.base import Help, Station
from empfang.screens.dealing import Dealing
from empfang.screens.dialogs import Confirm
from empfang.screens.item_screen import ItemScreen
from empfang.screens.person import PersonScreen
from empfang.texts import help as help_texts
from empfang.texts import say
from empfang.texts import transfer as t
from empfang.widgets.blocks import Blocks
from empfang.widgets.picker import Picker


class TransferScreen(ItemScreen):
    """What can be done about the marked item, and about all of them."""

    ACTIONS = (
        *words.KEYS, actions.DONE, actions.CALL_AGAIN, actions.TO_PERSON, actions.ALL_SEEN, actions.TRY_NOW,
        *actions.IN_A_LIST, actions.BACK_TO_WORK,
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [action.binding() for action in ACTIONS]
    HELP_PAGE = Help(help_texts.TRANSFER_NAME, help_texts.TRANSFER, (t.REFUSED_SAY,))

    class CallBack(Message):
        """These people are to be offered places by telephone, instead of what was refused under this number."""

        def __init__(self, person_ids: tuple[str, ...], number: int) -> None:
            super().__init__()
            self.person_ids = person_ids
            self.number = number

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._dealing = Dealing(self.desk)

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

    def action_call_again(self) -> None:
        """Offer places anew to whoever was refused."""
        detail = self._detail
        if detail is None or detail.call_back is None or detail.item.number is None or not words.can_call_back(detail):
            return
        self.post_message(self.CallBack(detail.call_back.person_ids, detail.item.number))

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
        self._tried = self.station.progress()
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

    def close_for_scan(self) -> None:
        """As when the clerk leaves."""
        self.action_close()

    def action_close(self) -> None:
        """Back; what was shown for information has been seen."""
        notices = [item.conflict_id or "" for item in self._overview.items if item.group is Group.NOTICE]
        shown = [conflict_id for conflict_id in notices if f"conflict:{conflict_id}" in self._opened]
        with self.told():
            self.desk.see(shown)
        self.dismiss()

"""The desk's application: screens over one desk, told by the engine what changed."""

import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen

from empfang.desk import Admission, Desk, Progress, Topics
from empfang.screens import actions
from empfang.screens.base import DeskScreen, Station
from empfang.screens.covers import Privacy, TooSmall, is_too_small
from empfang.screens.dialogs import Confirm, Leave, UndoList
from empfang.screens.faces import short_name, why_not
from empfang.screens.going import GoTo
from empfang.screens.help import HelpScreen
from empfang.screens.palette import Palette
from empfang.screens.person import PersonScreen
from empfang.screens.reception import Reception
from empfang.screens.sign_in import SignIn
from empfang.screens.transfer import TransferScreen
from empfang.texts import reception as reception_texts
from empfang.texts import say
from empfang.texts import screens as texts
from empfang.texts.times import clock
from empfang.widgets.actions import Action
from empfang.widgets.lines import WIDE
from empfang.widgets.themes import DARK, LIGHT, THEMES

TOGETHER_S = 0.05
"""Changes within this time are shown together."""
_PORTION = 100
"""Changed records taken in at once: one to two ms. A first download brings thousands at a time."""
_BETWEEN_S = 0.004
_TYPING_S = 0.3
"""After a key the next one is to be expected."""


class EmpfangApp(App[None], inherit_bindings=False):
    """The application of one desk.

    `engine_changed`, `engine_progress` and `is_typing` may be called from any thread, at any rate, before, while and
    after it runs.
    """

    TITLE = "empfang"
    CSS_PATH = "empfang.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [action.binding() for action in actions.EVERYWHERE if action.key]

    class EngineMoved(Message):
        """The engine changed something; what, is waiting to be taken in."""

    def __init__(
        self,
        desk: Desk,
        *,
        progress: Callable[[], Progress] = Progress,
        time_s: float = 1.0,
        monotonic: Callable[[], float] = time.monotonic,
        theme: str = DARK,
        sign_in: bool = True,
        started: Callable[[], None] = lambda: None,
    ) -> None:
        """`progress` tells how syncing stands; `time_s` is how often the status line looks at it and at the clock.

        `monotonic` is for what is too fast. Without `sign_in` the desk has its operator already. `started` is called
        when the first picture stands.
        """
        super().__init__()
        self.animation_level = "none"
        self._desk = desk
        self._station = Station(desk, progress, monotonic)
        self._monotonic = monotonic
        self._key_at = float("-inf")
        self._time_s = time_s
        self._sign_in = sign_in
        self._started = started
        self._lock = threading.Lock()
        self._topics: Topics = set()
        self._batch: Topics = set()
        self._rest: list[tuple[str, str]] = []
        self._told = False
        self._gathering = False
        self._minute = -1
        for each in THEMES:
            self.register_theme(each)
        self.theme = theme

    def on_mount(self) -> None:
        """Reception is there at once, behind the question who works."""
        self.push_screen(Reception(self._station))
        if self._sign_in:
            self.push_screen(SignIn(self._station))
        self.call_after_refresh(self._started)
        self.set_interval(self._time_s, self._tick)
        self._gather()
        self._cover_if_too_small(self.size)

    # The engine's side

    def engine_changed(self, topics: Topics) -> None:
        """Records changed. From any thread."""
        self._tell(topics)

    def engine_progress(self, progress: Progress) -> None:
        """Syncing stands otherwise. From any thread."""
        self._tell(set())

    def is_typing(self) -> bool:
        """Whether somebody types just now. From any thread."""
        return self._monotonic() - self._key_at < _TYPING_S

    async def on_event(self, event: events.Event) -> None:
        """Remember when a key was pressed."""
        if isinstance(event, events.Key):
            self._key_at = self._monotonic()
        await super().on_event(event)

    def _tell(self, topics: Topics) -> None:
        with self._lock:
            self._topics |= topics
            told, self._told = self._told, True
        if not told and self.is_running:
            with contextlib.suppress(RuntimeError):  # the loop ended meanwhile: nobody looks any more
                self.post_message(self.EngineMoved())

    def on_empfang_app_engine_moved(self) -> None:
        """Something waits; what comes within a moment is shown together."""
        self._gather()

    def _gather(self) -> None:
        if not self._gathering:
            self._gathering = True
            self.set_timer(TOGETHER_S, self._take_in)

    def _take_in(self) -> None:
        """Take what waits into the desk's memory, a portion at a time, then show it: letters are seen in between."""
        if not self._rest:
            with self._lock:
                self._batch, self._topics, self._told = self._topics, set(), False
            self._rest = list(self._batch)
        portion, self._rest = self._rest[:_PORTION], self._rest[_PORTION:]
        self._desk.took_in(set(portion))
        if self._rest:
            self.set_timer(_BETWEEN_S, self._take_in)
            return
        self._gathering = False
        working = self.working
        working.show_time()
        if self._batch and working is self.screen:
            working.took_in(self._batch)
        if self._told:
            self._gather()

    def _tick(self) -> None:
        working = self.working
        working.show_time()
        minute = working.shift.now.minute
        if minute != self._minute and working is self.screen:
            self._minute = minute
            working.minute_passed()

    # Screens

    @property
    def working(self) -> DeskScreen:
        """The working screen on top, below any dialog."""
        return next(screen for screen in reversed(self.screen_stack) if isinstance(screen, DeskScreen))

    def on_resize(self, event: events.Resize) -> None:
        """A window that is too small is covered."""
        if any(isinstance(screen, DeskScreen) for screen in self.screen_stack):
            self._cover_if_too_small(event.size)

    def _cover_if_too_small(self, size: Size) -> None:
        if is_too_small(*size) and not any(isinstance(screen, TooSmall) for screen in self.screen_stack):
            self.push_screen(TooSmall())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What works everywhere does not work through a dialog or a cover."""
        if action not in {each.name for each in actions.EVERYWHERE}:
            return True
        return action in {each.name for each in self._global_actions(self.screen)}

    @staticmethod
    def _global_actions(screen: Screen[object]) -> Sequence[Action]:
        match screen:
            case DeskScreen():
                return screen.GLOBAL_ACTIONS
            case Privacy():
                return ()
            case TooSmall():
                return (actions.LEAVE,)
            case _:
                return (actions.PRIVACY,)

    # Actions that work everywhere

    def action_help(self) -> None:
        """Explain the screen."""
        self.push_screen(HelpScreen(self.working))

    def action_palette(self) -> None:
        """Offer all that can be done."""
        working = self.working
        offered = dict.fromkeys((*working.offered(), *working.GLOBAL_ACTIONS))
        offered.pop(actions.PALETTE, None)

        def chosen(action: Action | None) -> None:
            if action is not None:
                self.call_next(working.run_action, action.target)

        self.push_screen(Palette(tuple(offered)), chosen)

    def action_reception(self) -> None:
        """Back to the reception; a page asks first if something is not saved."""
        match self.screen:
            case PersonScreen() as page:
                page.leave_for(lambda: self.call_next(self.action_reception))
            case TransferScreen() as transfer:
                transfer.action_close()
                self.call_next(self.action_reception)

    def action_transfer(self) -> None:
        """To what is not settled; it is opened once."""
        if isinstance(self.screen, TransferScreen):
            return
        if any(isinstance(screen, TransferScreen) for screen in self.screen_stack):
            if isinstance(self.screen, PersonScreen):
                self.screen.action_close()
            return
        self.push_screen(TransferScreen(self._station))

    def action_go_to(self) -> None:
        """Ask where to, by letter."""

        def chosen(name: str | None) -> None:
            if name is not None:
                self.call_next(self.run_action, f"app.{name}")

        self.push_screen(GoTo(), chosen)

    def action_privacy(self) -> None:
        """Hide the screen."""
        self.push_screen(Privacy())

    def action_operator(self) -> None:
        """Another name."""
        self.push_screen(SignIn(self._station))

    def action_colours(self) -> None:
        """Light or dark."""
        self.theme = LIGHT if self.theme == DARK else DARK

    def action_undo(self) -> None:
        """Choose an admission of this desk and take it back; or what the screen itself did last."""
        if self.working.undo_here():
            return
        self.push_screen(UndoList(self._desk.last_admissions()), self._undo_chosen)

    def _undo_chosen(self, admission: Admission | None) -> None:
        if admission is None:
            return
        name = short_name(admission.family, admission.given)

        def answered(yes: bool | None) -> None:
            if not yes:
                return
            with self.working.told():
                undone = self._desk.undo(admission.encounter_id)
                if undone.done:
                    self.working.tell(say(reception_texts.UNDO_DONE, name=name, number=admission.day_number), "good")
                else:
                    self.working.tell(say(reception_texts.REFUSED_BECAUSE, why=why_not(undone.code)), "stop")

        values = {"name": name, "number": admission.day_number, "at": clock(admission.at)}
        self.push_screen(Confirm(say(reception_texts.UNDO_ASK, **values)), answered)

    def action_leave(self) -> None:
        """Say what is unsent, then end."""
        unsent = self._station.progress().unsent
        shift = self._desk.shift()
        words = [say(texts.LEAVE_TITLE)]
        if not unsent:
            words.append(say(texts.LEAVE_SENT))
        else:
            words.append(say(texts.LEAVE_UNSENT_ONE) if unsent == 1 else say(texts.LEAVE_UNSENT, number=unsent))
        to_do = shift.open_conflicts + shift.to_deal_with
        if to_do:
            words.append(say(texts.LEAVE_OPEN, number=to_do))
        self.push_screen(Leave(*words), lambda yes: self.exit() if yes else None)

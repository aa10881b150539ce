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

from empfang.desk import Admission, Desk, Printing, Progress, Topics
from empfang.rules.scanner import Pace
from empfang.screens import actions, pin_keeping
from empfang.screens.base import DeskScreen, Station
from empfang.screens.card_words import short_name, why_not
from empfang.screens.covering import Covering
from empfang.screens.covers import Privacy, TooSmall, is_too_small
from empfang.screens.day_plan import plan_day
from empfang.screens.dialogs import Confirm, undo_list
from empfang.screens.going import GoTo
from empfang.screens.help import HelpScreen
from empfang.screens.late_entry import LateEntryScreen
from empfang.screens.leftover import LeftoverScreen
from empfang.screens.palette import Palette
from empfang.screens.person import PersonScreen
from empfang.screens.reception import Reception
from empfang.screens.scan_router import ScanRouter
from empfang.screens.scan_taking import ScanTaking
from empfang.screens.shift_end import END, EndShift, OpenCalls
from empfang.screens.sign_in import SignIn
from empfang.screens.telephone import TelephoneScreen
from empfang.screens.transfer import TransferScreen
from empfang.texts import printouts as print_texts
from empfang.texts import reception as reception_texts
from empfang.texts import say
from empfang.texts.times import clock
from empfang.widgets.actions import Action
from empfang.widgets.cells import cut
from empfang.widgets.lines import WIDE
from empfang.widgets.themes import DARK, LIGHT, THEMES

_NOT_PRINTING = {
    Printing.NO_PRINTER: print_texts.NO_PRINTER,
    Printing.NOBODY: print_texts.NOBODY_TO_PRINT,
}
_BY_HAND = (events.Key, events.Paste, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp)
_SLIP_NAME = 24
_TELEPHONE, _LEFTOVER = "telephone", "leftover"
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

    def __init__(  # noqa: PLR0913 - a desk, the engine's progress, and what a test or a setting gives
        self,
        desk: Desk,
        *,
        progress: Callable[[], Progress] = Progress,
        time_s: float = 1.0,
        monotonic: Callable[[], float] = time.monotonic,
        pace: Pace = Pace(),  # noqa: B008 - a value
        theme: str = DARK,
        sign_in: bool = True,
        started: Callable[[], None] = lambda: None,
        idle_s: float = 0.0,
        dial: Callable[[str], bool | None] = lambda number: None,
    ) -> None:
        """`progress` tells how syncing stands; `time_s` is how often the status line looks at it and at the clock.

        `monotonic` is for what is too fast, `pace` tells a scanner from a hand. Without `sign_in` the desk has its
        operator already. `started` is called when the first picture stands. After `idle_s` by `monotonic` without a
        key the screen is covered; 0: never. `dial` lets a program dial a number.
        """
        super().__init__()
        self.animation_level = "none"
        self._desk = desk
        self._station = Station(desk, progress, monotonic, dial)
        desk.calling.is_alone = lambda: progress().connected is False
        self._covering = Covering(self, self._station, idle_s)
        self._monotonic = monotonic
        self._key_at = float("-inf")
        self._time_s = time_s
        self._sign_in = sign_in
        self._started = started
        self._lock = threading.Lock()
        self._topics: Topics = set()
        self._to_say: list[tuple[str, str]] = []
        self._batch: Topics = set()
        self._rest: list[tuple[str, str]] = []
        self._told = False
        self._gathering = False
        self._minute = -1
        scans = ScanTaking(self, desk)
        self._router = ScanRouter(self, pace, forward=super().on_event, take=scans.take, may_show=scans.may_show)
        for each in THEMES:
            self.register_theme(each)
        self.theme = theme

    def on_mount(self) -> None:
        """Reception is there at once, behind the question who works."""
        self.push_screen(Reception(self._station))
        if self._sign_in:
            self.push_screen(SignIn(self._station))
        self.call_after_refresh(self._started)
        self._write_title()
        self._covering.touched()
        self.set_interval(self._time_s, self._tick)
        self._gather()
        self._cover_if_too_small(self.size)

    def _write_title(self) -> None:
        """Nothing but the program's name, whatever the shell has left there."""
        if self._driver is not None:
            self._driver.write(f"\x1b]0;{self.TITLE}\x07")

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

    def say_once(self, words: str, role: str) -> None:
        """Something happened in the background that the clerk should read. From any thread."""
        with self._lock:
            self._to_say.append((words, role))
        self._tell(set())

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
        with self._lock:
            to_say, self._to_say = self._to_say, []
        working = self.working
        working.show_time()
        if self._batch and working is self.screen:
            working.took_in(self._batch)
        for words, role in to_say:
            working.note(words, role)
        if self._told:
            self._gather()

    def _tick(self) -> None:
        self._covering.look()
        working = self.working
        working.show_time()
        minute = working.shift.now.minute
        if minute != self._minute and working is self.screen:
            self._minute = minute
            working.minute_passed()

    # Scans, before the focus

    async def on_event(self, event: events.Event) -> None:
        """Keys go by way of the scan router; what is told about a key afterwards does not."""
        if isinstance(event, _BY_HAND) and not event.is_forwarded:
            self._covering.touched()
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._key_at = self._monotonic()
            await self._router.key(event)
            return
        if isinstance(event, events.Paste | events.MouseDown) and not event.is_forwarded:
            await self._router.let_go()
        await super().on_event(event)

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
                return (actions.PRIVACY,)
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
        if not self._desk.may_coordinate():
            for action in actions.FOR_COORDINATORS:
                offered.pop(action, None)

        def chosen(action: Action | None) -> None:
            if action is not None:
                self.call_next(working.run_action, action.target)

        self.push_screen(Palette(tuple(offered)), chosen)

    def action_reception(self) -> None:
        """Back to the reception; a page asks first if something is not saved."""
        match self.screen:
            case PersonScreen() as page:
                page.leave_for(lambda: self.call_next(self.action_reception))
            case TransferScreen() | LateEntryScreen() | TelephoneScreen() | LeftoverScreen() as screen:
                screen.action_close()
                self.call_next(self.action_reception)

    def action_telephone(self) -> None:
        """To the telephone; it is opened once, and gone back to from what lies over it."""
        if not any(isinstance(screen, TelephoneScreen) for screen in self.screen_stack):
            if not self.is_screen_installed(_TELEPHONE):
                # Kept when one leaves it: a call goes on while somebody looks something up elsewhere.
                self.install_screen(TelephoneScreen(self._station), _TELEPHONE)
            self.push_screen(_TELEPHONE)
            return
        match self.screen:
            case PersonScreen() as page:
                page.leave_for(lambda: self.call_next(self.action_telephone))
            case TransferScreen() | LateEntryScreen() | LeftoverScreen() as screen:
                screen.action_close()
                self.call_next(self.action_telephone)

    def action_leftover(self) -> None:
        """To the leftover doses; opened once, and gone back to from what lies over it."""
        if not any(isinstance(screen, LeftoverScreen) for screen in self.screen_stack):
            if not self.is_screen_installed(_LEFTOVER):
                # Kept when one leaves it: a call goes on while somebody looks something up elsewhere.
                self.install_screen(LeftoverScreen(self._station), _LEFTOVER)
            self.push_screen(_LEFTOVER)
            return
        match self.screen:
            case PersonScreen() as page:
                page.leave_for(lambda: self.call_next(self.action_leftover))
            case TransferScreen() | LateEntryScreen() | TelephoneScreen() as screen:
                screen.action_close()
                self.call_next(self.action_leftover)

    def on_transfer_screen_call_back(self, event: TransferScreen.CallBack) -> None:
        """Places are offered anew by telephone."""
        self.action_telephone()

        def begin() -> None:
            if isinstance(self.screen, TelephoneScreen):
                self.screen.call_back_to(event.person_ids, event.number)

        self.call_after_refresh(begin)

    def on_page_of_call_rings_back(self, event: TelephoneScreen.RingsBack) -> None:
        """Somebody on the telephone is offered a leftover dose."""
        telephone = self.screen
        self.action_leftover()

        def begin() -> None:
            took_over = isinstance(self.screen, LeftoverScreen) and self.screen.rings_back(
                event.person, event.candidate
            )
            if took_over and isinstance(telephone, TelephoneScreen):
                telephone.handed_on()

        self.call_after_refresh(begin)

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

        self.push_screen(GoTo(may_coordinate=self._desk.may_coordinate()), chosen)

    def action_print(self) -> None:
        """The slip of whoever is open, or of the last admission, once more."""
        working = self.working
        with working.told():
            printed = self._desk.printouts.again(working.visit_here())
            if isinstance(printed, Printing):
                working.note(say(_NOT_PRINTING[printed]), "ask")
            else:
                name = cut(short_name(printed.family, printed.given), _SLIP_NAME)
                working.note(say(print_texts.PRINTING, number=printed.day_number, name=name), "quiet")

    def action_write_list(self) -> None:
        """An emergency list, now."""
        asked = self._desk.printouts.write_list()
        self.working.note(say(print_texts.LIST_ASKED if asked else print_texts.NO_LISTS), "quiet")

    def action_late_entry(self) -> None:
        """To entering what is on paper; it is opened once, and gone back to from what lies over it."""
        if not any(isinstance(screen, LateEntryScreen) for screen in self.screen_stack):
            self.push_screen(LateEntryScreen(self._station))
            return
        match self.screen:
            case PersonScreen() as page:
                page.leave_for(lambda: self.call_next(self.action_late_entry))
            case TransferScreen() | LeftoverScreen() as screen:
                screen.action_close()

    def action_privacy(self) -> None:
        """Hide the screen; on the cover: another name."""
        self._covering.privacy()

    def action_operator(self) -> None:
        """Another name."""
        self._covering.change_operator()

    def action_pin(self) -> None:
        """Set one's PIN; whoever has one shows it first."""
        pin_keeping.set_pin(self.working)

    def action_plan(self) -> None:
        """What holds today."""
        plan_day(self.working)

    def action_remove_pin(self) -> None:
        """Remove somebody's PIN."""
        pin_keeping.remove_pin(self.working)

    def action_colours(self) -> None:
        """Light or dark."""
        self.theme = LIGHT if self.theme == DARK else DARK

    def action_undo(self) -> None:
        """Choose an admission of this desk and take it back; or what the screen itself did last."""
        if self.working.undo_here():
            return
        admissions = self._desk.last_admissions()

        def chosen(place: int | None) -> None:
            if place is not None:
                self._undo(admissions[place])

        self.push_screen(undo_list(admissions), chosen)

    def _undo(self, admission: Admission) -> None:
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
        """Say what is open, then end."""
        may_go = isinstance(self.screen, DeskScreen) and not isinstance(self.screen, SignIn)

        def chosen(name: str | None) -> None:
            if name == END:
                self.exit()
            elif name is not None:
                self.call_next(self.run_action, f"app.{name}")

        telephone, leftover = (self._kept(name) for name in (_TELEPHONE, _LEFTOVER))
        calls = OpenCalls(
            telephone=isinstance(telephone, TelephoneScreen) and telephone.in_a_call,
            leftover=isinstance(leftover, LeftoverScreen) and leftover.in_a_call,
        )
        give_back = leftover.give_back if isinstance(leftover, LeftoverScreen) else lambda: None
        self.push_screen(EndShift(self._station, may_go=may_go, calls=calls, give_back=give_back), chosen)

    def _kept(self, name: str) -> Screen[object] | None:
        """A screen that stays when one leaves it, if it was ever opened."""
        return self.get_screen(name) if self.is_screen_installed(name) else None

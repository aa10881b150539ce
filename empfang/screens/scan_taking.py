"""What a scan does, depending on what is open: the kindest thing that surprises nobody.

- Reception, also with a card or a choice open: whoever has the code is admitted, or their card opens; what was typed
  goes. A code that is not known here is searched like a typed one, or, over a card, said to be not found.
- Help, transfer, a person's page: these close, then as above. For a code that is not known they stay, and it is said.
- A person's page with something unsaved: "save first". Nothing is given up for a scan.
- A question or a list over a screen: "answer first". A scan answers nothing and closes nothing.
- The privacy cover: said without lifting it. Who scans need not be the clerk.
- A window that is too small: nobody is admitted whose number cannot be read. Signing in: nobody in nobody's name.
- An EU certificate opens nobody, so it closes nothing: it is said where one is, and an open card stays open, since
  that is when papers are looked at.

What is not taken is not kept for later either: an admission minutes after the scan would pass unseen. The terminal's
bell is rung, since the scanner itself beeps as if all were well, and the clerk may look at the person.
"""

from collections.abc import Sequence

from textual.app import App
from textual.screen import Screen

from empfang.desk import Desk, Kind, Scanned
from empfang.errors import Problem
from empfang.rules.scanner import Scan
from empfang.screens.base import DeskScreen
from empfang.screens.covers import Privacy, TooSmall
from empfang.screens.help import HelpScreen
from empfang.screens.person import PersonScreen
from empfang.screens.reception import Reception
from empfang.texts import Text, say
from empfang.texts import scanning as t
from empfang.texts.problems import words_for
from empfang.widgets.notice import Notice

AGAIN_S = 1.5
"""The same code again so soon is a finger that stayed on the trigger."""
NOTICE_S = 12.0
"""How long it is said that a scan was not taken."""


class ScanTaking:
    """Takes scans for the app's screens."""

    def __init__(self, app: App[None], desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._last = "", float("-inf")

    def may_show(self) -> bool:
        """Whether a scan's signs may be seen where they go, which is in the search field."""
        return isinstance(self._app.screen, Reception) and self._app.screen.shows_scans

    def take(self, scan: Scan, at_s: float, shown: str) -> bool:
        """Act on a scan that ended at this time; `shown` of it was passed on already. False: it was typing."""
        screens = self._app.screen_stack
        reception = next((screen for screen in screens if isinstance(screen, Reception)), None)
        if reception is None:
            return False
        try:
            scanned = understood(self._desk, scan)
        except Problem as problem:
            self._refuse(words_for(problem))
            return True
        if scanned.kind is Kind.UNKNOWN and self._app.screen is reception and reception.is_searching:
            return False
        in_the_way = obstacle(screens)
        if scanned.kind is Kind.CERTIFICATE and (in_the_way is None or isinstance(self._app.screen, PersonScreen)):
            self._say_certificate(shown)
        elif in_the_way is not None:
            self._refuse(say(in_the_way))
        elif scanned.kind is Kind.UNKNOWN and self._app.screen is not reception:
            self._refuse(say(t.NOT_FOUND))
        else:
            clear_the_way(screens)
            self._unsay()
            self._give(reception, scanned, at_s, shown)
        return True

    def _give(self, reception: Reception, scanned: Scanned, at_s: float, shown: str) -> None:
        """Let the reception act, behind the keys that are still on their way to its field."""
        (last, last_s), self._last = self._last, (scanned.text, at_s)
        if scanned.kind is Kind.CODE and scanned.text == last and at_s - last_s < AGAIN_S:
            reception.field.call_later(reception.mention, say(t.TWICE), "quiet", shown)
        else:
            reception.field.call_later(reception.scan, scanned)

    def _say_certificate(self, shown: str) -> None:
        if not isinstance(self._app.screen, DeskScreen):
            self._refuse(say(t.CERTIFICATE))
            return
        self._app.bell()
        screen = self._app.screen
        if isinstance(screen, Reception):
            screen.field.call_later(screen.mention, say(t.CERTIFICATE), "ask", shown)
        else:
            screen.tell(say(t.CERTIFICATE), "ask")

    def _refuse(self, why: str) -> None:
        self._app.bell()
        self._unsay()
        self._app.screen.mount(Notice(say(t.NOT_TAKEN), why, NOTICE_S))

    def _unsay(self) -> None:
        for screen in self._app.screen_stack:
            screen.query(Notice).remove()


def understood(desk: Desk, scan: Scan) -> Scanned:
    """What was scanned; if need be together with what came just before and was taken for typing."""
    scanned = desk.identify(scan.text)
    if scanned.kind is Kind.UNKNOWN and scan.before:
        whole = desk.identify(scan.before + scan.text)
        return scanned if whole.kind is Kind.UNKNOWN else whole
    return scanned


def obstacle(screens: Sequence[Screen[object]]) -> Text | None:
    """Why the reception cannot come to the top of these screens (the last is on top); None if it can."""
    for screen in reversed(screens):
        if isinstance(screen, Reception):
            return None
        found = _obstacle_of(screen)
        if found is not None:
            return found
    return t.ANSWER_FIRST


def clear_the_way(screens: Sequence[Screen[object]]) -> None:
    """Close what is above the reception. Only without an obstacle."""
    for screen in reversed(screens):
        if isinstance(screen, Reception):
            return
        if isinstance(screen, DeskScreen):
            screen.close_for_scan()
        else:
            screen.dismiss()


def _obstacle_of(screen: Screen[object]) -> Text | None:
    match screen:
        case DeskScreen():
            return screen.scan_obstacle()
        case HelpScreen():
            return None
        case Privacy():
            return t.SHOW_FIRST
        case TooSmall():
            return t.ENLARGE_FIRST
        case _:
            return t.ANSWER_FIRST

"""The privacy key, the cover that comes by itself after a pause, and the change of operator."""

from textual.app import App

from empfang.desk import UNNAMED
from empfang.screens.base import Station
from empfang.screens.covers import Privacy, TooSmall
from empfang.screens.pins import AskPin
from empfang.screens.sign_in import SignIn


class Covering:
    """Covers the app's screens. Nothing below a cover is closed or changed by it."""

    def __init__(self, app: App[None], station: Station, idle_s: float) -> None:
        """After `idle_s` without a key or a click the cover comes by itself; 0: never."""
        self._app = app
        self._station = station
        self._idle_s = idle_s
        self._touched_s = float("inf")

    def touched(self) -> None:
        """Somebody is there."""
        if self._idle_s:
            self._touched_s = self._station.monotonic()

    def look(self) -> None:
        """Cover what nobody has touched for too long; a cover that is there is locked."""
        if not self._idle_s or self._station.monotonic() - self._touched_s < self._idle_s:
            return
        screens = self._app.screen_stack
        for screen in reversed(screens):
            if isinstance(screen, Privacy):
                screen.lock_up()
                return
            if not isinstance(screen, SignIn | TooSmall | AskPin):
                break
        if not (isinstance(screens[-1], SignIn) and self._station.desk.operator_id == UNNAMED):
            self._app.push_screen(Privacy(self._station, after_a_pause=True))

    def privacy(self) -> None:
        """Hide the screen; on the cover, change the operator; there, go back to the cover."""
        if isinstance(self._app.screen, AskPin):
            self._app.screen.dismiss(None)
            if isinstance(self._app.screen, SignIn):
                return
        match self._app.screen:
            case Privacy():
                self.change_operator()
            case SignIn() as sign_in if sign_in.over_a_cover:
                sign_in.dismiss()
            case _:
                self._app.push_screen(Privacy(self._station))

    def change_operator(self) -> None:
        """Another name."""
        self._app.push_screen(SignIn(self._station))

"""The scan router: every key passes here before it reaches whatever has the focus."""

from collections.abc import Awaitable, Callable

from textual import events
from textual.app import App
from textual.timer import Timer

from empfang.rules.scanner import ENTER, OTHER, Pace, Run, Scan, Step, press, waited

ENTERS = {"enter", "ctrl+j", "tab"}
"""What scanners are set to send at the end of a text."""
_MODIFIERS = {
    f"{side}_{key}" for side in ("left", "right") for key in ("shift", "control", "alt", "super", "hyper", "meta")
}
TYPE_NOTHING = {*_MODIFIERS, "iso_level3_shift", "iso_level5_shift", "caps_lock", "num_lock", "scroll_lock"}
"""Some terminals tell of these, too; a scanner presses Shift before each capital."""


class ScanRouter:
    """Holds keys back while they may be a scan; gives away the scan, or passes the keys on, in order.

    Everything is called from the app's own messages, so that no key overtakes another one. Keys that were waiting in
    front of the app while it was busy are still judged by when they were pressed.
    """

    def __init__(
        self,
        app: App[None],
        pace: Pace,
        *,
        forward: Callable[[events.Key], Awaitable[None]],
        take: Callable[[Scan, float, str], bool],
        may_show: Callable[[], bool],
    ) -> None:
        """`take` gets the scan, when it ended, and what of it was passed on already; False: it was typing after all.

        `may_show` is whether keys may be seen before it is known what they are.
        """
        self._app = app
        self._pace = pace
        self._forward = forward
        self._take = take
        self._may_show = may_show
        self._run = Run()
        self._held: list[events.Key] = []
        self._timer: Timer | None = None
        self._pressed = 0

    async def key(self, event: events.Key) -> None:
        """A key was pressed."""
        if event.key in TYPE_NOTHING:
            return
        self._pressed += 1
        self._held.append(event)
        character = event.character or ""
        sign = ENTER if event.key in ENTERS else character if event.is_printable and len(character) == 1 else OTHER
        at_s = event.time
        await self._follow(press(self._run, sign, at_s, self._pace, through=self._may_show()), at_s)

    async def let_go(self) -> None:
        """Something else happened, a click or a paste: what was typed before comes before it."""
        await self._follow(Step(Run(), pass_on=len(self._held)), 0.0)

    async def _follow(self, step: Step, at_s: float) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        before, self._run = self._run, step.run
        pass_on = step.pass_on
        if step.scan is not None:
            shown = before.text[: len(before.text) - before.held]
            if not self._take(step.scan, at_s, shown):
                self._run, pass_on = Run(), len(self._held)
        typed, self._held = self._held[:pass_on], self._held[pass_on:]
        if step.scan is not None or step.swallow:
            self._held = []
        for event in typed:
            await self._forward(event)
        if step.wait_s > 0:
            self._timer = self._app.set_timer(step.wait_s, self._time_is_up)

    def _time_is_up(self) -> None:
        # Keys that came in time may be waiting before this app, if it was busy: they are looked at first.
        self._app.call_later(self._give_up, self._pressed)

    async def _give_up(self, pressed: int) -> None:
        if pressed == self._pressed and self._held:
            await self._follow(waited(self._run, self._pace), self._run.last_s)

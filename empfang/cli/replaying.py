"""`empfang replay`: a whole day without a screen."""

import json
import sys
import time
from datetime import date, datetime
from typing import TYPE_CHECKING

import typer

from empfang.errors import Exit, InputProblem
from empfang.exchange.dates import DateStyle, Unfit, read_date
from empfang.texts import replay as words
from empfang.texts import say, thousands

if TYPE_CHECKING:
    from empfang.replay.preparing import Wishes

_SHOWN_EVERY_S = 0.2
_WIDTH = 78
_INTERRUPTED = 130


def day_of(text: str) -> date:
    """The day that was typed.

    Raises:
        InputProblem: `replay_day_bad`.
    """
    try:
        return read_date(text, DateStyle())
    except Unfit:
        raise InputProblem("replay_day_bad", text=text) from None


def replay(wishes: "Wishes", *, as_json: bool) -> None:
    """Replay the day, and show its balance; the exit status is 0 only if nothing was lost or broken."""
    from empfang.replay.play import play  # noqa: PLC0415 - heavy
    from empfang.replay.report import report_lines  # noqa: PLC0415

    line = _Line()
    try:
        line.show(say(words.PREPARING))
        balance = play(wishes, line.progress)
    except KeyboardInterrupt:
        line.clear()
        print(say(words.STOPPED), file=sys.stderr)
        raise typer.Exit(_INTERRUPTED) from None
    finally:
        line.clear()
    if as_json:
        print(json.dumps(balance.as_json(), ensure_ascii=False))
    else:
        for text in report_lines(balance):
            print(text)
    if not balance.good:
        raise typer.Exit(Exit.NOTHING_DONE)


class _Line:
    """One line on the terminal that follows the day; nothing at all where nobody looks."""

    def __init__(self) -> None:
        self._looks = sys.stderr.isatty()
        self._last = 0.0

    def progress(self, moment: datetime, admitted: int, service_runs: bool) -> None:
        now = time.monotonic()
        if now - self._last < _SHOWN_EVERY_S:
            return
        self._last = now
        text = words.RUNNING if service_runs else words.RUNNING_OFFLINE
        self.show(say(text, at=f"{moment:%H:%M}", admitted=thousands(admitted)))

    def show(self, text: str) -> None:
        if self._looks:
            print(f"\r{text:{_WIDTH}}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self._looks:
            print(f"\r{'':{_WIDTH}}\r", end="", file=sys.stderr, flush=True)
            self._looks = False

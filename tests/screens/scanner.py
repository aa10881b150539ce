"""A scanner in a test's hands: keys as fast as it presses them, whatever time the test really takes."""

from collections.abc import Iterator
from itertools import count

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from tests.screens.conftest import settle

_BEGINNINGS: Iterator[int] = count(1000, 10)


def send(pilot: Pilot[None], text: str, gap_s: float, begin_s: float | None = None) -> None:
    """Press a key for each sign, so many seconds apart by their own times; each text long after the last one."""
    begun_s = next(_BEGINNINGS) if begin_s is None else begin_s
    for place, sign in enumerate(text):
        if sign.isupper():
            shift = events.Key("left_shift", None)  # as some terminals tell it
            shift.time = begun_s + place * gap_s
            pilot.app.post_message(shift)
        key = events.Key("enter" if sign == "\r" else _character_to_key(sign), sign)
        key.time = begun_s + place * gap_s
        pilot.app.post_message(key)


async def press(
    pilot: Pilot[None], text: str, gap_s: float, *, enter: bool = True, begin_s: float | None = None
) -> None:
    """Press these keys, and let the app do what follows."""
    send(pilot, text + "\r" * enter, gap_s, begin_s)
    await settle(pilot)


async def scan(pilot: Pilot[None], text: str, *, begin_s: float | None = None) -> None:
    """Scan a text."""
    await press(pilot, text, 0.008, begin_s=begin_s)
    await settle(pilot)

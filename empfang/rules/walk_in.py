"""When people may come without an appointment: the centre's own times."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from empfang.model import Centre

_FORMAT = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class Window:
    """From a local time to another one of the same day, which is no longer in it; without a zone."""

    begin: datetime
    end: datetime


def walk_in_times(texts: Iterable[str]) -> tuple[Window, ...]:
    """Times such as "2021-12-30 15:00-19:00", in order.

    Raises:
        ValueError: one that cannot be read, or ends before it begins.
    """
    return tuple(sorted(map(_window, texts), key=lambda window: window.begin))


def _window(text: str) -> Window:
    day, _, times = text.partition(" ")
    begin, _, end = times.partition("-")
    window = Window(datetime.strptime(f"{day} {begin}", _FORMAT), datetime.strptime(f"{day} {end}", _FORMAT))  # noqa: DTZ007 - the centre's clock
    if window.end <= window.begin:
        raise ValueError(f"ends before it begins: {text}")
    return window


def walk_in_now(centre: Centre, local_now: datetime) -> bool:
    """Whether people without an appointment may come at this moment of the centre's clock."""
    wall = local_now.replace(tzinfo=None)
    return any(window.begin <= wall < window.end for window in _readable(centre.walk_in))


def next_walk_in(centre: Centre, local_now: datetime) -> Window | None:
    """The next time (or the present one) at which they may."""
    wall = local_now.replace(tzinfo=None)
    return next((window for window in _readable(centre.walk_in) if window.end > wall), None)


def _readable(texts: Iterable[str]) -> list[Window]:
    """In order. Another service may write times that are none: nobody is stopped by them, a reason opens the door."""
    windows: list[Window] = []
    for text in texts:
        with suppress(ValueError):
            windows.append(_window(text))
    return sorted(windows, key=lambda window: window.begin)

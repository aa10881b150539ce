"""States of the telephone screen for the pictures: the same code, and the same minute of the call, each time."""

from collections.abc import Awaitable, Callable
from functools import wraps

from textual.pilot import Pilot

from empfang.desk import Progress
from empfang.screens.telephone import TelephoneScreen
from tests.screens import call_states as calls
from tests.screens.conftest import Front, settle
from tests.screens.states import STATES, state

LIGHT_TOO = ("call_places", "call_booked")
_BEFORE = frozenset(STATES)
_LASTS_S = 134.0


def steady(bring: Callable[[Front, Pilot[None]], Awaitable[None]]) -> Callable[[Front, Pilot[None]], Awaitable[None]]:
    """A state in which nothing is drawn by lot and the call lasts a fixed time."""

    @wraps(bring)
    async def brought(front: Front, pilot: Pilot[None]) -> None:
        front.here.desk.hotline.draw = lambda end: 7 % end
        await bring(front, pilot)
        screen = next(each for each in front.app.screen_stack if isinstance(each, TelephoneScreen))
        call = screen._call
        if call.begun_at is not None:
            call.begun_at, call.monotonic = 0.0, lambda: _LASTS_S
        screen.show_time()
        await settle(pilot)

    return brought


@state
@steady
async def call_ready(front: Front, pilot: Pilot[None]) -> None:
    await calls.told_something(front, pilot)


@state
@steady
async def call_form(front: Front, pilot: Pilot[None]) -> None:
    await calls.at_the_form(front, pilot)


@state
@steady
async def call_known_already(front: Front, pilot: Pilot[None]) -> None:
    await calls.known_already(front, pilot)


@state
@steady
async def call_places(front: Front, pilot: Pilot[None]) -> None:
    await calls.at_the_places(front, pilot)


@state
@steady
async def call_chosen(front: Front, pilot: Pilot[None]) -> None:
    await calls.chosen(front, pilot)


@state
@steady
async def call_not_due(front: Front, pilot: Pilot[None]) -> None:
    await calls.told_of_doses(front, pilot)


@state
@steady
async def call_outside_hours(front: Front, pilot: Pilot[None]) -> None:
    await calls.outside_hours(front, pilot)


@state
@steady
async def call_asked_offline(front: Front, pilot: Pilot[None]) -> None:
    front.progress = Progress(connected=False)
    await calls.asked(front, pilot)


@state
@steady
async def call_booked(front: Front, pilot: Pilot[None]) -> None:
    await calls.booked(front, pilot)


@state
@steady
async def call_refused(front: Front, pilot: Pilot[None]) -> None:
    await calls.refused(front, pilot)


@state
@steady
async def call_to_verify(front: Front, pilot: Pilot[None]) -> None:
    await calls.to_verify(front, pilot)


@state
@steady
async def call_page(front: Front, pilot: Pilot[None]) -> None:
    await calls.caller_page(front, pilot)


@state
@steady
async def call_sooner(front: Front, pilot: Pilot[None]) -> None:
    await calls.sooner_places(front, pilot)


@state
@steady
async def call_by_a_son(front: Front, pilot: Pilot[None]) -> None:
    await calls.son_calls(front, pilot)


@state
@steady
async def call_code_read(front: Front, pilot: Pilot[None]) -> None:
    await calls.code_read(front, pilot)


@state
@steady
async def call_has_already(front: Front, pilot: Pilot[None]) -> None:
    await calls.has_already(front, pilot)


CALLS = frozenset(STATES) - _BEFORE
"""States of a desk at Dorsten that takes calls."""

"""Every state that matters, as a picture, at the smallest and at a comfortable size."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from empfang.rules.scanner import Pace
from empfang.widgets.themes import LIGHT
from tests.screens import (
    call_pictures,
    call_states,
    leftover_pictures,
    paper_states,
    papers_states,
    promised_pictures,
    shift_states,
    verdict_states,
)
from tests.screens.call_pictures import CALLS
from tests.screens.conftest import Front
from tests.screens.scan_states import SCANNED
from tests.screens.states import STATES
from tests.screens.transfer_states import LIGHT_TOO
from tests.screens.verdict_states import JUDGED

SMALL, LARGE = (80, 24), (120, 36)
IN_LIGHT = (
    "results",
    "card_admit",
    "already_in",
    "move_refused",
    "person_page",
    "undo_list",
    *LIGHT_TOO,
    *paper_states.LIGHT_TOO,
    *papers_states.LIGHT_TOO,
    *shift_states.LIGHT_TOO,
    *verdict_states.LIGHT_TOO,
    *call_pictures.LIGHT_TOO,
    *leftover_pictures.LIGHT_TOO,
    *promised_pictures.LIGHT_TOO,
)
Compare = Callable[..., bool]


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])
@pytest.mark.parametrize("name", STATES)
def test_picture(front: Front, snap_compare: Compare, name: str, size: tuple[int, int]) -> None:
    async def bring(pilot: Pilot[None]) -> None:
        await STATES[name](front, pilot)

    if name in JUDGED:
        front.judge()
    if name in CALLS:
        call_states.at_dorsten(front)
    app = front.new_app(pace=Pace()) if name in SCANNED else front.app
    assert snap_compare(app, terminal_size=size, run_before=bring)


@pytest.mark.parametrize("name", IN_LIGHT)
def test_picture_in_light_colours(front: Front, snap_compare: Compare, name: str) -> None:
    async def bring(pilot: Pilot[None]) -> None:
        await STATES[name](front, pilot)

    if name in JUDGED:
        front.judge()
    if name in CALLS:
        call_states.at_dorsten(front)
    assert snap_compare(front.new_app(theme=LIGHT), terminal_size=SMALL, run_before=bring)


def test_picture_of_a_window_that_is_too_small(front: Front, snap_compare: Compare) -> None:
    assert snap_compare(front.app, terminal_size=(70, 20))


def test_picture_without_operators(front: Front, snap_compare: Compare) -> None:
    front.here.store.database.connection.execute("DELETE FROM operator")
    assert snap_compare(front.new_app(sign_in=True), terminal_size=SMALL)


def test_every_state_has_its_pictures() -> None:
    folder = Path(__file__).parent / "__snapshots__" / "test_pictures"
    taken = {path.stem for path in folder.iterdir()}
    for name in STATES:
        assert any(f"[{name}-80x24]" in stem for stem in taken), name

"""All states of which there are pictures, and comparing one with its picture."""

from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from empfang.rules.scanner import NO_SCANNER, Pace
from empfang.widgets.themes import DARK
from tests.screens import (
    call_pictures,
    call_states,
    leftover_pictures,
    paper_states,
    papers_states,
    promised_pictures,
    scan_states,
    shift_states,
    transfer_states,
    verdict_states,
)
from tests.screens.conftest import Front
from tests.screens.states import STATES

SMALL, LARGE = (80, 24), (120, 36)
NAMES = tuple(STATES)
"""Of all the modules above: each adds its own when it is loaded."""
IN_LIGHT = (
    "results",
    "card_admit",
    "already_in",
    "move_refused",
    "person_page",
    "undo_list",
    *transfer_states.LIGHT_TOO,
    *paper_states.LIGHT_TOO,
    *papers_states.LIGHT_TOO,
    *shift_states.LIGHT_TOO,
    *verdict_states.LIGHT_TOO,
    *call_pictures.LIGHT_TOO,
    *leftover_pictures.LIGHT_TOO,
    *promised_pictures.LIGHT_TOO,
)
Compare = Callable[..., bool]


def is_as_before(front: Front, compare: Compare, name: str, size: tuple[int, int], theme: str = DARK) -> bool:
    """Whether a state looks as its picture does."""

    async def bring(pilot: Pilot[None]) -> None:
        await STATES[name](front, pilot)

    if name in verdict_states.JUDGED:
        front.judge()
    if name in call_pictures.CALLS:
        call_states.at_dorsten(front)
    app = front.new_app(theme=theme, pace=Pace() if name in scan_states.SCANNED else NO_SCANNER)
    return compare(app, terminal_size=size, run_before=bring)


def pictures(module: str, test: str) -> set[str]:
    """The names in brackets of all pictures that a test has."""
    taken = (Path(__file__).parent / "__snapshots__" / module).iterdir()
    return {path.stem.removeprefix(test) for path in taken if path.stem.startswith(f"{test}[")}

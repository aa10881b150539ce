"""A desk's paper put together: slips and lists, and what is said about them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from empfang.clock import Clock
from empfang.desk.printouts import Printouts, Say
from empfang.errors import InputProblem, Problem
from empfang.list_keeper import ListKeeper, Written, day_wanted, write_list
from empfang.paper.values import Format
from empfang.printing import SlipPrinting, device_for
from empfang.store import Store, open_store
from empfang.sync.correction import CorrectedClock, Correction
from empfang.texts import printouts as t
from empfang.texts import say, thousands
from empfang.texts.problems import words_for
from empfang.texts.times import day

if TYPE_CHECKING:
    from empfang.config import Settings

PRINT_FOLDER, LIST_FOLDER = "print", "lists"
"""In the desk's folder, for this user's eyes only."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed at a desk, and where (see the settings)."""

    printer: str = ""
    slip_format: Format = Format.A5
    list_folder: Path | None = None


def list_for(settings: "Settings", day_text: str | None, folder: Path | None) -> Written:
    """Write an emergency list now, also while the desk's screen is open: of today (after closing, of the next day
    with appointments) or of a day such as `2021-12-15`; into `folder`, or where the settings say.

    Raises:
        InputProblem: `day_bad`.
        Problem: `list_unwritable`, or why the store cannot be opened.
    """
    wanted: date | None = None
    if day_text is not None:
        try:
            wanted = date.fromisoformat(day_text)
        except ValueError:
            raise InputProblem("day_bad", text=day_text) from None
    store = Store(open_store(settings.desk_folder))
    try:
        now = CorrectedClock(settings.clock(), Correction.of_store(store)).now()
        chosen = folder or settings.list_folder
        return write_list(store, wanted or day_wanted(store, now), now, settings.desk_folder / LIST_FOLDER, chosen)
    finally:
        store.close()


class PaperWork:
    """The threads that print and write lists."""

    def __init__(self, paper: Paper, store: Store, clock: Clock, printouts: Printouts, tell: Say) -> None:
        """`store` becomes its own; `tell` is called in its threads."""
        self._tell = tell
        folder = store.database.folder
        device = device_for(paper.printer, folder / PRINT_FOLDER)
        self._slips = None if device is None else SlipPrinting(device, paper.slip_format, self._not_printed)
        self._lists = ListKeeper(
            store, clock, folder / LIST_FOLDER, paper.list_folder, told=self._written, failed=self._not_written
        )
        if self._slips is None:
            printouts.use(None, self._lists.write_now)
        else:
            slips = self._slips
            printouts.use(slips.print_slip, self._lists.write_now, slips.missing, slips.print_report)

    def start(self) -> None:
        """Begin. Returns at once."""
        self._lists.start()
        if self._slips is not None:
            self._slips.start()

    def stop(self) -> None:
        """Print what waits, leave the next day's list behind in the evening, and end."""
        if self._slips is not None:
            self._slips.stop()
        self._lists.stop()

    def _not_printed(self, problem: Problem) -> None:
        self._tell(say(t.NOT_PRINTED, why=words_for(problem)), "ask")

    def _written(self, written: Written) -> None:
        text = t.LIST_WRITTEN if written.instead is None else t.LIST_WRITTEN_ELSEWHERE
        values = {"day": day(written.day), "people": thousands(written.people), "folder": written.path.parent}
        self._tell(say(text, **values), "good" if written.instead is None else "ask")

    def _not_written(self, problem: Problem) -> None:
        self._tell(f"‼ {words_for(problem)}", "stop")

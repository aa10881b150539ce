"""Writes the emergency lists: at closing, before opening and at midday, and whenever somebody asks for one."""

import contextlib
import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from empfang.clock import Clock
from empfang.desk.emergency import WRITTEN, centre_of, next_day, read_list, written_days
from empfang.errors import Problem
from empfang.paper.values import EmergencyList
from empfang.printing import write_private
from empfang.rules.arrival import local
from empfang.rules.opening import hours_of, list_at_the_end, list_due
from empfang.store import Store
from empfang.store.store import Stamp

FIRST_S = 60.0
"""After the start, when the day's first rush to the disk is over."""
LOOK_S = 60.0
AGAIN_S = 600.0
"""After a list that could not be written."""
KEPT_A_DAY = 2
_PATIENCE_S = 10.0
_NAME = re.compile(r"[^0-9A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Written:
    """A list that is there now. `instead` is where it should have been, but could not be written."""

    path: Path
    day: date
    people: int
    instead: Path | None = None


class ListKeeper:
    """The thread that writes lists into a folder."""

    def __init__(  # noqa: PLR0913 - a store, a clock, two folders, two listeners, three times
        self,
        store: Store,
        clock: Clock,
        private: Path,
        folder: Path | None,
        *,
        told: Callable[[Written], None] = lambda _written: None,
        failed: Callable[[Problem], None] = lambda _problem: None,
        first_s: float = FIRST_S,
        look_s: float = LOOK_S,
        again_s: float = AGAIN_S,
    ) -> None:
        """`store` becomes its own. `told` and `failed` are called in its thread."""
        self._store = store
        self._clock = clock
        self._private, self._folder = private, folder
        self._tell, self._failed = told, failed
        self._first_s, self._look_s, self._again_s = first_s, look_s, again_s
        self._asked = threading.Event()
        self._look = threading.Event()
        self._stopping = threading.Event()
        self._failing = False
        self._thread = threading.Thread(target=self._run, name="empfang-lists", daemon=True)

    def start(self) -> None:
        """Begin. Returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End; a list that is being written is finished."""
        self._stopping.set()
        self._look.set()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE_S)
        elif self._thread.ident is None:
            self._store.close()

    def write_now(self) -> None:
        """Write one soon. From any thread; returns at once."""
        self._asked.set()
        self._look.set()

    def _run(self) -> None:
        try:
            self._tidy()
            wait_s = self._first_s
            while True:  # also when the end comes while a list is being written, the last one is looked for
                self._look.wait(wait_s)
                self._look.clear()
                if self._stopping.is_set():
                    if self._asked.is_set():
                        self._once()  # what was asked for may be of another day than what is left behind
                    self._once(ending=True)
                    return
                wait_s = self._look_s if self._once() else self._again_s
        finally:
            self._store.close()

    def _tidy(self) -> None:
        """Lists of days that are over go at once, also after a long absence; and what a power cut left half written."""
        try:
            begin, today = _begin(self._store), local(self._clock.now(), centre_of(self._store)).date()
        except Problem as problem:
            self._tell_failure(problem, asked=False)
            return
        for folder in filter(None, (self._private, self._folder)):
            with contextlib.suppress(OSError):  # a stick that is not there: another time
                for path in folder.glob(f"{begin}-*.pdf.tmp"):
                    path.unlink(missing_ok=True)
                _tidy(folder, begin, today)

    def _once(self, *, ending: bool = False) -> bool:
        asked = self._asked.is_set()
        self._asked.clear()
        try:
            now = self._clock.now()
            day = day_wanted(self._store, now) if asked else self._due(now, ending=ending)
            if day is None:
                return True
            written = write_list(self._store, day, now, self._private, self._folder)
            self._note(day, now)
        except Problem as problem:
            self._tell_failure(problem, asked=asked)
            return False
        except Exception as error:  # noqa: BLE001 - lists must go on being written
            self._tell_failure(Problem("list_failed", detail=type(error).__name__), asked=asked)
            return False
        if asked or (written.instead is not None and not self._failing):
            self._tell(written)
        self._failing = written.instead is not None
        return True

    def _tell_failure(self, problem: Problem, *, asked: bool) -> None:
        if asked or not self._failing:
            self._failed(problem)
        self._failing = True

    def _due(self, now: datetime, *, ending: bool) -> date | None:
        if self._store.meta("cursor") is None:
            return None  # before the first download is done it would be a list of a part of the people
        centre = centre_of(self._store)
        here, following = local(now, centre), next_day(self._store, now)
        written = {day: local(moment, centre) for day, moment in written_days(self._store).items()}
        rule = list_at_the_end if ending else list_due
        return rule(centre, here, written, following)

    def _note(self, day: date, now: datetime) -> None:
        today = local(now, centre_of(self._store)).date()
        noted = {each: moment for each, moment in written_days(self._store).items() if each >= today} | {day: now}
        text = json.dumps({each.isoformat(): moment.isoformat() for each, moment in noted.items()})
        self._store.set_meta(**{WRITTEN: text})


def day_wanted(store: Store, now: datetime) -> date:
    """The day for which somebody wants a list now: today, after closing the next day with appointments."""
    centre = centre_of(store)
    here = local(now, centre)
    after_closing = here.time() >= hours_of(centre, here.date()).closes
    return (next_day(store, now) if after_closing else None) or here.date()


def write_list(store: Store, day: date, now: datetime, private: Path, folder: Path | None) -> Written:
    """Write a day's list into the folder, or into the desk's private one where none is set or it is not there.

    Of this desk's lists in the same folder the two newest of each day stay, and none of a day that is over. That a
    list was made is in the audit trail.

    Raises:
        Problem: `list_unwritable`, or what is wrong with the store.
    """
    from empfang.paper.emergency import emergency_pdf  # noqa: PLC0415 - fpdf takes a third of a second to import

    given = read_list(store, day, now)
    pdf = emergency_pdf(given)
    _log(store, now)
    begin = _begin(store)
    name = f"{begin}-{day.isoformat()}-Stand-{given.as_of:%Y-%m-%d-%H%M%S}.pdf"
    instead: Path | None = None
    if folder is not None:
        try:
            return _put(folder, name, begin, pdf, given)
        except OSError:
            # A stick that is not plugged in must not leave the desk without a list.
            instead = folder
    try:
        private.mkdir(mode=0o700, parents=True, exist_ok=True)
        written = _put(private, name, begin, pdf, given)
    except OSError as error:
        raise Problem("list_unwritable", path=private, detail=error.strerror or type(error).__name__) from None
    return Written(written.path, written.day, written.people, instead)


def _log(store: Store, now: datetime) -> None:
    """Everybody's data leaves the encrypted store: the audit trail says when, and at which desk."""
    with store.writing() as writing:
        writing.viewed(
            store.meta("centre_id") or "", "emergency_list", Stamp(store.meta("desk_id") or "", "", now, now)
        )


def _begin(store: Store) -> str:
    """How the names of this desk's lists begin."""
    return f"Notfallliste-{_plain(centre_of(store).id)}-Platz{_plain(store.meta('desk_number') or '')}"


def _put(folder: Path, name: str, begin: str, pdf: bytes, given: EmergencyList) -> Written:
    path = folder / name
    write_private(path, pdf)
    _tidy(folder, begin, given.as_of.date(), fresh=path)
    return Written(path, given.day, len(given.lines))


def _tidy(folder: Path, begin: str, today: date, fresh: Path | None = None) -> None:
    """Remove the lists that are too many or too old; not the `fresh` one, which may be of any day."""
    by_day: dict[str, list[Path]] = {}
    for path in folder.glob(f"{begin}-????-??-??-Stand-*.pdf"):
        by_day.setdefault(path.name[len(begin) + 1 :][:10], []).append(path)
    for day, paths in by_day.items():
        keep = KEPT_A_DAY if day >= today.isoformat() else 0
        for path in sorted(paths, key=lambda path: path.name, reverse=True)[keep:]:
            if path != fresh:
                # One that somebody has open cannot go on Windows: another time. The fresh one is written all the same.
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)


def _plain(text: str) -> str:
    return _NAME.sub("", text)

"""Letters: all that wait at a centre, in one file for the printer. Nothing is marked before the file is whole."""

import contextlib
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from empfang.central.database import CentralDatabase
from empfang.central.outgoing.queue import Due, Queue
from empfang.central.outgoing.records import Change, Leaving, closed, leaving, look_up, write
from empfang.central.outgoing.words import letter_words
from empfang.errors import InputProblem, StoreProblem
from empfang.model import Centre, Channel, Communication, MessageState
from empfang.paper.letter import letters_pdf
from empfang.rows import Rows
from empfang.rules.confirmed import Closed, Confirmation
from empfang.texts import confirmations as t
from empfang.texts import say_in

MOST = 1_000
"""Letters in one file."""
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Batch:
    """What was printed together: its name and how many letters.

    `closed`: how many do not leave, by the reason's code ("" for: not needed any more); `more`: whether others wait.
    """

    name: str
    letters: int
    closed: dict[str, int]
    more: bool = False


def print_waiting(database: CentralDatabase, centre: Centre, path: Path, now: datetime) -> Batch:
    """Write the letters that wait at a centre into a new file, then mark them; without any there is no file.

    They are taken on first, for some minutes: whoever does the same at this moment gets others.

    Raises:
        InputProblem: `letters_there`. StoreProblem: `letters_unwritable`, `database_failed`.
    """
    if path.exists():
        raise InputProblem("letters_there", path=path)
    name = batch_name(centre, now)
    taken, more = _take(database, centre, now)
    try:
        ready, not_leaving = _looked_up(database, taken, now)
        if ready:
            _write_file(path, _pdf(ready, centre, name, now))
    except BaseException:
        with database.writing() as cursor:
            Queue(cursor, database.flavour).give_back(taken)
        raise
    changes: list[tuple[str, Change]] = [
        (each.id, partial(_printed, to=each.to, batch=name, now=now)) for each in ready
    ]
    changes += [(communication_id, partial(closed, why=why, now=now)) for communication_id, why in not_leaving]
    _write_all(database, changes, now)
    return Batch(name, len(ready), _counted(why for _, why in not_leaving), more)


def _looked_up(
    database: CentralDatabase, taken: Iterable[Due], now: datetime
) -> tuple[list[Leaving], list[tuple[str, Closed]]]:
    ready: list[Leaving] = []
    not_leaving: list[tuple[str, Closed]] = []
    with database.reading() as cursor:
        rows = Rows(cursor, database.flavour)
        for each in taken:
            found = look_up(rows, each.communication_id, now)
            if isinstance(found, Leaving):
                ready.append(found)
            elif found is not None:
                not_leaving.append((each.communication_id, found))
    return ready, not_leaving


def print_again(database: CentralDatabase, centre: Centre, batch: str, path: Path, now: datetime) -> Batch:
    """Write the letters of a batch once more, as the records are now: who has cancelled meanwhile gets none.

    Raises:
        InputProblem: `letters_there`, `batch_unknown`. StoreProblem: `letters_unwritable`, `database_failed`.
    """
    if path.exists():
        raise InputProblem("letters_there", path=path)
    with database.reading() as cursor:
        rows = Rows(cursor, database.flavour)
        known = {each.id: each for each in rows.find(Communication, batch=batch) if each.centre_id == centre.id}
        found = [leaving(rows, each, now) for each in sorted(known.values(), key=_in_order)]
    if not known:
        raise InputProblem("batch_unknown", batch=batch, centre=centre.id)
    ready = [each for each in found if isinstance(each, Leaving)]
    if ready:
        _write_file(path, _pdf(ready, centre, batch, now))
    _write_all(
        database, [(each.id, partial(_addressed, to=each.to)) for each in ready if each.to != known[each.id].to], now
    )
    return Batch(batch, len(ready), _counted(each for each in found if isinstance(each, Closed)))


def batch_name(centre: Centre, now: datetime) -> str:
    """The name of a batch that is printed now, such as KL-20211215-094000."""
    return f"{centre.id}-{now.astimezone(ZoneInfo(centre.time_zone)):%Y%m%d-%H%M%S}"


def _in_order(known: Communication) -> tuple[datetime, str]:
    return known.made_at, known.id


def _take(database: CentralDatabase, centre: Centre, now: datetime) -> tuple[Sequence[Due], bool]:
    with database.writing() as cursor:
        due = Queue(cursor, database.flavour)
        wanted = due.of_lane(Channel.POST, centre.id, now, MOST + 1)
        return [each for each in wanted[:MOST] if due.take(each, now)], len(wanted) > MOST


def _pdf(ready: Sequence[Leaving], centre: Centre, batch: str, now: datetime) -> bytes:
    today = now.astimezone(ZoneInfo(centre.time_zone)).date()
    said = [(each.said, each.to) for each in ready if isinstance(each.said, Confirmation)]
    letters = [
        letter_words(each, to, today, say_in("de", t.LETTER_FOOT, batch=batch, number=number, all=len(said)))
        for number, (each, to) in enumerate(said, 1)
    ]
    return letters_pdf(letters, f"{say_in('de', t.LETTERS)} {batch}")


def _write_file(path: Path, pdf: bytes) -> None:
    """A whole file or none, on the disk; only for whoever prints it."""
    part = path.with_name(path.name + ".part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(pdf)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise StoreProblem("letters_unwritable", path=path, detail=error.strerror or type(error).__name__) from None


def _printed(known: Communication, to: str, batch: str, now: datetime) -> Communication | None:
    """The letter is on paper; also if somebody has read its places out meanwhile."""
    if known.state in {MessageState.BY_POST, MessageState.WITHDRAWN}:
        return None
    return known.with_(
        state=MessageState.BY_POST, to=to, batch=batch, state_at=now, next_at=None, tries=known.tries + 1, answer=""
    )


def _addressed(known: Communication, to: str) -> Communication:
    """The letter that was printed again has another address."""
    return known.with_(to=to)


def _write_all(database: CentralDatabase, changes: Sequence[tuple[str, Change]], now: datetime) -> None:
    for begin in range(0, len(changes), _AT_ONCE):
        write(database, now, changes[begin : begin + _AT_ONCE])


def _counted(closed_ones: Iterable[Closed]) -> dict[str, int]:
    return dict(Counter(each.answer for each in closed_ones))

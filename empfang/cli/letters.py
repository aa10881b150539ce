"""`empfang central letters`: confirmations on paper."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from empfang.central.access import known_centre
from empfang.central.outgoing.letters import Batch, print_again, print_waiting
from empfang.texts import confirmations as t
from empfang.texts import say

if TYPE_CHECKING:
    from empfang.central.database import CentralDatabase


def print_letters(database: "CentralDatabase", centre_id: str, path: Path, again: str, now: datetime) -> None:
    """Print what waits, or a batch once more, and say what became of it; names nobody."""
    with database.reading() as cursor:
        centre = known_centre(cursor, database.flavour, centre_id)
    if again:
        batch = print_again(database, centre, again, path, now)
        written, none = (t.LETTER_AGAIN, t.LETTERS_AGAIN), say(t.LETTERS_NONE_AGAIN, batch=again)
    else:
        batch = print_waiting(database, centre, path, now)
        written, none = (t.LETTER_WRITTEN, t.LETTERS_WRITTEN), say(t.LETTERS_NONE, centre=centre.id)
    one, many = written
    text = one if batch.letters == 1 else many
    print(say(text, number=batch.letters, path=path, batch=batch.name) if batch.letters else none)
    _tell_rest(batch)


def _tell_rest(batch: Batch) -> None:
    for code, number in sorted(batch.closed.items()):
        if code:
            why = say(t.ANSWERS[code]) if code in t.ANSWERS else code
            print(say(t.LETTERS_CLOSED, number=number, why=why))
        else:
            print(say(t.LETTERS_NOT_NEEDED, number=number))
    if batch.more:
        print(say(t.LETTERS_MORE))

"""Base and pending: the service's word below, this desk's unsettled commands on top (design 4).

Whenever the service's word arrives, what the desk shows is made anew in one transaction: restore the images, write the
base, apply the unsettled commands again in order. Only commands that share a subject with what arrived are touched
(`connected`); touching all of them gives the same result, which the tests check.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from empfang.commands.all import read_command
from empfang.commands.base import Applied, Fact, Payload, Request, UnreadableError, apply_fact
from empfang.commands.person import DeleteRegistration
from empfang.model import moment_text
from empfang.protocol import Command
from empfang.rows import Cursor
from empfang.store.base import Section
from empfang.store.tx import DeskTx

_MANY = 50
"""From so many subjects on it is quicker to look at all that are unsettled than at each."""


def apply_pending(tx: DeskTx, number: int, command: Command, payload: Payload) -> Applied | None:
    """Apply a fact, or mark a request, with images of what it overwrites. None for a request."""
    tx.applying(number, payload.subjects())
    try:
        if isinstance(payload, Fact):
            return apply_fact(tx, command, payload)
        if isinstance(payload, Request):
            payload.mark_pending(tx, command)
        return None
    finally:
        tx.applying(None)


def connected(cursor: Cursor, subjects: Iterable[str]) -> tuple[set[str], list[int]]:
    """The subjects and unsettled commands that hang together with these subjects, over any number of steps.

    Of subjects that neither a command nor an image concerns nothing has to be made anew; they are left out.
    """
    reached: set[str] = set()
    numbers: set[int] = set()
    waiting = _touched(cursor, set(subjects))
    while waiting:
        subject = waiting.pop()
        reached.add(subject)
        cursor.execute("SELECT number FROM outbox_subject WHERE subject = ?", (subject,))
        fresh = {row[0] for row in cursor.fetchall()} - numbers
        numbers |= fresh
        for number in fresh:
            cursor.execute("SELECT subject FROM outbox_subject WHERE number = ?", (number,))
            waiting |= {row[0] for row in cursor.fetchall()} - reached
    return reached, sorted(numbers)


def _touched(cursor: Cursor, subjects: set[str]) -> set[str]:
    """Those of many subjects that an unsettled command or an image concerns."""
    if len(subjects) < _MANY:
        return subjects
    cursor.execute("SELECT subject FROM outbox_subject UNION SELECT subject FROM image")
    return subjects.intersection([row[0] for row in cursor.fetchall()])


def all_subjects(cursor: Cursor) -> set[str]:
    """Everybody whom an unsettled command concerns."""
    cursor.execute("SELECT DISTINCT subject FROM outbox_subject")
    return {row[0] for row in cursor.fetchall()}


def rework(tx: DeskTx, subjects: Iterable[str], write_base: Callable[[], None]) -> None:
    """Make anew what is shown about these subjects: images back, then `write_base`, then what is still unsettled."""
    reached, numbers = connected(tx.cursor, subjects)
    tx.restore(reached)
    write_base()
    for number in numbers:
        tx.cursor.execute(
            "SELECT bytes FROM outbox WHERE number = ? AND settled_at IS NULL AND seen_number IS NULL", (number,)
        )
        row = tx.cursor.fetchone()
        if row is not None:
            command, payload = read_command(row[0])
            tx.cursor.execute("DELETE FROM outbox_row WHERE number = ?", (number,))
            apply_pending(tx, number, command, payload)


_FORGET_THE_DELETED = (
    f"UPDATE outbox SET bytes = x'' WHERE number = ? AND kind <> '{DeleteRegistration.kind}' AND EXISTS ("  # noqa: S608
    "SELECT 1 FROM outbox_subject JOIN deletion ON deletion.id = outbox_subject.subject"
    " WHERE outbox_subject.number = outbox.number"
    " AND NOT EXISTS (SELECT 1 FROM image WHERE kind = 'deletion' AND record_id = deletion.id AND body IS NULL))"
)
"""What a settled command said of somebody whose deletion the service has told (rule 8)."""


def settle(tx: DeskTx, numbers: Iterable[int], now: datetime) -> None:
    """Mark commands as settled: they are part of the service's word now, or have no effect."""
    for number in numbers:
        tx.cursor.execute(_FORGET_THE_DELETED, (number,))
        tx.cursor.execute("UPDATE outbox SET settled_at = ? WHERE number = ?", (moment_text(now), number))
        tx.cursor.execute("DELETE FROM outbox_subject WHERE number = ?", (number,))
        tx.cursor.execute("DELETE FROM outbox_row WHERE number = ?", (number,))
        tx.topics.add(("outbox", ""))


def forget_verdicts(cursor: Cursor, contiguous: int) -> None:
    """What the service has decided above this number it may have forgotten: it is unsent again, with its verdict.

    The rows that these commands wrote are part of the base that is here (`seen_number` 0) until a snapshot comes.
    """
    cursor.execute("SELECT number, bytes FROM outbox WHERE number > ? AND verdict IS NOT NULL", (contiguous,))
    for number, line in cursor.fetchall():
        try:
            payload = read_command(line)[1] if line else None
        except UnreadableError:
            continue  # it was set aside for that, and needs no other word
        cursor.execute(
            "UPDATE outbox SET recover = 1, seen_number = CASE WHEN settled_at IS NULL THEN seen_number ELSE 0 END,"
            " settled_at = CASE WHEN feed_number IS NULL OR bytes = x'' THEN settled_at END, feed_number = NULL"
            " WHERE number = ?",
            (number,),
        )
        if payload is None:
            # About somebody who was deleted: the service is told that it was, since others may need it.
            continue
        cursor.executemany(
            "INSERT OR IGNORE INTO outbox_subject SELECT ?, number FROM outbox WHERE number = ? AND settled_at IS NULL",
            [(subject, number) for subject in payload.subjects()],
        )


def not_seen(cursor: Cursor, section: Section) -> set[str]:
    """The base about these persons comes from a service that may have forgotten what this desk did.

    Gives those of them whom an unsettled command concerns: also of whom nothing is known any more.
    """
    bounds = section.after, section.until, section.until
    within = "subject > ? AND (? IS NULL OR subject <= ?)"
    cursor.execute(
        "UPDATE outbox SET seen_number = NULL WHERE settled_at IS NULL AND number IN"  # noqa: S608 - own words
        f" (SELECT number FROM outbox_subject WHERE {within})",
        bounds,
    )
    cursor.execute(f"SELECT DISTINCT subject FROM outbox_subject WHERE {within}", bounds)  # noqa: S608 - own words
    return {row[0] for row in cursor.fetchall()}


def subjects_of(cursor: Cursor, numbers: Iterable[int]) -> set[str]:
    """Whom these unsettled commands concern."""
    found: set[str] = set()
    for number in numbers:
        cursor.execute("SELECT subject FROM outbox_subject WHERE number = ?", (number,))
        found |= {row[0] for row in cursor.fetchall()}
    return found

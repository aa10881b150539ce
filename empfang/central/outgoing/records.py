"""Reading what confirmations speak of, and writing what became of them, each in a short transaction."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from empfang.central.database import CentralDatabase
from empfang.central.epochs import head
from empfang.central.outgoing.answers import TOO_LONG
from empfang.central.outgoing.parcel import Parcel
from empfang.central.outgoing.words import asking_words, mail_words, sms_words
from empfang.central.tx import CentralTx
from empfang.commands.confirming import OPEN
from empfang.model import Appointment, CallAttempt, Centre, Channel, Communication, MessageState, Person
from empfang.rows import Rows
from empfang.rules.ask_by_text import TextAsk, what_is_asked
from empfang.rules.confirmed import Closed, Confirmation, Known, what_leaves
from empfang.rules.reaching import address_of, mail_provider

Change = Callable[[Communication], Communication | None]
"""What becomes of a confirmation; None: nothing."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did: the feed's new head, and in which streams something stands."""

    head: int
    moved: frozenset[str]


@dataclass(frozen=True, slots=True)
class Leaving:
    """A confirmation that can go to an address now."""

    id: str
    to: str
    said: Confirmation | TextAsk


Looked = Leaving | Closed | None
"""None: it is gone, or nobody need send it any more."""


def look_up(rows: Rows, communication_id: str, now: datetime) -> Looked:
    """What goes to whom, as the records are now; or why nothing does."""
    known = rows.get(Communication, communication_id)
    if known is None or known.state not in OPEN:
        return None
    return leaving(rows, known, now)


def leaving(rows: Rows, known: Communication, now: datetime) -> Looked:
    """Like `look_up`, whatever its state."""
    contact = rows.get(Person, known.person_id)
    if contact is None:
        return None
    said = _confirmed(rows, known, contact, now) if known.appointment_ids else _asked(rows, known, contact, now)
    if isinstance(said, Closed):
        return said
    reached = address_of(contact, known.channel)
    if reached.problem:
        return Closed(MessageState.REFUSED, reached.problem)
    return Leaving(known.id, reached.address, said)


def _asked(rows: Rows, known: Communication, contact: Person, now: datetime) -> TextAsk | Closed:
    """A message about no appointment asks whether somebody can come today."""
    if known.channel != Channel.SMS:
        return Closed(MessageState.WITHDRAWN)
    return what_is_asked(rows.get(CallAttempt, known.id), rows.get(Centre, known.centre_id), contact, now)


def _confirmed(rows: Rows, known: Communication, contact: Person, now: datetime) -> Confirmation | Closed:
    appointments = list(rows.among(Appointment, "id", known.appointment_ids))
    persons = rows.among(Person, "id", sorted({each.person_id for each in appointments}))
    centres = rows.among(Centre, "id", sorted({each.centre_id for each in appointments}))
    return what_leaves(
        Known(
            known,
            contact,
            appointments,
            {each.id: each for each in persons},
            {each.id: each for each in centres},
        ),
        now,
    )


def packed(found: Leaving, channel: str) -> Parcel | Closed:
    """The message with its words, for a mail server or gateway."""
    if isinstance(found.said, TextAsk):
        return Parcel(found.id, "", found.to, asking_words(found.said))
    if channel == Channel.EMAIL:
        mail = mail_words(found.said)
        return Parcel(found.id, mail_provider(found.to), found.to, mail.text, mail.subject, mail.sender)
    text = sms_words(found.said)
    return Closed(MessageState.REFUSED, TOO_LONG) if text is None else Parcel(found.id, "", found.to, text)


def write(database: CentralDatabase, now: datetime, changes: Iterable[tuple[str, Change]]) -> Written:
    """Change confirmations by their ids, each as it is at this moment; who is gone or needs nothing stays out.

    One transaction and one number of the feed for all of them.
    """
    with database.writing() as cursor:
        tx = CentralTx(cursor, database.flavour, now)
        tx.begin()
        for changed in _changed(tx, changes):
            tx.put(changed)
        tx.finish(None)
        tx.take_numbers()
        newest = head(cursor)[1]
    return Written(newest, frozenset(tx.moved))


def _changed(tx: CentralTx, changes: Iterable[tuple[str, Change]]) -> Iterator[Communication]:
    for communication_id, change in changes:
        known = tx.get(Communication, communication_id)
        changed = None if known is None else change(known)
        if changed is not None:
            yield changed


def while_open(known: Communication, change: Change) -> Communication | None:
    """The change, unless an operator read it out or another process sent it since it was looked up."""
    return change(known) if known.state in OPEN else None


def closed(known: Communication, why: Closed, now: datetime) -> Communication | None:
    """A confirmation that does not leave, for this reason."""
    if known.state not in OPEN:
        return None
    return known.with_(state=why.state, state_at=now, next_at=None, answer=why.answer)

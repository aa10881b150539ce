"""What the other side's answers mean, and what becomes of a confirmation then: tables and nothing else.

An answer is for one message only, for all of one mail provider, or for the whole way (our mail server, the gateway).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from empfang.model import Communication, MessageState

NOT_CONFIGURED = "not_configured"
GIVEN_UP = "given_up"
TOO_LONG = "too_long"
FAULT = "fault"
GIVE_UP_AFTER = timedelta(days=1)
"""So long a message is tried again."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
_SPREAD = 0.25
"""By so much of itself, at most, a wait is made longer, so that not all come back at once."""


class Meaning(StrEnum):
    """What an answer says of a message."""

    TAKEN = "taken"
    LATER = "later"
    NEVER = "never"


class Scope(StrEnum):
    """What else it says it of."""

    MESSAGE = "message"
    PROVIDER = "provider"
    """All that goes to this mail provider."""
    WAY = "way"
    """All that goes this way: it is our own access that does not work."""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as this program understands it; `code` is for the operator (`texts.confirmations.ANSWERS`)."""

    meaning: Meaning
    code: str = ""
    scope: Scope = Scope.MESSAGE


TAKEN = Said(Meaning.TAKEN)


class Phase(StrEnum):
    """How far a mail had come when the server said something."""

    GREETING = "greeting"
    LOGIN = "login"
    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"


_OURS = frozenset({Phase.GREETING, Phase.LOGIN, Phase.SENDER})
"""Until the recipient is named nothing that is said can be about them."""
_BY_STATUS = {
    # RFC 3463, by class, subject and detail; without the detail for all others of the subject.
    "4.2.2": Said(Meaning.LATER, "mailbox_full"),
    "4.2.1": Said(Meaning.LATER, "provider_holds_back"),
    "5.2.2": Said(Meaning.NEVER, "mailbox_full"),
    "5.1": Said(Meaning.NEVER, "mailbox_unknown"),
    "5.2": Said(Meaning.NEVER, "mailbox_unknown"),
    "5.4": Said(Meaning.NEVER, "mailbox_unknown"),
}
_BY_REPLY = {
    # RFC 5321, where the server gives no status of RFC 3463, or one without a subject.
    (Phase.RECIPIENT, 550): Said(Meaning.NEVER, "mailbox_unknown"),
    (Phase.RECIPIENT, 551): Said(Meaning.NEVER, "mailbox_unknown"),
    (Phase.RECIPIENT, 552): Said(Meaning.NEVER, "mailbox_full"),
    (Phase.RECIPIENT, 553): Said(Meaning.NEVER, "mailbox_unknown"),
    (Phase.CONTENT, 552): Said(Meaning.NEVER, "mailbox_full"),
}


def mail_said(phase: Phase, reply: int, status: str = "") -> Said:
    """What an SMTP reply means; `status` is the enhanced code of RFC 3463, such as 5.1.1, if there is one."""
    if 200 <= reply < 300:
        return TAKEN
    if phase in _OURS:
        code = "unreachable" if 400 <= reply < 500 and phase is not Phase.LOGIN else "gateway_refused"
        return Said(Meaning.LATER, code, Scope.WAY)
    found = _BY_STATUS.get(status) or _BY_STATUS.get(status.rpartition(".")[0])
    if found is None and (not status or ".0." in status):
        found = _BY_REPLY.get((phase, reply))
    if found is not None and (found.meaning is Meaning.NEVER) == (reply >= 500):
        return found
    if reply >= 500:
        return Said(Meaning.NEVER, "provider_refuses")
    return Said(Meaning.LATER, "provider_holds_back", Scope.PROVIDER)


def mail_broken(phase: Phase) -> Said:
    """What it means that the connection broke, or nothing came in time.

    After the content it may have been taken all the same: it goes again with the same Message-ID.
    """
    return Said(Meaning.LATER, "unreachable", Scope.WAY if phase in _OURS else Scope.PROVIDER)


# seven.io: docs.seven.io/en/rest-api/endpoints/sms and the ErrorCode list of its own clients
_BY_GATEWAY = {
    100: TAKEN,
    201: Said(Meaning.LATER, "gateway_refused"),
    202: Said(Meaning.NEVER, "number_unknown"),
    300: Said(Meaning.LATER, "gateway_refused", Scope.WAY),
    306: Said(Meaning.LATER, "gateway_refused", Scope.WAY),
    402: TAKEN,  # it has had the same text for the same number within three minutes
    403: Said(Meaning.LATER, "provider_holds_back"),
    500: Said(Meaning.LATER, "gateway_refused", Scope.WAY),  # no credit left
    600: Said(Meaning.LATER, "provider_holds_back"),
    700: Said(Meaning.LATER, "provider_holds_back"),
    900: Said(Meaning.LATER, "gateway_refused", Scope.WAY),
    902: Said(Meaning.LATER, "gateway_refused", Scope.WAY),
    903: Said(Meaning.LATER, "gateway_refused", Scope.WAY),
}


def gateway_said(status: int, code: int | None) -> Said:
    """What the gateway's answer means: the HTTP status, and its own code if one could be read."""
    if status == 200:
        if code is None:
            return Said(Meaning.NEVER, "gateway_unclear")
        return _BY_GATEWAY.get(code, Said(Meaning.NEVER, "gateway_refused"))
    if status == 429:
        return Said(Meaning.LATER, "provider_holds_back", Scope.WAY)
    if status >= 500:
        return Said(Meaning.LATER, "unreachable", Scope.WAY)
    # Another page, another address, no key: what we ask is wrong for every message.
    return Said(Meaning.LATER, "gateway_refused", Scope.WAY)


def wait_after(tries: int, luck: float) -> timedelta:
    """How long to wait after so many tries: a minute, two, four, up to an hour, and by `luck` (0 to 1) a bit longer."""
    wait: timedelta = min(_LONGEST_WAIT, _FIRST_WAIT * (1 << min(max(tries - 1, 0), 10)))
    return wait * (1 + _SPREAD * luck)


def after(known: Communication, said: Said, to: str, now: datetime, luck: float) -> Communication | None:
    """The confirmation after this answer to sending it `to` an address; None where it says nothing new.

    What was sent counts as sent, also if the operator has read it out meanwhile. `state_at` of a deferred one stays the
    moment since when it is deferred.
    """
    if known.state in {MessageState.SENT, MessageState.BY_POST, MessageState.WITHDRAWN}:
        return None
    tries = known.tries + 1
    if said.meaning is Meaning.TAKEN:
        return known.with_(state=MessageState.SENT, to=to, state_at=now, next_at=None, tries=tries, answer="")
    if known.state not in {MessageState.WAITING, MessageState.DEFERRED}:
        return None
    if said.meaning is Meaning.NEVER:
        return known.with_(state=MessageState.REFUSED, to=to, state_at=now, next_at=None, tries=tries, answer=said.code)
    return deferred(known, said.code, now + wait_after(tries, luck), now).with_(to=to, tries=tries)


def deferred(known: Communication, code: str, next_at: datetime, now: datetime) -> Communication:
    """The confirmation put off until then; given up if that has been going on for a day."""
    since = known.state_at if known.state is MessageState.DEFERRED else now
    if now - since >= GIVE_UP_AFTER:
        return given_up(known, now)
    return known.with_(state=MessageState.DEFERRED, state_at=since, next_at=next_at, answer=code)


def given_up(known: Communication, now: datetime) -> Communication:
    """The confirmation that nobody took in a day."""
    return known.with_(state=MessageState.REFUSED, state_at=now, next_at=None, answer=GIVEN_UP)

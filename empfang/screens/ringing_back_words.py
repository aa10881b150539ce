"""Words for somebody who rings after they were called for a leftover dose. Pure."""

from empfang.desk import CalledToday, DoseOffer
from empfang.rules.vials import FULL
from empfang.texts import leftover_codes as codes
from empfang.texts import ringing_back as t
from empfang.texts import say
from empfang.texts.times import clock
from empfang.widgets.cells import plain


def called_words(called: CalledToday) -> str:
    """heute 17:05 angerufen wegen einer übrigen Dosis: Mailbox – frei: 3 Comirnaty, bis 18:50 zusagbar"""
    known = codes.OUTCOMES.get(called.outcome)
    outcome = say(known) if known is not None else plain(called.outcome)
    if called.callback_at is not None:
        outcome = say(t.BACK_AT, at=clock(called.callback_at))
    values = {"at": clock(called.at), "outcome": outcome}
    if called.centre_name:
        first = say(t.CALLED_FROM, centre=plain(called.centre_name), **values)
    else:
        first = say(t.CALLED, **values)
    return " – ".join(part for part in (first, _now(called)) if part)


def _now(called: CalledToday) -> str:
    if called.centre_name:
        return say(t.THERE)
    if called.promised_until is not None:
        return say(t.PROMISED, at=clock(called.promised_until))
    if called.barred is not None:
        return say(t.NOT_POSSIBLE, why=say(codes.OUT[called.barred]))
    return _offer(called.offer) if called.offer is not None else ""


def _offer(offer: DoseOffer) -> str:
    if offer.free is None:
        return say(t.NOT_KNOWN)
    if not offer.free or offer.until is None:
        return say(t.NONE_FREE)
    names = [f"{'' if each.size == FULL else '½ '}{plain(each.name)}" for each in offer.free]
    doses = [say(t.DOSES, number=each.number, vaccine=name) for each, name in zip(offer.free, names, strict=True)]
    return say(t.FREE, doses=", ".join(doses), until=clock(offer.until))

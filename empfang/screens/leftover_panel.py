"""The lower part of the screen of leftover doses: the call of the moment, or the next one. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from empfang.rules.phones import shown
from empfang.screens.call_words import moment_said
from empfang.screens.card_words import why_not
from empfang.screens.leftover_call import LastCall, OneCall, Stage
from empfang.screens.leftover_script import Said, offer_here, offer_short, questions, ready, ready_here
from empfang.screens.leftover_second_words import second_lines
from empfang.screens.leftover_words import list_name, name_short
from empfang.texts import Text, say
from empfang.texts import leftover as t
from empfang.texts import leftover_codes as codes
from empfang.texts import leftover_second as second_texts
from empfang.texts import leftover_stock as stock
from empfang.texts import ringing_back as back
from empfang.texts.times import clock
from empfang.widgets.cells import cut, fit, plain
from empfang.widgets.lines import Line
from empfang.widgets.prose import Paragraph, paragraph, wrapped

_NAME, _NAME_WIDE = 24, 40
_KEYS = (t.KEYS_1, t.KEYS_2, t.KEYS_3)
_KEYS_HERE = (t.KEYS_2, t.KEYS_HERE)
Panel = tuple[Line, list[Line]]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is told of the moment.

    `next_name`: whom to call next, or to ask if they are here (`next_here`); `nobody`: why there is nobody; `advice`:
    what to do about the doses. `lost`: the reservation has run out; `free`: the dose that is offered can be promised;
    `inside`: whoever is asked was let in; `alone`: there is no network.
    """

    stage: Stage
    now: datetime
    call: OneCall | None
    last: LastCall | None
    said: Said | None
    next_name: str
    next_here: bool
    nobody: str
    advice: Sequence[str]
    lost: bool
    free: bool
    inside: bool = False
    alone: bool = False


def panel(of: Shown, width: int) -> Panel:
    """The line of the call, and what is below it."""
    call = of.call
    if of.stage is Stage.CORRECT and of.last is not None:
        outcome = say(codes.OUTCOMES[of.last.outcome])
        head = say(t.CORRECTING, name=name_short(of.last.person), outcome=outcome)
        told = (*((t.KEYS_2,) if of.last.on_site else _KEYS[:2]), t.KEYS_MORE)
        return ((cut(head, width), "ask"),), _as_they_are(*told)
    if call is None or of.stage is Stage.LIST:
        return _idle(of, width)
    if of.stage is Stage.RESERVING:
        name = cut(list_name(call.person), _NAME_WIDE)
        waits = [paragraph(say(t.NO_LEASE), "stop")] if call.waits_too_long(of.now) else []
        return ((say(t.RESERVING, name=name), "ask"),), _wrapped(waits, width)
    if of.stage is Stage.SECOND and call.second is not None:
        return _call_line(of, call, width), second_lines(call.second, call.choosing, of.now.date(), width)
    keys = _as_they_are(*(_KEYS_HERE if call.on_site else _KEYS)) if of.stage is Stage.CALL else []
    if call.on_site is not None:
        return _here_line(of, call, width), [*_wrapped(_call_words(of, call), width), *keys]
    return _call_line(of, call, width), [*_wrapped(_call_words(of, call), width), *keys]


def _idle(of: Shown, width: int) -> Panel:
    text = t.NEXT_HERE if of.next_here else t.NEXT_CALL
    head, role = (say(text, name=of.next_name), "title") if of.next_name else (of.nobody, "quiet")
    return ((cut(head, width), role),), _wrapped([paragraph(each) for each in of.advice], width)


def _call_line(of: Shown, call: OneCall, width: int) -> Line:
    lasts = call.lasts(of.now)
    seconds = int(lasts.total_seconds()) if lasts is not None else 0
    timer = f"{seconds // 60:02}:{seconds % 60:02}" if lasts is not None else say(t.TO_DIAL)
    name = cut(list_name(call.person), _NAME_WIDE if width > 100 else _NAME)
    other = call.second_number
    second = say(t.SECOND, number=plain(shown(other))) if other else say(t.NO_SECOND)
    if call.rings:
        second = ""
    number = say(back.RINGS) if call.rings else plain(shown(call.number))
    begin = f"{say(t.CALL)}{name}   "
    return (
        (say(t.CALL), "quiet"),
        (f"{name}   ", "strong"),
        (number, "title"),
        (f"   {timer}", "" if lasts is not None else "ask"),
        (fit(f"   {second}", max(0, width - len(begin) - len(number) - len(timer) - 3)), "quiet"),
    )


def _here_line(of: Shown, call: OneCall, width: int) -> Line:
    """VOR ORT  Kurz, Vera   Begleitung, seit 18:20"""
    how = say(codes.HOW[call.on_site]) if call.on_site is not None else ""
    since = clock(call.here_since.astimezone(of.now.tzinfo)) if call.here_since is not None else "?"
    name = cut(list_name(call.person), _NAME_WIDE if width > 100 else _NAME)
    return (say(t.HERE_LINE), "quiet"), (f"{name}   ", "strong"), (say(t.HOW_SINCE, how=how, since=since), "title")


def _call_words(of: Shown, call: OneCall) -> list[Paragraph]:
    lost = [paragraph(say(t.LEASE_LOST), "stop")] if of.lost else []
    match of.stage:
        case Stage.CALL:
            offer = offer_here if call.on_site is not None else offer_short
            script = [paragraph(offer(of.said), "say", 1)] if of.said is not None and not of.lost else []
            return [*lost, *script]
        case Stage.QUESTION if call.page is not None:
            asked = questions(call.page)[min(call.question, len(t.QUESTIONS) - 1)]
            head = paragraph(say(t.QUESTION, number=call.question + 1), "strong")
            return [*lost, head, paragraph(f"„{asked}“", "say", 1), paragraph(say(t.ANSWER_NO))]
        case Stage.PERSONS:
            return [*lost, *_persons(of, call)]
        case Stage.ASKED:
            return [_asked(of, call)]
        case Stage.GRANTED:
            return _granted(of, call)
        case _:
            return []


def _persons(of: Shown, call: OneCall) -> list[Paragraph]:
    if of.said is None:
        return []
    other = f" · {say(t.OTHER_VACCINE)}" if len(call.doses) > 1 else ""
    if call.on_site is not None:
        head, how = say(t.HERE_YES, vaccine=of.said.vaccine), [paragraph(say(t.HERE_HOW) + other)]
    else:
        head = say(t.PERSONS, vaccine=of.said.vaccine, at=clock(of.said.arrive_by))
        how = [paragraph(say(t.PERSONS_HOW) + other), paragraph(say(t.PERSONS_ARE, persons=_number(call.persons)))]
    none = stock.NONE_HERE if of.alone and call.on_site is not None else t.NO_DOSE_NOW
    return [paragraph(head, "strong"), *(how if of.free else [paragraph(say(none), "ask")])]


def _number(persons: int) -> str:
    return say(t.TWO_PERSONS if persons > 1 else t.ONE_PERSON)


def _asked(of: Shown, call: OneCall) -> Paragraph:
    answer = call.answer
    if answer is not None and answer.granted == 0:
        return paragraph(say(t.REFUSED, why=why_not(answer.code)), "stop")
    return paragraph(say(t.ASKED_LONG), "stop") if call.waits_too_long(of.now) else paragraph(say(t.ASKED), "ask")


def _granted(of: Shown, call: OneCall) -> list[Paragraph]:
    answer = call.answer
    if answer is None or call.page is None or not answer.granted:
        return []
    at = answer.arrive_by or of.now
    if call.on_site is not None:
        now = say(t.GRANTED_INSIDE if of.inside else t.GRANTED_HERE, at=clock(at))
        return [paragraph(now, "good"), paragraph(ready_here(call.page, _second(call), inside=of.inside), "say", 1)]
    head = say(t.GRANTED, at=clock(at), persons=_number(answer.granted))
    only = [paragraph(say(t.ONLY_ONE), "stop")] if answer.granted < answer.asked else []
    return [paragraph(head, "good"), *only, paragraph(ready(call.page, at, _second(call)), "say", 1)]


def _second(call: OneCall) -> str:
    """What is said about the second dose, where it is the first one now."""
    if call.second_at is not None:
        return say(second_texts.IS_ON, at=moment_said(call.second_at))
    if call.second is None:
        return ""
    return say(second_texts.IS_LATER if call.is_alone else second_texts.IS_ON_SITE)


def _wrapped(said: Sequence[Paragraph], width: int) -> list[Line]:
    return [line for each in said for line in wrapped(each, width)]


def _as_they_are(*texts: Text) -> list[Line]:
    """With their blanks: columns of keys."""
    return [((say(each), ""),) for each in texts]

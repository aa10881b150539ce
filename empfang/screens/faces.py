"""The face of each answer: what it is, the next step, and the kind sentence to the person. Pure."""

from collections.abc import Callable
from datetime import date, datetime

from empfang.desk import Card
from empfang.model import Outcome
from empfang.rules.arrival import Answer
from empfang.rules.booking import BY_LIST, MISSING_IN_LIST
from empfang.screens import actions
from empfang.screens.card_face import besides, card_face
from empfang.screens.card_words import (
    appointment_words,
    identity,
    paper_names,
    title,
)
from empfang.screens.face import Face
from empfang.screens.promised_faces import admit_promised, too_late_face, waits_here, withdrawn_face
from empfang.screens.verdict_faces import may_come_in, question_face, verdict_face
from empfang.texts import papers, promised, say
from empfang.texts import reception as t
from empfang.texts import rules as rule_words
from empfang.texts.times import clock, day, day_long
from empfang.widgets.actions import Action
from empfang.widgets.cells import plain

_ALSO_SHOWN = 2


def face_of(card: Card, today: date, desk_name: str) -> Face:
    """What a card says on this day, at this desk."""
    if card.arrival is None:
        return Face(tone="ask", headline=say(t.GONE), steps=(say(t.GONE_STEP),))
    return _FACES[card.arrival.answer](card, today, desk_name)


def unknown_code() -> Face:
    """A code that nobody has here."""
    return Face(
        tone="ask",
        headline=say(t.UNKNOWN_CODE),
        steps=(say(t.UNKNOWN_CODE_STEP),),
        sentence=say(t.UNKNOWN_CODE_SAY),
    )


def mistyped_code() -> Face:
    """A code of ours in which a sign is wrong, or two changed places."""
    return Face(
        tone="ask",
        headline=say(t.MISTYPED_CODE),
        steps=(say(t.MISTYPED_CODE_STEP), say(t.MISTYPED_CODE_ELSE)),
        sentence=say(t.MISTYPED_CODE_SAY),
    )


def _admit(card: Card, today: date, _desk: str) -> Face:
    also, judged = besides(card), card.judged
    if judged is not None and judged.questions and not judged.decided:
        return question_face(card, judged, today)
    if card.blocked_by:
        missing = paper_names(card.blocked_by)
        values = {"papers": missing}
        steps = (say(papers.BLOCKED_STEP),)
        offered = (actions.PAPERS, actions.DOCTOR, *also, actions.PERSON)
        return card_face(
            card, today, "stop", say(papers.BLOCKED, **values), steps, say(papers.BLOCKED_SAY, **values), *offered
        )
    booked = plain(card.line.appointment.vaccine or "") if card.line else ""
    if card.given_today:
        values = {"vaccine": booked, "given": ", ".join(map(plain, card.given_today))}
        steps = (say(papers.WRONG_VACCINE_STEP, **values),)
        sentence = say(papers.WRONG_VACCINE_SAY, **values)
        offered = (actions.OTHER_VACCINE, *also, actions.PERSON, actions.CANCEL)
        return card_face(card, today, "ask", say(papers.WRONG_VACCINE, **values), steps, sentence, *offered)
    if judged is not None and not judged.admits:
        return verdict_face(card, judged, today)
    promise = card.comes_for
    if promise is not None and promise.none_left:
        return too_late_face(card, promise, today)
    late = card.arrival is not None and card.arrival.late
    headline, sentence = (t.ADMIT_LATE, say(t.ADMIT_LATE_SAY)) if late else (t.ADMIT, say(t.ADMIT_SAY))
    if judged is not None:
        headline = rule_words.CAN_LATE if late else rule_words.CAN
    words = say(headline)
    if promise is not None:
        words, sentence = admit_promised(promise)
    by_rules = (actions.REASONS, actions.DOSES) if judged is not None else ()
    offered = (actions.ADMIT, *also, actions.PAPERS, actions.NEEDS, *by_rules, actions.PERSON, actions.CANCEL)
    second = say(promised.SECOND_STEP) if promise is not None and promise.second_open else ""
    said = (may_come_in(card), _paper_line(card), second, say(t.ADMIT_STEP))
    return card_face(card, today, "good", words, said, sentence, *offered)


def _paper_line(card: Card) -> str:
    words = [f"{papers.MARKS[each.state]} {say(papers.SHORT[each.kind])}" for each in card.papers]
    return " ".join(word.replace(" ", "\N{NO-BREAK SPACE}") for word in words)


def _where(card: Card, desk_name: str) -> tuple[str, str]:
    """When and at which desk the person was admitted; and when, alone."""
    line = card.line
    if line is None or line.visit is None or line.visit_at is None:
        return "", "–"
    desk = say(t.HERE) if line.visit_desk == desk_name else plain(line.visit_desk)
    at = clock(line.visit_at)
    return say(t.ALREADY_IN_WHERE, at=at, desk=desk, number=plain(line.visit.day_number)), at


def _already_in(card: Card, today: date, desk_name: str) -> Face:
    where, at = _where(card, desk_name)
    offered = (
        *besides(card), *_readmit(card), actions.LEFT, actions.DOCTOR, actions.PAPERS, actions.PERSON,
    )  # fmt: skip
    steps = (where, _missing_again(card) or say(t.ALREADY_IN_STEP))
    return card_face(card, today, "ask", say(t.ALREADY_IN), steps, say(t.ALREADY_IN_SAY, at=at), *offered)


def _readmit(card: Card) -> tuple[Action, ...]:
    return () if card.blocked_by else (actions.READMIT,)


def _missing_again(card: Card) -> str:
    """What keeps somebody from coming in once more."""
    return say(papers.AGAIN_BLOCKED, papers=paper_names(card.blocked_by)) if card.blocked_by else ""


def _left(card: Card, today: date, desk_name: str) -> Face:
    where, _ = _where(card, desk_name)
    visit = card.line.visit if card.line else None
    at = card.line.visit_at if card.line else None
    gone = "" if visit is None or visit.left_at is None or at is None else clock(visit.left_at.astimezone(at.tzinfo))
    missing = _missing_again(card)
    ways = (actions.PAPERS, actions.DOCTOR) if missing else ()
    next_step = f"{missing} {say(papers.AGAIN_BLOCKED_DOCTOR)}" if missing else say(t.LEFT_STEP)
    offered = *_readmit(card), *besides(card), *ways, actions.PERSON
    if visit is not None and visit.outcome is Outcome.POSTPONED:
        steps = (where, say(papers.POSTPONED_WHEN, at=gone) if gone else "", next_step)
        return card_face(card, today, "ask", say(papers.POSTPONED_FACE), steps, say(papers.POSTPONED_SAY), *offered)
    steps = (where, say(t.LEFT_WHEN, at=gone) if gone else "", next_step)
    return card_face(card, today, "ask", say(t.LEFT), steps, say(t.LEFT_SAY), *offered)


def _vaccinated(card: Card, today: date, desk_name: str) -> Face:
    where, _ = _where(card, desk_name)
    steps = (where, say(t.VACCINATED_STEP))
    return card_face(card, today, "ask", say(t.VACCINATED), steps, say(t.VACCINATED_SAY), actions.PERSON)


def _choose(card: Card, today: date, _desk: str) -> Face:
    return Face(
        title=title(card.person.family, card.person.given) if card.person else "",
        facts=(identity(card.person),) if card.person else (),
        tone="ask",
        headline=say(t.CHOOSE_APPOINTMENT),
        steps=(say(t.CHOOSE_APPOINTMENT_STEP),),
        sentence=say(t.CHOOSE_APPOINTMENT_SAY),
        choices=tuple(appointment_words(line, today) for line in card.choices),
        actions=(actions.CHOOSE,),
    )


def _too_early(card: Card, today: date, _desk: str) -> Face:
    possible = clock(card.possible_from) if card.possible_from else "–"
    at = clock(card.line.at) if card.line and card.line.at else "–"
    sentence = say(t.TOO_EARLY_SAY, at=at, possible=possible)
    steps = (say(t.TOO_EARLY_STEP, at=at),)
    offered = (actions.PERSON, actions.CANCEL)
    return card_face(card, today, "ask", say(t.TOO_EARLY, at=possible), steps, sentence, *offered)


def _other_day(card: Card, today: date, _desk: str) -> Face:
    at = card.line.at if card.line else None
    if at is None:
        return _no_appointment(card, today, "")
    past = at.date() < today
    headline = say(t.OTHER_DAY_PAST if past else t.OTHER_DAY, day=day(at, today))
    move = card.move
    pair = (
        say(t.PAIR_STAYS if move.pair_fits else t.PAIR_BREAKS, day=day(move.pair_at, today))
        if move and move.pair_at
        else ""
    )
    possible = move is not None and move.pair_fits
    values = {"day": day_long(at), "at": clock(at)}
    if move is not None and possible:
        offer = t.OTHER_DAY_OFFER_ONE if move.free == 1 else t.OTHER_DAY_OFFER
        steps = (say(offer, at=clock(move.at), free=move.free), pair)
        sentence = say(t.OTHER_DAY_PAST_SAY if past else t.OTHER_DAY_SAY, offer=clock(move.at), **values)
    else:
        steps = ("" if move else say(t.OTHER_DAY_FULL), pair)
        sentence = say(t.OTHER_DAY_PAST_FULL_SAY if past else t.OTHER_DAY_FULL_SAY, **values)
    offered = (*((actions.MOVE,) if possible else ()), *waits_here(card), actions.PERSON, actions.CANCEL)
    return card_face(card, today, "ask", headline, steps, sentence, *offered)


def _other_centre(card: Card, _today: date, _desk: str) -> Face:
    centre = plain(card.centre_name)
    return Face(
        tone="ask",
        headline=say(t.OTHER_CENTRE),
        steps=(say(t.OTHER_CENTRE_STEP, centre=centre), say(t.OTHER_CENTRE_PRIVATE)),
        sentence=say(t.OTHER_CENTRE_SAY, centre=centre),
    )


def _cancelled(card: Card, today: date, _desk: str) -> Face:
    at, line = card.cancelled_at, card.line
    by_list = line is not None and line.appointment.cancel_reason in {BY_LIST, MISSING_IN_LIST}
    who = plain(card.cancelled_by) or say(t.CANCELLED_BY_LIST if by_list else t.CANCELLED_BY_UNKNOWN)
    when = (
        say(t.CANCELLED_WHEN_UNKNOWN)
        if at is None
        else say(t.CANCELLED_WHEN, day=day(at, today), at=clock(at), who=who)
    )
    if card.comes_for is not None:
        return withdrawn_face(card, today, when, _walk_in_words(card, today))
    moved = say(t.CANCELLED_MOVED) if line and line.appointment.replaced_by_id else ""
    sentence = say(t.CANCELLED_SAY, day=day_long(line.at) if line and line.at else "–")
    steps = (when, moved, _walk_in_words(card, today))
    return card_face(card, today, "ask", say(t.CANCELLED), steps, sentence, *_without(card), actions.PERSON)


def _pending(card: Card, today: date, _desk: str) -> Face:
    when = appointment_words(card.line, today) if card.line else "–"
    steps = (say(t.PENDING_WHAT, when=when), say(t.PENDING_STEP))
    return card_face(card, today, "ask", say(t.PENDING), steps, say(t.PENDING_SAY), actions.PERSON)


def _waiting_list(card: Card, today: date, _desk: str) -> Face:
    since: datetime | None = card.line.appointment.waiting_since if card.line else None
    steps = (say(t.WAITING_SINCE, day=day(since, today)) if since else "", _walk_in_words(card, today))
    possible = card.walk_in is not None and card.walk_in.now and not card.blocked_by
    sentence = say(papers.WALK_IN_SAY if possible else t.WAITING_SAY)
    return card_face(card, today, "ask", say(t.WAITING_LIST), steps, sentence, *_without(card), actions.PERSON)


def _no_appointment(card: Card, today: date, _desk: str) -> Face:
    steps = (say(t.NO_APPOINTMENT_STEP), _walk_in_words(card, today))
    return card_face(
        card, today, "ask", say(t.NO_APPOINTMENT), steps, say(t.NO_APPOINTMENT_SAY), *_without(card), actions.PERSON
    )


def _without(card: Card) -> tuple[Action, ...]:
    waits = waits_here(card)
    if card.walk_in is None:
        return (*waits, *besides(card))
    if card.blocked_by:
        return (actions.PAPERS, actions.DOCTOR, *waits, *besides(card))
    doses = (actions.DOSES,) if waits and card.judged is not None else ()
    if card.here is not None:
        return (*doses, *waits, actions.WALK_IN, *besides(card), actions.PAPERS)
    return (actions.WALK_IN, *waits, *besides(card), actions.PAPERS, *doses)


def _walk_in_words(card: Card, today: date) -> str:
    """Whether somebody may come without an appointment."""
    if card.walk_in is None:
        return ""
    missing = paper_names(card.blocked_by)
    also = f" {say(papers.WALK_IN_ALSO, papers=missing)}" if missing else ""
    if card.walk_in.next is None:
        return say(papers.WALK_IN_NEVER) + also
    begin, end = card.walk_in.next
    if card.walk_in.now:
        return say(papers.WALK_IN_BLOCKED, papers=missing) if missing else say(papers.WALK_IN_NOW, end=clock(end))
    return say(papers.WALK_IN_LATER, day=day(begin, today), begin=clock(begin), end=clock(end)) + also


_FACES: dict[Answer, Callable[[Card, date, str], Face]] = {
    Answer.ADMIT: _admit,
    Answer.ALREADY_IN: _already_in,
    Answer.LEFT: _left,
    Answer.VACCINATED: _vaccinated,
    Answer.CHOOSE: _choose,
    Answer.TOO_EARLY: _too_early,
    Answer.OTHER_DAY: _other_day,
    Answer.OTHER_CENTRE: _other_centre,
    Answer.CANCELLED: _cancelled,
    Answer.PENDING: _pending,
    Answer.WAITING_LIST: _waiting_list,
    Answer.NO_APPOINTMENT: _no_appointment,
}

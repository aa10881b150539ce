"""The face of each answer: what it is, the next step, and the kind sentence to the person. Pure."""

from collections.abc import Callable
from datetime import date, datetime

from empfang.desk import Admission, Card, Line, MoveOffer
from empfang.model import Person
from empfang.rules.arrival import Answer
from empfang.screens import actions
from empfang.screens.face import Face
from empfang.texts import Text, say
from empfang.texts import reception as t
from empfang.texts.times import birth, clock, day, day_and_clock, day_long
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


def admitted(admission: Admission) -> Face:
    """Somebody was admitted just now."""
    notes = ((admission.late, t.ADMITTED_LATE), (admission.readmission, t.ADMITTED_AGAIN))
    return Face(
        title=title(admission.family, admission.given),
        facts=(say(t.ADMITTED_AT, at=clock(admission.at)), *(say(note) for holds, note in notes if holds)),
        tone="good",
        headline=say(t.ADMITTED, number=admission.day_number),
        steps=(say(t.ADMITTED_STEP),),
        sentence=say(t.ADMITTED_SAY, number=admission.day_number),
    )


def title(family: str, given: str) -> str:
    """MEIER, Hannelore"""
    family, given = plain(family).upper(), plain(given)
    return ", ".join(part for part in (family, given) if part) or say(t.NO_NAME)


def short_name(family: str, given: str) -> str:
    """Öztürk, A."""
    family, given = plain(family), plain(given)
    return ", ".join(part for part in (family, given[:1] and f"{given[:1]}.") if part) or say(t.NO_NAME)


def identity(person: Person) -> str:
    """What tells namesakes apart."""
    return " · ".join(part for part in (birth(person.birth_date), _street(person), plain(person.town)) if part)


def _street(person: Person) -> str:
    return "\N{NO-BREAK SPACE}".join(part for part in (plain(person.street), plain(person.house_number)) if part)


def appointment_words(line: Line, today: date) -> str:
    """09:40 · Booster · Comirnaty; with the day where it is another one."""
    appointment = line.appointment
    when = "" if line.at is None else clock(line.at) if line.at.date() == today else day_and_clock(line.at, today)
    dose = say(t.DOSES[appointment.dose_kind] if appointment.dose_kind else t.DOSE_UNKNOWN)
    return " · ".join(part for part in (when, dose, plain(appointment.vaccine or "")) if part)


def state_words(line: Line) -> str:
    """How it stands with an appointment."""
    return say(t.APPOINTMENT_STATES[line.appointment.status])


def _card(
    card: Card,
    today: date,
    tone: str,
    headline: str,
    steps: tuple[str, ...],
    sentence: str,
    *offered: Action,
) -> Face:
    """A face with the person's facts above."""
    return Face(
        title=title(card.person.family, card.person.given) if card.person else "",
        facts=_facts(card, today),
        also=_also(card, today),
        tone=tone,
        headline=headline,
        steps=tuple(step for step in steps if step),
        sentence=sentence,
        actions=offered,
    )


def _facts(card: Card, today: date) -> tuple[str, ...]:
    person = card.person
    if person is None:
        return ()
    facts = [say(t.ID_CARD, birth=birth(person.birth_date), street=_street(person) or "–")]
    if card.line is not None:
        facts.append(appointment_words(card.line, today))
    if person.needs:
        facts.append(say(t.NEEDS, needs=", ".join(plain(need) for need in person.needs)))
    if card.group_size > 1:
        facts.append(say(t.GROUP, present=card.group_in, size=card.group_size))
    return tuple(facts)


def _also(card: Card, today: date) -> tuple[str, ...]:
    """The person's other appointments, the nearest to today first."""

    def distance(line: Line) -> int:
        return abs((line.at.date() - today).days) if line.at else 0

    near = sorted(card.others, key=distance)[:_ALSO_SHOWN]
    return tuple(say(t.ALSO, what=f"{appointment_words(line, today)} · {state_words(line)}") for line in near)


def _admit(card: Card, today: date, _desk: str) -> Face:
    late = card.arrival is not None and card.arrival.late
    headline, sentence = (t.ADMIT_LATE, t.ADMIT_LATE_SAY) if late else (t.ADMIT, t.ADMIT_SAY)
    offered = (actions.ADMIT, actions.PERSON, actions.CANCEL)
    return _card(card, today, "good", say(headline), (say(t.ADMIT_STEP),), say(sentence), *offered)


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
    offered = (actions.READMIT, actions.LEFT, actions.PERSON)
    steps = (where, say(t.ALREADY_IN_STEP))
    return _card(card, today, "ask", say(t.ALREADY_IN), steps, say(t.ALREADY_IN_SAY, at=at), *offered)


def _left(card: Card, today: date, desk_name: str) -> Face:
    where, _ = _where(card, desk_name)
    visit = card.line.visit if card.line else None
    at = card.line.visit_at if card.line else None
    gone = "" if visit is None or visit.left_at is None or at is None else clock(visit.left_at.astimezone(at.tzinfo))
    steps = (where, say(t.LEFT_WHEN, at=gone) if gone else "", say(t.LEFT_STEP))
    return _card(card, today, "ask", say(t.LEFT), steps, say(t.LEFT_SAY), actions.READMIT, actions.PERSON)


def _vaccinated(card: Card, today: date, desk_name: str) -> Face:
    where, _ = _where(card, desk_name)
    steps = (where, say(t.VACCINATED_STEP))
    return _card(card, today, "ask", say(t.VACCINATED), steps, say(t.VACCINATED_SAY), actions.PERSON)


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
    return _card(card, today, "ask", say(t.TOO_EARLY, at=possible), steps, sentence, *offered)


def _other_day(card: Card, today: date, _desk: str) -> Face:
    at = card.line.at if card.line else None
    if at is None:
        return _no_appointment(card, today, "")
    past = at.date() < today
    headline = say(t.OTHER_DAY_PAST if past else t.OTHER_DAY, day=day(at, today))
    move = card.move
    pair = _pair(move, today)
    possible = move is not None and move.pair_fits
    values = {"day": day_long(at), "at": clock(at)}
    if move is not None and possible:
        offer = t.OTHER_DAY_OFFER_ONE if move.free == 1 else t.OTHER_DAY_OFFER
        steps = (say(offer, at=clock(move.at), free=move.free), pair)
        sentence = say(t.OTHER_DAY_PAST_SAY if past else t.OTHER_DAY_SAY, offer=clock(move.at), **values)
    else:
        steps = ("" if move else say(t.OTHER_DAY_FULL), pair)
        sentence = say(t.OTHER_DAY_PAST_FULL_SAY if past else t.OTHER_DAY_FULL_SAY, **values)
    offered = (*((actions.MOVE,) if possible else ()), actions.PERSON, actions.CANCEL)
    return _card(card, today, "ask", headline, steps, sentence, *offered)


def _pair(move: MoveOffer | None, today: date) -> str:
    """What a move does to the other appointment of the pair."""
    if move is None or move.pair_at is None:
        return ""
    return say(t.PAIR_STAYS if move.pair_fits else t.PAIR_BREAKS, day=day(move.pair_at, today))


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
    who = plain(card.cancelled_by) or say(t.CANCELLED_BY_UNKNOWN)
    when = (
        say(t.CANCELLED_WHEN_UNKNOWN)
        if at is None
        else say(t.CANCELLED_WHEN, day=day(at, today), at=clock(at), who=who)
    )
    moved = say(t.CANCELLED_MOVED) if line and line.appointment.replaced_by_id else ""
    sentence = say(t.CANCELLED_SAY, day=day_long(line.at) if line and line.at else "–")
    steps = (when, moved, say(t.CANCELLED_STEP))
    return _card(card, today, "ask", say(t.CANCELLED), steps, sentence, actions.PERSON)


def _pending(card: Card, today: date, _desk: str) -> Face:
    when = appointment_words(card.line, today) if card.line else "–"
    steps = (say(t.PENDING_WHAT, when=when), say(t.PENDING_STEP))
    return _card(card, today, "ask", say(t.PENDING), steps, say(t.PENDING_SAY), actions.PERSON)


def _waiting_list(card: Card, today: date, _desk: str) -> Face:
    since: datetime | None = card.line.appointment.waiting_since if card.line else None
    steps = (say(t.WAITING_SINCE, day=day(since, today)) if since else "", say(t.WAITING_STEP))
    return _card(card, today, "ask", say(t.WAITING_LIST), steps, say(t.WAITING_SAY), actions.PERSON)


def _no_appointment(card: Card, today: date, _desk: str) -> Face:
    steps = (say(t.NO_APPOINTMENT_STEP),)
    return _card(card, today, "ask", say(t.NO_APPOINTMENT), steps, say(t.NO_APPOINTMENT_SAY), actions.PERSON)


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


def why_not(code: str | None) -> str:
    """A reason code in words."""
    known: Text | None = t.WHY_NOT.get(code or "")
    return say(known) if known else say(t.WHY_NOT_CODE, code=plain(code or "?"))

"""Words for people, appointments and papers on the card, and for why something cannot be done."""

from collections.abc import Iterable, Sequence
from datetime import date

from empfang.desk import Further, GroupMember, Line
from empfang.model import Person
from empfang.rules.papers import Paper
from empfang.rules.phones import shown
from empfang.texts import Text, papers, say
from empfang.texts import reception as t
from empfang.texts.times import birth, clock, day_and_clock
from empfang.widgets.cells import plain


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
    return " · ".join(part for part in (birth(person.birth_date), street(person), plain(person.town)) if part)


def contact(person: Person, group: Sequence[GroupMember]) -> str:
    """By whom somebody without a name is known: who booked with them, else an address or number."""
    if plain(person.family) or plain(person.given):
        return ""
    names = [title(each.family, each.given) for each in group if plain(each.family) or plain(each.given)]
    numbers = [shown(phone.number) for phone in person.phones]
    known = next((each for each in (*names, plain(person.email), *numbers) if each), "")
    return say(t.CONTACT, contact=known) if known else ""


def street(person: Person) -> str:
    """Pariser Straße 112, never broken."""
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


def paper_names(wanted: Iterable[Paper]) -> str:
    """Ausweis, Einwilligung"""
    return ", ".join(say(papers.KINDS[each.kind]) for each in wanted)


def further_words(further: Further, today: date) -> str:
    """A further booking of the person, or of somebody who looks like the same person."""
    when = day_and_clock(further.at, today) if further.at else "–"
    if further.same_entry:
        return say(papers.FURTHER, when=when, where=plain(further.centre_name))
    return say(papers.FURTHER_OTHER, when=when, name=short_name(further.family, further.given))


def why_not(code: str | None) -> str:
    """A reason code in words."""
    known: Text | None = t.WHY_NOT.get(code or "")
    return say(known) if known else say(t.WHY_NOT_CODE, code=plain(code or "?"))

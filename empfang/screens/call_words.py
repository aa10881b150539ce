"""What the telephone screen says of a call. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from empfang.desk import Answered, Booked, Held, Options, Registered
from empfang.model import Appointment, AppointmentStatus, Communication, DoseKind, MessageState, Person, Proof
from empfang.rules.booking import Refusal
from empfang.rules.confirmation import channel_named
from empfang.rules.offers import FreeDay, Offered
from empfang.rules.phones import shown
from empfang.screens.card_words import identity, title, why_not
from empfang.screens.verdict_words import earliest_words, main_reasons
from empfang.texts import Text, say
from empfang.texts import reception as reception_texts
from empfang.texts import telephone as t
from empfang.texts.confirmations import ANSWERS
from empfang.texts.refusals import refused_words
from empfang.texts.times import birth, clock, day_and_clock, day_long
from empfang.widgets.blocks import Block
from empfang.widgets.cells import fit, plain
from empfang.widgets.lines import Line, Span
from empfang.widgets.prose import paragraph

_LABEL, _DAY = 7, 5
_NOTHING = "·"


def greeting(centre_name: str, operator_name: str) -> str:
    """What is said first; `operator_name` as it is kept: family name, given name."""
    name = plain(operator_name.partition(",")[0])
    text = t.GREETING if name else t.GREETING_UNNAMED
    return say(text, centre=plain(centre_name), name=name)


# Free places


def table(days: Sequence[FreeDay], chosen: date | None, width: int) -> list[Line]:
    """The free places of the days around the chosen one: before and after noon."""
    room = max(1, (width - _LABEL) // _DAY)
    place = next((number for number, each in enumerate(days) if each.on == chosen), 0)
    first = max(0, min(place - room // 2, len(days) - room))
    seen = days[first : first + room]
    head: list[Span] = [(" " * _LABEL, "")]
    rows: list[list[Span]] = [[(fit(say(label), _LABEL), "quiet")] for label in (t.MORNING, t.AFTERNOON)]
    for each in seen:
        role = "selected" if each.on == chosen else ""
        head.append((f"{_short(each.on):>{_DAY}}", role or "quiet"))
        for row, number in zip(rows, (each.morning, each.afternoon), strict=True):
            row.append((f"{(number if number and each.allowed else _NOTHING):>{_DAY}}", role))
    return [tuple(head), *(tuple(row) for row in rows)]


def offer_words(offered: Offered, today: date, *, only_first: bool) -> str:
    """Do 02.12. 10:20 + Do 23.12. 10:20"""
    first = day_and_clock(offered.first.at, today)
    if offered.second is not None:
        return f"{first} + {day_and_clock(offered.second.at, today)}"
    return say(t.ONLY_FIRST, at=first) if only_first else f"{first}  {plain(offered.first.vaccine)}"


def _short(on: date) -> str:
    """Do02: the weekday and the day of the month."""
    return day_and_clock(datetime(on.year, on.month, on.day), on)[:2] + f"{on:%d}"  # noqa: DTZ001 - only written


def possible_words(offered: Offered) -> str:
    """✓ am 02.12. und 23.12. möglich"""
    days = [f"{each.at:%d.%m.}" for each in offered.times]
    both = say(t.AND, one=days[0], other=days[-1]) if len(days) > 1 else days[0]
    return say(t.POSSIBLE_ON, days=both)


def has_already_words(held: Sequence[Held]) -> str:
    """‼ hat schon 16.12. 10:20, 06.01. 10:20"""
    return say(t.HAS_ALREADY, held=", ".join(f"{each.at:%d.%m. %H:%M}" for each in held))


def verdict_words(options: Options, today: date) -> tuple[str, ...]:
    """Why the rules say no or leave it to a doctor today, and from when not."""
    judged = options.judged
    if judged is None:
        return ()
    return tuple(part for part in (*main_reasons(judged), earliest_words(judged, today)) if part)


def term_words(name: str, refusal: Refusal, now: datetime, district_name: Callable[[str], str]) -> str:
    """Why the places of a contingent are not for this caller now: by which term, and from when they are."""
    contingent = say(t.CONTINGENTS[name]) if name in t.CONTINGENTS else plain(name)
    why = refusal_words(refusal.code, refusal.parameters, now, district_name)
    return say(t.NOT_FOR_THEM, contingent=contingent, why=why)


def refusal_words(
    code: str | None, parameters: Mapping[str, Any], now: datetime, district_name: Callable[[str], str]
) -> str:
    """Why a place cannot be given, in a sentence for the caller; `now` is on the centre's clock."""
    zone = now.tzinfo or UTC
    term = refused_words(code or "", parameters, zone, now.date(), district_name)
    return plain(term) if term else why_not(code)


# Whoever has something


def held_words(held: Held, today: date) -> str:
    """Do 02.12. 10:20 · 1. Impfung · Comirnaty"""
    appointment = held.appointment
    if appointment.status is AppointmentStatus.WAITLIST:
        since = appointment.waiting_since
        waits = t.WAITS if appointment.priority is None else t.WAITS_FIRST
        return say(waits, at=f"{since:%d.%m.}" if since else "?")
    when = day_and_clock(held.at, today) if held.at is not None else "?"
    dose = say(reception_texts.DOSES[appointment.dose_kind]) if appointment.dose_kind else ""
    asked = say(t.ASKED_FOR) if appointment.status is AppointmentStatus.PENDING else ""
    return " · ".join(part for part in (when, dose, plain(appointment.vaccine or ""), asked) if part)


def message_words(message: Communication, today: date, at: datetime) -> str:
    """SMS: abgeschickt Mi 24.11. 09:14; `at` is when that was so, on the centre's clock."""
    why = ANSWERS.get(message.answer)
    waits_for_us = message.state is MessageState.WAITING and message.answer
    return say(
        t.MESSAGE_WAITS if waits_for_us else t.MESSAGES[message.state],
        channel=channel_words(message.channel),
        at=day_and_clock(at, today) if at.date() != today else clock(at),
        why=say(why) if why is not None else plain(message.answer) or "?",
    )


def channel_words(text: str) -> str:
    """SMS, E-Mail, Post, Telefon; another word as it is."""
    channel = channel_named(text)
    return say(t.CHANNELS[channel]) if channel else plain(text)


def known_words(person: Person) -> str:
    """KAYA, Emine · 12.08.1958 · Lindenweg 14 · 0176 040 69020"""
    phones = [plain(shown(phone.number)) for phone in person.phones[:1]]
    return " · ".join([title(person.family, person.given), identity(person), *phones])


def called_by_words(noted: Proof | None, today: date) -> str:
    """für sie rief an: Sohn, beauftragt (15.12.)"""
    if noted is None or not plain(noted.how):
        return ""
    return say(t.CALLED_BY, who=plain(noted.how), on=say(t.TODAY) if noted.day == today else f"{noted.day:%d.%m.}")


def told_words(registered: Registered) -> str:
    """KAYA, Emine · 12.08.1958 · Lindenweg 14 · Dorsten; as far as is known of somebody who may not be here."""
    known = (birth(registered.birth_date), plain(registered.street), plain(registered.town))
    phones = [plain(shown(number)) for number in registered.phones[:1]]
    return " · ".join([title(registered.family, registered.given), *(part for part in known if part), *phones])


# What is read out


def read_back(answer: Answered, centre_name: str) -> list[Block]:
    """Everything that the caller must hear and confirm, a paragraph each; the codes spelt."""
    found: list[Block] = []
    for each in (person for person in answer.people if person.held):
        found += [paragraph(f"„{_person_said(each, centre_name)}“", "say", hang=1)]
        found += [paragraph(f"„{say(t.CODE_SAID, code=plain(each.code))}“", "say", hang=1)]
        found += [paragraph(say(t.SPELLING, words=spelled(each.code)), "quiet", hang=1)]
    found += [paragraph(f"„{_confirmation_said(answer.message)} {say(t.LAST_SAID)}“", "say", hang=1)]
    return found


def _person_said(booked: Booked, centre_name: str) -> str:
    person = booked.person
    doses = " ".join(_dose_said(each.appointment, each.at) for each in booked.held if each.at is not None)
    return say(
        t.READ_BACK,
        name=" ".join(part for part in (plain(person.given), plain(person.family)) if part),
        born=_born_said(person.birth_date),
        doses=doses,
        centre=plain(centre_name),
    )


def _born_said(born: date | None) -> str:
    return f"{day_long(born).partition(', ')[2]} {born.year}" if born else birth(None)


def _dose_said(appointment: Appointment, at: datetime | None) -> str:
    kind = appointment.dose_kind or DoseKind.BOOSTER
    words: Text = t.DOSE_SAID[kind]
    return say(words, at=moment_said(at) if at else "?", vaccine=plain(appointment.vaccine or ""))


def moment_said(at: datetime) -> str:
    """Donnerstag, 2. Dezember, 10 Uhr 20"""
    words = t.AT_SAID if at.minute else t.AT_SAID_FULL
    return say(words, day=day_long(at.date()), hour=at.hour, minute=at.minute)


def _confirmation_said(message: Communication | None) -> str:
    if message is None or message.state is MessageState.REFUSED:
        return say(t.NO_CONFIRMATION_SAID)
    channel = channel_named(message.channel)
    return say(t.CONFIRMATION_SAID, channel=say(t.BY_CHANNEL[channel]) if channel else plain(message.channel))


def spelled(code: str) -> str:
    """The signs of a code by the spelling board, the groups apart: Kaufmann Ludwig – zwo …"""
    groups = [" ".join(t.SPELLED.get(sign, sign) for sign in plain(part).upper()) for part in code.split("-")]
    return " – ".join(group for group in groups if group)


def names_of(people: Iterable[Person]) -> str:
    """Emine Kaya, Murat Kaya"""
    return ", ".join(" ".join(part for part in (plain(each.given), plain(each.family)) if part) for each in people)

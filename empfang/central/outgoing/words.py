"""The words of a confirmation, by mail, as a text message and as a letter. Nothing is read here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from empfang.model import DoseKind
from empfang.paper.values import Letter, LetterVisit
from empfang.rules import gsm
from empfang.rules.ask_by_text import TextAsk
from empfang.rules.confirmed import Confirmation, Member, Place, Visit
from empfang.rules.phone_hours import Opening, weekly_hours
from empfang.texts import Text, say_in
from empfang.texts import ask_by_text as asking
from empfang.texts import confirmations as t
from empfang.texts.times import clock_spoken, date_long, day_full, weekday_name, weekday_short

GERMAN, ENGLISH = "de", "en"
_RULE = "-" * 40


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail's words: `sender` is the name it comes from, the text is plain."""

    sender: str
    subject: str
    text: str


def mail_words(said: Confirmation) -> Mail:
    """The confirmation as a mail."""
    sections = ["\n".join(_section(language, said)) for language in _languages(said)]
    return Mail(said.places[0].name, subject(said), f"\n\n{_RULE}\n\n".join(sections) + "\n")


def subject(said: Confirmation) -> str:
    """What it is about, in German."""
    visits, centre = said.visits, said.places[0].name
    if len(visits) == 1:
        return say_in(GERMAN, t.SUBJECT_ONE, centre=centre)
    return say_in(GERMAN, t.SUBJECT, number=len(visits), centre=centre)


def _languages(said: Confirmation) -> tuple[str, ...]:
    return (GERMAN,) if said.german else (GERMAN, ENGLISH)


def _section(language: str, said: Confirmation) -> list[str]:
    lines = [_greeting(language, said), "", _opening(language, said), ""]
    apart = len(said.places) > 1
    for member in said.members:
        if len(said.members) > 1 or member.name != said.to_name:
            lines += [member.name or say_in(language, t.NO_NAME)]
        for visit in member.visits:
            lines += [f"  {line}" for line in _of_visit(language, visit, with_place=apart)] + [""]
    if not apart:
        lines += [say_in(language, t.WHERE, centre=_place(language, said.places[0])), ""]
    lines += [say_in(language, t.BRING), *(f"- {each}" for each in _bring(language, said))]
    lines += [*_of_guardians(language, said.members), ""]
    lines += [say_in(language, t.CANCEL), *_cancel_at(language, said.places), say_in(language, t.HAVE_CODE), ""]
    return [*lines, say_in(language, t.SIGNED, centre=said.places[0].name), "", say_in(language, t.AUTOMATIC)]


def _greeting(language: str, said: Confirmation) -> str:
    if not said.to_name:
        return say_in(language, t.GREETING_NOBODY)
    return say_in(language, t.GREETING, name=said.to_name)


def _opening(language: str, said: Confirmation) -> str:
    number = len(said.visits)
    return say_in(language, t.BOOKED_ONE) if number == 1 else say_in(language, t.BOOKED, number=number)


def _of_visit(language: str, visit: Visit, *, with_place: bool) -> list[str]:
    lines = [_dose(language, visit), _when(language, visit)]
    if with_place:
        lines.append(_place(language, visit.place))
    return [*lines, say_in(language, t.CODE, code=visit.code)] if visit.code else lines


def _dose(language: str, visit: Visit) -> str:
    dose = say_in(language, t.DOSES[visit.dose or ""])
    return say_in(language, t.WITH_VACCINE, dose=dose, vaccine=visit.vaccine) if visit.vaccine else dose


def _when(language: str, visit: Visit) -> str:
    day, clock = day_full(language, visit.at.date()), clock_spoken(language, visit.at.time())
    return say_in(language, t.WHEN, day=day, clock=clock)


def _place(language: str, place: Place) -> str:
    where = say_in(language, t.CENTRE_AND_HALL, centre=place.name, hall=place.hall) if place.hall else place.name
    return say_in(language, t.PLACE_AND_ADDRESS, place=where, address=place.address) if place.address else where


def _return_address(place: Place) -> str:
    """Where a letter comes back to; there is little room, and the post needs no hall."""
    return _place(GERMAN, replace(place, hall="") if place.address else place)


def _bring(language: str, said: Confirmation) -> list[str]:
    """What to bring, a line each."""
    earlier = any(visit.dose in {DoseKind.SECOND, DoseKind.BOOSTER} for visit in said.visits)
    wanted = [t.BRING_IDENTITY, t.BRING_DOSES if earlier else t.BRING_BOOKLET, t.BRING_CONFIRMATION]
    return [say_in(language, each) for each in wanted]


def _of_guardians(language: str, members: Sequence[Member]) -> list[str]:
    """What is asked of minors' guardians, a sentence each."""
    found: list[str] = []
    for asked in (member.guardian for member in members if member.guardian is not None):
        if asked.present:
            found.append(say_in(language, t.GUARDIAN_PRESENT, age=asked.below))
        if asked.signatures:
            text = t.GUARDIAN_SIGNS if asked.signatures == 1 else t.GUARDIANS_SIGN
            found.append(say_in(language, text, age=asked.below))
    return list(dict.fromkeys(found))


def _cancel_at(language: str, places: Sequence[Place]) -> list[str]:
    """Where one cancels: a line for each centre that says so."""
    lines: list[str] = []
    for place in places:
        if not place.number:
            continue
        hours = hours_in_words(language, place.hours)
        if hours:
            how = say_in(language, t.CANCEL_HOURS, number=place.number, hours=hours)
        else:
            how = say_in(language, t.CANCEL_AT, number=place.number)
        lines.append(how if len(places) == 1 else say_in(language, t.CANCEL_OF, centre=place.name, how=how))
    return lines


def hours_in_words(language: str, hours: str) -> str:
    """Montag bis Freitag 8 Uhr bis 12 Uhr; hours that cannot be read as they are written."""
    try:
        openings = weekly_hours(hours)
    except ValueError:
        return hours
    return ", ".join(
        say_in(
            language,
            t.HOURS_SPAN,
            days=_days(language, opening),
            begin=clock_spoken(language, opening.begin),
            end=clock_spoken(language, opening.end),
        )
        for opening in openings
    )


def _days(language: str, opening: Opening) -> str:
    days = sorted(opening.days)
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        first, last = weekday_name(language, days[0]), weekday_name(language, days[-1])
        return say_in(language, t.DAYS_SPAN, first=first, last=last)
    return ", ".join(weekday_name(language, day) for day in days)


# As a text message


@dataclass(frozen=True, slots=True)
class _Short:
    """How much a text message says: the fuller one is taken that fits."""

    name: int
    """Letters of a name; 0: none, where it can be only one person."""
    vaccine: bool = False
    dose: bool = True
    rest: bool = False
    """What to bring, and the hours of the hotline."""


_SHORTER = (_Short(40, vaccine=True, rest=True), _Short(40, rest=True), _Short(24), _Short(10), _Short(8, dose=False))


def sms_words(said: Confirmation) -> str | None:
    """The confirmation in at most three parts; None if even the shortest wording takes more. Never only some visits."""
    for how in _SHORTER:
        text = gsm.plainer("\n".join(_sms_lines(said, how)))
        if gsm.parts(text) <= gsm.MOST_PARTS:
            return text
    return None


def _sms_lines(said: Confirmation, how: _Short) -> Iterator[str]:
    languages, number = _languages(said), len(said.visits)
    text = t.SMS_HEAD_ONE if number == 1 else t.SMS_HEAD
    head = " / ".join(say_in(language, text, number=number) for language in languages)
    yield f"{said.places[0].name}: {head}"
    for member in said.members:
        if member.name and (len(said.members) > 1 or how.rest):
            yield member.name if len(member.name) <= how.name else f"{member.name[: how.name - 1].rstrip()}."
        for visit in member.visits:
            yield _sms_visit(visit, languages, how, with_place=len(said.places) > 1)
    if how.rest:
        yield from (say_in(language, t.SMS_BRING) for language in languages)
    cancel = _joined(languages, t.SMS_CANCEL)
    for place in said.places:
        if place.number:
            yield " ".join([f"{cancel}:", place.number, *([place.hours] if how.rest and place.hours else [])])


def _sms_visit(visit: Visit, languages: Sequence[str], how: _Short, *, with_place: bool) -> str:
    parts = [_joined(languages, t.SMS_DOSES[visit.dose or ""])] if how.dose else []
    if how.vaccine and visit.vaccine:
        parts.append(visit.vaccine)
    day = weekday_short(GERMAN, visit.at.weekday())
    parts += [f"{day} {visit.at:%d.%m.%Y %H:%M}" if how.rest else f"{day} {visit.at:%d.%m.%y %H:%M}", visit.code]
    return " ".join([*parts, visit.place.name] if with_place else parts).strip()


def _joined(languages: Sequence[str], text: Text) -> str:
    return "/".join(dict.fromkeys(say_in(language, text) for language in languages))


def asking_words(said: TextAsk) -> str:
    """Whether somebody can come today, who cannot telephone: not for what."""
    languages = (GERMAN,) if said.german else (GERMAN, ENGLISH)
    found = []
    for language in languages:
        town = say_in(language, asking.TOWN, town=said.town) if said.town else ""
        number = say_in(language, asking.NUMBER, number=said.number) if said.number else ""
        found.append(
            say_in(language, asking.ASK, town=town, at=clock_spoken(language, said.until.time()), number=number)
        )
    return gsm.plainer("\n".join(found))


# As a letter


def letter_words(said: Confirmation, address: str, today: date, foot: str) -> Letter:
    """The confirmation as a letter to this postal address."""
    languages = _languages(said)
    apart = len(said.places) > 1
    cancel = [
        part
        for language in languages
        for part in (
            f"{say_in(language, t.CANCEL)} {say_in(language, t.HAVE_CODE)}",
            *_cancel_at(language, said.places),
        )
    ]
    where = [] if apart else [say_in(GERMAN, t.WHERE, centre=_place(GERMAN, said.places[0]))]
    return Letter(
        sender=_return_address(said.places[0]),
        address=tuple(address.split("\n")),
        day=date_long(GERMAN, today),
        subject=subject(said),
        before=(
            _greeting(GERMAN, said),
            *(_opening(language, said) for language in languages),
            *where,
        ),
        visits=tuple(
            _letter_visit(languages, member, visit, with_place=apart)
            for member in said.members
            for visit in member.visits
        ),
        after=(
            *(
                " ".join(
                    [
                        say_in(language, t.BRING),
                        f"{'; '.join(_bring(language, said))}.",
                        *_of_guardians(language, said.members),
                    ]
                )
                for language in languages
            ),
            *cancel,
            say_in(GERMAN, t.SIGNED, centre=said.places[0].name),
        ),
        foot=foot,
    )


def _letter_visit(languages: Sequence[str], member: Member, visit: Visit, *, with_place: bool) -> LetterVisit:
    where = [_place(GERMAN, visit.place)] if with_place else []
    return LetterVisit(
        name=member.name or say_in(GERMAN, t.NO_NAME),
        when=_when(GERMAN, visit),
        what=" · ".join([_dose(GERMAN, visit), *where]),
        beside=" · ".join(f"{_when(each, visit)} · {_dose(each, visit)}" for each in languages[1:]),
        code=visit.code,
    )

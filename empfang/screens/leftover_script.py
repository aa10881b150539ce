"""What is said on the telephone when a dose is left over: pure, from values of the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from empfang.desk import CalledPage
from empfang.model import DoseKind
from empfang.screens.page import Page
from empfang.texts import leftover as t
from empfang.texts import say
from empfang.texts.times import clock
from empfang.widgets.cells import plain
from empfang.widgets.prose import Paragraph, paragraph


@dataclass(frozen=True, slots=True)
class Said:
    """What the script is filled in with. `until`: until when somebody may call back; None: nobody knows."""

    page: CalledPage
    operator: str
    centre: str
    vaccine: str
    arrive_by: datetime
    until: datetime | None
    town: str = ""


def person_said(page: CalledPage) -> str:
    """Hannelore Meier"""
    person = page.person
    return " ".join(part for part in (plain(person.given), plain(person.family)) if part) or say(t.SOMEBODY)


def since_words(page: CalledPage) -> str:
    """seit dem 01.06.21"""
    on = page.last_dose_on
    return say(t.SINCE_DATE, on=f"{on:%d.%m.%y}") if on is not None else say(t.SINCE_LAST)


def questions(page: CalledPage) -> tuple[str, ...]:
    """The three questions."""
    if page.dose_kind is DoseKind.FIRST:
        return tuple(say(each) for each in t.FIRST_QUESTIONS)
    return tuple(say(each, since=since_words(page)) for each in t.QUESTIONS)


def offer_short(said: Said) -> str:
    """The heart of it, in a line."""
    return say(t.OFFER_SHORT, at=clock(said.arrive_by), vaccine=said.vaccine)


def offer_here(said: Said) -> str:
    """The same to somebody who is here."""
    return say(t.OFFER_HERE, vaccine=said.vaccine)


def ready(page: CalledPage, arrive_by: datetime, second: str = "") -> str:
    """What is said once it is promised. `second`: what becomes of the second dose."""
    return say(t.READY, at=clock(arrive_by), instead=_instead(page) + second)


def ready_here(page: CalledPage, second: str = "", *, inside: bool) -> str:
    """The same to somebody who is here. Who was let in waits where they are; of others the papers are looked at."""
    return say(t.READY_INSIDE if inside else t.READY_HERE, instead=_instead(page) + second)


def _instead(page: CalledPage) -> str:
    """What they give up for it."""
    return say(t.INSTEAD, on=f"{page.later_at:%d.%m.}") if page.later_at is not None else ""


def whole(said: Said) -> list[Paragraph]:
    """The whole text, with what is said after a no and to a mailbox."""
    page = said.page
    values = {"vaccine": said.vaccine, "at": clock(said.arrive_by), "place": _place(plain(said.centre))}
    keeps = say(t.YOUR_APPOINTMENT, on=f"{page.later_at:%d.%m.}") if page.later_at is not None else say(t.YOUR_PLACE)
    until = said.until or said.arrive_by
    name = _spoken(said.operator)
    caller = ", ".join(part for part in (name, _town(said)) if part)
    greeting = say(t.GREET, caller=caller, person=person_said(page))
    neutral = _town(said) or name
    mailbox = say(t.MAILBOX, caller=neutral, person=person_said(page), at=clock(until))
    return [
        paragraph(say(t.SCRIPT_TITLE), "strong"),
        paragraph(greeting, "say", 1),
        paragraph(say(t.OFFER, **values), "say", 1),
        paragraph(say(t.ASK_THREE, questions=" ".join(questions(page))), "say", 1),
        paragraph(""),
        paragraph(say(t.AFTER), "strong"),
        paragraph(ready(page, said.arrive_by), "say", 1),
        paragraph(""),
        paragraph(say(t.NO_TITLE), "strong"),
        paragraph(say(t.NO_PROBLEM, what=keeps), "say", 1),
        paragraph(""),
        paragraph(say(t.MAILBOX_TITLE), "strong"),
        paragraph(mailbox, "say", 1),
    ]


def _place(centre: str) -> str:
    """Where it is; most are called some "…zentrum", of others nobody knows the article."""
    first, *_ = centre.split() or [""]
    return say(t.AT_THE_CENTRE if first.casefold().endswith("zentrum") else t.AT, centre=centre)


def _spoken(name: str) -> str:
    """Anja Becker, where the list of operators has Becker, Anja."""
    family, _, given = plain(name).partition(", ")
    return f"{given} {family}".strip()


def _town(said: Said) -> str:
    """Stadt Kaiserslautern: nothing about health before it is clear who is on the line."""
    return say(t.TOWN, name=plain(said.town)) if plain(said.town) else ""


class Script(Page):
    """The whole text, over the screen."""

    def __init__(self, text: Sequence[Paragraph]) -> None:
        super().__init__()
        self._text = text

    def paragraphs(self) -> Sequence[Paragraph]:
        """The text."""
        return self._text

"""What a confirmation says: all that is still booked of what was booked together, as it is when the message leaves."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from empfang.model import Appointment, AppointmentStatus, Centre, Communication, DoseKind, MessageState, Person
from empfang.rules.confirmation import TOO_LATE, comes_too_late
from empfang.rules.guardians import BY_RULES, MINOR_BELOW, GuardianRule, asked_of_guardians
from empfang.rules.names import clean
from empfang.rules.spans import age_on

LONGEST_NAME = 60
_GERMAN = frozenset({"de", "deu", "ger", "deutsch", "deutsche", "german"})
_WORD = re.compile(r"[^\W\d_]+")
_LINKS = str.maketrans("", "", "/\\:@<>")


@dataclass(frozen=True, slots=True)
class Place:
    """A centre, and where one cancels; number and hours as its file says them, or empty."""

    name: str
    hall: str = ""
    address: str = ""
    number: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """An appointment that stands; `at` on the centre's clock."""

    at: datetime
    dose: DoseKind | None
    vaccine: str
    code: str
    place: Place


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with their visits in order. `guardian`: what is asked of a minor's guardians."""

    name: str
    visits: tuple[Visit, ...]
    guardian: GuardianRule | None = None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What is said to the person called `to_name`: in German, and in English too unless `german` is enough."""

    to_name: str
    german: bool
    members: tuple[Member, ...]

    @property
    def visits(self) -> tuple[Visit, ...]:
        """All visits, person by person."""
        return tuple(visit for member in self.members for visit in member.visits)

    @property
    def places(self) -> tuple[Place, ...]:
        """Where these visits are, each once."""
        return tuple(dict.fromkeys(visit.place for visit in self.visits))


@dataclass(frozen=True, slots=True)
class Closed:
    """Why a confirmation does not leave: what becomes of it, and the code of the reason."""

    state: MessageState
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """The records that a confirmation speaks of, as they are now."""

    communication: Communication
    contact: Person
    appointments: Sequence[Appointment]
    persons: Mapping[str, Person]
    centres: Mapping[str, Centre]


def what_leaves(known: Known, now: datetime) -> Confirmation | Closed:
    """What the message says, or why it is not needed any more or would come too late."""
    booked = [each for each in known.appointments if each.status is AppointmentStatus.BOOKED and each.start]
    if not booked:
        return Closed(MessageState.WITHDRAWN)
    ahead = [each for each in booked if each.start and each.start > now and each.centre_id in known.centres]
    if not ahead or _late(known, ahead, now):
        return Closed(MessageState.REFUSED, TOO_LATE)
    members = [
        _member(person_id, [each for each in ahead if each.person_id == person_id], known)
        for person_id in dict.fromkeys(each.person_id for each in ahead)
    ]
    return Confirmation(
        to_name=plain_name(known.contact),
        german=german_is_enough(known.contact.language),
        members=tuple(sorted(members, key=lambda member: (member.visits[0].at, member.name))),
    )


def german_is_enough(language: str) -> bool:
    """Whether somebody whose language is noted so (a code, or words of a list) reads German. Nothing noted: yes."""
    said = _WORD.findall(language.casefold())
    return not said or not _GERMAN.isdisjoint(said)


def plain_name(person: Person) -> str:
    """A name as it stands in a message: one short line, in which nothing can be clicked on."""
    whole = clean(f"{person.given} {person.family}").translate(_LINKS)
    return " ".join(whole.split())[:LONGEST_NAME].strip()


def _late(known: Known, ahead: Iterable[Appointment], now: datetime) -> bool:
    for each in ahead:
        centre = known.centres[each.centre_id]
        zone = ZoneInfo(centre.time_zone)
        visit_on = (each.start or now).astimezone(zone).date()
        if comes_too_late(known.communication.channel, visit_on, now.astimezone(zone).date(), centre):
            return True
    return False


def _member(person_id: str, appointments: Iterable[Appointment], known: Known) -> Member:
    person = known.persons.get(person_id)
    in_order = sorted(
        ((_visit(each, known.centres[each.centre_id]), each.centre_id) for each in appointments),
        key=lambda each: each[0].at,
    )
    [first, centre_id], *_ = in_order
    guardian = None
    if person is not None and person.birth_date is not None:
        age = age_on(person.birth_date, first.at.date())
        asked = asked_of_guardians(known.centres[centre_id].guardian, age, walk_in=False)
        guardian = asked or (BY_RULES if age < MINOR_BELOW else None)
    return Member("" if person is None else plain_name(person), tuple(visit for visit, _ in in_order), guardian)


def _visit(appointment: Appointment, centre: Centre) -> Visit:
    if appointment.start is None:
        raise ValueError("an appointment without a time")
    return Visit(
        at=appointment.start.astimezone(ZoneInfo(centre.time_zone)),
        dose=appointment.dose_kind,
        vaccine=_line(appointment.vaccine or ""),
        code=_line(appointment.code),
        place=Place(
            name=_line(centre.name),
            hall=_line(centre.hall),
            address=_line(centre.address),
            number=_line(centre.hotline.get("number", "")),
            hours=centre.hotline.get("hours", ""),
        ),
    )


def _line(text: str) -> str:
    return " ".join(clean(text).split())[: 2 * LONGEST_NAME]

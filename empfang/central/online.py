"""What people ask of the service themselves: commands of a desk of its own, decided by the same writer as all others.

A call names an `Idempotency-Key`. Everything that it makes (ids, codes, the secret) follows from that key, what was
asked, and a key of the service; so a call that is repeated, to whichever process, means the same commands, which count
once. Nothing more is kept of it than of a desk's command: the first verdict, and a digest of what was asked.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from sqlalchemy import bindparam, select

from empfang.central import keys
from empfang.central.accept import Acceptance
from empfang.central.access import digest as digest_of
from empfang.central.database import CentralDatabase
from empfang.central.public_messages import Booked, BookedPlace, Booking, Registration
from empfang.central.sql import Statement, table_of
from empfang.central.tables import OnlineAccess, Received
from empfang.central.writer import Ready
from empfang.commands.base import Payload
from empfang.commands.booking import Book
from empfang.commands.cancelling import CancelAppointment
from empfang.commands.granting import NewAppointment
from empfang.commands.person import RegisterPerson
from empfang.ids import derived_id
from empfang.model import Appointment, Desk, DeskRole, Person, Phone, ReportedDose, Slot
from empfang.protocol import Status, Verdict
from empfang.rows import Cursor, Flavour, Rows, marked
from empfang.rules.booking import ONLINE
from empfang.rules.codes import code_key, make_code
from empfang.rules.contact import kind_of

DESK = Desk(id=ONLINE, centre_id="", name="Online", number=0, role=DeskRole.HOTLINE)
"""In its name people do what they do themselves. It follows nothing and is at no centre."""
_SECRET_BYTES = 32
_KEEP_ACCESS = "INSERT INTO online_access (person_id, secret_digest) VALUES (?, ?) ON CONFLICT (person_id) DO NOTHING"


@dataclass(frozen=True, slots=True)
class Named:
    """What follows from a call's key: ids, codes, a secret. Nobody can guess codes and secret without both keys."""

    key: str
    service_key: bytes

    @property
    def command_id(self) -> str:
        """The id of the (first) command."""
        return derived_id("online", self._from("command").hex())

    def id_of(self, *parts: object) -> str:
        """The id of something that the call makes."""
        return derived_id("online", self.command_id, *parts)

    def secret(self) -> str:
        """What the person proves themselves with from now on."""
        return self._from("secret").hex()

    def code(self, centre_id: str, member: int) -> str:
        """A booking code."""
        left = int.from_bytes(self._from("code", member))

        def draw(below: int) -> int:
            nonlocal left
            left, drawn = divmod(left, below)
            return drawn

        return make_code(centre_id, draw)

    def _from(self, *parts: object) -> bytes:
        text = "\x1f".join(str(part) for part in (*parts, self.key))
        return hashlib.blake2b(text.encode(), key=self.service_key, digest_size=_SECRET_BYTES).digest()


@dataclass(frozen=True, slots=True)
class OnlineCall:
    """Commands (id, payload) that a call means, and the digest of what was asked. They are decided together.

    `secret_digest`: of whom the first of them registers.
    """

    digest: str
    commands: Sequence[tuple[str, Payload]]
    secret_digest: tuple[str, str] | None = None
    desk_id: ClassVar[str] = DESK.id

    def __len__(self) -> int:
        return len(self.commands)

    def read(self) -> Ready:
        """There is nothing to read."""
        return Ready(DESK.id, [command_id for command_id, _ in self.commands], self._decide)

    def _decide(self, acceptance: Acceptance) -> list[Verdict | str]:
        answers = [acceptance.decide_own(DESK, each, payload, self.digest) for each, payload in self.commands]
        if self.secret_digest is not None and not isinstance(answers[0], Verdict):
            acceptance.cursor.execute(marked(_KEEP_ACCESS, acceptance.flavour), self.secret_digest)
        return answers


# What is known, read before anything is decided


class _Statements:
    def __init__(self, flavour: Flavour) -> None:
        received, access = table_of(Received), table_of(OnlineAccess)
        self.verdict = Statement(
            select(received.c.digest, received.c.verdict).where(received.c.command_id == bindparam("command_id")),
            flavour,
        )
        self.secret = Statement(
            select(access.c.secret_digest).where(access.c.person_id == bindparam("of_person")), flavour
        )


@cache
def _statements(flavour: Flavour) -> _Statements:
    return _Statements(flavour)


def service_key(database: CentralDatabase) -> bytes:
    """The service's key for all this; made if there is none yet."""
    with database.writing() as cursor:
        return keys.online_key(cursor, database.flavour)


def earlier_verdict(cursor: Cursor, flavour: Flavour, command_id: str, digest: str) -> Verdict | None:
    """What was said to this call before; `mismatch` if something else was asked with its key."""
    row = _statements(flavour).verdict.run(cursor, command_id=command_id).fetchone()
    if row is None:
        return None
    if row[0] != digest:
        return Verdict(command_id=command_id, status=Status.MISMATCH, code="other_bytes")
    return Verdict.model_validate_json(row[1])


def has_secret(cursor: Cursor, flavour: Flavour, person_id: str, secret: str) -> bool:
    """Whether this is the secret of this person."""
    row = _statements(flavour).secret.run(cursor, of_person=person_id).fetchone()
    return row is not None and hmac.compare_digest(row[0], digest_of(secret))


# What a call means


def registering(wanted: Registration, named: Named, district: str) -> RegisterPerson:
    """Somebody registers themselves."""
    phones = (Phone(number=wanted.phone, kind=kind_of(wanted.phone)),) if wanted.phone else ()
    person = Person(
        id=named.id_of("person"),
        family=wanted.family,
        given=wanted.given,
        birth_date=wanted.birth_date,
        street=wanted.street,
        house_number=wanted.house_number,
        postal_code=wanted.postal_code,
        town=wanted.town,
        district=district,
        phones=phones,
        email=wanted.email,
        channel=wanted.channel or "",
        reported_doses=tuple(ReportedDose(given_on=each.given_on, vaccine=each.vaccine) for each in wanted.doses),
        registered_by=ONLINE,
    )
    fields = person.model_dump(mode="json", exclude_defaults=True, exclude={"id"})
    return RegisterPerson(person_id=person.id, centre_id=wanted.centre_id, person=fields)


def booking(wanted: Booking, slots: Mapping[str, Slot], named: Named) -> Book:
    """Somebody asks for places. One in a slot that nobody knows is asked for, too: it is refused like any other."""
    party_id = named.id_of("party") if len(wanted.members) > 1 else None
    places: list[NewAppointment] = []
    for number, member in enumerate(wanted.members):
        centres = [slots[each.slot_id].centre_id if each.slot_id in slots else "" for each in member.places]
        for place, centre_id in zip(member.places, centres, strict=True):
            new = NewAppointment(
                appointment_id=named.id_of("appointment", len(places)),
                person_id=member.person_id,
                centre_id=centre_id,
                slot_id=place.slot_id,
                contingent_id=place.contingent_id,
                dose_kind=place.dose_kind,
                series_id=named.id_of("series", number) if len(member.places) > 1 else None,
                first_only_reason=member.first_only_reason,
                party_id=party_id,
                code=named.code(centres[0], number),
                origin=ONLINE,
            )
            places.append(new)
    return Book(appointments=tuple(places), contact_id=wanted.members[0].person_id)


def booked(granted: Book, slots: Mapping[str, Slot]) -> Booked:
    """What somebody is told who got what they asked for."""
    return Booked(
        appointments=tuple(
            BookedPlace(
                appointment_id=each.appointment_id,
                person_id=each.person_id,
                centre_id=each.centre_id,
                slot_id=each.slot_id,
                contingent_id=each.contingent_id,
                dose_kind=each.dose_kind,
                start=slots[each.slot_id].start,
                vaccine=slots[each.slot_id].vaccine,
                code=each.code,
            )
            for each in granted.appointments
        )
    )


def cancelling(open_ones: Iterable[Appointment], named: Named) -> list[tuple[str, CancelAppointment]]:
    """Somebody gives back what they have: the first command has the call's id, the others one of their own."""
    return [
        (
            named.id_of("cancel", place) if place else named.command_id,
            CancelAppointment(appointment_id=each.id, person_id=each.person_id),
        )
        for place, each in enumerate(open_ones)
    ]


def with_code(cursor: Cursor, flavour: Flavour, code: str) -> list[Appointment]:
    """The appointments of a booking."""
    return Rows(cursor, flavour).find(Appointment, code_key=code_key(code))

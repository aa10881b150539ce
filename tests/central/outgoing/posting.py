"""Confirmations in a test's hands: people with appointments, and the sender turn by turn."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from empfang.central.outgoing.mail import MailCarrier
from empfang.central.outgoing.parcel import Carrier
from empfang.central.outgoing.sender import Sender, Sending
from empfang.central.outgoing.settings import MailSettings, Security, SmsSettings
from empfang.central.outgoing.sms import SmsCarrier
from empfang.ids import derived_id
from empfang.model import Appointment, Channel, Communication, MessageState, Person, Phone
from empfang.rows import Rows
from tests.central.outgoing.servers import Gateway, MailServer
from tests.times import at
from tests.world import World

LATER = date(2021, 12, 22)
ADDRESS = {"street": "Gartenstr.", "house_number": "7", "postal_code": "67655", "town": "Kaiserslautern"}


def known(world: World, name: str = "Meier, Hannelore", **more: Any) -> Person:
    """Somebody with every kind of address."""
    family = name.partition(",")[0].lower()
    return world.person(
        name,
        **{
            "email": f"{family}@gmx.example",
            "phones": (Phone(number="+4917604069059", kind="mobile"),),
            "registered_centre_id": "KL",
            **ADDRESS,
            **more,
        },
    )


def waiting(
    world: World, person: Person, channel: str = Channel.EMAIL, *appointments: Appointment, **more: Any
) -> Communication:
    """A confirmation that waits, of these appointments (else of one next week)."""
    given = appointments or (world.booked(person, "10:20", day=LATER, id=f"of {person.id}"),)
    made = Communication(
        id=more.pop("id", derived_id("told", person.id, channel)),
        person_id=person.id,
        centre_id=given[0].centre_id,
        appointment_ids=tuple(each.id for each in given),
        channel=channel,
        made_at=more.pop("made_at", world.wall.moment),
        state_at=world.wall.moment,
        **more,
    )
    world.put(made)
    return made


def now(world: World, communication: Communication) -> Communication:
    """The confirmation as the service has it."""
    with world.database.reading() as cursor:
        found = Rows(cursor, world.database.flavour).get(Communication, communication.id)
    assert found is not None
    return found


def state(world: World, communication: Communication) -> tuple[MessageState, str]:
    """How it stands with it."""
    found = now(world, communication)
    return found.state, found.answer


def by_mail(server: MailServer, world: World, timeout_s: float = 5.0) -> MailCarrier:
    """Mails over this server."""
    settings = MailSettings("127.0.0.1", server.port, Security.NONE, "termine@impfzentrum.example")
    return MailCarrier(settings, world.wall.clock, timeout_s)


def by_sms(server: Gateway, timeout_s: float = 5.0) -> SmsCarrier:
    """Text messages over this gateway."""
    return SmsCarrier(SmsSettings(server.url, "a-key", "Impfzentrum", local=True), timeout_s)


@contextmanager
def sender(
    world: World,
    *carriers: Carrier,
    per_minute: int = 6000,
    longest_s: float = 60,
    committed: list[tuple[int, frozenset[str]]] | None = None,
) -> Iterator[Sender]:
    """A sender of a service process, which takes its turns when a test says so; `committed` gets what it tells."""
    heard = [] if committed is None else committed
    made = Sender(
        world.database,
        world.wall.clock,
        Sending(carriers, per_minute),
        lambda head, moved: heard.append((head, moved)),
        lambda: 0.0,
        longest_s,
    )
    try:
        yield made
    finally:
        made.stop()


def send(world: World, *carriers: Carrier) -> None:
    """Everything that is due leaves, as far as it goes in some turns."""
    with sender(world, *carriers) as sending:
        for _ in range(10):
            sending.turn()
            sending.finish(10)


__all__ = ["ADDRESS", "LATER", "at", "by_mail", "by_sms", "known", "now", "send", "sender", "state", "waiting"]

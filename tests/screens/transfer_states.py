"""How to bring the screen Übertragung into each state that matters: for the pictures."""

from dataclasses import replace
from typing import cast

from textual.pilot import Pilot

from empfang.commands.base import Payload
from empfang.commands.person import ChangePerson, DeleteRegistration, FieldPatch
from empfang.commands.visit import CheckIn
from empfang.desk import Admission, MoveOffer
from empfang.model import Appointment, DoseKind, Person
from empfang.protocol import Status, Verdict
from empfang.store.store import Recorded, Stamp
from empfang.sync.progress import Loss
from empfang.texts import use_language
from tests.screens.conftest import HOSTILE, Front, settle
from tests.screens.states import fill_today, offline, person_and_appointment, state
from tests.times import DAY, at
from tests.world import Place

LIGHT_TOO = ("transfer_everything", "transfer_stopped")
"""States of which there are pictures in light colours as well."""


def recorded(place: Place, payload: Payload) -> Recorded:
    """A command for which the desk has no function of its own, or not in this state."""
    moment = place.wall.moment
    with place.store.writing() as writing:
        return writing.record(payload, Stamp(place.id, "op-1", moment, moment))


def booking(front: Front, code: str) -> Appointment:
    """The appointment with this code."""
    return next(cast(Appointment, each) for each in front.world.state()["appointment"] if each.code == code)


async def shown(front: Front, pilot: Pilot[None]) -> None:
    """Everything has arrived, and F9 is open."""
    front.other.sync()
    front.sync()
    await settle(pilot, 0.1)
    await pilot.press("f9")
    await settle(pilot)


def admitted_twice(front: Front, code: str = "KL-AYSE-3333") -> None:
    """Here and at the other desk, which do not know of each other."""
    assert isinstance(front.other.desk.admit(*person_and_appointment(front, code)), Admission)
    front.world.wall.go_on(minutes=1)
    assert isinstance(front.here.desk.admit(*person_and_appointment(front, code)), Admission)
    front.world.wall.go_on(minutes=1)
    front.here.push()


def changed_twice(front: Front, field: str = "street", mine: str = "Gartenweg", theirs: str = "Gartengasse") -> None:
    """Here and at the other desk."""
    person_id = booking(front, "KL-AHNG-UJ5G").person_id
    front.other.desk.change_person(person_id, {field: theirs})
    front.other.push()
    front.world.wall.go_on(minutes=2)
    front.here.desk.change_person(person_id, {field: mine})
    front.here.push()


def refused_move(front: Front) -> None:
    """Somebody else has taken today's last place; later ones are free."""
    lutz = booking(front, "KL-KRNL-6666")
    card = front.here.desk.card_again(lutz.person_id, lutz.id)
    assert card.move is not None
    fill_today(front)
    for time in ("14:20", "14:40", "16:05"):
        front.world.slot(time, 2)
    front.here.desk.move(lutz.id, card.move)
    front.here.push()


def set_aside(front: Front, code: str = "failed", status: Status = Status.QUARANTINED) -> None:
    """The service cannot deal with a change that was made here."""
    person_id = booking(front, "KL-WRNR-5555").person_id
    front.here.desk.change_person(person_id, {"town": "Otterberg"})
    [unsent] = front.here.store.unsent(9)
    verdict = Verdict(command_id=unsent.command_id, status=status, code=code)
    front.here.store.take_verdicts([(unsent.number, verdict)], front.here.wall.moment)


def moved_and(front: Front, code: str = "KL-KARL-2222") -> str:
    """The other desk has moved the appointment to 14:10; this one does not know."""
    appointment = booking(front, code)
    slot = next(each for each in front.other.desk._cards._slots_of(DAY, "Comirnaty") if each.start == at("14:10"))
    front.other.desk.move(appointment.id, MoveOffer(slot.id, "KL:online", slot.start, 3))
    front.other.push()
    front.world.wall.go_on(minutes=3)
    return appointment.id


def too_many(front: Front) -> None:
    """Somebody came although they had cancelled, and the place was given away."""
    slot = front.world.slot("09:40", 1)
    first = front.world.person("Ganter, Lore", "1949-03-03")
    booked = front.world.booked(first, "09:40", slot_id=slot.id, contingent_id="KL:online", code="KL-LRXX-2222")
    second = front.world.person("Adam, Uwe", "1951-04-04", registered_centre_id="KL")
    front.here.sync()
    front.other.sync()
    front.other.desk.cancel(booked.id, "angerufen")
    front.other.desk.book(second.id, slot.id, "KL:online", DoseKind.BOOSTER)
    front.other.sync()
    front.world.wall.go_on(minutes=1)
    assert isinstance(front.here.desk.admit(first.id, booked.id), Admission)


def wait_offline(front: Front, number: int) -> None:
    """So many changes wait since 09:03."""
    person = booking(front, "KL-WRNR-5555").person_id
    for n in range(number):
        patch = FieldPatch(old=str(66999 + n) if n else "67655", new=str(67000 + n))
        recorded(front.here, ChangePerson(person_id=person, centre_id="KL", changes={"postal_code": patch}))
    unsent, _ = front.here.store.unsent_count()
    progress = offline(front, unsent)
    front.progress = replace(
        progress, unsent_since=at("09:03"), data_as_of=at("09:02"), last_error="unreachable", to_send=unsent
    )


@state
async def transfer_empty(front: Front, pilot: Pilot[None]) -> None:
    front.progress = replace(front.progress, data_as_of=at("09:40"))
    await shown(front, pilot)


@state
async def transfer_waiting(front: Front, pilot: Pilot[None]) -> None:
    front.world.wall.set("09:03")
    front.here.desk.admit(*person_and_appointment(front, "KL-AYSE-3333"))
    lutz = booking(front, "KL-KRNL-6666")
    slot = front.world.slot("14:10", 3)
    front.here.desk.move(lutz.id, MoveOffer(slot.id, "KL:online", slot.start, 3))
    wait_offline(front, 120)
    front.world.wall.set("09:40")
    await pilot.press("f9")
    await settle(pilot)


@state
async def transfer_sending(front: Front, pilot: Pilot[None]) -> None:
    await transfer_waiting(front, pilot)
    sent = {"connected": True, "offline_since": None, "last_error": None, "sent": 3500, "to_send": 5000}
    front.progress = replace(front.progress, unsent=1500, **sent)
    front.app.engine_progress(front.progress)
    await settle(pilot, 0.1)


@state
async def transfer_refused(front: Front, pilot: Pilot[None]) -> None:
    refused_move(front)
    await shown(front, pilot)


@state
async def transfer_asked_again(front: Front, pilot: Pilot[None]) -> None:
    await transfer_refused(front, pilot)
    await pilot.press("2")
    await settle(pilot)


@state
async def transfer_unreadable(front: Front, pilot: Pilot[None]) -> None:
    set_aside(front)
    await shown(front, pilot)


@state
async def conflict_field(front: Front, pilot: Pilot[None]) -> None:
    changed_twice(front)
    await shown(front, pilot)


@state
async def conflict_field_decided(front: Front, pilot: Pilot[None]) -> None:
    await conflict_field(front, pilot)
    await pilot.press("2")
    await settle(pilot)


@state
async def conflict_twice(front: Front, pilot: Pilot[None]) -> None:
    admitted_twice(front)
    await shown(front, pilot)


@state
async def conflict_cancelled_and_here(front: Front, pilot: Pilot[None]) -> None:
    front.other.desk.cancel(booking(front, "KL-KARL-2222").id, "angerufen")
    front.world.wall.go_on(minutes=4)
    front.here.desk.admit(*person_and_appointment(front, "KL-KARL-2222"))
    await shown(front, pilot)


@state
async def conflict_moved_and_here(front: Front, pilot: Pilot[None]) -> None:
    moved_and(front)
    front.here.desk.admit(*person_and_appointment(front, "KL-KARL-2222"))
    await shown(front, pilot)


@state
async def conflict_moved_and_cancelled(front: Front, pilot: Pilot[None]) -> None:
    front.here.desk.cancel(moved_and(front), "angerufen")
    await shown(front, pilot)


@state
async def conflict_asks(front: Front, pilot: Pilot[None]) -> None:
    await conflict_moved_and_cancelled(front, pilot)
    await pilot.press("2")
    await settle(pilot)


@state
async def conflict_no_appointment(front: Front, pilot: Pilot[None]) -> None:
    person_id = booking(front, "KL-WRNR-5555").person_id
    fact = CheckIn(
        encounter_id="e-1", person_id=person_id, appointment_id="gone", centre_id="KL", day=DAY, day_number="1-007"
    )
    recorded(front.here, fact)
    await shown(front, pilot)


@state
async def conflict_too_many(front: Front, pilot: Pilot[None]) -> None:
    too_many(front)
    await shown(front, pilot)


@state
async def conflict_deleted(front: Front, pilot: Pilot[None]) -> None:
    person_id = booking(front, "KL-WRNR-5555").person_id
    recorded(front.other, DeleteRegistration(person_id=person_id, centre_id="KL"))
    front.world.wall.go_on(minutes=1)
    front.here.desk.change_person(person_id, {"town": "Otterberg"})
    await shown(front, pilot)


@state
async def transfer_everything(front: Front, pilot: Pilot[None]) -> None:
    front.here.desk.cancel(moved_and(front), "angerufen")
    refused_move(front)
    front.here.sync()
    set_aside(front)
    admitted_twice(front)
    changed_twice(front)
    front.other.sync()
    front.sync()
    front.here.desk.admit(*person_and_appointment(front, "KL-RTHX-2345"))
    front.progress = replace(front.progress, unsent=1, to_send=1, data_as_of=at("09:40"))
    await settle(pilot, 0.1)
    await pilot.press("f9", "down")
    await settle(pilot)


@state
async def transfer_stopped(front: Front, pilot: Pilot[None]) -> None:
    front.progress = replace(front.progress, stopped=True, loss=Loss(1204, 2122), data_as_of=at("09:31"))
    admitted_twice(front)
    await shown(front, pilot)


@state
async def transfer_stopped_asks(front: Front, pilot: Pilot[None]) -> None:
    await transfer_stopped(front, pilot)
    await pilot.press("1")
    await settle(pilot)


@state
async def transfer_hostile(front: Front, pilot: Pilot[None]) -> None:
    hostile_conflicts(front)
    await shown(front, pilot)
    await pilot.press("down")
    await settle(pilot)


def hostile_conflicts(front: Front) -> None:
    """Names and values that would break a careless screen, entered at both desks."""
    people = []
    for minute, (name, text) in enumerate(HOSTILE.items()):
        person = front.world.person(f"{text}, {text}", "1955-05-27", id=f"hostile-{name}", town="Alt")
        front.world.booked(person, f"09:{40 + minute}", code=f"KL-HSTL-{2222 + minute}")
        people.append(person)
    front.here.sync()
    front.other.sync()
    for person in people:
        front.world.wall.go_on(seconds=1)
        front.other.desk.change_person(person.id, {"town": f"{person.family} {{value}}"})
        front.here.desk.change_person(person.id, {"town": f"{person.given} %s [b]"})
    front.other.push()
    front.here.push()


@state
async def transfer_english(front: Front, pilot: Pilot[None]) -> None:
    use_language("en")
    changed_twice(front)
    await shown(front, pilot)


@state
async def transfer_help(front: Front, pilot: Pilot[None]) -> None:
    await transfer_empty(front, pilot)
    await pilot.press("f1")
    await settle(pilot)


@state
async def go_to(front: Front, pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+g")
    await settle(pilot)


def person_of(front: Front, person_id: str) -> Person:
    """The person as this desk knows them."""
    return next(cast(Person, each) for each in front.here.records(Person) if each.id == person_id)

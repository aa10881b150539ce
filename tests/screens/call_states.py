"""States of the telephone screen, at Dorsten with places on five weeks' days."""

from datetime import date, timedelta

from textual.pilot import Pilot

from empfang.commands.centre_day import centre_day_id
from empfang.desk import Draft, ToBook
from empfang.model import CentreDay, DeskRole, Operator, Person, Role, Slot, moment_text
from empfang.widgets.field import Field
from tests.scenarios.test_hotline import DORSTEN, NONE, ONLINE, PHONE, slot
from tests.scenarios.test_hotline import KAYA as RIVAL
from tests.screens.conftest import Front, press, settle, type_in
from tests.times import DAY, at

KAYA = ("Kaya", "Emine", "12081958", "46282", "Lindenweg 14", "017604069020", "", "", "", "keine")
TIMES = ("09:00", "10:20", "10:40", "15:10")


def at_dorsten(front: Front, role: DeskRole = DeskRole.RECEPTION) -> None:
    """A telephone desk of Dorsten instead of the reception, with places by phone and online."""
    front.world.put(Operator(id="op-1", name="Becker, Anja", role=Role.HOTLINE, centre_ids=("KL", "DOR")))
    front.world.put(DORSTEN, PHONE, ONLINE, *_slots(DAY + timedelta(days=1)))
    front.here = front.world.place("DOR", role=role)
    front.judge()


def _slots(first: date) -> list[Slot]:
    days = (first + timedelta(days=ahead) for ahead in range(35))
    return [slot(day, time, places=1 + day.day % 3) for day in days if day.weekday() < 5 for time in TIMES]


async def line(pilot: Pilot[None], text: str) -> None:
    """A line of the form, and Enter. What is typed letter by letter has a test of its own."""
    field = pilot.app.focused
    assert isinstance(field, Field)
    field.insert_text_at_cursor(text)
    await press(pilot, "enter")


async def at_the_form(front: Front, pilot: Pilot[None]) -> None:
    """Somebody wants to book."""
    await press(pilot, "f3", "enter")


async def at_the_places(front: Front, pilot: Pilot[None]) -> None:
    """The form is done."""
    await at_the_form(front, pilot)
    for text in KAYA:
        await line(pilot, text)


async def chosen(front: Front, pilot: Pilot[None]) -> None:
    """A pair is chosen."""
    await at_the_places(front, pilot)
    await press(pilot, "enter")


async def asked(front: Front, pilot: Pilot[None]) -> None:
    """It was asked for."""
    await chosen(front, pilot)
    await press(pilot, "enter")


async def booked(front: Front, pilot: Pilot[None]) -> None:
    """The service has granted it."""
    await asked(front, pilot)
    front.sync()
    await settle(pilot, 0.1)


async def told_of_doses(front: Front, pilot: Pilot[None]) -> None:
    """Two doses a few weeks ago: not due yet."""
    await at_the_form(front, pilot)
    for text in (*KAYA[:-1], "com 1.11. com 1.12."):
        await line(pilot, text)


async def found(front: Front, pilot: Pilot[None]) -> None:
    """Somebody wants to cancel, and was found."""
    await booked(front, pilot)
    await press(pilot, "enter", "a")
    await type_in(pilot, "kaya 58")


async def to_verify(front: Front, pilot: Pilot[None]) -> None:
    """Whether the caller may hear it."""
    await found(front, pilot)
    await press(pilot, "enter")


async def caller_page(front: Front, pilot: Pilot[None]) -> None:
    """What they have."""
    await to_verify(front, pilot)
    await press(pilot, "g")


async def cancel_asked(front: Front, pilot: Pilot[None]) -> None:
    """Whether everything is to be cancelled."""
    await caller_page(front, pilot)
    await press(pilot, "enter")


async def known_already(front: Front, pilot: Pilot[None]) -> None:
    """The same caller again."""
    await booked(front, pilot)
    await press(pilot, "enter", "enter")
    for text in KAYA[:3]:
        await line(pilot, text)


async def refused(front: Front, pilot: Pilot[None]) -> None:
    """Somebody else was faster."""
    await chosen(front, pilot)
    rival = front.world.place("DOR")
    options = rival.desk.hotline.options(Draft(fields=RIVAL, doses=NONE))
    for given in ("Ada", "Bela", "Cora"):
        offer = options.on(DAY + timedelta(days=1), pair=True)[0]
        rival.desk.hotline.ask([ToBook(Draft(fields={**RIVAL, "given": given}, doses=NONE), options.kind, offer)])
    rival.sync()
    await press(pilot, "enter")
    front.sync()
    await settle(pilot, 0.1)


async def informing(front: Front, pilot: Pilot[None]) -> None:
    """Only a question."""
    await press(pilot, "f3", "i")


async def outside_hours(front: Front, pilot: Pilot[None]) -> None:
    """The phone's places are booked from eight to half past nine, and it is later than that."""
    front.world.put(PHONE.with_(hours="Mo-Fr 08:00-09:30"))
    front.sync()
    await at_the_places(front, pilot)


async def told_something(front: Front, pilot: Pilot[None]) -> None:
    """The coordinator has something that callers are to be told."""
    plan = CentreDay(
        id=centre_day_id("DOR", DAY),
        centre_id="DOR",
        day=DAY,
        info="Online dieses Jahr ausgebucht. Januar: Freigabe noch offen.",
        set_by={"info": (moment_text(at("09:00")), "c")},
    )
    front.world.put(plan)
    front.sync()
    await pilot.press("f3")
    await settle(pilot, 0.1)


async def wants_sooner(front: Front, pilot: Pilot[None], way: str = "online") -> None:
    """Somebody has a pair in January and wants to come sooner; freed places are given four days ahead."""
    front.world.put(DORSTEN.with_(short_notice_days=4, short_notice_not=("phone",), waiting_list_days=5))
    front.sync()
    hotline = front.here.desk.hotline
    person = hotline.options(Draft(fields=RIVAL, doses=NONE))
    offer = person.on(DAY + timedelta(days=12), pair=True)[0]
    asked = hotline.ask([ToBook(Draft(fields=RIVAL, doses=NONE), person.kind, offer)])
    front.sync()
    [kaya] = [each for each in front.here.records(Person) if each.id == asked.person_ids[0]]
    front.world.put(kaya.with_(registered_by=way))
    front.sync()
    await press(pilot, "f3", "v")
    await type_in(pilot, "kaya 58")
    await press(pilot, "enter", "g")


async def sooner_places(front: Front, pilot: Pilot[None]) -> None:
    """What is free for them in the next days."""
    await wants_sooner(front, pilot)
    await press(pilot, "k")


async def sooner_booked(front: Front, pilot: Pilot[None]) -> None:
    """One of these was given to them."""
    await sooner_places(front, pilot)
    await press(pilot, "enter")
    front.sync()
    await settle(pilot, 0.1)


async def refused_later(front: Front, pilot: Pilot[None]) -> None:
    """A couple was asked for without the network and told that they will be called back; then the places were gone."""
    await at_the_places(front, pilot)
    await press(pilot, "enter", "+")
    for text in ("Murat", "01051956", "", "keine"):
        await line(pilot, text)
    await press(pilot, "enter", "enter")
    rival = front.world.place("DOR")
    options = rival.desk.hotline.options(Draft(fields=RIVAL, doses=NONE))
    offers = [offer for offer in options.on(DAY + timedelta(days=1), pair=True) for _ in range(offer.first.free)]
    for number, offer in enumerate(offers):
        draft = Draft(fields={**RIVAL, "given": f"Ada {number}"}, doses=NONE)
        rival.desk.hotline.ask([ToBook(draft, options.kind, offer)])
    rival.sync()
    await press(pilot, "enter")
    front.sync()
    await settle(pilot, 0.1)
    await press(pilot, "f9")


async def son_calls(front: Front, pilot: Pilot[None]) -> None:
    """A son calls for his mother, with his own number."""
    await at_the_form(front, pilot)
    await press(pilot, "up")
    for text in ("Sohn, beauftragt", "Kaya", "Gülten", "02051939", "46282", "Am Markt 1", "017604069020"):
        await line(pilot, text)


async def code_read(front: Front, pilot: Pilot[None]) -> None:
    """No message has come: the code is read out."""
    await caller_page(front, pilot)
    await press(pilot, "c")


async def has_already(front: Front, pilot: Pilot[None]) -> None:
    """Whoever calls holds a pair, and wants to book."""
    await known_already(front, pilot)
    await press(pilot, "1")

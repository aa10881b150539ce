"""States of the card that have to do with papers, groups, the day's vaccines, and people without an appointment."""

from datetime import timedelta

from textual.pilot import Pilot

from empfang.model import Centre, Operator, Role
from tests.screens.conftest import Front, settle, type_in
from tests.screens.states import opened, state
from tests.times import DAY

LIGHT_TOO = ("papers", "paper_missing", "group")
RULES = {
    "guardian": "present_and_both_sign_for_all_minors_when_walk_in signs_for_under_16",
    "forms": ("mRNA 19.10.2021", "mRNA 18.11.2021"),
    "lane_of_need": {"wheelchair": 2},
}


async def with_rules(front: Front, pilot: Pilot[None], **more: object) -> None:
    """The centre has rules about guardians and forms."""
    known = {"early_minutes": 10, "late_minutes": 90, **RULES, **more}
    front.world.put(Centre(id="KL", name="Landesimpfzentrum Kaiserslautern", **known))
    front.sync()
    await settle(pilot, 0.1)


async def child(front: Front, pilot: Pilot[None]) -> None:
    """Somebody of 13 years with an appointment now."""
    person = front.world.person("Sommer, Mia", "2008-03-03", language="tr", needs=("wheelchair",))
    front.world.booked(person, "09:40", code="KL-MIAX-2222")
    await with_rules(front, pilot)


@state
async def papers(front: Front, pilot: Pilot[None]) -> None:
    await child(front, pilot)
    await opened(front, pilot, "sommer")
    await pilot.press("p")
    await settle(pilot)
    await pilot.press("space", "down", "down", "j", "n")
    await settle(pilot)


@state
async def paper_missing(front: Front, pilot: Pilot[None]) -> None:
    await child(front, pilot)
    await opened(front, pilot, "sommer")


@state
async def doctor_asked(front: Front, pilot: Pilot[None]) -> None:
    await paper_missing(front, pilot)
    await pilot.press("a")
    await settle(pilot)
    await type_in(pilot, "dr. weber")


@state
async def doctor_allowed(front: Front, pilot: Pilot[None]) -> None:
    await doctor_asked(front, pilot)
    await pilot.press("enter")
    await settle(pilot)


@state
async def group(front: Front, pilot: Pilot[None]) -> None:
    await child(front, pilot)
    front.world.booked(front.world.person("Sommer, Jana", "1979-03-03"), "09:40", party_id="party-3")
    front.world.booked(front.world.person("Sommer, Paul", "2010-03-03"), "09:40", party_id="party-3")
    front.world.booked(front.world.person("[/b], Uwe", "1975-03-03"), "09:40", party_id="party-3")
    front.sync()
    await settle(pilot, 0.1)
    await opened(front, pilot, "sommer jana")
    await pilot.press("g")
    await settle(pilot)


@state
async def group_admitted(front: Front, pilot: Pilot[None]) -> None:
    await group(front, pilot)
    await pilot.press("down", "down", "space", "enter")
    await settle(pilot)


@state
async def wrong_vaccine(front: Front, pilot: Pilot[None]) -> None:
    front.world.put(Operator(id="op-2", name="Weber, Ines", role=Role.COORDINATOR, centre_ids=("KL",)))
    front.sync()
    front.here.desk.sign_in("op-2")
    front.here.desk.plan_today(lanes={"1": ["Spikevax"], "2": ["Spikevax"]})
    front.here.desk.sign_in("op-1")
    await opened(front, pilot, "ayse")


@state
async def other_vaccine_asked(front: Front, pilot: Pilot[None]) -> None:
    await wrong_vaccine(front, pilot)
    await pilot.press("i")
    await settle(pilot)


@state
async def which_other_vaccine(front: Front, pilot: Pilot[None]) -> None:
    await coordinator(front)
    front.here.desk.plan_today(lanes={"1": ["Spikevax"], "2": ["Nuvaxovid"]})
    front.here.desk.sign_in("op-1")
    await opened(front, pilot, "ayse")
    await pilot.press("i")
    await settle(pilot)


@state
async def further_booking(front: Front, pilot: Pilot[None]) -> None:
    twin = front.world.person("Oeztuerk, Ayse", "1988-03-05", street="Pariser Str.", house_number="112")
    front.world.booked(twin, "13:20")
    front.sync()
    await settle(pilot, 0.1)
    await opened(front, pilot, "ayse")
    await pilot.press("1")
    await settle(pilot)


@state
async def walk_in_asked(front: Front, pilot: Pilot[None]) -> None:
    await with_rules(front, pilot, walk_in=("2021-12-15 08:00-19:00",))
    await opened(front, pilot, "ehlert")
    await pilot.press("n")
    await settle(pilot)


@state
async def walk_in_later(front: Front, pilot: Pilot[None]) -> None:
    later = (DAY + timedelta(days=15)).isoformat()
    await with_rules(front, pilot, walk_in=(f"{later} 15:00-19:00",))
    await opened(front, pilot, "ehlert")


@state
async def walked_in(front: Front, pilot: Pilot[None]) -> None:
    await walk_in_asked(front, pilot)
    await pilot.press("j")
    await settle(pilot)


@state
async def sent_back(front: Front, pilot: Pilot[None]) -> None:
    await opened(front, pilot, "ayse")
    await pilot.press("enter")
    await settle(pilot)
    await opened(front, pilot, "ayse")
    await pilot.press("a")
    await settle(pilot)
    await type_in(pilot, "anderer tag")
    await pilot.press("enter")
    await settle(pilot)


async def coordinator(front: Front) -> None:
    """Ines Weber, who may set what holds today, at this desk."""
    front.world.put(Operator(id="op-2", name="Weber, Ines", role=Role.COORDINATOR, centre_ids=("KL",)))
    front.sync()
    front.here.desk.sign_in("op-2")


@state
async def plan_of_the_day(front: Front, pilot: Pilot[None]) -> None:
    await coordinator(front)
    front.here.desk.plan_today(lanes={"1": ["Comirnaty"], "2": ["Spikevax"]})
    await pilot.press("ctrl+g", "p")
    await settle(pilot)
    await pilot.press("space", "down", "down", "down", "space")
    await settle(pilot)


@state
async def needs(front: Front, pilot: Pilot[None]) -> None:
    await opened(front, pilot, "ayse")
    await pilot.press("b", "4", "1")
    await settle(pilot)

"""States of the card in which the rules have something to say."""

from textual.pilot import Pilot

from empfang.model import Appointment, Centre, DoseKind
from tests.screens.conftest import HOSTILE, Front, settle, type_in
from tests.screens.states import STATES, opened, state

LIGHT_TOO = ("verdict_not_today", "verdict_why")
_BEFORE = frozenset(STATES)


async def somebody(
    front: Front, pilot: Pilot[None], name: str = "Winter, Eva", born: str = "1980-05-05"
) -> Appointment:
    """Somebody with a booster appointment now, of whose earlier doses nobody knows."""
    front.world.put(
        Centre(
            id="KL", name="Landesimpfzentrum Kaiserslautern", jurisdiction="DE-RP", district="07312", late_minutes=90
        )
    )
    made = front.world.booked(front.world.person(name, born), "09:40", code="KL-WNTR-2222")
    spare = front.world.person("Frost, Udo", "1970-01-01")
    front.world.booked(spare, "09:50", vaccine="Spikevax", dose_kind=DoseKind.FIRST)
    front.sync()
    await settle(pilot, 0.1)
    return made


async def with_doses(front: Front, pilot: Pilot[None], doses: str, **who: str) -> None:
    """The person's card is open, and these doses were shown."""
    await somebody(front, pilot, **who)
    await opened(front, pilot, who.get("name", "winter").partition(",")[0])
    await pilot.press("enter")
    await settle(pilot)
    await type_in(pilot, doses)
    await pilot.press("enter")
    await settle(pilot)


@state
async def verdict_question(front: Front, pilot: Pilot[None]) -> None:
    await somebody(front, pilot)
    await opened(front, pilot, "winter")


@state
async def verdict_doses(front: Front, pilot: Pilot[None]) -> None:
    await verdict_question(front, pilot)
    await pilot.press("enter")
    await settle(pilot)
    await type_in(pilot, "com 3.5. spi 14.6.")


@state
async def verdict_doses_wrong(front: Front, pilot: Pilot[None]) -> None:
    await verdict_question(front, pilot)
    await pilot.press("enter")
    await settle(pilot)
    await type_in(pilot, "com 3.5. [/b] 14.6.")
    await pilot.press("enter")
    await settle(pilot)


@state
async def verdict_yes(front: Front, pilot: Pilot[None]) -> None:
    await with_doses(front, pilot, "com 3.5. com 14.6.")


@state
async def verdict_not_today(front: Front, pilot: Pilot[None]) -> None:
    await with_doses(front, pilot, "com 3.5. com 14.8.")


@state
async def verdict_doctor(front: Front, pilot: Pilot[None]) -> None:
    await with_doses(front, pilot, "com 3.5. com 14.6. schwanger 1")


@state
async def verdict_why(front: Front, pilot: Pilot[None]) -> None:
    await verdict_not_today(front, pilot)
    await pilot.press("r")
    await settle(pilot)


@state
async def verdict_disputed(front: Front, pilot: Pilot[None]) -> None:
    await somebody(front, pilot, name="Winter, Eva", born="1996-05-05")
    front.world.put(Centre(id="KL", name="Impfzentrum", jurisdiction="DE-NW", district="05562", late_minutes=90))
    front.world.publish(_DISPUTED)
    front.sync()
    await opened(front, pilot, "winter")
    await pilot.press("enter")
    await settle(pilot)
    await type_in(pilot, "com 3.2. com 14.5.")
    await pilot.press("enter")
    await settle(pilot)


@state
async def verdict_disputed_why(front: Front, pilot: Pilot[None]) -> None:
    await verdict_disputed(front, pilot)
    await pilot.press("r")
    await settle(pilot)


@state
async def verdict_decided(front: Front, pilot: Pilot[None]) -> None:
    await verdict_not_today(front, pilot)
    await pilot.press("a")
    await settle(pilot)
    await type_in(pilot, f"Dr. {HOSTILE['markup']}")
    await pilot.press("enter")
    await settle(pilot)


_DISPUTED = """
book = "kl-like-dorsten"
number = 1
layer = "instruction"
where = "KL"
disease = "COVID-19"

[[rule]]
id = "KL-DOR"
topic = "product"
from = 2021-12-09
who = { product = "COM", age = ">=18" }
text.de = "Comirnaty ist hier für unter 18 und Schwangere."
text.en = "Comirnaty is for under 18 and pregnant women here."
"""

JUDGED = frozenset(STATES) - _BEFORE
"""States of a desk that judges by rules."""

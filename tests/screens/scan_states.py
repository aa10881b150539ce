"""States after a scan, for the pictures."""

from textual.pilot import Pilot

from tests.screens.conftest import Front, settle, type_in
from tests.screens.scanner import scan
from tests.screens.states import opened, person_page, state, undo_question

AYSE = "KL-AYSE-3333"
SCANNED = (
    "scan_during_a_question", "scan_with_something_unsaved", "scan_under_the_privacy_cover", "scan_of_a_certificate",
    "scan_twice", "scan_with_y_and_z",
)  # fmt: skip
"""States for which the app must tell a scanner by its pace."""


@state
async def scan_during_a_question(front: Front, pilot: Pilot[None]) -> None:
    await undo_question(front, pilot)
    await scan(pilot, AYSE)


@state
async def scan_with_something_unsaved(front: Front, pilot: Pilot[None]) -> None:
    await person_page(front, pilot)
    await type_in(pilot, "7")
    await settle(pilot, 0.1)
    await scan(pilot, AYSE)


@state
async def scan_under_the_privacy_cover(front: Front, pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+l")
    await settle(pilot)
    await scan(pilot, AYSE)


@state
async def scan_of_a_certificate(front: Front, pilot: Pilot[None]) -> None:
    await opened(front, pilot, "ayse")
    await settle(pilot, 0.1)
    await scan(pilot, "HC1Ö6BFOXN" * 30)


@state
async def scan_twice(front: Front, pilot: Pilot[None]) -> None:
    await scan(pilot, AYSE, begin_s=500.0)
    await scan(pilot, AYSE, begin_s=500.8)


@state
async def mistyped_code(front: Front, pilot: Pilot[None]) -> None:
    await opened(front, pilot, "KL-ABC-DEF-GHX")


@state
async def scan_with_y_and_z(front: Front, pilot: Pilot[None]) -> None:
    front.world.booked(front.world.person("Yilmaz, Zoe", "1971-03-04"), "09:40", code="KLXYXZ2222")
    front.sync()
    await settle(pilot, 0.1)
    await scan(pilot, "KLXZXY2222")

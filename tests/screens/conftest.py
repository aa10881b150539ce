"""A desk with a morning's worth of people, and the app on it."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from empfang.app import EmpfangApp
from empfang.central.database import CentralDatabase
from empfang.desk import Progress
from empfang.model import Appointment, AppointmentStatus, DoseKind
from empfang.rules.scanner import NO_SCANNER
from empfang.screens.reception import Reception
from tests.times import at
from tests.world import Place, World

FRIDAY = date(2021, 12, 17)
CONNECTED = Progress(connected=True)
HOSTILE = {
    "markup": "[/b][red]Böse",
    "escape": "\x1b[2JEsc\x07ape",
    "bidi": "\u202egnirts\u202c Rück",
    "long": "Lang" * 75,
    "zero": "Nu\u200bll\u200dbreite\ufeff",
    "wide": "山田太郎山田太郎山田",
    "emoji": "👩‍👩‍👧‍👦 Fa\ufe0fmilie",
    "tower": "Z" + "\u0301" * 80 + "algo",
}


@dataclass
class Front:
    """The app on a desk, in a test's hands: what is on the screen, who came in elsewhere, how time passes."""

    world: World
    here: Place
    other: Place
    progress: Progress = CONNECTED
    seconds: float = 0.0
    app: EmpfangApp = field(init=False)

    def __post_init__(self) -> None:
        self.app = self.new_app()

    def new_app(self, **options: Any) -> EmpfangApp:
        """The app, with a clock that stands still and a stopwatch that goes a second per look.

        A test presses keys as fast as a scanner does: unless it gives a `pace`, they are typed all the same.
        """
        options = {"sign_in": False, "time_s": 3600, "monotonic": self._stopwatch, "pace": NO_SCANNER, **options}
        self.app = EmpfangApp(self.here.desk, progress=lambda: self.progress, **options)
        return self.app

    def judge(self) -> None:
        """From now on rule books decide who may have a dose."""
        self.here.by_rules = True
        self.here.restart()
        self.new_app()

    def _stopwatch(self) -> float:
        self.seconds += 1.0
        return self.seconds

    @property
    def reception(self) -> Reception:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, Reception))

    def text(self) -> str:
        """All that is on the screen, as text."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)

    def said(self, *parts: str) -> None:
        """Each of these is on the screen, however the lines are broken."""
        shown = " ".join(self.text().replace("│", " ").split())
        for part in parts:
            assert part in shown, f"{part!r} is not in:\n{self.text()}"

    def unsaid(self, *parts: str) -> None:
        """None of these is on the screen."""
        for part in parts:
            assert part not in self.text(), f"{part!r} is in:\n{self.text()}"

    def card_text(self) -> str:
        """The card as running text."""
        from empfang.screens.face import CardView  # noqa: PLC0415

        return " ".join(" ".join(self.reception.query_one(CardView).text_lines()).split())

    def sync(self) -> None:
        """What the engine would do now: send and fetch, and tell the app."""
        topics = self.everything()
        self.here.sync()
        self.app.engine_changed(topics | self.everything())

    def everything(self) -> set[tuple[str, str]]:
        kinds = self.here.state()
        return {("outbox", "")} | {(kind, record.id) for kind, records in kinds.items() for record in records}


async def settle(pilot: Pilot[None], seconds: float = 0.0) -> None:
    """Let the app do what is waiting, and timers of that length run out."""
    if seconds:
        await asyncio.sleep(seconds)
    await pilot.pause()
    await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press one key after the other, as a person does who looks at what each of them did."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def type_in(pilot: Pilot[None], text: str) -> None:
    """Type a text."""
    names = {" ": "space", ".": "full_stop", "-": "minus", "?": "question_mark"}
    await pilot.press(*(names.get(sign, sign) for sign in text))
    await pilot.pause()


@pytest.fixture(scope="session")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The service's and both desks' files as each test begins; each has its own copy of them."""
    folder = tmp_path_factory.mktemp("morning")
    made = World(CentralDatabase(folder / "central.db"), folder)
    people_of_the_day(made)
    made.place()
    made.place()
    made.close()
    return folder


@pytest.fixture
def front(morning: Path, tmp_path: Path) -> Iterator[Front]:
    """Empfang 1 in Kaiserslautern at 09:40 on 15 December 2021, with a second desk beside it."""
    shutil.copytree(morning, tmp_path, dirs_exist_ok=True)
    made = World(CentralDatabase(tmp_path / "central.db"), tmp_path, fresh=False)
    yield Front(made, made.known_place(), made.known_place())
    made.close()


def people_of_the_day(world: World) -> None:
    """One person for each thing that can happen at the desk."""
    home = {"street": "Gartenstraße", "house_number": "7", "postal_code": "67655", "town": "Kaiserslautern"}
    meier = world.person(phones=({"number": "+4917655512345", "kind": "mobile"},), needs=("Rollstuhl",), **home)
    world.booked(meier, "09:40", code="KL-AHNG-UJ5G")
    twin = world.person(born="1941-11-23", id="p-twin", street="Am Rathaus", house_number="2", town="Otterberg")
    world.booked(twin, "11:15", code="KL-TWNS-2222")
    world.booked(world.person("Meier, Karl", "1941-07-01", **home), "09:40", code="KL-KARL-2222", party_id="party-2")
    rosa = world.person("Meißner, Rosa", "1941-02-28", **home)
    world.booked(rosa, "10:20", day=FRIDAY, code="KL-RSAX-2222")
    oezt = world.person("Öztürk, Ayşe", "1988-03-05", street="Pariser Straße", house_number="112", town="Landstuhl")
    world.booked(oezt, "09:35", code="KL-AYSE-3333", party_id="party-1")
    world.booked(world.person("Öztürk, Deniz", "2004-07-19"), "09:35", code="KL-DNZX-4444", party_id="party-1")
    world.booked(world.person("Ott, Werner", "1950-05-06", **home), "14:05", code="KL-WRNR-5555")
    world.slot("14:10", 3)
    world.slot("10:20", 1, day=FRIDAY)
    lutz = world.person("Lutz, Karin", "1962-09-30", **home)
    series = {"series_id": "series-lutz"}
    world.booked(lutz, "10:20", day=FRIDAY, code="KL-KRNL-6666", dose_kind=DoseKind.FIRST, **series)
    world.booked(lutz, "10:20", day=date(2022, 1, 14), code="KL-KRNL-7777", dose_kind=DoseKind.SECOND, **series)
    cancelled_at = at("17:40", date(2021, 12, 13))
    gone = {"status": AppointmentStatus.CANCELLED, "cancelled_at": cancelled_at, "cancelled_operator_id": "op-1"}
    world.booked(world.person("Abel, Jonas", "1979-01-12", **home), "10:00", code="KL-JNAS-8888", **gone)
    dieter = world.person("Dörr, Dieter", "1955-08-08", **home)
    world.booked(dieter, "10:30", centre_id="DA", code="DA-DTER-9999")
    world.booked(dieter, "10:30", day=date(2021, 11, 20), code="KL-DTER-2222", **gone)
    wait = world.person("Ehlert, Brigitte", "1944-12-01", **home)
    world.put(
        Appointment(
            id="a-wait",
            person_id=wait.id,
            centre_id="KL",
            status=AppointmentStatus.WAITLIST,
            waiting_since=at("08:00", date(2021, 11, 22)),
        )
    )
    wrong = {"status": AppointmentStatus.ENTERED_IN_ERROR}
    world.booked(world.person("Falk, Sonja", "1990-02-03", **home), "10:00", code="KL-FALK-2222", **wrong)
    double = world.person("Roth, Peter", "1966-06-16", **home)
    world.booked(double, "09:40", code="KL-RTHX-2345", dose_kind=DoseKind.FIRST)
    world.booked(double, "09:45", code="KL-RTHY-2345", dose_kind=DoseKind.BOOSTER, vaccine="Spikevax")

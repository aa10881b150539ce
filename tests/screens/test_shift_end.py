"""Strg+Q: what is open is told with what to do, and the shift ends by Enter only when a person presses it."""

import pytest
from textual.pilot import Pilot

from empfang.desk import NextList, Progress, ShiftEnd
from empfang.model import Encounter
from empfang.rules.scanner import Pace
from empfang.screens.shift_end import EndShift, words
from empfang.screens.transfer import TransferScreen
from empfang.widgets.lines import Lines
from tests.screens.conftest import CONNECTED, Front, settle
from tests.screens.paper_states import Printer
from tests.screens.scanner import scan
from tests.screens.shift_states import everything, hanging
from tests.screens.states import offline, opened
from tests.screens.test_privacy import PEOPLE, Watch
from tests.screens.transfer_states import booking, changed_twice
from tests.times import DAY, at

SMALL = (80, 24)
AYSE, DENIZ = "KL-AYSE-3333", "KL-DNZX-4444"


async def ask(pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+q")
    await settle(pilot)


async def test_with_nothing_open_it_is_one_friendly_question(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await ask(pilot)
        front.said("Schicht beenden?", "Alles ist übertragen, nichts ist offen. Danke!")
        front.unsaid("·  ", "F9")
        await pilot.press("n")
        await settle(pilot)
        assert front.app.screen is front.reception
        await pilot.press("ctrl+q", "enter")
        await settle(pilot)
        assert not front.app.is_running or front.app._exit


@pytest.mark.parametrize("size", [SMALL, (120, 36)])
async def test_everything_that_is_open_is_told_with_its_key_and_without_a_name(
    front: Front, size: tuple[int, int]
) -> None:
    everything(front)
    async with front.app.run_test(size=size) as pilot:
        await ask(pilot)
        page = front.app.screen.query_one("#box")
        said = " ".join(line.strip() for each in page.query(Lines) for line in each.text_lines())
        for part in (
            "3 Einträge sind seit 17:20 nicht übertragen. Sie bleiben auf diesem Rechner",
            "2 Anfragen sind ohne Antwort",
            "1 Eintrag hat der Dienst nicht angenommen",
            "2 Personen sind seit über 90 Minuten ohne Impfung hier",
            "Laufzettel nicht gedruckt: Nr. 1-001, 1-002, 1-003, 1-004 und 3 weitere",
            "✓ Die Notfallliste für Fr 17.12. wird beim Beenden geschrieben.",
        ):
            assert part in said, said
        front.said("Enter beenden n bleiben F9 Übertragung F2 Empfang")
        assert not any(name in said for name in (*PEOPLE, "Lutz", "Roth", "Karl"))


async def test_a_thing_to_clear_up_is_told(front: Front) -> None:
    changed_twice(front)
    front.here.sync()
    async with front.app.run_test(size=SMALL) as pilot:
        await ask(pilot)
        front.said("1 Klärfall ist offen: F9, oder der nächsten Schicht sagen.")
        await pilot.press("f9")
        await settle(pilot, 0.05)
        assert isinstance(front.app.screen, TransferScreen)


async def test_f2_leads_back_to_the_people(front: Front) -> None:
    everything(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await pilot.press("f9")
        await ask(pilot)
        await pilot.press("f2")
        await settle(pilot, 0.05)
        assert front.app.screen is front.reception


async def test_a_scan_does_not_end_the_shift(front: Front) -> None:
    front.new_app(pace=Pace())
    async with front.app.run_test(size=SMALL) as pilot:
        await ask(pilot)
        await scan(pilot, AYSE)
        assert isinstance(front.app.screen, EndShift)
        assert front.here.records(Encounter) == []


async def test_offline_it_ends_at_once_and_what_is_unsent_stays(front: Front) -> None:
    front.here.desk.scan(AYSE)
    front.progress = offline(front, unsent=1)
    async with front.app.run_test(size=SMALL) as pilot:
        await ask(pilot)
        front.said("1 Eintrag ist seit 09:40 nicht übertragen. Er bleibt auf diesem Rechner")
        await pilot.press("enter")
        await settle(pilot)
        assert front.app._exit
    assert len(front.here.lines()) == 1


async def test_connected_what_is_unsent_goes_out_first(front: Front) -> None:
    watch = Watch()
    front.new_app(monotonic=watch)
    front.here.desk.scan(AYSE)
    async with front.app.run_test(size=SMALL) as pilot:
        await ask(pilot)
        front.said("Enter sendet das noch und endet dann.")
        await pilot.press("enter")
        await settle(pilot, 0.3)
        front.said("Wird gesendet, noch 1 … (höchstens 8 s)", "Enter nicht warten")
        assert not front.app._exit
        front.sync()
        await settle(pilot, 0.3)
        assert front.app._exit


@pytest.mark.parametrize("how", ["time", "enter"])
async def test_the_waiting_has_an_end_and_can_be_cut_short(front: Front, how: str) -> None:
    watch = Watch()
    front.new_app(monotonic=watch)
    front.here.desk.scan(AYSE)
    async with front.app.run_test(size=SMALL) as pilot:
        await ask(pilot)
        await pilot.press("enter")
        await settle(pilot, 0.3)
        assert not front.app._exit
        if how == "enter":
            await pilot.press("enter")
        else:
            watch.now_s += 8
        await settle(pilot, 0.3)
        assert front.app._exit
    assert len(front.here.lines()) == 1


async def test_while_it_waits_one_can_still_stay(front: Front) -> None:
    front.new_app(monotonic=Watch())
    front.here.desk.scan(AYSE)
    async with front.app.run_test(size=SMALL) as pilot:
        await ask(pilot)
        await pilot.press("enter")
        await settle(pilot, 0.1)
        await pilot.press("n")
        front.sync()
        await settle(pilot, 0.5)
        assert front.app.screen is front.reception
        assert not front.app._exit


async def test_a_desk_that_the_service_turned_away_does_not_wait_for_it(front: Front) -> None:
    front.here.desk.scan(AYSE)
    front.progress = Progress(connected=True, blocked="denied", unsent=1)
    async with front.app.run_test(size=SMALL) as pilot:
        await ask(pilot)
        front.said("Der Dienst nimmt von diesem Platz nichts an: bitte der Leitung sagen.")
        await pilot.press("enter")
        await settle(pilot)
        assert front.app._exit


async def test_the_page_comes_also_over_an_open_card(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "ayse")
        await ask(pilot)
        await pilot.press("escape")
        await settle(pilot)
        front.said("ÖZTÜRK, Ayşe")


# What the desk knows


def test_nobody_hangs_where_doses_are_recorded_elsewhere(front: Front) -> None:
    front.here.desk.scan(AYSE)
    front.world.wall.go_on(minutes=200)
    assert front.here.desk.shift_end().hanging == 0


def test_who_hangs_was_admitted_here_long_ago_and_has_no_outcome(front: Front) -> None:
    hanging(front)
    front.other.desk.scan("KL-KARL-2222")
    front.other.sync()
    front.here.sync()
    for minutes, number in ((90, 0), (1, 2)):
        front.world.wall.go_on(minutes=minutes)
        assert front.here.desk.shift_end().hanging == number
    visit = front.here.desk.last_admissions()[-1]
    front.here.desk.left(visit.encounter_id)
    assert front.here.desk.shift_end().hanging == 1


def test_the_next_days_list_is_spoken_of_in_the_evening_only(front: Front) -> None:
    friday = booking(front, "KL-KRNL-6666").start
    assert friday is not None
    assert front.here.desk.shift_end().next_list is None
    front.world.wall.set("17:05")
    assert front.here.desk.shift_end().next_list == NextList(friday.date())
    Printer(front.here)
    assert front.here.desk.shift_end().next_list == NextList(friday.date(), on_leaving=True)
    noted = f'{{"{friday.date()}": "{at("17:30").isoformat()}"}}'
    front.here.store.set_meta(list_written=noted)
    front.world.wall.set("17:45")
    found = front.here.desk.shift_end().next_list
    assert found is not None
    assert found.written_at == at("17:30")
    assert front.here.desk.shift_end().nothing_open


def test_a_list_that_nobody_writes_is_something_open() -> None:
    found = ShiftEnd(next_list=NextList(DAY))
    assert not found.nothing_open
    assert "bitte der Leitung sagen" in words(found, CONNECTED, DAY)[-1][0]


def test_since_when_names_the_day_if_it_was_not_today(front: Front) -> None:
    front.here.desk.scan(DENIZ)
    found = front.here.desk.shift_end()
    later = DAY.replace(day=DAY.day + 1)
    assert "seit Mi 15.12. 09:40" in words(found, offline(front), later)[0][0]

"""A hotline and a reception over real HTTP: found, opened, changed, seen there; and the service away in between."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from empfang.central.access import enrol, make_code
from empfang.central.database import CentralDatabase
from empfang.clock import SystemClock
from empfang.desk import Anybody, AskState, Desk
from empfang.model import DeskRole, Person
from empfang.running import keep_enrolment
from empfang.store import Store, open_store
from empfang.store.tx import Topics
from empfang.sync import Engine
from empfang.sync.asking import Asking
from tests.processes.parts import Part, start_service, wait_until
from tests.processes.test_two_desks import url_of
from tests.times import at
from tests.world import World


@dataclass
class Front:
    """A desk with its engine in a thread of its own, as the program has it; only the screen is left out."""

    folder: Path
    store: Store = field(init=False)
    desk: Desk = field(init=False)
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        clock = SystemClock(at("09:40") - SystemClock().now())
        self.store = Store(open_store(self.folder))
        self._waiting: list[Topics] = []
        asking = Asking(self._waiting.append) if self.store.meta("role") == DeskRole.HOTLINE else None
        self.engine = Engine(self.store.another(), clock, lambda: 0.0, on_change=self._waiting.append, asking=asking)
        self.desk = Desk(self.store, clock, wake=self.engine.wake, remote=asking, correction=self.engine.correction)
        self.desk.sign_in("op-1")
        self.engine.start()

    def take_in(self) -> None:
        """What the app does when it is told that something changed."""
        while self._waiting:
            self.desk.took_in(self._waiting.pop(0))

    def again(self) -> Anybody:
        """What the screen shows now."""
        self.take_in()
        return self.desk.anywhere.again()

    def person(self, person_id: str) -> Any:
        """Somebody as this desk knows them."""
        self.take_in()
        page = self.desk.page_again(person_id)
        return page.person if page else None

    def end(self) -> None:
        self.engine.stop()
        self.store.close()


@pytest.fixture
def served(database: CentralDatabase, tmp_path: Path) -> Iterator[tuple[World, list[Part], list[Front]]]:
    """A day on either database; whatever a test starts is ended."""
    world = World(database, tmp_path)
    world.booked(world.person("Öztürk, Ayşe", "1988-03-05", id="ayse", street="Pariser Straße"), "10:20")
    parts: list[Part] = []
    fronts: list[Front] = []
    yield world, parts, fronts
    for front in fronts:
        front.end()
    for part in parts:
        part.end()
    world.close()


def desk_of(world: World, folder: Path, url: str, role: DeskRole) -> Front:
    code = make_code(world.database, "KL", "", at("09:00"), role)
    keep_enrolment(folder, url, enrol(world.database, code, at("09:00")))
    return Front(folder)


def test_found_opened_changed_and_seen_with_the_service_away_in_the_middle(
    served: tuple[World, list[Part], list[Front]], tmp_path: Path
) -> None:
    world, parts, fronts = served
    service, url, port = start_service(url_of(world.database))
    parts.append(service)
    hotline = desk_of(world, tmp_path / "hotline", url, DeskRole.HOTLINE)
    fronts.append(hotline)
    reception = desk_of(world, tmp_path / "reception", url, DeskRole.RECEPTION)
    fronts.append(reception)
    for front in fronts:
        wait_until(lambda front=front: front.engine.progress.connected is True, 10)  # type: ignore[misc]
    wait_until(lambda: reception.person("ayse") is not None, 10)

    assert hotline.desk.anywhere.search("oeztuerk 88").people == ()
    took_s = wait_until(lambda: hotline.again().asked is AskState.DONE, 5)
    [found] = hotline.again().people
    assert (found.person_id, found.here, took_s < 2) == ("ayse", False, True)
    hotline.desk.anywhere.open("ayse")
    took_s = wait_until(lambda: hotline.person("ayse") is not None, 5)
    assert took_s < 2
    assert hotline.again().people[0].here
    hotline.desk.change_person("ayse", {"street": "Eisenbahnstraße"})
    wait_until(lambda: reception.person("ayse").street == "Eisenbahnstraße", 5)

    # A colleague is registered, then the service goes away in the middle of a call.
    world.person("Özdemir, Can", "1990-01-01", id="can", registered_centre_id="KL")
    hotline.desk.anywhere.search("öz")
    wait_until(lambda: hotline.again().asked is AskState.DONE, 5)
    assert {each.person_id for each in hotline.again().people} == {"ayse", "can"}
    service.process.kill()
    service.process.wait(10)
    hotline.desk.anywhere.open("can")
    wait_until(lambda: hotline.desk.anywhere.opening("can").asked is AskState.AWAY, 10)
    hotline.desk.anywhere.search("özt")
    wait_until(lambda: hotline.again().asked is AskState.AWAY, 10)
    assert [each.person_id for each in hotline.again().people] == ["ayse"], "whom the desk has, it finds"
    hotline.desk.change_person("ayse", {"town": "Kusel"})
    wait_until(lambda: hotline.engine.progress.connected is False, 20)

    service, _, _ = start_service(url_of(world.database), port)
    parts.append(service)
    wait_until(lambda: hotline.again().asked is AskState.DONE, 40)
    hotline.desk.anywhere.open("can")
    wait_until(lambda: hotline.person("can") is not None, 10)
    wait_until(lambda: reception.person("ayse").town == "Kusel", 40)
    service_knows = {each.id: each for each in world.state()["person"] if isinstance(each, Person)}
    assert service_knows["ayse"].town == "Kusel"

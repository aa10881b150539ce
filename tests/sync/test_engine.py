"""The engine against the service's own app, over ways on which answers are lost, spoilt or somebody else's."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partialmethod
from typing import Protocol, cast

import httpx
import pytest

from empfang.central import epochs, feed
from empfang.central.app import Service, make_app
from empfang.central.database import CentralDatabase
from empfang.commands.person import RegisterPerson
from empfang.errors import ServiceProblem
from empfang.model import AppointmentStatus, Encounter, Person, Source
from empfang.protocol import Status, Verdict
from empfang.sync import Engine, Progress, engine, exchange
from empfang.sync.correction import Correction
from empfang.sync.step import Answered, Lane, Pull, Push, Reply, Started, State, Woken, step
from tests.scenarios.test_twice import admitted
from tests.times import at
from tests.world import Place, World

Fault = Callable[[httpx.Request, httpx.AsyncBaseTransport], Awaitable[httpx.Response]]
Holds = Callable[[Progress], bool]


class Until(Protocol):
    """Waits until an engine's progress is as wanted."""

    async def __call__(self, holds: Holds, within_s: float = ...) -> None: ...


class Way(httpx.AsyncBaseTransport):
    """The way to the service; the first requests to a path (and below) fare as `faults` say, all others well."""

    def __init__(self, service: httpx.AsyncBaseTransport, path: str = "", *faults: Fault) -> None:
        self._service = service
        self._path = path
        self._faults = list(faults)
        self.asked: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if self._faults and request.url.path.startswith(self._path):
            return await self._faults.pop(0)(request, self._service)
        return await self._service.handle_async_request(request)

    def bodies(self, path: str) -> list[bytes]:
        """What was sent to a path."""
        return [request.content for request in self.asked if request.url.path == path]


async def goes_well(request: httpx.Request, service: httpx.AsyncBaseTransport) -> httpx.Response:
    """No fault at all."""
    return await service.handle_async_request(request)


async def breaks(_request: httpx.Request, _service: httpx.AsyncBaseTransport) -> httpx.Response:
    """The service never hears of it."""
    raise httpx.ConnectError("cut off")


async def loses_answer(request: httpx.Request, service: httpx.AsyncBaseTransport) -> httpx.Response:
    """The service does it, and the desk never hears of that."""
    await service.handle_async_request(request)
    raise httpx.ReadError("cut off")


def answers(status: int, body: str = "<h1>Anmeldung am WLAN</h1>", **headers: str) -> Fault:
    """Somebody else answers."""

    async def answer(_request: httpx.Request, _service: httpx.AsyncBaseTransport) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.Response(status, html=body, headers=named)

    return answer


def spoils(change: Callable[[bytes], bytes], *, unnoticed: bool = False) -> Fault:
    """The service's answer, changed on the way; `unnoticed`: with a digest that fits."""

    async def spoil(request: httpx.Request, service: httpx.AsyncBaseTransport) -> httpx.Response:
        whole = await service.handle_async_request(request)
        headers = {} if unnoticed else {"Repr-Digest": whole.headers["Repr-Digest"]}
        return httpx.Response(whole.status_code, content=change(await whole.aread()), headers=headers)

    return spoil


def without_verdicts(body: bytes) -> bytes:
    """A reply that says nothing about any command."""
    return json.dumps({**json.loads(body), "verdicts": []}).encode()


@asynccontextmanager
async def served(world: World) -> AsyncIterator[httpx.AsyncBaseTransport]:
    """The real app on the real database."""
    service = Service(CentralDatabase(world.database.url.render_as_string(hide_password=False)), world.wall.clock)
    async with service.running():
        yield httpx.ASGITransport(make_app(service))


def engine_of(
    place: Place, way: httpx.AsyncBaseTransport, on_progress: Callable[[Progress], None] = lambda _progress: None
) -> Engine:
    """An engine on this desk's store."""
    return Engine(place.store.another(), place.wall.clock, lambda: 0.0, transport=way, on_progress=on_progress)


@asynccontextmanager
async def running(made: Engine) -> AsyncIterator[Until]:
    """The engine at work; gives what waits until its progress is as wanted."""
    task = asyncio.create_task(made.run())

    async def until(holds: Holds, within_s: float = 5) -> None:
        async with asyncio.timeout(within_s):
            while not holds(made.progress):
                assert not task.done(), "the engine ended"
                await asyncio.sleep(0.01)

    try:
        yield until
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def synced_once(world: World, place: Place, *faults: Fault, path: str = "/v1/commands") -> Progress:
    """The engine goes once through everything."""
    async with served(world) as service, asyncio.timeout(10):
        return await engine_of(place, Way(service, path, *faults)).settle_once()


def all_sent(progress: Progress) -> bool:
    """Connected, and nothing waits."""
    return progress.connected is True and progress.unsent == 0


def with_a_check_in(world: World) -> Place:
    """A desk with one check-in that waits to be sent."""
    person = world.person()
    world.booked(person)
    place = world.place()
    admitted(place, person.id)
    return place


def verdicts(place: Place) -> list[Status]:
    """What the desk knows about its commands."""
    rows = place.store.database.connection.execute("SELECT verdict FROM outbox ORDER BY number").fetchall()
    return [Verdict.model_validate_json(row[0]).status for row in rows]


async def test_more_than_fits_into_one_batch_goes_in_several(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange.Exchange, "__init__", partialmethod(exchange.Exchange.__init__, batch=3))
    place = small_world.place()
    for number in range(8):
        place.desk.register_person({"family": f"Mensch{number}"})
    async with served(small_world) as service:
        way = Way(service)
        progress = await engine_of(place, way).settle_once()
    assert progress.unsent == 0
    assert [len(body.splitlines()) for body in way.bodies("/v1/commands")] == [3, 3, 2]
    small_world.assert_all_equal()


async def test_a_batch_is_bounded_in_bytes_but_holds_one_command_at_least(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = small_world.place()
    for length in (10, 10, 10, 5_000, 10):
        place.desk.register_person({"family": "M" * length})
    monkeypatch.setattr(exchange, "_MAX_BATCH_BYTES", 2 * len(place.lines()[0]) + 10)
    async with served(small_world) as service:
        way = Way(service)
        progress = await engine_of(place, way).settle_once()
    assert progress.unsent == 0
    assert [len(body.splitlines()) for body in way.bodies("/v1/commands")] == [2, 1, 1, 1]


async def test_a_bad_command_among_five_hundred_is_set_aside_in_the_same_round(small_world: World) -> None:
    place = small_world.place()
    for number in range(500):
        place.desk.register_person({"family": f"Mensch{number}"})
    run = place.store.database.connection.execute
    run("UPDATE outbox SET bytes = ? WHERE number = 250", (b'{"kind": "register_person", "id": "broken',))
    async with served(small_world) as service:
        way = Way(service)
        progress = await engine_of(place, way).settle_once()
    assert (progress.unsent, progress.last_error) == (0, None)
    assert len(way.bodies("/v1/commands")) == 1
    assert [status for status in verdicts(place) if status is not Status.RECORDED] == [Status.QUARANTINED]
    assert len(small_world.state()["person"]) == 499
    assert place.desk.shift().to_deal_with == 1


async def test_five_thousand_unsent_are_drained_in_one_run_with_truthful_progress(small_world: World) -> None:
    place = small_world.place()
    with place.store.writing() as writing:
        stamp = place.desk._stamp(Source.KEYBOARD)
        for number in range(5_000):
            person_id = f"p{number:04}"
            writing.record(RegisterPerson(person_id=person_id, centre_id="KL", person={"family": "Mensch"}), stamp)
    told: list[Progress] = []
    async with served(small_world) as service:
        way = Way(service)
        async with running(engine_of(place, way, told.append)) as until:
            await until(all_sent, within_s=60)
    assert len(way.bodies("/v1/commands")) == 10
    sending = [(progress.sent, progress.to_send) for progress in told if progress.to_send]
    assert {total for _, total in sending} == {5_000}
    assert {500 * batches for batches in range(10)} == {sent for sent, _ in sending}
    assert [sent for sent, _ in sending] == sorted(sent for sent, _ in sending)
    assert (told[-1].sent, told[-1].to_send) == (0, 0)


async def test_commands_that_must_wait_hold_up_nobody_behind_them(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More of them than fit into a request, and their roots never come: what was done later goes out all the same."""
    monkeypatch.setattr(exchange.Exchange, "__init__", partialmethod(exchange.Exchange.__init__, batch=3))
    place = with_a_check_in(small_world)
    visit = place.records(Encounter)[0].id
    for _ in range(7):
        small_world.wall.go_on(seconds=1)
        place.desk.left(visit, "geht")
        small_world.wall.go_on(seconds=-2)
    for number, line in enumerate(place.lines(), start=1):
        waiting = json.dumps({**json.loads(line), "needs": ["nobody"]}).encode()
        statement = "UPDATE outbox SET bytes = ? WHERE number = ? AND number > 1"
        place.store.database.connection.execute(statement, (waiting, number))
    place.desk.register_person({"family": "Später"})
    progress = await synced_once(small_world, place)
    assert progress.last_error is None
    assert {cast(Person, person).family for person in small_world.state()["person"]} == {"Meier", "Später"}
    assert place.unsent() == sum(b"nobody" in line for line in place.lines()) > 3


@pytest.mark.parametrize("largest", [3, 1, 0])
async def test_a_proxy_that_takes_only_small_requests_gets_small_ones(small_world: World, largest: int) -> None:
    place = small_world.place()
    for number in range(8):
        place.desk.register_person({"family": f"Mensch{number}"})
    sizes: list[int] = []

    async def proxy(request: httpx.Request, service: httpx.AsyncBaseTransport) -> httpx.Response:
        lines = request.content.splitlines()
        sizes.append(len(lines))
        if len(lines) > largest or (largest == 0):
            return httpx.Response(413, html="<h1>Request Entity Too Large</h1>")
        return await service.handle_async_request(request)

    progress = await synced_once(small_world, place, *[proxy] * 100)
    assert progress.unsent == (0 if largest else 8)
    assert len(sizes) < 40, "it does not ask again and again"


async def test_an_answer_that_is_lost_after_the_commit_is_asked_for_again_and_counts_once(small_world: World) -> None:
    place = with_a_check_in(small_world)
    async with served(small_world) as service:
        way = Way(service, "/v1/commands", loses_answer)
        async with running(engine_of(place, way)) as until:
            await until(all_sent)
    assert len(set(way.bodies("/v1/commands"))) == 1
    assert len(way.bodies("/v1/commands")) == 2
    assert verdicts(place) == [Status.RECORDED]
    place.pull()
    small_world.assert_all_equal()
    assert len(small_world.state()["encounter"]) == 1


@pytest.mark.parametrize(
    ("fault", "called"),
    [
        (answers(500), "failed"),
        (answers(200), "unreadable"),
        (answers(200, "{}"), "unreadable"),
        (spoils(lambda body: body[: len(body) // 2]), "unreadable"),
        (spoils(lambda body: body.replace(b"recorded", b"mismatch")), "unreadable"),
        (spoils(without_verdicts, unnoticed=True), "unreadable"),
    ],
)
async def test_an_answer_that_is_none_is_asked_for_again_and_counts_once(
    small_world: World, fault: Fault, called: str
) -> None:
    place = with_a_check_in(small_world)
    assert (await synced_once(small_world, place, fault)).last_error == called
    assert place.unsent() == 1
    assert (await synced_once(small_world, place)).last_error is None
    assert verdicts(place) == [Status.RECORDED]
    assert len(small_world.state()["encounter"]) == 1
    small_world.assert_all_equal()


@pytest.mark.parametrize("asked", ["inf", "nan", "1e300", "-1", "soon"])
async def test_a_delay_beyond_reason_does_not_end_the_engine(small_world: World, asked: str) -> None:
    place = with_a_check_in(small_world)
    async with served(small_world) as service:
        throttled = answers(503, retry_after=asked)
        made = engine_of(place, Way(service, "/v1", throttled, throttled))
        async with running(made) as until:
            await until(lambda progress: progress.last_error == "throttled")
            made.wake()
            await until(all_sent)


@pytest.mark.parametrize("status", [401, 403])
async def test_a_proxys_no_is_not_the_services(small_world: World, status: int) -> None:
    place = with_a_check_in(small_world)
    async with served(small_world) as service:
        made = engine_of(place, Way(service, "/v1/commands", answers(status), answers(status)))
        async with running(made) as until:
            await until(all_sent)
            assert made.progress.blocked is None


async def test_a_desk_whose_access_was_taken_away_stops_and_says_so(small_world: World) -> None:
    place = with_a_check_in(small_world)
    with small_world.database.writing() as cursor:
        cursor.execute("UPDATE desk_access SET revoked = 1")
    async with served(small_world) as service:
        way = Way(service)
        made = engine_of(place, way)
        async with running(made) as until:
            await until(lambda progress: progress.blocked == "denied")
            asked = len(way.asked)
            made.wake()
            await asyncio.sleep(0.1)
    assert len(way.asked) == asked
    assert place.unsent() == 1
    assert small_world.state()["encounter"] == []


async def test_a_refusal_that_was_spoilt_on_the_way_is_asked_for_again(small_world: World) -> None:
    """What stands in it is nobody's word: neither is the desk shut out by it, nor does it say that something failed."""
    place = with_a_check_in(small_world)
    with small_world.database.writing() as cursor:
        cursor.execute("UPDATE desk_access SET revoked = 1")
    spoilt = spoils(lambda body: body.replace(b"token_unknown", b"4oken_unknown"))
    assert (await synced_once(small_world, place, spoilt)).last_error == "unreadable"
    assert (await synced_once(small_world, place)).blocked == "denied"


@pytest.mark.parametrize(("url", "code"), [("http://example.org", "url_needs_tls"), ("nowhere", "url_bad")])
def test_an_engine_without_a_usable_address_says_so_at_once(small_world: World, url: str, code: str) -> None:
    place = small_world.place()
    place.store.set_meta(service_url=url)
    with pytest.raises(ServiceProblem, match=code):
        Engine(place.store, small_world.wall.clock, lambda: 0.0).start()


async def test_a_report_that_fails_does_not_end_the_engine(small_world: World) -> None:
    place = with_a_check_in(small_world)
    told: list[Progress] = []

    def fail_once(progress: Progress) -> None:
        told.append(progress)
        if len(told) == 1:
            raise RuntimeError("the screen is gone")

    async with served(small_world) as service, running(engine_of(place, Way(service), fail_once)) as until:
        await until(all_sent)
    assert told[-1].unsent == 0


async def test_a_back_off_goes_on_though_the_clock_was_set_back(small_world: World) -> None:
    place = with_a_check_in(small_world)
    async with served(small_world) as service:
        made = engine_of(place, Way(service, "/v1", breaks, breaks))
        async with running(made) as until:
            await until(lambda progress: progress.last_error == "unreachable")
            await asyncio.sleep(0.05)
            small_world.wall.go_on(hours=-1)
            await until(all_sent)


async def test_a_word_of_a_newer_service_is_told_as_such_and_what_is_recorded_goes_out(small_world: World) -> None:
    place = with_a_check_in(small_world)
    newer = spoils(
        lambda body: body.replace(AppointmentStatus.CHECKED_IN.value.encode(), b"of-tomorrow"), unnoticed=True
    )
    async with served(small_world) as service:
        made = engine_of(place, Way(service, "/v1/changes", *[newer] * 100))
        place.push(lose_answer=True)
        async with running(made) as until:
            await until(lambda progress: progress.last_error == "program_old" and progress.unsent == 0)


async def test_going_through_once_recovers_from_a_cursor_that_is_not_valid_any_more(small_world: World) -> None:
    small_world.person(registered_centre_id="KL")
    place = small_world.place()
    with small_world.database.writing() as cursor:
        epochs.begin(cursor, small_world.database.flavour, small_world.wall.moment)
    assert (await synced_once(small_world, place)).last_error is None
    with small_world.database.reading() as cursor:
        assert place.store.meta("epoch") == epochs.head(cursor)[0]
    small_world.assert_all_equal()


def test_a_wake_up_brings_both_lanes_back() -> None:
    now = at("09:00")
    state, _ = step(State(), Started(), now, 0.5)
    for lane in Lane:
        state, _ = step(state, Answered(lane, Reply.UNREACHABLE), now, 0.5)
    assert step(state, Woken(), now, 0.5)[1] == [Push(), Pull(0)]


def test_the_clock_is_compared_in_the_middle_of_question_and_answer() -> None:
    correction = Correction()
    asked = at("09:00")
    assert correction.compare(asked, asked + timedelta(seconds=61), asked + timedelta(seconds=2))
    assert correction.read() == (60.0, 1.0)


def test_a_much_less_sure_measurement_changes_nothing() -> None:
    correction = Correction(60.0, 0.01)
    asked = at("09:00")
    assert not correction.compare(asked, asked + timedelta(seconds=61), asked + timedelta(seconds=3))
    assert correction.read() == (60.0, 0.01)


def test_a_clock_that_was_set_right_is_not_corrected_any_more() -> None:
    """Measured closely in the building while it was six minutes fast; from now on over a slow line."""
    correction = Correction()
    asked = at("09:00")
    told = asked - timedelta(minutes=6) + timedelta(seconds=0.001)
    assert correction.compare(asked, told, asked + timedelta(seconds=0.002))
    assert correction.read()[0] == -360.0
    assert correction.compare(asked, asked + timedelta(seconds=0.08), asked + timedelta(seconds=0.16))
    assert correction.read()[0] == 0.0


async def test_a_desk_without_data_downloads_and_still_sends_what_it_recorded(small_world: World) -> None:
    person = small_world.person(registered_centre_id="KL")
    place = small_world.place()
    place.desk.change_person(person.id, {"street": "Lindenweg"})
    place.store.set_meta(cursor=None)
    assert (await synced_once(small_world, place)).unsent == 0
    small_world.assert_all_equal()


async def test_parts_of_a_download_wait_for_somebody_who_types_but_not_for_ever(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "PERSONS_PER_PART", 2)
    monkeypatch.setattr(engine, "_LOOKS", 3)
    for number in range(6):
        small_world.person(f"Meier, Anna {number}", registered_centre_id="KL")
    place = small_world.place(download=False)
    asked: list[int] = []

    def types_on() -> bool:
        asked.append(len(place.records(Person)))
        return True

    async with served(small_world) as service:
        made = Engine(place.store.another(), place.wall.clock, lambda: 0.0, transport=Way(service), is_typing=types_on)
        async with running(made) as until:
            await until(lambda progress: progress.data_as_of is not None)
    assert asked == [2, 2, 2, 4, 4, 4]
    small_world.assert_all_equal()


async def test_a_snapshot_that_is_said_to_be_gone_is_a_failure_and_not_asked_for_at_once_again(
    small_world: World,
) -> None:
    async def says_gone(_request: httpx.Request, _service: httpx.AsyncBaseTransport) -> httpx.Response:
        return httpx.Response(410)

    place = small_world.place(download=False)
    progress = await synced_once(small_world, place, says_gone, path="/v1/snapshot")
    assert (progress.connected, progress.last_error) == (False, "failed")

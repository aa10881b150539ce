"""A hotline's questions beside the feed: what is asked, and what becomes of an answer that is late, lost or foreign."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from empfang.model import DeskRole, Person
from empfang.protocol import FoundPersons, ProblemDetails
from empfang.store.tx import Topics
from empfang.sync import Engine
from empfang.sync.asking import ANSWERED, PAUSE_S, Answer, Asking, AskState
from empfang.sync.calls import Result
from empfang.sync.step import Reply
from tests.sync.test_engine import Fault, Way, answers, breaks, goes_well, loses_answer, running, served, spoils
from tests.world import Place, World


class Asker:
    """A hotline desk with its engine at work, and what it was told."""

    def __init__(self, place: Place, way: Way, *, pause_s: float = 0.0) -> None:
        self.told: list[tuple[str, str]] = []
        self.way = way
        self.place = place
        self.asking = Asking(self._tell, pause_s=pause_s)

    def _tell(self, topics: Topics) -> None:
        self.told += sorted(topics)

    def find(self, *texts: str) -> Answer:
        """Ask who is meant."""
        return self.asking.find("search", texts, "op-1")

    def searched(self) -> list[str]:
        """What the service was asked."""
        return [request.url.params["q"] for request in self.way.asked if request.url.path == "/v1/persons"]

    async def until(self, state: AskState, within_s: float = 5) -> Answer:
        """Wait until the question stands so."""
        async with asyncio.timeout(within_s):
            while self.asking.answer("search").state is not state:
                await asyncio.sleep(0.005)
        return self.asking.answer("search")

    async def until_opened(self, person_id: str, state: AskState) -> None:
        """Wait until following somebody stands so."""
        async with asyncio.timeout(5):
            while self.asking.opened(person_id) is not state:
                await asyncio.sleep(0.005)


@asynccontextmanager
async def asker(world: World, *faults: Fault, path: str = "/v1/persons", pause_s: float = 0.0) -> AsyncIterator[Asker]:
    """A hotline and two people whom only the service knows; the first questions fare as `faults` say."""
    world.put(
        Person(id="anna", family="Meier", given="Anna", registered_centre_id="KL"),
        Person(id="ott", family="Ott", given="Werner", registered_centre_id="KL"),
    )
    place = world.place(role=DeskRole.HOTLINE)
    async with served(world) as service:
        made = Asker(place, Way(service, path, *faults), pause_s=pause_s)
        engine = Engine(place.store.another(), place.wall.clock, lambda: 0.0, transport=made.way, asking=made.asking)
        async with running(engine) as until:
            await until(lambda progress: progress.connected is True)
            yield made


def given(answer: Answer) -> list[str]:
    return [person.given for person in answer.persons]


async def test_the_answer_comes_and_is_told(small_world: World) -> None:
    async with asker(small_world) as desk:
        assert desk.find("meier") == Answer(("meier",), AskState.WAITING)
        answer = await desk.until(AskState.DONE)
        assert (given(answer), answer.more) == (["Anna"], False)
        assert desk.told == [(ANSWERED, "search")]


async def test_several_texts_are_answered_together_and_what_is_known_is_not_asked_again(small_world: World) -> None:
    async with asker(small_world) as desk:
        desk.find("meier", "ott", "meier")
        assert given(await desk.until(AskState.DONE)) == ["Anna", "Werner"]
        again = desk.find("ott", "anna")
        assert (again.state, given(again)) == (AskState.WAITING, ["Werner"])
        assert given(await desk.until(AskState.DONE)) == ["Werner", "Anna"]
        assert desk.find("anna") == Answer(("anna",), AskState.DONE, desk.asking.answer("search").found)
        assert desk.find() == Answer()
        assert desk.searched() == ["meier", "ott", "anna"]


async def test_while_somebody_types_only_what_is_typed_in_the_end_is_asked(small_world: World) -> None:
    async with asker(small_world, pause_s=PAUSE_S) as desk:
        for end in range(2, 6):
            desk.find("meier"[:end])
            await asyncio.sleep(0.02)
        assert given(await desk.until(AskState.DONE)) == ["Anna"]
        assert desk.searched() == ["meier"]


async def test_a_question_that_hangs_does_not_hold_up_the_next_one(small_world: World) -> None:
    asked = asyncio.Event()

    async def hangs(_request: httpx.Request, _service: httpx.AsyncBaseTransport) -> httpx.Response:
        asked.set()
        await asyncio.Event().wait()
        raise AssertionError

    async with asker(small_world, hangs) as desk:
        desk.find("meier")
        await asyncio.wait_for(asked.wait(), 5)
        desk.find("ott")
        assert given(await desk.until(AskState.DONE)) == ["Werner"]


async def test_opening_does_not_wait_behind_a_search(small_world: World) -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def waits(request: httpx.Request, service: httpx.AsyncBaseTransport) -> httpx.Response:
        asked.set()
        await go_on.wait()
        return await service.handle_async_request(request)

    async with asker(small_world, waits) as desk:
        desk.find("meier")
        await asyncio.wait_for(asked.wait(), 5)
        desk.asking.open("anna", "op-1")
        assert desk.asking.opened("anna") is AskState.WAITING
        await desk.until_opened("anna", AskState.DONE)
        assert desk.asking.answer("search").state is AskState.WAITING
        go_on.set()
        await desk.until(AskState.DONE)
        # And the records came with the feed.
        async with asyncio.timeout(5):
            while not desk.place.records(Person):
                await asyncio.sleep(0.01)


def problem(status: int, code: str) -> str:
    return ProblemDetails(title="x", status=status, code=code).model_dump_json()


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (breaks, AskState.AWAY),
        (loses_answer, AskState.AWAY),
        (answers(200), AskState.AWAY),
        (answers(500), AskState.AWAY),
        (answers(404), AskState.AWAY),
        (answers(403), AskState.AWAY),
        (answers(503, problem(503, "database_failed")), AskState.AWAY),
        (answers(422, problem(422, "bad_request")), AskState.AWAY),
        (answers(401, problem(401, "token_unknown")), AskState.NOT_ALLOWED),
        (answers(403, problem(403, "not_allowed")), AskState.NOT_ALLOWED),
        (spoils(lambda body: body[:-5]), AskState.AWAY),
        (spoils(lambda _: b'{"persons": [{"person_id": 7}]}', unnoticed=True), AskState.AWAY),
    ],
)
async def test_whatever_the_service_or_somebody_else_says_the_question_ends(
    small_world: World, fault: Fault, state: AskState
) -> None:
    async with asker(small_world, fault) as desk:
        desk.find("meier")
        assert given(await desk.until(state)) == []
        desk.find("ott")
        assert given(await desk.until(AskState.DONE)) == ["Werner"], "the next one is answered"


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (goes_well, AskState.DONE),
        (breaks, AskState.AWAY),
        (answers(200), AskState.AWAY),
        (answers(404, problem(404, "person_unknown")), AskState.UNKNOWN),
        (answers(403, problem(403, "not_allowed")), AskState.NOT_ALLOWED),
    ],
)
async def test_so_does_opening(small_world: World, fault: Fault, state: AskState) -> None:
    async with asker(small_world, fault) as desk:
        desk.asking.open("anna", "op-1")
        await desk.until_opened("anna", state)
        assert desk.told == [(ANSWERED, "anna")]


async def test_who_asks_too_often_is_told_and_served_in_a_moment(small_world: World) -> None:
    slow = answers(429, problem(429, "too_many_searches"), Retry_After="0.2")
    async with asker(small_world, slow, slow) as desk:
        desk.find("meier")
        assert given(await desk.until(AskState.SLOW_DOWN)) == []
        assert given(await desk.until(AskState.DONE)) == ["Anna"]
        assert desk.searched() == ["meier"] * 3


async def test_of_several_texts_what_came_before_a_fault_is_kept(small_world: World) -> None:
    async with asker(small_world, goes_well, breaks) as desk:
        desk.find("meier", "ott")
        assert given(await desk.until(AskState.AWAY)) == ["Anna"]
        desk.find("meier", "ott")
        assert given(await desk.until(AskState.DONE)) == ["Anna", "Werner"]
        assert desk.searched() == ["meier", "ott", "ott"]


async def test_an_answer_of_another_purpose_changes_nothing_here(small_world: World) -> None:
    async with asker(small_world) as desk:
        desk.asking.find("lookalikes", ["ott"], "op-1")
        desk.find("meier")
        await desk.until(AskState.DONE)
        async with asyncio.timeout(5):
            while desk.asking.answer("lookalikes").state is not AskState.DONE:
                await asyncio.sleep(0.005)
        assert given(desk.asking.answer("search")) == ["Anna"]
        assert given(desk.asking.answer("lookalikes")) == ["Werner"]


async def test_an_odd_id_opens_nobody_else(small_world: World) -> None:
    async with asker(small_world) as desk:
        for person_id in ("a/b", "../enrol", "?x", "a b", "ü"):
            desk.asking.open(person_id, "op-1")
            await desk.until_opened(person_id, AskState.AWAY if "/" in person_id else AskState.UNKNOWN)


async def test_it_is_told_when_the_service_can_be_reached_again(small_world: World) -> None:
    async with asker(small_world, breaks, breaks, path="/v1/changes") as desk:
        async with asyncio.timeout(10):
            while desk.asking.reconnected == 0:
                await asyncio.sleep(0.01)
        assert desk.told == [(ANSWERED, "")]


async def test_a_fault_of_ours_ends_the_question_too() -> None:
    class Broken:
        async def find_persons(self, text: str, operator_id: str) -> Result[FoundPersons]:
            raise ZeroDivisionError

        async def open_person(self, person_id: str, operator_id: str) -> Result[FoundPersons]:
            raise ZeroDivisionError

    asking = Asking(lambda _: None)
    asking.find("search", ["meier"], "op-1")
    asking.open("anna", "op-1")
    await asking.answer_now(Broken())
    assert (asking.answer("search").state, asking.opened("anna")) == (AskState.AWAY, AskState.AWAY)


async def test_an_answer_that_comes_too_late_says_nothing_of_the_next_question() -> None:
    class Late:
        async def find_persons(self, text: str, operator_id: str) -> Result[FoundPersons]:
            asking.find("search", ["ott"], "op-1")
            return Result(Reply.UNREACHABLE)

        async def open_person(self, person_id: str, operator_id: str) -> Result[FoundPersons]:
            raise AssertionError

    asking = Asking(lambda _: None)
    asking.find("search", ["meier"], "op-1")
    await asking.answer_now(Late())
    assert asking.answer("search") == Answer(("ott",), AskState.WAITING)


async def test_questions_from_other_threads_are_all_answered() -> None:
    """The last of each purpose; and nobody loses a wake-up."""

    class Echo:
        async def find_persons(self, text: str, operator_id: str) -> Result[FoundPersons]:
            return Result(Reply.OK, FoundPersons(persons=()))

        async def open_person(self, person_id: str, operator_id: str) -> Result[FoundPersons]:
            return Result(Reply.OK)

    asking = Asking(lambda _: None, pause_s=0.0)
    task = asyncio.create_task(asking.run(Echo()))
    await asyncio.sleep(0)

    def ask(purpose: int) -> None:
        for number in range(200):
            asking.find(f"p{purpose}", [f"text {number}"], "op-1")

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    async with asyncio.timeout(10):
        while any(thread.is_alive() for thread in threads) or any(
            asking.answer(f"p{number}").state is not AskState.DONE for number in range(5)
        ):
            await asyncio.sleep(0.005)
    assert {asking.answer(f"p{number}").texts for number in range(5)} == {("text 199",)}
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    asking.find("p0", ["after the end"], "op-1")
    assert asking.answer("p0").state is AskState.WAITING


async def test_only_so_many_texts_and_people_are_remembered() -> None:
    asking = Asking(lambda _: None)
    assert len(asking.find("search", [f"text {number}" for number in range(50)], "op-1").texts) == 4
    for number in range(120):
        asking.open(f"p{number}", "op-1")
    assert (asking.opened("p0"), asking.opened("p119")) == (AskState.NOT, AskState.WAITING)

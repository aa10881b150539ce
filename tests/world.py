"""A small world for tests: the real service on a real database, real desks, a clock that stands still.

Desks and service talk through the same functions as over HTTP, but only when a test says so: `push`, `pull`, `sync`.
The wire itself has tests of its own (tests/sync, tests/central).
"""

from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from empfang.central import feed, view_log
from empfang.central.access import Caller, caller_with, enrol, make_code, put_reference, streams_of_desk
from empfang.central.agreeing import Seen, came_back, page_or_why, told, why_not
from empfang.central.database import CentralDatabase
from empfang.central.persons import Persons
from empfang.central.scope import REFERENCE, people_of, places_of
from empfang.central.tx import CentralTx
from empfang.central.view_log import Searched
from empfang.central.writer import Batch, decide, decide_all
from empfang.clock import CallableClock
from empfang.desk import Desk
from empfang.errors import ServiceProblem
from empfang.ids import derived_id
from empfang.model import (
    OF_A_PERSON,
    Allotment,
    Appointment,
    AppointmentStatus,
    Centre,
    Contingent,
    Deletion,
    DeskRole,
    DoseChange,
    DoseKind,
    Operator,
    PastDay,
    Person,
    Record,
    RuleBook,
    Slot,
    Vial,
    moment_text,
)
from empfang.packing import SnapshotPart, pack, unpack
from empfang.protocol import MAX_FOUND, ChangesPage, CommandsReply, ForgottenCommand, FoundPersons
from empfang.rows import Cursor, Rows
from empfang.rules.book_reading import read_book
from empfang.rules.codes import code_key
from empfang.running import keep_enrolment
from empfang.store import Store, open_store
from empfang.store.store import Standing
from empfang.store.tx import Topics
from empfang.sync.asking import Asking
from empfang.sync.calls import Calls, PersonCalls, Result
from empfang.sync.exchange import Exchange, answer_of
from empfang.sync.step import Answered, Lane, Reply
from tests.times import BERLIN, DAY, at  # noqa: F401 - the world's zone

T = TypeVar("T")
KL_STREAMS = (REFERENCE, people_of("KL"), places_of("KL"))
"""What the desks of Kaiserslautern follow, besides whom they have opened."""
COMPARED: tuple[type[Record], ...] = (Person, *OF_A_PERSON, Deletion, Vial, DoseChange, Allotment, PastDay)


class Wall:
    """A clock that a test moves."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self.clock = CallableClock(lambda: self.moment)

    def set(self, text: str) -> None:
        """Move to a local time of the day."""
        self.moment = at(text)

    def go_on(self, **parts: float) -> None:
        """Let time pass: minutes=…, seconds=…"""
        self.moment += timedelta(**parts)


class InProcess:
    """The service's calls without a wire between."""

    def __init__(self, world: "World", desk_id: str) -> None:
        self._world = world
        self._desk_id = desk_id

    async def commands(self, lines: Sequence[bytes], standing: Standing) -> Result[CommandsReply]:
        why = why_not(self._world.database, self._desk_id, _seen(standing))
        if why is not None:
            return self._gone(standing, why)
        return self._decide(Batch(self._desk_id, lines))

    async def recover(
        self, forgotten: Sequence[ForgottenCommand], over: Standing, standing: Standing | None = None
    ) -> Result[CommandsReply]:
        why = None if standing is None else why_not(self._world.database, self._desk_id, _seen(standing))
        if standing is not None and why is not None:
            return self._gone(standing, why)
        came_back(self._world.database, _seen(over))
        return self._decide(Batch(self._desk_id, forgotten=forgotten, epoch=over.epoch))

    async def changes(self, standing: Standing, limit: int, wait_s: float) -> Result[ChangesPage]:
        database = self._world.database
        with database.reading() as cursor:
            caller = caller_with(cursor, database.flavour, self._desk_id)
        assert caller is not None
        page = page_or_why(database, caller, _seen(standing), limit, self._world.wall.moment)
        return self._gone(standing, page) if isinstance(page, str) else Result(Reply.OK, page)

    async def snapshot(self, after: str, cursor: int | None, standing: Standing) -> Result[SnapshotPart]:
        database = self._world.database
        why = why_not(database, self._desk_id, _seen(standing))
        if why is not None:
            return self._gone(standing, why)
        with database.reading() as reading:
            caller = caller_with(reading, database.flavour, self._desk_id)
            assert caller is not None
            head, lines = feed.snapshot_part(
                reading, database.flavour, caller.streams, after, cursor, self._world.wall.moment
            )
        return Result(Reply.OK, unpack(pack(head, lines)))

    async def find_persons(self, text: str, operator_id: str) -> Result[FoundPersons]:
        def find(persons: Persons, caller: Caller) -> FoundPersons:
            found = persons._find(caller, operator_id, text, MAX_FOUND)
            seen = Searched(self._desk_id, operator_id, self._world.wall.moment, len(found.persons))
            view_log.write(self._world.database, [seen])
            return found

        return self._of_persons(find)

    async def open_person(self, person_id: str, operator_id: str) -> Result[FoundPersons]:
        return self._of_persons(lambda persons, caller: persons._open(caller, operator_id, person_id))

    def _of_persons(self, work: Callable[[Persons, Caller], FoundPersons | None]) -> Result[FoundPersons]:
        """As the call does it, with its rights and its log, in this thread."""
        database = self._world.database
        persons = Persons(database, self._world.wall.clock, lambda: 0.0)
        with database.reading() as cursor:
            caller = caller_with(cursor, database.flavour, self._desk_id)
        assert caller is not None
        try:
            return Result(Reply.OK, work(persons, caller))
        except ServiceProblem as problem:
            return Result(Reply.FAILED, code=problem.code)
        finally:
            persons.close()

    def _decide(self, batch: Batch) -> Result[CommandsReply]:
        replies, _ = decide_all(self._world.database, self._world.wall.clock, [batch])
        return Result(Reply.OK, replies[0])

    def _gone(self, standing: Standing, why: str) -> Result[Any]:
        code = told(self._world.database, _seen(standing), why, self._world.wall.moment)
        return Result(Reply.GONE, code=code)


def _seen(standing: Standing) -> Seen:
    return Seen(standing.epoch, standing.cursor or 0, standing.mark, standing.heard, standing.done)


def at_once(work: Coroutine[Any, Any, T]) -> T:
    """The result of something that never has to wait."""
    try:
        work.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    raise AssertionError("it waits")


@dataclass
class Place:
    """A desk with its store, in a test's hands."""

    world: "World"
    folder: Path
    wall: Wall
    by_rules: bool = False
    store: Store = field(init=False)
    desk: Desk = field(init=False)
    asking: Asking = field(init=False)
    told: Topics = field(default_factory=set)
    """What was told about answers of the service."""

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        """Start the desk on its store, as after a restart."""
        self.store = Store(open_store(self.folder))
        self.asking = Asking(self._answered, pause_s=0.0)
        remote = self.asking if self.store.meta("role") == DeskRole.HOTLINE else None
        self.desk = Desk(self.store, self.wall.clock, remote=remote, by_rules=self.by_rules)
        self.desk.sign_in("op-1")

    def restart(self) -> None:
        """End without ceremony and start again."""
        self.store.close()
        self.open()

    @property
    def id(self) -> str:
        return self.desk.desk_id

    @property
    def name(self) -> str:
        return self.store.meta("desk_name") or ""

    def lines(self, limit: int = 500) -> list[bytes]:
        """What would be sent."""
        return [each.line for each in self.store.unsent(limit)]

    def push(self, limit: int = 500, *, lose_answer: bool = False) -> CommandsReply:
        """Send what is unsent; with `lose_answer` the service decides and the desk never hears of it."""
        unsent = self.store.unsent(limit)
        reply = decide(self.world.database, self.world.wall.clock, [(self.id, [each.line for each in unsent])])[0]
        if not lose_answer:
            pairs = [(each.number, verdict) for each, verdict in zip(unsent, reply.verdicts, strict=True)]
            self.desk.took_in(self.store.take_verdicts(pairs, self.wall.moment))
        return reply

    def pull(self, limit: int = 500) -> None:
        """Fetch all changes."""
        more = True
        while more:
            with self.world.database.reading() as cursor:
                page = feed.changes(
                    cursor,
                    self.world.database.flavour,
                    self.streams(cursor),
                    int(self.store.meta("cursor") or 0),
                    limit,
                    self.wall.moment,
                )
            self.desk.took_in(self.store.pull(page, self.wall.moment))
            more = page.has_more

    def meet(self, calls: Calls | None = None, *, batch: int = 500, page: int = 500) -> Answered:
        """Send and fetch everything as the engine does, until there is nothing more or something goes wrong."""
        made = Exchange(
            self.store, self.wall.clock, self.desk.clock.correction, self.desk.took_in, batch=batch, page=page
        )
        calls = calls or InProcess(self.world, self.id)
        for _ in range(1000):
            answers = [
                at_once(answer_of(made.push(calls), Lane.PUSH)),
                at_once(answer_of(made.pull(calls, 0), Lane.PULL)),
            ]
            for answer in answers:
                if answer.reply is not Reply.OK:
                    return answer
            if not any(answer.more for answer in answers) and self.store.standing().cursor is not None:
                return answers[1]
        raise AssertionError("it never ends")

    def _answered(self, topics: Topics) -> None:
        self.desk.took_in(topics)
        self.told |= topics

    def hear(self, calls: PersonCalls | None = None) -> None:
        """The service answers what this desk has asked beside the feed."""
        at_once(self.asking.answer_now(calls or InProcess(self.world, self.id)))

    def sync(self) -> None:
        """Send and fetch everything."""
        self.push()
        self.pull()

    def download(self) -> None:
        """The whole snapshot."""
        for part in feed.snapshot(self.world.database, self.id, self.wall.moment):
            self.desk.took_in(self.store.take_snapshot_part(unpack(part), self.wall.moment))

    def streams(self, cursor: Cursor) -> tuple[str, ...]:
        """What this desk follows."""
        return streams_of_desk(cursor, self.world.database.flavour, self.id)

    def unsent(self) -> int:
        """How many commands wait."""
        return self.store.unsent_count()[0]

    def records(self, kind: type[Record]) -> list[Record]:
        """All records of a kind at the desk, by id."""
        return list(Rows(self.store.database.connection.cursor(), "sqlite").find(kind))

    def state(self) -> dict[str, list[Record]]:
        """What this desk shows."""
        return {kind.kind: self.records(kind) for kind in COMPARED}


class World:
    """The service, and whatever desks a test enrols."""

    def __init__(self, database: CentralDatabase, folder: Path, *, fresh: bool = True) -> None:
        """`fresh`: with a new database; else with what is in it."""
        self.database = database
        self.folder = folder
        self.wall = Wall(at("09:40"))
        self.places: list[Place] = []
        if not fresh:
            return
        database.create(at("09:00"))
        put_reference(
            database,
            [
                Centre(id="KL", name="Landesimpfzentrum Kaiserslautern", early_minutes=10, late_minutes=90),
                Centre(id="DA", name="Impfzentrum Darmstadt", early_minutes=10),
            ],
            self.wall.moment,
        )
        put_reference(database, [Operator(id="op-1", name="Becker, Anja", centre_ids=("KL",))], self.wall.moment)

    def publish(self, text: str) -> None:
        """A rule book, for all desks."""
        book = read_book(text, "book.toml")
        self.put(RuleBook(id=f"{book.id}.{book.number}", book=book.id, number=book.number, text=text))

    def place(
        self,
        centre_id: str = "KL",
        name: str = "",
        *,
        download: bool = True,
        role: DeskRole = DeskRole.RECEPTION,
        serves: tuple[str, ...] = (),
    ) -> Place:
        """A newly enrolled desk; its clock is the world's."""
        now = self.wall.moment
        reply = enrol(self.database, make_code(self.database, centre_id, name, now, role, serves), now)
        keep_enrolment(self._next_folder(), "http://127.0.0.1:1", reply)
        place = self.known_place()
        if download:
            place.download()
        return place

    def known_place(self) -> Place:
        """The next desk whose store is in the folder already; its clock is the world's."""
        place = Place(self, self._next_folder(), self.wall)
        self.places.append(place)
        return place

    def _next_folder(self) -> Path:
        return self.folder / f"desk-{len(self.places) + 1}"

    def put(self, *records: Record) -> None:
        """Write records at the service, as an import would."""
        with self.database.writing() as cursor:
            tx = CentralTx(cursor, self.database.flavour, self.wall.moment)
            for record in records:
                tx.put(record)
            tx.finish(None)
            tx.take_numbers()

    def slot(self, time: str, capacity: int = 1, centre_id: str = "KL", day: date = DAY) -> Slot:
        """A slot for Comirnaty with places of the contingent "online"."""
        start = at(time, day)
        contingent = Contingent(id=f"{centre_id}:online", centre_id=centre_id, name="online")
        slot = Slot(
            id=derived_id("slot", centre_id, moment_text(start), "Comirnaty"),
            centre_id=centre_id,
            start=start,
            vaccine="Comirnaty",
            capacity={contingent.id: capacity},
        )
        self.put(contingent, slot)
        return slot

    def person(self, name: str = "Meier, Hannelore", born: str = "1941-02-04", **more: Any) -> Person:
        """A person known at the service."""
        family, _, given = name.partition(", ")
        person = Person(
            id=more.pop("id", derived_id("person", name, born)),
            family=family,
            given=given,
            birth_date=date.fromisoformat(born),
            **more,
        )
        self.put(person)
        return person

    def booked(
        self,
        person: Person,
        time: str = "09:40",
        *,
        day: date = DAY,
        centre_id: str = "KL",
        code: str = "",
        **more: Any,
    ) -> Appointment:
        """An appointment for this person, in a slot that has room for it."""
        start = at(time, day)
        code = code or f"{centre_id}-{derived_id('code', person.id, start)[:8].upper()}"
        appointment = Appointment(
            id=more.pop("id", derived_id("appointment", person.id, centre_id, start)),
            person_id=person.id,
            centre_id=centre_id,
            start=start,
            dose_kind=more.pop("dose_kind", DoseKind.BOOSTER),
            vaccine=more.pop("vaccine", "Comirnaty"),
            code=code,
            code_key=code_key(code),
            status=more.pop("status", AppointmentStatus.BOOKED),
            **more,
        )
        self.put(appointment)
        return appointment

    def state(self) -> dict[str, list[Record]]:
        """What the service knows."""
        with self.database.reading() as cursor:
            rows = Rows(cursor, self.database.flavour)
            return {kind.kind: list(rows.find(kind)) for kind in COMPARED}

    def settle(self, places: Iterable[Place] | None = None) -> None:
        """Everything connected until nothing moves: each sends, then each fetches."""
        chosen = list(places or self.places)
        for place in chosen:
            place.push()
        for place in chosen:
            place.pull()

    def assert_all_equal(self) -> None:
        """All desks of Kaiserslautern show what the service knows of their centre (rule 5)."""
        truth = self.state()
        for place in self.places:
            assert place.state() == truth, place.name

    def close(self) -> None:
        """Give everything back."""
        for place in self.places:
            place.store.close()
        self.database.close()

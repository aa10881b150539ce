"""The world of a seed: service, desks, network and time, moved on one step of a story after another."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, ClassVar
from unittest import mock

import httpx

import empfang.central.accept
import empfang.central.access
import empfang.central.feed
import empfang.central.pruning
import empfang.desk.desk
import empfang.ids
import empfang.store.base
import empfang.store.store
import empfang.sync.client
from empfang.central import access, epochs
from empfang.central.access import put_reference
from empfang.central.pruning import prune_feed
from empfang.central.tx import CentralTx
from empfang.commands import base as commands
from empfang.commands.all import read_command
from empfang.commands.base import FULL, Applied, Fact, UnreadableError
from empfang.commands.tx import Tx
from empfang.errors import Problem
from empfang.model import (
    Appointment,
    Centre,
    Contingent,
    Deletion,
    DeskRole,
    DoseKind,
    Operator,
    Person,
    Record,
    Slot,
)
from empfang.protocol import Command
from empfang.rows import Rows
from empfang.rules.codes import code_key, make_code
from empfang.sync.step import Allowed, Woken
from tests.sim.clerks import CLERKS, one_of
from tests.sim.coverage import Coverage
from tests.sim.desks import SimDesk
from tests.sim.disk import Blow
from tests.sim.flights import Ahead, Flight, Sent
from tests.sim.ledger import Entry
from tests.sim.parts import DriftingClock, Ids, KilledError, ViolationError
from tests.sim.rules import Rules
from tests.sim.service import SERVICE_DB, Central
from tests.sim.story import Step, Story

BEGIN = datetime.fromisoformat("2021-12-15T08:40:00+00:00")
PEOPLE = 24
SHM = Path("/dev/shm")  # noqa: S108 - a thousand commits are much faster there
_NEVER_SETTLES = 60


class FromTheFuture(Fact):
    """What a newer program's desk may say, and an older service cannot read."""

    kind: ClassVar[str] = "from_the_future"
    person_id: str

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def apply(self, tx: Tx, command: Command) -> Applied:
        person = tx.get(Person, self.person_id)
        if person is not None:
            tx.put(person.with_(language="future"))
        return FULL


def _read_by_an_older_service(line: bytes) -> Any:
    command, payload = read_command(line)
    if isinstance(payload, FromTheFuture):
        raise UnreadableError("unknown_kind", command.id, command.number)
    return command, payload


class Sim:
    """A world in which a story happens."""

    def __init__(self, story: Story, folder: Path, url: str | None = None, *, told: bool = False) -> None:
        self.story = story
        self.folder = folder
        self.seconds = 0.0
        self.cover = Coverage()
        self.told: list[str] | None = [] if told else None
        self.flights: list[Flight] = []
        self.names: dict[str, str] = {}
        self.desks: list[SimDesk] = []
        self.at_work: SimDesk | None = None
        """Whose engine runs just now."""
        self.histories = 0
        self._seen_histories: dict[str, int] = {}
        self._names = 0
        self._touched: set[SimDesk] = set()
        self._quiet = False
        self._entries: dict[str, Entry] = {}
        self.ids = Ids(story.seed, self.true_time)
        self.service_clock = DriftingClock(self.true_time)
        self.rules = Rules(self)
        self.central = Central(self, url or folder / SERVICE_DB)

    # Time

    def true_time(self) -> datetime:
        """Whatever the clocks say."""
        return BEGIN + timedelta(seconds=self.seconds)

    # The beginning

    def set_up(self) -> None:
        """Service, people, desks."""
        draw = Random(self.story.seed ^ 0x5EED)
        self.central.database.create(self.true_time())
        now = self.true_time()
        centres = [
            Centre(id="KL", name="Landesimpfzentrum Kaiserslautern", early_minutes=60, late_minutes=90),
            Centre(id="DA", name="Impfzentrum Darmstadt", early_minutes=60),
        ]
        put_reference(self.central.database, centres, now)
        operators = [Operator(id="op-1", name="Becker, Anja", centre_ids=("KL", "DA"))]
        put_reference(self.central.database, operators, now)
        records: list[Record] = []
        for centre_id in ("KL", "DA"):
            records += [Contingent(id=f"{centre_id}:{name}", centre_id=centre_id, name=name) for name in ("a", "b")]
            records += [self._slot(centre_id, hours, draw) for hours in (1, 2, 26, 50)]
        for number in range(PEOPLE):
            records += self._person(draw, "KL" if number % 3 else "DA")
        self._put(records)
        enrolments = [("KL", DeskRole.RECEPTION), ("KL", DeskRole.RECEPTION), ("DA", DeskRole.RECEPTION)]
        for number, (centre_id, role) in enumerate([*enrolments, ("KL", DeskRole.HOTLINE)]):
            serves = ("DA",) if role is DeskRole.HOTLINE else ()
            code = access.make_code(self.central.database, centre_id, "", now, role, serves)
            reply = access.enrol(self.central.database, code, now)
            clock = DriftingClock(self.true_time, draw.choice((0, 0, 3, -40, 600)), draw.choice((0, 0, 1e-4, -1e-3)))
            self.desks.append(SimDesk(self, number, reply, self.folder / f"desk-{number}", clock))
        self.rules.put_back()
        for desk in self.desks:
            desk.start()

    def new_name(self) -> str:
        """A family name that nobody else has, and that is part of no other."""
        self._names += 1
        return f"Mensch{self._names}q"

    def _slot(self, centre_id: str, hours: float, draw: Random) -> Slot:
        start = self.true_time().replace(minute=0, second=0) + timedelta(hours=hours)
        capacity = {f"{centre_id}:a": draw.randint(0, 3), f"{centre_id}:b": draw.randint(1, 3)}
        return Slot(id=empfang.ids.new_id(), centre_id=centre_id, start=start, vaccine="Comirnaty", capacity=capacity)

    def _person(self, draw: Random, centre_id: str) -> list[Record]:
        """Somebody with an appointment or two, perhaps at both centres, perhaps on the waiting list."""
        family = self.new_name()
        person = Person(
            id=empfang.ids.new_id(),
            family=family,
            given="Alt",
            street=f"{family}weg",
            registered_centre_id=centre_id if draw.random() < 0.7 else None,
            registered_at=self.true_time(),
        )
        self.names[person.id] = family
        found: list[Record] = [person]
        for number in range(draw.choice((1, 1, 1, 2))):
            where = centre_id if number == 0 or draw.random() < 0.4 else ("DA" if centre_id == "KL" else "KL")
            start = self.true_time() + timedelta(minutes=draw.choice((-30, 0, 20, 45, 1500)))
            code = make_code(where, draw.randrange)
            waiting = draw.random() < 0.15
            found.append(
                Appointment(
                    id=empfang.ids.new_id(),
                    person_id=person.id,
                    centre_id=where,
                    status="waitlist" if waiting else "booked",  # type: ignore[arg-type]
                    start=None if waiting else start,
                    waiting_since=self.true_time() if waiting else None,
                    dose_kind=DoseKind.BOOSTER,
                    vaccine="Comirnaty",
                    code=code,
                    code_key=code_key(code),
                )
            )
        return found

    def _put(self, records: list[Record]) -> None:
        """As an import does."""
        database = self.central.database
        with database.writing() as cursor:
            tx = CentralTx(cursor, database.flavour, self.service_clock.now())
            for record in records:
                if tx.get(Deletion, record.subject) is None:
                    tx.put(record)
            tx.finish(None)
            tx.take_numbers()
        self.rules.capacity_is_what_it_is()

    # What others ask about the world

    def tell(self, text: str) -> None:
        """A line of the story."""
        if self.told is not None:
            self.told.append(text)

    def fault(self, name: str) -> None:
        """A fault happened."""
        self.cover.faults[name] += 1
        self.tell(f"    ! {name}")

    def entry_of(self, command_id: str) -> Entry | None:
        """The command with this id, whoever recorded it."""
        if command_id not in self._entries:
            self._entries.update({entry.id: entry for desk in self.desks for entry in desk.ledger.values()})
        return self._entries.get(command_id)

    def epoch(self) -> str:
        """The service's."""
        with self.central.database.reading() as cursor:
            return epochs.head(cursor)[0]

    def streams(self, desk: SimDesk) -> tuple[str, ...]:
        """What a desk follows."""
        with self.central.database.reading() as cursor:
            return access.streams_of_desk(cursor, self.central.database.flavour, desk.id)

    def histories_seen(self, desk: SimDesk) -> int:
        """How many restores had been when the desk's last answer was made."""
        return self._seen_histories.get(desk.id, 0)

    # A step

    def do(self, step: Step) -> None:
        """One step, and a look at what it touched."""
        self.ids.begin_step(step.number)
        self.tell(f"{step.number:>5} {self.true_time():%d %H:%M:%S} {step.actor}: {step.action}")
        draw = Random(step.chance)
        if step.desk is not None and step.action in _DESK_ACTIONS:
            self._at_desk(self.desks[step.desk], lambda desk: _DESK_ACTIONS[step.action](self, desk, draw))
        elif step.desk is not None:
            self._at_desk(self.desks[step.desk], lambda desk: self._clerk(desk, step.action, draw))
        elif step.actor == "net":
            self._message(draw)
        elif step.actor == "time":
            self._time_passes(_TIMES[step.action](draw))
        else:
            try:
                _SERVICE_ACTIONS[step.action](self, draw)
            except Problem as problem:
                self.tell(f"    {problem.code}")
        self.look()

    def look(self) -> None:
        """At everything that was touched."""
        self.rules.look_at_service()
        touched, self._touched = self._touched, set()
        for desk in sorted(touched, key=lambda each: each.number):
            self.rules.look_at_desk(desk)

    def _at_desk(self, desk: SimDesk, work: Any) -> None:
        self._touched.add(desk)
        try:
            said = work(desk)
            if said:
                self.tell(f"    {said}")
        except Problem as problem:
            self.tell(f"    {problem.code}")
        except KilledError:
            desk.crashed()

    def _clerk(self, desk: SimDesk, kind: str, draw: Random) -> str:
        if kind == "from_the_future":
            ids = [row[0] for row in desk.run("SELECT id FROM person ORDER BY id")]
            chosen = one_of(draw, ids)
            if chosen is not None:
                desk.desk._record(FromTheFuture(person_id=chosen))
            return str(chosen)
        actions = CLERKS.get(kind)
        return "" if actions is None else draw.choice(actions)(desk, draw)

    # Time and messages

    def _time_passes(self, seconds: float) -> None:
        self.seconds += seconds
        self.tell(f"    {seconds:.1f} s")
        for flight in list(self.flights):
            if flight.awaited and flight.until < self.seconds:
                self.cover.events["desk gives up waiting"] += 1
                self._give(flight, httpx.ReadTimeout("too long"))
        for desk in self.desks:
            self._at_desk(desk, lambda each: each.time_came())

    def _give(self, flight: Flight, outcome: httpx.Response | Exception) -> None:
        """The desk hears how its request went."""
        if flight.answer is not None or not flight.awaited:
            self._drop(flight)
        if flight.awaited:
            self._at_desk(flight.desk, lambda desk: desk.answer(flight, outcome))

    def _drop(self, flight: Flight) -> None:
        if flight in self.flights:
            self.flights.remove(flight)

    def _movable(self) -> list[Flight]:
        head = self.central.head()
        found = []
        for flight in self.flights:
            held = flight.held_at is not None and flight.held_at == head
            if (
                flight.answer is not None
                or not held
                or self.seconds >= flight.sent_at + float(flight.request.url.params.get("wait", 0))
            ):
                found.append(flight)
        return found

    def _message(self, draw: Random) -> None:
        movable = self._movable()
        if not movable:
            self.tell("    nothing on the way")
            return
        flight = draw.choice(movable)
        self.tell(
            f"    {flight.desk.name} {flight.lane} {flight.request.method} {flight.request.url.raw_path.decode()[:60]}"
            f" {'answer ' + str(flight.answer.status_code) if flight.answer is not None else 'request'}"
        )
        faulty = not self._quiet and draw.randrange(100) < self.story.faulty
        if flight.desk.unplugged_until > self.seconds:
            self.fault("unplugged")
            self._count_faulty()
            self._drop(flight)
            self._give(flight, httpx.ConnectError("unplugged"))
        elif flight.answer is not None:
            self._answer_arrives(flight, draw, faulty=faulty)
        else:
            self._request_arrives(flight, draw, faulty=faulty)

    def count_message(self) -> None:
        """A request, or an answer; those at the end, when everything works, apart."""
        self.cover.events["messages at the end" if self._quiet else "messages"] += 1

    def _count_faulty(self) -> None:
        self.cover.events["faulty messages"] += 1

    def _answer_arrives(self, flight: Flight, draw: Random, *, faulty: bool) -> None:
        answer = flight.answer
        assert answer is not None
        self._drop(flight)
        if not flight.awaited:
            return
        self.count_message()
        if not faulty:
            self._give(flight, answer)
            return
        self._count_faulty()
        fault = draw.choice(("lost", "lost", "lost", "halved", "flipped", "html", "closed", "401", "empty"))
        self.fault(f"answer {fault}")
        content = answer.content
        headers = {name: value for name, value in answer.headers.items() if name == "repr-digest"}
        match fault:
            case "lost":
                self._give(flight, httpx.ReadTimeout("lost"))
            case "closed":
                self._give(flight, httpx.RemoteProtocolError("closed"))
            case "halved":
                half = content[: draw.randrange(1 + len(content))]
                bare = {} if draw.random() < 0.3 else headers
                whole = half == content
                self._give(flight, httpx.Response(answer.status_code, content=content if whole else half, headers=bare))
            case "flipped" if content:
                at = draw.randrange(len(content))
                spoilt = content[:at] + bytes([content[at] ^ (1 << draw.randrange(8))]) + content[at + 1 :]
                self._give(flight, httpx.Response(answer.status_code, content=spoilt, headers=headers))
            case "401":
                self._give(flight, httpx.Response(401, html="<h1>Anmeldung am WLAN</h1>"))
            case "empty":
                self._give(flight, httpx.Response(200, content=b""))
            case _:
                self._give(flight, httpx.Response(200, html="<h1>Wartung</h1>"))

    def _request_arrives(self, flight: Flight, draw: Random, *, faulty: bool) -> None:
        if faulty:
            self._count_faulty()
            fault = draw.choice(_REQUEST_FAULTS)
            self.fault(f"request {fault}")
            _ON_THE_WAY[fault](self, flight, draw)
            return
        together = [flight]
        if flight.request.method == "POST" and draw.random() < 0.3:
            _race(self, flight, draw)
            return
        if flight.request.method == "POST" and draw.random() < 0.3:
            others = [each for each in self._movable() if each is not flight and each.answer is None]
            together += [each for each in others if each.request.method == "POST"][: draw.randint(1, 3)]
            # One commit for all that wait: but two requests of one desk come one after the other.
            together = list({each.desk.id: each for each in reversed(together)}.values())
            if flight not in together:
                together = [flight]
            self.cover.events["several desks in one commit"] += len(together) > 1
        self._served(together, draw.randrange(2))

    def _served(self, flights: list[Flight], process: int) -> None:
        """The service does what these ask."""
        for flight in flights:
            self._seen_histories[flight.desk.id] = self.histories
        try:
            answers = self.central.take(flights, process)
        except KilledError:
            for flight in flights:
                self._drop(flight)
                self._give(flight, httpx.RemoteProtocolError("the service was killed"))
            return
        for flight, answer in zip(flights, answers, strict=True):
            if answer is None:
                continue
            flight.answer = answer
            if not answer.is_success:
                self.cover.events[f"service says {answer.status_code}"] += 1
            if not flight.awaited:
                self._drop(flight)

    # To the end

    def settle(self) -> None:
        """Everything works from now on, until nothing moves."""
        self._quiet = True
        self.tell("everything is connected from now on")
        self.ids.begin_step(10**6)
        self._allow_everybody()
        for desk in self.desks:
            desk.disk.blow = None
            desk.unplugged_until = 0.0
            desk.clock.offset_s, desk.clock.drift = 0.0, 0.0
            self._at_desk(desk, lambda each: each.restart())
        self.service_clock.offset_s = 0.0
        self.look()
        draw = Random(1)
        for _ in range(_NEVER_SETTLES):
            while True:
                movable = self._movable()
                if not movable:
                    break
                self.ids.begin_step(10**6 + self.cover.events["messages"] + self.cover.events["messages at the end"])
                self._message(draw)
                self.look()
            for desk in self.desks:
                if getattr(desk.state.pull, "reason", "") == "stopped":
                    self._allow_loss(desk)
            if self._at_rest():
                return
            self._time_passes(3.0)
            self.look()
        raise ViolationError("5 settled", "; ".join(self._what_hangs(desk) for desk in self.desks))

    def _what_hangs(self, desk: SimDesk) -> str:
        said = [f"{desk.name} push {desk.state.push} pull {desk.state.pull} at {desk.cursor} of {self.central.head()}"]
        for unsent in desk.store.unsent(3):
            command = desk.ledger[unsent.number].recorded.command
            needs = {needed: str(self.rules._first.get(needed)) for needed in command.needs}
            said.append(f"unsent {unsent.number} {command.kind} {command.id} needs {needs}")
        return ", ".join(said)

    def _at_rest(self) -> bool:
        head = self.central.head()
        for desk in self.desks:
            if desk.store.unsent_count()[0] or desk.cursor is None or desk.cursor < head:
                return False
            if desk.run("SELECT count(*) FROM outbox WHERE settled_at IS NULL")[0][0]:
                # Whoever has seen all of the feed and has all verdicts settles nothing any more.
                return True
        return all(flight.held_at == head for flight in self.flights)

    def _allow_loss(self, desk: SimDesk) -> None:
        def work(each: SimDesk) -> None:
            self.cover.events["loss allowed"] += 1
            each.store.allow_loss(each.desk._reading.today())
            each.tell(Allowed())

        self._at_desk(desk, work)

    def _allow_everybody(self) -> None:
        with self.central.database.writing() as cursor:
            cursor.execute("UPDATE desk_access SET revoked = FALSE")

    def close(self) -> None:
        """Give everything back."""
        for desk in self.desks:
            desk.close()
        self.central.close()

    def records(self, kind: type[Record]) -> list[Any]:
        """At the service, by id."""
        with self.central.database.reading() as cursor:
            return list(Rows(cursor, self.central.database.flavour).find(kind))


# What happens by itself at a desk


def _kill(sim: Sim, desk: SimDesk, draw: Random) -> None:
    desk.disk.blow = draw.choice((Blow.KILL, Blow.KILL, Blow.KILL_BEFORE, Blow.KILL_AFTER))
    desk.disk.at, desk.disk.skip = draw.randint(1, 30), draw.choice((0, 0, 0, 1, 2))


def _disk_full(sim: Sim, desk: SimDesk, draw: Random) -> None:
    desk.disk.blow, desk.disk.at, desk.disk.skip = Blow.FULL, draw.randint(1, 30), draw.choice((0, 0, 1))


def _restart(sim: Sim, desk: SimDesk, draw: Random) -> None:
    sim.fault("desk started anew")
    desk.restart()


def _unplug(sim: Sim, desk: SimDesk, draw: Random) -> None:
    desk.unplugged_until = sim.seconds + draw.choice((10, 60, 600, 600, 7200))


def _desk_clock(sim: Sim, desk: SimDesk, draw: Random) -> None:
    sim.fault("desk's clock is set")
    desk.clock.offset_s += draw.choice((-7200, -600, -60, -1, 1, 60, 600, 7200, 86400))


def _wake(sim: Sim, desk: SimDesk, draw: Random) -> None:
    desk.tell(Woken())


def _allow(sim: Sim, desk: SimDesk, draw: Random) -> None:
    if getattr(desk.state.pull, "reason", "") == "stopped":
        sim._allow_loss(desk)


def _open_person(sim: Sim, desk: SimDesk, draw: Random) -> str:
    chosen = one_of(draw, [person.id for person in sim.records(Person)])
    if chosen is None or desk.unplugged_until > sim.seconds:
        return "nobody"
    sim.cover.events["opened"] += sim.central.open_person(desk.id, chosen, draw.randrange(2))
    return chosen


def _resend(sim: Sim, desk: SimDesk, draw: Random) -> str:
    """An old request of the desk comes once more, as it was."""
    entry = one_of(draw, list(desk.ledger.values()), biased=False)
    if entry is None or (entry.verdicts and entry.id not in sim.rules._first):
        # What a service has forgotten was sent in an epoch that is over: it would not take it.
        return "nothing"
    return _stray(sim, desk, [entry.line], "old request again")


def _stray(sim: Sim, desk: SimDesk, lines: list[bytes], name: str) -> str:
    token = desk.store.meta("token") or ""
    request = httpx.Request(
        "POST",
        "http://127.0.0.1:1/v1/commands",
        params={"epoch": desk.store.standing().epoch, "cursor": 0, "mark": ""},
        content=b"\n".join(lines),
        headers={"Authorization": f"Bearer {token}"},
    )
    flight = Flight(desk, "push", request, sim.seconds, sim.seconds, awaited=False)  # type: ignore[arg-type]
    sim.fault(name)
    sim._served([flight], 0)
    return ""


def _deal_with(sim: Sim, desk: SimDesk, draw: Random) -> str:
    numbers = [
        row[0]
        for row in desk.run(
            "SELECT number FROM outbox WHERE json_extract(verdict, '$.status') = 'refused' ORDER BY number"
        )
    ]
    chosen = one_of(draw, numbers, biased=False)
    if chosen is None:
        return "nothing"
    desk.desk.deal_with(chosen, done=draw.random() < 0.8)
    return str(chosen)


def _prune_desk(sim: Sim, desk: SimDesk, draw: Random) -> str:
    gone = desk.prune()
    sim.cover.events["records pruned at a desk"] += gone
    return f"{gone} records"


_DESK_ACTIONS = {
    "deal_with": _deal_with,
    "prune": _prune_desk,
    "kill": _kill,
    "disk_full": _disk_full,
    "restart": _restart,
    "unplug": _unplug,
    "clock": _desk_clock,
    "wake": _wake,
    "allow_loss": _allow,
    "open_person": _open_person,
    "resend": _resend,
}
_TIMES = {
    "moment": lambda draw: draw.random() * 0.5,
    "seconds": lambda draw: draw.random() * 8,
    "minutes": lambda draw: draw.random() * 300,
    "hours": lambda draw: 3600 * draw.random() * 3,
    "days": lambda draw: 86400 * draw.randint(1, 3),
    "forty_days": lambda draw: 86400 * 40,
}


# What befalls a request


def _lost(sim: Sim, flight: Flight, draw: Random) -> None:
    sim._drop(flight)
    sim._give(flight, httpx.ConnectTimeout("lost"))


def _delayed(sim: Sim, flight: Flight, draw: Random) -> None:
    """The desk gives up; the request arrives later all the same."""
    flight_given_up = flight.awaited
    if flight_given_up:
        sim._at_desk(flight.desk, lambda desk: desk.answer(flight, httpx.ReadTimeout("too long")))


def _twice(sim: Sim, flight: Flight, draw: Random) -> None:
    """It arrives now, and once more at some time."""
    if flight.request.method == "POST" and flight.copies < 2:
        copy = Flight(flight.desk, flight.lane, flight.request, sim.seconds, sim.seconds, awaited=False)
        copy.copies = flight.copies + 1
        sim.flights.append(copy)
    sim._served([flight], draw.randrange(2))


def _replaced(flight: Flight, content: bytes) -> httpx.Request:
    headers = {"Authorization": flight.request.headers["authorization"]}
    return httpx.Request(flight.request.method, flight.request.url, content=content, headers=headers)


def _halved(sim: Sim, flight: Flight, draw: Random) -> None:
    """Half of it arrives: the service hears that it was cut off, or takes it for the whole."""
    whole = flight.request.content
    if not whole or draw.random() < 0.5:
        _says(sim, flight, 400)
        return
    flight.request = _replaced(flight, whole[: draw.randrange(len(whole))])
    sim._served([flight], draw.randrange(2))


def _garbage(sim: Sim, flight: Flight, draw: Random) -> None:
    """One line among good ones cannot be read."""
    if flight.path != "/v1/commands":
        _lost(sim, flight, draw)
        return
    lines = flight.request.content.split(b"\n")
    place = draw.randrange(len(lines))
    bad = (b"{]", lines[place][: len(lines[place]) // 2], b"\xff\xfe" + lines[place], b'{"kind":"\\u0000"}', b"null")
    lines[place] = draw.choice(bad)
    flight.request = _replaced(flight, b"\n".join(lines))
    sim._served([flight], draw.randrange(2))


def _says(sim: Sim, flight: Flight, status: int, **headers: str) -> None:
    sim._drop(flight)
    sim._give(flight, httpx.Response(status, html="<h1>Nein</h1>", headers=headers))


def _killed(sim: Sim, flight: Flight, draw: Random) -> None:
    if draw.random() < 0.5:
        sim.central.dies_before_commit = True
    else:
        sim.central.dies_after_commit = True
    sim._served([flight], draw.randrange(2))
    sim.central.dies_before_commit = sim.central.dies_after_commit = False


def _full(sim: Sim, flight: Flight, draw: Random) -> None:
    sim.central.blow, sim.central.blow_at = sim.central.full_disk, draw.randint(1, 60)
    sim._served([flight], draw.randrange(2))
    sim.central.blow = None


def _race(sim: Sim, flight: Flight, draw: Random) -> None:
    """Another process decides, and somebody reads, in the middle of it."""
    if flight.request.method != "POST":
        sim._served([flight], 0)
        return
    process = draw.randrange(2)

    def meanwhile(other: int, when: str) -> None:
        for method in ("POST", "GET"):
            movable = [each for each in sim._movable() if each is not flight and each.answer is None]
            others = [each for each in movable if each.request.method == method]
            chosen = [each for each in others if method == "GET" or each.desk is not flight.desk]
            if chosen:
                sim.cover.events[f"{method} {when}"] += 1
                sim._served([draw.choice(chosen)], other)

    sim.central.race = meanwhile
    sim._served([flight], process)
    sim.central.race = None


_ON_THE_WAY = {
    "lost": _lost,
    "delayed": _delayed,
    "twice": _twice,
    "halved": _halved,
    "with a bad line": _garbage,
    "answered 500": lambda sim, flight, draw: _says(sim, flight, 500),
    "answered 429": lambda sim, flight, draw: _says(sim, flight, 429, **{"Retry-After": str(draw.randint(0, 30))}),
    "answered 413": lambda sim, flight, draw: _says(sim, flight, 413),
    "closed": lambda sim, flight, draw: (sim._drop(flight), sim._give(flight, httpx.RemoteProtocolError("closed"))),
    "and the service is killed": _killed,
    "and the service's disk is full": _full,
    "while another process writes": _race,
}
_REQUEST_FAULTS = [*_ON_THE_WAY, "lost", "twice", "delayed", "while another process writes"]


# What happens at the service


def _import(sim: Sim, draw: Random) -> None:
    records: list[Record] = []
    for _ in range(draw.randint(1, 4)):
        records += sim._person(draw, draw.choice(("KL", "KL", "DA")))
    sim._put(records)


def _correct(sim: Sim, draw: Random) -> None:
    person = one_of(draw, sim.records(Person))
    if person is not None:
        sim._put([person.with_(street=f"{sim.names.get(person.id, person.family)}gasse {draw.randrange(3)}")])


def _new_slot(sim: Sim, draw: Random) -> None:
    sim._put([sim._slot(draw.choice(("KL", "DA")), draw.choice((1, 2, 30)), draw)])


def _capacity(sim: Sim, draw: Random) -> None:
    slot = one_of(draw, sim.records(Slot), biased=False)
    if slot is not None:
        sim._put([slot.with_(capacity={name: draw.randint(0, 3) for name in slot.capacity})])


def _move_centre(sim: Sim, draw: Random) -> None:
    appointment = one_of(draw, sim.records(Appointment), biased=False)
    if appointment is not None:
        other = "DA" if appointment.centre_id == "KL" else "KL"
        sim._put([appointment.with_(centre_id=other, slot_id=None, contingent_id=None)])


def _revoke(sim: Sim, draw: Random) -> None:
    desk = draw.choice(sim.desks)
    sim.fault("token revoked")
    with sim.central.database.writing() as cursor:
        cursor.execute(f"UPDATE desk_access SET revoked = TRUE WHERE desk_id = '{desk.id}'")  # noqa: S608


def _allow_again(sim: Sim, draw: Random) -> None:
    sim._allow_everybody()
    for desk in sim.desks:
        if getattr(desk.state.push, "reason", "") == "denied":
            sim.cover.events["allowed again"] += 1
            sim._at_desk(desk, lambda each: each.restart())


def _backup(sim: Sim, draw: Random) -> None:
    if sim.central.sqlite:
        folder = sim.folder / f"backup-{sim.seconds:.0f}-{draw.getrandbits(32)}"
        sim.central.copy_to(folder)
        sim.central.backups.append(folder)


def _put_back(sim: Sim, draw: Random) -> bool:
    backup = one_of(draw, list(reversed(sim.central.backups)))
    if backup is None:
        return False
    sim.histories += 1
    sim.tell(f"    {backup.name}")
    # What was backed up later belongs to a time that has not been: nobody puts that back.
    del sim.central.backups[sim.central.backups.index(backup) + 1 :]
    sim.central.put_back(backup)
    sim.rules.put_back()
    for flight in list(sim.flights):
        if flight.held_at is not None:
            sim._drop(flight)
            sim._give(flight, httpx.RemoteProtocolError("the service was stopped"))
    return True


def _restore(sim: Sim, draw: Random) -> None:
    if _put_back(sim, draw):
        sim.fault("service restored from a backup")
        with sim.central.database.writing() as cursor:
            epochs.begin(cursor, sim.central.database.flavour, sim.service_clock.now())


def _copied_back(sim: Sim, draw: Random) -> None:
    if _put_back(sim, draw):
        sim.fault("service's file merely copied back")


def _prune(sim: Sim, draw: Random) -> None:
    """The service forgets the older part of its feed."""
    sim.cover.events["feed entries pruned"] += prune_feed(sim.central.database, sim.service_clock.now())


def _service_clock(sim: Sim, draw: Random) -> None:
    sim.fault("service's clock is set")
    sim.service_clock.offset_s += draw.choice((-600, -60, -1, 1, 60, 600))


def _stray_line(sim: Sim, draw: Random) -> None:
    """A command that the service knows comes with other bytes."""
    desk = draw.choice(sim.desks)
    known = [entry for entry in desk.ledger.values() if entry.id in sim.rules._first]
    entry = one_of(draw, known, biased=False)
    if entry is not None:
        changed = entry.recorded.command.model_copy(update={"operator_id": "op-2"})
        _stray(sim, desk, [changed.to_bytes()], "same id with other bytes")


def _crash(sim: Sim, draw: Random) -> None:
    """The machine goes down in the middle of the next transaction: only the files remain."""
    if not sim.central.sqlite:
        return
    folder = sim.folder / f"crash-{sim.seconds}-{draw.random()}"

    def happen() -> None:
        sim.fault("service's machine goes down")
        sim.central.copy_to(folder)
        raise KilledError

    sim.central.blow, sim.central.blow_at = happen, draw.randint(2, 40)
    movable = [each for each in sim._movable() if each.answer is None and each.request.method == "POST"]
    if movable:
        sim._served([draw.choice(movable)], 0)
    sim.central.blow = None
    if folder.exists():
        sim.central.put_back(folder)
        shutil.rmtree(folder)


_SERVICE_ACTIONS = {
    "import": _import,
    "correct": _correct,
    "new_slot": _new_slot,
    "capacity": _capacity,
    "move_centre": _move_centre,
    "revoke": _revoke,
    "allow": _allow_again,
    "backup": _backup,
    "restore": _restore,
    "copied_back": _copied_back,
    "prune": _prune,
    "clock": _service_clock,
    "stray_line": _stray_line,
    "crash": _crash,
}


@contextmanager
def swapped_in(sim: Sim) -> Iterator[None]:
    """For as long as this lasts: nothing is random, nobody needs an event loop, and all limits are small."""
    ids = sim.ids
    loop = SimpleNamespace(ensure_future=lambda work: Ahead(sim.at_work, work), Event=Sent)
    with ExitStack() as stack:
        for module, name, value in (
            (empfang.ids, "uuid7", ids.uuid7),
            (empfang.central.pruning, "KEPT_DAYS", 0.05),
            (empfang.sync.client, "asyncio", loop),
            (empfang.central.feed, "PERSONS_PER_PART", sim.story.part),
            (empfang.desk.desk, "secrets", ids),
            (empfang.central.access, "secrets", ids),
            (empfang.store.store, "PEOPLE_AT_ONCE", 2),
            (empfang.store.base, "FEW", 4),
            (empfang.central.accept, "read_command", _read_by_an_older_service),
        ):
            stack.enter_context(mock.patch.object(module, name, value))
        stack.enter_context(mock.patch.dict(commands._KINDS, {(FromTheFuture.kind, 1): FromTheFuture}))
        yield


class Told:
    """How a story ended."""

    def __init__(self, violation: ViolationError | None, step: Step | None, cover: Coverage, lines: list[str]) -> None:
        self.violation = violation
        self.step = step
        self.cover = cover
        self.lines = lines


def tell_story(story: Story, url: str | None = None, *, told: bool = False) -> Told:
    """Let a story happen, in a world that is thrown away afterwards. `url`: of an empty PostgreSQL schema."""
    folder = Path(tempfile.mkdtemp(prefix="sim-", dir=SHM if SHM.exists() else None))
    sim = Sim(story, folder, url, told=told)
    step: Step | None = None
    violation: ViolationError | None = None
    with swapped_in(sim):
        try:
            sim.set_up()
            for step in story.steps:
                sim.do(step)
            step = None
            sim.settle()
            sim.rules.at_the_end()
            sim.cover.close()
        except ViolationError as found:
            violation = found
        finally:
            sim.close()
            shutil.rmtree(folder, ignore_errors=True)
    return Told(violation, step, sim.cover, sim.told or [])

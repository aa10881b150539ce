"""The service of the simulation: two processes on one database, with the real code behind a small router."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import httpx
import psycopg
from pydantic import ValidationError
from sqlalchemy import Engine, event
from sqlcipher3 import dbapi2
from starlette.responses import Response

from empfang.central import access, app, epochs
from empfang.central.agreeing import Seen, came_back, page_or_why, told, why_not
from empfang.central.database import CentralDatabase
from empfang.central.opening import open_person
from empfang.central.problems import HttpProblem, answer, over_http, with_digest
from empfang.central.writer import Batch, decide_all
from empfang.errors import Problem
from empfang.protocol import MAX_COMMAND_BYTES, MAX_COMMANDS, ChangesPage, CommandsReply, ForgottenCommand
from tests.sim.flights import Flight
from tests.sim.parts import FaultyCursor, KilledError

if TYPE_CHECKING:
    from tests.sim.world import Sim

SERVICE_DB = "central.db"


class _SharedDatabase(CentralDatabase):
    """One process's way to the database. It never waits for the other process: who comes second hears "busy"."""

    def __init__(self, url: str | Path, central: "Central", process: int) -> None:
        super().__init__(url)
        self._central = central
        self._process = process

    @cached_property
    def engine(self) -> Engine:
        made: Engine = super().engine
        if self.flavour == "sqlite":
            event.listen(made, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout = 0"))
        return made

    @contextmanager
    def writing(self) -> Iterator[Any]:
        central = self._central
        happen, central.blow = central.blow, None
        central.between(self._process, "before the transaction")
        with super().writing() as cursor:
            yield FaultyCursor(cursor, central.blow_at, happen) if happen is not None else cursor
            central.between(self._process, "before the commit")
            if central.dies_before_commit:
                central.dies_before_commit = False
                raise KilledError
        central.sim.rules.service_committed()
        if central.dies_after_commit:
            central.dies_after_commit = False
            raise KilledError


class Central:
    """Both processes, their database, its backups."""

    def __init__(self, sim: "Sim", url: str | Path) -> None:
        self.sim = sim
        self._url = url
        self.blow: Callable[[], None] | None = None
        self.blow_at = 1
        self.dies_before_commit = False
        self.dies_after_commit = False
        self.race: Callable[[int, str], None] | None = None
        """What another process does in between."""
        self.backups: list[Path] = []
        self._open()

    def _open(self) -> None:
        databases = [_SharedDatabase(self._url, self, each) for each in (0, 1)]
        self.processes = [app.Service(database, self.sim.service_clock) for database in databases]

    @property
    def database(self) -> CentralDatabase:
        """The first process's."""
        return self.processes[0].database

    @property
    def sqlite(self) -> bool:
        """Whether the database is a file that can be copied."""
        return self.database.flavour == "sqlite"

    def close(self) -> None:
        """Give everything back."""
        for process in self.processes:
            process.database.close()

    def between(self, process: int, when: str) -> None:
        """Somebody else gets a turn in the middle of a transaction."""
        race, self.race = self.race, None
        if race is not None:
            race(1 - process, when)
            self.race = race

    # Requests

    def take(self, flights: Sequence[Flight], process: int) -> list[httpx.Response | None]:
        """Answers to requests that arrive together; None: held, since there is nothing new."""
        if (len(flights) == 1 and flights[0].request.method == "GET") or "open" in flights[0].path:
            return [self._answer(lambda: self._read(process, flights[0]))]
        batches: list[Batch] = []
        answers: list[httpx.Response | None] = [None] * len(flights)
        places: list[int] = []
        for place, flight in enumerate(flights):
            made: list[Batch] = []
            problem = self._answer(lambda made=made, flight=flight: made.append(self._batch(process, flight)))  # type: ignore[misc]
            if made:
                batches.append(made[0])
                places.append(place)
            else:
                answers[place] = problem
        if batches:
            for place, answer in zip(places, self._decide(process, batches), strict=True):
                answers[place] = answer
        return answers

    def _decide(self, process: int, batches: list[Batch]) -> list[httpx.Response | None]:
        replies: list[CommandsReply] = []

        def work() -> None:
            found, _ = decide_all(self.processes[process].database, self.sim.service_clock, batches)
            replies.extend(found)

        problem = self._answer(work)
        if not replies:
            return [problem] * len(batches)
        for batch, reply in zip(batches, replies, strict=True):
            self.sim.rules.service_answered(batch, reply)
        return [_plain(answer(reply)) for reply in replies]

    def _answer(self, work: Callable[[], Any]) -> httpx.Response | None:
        """What `empfang.central.app` makes of results and problems."""
        try:
            found = work()
        except (HttpProblem, Problem) as problem:
            return _plain(over_http(problem).response())
        except Exception as error:  # noqa: BLE001 - as `Discreet` does
            self.sim.cover.events[f"service: {type(error).__name__}"] += 1
            self.sim.tell(f"    the service fails: {type(error).__name__} {error}")
            return _plain(HttpProblem(500, "internal").response())
        return found if isinstance(found, httpx.Response) else None

    def _caller(self, process: int, flight: Flight) -> access.Caller:
        token = flight.request.headers["authorization"].partition(" ")[2]
        caller = self.processes[process].caller(token)
        if caller is None:
            raise HttpProblem(401, "token_unknown")
        return caller

    def _batch(self, process: int, flight: Flight) -> Batch:
        service, caller = self.processes[process], self._caller(process, flight)
        lines = [line for line in flight.request.content.split(b"\n") if line.strip()]
        if len(lines) > MAX_COMMANDS or any(len(line) > 3 * MAX_COMMAND_BYTES for line in lines):
            raise HttpProblem(413, "too_many_commands")
        if flight.path == "/v1/commands":
            why = why_not(service.database, caller.desk_id, _seen(flight))
            if why is not None:
                self._refuse(process, flight, why)
            return Batch(caller.desk_id, lines)
        try:
            forgotten = [ForgottenCommand.model_validate_json(line) for line in lines]
        except ValidationError:
            raise HttpProblem(422, "bad_request") from None
        now = _seen(flight, "now_")
        why = why_not(service.database, caller.desk_id, now) if now.epoch else None
        if why is not None:
            self._refuse(process, flight, why, now)
        came_back(service.database, _seen(flight))
        return Batch(caller.desk_id, forgotten=forgotten, epoch=_seen(flight).epoch)

    def _read(self, process: int, flight: Flight) -> httpx.Response | None:
        service, caller = self.processes[process], self._caller(process, flight)
        asked = flight.request.url.params
        if flight.path == "/v1/snapshot":
            why = why_not(service.database, caller.desk_id, _seen(flight))
            if why is not None:
                self._refuse(process, flight, why)
            begun_at = asked.get("cursor")
            body = service.snapshot(caller, asked.get("after", ""), None if begun_at is None else int(begun_at))
            self.sim.rules.service_showed(self.head())
            return _plain(with_digest(body, "application/zstd"))
        seen = _seen(flight)
        now = self.sim.service_clock.now()
        page = page_or_why(service.database, caller, seen, int(asked["limit"]), now)
        if not isinstance(page, ChangesPage):
            self._refuse(process, flight, page)
        self.sim.rules.service_showed(page.head)
        if not page.changes and self.sim.seconds < flight.sent_at + float(asked["wait"]):
            flight.held_at = page.head
            return None
        self.sim.cover.events["pages"] += 1
        return _plain(answer(page))

    def _refuse(self, process: int, flight: Flight, why: str, seen: Seen | None = None) -> NoReturn:
        self.sim.cover.events[f"begin anew: {why}"] += 1
        seen = seen or _seen(flight)
        code = told(self.processes[process].database, seen, why, self.sim.service_clock.now())
        raise HttpProblem(410, code)

    def open_person(self, desk_id: str, person_id: str, process: int) -> bool:
        """`POST /v1/persons/{id}/open`, whoever may; desks of all kinds follow whom they have opened."""
        with self.database.reading() as cursor:
            table = "SELECT revoked FROM desk_access WHERE desk_id = '" + desk_id + "'"  # noqa: S608 - own ids
            cursor.execute(table)
            if cursor.fetchone()[0]:
                return False
        database = self.processes[process].database
        with database.writing() as cursor:
            return open_person(cursor, database.flavour, desk_id, person_id, self.sim.service_clock.now(), "op-1")

    def head(self) -> int:
        """Where the feed stands."""
        with self.database.reading() as cursor:
            return epochs.head(cursor)[1]

    # Crashes and backups

    def full_disk(self) -> NoReturn:
        """As the driver says it."""
        if self.sqlite:
            raise dbapi2.OperationalError("database or disk is full")
        raise psycopg.OperationalError("could not extend file: No space left on device")

    def copy_to(self, folder: Path) -> None:
        """The database's files as they are now, also in the middle of a transaction."""
        folder.mkdir(parents=True)
        source = Path(str(self._url))
        for suffix in ("", "-wal"):
            if Path(f"{source}{suffix}").exists():
                shutil.copyfile(f"{source}{suffix}", folder / f"{SERVICE_DB}{suffix}")

    def put_back(self, folder: Path) -> None:
        """Go on with these files."""
        self.close()
        source = Path(str(self._url))
        for suffix in ("", "-wal", "-shm"):
            Path(f"{source}{suffix}").unlink(missing_ok=True)
            if (folder / f"{SERVICE_DB}{suffix}").exists():
                shutil.copyfile(folder / f"{SERVICE_DB}{suffix}", f"{source}{suffix}")
        self._open()


def _seen(flight: Flight, when: str = "") -> Seen:
    asked = flight.request.url.params
    cursor, heard, done = (int(asked.get(when + name, 0)) for name in ("cursor", "heard", "done"))
    return Seen(asked.get(f"{when}epoch", ""), cursor, asked.get(f"{when}mark", ""), heard, done)


def _plain(response: Response) -> httpx.Response:
    return httpx.Response(response.status_code, headers=dict(response.headers), content=bytes(response.body))

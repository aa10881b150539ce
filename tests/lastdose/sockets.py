"""Trials over sockets: two processes of the service on PostgreSQL, desks in two others, and the changes followed."""

import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from random import Random
from statistics import median

from empfang.central.access import enrol, make_code, put_reference
from empfang.central.database import CentralDatabase
from empfang.central.tx import CentralTx
from empfang.clock import SystemClock
from empfang.commands.base import Payload
from empfang.commands.promising import WithdrawPromise
from empfang.model import Allotment, Centre, Operator, Promise
from empfang.protocol import Verdict
from empfang.rows import Rows
from tests.lastdose.commands import Pen, Said, Where
from tests.lastdose.course import Course, Outcome
from tests.lastdose.operators import Desks, ToSend
from tests.lastdose.plan import AGAIN, DESKS, LOST, Trial, trial_of
from tests.processes.parts import Part, start
from tests.rush.run import Services
from tests.times import DAY, at

SERVICES, PROCESSES = 2, 2
A_CENTRE = 20
"""Trials to one centre, each with a vaccine of its own: so the day of a centre stays small."""
WITHIN_S = 1.0
_BEGIN = "12:00"


@dataclass(slots=True)
class Seen:
    """How long it took until a desk that follows saw that a dose was free, seconds."""

    took_s: list[float] = field(default_factory=list)

    def told(self) -> str:
        """In a line."""
        if not self.took_s:
            return "no promise was withdrawn"
        found = sorted(self.took_s)
        return (
            f"a withdrawn promise was seen as free {len(found):,} times, after {median(found) * 1000:.0f} ms (median),"
            f" {found[int(len(found) * 0.99)] * 1000:.0f} ms (99 of 100), {found[-1] * 1000:.0f} ms (most)"
        )


@dataclass(frozen=True, slots=True)
class AtCentre:
    """A centre with its desks, in order."""

    centre_id: str
    pens: Sequence[Pen]
    tokens: Sequence[str]


def run_over_sockets(url: str, seed: int, number: int) -> tuple[Outcome, Seen]:
    """So many trials on an empty PostgreSQL database."""
    offset = at(_BEGIN) - SystemClock().now()
    database = CentralDatabase(url)
    trials = [trial_of(seed, each) for each in range(number)]
    centres = _made(database, seed, trials)
    with ExitStack() as stack:
        stack.callback(database.close)
        services = Services(url, SERVICES, offset.total_seconds())
        stack.callback(services.end)
        rooms: list[Part] = []
        for place in range(PROCESSES):
            rooms.append(start("-m", "tests.lastdose.operators"))
            stack.callback(rooms[-1].end)
            of = {pen.desk_id: token for each in centres for pen, token in zip(each.pens, each.tokens, strict=True)}
            own = [pen.desk_id for each in centres for pen in each.pens if pen.desk % PROCESSES == place]
            rooms[-1].tell(Desks(services.urls, {desk_id: of[desk_id] for desk_id in own}).to_json())
        wire = OverHttp(database, rooms, offset)
        for trial in trials:
            wire.begin(centres[trial.number // A_CENTRE], new=trial.number % A_CENTRE == 0)
            Course(wire, trial, _where(seed, trial)).run()
        return wire.outcome, wire.seen


def _where(seed: int, trial: Trial) -> Where:
    vaccine = f"V{trial.number % A_CENTRE:02}"
    return Where(f"{seed}/{trial.number}", f"C{trial.number // A_CENTRE:03}", DAY, vaccine)


def _made(database: CentralDatabase, seed: int, trials: Sequence[Trial]) -> list[AtCentre]:
    """The service's database: centres, their desks, and the people of all trials."""
    now = at("09:00")
    database.create(now)
    ids = list(dict.fromkeys(_where(seed, each).centre_id for each in trials))
    centres = [Centre(id=each, name=f"Impfzentrum {each}", hours={"default": "08:00-20:00"}) for each in ids]
    put_reference(database, [*centres, Operator(id="op-1", name="Becker, Anja")], now)
    for centre_id in ids:
        with database.writing() as cursor:
            tx = CentralTx(cursor, database.flavour, now)
            for trial in trials:
                where = _where(seed, trial)
                if where.centre_id == centre_id:
                    tx.put_new([where.person(number, now) for number in range(trial.people)])
            tx.finish(None)
            tx.take_numbers()
    return [_desks(database, each, now) for each in ids]


def _desks(database: CentralDatabase, centre_id: str, now: datetime) -> AtCentre:
    replies = [
        enrol(database, make_code(database, centre_id, f"{centre_id} {each}", now), now) for each in range(DESKS)
    ]
    pens = [Pen(number, reply.desk_id) for number, reply in enumerate(replies)]
    return AtCentre(centre_id, pens, [each.token for each in replies])


class OverHttp:
    """The way to the service through the processes with the desks."""

    def __init__(self, database: CentralDatabase, rooms: Sequence[Part], offset: timedelta) -> None:
        self.outcome = Outcome()
        self.seen = Seen()
        self._database, self._rooms, self._offset = database, rooms, offset
        self._pens: Sequence[Pen] = ()
        self._sent_at = 0.0

    def begin(self, here: AtCentre, *, new: bool) -> None:
        """The next trial is at this centre; its desks follow."""
        self._pens = here.pens
        if new:
            for place, room in enumerate(self._rooms):
                own = [pen.desk_id for pen in here.pens if pen.desk % PROCESSES == place]
                room.tell(json.dumps({"follow": own}))
            for room in self._rooms:
                room.answer()

    @property
    def now(self) -> datetime:
        """The service's clock."""
        return SystemClock().now() + self._offset

    def write(self, desk: int, payload: Payload, command_id: str) -> Said:
        """A desk says something now."""
        return self._pens[desk].write(payload, command_id, self.now)

    def say(self, fresh: Sequence[Said], draw: Random) -> None:
        """All at the same time."""
        of = [[each for each in fresh if each.desk % PROCESSES == place] for place in range(PROCESSES)]
        for room, own in zip(self._rooms, of, strict=True):
            room.tell(json.dumps({"say": [asdict(self._to_send(each, draw)) for each in own]}))
        begun: list[float] = []
        for room, own in zip(self._rooms, of, strict=True):
            answer = room.answer()
            begun += [answer["sent_at"]] * bool(own)
            for each, heard in zip(own, answer["verdicts"], strict=True):
                self.outcome.counts["answers"] += len(heard)
                each.verdicts += map(Verdict.model_validate, heard)
        self._sent_at = min(begun, default=0.0)

    def _to_send(self, said: Said, draw: Random) -> ToSend:
        lost = (draw.random() * 0.03,) if draw.random() < LOST else ()
        times = 2 if draw.random() < AGAIN / 2 else 1
        return ToSend(self._pens[said.desk].desk_id, said.line.decode(), lost, times, draw.random() < AGAIN)

    def seen_by_all(self, withdrawn: Sequence[Said]) -> None:
        """Every desk that follows has to see it in time, from the moment on in which it was sent."""
        ids = [each.payload.promise_id for each in withdrawn if isinstance(each.payload, WithdrawPromise)]
        if not ids:
            return
        for room in self._rooms:
            room.tell(json.dumps({"seen": ids}))
        for room in self._rooms:
            for moment in room.answer()["seen_at"]:
                took_s = float("inf") if moment is None else moment - self._sent_at
                self.seen.took_s.append(took_s)
                if took_s > WITHIN_S:
                    self.outcome.wrong.append(f"{ids} was seen as free only after {took_s:.2f} s")

    def records(self, where: Where) -> tuple[Sequence[Promise], Sequence[Allotment]]:
        """The promises and allotments of a trial."""
        here = {"centre_id": where.centre_id, "day": where.day, "vaccine": where.vaccine}
        with self._database.reading() as cursor:
            rows = Rows(cursor, self._database.flavour)
            return rows.find(Promise, **here), rows.find(Allotment, **here)

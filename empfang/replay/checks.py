"""What must hold after the day, looked at from the outside: the service's database and the desks' stores are read, and
nothing of what the program itself counts or decides is asked.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from empfang.central.database import CentralDatabase
from empfang.model import RECORDS
from empfang.replay.ledger import Ledger
from empfang.rows import Cursor, Rows
from empfang.rules.codes import code_key
from empfang.rules.names import clean
from empfang.store import Store, open_store
from empfang.texts import replay as words
from empfang.texts import say

Tables = Mapping[str, Mapping[str, bytes]]
"""By kind and id: the record as JSON."""
_OF_A_PERSON = {"appointment": "person_id", "encounter": "person_id", "proof": "person_id", "conflict": "person_id"}
_HELD = frozenset({"booked", "arrived", "checked-in", "fulfilled", "noshow"})


@dataclass(frozen=True, slots=True)
class Sent:
    """A command in a desk's outbox."""

    line: bytes
    verdict: str | None
    dealt: bool


@dataclass(frozen=True, slots=True)
class DeskEnd:
    """A desk's store after the day; its outbox by the commands' ids."""

    name: str
    desk_id: str
    tables: Tables
    outbox: Mapping[str, Sent]


@dataclass(frozen=True, slots=True)
class ServiceEnd:
    """The service's database after the day. `effects`: by command, the numbers of the feed that carry its effect."""

    tables: Tables
    received: Mapping[str, Sent]
    effects: Mapping[str, frozenset[int]]
    scope: frozenset[str]

    def records(self, kind: str) -> list[dict[str, Any]]:
        """All of a kind, by id."""
        return [json.loads(line) for _, line in sorted(self.tables[kind].items())]


@dataclass(frozen=True, slots=True)
class Findings:
    """What the checks found; all is well if the numbers are 0 and the list is empty."""

    lost: int
    counted_twice: int
    desks_equal: bool
    broken: tuple[str, ...]


def read_desk(folder: Any) -> DeskEnd:
    """A desk's store as it lies there."""
    store = Store(open_store(folder))
    try:
        with store.database.reading() as cursor:
            tables = _tables(cursor)
            cursor.execute("SELECT command_id, bytes, verdict, dealt_at FROM outbox ORDER BY number")
            outbox = {row[0]: Sent(bytes(row[1]), row[2], row[3] is not None) for row in cursor.fetchall()}
        return DeskEnd(store.meta("desk_name") or "", store.meta("desk_id") or "", tables, outbox)
    finally:
        store.close()


def read_service(database: CentralDatabase, centre_id: str, day: date) -> ServiceEnd:
    """The service's database as it lies there."""
    with database.reading() as cursor:
        tables = _tables(cursor)
        cursor.execute("SELECT command_id, line, verdict FROM received")
        received = {row[0]: Sent(bytes(row[1]), row[2], False) for row in cursor.fetchall()}
        cursor.execute("SELECT DISTINCT command_id, number FROM feed_entry WHERE command_id IS NOT NULL")
        effects: dict[str, set[int]] = defaultdict(set)
        for command_id, number in cursor.fetchall():
            effects[command_id].add(number)
        cursor.execute(
            "SELECT person_id FROM scope WHERE stream = ? AND (until IS NULL OR until >= ?)",
            (f"centre:{centre_id}", day.isoformat()),
        )
        scope = frozenset(row[0] for row in cursor.fetchall())
    return ServiceEnd(tables, received, {key: frozenset(found) for key, found in effects.items()}, scope)


def _tables(cursor: Cursor) -> Tables:
    rows = Rows(cursor, "sqlite")
    return {kind: {json.loads(line)["id"]: line for line in rows.lines(record)} for kind, record in RECORDS.items()}


def unknown_at_a_desk(ledger: Ledger, codes: Mapping[str, str]) -> dict[str, str]:
    """Those of the day's booked appointments whose code a desk did not know: id and code as it was shown. `codes` are
    those of the appointments, by id, as `code_key` has them.
    """
    shown = {code_key(code): code for code, _ in ledger.unknown}
    return {appointment_id: shown[key] for appointment_id, key in codes.items() if key and key in shown}


def find_faults(service: ServiceEnd, desks: Sequence[DeskEnd], ledger: Ledger, unknown: Iterable[str] = ()) -> Findings:
    """Everything that is not as it must be. `unknown`: codes of the day's list that a desk did not know."""
    lost = _lost(service, desks, ledger)
    twice = _counted_twice(service)
    differing = [desk.name for desk in desks if not _shows_the_same(service, desk)]
    broken = [
        *(say(words.CODE_NOT_KNOWN, code=clean(code)) for code in unknown),
        *_places(service),
        *(say(words.COUNTED_TWICE, what=what) for what in twice),
        *_once(service, desks),
        *_verdicts(service, desks),
        *(say(words.DESK_DIFFERS, desk=name) for name in differing),
    ]
    if not ledger.settled:
        broken.append(say(words.NOT_SETTLED))
    return Findings(len(lost), len(twice), not differing, tuple(broken))


def _lost(service: ServiceEnd, desks: Sequence[DeskEnd], ledger: Ledger) -> set[str]:
    """Commands that the service has not got, and people whom a desk said it had let in and nobody knows of; a check-in
    that is lost with its command and its visit is one.
    """
    unknown = {key: each for desk in desks for key, each in desk.outbox.items() if key not in service.received}
    lost = {_what(command_id, each) for command_id, each in unknown.items()}
    lost |= {each.encounter_id for each in ledger.let_in} - set(service.tables["encounter"])
    visited = {visit["appointment_id"] for visit in service.records("encounter") if visit["state"] == "active"}
    told = {each.appointment_id for each in ledger.let_in if each.encounter_id in lost}
    return lost | ({each.appointment_id for each in ledger.let_in} - visited - told)


def _what(command_id: str, sent: Sent) -> str:
    """The visit that a command makes, else the command itself."""
    command = json.loads(sent.line) if sent.line else {}
    return str(command["payload"]["encounter_id"]) if command.get("kind") == "check_in" else command_id


def _counted_twice(service: ServiceEnd) -> list[str]:
    """Appointments and people that count as admitted more than once, and commands that had an effect twice."""
    counting = [
        visit
        for visit in service.records("encounter")
        if visit["state"] == "active" and not visit["readmission_reason"]
    ]
    by_appointment = Counter(visit["appointment_id"] for visit in counting)
    effects = (command_id for command_id, numbers in service.effects.items() if len(numbers) > 1)
    return [*(each for each, times in by_appointment.items() if times > 1), *effects]


# Rule 1


def _places(service: ServiceEnd) -> Iterator[str]:
    """No place is given beyond capacity without an alarm."""
    taken: Counter[tuple[str, str]] = Counter()
    where: dict[str, tuple[str, str]] = {}
    for appointment in service.records("appointment"):
        if appointment["slot_id"] and appointment["status"] in _HELD:
            place = appointment["slot_id"], appointment["contingent_id"]
            taken[place] += 1
            where[appointment["id"]] = place
    alarms = Counter(
        where.get(conflict["appointment_id"])
        for conflict in service.records("conflict")
        if conflict["conflict_kind"] == "over_capacity"
    )
    capacity = {slot["id"]: slot["capacity"] for slot in service.records("slot")}
    for (slot_id, contingent_id), many in taken.items():
        over = many - capacity.get(slot_id, {}).get(contingent_id, 0)
        if over > alarms[slot_id, contingent_id]:
            yield say(words.PLACES_OVER, slot=slot_id, over=over)


# Rule 3


def _once(service: ServiceEnd, desks: Sequence[DeskEnd]) -> Iterator[str]:
    """Each command of a desk is at the service as it was sent; each check-in made one visit, and each visit came so."""
    sent = {command_id: each for desk in desks for command_id, each in desk.outbox.items()}
    for command_id, each in sent.items():
        known = service.received.get(command_id)
        if known is not None and known.line != each.line:
            yield say(words.OTHER_BYTES, command=command_id)
    for command_id in set(service.received) - set(sent):
        yield say(words.NOBODYS_COMMAND, command=command_id)
    commands = [json.loads(each.line) for each in service.received.values() if each.line]
    made = Counter(each["payload"]["encounter_id"] for each in commands if each["kind"] == "check_in")
    visits = set(service.tables["encounter"])
    for encounter_id in {*visits, *made}:
        if encounter_id not in visits or made[encounter_id] != 1:
            yield say(words.VISIT_NOT_ONCE, visit=encounter_id, times=made[encounter_id])
    numbers = Counter(visit["day_number"] for visit in service.records("encounter"))
    yield from (say(words.NUMBER_TWICE, number=number) for number, times in numbers.items() if times > 1)


def proofs_noted(desks: Iterable[DeskEnd]) -> Counter[str]:
    """By kind of proof, how often the desks noted one."""
    commands = [json.loads(each.line) for desk in desks for each in desk.outbox.values() if each.line]
    return Counter(each["payload"]["proof_kind"] for each in commands if each["kind"] == "add_proof")


# Rule 4


def _verdicts(service: ServiceEnd, desks: Iterable[DeskEnd]) -> Iterator[str]:
    """Nothing left an outbox without the verdict that the service stored; what needs somebody is not put away."""
    for desk in desks:
        numbers = sorted(json.loads(each.line)["number"] for each in desk.outbox.values() if each.line)
        if numbers != list(range(1, len(desk.outbox) + 1)):
            yield say(words.OUTBOX_GAP, desk=desk.name)
        for command_id, each in desk.outbox.items():
            known = service.received.get(command_id)
            if each.verdict is None:
                yield say(words.NO_VERDICT, desk=desk.name, command=command_id)
            elif known is None or _plain(known.verdict) != _plain(each.verdict):
                yield say(words.OTHER_VERDICT, desk=desk.name, command=command_id)
            elif json.loads(each.verdict)["status"] not in {"recorded", "granted"} and each.dealt:
                yield say(words.PUT_AWAY, desk=desk.name, command=command_id)


def _plain(verdict: str | None) -> Any:
    """A verdict with its defaults left out, whichever way it was written."""
    found = json.loads(verdict or "{}")
    return {key: value for key, value in found.items() if value not in (None, [], {})}


# Rule 5


def _shows_the_same(service: ServiceEnd, desk: DeskEnd) -> bool:
    """Whether the desk holds exactly what the service has of its centre, revisions and all."""
    return all(_of_centre(service, kind, service.tables[kind]) == desk.tables[kind] for kind in RECORDS)


def _of_centre(service: ServiceEnd, kind: str, table: Mapping[str, bytes]) -> Mapping[str, bytes]:
    if kind == "person":
        return {key: line for key, line in table.items() if key in service.scope}
    whose = _OF_A_PERSON.get(kind)
    if whose is None:
        return table
    return {key: line for key, line in table.items() if json.loads(line)[whose] in service.scope}

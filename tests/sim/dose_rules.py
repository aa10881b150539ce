"""What must hold of doses, promises and calls at the service, counted from the records by simple means of our own."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from empfang.commands.allotting import Allot, ReturnAllotment
from empfang.commands.bringing import companions_promise
from empfang.commands.calling import LeaseCalls, RecordCall
from empfang.commands.doses import CountDoses, DiscardDoses, GiveDose, OpenVial, TakeBackDoses
from empfang.commands.on_site import NoteOnSite, presence_id
from empfang.commands.promising import PromiseDose, PromiseFromAllotment
from empfang.ids import derived_id
from empfang.model import Allotment, Appointment, CallLease, Conflict, DoseChange, Encounter, Promise, Vial
from empfang.protocol import Status, Verdict
from empfang.rows import Cursor, Flavour, Rows
from empfang.rules.leftover_records import given_id
from tests.sim.callers import KINDS
from tests.sim.ledger import Entry
from tests.sim.parts import ViolationError

if TYPE_CHECKING:
    from tests.sim.world import Sim

GRACE = timedelta(minutes=15)
_CODES = {name: code for code, _, name, _ in KINDS}
_HALF = {(name, kind) for _, size, name, kind in KINDS if size == "half"}
_QUIET = {
    "promise_dose", "allot", "return_allotment", "withdraw_promise", "lease_calls", "release_call", "record_call",
    "ask_by_text",
    "record_inquiry", "tell_confirmation", "ask_confirmation", "add_proof", "register_person", "change_person",
    "bring_along", "note_on_site",
}  # fmt: skip
"""What changes nothing in what is there, or in who is in the house."""


class DoseRules:
    """Looks at each transaction of the service that is committed."""

    def __init__(self, sim: "Sim") -> None:
        self._sim = sim
        self._honoured: set[str] = set()
        """Promises that a restored service has taken over from a desk, whatever there was."""

    def committed(self, cursor: Cursor, flavour: Flavour, command_ids: Iterable[str]) -> None:
        """These commands had an effect in it."""
        entries = [entry for each in command_ids if (entry := self._sim.entry_of(each)) is not None]
        fresh = [each for each in entries if not _granted_before(each)]
        for entry in entries:
            if entry not in fresh and isinstance(entry.payload, PromiseDose):
                self._honoured.add(entry.payload.wanted.promise_id)
        rows = Rows(cursor, flavour)
        returned = {each.payload.allotment_id for each in entries if isinstance(each.payload, ReturnAllotment)}
        for entry in entries:
            if isinstance(entry.payload, PromiseFromAllotment) and entry.payload.allotment_id not in returned:
                self._alarmed(rows, entry.payload.allotment_id)
        for entry in fresh:
            if isinstance(entry.payload, LeaseCalls):
                self._one_lease(rows, entry)
        if any(isinstance(each.payload, PromiseDose | PromiseFromAllotment) for each in entries):
            self._one_promise(rows)
        if {each.recorded.command.kind for each in entries} <= _QUIET:
            self._enough(rows, fresh)

    # Promises

    def _one_promise(self, rows: Rows) -> None:
        """Nobody is asked twice for a day: but what desks promised from their allotments nobody can know before, nor
        who brings whom along."""
        of: dict[tuple[str, date], list[Promise]] = {}
        promises = rows.find(Promise)
        brought = {companions_promise(each.id) for each in promises}
        for each in promises:
            if each.state == "open" and each.id not in brought:
                of.setdefault((each.person_id, each.day), []).append(each)
        for whose, found in of.items():
            asked = [each for each in found if each.allotment_id is None and each.id not in self._honoured]
            if len(asked) > 1:
                raise ViolationError("one promise", f"{whose} has {[each.id for each in asked]}")

    def _enough(self, rows: Rows, entries: Iterable[Entry]) -> None:
        """What was granted is there: after the transaction no more is held than can be used."""
        doses: set[tuple[str, date, str, str]] = set()
        for entry in entries:
            match entry.payload:
                case PromiseDose(wanted=said):
                    doses.add((said.centre_id, said.day, said.vaccine, said.size))
                case Allot() as said:
                    doses.add((said.centre_id, said.day, said.vaccine, said.size))
        now = self._sim.service_clock.now()
        for centre_id, day, vaccine, size in sorted(doses):
            here = {"centre_id": centre_id, "day": day}
            dose = vaccine, size
            there = usable(rows.find(Vial, **here), rows.find(DoseChange, **here), dose)
            promises = rows.find(Promise, **here)
            promised = held(promises, dose, now) + allotted(rows.find(Allotment, **here), promises, dose, now)
            house = in_house(rows, centre_id, day, dose)
            self._sim.cover.events["doses counted after a grant"] += 1
            self._sim.cover.events["the last dose was granted"] += promised + house == there
            if promised + house > there:
                raise ViolationError(
                    "1 doses", f"{promised} promised and {house} in the house of {there} {dose} at {centre_id}"
                )

    def _alarmed(self, rows: Rows, allotment_id: str) -> None:
        """If more was promised than a desk was allotted, somebody is to look at it."""
        known = rows.get(Allotment, allotment_id)
        promises = [each for each in rows.find(Promise) if each.allotment_id == allotment_id]
        standing = [each for each in promises if each.state != "withdrawn"]
        given = sum(each.persons for each in standing)
        if given > (known.number - known.returned if known else 0):
            self._sim.cover.events["promised beyond an allotment"] += 1
            if not any(rows.get(Conflict, derived_id("promised_too_many", each.id)) for each in standing):
                raise ViolationError("1 doses", f"{given} promised of {known}, and no alarm")

    # Calls

    def _one_lease(self, rows: Rows, entry: Entry) -> None:
        """Whoever may call somebody now is the only one, and the only one to dial one of their numbers."""
        now = self._sim.service_clock.now()
        valid = [each for each in rows.find(CallLease) if each.until > now]
        desk_id, payload = entry.recorded.command.desk_id, entry.payload
        wanted = {each.person_id for each in payload.people}
        for mine in valid:
            if mine.desk_id != desk_id or mine.centre_id != payload.centre_id or mine.person_id not in wanted:
                continue
            self._sim.cover.events["leases looked at"] += 1
            for other in valid:
                if other.desk_id == desk_id:
                    continue
                same_number = other.centre_id == mine.centre_id and set(other.numbers) & set(mine.numbers)
                if other.person_id == mine.person_id or same_number:
                    raise ViolationError("7 leases", f"{mine} beside {other}")

    # At the end

    def at_the_end(self, truth: dict[str, dict[str, Any]], received: dict[str, Verdict]) -> None:
        """Each dose that was given counts once, and nothing that was stated or granted is missing."""
        words: dict[str, list[tuple[datetime, str, bool]]] = {}
        uncertain: set[str] = set()
        for desk in self._sim.desks:
            for entry in desk.ledger.values():
                command, payload = entry.recorded.command, entry.payload
                if isinstance(payload, GiveDose | TakeBackDoses):
                    given = isinstance(payload, GiveDose)
                    words.setdefault(payload.change_id, []).append((command.occurred_at, command.id, given))
                    if entry.gone:
                        uncertain.add(payload.change_id)
                elif not entry.gone:
                    self._is_there(desk.keeps(entry.number), entry, truth, received)
        visits = {given_id(each) for each in truth["encounter"]}
        for change_id, said in words.items():
            known = truth["dose_change"].get(change_id)
            if change_id in uncertain or not any(given for *_, given in said) or change_id not in visits:
                continue
            given = max(said)[2]
            counts = 0 if known is None or known.void else known.number
            if counts != given:
                raise ViolationError("3 counts once", f"the dose {change_id} counts {counts} times: {sorted(said)}")
            self._sim.cover.events["doses given, at the end"] += given

    def _is_there(
        self, kept: bool, entry: Entry, truth: dict[str, dict[str, Any]], received: dict[str, Verdict]
    ) -> None:
        verdict, payload = received.get(entry.id), entry.payload
        if verdict is None or verdict.status not in {Status.RECORDED, Status.GRANTED} or not kept:
            return
        match payload:
            case OpenVial():
                kind, record_id, whose = "vial", payload.vial_id, ""
            case DiscardDoses() | CountDoses():
                kind, record_id, whose = "dose_change", payload.change_id, ""
            case RecordCall():
                kind, record_id, whose = "call_attempt", payload.attempt_id, payload.person_id
            case PromiseDose() | PromiseFromAllotment():
                kind, record_id, whose = "promise", payload.wanted.promise_id, payload.wanted.person_id
            case NoteOnSite():
                here = payload.centre_id, payload.person_id, payload.day
                kind, record_id, whose = "presence", presence_id(*here), payload.person_id
            case Allot():
                kind, record_id, whose = "allotment", payload.allotment_id, ""
            case _:
                return
        if record_id not in truth[kind] and whose not in truth["deletion"]:
            raise ViolationError("4 nothing lost", f"the service has no {kind} of {entry.id}")


def _granted_before(entry: Entry) -> bool:
    """Whether the desk had heard that it was granted: so it is brought again to a service that has forgotten it."""
    return any(each.status is Status.GRANTED for each in entry.verdicts)


# Counting


def usable(vials: Iterable[Vial], changes: Iterable[DoseChange], dose: tuple[str, str]) -> int:
    """What was drawn less what went; from the last count on, what was counted."""
    steps: list[tuple[datetime, int, int]] = []
    steps += [(each.opened_at, 0, each.drawn) for each in vials if not each.void and (each.vaccine, each.size) == dose]
    for each in changes:
        if not each.void and (each.vaccine, each.size) == dose:
            counted = each.change == "counted"
            steps.append((each.at, 2, each.number) if counted else (each.at, 1, -each.number))
    there = 0
    for _, order, number in sorted(steps, key=lambda step: step[:2]):
        there = number if order == 2 else there + number
    return max(there, 0)


def held(promises: Iterable[Promise], dose: tuple[str, str], now: datetime) -> int:
    """People who were promised one and are not here: until a quarter of an hour after their time."""
    waited_for = [each for each in promises if (each.vaccine, each.size) == dose and now <= each.arrive_by + GRACE]
    return sum(each.persons - (each.state == "kept") for each in waited_for if each.state in {"open", "kept"})


def allotted(allotments: Iterable[Allotment], promises: Iterable[Promise], dose: tuple[str, str], now: datetime) -> int:
    """What desks may promise yet."""
    used: Counter[str] = Counter()
    for promise in promises:
        if promise.allotment_id and promise.state in {"open", "kept"}:
            used[promise.allotment_id] += promise.persons
    valid = [each for each in allotments if (each.vaccine, each.size) == dose and now < each.until]
    return sum(max(each.number - each.returned - used[each.id], 0) for each in valid)


def in_house(rows: Rows, centre_id: str, day: date, dose: tuple[str, str]) -> int:
    """Who was admitted today, has not gone, and waits for it."""
    found = 0
    for visit in rows.find(Encounter, day=day):
        if visit.centre_id != centre_id or visit.state != "active" or visit.outcome is not None:
            continue
        appointment = rows.get(Appointment, visit.appointment_id or "")
        name = visit.vaccine or (appointment.vaccine if appointment else None)
        size = "half" if appointment and (name, appointment.dose_kind) in _HALF else "full"
        found += name is not None and (_CODES.get(name, name), size) == dose
    return found

"""Reading what is not settled: unsent, refused, unreadable, and facts that contradict each other."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from empfang.commands.all import payload_of
from empfang.commands.base import Payload, Request, UnreadableError
from empfang.commands.booking import Book, Rebook, TakeShortNotice
from empfang.commands.granting import NewAppointment
from empfang.desk.call_options import CallOptions
from empfang.desk.call_views import Draft
from empfang.desk.reading import TO_DEAL_WITH, Reading
from empfang.desk.sides import Sides
from empfang.desk.transfer_views import CallBack, Detail, Group, Item, Offer, Overview
from empfang.model import Appointment, Conflict, Slot
from empfang.protocol import Command, Status, Verdict
from empfang.rules.arrival import local
from empfang.rules.booking import PHONE
from empfang.rules.conflicts import Also, Choice, choices, for_information
from empfang.rules.offers import Offered

MOST = 100
"""So many items of a group are listed; more than that nobody reads."""
_OFFERED = 3
_COLUMNS = "number, kind, bytes, recorded_at, verdict, recover"


class Transfer:
    """The items of one desk."""

    def __init__(self, reading: Reading, desk_id: str, options: CallOptions) -> None:
        self._reading = reading
        self._options = options
        self._desk_id = desk_id
        self._sides = Sides(reading, desk_id)

    def overview(self) -> Overview:
        """Everything there is to see, by groups."""
        outbox = [self._of_outbox(row) for row in self._rows(f"dealt_at IS NULL AND {TO_DEAL_WITH}")]
        unsent = [self._of_outbox(row) for row in self._rows("verdict IS NULL OR recover = 1")]
        conflicts = [self._of_conflict(conflict) for conflict in self.open_conflicts()]
        items = sorted([*outbox, *unsent, *conflicts], key=lambda item: list(Group).index(item.group))
        return Overview(tuple(items), self._counts(items))

    def _counts(self, items: Sequence[Item]) -> dict[Group, int]:
        """How many there are, also of those that are not listed."""
        count = self._reading.cursor.execute
        refused, unreadable = count(
            "SELECT count(*) FILTER (WHERE json_extract(verdict, '$.status') = 'refused'),"  # noqa: S608 - own text
            " count(*) FILTER (WHERE json_extract(verdict, '$.status') <> 'refused')"
            f" FROM outbox WHERE dealt_at IS NULL AND {TO_DEAL_WITH}"
        ).fetchone()
        return {
            Group.STOPPED: 0,
            Group.REFUSED: refused,
            Group.DECIDE: count('SELECT count(*) FROM conflict WHERE "open" AND needs_decision').fetchone()[0],
            Group.UNREADABLE: unreadable,
            Group.WAITING: self._reading.store.unsent_count()[0],
            Group.NOTICE: sum(item.group is Group.NOTICE for item in items),
        }

    def item(self, key: str) -> Detail | None:
        """An item in full; None if it is settled meanwhile."""
        sort, _, name = key.partition(":")
        if sort == "conflict":
            conflict = self._reading.rows.get(Conflict, name)
            return (
                None
                if conflict is None or not self._is_open(conflict, self.seen())
                else self._detail_of_conflict(conflict)
            )
        row = next(self._rows("number = ?", int(name)), None)
        if row is None:
            return None
        item = self._of_outbox(row)
        return None if item.group is not Group.WAITING and self.is_dealt(int(name)) else self._detail_of_outbox(row)

    # Conflicts

    def open_conflicts(self) -> list[Conflict]:
        """Those to decide, and those for information that this desk has not seen, the oldest first."""
        found: list[Conflict] = []
        seen = self.seen()
        for decision in (1, 0):
            ids = self._reading.cursor.execute(
                'SELECT id FROM conflict WHERE "open" AND needs_decision = ? ORDER BY raised_at, id', (decision,)
            ).fetchall()
            # Notices are all looked at: taking note of all means all.
            for (conflict_id,) in ids[:MOST] if decision else ids:
                conflict = self._reading.rows.get(Conflict, conflict_id)
                if conflict is not None and self._is_open(conflict, seen):
                    found.append(conflict)
        return found

    def seen(self) -> dict[str, str]:
        """Conflicts for information that this desk has seen, each with what it said then."""
        return dict(json.loads(self._reading.store.meta("notices_seen") or "{}"))

    @staticmethod
    def _is_open(conflict: Conflict, seen: Mapping[str, str]) -> bool:
        if not conflict.open:
            return False
        return conflict.needs_decision or seen.get(conflict.id) != fingerprint(conflict)

    def _of_conflict(self, conflict: Conflict) -> Item:
        return Item(
            key=f"conflict:{conflict.id}",
            group=Group.NOTICE if for_information(conflict) else Group.DECIDE,
            kind=conflict.conflict_kind,
            at=self._local(conflict.raised_at),
            conflict_id=conflict.id,
            person_field=str(conflict.facts.get("field", "")),
            **self._whom((conflict.person_id,)),
        )

    def _detail_of_conflict(self, conflict: Conflict) -> Detail:
        return Detail(
            item=self._of_conflict(conflict),
            sides=self._sides.of(conflict),
            choices=tuple(choice for choice in choices(conflict) if self._possible(conflict, choice)),
        )

    def _possible(self, conflict: Conflict, choice: Choice) -> bool:
        match choice.also:
            case Also.CANCEL_NEW | Also.CANCEL_IT:
                return self.to_cancel(conflict, choice) is not None
            case Also.UNDO_VISIT:
                visit = self._reading.encounter(str(conflict.facts["encounters"][0]))
                return visit is not None and visit.desk_id == self._desk_id and visit.day == self._reading.today()
            case Also.NOTHING:
                return True

    def to_cancel(self, conflict: Conflict, choice: Choice) -> Appointment | None:
        """The appointment that a choice would cancel, if it can still be."""
        appointment = self._reading.appointment(conflict.appointment_id or "")
        if choice.also is Also.CANCEL_NEW:
            new = str(conflict.facts.get("moved_to") or (appointment.replaced_by_id if appointment else "") or "")
            appointment = self._reading.appointment(new)
        can = appointment is not None and appointment.cancelled_at is None and appointment.status == "booked"
        return appointment if can else None

    # The outbox

    def is_dealt(self, number: int) -> bool:
        """Whether somebody has dealt with a command, or need not."""
        row = self._reading.cursor.execute(
            f"SELECT 1 FROM outbox WHERE number = ? AND dealt_at IS NULL AND {TO_DEAL_WITH}",  # noqa: S608 - own text
            (number,),
        ).fetchone()
        return row is None

    def request(self, number: int) -> tuple[Payload, Verdict] | None:
        """A refused request and its verdict."""
        row = next(self._rows("number = ?", number), None)
        command, payload = (None, None) if row is None else _read(row[2])
        if row is None or command is None or not isinstance(payload, Request) or row[4] is None:
            return None
        return payload, Verdict.model_validate_json(row[4])

    def _rows(self, where: str, *parameters: Any) -> Iterator[tuple[Any, ...]]:
        found = self._reading.cursor.execute(
            f"SELECT {_COLUMNS} FROM outbox WHERE {where} ORDER BY number LIMIT ?",  # noqa: S608 - own texts
            (*parameters, MOST),
        ).fetchall()
        return iter(found)

    def _of_outbox(self, row: tuple[Any, ...]) -> Item:
        number, kind, line, recorded_at, verdict_text, recover = row
        verdict = Verdict.model_validate_json(verdict_text) if verdict_text else None
        group = Group.WAITING
        if verdict is not None and not recover:
            group = Group.REFUSED if verdict.status is Status.REFUSED else Group.UNREADABLE
        command, payload = _read(line)
        return Item(
            key=f"outbox:{number}",
            group=group,
            kind=kind,
            at=self._local(command.occurred_at if command else datetime.fromisoformat(recorded_at)),
            number=number,
            code=(verdict.code or "") if verdict is not None and not recover else "",
            dependents=len(self.dependents(number)) if group is Group.REFUSED else 0,
            forgotten=bool(recover),
            **self._whom(payload.subjects() if payload is not None and payload.about_people else ()),
        )

    def dependents(self, number: int) -> list[int]:
        """Requests that were refused because this one was."""
        found = self._reading.cursor.execute(
            "SELECT number FROM outbox WHERE verdict IS NOT NULL AND json_extract(verdict, '$.depends_on') ="
            " (SELECT command_id FROM outbox WHERE number = ?)",
            (number,),
        ).fetchall()
        return [row[0] for row in found]

    def _detail_of_outbox(self, row: tuple[Any, ...]) -> Detail:
        item = self._of_outbox(row)
        _, payload = _read(row[2])
        verdict = Verdict.model_validate_json(row[4]) if row[4] else None
        wanted = _wanted(payload)
        old = self._reading.appointment(payload.old_appointment_id) if isinstance(payload, Rebook) else None
        slot = self._reading.rows.get(Slot, wanted[0].slot_id) if wanted else None
        call_back = self._call_back(payload) if item.group is Group.REFUSED else None
        several = isinstance(payload, Book) and len(wanted) > 1
        return Detail(
            item=item,
            parameters=dict(verdict.parameters) if verdict is not None else {},
            wanted_at=self._local(slot.start) if slot is not None else None,
            wanted_from=self._local(old.start) if old is not None and old.start is not None else None,
            offers=self._offers(verdict) if item.group is Group.REFUSED and verdict and _one_place(payload) else (),
            call_back=call_back,
            free_now=self._free_now(call_back) if several and call_back is not None else (),
        )

    def _free_now(self, call_back: CallBack) -> tuple[Offered, ...]:
        options = self._options.options(Draft(call_back.person_ids[0]))
        days = (options.on(each.on, pair=options.wants_pair) for each in options.days() if each.allowed)
        return next((offers[:_OFFERED] for offers in days if offers), ())

    def _call_back(self, payload: Payload | None) -> CallBack | None:
        wanted = _wanted(payload)
        if not wanted:
            return None
        contact_id = payload.contact_id if isinstance(payload, Book) else None
        person = self._reading.person(contact_id or wanted[0].person_id)
        if person is None:
            return None
        person_ids = tuple(dict.fromkeys(each.person_id for each in wanted))
        return CallBack(person, person_ids, wanted[0].origin == PHONE)

    def _offers(self, verdict: Verdict) -> tuple[Offer, ...]:
        """What was free then and is not over yet."""
        now = self._reading.clock.now()
        return tuple(
            Offer(place, self._local(each.start), each.vaccine, each)
            for place, each in enumerate(verdict.alternatives[:_OFFERED])
            if each.start > now
        )

    # Values

    def _whom(self, subjects: tuple[str, ...]) -> dict[str, Any]:
        person = self._reading.person(subjects[0]) if subjects else None
        return {
            "person_id": subjects[0] if subjects else None,
            "family": person.family if person else "",
            "given": person.given if person else "",
            "more": max(0, len(subjects) - 1),
        }

    def _local(self, moment: datetime) -> datetime:
        return local(moment, self._reading.centre())


def fingerprint(conflict: Conflict) -> str:
    """What a conflict says: seen once, it is shown again only when it says something else."""
    visits = sorted(map(str, conflict.facts.get("encounters", ())))
    return ",".join(visits) or conflict.raised_at.isoformat()


def _wanted(payload: Payload | None) -> tuple[NewAppointment, ...]:
    match payload:
        case Book():
            return payload.appointments
        case Rebook():
            return (payload.new,)
        case TakeShortNotice():
            return payload.appointments
        case _:
            return ()


def _one_place(payload: Payload | None) -> bool:
    """Whether another place can be asked for in its stead."""
    return isinstance(payload, Rebook) or (isinstance(payload, Book) and len(payload.appointments) == 1)


def _read(line: bytes) -> tuple[Command | None, Payload | None]:
    """A command of this desk; an empty line was about somebody who was deleted."""
    if not line:
        return None, None
    command = Command.model_validate_json(line)
    try:
        return command, payload_of(command)
    except UnreadableError:
        return command, None

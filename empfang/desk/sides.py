"""The statements that contradict each other, side by side: what was before, what was said here, what elsewhere."""

import json
from datetime import datetime
from typing import Any

from empfang.desk.reading import Reading
from empfang.desk.transfer_views import Side
from empfang.model import Appointment, Conflict, Desk, EncounterState, Operator, Slot, Source
from empfang.rules.arrival import local

_MOST = 3
_LINES_LOOKED_AT = 200


class Sides:
    """Reads them for each kind of conflict; at most three, which is what fits beside each other."""

    def __init__(self, reading: Reading, desk_id: str) -> None:
        self._reading = reading
        self._desk_id = desk_id

    def of(self, conflict: Conflict) -> tuple[Side, ...]:
        """The statements, the one before all of them first, then this desk's."""
        match conflict.conflict_kind:
            case "field_changed_twice":
                found = self._values(conflict)
            case "cancelled_and_moved":
                found = self._cancelled_and_moved(conflict)
            case "cancelled_but_present":
                found = self._cancelled_and_here(conflict)
            case "over_capacity":
                found = self._places(conflict)
            case "second_not_moved":
                appointment = self._reading.appointment(conflict.appointment_id or "")
                found = self._before(appointment) if appointment is not None else []
            case "person_deleted":
                said = conflict.facts
                found = [self._side("command", said.get("command"), conflict.raised_at, said)]
            case _:
                found = self._visits(conflict)
        return tuple(sorted(found, key=lambda side: (not side.before, not side.here))[:_MOST])

    def _side(self, what: str, value: Any, at: datetime | None, by: dict[str, Any], **more: Any) -> Side:
        desk_id = by.get("desk_id")
        return Side(
            what=what,
            value=local(value, self._reading.centre()) if isinstance(value, datetime) else value,
            at=local(at, self._reading.centre()) if at is not None else None,
            desk_name=self._reading.name_of(Desk, desk_id),
            operator_name=self._reading.name_of(Operator, by.get("operator_id")),
            here=desk_id == self._desk_id,
            **more,
        )

    def _visits(self, conflict: Conflict) -> list[Side]:
        found: list[Side] = []
        for visit_id in conflict.facts.get("encounters", ()):
            visit = self._reading.encounter(visit_id)
            if visit is not None:
                what = "visit_on_paper" if visit.source is Source.PAPER else "visit"
                by = {"desk_id": visit.desk_id, "operator_id": visit.operator_id}
                counts = visit.state is EncounterState.ACTIVE
                found.append(self._side(what, visit.day_number, visit.arrived_at, by, counts=counts))
        return found

    def _cancelled_and_here(self, conflict: Conflict) -> list[Side]:
        appointment = self._reading.appointment(conflict.appointment_id or "")
        if appointment is None:
            return self._visits(conflict)
        return [*self._before(appointment), self._moved_or_cancelled(appointment), *self._visits(conflict)]

    def _cancelled_and_moved(self, conflict: Conflict) -> list[Side]:
        cancelled = self._side("cancelled", None, conflict.raised_at, conflict.facts)
        appointment = self._reading.appointment(conflict.appointment_id or "")
        if appointment is None:
            return [cancelled]
        return [*self._before(appointment), cancelled, self._moved_or_cancelled(appointment)]

    def _before(self, appointment: Appointment) -> list[Side]:
        return [self._side("appointment", appointment.start, None, {}, before=True)]

    def _moved_or_cancelled(self, appointment: Appointment) -> Side:
        by = {"desk_id": appointment.cancelled_desk_id, "operator_id": appointment.cancelled_operator_id}
        new = self._reading.appointment(appointment.replaced_by_id or "")
        if new is not None:
            counts = new.cancelled_at is None
            return self._side("moved", new.start, appointment.cancelled_at, by, counts=counts)
        return self._side("cancelled", appointment.cancel_reason, appointment.cancelled_at, by)

    def _places(self, conflict: Conflict) -> list[Side]:
        slot = self._reading.rows.get(Slot, str(conflict.facts.get("slot_id")))
        numbers = conflict.facts.get("taken"), conflict.facts.get("capacity")
        places = self._side("places", numbers, None, {})
        start = self._side("appointment", slot.start if slot else None, None, {}, before=True)
        return [start, places]

    def _values(self, conflict: Conflict) -> list[Side]:
        facts = conflict.facts
        name, person_id = str(facts.get("field")), conflict.person_id
        person = self._reading.person(person_id)
        present = person.model_dump(mode="json").get(name) if person is not None else None
        author = None if facts.get("desk_id") == self._desk_id else self._entered_here(person_id, name, facts["theirs"])

        def side(choice: str, at: datetime | None, by: dict[str, Any], *, before: bool = False) -> Side:
            value = facts.get(choice)
            return self._side("value", value, at, by, before=before, choice=choice, counts=value == present)

        return [
            side("base", None, {}, before=True),
            side("mine", conflict.raised_at, facts),
            side("theirs", author[0] if author else None, author[1] if author else {}),
        ]

    def _entered_here(self, person_id: str, name: str, value: Any) -> tuple[datetime, dict[str, Any]] | None:
        """When and by whom this desk entered the value, if it did."""
        found = self._reading.cursor.execute(
            "SELECT bytes FROM outbox WHERE kind = 'change_person' AND instr(CAST(bytes AS TEXT), ?)"
            " ORDER BY number DESC LIMIT ?",
            (person_id, _LINES_LOOKED_AT),
        ).fetchall()
        for (line,) in found:
            command = json.loads(line)
            patch = command["payload"]["changes"].get(name)
            if patch is not None and patch["new"] == value:
                return datetime.fromisoformat(command["occurred_at"]), command
        return None

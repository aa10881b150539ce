"""The replay's reception: a desk with a clerk who lets in whoever is announced."""

import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from empfang.model import Appointment, Centre, Encounter, Operator, Role
from empfang.replay.clerk import Outcome, Received, receive, without_code
from empfang.replay.clock import DayClock
from empfang.replay.desk_part import DeskPart, Wish
from empfang.rules.arrival import local
from empfang.rules.books import bundled_rulebook
from empfang.rules.leftover_records import dose_of
from empfang.rules.vial_tables import bundled_vials
from empfang.rules.vials import Dose

_FOLLOWED = frozenset({"centre", "operator", "desk"})


class Reception(DeskPart):
    """One of the desks to which people come."""

    def __init__(self, folder: Path, clock: DayClock) -> None:
        super().__init__(folder, clock)
        self.does["admit"] = self._admit

    def follows(self, kind: str) -> bool:
        """Whoever is announced is looked for in the store."""
        return kind in _FOLLOWED

    def is_me(self, operator: Operator) -> bool:
        """The clerk."""
        return operator.role == Role.RECEPTION

    def _admit(self, wish: Wish) -> dict[str, Any]:
        begun = time.perf_counter()
        received = receive(self.desk, self.rows, wish["code"], loaded=self.loaded)
        if received.outcome is Outcome.UNKNOWN and wish["person"]:
            received = without_code(self.desk, self.rows, wish["person"])
        took_s = time.perf_counter() - begun
        until = received.possible_from
        return {
            **asdict(received),
            "dose": self._dose(received),
            "visitor": wish["visitor"],
            "possible_from": None if until is None else until.isoformat(),
            "took_s": took_s,
            "at": time.time(),
        }

    def _dose(self, received: Received) -> Dose | None:
        """What whoever is in is to be given, as their slip says; None if it does not say."""
        visit = self.rows.get(Encounter, received.encounter_id) if received.encounter_id else None
        appointment = self.rows.get(Appointment, received.appointment_id) if visit is not None else None
        if visit is None or appointment is None:
            return None
        centre = self.rows.get(Centre, visit.centre_id) or Centre(id=visit.centre_id, name="")
        here = local(self.desk.clock.now(), centre)
        vaccine = visit.vaccine or appointment.vaccine
        return dose_of(vaccine, appointment.dose_kind, here, bundled_rulebook(), bundled_vials())

"""What a desk notes of doses: vials that are opened, drawn from and corrected, doses given, discarded and counted."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from empfang.commands.base import Payload
from empfang.commands.doses import (
    CorrectVial,
    CountDoses,
    DiscardDoses,
    DrawDoses,
    GiveDose,
    OpenVial,
    TakeBackDoses,
    vial_id,
)
from empfang.commands.immunization import CorrectImmunization, RecordImmunization
from empfang.desk.reading import Reading
from empfang.ids import new_id
from empfang.model import Encounter
from empfang.rules.arrival import local
from empfang.rules.leftover_records import given_id
from empfang.rules.vial_tables import bundled_vials
from empfang.rules.vials import Container, Dose
from empfang.store import Writing
from empfang.store.store import Stamp

RecordAll = Callable[[Callable[[Writing, Stamp], None]], None]


class Doses:
    """Vials and doses, at one desk. What belongs together is recorded in one transaction."""

    def __init__(self, reading: Reading, record: RecordAll) -> None:
        self._reading = reading
        self._record = record

    def container(self, vaccine: str) -> Container | None:
        """What the table says of a vial of this vaccine (a code) that is opened now."""
        reading = self._reading
        return bundled_vials().container(vaccine, local(reading.clock.now(), reading.centre()))

    def open_vial(
        self,
        dose: Dose,
        *,
        label: str = "",
        lot: str = "",
        drawn: int | None = None,
        out: bool = True,
        use_by: datetime | None = None,
    ) -> str:
        """A vial was opened now; gives its id. Without `drawn` and `use_by` the table's; `out`: not in the fridge.

        Raises:
            ValueError: the table does not know the vaccine or the size, and it was not said how many doses.
        """
        reading, now, today = self._reading, self._reading.clock.now(), self._reading.today()
        container = self.container(dose.vaccine)
        doses = drawn if drawn is not None else (container.doses.get(dose.size) if container is not None else None)
        if doses is None:
            raise ValueError("a vial that no table knows, without its doses")
        out_at = now if out else None
        number = vial_id(reading.centre_id, today, dose.vaccine, label) if label else new_id()
        self._one(
            OpenVial(
                vial_id=number,
                centre_id=reading.centre_id,
                day=today,
                vaccine=dose.vaccine,
                size=dose.size,
                label=label,
                lot=lot,
                opened_at=now,
                out_at=out_at,
                use_by=use_by or (container.use_by(now, out_at) if container is not None else None),
                drawn=doses,
            )
        )
        return number

    def draw(self, vial: str, drawn: int, size: str | None = None) -> None:
        """So many doses came from a vial in all."""
        self._one(DrawDoses(vial_id=vial, drawn=drawn, size=size))

    def correct(self, vial: str, **fields: Any) -> None:
        """Something else about a vial is otherwise (`CorrectVial`)."""
        self._one(CorrectVial(vial_id=vial, **fields))

    def discard(self, dose: Dose, number: int, reason: str, vial: str | None = None) -> str:
        """Doses were thrown away; gives what it can be taken back by."""
        change_id = new_id()
        self._one(DiscardDoses(change_id=change_id, number=number, reason=reason, vial_id=vial, **self._of(dose)))
        return change_id

    def count(self, dose: Dose, number: int, computed: int | None) -> str:
        """Somebody counted; gives what it can be taken back by."""
        change_id = new_id()
        self._one(CountDoses(change_id=change_id, number=number, computed=computed, **self._of(dose)))
        return change_id

    def take_back(self, change_id: str) -> None:
        """What was said of doses was a mistake."""
        self._one(TakeBackDoses(change_id=change_id))

    def give(self, visit: Encounter, dose: Dose, vial: str | None = None) -> None:
        """Somebody in the house was given a dose: about the person, and about the stock, in one transaction."""
        about: dict[str, Any] = {
            "person_id": visit.person_id,
            "encounter_id": visit.id,
            "centre_id": visit.centre_id,
            "day": visit.day,
        }
        self._all(
            # First that it is gone: should the second come later, no dose seems to be left over.
            GiveDose(change_id=given_id(visit.id), vial_id=vial, **self._of(dose)),
            RecordImmunization(**about, vaccine=dose.vaccine, size=dose.size, vial_id=vial),
        )

    def not_given(self, visit: Encounter) -> None:
        """No dose was given to them after all."""
        self._all(
            CorrectImmunization(person_id=visit.person_id, encounter_id=visit.id),
            TakeBackDoses(change_id=given_id(visit.id)),
        )

    def _of(self, dose: Dose) -> dict[str, Any]:
        reading = self._reading
        return {
            "centre_id": reading.centre_id,
            "day": reading.today(),
            "vaccine": dose.vaccine,
            "size": dose.size,
        }

    def _one(self, payload: Payload) -> None:
        self._all(payload)

    def _all(self, *payloads: Payload) -> None:
        def write(writing: Writing, stamp: Stamp) -> None:
            for payload in payloads:
                writing.record(payload, stamp)

        self._record(write)

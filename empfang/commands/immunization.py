"""That somebody was given a dose, in the short form from the reception's list, and that it was a mistake to say so."""

from datetime import date
from typing import Any, ClassVar

from empfang.commands.base import FULL, Applied, Fact, nothing, released
from empfang.commands.doses import newer, noted
from empfang.commands.fields import Code
from empfang.commands.tx import Tx
from empfang.commands.visit import settle_of
from empfang.ids import derived_id
from empfang.model import Encounter, EncounterState, Immunization, ImmunizationStatus, Outcome
from empfang.protocol import Command


def immunization_id(encounter_id: str) -> str:
    """The id of the dose of a visit: the same at each desk where it is noted."""
    return derived_id("immunization", encounter_id)


@released()
class RecordImmunization(Fact):
    """Somebody was given a dose. Whoever said that they had left, or undid their coming, was wrong about it."""

    kind: ClassVar[str] = "record_immunization"
    person_id: str
    encounter_id: str
    centre_id: str
    day: date
    vaccine: Code
    size: Code
    vial_id: str | None = None

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Encounter.kind, self.encounter_id),)

    def apply(self, tx: Tx, command: Command) -> Applied:
        known = tx.get(Immunization, immunization_id(self.encounter_id))
        said: dict[str, Any] = {
            "status": ImmunizationStatus.COMPLETED,
            "vaccine": self.vaccine,
            "size": self.size,
            "vial_id": self.vial_id,
        }
        if known is None:
            known = Immunization(
                id=immunization_id(self.encounter_id),
                person_id=self.person_id,
                encounter_id=self.encounter_id,
                centre_id=self.centre_id,
                day=self.day,
                occurred_at=command.occurred_at,
                desk_id=command.desk_id,
                operator_id=command.operator_id,
                **said,
                **noted({}, said, command),
            )
        else:
            wanted = newer(known.set_by, said, command)
            if not wanted:
                return nothing("known_already")
            known = known.with_(**wanted, **noted(known.set_by, wanted, command))
        tx.put(known)
        _settle(tx, known)
        return FULL


@released()
class CorrectImmunization(Fact):
    """No dose was given in this visit after all."""

    kind: ClassVar[str] = "correct_immunization"
    person_id: str
    encounter_id: str

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Immunization.kind, immunization_id(self.encounter_id)),)

    def apply(self, tx: Tx, command: Command) -> Applied:
        known = tx.get(Immunization, immunization_id(self.encounter_id))
        if known is None or known.person_id != self.person_id:
            return nothing("dose_unknown")
        wanted = newer(known.set_by, {"status": ImmunizationStatus.ENTERED_IN_ERROR}, command)
        if not wanted:
            return nothing("set_later")
        known = known.with_(**wanted, **noted(known.set_by, wanted, command))
        tx.put(known)
        _settle(tx, known)
        return FULL


def _settle(tx: Tx, dose: Immunization) -> None:
    """The visit ends with the dose, or goes on without it."""
    visit = tx.get(Encounter, dose.encounter_id)
    if visit is None or visit.person_id != dose.person_id:
        return
    given = dose.status is ImmunizationStatus.COMPLETED
    if given and (visit.outcome, visit.state) != (Outcome.VACCINATED, EncounterState.ACTIVE):
        undone = visit.state is EncounterState.UNDONE
        state = EncounterState.ACTIVE if undone else visit.state
        changed = {"outcome": Outcome.VACCINATED, "outcome_reason": "", "left_at": None, "state": state}
        tx.put(visit.with_(**changed, **({"undone_at": None} if undone else {})))
    elif not given and visit.outcome is Outcome.VACCINATED:
        tx.put(visit.with_(outcome=None))
    settle_of(tx, tx.get(Encounter, dose.encounter_id) or visit)

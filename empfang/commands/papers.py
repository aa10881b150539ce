"""What a person showed at the reception: identity, forms, consents, a doctor's word."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from empfang.commands.base import FULL, Applied, Fact, nothing, released
from empfang.commands.tx import Tx
from empfang.model import Person, Proof, ProofKind, ProofState, ReportedDose
from empfang.protocol import Command

LONGEST, LONGEST_LANGUAGE = 100, 35
"""Signs in what was shown or a form's version, and in the name of a language (lists bring any)."""

MOST_DOSES = 20


@released()
class AddProof(Fact):
    """Something was shown, or was asked for and is missing; or an earlier note about it was a mistake.

    Nothing is overwritten: of several notes of one kind the one that was made last counts (`empfang.rules.papers`), so
    that the order of arrival cannot matter.
    """

    kind: ClassVar[str] = "add_proof"
    proof_id: str
    person_id: str
    centre_id: str
    day: date
    proof_kind: ProofKind
    state: ProofState = ProofState.SHOWN
    how: str = Field(default="", max_length=LONGEST)
    form_version: str = Field(default="", max_length=LONGEST)
    language: str = Field(default="", max_length=LONGEST_LANGUAGE)
    doses: tuple[ReportedDose, ...] = Field(default=(), max_length=MOST_DOSES)
    on: date | None = None

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Person.kind, self.person_id),)

    def changed_fields(self) -> tuple[str, ...]:
        return (self.proof_kind,)

    def apply(self, tx: Tx, command: Command) -> Applied:
        if tx.get(Proof, self.proof_id) is not None:
            return nothing("known_already")
        if tx.get(Person, self.person_id) is None:
            return nothing("person_unknown")
        tx.put(
            Proof(
                id=self.proof_id,
                person_id=self.person_id,
                centre_id=self.centre_id,
                day=self.day,
                proof_kind=self.proof_kind,
                state=self.state,
                how=self.how,
                form_version=self.form_version,
                language=self.language,
                doses=self.doses,
                on=self.on,
                noted_at=command.occurred_at,
                desk_id=command.desk_id,
                operator_id=command.operator_id,
            )
        )
        return FULL

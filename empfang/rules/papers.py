"""Which papers a person should show, which they showed, and which are in the way of letting them in.

What has not been asked about is in nobody's way: the clerk asks when the person stands there. In the way is what was
asked for and is missing, and what the centre asks of a minor's guardians, until it was seen or a doctor decides. Nobody
is sent away for want of a vaccination booklet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from empfang.model import Centre, DoseKind, Person, Proof, ProofKind, ProofState
from empfang.rules.guardians import BY_RULES, GuardianRule, asked_of_guardians
from empfang.rules.spans import age_on


class PaperState(StrEnum):
    """How it stands with a paper: nobody asked yet, it was seen, or it is missing."""

    OPEN = "open"
    SHOWN = "shown"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that is asked for. `blocks`: as it stands, the person is not let in for want of it.

    `guardian`: what exactly is asked of guardians.
    """

    kind: ProofKind
    state: PaperState
    blocks: bool
    proof: Proof | None = None
    guardian: GuardianRule | None = None


HOW: Mapping[ProofKind, tuple[str, ...]] = {
    ProofKind.IDENTITY: ("id_card", "passport", "residence_permit", "driving_licence", "health_card", "known_here"),
    ProofKind.EARLIER_DOSES: ("booklet", "certificate", "letter", "said"),
    ProofKind.GUARDIAN: ("present", "in_writing", "sole_custody"),
}
"""By kind: what may be shown instead of each other, the usual one first. `said`: the person's own word."""
_LASTING = frozenset({ProofKind.EARLIER_DOSES, ProofKind.RECOVERY, ProofKind.GROUP})
"""Seen once, it need not be shown again on another day."""
_NEVER_BLOCKS = frozenset({ProofKind.EARLIER_DOSES})


def papers_of(
    person: Person,
    dose_kind: DoseKind | None,
    proofs: Iterable[Proof],
    centre: Centre,
    day: date,
    *,
    walk_in: bool = False,
    guardian_asked: bool = False,
) -> tuple[Paper, ...]:
    """The papers asked of a person on a day, in the order in which a clerk asks for them.

    `guardian_asked`: rule books ask for a guardian, whatever the centre does.
    """
    latest = latest_proofs(proofs, day)
    age = None if person.birth_date is None else age_on(person.birth_date, day)
    guardian = asked_of_guardians(centre.guardian, age, walk_in=walk_in)
    if guardian is None and guardian_asked:
        guardian = BY_RULES
    wanted = [ProofKind.IDENTITY]
    if guardian is not None:
        wanted.append(ProofKind.GUARDIAN)
    if dose_kind in {DoseKind.SECOND, DoseKind.BOOSTER}:
        wanted.append(ProofKind.EARLIER_DOSES)
    wanted += [ProofKind.INFORMATION, ProofKind.CONSENT]
    doctor = _state(latest.get(ProofKind.DOCTOR)) is PaperState.SHOWN
    if doctor:
        wanted.append(ProofKind.DOCTOR)
    return tuple(_paper(kind, latest.get(kind), guardian, doctor=doctor) for kind in wanted)


def blocking(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Those for want of which the person is not let in."""
    return tuple(paper for paper in papers if paper.blocks)


def latest_proofs(proofs: Iterable[Proof], day: date) -> dict[ProofKind, Proof]:
    """What counts on a day of what was noted, by kind: the last note, whatever the order in which they came."""
    latest: dict[ProofKind, Proof] = {}
    for proof in sorted(proofs, key=lambda each: (each.noted_at, each.id)):
        if proof.day == day or proof.proof_kind in _LASTING:
            latest[proof.proof_kind] = proof
    return latest


def _paper(kind: ProofKind, proof: Proof | None, guardian: GuardianRule | None, *, doctor: bool) -> Paper:
    state = _state(proof)
    needed = state is PaperState.MISSING or (kind is ProofKind.GUARDIAN and state is PaperState.OPEN)
    blocks = needed and not doctor and kind not in _NEVER_BLOCKS
    return Paper(kind, state, blocks, proof, guardian if kind is ProofKind.GUARDIAN else None)


def _state(proof: Proof | None) -> PaperState:
    if proof is None or proof.state is ProofState.WITHDRAWN:
        return PaperState.OPEN
    return PaperState.SHOWN if proof.state is ProofState.SHOWN else PaperState.MISSING

"""What the records know of a person and of a centre, as the rules want it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from empfang.model import Centre, DoseKind, Immunization, ImmunizationStatus, Person, Proof, ProofKind, ProofState
from empfang.rules.rulebook import Rulebook
from empfang.rules.situation import Dose, Infection, Known, Place

GUARDIAN = "guardian"
"""What rule books call the question about guardians."""
NONE = "none"
"""How earlier doses are shown that there are not."""
_NO_DOSE = "keine"
_ONCE = "JAN"
"""The vaccine of which one dose was a whole series."""
_BETWEEN = timedelta(days=28)
"""Assumed between two doses of which only the second is known; nothing depends on it but their order."""
_LABELLED = {DoseKind.FIRST: 1, DoseKind.SECOND: 2, DoseKind.BOOSTER: 3}


def as_typed(known: Known) -> str:
    """What is known of earlier doses, as a clerk would type it; empty where nobody has asked."""
    doses = sorted(known.doses or (), key=lambda dose: (dose.vaccine is not None, dose.given_on or date.min))
    words = [f"{(dose.vaccine or '').lower()} {dose.given_on:%d.%m.%y}".strip() for dose in doses if dose.given_on]
    words += [_NO_DOSE] if known.doses == () else []
    words += [f"genesen {known.infection.on:%d.%m.%y} {known.infection.proof}"] if known.infection else []
    words += [f"schwanger {known.pregnant}"] if known.pregnant else []
    return " ".join(words)


def place_of(centre: Centre, book: Rulebook) -> Place:
    """Which rules hold at a centre, and whose people it is for."""
    return book.place(centre.id, centre.district, centre.catchment, centre.jurisdiction)


def known_of(
    person: Person, shown: Mapping[ProofKind, Proof], book: Rulebook, given: Iterable[Immunization] = ()
) -> Known:
    """What is known of a person from the records, and from what was shown. `given`: the doses they had here."""
    recovery, pregnancy = shown.get(ProofKind.RECOVERY), shown.get(ProofKind.PREGNANCY)
    infection = None
    if recovery is not None and is_shown(recovery) and recovery.on is not None:
        infection = Infection(recovery.on, recovery.how)
    group = shown.get(ProofKind.GROUP)
    code, _, by = group.how.rpartition(":") if group is not None and is_shown(group) else ("", "", "")
    return Known(
        born=person.birth_date,
        residence=person.district,
        doses=_with_given(_doses(person, shown.get(ProofKind.EARLIER_DOSES), book), given),
        infection=infection,
        pregnant=int(pregnancy.how) if pregnancy and is_shown(pregnancy) and pregnancy.how.isdecimal() else None,
        groups=(code,) if code else (),
        proofs=(by,) if by else (),
        told={GUARDIAN: _guardian(shown.get(ProofKind.GUARDIAN)), "no_dose_proof": _only_said(shown)},
    )


def _doses(person: Person, proof: Proof | None, book: Rulebook) -> tuple[Dose, ...] | None:
    """What the person showed, else what a list says; None where neither says anything."""
    if proof is not None and is_shown(proof) and (proof.doses or proof.how == NONE):
        told = proof.doses
    elif person.reported_doses:
        told = person.reported_doses
    else:
        return None
    return tuple(Dose(each.given_on, book.vaccine_named(each.vaccine) if each.vaccine else None) for each in told)


def _with_given(told: tuple[Dose, ...] | None, given: Iterable[Immunization]) -> tuple[Dose, ...] | None:
    """What was told and what was given here, each dose once: a day has one."""
    completed = [each for each in given if each.status is ImmunizationStatus.COMPLETED]
    if not completed:
        return told
    days = {each.given_on for each in told or ()}
    here = {each.day: Dose(each.day, each.vaccine) for each in completed if each.day not in days}
    found = [*(told or ()), *here.values()]
    return tuple(sorted(found, key=lambda dose: (dose.given_on is not None, dose.given_on or date.min)))


def as_waiting(known: Known, kind: DoseKind | None, shown: Mapping[ProofKind, Proof]) -> Known:
    """What follows about earlier doses from the one that somebody waits for, where a list tells none or only the last.

    Before a first one there were none. Before a booster there was one more of the same vaccine, but after Janssen. What
    somebody showed counts as it is.
    """
    proof, doses = shown.get(ProofKind.EARLIER_DOSES), known.doses
    if proof is not None and is_shown(proof):
        return known
    if kind is DoseKind.FIRST and doses is None:
        return replace(known, doses=())
    if kind is DoseKind.BOOSTER and doses is not None and len(doses) == 1 and known.infection is None:
        last = doses[0]
        if last.vaccine != _ONCE and last.given_on is not None:
            return replace(known, doses=(Dose(last.given_on - _BETWEEN, last.vaccine), last))
    return known


def next_dose(known: Known, kind: DoseKind | None) -> int:
    """Which dose comes next. What was booked counts only while nobody knows the earlier ones."""
    if known.doses is None:
        return _LABELLED.get(kind, 2) if kind else 2
    given = len(known.doses)
    first = known.doses[0].given_on if known.doses else None
    recovered = known.infection is not None and first is not None and known.infection.on < first
    # Who had the disease first is complete after one dose: a booster is the third that counts.
    return 3 if given == 1 and recovered and kind is DoseKind.BOOSTER else given + 1


def _only_said(shown: Mapping[ProofKind, Proof]) -> bool:
    """Whether earlier doses are only the person's word."""
    proof = shown.get(ProofKind.EARLIER_DOSES)
    return proof is not None and (proof.state is ProofState.MISSING or (is_shown(proof) and proof.how == "said"))


def _guardian(proof: Proof | None) -> str | None:
    if proof is None or proof.state is ProofState.WITHDRAWN:
        return None
    return (proof.how or "present") if proof.state is ProofState.SHOWN else "absent"


def is_shown(proof: Proof | None) -> bool:
    """Whether it was seen."""
    return proof is not None and proof.state is ProofState.SHOWN

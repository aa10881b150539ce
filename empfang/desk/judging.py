"""The verdict about whoever stands there: what is known of them, put to the rules in force."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from empfang.desk.reading import Reading
from empfang.desk.rule_books import Unreadable, rulebook_of
from empfang.desk.views import GUARDIAN, Judged, PaperNote
from empfang.model import Appointment, DoseKind, Person, Proof, ProofKind, ProofState, RuleBook
from empfang.rules.arrival import local
from empfang.rules.centre_day import vaccines_today
from empfang.rules.dose_entry import Entered
from empfang.rules.earliest import earliest
from empfang.rules.eligibility import eligibility
from empfang.rules.papers import latest_proofs
from empfang.rules.rulebook import Rulebook
from empfang.rules.situation import ANY, Asked, Dose, Infection, Known, Place

NONE = "none"
"""How earlier doses are shown that there are not."""
_BOOKLET = "booklet"
_LABELLED = {DoseKind.FIRST: 1, DoseKind.SECOND: 2, DoseKind.BOOSTER: 3}


class Judging:
    """Puts people to the rules. Without rules nobody is judged."""

    def __init__(self, reading: Reading, *, by_rules: bool) -> None:
        self._reading = reading
        self._by_rules = by_rules
        self._rulebook: Rulebook | None = None
        self.unreadable: tuple[Unreadable, ...] = ()

    def forget_books(self) -> None:
        """A book came in."""
        self._rulebook = None

    def rulebook(self) -> Rulebook:
        """The books that count now."""
        if self._rulebook is None:
            self._rulebook, self.unreadable = rulebook_of(self._reading.rows.find(RuleBook))
        return self._rulebook

    def of(
        self, person: Person, appointment: Appointment | None, agreed: str | None, proofs: Iterable[Proof]
    ) -> Judged | None:
        """The verdict now; None where nobody judges, or nobody knows the vaccine."""
        if not self._by_rules:
            return None
        book, reading = self.rulebook(), self._reading
        shown = latest_proofs(proofs, reading.today())
        known = known_of(person, shown, book)
        booked = agreed or (appointment.vaccine if appointment else None)
        wanted = book.vaccine_named(booked) if booked else ANY
        if wanted is None:
            return None
        asked = Asked(
            at=local(reading.clock.now(), reading.centre()).replace(tzinfo=None),
            dose=_dose(known, appointment.dose_kind if appointment else None),
            stock=self._stock(book, booked),
            wanted=wanted,
        )
        place = self._place(book)
        verdict = eligibility(known, asked, place, book)
        names = {code: vaccine.names[0] for code, vaccine in book.vaccines.items()}
        return Judged(
            verdict,
            earliest(known, asked, place, book, of=wanted),
            known,
            asked.dose,
            names,
            asks_guardian=_guardian_decides(known, asked, place, book),
            decided=_is_shown(shown.get(ProofKind.DOCTOR)),
        )

    def _stock(self, book: Rulebook, booked: str | None) -> tuple[str, ...]:
        """The codes of what is given today, what was booked first."""
        today = vaccines_today(self._reading.plan()) or self._reading.booked_vaccines()
        names = [*([booked] if booked else []), *sorted(today)]
        return tuple(dict.fromkeys(code for name in names if (code := book.vaccine_named(name)) is not None))

    def _place(self, book: Rulebook) -> Place:
        centre = self._reading.centre()
        return book.place(centre.id, centre.district, centre.catchment, (centre.jurisdiction,))


def known_of(person: Person, shown: Mapping[ProofKind, Proof], book: Rulebook) -> Known:
    """What is known of a person from the records, and from what was shown."""
    recovery, pregnancy = shown.get(ProofKind.RECOVERY), shown.get(ProofKind.PREGNANCY)
    infection = None
    if recovery is not None and _is_shown(recovery) and recovery.on is not None:
        infection = Infection(recovery.on, recovery.how)
    group = shown.get(ProofKind.GROUP)
    code, _, by = group.how.rpartition(":") if group is not None and _is_shown(group) else ("", "", "")
    return Known(
        born=person.birth_date,
        residence=person.district,
        doses=_doses(person, shown.get(ProofKind.EARLIER_DOSES), book),
        infection=infection,
        pregnant=int(pregnancy.how) if pregnancy and _is_shown(pregnancy) and pregnancy.how.isdecimal() else None,
        groups=(code,) if code else (),
        proofs=(by,) if by else (),
        told={GUARDIAN: _guardian(shown.get(ProofKind.GUARDIAN)), "no_dose_proof": _only_said(shown)},
    )


def shown_by(entered: Entered) -> tuple[PaperNote, ...]:
    """What is noted of what a person showed."""
    notes = []
    if entered.doses or entered.none:
        how = NONE if entered.none else _BOOKLET
        notes.append(PaperNote(ProofKind.EARLIER_DOSES, ProofState.SHOWN, how, doses=entered.doses))
    if entered.recovered_on is not None:
        notes.append(PaperNote(ProofKind.RECOVERY, ProofState.SHOWN, entered.proven_by, on=entered.recovered_on))
    if entered.pregnant is not None:
        notes.append(PaperNote(ProofKind.PREGNANCY, ProofState.SHOWN, str(entered.pregnant)))
    return tuple(notes)


def _doses(person: Person, proof: Proof | None, book: Rulebook) -> tuple[Dose, ...] | None:
    """What the person showed, else what a list says; None where neither says anything."""
    if proof is not None and _is_shown(proof) and (proof.doses or proof.how == NONE):
        told = proof.doses
    elif person.reported_doses:
        told = person.reported_doses
    else:
        return None
    return tuple(Dose(each.given_on, book.vaccine_named(each.vaccine) if each.vaccine else None) for each in told)


def _dose(known: Known, kind: DoseKind | None) -> int:
    """Which dose comes next. What was booked counts only while nobody knows the earlier ones."""
    if known.doses is None:
        return _LABELLED.get(kind, 2) if kind else 2
    given = len(known.doses)
    recovered = known.infection is not None and kind is DoseKind.BOOSTER
    return 3 if given == 1 and recovered else given + 1


def _only_said(shown: Mapping[ProofKind, Proof]) -> bool:
    """Whether earlier doses are only the person's word."""
    proof = shown.get(ProofKind.EARLIER_DOSES)
    return proof is not None and (proof.state is ProofState.MISSING or (_is_shown(proof) and proof.how == "said"))


def _guardian(proof: Proof | None) -> str | None:
    if proof is None or proof.state is ProofState.WITHDRAWN:
        return None
    return (proof.how or "present") if proof.state is ProofState.SHOWN else "absent"


def _guardian_decides(known: Known, asked: Asked, place: Place, book: Rulebook) -> bool:
    """Whether it makes a difference that a guardian is there."""
    ways = (replace(known, told={**known.told, GUARDIAN: there}) for there in ("present", "absent"))
    return len({eligibility(way, asked, place, book).eligible for way in ways}) > 1


def _is_shown(proof: Proof | None) -> bool:
    return proof is not None and proof.state is ProofState.SHOWN

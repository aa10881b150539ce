"""The verdict about whoever stands there: what is known of them, put to the rules in force."""

from collections.abc import Iterable, Mapping

from empfang.desk.reading import Reading
from empfang.desk.rule_books import Unreadable, rulebook_of
from empfang.desk.views import Judged
from empfang.model import Appointment, DoseKind, Person, Proof, ProofKind, ProofState, RuleBook
from empfang.rules.arrival import local
from empfang.rules.centre_day import vaccines_today
from empfang.rules.earliest import earliest
from empfang.rules.eligibility import eligibility
from empfang.rules.papers import latest_proofs
from empfang.rules.rulebook import Rulebook
from empfang.rules.situation import ANY, Asked, Dose, Infection, Known, Place

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
        names = {code: book.vaccines[code].names[0] for code in asked.stock}
        decided = _is_shown(shown.get(ProofKind.DOCTOR))
        return Judged(verdict, earliest(known, asked, place, book, of=wanted), known, asked.dose, names, decided)

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
        told={"guardian": _guardian(shown.get(ProofKind.GUARDIAN))},
    )


def _doses(person: Person, proof: Proof | None, book: Rulebook) -> tuple[Dose, ...] | None:
    """What the person showed, else what a list says; None where neither says anything."""
    if proof is not None and _is_shown(proof) and (proof.doses or proof.how == "none"):
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


def _guardian(proof: Proof | None) -> str | None:
    if proof is None or proof.state is ProofState.WITHDRAWN:
        return None
    return (proof.how or "present") if proof.state is ProofState.SHOWN else "absent"


def _is_shown(proof: Proof | None) -> bool:
    return proof is not None and proof.state is ProofState.SHOWN

"""The verdict about whoever stands there: what is known of them, put to the rules in force."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from empfang.desk.reading import Reading
from empfang.desk.views import Judged, PaperNote
from empfang.model import Appointment, Immunization, Person, Proof, ProofKind, ProofState, RuleBook
from empfang.rules.arrival import local
from empfang.rules.centre_day import vaccines_today
from empfang.rules.dose_entry import Entered
from empfang.rules.earliest import earliest
from empfang.rules.eligibility import eligibility
from empfang.rules.known import GUARDIAN, NONE, as_typed, is_shown, known_of, next_dose, place_of
from empfang.rules.papers import latest_proofs
from empfang.rules.rulebook import Rulebook
from empfang.rules.situation import ANY, Asked, Known, Place
from empfang.rules.stored import Unreadable, rulebook_of

_BOOKLET = "booklet"


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
        """The verdict now; None where nobody judges, or no book knows the vaccine or where the centre lies."""
        if not self._by_rules:
            return None
        book, reading = self.rulebook(), self._reading
        shown = latest_proofs(proofs, reading.today())
        known = known_of(person, shown, book, reading.rows.find(Immunization, person_id=person.id))
        booked = agreed or (appointment.vaccine if appointment else None)
        wanted = book.vaccine_named(booked) if booked else ANY
        if wanted is None:
            return None
        asked = Asked(
            # To the minute: what is in force is worked out once for all who come in it.
            at=local(reading.clock.now(), reading.centre()).replace(tzinfo=None, second=0, microsecond=0),
            dose=next_dose(known, appointment.dose_kind if appointment else None),
            stock=self._stock(book, booked),
            wanted=wanted,
        )
        place = place_of(reading.centre(), book)
        if not place.within:
            return None
        verdict = eligibility(known, asked, place, book)
        names = {code: vaccine.names[0] for code, vaccine in book.vaccines.items()}
        return Judged(
            verdict,
            earliest(known, asked, place, book, of=wanted),
            known,
            asked.dose,
            names,
            as_typed=as_typed(known),
            asks_guardian=_guardian_decides(known, asked, place, book),
            decided=is_shown(shown.get(ProofKind.DOCTOR)),
        )

    def _stock(self, book: Rulebook, booked: str | None) -> tuple[str, ...]:
        """The codes of what is given today, what was booked first."""
        today = vaccines_today(self._reading.plan()) or self._reading.booked_vaccines()
        names = [*([booked] if booked else []), *sorted(today)]
        return tuple(dict.fromkeys(code for name in names if (code := book.vaccine_named(name)) is not None))


def shown_by(entered: Entered, before: Mapping[ProofKind, Proof]) -> tuple[PaperNote, ...]:
    """What is noted of what a person showed; what was noted before and is not said any more is withdrawn."""
    notes = []
    for kind, said in ((ProofKind.RECOVERY, entered.recovered_on), (ProofKind.PREGNANCY, entered.pregnant)):
        if said is None and is_shown(before.get(kind)):
            notes.append(PaperNote(kind, ProofState.WITHDRAWN))
    if entered.doses or entered.none:
        how = NONE if entered.none else _BOOKLET
        notes.append(PaperNote(ProofKind.EARLIER_DOSES, ProofState.SHOWN, how, doses=entered.doses))
    if entered.recovered_on is not None:
        notes.append(PaperNote(ProofKind.RECOVERY, ProofState.SHOWN, entered.proven_by, on=entered.recovered_on))
    if entered.pregnant is not None:
        notes.append(PaperNote(ProofKind.PREGNANCY, ProofState.SHOWN, str(entered.pregnant)))
    return tuple(notes)


def _guardian_decides(known: Known, asked: Asked, place: Place, book: Rulebook) -> bool:
    """Whether it makes a difference that a guardian is there."""
    ways = (replace(known, told={**known.told, GUARDIAN: there}) for there in ("present", "absent"))
    return len({eligibility(way, asked, place, book).eligible for way in ways}) > 1

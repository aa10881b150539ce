"""Second doses of people who would be given their first one today: whether they stay, and where else they can be."""

from empfang.desk.call_options import CallOptions
from empfang.desk.call_views import Options
from empfang.desk.judging import Judging
from empfang.desk.leftover_views import CalledPage, SecondDose
from empfang.desk.reading import Reading, local_or_none
from empfang.model import Appointment, Contingent, DoseKind, Immunization, Proof
from empfang.rules.arrival import local
from empfang.rules.known import known_of, place_of
from empfang.rules.offers import Allowed, allowed_by
from empfang.rules.papers import latest_proofs
from empfang.rules.planned import Planned
from empfang.rules.second_dose import given_today, second_kept


class SecondDoses:
    """Reads them, at one desk."""

    def __init__(self, reading: Reading, judging: Judging, options: CallOptions) -> None:
        self._reading = reading
        self._judging = judging
        self._options = options

    def of(self, called: CalledPage, vaccine: str) -> SecondDose | None:
        """What becomes of it if this vaccine (a code) is given today; None where that is not the first dose.

        It stays where it is if the rules allow that. Else there are places of the same vaccine on the days that they
        allow; the contingent of what is moved stays open for its person at any hour.
        """
        if called.dose_kind is not DoseKind.FIRST:
            return None
        reading, book = self._reading, self._judging.rulebook()
        now, centre = reading.clock.now(), reading.centre()
        later = called.later.id if called.later is not None else None
        kept = second_kept(reading.rows.find(Appointment, person_id=called.person.id), later)
        allowed = self._allowed(called, vaccine)
        own = kept.contingent_id if kept is not None else None
        times, why_not = self._options.free_times(called.person, now, own, reading.way)
        same = tuple(each for each in times if book.vaccine_named(each.vaccine) == vaccine)
        at = local_or_none(kept.start, centre) if kept is not None else None
        return SecondDose(kept, at, self._fits(kept, allowed), Options(DoseKind.SECOND, same, allowed, why_not))

    def _allowed(self, called: CalledPage, vaccine: str) -> Allowed:
        """What the rules allow after today."""
        reading, book = self._reading, self._judging.rulebook()
        rows, today, centre = reading.rows, reading.today(), reading.centre()
        shown = latest_proofs(rows.find(Proof, person_id=called.person.id), today)
        known = known_of(called.person, shown, book, rows.find(Immunization, person_id=called.person.id))
        asked_at = local(reading.clock.now(), centre).replace(tzinfo=None, second=0, microsecond=0)
        return allowed_by(given_today(known, today, vaccine), asked_at, place_of(centre, book), book)

    def _fits(self, kept: Appointment | None, allowed: Allowed) -> bool:
        if kept is None:
            return False
        if kept.start is None or kept.vaccine is None:
            return True
        contingent = self._reading.rows.get(Contingent, kept.contingent_id) if kept.contingent_id else None
        on = local(kept.start, self._reading.centre()).date()
        open_for = contingent.open_for if contingent is not None else ""
        return allowed([Planned(on, DoseKind.SECOND, kept.vaccine, open_for)])

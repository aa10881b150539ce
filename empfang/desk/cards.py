"""Cards: everything the clerk needs about whoever stands there, read in one go."""

from collections.abc import Sequence
from datetime import date, datetime

from empfang.commands.places import places_taken
from empfang.commands.tx import Tx
from empfang.desk.further import further_bookings
from empfang.desk.judging import Judging
from empfang.desk.promised_card import PromisedCard
from empfang.desk.reading import Reading, local_or_none
from empfang.desk.views import Card, GroupMember, Judged, MoveOffer, WalkIn
from empfang.model import (
    Appointment,
    AppointmentStatus,
    Centre,
    Contingent,
    Desk,
    DoseKind,
    Encounter,
    Operator,
    Person,
    Proof,
    Slot,
)
from empfang.rows import Rows
from empfang.rules.arrival import Answer, Arrival, decide_arrival, local, local_date
from empfang.rules.booking import Asking, place_refused, places_free
from empfang.rules.centre_day import as_of_day, is_wrong_vaccine, lane_of, vaccines_today
from empfang.rules.needs import lane_for
from empfang.rules.origins import WALK_IN
from empfang.rules.papers import Paper, papers_of
from empfang.rules.walk_in import next_walk_in, walk_in_now

_SLOTS_LOOKED_AT = 24
_WITHOUT = frozenset({Answer.NO_APPOINTMENT, Answer.WAITING_LIST, Answer.CANCELLED, Answer.OTHER_DAY})
"""Answers after which somebody may still come in without an appointment."""
_ONLY_WITHOUT = _WITHOUT - {Answer.OTHER_DAY}
"""Answers after which they come in so or not at all: their papers are those of people without an appointment."""


class Cards:
    """Reads cards."""

    def __init__(self, reading: Reading, judging: Judging, promised: PromisedCard) -> None:
        self._reading = reading
        self._judging = judging
        self._promised = promised

    def card(self, person_id: str, appointment_id: str | None, tx: Tx | None = None) -> Card:
        """What to do with this person now; `tx` reads within a write transaction."""
        reading = self._reading
        source: Tx | Rows = tx or reading.rows
        person = source.get(Person, person_id)
        appointments = source.find(Appointment, person_id=person_id)
        encounters = source.find(Encounter, person_id=person_id)
        arrival = decide_arrival(appointments, encounters, self.centre_today(), reading.clock.now(), appointment_id)
        if arrival.answer is Answer.OTHER_CENTRE and arrival.appointment is not None:
            # Nothing but the place: the person is another centre's business (checkin.md 7).
            return Card(arrival=arrival, centre_name=reading.centre(arrival.appointment.centre_id).name)
        if person is None:
            return Card(arrival=None)
        shown = arrival.appointment
        if shown is None and arrival.choices:
            shown = arrival.choices[0]
        return self._of(source, person, arrival, shown, appointments, encounters)

    def _of(
        self,
        source: Tx | Rows,
        person: Person,
        arrival: Arrival,
        shown: Appointment | None,
        appointments: Sequence[Appointment],
        encounters: Sequence[Encounter],
    ) -> Card:
        reading, centre, plan = self._reading, self.centre_today(), self._reading.plan()
        lines = reading.lines(appointments, encounters)
        line = next((line for line in lines if shown and line.appointment.id == shown.id), None)
        agreed = line.visit.vaccine if line and line.visit else None
        vaccine = agreed or (shown.vaccine if shown else None)
        group = self._group(source, shown)
        judged = self._judged(source, person, arrival, shown, agreed)
        with_papers = None if arrival.answer in _ONLY_WITHOUT else shown
        return Card(
            arrival=arrival,
            person=person,
            line=line,
            others=tuple(line for line in lines if not shown or line.appointment.id != shown.id),
            choices=tuple(line for line in lines if line.appointment in arrival.choices),
            judged=judged,
            possible_from=None if arrival.possible_from is None else local(arrival.possible_from, centre),
            move=self._move_offer(source, person, arrival),
            cancelled_at=local_or_none(shown.cancelled_at if shown else None, centre),
            cancelled_by=self._cancelled_by(shown),
            group=group,
            papers=self.papers(source, person, with_papers, judged),
            lane=self.lane(person, vaccine),
            given_today=tuple(sorted(vaccines_today(plan))) if is_wrong_vaccine(plan, vaccine) else (),
            walk_in=self._walk_in(arrival, centre),
            further=further_bookings(reading, person, appointments, shown),
            promise=self._promised.of(source, person.id),
            here=self._promised.here(source, person.id, appointments, encounters),
            may_wait=self._promised.may_wait(),
        )

    def card_of_several(self, found: Sequence[Appointment]) -> Card:
        """One code for several people: the clerk chooses."""
        lines = self._reading.lines(found, [])
        return Card(arrival=Arrival(Answer.CHOOSE, choices=tuple(found)), choices=tuple(lines))

    def centre_today(self) -> Centre:
        """The centre, with what its coordinator set for today."""
        return as_of_day(self._reading.centre(), self._reading.plan())

    def papers(
        self, source: Tx | Rows, person: Person, appointment: Appointment | None, judged: Judged | None = None
    ) -> tuple[Paper, ...]:
        """The papers asked of a person today."""
        return papers_of(
            person,
            appointment.dose_kind if appointment else None,
            source.find(Proof, person_id=person.id),
            self._reading.centre(),
            self._reading.today(),
            walk_in=appointment is None or appointment.origin == WALK_IN,
            guardian_asked=judged is not None and judged.asks_guardian,
        )

    def lane(self, person: Person, vaccine: str | None) -> int | None:
        """Where somebody who gets this vaccine is sent today."""
        reading = self._reading
        return lane_of(reading.plan(), vaccine, lane_for(person.needs, reading.centre()))

    def _judged(
        self, source: Tx | Rows, person: Person, arrival: Arrival, shown: Appointment | None, agreed: str | None
    ) -> Judged | None:
        """The verdict of the rules, of whoever may come in now."""
        if arrival.answer is not Answer.ADMIT and arrival.answer not in _WITHOUT:
            return None
        booked = None if arrival.answer in _ONLY_WITHOUT else shown
        return self._judging.of(person, booked, agreed, source.find(Proof, person_id=person.id))

    def _walk_in(self, arrival: Arrival, centre: Centre) -> WalkIn | None:
        if arrival.answer not in _WITHOUT:
            return None
        now = local(self._reading.clock.now(), centre)
        window = next_walk_in(centre, now)
        return WalkIn(walk_in_now(centre, now), None if window is None else (window.begin, window.end))

    def _cancelled_by(self, appointment: Appointment | None) -> str:
        if appointment is None or appointment.cancelled_at is None:
            return ""
        name_of = self._reading.name_of
        return name_of(Operator, appointment.cancelled_operator_id) or name_of(Desk, appointment.cancelled_desk_id)

    # Groups

    def _group(self, source: Tx | Rows, appointment: Appointment | None) -> tuple[GroupMember, ...]:
        """Who came together by booking, by name; empty for somebody alone."""
        if appointment is None or appointment.party_id is None:
            return ()
        party = source.find(Appointment, party_id=appointment.party_id)
        centre, today = self._reading.centre(), self._reading.today()
        of_whom: dict[str, Appointment] = {}
        # Who booked a pair of doses has two of the party's appointments: today's is meant.
        for each in sorted(party, key=lambda one: (local_date(one, centre) != today, str(one.start), one.id)):
            if each.status is not AppointmentStatus.CANCELLED:
                of_whom.setdefault(each.person_id, each)
        members = [self._member(source, person_id, of_whom[person_id]) for person_id in of_whom]
        return tuple(sorted((each for each in members if each is not None), key=lambda one: (one.family, one.given)))

    def _member(self, source: Tx | Rows, person_id: str, appointment: Appointment) -> GroupMember | None:
        person = source.get(Person, person_id)
        if person is None:
            return None
        appointments = source.find(Appointment, person_id=person_id)
        encounters = source.find(Encounter, person_id=person_id)
        now = self._reading.clock.now()
        arrival = decide_arrival(appointments, encounters, self.centre_today(), now, appointment.id)
        judged = None
        if arrival.answer is Answer.ADMIT:
            judged = self._judging.of(person, appointment, None, source.find(Proof, person_id=person_id))
        return GroupMember(
            person_id=person_id,
            appointment_id=appointment.id,
            family=person.family,
            given=person.given,
            birth_year=person.birth_date.year if person.birth_date else None,
            answer=arrival.answer,
            papers=self.papers(source, person, appointment, judged),
            must_be_asked=judged is not None and bool(judged.questions) and not judged.decided,
            not_by_rules=None if judged is None or judged.admits else judged.verdict.eligible,
            other_vaccine=is_wrong_vaccine(self._reading.plan(), appointment.vaccine),
        )

    # Moving to today

    def _move_offer(self, source: Tx | Rows, person: Person, arrival: Arrival) -> MoveOffer | None:
        """A free place of today for an appointment of another day, the nearest to now first."""
        old = arrival.appointment
        if arrival.answer is not Answer.OTHER_DAY or old is None:
            return None
        now, centre, today = self._reading.clock.now(), self._reading.centre(), self._reading.today()
        asking = Asking(now, now)
        slots = [
            slot
            for slot in self._slots_of(today, old.vaccine or "")
            if slot.start.timestamp() + slot.minutes * 60 > now.timestamp()
        ]
        series = source.find(Appointment, series_id=old.series_id) if old.series_id else []
        for slot in slots[:_SLOTS_LOOKED_AT]:
            preferred = sorted(slot.capacity, key=lambda contingent_id: contingent_id != old.contingent_id)
            for contingent_id in preferred:
                taken = places_taken(source, slot.id, contingent_id)
                contingent = source.get(Contingent, contingent_id)
                if place_refused(slot, contingent, person, centre, taken, asking) is None:
                    pair_at, fits = _pair(series, old, slot)
                    return MoveOffer(
                        slot_id=slot.id,
                        contingent_id=contingent_id,
                        at=local(slot.start, centre),
                        free=places_free(slot, contingent_id, taken),
                        pair_at=local_or_none(pair_at, centre),
                        pair_fits=fits,
                    )
        return None

    def _slots_of(self, day: date, vaccine: str) -> list[Slot]:
        centre = self._reading.centre()
        slots = self._reading.rows.find(Slot, centre_id=self._reading.centre_id, vaccine=vaccine)
        return sorted((s for s in slots if local(s.start, centre).date() == day), key=lambda s: s.start)


def _pair(series: Sequence[Appointment], old: Appointment, slot: Slot) -> tuple[datetime | None, bool]:
    """The other appointment of the pair, and whether the order of doses stays right."""
    for other in series:
        if other.id != old.id and other.status is AppointmentStatus.BOOKED and other.start is not None:
            fits = slot.start < other.start if other.dose_kind is DoseKind.SECOND else slot.start > other.start
            return other.start, fits
    return None, True

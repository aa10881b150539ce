"""The situation of a centre's day, of which the forecast is made, out of its records: the same at desk and service."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from empfang.ids import derived_id
from empfang.model import (
    Allotment,
    Appointment,
    AppointmentStatus,
    Centre,
    CentreDay,
    Change,
    DoseChange,
    DoseKind,
    Encounter,
    EncounterState,
    Promise,
    PromiseState,
    Vial,
)
from empfang.rules import leftover_day as of_day
from empfang.rules.arrival import local
from empfang.rules.calling import settings_of
from empfang.rules.coming import Booked, Spread
from empfang.rules.leftover_day import Admitted, OnHand, Situation
from empfang.rules.origins import PROMISED, WALK_IN
from empfang.rules.rulebook import Rulebook
from empfang.rules.shows import Lateness, ShowRates, segment
from empfang.rules.stock import UNKNOWN, Counted, Move, level
from empfang.rules.vials import FULL, Dose, VialTable

_CAME = frozenset({AppointmentStatus.CHECKED_IN, AppointmentStatus.FULFILLED, AppointmentStatus.ARRIVED})
_EXPECTED = _CAME | {AppointmentStatus.BOOKED}
_AT_ONCE = 0.95
"""How likely whoever was promised the second of two doses is to follow the first, who is there."""


@dataclass(frozen=True, slots=True)
class DayRecords:
    """What a centre's records say of one day; appointments are those that begin on it.

    `elsewhere`: appointments of another day or centre, of people who were admitted all the same.
    """

    appointments: Sequence[Appointment] = ()
    encounters: Sequence[Encounter] = ()
    vials: Sequence[Vial] = ()
    changes: Sequence[DoseChange] = ()
    promises: Sequence[Promise] = ()
    allotments: Sequence[Allotment] = ()
    elsewhere: Sequence[Appointment] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """What the centre's own past days tell."""

    rates: ShowRates = field(default_factory=lambda: ShowRates({}))
    lateness: Lateness = field(default_factory=Lateness)
    spread: Spread = field(default_factory=Spread)


def given_id(encounter_id: str) -> str:
    """The id of the dose that was given in a visit: the same at each desk where that is noted."""
    return derived_id("given", encounter_id)


def moves_of(vials: Iterable[Vial], changes: Iterable[DoseChange]) -> tuple[list[Move], list[Counted]]:
    """What came to be and went of every dose, and what was counted; without what was entered by mistake."""
    moves = [
        Move(each.opened_at, Dose(each.vaccine, each.size), each.drawn, each.id) for each in vials if not each.void
    ]
    counts: list[Counted] = []
    for each in changes:
        if each.void:
            continue
        dose = Dose(each.vaccine, each.size)
        if each.change is Change.COUNTED:
            counts.append(Counted(each.at, dose, each.number))
        else:
            moves.append(Move(each.at, dose, -each.number, each.vial_id or UNKNOWN))
    return moves, counts


def in_house(encounters: Iterable[Encounter]) -> Iterator[Encounter]:
    """The visits that go on: admitted, not vaccinated, not gone."""
    return (each for each in encounters if each.state is EncounterState.ACTIVE and each.outcome is None)


def elsewhere(encounters: Iterable[Encounter], appointments: Iterable[Appointment]) -> list[str]:
    """The ids of the appointments with which people are here, and which are not among those of the day."""
    known = {each.id for each in appointments}
    return sorted({each.appointment_id for each in encounters if each.appointment_id} - known)


def dose_of(
    vaccine: str | None, kind: DoseKind | None, local_now: datetime, book: Rulebook, table: VialTable
) -> Dose | None:
    """What somebody needs who comes for this vaccine (as it is called); None where nobody knows which it is."""
    code = book.vaccine_named(vaccine) if vaccine else None
    if code is None:
        return None
    container = table.container(code, local_now)
    return Dose(code, container.size(kind) if container is not None else FULL)


def situation_of(
    records: DayRecords,
    centre: Centre,
    plan: CentreDay | None,
    now: datetime,
    book: Rulebook,
    table: VialTable,
    past: Past | None = None,
) -> Situation:
    """The day as it stands at the moment `now`."""
    return _Day(records, centre, plan, now, book, table, past or Past()).situation()


class _Day:
    def __init__(
        self,
        records: DayRecords,
        centre: Centre,
        plan: CentreDay | None,
        now: datetime,
        book: Rulebook,
        table: VialTable,
        past: Past,
    ) -> None:
        self._records, self._centre, self._now, self._book, self._table = records, centre, now, book, table
        self._past = past
        self._settings = settings_of(centre, plan, now)
        self._by_id = {each.id: each for each in (*records.elsewhere, *records.appointments)}

    def situation(self) -> Situation:
        return Situation(
            now=self._now,
            last_jab=self._settings.last_jab,
            stock=self._stock(),
            booked=tuple(self._booked()),
            house=tuple(self._house()),
            promises=tuple(self._promises()),
            ways=self._ways(),
            calling=self._settings.calling,
            lateness=self._past.lateness,
            spread=self._past.spread,
        )

    def dose(self, vaccine: str | None, kind: DoseKind | None) -> Dose | None:
        return dose_of(vaccine, kind, local(self._now, self._centre), self._book, self._table)

    def _stock(self) -> Mapping[Dose, OnHand]:
        use_by = {each.id: each.use_by for each in self._records.vials if not each.void and each.use_by is not None}
        moves, counts = moves_of(self._records.vials, self._records.changes)
        doses = {each.dose for each in moves} | {each.dose for each in counts}
        return {dose: self._on_hand(dose, use_by, moves, counts) for dose in sorted(doses)}

    def _on_hand(
        self, dose: Dose, use_by: Mapping[str, datetime], moves: Iterable[Move], counts: Iterable[Counted]
    ) -> OnHand:
        container = self._table.container(dose.vaccine, local(self._now, self._centre))
        number = container.doses.get(dose.size) if container is not None else None
        keeps = container.use_by(self._now, None) - self._now if container is not None else None
        return OnHand(level(dose, use_by, moves, counts, self._now), container=number, keeps=keeps)

    def _booked(self) -> Iterator[Booked]:
        for each in self._records.appointments:
            dose = self.dose(each.vaccine, each.dose_kind)
            if each.start is None or dose is None or each.status not in _EXPECTED or each.origin in {PROMISED, WALK_IN}:
                continue
            at = local(each.start, self._centre)
            kind = segment(at, each.booked_at, dose.vaccine, each.dose_kind, each.origin)
            rate = self._past.rates.rate(kind)
            yield Booked(each.start, rate, dose, came=each.status in _CAME, party=each.party_id or "")

    def _house(self) -> Iterator[Admitted]:
        for each in in_house(self._records.encounters):
            appointment = self._by_id.get(each.appointment_id or "")
            kind = appointment.dose_kind if appointment is not None else None
            dose = self.dose(each.vaccine or (appointment.vaccine if appointment is not None else None), kind)
            if dose is not None:
                walked_in = appointment is None or appointment.origin == WALK_IN
                yield Admitted(each.arrived_at, dose, appointment=not walked_in)

    def _promises(self) -> Iterator[of_day.Promise]:
        from_allotments: dict[str, int] = {}
        for each in self._records.promises:
            dose = Dose(each.vaccine, each.size)
            if each.allotment_id is not None and each.state in {PromiseState.OPEN, PromiseState.KEPT}:
                from_allotments[each.allotment_id] = from_allotments.get(each.allotment_id, 0) + each.persons
            if each.state is PromiseState.OPEN:
                yield of_day.Promise(each.arrive_by, dose, each.persons, self._settings.calling.shows)
            elif each.state is PromiseState.KEPT and each.persons > 1 and self._now <= each.arrive_by + of_day.GRACE:
                yield of_day.Promise(each.arrive_by, dose, each.persons - 1, _AT_ONCE)
        for allotment in self._records.allotments:
            left = allotment.number - allotment.returned - from_allotments.get(allotment.id, 0)
            if left > 0 and self._now < allotment.until:
                # It holds its doses until its end, and for nobody after it.
                until = allotment.until - of_day.GRACE
                yield of_day.Promise(until, Dose(allotment.vaccine, allotment.size), left, 1.0)

    def _ways(self) -> tuple[timedelta, ...]:
        given = {each.id: each.at for each in self._records.changes if each.change is Change.GIVEN and not each.void}
        ends = [
            (at, at - each.arrived_at)
            for each in self._records.encounters
            if (at := given.get(given_id(each.id))) is not None and at > each.arrived_at
        ]
        return tuple(way for _, way in sorted(ends))

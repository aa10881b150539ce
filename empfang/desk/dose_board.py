"""How it stands with the day's doses, as this desk knows it: computed when records changed, or another minute began."""

from datetime import datetime, timedelta

from empfang.desk.judging import Judging
from empfang.desk.leftover_views import DoseOverview, DoseRow, InHouse, Promised, PromiseStanding
from empfang.desk.reading import Reading
from empfang.model import (
    Allotment,
    Appointment,
    CentreDay,
    Change,
    DoseChange,
    Encounter,
    Person,
    Promise,
    PromiseState,
    Vial,
)
from empfang.rules.arrival import bounds_of_day, local
from empfang.rules.call_hours import Override, may_call
from empfang.rules.calling import CallSettings, settings_of
from empfang.rules.leftover import forecast
from empfang.rules.leftover_day import GRACE, HANGING, Forecast, Leftover
from empfang.rules.leftover_records import DayRecords, in_house, situation_of
from empfang.rules.origins import WALK_IN
from empfang.rules.vial_tables import bundled_vials
from empfang.rules.vials import Dose
from empfang.store.tx import Topics

_READ = frozenset(
    each.kind for each in (Appointment, Encounter, Vial, DoseChange, Promise, Allotment, CentreDay)
)  # fmt: skip


class DoseBoard:
    """Reads the day's doses. What it gives is not to be changed."""

    def __init__(self, reading: Reading, judging: Judging) -> None:
        self._reading = reading
        self._judging = judging
        self.version = 0
        """Another number whenever something changed."""
        self.override: Override | None = None
        self._records: DayRecords | None = None
        self._found: tuple[tuple[int, datetime], Forecast] | None = None

    def took_in(self, topics: Topics) -> None:
        """Records changed: the day is read again if it is about them."""
        if any(kind in _READ for kind, _ in topics):
            self._records = None
            self.version += 1

    def let_call(self, override: Override) -> None:
        """Somebody lets people be called outside the hours, at this desk."""
        self.override = override
        self.version += 1

    # What there is

    def settings(self) -> CallSettings:
        """How the centre calls today."""
        reading = self._reading
        return settings_of(reading.centre(), reading.plan(), reading.clock.now())

    def records(self) -> DayRecords:
        """Of today."""
        if self._records is None:
            reading = self._reading
            rows, day, centre = reading.rows, reading.today(), reading.centre()
            begin, end = bounds_of_day(centre, day)
            here = {"centre_id": centre.id, "day": day}
            self._records = DayRecords(
                appointments=rows.between(Appointment, "start", begin, end, centre_id=centre.id),
                encounters=[each for each in rows.find(Encounter, day=day) if each.centre_id == centre.id],
                vials=rows.find(Vial, **here),
                changes=rows.find(DoseChange, **here),
                promises=rows.find(Promise, **here),
                allotments=rows.find(Allotment, **here),
            )
        return self._records

    def forecast(self) -> Forecast:
        """The forecast of every dose."""
        now = self._reading.clock.now()
        key = self.version, now.replace(second=0, microsecond=0)
        if self._found is None or self._found[0] != key:
            reading = self._reading
            situation = situation_of(
                self.records(), reading.centre(), reading.plan(), now, self._judging.rulebook(), bundled_vials()
            )
            self._found = key, forecast(situation)
        return self._found[1]

    def overview(self) -> DoseOverview:
        """Everything for the screen."""
        settings, found = self.settings(), self.forecast()
        rows = tuple(self._row(dose, each, settings) for dose, each in found.of.items())
        can = [local(each.found.last_promise, self._reading.centre()) for each in rows if each.found.by_phone]
        now = local(self._reading.clock.now(), self._reading.centre())
        return DoseOverview(
            doses=rows,
            house=tuple(self._house()),
            promises=tuple(self._promised()),
            vials=tuple(each for each in self.records().vials if not each.void),
            last_promise=max(can, default=None),
            may_call=may_call(now, settings.hours, self.override),
            faults=settings.faults,
        )

    def name_of(self, vaccine: str) -> str:
        """What a vaccine is called that has this code."""
        known = self._judging.rulebook().vaccines.get(vaccine)
        return known.names[0] if known is not None else vaccine

    def _row(self, dose: Dose, found: Leftover, settings: CallSettings) -> DoseRow:
        centre = self._reading.centre()
        counts = [
            each
            for each in self.records().changes
            if each.change is Change.COUNTED and not each.void and (each.vaccine, each.size) == dose
        ]
        last = max(counts, key=lambda each: (each.at, each.id), default=None)
        return DoseRow(
            name=self.name_of(dose.vaccine),
            found=found,
            counted=last.number if last is not None else None,
            counted_at=local(last.at, centre) if last is not None else None,
            latest=local(found.last_promise + settings.calling.travel, centre),
        )

    def _house(self) -> list[InHouse]:
        reading, records, now = self._reading, self.records(), self._reading.clock.now()
        appointments = {each.id: each for each in records.appointments}
        visits = sorted(in_house(records.encounters), key=lambda each: each.arrived_at)
        people = {each.id: each for each in reading.rows.among(Person, "id", [each.person_id for each in visits])}
        found = []
        for each in visits:
            person, appointment = people.get(each.person_id), appointments.get(each.appointment_id or "")
            found.append(
                InHouse(
                    encounter_id=each.id,
                    person_id=each.person_id,
                    day_number=each.day_number,
                    family=person.family if person is not None else "",
                    given=person.given if person is not None else "",
                    since=local(each.arrived_at, reading.centre()),
                    vaccine=each.vaccine or (appointment.vaccine if appointment is not None else None) or "",
                    hanging=now - each.arrived_at > HANGING,
                    walked_in=appointment is None or appointment.origin == WALK_IN,
                )
            )
        return found

    def _promised(self) -> list[Promised]:
        reading = self._reading
        promises = sorted(self.records().promises, key=lambda each: (each.arrive_by, each.id))
        people = {each.id: each for each in reading.rows.among(Person, "id", [each.person_id for each in promises])}
        return [
            Promised(each, people.get(each.person_id), local(each.arrive_by, reading.centre()), self._standing(each))
            for each in promises
        ]

    def _standing(self, promise: Promise) -> PromiseStanding:
        return standing_of(promise, self._reading.clock.now())


def standing_of(promise: Promise, now: datetime, grace: timedelta = GRACE) -> PromiseStanding:
    """How it stands with a promise at a moment."""
    if promise.state is PromiseState.OPEN:
        return PromiseStanding.LATE if now > promise.arrive_by + grace else PromiseStanding.OPEN
    return {
        PromiseState.PENDING: PromiseStanding.ASKED,
        PromiseState.KEPT: PromiseStanding.KEPT,
        PromiseState.WITHDRAWN: PromiseStanding.WITHDRAWN,
    }[promise.state]

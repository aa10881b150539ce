"""How it stands with the day's doses, as this desk knows it: computed when records changed, or another minute began."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from empfang.desk.judging import Judging
from empfang.desk.leftover_views import DoseOverview, DoseRow, InHouse
from empfang.desk.promise_views import Promised, PromiseStanding
from empfang.desk.reading import Reading, local_or_none
from empfang.model import (
    RECORDS,
    Allotment,
    Appointment,
    Centre,
    CentreDay,
    Change,
    DoseChange,
    Encounter,
    PastDay,
    Person,
    Promise,
    PromiseState,
    Record,
    Vial,
)
from empfang.rules.arrival import bounds_of_day, local
from empfang.rules.call_hours import MayCall, Override, may_call
from empfang.rules.calling import CallSettings, settings_of
from empfang.rules.leftover import forecast
from empfang.rules.leftover_day import GRACE, HANGING, Forecast, Leftover
from empfang.rules.leftover_records import DayRecords, Past, elsewhere, in_house, situation_of
from empfang.rules.origins import WALK_IN
from empfang.rules.past_days import past_of
from empfang.rules.vial_tables import bundled_vials
from empfang.rules.vials import Dose
from empfang.store.tx import Topics

_READ = frozenset(
    each.kind for each in (Appointment, Encounter, Vial, DoseChange, Promise, Allotment, Centre, CentreDay, PastDay)
)  # fmt: skip
_Moment = tuple[int, datetime]
"""The version of what was read, and the minute."""


class DoseBoard:
    """Reads the day's doses. What it gives is not to be changed."""

    def __init__(self, reading: Reading, judging: Judging) -> None:
        self._reading = reading
        self._judging = judging
        self.version = 0
        """Another number whenever something changed."""
        self.override: Override | None = None
        self._day: _Day | None = None
        self._found: tuple[_Moment, Forecast] | None = None
        self._settings: tuple[_Moment, CallSettings] | None = None

    def took_in(self, topics: Topics) -> None:
        """Records changed: the day is read again if it is about them."""
        changed = [(kind, record_id) for kind, record_id in topics if kind in _READ]
        if changed:
            self.version += 1
            if self._day is not None:
                self._day.read_again(changed)

    def let_call(self, override: Override) -> None:
        """Somebody lets people be called outside the hours, at this desk."""
        self.override = override
        self.version += 1

    # What there is

    def settings(self) -> CallSettings:
        """How the centre calls today."""
        key, reading = self._key(), self._reading
        if self._settings is None or self._settings[0] != key:
            self._settings = key, settings_of(reading.centre(), reading.plan(), reading.clock.now())
        return self._settings[1]

    def records(self) -> DayRecords:
        """Of today."""
        today = self._reading.today()
        if self._day is None or self._day.day != today:
            self._day = _Day(self._reading, today)
        return self._day.records()

    @property
    def is_computed(self) -> bool:
        """Whether nothing changed since the forecast was made."""
        return self._found is not None and self._found[0] == self._key()

    def _key(self) -> "_Moment":
        return self.version, self._reading.clock.now().replace(second=0, microsecond=0)

    def forecast(self) -> Forecast:
        """The forecast of every dose."""
        key = self._key()
        if self._found is None or self._found[0] != key:
            reading = self._reading
            book, table = self._judging.rulebook(), bundled_vials()
            situation = situation_of(
                self.records(), reading.centre(), reading.plan(), reading.clock.now(), book, table, self._past_days()
            )
            self._found = key, forecast(situation)
        return self._found[1]

    def may_call(self) -> MayCall:
        """Whether people may be called now."""
        reading = self._reading
        return may_call(local(reading.clock.now(), reading.centre()), self.settings().hours, self.override)

    def overview(self) -> DoseOverview:
        """Everything for the screen."""
        settings, rows = self.settings(), self.rows()
        by_phone = [each.found.last_promise for each in rows if each.found.by_phone or each.own]
        return DoseOverview(
            doses=rows,
            house=tuple(self._house()),
            promises=tuple(self.promised()),
            vials=tuple(each for each in self.records().vials if not each.void),
            last_promise=local_or_none(max(by_phone, default=None), self._reading.centre()),
            may_call=self.may_call(),
            text_messages=settings.text_messages,
            faults=settings.faults,
        )

    def rows(self) -> tuple[DoseRow, ...]:
        """A row for each dose of the forecast, in its order."""
        settings = self.settings()
        return tuple(self._row(dose, each, settings) for dose, each in self.forecast().of.items())

    def allotments(self) -> list[tuple[Allotment, int]]:
        """This desk's that have not ended, and how many doses are left of each."""
        now, desk_id = self._reading.clock.now(), self._reading.desk_id
        found = [each for each in self.records().allotments if each.desk_id == desk_id and each.until > now]
        return [(each, self.left_of(each)) for each in found]

    def left_of(self, allotment: Allotment) -> int:
        """How many doses of an allotment are not promised."""
        given = sum(
            each.persons
            for each in self.records().promises
            if each.allotment_id == allotment.id and each.state is not PromiseState.WITHDRAWN
        )
        return max(0, allotment.number - allotment.returned - given)

    def name_of(self, vaccine: str) -> str:
        """What a vaccine is called that has this code."""
        known = self._judging.rulebook().vaccines.get(vaccine)
        return known.names[0] if known is not None else vaccine

    def _past_days(self) -> Past:
        """What the days before tell."""
        reading = self._reading
        return past_of(reading.rows.find(PastDay, centre_id=reading.centre_id), reading.today())

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
            own=sum(left for each, left in self.allotments() if (each.vaccine, each.size) == dose),
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

    def promised(self) -> list[Promised]:
        """Today's promises, in the order of their times."""
        reading = self._reading
        promises = sorted(self.records().promises, key=lambda each: (each.arrive_by, each.id))
        people = {each.id: each for each in reading.rows.among(Person, "id", [each.person_id for each in promises])}
        return [
            Promised(each, people.get(each.person_id), local(each.arrive_by, reading.centre()), self._standing(each))
            for each in promises
        ]

    def _standing(self, promise: Promise) -> PromiseStanding:
        return standing_of(promise, self._reading.clock.now())


class _Day:
    """The records of one day: all of them read once, then only those that changed."""

    def __init__(self, reading: Reading, day: date) -> None:
        self._rows, self.day, centre = reading.rows, day, reading.centre()
        self._centre_id = centre.id
        self._begin, self._end = bounds_of_day(centre, day)
        here = {"centre_id": centre.id, "day": day}
        read: dict[type[Record], Iterable[Record]] = {
            Appointment: self._rows.between(Appointment, "start", self._begin, self._end, centre_id=centre.id),
            Encounter: (each for each in self._rows.find(Encounter, day=day) if each.centre_id == centre.id),
            Vial: self._rows.find(Vial, **here),
            DoseChange: self._rows.find(DoseChange, **here),
            Promise: self._rows.find(Promise, **here),
            Allotment: self._rows.find(Allotment, **here),
        }
        self._of: dict[str, dict[str, Any]] = {
            kind.kind: {each.id: each for each in found} for kind, found in read.items()
        }
        self._records: DayRecords | None = None

    def read_again(self, topics: Iterable[tuple[str, str]]) -> None:
        """These records changed, or are gone."""
        for kind in dict.fromkeys(kind for kind, _ in topics if kind in self._of):
            ids = [record_id for each, record_id in topics if each == kind]
            known = self._of[kind]
            for record_id in ids:
                known.pop(record_id, None)
            known.update((each.id, each) for each in self._rows.among(RECORDS[kind], "id", ids) if self._is_of(each))
        self._records = None

    def records(self) -> DayRecords:
        """Of the day."""
        if self._records is None:
            found = {kind: list(each.values()) for kind, each in self._of.items()}
            self._records = DayRecords(
                appointments=found[Appointment.kind],
                encounters=found[Encounter.kind],
                vials=found[Vial.kind],
                changes=found[DoseChange.kind],
                promises=found[Promise.kind],
                allotments=found[Allotment.kind],
                elsewhere=list(self._rows.among(Appointment, "id", self._elsewhere())),
            )
        return self._records

    def _elsewhere(self) -> list[str]:
        return elsewhere(in_house(self._of[Encounter.kind].values()), self._of[Appointment.kind].values())

    def _is_of(self, record: Any) -> bool:
        if record.centre_id != self._centre_id:
            return False
        if isinstance(record, Appointment):
            return record.start is not None and self._begin <= record.start < self._end
        return bool(record.day == self.day)


def standing_of(promise: Promise, now: datetime, grace: timedelta = GRACE) -> PromiseStanding:
    """How it stands with a promise at a moment."""
    if promise.state is PromiseState.OPEN:
        return PromiseStanding.LATE if now > promise.arrive_by + grace else PromiseStanding.OPEN
    return {
        PromiseState.PENDING: PromiseStanding.ASKED,
        PromiseState.KEPT: PromiseStanding.KEPT,
        PromiseState.WITHDRAWN: PromiseStanding.WITHDRAWN,
    }[promise.state]

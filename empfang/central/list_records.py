"""The records that a row of a list stands for."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from empfang.exchange.fields import Field
from empfang.exchange.lists import ImportedRow, ListKind
from empfang.exchange.said import Said
from empfang.exchange.words import channel_of
from empfang.ids import derived_id
from empfang.model import Appointment, AppointmentStatus, Centre, Identifier, Person
from empfang.rules.booking import BY_LIST
from empfang.rules.codes import code_key
from empfang.rules.names import fold
from empfang.rules.slot_plan import slot_id


class ListRecords:
    """Makes persons and appointments of the rows of one centre's list. Pure: nothing is read or written."""

    def __init__(self, centre: Centre, kind: ListKind, now: datetime) -> None:
        self._centre = centre
        self._kind = kind
        self._now = now
        self.zone = ZoneInfo(centre.time_zone)

    def said(self, row: ImportedRow, told: frozenset[Field]) -> Said:
        """What a row says, in the records' own words."""
        person, appointment = self.person(row, row.key), self.appointment(row, row.key, "")
        appointment = appointment.with_(contingent_id=self.contingent_id(row))
        return Said.of(person, appointment, told, cancelled=row.cancelled)

    def person(self, row: ImportedRow, key: str) -> Person:
        """Somebody of whom all rows of the list tell that are known as this person's."""
        return Person(
            id=self.person_id(row, key),
            family=row.family,
            given=row.given,
            birth_date=row.birth_date,
            street=row.street,
            house_number=row.house_number,
            postal_code=row.postal_code,
            town=row.town,
            phones=row.phones,
            email=row.email,
            channel=row.channel,
            language=row.language,
            needs=row.needs,
            standby=row.standby,
            minutes_to_centre=row.minutes_to_centre,
            reachable_from=row.reachable_from,
            reachable_until=row.reachable_until,
            vaccines_wanted=row.vaccines_wanted,
            reported_doses=row.reported_doses,
            identifiers=(self.identifier(row.code),) if row.code else (),
            registered_at=self.moment(row.registered_at or row.booked_at),
            registered_centre_id=self._centre.id,
        )

    def identifier(self, code: str) -> Identifier:
        """What the other system calls a booking."""
        return Identifier(system=f"{self._centre.id}:booking", value=code)

    def person_id(self, row: ImportedRow, key: str) -> str:
        """The id of the person of a row that is known by `key`."""
        own = row.person_key if key == row.key else key
        return derived_id("imported person", self._centre.id, self._kind, own)

    def appointment(self, row: ImportedRow, key: str, person_id: str) -> Appointment:
        """The booking of a row; without a day, a place on the waiting list."""
        start = self.moment(datetime.combine(row.day, row.time or time())) if row.day else None
        status = AppointmentStatus.BOOKED if start else AppointmentStatus.WAITLIST
        if row.cancelled:
            status = AppointmentStatus.CANCELLED
        booked = status is AppointmentStatus.BOOKED
        return Appointment(
            id=derived_id("imported appointment", self._centre.id, self._kind, key),
            person_id=person_id,
            centre_id=self._centre.id,
            status=status,
            start=start,
            minutes=self._centre.slot_minutes,
            slot_id=self.slot_id(start, row.vaccine or "") if start and booked else None,
            contingent_id=self.contingent_id(row) if booked else None,
            dose_kind=row.dose_kind,
            vaccine=row.vaccine,
            party_id=self._party_id(row),
            code=row.code,
            code_key=code_key(row.code),
            origin=channel_of(row.origin),
            booked_at=self.moment(row.booked_at),
            waiting_since=self.moment(row.registered_at) or (None if start else self._now),
            cancelled_at=self._now if row.cancelled else None,
            cancel_reason=BY_LIST if row.cancelled else "",
        )

    def slot_id(self, start: datetime, vaccine: str) -> str:
        """The slot of a time and a vaccine."""
        return slot_id(self._centre.id, start, vaccine)

    def contingent_id(self, row: ImportedRow) -> str:
        """The contingent that the list names, else the way of booking."""
        return f"{self._centre.id}:{fold(row.contingent) or channel_of(row.origin)}"

    def moment(self, naive: datetime | None) -> datetime | None:
        """A time of the list, on the centre's clock, as a moment."""
        return None if naive is None else naive.replace(tzinfo=self.zone).astimezone(UTC)

    def _party_id(self, row: ImportedRow) -> str | None:
        day: date | str = row.day or ""
        return derived_id("imported party", self._centre.id, day, row.party) if row.party else None

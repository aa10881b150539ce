"""What a list has said of somebody: kept, so that what changed in the list can be told from what was changed here.

Values are those of the records, as JSON has them: so base, mine and theirs are compared in one language.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from empfang.exchange.fields import Field
from empfang.model import Appointment, Person, moment_text

Values = Mapping[str, Any]
PHONES = frozenset({Field.PHONE, Field.MOBILE})
_BIRTH = frozenset({Field.BIRTH_DATE, Field.BIRTH_DAY, Field.BIRTH_MONTH, Field.BIRTH_YEAR})
_NAMES = frozenset({Field.FAMILY, Field.GIVEN, Field.FULL_NAME})
_STREET = frozenset({Field.STREET, Field.HOUSE_NUMBER, Field.ADDRESS})
_DOSES = frozenset({Field.LAST_DOSE_DATE, Field.LAST_VACCINE})
_HOURS = frozenset({Field.REACHABLE, Field.REACHABLE_FROM, Field.REACHABLE_UNTIL})
PERSON_FIELDS: Mapping[str, frozenset[Field]] = {
    "family": _NAMES,
    "given": _NAMES,
    "birth_date": _BIRTH,
    "street": _STREET,
    "house_number": _STREET,
    "postal_code": frozenset({Field.POSTAL_CODE, Field.POSTAL_TOWN, Field.ADDRESS}),
    "town": frozenset({Field.TOWN, Field.POSTAL_TOWN, Field.ADDRESS}),
    "phones": PHONES,
    "email": frozenset({Field.EMAIL}),
    "channel": frozenset({Field.CHANNEL}),
    "language": frozenset({Field.LANGUAGE}),
    "needs": frozenset({Field.NEEDS}),
    "standby": frozenset({Field.STANDBY}),
    "minutes_to_centre": frozenset({Field.MINUTES}),
    "reachable_from": _HOURS,
    "reachable_until": _HOURS,
    "vaccines_wanted": frozenset({Field.VACCINES_WANTED}),
    "reported_doses": _DOSES,
}
"""Fields of a person that a list may tell of, and the columns that tell of them."""
BOOKING_FIELDS: Mapping[str, frozenset[Field]] = {
    "code": frozenset({Field.CODE}),
    "dose_kind": frozenset({Field.DOSE, Field.DOSE_VACCINE}),
    "party_id": frozenset({Field.PARTY}),
    "origin": frozenset({Field.ORIGIN}),
    "contingent_id": frozenset({Field.CONTINGENT, Field.ORIGIN}),
    "booked_at": frozenset({Field.BOOKED_AT}),
}
"""Fields of an appointment that are corrected like a person's."""
_PLACE_FIELDS: Mapping[str, frozenset[Field]] = {
    "start": frozenset({Field.DATE, Field.TIME, Field.DATETIME}),
    "vaccine": frozenset({Field.VACCINE, Field.DOSE_VACCINE}),
    "cancelled": frozenset({Field.STATUS, Field.CANCELLED}),
}
_TOLD_BY: Mapping[str, frozenset[Field]] = {**PERSON_FIELDS, **BOOKING_FIELDS, **_PLACE_FIELDS}
_COLUMNS: Mapping[str, Field] = {column.value: column for column in Field}


@dataclass(frozen=True, slots=True)
class Said:
    """What a row said: `person` and `booking` hold values by field, `told` the columns that spoke."""

    person: Values
    booking: Values
    told: frozenset[Field] = field(default=frozenset(Field))

    @classmethod
    def of(cls, person: Person, appointment: Appointment, told: frozenset[Field], *, cancelled: bool) -> "Said":
        """What a row said that would make these records."""
        booking = appointment.model_dump(mode="json", include={*BOOKING_FIELDS, "start", "vaccine"})
        return cls(
            person.model_dump(mode="json", include=set(PERSON_FIELDS)), {**booking, "cancelled": cancelled}, told
        )

    @property
    def start(self) -> datetime | None:
        return moment_of(self.booking["start"])

    @property
    def cancelled(self) -> bool:
        return bool(self.booking["cancelled"])

    @property
    def place(self) -> tuple[datetime | None, str | None]:
        """When, and which vaccine."""
        return self.start, self.booking["vaccine"]

    def over(self, before: "Said") -> "Said":
        """What the list has said by now: where it is silent this time, what it said before stands."""
        person = {name: self._value(name, "person", before) for name in PERSON_FIELDS}
        booking = {name: self._value(name, "booking", before) for name in (*BOOKING_FIELDS, *_PLACE_FIELDS)}
        return Said(person, booking, self.told | before.told)

    def gone(self) -> "Said":
        """What it comes to that somebody is in the list no more, and was cancelled for that: a booking that is over."""
        return Said(self.person, {**self.booking, "cancelled": True}, self.told)

    def _value(self, name: str, part: str, before: "Said") -> Any:
        theirs = getattr(self, part)[name]
        base = getattr(before, part).get(name, theirs)
        if not _TOLD_BY[name] & self.told:
            return base
        if name == "phones" and PHONES & before.told - self.told:
            # The column of mobile numbers is missing this time: its numbers are not gone for that.
            known = {phone["number"] for phone in theirs}
            return [*theirs, *(phone for phone in base if phone["number"] not in known)]
        return base if name in _NEVER_EMPTIED and theirs in _NOTHING else theirs

    def as_text(self) -> str:
        """As it is kept; `from_text` reads it."""
        values = {"person": self.person, "booking": self.booking, "told": sorted(self.told)}
        return json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> "Said | None":
        """What was kept; None where nothing was. Columns of another version of this program are passed over."""
        if not text:
            return None
        values = json.loads(text)
        told = frozenset(_COLUMNS[name] for name in values["told"] if name in _COLUMNS)
        return cls(values["person"], values["booking"], told)


_NEVER_EMPTIED = frozenset({"birth_date", "given", "vaccine", "code", "start", "dose_kind"})
"""What is known about who somebody is, and for what, is not given up for an empty cell."""
_NOTHING: tuple[Any, ...] = (None, "")


def moment_of(text: str | None) -> datetime | None:
    """A moment as JSON has it."""
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)


def text_of(moment: datetime | None) -> str | None:
    """A moment as JSON has it."""
    return None if moment is None else moment_text(moment)

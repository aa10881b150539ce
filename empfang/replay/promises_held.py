"""Whether more was promised at some moment than was there, worked out anew from the records of a day that is over."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from empfang.replay.checks import ServiceEnd
from empfang.texts import replay_doses as words
from empfang.texts import say

_GRACE = timedelta(minutes=15)
Record = Mapping[str, Any]


def promised_beyond(service: ServiceEnd) -> Iterator[str]:
    """Each moment at which a dose was promised, or allotted, that was not there: drawn, and not gone.

    A dose is held until who it was promised to is here, or a quarter of an hour over time, or it is taken back; what is
    allotted to a desk until it is promised, given back or over.
    """
    day = _Day(service)
    for dose, at in sorted(day.moments()):
        there, held = day.there(dose, at), day.held(dose, at)
        if held > there:
            yield say(words.MORE_THAN_THERE, dose=" ".join(dose), at=f"{at:%H:%M:%S} UTC", held=held, there=there)


class _Day:
    def __init__(self, service: ServiceEnd) -> None:
        self._vials = [each for each in service.records("vial") if not each["void"]]
        self._changes = [
            each for each in service.records("dose_change") if not each["void"] and each["change"] != "counted"
        ]
        self._promises = [each for each in service.records("promise") if each["state"] != "pending"]
        self._allotments = service.records("allotment")
        self._granted = _granted(service)
        self._arrived: dict[str, datetime] = {}
        for visit in service.records("encounter"):
            if visit["state"] == "active":
                self._arrived[visit["person_id"]] = _moment(visit["arrived_at"])

    def moments(self) -> set[tuple[tuple[str, str], datetime]]:
        """Of each dose, when something of it was promised or allotted."""
        found = {(_dose(each), _moment(each["promised_at"])) for each in self._promises}
        return found | {(_dose(each), self._granted[each["id"]]) for each in self._allotments}

    def there(self, dose: tuple[str, str], at: datetime) -> int:
        """Doses drawn until then, without those given and thrown away."""
        drawn: int = sum(
            each["drawn"] for each in self._vials if _dose(each) == dose and _moment(each["opened_at"]) <= at
        )
        gone: int = sum(each["number"] for each in self._changes if _dose(each) == dose and _moment(each["at"]) <= at)
        return drawn - gone

    def held(self, dose: tuple[str, str], at: datetime) -> int:
        """Doses that somebody was told of, or that a desk may promise."""
        of_dose = [each for each in self._promises if _dose(each) == dose and _moment(each["promised_at"]) <= at]
        promised: int = sum(each["persons"] for each in of_dose if at < self._until(each))
        allotted = 0
        for each in self._allotments:
            if _dose(each) == dose and self._granted[each["id"]] <= at < _moment(each["until"]):
                standing = (one for one in of_dose if one["state"] != "withdrawn")
                given = sum(one["persons"] for one in standing if one["allotment_id"] == each["id"])
                allotted += max(0, each["number"] - each["returned"] - given)
        return promised + allotted

    def _until(self, promise: Record) -> datetime:
        late = _moment(promise["arrive_by"]) + _GRACE
        if promise["state"] == "withdrawn":
            return min(late, _moment(promise["state_at"]))
        return min(late, self._arrived.get(promise["person_id"], late))


def _granted(service: ServiceEnd) -> dict[str, datetime]:
    """When each allotment was asked for: a moment before it was granted."""
    found: dict[str, datetime] = {}
    for each in service.received.values():
        command = json.loads(each.line) if each.line else {}
        if command.get("kind") == "allot":
            found[command["payload"]["allotment_id"]] = _moment(command["occurred_at"])
    return found


def _dose(record: Record) -> tuple[str, str]:
    return record["vaccine"], record["size"]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)

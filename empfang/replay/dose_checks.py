"""What must hold of doses and calls after the day, looked at from the outside, as in `checks`.

The service's database is read and compared with what was seen; no forecast and no rule book is asked.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from empfang.replay.checks import ServiceEnd
from empfang.replay.dose_ledger import Called, DoseLedger
from empfang.replay.promises_held import promised_beyond
from empfang.texts import replay_doses as words
from empfang.texts import say

_SECOND = {"comirnaty": 21}
_OTHER_SECOND, _BOOSTER = 28, 90
"""Days that lie at least between two doses: before a second one by the vaccine, before a booster the shortest time
that was ever recommended. After Janssen any dose is a second one.
"""
_JANSSEN = "janssen"


@dataclass(frozen=True, slots=True)
class Doses:
    """The doses of the day, out of the service's records."""

    drawn: int
    given: int
    discarded: int


@dataclass(frozen=True, slots=True)
class DoseFindings:
    """What the checks found; all is well if `promised_twice` is 0 and `broken` empty."""

    doses: Doses
    promised_twice: int
    broken: tuple[str, ...]


def find_dose_faults(service: ServiceEnd, ledger: DoseLedger, day: date) -> DoseFindings:
    """Everything that is not as it must be."""
    doses = doses_of(service)
    beyond = [*_allotments(service), *promised_beyond(service), *_two_for_one(service)]
    broken = [
        *_balance(service, doses, ledger),
        *(say(words.PROMISED_TWICE, what=what) for what in beyond),
        *_at_once(ledger.calls),
        *_too_soon(service, ledger, day),
        *_lost(service, ledger),
    ]
    return DoseFindings(doses, len(beyond), tuple(broken))


def doses_of(service: ServiceEnd) -> Doses:
    """Drawn, given and discarded, of what nobody took back."""
    drawn = sum(each["drawn"] for each in service.records("vial") if not each["void"])
    became = Counter[str]()
    for each in service.records("dose_change"):
        became[each["change"]] += 0 if each["void"] else each["number"]
    return Doses(drawn, became["given"], became["discarded"])


# Rule 2


def _balance(service: ServiceEnd, doses: Doses, ledger: DoseLedger) -> Iterator[str]:
    """Drawn is given, discarded and left, on the whole and of no vial more than it had; each given one has a person."""
    left = doses.drawn - doses.given - doses.discarded
    if left != ledger.left:
        yield say(words.DOES_NOT_ADD_UP, computed=left, left=ledger.left)
    gone = Counter[str]()
    for each in service.records("dose_change"):
        if not each["void"] and each["vial_id"]:
            gone[each["vial_id"]] += each["number"]
    drawn = {each["id"]: each["drawn"] for each in service.records("vial") if not each["void"]}
    for vial, number in gone.items():
        if number > drawn.get(vial, 0):
            yield say(words.MORE_THAN_DRAWN, vial=vial, number=number, drawn=drawn.get(vial, 0))
    seen = {visit for visit, given in ledger.at_lane.items() if given}
    noted = {each["encounter_id"] for each in service.records("immunization") if each["status"] == "completed"}
    if seen != noted or len(noted) != doses.given:
        yield say(words.GIVEN_DIFFERS, seen=len(seen), noted=len(noted), stock=doses.given)


# Promised twice


def _allotments(service: ServiceEnd) -> Iterator[str]:
    """No desk promised more than it was allotted."""
    promised = Counter[str]()
    for each in service.records("promise"):
        if each["allotment_id"] and each["state"] != "withdrawn":
            promised[each["allotment_id"]] += each["persons"]
    allotted = {each["id"]: each["number"] - each["returned"] for each in service.records("allotment")}
    for allotment, number in promised.items():
        if number > allotted.get(allotment, 0):
            yield say(words.ALLOTMENT_OVER, allotment=allotment, number=number, allotted=allotted.get(allotment, 0))


def _two_for_one(service: ServiceEnd) -> Iterator[str]:
    """Nobody holds two promises."""
    held = Counter(each["person_id"] for each in service.records("promise") if each["state"] in {"open", "kept"})
    yield from (say(words.TWO_FOR_ONE, person=person) for person, number in held.items() if number > 1)


# Calls


def _at_once(calls: list[Called]) -> Iterator[str]:
    """Nobody was called by two at once, and no telephone rang for two."""
    by_person: defaultdict[str, list[Called]] = defaultdict(list)
    for each in calls:
        for key in {each.person_id, *each.numbers}:
            by_person[key].append(each)
    found = {
        frozenset((one.person_id, other.person_id))
        for same in by_person.values()
        for one, other in combinations(same, 2)
        if one.caller != other.caller and _meet(one, other)
    }
    yield from (say(words.CALLED_BY_TWO, person=" ".join(sorted(each))) for each in found)


def _meet(one: Called, other: Called) -> bool:
    return (other.end is None or one.begin < other.end) and (one.end is None or other.begin < one.end)


def _too_soon(service: ServiceEnd, ledger: DoseLedger, day: date) -> Iterator[str]:
    """Nobody was offered a dose too soon after the last one of which the list told."""
    people = {each["id"]: each for each in service.records("person")}
    kinds = {each["person_id"]: each["dose_kind"] for each in service.records("appointment") if each["waiting_since"]}
    for person_id in dict.fromkeys(each.person_id for each in ledger.calls):
        doses = [each for each in people.get(person_id, {}).get("reported_doses", ()) if each["given_on"]]
        if not doses:
            continue
        last = max(doses, key=lambda each: str(each["given_on"]))
        least = least_days(last["vaccine"] or "", kinds.get(person_id))
        days = (day - date.fromisoformat(last["given_on"])).days
        if days < least:
            yield say(words.TOO_SOON, person=person_id, days=days, least=least)


def least_days(last: str, kind: str | None) -> int:
    """So many days lie at least between the last dose (a vaccine's name) and one of this kind."""
    name = last.strip().casefold()
    if kind == "booster" and name != _JANSSEN:
        return _BOOSTER
    return _SECOND.get(name, _OTHER_SECOND)


# Nothing is lost


def _lost(service: ServiceEnd, ledger: DoseLedger) -> Iterator[str]:
    """Each call is at the service once; who was told of a dose has a promise, or took it back."""
    promises = {each["id"]: each for each in service.records("promise")}
    for each in ledger.told:
        if promises.get(each.promise_id, {}).get("state") not in {"open", "kept", "withdrawn"}:
            yield say(words.PROMISE_LOST, promise=each.promise_id)
    made = Counter(each.person_id for each in ledger.calls if each.outcome)
    noted = Counter(each["person_id"] for each in service.records("call_attempt"))
    for person_id in sorted({*made, *noted}):
        if made[person_id] != noted[person_id]:
            yield say(words.CALL_NOT_ONCE, person=person_id, times=noted[person_id], made=made[person_id])

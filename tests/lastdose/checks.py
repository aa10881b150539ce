"""What must have come of a trial, counted from the records."""

from collections.abc import Iterable, Iterator, Sequence

from empfang.commands.promised import ToPromise
from empfang.commands.promising import PromiseDose, PromiseFromAllotment, WithdrawPromise
from empfang.model import Allotment, Promise
from empfang.protocol import Status
from tests.lastdose.commands import Said


def held(promises: Iterable[Promise], allotments: Iterable[Allotment]) -> int:
    """How many doses are promised, or a desk's to promise."""
    standing = [each for each in promises if each.state in {"open", "kept"}]
    from_allotments = sum(each.persons for each in standing if each.allotment_id)
    asked = sum(each.persons for each in standing if not each.allotment_id)
    return asked + max(from_allotments, sum(each.number - each.returned for each in allotments))


def broken(doses: int, said: Sequence[Said], promises: Sequence[Promise], allotments: Sequence[Allotment]) -> list[str]:
    """All that is not as it must be once everything is answered."""
    return [*_too_many(doses, promises, allotments), *_verdicts(said), *_there(said, promises)]


def _too_many(doses: int, promises: Sequence[Promise], allotments: Sequence[Allotment]) -> Iterator[str]:
    found = held(promises, allotments)
    if found > doses:
        yield f"{found} are promised {doses}"
    people = [each.person_id for each in promises if each.state == "open" and not each.allotment_id]
    if len(people) != len(set(people)):
        yield "somebody has two promises"


def _verdicts(said: Iterable[Said]) -> Iterator[str]:
    for each in said:
        if not each.verdicts:
            yield f"{each.payload.kind} was never answered"
        elif any(other != each.verdict for other in each.verdicts):
            yield f"{each.payload.kind} was answered {[str(other.status) for other in each.verdicts]}"
        elif each.verdict.status not in {Status.GRANTED, Status.REFUSED, Status.RECORDED}:
            yield f"{each.payload.kind} was {each.verdict.status} {each.verdict.code}"


def _there(said: Sequence[Said], promises: Iterable[Promise]) -> Iterator[str]:
    """Who was told that they have a dose has it, for so many as is written there, and nobody else."""
    known = {each.id: each for each in promises}
    withdrawn = {each.payload.promise_id for each in said if isinstance(each.payload, WithdrawPromise)}
    told = {wanted.promise_id for each in said if each.verdicts and each.yes and (wanted := wanted_of(each))}
    for promise_id in told ^ known.keys():
        yield f"promised and not there, or there and not promised: {promise_id}"
    for promise_id in told & known.keys():
        state = "withdrawn" if promise_id in withdrawn else "open"
        if known[promise_id].state != state:
            yield f"{promise_id} is {known[promise_id].state}, not {state}"


def wanted_of(said: Said) -> ToPromise | None:
    """What it promises, if it does."""
    match said.payload:
        case PromiseDose(wanted=wanted) | PromiseFromAllotment(wanted=wanted):
            return wanted
    return None

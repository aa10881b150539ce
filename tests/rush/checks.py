"""What must be so at the end: every call has had one answer, and what was answered is what there is."""

from collections import Counter
from collections.abc import Iterable, Sequence

from empfang.central.database import CentralDatabase
from empfang.model import Appointment, AppointmentStatus
from empfang.rows import Rows
from tests.rush.clients import TOLD, Attempt
from tests.rush.observer import Follower, Observer


def broken(attempts: Sequence[Attempt], database: CentralDatabase) -> list[str]:
    """All that is not as it must be."""
    with database.reading() as cursor:
        held = {each.id: each for each in Rows(cursor, database.flavour).find(Appointment)}
        cursor.execute("SELECT number FROM received WHERE desk_id = 'online' ORDER BY number")
        own = [row[0] for row in cursor.fetchall()]
    return [*_answers(attempts), *_bookings(attempts, held), *_numbers(own, attempts)]


def seen_wrong(observer: Observer, follower: Follower, database: CentralDatabase) -> list[str]:
    """All that was wrong at any moment, and what a desk that followed does not know in the end."""
    with database.reading() as cursor:
        held = {each.id: each for each in Rows(cursor, database.flavour).find(Appointment)}
    here = [each for each in held.values() if each.centre_id == follower.centre_id]
    others = [each.id for each in here if follower.appointments.get(each.id) != each]
    return [*observer.wrong, *follower.wrong, *(f"the desk does not know {each} as it is" for each in others)]


def _answers(attempts: Iterable[Attempt]) -> list[str]:
    return [
        f"{each.kind} ({each.way}): {len(set(each.answers))} answers to {each.sent} calls: {set(each.answers)}"
        for each in attempts
        if len(set(each.answers)) != 1
    ]


def _bookings(attempts: Iterable[Attempt], held: dict[str, Appointment]) -> list[str]:
    """What was granted is there, as it was asked for; nothing else is."""
    wrong: list[str] = []
    told: Counter[str] = Counter()
    for attempt in attempts:
        if attempt.granted and len(attempt.granted) != attempt.wanted:
            wrong.append(f"{len(attempt.granted)} of {attempt.wanted} places were granted")
        now = AppointmentStatus.CANCELLED if attempt.given_back else AppointmentStatus.BOOKED
        for place in attempt.granted:
            told[place["appointment_id"]] += 1
            known = held.get(place["appointment_id"])
            if known is None:
                wrong.append(f"granted and not there: {place['appointment_id']}")
            elif known.status is not now or any(getattr(known, name) != place[name] for name in TOLD[1:]):
                wrong.append(f"other than was granted: {known.id}")
    wrong += [f"granted twice: {each}" for each, number in told.items() if number > 1]
    return [*wrong, *(f"there and never granted: {each}" for each in held.keys() - told.keys())]


def _numbers(own: Sequence[int], attempts: Iterable[Attempt]) -> list[str]:
    """The service's own desk counts its commands without gaps: at least one for each call that was made online."""
    online = sum(each.way == "online" for each in attempts)
    if list(own) != list(range(1, len(own) + 1)):
        return ["the service's own desk has left numbers out"]
    return [] if len(own) >= online else [f"{len(own)} commands of {online} calls"]

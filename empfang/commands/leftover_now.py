"""What is left over and can be promised now, decided by the service out of all that it knows of the day."""

from datetime import date, datetime

from empfang.commands.centre_day import centre_day_id
from empfang.commands.tx import Deciding
from empfang.model import (
    Allotment,
    Appointment,
    Centre,
    CentreDay,
    DoseChange,
    Encounter,
    PastDay,
    Promise,
    RuleBook,
    Vial,
)
from empfang.rules.arrival import bounds_of_day
from empfang.rules.calling import settings_of
from empfang.rules.leftover import forecast
from empfang.rules.leftover_day import Forecast, Leftover
from empfang.rules.leftover_records import DayRecords, elsewhere, in_house, situation_of
from empfang.rules.past_days import past_of
from empfang.rules.stored import rulebook_of
from empfang.rules.vial_tables import bundled_vials


def leftover_now(tx: Deciding, centre: Centre, day: date, now: datetime) -> Forecast:
    """The forecast as the service has it, in the transaction in which it is asked for."""
    begin, end = bounds_of_day(centre, day)
    here = {"centre_id": centre.id, "day": day}
    appointments = tx.between(Appointment, "start", begin, end, centre_id=centre.id)
    encounters = [each for each in tx.find(Encounter, day=day) if each.centre_id == centre.id]
    others = (tx.get(Appointment, each) for each in elsewhere(in_house(encounters), appointments))
    records = DayRecords(
        appointments=appointments,
        encounters=encounters,
        elsewhere=[each for each in others if each is not None],
        vials=tx.find(Vial, **here),
        changes=tx.find(DoseChange, **here),
        promises=tx.find(Promise, **here),
        allotments=tx.find(Allotment, **here),
    )
    book, _ = rulebook_of(tx.find(RuleBook))
    past = past_of(tx.find(PastDay, centre_id=centre.id), day)
    plan = tx.get(CentreDay, centre_day_id(centre.id, day))
    return forecast(situation_of(records, centre, plan, now, book, bundled_vials(), past))


def latest_arrival(found: Leftover, centre: Centre, plan: CentreDay | None, now: datetime) -> datetime:
    """By when somebody must be here for a dose: the last promise by telephone is the way to the centre before it."""
    return found.last_promise + settings_of(centre, plan, now).calling.travel


def safe_now(found: Leftover | None, *, here: bool = False) -> int:
    """How many can be promised now; `here`: to somebody who is at the centre."""
    if found is None or found.short:
        return 0
    return found.safe if here else found.by_phone

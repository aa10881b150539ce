"""When what is done on a day with doses, and how the centre calls on it."""

from datetime import timedelta

import pytest

from empfang.model import Appointment, Centre
from empfang.replay.answers import Rates
from empfang.replay.dose_hours import calling_of_day, hours_of_day
from empfang.replay.dose_wishes import DoseWishes, Way
from empfang.rules.calling import settings_of
from tests.times import DAY, at

KL = Centre(id="KL", name="Kaiserslautern", hours={"default": "08:00-18:00"}, late_minutes=90)
WISHES = DoseWishes(Way.FORECAST, callers=4, rates=Rates(0.4, 0.3, 0.0))


def booked(*times: str) -> list[Appointment]:
    return [Appointment(id=each, person_id=each, centre_id="KL", start=at(each)) for each in times]


@pytest.mark.parametrize(
    ("last", "jab"), [("17:55", "19:30"), ("17:30", "19:00"), ("17:31", "19:30"), ("23:10", "23:30")]
)
def test_the_last_jab_is_when_the_last_one_who_is_late_can_be_let_in(last: str, jab: str) -> None:
    assert calling_of_day(KL, booked("08:00", last), WISHES)["last_jab"] == jab


def test_what_the_centre_s_file_says_of_it_counts_and_the_options_say_who_answers() -> None:
    said = KL.with_(calling={"last_jab": "18:45", "travel": "15", "callers": "9", "hours": "Mo-So 08:00-20:00"})
    found = settings_of(said.with_(calling=calling_of_day(said, booked("17:55"), WISHES)), None, at("12:00"))
    assert (found.last_jab, found.hours.hours, found.faults) == (at("18:45"), "Mo-So 08:00-20:00", ())
    calling = found.calling
    assert (calling.callers, calling.travel, calling.buffer) == (4, timedelta(minutes=15), timedelta(minutes=20))
    # Nobody can be reckoned with not at all: a centre takes no share of nothing.
    assert (calling.reached, calling.accepts, calling.shows) == (0.4, 0.3, 0.01)


def test_the_forecast_is_watched_for_two_and_a_half_hours() -> None:
    centre = KL.with_(calling={"last_jab": "19:30"})
    hours = hours_of_day(centre, DAY, at("07:30"), Way.FORECAST)
    assert (hours.opens, hours.watch_from, hours.last_jab) == (at("07:30"), at("17:00"), at("19:30"))
    assert hours_of_day(centre, DAY, at("18:10"), Way.FORECAST).watch_from == at("18:10")
    # With an outage from midnight on the desks are switched on before.
    assert hours_of_day(centre, DAY, at("00:00") - timedelta(minutes=10), Way.FORECAST).last_jab == at("19:30")
    assert hours_of_day(centre, DAY, at("07:30"), Way.ARRIVALS).watch_from is None

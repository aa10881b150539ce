"""What a centre sets for calling, and what holds without."""

from datetime import date, timedelta

import pytest

from empfang.model import Centre, CentreDay
from empfang.rules.calling import settings_of
from empfang.rules.in_time import Calling
from tests.times import BERLIN, DAY, at

NOW = at("17:00")


def centre(calling: dict[str, str] | None = None, hours: str = "08:00-18:00", late: int = 90) -> Centre:
    return Centre(
        id="KL",
        name="Landesimpfzentrum Kaiserslautern",
        jurisdiction="DE-RP",
        hours={"default": hours},
        late_minutes=late,
        calling=calling or {},
    )


def test_without_settings_the_usual_holds() -> None:
    found = settings_of(centre(), None, NOW)
    assert found.calling == Calling()
    assert (found.hours.land, found.hours.on_holidays, found.order, found.not_asked) == ("DE-RP", False, (), False)
    assert not found.faults


@pytest.mark.parametrize(
    ("hours", "late", "last"),
    [
        ("08:00-18:00", 90, "19:30"),
        ("08:00-12:30, 13:15-17:00", 30, "17:30"),
        ("08:00-18:00", 0, "18:00"),
        # Let in however late they are: nobody stays until midnight for that.
        ("08:00-18:00", 24 * 60, "20:00"),
        ("geschlossen", 90, "17:00"),
    ],
)
def test_the_last_dose_is_given_when_nobody_is_let_in_any_more(hours: str, late: int, last: str) -> None:
    assert settings_of(centre(hours=hours, late=late), None, NOW).last_jab == at(last)


def test_what_is_set_is_read() -> None:
    texts = {
        "hours": "Mo-Fr 09:00-20:00",
        "on_holidays": "ja",
        "holidays": "2021-12-24, 2021-12-31",
        "order": "travel, waiting",
        "not_asked": "ja",
        "callers": "4",
        "attempts_per_hour": "18",
        "reached": "0,6",
        "accepts": "0.4",
        "shows": "1",
        "travel": "15",
        "buffer": "0",
        "last_jab": "19:50",
    }
    found = settings_of(centre(texts), None, NOW)
    assert not found.faults
    assert found.calling == Calling(4, 18, 0.6, 0.4, 1, timedelta(minutes=15), timedelta())
    assert (found.last_jab, found.order, found.not_asked) == (at("19:50"), ("travel", "waiting"), True)
    assert (found.hours.hours, found.hours.on_holidays) == ("Mo-Fr 09:00-20:00", True)
    assert found.hours.also == {date(2021, 12, 24), date(2021, 12, 31)}


def test_what_is_set_for_the_day_counts_before_the_file() -> None:
    plan = CentreDay(id="KL 2021-12-15", centre_id="KL", day=DAY, calling={"last_jab": "18:45"})
    found = settings_of(centre({"last_jab": "19:50", "callers": "3"}), plan, NOW)
    assert found.last_jab.astimezone(BERLIN).strftime("%H:%M") == "18:45"
    assert found.calling.callers == 3


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hours", "immer"),
        ("on_holidays", "vielleicht"),
        ("holidays", "24.12."),
        ("not_asked", "2"),
        ("callers", "-1"),
        ("callers", "vier"),
        ("attempts_per_hour", "0"),
        ("reached", "1.5"),
        ("accepts", "0"),
        ("shows", "nan"),
        ("travel", "-5"),
        ("buffer", "9" * 30),
        ("last_jab", "halb acht"),
        ("last_jab", "25:00"),
    ],
)
def test_a_slip_is_named_and_keeps_nobody_from_calling(name: str, text: str) -> None:
    found, usual = settings_of(centre({name: text}), None, NOW), settings_of(centre(), None, NOW)
    assert found.faults == (name,)
    assert (found.calling, found.last_jab, found.not_asked) == (usual.calling, usual.last_jab, usual.not_asked)

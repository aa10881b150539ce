"""A centre's hours, and when its emergency list is due: at closing, before opening, at midday."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from empfang.model import Centre
from empfang.rules.opening import Hours, hours_of, list_at_the_end, list_due, open_times, read_hours, stated_hours

ZONE = ZoneInfo("Europe/Berlin")
CENTRE = Centre(
    id="KL", name="KL", hours={"default": "08:00-18:00", "2021-12-22": "08:00-20:45", "2021-12-24": "geschlossen"}
)
WED, THU, FRI, MON = date(2021, 12, 15), date(2021, 12, 16), date(2021, 12, 17), date(2021, 12, 20)


def on(day: date, text: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(text), ZONE)


def test_a_day_s_own_hours_come_before_the_usual_ones() -> None:
    assert stated_hours(CENTRE, WED) == Hours(time(8), time(18))
    assert stated_hours(CENTRE, date(2021, 12, 22)) == Hours(time(8), time(20, 45))


@pytest.mark.parametrize("hours", [{}, {"default": "morgens"}, {"default": "18:00-08:00"}, {"default": "08:00"}])
def test_hours_that_cannot_be_read_are_not_stated(hours: dict[str, str]) -> None:
    centre = Centre(id="X", name="X", hours=hours)
    assert stated_hours(centre, WED) is None
    assert hours_of(centre, WED) == Hours(time(8), time(18))


MORNING, AFTERNOON = Hours(time(8), time(12, 30)), Hours(time(13, 15), time(18))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("08:00-12:30", (MORNING,)),
        ("8-12:30", (MORNING,)),
        ("08:00 - 12:30 , 13:15-18:00", (MORNING, AFTERNOON)),
        ("08:00-12:30,12:30-18:00", (MORNING, Hours(time(12, 30), time(18)))),
        ("geschlossen", ()),
        (" Zu ", ()),
        ("closed", ()),
    ],
)
def test_hours_have_breaks_and_a_day_can_be_closed(text: str, parts: tuple[Hours, ...]) -> None:
    assert read_hours(text) == parts


@pytest.mark.parametrize(
    "text",
    ["", "morgens", "08:00", "08:00-", "18:00-08:00", "08:00-08:00", "08:00-24:00", "08:00-12:60", "08:00+01:00-09:00",
     "13:15-18:00, 08:00-12:30", "08:00-13:00, 12:30-18:00", "08:00-12:30,", "geschlossen, 08:00-09:00"],
)  # fmt: skip
def test_what_says_no_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_hours(text)


@pytest.mark.parametrize(
    ("hours", "times"),
    [
        ({}, (Hours(time(8), time(18)),)),
        ({"default": "irgendwann"}, (Hours(time(8), time(18)),)),
        ({"default": "08:00-12:30, 13:15-18:00"}, (MORNING, AFTERNOON)),
        ({"default": "08:00-18:00", "2021-12-15": "08:00-12:30"}, (MORNING,)),
        ({"default": "08:00-18:00", "2021-12-15": "geschlossen"}, ()),
        ({"2021-12-15": "geschlossen"}, ()),
        ({"default": "geschlossen", "2021-12-15": "08:00-12:30"}, (MORNING,)),
        ({"default": "geschlossen"}, ()),
        # What is said of the day itself is about the day: it is not open as usual.
        ({"default": "08:00-18:00", "2021-12-15": "nur nach Absprache"}, ()),
    ],
)
def test_a_centre_is_open_as_it_says_of_the_day_else_as_usual(hours: dict[str, str], times: tuple[Hours, ...]) -> None:
    assert open_times(Centre(id="X", name="X", hours=hours), WED) == times


def test_a_day_with_a_break_opens_and_closes_once_for_the_lists() -> None:
    centre = Centre(id="X", name="X", hours={"default": "08:00-12:30, 13:15-18:00"})
    assert hours_of(centre, WED) == Hours(time(8), time(18))


@pytest.mark.parametrize(
    ("now", "written", "due"),
    [
        # A new desk writes at once, for the day whose people come next.
        ("06:00", None, WED),
        ("09:30", None, WED),
        ("18:00", None, THU),
        # The evening before is good enough until half an hour before the doors open.
        ("07:29", "yesterday 18:01", None),
        ("07:30", "yesterday 18:01", WED),
        ("07:29", "yesterday 17:59", WED),
        # Then midday, then closing.
        ("11:59", "07:30", None),
        ("12:00", "07:30", WED),
        ("12:00", "11:59", WED),
        ("17:59", "12:00", None),
        ("18:00", "12:00", THU),
    ],
)
def test_a_list_is_due_at_closing_before_opening_and_at_midday(now: str, written: str | None, due: date | None) -> None:
    day, _, text = (written or "").rpartition(" ")
    at = {} if written is None else {WED: on(date(2021, 12, 14) if day else WED, text)}
    assert list_due(CENTRE, on(WED, now), at, THU) == due


def test_a_list_of_another_day_is_none_of_this_one() -> None:
    assert list_due(CENTRE, on(WED, "12:00"), {THU: on(WED, "12:00")}, THU) == WED
    assert list_due(CENTRE, on(WED, "18:01"), {WED: on(WED, "18:00")}, THU) == THU
    assert list_due(CENTRE, on(WED, "18:01"), {THU: on(WED, "18:00")}, THU) is None


def test_after_closing_nothing_is_due_when_no_day_follows() -> None:
    assert list_due(CENTRE, on(WED, "18:30"), {}, None) is None


def test_on_friday_evening_it_is_monday_s() -> None:
    assert list_due(CENTRE, on(FRI, "18:00"), {FRI: on(FRI, "12:00")}, MON) == MON


def test_a_centre_that_closes_at_midday_gets_the_next_day_s() -> None:
    half = Centre(id="H", name="H", hours={"default": "08:00-12:00"})
    assert list_due(half, on(WED, "12:00"), {WED: on(WED, "07:45")}, THU) == THU


@pytest.mark.parametrize(
    ("now", "written", "left"),
    [
        ("17:00", {WED: "16:59"}, THU),
        ("16:59", {}, None),
        ("17:50", {THU: "17:10"}, None),
        ("17:50", {THU: "16:00", WED: "17:20"}, THU),
    ],
)
def test_whoever_leaves_in_the_last_hour_leaves_the_next_day_s_list(
    now: str, written: dict[date, str], left: date | None
) -> None:
    moments = {day: on(WED, text) for day, text in written.items()}
    assert list_at_the_end(CENTRE, on(WED, now), moments, THU) == left
    assert list_at_the_end(CENTRE, on(WED, now), moments, None) is None


def test_midday_after_closing_asks_for_no_list_of_a_day_that_is_done() -> None:
    morning = Centre(id="M", name="M", hours={"default": "07:00-11:30"})
    assert list_due(morning, on(WED, "12:05"), {}, THU) == THU
    assert list_due(morning, on(WED, "12:05"), {WED: on(WED, "06:30"), THU: on(WED, "11:31")}, THU) is None

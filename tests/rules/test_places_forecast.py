"""How long places will last, told from how fast they went."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.rules.places_forecast import AHEAD, lasts_until
from empfang.texts import use_language
from empfang.texts.places import lasts_until as in_words

ZONE = ZoneInfo("Europe/Berlin")
HOTLINE = "Mo-Fr 08:00-12:00"
MON, TUE, WED, THU, FRI = (date(2021, 11, 22) + timedelta(days=ahead) for ahead in range(5))
NEXT_MON, NEXT_TUE = date(2021, 11, 29), date(2021, 11, 30)


def on(day: date, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("free", "taken", "now", "until"),
    [
        # Dorsten's telephone on Wednesday: 40 in an hour since Monday.
        (148, {MON: 160, TUE: 160, WED: 48}, on(WED, "09:12"), THU),
        (100, {MON: 160, TUE: 160, WED: 48}, on(WED, "09:12"), WED),
        (400, {MON: 160, TUE: 160, WED: 48}, on(WED, "09:12"), FRI),
        # The weekend's hours are none.
        (432 + 160, {MON: 160, TUE: 160, WED: 48}, on(WED, "09:12"), NEXT_MON),
        # In the evening the day is over; what is left begins in the morning.
        (40, {MON: 160, TUE: 160}, on(TUE, "20:00"), WED),
        # A rush: 72 of 220 within an hour and twelve minutes.
        (148, {WED: 72}, on(WED, "09:12"), WED),
        (180, {WED: 72}, on(WED, "09:12"), THU),
        # What went before the last seven days tells nothing any more.
        (40, {date(2021, 11, 1): 9_999, TUE: 16, WED: 16}, on(WED, "12:00"), date(2021, 11, 29)),
        # The last place goes as the last hour ends.
        (160, {TUE: 160}, on(TUE, "12:00"), WED),
        (161, {TUE: 160}, on(TUE, "12:00"), THU),
    ],
)
def test_the_day_on_which_the_last_place_goes(free: int, taken: dict[date, int], now: datetime, until: date) -> None:
    assert lasts_until(free, taken, now, HOTLINE) == until


@pytest.mark.parametrize(
    ("free", "taken", "now"),
    [
        # No past, nothing that went, only earlier weeks, or days to come.
        (148, {}, on(WED, "09:12")),
        (148, {TUE: 0}, on(WED, "09:12")),
        (148, {WED - timedelta(days=7): 500}, on(WED, "09:12")),
        (148, {THU: 500}, on(WED, "09:12")),
        # The first callers of the first day.
        (148, {WED: 3}, on(WED, "08:05")),
        # On a day on which nobody could call.
        (148, {date(2021, 11, 21): 20}, on(date(2021, 11, 21), "18:00")),
        # So slowly that nobody can know.
        (10_000, {TUE: 4, WED: 4}, on(WED, "12:00")),
    ],
)
def test_where_there_is_nothing_to_tell_by_nothing_is_told(free: int, taken: dict[date, int], now: datetime) -> None:
    assert lasts_until(free, taken, now, HOTLINE) is None


def test_many_within_minutes_tell_something_though_the_hour_is_not_over() -> None:
    assert lasts_until(100, {WED: 30}, on(WED, "08:30"), HOTLINE) == WED


def test_what_is_used_up_lasts_until_today_whatever_the_past() -> None:
    assert lasts_until(0, {}, on(WED, "09:12"), HOTLINE) == WED
    assert lasts_until(-3, {WED: 4}, on(WED, "09:12"), HOTLINE) == WED


def test_without_hours_places_go_day_and_night() -> None:
    assert lasts_until(24, {TUE: 24, WED: 12}, on(WED, "12:00")) == THU
    assert lasts_until(12, {TUE: 24, WED: 12}, on(WED, "12:00")) == WED


counts = st.dictionaries(st.dates(date(2021, 11, 10), date(2021, 11, 24)), st.integers(0, 300))
moments = st.datetimes(datetime(2021, 11, 24), datetime(2021, 11, 24, 23, 59), timezones=st.just(ZONE))  # noqa: DTZ001 - the zone is beside
hours = st.sampled_from(["", HOTLINE, "Mo-So 08:00-20:00", "Sa,So 10:00-12:00", "Mo-Fr 08:00-10:00, Mo-Fr 14:00-16:00"])


@given(st.integers(0, 5_000), st.integers(0, 500), counts, moments, hours)
def test_more_places_last_longer_and_no_day_is_behind_us(
    free: int, more: int, taken: dict[date, int], now: datetime, open_in: str
) -> None:
    until, later = (lasts_until(number, taken, now, open_in) for number in (free, free + more))
    assert until is None or now.date() <= until <= now.date() + AHEAD
    assert later is None or (until is not None and until <= later)


@pytest.mark.parametrize(
    ("until", "german", "english"),
    [
        (WED, "heute", "today"),
        (TUE, "heute", "today"),
        (THU, "morgen", "tomorrow"),
        (FRI, "Freitag", "Friday"),
        (NEXT_TUE, "Dienstag", "Tuesday"),
        (date(2021, 12, 1), "Mi 01.12.", "Wed 01.12."),
    ],
)
def test_the_day_in_words(until: date, german: str, english: str) -> None:
    assert in_words(until, WED) == german
    use_language("en")
    assert in_words(until, WED) == english

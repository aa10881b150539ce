"""Hours on days of the week: what they say, when it is open, and when next."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.rules.phone_hours import DAYS, Opening, is_open, is_readable, next_open, weekdays, weekly_hours

ZONE = ZoneInfo("Europe/Berlin")
DORSTEN = "Mo-Fr 08:00-12:00"
WORKDAYS = frozenset(range(5))


def local(text: str) -> datetime:
    """A moment of the centre's clock; 24 November 2021 is a Wednesday."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "openings"),
    [
        ("", []),
        (" , ", []),
        (DORSTEN, [(WORKDAYS, time(8), time(12))]),
        ("Mo - Fr  8:00 - 12:00", [(WORKDAYS, time(8), time(12))]),
        ("Sa-Mo 9:00-10:30", [({5, 6, 0}, time(9), time(10, 30))]),
        ("Mo,Mi, Fr 08:00-12:00", [({0, 2, 4}, time(8), time(12))]),
        ("Mo-Do 08:00-12:00, Mo-Do 13:00-16:00, Fr 08:00-12:00", [
            ({0, 1, 2, 3}, time(8), time(12)), ({0, 1, 2, 3}, time(13), time(16)), ({4}, time(8), time(12)),
        ]),
    ],
)  # fmt: skip
def test_hours_are_read(text: str, openings: list[tuple[set[int], time, time]]) -> None:
    assert weekly_hours(text) == tuple(Opening(frozenset(days), begin, end) for days, begin, end in openings)


@pytest.mark.parametrize(
    "text",
    [
        "täglich", "Mo-Fr", "Mo-Fr 8-12", "Mo-Xx 08:00-12:00", "08:00-12:00", "Mo 12:00-08:00", "Mo 08:00-08:00",
        "Mo 08:00-24:00", "Mo 08:61-09:00", "Mo-Fr 08:00-12:00, Sa", "Mo-Fr 08:00-12:00 und Sa 09:00-10:00",
        "mo-fr 08:00-12:00", "Mo--Fr 08:00-12:00",
    ],
)  # fmt: skip
def test_what_says_no_hours_is_refused_and_not_readable(text: str) -> None:
    with pytest.raises(ValueError):
        weekly_hours(text)
    assert not is_readable(text)


def test_an_empty_text_says_no_hours_and_is_always_open() -> None:
    assert not is_readable("")
    assert is_open("", local("2021-11-28 03:00"))
    assert next_open("", local("2021-11-28 03:00")) == local("2021-11-28 03:00")


@pytest.mark.parametrize(
    ("text", "days"),
    [("Mi,Do,Fr", {2, 3, 4}), ("Mi-Fr", {2, 3, 4}), ("Fr-Mo", {4, 5, 6, 0}), ("", set()), ("Mo, So", {0, 6})],
)
def test_days_are_read(text: str, days: set[int]) -> None:
    assert weekdays(text) == days


@pytest.mark.parametrize("text", ["Mittwoch", "Mi-", "-Fr", "Mi Do", "1,2", "mo"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        weekdays(text)


@pytest.mark.parametrize(
    ("moment", "following"),
    [
        ("2021-11-24 07:59:59", "2021-11-24 08:00:00"),
        ("2021-11-24 08:00:00", "2021-11-24 08:00:00"),
        ("2021-11-24 11:59:59", "2021-11-24 11:59:59"),
        # The end is not in it.
        ("2021-11-24 12:00:00", "2021-11-25 08:00:00"),
        ("2021-11-26 12:00:00", "2021-11-29 08:00:00"),
        ("2021-11-27 10:00:00", "2021-11-29 08:00:00"),
    ],
)
def test_dorsten_s_telephone_is_open_on_workdays_from_8_to_12(moment: str, following: str) -> None:
    assert is_open(DORSTEN, local(moment)) == (moment == following)
    assert next_open(DORSTEN, local(moment)) == local(following)


def test_it_opens_in_a_week_where_it_has_closed_for_this_one() -> None:
    assert next_open("Mi 08:00-12:00", local("2021-11-24 12:00")) == local("2021-12-01 08:00")


def test_over_the_clock_s_change_it_opens_at_the_same_time_of_day() -> None:
    assert next_open("Mo 08:00-12:00", local("2021-03-22 12:00")) == local("2021-03-29 08:00")
    opens = next_open("So 08:00-12:00", local("2021-10-30 20:00"))
    assert opens is not None
    assert f"{opens:%d.%m. %H:%M %z}" == "31.10. 08:00 +0100"


minutes = st.integers(0, 24 * 60 - 1)


@st.composite
def hours(draw: st.DrawFn) -> str:
    """Some hours, spelled in one of the ways there are."""
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        first, last = draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))
        begin, end = sorted((draw(minutes), draw(minutes.map(lambda each: each + 1))))
        end = min(max(end, begin + 1), 24 * 60 - 1)
        begin = min(begin, end - 1)
        days = draw(st.sampled_from([f"{first}-{last}", first, f"{first},{last}"]))
        parts.append(f"{days} {begin // 60:02}:{begin % 60:02}-{end // 60:02}:{end % 60:02}")
    return ", ".join(parts)


moments = st.datetimes(datetime(2021, 1, 1), datetime(2022, 12, 31), timezones=st.just(ZONE))  # noqa: DTZ001 - the zone is beside


@given(hours(), moments)
def test_it_is_open_at_the_next_opening_and_closed_until_then(text: str, moment: datetime) -> None:
    opens = next_open(text, moment)
    assert opens is not None
    assert is_open(text, opens)
    assert is_open(text, moment) == (opens == moment)
    wall = moment.replace(tzinfo=None)
    assert wall <= opens.replace(tzinfo=None) <= wall + timedelta(days=7)
    before = (wall + (opens.replace(tzinfo=None) - wall) / 2).replace(tzinfo=ZONE)
    assert opens == moment or not is_open(text, before)


@given(hours(), moments)
def test_an_opening_ends(text: str, moment: datetime) -> None:
    ends = {each.end for each in weekly_hours(text)}
    closing = [moment.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0) for end in ends]
    begins = {(day, each.begin) for each in weekly_hours(text) for day in each.days}
    for end in closing:
        inside = any(end.weekday() in each.days and each.begin < end.time() < each.end for each in weekly_hours(text))
        assert is_open(text, end) == (inside or (end.weekday(), end.time()) in begins)


@given(st.text())
def test_no_text_does_more_than_say_no(text: str) -> None:
    if not is_readable(text) and text.replace(",", "").strip():
        with pytest.raises(ValueError):
            weekly_hours(text)

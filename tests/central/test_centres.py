"""The centre file: what it says is readable, or it is refused with centre and field."""

from importlib.resources import as_file, files
from pathlib import Path

import pytest

from empfang.central.centres import read_centres
from empfang.errors import InputProblem
from empfang.model import Centre
from empfang.rules.opening import stated_hours
from empfang.rules.phone_hours import is_readable
from empfang.texts.problems import words_for
from tests.times import DAY


def read(folder: Path, text: str) -> Centre:
    """The only centre of a file with this in it."""
    path = folder / "centres.toml"
    path.write_text(f"[KL]\n{text}\n", encoding="utf-8")
    [centre] = read_centres(path)
    return centre


@pytest.fixture
def examples() -> dict[str, Centre]:
    """The centres that come with the program."""
    with as_file(files("empfang.data") / "centres.toml") as path:
        return {centre.id: centre for centre in read_centres(path)}


def test_what_the_examples_say_of_telephones_and_shares_can_be_used(examples: dict[str, Centre]) -> None:
    assert set(examples) == {"KL", "DOR", "DA"}
    for centre in examples.values():
        assert set(centre.contingents) == {"online", "phone"}
        assert is_readable(centre.hotline["hours"])
        assert stated_hours(centre, DAY) is not None


def test_dorsten_answers_from_8_to_12(examples: dict[str, Centre]) -> None:
    assert examples["DOR"].hotline["hours"] == "Mo-Fr 08:00-12:00"
    assert examples["DOR"].contingents == {"online": 0.8, "phone": 0.2}


def test_hessen_gives_freed_places_four_days_ahead_and_not_to_those_registered_by_phone(
    examples: dict[str, Centre],
) -> None:
    hessen = examples["DA"]
    assert (hessen.short_notice_days, hessen.short_notice_not) == (4, ("phone",))
    assert hessen.waiting_list_days > 4, "a place four days away is not the waiting list's any more"
    assert hessen.channel_days["post"] > 4, "a letter would come too late for any of them"
    assert (examples["KL"].short_notice_days, examples["DOR"].short_notice_days) == (None, None)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("contingents = { online = 0.8, phone = 0 }", "contingents"),
        ("contingents = { online = -1 }", "contingents"),
        ("contingents = { online = inf }", "contingents"),
        ("contingents = { online = nan }", "contingents"),
        ("contingents = { Online = 1 }", "contingents"),
        ("contingents = { '' = 1 }", "contingents"),
        ("contingents = { online = 'viel' }", "contingents.online"),
        ("channel_days = { brieftaube = 3 }", "channel_days"),
        ("channel_days = { post = -1 }", "channel_days"),
        ("channel_days = { post = 61 }", "channel_days"),
        ("short_notice_days = -1", "short_notice_days"),
        ("short_notice_days = 'vier'", "short_notice_days"),
        ("short_notice_not = ['telefon']", "short_notice_not"),
        ("waiting_list_days = -1", "waiting_list_days"),
        ("calling = { callers = 'viele' }", "calling"),
        ("calling = { hours = 'abends' }", "calling"),
        ("hotline = { hours = 'täglich 8-12' }", "hotline"),
        ("hotline = { hours = '' }", "hotline"),
        ("hours = { default = 'morgens' }", "hours"),
        ("hours = { default = '18:00-08:00' }", "hours"),
        ("hours = { '24.12.2021' = 'geschlossen' }", "hours"),
        ("lanes = 0", "lanes"),
        ("slot_minutes = 0", "slot_minutes"),
        ("slot_minutes = 241", "slot_minutes"),
        ("time_zone = 'Mitteleuropa'", "time_zone"),
        ("time_zone = '../../etc'", "time_zone"),
        ("guardian = 'alle'", "guardian"),
        ("walk_in = ['morgen']", "walk_in"),
        ("lane_of_need = { wheelchair = 100 }", "lane_of_need"),
    ],
)
def test_what_cannot_be_used_is_refused_with_centre_and_field(tmp_path: Path, text: str, field: str) -> None:
    with pytest.raises(InputProblem) as refused:
        read(tmp_path, text)
    assert refused.value.values["field"] == field
    said = words_for(refused.value)
    assert "Impfzentrum KL" in said
    assert f"„{field}“" in said


def test_breaks_closed_days_shares_and_days_are_taken_as_they_are_written(tmp_path: Path) -> None:
    centre = read(
        tmp_path,
        "hours = { default = '08:00-12:30, 13:00-18:00', '2021-12-24' = 'geschlossen' }\n"
        "contingents = { online = 4, phone = 1, 'uber 60' = 0.5 }\n"
        "channel_days = { post = 4, email = 0 }\nshort_notice_days = 0\nshort_notice_not = ['phone', 'online']\n"
        "calling = { callers = '4', hours = 'Mo-Sa 08:00-20:00', order = 'waiting, travel' }\n"
        "hotline = { number = '0800', hours = 'Mo-Fr 08:00-12:00, Sa 09:00-11:00' }",
    )
    assert centre.contingents == {"online": 4, "phone": 1, "uber 60": 0.5}
    assert centre.channel_days == {"post": 4, "email": 0}
    assert centre.hours["default"] == "08:00-12:30, 13:00-18:00"
    assert centre.short_notice_days == 0

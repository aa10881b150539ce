"""What vials hold, until when they may be used, and tables of them that are refused."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.errors import InputProblem
from empfang.model import DoseKind
from empfang.rules.books import bundled_rulebook
from empfang.rules.vial_reading import read_vials
from empfang.rules.vial_tables import bundled_vials
from empfang.rules.vials import Container
from empfang.texts.problems import words_for
from tests.times import BERLIN

GOOD = """disease = "COVID-19"

[[container]]
vaccine = "SPI"
from = 2021-10-25
doses = { full = 10, half = 20 }
hours = { fridge = 19, room = 19 }
size_of = { booster = "half" }

[[container]]
vaccine = "COM"
from = 2020-12-21
to = 2021-12-31
doses = 6
hours = 6
"""


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def container(vaccine: str, opened: str) -> Container:
    found = bundled_vials().container(vaccine, local(opened))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("vaccine", "opened", "out", "use_by"),
    [
        ("COM", "2021-12-15 14:10", None, "2021-12-15 20:10"),
        ("COM", "2021-12-15 14:10", "2021-12-15 14:10", "2021-12-15 20:10"),
        ("COM5", "2021-12-15 09:00", "2021-12-15 09:00", "2021-12-15 21:00"),
        # Spikevax: six hours at first, later nineteen.
        ("SPI", "2021-06-14 23:59", None, "2021-06-15 05:59"),
        ("SPI", "2021-06-15 00:00", None, "2021-06-15 19:00"),
        ("SPI", "2021-12-15 12:30", None, "2021-12-16 07:30"),
        # Vaxzevria: two days, of which six hours outside the fridge.
        ("VAX", "2021-04-06 08:00", None, "2021-04-08 08:00"),
        # Over the night in which summer time begins.
        ("VAX", "2021-03-27 08:00", None, "2021-03-29 09:00"),
        ("VAX", "2021-04-06 08:00", "2021-04-06 08:00", "2021-04-06 14:00"),
        ("VAX", "2021-04-06 08:00", "2021-04-07 10:00", "2021-04-07 16:00"),
        ("VAX", "2021-04-06 08:00", "2021-04-08 06:00", "2021-04-08 08:00"),
        # Janssen: six hours in the fridge or three outside.
        ("JAN", "2021-07-01 08:00", None, "2021-07-01 14:00"),
        ("JAN", "2021-07-01 08:00", "2021-07-01 08:00", "2021-07-01 11:00"),
        # Out before it was opened: the hours begin with the puncture.
        ("JAN", "2021-07-01 08:00", "2021-07-01 07:30", "2021-07-01 11:00"),
    ],
)
def test_until_when_a_vial_may_be_used(vaccine: str, opened: str, out: str | None, use_by: str) -> None:
    found = container(vaccine, opened).use_by(local(opened), local(out) if out else None)
    assert found == local(use_by)


@pytest.mark.parametrize(
    ("vaccine", "day", "doses"),
    [("COM", "2021-12-15", 6), ("COM5", "2021-12-15", 10), ("SPI", "2021-12-15", 10), ("VAX", "2021-04-06", 10),
     ("JAN", "2021-07-01", 5)],
)  # fmt: skip
def test_how_many_full_doses_a_vial_holds(vaccine: str, day: str, doses: int) -> None:
    assert container(vaccine, f"{day} 12:00").doses["full"] == doses


def test_a_booster_of_spikevax_is_half_a_dose_since_it_is_licensed() -> None:
    before, since = container("SPI", "2021-10-24 12:00"), container("SPI", "2021-10-25 12:00")
    assert (before.size(DoseKind.BOOSTER), since.size(DoseKind.BOOSTER)) == ("full", "half")
    assert (since.size(DoseKind.FIRST), since.size(DoseKind.SECOND), since.size(None)) == ("full", "full", "full")
    assert container("COM", "2021-12-15 12:00").size(DoseKind.BOOSTER) == "full"


@pytest.mark.parametrize(
    ("number", "size", "into", "found"),
    [
        (10, "full", "half", 20),
        (20, "half", "full", 10),
        (3, "full", "half", 6),
        (5, "half", "full", 2),
        (1, "half", "full", 0),
    ],
)
def test_half_doses_are_counted_by_a_fixed_conversion(number: int, size: str, into: str, found: int) -> None:
    assert container("SPI", "2021-12-15 12:00").converted(number, size, into) == found


def test_before_its_licence_a_vaccine_is_not_in_the_table() -> None:
    assert bundled_vials().container("COM5", local("2021-11-25 12:00")) is None
    assert bundled_vials().container("XYZ", local("2021-12-15 12:00")) is None


def test_the_table_knows_the_vaccines_of_the_rule_books() -> None:
    assert set(bundled_vials().vaccines) == set(bundled_rulebook().vaccines)


@given(st.integers(0, 47 * 60), st.integers(0, 47 * 60))
def test_a_vial_that_comes_out_later_is_usable_no_shorter(one: int, other: int) -> None:
    opened = local("2021-04-06 08:00")
    early, late = (opened + timedelta(minutes=each) for each in sorted((one, other)))
    table = container("VAX", "2021-04-06 08:00")
    assert table.use_by(opened, early) <= table.use_by(opened, late) <= table.use_by(opened, None)


def test_a_good_table_is_read() -> None:
    table = read_vials(GOOD, "neu.toml")
    assert table.vaccines == ("SPI", "COM")
    assert table.container("COM", local("2021-12-31 23:00")) is not None
    assert table.container("COM", local("2022-01-01 00:00")) is None


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "said"),
    [
        ("[[container]]", "[[container]", "book_toml", 3, "TOML"),
        ("disease =", "desease =", "book_key", 1, "disease"),
        ("[[container]]", "[[containers]]", "book_key", 1, "container"),
        ("from = 2021-10-25\n", "", "book_needed", 3, "from"),
        ("from = 2021-10-25", 'from = "25.10.2021"', "book_value", 5, "2021-12-30"),
        ("to = 2021-12-31", "to = 2020-12-01", "book_ends_before", 13, "Ende"),
        ("doses = 6\n", "", "book_needed", 10, "doses"),
        ("doses = 6", "doses = 6.5", "book_value", 14, "1, 2, 3"),
        ("doses = 6", "doses = 0", "book_value", 14, "1, 2, 3"),
        ("full = 10, ", "", "book_needed", 6, "doses"),
        ("half = 20", "half = true", "book_value", 6, "half"),
        ("hours = 6\n", "", "book_needed", 10, "hours"),
        ("hours = 6", "hours = -6", "book_value", 15, "0.5"),
        ("hours = 6", 'hours = "6 h"', "book_value", 15, "0.5"),
        (", room = 19", "", "book_needed", 7, "hours"),
        ("room = 19", "roof = 19", "book_key", 7, "room"),
        ("room = 19", "room = 20", "book_value", 7, "19"),
        ('booster = "half"', 'boster = "half"', "book_key", 8, "booster"),
        ('booster = "half"', 'booster = "hlaf"', "book_word", 8, "half"),
        ('size_of = { booster = "half" }', 'size_of = "half"', "book_value", 8, "booster"),
        ("doses = 6", "doses = 6\nsource = 5", "book_value", 15, "source"),
        ('vaccine = "COM"\n', "", "book_needed", 10, "vaccine"),
        ('vaccine = "COM"', 'vaccine = "SPI"', "book_overlap", 11, "SPI"),
    ],
)
def test_a_faulty_table_is_refused_with_line_and_reason(old: str, new: str, code: str, line: int, said: str) -> None:
    assert old in GOOD
    with pytest.raises(InputProblem) as raised:
        read_vials(GOOD.replace(old, new, 1), "neu.toml")
    problem = raised.value
    assert (problem.code, int(str(problem.values["line"]))) == (code, line)
    assert said in words_for(problem)
    assert "neu.toml" in words_for(problem)


@pytest.mark.parametrize("text", ["container = 3", "container = [3]"])
def test_containers_are_tables(text: str) -> None:
    with pytest.raises(InputProblem) as raised:
        read_vials(text, "neu.toml")
    assert "[[container]]" in words_for(raised.value)

"""What can still be given: drawn less given and discarded, until the use-by, and what somebody counted."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from empfang.rules.stock import Batch, Counted, Level, Move, level
from empfang.rules.vials import Dose
from tests.times import at

COM, HALF, WHOLE = Dose("COM"), Dose("SPI", "half"), Dose("SPI")
ENDS = {"a": at("15:00"), "b": at("16:00"), "c": at("19:00")}


def drawn(clock: str, number: int, vial: str = "a", dose: Dose = COM) -> Move:
    return Move(at(clock), dose, number, vial)


def gone(clock: str, number: int = 1, vial: str = "", dose: Dose = COM) -> Move:
    return Move(at(clock), dose, -number, vial)


def there(*moves: Move, counts: tuple[Counted, ...] = (), now: str = "14:00", dose: Dose = COM) -> Level:
    return level(dose, ENDS, moves, counts, at(now))


def test_drawn_less_given_and_discarded() -> None:
    assert there(drawn("09:00", 6), gone("09:10", 1, "a"), gone("09:12", 2, "a")).number == 3


def test_case_36_what_is_past_its_use_by_leaves() -> None:
    moves = (drawn("09:00", 6), drawn("10:00", 6, "b"))
    assert there(*moves, now="14:59").number == 12
    assert there(*moves, now="15:00").number == 6
    assert there(*moves, now="16:00").number == 0


def test_case_37_eleven_drawn_from_a_vial_of_ten_are_eleven() -> None:
    assert there(drawn("09:00", 10), drawn("09:05", 1)).number == 11


def test_a_vial_of_two_entries_is_one_and_keeps_its_batch() -> None:
    assert there(drawn("09:00", 3), drawn("09:01", 3), drawn("09:02", 6, "b")).batches == (
        Batch(ENDS["a"], 6),
        Batch(ENDS["b"], 6),
    )


def test_a_dose_of_no_named_vial_is_of_the_one_that_ends_first() -> None:
    found = there(drawn("09:00", 6, "b"), drawn("09:00", 2, "a"), gone("10:00", 3))
    assert found.batches == (Batch(ENDS["b"], 5),)


def test_case_46_thirteen_counted_fourteen_computed() -> None:
    found = there(drawn("09:00", 14, "c"), counts=(Counted(at("13:00"), COM, 13),))
    assert (found.number, found.deviation, found.counted_at) == (13, -1, at("13:00"))


def test_after_a_count_what_happens_counts_from_it() -> None:
    moves = (drawn("09:00", 14, "c"), gone("13:00", 1, "c"), gone("13:05", 2), drawn("13:10", 6, "c"))
    found = there(*moves, counts=(Counted(at("13:00"), COM, 10),))
    assert (found.number, found.deviation) == (14, -3)


def test_an_entry_that_comes_late_but_happened_before_the_count_changes_nothing_but_the_deviation() -> None:
    counts = (Counted(at("13:00"), COM, 10),)
    before = there(drawn("09:00", 14, "c"), counts=counts)
    after = there(drawn("09:00", 14, "c"), gone("12:59", 4, "c"), counts=counts)
    assert (before.number, before.deviation) == (10, -4)
    assert (after.number, after.deviation) == (10, 0)


def test_what_a_count_leaves_is_what_ends_first() -> None:
    moves = (drawn("09:00", 6, "a"), drawn("09:00", 6, "c"))
    fewer = there(*moves, counts=(Counted(at("13:00"), COM, 8),))
    assert fewer.batches == (Batch(ENDS["a"], 6), Batch(ENDS["c"], 2))
    more = there(*moves, counts=(Counted(at("13:00"), COM, 14),))
    assert more.batches == (Batch(ENDS["a"], 8), Batch(ENDS["c"], 6))


def test_doses_that_were_found_without_a_vial_are_there_and_nobody_knows_until_when() -> None:
    assert there(counts=(Counted(at("13:00"), COM, 3),)).batches == (Batch(None, 3),)


def test_more_given_than_drawn_is_lacking_and_counts_against_the_others() -> None:
    found = there(drawn("09:00", 6, "a"), gone("09:30", 7, "a"), drawn("10:00", 3, "b"))
    assert (found.number, found.lacking) == (2, 0)
    alone = there(drawn("09:00", 6, "a"), gone("09:30", 8, "a"))
    assert (alone.number, alone.lacking) == (0, 2)


def test_half_and_full_doses_are_counted_apart() -> None:
    moves = (drawn("09:00", 20, "b", HALF), drawn("09:00", 4, "c", WHOLE), gone("09:30", 3, "b", HALF))
    assert (there(*moves, dose=HALF).number, there(*moves, dose=WHOLE).number) == (17, 4)
    assert there(*moves, dose=COM) == Level(COM)


steps = st.lists(
    st.tuples(st.integers(8 * 60, 18 * 60), st.integers(-4, 10), st.sampled_from(["", "a", "b", "c", "other"])),
    max_size=12,
)


def minute(number: int) -> datetime:
    return at(f"{number // 60:02}:{number % 60:02}")


@given(steps, st.none() | st.tuples(st.integers(8 * 60, 18 * 60), st.integers(0, 20)), st.integers(8 * 60, 19 * 60))
def test_it_is_never_below_zero_and_a_count_holds_at_its_moment(
    entries: list[tuple[int, int, str]], counted: tuple[int, int] | None, now: int
) -> None:
    moves = [Move(minute(when), COM, change, vial) for when, change, vial in entries if change]
    counts = [Counted(minute(counted[0]), COM, counted[1])] if counted else []
    found = level(COM, ENDS, moves, counts, minute(now))
    assert all(batch.number > 0 for batch in found.batches)
    assert found.lacking == 0 or found.number == 0
    if counted:
        seen = [each for each in moves if each.at <= minute(counted[0])]
        assert level(COM, ENDS, seen, counts, minute(counted[0])).number == counted[1]
    assert found == level(COM, ENDS, moves[::-1], counts, minute(now)) or len({each.at for each in moves}) < len(moves)

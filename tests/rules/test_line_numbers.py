"""Numbers of the lines on emergency lists."""

from hypothesis import given
from hypothesis import strategies as st

from empfang.rules.line_numbers import DIGITS, check_digit, is_line_number, line_number, spaced, with_number

IDS = [f"appointment-{number}" for number in range(2_122)]
numbers = st.integers(0, len(IDS) - 1).map(lambda place: line_number(IDS[place]))


def test_the_check_digit_is_damm_s() -> None:
    # The example of the publication.
    assert check_digit("572") == "4"


def test_a_number_follows_from_the_appointment_alone() -> None:
    # Literal: a list that was printed with one version is entered with the next.
    assert [line_number(each) for each in IDS[:3]] == ["049958", "703396", "321035"]
    assert all(len(line_number(each)) == DIGITS and is_line_number(line_number(each)) for each in IDS)


@given(numbers, st.integers(0, DIGITS - 1), st.integers(1, 9))
def test_every_single_wrong_digit_is_noticed(number: str, place: int, by: int) -> None:
    wrong = str((int(number[place]) + by) % 10)
    assert not is_line_number(number[:place] + wrong + number[place + 1 :])


@given(numbers, st.integers(0, DIGITS - 2))
def test_every_swap_of_neighbours_is_noticed(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or not is_line_number(swapped)


def test_of_a_large_day_few_share_a_number_and_all_who_do_are_found() -> None:
    shared = {number: found for number in map(line_number, IDS) if len(found := with_number(number, IDS)) > 1}
    assert 5 <= len(shared) <= 45
    assert all(line_number(each) == number for number, found in shared.items() for each in found)


def test_other_numbers_hit_nearly_nobody() -> None:
    known = {line_number(each) for each in IDS}
    possible = {f"{digits:05}{check_digit(f'{digits:05}')}" for digits in range(0, 100_000, 7)}
    assert len(possible & known) / len(possible) < 0.03


def test_a_number_is_shown_in_two_halves() -> None:
    assert spaced("482137") == "482\N{NO-BREAK SPACE}137"

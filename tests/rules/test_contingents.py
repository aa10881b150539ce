"""How a contingent stands: what is left, what can be booked now, and when the next places are given out."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.model import Contingent, Slot
from empfang.rules.contingents import Standing, State, contingent_name, needs_no_terms, standing_of

NOW = datetime(2021, 11, 24, 8, tzinfo=UTC)
SOON, LATER, BEFORE = NOW + timedelta(hours=1), NOW + timedelta(days=1), NOW - timedelta(hours=1)
MINE, OTHER = "DOR:c", "DOR:other"


def slot(capacity: int = 2, taken: int = 0, released_at: datetime | None = None, ahead_min: int = 600) -> Slot:
    """A slot with places of the contingent, and some that are none of its own."""
    return Slot(
        id=f"{capacity} {taken} {released_at} {ahead_min}", centre_id="DOR", start=NOW + timedelta(minutes=ahead_min),
        minutes=10, capacity={MINE: capacity, OTHER: 5}, taken={MINE: taken, OTHER: 1}, released_at=released_at,
    )  # fmt: skip


def standing(*slots: Slot, **terms: Any) -> Standing:
    """How it stands with these slots."""
    return standing_of(Contingent(id=MINE, centre_id="DOR", name="c", **terms), slots, NOW)


@pytest.mark.parametrize(
    ("slots", "terms", "expected"),
    [
        ([], {}, Standing(State.NO_PLACES, 0, 0, 0, 0, None)),
        ([slot(2), slot(3, 1)], {}, Standing(State.OPEN, 5, 1, 4, 4, None)),
        ([slot(2, 2), slot(1, 1)], {}, Standing(State.USED_UP, 3, 3, 0, 0, None)),
        # What is over counts no more; what goes on still does.
        ([slot(2, 1, ahead_min=-10)], {}, Standing(State.NO_PLACES, 0, 0, 0, 0, None)),
        ([slot(2, 1, ahead_min=-9)], {}, Standing(State.OPEN, 2, 1, 1, 1, None)),
        # Given out later.
        ([slot(2, 0, LATER), slot(3, 0, SOON)], {}, Standing(State.NOT_OPEN, 5, 0, 5, 0, SOON)),
        ([slot(2, 0, NOW)], {}, Standing(State.OPEN, 2, 0, 2, 2, None)),
        ([slot(2), slot(3, 0, SOON)], {}, Standing(State.OPEN, 5, 0, 5, 2, None)),
        ([slot(2, 2), slot(3, 0, SOON)], {}, Standing(State.USED_UP, 5, 2, 3, 0, SOON)),
        ([slot(2, 2, LATER)], {}, Standing(State.USED_UP, 2, 2, 0, 0, None)),
        # The contingent's own moments.
        ([slot(2)], {"opens_at": SOON}, Standing(State.NOT_OPEN, 2, 0, 2, 0, SOON)),
        ([slot(2, 0, LATER)], {"opens_at": SOON}, Standing(State.NOT_OPEN, 2, 0, 2, 0, LATER)),
        ([slot(2, 0, SOON)], {"opens_at": LATER}, Standing(State.NOT_OPEN, 2, 0, 2, 0, LATER)),
        ([slot(2)], {"opens_at": NOW}, Standing(State.OPEN, 2, 0, 2, 2, None)),
        ([slot(2)], {"closes_at": NOW}, Standing(State.CLOSED, 2, 0, 2, 0, None)),
        ([slot(2)], {"closes_at": SOON}, Standing(State.OPEN, 2, 0, 2, 2, None)),
        ([], {"opens_at": SOON}, Standing(State.NO_PLACES, 0, 0, 0, 0, None)),
        ([], {"closes_at": BEFORE}, Standing(State.CLOSED, 0, 0, 0, 0, None)),
        # More are taken than there are: nothing is free, and not less than nothing.
        ([slot(1, 3), slot(2)], {}, Standing(State.OPEN, 3, 3, 2, 2, None)),
    ],
)  # fmt: skip
def test_a_contingent_stands_as_its_slots_and_moments_say(
    slots: list[Slot], terms: dict[str, Any], expected: Standing
) -> None:
    assert standing(*slots, **terms) == expected


released = st.sampled_from([None, BEFORE, NOW, SOON, LATER])
slots = st.lists(st.builds(slot, st.integers(0, 4), st.integers(0, 5), released, st.sampled_from([-10, -9, 5, 600])))
moments = st.sampled_from([None, BEFORE, NOW, SOON, LATER])


@given(slots, moments, moments)
def test_it_is_open_if_and_only_if_somebody_can_book(
    some: list[Slot], opens_at: datetime | None, closes_at: datetime | None
) -> None:
    found = standing(*some, opens_at=opens_at, closes_at=closes_at)
    assert (found.state is State.OPEN) == (found.bookable > 0)
    assert 0 <= found.bookable <= found.free <= found.capacity
    assert found.opens_at is None or (found.opens_at > NOW and not found.bookable)
    assert found.state is not State.NOT_OPEN or found.opens_at is not None


@pytest.mark.parametrize(
    ("text", "name"), [("online", "online"), (" Sonder60 ", "sonder60"), ("Über 60!", "uber 60"), ("A" * 40, "a" * 40)]
)
def test_a_name_is_kept_as_lists_give_it(text: str, name: str) -> None:
    assert contingent_name(text) == name
    assert contingent_name(name) == name


@pytest.mark.parametrize("text", ["", " ", "–", "A" * 41])
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        contingent_name(text)


def test_only_contingents_called_after_a_way_of_booking_need_no_terms() -> None:
    assert [needs_no_terms(name) for name in ("online", "phone", "desk", "other", "sonder60")] == [
        True, True, False, False, False,
    ]  # fmt: skip

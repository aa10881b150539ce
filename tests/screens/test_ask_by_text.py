"""Who cannot telephone, at F4: one key lists them, a number asks one by a text message."""

import pytest

from empfang.model import CallAttempt, Communication
from tests.screens import leftover_states as states
from tests.screens.conftest import Front, press

SMALL, LARGE = (80, 24), (120, 36)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_number_asks_one_of_them_and_they_are_not_listed_again(front: Front, size: tuple[int, int]) -> None:
    states.who_cannot_telephone(front)
    async with front.app.run_test(size=size) as pilot:
        await states.listed(front, pilot)
        front.said("nur Text 2")
        await press(pilot, "t")
        front.said("per SMS fragen, ob sie bis 19:10 kommen können?", "1 Graf, Otto", "2 Roth, Eva")
        await press(pilot, "enter", "2")
        front.said("Roth, Eva: SMS angefragt.")
        await states.answered(front, pilot)
        [message] = front.here.records(Communication)
        [attempt] = front.here.records(CallAttempt)
        assert message.id == attempt.id
        await press(pilot, "t")
        front.said("1 Graf, Otto")
        front.unsaid("2  Roth")


async def test_where_none_are_sent_the_key_does_nothing(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=LARGE) as pilot:
        await states.listed(front, pilot)
        front.unsaid("SMS")
        await press(pilot, "t")
        assert len(front.app.screen_stack) == 3, "no question is asked"

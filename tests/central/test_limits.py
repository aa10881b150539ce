"""Who asks too often waits, and remembering that takes no more than so much memory."""

import pytest

from empfang.central.limits import Limiter, household


class Time:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


def test_so_many_at_once_and_then_one_in_so_many_seconds() -> None:
    time = Time()
    limiter = Limiter(3, 10.0, time)
    assert [limiter.take("a") for _ in range(4)] == [0.0, 0.0, 0.0, 10.0]
    time.now_s += 4
    assert limiter.take("a") == 6.0
    time.now_s += 6
    assert [limiter.take("a"), limiter.take("a")] == [0.0, 10.0]
    time.now_s += 3_600
    assert [limiter.take("a") for _ in range(4)] == [0.0, 0.0, 0.0, 10.0], "never more than so many at once"


def test_asking_how_long_counts_nothing_and_nobody_waits_for_another() -> None:
    limiter = Limiter(1, 10.0, Time())
    assert [limiter.wait_s("a"), limiter.wait_s("a"), limiter.take("a"), limiter.wait_s("a")] == [0.0, 0.0, 0.0, 10.0]
    assert limiter.take("b") == 0.0


def test_a_million_addresses_take_no_more_memory_than_a_few_thousand() -> None:
    limiter = Limiter(1, 10.0, Time(), most=1_000)
    for number in range(20_000):
        assert limiter.take(f"address {number}") == 0.0
    assert len(limiter) == 1_000
    assert limiter.take("address 19999") == 10.0


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_the_addresses_of_a_household_are_one(address: str, counted: str) -> None:
    assert household(address) == counted

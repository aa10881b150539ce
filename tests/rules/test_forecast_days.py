"""The forecast on days that it has not seen; the long run is `python -m tests.rules.forecast_days`."""

from empfang.rules.coming import Spread
from tests.rules.forecast_days import Told, days


def share_held(told: list[Told]) -> float:
    return sum(each.held for each in told) / len(told)


def test_the_range_holds_the_truth_on_nine_days_of_ten_and_what_is_safe_is() -> None:
    told = list(days(20, seed=5))
    assert 0.85 <= share_held(told) <= 0.98
    assert sum(each.kept for each in told) / len(told) >= 0.85


def test_a_rate_that_is_taken_for_known_is_too_sure_of_itself() -> None:
    noon = ("12:00",)
    learned, known = (share_held(list(days(20, 6, spread, noon))) for spread in (Spread(), Spread(0, 0)))
    assert known < 0.8 < learned

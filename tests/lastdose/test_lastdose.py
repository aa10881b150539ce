"""The last dose, a little of it in every test run; `python -m tests.lastdose --trials 10000 --sockets 500` is all."""

import pytest

from empfang.commands import allotting, promising
from tests.lastdose.trials import run_trials

TRIALS = range(80)


def test_the_last_dose_is_promised_once_and_a_withdrawn_one_again() -> None:
    outcome = run_trials(1, TRIALS)
    assert outcome.wrong == []
    assert outcome.counts["trials"] == len(TRIALS)
    assert outcome.counts["promised again"] > len(TRIALS) / 10
    assert outcome.counts["said yes"] > 2 * outcome.counts["promised"]


def test_the_same_seed_does_the_same() -> None:
    assert run_trials(7, range(20)).counts == run_trials(7, range(20)).counts


@pytest.mark.parametrize("module", [promising, allotting])
def test_a_service_that_does_not_ask_its_forecast_is_noticed(module: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "safe_now", lambda found, **more: 9)
    assert any("are promised" in each for each in run_trials(1, range(20)).wrong)


def test_a_service_that_decides_a_repeat_anew_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("empfang.central.accept.Acceptance._first_verdict", lambda *given: None)
    with pytest.raises(RuntimeError, match="has failed"):
        run_trials(1, range(20))

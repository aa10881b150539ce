"""Dialling by a program: which one is started with what, and never through a shell."""

from typing import Any

import pytest

from empfang.dialing import Dialer
from empfang.errors import InputProblem

NUMBER = "+4917604069059"


class Started:
    """Takes down what would be started."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.options: dict[str, Any] = {}

    def __call__(self, command: list[str], **options: Any) -> None:
        self.commands.append(list(command))
        self.options = options


@pytest.mark.parametrize(
    ("command", "started"),
    [
        ("phone --call {tel}", ["phone", "--call", f"tel:{NUMBER}"]),
        ("xdg-open", ["xdg-open", f"tel:{NUMBER}"]),
        ('"my phone" {tel}; rm -r', ["my phone", f"tel:{NUMBER};", "rm", "-r"]),
    ],
)
def test_the_number_is_handed_to_the_program_as_it_is(command: str, started: list[str]) -> None:
    starts = Started()
    assert Dialer(command, starts)(NUMBER) is True
    assert starts.commands == [started]
    assert "shell" not in starts.options


def test_without_a_program_nothing_is_started() -> None:
    starts = Started()
    assert Dialer("", starts)(NUMBER) is None
    assert starts.commands == []


@pytest.mark.parametrize("number", ["", "ask reception", "--help", "+49; rm", "+49\n1", "1" * 40])
def test_what_is_no_number_is_never_handed_on(number: str) -> None:
    starts = Started()
    assert Dialer("phone", starts)(number) is False
    assert starts.commands == []


def test_a_program_that_is_not_there_is_told() -> None:
    assert Dialer("/no/such/program")(NUMBER) is False


def test_a_command_that_cannot_be_read_is_a_clear_problem() -> None:
    with pytest.raises(InputProblem) as caught:
        Dialer('phone "')
    assert caught.value.code == "settings_bad"

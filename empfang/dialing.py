"""Dialling by a program of the computer: a softphone, or whatever opens tel: links. Never through a shell."""

import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Any

from empfang.errors import InputProblem

PLACE = "{tel}"
_NUMBER = re.compile(r"\+?[0-9]{3,15}")
Start = Callable[..., Any]


class Dialer:
    """Starts the program of the setting `dial_command` for a number."""

    def __init__(self, command: str, start: Start = subprocess.Popen) -> None:
        """
        Raises:
            InputProblem: `settings_bad`: the command has a quotation mark too many.
        """
        try:
            self._command = shlex.split(command, posix=sys.platform != "win32")
        except ValueError as error:
            raise InputProblem("settings_bad", path="dial_command", detail=str(error)) from None
        self._start = start

    def __call__(self, number: str) -> bool | None:
        """Whether it was started; None where no program is set up. What is no number in E.164 is never handed on."""
        if not self._command:
            return None
        if not _NUMBER.fullmatch(number):
            return False
        try:
            self._start(
                self._with(f"tel:{number}"),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            return False
        return True

    def _with(self, tel: str) -> Sequence[str]:
        """The command with the number where it belongs; without a place for it at its end."""
        command = [part.replace(PLACE, tel) for part in self._command]
        return command if any(PLACE in part for part in self._command) else [*command, tel]

"""`empfang demo --evening` in a real pseudo-terminal: a dose that is left over is promised on the telephone."""

import sys
import time
from pathlib import Path

import pytest

from tests.demo.test_demo import Screen, home, leave

__all__ = ["home"]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
F4 = "\x1bOS"


def test_the_demos_evening_has_doses_and_people_who_wait(home: Path) -> None:
    demo = Screen(["demo", "--evening"], home, (80, 24))
    demo.wait_for("Becker, Anja", 240)
    demo.type("\r")
    demo.wait_for("Suche ▸")
    demo.type(F4)
    seen = demo.wait_for("Nächster Anruf: ", 60)
    assert "LETZTE ZUSAGE PER TELEFON 18:45" in seen
    demo.type("\r")
    demo.wait_for("ANRUF  ")
    for key in ("\r", "j", "n", "n", "n"):
        demo.type(key)
        time.sleep(0.5)
    demo.wait_for("für wie viele?")
    demo.type("\r")
    demo.wait_for("ZUGESAGT bis ")
    demo.type("\r")
    demo.wait_for("Nächster Anruf: ")
    demo.wait_for("Zugesagt: ")
    leave(demo)

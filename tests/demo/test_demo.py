"""`empfang demo` in a real pseudo-terminal: one command, two desks, nothing left behind."""

import os
import re
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pyte
import pytest

from tests.paper.reading import texts

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")


class Screen:
    """A program in a terminal, as somebody sees it."""

    def __init__(self, arguments: list[str], home: Path, size: tuple[int, int]) -> None:
        columns, rows = size
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.child = pexpect.spawn(
            sys.executable, ["-m", "empfang", *arguments], cwd=str(ROOT), dimensions=(rows, columns), timeout=60,
            env={**os.environ, "TMPDIR": str(home), "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"),
                 "XDG_DATA_HOME": str(home / "data"), "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)},
        )  # fmt: skip

    def look(self, for_s: float = 0.1) -> str:
        """Take in what comes out, and give the screen's text."""
        try:
            while True:
                self._stream.feed(self.child.read_nonblocking(65_536, for_s))
        except (pexpect.TIMEOUT, pexpect.EOF):
            return "\n".join(self.screen.display)

    def wait_for(self, text: str, within_s: float = 40) -> str:
        """The screen once it shows this text."""
        until = time.monotonic() + within_s
        # A long path of the test's folder may break a line anywhere.
        while text not in (seen := self.look()) and text not in seen.replace("\n", ""):
            assert time.monotonic() < until, f"{text!r} is not shown:\n{seen}"
        return seen

    def wait_until_gone(self, text: str, within_s: float = 20) -> str:
        """The screen once it does not show this text any more."""
        until = time.monotonic() + within_s
        while text in (seen := self.look()):
            assert time.monotonic() < until, f"{text!r} is still shown:\n{seen}"
        return seen

    def type(self, keys: str) -> None:
        """Press keys."""
        self.child.send(keys)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home and a folder for temporary files, both of the test's own."""
    folder = Path(tempfile.mkdtemp(prefix="h", dir=tmp_path))
    yield folder
    assert list(folder.rglob("*")) == [], "nothing is left behind, no settings and no data"


def leave(screen: Screen) -> float:
    """End the shift; seconds until the program is gone."""
    screen.type("\x11")
    screen.wait_for("Schicht beenden?")
    begun = time.monotonic()
    screen.type("j")
    screen.child.expect(pexpect.EOF)
    screen.child.wait()
    return time.monotonic() - begun


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_the_demo_admits_somebody_and_leaves_nothing_behind(home: Path, size: tuple[int, int]) -> None:
    demo = Screen(["demo"], home, size)
    demo.wait_for("Becker, Anja")
    demo.type("\r")
    demo.wait_for("Suche ▸")
    demo.type("fliegner 68")
    demo.wait_for("▸ 13:10")
    demo.type("\r")
    seen = demo.wait_for("FLIEGNER, Kathi")
    assert "16.09.1968" in seen
    assert "ZU FRÜH" in seen
    demo.type("\x1b")
    demo.wait_for("Suche ▸ fliegner")
    demo.type("\x15")
    demo.wait_for("Suche ▸ Name")
    demo.type("KL-JPFA-MKE8\r")
    seen = demo.wait_for("AUFGENOMMEN")
    assert "CASRTEN, Wenke" in seen
    assert "Nr. 2-001" in seen
    # Under a second on a quiet machine; the tests run beside others.
    assert leave(demo) < 4


def test_another_terminal_joins_and_sees_what_the_first_one_does(home: Path) -> None:
    demo = Screen(["demo"], home, (80, 24))
    demo.wait_for("Becker, Anja")
    demo.type("\r")
    demo.wait_for("Suche ▸")
    joined = Screen(["demo", "--join"], home, (80, 24))
    joined.wait_for("Becker, Anja")
    joined.type("ries\r")
    joined.wait_for("Suche ▸")
    joined.wait_for("verbunden")
    demo.type("seifert-mei 92")
    demo.wait_for("▸ 09:40")
    demo.type("\r")
    demo.wait_for("SEIFERT-MEISTER")
    time.sleep(0.8)
    demo.type("\r")
    demo.wait_for("AUFGENOMMEN")
    joined.type("seifert-mei 92")
    joined.wait_for("ist da", 10)
    leave(joined)
    leave(demo)


def test_a_demo_that_is_killed_leaves_nothing_behind_either(home: Path) -> None:
    demo = Screen(["demo"], home, (80, 24))
    demo.wait_for("Becker, Anja")
    demo.child.kill(signal.SIGKILL)
    demo.child.wait()
    until = time.monotonic() + 10
    while list(home.rglob("*")):
        assert time.monotonic() < until
        time.sleep(0.1)


def test_without_a_demo_there_is_nothing_to_join(home: Path) -> None:
    joined = Screen(["demo", "--join"], home, (80, 24))
    joined.wait_for("läuft keine Vorführung")
    joined.child.wait()
    assert joined.child.exitstatus == 1


def test_a_list_is_written_and_somebody_entered_from_it(home: Path, tmp_path: Path) -> None:
    demo = Screen(["demo", "--keep", str(tmp_path / "kept")], home, (80, 24))
    demo.wait_for("Becker, Anja")
    demo.type("\r")
    demo.wait_for("Suche ▸")
    demo.type("\x10")
    demo.wait_for("Befehl tippen")
    demo.type("notfall")
    demo.wait_for("Notfallliste")
    demo.type("\r")
    demo.wait_for("✓ Notfallliste Mi 15.12. (2.122)")
    [path] = (tmp_path / "kept" / "desk-1" / "lists").iterdir()
    pages = texts(path.read_bytes())
    found = re.search(r"(\d{3} \d{3}) 17:\d\d (\w+), \w+ ", pages[0])
    assert found is not None
    demo.type("\x07")
    demo.wait_for("Gehe zu …")
    demo.type("n")
    demo.wait_for("Liste Mi 15.12. ▸")
    for part in (found[1], " 0912", "\r"):  # all at once it would be a scanner
        demo.type(part)
        time.sleep(0.5)
    seen = demo.wait_for("um 09:12 eingetragen, Nr. 2-001")
    assert f"{found[1].replace(' ', chr(160))}  09:12  {found[2]}, " in seen
    leave(demo)


def test_a_kept_demo_is_there_afterwards(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    demo = Screen(["demo", "--keep", str(folder)], home, (80, 24))
    demo.wait_for("Becker, Anja")
    demo.type("\r")
    demo.wait_for("Suche ▸")
    leave(demo)
    assert (folder / "central.db").exists()
    assert (folder / "desk-1" / "desk.db").exists()
    again = Screen(["demo", "--keep", str(folder)], home, (80, 24))
    again.wait_for("ist nicht leer")
    again.child.wait()

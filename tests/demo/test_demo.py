"""`empfang demo` in a real pseudo-terminal: one command, two desks, nothing left behind."""

import re
import signal
import time
from pathlib import Path

import pytest

from tests.demo.terminal import Screen, leave
from tests.paper.reading import texts

ROOT = Path(__file__).parents[2]


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

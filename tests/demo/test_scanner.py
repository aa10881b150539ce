"""checkin.md 54 and 55 in a real pseudo-terminal: a scanner is bytes that come fast."""

import time
from pathlib import Path

from tests.demo.terminal import Screen, leave

HOLSTEN, STECKEL, OTT, KUEHNERT = "KL-2SX3-3Z8W", "KL-MS6C-PKRK", "KL-NKNX-2NE6", "KL-A2MT-JJVA"
"""They are due about half past nine, and never came."""


def slowly(screen: Screen, text: str, gap_s: float) -> None:
    """Key by key."""
    for sign in text:
        screen.type(sign)
        time.sleep(gap_s)


def kitty(text: str) -> str:
    """The same keys as terminals with the protocol of kitty tell them, each press of Shift included."""
    told = {"\r": "\x1b[13u"}
    return "".join(
        told.get(sign)
        or (
            f"\x1b[57441;2u\x1b[{ord(sign.lower())};2;{ord(sign)}u"
            if sign.isupper()
            else f"\x1b[{ord(sign)};1;{ord(sign)}u"
        )
        for sign in text
    )


def test_a_scanner_and_a_fast_typist_at_one_desk(home: Path) -> None:
    demo = Screen(["demo"], home, (80, 24))
    demo.wait_for("Becker, Anja")
    demo.type(f"{HOLSTEN}\r")
    demo.wait_for("Erst den Namen wählen")
    demo.type("\r")
    demo.wait_for("Suche ▸")

    slowly(demo, f"{HOLSTEN}\r", 0.006)
    seen = demo.wait_for("AUFGENOMMEN")
    assert "HOLSTEN, Helena" in seen
    demo.type(f"{STECKEL}\r{OTT}\r")
    demo.wait_for("OTT, Mesut")
    assert "Nr. 2-003" in demo.wait_for("AUFGENOMMEN")
    slowly(demo, "mei", 0.03)
    demo.wait_for("Suche ▸ mei")
    demo.type("KLßA2MTßJJVA\r")
    seen = demo.wait_for("KÜHNERT, Jenny")
    assert "AUFGENOMMEN" in seen
    assert "Suche ▸ mei" not in seen

    demo.type("\x11")
    demo.wait_for("Schicht beenden?")
    demo.type(kitty("jKL-HSAK-3ZUX\r"))
    seen = demo.wait_for("nicht übernommen")
    assert "Schicht beenden?" in seen
    demo.type("\x1b")
    demo.wait_until_gone("Schicht beenden?")
    demo.type("\x11")
    demo.wait_for("Schicht beenden?")
    demo.type("jKL-HSAK-3ZUX\r")
    seen = demo.wait_for("nicht übernommen")
    assert "Schicht beenden?" in seen
    demo.type("n")
    demo.wait_until_gone("Schicht beenden?")

    slowly(demo, "fliegner 68\r", 0.03)
    demo.wait_for("FLIEGNER, Kathi")
    demo.type("d")
    demo.wait_for("Strg+S")
    slowly(demo, "0171", 0.03)
    demo.wait_for("noch nicht gespeichert")
    demo.type("KL-HSAK-3ZUX\r")
    seen = demo.wait_for("nicht übernommen")
    assert "0171 " in seen
    assert "3ZUX" not in seen
    demo.type("\x1b")
    demo.wait_for("j ja")
    demo.type("j")
    demo.wait_for("Suche")
    demo.type("KL/HSAK/3ZUX\r")
    assert "BECKER, Jann" in demo.wait_for("AUFGENOMMEN")
    leave(demo)

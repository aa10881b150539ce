"""`empfang demo --evening` in a real pseudo-terminal: a dose that is left over is promised on the telephone."""

from pathlib import Path

from tests.demo.terminal import Screen, leave

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
    demo.wait_for("Enter wählen")
    demo.type("\r")
    demo.wait_for("kopiert: wählen")
    for key, asked in (("j", "Frage 1 von 3"), ("n", "Frage 2 von 3"), ("n", "Frage 3 von 3"), ("n", "für wie viele?")):
        demo.type(key)
        demo.wait_for(asked)
    demo.type("\r")
    demo.wait_for("ZUGESAGT bis ")
    demo.type("\r")
    demo.wait_for("Nächster Anruf: ")
    demo.wait_for("Zugesagt: ")
    leave(demo)

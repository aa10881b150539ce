"""checkin.md 63 in a real terminal: after the key no byte that comes out is about people."""

from pathlib import Path

import pytest

from tests.demo.terminal import Screen, leave

TITLE = b"\x1b]0;"


class Heard(Screen):
    """Keeps the bytes as well."""

    def __init__(self, arguments: list[str], home: Path, size: tuple[int, int]) -> None:
        super().__init__(arguments, home, size)
        self.bytes = b""
        read = self.child.read_nonblocking

        def reading(size: int, timeout: float) -> bytes:
            part: bytes = read(size, timeout)
            self.bytes += part
            return part

        self.child.read_nonblocking = reading


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_63_after_the_key_no_byte_is_about_people_and_any_key_brings_the_card_back(
    home: Path, size: tuple[int, int]
) -> None:
    demo = Heard(["demo"], home, size)
    demo.wait_for("Becker, Anja")
    demo.type("\r")
    demo.wait_for("Suche ▸")
    demo.type("fliegner 68")
    demo.wait_for("▸ 13:10")
    demo.type("\r")
    demo.wait_for("16.09.1968")
    demo.look(0.5)
    demo.bytes = b""
    demo.type("\x0c")
    seen = demo.wait_for("Bildschirm verdeckt")
    # The other desk goes on admitting people; the clock goes on.
    demo.look(2.5)
    for name in ("fliegner", "kathi", "16.09", "1968", "13:10", "becker", "empfang 1"):
        assert name not in seen.lower()
        assert name.encode() not in demo.bytes.lower()
    demo.type("x")
    demo.wait_for("FLIEGNER, Kathi")
    assert "16.09.1968" in demo.look()
    demo.type("\x0c\x0c")
    seen = demo.wait_for("Wer arbeitet an diesem Platz?")
    assert "FLIEGNER" not in seen
    demo.type("ries\r")
    demo.wait_for("· Ries")
    seen = demo.wait_for("Suche ▸ Name")
    assert "FLIEGNER" not in seen
    leave(demo)


def test_the_terminals_title_is_the_programs_name_and_nothing_else(home: Path) -> None:
    demo = Heard(["demo"], home, (80, 24))
    demo.wait_for("Becker, Anja")
    demo.type("\r")
    demo.wait_for("Suche ▸")
    demo.type("fliegner 68")
    demo.wait_for("▸ 13:10")
    demo.type("\r")
    demo.wait_for("16.09.1968")
    leave(demo)
    titles = [part.partition(b"\x07")[0] for part in demo.bytes.split(TITLE)[1:]]
    assert titles == [b"empfang"]
    assert b"\x1b]2;" not in demo.bytes

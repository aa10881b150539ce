"""The encrypted copy of what is unsent: there a moment after the Enter, gone when the service has it."""

import json
import shutil
import time
from pathlib import Path

import pytest

from empfang.errors import StoreProblem
from empfang.protocol import SealedCommand
from empfang.sealing import genuine, new_key_pair, seal, token_digest, unseal
from empfang.store.mirror import TROUBLE, Mirror, Mirroring, export, lines_of, path_of
from tests.processes.parts import wait_until
from tests.world import Place, World


@pytest.fixture
def place(small_world: World) -> Place:
    return small_world.place()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder on another disk."""
    made = tmp_path / "stick"
    made.mkdir()
    return made


def numbers(path: Path) -> list[int]:
    return [outside.number for _, outside in lines_of(path.read_bytes())]


def register(place: Place, *names: str) -> None:
    for name in names:
        place.desk.register_person({"family": name})


def test_what_is_unsent_is_in_the_copy_and_nobody_can_read_it(place: Place, stick: Path) -> None:
    register(place, "Geheim", "Auch")
    mirror = Mirror(place.store, stick)
    mirror.catch_up()
    content = mirror.path.read_bytes()
    assert b"Geheim" not in content
    assert numbers(mirror.path) == [1, 2]
    assert {outside.desk_id for _, outside in lines_of(content)} == {place.id}
    assert set(json.loads(content.splitlines()[0])) == {"desk_id", "number", "command_id", "sealed"}


def test_each_command_is_appended_once_and_the_file_is_small_again_when_all_is_sent(place: Place, stick: Path) -> None:
    mirror = Mirror(place.store, stick)
    for name in ("A", "B", "C"):
        register(place, name)
        mirror.catch_up()
        mirror.catch_up()
    assert numbers(mirror.path) == [1, 2, 3]
    place.push(limit=2)
    mirror.catch_up()
    assert numbers(mirror.path) == [1, 2, 3], "rewriting for each would wear the stick out"
    place.push()
    mirror.catch_up()
    assert mirror.path.read_bytes() == b""
    register(place, "D")
    mirror.catch_up()
    assert numbers(mirror.path) == [4]
    assert [path.name for path in stick.iterdir()] == [mirror.path.name]


def test_after_a_restart_nothing_is_written_twice(place: Place, stick: Path) -> None:
    register(place, "A")
    Mirror(place.store, stick).catch_up()
    place.restart()
    register(place, "B")
    Mirror(place.store, stick).catch_up()
    assert numbers(path_of(stick, place.id)) == [1, 2]


def test_a_line_that_was_cut_off_spoils_no_other(place: Place, stick: Path) -> None:
    register(place, "A", "B")
    mirror = Mirror(place.store, stick)
    mirror.catch_up()
    content = mirror.path.read_bytes()
    mirror.path.write_bytes(content[:-40])
    mirror.catch_up()
    assert numbers(mirror.path) == [1, 2]
    assert len(mirror.path.read_bytes().splitlines()) == 3


def test_a_stick_that_was_changed_gets_everything(place: Place, stick: Path) -> None:
    register(place, "A")
    mirror = Mirror(place.store, stick)
    mirror.catch_up()
    mirror.path.unlink()
    register(place, "B")
    mirror.catch_up()
    assert numbers(mirror.path) == [1, 2]


def test_a_folder_that_is_gone_is_named_never_made_and_used_when_it_is_back(place: Place, stick: Path) -> None:
    register(place, "A")
    mirror = Mirror(place.store, stick)
    mirror.catch_up()
    shutil.rmtree(stick)
    with pytest.raises(StoreProblem, match="mirror_gone"):
        mirror.catch_up()
    assert not stick.exists(), "else it would fill the disk below an unplugged stick"
    stick.mkdir()
    mirror.catch_up()
    assert numbers(mirror.path) == [1]


def test_a_desk_without_the_services_key_says_so(place: Place, stick: Path) -> None:
    place.store.set_meta(recovery_key=None)
    register(place, "A")
    with pytest.raises(StoreProblem, match="mirror_key_missing"):
        Mirror(place.store, stick).catch_up()
    with pytest.raises(StoreProblem, match="mirror_key_missing"):
        export(place.store, stick / "x")


def test_the_thread_writes_within_a_second_also_offline(place: Place, stick: Path) -> None:
    mirroring = Mirroring(place.store.another(), stick)
    mirroring.start()
    path = path_of(stick, place.id)
    waits = []
    for number in range(1, 4):
        register(place, f"Neu{number}")
        mirroring.wake()
        waits.append(wait_until(lambda number=number: path.exists() and numbers(path)[-1:] == [number], 3))  # type: ignore[misc]
    assert max(waits) < 1.0
    register(place, "Letzter")
    mirroring.stop()
    assert numbers(path) == [1, 2, 3, 4], "what is left is written before it ends"


def test_trouble_is_told_once_shown_and_gone_when_it_is_over(place: Place, stick: Path) -> None:
    told: list[int] = []
    shutil.rmtree(stick)
    mirroring = Mirroring(place.store.another(), stick, on_trouble=lambda: told.append(1))
    register(place, "A")
    mirroring.start()
    for _ in range(5):
        mirroring.wake()
        time.sleep(0.05)
    wait_until(lambda: place.store.meta(TROUBLE) == "mirror_gone", 3)
    assert place.desk.shift().mirror_gone
    assert told == [1]
    stick.mkdir()
    mirroring.wake()
    wait_until(lambda: not place.desk.shift().mirror_gone, 3)
    assert told == [1, 1]
    mirroring.stop()


def test_a_share_that_hangs_keeps_nobody(place: Place, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("empfang.store.mirror._PATIENCE_S", 0.2)
    monkeypatch.setattr(Mirror, "catch_up", lambda _self: time.sleep(2))
    mirroring = Mirroring(place.store.another(), stick)
    mirroring.start()
    begun = time.monotonic()
    register(place, "A")
    mirroring.wake()
    mirroring.stop()
    assert time.monotonic() - begun < 1
    mirroring._thread.join()


def test_export_writes_everything_unsent(place: Place, stick: Path) -> None:
    register(place, "A", "B")
    assert export(place.store, stick / "alles.empfang") == 2
    assert numbers(stick / "alles.empfang") == [1, 2]
    with pytest.raises(StoreProblem, match="file_unwritable"):
        export(place.store, stick / "nowhere" / "x")


def test_only_the_right_key_opens_a_line_and_only_the_token_makes_one() -> None:
    private, public = new_key_pair()
    line = SealedCommand.model_validate_json(seal(public, "token", "d1", 7, "c7", '{"a": "ä"}'.encode()))
    assert (line.desk_id, line.number, line.command_id) == ("d1", 7, "c7")
    opened = unseal(private, line)
    assert opened is not None
    command, mac = opened
    assert command == '{"a": "ä"}'.encode()
    assert genuine(token_digest("token"), command, mac)
    assert not genuine(token_digest("another"), command, mac)
    assert not genuine(token_digest("token"), command + b" ", mac)
    assert unseal(new_key_pair()[0], line) is None
    for sealed in ("", "%%%", line.sealed[:-8], line.sealed[:40] + "A" + line.sealed[41:]):
        assert unseal(private, line.model_copy(update={"sealed": sealed})) is None

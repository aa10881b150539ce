"""Letters: all that wait at a centre in one file, marked when it is whole, printed again after a paper jam."""

from pathlib import Path

import pytest

from empfang.central.outgoing.letters import Batch, print_again, print_waiting
from empfang.errors import InputProblem, StoreProblem
from empfang.model import AppointmentStatus, Centre, Channel, Communication, MessageState
from empfang.rows import Rows
from tests.central.outgoing.posting import LATER, known, now, state, waiting
from tests.paper.reading import sizes_mm, texts
from tests.world import World


def centre(world: World, centre_id: str = "KL") -> Centre:
    with world.database.reading() as cursor:
        found = Rows(cursor, world.database.flavour).get(Centre, centre_id)
    assert found is not None
    return found


def printed(world: World, path: Path, centre_id: str = "KL") -> Batch:
    return print_waiting(world.database, centre(world, centre_id), path, world.wall.moment)


def printed_again(world: World, batch: Batch, path: Path) -> Batch:
    return print_again(world.database, centre(world), batch.name, path, world.wall.moment)


def letters_for(world: World, *names: str) -> list[Communication]:
    """Confirmations by post, one after another."""
    told = []
    for name in names:
        world.wall.go_on(seconds=1)
        told.append(waiting(world, known(world, name), Channel.POST))
    return told


def test_what_waits_is_printed_once_and_marked_with_its_batch(world: World, tmp_path: Path) -> None:
    told = letters_for(world, "Meier, Hannelore", "Ott, Werner")
    batch = printed(world, tmp_path / "letters.pdf")
    assert (batch.letters, batch.closed, batch.more) == (2, {}, False)
    pdf = (tmp_path / "letters.pdf").read_bytes()
    first, second = texts(pdf)
    assert sizes_mm(pdf) == [(210, 297)] * 2
    assert "Hannelore Meier Gartenstr. 7 67655 Kaiserslautern" in first
    assert "Mittwoch, 22. Dezember 2021, 10 Uhr 20" in first
    assert "Guten Tag Werner Ott," in second
    assert f"{batch.name} · 2 von 2" in second
    for each in told:
        found = now(world, each)
        assert (found.state, found.batch, found.tries) == (MessageState.BY_POST, batch.name, 1)
    assert now(world, told[1]).to == "Werner Ott\nGartenstr. 7\n67655 Kaiserslautern"
    again = printed(world, tmp_path / "none.pdf")
    assert again.letters == 0
    assert not (tmp_path / "none.pdf").exists()


def test_a_batch_is_printed_again_as_it_was(world: World, tmp_path: Path) -> None:
    told = letters_for(world, "Meier, Hannelore", "Ott, Werner", "Roth, Ute")
    batch = printed(world, tmp_path / "one.pdf")
    letters_for(world, "Neu, Nora")
    again = printed_again(world, batch, tmp_path / "two.pdf")
    assert again == Batch(batch.name, 3, {})
    assert texts((tmp_path / "two.pdf").read_bytes()) == texts((tmp_path / "one.pdf").read_bytes())
    assert {state(world, each) for each in told} == {(MessageState.BY_POST, "")}


def test_who_has_cancelled_meanwhile_gets_no_letter_again(small_world: World, tmp_path: Path) -> None:
    told = letters_for(small_world, "Meier, Hannelore", "Ott, Werner")
    batch = printed(small_world, tmp_path / "one.pdf")
    person = known(small_world)
    small_world.booked(person, "10:20", day=LATER, id=told[0].appointment_ids[0], status=AppointmentStatus.CANCELLED)
    again = printed_again(small_world, batch, tmp_path / "2.pdf")
    assert (again.letters, again.closed) == (1, {"": 1})
    assert state(small_world, told[0]) == (MessageState.BY_POST, "")


def test_a_letter_printed_again_goes_to_a_changed_address_and_says_so(small_world: World, tmp_path: Path) -> None:
    [told] = letters_for(small_world, "Ott, Werner")
    batch = printed(small_world, tmp_path / "one.pdf")
    known(small_world, "Ott, Werner", street="Neuer Weg")
    printed_again(small_world, batch, tmp_path / "two.pdf")
    assert "Neuer Weg 7" in texts((tmp_path / "two.pdf").read_bytes())[0]
    assert now(small_world, told).to == "Werner Ott\nNeuer Weg 7\n67655 Kaiserslautern"


def test_what_cannot_be_printed_says_why_and_is_not_marked_as_printed(small_world: World, tmp_path: Path) -> None:
    nowhere = waiting(small_world, known(small_world, "Ott, Werner", street=""), Channel.POST)
    small_world.put(centre(small_world).with_(channel_days={"post": 3}))
    person = known(small_world, "Roth, Ute")
    late = waiting(small_world, person, Channel.POST, small_world.booked(person, "17:00", id="tomorrow"))
    gone = small_world.booked(person, "18:00", id="gone", status=AppointmentStatus.CANCELLED)
    cancelled = waiting(small_world, person, Channel.POST, gone, id="cancelled")
    batch = printed(small_world, tmp_path / "letters.pdf")
    assert batch.closed == {"no_address": 1, "too_late": 1, "": 1}
    assert not (tmp_path / "letters.pdf").exists()
    assert state(small_world, nowhere) == (MessageState.REFUSED, "no_address")
    assert state(small_world, late) == (MessageState.REFUSED, "too_late")
    assert state(small_world, cancelled) == (MessageState.WITHDRAWN, "")


def test_nothing_is_marked_where_the_file_cannot_be_written(world: World, tmp_path: Path) -> None:
    [told] = letters_for(world, "Ott, Werner")
    with pytest.raises(StoreProblem, match="letters_unwritable"):
        printed(world, tmp_path / "missing" / "letters.pdf")
    assert state(world, told) == (MessageState.WAITING, "")
    assert list(tmp_path.glob("**/*.part")) == []
    assert printed(world, tmp_path / "letters.pdf").letters == 1, "it was still taken on by the first attempt"


def test_a_file_that_is_there_is_left_alone(small_world: World, tmp_path: Path) -> None:
    [told] = letters_for(small_world, "Ott, Werner")
    (tmp_path / "letters.pdf").write_text("letters that were not printed yet")
    with pytest.raises(InputProblem, match="letters_there"):
        printed(small_world, tmp_path / "letters.pdf")
    assert (tmp_path / "letters.pdf").read_text() == "letters that were not printed yet"
    assert state(small_world, told) == (MessageState.WAITING, "")


def test_each_centre_prints_its_own(small_world: World, tmp_path: Path) -> None:
    letters_for(small_world, "Ott, Werner")
    person = known(small_world, "Roth, Ute")
    waiting(small_world, person, Channel.POST, small_world.booked(person, day=LATER, centre_id="DA"))
    assert printed(small_world, tmp_path / "da.pdf", "DA").letters == 1
    [text] = texts((tmp_path / "da.pdf").read_bytes())
    assert "Ute Roth" in text
    assert "Darmstadt" in text


def test_a_batch_that_is_not_known_is_said_to_be(small_world: World, tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="batch_unknown"):
        print_again(small_world.database, centre(small_world), "KL-1", tmp_path / "x.pdf", small_world.wall.moment)

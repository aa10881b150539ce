"""Confirmations leave, once each, to the address of the moment; what the other side says stands in the record."""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from empfang.central.database import CentralDatabase
from empfang.central.outgoing.answers import GIVE_UP_AFTER
from empfang.central.outgoing.queue import CLAIM
from empfang.central.outgoing.records import Change, Written, look_up, write
from empfang.central.sql import table_of
from empfang.central.tables import Outgoing
from empfang.central.tx import CentralTx
from empfang.model import AppointmentStatus, Centre, Channel, Communication, MessageState, Phone
from empfang.rows import Rows
from tests.central.outgoing.posting import (
    LATER,
    by_mail,
    by_sms,
    known,
    now,
    send,
    sender,
    state,
    waiting,
)
from tests.central.outgoing.servers import DROPS, HANGS, gateway, mail_server
from tests.central.test_robust import another_process
from tests.times import DAY
from tests.world import World

SENT, DEFERRED, REFUSED = MessageState.SENT, MessageState.DEFERRED, MessageState.REFUSED
WAITING, WITHDRAWN = MessageState.WAITING, MessageState.WITHDRAWN


def queued(world: World) -> int:
    """How many messages are still to leave."""
    with world.database.reading() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table_of(Outgoing).name}")  # noqa: S608 - own name
        number: int = cursor.fetchone()[0]
        return number


def many(world: World, number: int, provider: str = "gmx.example") -> list[Communication]:
    """Confirmations of so many people with mailboxes at one provider."""
    people = [known(world, f"{provider[:3]}{place:03}, Anna", email=f"a{place}@{provider}") for place in range(number)]
    return [waiting(world, each) for each in people]


def states(world: World, told: list[Communication]) -> set[tuple[MessageState, str]]:
    """How it stands with all of these."""
    return {state(world, each) for each in told}


# To whom, and once


def test_a_mail_leaves_and_its_record_says_to_whom(world: World) -> None:
    told = waiting(world, known(world))
    with mail_server() as server:
        send(world, by_mail(server, world))
    assert server.recipients() == ["meier@gmx.example"]
    found = now(world, told)
    assert (found.state, found.to, found.tries, found.answer) == (SENT, "meier@gmx.example", 1, "")
    assert queued(world) == 0


def test_a_text_message_leaves(world: World) -> None:
    told = waiting(world, known(world), Channel.SMS)
    with gateway() as server:
        send(world, by_sms(server))
    [asked] = server.came
    assert (asked["to"], asked["from"], asked["foreign_id"]) == ("+4917604069059", "Impfzentrum", told.id)
    assert "Mi 22.12.2021 10:20" in asked["text"]
    assert server.keys == ["a-key"]
    assert now(world, told).to == "+4917604069059"
    assert state(world, told) == (SENT, "")


def test_a_number_that_is_somebody_else_s_never_gets_a_text_message(small_world: World) -> None:
    person = known(small_world, phones=(Phone(number="+4917604069059", kind="mobile", whose="neighbour"),))
    told = waiting(small_world, person, Channel.SMS)
    with gateway() as server:
        send(small_world, by_sms(server))
    assert server.came == []
    assert state(small_world, told) == (REFUSED, "no_address")


def test_it_goes_to_the_address_that_is_known_when_it_leaves(small_world: World) -> None:
    person = known(small_world)
    told = waiting(small_world, person)
    small_world.put(person.with_(email="neu@web.example"))
    with mail_server() as server:
        send(small_world, by_mail(server, small_world))
    assert server.recipients() == ["neu@web.example"]
    assert now(small_world, told).to == "neu@web.example"


@pytest.mark.parametrize("email", ["", " ", "kein at", "a@b", "a b@gmx.example", "a@gmx.example\nBcc: b@gmx.example"])
def test_what_is_no_address_is_never_tried(small_world: World, email: str) -> None:
    told = waiting(small_world, known(small_world, email=email))
    with mail_server() as server:
        send(small_world, by_mail(server, small_world))
    assert server.asked == []
    assert state(small_world, told) == (REFUSED, "address_unusable" if email.strip() else "no_address")


def test_two_processes_send_each_message_once(world: World) -> None:
    told = [*many(world, 12), *many(world, 12, "web.example")]
    other = another_process(world)
    with mail_server() as server, sender(world, by_mail(server, world)) as one:
        world_of_other = World(other, world.folder, fresh=False)
        world_of_other.wall = world.wall
        with sender(world_of_other, by_mail(server, world)) as two:
            one.start()
            two.start()
            until = time.monotonic() + 30
            while queued(world) and time.monotonic() < until:
                time.sleep(0.05)
    other.close()
    assert sorted(server.recipients()) == sorted(now(world, each).to for each in told)
    assert states(world, told) == {(SENT, "")}


def test_a_sender_that_dies_before_it_has_written_lets_it_go_again_later_with_the_same_message_id(
    world: World,
) -> None:
    told = waiting(world, known(world))
    with mail_server() as server:
        with sender(world, by_mail(server, world)) as dying:
            dying.turn()
            until = time.monotonic() + 10
            while not server.came and time.monotonic() < until:
                time.sleep(0.02)
        # It never heard the answer: nothing was written.
        assert state(world, told) == (WAITING, "")
        world.wall.moment += CLAIM - timedelta(seconds=1)
        send(world, by_mail(server, world))
        assert len(server.came) == 1, "another one sent what was still the first one's"
        world.wall.moment += timedelta(seconds=2)
        send(world, by_mail(server, world))
    assert len(server.came) == 2
    assert len(set(server.ids())) == 1
    assert state(world, told) == (SENT, "")


# What the other side says


def test_what_is_deferred_waits_and_goes_again(world: World) -> None:
    told = waiting(world, known(world))
    with mail_server(at_recipient=lambda _: "451 4.7.1 greylisted") as server:
        send(world, by_mail(server, world))
        assert state(world, told) == (DEFERRED, "provider_holds_back")
        assert now(world, told).next_at == world.wall.moment + timedelta(minutes=1)
        assert len(server.asked) == 1, "it was tried again before its time"
        server.at_recipient = lambda _: "250 2.1.5 ok"
        world.wall.go_on(seconds=59)
        send(world, by_mail(server, world))
        assert server.came == []
        world.wall.go_on(seconds=2)
        send(world, by_mail(server, world))
    found = now(world, told)
    assert (found.state, found.tries, found.next_at) == (SENT, 2, None)


def test_after_a_day_it_is_given_up(small_world: World) -> None:
    told = waiting(small_world, known(small_world))
    begun = small_world.wall.moment
    with mail_server(at_recipient=lambda _: "451 4.7.1 later") as server:
        while small_world.wall.moment < begun + GIVE_UP_AFTER + timedelta(hours=1, minutes=5):
            send(small_world, by_mail(server, small_world))
            small_world.wall.go_on(minutes=5)
    found = now(small_world, told)
    assert (found.state, found.answer) == (REFUSED, "given_up")
    assert timedelta(0) <= found.state_at - begun - GIVE_UP_AFTER <= timedelta(hours=1)
    assert 20 < len(server.asked) < 40
    assert queued(small_world) == 0


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ("550 5.1.1 no such user", "mailbox_unknown"),
        ("550 no such user", "mailbox_unknown"),
        ("552 5.2.2 over quota", "mailbox_full"),
        ("554 5.7.1 we do not like you", "provider_refuses"),
    ],
)
def test_what_is_refused_says_why_and_is_not_tried_again(small_world: World, reply: str, code: str) -> None:
    told = waiting(small_world, known(small_world))
    with mail_server(at_recipient=lambda _: reply) as server:
        send(small_world, by_mail(server, small_world))
        small_world.wall.go_on(hours=5)
        send(small_world, by_mail(server, small_world))
    assert len(server.asked) == 1
    assert state(small_world, told) == (REFUSED, code)
    assert now(small_world, told).to == "meier@gmx.example"


def test_a_server_that_breaks_off_after_the_content_gets_the_same_mail_again(small_world: World) -> None:
    told = waiting(small_world, known(small_world))
    with mail_server(at_content=lambda _: DROPS) as server:
        send(small_world, by_mail(server, small_world))
        assert state(small_world, told) == (DEFERRED, "unreachable")
        server.at_content = lambda _: "250 2.0.0 taken"
        small_world.wall.go_on(minutes=2)
        send(small_world, by_mail(server, small_world))
    assert len(server.came) == 2
    assert len(set(server.ids())) == 1
    assert state(small_world, told) == (SENT, "")


def test_a_mail_server_that_is_not_there_is_asked_by_few_and_rarely(small_world: World) -> None:
    told = many(small_world, 20)
    with mail_server() as server:
        pass
    gone = by_mail(server, small_world)
    send(small_world, gone)
    found = states(small_world, told)
    assert found == {(WAITING, ""), (DEFERRED, "unreachable")}
    assert sum(state(small_world, each)[0] is DEFERRED for each in told) <= gone.sessions


def test_a_server_that_says_nothing_holds_nobody_for_long(small_world: World) -> None:
    told = waiting(small_world, known(small_world))
    with mail_server(at_recipient=lambda _: HANGS, hang_s=5) as server:
        begun = time.monotonic()
        send(small_world, by_mail(server, small_world, timeout_s=0.5))
        assert time.monotonic() - begun < 4
    assert state(small_world, told) == (DEFERRED, "unreachable")


def test_what_lasts_too_long_as_a_whole_is_broken_off(small_world: World) -> None:
    told = waiting(small_world, known(small_world))
    with (
        mail_server(at_recipient=lambda _: HANGS, hang_s=60) as server,
        sender(small_world, by_mail(server, small_world, timeout_s=60), longest_s=0.5) as sending,
    ):
        begun = time.monotonic()
        while state(small_world, told)[0] is WAITING and time.monotonic() - begun < 20:
            sending.turn()
            time.sleep(0.1)
    assert state(small_world, told) == (DEFERRED, "unreachable")


# One does not block the others


def test_a_provider_that_holds_back_is_seen_and_blocks_no_other(world: World) -> None:
    held, free = many(world, 40), many(world, 5, "web.example")
    with mail_server(at_recipient=lambda to: "451 4.7.1 later" if to.endswith("gmx.example") else "250 ok") as server:
        send(world, by_mail(server, world))
        assert states(world, free) == {(SENT, "")}
        assert states(world, held) == {(DEFERRED, "provider_holds_back")}
        assert len(server.asked) - len(free) <= 6, "it was asked for each, though it had said no"
        server.at_recipient = lambda _: "250 ok"
        world.wall.go_on(minutes=3)
        for _ in range(4):
            send(world, by_mail(server, world))
    assert states(world, held) == {(SENT, "")}
    assert len(server.came) == len(set(server.ids())) == len(held) + len(free)


def test_a_provider_that_hangs_blocks_no_other(small_world: World) -> None:
    slow, free = many(small_world, 300), many(small_world, 30, "web.example")
    rule = lambda to: HANGS if to.endswith("gmx.example") else "250 ok"  # noqa: E731
    with (
        mail_server(at_recipient=rule, hang_s=60) as server,
        sender(small_world, by_mail(server, small_world, timeout_s=60)) as sending,
    ):
        sending.start()
        until = time.monotonic() + 25
        while len(server.came) < len(free) and time.monotonic() < until:
            time.sleep(0.05)
        assert len(server.came) == len(free)
    assert len(server.asked) - len(free) <= 2
    assert states(small_world, slow) == {(WAITING, "")}


def test_mail_leaves_while_the_gateway_is_away_and_the_other_way_round(small_world: World) -> None:
    person = known(small_world)
    mail, text = waiting(small_world, person), waiting(small_world, person, Channel.SMS)
    with mail_server() as server, gateway(lambda _: (503, {})) as away:
        send(small_world, by_mail(server, small_world), by_sms(away))
    assert state(small_world, mail) == (SENT, "")
    assert state(small_world, text) == (DEFERRED, "unreachable")


def test_one_that_cannot_be_worded_blocks_no_other(small_world: World, caplog: pytest.LogCaptureFixture) -> None:
    small_world.put(Centre(id="XX", name="Anderswo", time_zone="Nirgendwo/Stadt"))
    person = known(small_world, "Ott, Werner")
    odd = waiting(small_world, person, Channel.EMAIL, small_world.booked(person, day=LATER, centre_id="XX"))
    told = waiting(small_world, known(small_world))
    with mail_server() as server:
        send(small_world, by_mail(server, small_world))
    assert state(small_world, told) == (SENT, "")
    assert state(small_world, odd) == (DEFERRED, "fault")
    assert "ZoneInfoNotFoundError" in caplog.text


def test_no_more_leave_than_is_set(small_world: World) -> None:
    many(small_world, 10)
    with mail_server() as server, sender(small_world, by_mail(server, small_world), per_minute=1) as sending:
        for _ in range(5):
            sending.turn()
            sending.finish(5)
    assert len(server.came) == 1


# What is not sent


def test_what_is_not_set_up_waits_and_says_so_until_it_is(world: World) -> None:
    told = [waiting(world, known(world)), waiting(world, known(world), Channel.SMS)]
    send(world)
    assert states(world, told) == {(WAITING, "not_configured")}
    revision = now(world, told[0]).revision
    send(world)
    assert now(world, told[0]).revision == revision, "it says the same again and again"
    with mail_server() as server:
        send(world, by_mail(server, world))
    assert state(world, told[0]) == (SENT, "")
    assert state(world, told[1]) == (WAITING, "not_configured")


def test_what_was_cancelled_before_it_left_is_withdrawn(small_world: World) -> None:
    person = known(small_world)
    gone = small_world.booked(person, day=LATER, status=AppointmentStatus.CANCELLED)
    told = waiting(small_world, person, Channel.EMAIL, gone)
    with mail_server() as server:
        send(small_world, by_mail(server, small_world))
    assert server.asked == []
    assert state(small_world, told) == (WITHDRAWN, "")


def test_only_what_still_stands_is_said(small_world: World) -> None:
    person = known(small_world)
    gone = small_world.booked(person, "08:00", day=LATER, status=AppointmentStatus.CANCELLED)
    stands = small_world.booked(person, "17:30", day=LATER)
    waiting(small_world, person, Channel.EMAIL, gone, stands)
    with mail_server() as server:
        send(small_world, by_mail(server, small_world))
    [mail] = server.came
    assert "17 Uhr 30" in mail.get_content()
    assert "8 Uhr" not in mail.get_content().replace("17 Uhr", "")


def test_what_would_come_after_the_visit_is_not_sent(small_world: World) -> None:
    person = known(small_world)
    told = waiting(small_world, person, Channel.EMAIL, small_world.booked(person, "09:00", day=DAY))
    with mail_server() as server:
        send(small_world, by_mail(server, small_world))
    assert server.asked == []
    assert state(small_world, told) == (REFUSED, "too_late")


def test_who_was_deleted_gets_nothing_and_nothing_is_left(world: World) -> None:
    person = known(world)
    told = waiting(world, person)
    with world.database.writing() as cursor:
        tx = CentralTx(cursor, world.database.flavour, world.wall.moment)
        tx.delete(Communication, told.id)
        tx.finish(None)
        tx.take_numbers()
    assert queued(world) == 0
    with mail_server() as server:
        send(world, by_mail(server, world))
    assert server.asked == []


def test_what_was_read_out_is_not_sent_any_more(small_world: World) -> None:
    told = waiting(small_world, known(small_world))
    small_world.put(now(small_world, told).with_(state=MessageState.TOLD))
    with mail_server() as server:
        send(small_world, by_mail(server, small_world))
    assert server.asked == []
    assert state(small_world, told) == (MessageState.TOLD, "")


def test_what_was_read_out_a_moment_after_it_was_taken_on_does_not_leave(small_world: World) -> None:
    told = waiting(small_world, known(small_world))
    small_world.put(now(small_world, told).with_(state=MessageState.TOLD))
    with small_world.database.reading() as cursor:
        assert look_up(Rows(cursor, small_world.database.flavour), told.id, small_world.wall.moment) is None


def test_what_was_read_out_while_it_was_under_way_counts_as_sent_to_its_address(small_world: World) -> None:
    told = waiting(small_world, known(small_world))
    with mail_server() as server, sender(small_world, by_mail(server, small_world)) as sending:
        sending.turn()
        small_world.put(now(small_world, told).with_(state=MessageState.TOLD))
        sending.finish(10)
    found = now(small_world, told)
    assert (found.state, found.to) == (SENT, "meier@gmx.example")


def just_before_it_writes(world: World, monkeypatch: pytest.MonkeyPatch, changed: Callable[[], Communication]) -> None:
    """Somebody else changes a confirmation between the sender's look and its writing."""

    def later(database: CentralDatabase, moment: datetime, changes: Iterable[tuple[str, Change]]) -> Written:
        world.put(changed())
        return write(database, moment, changes)

    monkeypatch.setattr("empfang.central.outgoing.sender.write", later)


def test_what_was_read_out_while_it_was_put_off_does_not_wait_again(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = many(small_world, 6)
    with (
        mail_server(at_recipient=lambda _: "451 4.7.1 later") as server,
        sender(small_world, by_mail(server, small_world)) as sending,
    ):
        for _ in range(4):
            sending.turn(tell=False)
            sending.finish(10)
        read_out, *others = [each for each in told if state(small_world, each)[0] is WAITING]
        just_before_it_writes(
            small_world, monkeypatch, lambda: now(small_world, read_out).with_(state=MessageState.TOLD)
        )
        sending.turn()
    assert states(small_world, others) == {(DEFERRED, "provider_holds_back")}, "nobody was told why it waits"
    assert state(small_world, read_out) == (MessageState.TOLD, "")


def test_what_left_while_it_was_given_up_counts_as_sent(small_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    left, stays = (waiting(small_world, known(small_world), id=name) for name in ("left", "stays"))
    for each in (left, stays):
        small_world.put(now(small_world, each).with_(state=DEFERRED, next_at=small_world.wall.moment))
    small_world.wall.go_on(days=1, seconds=1)
    just_before_it_writes(
        small_world, monkeypatch, lambda: now(small_world, left).with_(state=SENT, next_at=None, answer="")
    )
    with sender(small_world) as sending:
        sending.turn()
    assert state(small_world, stays) == (REFUSED, "given_up")
    assert state(small_world, left) == (SENT, "")


def test_too_many_appointments_for_a_text_message_are_not_cut(small_world: World) -> None:
    person = known(small_world)
    visits = [small_world.booked(person, f"{hour}:00", day=LATER, id=f"v{hour}") for hour in range(8, 20)]
    told = waiting(small_world, person, Channel.SMS, *visits, *[
        small_world.booked(person, f"{hour}:30", day=LATER, id=f"w{hour}") for hour in range(12, 20)
    ])  # fmt: skip
    with gateway() as server:
        send(small_world, by_sms(server))
    assert server.came == []
    assert state(small_world, told) == (REFUSED, "too_long")


# Manners


def test_it_stops_at_once_also_when_a_server_hangs(small_world: World) -> None:
    waiting(small_world, known(small_world))
    with mail_server(at_recipient=lambda _: HANGS, hang_s=60) as server:
        with sender(small_world, by_mail(server, small_world, timeout_s=30)) as sending:
            sending.start()
            until = time.monotonic() + 10
            while not server.asked and time.monotonic() < until:
                time.sleep(0.02)
            begun = time.monotonic()
        assert time.monotonic() - begun < 5


def test_nothing_personal_is_logged(small_world: World, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    caplog.set_level(logging.DEBUG)
    person = known(small_world)
    for reply in ("550 5.1.1 <meier@gmx.example> unknown", "451 4.7.1 <meier@gmx.example> later", DROPS):
        waiting(small_world, person, id=reply)
        with mail_server(at_recipient=lambda _, said=reply: said) as server:
            send(small_world, by_mail(server, small_world, timeout_s=2))
    for place, answer in enumerate([(200, {"success": "202"}), (401, {}), (200, b"?")]):
        waiting(small_world, person, Channel.SMS, id=f"sms {place}")
        with gateway(lambda _, said=answer: said) as asked:
            send(small_world, by_sms(asked))
        small_world.wall.go_on(hours=1)
    with mail_server(at_sender=lambda _: "550 5.7.1 meier@gmx.example") as server:
        waiting(small_world, person, id="last")
        send(small_world, by_mail(server, small_world))
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("empfang", "httpx"))]
    assert ours, "nothing was logged at all"
    for personal in ("meier", "Meier", "Hannelore", "040690", "Gartenstr", "gmx"):
        assert not any(personal in line for line in ours), personal

"""A confirmation from the booking to the mailbox, as the desks see it.

Rows C4 and E4 of the mission: mails that a provider holds back, and one confirmation for what was booked together.
"""

from datetime import timedelta
from typing import cast

import pytest

from empfang.central.scope import people_of
from empfang.commands.booking import Book
from empfang.commands.confirming import AskConfirmation
from empfang.commands.granting import NewAppointment
from empfang.desk import Draft, ToBook
from empfang.model import Channel, Communication, Contingent, DoseKind, MessageState, Person, Slot
from empfang.rules.dose_entry import Entered
from empfang.screens.call_words import message_words, read_back
from tests.central.outgoing.posting import LATER, by_mail, by_sms, known, send, sender
from tests.central.outgoing.servers import gateway, mail_server
from tests.scenarios.test_contradictions import recorded
from tests.times import BERLIN, DAY
from tests.world import Place, World


def wanted(person: Person, slot: Slot, name: str, kind: DoseKind, series_id: str) -> NewAppointment:
    return NewAppointment(
        appointment_id=name, person_id=person.id, centre_id="KL", slot_id=slot.id, contingent_id="KL:online",
        dose_kind=kind, series_id=series_id, code=f"KL-{name}",
    )  # fmt: skip


def family(world: World, *people: Person) -> Book:
    """A pair for each of these people, in one go."""
    first = world.slot("10:20", 9, day=LATER)
    second = world.slot("10:20", 9, day=LATER + timedelta(days=21))
    places = []
    for number, person in enumerate(people):
        places.append(wanted(person, first, f"{number}A2-BCD-EFG", DoseKind.FIRST, f"s{number}"))
        places.append(wanted(person, second, f"{number}H2-JKL-MNP", DoseKind.SECOND, f"s{number}"))
    return Book(appointments=tuple(places), contact_id=people[0].id)


def told(place: Place) -> list[Communication]:
    """The confirmations that this desk knows of, the newest last."""
    return sorted((cast(Communication, each) for each in place.records(Communication)), key=lambda each: each.made_at)


def stands(place: Place) -> list[tuple[MessageState, str]]:
    """How it stands with them."""
    return [(each.state, each.answer) for each in told(place)]


# E4: several appointments booked together get one confirmation; people wondered, so the operator says it


def test_several_appointments_booked_together_get_one_confirmation_and_the_operator_says_so(world: World) -> None:
    """As a hotline books a couple: whoever calls hears that there will be one message for all of it."""
    place = world.place()
    slots = [world.slot("10:20", 0, day=LATER + timedelta(days=ahead)) for ahead in (0, 21)]
    world.put(Contingent(id="KL:phone", centre_id="KL", name="phone"))
    world.put(*(each.with_(capacity={"KL:phone": 9}) for each in slots))
    people = [known(world, "Kaya, Emine", channel="sms"), known(world, "Kaya, Deniz")]
    place.pull()
    hotline = place.desk.hotline
    party = []
    for person in people:
        options = hotline.options(Draft(person.id, doses=Entered(none=True)))
        party.append(ToBook(Draft(person.id), options.kind, options.on(LATER, pair=True)[0]))
    asked = hotline.ask(party)
    place.sync()
    answer = hotline.answer(asked)
    [message] = told(place)
    assert (answer.message, len(message.appointment_ids)) == (message, 4)
    said = "Sie bekommen eine Bestätigung für alle Termine, per SMS."
    assert str(read_back(answer, "Landesimpfzentrum")).count(said) == 1
    with gateway() as server:
        send(world, by_sms(server))
    assert len(server.came) == 1


def test_every_desk_sees_the_one_confirmation_leave_and_it_names_everybody(world: World) -> None:
    here, there = world.place(), world.place()
    recorded(here, family(world, known(world, "Kaya, Emine", channel="email"), known(world, "Kaya, Deniz")))
    world.settle()
    assert stands(here) == stands(there) == [(MessageState.WAITING, "")]
    with mail_server() as server:
        send(world, by_mail(server, world))
    world.settle()
    for place in (here, there):
        assert stands(place) == [(MessageState.SENT, "")]
        assert told(place)[0].to == "kaya@gmx.example"
    [mail] = server.came
    text = mail.get_content()
    assert text.count("22. Dezember 2021, 10 Uhr 20") == 2
    assert text.count("12. Januar 2022, 10 Uhr 20") == 2
    for code in ("0A2-BCD-EFG", "0H2-JKL-MNP", "1A2-BCD-EFG", "1H2-JKL-MNP"):
        assert f"Code: KL-{code}" in text


# C4: mails were late because single providers held them back: the operator sees that, and reads the code out instead


def test_a_provider_holds_the_mail_back_and_the_operator_sees_it_and_reads_the_code_out_instead(world: World) -> None:
    place = world.place()
    emine = known(world, "Kaya, Emine", channel="email")
    recorded(place, family(world, emine))
    world.settle()
    with mail_server(at_recipient=lambda _: "451 4.7.1 too much from you") as server:
        send(world, by_mail(server, world))
        place.pull()
        assert stands(place) == [(MessageState.DEFERRED, "provider_holds_back")]
        page = place.desk.caller(emine.id, "birth_and_street")
        assert page is not None
        [seen] = page.messages
        assert message_words(seen, DAY, seen.state_at.astimezone(BERLIN)) == (
            "E-Mail: noch nicht zugestellt, seit 09:40 (der Anbieter hält gerade zurück)"
        )
        assert [each.appointment.code for each in page.held] == ["KL-0A2-BCD-EFG", "KL-0H2-JKL-MNP"]
        place.desk.hotline.told(seen)
        world.settle()
        assert stands(place) == [(MessageState.TOLD, "provider_holds_back")]
        server.at_recipient = lambda _: "250 ok"
        world.wall.go_on(hours=2)
        send(world, by_mail(server, world))
    assert server.came == []


def test_asked_for_once_more_it_goes_to_the_address_that_was_changed_meanwhile(world: World) -> None:
    place = world.place()
    person = known(world, "Kaya, Emine", channel="email")
    recorded(place, family(world, person))
    world.settle()
    with mail_server(at_recipient=lambda to: "550 5.1.1 no" if to.startswith("kaya") else "250 ok") as server:
        send(world, by_mail(server, world))
        place.pull()
        [refused] = told(place)
        assert (refused.state, refused.answer) == (MessageState.REFUSED, "mailbox_unknown")
        world.wall.go_on(minutes=1)
        place.desk.change_person(person.id, {"email": "emine@web.example"})
        ask = AskConfirmation(
            communication_id="once more", person_id=person.id, centre_id="KL",
            appointment_ids=refused.appointment_ids, channel=Channel.EMAIL,
        )  # fmt: skip
        recorded(place, ask)
        world.settle()
        send(world, by_mail(server, world))
    world.settle()
    assert stands(place) == [(MessageState.REFUSED, "mailbox_unknown"), (MessageState.SENT, "")]
    assert server.recipients() == ["emine@web.example"]


def test_a_text_message_was_booked_cancelled_and_is_not_needed_any_more(world: World) -> None:
    place = world.place()
    recorded(place, family(world, known(world, "Kaya, Emine", channel="sms")))
    world.settle()
    for name in ("0A2-BCD-EFG", "0H2-JKL-MNP"):
        place.desk.cancel(name)
    world.settle()
    with gateway() as server:
        send(world, by_sms(server))
    world.settle()
    assert server.came == []
    assert stands(place) == [(MessageState.WITHDRAWN, "")]


def test_those_who_wait_for_changes_hear_of_it_at_once(world: World) -> None:
    place = world.place()
    recorded(place, family(world, known(world, "Kaya, Emine", channel="email")))
    world.settle()
    heard: list[tuple[int, frozenset[str]]] = []
    with mail_server() as server, sender(world, by_mail(server, world), committed=heard) as sending:
        sending.turn()
        assert heard == [], "what was only taken on is nobody's business"
        sending.finish(10)
    [(head, moved)] = heard
    assert people_of("KL") in moved
    place.pull()
    assert int(place.store.meta("cursor") or 0) == head


@pytest.mark.parametrize("channel", ["", "morse"])
def test_a_way_that_nobody_knows_is_the_quickest_that_is_possible(small_world: World, channel: str) -> None:
    place = small_world.place()
    recorded(place, family(small_world, known(small_world, "Kaya, Emine", channel=channel)))
    small_world.settle()
    assert [each.channel for each in told(place)] == [Channel.SMS]

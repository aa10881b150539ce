"""Who cannot telephone is asked by a text message, once a day, and nothing is promised by it (callup 48)."""

from datetime import timedelta
from typing import Any, cast

import pytest

from empfang.commands.asking_by_text import AskByText
from empfang.desk import CalledToday
from empfang.ids import new_id
from empfang.model import CallAttempt, Communication, MessageState, Person, Phone
from empfang.protocol import Status, Verdict
from empfang.rules.call_reasons import Barred
from empfang.rules.vials import Dose
from tests.central.outgoing.posting import by_sms, send
from tests.central.outgoing.servers import gateway
from tests.scenarios.leftover import asked, centre, promises, to_promise
from tests.scenarios.test_calling import list_of, on_the_list
from tests.scenarios.test_contradictions import recorded, settled
from tests.scenarios.test_restore import of_kind
from tests.times import DAY, at
from tests.world import Place, World

COM = Dose("COM")
MOBILE = "+4917604069059"


def evening(world: World, *, text_messages: str = "ja", language: str = "") -> Place:
    """Six o'clock: three doses, somebody who telephones and somebody who cannot."""
    centre(world, text_messages=text_messages)
    place = world.place()
    _, deaf = on_the_list(world, 2)
    phones = (Phone(number=MOBILE, kind="mobile"),)
    known = next(cast(Person, each) for each in world.state()["person"] if each.id == deaf.id)
    world.put(known.with_(needs=("text_only",), phones=phones, language=language))
    place.desk.doses.open_vial(COM, drawn=3)
    settled(world)
    assert list_of(place) == ["w0"], "nobody calls them"
    return place


def by_text(place: Place) -> list[str]:
    return [each.callee.person_id for each in place.desk.calling.by_text()]


def asks(place: Place, **more: Any) -> Verdict:
    """One is asked by hand, and what the service says."""
    values = {"person_id": "w1", "centre_id": "KL", "day": DAY, "until": at("19:10"), **more}
    recorded(place, AskByText(attempt_id=new_id(), **values))
    return place.push().verdicts[-1]


def test_whoever_cannot_telephone_is_asked_by_a_text_message_and_it_is_the_attempt_of_the_day(world: World) -> None:
    place = evening(world)
    assert place.desk.calling.page().counts[Barred.TEXT_ONLY] == 1
    [deaf] = place.desk.calling.by_text()
    place.desk.calling.ask_by_text(deaf)
    settled(world)
    [attempt] = of_kind(place, CallAttempt)
    assert (attempt.person_id, attempt.outcome, attempt.number, attempt.callback_at) == (
        "w1", "text_sent", MOBILE, at("19:15"),
    )  # fmt: skip
    list_of(place)
    assert by_text(place) == [], "not twice a day"
    assert asks(place).code == "asked_today"
    assert promises(world) == []


def test_the_message_goes_by_the_gateway_and_says_nothing_about_health(world: World) -> None:
    place = evening(world)
    [deaf] = place.desk.calling.by_text()
    place.desk.calling.ask_by_text(deaf)
    settled(world)
    with gateway() as server:
        send(world, by_sms(server))
        [message] = server.came
    assert message["to"] == MOBILE
    assert message["text"].startswith("Heute ist kurzfristig ein Termin frei. Bitte melden Sie sich bis 19 Uhr 15")
    assert "mpf" not in message["text"]
    assert "Zugesagt ist noch nichts." in message["text"]
    [sent] = [cast(Communication, each) for each in world.state()["communication"]]
    assert sent.state is MessageState.SENT


def test_a_message_that_would_come_too_late_does_not_leave(world: World) -> None:
    place = evening(world)
    assert asks(place).status is Status.GRANTED
    world.wall.set("19:11")
    with gateway() as server:
        send(world, by_sms(server))
        assert server.came == []
    [refused] = [cast(Communication, each) for each in world.state()["communication"]]
    assert (refused.state, refused.answer) == (MessageState.REFUSED, "too_late")


def test_where_no_text_messages_are_sent_nobody_is_offered_or_granted_one(world: World) -> None:
    place = evening(world, text_messages="nein")
    assert by_text(place) == []
    assert not place.desk.calling.overview().text_messages
    assert asks(place).code == "no_text_messages"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"until": at("18:00")}, "time_over"),
        ({"day": DAY + timedelta(days=1)}, "other_day"),
        ({"person_id": "w0"}, "no_mobile"),
        ({"person_id": "nobody"}, "person_unknown"),
    ],
)
def test_what_cannot_be_asked_is_refused(world: World, more: dict[str, Any], code: str) -> None:
    place = evening(world)
    landline = next(cast(Person, each) for each in world.state()["person"] if each.id == "w0")
    world.put(landline.with_(phones=(Phone(number="+4963140000", kind="home"),)))
    assert asks(place, **more).code == code
    assert of_kind(place, CallAttempt) == []


def test_whoever_was_promised_a_dose_meanwhile_is_not_asked(world: World) -> None:
    place = evening(world)
    asked(place, to_promise(place.desk.call_room.people(["w1"])["w1"]))
    assert asks(place).code == "has_promise"


def test_somebody_who_answers_is_found_at_the_telephone_with_what_is_free(world: World) -> None:
    place = evening(world)
    assert asks(place).status is Status.GRANTED
    settled(world)
    found = place.desk.ringing_back.of("w1")
    assert isinstance(found, CalledToday)
    assert found.outcome == "text_sent"
    assert found.offer is not None
    assert found.offer.free is not None
    assert [each.number for each in found.offer.free] == [3]

"""Handing a text message to a real HTTP server that speaks as seven.io does."""

from typing import Any

import pytest

from empfang.central.outgoing.answers import TAKEN, Meaning, Said, Scope
from empfang.central.outgoing.parcel import Parcel
from empfang.central.outgoing.settings import SmsSettings
from empfang.central.outgoing.sms import SmsCarrier
from tests.central.outgoing.servers import Gateway, gateway, well

PARCEL = Parcel("c-1", "", "+4917604069059", "Grüße & mehr: 1+1=2\nZeile")


def carried(server: Gateway, sender: str = "Impfzentrum", timeout_s: float = 5.0) -> Said:
    session = SmsCarrier(SmsSettings(server.url, "geheim", sender, local=True), timeout_s).open()
    try:
        return session.carry(PARCEL)
    finally:
        session.rest()


def test_number_text_and_id_arrive_as_they_are() -> None:
    with gateway() as server:
        assert carried(server) == TAKEN
        assert carried(server, sender="") == TAKEN
    whole = {"to": PARCEL.to, "text": PARCEL.text, "foreign_id": "c-1", "from": "Impfzentrum"}
    assert server.came == [whole, {name: value for name, value in whole.items() if name != "from"}]
    assert server.keys == ["geheim"] * 2


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((200, {"success": "202", "messages": []}), Said(Meaning.NEVER, "number_unknown")),
        ((200, {"success": "900"}), Said(Meaning.LATER, "gateway_refused", Scope.WAY)),
        ((200, b"\xff\xfe garbage"), Said(Meaning.NEVER, "gateway_unclear")),
        ((200, b"{" * 200_000), Said(Meaning.NEVER, "gateway_unclear")),
        ((500, b"oops"), Said(Meaning.LATER, "unreachable", Scope.WAY)),
        ((301, b""), Said(Meaning.LATER, "gateway_refused", Scope.WAY)),
    ],
)
def test_what_it_answers_is_understood(answer: tuple[int, Any], said: Said) -> None:
    with gateway(lambda _: answer) as server:
        assert carried(server) == said


def test_what_was_sent_a_moment_ago_is_not_sent_twice() -> None:
    def locked(asked: dict[str, str]) -> tuple[int, Any]:
        return well(asked) if len(server.came) == 1 else (200, {"success": "402"})

    with gateway(locked) as server:
        assert carried(server) == TAKEN
        assert carried(server) == TAKEN


def test_a_gateway_that_says_nothing_may_have_sent_it() -> None:
    with gateway(hang_s=1.5) as server:
        assert carried(server, timeout_s=0.3) == Said(Meaning.LATER, "unreachable")


def test_a_gateway_that_is_not_there_is_our_own_trouble() -> None:
    with gateway() as server:
        pass
    assert carried(server) == Said(Meaning.LATER, "unreachable", Scope.WAY)

"""What an operator reads of a confirmation: how it stands with it, since when, and why."""

from datetime import date, datetime

import pytest

from empfang.model import Communication, MessageState
from empfang.screens.call_words import message_words
from tests.times import at

TODAY = date(2021, 12, 15)


def words(state: MessageState, answer: str = "", channel: str = "email") -> str:
    message = Communication(
        id="c", person_id="p", centre_id="KL", appointment_ids=("a",), channel=channel, state=state, answer=answer,
        made_at=at("09:00"), state_at=at("09:00"),
    )  # fmt: skip
    return message_words(message, TODAY, datetime(2021, 12, 15, 10, 4))  # noqa: DTZ001 - on the centre's clock


@pytest.mark.parametrize(
    ("state", "answer", "said"),
    [
        (MessageState.WAITING, "", "E-Mail: geht gleich hinaus"),
        (MessageState.WAITING, "not_configured", "E-Mail: wartet (dieser Weg ist nicht eingerichtet)"),
        (MessageState.SENT, "", "E-Mail: abgeschickt 10:04"),
        (
            MessageState.DEFERRED, "provider_holds_back",
            "E-Mail: noch nicht zugestellt, seit 10:04 (der Anbieter hält gerade zurück)",
        ),
        (
            MessageState.DEFERRED, "unreachable",
            "E-Mail: noch nicht zugestellt, seit 10:04 (der Versand ist nicht zu erreichen)",
        ),
        (MessageState.REFUSED, "mailbox_unknown", "E-Mail: nicht zugestellt (dieses Postfach gibt es nicht)"),
        (MessageState.REFUSED, "of a newer program", "E-Mail: nicht zugestellt (of a newer program)"),
        (MessageState.WITHDRAWN, "", "nicht mehr nötig"),
    ],
)  # fmt: skip
def test_it_says_how_it_stands_and_why(state: MessageState, answer: str, said: str) -> None:
    assert words(state, answer) == said


@pytest.mark.parametrize("state", MessageState)
def test_every_state_has_words(state: MessageState) -> None:
    assert words(state)

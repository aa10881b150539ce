"""What answers mean, and what becomes of a confirmation then."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.central.outgoing.answers import (
    TAKEN,
    Meaning,
    Phase,
    Said,
    Scope,
    after,
    gateway_said,
    mail_broken,
    mail_said,
    wait_after,
)
from empfang.central.outgoing.sms import code_in
from empfang.model import Communication, MessageState
from empfang.texts.confirmations import ANSWERS

NOW = datetime(2021, 11, 24, 8, 0, tzinfo=UTC)
LATER, NEVER = Meaning.LATER, Meaning.NEVER


def told(**more: object) -> Communication:
    values = {"state": MessageState.WAITING, "made_at": NOW, "state_at": NOW, **more}
    return Communication.of(
        {"id": "c", "person_id": "p", "centre_id": "KL", "appointment_ids": ("a",), "channel": "email", **values}
    )


@pytest.mark.parametrize(
    ("phase", "reply", "status", "said"),
    [
        (Phase.CONTENT, 250, "2.0.0", TAKEN),
        (Phase.RECIPIENT, 251, "", TAKEN),
        (Phase.GREETING, 554, "", Said(LATER, "gateway_refused", Scope.WAY)),
        (Phase.GREETING, 421, "", Said(LATER, "unreachable", Scope.WAY)),
        (Phase.LOGIN, 535, "5.7.8", Said(LATER, "gateway_refused", Scope.WAY)),
        (Phase.LOGIN, 454, "4.7.0", Said(LATER, "gateway_refused", Scope.WAY)),
        (Phase.SENDER, 550, "5.7.1", Said(LATER, "gateway_refused", Scope.WAY)),
        (Phase.SENDER, 451, "4.3.0", Said(LATER, "unreachable", Scope.WAY)),
        (Phase.RECIPIENT, 550, "5.1.1", Said(NEVER, "mailbox_unknown")),
        (Phase.RECIPIENT, 550, "5.1.10", Said(NEVER, "mailbox_unknown")),
        (Phase.RECIPIENT, 550, "5.2.1", Said(NEVER, "mailbox_unknown")),
        (Phase.RECIPIENT, 550, "", Said(NEVER, "mailbox_unknown")),
        (Phase.RECIPIENT, 550, "5.0.0", Said(NEVER, "mailbox_unknown")),
        (Phase.RECIPIENT, 550, "5.7.1", Said(NEVER, "provider_refuses")),
        (Phase.RECIPIENT, 552, "5.2.2", Said(NEVER, "mailbox_full")),
        (Phase.CONTENT, 552, "", Said(NEVER, "mailbox_full")),
        (Phase.CONTENT, 550, "", Said(NEVER, "provider_refuses")),
        (Phase.CONTENT, 554, "5.7.1", Said(NEVER, "provider_refuses")),
        (Phase.RECIPIENT, 452, "4.2.2", Said(LATER, "mailbox_full")),
        (Phase.RECIPIENT, 450, "4.2.1", Said(LATER, "provider_holds_back")),
        (Phase.RECIPIENT, 451, "4.7.1", Said(LATER, "provider_holds_back", Scope.PROVIDER)),
        (Phase.RECIPIENT, 450, "", Said(LATER, "provider_holds_back", Scope.PROVIDER)),
        (Phase.CONTENT, 421, "4.7.0", Said(LATER, "provider_holds_back", Scope.PROVIDER)),
        (Phase.RECIPIENT, 450, "5.1.1", Said(LATER, "provider_holds_back", Scope.PROVIDER)),
        (Phase.RECIPIENT, 550, "4.2.2", Said(NEVER, "provider_refuses")),
    ],
)
def test_a_reply_of_a_mail_server_means(phase: Phase, reply: int, status: str, said: Said) -> None:
    assert mail_said(phase, reply, status) == said


@given(
    st.sampled_from(list(Phase)), st.integers(300, 599), st.from_regex(r"([245]\.\d{1,3}\.\d{1,3})?", fullmatch=True)
)
def test_nothing_but_a_yes_counts_as_sent_and_every_code_has_words(phase: Phase, reply: int, status: str) -> None:
    said = mail_said(phase, reply, status)
    assert said.meaning is not Meaning.TAKEN
    assert said.code in ANSWERS
    if reply < 500 or phase in {Phase.GREETING, Phase.LOGIN, Phase.SENDER}:
        assert said.meaning is LATER, "what may yet be taken was given up"


@pytest.mark.parametrize("phase", Phase)
def test_a_broken_connection_never_means_the_end(phase: Phase) -> None:
    assert mail_broken(phase).meaning is LATER


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, b'{"success":"100","messages":[{"success":true}]}', TAKEN),
        (200, b'{"success":100}', TAKEN),
        (200, b"100", TAKEN),
        (200, b'{"success":"402"}', TAKEN),
        (200, b'{"success":"101","messages":[{"success":false,"error":"202"}]}', Said(NEVER, "number_unknown")),
        (200, b'{"success":"100","messages":[{"success":false,"error":"x"}]}', Said(NEVER, "gateway_refused")),
        (200, b'{"success":"202"}', Said(NEVER, "number_unknown")),
        (200, b'{"success":"401"}', Said(NEVER, "gateway_refused")),
        (200, b'{"success":"500"}', Said(LATER, "gateway_refused", Scope.WAY)),
        (200, b'{"success":"900"}', Said(LATER, "gateway_refused", Scope.WAY)),
        (200, b"900", Said(LATER, "gateway_refused", Scope.WAY)),
        (200, b'{"success":"600"}', Said(LATER, "provider_holds_back")),
        (200, b"", Said(NEVER, "gateway_unclear")),
        (200, b"<html>", Said(NEVER, "gateway_unclear")),
        (200, b'{"success":true}', Said(NEVER, "gateway_unclear")),
        (200, b"[]", Said(NEVER, "gateway_unclear")),
        (429, b"", Said(LATER, "provider_holds_back", Scope.WAY)),
        (503, b"", Said(LATER, "unreachable", Scope.WAY)),
        (401, b"", Said(LATER, "gateway_refused", Scope.WAY)),
        (404, b"", Said(LATER, "gateway_refused", Scope.WAY)),
        (302, b"", Said(LATER, "gateway_refused", Scope.WAY)),
    ],
)
def test_an_answer_of_the_gateway_means(status: int, body: bytes, said: Said) -> None:
    assert gateway_said(status, code_in(body)) == said


@given(st.integers(100, 599), st.binary(max_size=60))
def test_no_answer_of_the_gateway_leads_astray(status: int, body: bytes) -> None:
    said = gateway_said(status, code_in(body))
    assert said is TAKEN or said.code in ANSWERS
    assert said is not TAKEN or status == 200


def test_waits_grow_to_an_hour_and_spread_by_a_quarter() -> None:
    waits = [wait_after(tries, 0.0) for tries in range(1, 12)]
    assert waits[:4] == [timedelta(minutes=each) for each in (1, 2, 4, 8)]
    assert waits[-1] == timedelta(hours=1)
    assert wait_after(1, 1.0) == timedelta(minutes=1, seconds=15)
    assert wait_after(10_000, 0.5) == timedelta(hours=1, minutes=7, seconds=30)


@pytest.mark.parametrize(
    ("state", "said", "becomes"),
    [
        ("waiting", TAKEN, "sent"), ("deferred", TAKEN, "sent"), ("told", TAKEN, "sent"), ("refused", TAKEN, "sent"),
        ("sent", TAKEN, None), ("by_post", TAKEN, None), ("withdrawn", TAKEN, None),
        ("waiting", Said(LATER, "unreachable"), "deferred"), ("deferred", Said(LATER, "unreachable"), "deferred"),
        ("told", Said(LATER, "unreachable"), None), ("refused", Said(LATER, "unreachable"), None),
        ("waiting", Said(NEVER, "mailbox_full"), "refused"), ("told", Said(NEVER, "mailbox_full"), None),
    ],
)  # fmt: skip
def test_what_becomes_of_a_confirmation(state: str, said: Said, becomes: str | None) -> None:
    found = after(told(state=state), said, "a@b.de", NOW, 0.0)
    assert (found.state if found else None) == becomes
    if found is not None:
        assert (found.to, found.tries, found.answer) == ("a@b.de", 1, said.code)


def test_deferred_is_told_since_when_and_until_when() -> None:
    first = after(told(), Said(LATER, "unreachable"), "a@b.de", NOW, 0.0)
    assert first is not None
    assert (first.state_at, first.next_at) == (NOW, NOW + timedelta(minutes=1))
    at = NOW + timedelta(minutes=1)
    second = after(first, Said(LATER, "provider_holds_back"), "a@b.de", at, 0.0)
    assert second is not None
    assert (second.state_at, second.next_at, second.answer) == (NOW, at + timedelta(minutes=2), "provider_holds_back")


def test_after_a_day_of_deferring_nobody_tries_again() -> None:
    known = told(state="deferred", state_at=NOW, tries=20, answer="unreachable")
    at = NOW + timedelta(days=1)
    found = after(known, Said(LATER, "unreachable"), "a@b.de", at, 0.0)
    assert found is not None
    assert (found.state, found.answer, found.next_at, found.state_at) == (MessageState.REFUSED, "given_up", None, at)

"""Handing a mail to a real server: headers, encryption, login, addresses of all kinds, connections that are kept."""

import ssl
import time
from dataclasses import replace
from pathlib import Path

import pytest

from empfang.central.outgoing.answers import TAKEN, Meaning, Said, Scope
from empfang.central.outgoing.mail import MailCarrier, MailSession, message_of
from empfang.central.outgoing.parcel import Parcel
from empfang.central.outgoing.settings import MailSettings, Security
from tests.central.outgoing.servers import MailServer, mail_server
from tests.processes.test_tls import certificate
from tests.times import at
from tests.world import Wall

__all__ = ["certificate"]
PARCEL = Parcel(
    "c-1", "gmx.example", "emine@gmx.example", "Grüße\n.\nEnde\n", "Ihre 2 Termine – Öffnung", "Impfzentrum Köln"
)
SETTINGS = MailSettings("127.0.0.1", 0, Security.NONE, "termine@impfzentrum.example")
REFUSED = Said(Meaning.LATER, "gateway_refused", Scope.WAY)


def session(server: MailServer, **more: object) -> MailSession:
    settings = replace(SETTINGS, port=server.port, **more)  # type: ignore[arg-type]
    return MailCarrier(settings, Wall(at("09:40")).clock, 2.0).open()


def carried(server: MailServer, parcel: Parcel = PARCEL, **more: object) -> Said:
    opened = session(server, **more)
    try:
        return opened.carry(parcel)
    finally:
        opened.rest()


def context(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(*certificate)
    return made


def test_a_mail_has_proper_headers_and_its_letters() -> None:
    with mail_server() as server:
        assert carried(server, reply_to="hotline@impfzentrum.example") == TAKEN
    [mail] = server.came
    assert mail["From"] == "Impfzentrum Köln <termine@impfzentrum.example>"
    assert mail["To"] == "emine@gmx.example"
    assert mail["Reply-To"] == "hotline@impfzentrum.example"
    assert mail["Subject"] == "Ihre 2 Termine – Öffnung"
    assert mail["Message-ID"] == "<confirmation.c-1@impfzentrum.example>"
    assert mail["Date"] == "Wed, 15 Dec 2021 08:40:00 +0000"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().replace("\r\n", "\n") == PARCEL.text
    assert "Bcc" not in mail


def test_the_bytes_are_ascii_so_that_any_server_takes_them() -> None:
    assert message_of(PARCEL, SETTINGS, Wall(at("09:40")).clock).as_bytes().isascii()


@pytest.mark.parametrize(
    ("to", "wire"),
    [("a@straße.example", "a@xn--strae-oqa.example"), ("a@müller.example", "a@xn--mller-kva.example")],
)
def test_a_domain_with_umlauts_is_reached_by_its_own_name(to: str, wire: str) -> None:
    with mail_server() as server:
        assert carried(server, replace(PARCEL, to=to)) == TAKEN
    assert server.asked == [wire]


def test_letters_beyond_ascii_before_the_at_need_a_server_that_can() -> None:
    odd = replace(PARCEL, to="jörg@gmx.example")
    with mail_server() as server:
        assert carried(server, odd) == TAKEN
        assert server.asked == ["jörg@gmx.example"]
    with mail_server(utf8=False) as server:
        assert carried(server, odd) == Said(Meaning.NEVER, "address_unusable")
        assert server.asked == []


@pytest.mark.parametrize("to", ["", "a", "a@b.de\r\nRCPT TO:<c@d.de>", "a@b.de, c@d.de", "a@" + "x" * 70 + ".de"])
def test_what_is_no_address_never_reaches_the_server(to: str) -> None:
    with mail_server() as server:
        assert carried(server, replace(PARCEL, to=to)) == Said(Meaning.NEVER, "address_unusable")
    assert server.asked == []


def test_encrypted_and_with_a_login(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with mail_server(context(certificate), login=True) as server:
        known = {"security": Security.STARTTLS, "user": "empfang", "password": "right"}
        assert carried(server, **known) == TAKEN
        assert carried(server, **{**known, "password": "wrong"}) == REFUSED
        assert carried(server, **{**known, "user": "", "password": ""}) == REFUSED
        assert carried(server, user="empfang", password="right") == REFUSED
    assert set(server.logins) == {("empfang", "right"), ("empfang", "wrong")}
    assert len(server.came) == 1


def test_encrypted_from_the_first_byte(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with mail_server(context(certificate), at_once=True) as server:
        assert carried(server, security=Security.TLS) == TAKEN


def test_a_server_that_nobody_vouches_for_gets_nothing(certificate: tuple[Path, Path]) -> None:
    with mail_server(context(certificate)) as server:
        assert carried(server, security=Security.STARTTLS) == REFUSED
    with mail_server(context(certificate), at_once=True) as server:
        assert carried(server, security=Security.TLS) == REFUSED
    assert server.came == []


def test_a_server_without_encryption_gets_nothing_where_it_is_asked_for() -> None:
    with mail_server() as server:
        assert carried(server, security=Security.STARTTLS) == REFUSED
        assert carried(server, security=Security.TLS) == REFUSED
    assert server.came == []


def test_a_sender_that_is_refused_is_our_own_trouble() -> None:
    with mail_server(at_sender=lambda _: "550 5.7.1 not you") as server:
        assert carried(server) == REFUSED


def test_one_connection_for_many_mails_also_after_a_refusal() -> None:
    with mail_server(at_recipient=lambda to: "550 5.1.1 no" if to.startswith("x") else "250 ok") as server:
        opened = session(server)
        said = [opened.carry(replace(PARCEL, id=str(n), to=f"{'x' if n == 2 else 'a'}@b.de")) for n in range(5)]
        opened.rest()
    assert [each.meaning for each in said] == ["taken", "taken", "never", "taken", "taken"]
    assert len(server.connections) == 1


def test_a_connection_that_was_closed_while_it_lay_idle_is_made_anew() -> None:
    with mail_server(idle_s=0.3) as server:
        opened = session(server)
        assert opened.carry(PARCEL) == TAKEN
        time.sleep(0.8)
        assert opened.carry(replace(PARCEL, id="c-2")) == TAKEN
        opened.rest()
    assert len(server.connections) == 2
    assert server.ids() == ["<confirmation.c-1@impfzentrum.example>", "<confirmation.c-2@impfzentrum.example>"]

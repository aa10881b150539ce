"""Settings of mail and text messages, as the service takes them at its start; letters as they are typed."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from empfang.cli.sending import sending_of, told
from empfang.config import Settings, read_settings
from empfang.errors import InputProblem
from empfang.model import Channel, MessageState
from empfang.texts.problems import words_for
from tests.central.outgoing.posting import known, state, waiting
from tests.cli.test_commands import empfang, home, refused
from tests.paper.reading import texts
from tests.world import World

__all__ = ["home"]
MAIL = {"smtp_host": "mail.stadt.example", "mail_from": "termine@stadt.example"}


def lines(settings: Settings) -> list[str]:
    return list(told(sending_of(settings, settings.clock())))


def test_without_settings_nothing_is_sent_and_that_is_said() -> None:
    sending = sending_of(Settings(), Settings().clock())
    assert sending.carriers == ()
    mail, sms, letters = told(sending)
    assert "smtp_host" in mail
    assert "sms_key" in sms
    assert "letters" in letters


@pytest.mark.parametrize(
    ("more", "shown"),
    [
        ({}, "mail.stadt.example:587 (starttls)"),
        ({"smtp_security": "tls"}, "mail.stadt.example:465 (tls)"),
        ({"smtp_port": 2525}, "mail.stadt.example:2525 (starttls)"),
        ({"smtp_security": "none", "smtp_host": "localhost"}, "localhost:25 (none)"),
        ({"smtp_security": "none", "smtp_host": "::1"}, "::1:25 (none)"),
        ({"smtp_user": "u", "smtp_password": "p"}, "termine@stadt.example"),
        ({"mail_from": "termine@münster.example"}, "termine@xn--mnster-3ya.example"),
    ],
)
def test_a_mail_server_is_told_with_its_port(more: dict[str, object], shown: str) -> None:
    assert shown in lines(Settings(**{**MAIL, **more}))[0]


def test_a_gateway_is_told_by_its_name_and_no_secret_is() -> None:
    settings = Settings(**MAIL, smtp_user="u", smtp_password="geheim1", sms_key="geheim2")
    assert "gateway.seven.io" in lines(settings)[1]
    shown = (*lines(settings), repr(settings), repr(sending_of(settings, settings.clock())))
    assert not any("geheim" in text for text in shown)


@pytest.mark.parametrize(
    ("values", "code", "named"),
    [
        ({"mail_from": "a@b.de"}, "setting_missing", "smtp_host"),
        ({"smtp_user": "u"}, "setting_missing", "smtp_host"),
        ({"smtp_host": "mail.stadt.example"}, "setting_missing", "mail_from"),
        ({**MAIL, "smtp_user": "u"}, "setting_missing", "smtp_password"),
        ({**MAIL, "smtp_password": "p"}, "setting_missing", "smtp_user"),
        ({**MAIL, "smtp_host": "mail.stadt.example:587"}, "setting_bad", "smtp_host"),
        ({**MAIL, "smtp_host": "smtp://mail"}, "setting_bad", "smtp_host"),
        ({**MAIL, "mail_from": "Impfzentrum"}, "setting_bad", "mail_from"),
        ({**MAIL, "mail_from": "jörg@stadt.example"}, "setting_bad", "mail_from"),
        ({**MAIL, "mail_from": "a@b.de\nBcc: c@d.de"}, "setting_bad", "mail_from"),
        ({**MAIL, "mail_reply_to": "niemand"}, "setting_bad", "mail_reply_to"),
        ({**MAIL, "smtp_security": "none"}, "unencrypted", "mail.stadt.example"),
        ({"sms_sender": "Impfzentrum"}, "setting_missing", "sms_key"),
        ({"sms_key": "k", "sms_url": "gateway"}, "setting_bad", "sms_url"),
        ({"sms_key": "k", "sms_url": "https://x:y"}, "setting_bad", "sms_url"),
        ({"sms_key": "k", "sms_url": "http://gateway.example/api"}, "unencrypted", "gateway.example"),
        ({"sms_key": "k", "sms_sender": "Impfzentrum Dorsten"}, "setting_bad", "sms_sender"),
        ({"sms_key": "k", "sms_sender": "Köln"}, "setting_bad", "sms_sender"),
        ({**MAIL, "smtp_user": "u", "smtp_password_file": "missing"}, "secret_unreadable", "missing"),
    ],
)
def test_what_cannot_be_right_is_named(values: dict[str, object], code: str, named: str) -> None:
    settings = Settings.model_validate(values)
    with pytest.raises(InputProblem) as caught:
        sending_of(settings, settings.clock())
    assert caught.value.code == code
    assert named in words_for(caught.value)


def test_a_password_may_stand_in_a_file_but_only_there(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("geheim\nmehr\n")
    settings = Settings(**MAIL, smtp_user="u", smtp_password_file=file, sms_key_file=file)
    mail, sms = sending_of(settings, settings.clock()).carriers
    assert (mail.settings.password, sms.settings.key) == ("geheim", "geheim")
    for both in ({"smtp_password": SecretStr("x")}, {"sms_key": SecretStr("x")}):
        with pytest.raises(InputProblem, match="secret_twice"):
            sending_of(settings.model_copy(update=both), settings.clock())


def test_a_wrong_port_is_a_bad_setting_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(InputProblem) as caught:
        read_settings(tmp_path / "none.toml", {"EMPFANG_SMTP_PORT": "70000"})
    assert "smtp_port" in words_for(caught.value)


def test_the_service_does_not_start_with_settings_that_cannot_be_right(home: dict[str, str]) -> None:
    home["EMPFANG_SMTP_HOST"] = "mail.stadt.example"
    said = refused(home, 1, "central", "serve", "--port", "0")
    assert "mail_from" in said


def test_letters_are_written_and_a_batch_again(small_world: World, home: dict[str, str], tmp_path: Path) -> None:
    told = waiting(small_world, known(small_world, "Öztürk, Ayşe"), Channel.POST)
    waiting(small_world, known(small_world, "Ott, Werner", street=""), Channel.POST)
    home["EMPFANG_CLOCK_OFFSET_S"] = str((small_world.wall.moment - Settings().clock().now()).total_seconds() + 1)
    out = tmp_path / "letters.pdf"
    done = empfang(home, "central", "letters", "--centre", "KL", "--out", out)
    assert done.returncode == 0, done.stderr
    assert "1 Brief in" in done.stdout
    assert "1 nicht geschrieben: dafür fehlt die Adresse" in done.stdout
    assert "Öztürk" not in done.stdout + done.stderr
    assert "Guten Tag Ayşe Öztürk," in texts(out.read_bytes())[0]
    assert state(small_world, told)[0] is MessageState.BY_POST
    batch = next(word for word in done.stdout.split() if word.startswith("KL-2021")).rstrip(";")
    again = empfang(home, "central", "letters", "--centre", "KL", "--out", tmp_path / "again.pdf", "--again", batch)
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "again.pdf").stat().st_size > 1000
    none = empfang(home, "central", "letters", "--centre", "KL", "--out", tmp_path / "none.pdf")
    assert none.returncode == 0
    assert "warten keine Briefe" in none.stdout


def test_letters_that_cannot_be_written_are_refused_in_words(
    small_world: World, home: dict[str, str], tmp_path: Path
) -> None:
    waiting(small_world, known(small_world), Channel.POST)
    out = tmp_path / "there.pdf"
    out.write_text("x")
    home["EMPFANG_CLOCK_OFFSET_S"] = str((small_world.wall.moment - Settings().clock().now()).total_seconds() + 1)
    assert "gibt es schon" in refused(home, 1, "central", "letters", "--centre", "KL", "--out", out)
    assert "XX" in refused(home, 1, "central", "letters", "--centre", "XX", "--out", tmp_path / "x.pdf")
    assert "Stapel" in refused(
        home, 1, "central", "letters", "--centre", "KL", "--out", tmp_path / "x.pdf", "--again", "KL-1"
    )
    assert "lässt sich nicht schreiben" in refused(
        home, 5, "central", "letters", "--centre", "KL", "--out", tmp_path / "no" / "x.pdf"
    )
    refused(home, 2, "central", "letters", "--centre", "KL")

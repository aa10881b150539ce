"""Three callers in a real terminal, key by key: how many it takes, and what the service has afterwards."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from empfang.central.database import CentralDatabase
from empfang.model import (
    Appointment,
    AppointmentStatus,
    Channel,
    Communication,
    DoseKind,
    MessageState,
    Person,
    Proof,
    ProofKind,
    Record,
)
from empfang.rows import Rows
from empfang.screens.call import ENTER_AGAIN_S
from tests.demo.terminal import Screen, leave

BERLIN = ZoneInfo("Europe/Berlin")
NEW_CALLER, FURTHER_PERSON, CANCEL = 140, 60, 6
"""The most keys that each may take."""
HAND_S = 0.05
"""Between two keys of somebody who types fast; a scanner is twice as fast."""
UP, RIGHT, ENTER, F3 = "\x1b[A", "\x1b[C", "\r", "\x1bOR"
LEAST_APART = timedelta(weeks=3)


class Hand:
    """Somebody at the keyboard, whose keys are counted."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.screen.child.delaybeforesend = HAND_S
        self.keys = 0

    def press(self, *keys: str) -> None:
        """One key after the other."""
        for key in keys:
            self.screen.type(key)
            self.keys += 1
            self.screen.look(0)

    def line(self, text: str) -> None:
        """A line of the form, as one types it."""
        self.press(*text, ENTER)

    def sees(self, *parts: str, within_s: float = 20) -> str:
        """The screen, once it shows all of this, however the lines are broken."""
        until = time.monotonic() + within_s
        while True:
            seen = " ".join(self.screen.look(0.05).replace("│", " ").split())
            missing = [part for part in parts if part not in seen]
            if not missing:
                return seen
            assert time.monotonic() < until, f"{missing} not in:\n{self.screen.look()}"

    def reads(self, *parts: str) -> str:
        """What one reads before going on: an Enter at once would be a slip."""
        seen = self.sees(*parts)
        time.sleep(ENTER_AGAIN_S)
        return seen

    @contextmanager
    def within(self, most: int) -> Iterator[None]:
        """What is done here takes so many keys at most."""
        before = self.keys
        yield
        taken = self.keys - before
        assert taken <= most, f"{taken} keys, at most {most}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo's service and its desks lie."""
    return tmp_path_factory.mktemp("callers")


@pytest.fixture(scope="module")
def hand(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hand]:
    """At the telephone of a demo, which serves all callers: to start it takes longer than a call."""
    demo = Screen(["demo", "--keep", str(folder / "kept")], tmp_path_factory.mktemp("home"), (80, 24))
    hand = Hand(demo)
    try:
        demo.wait_for("Becker, Anja", 120)
        hand.press(ENTER)
        hand.sees("Suche ▸", "alles übertragen", within_s=60)
        hand.press(F3)
        hand.sees("Es ruft an ▸", "b buchen")
        yield hand
        leave(demo)
    finally:
        demo.child.close(force=True)


def known(folder: Path, kind: type[Record], **fields: Any) -> list[Any]:
    """What the demo's service knows."""
    database = CentralDatabase(folder / "kept" / "central.db")
    try:
        with database.reading() as cursor:
            return list(Rows(cursor, database.flavour).find(kind, **fields))
    finally:
        database.close()


def person(folder: Path, given: str, family: str) -> Person:
    """The only one of this name at the service."""
    [found] = [each for each in known(folder, Person, family=family) if each.given == given]
    assert isinstance(found, Person)
    return found


def booked(folder: Path, one: Person) -> list[Appointment]:
    """What somebody has, in order of time."""
    found = known(folder, Appointment, person_id=one.id)
    return sorted(
        (each for each in found if each.status is AppointmentStatus.BOOKED), key=lambda each: each.start or each.id
    )


def is_pair(appointments: list[Appointment]) -> None:
    """A first and a second dose of one vaccine, with one code, as far apart as the rules ask, both by phone."""
    first, second = appointments
    assert (first.dose_kind, second.dose_kind) == (DoseKind.FIRST, DoseKind.SECOND)
    assert first.start is not None
    assert second.start is not None
    assert second.start.astimezone(BERLIN).date() - first.start.astimezone(BERLIN).date() >= LEAST_APART
    assert first.series_id is not None
    assert first.series_id == second.series_id
    assert (first.code, first.vaccine) == (second.code, second.vaccine)
    assert {first.contingent_id, second.contingent_id} == {"KL:phone"}


def confirmations(folder: Path, one: Person) -> list[Communication]:
    """Those that go to somebody, the newest last."""
    return sorted(known(folder, Communication, person_id=one.id), key=lambda each: each.made_at)


def test_a_woman_of_63_gets_a_pair_and_cancels_it(hand: Hand, folder: Path) -> None:
    with hand.within(NEW_CALLER):
        hand.press(ENTER)
        hand.sees("Enter: nächste Zeile")
        for text in ("Kaya", "Emine", "12081958", "67655", "Lindenweg 14", "017604069020", "", "", "", "keine"):
            hand.line(text)
        hand.reads("Enter nehmen", "✓ am 16.12. und 06.01. möglich")
        hand.press(ENTER)
        hand.reads("Enter anfragen")
        hand.press(ENTER)
        seen = hand.reads("✓ GEBUCHT – bitte vorlesen", "Emine Kaya, geboren am 12. August 1958.", "per SMS")
        hand.press(ENTER)
    hand.sees("Kein Gespräch", "Gespräch beendet.")
    kaya = person(folder, "Emine", "Kaya")
    appointments = booked(folder, kaya)
    is_pair(appointments)
    assert f"Ihr Code: {appointments[0].code}." in seen
    assert (kaya.town, kaya.district, kaya.street, kaya.house_number) == (
        "Kaiserslautern", "07312", "Lindenweg", "14",
    )  # fmt: skip
    [message] = confirmations(folder, kaya)
    assert (message.channel, len(message.appointment_ids)) == (Channel.SMS, 2)

    hand.press("a")
    hand.sees("Um wen geht es")
    hand.press(*"kaya 58")
    hand.sees("▸ Do 16. Kaya, Emine")
    with hand.within(CANCEL):
        hand.press(ENTER)
        hand.sees("Darf diese Anruferin", "Nur vergleichen, nicht vorlesen")
        hand.press("g")
        hand.reads("1 alle 2 Termine")
        hand.press(ENTER)
        hand.sees("absagen? Der Platz ist sofort wieder frei.")
        hand.press("j")
    hand.sees("✓ Abgesagt:")
    until = time.monotonic() + 10
    while booked(folder, kaya):
        assert time.monotonic() < until
        time.sleep(0.1)


def test_a_son_gets_a_pair_for_his_mother_of_82_who_has_no_e_mail(hand: Hand, folder: Path) -> None:
    """By letter, so the first day is far enough for it to come; her landline is hers, and he is noted."""
    with hand.within(NEW_CALLER):
        hand.press(ENTER)
        hand.sees("Ruft jemand anderes an")
        hand.press(UP)
        hand.line("Sohn, beauftragt")
        hand.sees("Hat die Person Sie gebeten, das zu regeln?")
        for text in ("Wagner", "Hedwig", "020539", "67655", "Am Markt 3", "06313920012", "", "", "", "keine"):
            hand.line(text)
        hand.reads("Telefon 0631 3920012 (eigene)", "Enter nehmen", "▸ Do 16.12.")
        hand.press(RIGHT, RIGHT, RIGHT, RIGHT)
        hand.reads("▸ Mo 20.12.")
        hand.press(ENTER)
        hand.reads("Enter anfragen")
        hand.press(ENTER)
        hand.reads("✓ GEBUCHT", "Hedwig Wagner, geboren am 2. Mai 1939", "mit der Post")
        hand.press(ENTER)
    hand.sees("Gespräch beendet.")
    mother = person(folder, "Hedwig", "Wagner")
    appointments = booked(folder, mother)
    is_pair(appointments)
    assert appointments[0].start is not None
    assert appointments[0].start.astimezone(BERLIN).date() == date(2021, 12, 20)
    assert (mother.email, mother.phones[0].whose, mother.phones[0].kind) == ("", "own", "home")
    [authority] = [each for each in known(folder, Proof, person_id=mother.id) if each.proof_kind is ProofKind.AUTHORITY]
    assert authority.how == "Sohn, beauftragt"
    [message] = confirmations(folder, mother)
    assert (message.channel, message.state) == (Channel.POST, MessageState.WAITING)


def test_a_couple_and_two_children_get_their_pairs_in_one_go(hand: Hand, folder: Path) -> None:
    with hand.within(NEW_CALLER):
        hand.press(ENTER)
        hand.sees("Enter: nächste Zeile")
        for text in ("Ehlert", "Jana", "03041980", "67657", "Pfalzring 8", "017655512345", "", "", "", "keine"):
            hand.line(text)
        hand.reads("Enter nehmen")
        hand.press(ENTER)
        hand.reads("+ weitere Person")
    for given, born in (("Tobias", "11021978"), ("Mia", "05092006"), ("Ben", "23062008")):
        with hand.within(FURTHER_PERSON):
            hand.press("+")
            hand.sees("Name Ehlert", "Pfalzring 8", "Freie Termine erscheinen hier")
            for text in (given, born, "", "keine"):
                hand.line(text)
            hand.reads("Enter nehmen")
            hand.press(ENTER)
            hand.reads("Personen:")
    family = ("Jana", "Tobias", "Mia", "Ben")
    assert not [each for each in known(folder, Person, family="Ehlert") if each.given in family], "nothing before all"
    hand.press(ENTER)
    hand.reads("✓ GEBUCHT", "Jana Ehlert, geboren", "Tobias Ehlert, geboren")
    hand.press(ENTER)
    hand.sees("Gespräch beendet.")
    members = [person(folder, given, "Ehlert") for given in family]
    appointments = [booked(folder, each) for each in members]
    for pair in appointments:
        is_pair(pair)
    everything = [each for pair in appointments for each in pair]
    assert len({each.party_id for each in everything} - {None}) == 1
    assert len({each.code for each in everything}) == 4
    starts = [pair[0].start for pair in appointments]
    assert max(each for each in starts if each) - min(each for each in starts if each) <= timedelta(hours=1)
    [message] = confirmations(folder, members[0])
    assert set(message.appointment_ids) == {each.id for each in everything}, "one confirmation for all"
    assert [confirmations(folder, each) for each in members[1:]] == [[], [], []]

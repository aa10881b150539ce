"""What is searched for, to notice that somebody is registered already; and who is then suspected."""

from datetime import date

import pytest

from empfang.rules.lookalikes import probes
from empfang.rules.matching import Candidate, suspected_of, suspected_pairs
from empfang.rules.query import parse

BORN = date(1958, 8, 12)


@pytest.mark.parametrize(
    ("family", "given", "born", "phones", "texts"),
    [
        ("", "", None, (), ()),
        ("Kaya", "", None, (), ()),
        ("Kaya", "Emine", None, (), ("Kaya Emine",)),
        ("", "", BORN, (), ()),
        ("Kaya", "", BORN, (), ("ka 12.08.1958",)),
        ("Kaya", "Emine", BORN, (), ("ka 12.08.1958", "em 12.08.1958", "Kaya Emine")),
        ("Öztürk", "Özge", BORN, (), ("oz 12.08.1958", "Öztürk Özge")),
        ("", "", None, ("+4917604069020", "+4963155555"), ("+4917604069020",)),
        ("von der Heide", "  Ute ", BORN, (), ("vo 12.08.1958", "ut 12.08.1958", "von der Heide Ute")),
        ("***", "Anna", BORN, (), ("an 12.08.1958",)),
        ("K", "E", date(941, 1, 2), (), ("k 02.01.0941", "e 02.01.0941", "K E")),
    ],
)
def test_as_soon_as_enough_is_known(
    family: str, given: str, born: date | None, phones: tuple[str, ...], texts: tuple[str, ...]
) -> None:
    assert probes(family, given, born, phones) == texts
    for text in texts:
        assert parse(text).meanings


def test_who_asks_at_the_telephone_hears_of_more_than_a_list_tells() -> None:
    """A day off in the birth date and no number: in a list of two that could be chance, in a call it is asked about."""
    one = Candidate("", "Meier", "Hannelore", date(1941, 2, 4))
    other = Candidate("other", "Meier", "Hannelore", date(1941, 2, 5))
    assert suspected_pairs([one, other]) == []
    assert [(pair.b, pair.why) for pair in suspected_of(one, [other])] == [("other", ("same_name", "near_birth_date"))]


def test_the_others_are_not_compared_with_each_other() -> None:
    twice = [Candidate(name, "Ott", "Werner", BORN) for name in ("a", "b")]
    assert suspected_of(Candidate("", "Kaya", "Emine", BORN), twice) == []
    assert suspected_of(Candidate("", "Ott", "Werner", BORN), []) == []

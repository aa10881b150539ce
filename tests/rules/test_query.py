"""What people type at the search box, and what it may mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.rules.names import Vocabulary, sound
from empfang.rules.query import Query, looks_like_code, parse, similar, terms_of


def matches(query: Query, terms: tuple[str, ...]) -> bool:
    """The plainest reading of what a meaning says."""
    text = f" {' '.join(terms)} "
    return any(all(any(f" {term}" in text for term in group) for group in meaning.groups) for meaning in query.meanings)


def person(family: str, given: str = "", born: str = "", town: str = "", phone: str = "") -> tuple[str, ...]:
    return terms_of(family, given, date.fromisoformat(born) if born else None, town, [phone] if phone else [])


FOUND = [
    ("mueller", person("Müller")),
    ("Müller", person("Mueller")),
    ("muller", person("MÜLLER")),
    ("mü", person("Müller")),
    ("weiss", person("Weiß")),
    ("WEIß", person("Weiss")),
    ("oeztuerk", person("Öztürk")),
    ("ozturk", person("Öztürk")),
    ("groß-gerau", person("Groß-Gerau")),
    ("gross gerau", person("Groß-Gerau")),
    ("grossgerau", person("Groß-Gerau")),
    ("großger", person("Groß-Gerau")),
    ("groß-gerau", person("Meier", town="Groß-Gerau")),
    ("groß gerau", person("Meier", town="Groß-Gerau")),
    ("meier groß-gerau", person("Meier", town="Groß-Gerau")),
    ("von der Heide", person("von der Heide", "Anna")),
    ("heide von", person("von der Heide", "Anna")),
    ("vonderheide", person("von der Heide")),
    ("von der heide", person("Vonderheide")),
    ("d'Angelo", person("d'Angelo")),
    ("d’angelo", person("D'Angelo")),
    ("dangelo", person("d'Angelo")),
    ("d angelo", person("d'Angelo")),
    ("angelo", person("d'Angelo")),
    ("lukasz", person("Nowak", "Łukasz")),
    ("Łukasz", person("Nowak", "Lukasz")),
    ("lüdenscheidt", person("Müller-Lüdenscheidt")),
    ("Müller Lüd", person("Müller-Lüdenscheidt")),
    ("raoevers", person("Rao-Evers")),
    ("hans-peter", person("Weimer", "Hanspeter")),
    ("hans peter", person("Weimer", "Hanspeter")),
    ("hanspeter", person("Weimer", "Karl Hans-Peter")),
    ("anna zimmermann", person("Zimmermann", "Anna")),
    ("zimmermann anna", person("Zimmermann", "Anna")),
    ("zimm ann", person("Zimmermann", "Anna")),
    ("zimmermann a", person("Zimmermann", "Anna")),
    ("010241", person("A", born="1941-02-01")),
    ("01021941", person("A", born="1941-02-01")),
    ("1.2.41", person("A", born="1941-02-01")),
    ("1,2,41", person("A", born="1941-02-01")),
    ("1/2/41", person("A", born="1941-02-01")),
    ("1. 2. 41", person("A", born="1941-02-01")),
    ("1 2 41", person("A", born="1941-02-01")),
    ("01 02 1941", person("A", born="1941-02-01")),
    ("01.02.1941", person("A", born="1941-02-01")),
    ("1941-02-01", person("A", born="1941-02-01")),
    ("1.2.", person("A", born="1941-02-01")),
    ("0102", person("A", born="1941-02-01")),
    ("1.1", person("A", born="1941-11-01")),
    ("1.1", person("A", born="1941-01-01")),
    ("01.0", person("A", born="1941-02-01")),
    ("01.02.19", person("A", born="1941-02-01")),
    ("1941", person("A", born="1941-02-01")),
    ("194", person("A", born="1941-02-01")),
    ("41", person("A", born="1941-02-01")),
    ("12", person("A", born="2012-02-01")),
    ("01.02.12", person("A", born="2012-02-01")),
    ("mei 41", person("Meier", born="1941-02-01")),
    ("41 mei", person("Meier", born="1941-02-01")),
    ("mei 4", person("Meier", born="1941-02-01")),
    ("mei 1.2.41", person("Meier", born="1941-02-01")),
    ("9020", person("A", phone="+4917604069020")),
    ("020", person("A", phone="+4917604069020")),
    ("meier 9020", person("Meier", phone="+4917604069020")),
    ("+49 176 04069020", person("A", phone="+4917604069020")),
    ("0049 176 04069020", person("A", phone="+4917604069020")),
    ("0176 / 040-69020", person("A", phone="+4917604069020")),
    ("(0176) 04069020", person("A", phone="+4917604069020")),
    ("+49 (0)176 04069020", person("A", phone="+4917604069020")),
    ("0176 04", person("A", phone="+4917604069020")),
    ("04069020", person("A", phone="+4917604069020")),
    ("+43 664 12", person("A", phone="+4366412345")),
    ("0631 12", person("A", phone="0631 / 12 34 (Oma)")),
    ("0631 12", person("A", phone="+49 (0)631 12 34 Oma")),
    ("010241", person("A", phone="+496311010241")),
    ("[/b]", person("[/b]")),
    ("'; --", person("'; --")),
    ("%%", person("%%", "%")),
    ("unbekannt 2", person("Unbekannt 2")),
    ("x" * 300, person("x" * 300)),
    ("Aa " * 100, person("Aa " * 100)),
]


@pytest.mark.parametrize(("typed", "terms"), FOUND, ids=[typed[:24] for typed, _ in FOUND])
def test_found(typed: str, terms: tuple[str, ...]) -> None:
    assert matches(parse(typed), terms)


NOT_FOUND = [
    ("meyer", person("Meier")),
    ("anna schmidt", person("Zimmermann", "Anna")),
    ("mei 41", person("Meier", born="1942-02-01")),
    ("1.2.41", person("A", born="1941-01-02")),
    ("1.2.41", person("A", born="1841-02-01")),
    ("kaisersl", person("Meier", town="Kaiserslautern")),
    ("9020", person("A", phone="+4917690201111")),
    ("[/b]", person("Becker")),
    ("%%", person("Becker")),
    ("%a", person("Becker")),
]


@pytest.mark.parametrize(("typed", "terms"), NOT_FOUND)
def test_not_found(typed: str, terms: tuple[str, ...]) -> None:
    assert not matches(parse(typed), terms)


@pytest.mark.parametrize("typed", ["", " ", "m", "ü ", " 4", "%", "*", "\t\n"])
def test_one_sign_searches_for_nothing(typed: str) -> None:
    assert parse(typed) == Query()


@pytest.mark.parametrize("typed", ["KL-2222-NNNN", "kl 2222 nn4n", "]Q3KL-HANP-Y95H", "impf2021/77b"])
def test_these_are_meant_as_codes(typed: str) -> None:
    assert looks_like_code(typed)


@pytest.mark.parametrize(
    "typed",
    ["scholz 31", "meier-huber 1941", "31.2.1941", "0176 04069020", "scholz", "a1", "von der tann 1.2.41", "0’Hara 1"],
)
def test_names_years_dates_and_numbers_are_not(typed: str) -> None:
    assert not looks_like_code(typed)


def test_two_signs_search() -> None:
    assert parse("mu").meanings


@pytest.mark.parametrize("typed", ["KL-HANP-X95H", "kl hanp x95h", "klhanpx95h", "]Q3KL-HANP-X95H"])
def test_a_code_in_any_writing(typed: str) -> None:
    assert parse(typed).code == "KLHANPX95H"


@pytest.mark.parametrize(("typed", "code"), [("kl-h", ""), ("kl-ha", "KLHA"), ("Müller", ""), ("X" * 300, "")])
def test_a_code_is_searched_from_four_signs_and_only_if_it_can_be_one(typed: str, code: str) -> None:
    assert parse(typed).code == code


def test_six_digits_are_first_a_date_then_the_end_then_the_beginning_of_a_number() -> None:
    readings = [meaning.facts[0][0][0] for meaning in parse("010241").meanings if meaning.facts]
    assert readings == ["=", "<", "+"]


def test_a_year_before_a_day_and_month() -> None:
    assert [meaning.facts[0][0][:2] for meaning in parse("2011").meanings[:2]] == ["~2", "=2"]


def test_whole_words_are_searched_before_longer_ones() -> None:
    first, second = list(parse("meier").steps)[:2]
    assert (first.groups, second.groups) == ((("meier ",),), (("meier",),))


HOSTILE = [
    "[/b]",
    "'; --",
    "%%",
    "**",
    '""',
    "NEAR(a b)",
    "a NEAR(",
    "\x1b[31m",
    "a\x00b",
    "👍👍",
    "\udcff\udcff",
    "((",
    "++",
    "+(",
]


@given(st.one_of(st.text(max_size=40), st.sampled_from(HOSTILE), st.text("0123456789+-./(), ", max_size=24)))
def test_anything_can_be_typed_and_names_no_sign_of_the_index(typed: str) -> None:
    for meaning in parse(typed).steps:
        for group in meaning.groups:
            assert group
            for term in group:
                kept = term.rstrip(" ")
                assert len(kept) > 0
                assert kept not in {"=", "~", "+", "<", "@", "!"}
                assert not set(kept) & set("\"'*()^: \x00")
                kept.encode()


@given(st.text(min_size=2, max_size=20), st.text(max_size=20))
def test_whoever_is_typed_in_full_is_found(family: str, given: str) -> None:
    if len(family.strip()) > 1:
        assert matches(parse(family), person(family, given)) or not parse(family).meanings[0].words


def test_each_word_may_be_mistyped_and_the_year_still_counts() -> None:
    known = Vocabulary()
    for word in ("schmidt", "anna"):
        known.add(word, sound(word))
    assert similar(parse("schmitt anna 41"), known)[0] == (("schmidt ",), ("anna",), ("~1941", "~2041"))

"""Folding: whatever people type for a name meets what is stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.rules.names import Vocabulary, clean, fold, sound, words

_SIGNS = st.one_of(st.characters(), st.sampled_from("aouesAOUESßẞæœÄÖÜäöüłİıŉ'’?�-. \u00ad\u0308ℌ"))
_WORDS = st.text(_SIGNS, max_size=12)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("mueller", "Müller"),
        ("MÜLLER", "Mueller"),
        ("muller", "Mu\u0308ller"),
        ("weiss", "Weiß"),
        ("WEIẞ", "Weiss"),
        ("oeztuerk", "Öztürk"),
        ("ozturk", "ÖZTÜRK"),
        ("ipek", "İpek"),
        ("isik", "Işık"),
        ("lukasz", "Łukasz"),
        ("d’angelo", "D'Angelo"),
        ("dangelo", "d´Angelo"),
        ("gross gerau", "Groß-Gerau"),
        ("muller", "Mül\u00adler"),
        ("hans", "ℌans"),
        ("raoevers", "Raoevers"),
    ],
)
def test_two_writings_fold_to_the_same(typed: str, stored: str) -> None:
    assert fold(typed) == fold(stored)


def test_a_letter_the_export_lost_is_left_out() -> None:
    assert fold("Y?lmaz") == fold("Y�lmaz") == "ylmaz"


def test_different_names_stay_different() -> None:
    assert len({fold(name) for name in ("Meier", "Meyer", "Maier", "Mayer", "Müller", "Möller")}) == 6


@given(_WORDS, st.integers(min_value=0, max_value=12))
def test_the_fold_of_a_beginning_is_a_beginning_of_the_fold(word: str, cut: int) -> None:
    assert fold(word).startswith(fold(word[:cut]))


@given(_WORDS)
def test_what_is_folded_stays(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@given(_WORDS)
def test_folded_words_hold_letters_and_digits_only(word: str) -> None:
    assert all(part.isalnum() and part == part.casefold() for part in words(word))


def test_control_signs_are_not_shown() -> None:
    assert clean("a\x1b[31m\u202eb\x00\nc") == "a[31mb c"


def test_sounds_alike() -> None:
    assert sound("schmitt") == sound("schmidt") == sound("schmid")
    assert sound("мила") == ""


def vocabulary(*names: str) -> Vocabulary:
    made = Vocabulary()
    for word in words(" ".join(names)):
        made.add(word, sound(word))
    return made


def test_like_a_name_are_those_that_sound_so_the_likest_first() -> None:
    known = vocabulary("Schmid", "Schmidt", "Schmitt", "Schneider", "Samt")
    assert known.like("schmitt") == ["schmidt ", "schmid "]


@pytest.mark.parametrize("typed", ["zimermann", "zimmmermann", "zimmremann", "zimmernann"])
def test_one_slip_is_forgiven(typed: str) -> None:
    assert vocabulary("Zimmermann", "Zimmer", "Becker").like(typed) == ["zimmermann "]


def test_two_slips_in_six_letters_are_not() -> None:
    assert vocabulary("Becker").like("pexker") == []


def test_a_word_is_not_like_itself_or_its_longer_ones() -> None:
    assert vocabulary("Meier", "Meiers", "Maier").like("meier") == ["maier "]


@pytest.mark.parametrize("typed", ["zimerma", "zimmmerm", "zimnerm", "zimmrem"])
def test_one_slip_is_forgiven_while_the_word_is_being_typed(typed: str) -> None:
    found = vocabulary("Zimmermann", "Becker").like(typed)
    assert found
    assert all("zimmermann ".startswith(beginning) for beginning in found)


def test_words_that_came_later_are_known() -> None:
    known = vocabulary("Becker")
    assert known.like("zimerma") == []
    known.add("zimmermann", sound("zimmermann"))
    assert known.like("zimerma") != []

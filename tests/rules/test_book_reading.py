"""Rule books that are refused, and why: file, line, what instead."""

import pytest

from empfang.errors import InputProblem
from empfang.rules.book_reading import read_book
from empfang.rules.books import bundled_books, bundled_rulebook
from empfang.rules.checking import check_fit
from empfang.texts.problems import words_for
from tests.rules.books import head

RULE = """
[[rule]]
id = "R-1"
topic = "schedule"
from = 2021-12-01
to = 2021-12-31
who.age = ">=18"
yes.since_last_dose = "3 months"
text.de = "Ab 3 Monaten."
text.en = "From 3 months."
"""
GOOD = head("test") + RULE


def refused(text: str) -> InputProblem:
    with pytest.raises(InputProblem) as raised:
        read_book(text, "neu.toml")
    return raised.value


def test_a_good_one_is_read() -> None:
    book = read_book(GOOD, "neu.toml")
    assert (book.id, book.number, [rule.id for rule in book.rules]) == ("test", 1, ["R-1"])
    assert book.lines == {"R-1": 8}


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "said"),
    [
        ('layer = "instruction"', 'layer = "wish"', "book_word", 4, "licence"),
        ('where = "DE"\n', "", "book_needed", 1, "where"),
        ("number = 1", "number = 0", "book_value", 3, "1, 2, 3"),
        ("number = 1", 'colour = "red"\nnumber = 1', "book_key", 3, "colour"),
        ('topic = "schedule"', 'topik = "schedule"', "book_key", 10, "topic"),
        ("who.age", "who.aeg", "book_key", 13, "age"),
        ('">=18"', '"adults"', "book_value", 13, ">=60"),
        ('">=18"', '"30-20"', "book_value", 13, "begins"),
        ('"3 months"', '"3 moons"', "book_value", 14, "6 months"),
        ('"3 months"', "90", "book_value", 14, "28 days"),
        ("from = 2021-12-01\n", "", "book_needed", 8, "from"),
        ("from = 2021-12-01", "from = 2021-02-30", "book_toml", 11, "Invalid"),
        ("from = 2021-12-01", "from = 2021-12-01T08:00:00Z", "book_value", 11, "2021-12-30T15:00:00"),
        ("to = 2021-12-31", "to = 2021-11-30", "book_ends_before", 12, "Ende"),
        ("to = 2021-12-31", 'to = "31.12.2021"', "book_value", 12, "2021-12-30"),
        ('text.en = "From 3 months."', "", "book_needed", 15, "text"),
        ('"Ab 3 Monaten."', f'"{"x" * 77}."', "book_long", 15, "78"),
        ('"Ab 3 Monaten."', '"Ab {month}."', "book_key", 8, "month"),
        ('"Ab 3 Monaten."', '"Ab {age."', "book_value", 15, "{age}"),
        ("[[rule]]", "[[rule]", "book_toml", 8, "TOML"),
        ('id = "R-1"', 'id = ""', "book_value", 9, "id"),
        ('who.age = ">=18"', 'who = "adults"', "book_value", 13, "who.age"),
    ],
)
def test_a_faulty_one_is_refused_with_line_and_reason(old: str, new: str, code: str, line: int, said: str) -> None:
    assert old in GOOD
    problem = refused(GOOD.replace(old, new, 1))
    assert (problem.code, int(str(problem.values["line"]))) == (code, line)
    assert said in words_for(problem)
    assert "neu.toml" in words_for(problem)


def test_two_rules_of_one_id_must_not_overlap() -> None:
    again = RULE.replace("2021-12-01", "2021-12-31").replace("2021-12-31\nwho", "2022-01-31\nwho")
    problem = refused(GOOD + again)
    assert (problem.code, problem.values["line"], problem.values["id"]) == ("book_overlap", 19, "R-1")
    following = RULE.replace("to = 2021-12-31", "").replace("2021-12-01", "2022-01-01")
    assert len(read_book(GOOD + following, "neu.toml").rules) == 2


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('topic = "schedule"', 'topic = "shedule"', "shedule"),
        ('who.age = ">=18"', 'who.product = "CMO"', "CMO"),
        ("who.age", 'over = ["R-XYZ-99"]\nwho.age', "R-XYZ-99"),
    ],
)
def test_what_no_book_knows_is_refused_with_its_rule(old: str, new: str, word: str) -> None:
    book = read_book(GOOD.replace(old, new, 1), "neu.toml")
    with pytest.raises(InputProblem) as raised:
        check_fit(book, bundled_rulebook(), "neu.toml")
    assert raised.value.code == "book_unknown"
    assert (raised.value.values["word"], raised.value.values["line"]) == (word, 8)


def test_a_number_counts_once() -> None:
    (present,) = [book for book in bundled_books() if book.id == "kl-instruction"]
    with pytest.raises(InputProblem) as raised:
        check_fit(present, bundled_rulebook(), "neu.toml")
    assert raised.value.code == "book_old"


@pytest.mark.parametrize("book", bundled_books(), ids=lambda book: book.id)
def test_the_program_s_own_books_fit_each_other(book: object) -> None:
    from empfang.rules.rulebook import Rulebook  # noqa: PLC0415

    others = Rulebook([each for each in bundled_books() if each is not book])
    check_fit(book, others, "own.toml")  # type: ignore[arg-type]

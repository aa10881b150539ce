"""Names as people type them: one folding for search, for recognising a row again, and for pairs to look at.

Umlauts are written as ä, ae or a; ß as ss; letters of other alphabets often without their marks. All of these fold to
the same text, and the fold of a beginning of a word is a beginning of the word's fold, so that search works while one
types.
"""

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ı": "i",
        "æ": "a",
        "œ": "o",
        "þ": "th",
        "ð": "d",
        "ħ": "h",
        "ŋ": "n",
    }
)
_UMLAUT_AS_TWO = re.compile("([aou])e+")
_APOSTROPHES = str.maketrans(dict.fromkeys("’`´ʼ‘", "'"))
_JOINED = re.compile(r"(?<=\w)['?�](?=\w)")
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """The text in lower case without marks: words of letters and digits, one blank between them.

    Letters that an export could not write (`?` inside a word) are left out. An apostrophe joins: d'Angelo is dangelo.
    What is folded already stays as it is.
    """
    plain = text.lower() if text.isascii() else _without_marks(text)
    return " ".join(_UMLAUT_AS_TWO.sub(r"\1", word) for word in _WORD.findall(_JOINED.sub("", plain)))


def _without_marks(text: str) -> str:
    """In lower case, letters only as their plain ones; invisible signs (soft hyphens) dropped."""
    # Some signs have capitals only in their plain form (ℌ), some gain marks in lower case (İ): so there and back.
    lower = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold().translate(_APOSTROPHES)
    signs = unicodedata.normalize("NFKD", lower)
    kept = (sign for sign in signs if unicodedata.category(sign) not in {"Mn", "Mc", "Me", "Cf"})
    return "".join(kept).translate(_LETTERS)


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(fold(text).split())


def clean(text: str) -> str:
    """A text made harmless for showing: no control or format characters (terminal escapes, direction changes)."""
    return "".join(
        " " if unicodedata.category(sign) in {"Zl", "Zp"} or sign in "\t\n\r" else sign
        for sign in text
        if sign in "\t\n\r" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )

"""Names as people type them: one folding for search, for recognising a row again, and for pairs to look at.

Umlauts are written as ä, ae or a; ß as ss; letters of other alphabets often without their marks. All of these fold to
the same text, and the fold of a beginning of a word is a beginning of the word's fold, so that search works while one
types.
"""

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {"ß": "ss", "ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "a", "œ": "o", "þ": "th", "ð": "d", "ħ": "h", "ŋ": "n"}
)
_UMLAUT_AS_TWO = re.compile("([aou])e")
_LOST_LETTER = re.compile(r"(?<=\w)[?�](?=\w)")
_APOSTROPHE = re.compile(r"(?<=\w)['’`´ʼ](?=\w)")
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """The text in lower case without marks: words of letters and digits, one blank between them.

    Letters that an export could not write (`?` inside a word) are left out. An apostrophe joins: d'Angelo is dangelo.
    """
    joined = _APOSTROPHE.sub("", _LOST_LETTER.sub("", text))
    plain = unicodedata.normalize("NFKD", joined.casefold().translate(_LETTERS))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(_LETTERS)
    return " ".join(_UMLAUT_AS_TWO.sub(r"\1", word) for word in _WORD.findall(plain))


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

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
_BEGINNINGS = range(6, 11)
"""Of this length a beginning of a word may be mistyped: shorter ones are like too many, longer ones nearly whole."""


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


def sort_key(family: str, given: str) -> tuple[str, str, str, str]:
    """Where a name stands in a list for people: ä as a, ß as ss (DIN 5007-1), then the first name, then as written."""
    return _in_order(family), _in_order(given), family, given


def _in_order(text: str) -> str:
    return " ".join(_WORD.findall(_JOINED.sub("", _without_marks(text))))


def clean(text: str) -> str:
    """A text made harmless for showing: no control or format characters (terminal escapes, direction changes)."""
    return "".join(
        " " if unicodedata.category(sign) in {"Zl", "Zp"} or sign in "\t\n\r" else sign
        for sign in text
        if sign in "\t\n\r" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """How a folded word sounds to a German ear (Kölner Phonetik); empty for one without Latin consonants."""
    import cologne_phonetics  # noqa: PLC0415 - not before somebody is not found

    code = "".join(part for _, part in cologne_phonetics.encode(word))
    return code if len(code) > 1 else ""


class Vocabulary:
    """Known words of names, to find those that sound like a typed one or differ by a slip of the finger."""

    def __init__(self) -> None:
        self._words: set[str] = set()
        self._by_sound: dict[str, list[str]] = {}
        self._by_length: dict[int, list[str]] = {}
        self._beginnings: dict[tuple[int, str], list[str]] = {}
        self._begun: set[str] = set()

    def add(self, word: str, sounds: str) -> None:
        """Take in a folded word and its `sound`."""
        if word in self._words:
            return
        self._words.add(word)
        self._by_length.setdefault(len(word), []).append(word)
        self._add_beginnings(word)
        if sounds:
            self._by_sound.setdefault(sounds, []).append(word)

    def like(self, typed: str, limit: int = 12) -> list[str]:
        """Words like the typed one but not beginning with it, the likest first: whole ones (with a blank at the end),
        then beginnings of longer ones.

        One wrong, missing, doubled or swapped letter is forgiven for every six or so; a word that sounds the same
        may differ in half of its letters.
        """
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - not before somebody is not found

        found: dict[str, float] = {}
        for word in self._by_sound.get(sound(typed), ()):
            distance = OSA.distance(typed, word)
            if 2 * distance <= max(len(typed), len(word)):
                found[word + " "] = distance - 0.5
        slips = (len(typed) + 1) // 6
        lengths = range(len(typed) - slips, len(typed) + slips + 1) if slips else range(0)
        for length in lengths:
            for word, distance in _near(typed, self._by_length.get(length, []), slips):
                found.setdefault(word + " ", distance)
        for length in lengths if len(typed) in _BEGINNINGS else ():
            for word, distance in _near(typed, self._beginnings_of(length, typed[0]), slips):
                if not any(other.startswith(word) for other in found):
                    found[word] = distance + slips
        best = sorted((distance, word) for word, distance in found.items() if _differs(word, typed))
        return [word for _, word in best[:limit]]

    def _beginnings_of(self, length: int, first: str) -> list[str]:
        """The different beginnings of longer words, of this length and first letter (of which one is mostly sure)."""
        return self._beginnings.get((length, first), [])

    def _add_beginnings(self, word: str) -> None:
        for length in range(_BEGINNINGS.start - 1, min(_BEGINNINGS.stop + 1, len(word))):
            beginning = word[:length]
            if beginning not in self._begun:
                self._begun.add(beginning)
                self._beginnings.setdefault((length, word[0]), []).append(beginning)


def _near(typed: str, words: list[str], slips: int) -> list[tuple[str, int]]:
    from rapidfuzz import process  # noqa: PLC0415 - not before somebody is not found
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    near = process.extract(typed, words, scorer=OSA.distance, score_cutoff=slips, limit=None)
    return [(word, int(distance)) for word, distance, _ in near]


def _differs(word: str, typed: str) -> bool:
    return not word.startswith(typed) and not typed.startswith(word)

"""What was typed into the one search box, and by which terms a person is found there.

A person is found by *terms*: the folded words of the name, and words that begin with a mark and hold a birth date, a
year, a telephone number or a town. What is typed becomes beginnings of terms, so that one simple comparison serves the
list of today in memory and the index of the whole store alike. A term that ends in a blank means the whole word.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from empfang.rules.codes import code_key, looks_complete
from empfang.rules.names import Vocabulary, fold, words
from empfang.rules.phones import national_digits

DATE, YEAR, NUMBER, TAIL, TOWN, SIGNS, CODE = MARKS = "=~+<@!#"
"""Birth date DDMMYYYY, birth year, telephone digits, the same from their end, town, a name without letters, code."""
CODE_FROM = 4
"""Shorter beginnings of a booking code are not searched."""
_LONGEST = 64
_MOST_WORDS = 12
_MOST_JOINED = 6
_JOINS = re.compile("['’`´ʼ‘]")
_NUMERIC = re.compile(r"[+(]*[0-9][0-9()+./,\-]*")
_DATE = re.compile(r"([0-9]{1,2})[.,/\-](?:([0-9]{1,2})(?:([.,/\-])([0-9]{0,4}))?)?")
_WHOLE_DATE = re.compile(r"([0-9]{1,2})[.,/\-]([0-9]{1,2})[.,/\-]([0-9]{4}|[0-9]{2})")
_ISO_DATE = re.compile(r"((?:19|20)[0-9]{2})-([0-9]{2})-([0-9]{2})")
_NO_DIGIT = re.compile(r"[^0-9]")
_HAS_DIGIT = re.compile("[0-9]")
_CODE = re.compile(r"[\s\]0-9A-Za-z_\-./:*]{1,60}")

AnyOf = tuple[str, ...]
"""Beginnings of terms, one of which must be met."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One way to read what was typed: every word begins a word of the name, and of each fact one holds."""

    words: tuple[str, ...]
    facts: tuple[AnyOf, ...] = ()
    whole: bool = False

    @property
    def groups(self) -> tuple[AnyOf, ...]:
        """All that must hold."""
        return (*((word + " " if self.whole else word,) for word in self.words), *self.facts)


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed: its readings, the best first, and the key of the booking code that it may be (or begin)."""

    meanings: tuple[Meaning, ...] = ()
    code: str = ""

    @property
    def steps(self) -> Iterator[Meaning]:
        """The readings to search one after the other: whole words before longer ones."""
        for meaning in self.meanings:
            if meaning.words and not meaning.whole:
                yield Meaning(meaning.words, meaning.facts, whole=True)
            yield meaning


def terms_of(family: str, given: str, born: date | None, town: str, numbers: Iterable[str]) -> tuple[str, ...]:
    """The terms by which a person is found: names first, then what bears a mark."""
    terms = [*_name_terms(family), *_name_terms(given)]
    terms += [_signs(name) for name in (family, given) if name.strip() and not words(name)]
    if born is not None:
        terms += [f"{DATE}{born:%d%m}{born.year:04}", f"{YEAR}{born.year:04}"]
    for number in numbers:
        digits = national_digits(number).lstrip("0")[:_LONGEST]
        if digits:
            terms += [NUMBER + digits, TAIL + digits[::-1]]
    terms += [TOWN + word[:_LONGEST] for word in words(town)]
    return tuple(dict.fromkeys(terms))


def name_words(terms: Iterable[str]) -> list[str]:
    """Those of a person's terms that are words of the name, as worth comparing by sound."""
    return [term for term in terms if len(term) > 2 and term[0] not in MARKS]


def parse(text: str) -> Query:
    """Read what was typed. Fewer than two signs search for nothing."""
    typed = text.strip()
    if len(typed) < 2:
        return Query()
    chunks = typed.split()[:_MOST_WORDS]
    numeric = [chunk for chunk in chunks if _NUMERIC.fullmatch(chunk)]
    names = [found for chunk in chunks if chunk not in numeric and (found := _cut(words(chunk)))]
    code = code_key(typed) if _CODE.fullmatch(typed) else ""
    meanings = dict.fromkeys(_meanings(names, numeric, typed))
    return Query(tuple(meanings), code if len(code) >= CODE_FROM else "")


def looks_like_code(text: str) -> bool:
    """Whether a whole booking code was meant, rather than a name with a year, a date or a number."""
    letters_and_digits = any(not _NUMERIC.fullmatch(chunk) and _HAS_DIGIT.search(chunk) for chunk in text.split())
    return letters_and_digits and bool(_CODE.fullmatch(text)) and looks_complete(code_key(text))


def similar(query: Query, vocabulary: Vocabulary) -> list[tuple[AnyOf, ...]]:
    """The query with one of its words replaced by one like it, the likest first; the others may be replaced."""
    if not query.meanings:
        return []
    typed = query.meanings[0].words
    facts = [meaning.facts for meaning in query.meanings if meaning.words == typed]
    alike = [vocabulary.like(word) for word in typed]
    either = [(word, *found) for word, found in zip(typed, alike, strict=True)]
    ranked = sorted((rank, place) for place, found in enumerate(alike) for rank in range(len(found)))
    return [
        ((alike[place][rank],), *either[:place], *either[place + 1 :], *fact)
        for rank, place in ranked
        for fact in facts
    ]


def _meanings(names: list[tuple[str, ...]], numeric: list[str], typed: str) -> Iterator[Meaning]:
    flat = _cut(word for chunk in names for word in chunk)
    facts: list[tuple[AnyOf, ...]] = [(fact,) for fact in _facts(numeric)] if numeric else [()]
    if not flat and not numeric:
        yield Meaning((), ((_signs(typed),),))
        return
    if not numeric and len("".join(flat)) < 2:  # [/b] is the name b, not all that begin with it
        yield Meaning(flat, whole=True)
        return
    for fact in facts:
        yield Meaning(flat, fact)
    if numeric:  # also a name may have a number: Unbekannt 2
        yield Meaning(words(typed)[:_MOST_WORDS])
    if not flat:
        return
    joined = tuple(_join(chunk) for chunk in names)
    for fact, other in product(facts, {joined: None, (_join(flat),): None}):
        if other != flat:
            yield Meaning(other, fact)
    # A town only when it is typed in full: its beginning would bring half a city among the names.
    places = [*range(len(names)), slice(None)] if len(names) > 1 else [slice(None)]
    for fact, place in product(facts, places):
        town = names[place] if isinstance(place, slice) else [names[place]]
        rest = () if isinstance(place, slice) else (*names[:place], *names[place + 1 :])
        towns = tuple((f"{TOWN}{word} ",) for chunk in town for word in chunk)
        if all(len(fold("".join(chunk))) > 2 for chunk in town):
            yield Meaning(tuple(word for chunk in rest for word in chunk), (*fact, *towns))


def _facts(numeric: list[str]) -> list[AnyOf]:
    """What the digits can mean, the likeliest first: date or year of birth, end or beginning of a telephone number."""
    raw = "".join(numeric)
    digits = _NO_DIGIT.sub("", raw)[:_LONGEST]
    found: list[AnyOf] = []
    if "+" not in raw:
        found = _written_date(raw) or _written_date(".".join(numeric))
        if found and ("." in raw or "," in raw):
            return found
        found = found or _compact_date(digits)
    if len(digits) > 2 and "+" not in raw:
        found.append((TAIL + digits[::-1],))
    national = national_digits(raw).lstrip("0")[:_LONGEST]
    if national and (len(digits) > 3 or raw.startswith("+")):
        found.append((NUMBER + national,))
    return found or [(TAIL + digits[::-1],)]


def impossible_date(text: str) -> str | None:
    """A whole date among the words that is on no calendar, as it was typed: 31.2.1941 · 29.2.2017."""
    for word in text.split():
        found = _WHOLE_DATE.fullmatch(word)
        if found is not None:
            day, month, year = (int(part) for part in found.groups())
            # Of two digits either century may be meant; 2000 and 1900 + year differ only in leap years.
            years = (year,) if len(found[3]) == 4 else (1900 + year, 2000 + year)
            if not any(_is_date(each, month, day) for each in years):
                return word
    return None


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _written_date(text: str) -> list[AnyOf]:
    """A date with its points, also while it is being typed: 1.2.41 · 01.02.1941 · 1.2. · 01.0 · 1941-02-01."""
    if iso := _ISO_DATE.fullmatch(text):
        year, month, day = iso.groups()
        return [(DATE + day + month + year,)]
    match = _DATE.fullmatch(text)
    if match is None:
        return []
    day, month, closed, year = match.groups()
    day = day.zfill(2)
    if month is None:
        return _dates([day], "")
    if len(month) == 2 or closed:
        return _dates([day + month.zfill(2)], year or "")
    return _dates([day + "0" + month, day + month] if month in "01" else [day + "0" + month], "")


def _compact_date(digits: str) -> list[AnyOf]:
    """Digits as a year of birth (41, 194, 1941) or as a date (0102, 010241, 01021941), also while typed."""
    found: list[AnyOf] = []
    if len(digits) <= 4:
        found += [tuple(YEAR + year for year in years) for years in _years(digits)]
    if len(digits) in {3, 4}:
        found += _dates([digits], "")
    if 5 <= len(digits) <= 8:
        found += _dates([digits[:4]], digits[4:])
    return found


def _dates(beginnings: list[str], year: str) -> list[AnyOf]:
    """Terms for beginnings of DDMM that can be dates, with a year as far as it is typed."""
    possible = [
        text
        for text in beginnings
        if "01" <= text[:2] <= "31" and (len(text) < 4 or "01" <= text[2:] <= "12") and text[2:3] in {"", "0", "1"}
    ]
    if not possible:
        return []
    if not year:
        return [tuple(DATE + text for text in possible)]
    return [tuple(DATE + text + y for text, y in product(possible, years)) for years in _years(year)]


def _years(typed: str) -> list[tuple[str, ...]]:
    """Beginnings of the years that a typed beginning can mean: two digits are 19xx or 20xx."""
    if len(typed) > 2:
        return [(typed,)] if typed[:2] in {"18", "19", "20"} else []
    short = [("19" + typed, "20" + typed)] if typed else []
    return short + ([(typed,)] if typed in {"1", "2", "18", "19", "20"} else [])


def _name_terms(name: str) -> list[str]:
    """The words of a name; also written together (Müller-Weiß as muellerweiss), and what follows an apostrophe."""
    found = list(words(name))
    if len(found) > 1:
        ends = found[:_MOST_JOINED]
        found += [_join(ends[first:]) for first in range(len(ends) - 1)]
    if _JOINS.search(name):
        found += words(_JOINS.sub(" ", name))
    return [word[:_LONGEST] for word in found]


def _join(parts: Iterable[str]) -> str:
    # Folded once more, for an e that comes to stand after a vowel: Rao-Evers.
    return fold("".join(parts))[:_LONGEST]


def _cut(found: Iterable[str]) -> tuple[str, ...]:
    return tuple([word[:_LONGEST] for word in found][:_MOST_WORDS])


def _signs(text: str) -> str:
    """A term for a name in which nothing is a letter, so that it is found as it is written."""
    return SIGNS + "".join(text.casefold().split())[: _LONGEST // 4].encode("utf-8", "surrogatepass").hex()

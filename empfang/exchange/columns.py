"""What a column may hold by its name: known, mistyped, or with other words around it."""

import re
from functools import lru_cache

from rapidfuzz import fuzz, process

from empfang.exchange.fields import Field
from empfang.exchange.headers import NAMES
from empfang.rules.names import fold

_PARENTHESES = re.compile(r"\(([^)]*)\)|\[[^\]]*\]")
_CAMEL = re.compile(r"(?<=[a-zäöü])(?=[A-ZÄÖÜ])")
_NOISE_WORDS = """
der die das des dem den patient patienten patientin impfling impflings person customer client kunde
person's patient's bitte angabe angeben the of tt mm jjjj yyyy dd hh feld pflichtfeld p pat kd gast wert
val value teilnehmer teilnehmerin invitee attendee your ihr ihre kind kindes child
"""
_NOISE = frozenset(fold(word) for word in _NOISE_WORDS.split())
_OTHER_PEOPLE = re.compile(
    r"\b(?:(?:haus)?arzt|arztes|begleit(?:person|er)|betreuer|notfall|angehorige|vormund|sachbearbeiter|disponent|"
    r"mitarbeiter|impfzentrums?|mutter|vater|eltern|erziehungsb|erziehungsberecht|sorgeb|sorgeberecht|ansprechp|"
    r"kontaktperson|ehe(?:partner|mann|frau)|doctor|physician|guardian|companion|carer|next of kin|emergency|clerk|"
    r"clinic|mother|father|parent|mum|dad|contact person|contact name|spouse)\w*\b"
)
"""A column about somebody else (the name of the doctor, an emergency number) is never taken for the person's.
"""
_END = re.compile(r"\b(?:uhrzeit|zeit|termin|time|slot|start)\b.*\b(?:ende|bis|end|until|to)$")
_TYPO_RATIO = 88


def _forms(name: str) -> set[str]:
    """The ways a name may arrive: folded, and with letters that an export could not write left out."""
    lost = re.sub("[äöüßé]", "", name)
    return {fold(name).replace(" ", ""), fold(lost).replace(" ", "")}


def _dictionary() -> dict[str, tuple[Field, ...]]:
    entries: dict[str, tuple[Field, ...]] = {}
    for field, names in NAMES.items():
        for name in names.split(","):
            for form in _forms(name):
                known = entries.get(form, ())
                entries[form] = known if field in known else (*known, field)
    return entries


_DICTIONARY = _dictionary()
_LONG = {form: fields for form, fields in _DICTIONARY.items() if len(form) >= 5}


@lru_cache(maxsize=4096)
def fields_of_header(header: str) -> tuple[tuple[Field, float], ...]:
    """What a column of this name may hold, and how sure that is (1: an exact name); empty if nothing is
    known.
    """
    header = _CAMEL.sub(" ", header).replace("#", " number ")
    whole, words = fold(header).split(), fold(_PARENTHESES.sub(" ", header)).split()
    if _OTHER_PEOPLE.search(" ".join(whole)):
        return ((Field.IGNORE, 1.0),)
    meant = [word for word in words if word not in _NOISE]
    for tried, sure in ((whole, 1.0), (words, 1.0), (meant, 0.95)):
        squashed = "".join(tried)
        if squashed in _DICTIONARY:
            return tuple((field, sure) for field in _DICTIONARY[squashed])
    if _END.search(" ".join(whole)):
        return ((Field.IGNORE, 0.6),)
    return _unexact(meant)


def _unexact(words: list[str]) -> tuple[tuple[Field, float], ...]:
    """Names mistyped, or with other words before or after a known one (the longest known part counts)."""
    squashed = "".join(words)
    if len(squashed) >= 5:
        found = process.extractOne(squashed, _LONG.keys(), scorer=fuzz.ratio, score_cutoff=_TYPO_RATIO)
        if found:
            return tuple((field, 0.8) for field in _LONG[found[0]])
    runs = [
        ("".join(words[start:end]), start == 0)
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
        if end - start < len(words)
    ]
    known = [(len(run), at_start, run) for run, at_start in runs if run in _DICTIONARY and len(run) >= 3]
    if not known:
        return ()
    return tuple((field, 0.6) for field in _DICTIONARY[max(known)[2]])


def known_header(text: str) -> float:
    """How surely this is the name of a column: 0 to 1."""
    return max((sure for _, sure in fields_of_header(text)), default=0.0) if len(text) <= 60 else 0.0


_DATA = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d|^\d{1,2}:\d\d|@\S+\.|^\+?[\d /()-]{5,}$")


def looks_like_data(cells: list[str]) -> bool:
    """Whether at least a sixth of the cells are dates, times, addresses or long numbers, as no header has."""
    return sum(bool(_DATA.search(cell)) for cell in cells) * 6 >= max(len(cells), 1)

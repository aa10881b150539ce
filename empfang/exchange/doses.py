"""Which dose a text speaks of."""

import re
from functools import lru_cache

from empfang.model import DoseKind
from empfang.rules.names import fold

_UNIT = r"(?:jahre?n?|j|lj|years?|yrs?|y o|monate?n?|mon|months?|wochen?|wo|weeks?|tage?n?|days?|stunden|h)"
_NOT_A_DOSE = re.compile(
    rf"""
    \d{{1,4}}[.-]\d{{1,2}}[.-]\d{{0,4}} | \d{{1,2}}:\d\d                # dates and times
    | covid[\s-]*19 | sars[\s-]*cov(?:id)?[\s-]*2 | cov[\s-]*2\b        # what it is against
    | \d+(?:[.,]\d+)?\s*(?:µg|μg|ug|mcg|ml)\b                           # how much of it
    | (?:\b(?:ab|von|nach|in|über|unter|mind(?:estens)?|from|after|over|under|age[ds]?|alter|ü|u)\.?\s*)?
      \d{{1,2}}\s*(?:-|–|bis|to)\s*\d{{1,2}}\b(?:\s*{_UNIT}\b\.?)?      # ages and intervals: 5-11, 3 bis 4 Wochen
    | (?:\b(?:ab|nach|in|über|unter|mind(?:estens)?|from|after|over|under|age[ds]?)\.?\s*|\b[üu]\s?)
      \d{{1,2}}\b\+?(?:\s*{_UNIT}\b\.?)?                                # ab 12, nach 5 Monaten, Ü60
    | \b\d{{1,2}}\s*{_UNIT}\b\.? | \b\d{{1,2}}\s?\+(?!\s?\d)            # 6 Monate, 12+
    """,
    re.IGNORECASE | re.VERBOSE,
)
_OF_SO_MANY = re.compile(r"\b(\d)\s*(?:/|von|of|out of)\s*\d\b", re.IGNORECASE)
_TWO_DOSES = re.compile(
    r"\berst\w* (?:(?:und|oder|bzw|u|o) )?zweit\w*|\bfirst (?:dose )?(?:(?:and|or) )?second\b"
    r"|\b1 (?:(?:und|oder|u|o|and|or) )?2\b"
)
_ORDINAL = r"(?:erste[nrs]?|zweite[nrs]?|dritte[nrs]?|first|second|third)"
_BOOSTER_WORD = r"\w*(?:boost|auffrisch)\w*|refresher|rappel"
_NTH_BOOSTER = re.compile(rf"\b(?:{_ORDINAL}|\d) (?={_BOOSTER_WORD})")
_WORDS = (
    (
        re.compile(rf"\b(?:{_BOOSTER_WORD}|dritt\w*|viert(?!el)\w*|funft(?!el)\w*|third|fourth|fifth)\b"),
        DoseKind.BOOSTER,
    ),
    (re.compile(r"\b(?:zweit\w*|second|folge(?:impf\w*|dosis|termin)?|deuxieme|seconde)\b"), DoseKind.SECOND),
    (re.compile(r"\b(?:erst(?!ell|att)\w*|first|initial\w*|prim[aeo]r?\w*|premiere)\b"), DoseKind.FIRST),
)
_SHOT = r"(?:\w*impf\w*|\w*dosis|doses?|shot|jab|spritze|immuni[sz]\w*|vac\w*|grundimmun\w*)"
_NUMBER = r"0?([1-9])|(i{1,3}|iv)"
_ENDING = r"(?:te[nrs]?|ste[nrs]?|st|nd|rd|th|ere|er|eme|e)?"
_BESIDE = re.compile(
    rf"\b(?:{_NUMBER}){_ENDING} (?:(?:corona|covid|schutz)\w* )?{_SHOT}\b"
    rf"|\b{_SHOT} (?:(?:nr|no|number|nummer) )?(?:{_NUMBER})\b"
)
_ALONE = re.compile(rf"(?:d ?)?(?:{_NUMBER}){_ENDING}(?: ?(?:x|mal))?")
_LETTERS = {"e": DoseKind.FIRST, "z": DoseKind.SECOND, "b": DoseKind.BOOSTER}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@lru_cache(maxsize=512)
def dose_kind(text: str) -> DoseKind | None:
    """Which dose a text speaks of; None if it does not say, or names two.

    Ages, intervals and amounts are no doses. Words count more than digits, and of two words the first; a digit counts
    alone or beside a word such as Impfung or dose.
    """
    plain = fold(_NOT_A_DOSE.sub(" ", _OF_SO_MANY.sub(r"\1", text)))
    if _TWO_DOSES.search(fold(_OF_SO_MANY.sub(r"\1", text))):
        return None
    plain = _NTH_BOOSTER.sub("", plain)
    found = [(match.start(), kind) for pattern, kind in _WORDS if (match := pattern.search(plain))]
    if found:
        return min(found)[1]
    if plain in _LETTERS:
        return _LETTERS[plain]
    number = _ALONE.fullmatch(plain) or _BESIDE.search(plain)
    if number is None:
        return None
    said = next(group for group in number.groups() if group)
    which = _ROMAN.get(said) or int(said)
    return {1: DoseKind.FIRST, 2: DoseKind.SECOND}.get(which, DoseKind.BOOSTER)

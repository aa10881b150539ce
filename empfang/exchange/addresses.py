"""Combined cells into their parts: names, streets with numbers, whole addresses."""

import re
from collections.abc import Iterable

from empfang.rules.given_names import GIVEN_NAMES
from empfang.rules.names import fold, words

_STREET_NUMBER = re.compile(
    r"^(?P<street>.*?[^\W\d_.)\"'].*?|.*[^\W\d_][.)\"']*)[\s,]+(?:Nr\.?\s*)?"
    r"(?P<number>\d{1,4}\s?[a-zA-Z]?(?:\s?[-/+–]\s?\d{0,4}\s?[a-zA-Z]?)?)$"
)
_STREET_TIGHT = re.compile(r"^(?P<street>.*(?:str|straße|strasse)\.?)(?P<number>\d{1,4}\s?[a-zA-Z]?)$", re.IGNORECASE)
_NUMBER_STREET = re.compile(r"^(?P<number>\d{1,4}[a-zA-Z]?),?\s+(?P<street>[^\W\d_].*)$")
_POSTAL_TOWN = re.compile(r"^(?:[A-Z]{1,3}\s?[-–]\s?)?(?P<postal>\d{4,5})[\s,]+(?P<town>[^\W\d_].*)$", re.DOTALL)
_TOWN_POSTAL = re.compile(r"^(?P<town>[^\d]*[^\W\d_)])[\s,(-]+(?:[A-Z]{1,3}[-–])?(?P<postal>\d{4,5})\)?$")
_STREET_THEN_TOWN = re.compile(
    r"^(?P<street>.+?)[\s,;/|–-]+(?:[A-Z]{1,3}\s?[-–]\s?)?(?P<postal>\d{5})[\s,]+(?P<town>[^\W\d_].*)$",
    re.DOTALL,
)
_TOWN_THEN_STREET = re.compile(r"^(?P<postal>\d{5})\s+(?P<town>[^,;\n]+)[,;\n]\s*(?P<street>.+)$", re.DOTALL)
_STREET_TOWN_POSTAL = re.compile(r"^(?P<street>[^,\n]+),\s*(?P<town>[^\d,]+),?\s+(?P<postal>\d{5})$")
_PARTICLES = frozenset(
    {
        "von",
        "vom",
        "van",
        "der",
        "den",
        "dem",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "la",
        "le",
        "zu",
    }
    | {"zum", "zur", "ten", "ter", "el", "al", "bin", "ibn", "und", "y", "af", "av", "st"}
)
_SUFFIXES = frozenset({"ii", "iii", "iv", "jr", "jr.", "sr", "sr.", "jun.", "sen.", "junior", "senior"})
_TITLES = re.compile(
    r"^(?:(?:(?:herrn?|frau|mr|mrs|ms|miss|dr|prof|med|dent|vet|rer|nat|pol|phil|theol|jur|iur|ing|dipl|mag|msc|bsc|mba"
    r"|priv|doz|pd|familie|fam)\b\.?|(?:fr|hr|fa)\.|h\.?\s?c\.|a\.\s?d\.|\((?:fh|univ\.?|tu|ba|dh)\))[\s-]*)+(?=\S)",
    re.IGNORECASE,
)
_TITLES_BEHIND = re.compile(r"(?:[,\s]+(?:dr|prof|med|m\.?sc|b\.?sc|mba)\b\.?)+$", re.IGNORECASE)
_BORN_AS = re.compile(r"[\s,]*\(?\b(?:geb\.|geborene[rn]?\b|geb\b|née\b)\s*[^,()]+\)?", re.IGNORECASE)


def split_street(text: str) -> tuple[str, str]:
    """Street and house number; the number is empty if there is none at either end."""
    bare = text.strip()
    for pattern in (_STREET_NUMBER, _STREET_TIGHT, _NUMBER_STREET):
        found = pattern.match(bare)
        if found:
            return found["street"].strip(" ,"), found["number"].strip()
    return bare, ""


def split_postal_town(text: str) -> tuple[str, str]:
    """Postal code and town; what cannot be split is the town."""
    bare = " ".join(text.split())
    found = _POSTAL_TOWN.match(bare) or _TOWN_POSTAL.match(bare)
    if found:
        return found["postal"], found["town"].strip()
    return (bare, "") if re.fullmatch(r"\d{4,5}", bare) else ("", bare)


def split_address(text: str) -> tuple[str, str, str, str]:
    """Street, house number, postal code, town of an address in one cell; an unsplit one is the street."""
    bare = re.sub(r"\s*[\r\n]+\s*", ", ", text.strip())
    found = _TOWN_THEN_STREET.match(bare) or _STREET_THEN_TOWN.match(bare) or _STREET_TOWN_POSTAL.match(bare)
    if not found:
        return *split_street(bare), "", ""
    street, number = split_street(found["street"].strip(" ,"))
    return street, number, found["postal"], found["town"].strip(" ,")


def split_name(text: str, order: str) -> tuple[str, str]:
    """Family name and given names; a comma decides, else `order`: family_first or given_first.

    Titles and the name before marriage (geb. Schmidt) are dropped.
    """
    whole = _TITLES_BEHIND.sub("", _BORN_AS.sub("", " ".join(text.split()))) or text.strip()
    if "," in whole:
        family, given = (part.strip() for part in whole.split(",", 1))
        return _TITLES.sub("", family), _TITLES.sub("", given)
    parts = _TITLES.sub("", whole).split(" ")
    if len(parts) == 1:
        return parts[0], ""
    if order == "family_first":
        end = 0
        while end < len(parts) - 2 and parts[end].casefold() in _PARTICLES:
            end += 1
        if end < len(parts) - 2 and parts[end + 1].casefold() in _SUFFIXES:
            end += 1
        return " ".join(parts[: end + 1]), " ".join(parts[end + 1 :])
    begin = len(parts) - (2 if len(parts) > 2 and parts[-1].casefold() in _SUFFIXES else 1)
    while begin > 1 and parts[begin - 1].casefold() in _PARTICLES:
        begin -= 1
    return " ".join(parts[begin:]), " ".join(parts[:begin])


def without_family(text: str, family: str) -> str:
    """The given names in a whole name whose family name is known; empty if that is not in it."""
    whole = _TITLES.sub("", " ".join(text.split()))
    for given in (whole.removesuffix(family), whole.removeprefix(family)):
        if family and given != whole:
            return given.strip(" ,")
    return ""


def find_name_order(names: Iterable[str], emails: Iterable[str], header: str) -> tuple[str, bool]:
    """Which comes first in names without a comma, and whether that is sure.

    The header may say it (Nachname Vorname); else given names in common use, then e-mail addresses, which
    mostly put the given name first, decide.
    """
    title = fold(header)
    family = re.search(r"\b(?:nach|nachname|familienname|zuname|last|surname|family)", title)
    given = re.search(r"\b(?:vor|vorname|first|given|forename)", title)
    if family and given:
        return ("family_first" if family.start() < given.start() else "given_first"), True
    first = last = 0
    for name, email in zip(names, emails, strict=True):
        parts = words(_TITLES.sub("", name))
        if "," in name or len(parts) < 2:
            continue
        first += parts[0] in GIVEN_NAMES
        last += parts[-1] in GIVEN_NAMES
        local = email.split("@")[0].casefold()
        if "@" in email and "." in local:
            before, after = fold(local.split(".")[0]), fold(local.split(".")[-1])
            first += before == parts[0] or after == parts[-1]
            last += before == parts[-1] or after == parts[0]
    if first == last:
        return "given_first", False
    return ("given_first" if first > last else "family_first"), True

"""The words in cells: doses, vaccines, yes and no, states, telephone numbers."""

import re
from functools import lru_cache

from empfang.model import DoseKind, Phone
from empfang.rules.names import fold
from empfang.rules.phones import e164

_NOTHING = frozenset(
    {"", "-", "--", "---", "–", "/", ".", "n/a", "na", "n.a.", "k.a.", "k. a.", "null", "none", "nil", "nan"}
    | {"unbekannt", "unknown", "keine angabe", "keine", "kein", "#n/a", "nicht bekannt", "entfällt"}
)
_YES = frozenset({"ja", "j", "yes", "y", "true", "wahr", "x", "1", "on", "oui", "si", "immer", "bereit", "gerne"})
_NO = frozenset({"nein", "n", "no", "false", "falsch", "0", "off", "non", "nie"})
_CANCELLED = re.compile(
    r"storn|abgesagt|absage|cancel|annul|geloscht|deleted|abgemeldet|entfall|zuruckgezogen|withdrawn|revoked|widerrufen"
)
_NOT_CANCELLED = re.compile(r"\b(?:nicht|not|un|kein[e]?|no)\b")
_SECOND = re.compile(r"\bzweit|\b(?:2|2te|2nd|ii)\b|\bsecond|\bz(?:weite)?\b|\bfolge")
_FIRST = re.compile(r"\berst|\b(?:1|1te|1st|i)\b|\bfirst|\be\b|\bd1\b|\binitial|\bprim")
_BOOSTER = re.compile(
    r"boost|auffrisch|\bdritt|\bviert|\bfunft|\b(?:3|3te|3rd|4|4te|4th|5|iii|iv)\b|\bthird|\bfourth|\bb\b|\bd[345]\b"
)
_SECOND_SHORT = re.compile(r"\bd2\b")
_CHILD = re.compile(r"\b(?:kind|kinder|child|children|paed|paediatric|pad|pediatric|junior|5 11|baby|toddler)")
_VACCINES = (
    (
        re.compile(r"comirnaty|biontech|bion tech|pfizer|bnt ?162|\bbnt\b|\bbiont\b|\btozinameran\b|^bio$"),
        "Comirnaty",
    ),
    (re.compile(r"spikevax|moderna|mrna ?1273|\belasomeran\b"), "Spikevax"),
    (re.compile(r"vaxzevria|astra ?zene[ck]a|\bastra\b|azd ?1222|^az$|covishield"), "Vaxzevria"),
    (re.compile(r"janssen|jansen|johnson|j j\b|jcovden|ad26|\bjuj\b|^jj$"), "Janssen"),
    (re.compile(r"nuvaxovid|novavax|nvx cov"), "Nuvaxovid"),
    (re.compile(r"\bvalneva\b|vla ?2001"), "Valneva"),
)
_DIGITS = re.compile(r"\d")
_SEVERAL = re.compile(r"\s*(?:[;,\n]|\s/\s|\s\|\s|\boder\b|\bund\b|\band\b|\bor\b|&|\s\+\s(?=0))\s*")
_MOBILE = re.compile(r"^\+491[567]")
_MOBILE_WORD = re.compile(
    r"\b(?:mobil\w*|handy|cell|mob|privat|festnetz|tel|telefon|fon|dienstl\w*|phone|home|mobile)\b[.:]*", re.I
)
_LIST_PARTS = re.compile(r"\s*[,;/|\n+]\s*|\s+(?:oder|und|or|and)\s+")


def nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: blank, "-", "unbekannt" ...; not to be asked about names."""
    return text.strip().casefold() in _NOTHING


def yes_or_no(text: str) -> bool | None:
    """Yes, no, or None for a word that is neither."""
    word = text.strip().casefold().rstrip(".!")
    if word in _YES or text.strip() in {"✓", "✔", "☑"}:
        return True
    return False if word in _NO or text.strip() in {"✗", "☐"} else None


@lru_cache(maxsize=512)
def dose_kind(text: str) -> DoseKind | None:
    """Which dose a text speaks of; None if it does not say."""
    plain = re.sub(r"(\d)\s*(?:x|mal)\b", r"\1", fold(text))
    if _BOOSTER.search(plain):
        return DoseKind.BOOSTER
    if _SECOND.search(plain) or _SECOND_SHORT.search(plain):
        return DoseKind.SECOND
    return DoseKind.FIRST if _FIRST.search(plain) else None


@lru_cache(maxsize=512)
def vaccine(text: str) -> str:
    """The product's name in its usual spelling; the text as it came for what is not known, and for children's
    doses.
    """
    plain = fold(text)
    if _CHILD.search(plain):
        return text.strip()
    names = {name for pattern, name in _VACCINES if pattern.search(plain)}
    return names.pop() if len(names) == 1 else text.strip()


def known_vaccine(text: str) -> bool:
    """Whether a text names a vaccine."""
    plain = fold(text)
    return any(pattern.search(plain) for pattern, _ in _VACCINES)


def vaccines(text: str) -> tuple[str, ...]:
    """Several vaccines in one cell, each once."""
    parts = [part for part in _LIST_PARTS.split(text.strip()) if part]
    return tuple(dict.fromkeys(vaccine(part) for part in parts))


def several(text: str) -> tuple[str, ...]:
    """The parts of a cell that lists something."""
    return tuple(part for part in re.split(r"\s*[,;|\n]\s*", text.strip()) if part)


@lru_cache(maxsize=512)
def is_cancelled(text: str) -> bool:
    """Whether a state means that the appointment is not to take place any more."""
    plain = fold(text)
    return bool(_CANCELLED.search(plain)) and not _NOT_CANCELLED.search(plain)


def phones(text: str, kind: str) -> tuple[list[Phone], list[str]]:
    """The numbers in a cell, E.164 where they can be read, and those that cannot (which are among the first,
    too).
    """
    whole = text.strip()
    parts = [part for part in _SEVERAL.split(whole) if part]
    if len(parts) < 2 or not all(len(_DIGITS.findall(part)) >= 6 for part in parts):
        parts = [whole]
    found: list[Phone] = []
    unread: list[str] = []
    for part in parts:
        number = e164(_MOBILE_WORD.sub(" ", part).strip(" :()") if _MOBILE_WORD.search(part) else part)
        if number is None:
            unread.append(part)
            found.append(Phone(number=part, kind=kind))
        else:
            found.append(Phone(number=number, kind="mobile" if _MOBILE.match(number) else kind))
    return found, unread


def minutes(text: str) -> int | None:
    """Minutes from "30", "30 min", "ca. 30 Minuten", "1 h", "0:30"; None if it says none."""
    clock = re.fullmatch(r"\s*(\d{1,2}):(\d\d)(?::\d\d)?\s*(?:h|std\.?)?\s*", text)
    if clock:
        return int(clock[1]) * 60 + int(clock[2])
    found = re.fullmatch(
        r"\s*(?:ca\.?|etwa|about|~|<|bis)?\s*(\d{1,3})(?:[.,](\d))?\s*(min\w*\.?|'|h|std\.?|stunden?|hours?)?\s*",
        text,
        re.I,
    )
    if not found:
        return None
    hours = (found[3] or "").lower().startswith(("h", "s"))
    return round(float(f"{found[1]}.{found[2] or 0}") * (60 if hours else 1))

"""The words in cells: vaccines, yes and no, states, telephone numbers."""

import re
from functools import lru_cache
from typing import Literal

from empfang.model import Phone
from empfang.rules.contact import is_mobile
from empfang.rules.names import fold
from empfang.rules.phones import e164

State = Literal["booked", "cancelled", "moved", "over", "unknown"]
_NOTHING = frozenset(
    {"", "-", "--", "---", "–", "/", ".", "n/a", "na", "n.a.", "k.a.", "k. a.", "null", "none", "nil", "nan"}
    | {"unbekannt", "unknown", "keine angabe", "keine", "kein", "#n/a", "nicht bekannt", "entfällt"}
)
_YES = frozenset({"ja", "j", "yes", "y", "true", "wahr", "x", "1", "on", "oui", "si", "immer", "bereit", "gerne"})
_NO = frozenset({"nein", "n", "no", "false", "falsch", "0", "off", "non", "nie"})
_CANCELLED = re.compile(
    r"\b(?:storn(?:o|iert\w*|ierung)|abgesagt\w*|absage|cancel(?:l?ed|lation)?|annull?iert|annul\w?|gel\w?scht|deleted"
    r"|abgemeldet|entf[ai]ll(?:t|en)|zuruckgezogen|withdrawn|revoked|widerrufen|verfallen|expired|ungultig|verstorben)\b"
)
_MOVED = re.compile(r"\b(?:umgebucht|verschoben|verlegt|rescheduled|rebooked|postponed|moved)\b")
_OVER = re.compile(
    r"\b(?:erschienen|no ?show|wahrgenommen|geimpft|vaccinated|fulfilled|arrived|eingecheckt|done|completed?|erledigt"
    r"|abgeschlossen)\b"
)
_BOOKED = re.compile(
    r"\b(?:best\w{0,2}tigt|gebucht|vergeben|offen|confirm(?:ed|e)|booked|reserviert|reserved|active?|aktiv|pending"
    r"|vereinbart|angenommen|accepted|ok|geplant|scheduled|neu|new|wart(?:et|end)|waiting)\b"
)
_DENIED = re.compile(
    r"\b(?:nicht|not|un|kein\w*|no|nie) (?:\w+ )?(?:storn|cancel|abgesagt|best|confirm|gebucht|booked)"
    r"|\b(?:storn|cancel|absag)\w* (?:\w+ )?(?:moglich|possible|bis|until|frist)\b"
)
_CHILD = re.compile(r"\b(?:kind|kinder|child|children|paed|paediatric|pad|pediatric|junior|5 11|baby|toddler)")
_VACCINES = (
    (
        re.compile(r"comirnaty|biontech|bion tech|pfizer|bnt ?162|\bbnt\b|\bbiont\b|\btozinameran\b|^bio$"),
        "Comirnaty",
    ),
    (re.compile(r"spikevax|moderna|mrna ?1273|\belasomeran\b"), "Spikevax"),
    (re.compile(r"vaxzevria|chadox|astra ?zene[ck]a|\bastra\b|azd ?1222|^az$|covishield"), "Vaxzevria"),
    (re.compile(r"janssen|jansen|johnson|j j\b|jcovden|ad26|\bjuj\b|^jj$"), "Janssen"),
    (re.compile(r"nuvaxovid|novavax|nvx cov"), "Nuvaxovid"),
    (re.compile(r"\bvalneva\b|vla ?2001"), "Valneva"),
)
_PHONE_WORDS = ("tel", "phone", "hotline", "anruf")
_ONLINE_WORDS = ("online", "internet", "web", "portal", "app")
_DIGITS = re.compile(r"\d")
_SEVERAL = re.compile(r"\s*(?:[;,\n]|\s/\s|\s\|\s|\b(?:oder|und|and|or)\b|\bu\.?(?=\s)|&|\s\+\s(?=0))\s*")
_SEVERAL_CLOSE = (re.compile(r"\s*/\s*(?=[+0(])"), re.compile(r"\s+(?=[+0(])"))
_NO_NUMBER = re.compile(r"[0\s/().+-]*")
_RUN = re.compile(r"[+(]?\d[\d\s()/.–-]{4,}\d")
_PHONE_WORD = re.compile(
    r"\b(?:mobil\w*|handy\w*|cell|mob|privat|festnetz|tel|telefon|fon|dienstl\w*|phone|home|mobile|nr)\b[.:]*", re.I
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
def vaccine(text: str) -> str:
    """The product's name in its usual spelling; the text as it came for what is not known, and for children's
    doses.
    """
    plain = fold(text)
    if _CHILD.search(plain):
        return text.strip()
    names = {name for pattern, name in _VACCINES if pattern.search(plain)}
    return names.pop() if len(names) == 1 else text.strip()


def vaccine_among(text: str) -> str:
    """The product that a longer text names (1. Impfung BioNTech); empty if it names none, or several."""
    plain = fold(text)
    names = {name for pattern, name in _VACCINES if pattern.search(plain)}
    return "" if len(names) != 1 else names.pop() + (" Kinder" if _CHILD.search(plain) else "")


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
def state(text: str) -> State:
    """What a state says of an appointment, by whole words: "moved" (to another time) and "over" are no bookings for
    this time any more; "unknown" is everything that is neither known nor sure.
    """
    plain = fold(text)
    if _DENIED.search(plain):
        return "unknown"
    if _CANCELLED.search(plain):
        return "cancelled"
    if _MOVED.search(plain):
        return "moved"
    if _OVER.search(plain):
        return "over"
    return "booked" if _BOOKED.search(plain) else "unknown"


def is_cancelled(text: str) -> bool:
    """Whether a state means that the appointment is not to take place, or not at this time."""
    return state(text) in {"cancelled", "moved"}


def marks_cancelled(text: str) -> bool:
    """Whether what stands in a column "storniert" means yes: a tick, a day, a reason."""
    denied = yes_or_no(text) is False or _DENIED.search(fold(text)) or state(text) == "booked"
    return not nothing(text) and not denied


def phones(text: str, kind: str) -> tuple[list[Phone], list[str]]:
    """The numbers in a cell, E.164 where they can be read, and those that cannot (which are among the first, too).

    A word beside a number says whose it is: 0171 3920012 (Tochter).
    """
    found: list[Phone] = []
    unread: list[str] = []
    for part in _single_numbers(text.strip().lstrip("'")):
        number, whose = _number(part)
        if number is None:
            unread.append(part)
            found.append(Phone(number=part, kind=kind))
        else:
            found.append(Phone(number=number, kind="mobile" if is_mobile(number) else kind, whose=whose or "own"))
    return found, unread


def _single_numbers(whole: str) -> list[str]:
    """The parts of a cell that are a number each; without clear signs between them only if the whole is none."""
    if _NO_NUMBER.fullmatch(whole):
        return []
    parts = [part for part in _SEVERAL.split(whole) if part]
    if len(parts) > 1 and all(len(_DIGITS.findall(part)) >= 6 for part in parts):
        return [one for part in parts for one in _single_numbers(part)]
    if _number(whole)[0] is None:
        for between in _SEVERAL_CLOSE:
            parts = [part for part in between.split(whole) if part]
            if len(parts) > 1 and all(_number(part)[0] and len(_DIGITS.findall(part)) >= 7 for part in parts):
                return parts
    return [whole]


def _number(part: str) -> tuple[str | None, str]:
    """A number in E.164, and whose it is if that is said."""
    runs = _RUN.findall(part)
    if len(runs) != 1 or not re.search(r"[^\W\d_]", part):
        return e164(part), ""
    rest = part.replace(runs[0], " ")
    if _DIGITS.search(rest):
        return e164(part), ""
    return e164(runs[0]), " ".join(re.sub(r"[^\w\s-]", " ", _PHONE_WORD.sub(" ", rest)).split()).strip(" -")


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


def channel_of(origin: str) -> str:
    """How somebody booked, as a contingent's name: online, phone or other."""
    text = fold(origin)
    if any(word in text for word in _PHONE_WORDS):
        return "phone"
    if any(word in text for word in _ONLINE_WORDS):
        return "online"
    return "other"

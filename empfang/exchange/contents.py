"""What the values of a column look like: evidence for or against what its name says, and all there is without
a name.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from empfang.exchange.dates import DateStyle, Unfit, find_style, read_date, read_moment, read_time
from empfang.exchange.doses import dose_kind
from empfang.exchange.fields import Field
from empfang.exchange.words import (
    is_cancelled,
    known_vaccine,
    minutes,
    nothing,
    several,
    yes_or_no,
)
from empfang.rules.given_names import GIVEN_NAMES
from empfang.rules.names import words

_SAMPLE = 150
_UTC = ZoneInfo("UTC")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
_PHONE = re.compile(r"(?:(?:tel|fon|mob)\w*[.:]*\s*)?[+0(\d][\d\s/().+-]{5,}", re.IGNORECASE)
_POSTAL = re.compile(r"(?:[A-Z]{1,3}-)?\d{4,5}")
_POSTAL_INSIDE = re.compile(r"(?<!\d)\d{5}(?!\d)")
_HOUSE = re.compile(r"\d{1,4}\s?[a-zA-Z]?(?:\s?[-/+]\s?\d{0,4}\s?[a-zA-Z]?)?")
_STREET = re.compile(
    r"stra(?:ß|ss|\?|�)e|str\.|weg\b|platz\b|allee\b|gasse\b|ring\b|street|road\b|avenue", re.IGNORECASE
)
_CODE = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9_-]{4,}")
_RUNNING = re.compile(r"\d{1,4}")
_DIALLED = re.compile(r"\s*['+(0]")
_CLOCK = re.compile(r"\d{1,2}\s*(?:[:.h]\s*\d\d|uhr)", re.IGNORECASE)
_STATUS = re.compile(
    r"best[äa]tigt|gebucht|offen|confirmed|booked|erledigt|reserviert|active|aktiv|pending|vereinbart", re.I
)


def sample(values: Sequence[str]) -> list[str]:
    """Some of the values, from everywhere in the list."""
    said = [value for value in values if not nothing(value)]
    return said[:: max(1, len(said) // _SAMPLE)][:_SAMPLE]


def _reads(reader: Callable[[str], object], text: str) -> bool:
    try:
        reader(text)
    except Unfit:
        return False
    return True


def is_time(text: str) -> bool:
    return _reads(read_time, text) and bool(
        re.search(r"[:.h]|uhr|[ap]\.?m|^0\d{3}$|^1\d[0-5]\d$|^\d{1,2}$", text, re.I)
    )


def _midnight(text: str) -> bool:
    return bool(re.search(r"\s0?0:00(:00)?(\.0+)?$|T00:00(:00)?", text))


def _letters(text: str) -> bool:
    return sum(map(str.isalpha, text)) * 2 > len(text) and "@" not in text and not re.search(r"\d{3}", text)


def _checks(values: Sequence[str]) -> dict[Field, Callable[[str], bool]]:
    style = find_style(values)
    spread = len(set(values)) * 2 > len(values)

    def is_date(text: str) -> bool:
        return _reads(lambda value: read_date(value, style), text)

    def is_moment(text: str) -> bool:
        return _reads(lambda value: read_moment(value, style, _UTC, whole=True), text)

    def dated(text: str) -> bool:
        return is_date(text) or is_moment(text)

    return {
        Field.CODE: lambda text: (
            spread and " " not in text and not _RUNNING.fullmatch(text) and not is_date(text) and "@" not in text
        ),
        Field.DATE: lambda text: is_date(text) and (_midnight(text) or not is_moment(text)),
        Field.TIME: is_time,
        Field.DATETIME: lambda text: is_moment(text) and not _midnight(text),
        Field.DOSE: lambda text: dose_kind(text) is not None and not known_vaccine(text),
        Field.VACCINE: lambda text: known_vaccine(text) and dose_kind(text) is None,
        Field.DOSE_VACCINE: lambda text: known_vaccine(text) and dose_kind(text) is not None,
        Field.FAMILY: _letters,
        Field.GIVEN: _letters,
        Field.FULL_NAME: lambda text: _letters(text) and ("," in text or len(text.split()) > 1),
        Field.BIRTH_DATE: is_date,
        Field.BIRTH_DAY: lambda text: text.isdecimal() and 1 <= int(text) <= 31,
        Field.STREET: lambda text: any(map(str.isalpha, text)) and not _POSTAL_INSIDE.search(text),
        Field.HOUSE_NUMBER: lambda text: bool(_HOUSE.fullmatch(text)),
        Field.POSTAL_CODE: lambda text: bool(_POSTAL.fullmatch(text)),
        Field.TOWN: lambda text: _letters(text) and not _POSTAL_INSIDE.search(text),
        Field.POSTAL_TOWN: lambda text: bool(_POSTAL_INSIDE.search(text)) and any(map(str.isalpha, text)),
        Field.ADDRESS: lambda text: bool(_POSTAL_INSIDE.search(text)) and len(text.split()) > 2,
        Field.PHONE: lambda text: bool(_PHONE.match(text)) and not is_date(text),
        Field.MOBILE: lambda text: bool(_PHONE.match(text)) and not is_date(text),
        Field.EMAIL: lambda text: bool(_EMAIL.search(text)),
        Field.BOOKED_AT: dated,
        Field.REGISTERED_AT: dated,
        Field.LAST_DOSE_DATE: dated,
        Field.STANDBY: lambda text: yes_or_no(text) is not None,
        Field.STATUS: lambda text: not dated(text) and yes_or_no(text) is None,
        Field.CANCELLED: lambda text: yes_or_no(text) is not None or dated(text) or is_cancelled(text),
        Field.LAST_VACCINE: known_vaccine,
        Field.MINUTES: lambda text: minutes(text) is not None,
        Field.REACHABLE_FROM: is_time,
        Field.REACHABLE_UNTIL: is_time,
        Field.VACCINES_WANTED: lambda text: any(known_vaccine(part) for part in several(text)) or _letters(text),
        Field.CHANNEL: lambda text: not dated(text) and not _CODE.fullmatch(text),
        Field.PARTY: lambda text: not is_time(text) or text.isdigit(),
    }


def evidence(values: Sequence[str], fields: Sequence[Field]) -> dict[Field, float]:
    """For each of the fields that can be checked: the share of these values that could stand there."""
    taken = sample(values)
    if not taken:
        return {}
    checks = _checks(taken)
    return {field: sum(map(checks[field], taken)) / len(taken) for field in fields if field in checks}


def _years(values: Sequence[str], style: DateStyle) -> list[int]:
    years = []
    for value in values:
        try:
            years.append(read_date(value, style).year)
        except Unfit:
            continue
    return years


def fields_of_content(values: Sequence[str]) -> tuple[tuple[Field, float], ...]:
    """What a column without a name may hold, the surest first. Names of people are not recognised by content
    alone.
    """
    taken = sample(values)
    if len(taken) < 2:
        return ()
    checks = _checks(taken)
    shares = {field: sum(map(check, taken)) / len(taken) for field, check in checks.items()}
    if shares[Field.EMAIL] > 0.9:
        return ((Field.EMAIL, 0.9),)
    if all(re.fullmatch(r"\d{5}", value) for value in taken) and len(set(taken)) < max(0.7 * len(taken), 20):
        return ((Field.POSTAL_CODE, 0.7),)
    if shares[Field.DATETIME] > 0.9:
        return ((Field.DATETIME, 0.6),)
    if shares[Field.DATE] > 0.9:
        years = _years(taken, find_style(taken))
        wide = len(set(years)) > 12 or (max(years) - min(years) > 12 and len(set(years)) > 1)
        return ((Field.BIRTH_DATE if wide else Field.DATE, 0.8 if wide else 0.6),)
    if shares[Field.TIME] > 0.95 and not shares[Field.HOUSE_NUMBER] > 0.9:
        return ((Field.TIME, 0.7),)
    for field in (Field.DOSE_VACCINE, Field.VACCINE, Field.DOSE):
        if shares[field] > 0.9 and not all(value.isdigit() for value in taken):
            return ((field, 0.7),)
    if sum(bool(_CODE.fullmatch(value)) for value in taken) > 0.9 * len(taken) and len(set(taken)) == len(taken):
        return ((Field.CODE, 0.6),)
    if shares[Field.PHONE] > 0.9:
        return ((Field.PHONE, 0.6),)
    return _texts(taken, shares)


def _texts(taken: Sequence[str], shares: dict[Field, float]) -> tuple[tuple[Field, float], ...]:
    if sum(bool(_STATUS.search(value) or is_cancelled(value)) for value in taken) > 0.9 * len(taken):
        return ((Field.STATUS, 0.6),)
    if shares[Field.ADDRESS] > 0.9 and sum(bool(_STREET.search(value)) for value in taken) > 0.3 * len(taken):
        return ((Field.ADDRESS, 0.6),)
    if shares[Field.POSTAL_TOWN] > 0.9:
        return ((Field.POSTAL_TOWN, 0.6),)
    if sum(bool(_STREET.search(value)) for value in taken) > 0.4 * len(taken):
        return ((Field.STREET, 0.6),)
    if shares[Field.FULL_NAME] > 0.9 and sum("," in value for value in taken) > 0.9 * len(taken):
        return ((Field.FULL_NAME, 0.5),)
    if sum(bool(GIVEN_NAMES.intersection(words(value))) for value in taken) > 0.45 * len(taken):
        several_words = shares[Field.FULL_NAME] > 0.8
        return ((Field.FULL_NAME if several_words else Field.GIVEN, 0.5),)
    return ()


_CLAIMED_UNNAMED = frozenset(
    {
        Field.EMAIL,
        Field.BIRTH_DATE,
        Field.DOSE,
        Field.VACCINE,
        Field.DOSE_VACCINE,
        Field.CODE,
        Field.DATETIME,
        Field.DATE,
    }
)


def claims_of_content(values: Sequence[str]) -> tuple[tuple[Field, float], ...]:
    """What a column with a name that nobody knows may hold: only what its values show beyond doubt."""
    proofs = {Field.PHONE: _DIALLED, Field.TIME: _CLOCK}

    def shown(use: Field) -> bool:
        proof = proofs.get(use)
        if proof is None:
            return use in _CLAIMED_UNNAMED
        return sum(bool(proof.match(value)) for value in values) > 0.5 * len(values)

    return tuple(claim for claim in fields_of_content(values) if shown(claim[0]))


def days_of(values: Sequence[str]) -> list[date | None]:
    """The day in each value of a column, None where there is none."""
    style = find_style([value for value in values if not nothing(value)])
    return [_day(value, style) for value in values]


def _day(text: str, style: DateStyle) -> date | None:
    try:
        return read_moment(text, style, _UTC).date()
    except Unfit:
        return None

"""Telephone numbers: read as people write them, kept as E.164."""

import re
from functools import cache, lru_cache
from types import ModuleType

REGION = "DE"
_COUNTRY_BARE = re.compile(r"49\d{9,13}")


@cache
def _library() -> ModuleType:
    # Its tables take a moment to load, and a desk must be at work at once.
    import phonenumbers  # noqa: PLC0415

    return phonenumbers


def load() -> None:
    """Load the tables with a first number, while nobody waits: it takes some 40 ms."""
    shown("+4963136060")


@lru_cache(maxsize=16_384)
def e164(text: str) -> str | None:
    """The number in E.164 (+4917604069020), or None if this cannot be one."""
    library = _library()
    if _COUNTRY_BARE.fullmatch(text.strip()):
        # A spreadsheet took +49… for a sum and dropped the sign.
        abroad = library.parse("+" + text.strip())
        if library.is_valid_number(abroad):
            return str(library.format_number(abroad, library.PhoneNumberFormat.E164))
    try:
        number = library.parse(text, REGION)
    except library.NumberParseException:
        return None
    if not library.is_possible_number(number):
        return None
    return str(library.format_number(number, library.PhoneNumberFormat.E164))


def shown(number: str) -> str:
    """The number as a German clerk reads it out; one that could not be read stays as it was typed."""
    library = _library()
    try:
        parsed = library.parse(number, REGION)
    except library.NumberParseException:
        return number
    home = parsed.country_code == library.country_code_for_region(REGION)
    style = library.PhoneNumberFormat.NATIONAL if home else library.PhoneNumberFormat.INTERNATIONAL
    return str(library.format_number(parsed, style))


def national_digits(number: str) -> str:
    """The digits after 0 or +49, for search: people type +49, 0049 or 0 before them, or only the last ones."""
    digits = re.sub(r"\D", "", number)
    if number.strip().startswith("+49"):
        return digits[2:]
    if digits.startswith("0049"):
        return digits[4:]
    return digits.lstrip("0")

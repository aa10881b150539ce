"""Telephone numbers: read as people write them, kept as E.164."""

import re
from functools import lru_cache

import phonenumbers

REGION = "DE"


@lru_cache(maxsize=16_384)
def e164(text: str) -> str | None:
    """The number in E.164 (+4917604069020), or None if this cannot be one."""
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown(number: str) -> str:
    """The number as a German clerk reads it out; one that could not be read stays as it was typed."""
    try:
        parsed = phonenumbers.parse(number, REGION)
    except phonenumbers.NumberParseException:
        return number
    home = parsed.country_code == phonenumbers.country_code_for_region(REGION)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)


def national_digits(number: str) -> str:
    """The digits after 0 or +49, for search: people type +49, 0049 or 0 before them, or only the last ones."""
    digits = re.sub(r"\D", "", number)
    if number.strip().startswith("+49"):
        return digits[2:]
    if digits.startswith("0049"):
        return digits[4:]
    return digits.lstrip("0")

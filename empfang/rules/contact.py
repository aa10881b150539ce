"""What can be a mail address, a post code, a telephone number, as people give them."""

import re

from empfang.rules.phones import e164

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s.,;<>]{2,}")
_POST_CODE = re.compile(r"(?!00)[0-9]{5}|[A-Z]{1,3}-[0-9A-Z][0-9A-Z -]{2,8}")
_PHONE = re.compile(r"[0-9+()/. -]+")
_FEWEST_DIGITS = 6
_MOBILE = re.compile(r"\+491[567][0-9]+")


def is_email(text: str) -> bool:
    """Whether mail could go there."""
    return _EMAIL.fullmatch(text) is not None


def is_post_code(text: str) -> bool:
    """Whether it can be a German post code, or one of another country with its letters before it."""
    return _POST_CODE.fullmatch(text) is not None


def number_of(text: str) -> str | None:
    """The number in E.164; None if this cannot be one, as it is dialled from afar. Letters are nobody's number."""
    digits = sum(sign.isdecimal() for sign in text)
    return e164(text) if _PHONE.fullmatch(text) and digits >= _FEWEST_DIGITS else None


def is_mobile(number: str) -> bool:
    """Whether it is a German mobile number in E.164, to which a text message can go."""
    return _MOBILE.fullmatch(number) is not None


def kind_of(number: str) -> str:
    """Whether a number in E.164 is a mobile one or one at home."""
    return "mobile" if is_mobile(number) else "home"

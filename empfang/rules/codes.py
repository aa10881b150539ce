"""Booking codes as they are typed, scanned and stored."""

import re
from collections.abc import Callable

_NOT_CODE = re.compile(r"[^0-9A-Z]")
_AIM_IDENTIFIER = re.compile(r"^\][A-Za-z][0-9A-Za-z]")
MINIMUM_LENGTH = 6
"""Shorter texts are never taken for a complete code."""


def code_key(text: str, prefix: str = "") -> str:
    """What makes two writings of a code the same: capitals and digits only.

    A scanner's prefix is dropped: the configured one, or an AIM symbology identifier such as `]Q3`.
    """
    text = text.strip()
    if prefix and text.startswith(prefix):
        text = text[len(prefix) :]
    text = _AIM_IDENTIFIER.sub("", text)
    return _NOT_CODE.sub("", text.upper())


def looks_complete(key: str) -> bool:
    """Whether a key is long enough to be a whole code."""
    return len(key) >= MINIMUM_LENGTH


_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWX"
"""Without Y and Z, which change places between keyboards, and 0 O 1 I, which look alike."""
_DRAWN = 7


def check_sign(signs: str) -> str:
    """The last character of our codes: Luhn's algorithm over their 30 characters (ISO/IEC 7812-1, Annex B)."""
    total = 0
    for place, sign in enumerate(reversed(signs)):
        value = _SIGNS.index(sign) * (2 if place % 2 == 0 else 1)
        total += value // len(_SIGNS) + value % len(_SIGNS)
    return _SIGNS[-total % len(_SIGNS)]


def make_code(centre_id: str, draw: Callable[[int], int]) -> str:
    """A new booking code such as KL-ABCD-EFGH; `draw(n)` gives a random number below n."""
    drawn = "".join(_SIGNS[draw(len(_SIGNS))] for _ in range(_DRAWN))
    whole = drawn + check_sign(drawn)
    return f"{centre_id}-{whole[:4]}-{whole[4:]}"

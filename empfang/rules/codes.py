"""Booking codes as they are typed, scanned, stored and made.

Our own codes look like `KL-ABC-DEF-GHJ`: the centre, then three times three signs, the last of which is the check sign.
Codes of other systems (`KL-HANP-Y95H`) have other shapes and no check sign, and are never measured by ours.
"""

import re
from collections.abc import Callable, Iterable

_NOT_CODE = re.compile(r"[^0-9A-Z]")
_BREAK = re.compile(r"[\s-]+")
_AIM_IDENTIFIER = re.compile(r"^\][A-Za-z][0-9A-Za-z]")
MINIMUM_LENGTH = 6
"""Shorter texts are never taken for a complete code."""


def unprefixed(text: str, prefix: str = "") -> str:
    """The text without what a scanner puts before it: the configured prefix, an AIM identifier such as `]Q3`."""
    text = text.strip()
    if prefix and text.startswith(prefix):
        text = text[len(prefix) :]
    return _AIM_IDENTIFIER.sub("", text)


def code_key(text: str, prefix: str = "") -> str:
    """What makes two writings of a code the same: capitals and digits only, without a scanner's prefix."""
    return _NOT_CODE.sub("", unprefixed(text, prefix).upper())


def looks_complete(key: str) -> bool:
    """Whether a key is long enough to be a whole code."""
    return len(key) >= MINIMUM_LENGTH


SIGNS = "23456789ABCDEFGHJKLMNPQRSTVWX"
"""What our codes are made of: without Y and Z, which change places between keyboards, 0 O 1 I, which look alike, and U,
which looks like V. That leaves a prime number of signs (29), on which the check sign depends."""
_DRAWN = 8
_GROUP = 3
_OURS = _DRAWN + 1


def check_sign(signs: str) -> str:
    """The sign that makes the sum of all, each times its place from the end, a multiple of 29 (as in ISBN-10 with 11).

    29 is a prime and there are fewer places, so every single wrong sign and every exchange of two different signs, also
    of the check sign itself, changes the sum. Luhn's algorithm, which is better known, misses an exchange.
    """
    total = sum(place * SIGNS.index(sign) for place, sign in enumerate(reversed(signs), start=2))
    return SIGNS[-total % len(SIGNS)]


def make_code(centre_id: str, draw: Callable[[int], int]) -> str:
    """A new booking code such as KL-ABC-DEF-GHJ; `draw(n)` gives a random number below n."""
    drawn = "".join(SIGNS[draw(len(SIGNS))] for _ in range(_DRAWN))
    whole = drawn + check_sign(drawn)
    return "-".join([centre_id, *(whole[place : place + _GROUP] for place in range(0, _OURS, _GROUP))])


def is_in_groups(text: str) -> bool:
    """Whether a text is written as our codes are, in four groups: one without any digit may else be a name."""
    return len(_BREAK.split(text.strip())) == 1 + _OURS // _GROUP


def is_mistyped(key: str, centre_ids: Iterable[str]) -> bool:
    """Whether a key has the shape of our codes, of one of these centres, and cannot be one: a slip.

    Says nothing about whether a code exists: ask that first. The shape alone tells ours from strangers' codes.
    """
    own = [key[len(centre) :] for centre in map(code_key, centre_ids) if centre and key.startswith(centre)]
    ours = [signs for signs in own if len(signs) == _OURS]
    return bool(ours) and not any(_is_right(signs) for signs in ours)


def _is_right(signs: str) -> bool:
    return all(sign in SIGNS for sign in signs) and check_sign(signs[:-1]) == signs[-1]

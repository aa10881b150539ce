"""Booking codes as they are typed, scanned and stored."""

import re

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

"""What a scanned text is: a code, a certificate, or something else."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from empfang.rules.codes import unprefixed
from empfang.rules.layout import repairs

CERTIFICATE_PREFIX = "HC1:"
"""What an EU digital COVID certificate begins with (eHealth Network, Volume 3, 2.6.2: context identifier)."""
_PLAIN = re.compile(r"[0-9A-Za-z\s._:/-]*")
"""Signs that codes are written with. Others show that a scanner set to US was at work: each `-` is `ß` then."""
_SWAPPED = str.maketrans("yzYZ", "zyZY")


class Kind(StrEnum):
    """What a text turned out to be."""

    CODE = "code"
    CERTIFICATE = "certificate"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Scanned:
    """A text as it was meant: repaired where that made sense of it, without the scanner's prefix.

    Not `is_sure` is a code that is known only with Y and Z exchanged, when nothing else shows that the scanner does
    that: it may as well be the code of somebody who is not known here.

    `also` are less likely readings of a certificate, in which dead keys were lost: its own checks can tell.
    """

    kind: Kind
    text: str
    is_sure: bool = True
    also: tuple[str, ...] = ()


def readings(text: str, prefix: str = "") -> Iterator[str]:
    """What a text may mean: as it stands first; if its signs show a scanner set to US, then what that meant."""
    as_it_stands = unprefixed(text, prefix)
    yield as_it_stands
    if not _PLAIN.fullmatch(as_it_stands):
        yield from dict.fromkeys(unprefixed(each, prefix) for each in repairs(as_it_stands))


def identify(text: str, is_known: Callable[[str], bool], prefix: str = "") -> Scanned:
    """What the text is. A code known as it stands wins; then a certificate; then a code that is known repaired."""
    as_it_stands, *repaired = readings(text, prefix)
    if is_known(as_it_stands):
        return Scanned(Kind.CODE, as_it_stands)
    # Certificates have no small letters: these come from a keyboard with the capitals locked.
    certificates = [reading.upper() for reading in (as_it_stands, *repaired) if _is_certificate(reading)]
    if _is_certificate(as_it_stands):
        return Scanned(Kind.CERTIFICATE, certificates[0])
    if certificates:
        return Scanned(Kind.CERTIFICATE, certificates[0], also=tuple(certificates[1:]))
    for reading in repaired:
        if is_known(reading):
            return Scanned(Kind.CODE, reading)
    swapped = as_it_stands.translate(_SWAPPED)
    if as_it_stands.isalnum() and swapped != as_it_stands and is_known(swapped):
        return Scanned(Kind.CODE, swapped, is_sure=False)
    return Scanned(Kind.UNKNOWN, as_it_stands)


def _is_certificate(reading: str) -> bool:
    return reading[: len(CERTIFICATE_PREFIX)].upper() == CERTIFICATE_PREFIX

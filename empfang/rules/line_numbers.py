"""The numbers of the lines on an emergency list: five digits of an appointment and a check digit.

A number follows from the appointment's id alone. So it is the same on every desk's list, in both orders and in every
reprint, whoever was added or cancelled since; it needs to be kept nowhere, and a list written at a desk that is broken
now can be entered at any other. Two of a day's people may share a number (of 2,122 about 22 pairs): whoever enters it
is asked which of the two is meant. In return the numbers lie far apart, so that of the slips which a check digit lets
pass nearly all hit nobody.
"""

import hashlib
from collections.abc import Iterable

DIGITS = 6
"""With the check digit."""
_NUMBERS = 10 ** (DIGITS - 1)
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def check_digit(digits: str) -> str:
    """Damm's check digit (H. M. Damm, 2004): notices every single wrong digit and every swap of two neighbours."""
    state = 0
    for digit in digits:
        state = _DAMM[state][int(digit)]
    return str(state)


def line_number(appointment_id: str) -> str:
    """The number of an appointment's line, check digit included: six digits."""
    drawn = int.from_bytes(hashlib.blake2b(appointment_id.encode(), digest_size=8).digest()) % _NUMBERS
    digits = f"{drawn:0{DIGITS - 1}}"
    return digits + check_digit(digits)


def is_line_number(number: str) -> bool:
    """Whether six digits end in their check digit."""
    return check_digit(number[:-1]) == number[-1]


def with_number(number: str, appointment_ids: Iterable[str]) -> list[str]:
    """Those of the appointments whose line has this number; more than one if they share it."""
    return [each for each in appointment_ids if line_number(each) == number]


def spaced(number: str) -> str:
    """As it is printed and shown: 482 137"""
    return f"{number[:3]}\N{NO-BREAK SPACE}{number[3:]}"

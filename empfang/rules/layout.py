"""Undoing what a German keyboard layout makes of a scanner that is set to a US one.

A scanner presses keys, not letters: set to US it presses for `-` the key that is `ß` on a German computer. Three keys
are dead there: they wait for the next key, combine with it (`=e` arrives as `é`), swallow a blank (`= ` as `´`), or,
doubled, come once (`==` as `´`), each system in its own way. So several texts may have been meant; the likeliest first.
"""

import unicodedata
from collections.abc import Iterator
from itertools import combinations, islice, product

_US = "`1234567890-=qwertyuiop[]asdfghjkl;'\\zxcvbnm,./"
_GERMAN = "^1234567890ß´qwertzuiopü+asdfghjklöä#yxcvbnm,.-"
_US_SHIFTED = '~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"|ZXCVBNM<>?'
_GERMAN_SHIFTED = "°!\"§$%&/()=?`QWERTZUIOPÜ*ASDFGHJKLÖÄ'YXCVBNM;:_"

_MEANT = dict(zip(_GERMAN + _GERMAN_SHIFTED, _US + _US_SHIFTED, strict=True))
_ARRIVES = {meant: arrives for arrives, meant in _MEANT.items()}
_DEAD = {"^": "\u0302", "´": "\u0301", "`": "\u0300"}
"""Dead keys, and the accent each puts on the next letter."""
_BY_ACCENT = {accent: key for key, accent in _DEAD.items()}
_ACUTE_AND_BLANK = "'"
"""What Linux makes of a dead acute and a blank."""
_MOST_READINGS = 64


def repair(text: str) -> str:
    """What a scanner set to US meant by a text that arrived on a German layout: the likeliest reading."""
    return next(repairs(text))


def repairs(text: str) -> Iterator[str]:
    """Every reading, the likeliest first; at most 64, since each dead key may double them."""
    options = [_options(sign) for sign in unicodedata.normalize("NFC", text)]
    return islice(_each_once(_readings(options)), _MOST_READINGS)


def _each_once(readings: Iterator[str]) -> Iterator[str]:
    """Doubling the first or the second of two equal dead keys reads the same."""
    seen: set[str] = set()
    for reading in readings:
        if reading not in seen:
            seen.add(reading)
            yield reading


def arrives_as(text: str) -> str | None:
    """What a text becomes on the way from a US scanner to a German computer; None if a dead key is in it."""
    arrived = [_ARRIVES.get(sign, sign) for sign in text]
    return None if any(sign in _DEAD for sign in arrived) else "".join(arrived)


def _options(sign: str) -> tuple[str, ...]:
    """What may have been meant by one sign."""
    meant = _MEANT.get(sign)
    if sign in _DEAD and meant is not None:
        return meant, meant + " ", meant + meant
    if sign == _ACUTE_AND_BLANK:
        return _MEANT[sign], _MEANT["´"] + " "
    return (meant or _taken_apart(sign) or sign,)


def _taken_apart(sign: str) -> str:
    """The two keys that became one sign; empty if it is no such one."""
    if unicodedata.decomposition(sign).startswith("<super>"):  # on Linux a dead ^ raises digits
        raised = unicodedata.normalize("NFKC", sign)
        return _MEANT["^"] + "".join(_MEANT.get(each, each) for each in raised)
    apart = unicodedata.normalize("NFD", sign)
    letter, accent = apart[:-1], apart[-1:]
    if not letter or accent not in _BY_ACCENT:
        return ""
    below = unicodedata.normalize("NFC", letter)
    return _MEANT[_BY_ACCENT[accent]] + _MEANT.get(below, below)


def _readings(options: list[tuple[str, ...]]) -> Iterator[str]:
    """All combinations, those with the fewest unlikely options first."""
    likely = [option[0] for option in options]
    yield "".join(likely)
    unsure = [place for place, option in enumerate(options) if len(option) > 1]
    for number in range(1, len(unsure) + 1):
        for places in combinations(unsure, number):
            for chosen in product(*(options[place][1:] for place in places)):
                reading = list(likely)
                for place, option in zip(places, chosen, strict=True):
                    reading[place] = option
                yield "".join(reading)

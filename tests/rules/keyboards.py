"""What arrives when a scanner that is set to US presses its keys on a German computer: Windows and Linux."""

import unicodedata

US = "`1234567890-=qwertyuiop[]asdfghjkl;'\\zxcvbnm,./" + '~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"|ZXCVBNM<>?' + " "
GERMAN = "^1234567890ß´qwertzuiopü+asdfghjklöä#yxcvbnm,.-" + "°!\"§$%&/()=?`QWERTZUIOPÜ*ASDFGHJKLÖÄ'YXCVBNM;:_" + " "
KEY = dict(zip(US, GERMAN, strict=True))
ACCENTS = {"^": "\u0302", "´": "\u0301", "`": "\u0300"}
ON_WINDOWS = set("aeiouAEIOU")
"""Letters that take every accent on the German layout of Windows; the acute also y and Y."""


def arrives(text: str, system: str) -> str:
    """The text as a program sees it."""
    came, waiting = "", ""
    for sign in text:
        key = KEY[sign]
        if waiting:
            came, waiting = came + _with_dead(waiting, key, system), ""
        elif key in ACCENTS:
            waiting = key
        else:
            came += key
    return came + (waiting if system == "windows" else "")


def _with_dead(dead: str, key: str, system: str) -> str:
    if key == " ":
        return "'" if (system, dead) == ("linux", "´") else dead
    if key == dead and system == "linux":
        return dead
    combined = unicodedata.normalize("NFC", key + ACCENTS[dead])
    takes = key in ON_WINDOWS or (dead == "´" and key in "yY") if system == "windows" else len(combined) == 1
    return combined if takes and len(combined) == 1 else dead + key

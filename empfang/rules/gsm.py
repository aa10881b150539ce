"""How long a text is as a text message (3GPP TS 23.038 and 23.040): in how many parts it goes, and what it costs so.

160 signs of the GSM alphabet fit in one part, else 153 in each; as soon as one sign is not among them, 70, else 67
(of UTF-16). Signs of the alphabet's extension take two.
"""

import unicodedata

MOST_PARTS = 3
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_ONE_BASIC, _EACH_BASIC = 160, 153
_ONE_WIDE, _EACH_WIDE = 70, 67
_LETTERS = str.maketrans({
    "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D",
    "–": "-", "—": "-", "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "…": "...", "\u00a0": " ",
})  # fmt: skip


def parts(text: str) -> int:
    """In how many parts a text goes; 0 for an empty one."""
    if not text:
        return 0
    if _BASIC.issuperset(text):
        return _in(len(text), _ONE_BASIC, _EACH_BASIC)
    if all(sign in _BASIC or sign in _EXTENDED for sign in text):
        return _in_septets(text)
    return _in(len(text.encode("utf-16-le")) // 2, _ONE_WIDE, _EACH_WIDE)


def plainer(text: str) -> str:
    """The text with Latin letters that the GSM alphabet does not have written without their marks: Şahin as Sahin.

    One such letter would halve what fits. Letters of other alphabets stay.
    """
    return "".join(sign if sign in _BASIC else _plain(sign) for sign in unicodedata.normalize("NFC", text))


def _plain(sign: str) -> str:
    bare = "".join(
        each for each in unicodedata.normalize("NFKD", sign.translate(_LETTERS)) if not unicodedata.combining(each)
    )
    return bare if bare and _BASIC.issuperset(bare) else sign


def _in(length: int, one: int, each: int) -> int:
    return 1 if length <= one else -(-length // each)


def _in_septets(text: str) -> int:
    """With extended signs, neither half of which may stand in another part than the other."""
    if sum(2 if sign in _EXTENDED else 1 for sign in text) <= _ONE_BASIC:
        return 1
    count, used = 1, 0
    for sign in text:
        size = 2 if sign in _EXTENDED else 1
        if used + size > _EACH_BASIC:
            count, used = count + 1, 0
        used += size
    return count

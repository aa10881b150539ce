"""Which letters the bytes of a file stand for, found out from the bytes alone."""

import codecs
import re
from dataclasses import dataclass

from empfang.errors import InputProblem

_FOREIGN_KINDS = (
    (b"PK\x03\x04", "Excel/ZIP"),
    (b"PK\x05\x06", "Excel/ZIP"),
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "Excel/Word"),
    (b"\x1f\x8b", "ZIP"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "SQLite"),
)
_MARKUP = re.compile(rb"^\s*<(?:!doctype|html|\?xml|table|meta)\b", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ONE_BYTE = ("cp1252", "latin-1", "mac_roman", "cp850", "cp1250", "cp1254")
_GERMAN = frozenset("äöüÄÖÜß")
_SAMPLE_BYTES = 400_000
_WORD_AROUND_HIGH = re.compile(r"[^\W\d_]*[^\x00-\x7f]+[^\W\d_]*")
_TWICE_UTF8 = re.compile("Ã[\u0080-\u00bf¤¶¼Ÿ„–œ]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the encoding it was read with, and how many letters nobody can restore."""

    text: str
    encoding: str
    lost_letters: int = 0


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of a file.

    Raises InputProblem: file_empty; file_binary (with `kind`); file_not_text; encoding_unknown and encoding_wrong
    for an `encoding` that was asked for.
    """
    if not data.strip():
        raise InputProblem("file_empty")
    _refuse_foreign(data)
    if encoding is not None:
        return _as_asked(data, encoding)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _not_binary(Decoded(_strictly(data, name), name))
    wide = _utf16_without_mark(data)
    if wide is not None:
        return _not_binary(Decoded(data.decode(wide, "replace"), wide))
    if b"\x00" in data:
        raise InputProblem("file_not_text")
    return _not_binary(_narrow(data))


def _refuse_foreign(data: bytes) -> None:
    for mark, kind in _FOREIGN_KINDS:
        if data.startswith(mark):
            raise InputProblem("file_binary", kind=kind)
    if _MARKUP.match(data[:200]):
        raise InputProblem("file_binary", kind="HTML/XML")


def _as_asked(data: bytes, encoding: str) -> Decoded:
    try:
        codecs.lookup(encoding)
        text = data.decode(encoding)
    except LookupError as error:
        raise InputProblem("encoding_unknown", encoding=encoding) from error
    except ValueError as error:
        text = data.decode(encoding, "replace")
        if not _few_lost(text):
            raise InputProblem("encoding_wrong", encoding=encoding) from error
    return _not_binary(Decoded(text.removeprefix("\ufeff"), encoding))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode(encoding, "replace")


def _not_binary(decoded: Decoded) -> Decoded:
    """The same, if it is text: control characters other than tabs, line ends and single escapes are rare in
    lists.
    """
    text = decoded.text
    if not text.strip():
        raise InputProblem("file_empty")
    controls = sum(text.count(chr(code)) for code in range(32) if chr(code) not in "\t\n\r\x0b\x0c\x1a\x1b")
    if "\x00" in text or controls * 50 > len(text):
        raise InputProblem("file_not_text")
    return Decoded(text, decoded.encoding, text.count("\ufffd"))


def _utf16_without_mark(data: bytes) -> str | None:
    """The byte order, if every second byte is mostly zero as in UTF-16 of European text."""
    sample = data[: _SAMPLE_BYTES // 2 * 2]
    half = max(1, len(sample) // 2)
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.6 and even < 0.05:
        return "utf-16-le"
    if even > 0.6 and odd < 0.05:
        return "utf-16-be"
    return None


def _narrow(data: bytes) -> Decoded:
    """UTF-8 where that is possible, else the one-byte encoding that gives the most plausible words."""
    try:
        return _written_once(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    patched = data.decode("utf-8", "replace")
    if _few_lost(patched):
        return Decoded(patched, "utf-8", patched.count("\ufffd"))
    sample = data[:_SAMPLE_BYTES]
    best = max(_ONE_BYTE, key=lambda name: (_plausibility(sample, name), -_ONE_BYTE.index(name)))
    return Decoded(data.decode(best), best) if _decodes(data, best) else Decoded(data.decode("latin-1"), "latin-1")


def _few_lost(text: str) -> bool:
    """Whether the letters that cannot be read are rare among those beyond ASCII: then the encoding is right."""
    lost = text.count("\ufffd")
    return sum(sign > "\x7f" for sign in text) - lost >= 10 * lost


def _written_once(text: str) -> Decoded:
    """The text, or what it was before a program took its UTF-8 for Windows-1252 and encoded it again
    (MÃ¼ller).
    """
    if len(_TWICE_UTF8.findall(text)) >= 2:
        try:
            return Decoded(text.removeprefix("\ufeff").encode("cp1252").decode("utf-8"), "utf-8 twice")
        except UnicodeError:
            pass
    return Decoded(text, "utf-8")


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _plausibility(sample: bytes, encoding: str) -> int:
    """How much like words of a German list the bytes above 127 look in this encoding."""
    if not _decodes(sample, encoding):
        return -1_000_000
    return sum(_word_score(word) for word in _WORD_AROUND_HIGH.findall(sample.decode(encoding)))


def _word_score(word: str) -> int:
    score = 0
    for place, sign in enumerate(word):
        if sign <= "\x7f":
            continue
        inside_small = place > 0 and word[place - 1].islower()
        if not sign.isalpha() or sign in "ªº":
            score -= 3 if len(word) > 1 else 1
        elif sign.isupper() and inside_small:
            score -= 2
        elif sign in _GERMAN:
            score += 3
        else:
            score += 0 if sign in "ýþðÝÞÐ" else 1
    return score

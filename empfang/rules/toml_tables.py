"""Tables written by people as TOML, checked before anything counts. A fault is told with line and what instead."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from empfang.errors import InputProblem

_TABLE = re.compile(r"\s*\[\[\s*(?P<name>\w+)\s*\]\]")


class FaultError(Exception):
    """A fault in an entry, at a key of it. `code` and `values` are those of the `InputProblem` that comes of it."""

    def __init__(self, code: str, key: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.key, self.values = code, key, values


class Written:
    """A file's text and the table in it. Whoever reads it says at which entry he is: `at` its kind, `place` its number.

    Raises:
        InputProblem: `book_toml`, with `file` and `line`.
    """

    def __init__(self, text: str, name: str) -> None:
        self.table = _parsed(text, name)
        self.at = ""
        self.place = 0
        self.begins: dict[str, list[int]] = {}
        """By the kind of entry: the lines on which they begin, counted from 0."""
        self._name = name
        self._lines = text.splitlines()
        for number, line in enumerate(self._lines):
            found = _TABLE.match(line)
            if found is not None:
                self.begins.setdefault(found["name"], []).append(number)

    def entries(self, kind: str) -> Iterable[dict[str, Any]]:
        """The entries `[[kind]]`, each of them the one that is being read while one has it."""
        tables = self.table.get(kind, [])
        if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
            raise FaultError("book_value", kind, expected=f"[[{kind}]]")
        self.at = kind
        for self.place, table in enumerate(tables):
            yield table
        self.at, self.place = "", 0

    def problem(self, fault: FaultError) -> InputProblem:
        """The fault, with file and line."""
        return InputProblem(fault.code, file=self._name, line=self._line(fault.key), key=fault.key, **fault.values)

    def _line(self, key: str) -> int:
        """The line of a key of the entry that is being read; of the entry, where the key is not there."""
        begin = self._begin()
        for number in range(begin, len(self._lines)):
            line = self._lines[number]
            if number > begin and _TABLE.match(line):
                break
            if re.match(rf"\s*{re.escape(key)}\b\s*[.=]", line) or re.search(rf"[.{{,\s]{re.escape(key)}\s*=", line):
                return number + 1
        return begin + 1

    def _begin(self) -> int:
        begins = self.begins.get(self.at, [])
        return begins[self.place] if self.place < len(begins) else 0


def text_of(table: Mapping[str, Any], key: str) -> str:
    """A text that must be there."""
    written = table.get(key)
    if written is None:
        raise FaultError("book_needed", key)
    if not isinstance(written, str) or not written:
        raise FaultError("book_value", key, expected=f'{key} = "…"')
    return written


def words_of(table: Mapping[str, Any], key: str, *, needed: bool = False) -> tuple[str, ...]:
    """One text or several."""
    written = table.get(key, [])
    words = [written] if isinstance(written, str) else written
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        raise FaultError("book_value", key, expected='["…", "…"]')
    if needed and not words:
        raise FaultError("book_needed", key)
    return tuple(words)


def moment_of(table: Mapping[str, Any], key: str, *, last: bool = False) -> datetime | None:
    """A moment on the clock's face; of a day its beginning, or with `last` its end. None where there is none."""
    written = table.get(key)
    if written is None:
        return None
    if isinstance(written, datetime):
        if written.tzinfo is not None:
            raise FaultError("book_value", key, expected="2021-12-30T15:00:00")
        return written
    if not isinstance(written, date):
        raise FaultError("book_value", key, expected="2021-12-30, 2021-12-30T15:00:00")
    return datetime.combine(written + timedelta(days=1) if last else written, time())


def only(table: Mapping[str, Any], known: Iterable[str]) -> None:
    """Refuse what is not known: a key with a slip would be without effect."""
    for key in table:
        if key not in known:
            raise FaultError("book_key", key, near=nearest(key, known))


def nearest(key: str, known: Iterable[str]) -> str:
    """What was perhaps meant; all that is known if nothing is alike."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for a fault

    return ", ".join(get_close_matches(key, sorted(known), n=1)) or ", ".join(sorted(known))


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = found[1] if found else str(text.count("\n") + 1)
        raise InputProblem("book_toml", file=name, line=line, detail=str(error).partition(" (at")[0]) from None

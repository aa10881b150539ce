"""Reading a rule book: TOML, checked before anything of it counts. A faulty one is refused with line and reason.

What a book may say is in docs/rules.md; what its conditions are, in `empfang.rules.conditions`.
"""

import re
import string
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from empfang.errors import InputProblem
from empfang.rules.book import (
    FOREVER,
    LAYERS,
    Book,
    Called,
    Condition,
    Eligible,
    Entry,
    Evidence,
    Priority,
    Question,
    Region,
    Rule,
    Scope,
    Site,
    Topic,
    Vaccine,
    Validity,
)
from empfang.rules.conditions import CONDITIONS, Check, read_condition
from empfang.rules.spans import Span, read_span
from empfang.texts import Text

WIDEST = 76
"""Columns that a rule's text may take on a screen of 80."""
_HEAD = {"book", "number", "layer", "where", "disease", "birthdays_within"}
_ENTRY = {"id", "from", "to", "announced", "end_announced", "draft", "final", "text", "source", "sure", "note"}
_TABLE = re.compile(r"\s*\[\[\s*(?P<name>\w+)\s*\]\]")


class _FaultError(Exception):
    """A fault in an entry, at a key of it."""

    def __init__(self, code: str, key: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.key, self.values = code, key, values


def read_book(text: str, name: str) -> Book:
    """The book of a text; `name` is what the file is called in what is said about it.

    Raises:
        InputProblem: `book_…`, with `file`, `line` and what is wrong.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = found[1] if found else str(text.count("\n") + 1)
        raise InputProblem("book_toml", file=name, line=line, detail=str(error).partition(" (at")[0]) from None
    return _Reader(table, text, name).book()


class _Reader:
    """One book being read."""

    def __init__(self, table: dict[str, Any], text: str, name: str) -> None:
        self._table = table
        self._lines = text.splitlines()
        self._name = name
        self._tables: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines):
            found = _TABLE.match(line)
            if found is not None:
                self._tables.setdefault(found["name"], []).append(number)
        self._at = ""
        self._place = 0

    def book(self) -> Book:
        try:
            head = self._head()
            entries = {kind: self._entries(kind, read, head) for kind, read in _KINDS.items()}
            self._check_ids(entries)
        except _FaultError as fault:
            raise self._problem(fault) from None
        found: dict[str, Any] = {_FIELD[kind]: tuple(each) for kind, each in entries.items()}
        begins = zip(entries["rule"], self._tables.get("rule", []), strict=True)
        return Book(**head, **found, lines={each.id: line + 1 for each, line in begins})

    def _head(self) -> dict[str, Any]:
        _only(self._table, _HEAD | set(_KINDS))
        layer = _text(self._table, "layer")
        if layer not in LAYERS:
            raise _FaultError("book_word", "layer", word=layer, known=", ".join(LAYERS))
        number = self._table.get("number", 1)
        if not isinstance(number, int) or isinstance(number, bool) or number < 1:
            raise _FaultError("book_value", "number", expected="1, 2, 3 …")
        return {
            "id": _text(self._table, "book"),
            "number": number,
            "layer": layer,
            "where": _text(self._table, "where"),
            "disease": _text(self._table, "disease"),
            "birthdays_within": _span(self._table, "birthdays_within"),
        }

    def _entries(self, kind: str, read: Callable[..., Any], head: Mapping[str, Any]) -> list[Any]:
        tables = self._table.get(kind, [])
        if not isinstance(tables, list):
            raise _FaultError("book_value", kind, expected=f"[[{kind}]]")
        found = []
        self._at = kind
        for self._place, table in enumerate(tables):
            found.append(read(table, head))
        self._at, self._place = "", 0
        return found

    def _check_ids(self, entries: Mapping[str, list[Any]]) -> None:
        """An id counts once at any moment: two of one id may follow each other, never overlap."""
        for kind, found in entries.items():
            seen: dict[str, list[Any]] = {}
            for place, entry in enumerate(found):
                key = entry.id if hasattr(entry, "id") else entry.code
                for other in seen.get(key, []):
                    if not isinstance(entry, Entry) or _overlap(entry.valid, other.valid):
                        self._at, self._place = kind, place
                        raise _FaultError("book_overlap", "id", id=key)
                seen.setdefault(key, []).append(entry)

    def _problem(self, fault: _FaultError) -> InputProblem:
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
        begins = self._tables.get(self._at, [])
        return begins[self._place] if self._place < len(begins) else 0


# Entries


def _rule(table: Mapping[str, Any], head: Mapping[str, Any]) -> Rule:
    _only(table, _ENTRY | {"topic", "who", "either", "yes", "doctor", "over"})
    rule = Rule(
        **_common(table, head),
        topic=_text(table, "topic"),
        concerns=_scope(table),
        yes=_ways(table, "yes"),
        doctor=_ways(table, "doctor"),
        over=frozenset(_words(table, "over")),
    )
    _check_text(rule.text, {check.name for check in rule.checks})
    return rule


def _priority(table: Mapping[str, Any], head: Mapping[str, Any]) -> Priority:
    _only(table, _ENTRY | {"level", "who", "either"})
    level = table.get("level")
    if not isinstance(level, int) or isinstance(level, bool) or level < 1:
        raise _FaultError("book_value", "level", expected="1, 2, 3 …")
    return Priority(**_common(table, head), level=level, concerns=_scope(table))


def _called(table: Mapping[str, Any], head: Mapping[str, Any]) -> Called:
    _only(table, _ENTRY | {"open_for"})
    return Called(**_common(table, head), open_for=_text(table, "open_for"))


def _evidence(table: Mapping[str, Any], head: Mapping[str, Any]) -> Evidence:
    _only(table, _ENTRY | {"groups", "infection", "proofs"})
    return Evidence(
        **_common(table, head),
        groups=frozenset(_words(table, "groups")),
        infection=table.get("infection") is True,
        proofs=frozenset(_words(table, "proofs", needed=True)),
    )


def _question(table: Mapping[str, Any], head: Mapping[str, Any]) -> Question:
    _only(table, _ENTRY | {"asks", "who", "either", "assume", "answers"})
    return Question(
        **_common(table, head),
        asks=_text(table, "asks"),
        concerns=_scope(table),
        assume=table.get("assume", ""),
        answers=_words(table, "answers"),
    )


def _topic(table: Mapping[str, Any], head: Mapping[str, Any]) -> Topic:
    _only(table, {"id", "default", "text", "at_asking"})
    default = _text(table, "default")
    if default not in {Eligible.YES, Eligible.DOCTOR, Eligible.NO}:
        raise _FaultError("book_word", "default", word=default, known="yes, doctor, no")
    text = _words_of(table)
    _check_text(text, set())
    return Topic(_text(table, "id"), head["disease"], Eligible(default), text, table.get("at_asking") is True)


def _vaccine(table: Mapping[str, Any], head: Mapping[str, Any]) -> Vaccine:
    _only(table, {"code", "kind", "names"})
    return Vaccine(_text(table, "code"), head["disease"], _text(table, "kind"), _words(table, "names", needed=True))


def _region(table: Mapping[str, Any], _head: Mapping[str, Any]) -> Region:
    _only(table, {"code", "districts"})
    return Region(_text(table, "code"), _words(table, "districts", needed=True))


def _site(table: Mapping[str, Any], _head: Mapping[str, Any]) -> Site:
    _only(table, {"code", "district", "catchment"})
    return Site(_text(table, "code"), _text(table, "district"), _words(table, "catchment"))


_KINDS: Mapping[str, Callable[..., Any]] = {
    "rule": _rule,
    "priority": _priority,
    "called": _called,
    "evidence": _evidence,
    "question": _question,
    "topic": _topic,
    "vaccine": _vaccine,
    "region": _region,
    "site": _site,
}
_FIELD = {
    "rule": "rules",
    "priority": "priorities",
    "called": "called",
    "evidence": "evidence",
    "question": "questions",
    "topic": "topics",
    "vaccine": "vaccines",
    "region": "regions",
    "site": "sites",
}


# What entries are made of


def _common(table: Mapping[str, Any], head: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": _text(table, "id"),
        "book": head["id"],
        "layer": head["layer"],
        "where": head["where"],
        "disease": head["disease"],
        "valid": _validity(table),
        "text": _words_of(table),
        "source": table.get("source", ""),
        "sure": table.get("sure", ""),
        "draft": table.get("draft"),
        "final": table.get("final"),
    }


def _validity(table: Mapping[str, Any]) -> Validity:
    begin = _moment(table, "from")
    if begin is None:
        raise _FaultError("book_needed", "from")
    end = _moment(table, "to", last=True) or FOREVER
    if end <= begin:
        raise _FaultError("book_ends_before", "to")
    announced = _moment(table, "announced") or begin
    return Validity(begin, end, min(announced, begin), _moment(table, "end_announced") or end)


def _moment(table: Mapping[str, Any], key: str, *, last: bool = False) -> datetime | None:
    """A moment; of a day its beginning, or with `last` its end."""
    written = table.get(key)
    if written is None:
        return None
    if isinstance(written, datetime):
        if written.tzinfo is not None:
            raise _FaultError("book_value", key, expected="2021-12-30T15:00:00")
        return written
    if not isinstance(written, date):
        raise _FaultError("book_value", key, expected="2021-12-30, 2021-12-30T15:00:00")
    return datetime.combine(written + timedelta(days=1) if last else written, time())


def _scope(table: Mapping[str, Any]) -> Scope:
    return Scope(_condition(table.get("who", {}), "who"), _alternatives(table.get("either", []), "either"))


def _ways(table: Mapping[str, Any], key: str) -> tuple[Condition, ...]:
    written = table.get(key, False)
    if isinstance(written, bool):
        return (Condition(),) if written else ()
    return _alternatives([written] if isinstance(written, dict) else written, key)


def _alternatives(written: Any, key: str) -> tuple[Condition, ...]:
    if not isinstance(written, list):
        raise _FaultError("book_value", key, expected="[{…}, {…}]")
    return tuple(_condition(each, key) for each in written)


def _condition(written: Any, key: str) -> Condition:
    if not isinstance(written, dict):
        raise _FaultError("book_value", key, expected=f'{key}.age = ">=60"')
    checks: list[Check] = []
    for name, value in written.items():
        try:
            checks.append(read_condition(name, value))
        except KeyError:
            raise _FaultError("book_key", name, near=_nearest(name, CONDITIONS)) from None
        except ValueError as error:
            raise _FaultError("book_value", name, expected=str(error)) from None
    return Condition(tuple(checks))


def _words_of(table: Mapping[str, Any]) -> Text:
    written = table.get("text")
    if not isinstance(written, dict) or not all(isinstance(written.get(each), str) for each in ("de", "en")):
        raise _FaultError("book_needed", "text", key_needed="text.de, text.en")
    _only(written, {"de", "en"})
    return Text(written["de"], written["en"])


def _check_text(text: Text, known: set[str]) -> None:
    """A text must fit a line, and ask for nothing that its rule does not know."""
    for each in (text.de, text.en):
        try:
            named = {name for _, name, _, _ in string.Formatter().parse(each) if name is not None}
        except ValueError:
            raise _FaultError("book_value", "text", expected="{age}, {last_dose}") from None
        unknown = named - known
        if unknown:
            raise _FaultError("book_key", sorted(unknown)[0] or "{}", near=_nearest(sorted(unknown)[0], known))
        if len(each) > WIDEST:
            raise _FaultError("book_long", "text", length=len(each), most=WIDEST)


def _text(table: Mapping[str, Any], key: str) -> str:
    written = table.get(key)
    if written is None:
        raise _FaultError("book_needed", key)
    if not isinstance(written, str) or not written:
        raise _FaultError("book_value", key, expected=f'{key} = "…"')
    return written


def _words(table: Mapping[str, Any], key: str, *, needed: bool = False) -> tuple[str, ...]:
    written = table.get(key, [])
    words = [written] if isinstance(written, str) else written
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        raise _FaultError("book_value", key, expected='["…", "…"]')
    if needed and not words:
        raise _FaultError("book_needed", key)
    return tuple(words)


def _span(table: Mapping[str, Any], key: str) -> Span | None:
    if key not in table:
        return None
    try:
        return read_span(str(table[key]))
    except ValueError:
        raise _FaultError("book_value", key, expected='"3 months"') from None


def _only(table: Mapping[str, Any], known: Iterable[str]) -> None:
    for key in table:
        if key not in known:
            raise _FaultError("book_key", key, near=_nearest(key, known))


def _nearest(key: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only for a fault

    return ", ".join(get_close_matches(key, sorted(known), n=1)) or ", ".join(sorted(known))


def _overlap(one: Validity, other: Validity) -> bool:
    return one.begin < other.end and other.begin < one.end

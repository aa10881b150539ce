"""Reading a rule book: TOML, checked before anything of it counts. A faulty one is refused with line and reason.

What a book may say is in docs/rules.md; what its conditions are, in `empfang.rules.conditions`.
"""

import string
from collections.abc import Callable, Mapping
from typing import Any

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
from empfang.rules.toml_tables import FaultError, Written, moment_of, nearest, only, text_of, words_of
from empfang.texts import Text

WIDEST = 76
"""Columns that a rule's text may take on a screen of 80."""
_HEAD = {"book", "number", "layer", "where", "disease", "birthdays_within"}
_ENTRY = {"id", "from", "to", "announced", "end_announced", "draft", "final", "text", "source", "sure", "note"}


def read_book(text: str, name: str) -> Book:
    """The book of a text; `name` is what the file is called in what is said about it.

    Raises:
        InputProblem: `book_…`, with `file`, `line` and what is wrong.
    """
    written = Written(text, name)
    try:
        head = _head(written.table)
        entries = {kind: [read(table, head) for table in written.entries(kind)] for kind, read in _KINDS.items()}
        _check_ids(entries, written)
    except FaultError as fault:
        raise written.problem(fault) from None
    found: dict[str, Any] = {_FIELD[kind]: tuple(each) for kind, each in entries.items()}
    begins = zip(entries["rule"], written.begins.get("rule", []), strict=True)
    return Book(**head, **found, lines={each.id: line + 1 for each, line in begins})


def _head(table: Mapping[str, Any]) -> dict[str, Any]:
    only(table, _HEAD | set(_KINDS))
    layer = text_of(table, "layer")
    if layer not in LAYERS:
        raise FaultError("book_word", "layer", word=layer, known=", ".join(LAYERS))
    number = table.get("number", 1)
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise FaultError("book_value", "number", expected="1, 2, 3 …")
    return {
        "id": text_of(table, "book"),
        "number": number,
        "layer": layer,
        "where": text_of(table, "where"),
        "disease": text_of(table, "disease"),
        "birthdays_within": _span(table, "birthdays_within"),
    }


def _check_ids(entries: Mapping[str, list[Any]], written: Written) -> None:
    """An id counts once at any moment: two of one id may follow each other, never overlap."""
    for kind, found in entries.items():
        seen: dict[str, list[Any]] = {}
        for place, entry in enumerate(found):
            key = entry.id if hasattr(entry, "id") else entry.code
            for other in seen.get(key, []):
                if not isinstance(entry, Entry) or _overlap(entry.valid, other.valid):
                    written.at, written.place = kind, place
                    raise FaultError("book_overlap", "id", id=key)
            seen.setdefault(key, []).append(entry)


# Entries


def _rule(table: Mapping[str, Any], head: Mapping[str, Any]) -> Rule:
    only(table, _ENTRY | {"topic", "who", "either", "yes", "doctor", "over"})
    rule = Rule(
        **_common(table, head),
        topic=text_of(table, "topic"),
        concerns=_scope(table),
        yes=_ways(table, "yes"),
        doctor=_ways(table, "doctor"),
        over=frozenset(words_of(table, "over")),
    )
    _check_text(rule.text, {check.name for check in rule.checks})
    return rule


def _priority(table: Mapping[str, Any], head: Mapping[str, Any]) -> Priority:
    only(table, _ENTRY | {"level", "who", "either"})
    level = table.get("level")
    if not isinstance(level, int) or isinstance(level, bool) or level < 1:
        raise FaultError("book_value", "level", expected="1, 2, 3 …")
    return Priority(**_common(table, head), level=level, concerns=_scope(table))


def _called(table: Mapping[str, Any], head: Mapping[str, Any]) -> Called:
    only(table, _ENTRY | {"open_for"})
    return Called(**_common(table, head), open_for=text_of(table, "open_for"))


def _evidence(table: Mapping[str, Any], head: Mapping[str, Any]) -> Evidence:
    only(table, _ENTRY | {"groups", "infection", "proofs"})
    return Evidence(
        **_common(table, head),
        groups=frozenset(words_of(table, "groups")),
        infection=table.get("infection") is True,
        proofs=frozenset(words_of(table, "proofs", needed=True)),
    )


def _question(table: Mapping[str, Any], head: Mapping[str, Any]) -> Question:
    only(table, _ENTRY | {"asks", "who", "either", "assume", "answers"})
    return Question(
        **_common(table, head),
        asks=text_of(table, "asks"),
        concerns=_scope(table),
        assume=table.get("assume", ""),
        answers=words_of(table, "answers"),
    )


def _topic(table: Mapping[str, Any], head: Mapping[str, Any]) -> Topic:
    only(table, {"id", "default", "text", "at_asking"})
    default = text_of(table, "default")
    if default not in {Eligible.YES, Eligible.DOCTOR, Eligible.NO}:
        raise FaultError("book_word", "default", word=default, known="yes, doctor, no")
    text = _words_of(table)
    _check_text(text, set())
    return Topic(text_of(table, "id"), head["disease"], Eligible(default), text, table.get("at_asking") is True)


def _vaccine(table: Mapping[str, Any], head: Mapping[str, Any]) -> Vaccine:
    only(table, {"code", "kind", "names"})
    return Vaccine(
        text_of(table, "code"), head["disease"], text_of(table, "kind"), words_of(table, "names", needed=True)
    )


def _region(table: Mapping[str, Any], _head: Mapping[str, Any]) -> Region:
    only(table, {"code", "districts"})
    return Region(text_of(table, "code"), words_of(table, "districts", needed=True))


def _site(table: Mapping[str, Any], _head: Mapping[str, Any]) -> Site:
    only(table, {"code", "district", "catchment"})
    return Site(text_of(table, "code"), text_of(table, "district"), words_of(table, "catchment"))


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
        "id": text_of(table, "id"),
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
    begin = moment_of(table, "from")
    if begin is None:
        raise FaultError("book_needed", "from")
    end = moment_of(table, "to", last=True) or FOREVER
    if end <= begin:
        raise FaultError("book_ends_before", "to")
    announced = moment_of(table, "announced") or begin
    return Validity(begin, end, min(announced, begin), moment_of(table, "end_announced") or end)


def _scope(table: Mapping[str, Any]) -> Scope:
    return Scope(_condition(table.get("who", {}), "who"), _alternatives(table.get("either", []), "either"))


def _ways(table: Mapping[str, Any], key: str) -> tuple[Condition, ...]:
    written = table.get(key, False)
    if isinstance(written, bool):
        return (Condition(),) if written else ()
    return _alternatives([written] if isinstance(written, dict) else written, key)


def _alternatives(written: Any, key: str) -> tuple[Condition, ...]:
    if not isinstance(written, list):
        raise FaultError("book_value", key, expected="[{…}, {…}]")
    return tuple(_condition(each, key) for each in written)


def _condition(written: Any, key: str) -> Condition:
    if not isinstance(written, dict):
        raise FaultError("book_value", key, expected=f'{key}.age = ">=60"')
    checks: list[Check] = []
    for name, value in written.items():
        try:
            checks.append(read_condition(name, value))
        except KeyError:
            raise FaultError("book_key", name, near=nearest(name, CONDITIONS)) from None
        except ValueError as error:
            raise FaultError("book_value", name, expected=str(error)) from None
    return Condition(tuple(checks))


def _words_of(table: Mapping[str, Any]) -> Text:
    written = table.get("text")
    if not isinstance(written, dict) or not all(isinstance(written.get(each), str) for each in ("de", "en")):
        raise FaultError("book_needed", "text", key_needed="text.de, text.en")
    only(written, {"de", "en"})
    return Text(written["de"], written["en"])


def _check_text(text: Text, known: set[str]) -> None:
    """A text must fit a line, and ask for nothing that its rule does not know."""
    for each in (text.de, text.en):
        try:
            named = {name for _, name, _, _ in string.Formatter().parse(each) if name is not None}
        except ValueError:
            raise FaultError("book_value", "text", expected="{age}, {last_dose}") from None
        unknown = named - known
        if unknown:
            raise FaultError("book_key", sorted(unknown)[0] or "{}", near=nearest(sorted(unknown)[0], known))
        if len(each) > WIDEST:
            raise FaultError("book_long", "text", length=len(each), most=WIDEST)


def _span(table: Mapping[str, Any], key: str) -> Span | None:
    if key not in table:
        return None
    try:
        return read_span(str(table[key]))
    except ValueError:
        raise FaultError("book_value", key, expected='"3 months"') from None


def _overlap(one: Validity, other: Validity) -> bool:
    return one.begin < other.end and other.begin < one.end

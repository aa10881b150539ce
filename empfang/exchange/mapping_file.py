"""The mapping file (TOML): what a clerk says about a list where the proposal needs help."""

import codecs
import json
import tomllib
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from empfang.errors import InputProblem
from empfang.exchange.dates import DateStyle, Unfit, read_date, read_time
from empfang.exchange.fields import Field
from empfang.rules.names import fold

if TYPE_CHECKING:
    from empfang.exchange.mapping import Mapping

_CHOICES: dict[str, tuple[str, ...]] = {
    "kind": ("day", "waiting"),
    "date_order": ("dmy", "mdy", "ymd"),
    "name_order": ("family_first", "given_first"),
}
_WORDS: dict[str, tuple[str, ...]] = {
    "status": ("booked", "cancelled"),
    "dose_kind": ("first", "second", "booster"),
    "standby": ("yes", "no"),
    "vaccine": (),
}
_TOP = (*_CHOICES, "encoding", "separator", "columns", "constants", "words")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a mapping file says, checked; `columns` by number (from 1) or name, `words` by folded word."""

    kind: str | None = None
    encoding: str | None = None
    separator: str | None = None
    date_order: str | None = None
    name_order: str | None = None
    columns: MappingOf[str, Field] = field(default_factory=dict)
    constants: MappingOf[Field, str] = field(default_factory=dict)
    words: MappingOf[str, MappingOf[str, str]] = field(default_factory=dict)


def load_mapping(source: Path | str) -> Wishes:
    """What a mapping file says; `source` is its path, or its text (as `str`).

    Raises InputProblem: mapping_not_found (path), mapping_unreadable (what: with line and column),
    mapping_key (where, known), mapping_value (where, value, known).
    """
    if isinstance(source, Path):
        try:
            source = _decoded(source.read_bytes())
        except (OSError, UnicodeDecodeError) as error:
            raise InputProblem("mapping_not_found", path=str(source)) from error
    try:
        said = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise InputProblem("mapping_unreadable", what=str(error)) from error
    _known_keys(said, _TOP, "")
    single = {name: _choice(said, name) for name in _CHOICES}
    return Wishes(
        encoding=_text(said, "encoding"),
        separator=_separator(said),
        columns=_columns(_section(said, "columns")),
        constants=_constants(_section(said, "constants")),
        words=_words(_section(said, "words")),
        **single,
    )


def _decoded(data: bytes) -> str:
    """TOML is UTF-8; Windows' redirection writes UTF-16 with a mark, its editors also Windows-1252."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252")
    return text.replace("\r\n", "\n")


def _known_keys(said: MappingOf[str, Any], known: tuple[str, ...], where: str) -> None:
    for name in said:
        if name not in known:
            raise InputProblem("mapping_key", where=where + name, known=", ".join(known))


def _wrong(where: str, value: object, known: str) -> InputProblem:
    return InputProblem("mapping_value", where=where, value=str(value), known=known)


def _text(said: MappingOf[str, Any], name: str) -> str | None:
    value = said.get(name)
    if value is None or isinstance(value, str):
        return value or None
    raise _wrong(name, value, '"…"')


def _choice(said: MappingOf[str, Any], name: str) -> str | None:
    value = _text(said, name)
    if value is not None and value not in _CHOICES[name]:
        raise _wrong(name, value, ", ".join(_CHOICES[name]))
    return value


def _separator(said: MappingOf[str, Any]) -> str | None:
    value = _text(said, "separator")
    if value is not None and (len(value) != 1 or value.isalnum() or value in '"\r\n'):
        raise _wrong("separator", value, "; , | \\t")
    return value


def _section(said: MappingOf[str, Any], name: str) -> dict[str, Any]:
    value = said.get(name, {})
    if not isinstance(value, dict):
        raise _wrong(name, value, f"[{name}]")
    return value


def _field(name: object, where: str) -> Field:
    try:
        return Field(str(name)) if name else Field.IGNORE
    except ValueError as error:
        raise _wrong(where, name, ", ".join(Field)) from error


def _columns(section: MappingOf[str, Any]) -> dict[str, Field]:
    return {column: _field(name, f"columns.{column}") for column, name in section.items()}


def _constants(section: MappingOf[str, Any]) -> dict[Field, str]:
    constants: dict[Field, str] = {}
    for name, value in section.items():
        _known_keys({name: value}, tuple(use for use in Field if use is not Field.IGNORE), "constants.")
        use, text = Field(name), str(value)
        try:
            if use is Field.DATE:
                text = read_date(text, DateStyle()).isoformat()
            elif use is Field.TIME:
                read_time(text)
        except Unfit as error:
            known = "2021-12-15" if use is Field.DATE else "09:00"
            raise _wrong(f"constants.{name}", value, known) from error
        constants[use] = text
    return constants


def _words(section: MappingOf[str, Any]) -> dict[str, dict[str, str]]:
    _known_keys(section, tuple(_WORDS), "words.")
    read: dict[str, dict[str, str]] = {}
    for name in section:
        read[name] = {}
        for word, meaning in _section(section, name).items():
            if not isinstance(meaning, str) or (_WORDS[name] and meaning not in _WORDS[name]):
                raise _wrong(f"words.{name}.{word}", meaning, ", ".join(_WORDS[name]) or '"…"')
            read[name][fold(word)] = meaning
    return read


def mapping_toml(mapping: "Mapping") -> str:
    """The mapping as a file that a clerk can correct; read again it says the same."""
    lines = [
        '# Which column of the list is what. To leave a column out: "ignore".',
        f"kind = {_quoted(mapping.kind)}",
    ]
    lines += [f"encoding = {_quoted(mapping.encoding)}"] if mapping.encoding != "utf-8 twice" else []
    lines += [f"separator = {_quoted(mapping.separator)}"]
    for name, value in (("date_order", mapping.date_order), ("name_order", mapping.name_order)):
        lines += [f"{name} = {_quoted(value)}"] if value else []
    lines += ["", "[columns]"]
    seen: set[str] = set()
    for place, (header, use) in enumerate(zip(mapping.headers, mapping.fields, strict=True), start=1):
        same = " ".join(header.casefold().split())
        plain = same and same not in seen and not header.isdecimal()
        seen.add(same)
        lines.append(f"{_quoted(header) if plain else str(place)} = {_quoted(use.value)}")
    if mapping.missing:
        lines.append("# missing: " + ", ".join(mapping.missing))
    if mapping.constants:
        lines += [
            "",
            "[constants]",
            *(f"{use} = {_quoted(value)}" for use, value in mapping.constants.items()),
        ]
    for name, words in mapping.words.items():
        lines += [
            "",
            f"[words.{name}]",
            *(f"{_quoted(word)} = {_quoted(meaning)}" for word, meaning in words.items()),
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are valid there, only DEL must be escaped in addition."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

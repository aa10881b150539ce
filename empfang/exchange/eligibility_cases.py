"""Worked eligibility cases: a table of people, what they ask for, and the verdict that is expected.

The file is UTF-8 with `;` between columns, a header, and no quoting.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from math import isfinite
from pathlib import Path
from typing import Any

from empfang.errors import InputProblem
from empfang.rules.situation import ANY, Asked, Dose, Infection, Known

_NOON = time(12)
"""When on a day a case takes place that names no hour."""
_NEEDED = ("id", "kind", "at", "birth_date", "centre", "stock", "wanted_dose", "expect")
_KINDS = ("visit", "booking", "registration")
_VERDICTS = ("yes", "no", "doctor")


@dataclass(frozen=True, slots=True)
class Expected:
    """The verdict that a case expects; days and moments as they are written in the file."""

    expect: str
    expect_yes: tuple[str, ...]
    expect_doctor: tuple[str, ...]
    earliest_yes: str
    earliest_doctor: str


@dataclass(frozen=True, slots=True)
class Case:
    """One row."""

    id: str
    centre: str
    known: Known
    asked: Asked
    expected: Expected


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that is no case: what is wrong with it."""

    id: str
    problem: InputProblem


def read_cases(path: Path) -> list[Case | Unread]:
    """Every row of the file, in its order; what is wrong with a row (`cases_width`, `cases_field`) stops no other.

    Raises:
        InputProblem: `file_missing`, `file_unreadable`, `cases_encoding`, `cases_columns`.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except FileNotFoundError:
        raise InputProblem("file_missing", path=path) from None
    except OSError as error:
        raise InputProblem("file_unreadable", path=path, detail=error.strerror or type(error).__name__) from None
    except UnicodeDecodeError as error:
        raise InputProblem("cases_encoding", path=path, place=error.start) from None
    columns = lines[0].split(";") if lines else []
    lacking = [name for name in _NEEDED if name not in columns]
    if lacking:
        raise InputProblem("cases_columns", path=path, columns=", ".join(lacking))
    cases: list[Case | Unread] = []
    for number, line in enumerate(lines[1:], start=2):
        if line.strip():
            fields = line.split(";")
            try:
                if len(fields) != len(columns):
                    raise InputProblem("cases_width", path=path, line=number, found=len(fields), expected=len(columns))
                cases.append(_Row(dict(zip(columns, map(str.strip, fields), strict=True)), path, number).case())
            except InputProblem as problem:
                cases.append(Unread(fields[columns.index("id")] if len(fields) > columns.index("id") else "", problem))
    return cases


class _Row:
    """One line being read."""

    def __init__(self, fields: Mapping[str, str], path: Path, line: int) -> None:
        self._fields = fields
        self._path = path
        self._line = line

    def case(self) -> Case:
        told = dict(self._told())
        wish = told.pop("visit_on", None)
        group = self._field("group")
        second_home = told.pop("second_home", "")
        known = Known(
            born=self._read("birth_date", date.fromisoformat),
            residence=self._field("residence_district"),
            second_home=second_home,
            doses=self._read("doses", _doses),
            infection=self._read("infection", _infection) if self._field("infection") else None,
            pregnant=self._read("pregnant_trimester", _number(1, 3)) if self._field("pregnant_trimester") else None,
            groups=self._read("group", _groups) if group else (),
            proofs=tuple(word for word in self._field("proof").split("|") if word not in {"", "none"}),
            told={**told, **self._read("group", _partner)},
        )
        asked = Asked(
            at=self._read("at", _moment),
            dose=self._read("wanted_dose", _number(1, 9)),
            stock=_words(self._field("stock")),
            wanted=self._field("wanted_vaccine") or ANY,
            kind=self._read("kind", _one_of(_KINDS)),
            visit_on=wish,
            open_for=self._field("open_for") or None,
        )
        expected = Expected(
            self._read("expect", _one_of(_VERDICTS)),
            _words(self._field("expect_yes")),
            _words(self._field("expect_doctor")),
            self._field("earliest_yes"),
            self._field("earliest_doctor"),
        )
        return Case(self._field("id"), self._field("centre"), known, asked, expected)

    def _field(self, name: str) -> str:
        return self._fields.get(name, "")

    def _read(self, name: str, read: Callable[[str], Any]) -> Any:
        try:
            return read(self._field(name))
        except ValueError:
            raise self._bad(name, self._field(name)) from None

    def _bad(self, column: str, value: str) -> InputProblem:
        return InputProblem("cases_field", path=self._path, line=self._line, column=column, value=value)

    def _told(self) -> Iterator[tuple[str, Any]]:
        for token in self._field("facts").split():
            name, _, value = token.partition("=")
            if name not in _FACTS:
                raise self._bad("facts", token)
            try:
                yield from _FACTS[name](value)
            except ValueError:
                raise self._bad("facts", token) from None


def _moment(text: str) -> datetime:
    if "T" not in text:
        return datetime.combine(date.fromisoformat(text), _NOON)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None:  # a case is told in the centre's own time
        raise ValueError(text)
    return moment


def _number(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not low <= int(text) <= high:
            raise ValueError(text)
        return int(text)

    return read


def _doses(text: str) -> tuple[Dose, ...]:
    found = []
    for part in text.split("|") if text else ():
        day, separator, product = part.partition(":")
        if not separator or not product:
            raise ValueError(part)
        found.append(Dose(date.fromisoformat(day), product))
    return tuple(found)


def _infection(text: str) -> Infection:
    day, proof, *course = text.split(":")
    return Infection(date.fromisoformat(day), proof, *course[:1])


def _groups(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.split("|") if not word.startswith("partner_of_birth_year:"))


def _partner(text: str) -> dict[str, int]:
    found = [word.partition(":")[2] for word in text.split("|") if word.startswith("partner_of_birth_year:")]
    return {"partner_birth_year": int(found[0])} if found else {}


def _one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(text)
        return text

    return read


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.replace("|", ",").split(",") if word)


Told = list[tuple[str, Any]]


def _flag(name: str) -> Callable[[str], Told]:
    def read(value: str) -> Told:
        if value:
            raise ValueError(value)
        return [(name, True)]

    return read


def _word(name: str, *known: str) -> Callable[[str], Told]:
    def read(value: str) -> Told:
        if not value or (known and value not in known):
            raise ValueError(value)
        return [(name, value)]

    return read


def _temperature(value: str) -> Told:
    if not isfinite(float(value)):
        raise ValueError(value)
    return [("temperature", float(value))]


def _day(name: str) -> Callable[[str], Told]:
    return lambda value: [(name, date.fromisoformat(value))]


def _other_vaccine(value: str) -> Told:
    kind, _, day = value.partition(":")
    if kind not in {"inactivated", "live"}:
        raise ValueError(value)
    return [("other_vaccine", kind), ("other_vaccine_on", date.fromisoformat(day))]


_FACTS: Mapping[str, Callable[[str], Told]] = {
    "guardian": _word("guardian", "present", "absent", "in_writing", "sole_custody"),
    "no_consent_form": _flag("no_consent_form"),
    "walk_in": _flag("walk_in"),
    "short_notice": _flag("short_notice"),
    "agreed_on": _day("agreed_on"),
    "temperature": _temperature,
    "other_vaccine": _other_vaccine,
    "allergic_reaction": _flag("allergic_reaction"),
    "no_vaccination_record": _flag("no_vaccination_record"),
    "claimed_dose_without_proof": _flag("no_dose_proof"),
    "identity": _word("identity", "none"),
    "second_home": _word("second_home"),
    "registered": _word("registered", "online", "phone"),
    "confirmation": _word("confirmation", "post", "phone", "sms", "email"),
    "wish": _day("visit_on"),
}
"""The words of the column `facts`, and what they tell."""

"""What an import tells: how the columns were understood, what came in, what did not and why."""

import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

from empfang.errors import InputProblem
from empfang.texts import Text, say
from empfang.texts import commands as words

if TYPE_CHECKING:
    from empfang.exchange.mapping import Mapping
    from empfang.exchange.report import ImportReport

_PAIRS_SHOWN = 60
_NOTES_SHOWN = 20
_LINES_NAMED = 20
_REASONS = {
    "same_name": Text(de="gleicher Name", en="same name"),
    "similar_name": Text(de="ähnlicher Name", en="similar name"),
    "same_birth_date": Text(de="gleiches Geburtsdatum", en="same birth date"),
    "near_birth_date": Text(de="fast gleiches Geburtsdatum", en="nearly the same birth date"),
    "birth_date_missing": Text(de="ein Geburtsdatum fehlt", en="a birth date is missing"),
    "birth_date_differs": Text(de="anderes Geburtsdatum", en="other birth date"),
    "swapped_names": Text(de="Vor- und Nachname vertauscht", en="names swapped"),
    "other_family_name": Text(de="anderer Nachname", en="other family name"),
    "same_phone": Text(de="gleiche Telefonnummer", en="same telephone number"),
    "same_email": Text(de="gleiche E-Mail", en="same e-mail"),
    "same_address": Text(de="gleiche Anschrift", en="same address"),
}


class Missing(StrEnum):
    """What becomes of who is missing from a corrected list."""

    KEEP = "keep"
    CANCEL = "cancel"


class Collisions(StrEnum):
    """Who wins where a corrected list contradicts what was done here."""

    MINE = "mine"
    THEIRS = "theirs"


def show_mapping(found: "Mapping") -> None:
    """The proposal, also where it does not suffice yet: then what is missing is said beside it."""
    from empfang.exchange.lists import require_columns  # noqa: PLC0415
    from empfang.exchange.mapping_file import mapping_toml  # noqa: PLC0415
    from empfang.texts.problems import words_for  # noqa: PLC0415

    print(mapping_toml(found), end="")
    try:
        require_columns(found)
    except InputProblem as problem:
        print(words_for(problem), file=sys.stderr)


def show_progress(done: int, rows: int) -> None:
    end = "\n" if done == rows else ""
    print("\r" + say(words.IMPORTING, done=done, all=rows), end=end, file=sys.stderr, flush=True)


def no_progress(_done: int, _rows: int) -> None:
    """Nobody is looking."""


def tell_what_is_left(report: "ImportReport", where: TextIO) -> None:
    """What of the list was not taken over."""
    tell_unused(report.unused_columns, where)
    if report.changed:
        lines = ", ".join(map(str, report.changed[:_LINES_NAMED]))
        lines += " …" if len(report.changed) > _LINES_NAMED else ""
        print(say(words.CHANGED_NOTE, number=len(report.changed), lines=lines), file=where)


def tell_unused(columns: Sequence[str], where: TextIO) -> None:
    """Columns that hold something and were not read."""
    from empfang.rules.names import clean  # noqa: PLC0415
    from empfang.texts.imports import UNUSED_COLUMNS  # noqa: PLC0415

    if columns:
        names = ", ".join(" ".join(clean(name).split()) for name in columns)
        print(say(UNUSED_COLUMNS, columns=names), file=where)


def show_report(mapping: "Mapping", report: "ImportReport", dry_run: bool) -> None:
    """The import in words: what was understood, what came in, what did not and why, what to look at."""
    from empfang.exchange.fields import Field  # noqa: PLC0415
    from empfang.texts.imports import FIELDS, MORE_NOTES  # noqa: PLC0415

    if dry_run:
        separator = {"\t": "Tab"}.get(mapping.separator, mapping.separator)
        print(say(words.COLUMNS, encoding=mapping.encoding, separator=separator))
        for place, (header, use) in enumerate(zip(mapping.headers, mapping.fields, strict=True), start=1):
            meaning = say(words.UNUSED) if use is Field.IGNORE else say(FIELDS[use.value])
            print(f"  {header or place} → {meaning}")
    for note in report.notes[:_NOTES_SHOWN]:
        print(note)
    if len(report.notes) > _NOTES_SHOWN:
        print(say(MORE_NOTES, number=len(report.notes) - _NOTES_SHOWN))
    for rejection in report.rejections:
        print(rejection.text)
    if report.pairs:
        print(say(words.PAIRS, count=len(report.pairs)))
        for pair in report.pairs[:_PAIRS_SHOWN]:
            why = ", ".join(say(_REASONS[code]) if code in _REASONS else code for code in pair.why)
            print("  " + say(words.NEXT_TO_EACH_OTHER, a=pair.a, b=pair.b, why=why))
    if report.missing:
        print(say(words.MISSING_NOTE, missing=report.missing))
    counts = {**report.as_json()}
    done = say(
        words.IMPORT_DONE,
        **{name: counts[name] for name in ("imported", "unchanged", "changed", "missing", "rejected")},
    )
    print((say(words.WOULD_BE) if dry_run else "") + done)

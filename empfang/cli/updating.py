"""`empfang central import … --update`: a corrected list in words: what is different, and whether to take it over."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import typer

from empfang.central.database import CentralDatabase
from empfang.central.list_plan import Wishes
from empfang.central.updating import Update
from empfang.cli.importing import Collisions, Missing, no_progress, show_progress, tell_unused
from empfang.clock import local_day
from empfang.errors import Exit
from empfang.exchange.corrections import Kind
from empfang.exchange.differing import Change, Collision
from empfang.exchange.lists import ReadList
from empfang.exchange.said import moment_of
from empfang.exchange.update_report import Item, UpdateReport
from empfang.model import Centre
from empfang.rules.names import clean
from empfang.texts import commands as words
from empfang.texts import imports, say
from empfang.texts.times import birth, day_and_clock

SHOWN = 20
"""Lines per kind on the screen; all are in the JSON."""
_LONGEST = 40
_YES = frozenset({"j", "ja", "y", "yes"})
_SHOWN_KINDS = (
    Kind.NEW, Kind.MOVED, Kind.CANCELLED, Kind.REINSTATED, Kind.CORRECTED, Kind.COLLISION, Kind.UNCLEAR, Kind.MISSING,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for on the command line."""

    dry_run: bool
    as_json: bool
    yes: bool
    despite_warnings: bool
    missing: Missing | None
    collisions: Collisions


class Updating:
    """One corrected list: preview, question, taking it over."""

    def __init__(
        self,
        database: CentralDatabase,
        centre: Centre,
        read: ReadList,
        data: bytes,
        file_name: str,
        now: datetime,
        asked: Asked,
    ) -> None:
        self._database = database
        self._centre = centre
        self._read = read
        self._data = data
        self._file_name = file_name
        self._now = now
        self._asked = asked
        self._in_words = PreviewInWords(ZoneInfo(centre.time_zone), local_day(now, centre.time_zone))

    def run(self) -> None:
        """Show it, ask, take it over.

        Raises:
            typer.Exit: with the status that scripts rely on, unless everything holds now.
        """
        asked = self._asked
        report = self._update(cancel_missing=asked.missing is Missing.CANCEL).preview()
        if not asked.as_json:
            self._in_words.show(report)
        if not asked.dry_run:
            report = self._take_over(report)
        if asked.as_json:
            print(json.dumps(report.as_json()))
        if not asked.dry_run and not report.applied and self._to_do(report):
            raise typer.Exit(Exit.NOTHING_DONE)
        if report.exit is not Exit.OK:
            raise typer.Exit(report.exit)

    def _update(self, *, cancel_missing: bool) -> Update:
        wishes = Wishes(self._asked.collisions is Collisions.THEIRS, cancel_missing)
        return Update(self._database, self._centre, self._read, self._data, self._now, wishes)

    def _to_do(self, report: UpdateReport) -> bool:
        cancel = self._asked.missing is Missing.CANCEL and report.count(Kind.MISSING) > 0
        return report.changes_something or cancel

    def _take_over(self, report: UpdateReport) -> UpdateReport:
        """The report of what was done, or the preview if it was not wanted."""
        asked = self._asked
        on_terminal = sys.stdin.isatty() and sys.stdout.isatty() and not asked.as_json
        cancel_missing = asked.missing is Missing.CANCEL
        if asked.yes:
            if report.doubts and not asked.despite_warnings:
                self._tell(say(words.UPDATE_HOW_DESPITE))
                return report
        elif not on_terminal:
            self._tell(say(words.UPDATE_HOW if self._to_do(report) else words.NOTHING_DIFFERENT))
            return report
        else:
            if report.changes_something and not _agreed(
                say(words.ASK_UPDATE_DOUBTFUL if report.doubts else words.ASK_UPDATE)
            ):
                print(say(words.UPDATE_LEFT))
                return report
            missing = report.count(Kind.MISSING)
            if missing and asked.missing is None:
                cancel_missing = _agreed(say(words.ASK_MISSING, number=missing))
        progress = show_progress if sys.stderr.isatty() and not asked.as_json else no_progress
        done = self._update(cancel_missing=cancel_missing).run(self._file_name, progress)
        if not asked.as_json:
            if report.changes_something or done.missing_cancelled:
                self._in_words.show_done(done)
            else:
                # How the rows were written this time is kept all the same.
                print(say(words.NOTHING_DIFFERENT))
        return done

    def _tell(self, text: str) -> None:
        print(text, file=sys.stderr if self._asked.as_json else sys.stdout)


class PreviewInWords:
    """What a corrected list changes, for people."""

    def __init__(self, zone: ZoneInfo, today: date) -> None:
        self._zone = zone
        self._today = today

    def show(self, report: UpdateReport) -> None:
        """Doubts first, then the rows by kind, then the numbers."""
        tell_unused(report.unused_columns, sys.stdout)
        for rejection in report.rejections:
            print(rejection.text)
        for kind in _SHOWN_KINDS:
            items = report.of(kind)
            if items:
                print(say(imports.HEADING, kind=_begun_large(say(imports.KINDS[kind])), number=len(items)))
                self._show_items(items)
        if report.count(Kind.UNCLEAR):
            print(say(words.UPDATE_UNCLEAR))
        if report.collisions:
            print(say(words.UPDATE_THEIRS if report.theirs_win else words.UPDATE_MINE))
        if report.doubts:
            print(say(words.UPDATE_DOUBTS))
            for doubt in report.doubts:
                print(f"  {doubt.text}")
        print(say(words.WOULD_BE) + _numbers(report))

    def show_done(self, report: UpdateReport) -> None:
        """The numbers of what was taken over."""
        print(say(words.UPDATE_APPLIED) + _numbers(report))
        if report.missing_cancelled:
            print(say(words.MISSING_CANCELLED, number=report.missing_cancelled))

    def _show_items(self, items: Sequence[Item]) -> None:
        for item in items[:SHOWN]:
            text = imports.ITEM_MISSING if item.line is None else imports.ITEM
            print(
                say(text, line=item.line, code=_harmless(item.code), name=_harmless(item.name), what=self._what(item))
            )
        if len(items) > SHOWN:
            print(say(imports.MORE_ITEMS, number=len(items) - SHOWN))

    def _what(self, item: Item) -> str:
        said = [self._change(change) for change in item.changes]
        said += [self._collision(each) for each in item.collisions]
        if not said:
            said = [self._value("start", item.start)]
        if item.kind is Kind.MISSING and item.here and not item.collisions:
            said.append(say(imports.IS_HERE))
        return "; ".join(said)

    def _change(self, change: Change) -> str:
        if change.field == "party_id":
            return say(imports.CHANGED, field=_field(change.field))
        old, new = self._value(change.field, change.old), self._value(change.field, change.new)
        return say(imports.CHANGED_TO, field=_field(change.field), old=old, new=new)

    def _collision(self, met: Collision) -> str:
        values = {side: self._value(met.field, getattr(met, side)) for side in ("base", "mine", "theirs")}
        return say(imports.COLLISIONS[met.what], field=_field(met.field), **values)

    def _value(self, name: str, value: Any) -> str:
        if value in (None, "", [], ()):
            return "–"
        if name in {"start", "booked_at"}:
            moment = moment_of(str(value))
            return day_and_clock(moment.astimezone(self._zone), self._today) if moment else "–"
        if name == "birth_date":
            return birth(date.fromisoformat(value))
        if name == "phones":
            return _harmless(", ".join(str(phone["number"]) for phone in value))
        if name == "contingent_id":
            return _harmless(str(value).partition(":")[2])
        if isinstance(value, list):
            return _harmless(", ".join(map(_plain, value)))
        return _harmless(_plain(value))


def _begun_large(text: str) -> str:
    return text[:1].upper() + text[1:]


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part)
    return str(value)


def _numbers(report: UpdateReport) -> str:
    counts = report.as_json()
    return say(words.UPDATE_DONE, **{name: counts[name] for name in _COUNTED})


_COUNTED = (
    "imported", "moved", "cancelled", "reinstated", "corrected", "unchanged", "missing", "collisions", "unclear",
    "rejected",
)  # fmt: skip


def _field(name: str) -> str:
    return say(imports.UPDATE_FIELDS[name])


def _harmless(text: str) -> str:
    shown = " ".join(clean(text).split())
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


def _agreed(question: str) -> bool:
    try:
        return input(question + " ").strip().casefold() in _YES
    except EOFError:
        return False

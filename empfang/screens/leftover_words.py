"""Words for leftover doses and for calling: pure, from values of the desk. `now` is on the centre's clock."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from itertools import takewhile
from typing import Any

from empfang.desk import CallPage, DoseOverview, DoseRow, Promised, PromiseStanding, Stocked
from empfang.model import Person
from empfang.rules.another_vial import NOT_YET
from empfang.rules.call_candidates import Candidate, Portion
from empfang.rules.call_order import CallLine, held_by_other, may_dial
from empfang.rules.explained import Explained
from empfang.rules.vials import FULL
from empfang.screens.card_words import short_name
from empfang.texts import Text, say, thousands
from empfang.texts import leftover as t
from empfang.texts import leftover_codes as codes
from empfang.texts import leftover_stock as stock_texts
from empfang.texts.times import clock
from empfang.widgets.cells import cut, fit, plain
from empfang.widgets.lines import Line, Span
from empfang.widgets.picker import Entry

_WIDTHS = (8, 10, 9, 12, 10, 8, 11)
_DOSE = 12
"""So much room has the name of a dose, unless numbers are too long."""
_NAME, _NAME_WIDE = 21, 34
_PERCENT = {"chance"}
_DAYS = {"since", "appointment"}


def words(texts: Mapping[str, Text], line: Explained, now: datetime) -> str:
    """The sentence of a code, filled in; a code of a newer program stays as it is."""
    text = texts.get(line.code)
    return say(text, **{name: _value(name, each, now) for name, each in line.values.items()}) if text else line.code


def _value(name: str, value: object, now: datetime) -> str:
    match value:
        case None:
            return "?"
        case datetime():
            here = value.astimezone(now.tzinfo)
            return clock(here) if here.date() == now.date() else f"{here:%d.%m.}"
        case date():
            return f"{value:%d.%m.}"
        case float():
            return f"{value:.0%}" if name in _PERCENT else f"{value:.0f}"
        case str() if name == "how":
            return say(codes.HOW[value]) if value in codes.HOW else plain(value)
        case str() if name == "holiday":
            return say(codes.HOLIDAYS[value]) if value in codes.HOLIDAYS else plain(value)
        case _:
            return plain(str(value))


# The doses


def last_promise(overview: DoseOverview, callers: Sequence[str], now: datetime) -> str:
    """LETZTE ZUSAGE PER TELEFON 18:25 (13 Min) · am Telefon: Becker"""
    at = overview.last_promise
    left = int((at - now).total_seconds() // 60) if at is not None else -1
    said = say(t.LAST_PROMISE, at=clock(at), minutes=left) if at is not None and left >= 0 else say(t.NO_PROMISE)
    others = ", ".join(plain(each) for each in callers)
    return " · ".join(part for part in (said, say(t.CALLERS, names=others) if others else "") if part)


def table(overview: DoseOverview, now: datetime, width: int, *, alone: bool = False) -> list[Line]:
    """A line for each dose, below what its numbers are. `alone`: there is no network."""
    rows = [(each, _cells(each, now, alone=alone)) for each in overview.doses]
    needed = [
        max(len(say(head)), *(len(cells[column]) for _, cells in rows)) + 1 if rows else 0
        for column, head in enumerate(t.COLUMNS)
    ]
    usual = [max(each, room) for each, room in zip(needed, _WIDTHS, strict=True)]
    widths = usual if sum(usual) + _DOSE <= width else needed
    first = max(0, width - sum(widths))
    head = "".join(f"{say(each):>{room}}" for each, room in zip(t.COLUMNS, widths, strict=True))
    lines: list[Line] = [((" " * first + head, "quiet"),)]
    for each, cells in rows:
        *others, free = [f"{cell:>{room}}" for cell, room in zip(cells, widths, strict=True)]
        role = "stop" if each.found.short else "good" if _free(each, alone=alone) else "strong"
        lines.append(((fit(dose_name(each), first), ""), ("".join(others), ""), (free, role)))
    return lines if overview.doses else [((say(t.NO_DOSES), "ask"),)]


def _free(row: DoseRow, *, alone: bool) -> int:
    """How many this desk can promise now."""
    return row.own if alone else row.own + row.found.safe


def _cells(row: DoseRow, now: datetime, *, alone: bool) -> tuple[str, ...]:
    found = row.found
    counted = f"{row.counted} {clock(row.counted_at)}" if row.counted is not None and row.counted_at else "–"
    return (
        clock(found.use_by.astimezone(now.tzinfo)) if found.use_by is not None else "?",
        counted,
        str(found.in_house),
        _range(found.coming),
        str(found.promised - row.own),
        _range(found.left),
        f"−{found.short}" if found.short else str(_free(row, alone=alone)),
    )


def _range(bounds: tuple[int, int]) -> str:
    low, high = (str(each).replace("-", "−") for each in bounds)
    return low if low == high else say(t.RANGE, low=low, high=high)


def dose_name(row: DoseRow) -> str:
    """Comirnaty; halbe Spikevax"""
    name = plain(row.name)
    return name if row.found.dose.size == FULL else f"½ {name}"


def on_site(overview: DoseOverview, page: CallPage, stock: Stocked | None = None) -> Line:
    """Who waits on site, who hangs, what this desk holds for itself; in red what is wrong."""
    if overview.alarm:
        return ((say(t.ALARM, number=sum(each.found.short for each in overview.doses)), "stop"),)
    if overview.faults:
        return ((say(t.FAULTS, names=", ".join(plain(each) for each in overview.faults)), "stop"),)
    inside = [each for each in overview.house if each.walked_in and not each.vaccine]
    first = takewhile(lambda each: each.candidate.callee.on_site is not None, page.lines)
    waiting = {*(each.person_id for each in inside), *(each.person_id for each in first)}
    numbers = ", ".join(plain(each.day_number) for each in inside[:3]) + (" …" if len(inside) > 3 else "")
    here = say(t.ON_SITE, number=len(waiting)) if waiting else say(t.NOBODY_ON_SITE)
    if numbers:
        here += say(t.NUMBERS, numbers=numbers)
    hanging = sum(each.hanging for each in overview.house)
    spans: list[Span] = [(here, "strong" if waiting else "quiet")]
    if hanging:
        spans.append((f"     {say(t.HANGING, number=hanging)}", "ask"))
    if stock is not None:
        spans.append((f"     {stock_held(stock)}", "strong"))
    return tuple(spans)


def stock_held(stock: Stocked) -> str:
    """Vorrat hier bis 18:40: Personen 8, Dosen 3"""
    return say(stock_texts.HELD, until=clock(stock.until), people=stock.people, doses=stock.doses)


def advice(overview: DoseOverview, now: datetime, stock: Stocked | None = None, *, alone: bool = False) -> list[str]:
    """What to do about each dose that is there or wanted, then about vials. `alone`: there is no network."""
    there = [each for each in overview.doses if each.found.usable or each.found.planned or each.found.short]
    do = [f"{dose_name(each)}: {said}" for each in there if (said := _action(each, now, alone=alone))]
    if alone:
        has_doses = stock is not None and stock.doses
        do.insert(0, say(stock_texts.ALONE if has_doses else stock_texts.ALONE_NONE))
    return [*do, *_vials(overview, now)]


def _vials(overview: DoseOverview, now: datetime) -> list[str]:
    """Which vials to open, a line each; which not to open yet, in one line if there are several."""
    vials = {dose_name(each): each.found.vial for each in overview.doses if each.found.vial is not None}
    later = {name: vial for name, vial in vials.items() if vial.code == NOT_YET}
    if len(later) <= 1:
        return [f"{name}: {words(codes.FORECAST, vial, now)}" for name, vial in vials.items()]
    lines = [f"{name}: {words(codes.FORECAST, vial, now)}" for name, vial in vials.items() if name not in later]
    each_of = [say(t.NOT_YET_EACH, vaccine=name, **vial.values) for name, vial in later.items()]
    return [*lines, say(t.NOT_YET, vials=", ".join(each_of))]


def _action(row: DoseRow, now: datetime, *, alone: bool) -> str:
    """What to do about a dose; empty where there is no network and nothing of it is held here."""
    if not row.found.short and row.own and (alone or not row.found.by_phone):
        until = row.found.last_promise.astimezone(now.tzinfo)
        return say(stock_texts.CALL if until >= now else stock_texts.CALL_HERE, doses=row.own, until=clock(until))
    if alone and not row.found.short:
        return ""
    said = words(codes.FORECAST, row.found.action, now)
    return f"{said} {say(stock_texts.AND_OWN, doses=row.own)}" if row.own else said


# The list


def list_head(page: CallPage, overview: DoseOverview, now: datetime, read: tuple[int, int] | None = None) -> Span:
    """Liste: 212 möglich · aus: Abstand 96, Alter 31; or why the list is locked. `read`: so many of so many so far."""
    may = overview.may_call
    if not may.allowed:
        why = words(codes.HOURS, may.why, now)
        again = say(t.NEXT_AT, at=_moment(may.next_at, now)) if may.next_at is not None else ""
        return say(t.LOCKED, why=" ".join(part for part in (why, again) if part)), "stop"
    if read is not None:
        done, of = read
        return say(t.READING, done=thousands(done), of=thousands(of)), "ask"
    reasons = ", ".join(f"{say(codes.OUT[reason])} {count}" for reason, count in page.counts.items())
    number = say(t.POSSIBLE, number=thousands(len(page.lines)))
    return " · ".join(part for part in (number, say(t.OUT, reasons=reasons) if reasons else "") if part), "quiet"


def _moment(moment: datetime, now: datetime) -> str:
    return clock(moment) if moment.date() == now.date() else f"{moment:%d.%m.} {clock(moment)}"


def entries(
    lines: Sequence[CallLine],
    people: Mapping[str, Person],
    names: Mapping[Portion, str],
    now: datetime,
    mine: str,
    operator_name: Callable[[str], str],
    width: int,
    *,
    alone: bool = False,
) -> list[Entry]:
    """Lines of the list, with why each is where it is. `mine`: who works here; `alone`: without network."""
    room = _NAME_WIDE if width > 100 else _NAME
    found = []
    for line in lines:
        person = people.get(line.person_id)
        name = fit(list_name(person), room)
        year = f"{person.birth_date.year % 100:02}" if person is not None and person.birth_date else "  "
        which = fit(vaccines(line.candidate, names), 10)
        callee = line.candidate.callee
        minutes = say(t.MINUTES, number=callee.minutes) if callee.minutes is not None else "?"
        way = fit(say(t.IS_HERE) if callee.on_site is not None else minutes, 7)
        reserved = not alone or may_dial(line, mine, now)
        reason = why(line, now, mine, operator_name) if reserved else say(stock_texts.NOT_HERE)
        text = f"{line.place:>3} {name} {year}  {which} {way} {reason}"
        found.append(Entry(line.person_id, text))
    return found


def list_name(person: Person | None) -> str:
    """Meier, Hannelore"""
    if person is None:
        return say(t.SOMEBODY)
    return ", ".join(part for part in (plain(person.family), plain(person.given)) if part) or say(t.SOMEBODY)


def vaccines(candidate: Candidate, names: Mapping[Portion, str]) -> str:
    """Spikevax; beide, where two are possible."""
    if len(candidate.doses) > 1:
        return say(t.BOTH if len(candidate.doses) == 2 else t.ANY)
    return names.get(candidate.doses[0], plain(candidate.doses[0][0])) if candidate.doses else ""


def why(line: CallLine, now: datetime, mine: str, operator_name: Callable[[str], str]) -> str:
    """Vorrang, wartet seit 22.11.; or at whom they are."""
    held = line.candidate.held
    if held is not None and held_by_other(held, mine, now):
        name = plain(operator_name(held.operator_id)) or say(t.SOMEBODY)
        return say(t.HOUSEHOLD if held.household else t.WITH_OFFLINE if held.offline else t.WITH, name=name)
    said = words(codes.WHY, line.why, now)
    priority: Any = line.why.values.get("priority")
    return say(codes.FIRST, why=said) if priority is not None else said


# Promises


def promised(promises: Sequence[Promised], width: int) -> Line:
    """Zugesagt: Weiß 18:20 · Çelik 18:05 FEHLT; the latest that fit, who is missing first."""
    shown = [each for each in promises if each.standing is not PromiseStanding.WITHDRAWN]
    if not shown:
        return ((say(t.NO_PROMISES), "quiet"),)
    order = sorted(shown, key=lambda each: (_RANK[each.standing], each.at))
    return ((cut(say(t.PROMISED, names=" · ".join(_promised(each) for each in order)), width), ""),)


_RANK = {
    PromiseStanding.LATE: 0,
    PromiseStanding.OPEN: 1,
    PromiseStanding.ASKED: 2,
    PromiseStanding.KEPT: 3,
    PromiseStanding.WITHDRAWN: 4,
}
_STANDINGS = {
    PromiseStanding.LATE: t.MISSING,
    PromiseStanding.ASKED: t.PENDING,
    PromiseStanding.KEPT: t.HERE,
}


def _promised(each: Promised) -> str:
    name = plain(each.person.family) if each.person is not None else say(t.SOMEBODY)
    name = cut(name or say(t.SOMEBODY), 20)
    number = f" ({each.promise.persons})" if each.promise.persons > 1 else ""
    standing = _STANDINGS.get(each.standing)
    return f"{name}{number} {clock(each.at)}" + (f" {say(standing)}" if standing is not None else "")


def name_short(person: Person) -> str:
    """Meier, H."""
    return cut(short_name(person.family, person.given), 24)

"""Which row is which row of the list before: each example says what was known, what comes, and what is made of it."""

from dataclasses import dataclass, field

import pytest

from empfang.exchange.known import Known
from empfang.exchange.lists import ImportedRow, read_list
from empfang.exchange.recognising import Recognised, recognise
from empfang.rules.matching import Candidate

from .lists_given import TODAY

HEADER = "Code;Datum;Uhrzeit;Impfung;Nachname;Vorname;Geburtsdatum;Telefon"
A, B = "KL-AAAA-1111", "KL-BBBB-2222"
EVA, UDO, IDA = "Kurz;Eva;1.2.1950", "Lang;Udo;3.4.1960", "Kurz;Ida;5.6.1975"


def row(code: str, time: str, who: str = EVA, *, day: str = "15.12.2021", dose: str = "Erst", phone: str = "") -> str:
    return f"{code};{day};{time};{dose}impfung;{who};{phone}"


FILLING = [row(f"KL-F{n:03}-XXXX", "17:00", f"Mensch{n};Otto;1.1.19{n + 30}") for n in range(4)]
"""Others, so that columns can be told apart; without codes where the list has none."""


def rows_of(lines: list[str], *, codes: bool = True) -> list[ImportedRow]:
    others = FILLING if codes else [";" + line.partition(";")[2] for line in FILLING]
    data = "\n".join([HEADER, *lines, *others]).encode()
    read = read_list(data, TODAY)[2]
    assert read.rejections == ()
    return list(read.rows[: len(lines)])


def face_of(row: ImportedRow) -> Candidate:
    return Candidate("", row.family, row.given, row.birth_date, phones=tuple(phone.number for phone in row.phones))


def known_as(rows: list[ImportedRow], *, covered: bool = True) -> list[Known]:
    return [
        Known(
            keys=(each.key,),
            fingerprints=(each.fingerprint,),
            day=each.day.isoformat() if each.day else None,
            person_id=f"person {place}",
            appointment_id=f"{place}",
            faces=(face_of(each),),
            time=each.time.strftime("%H:%M") if each.time else "",
            dose_kind=each.dose_kind,
            covered=covered,
        )
        for place, each in enumerate(rows)
    ]  # fmt: skip


@dataclass(frozen=True)
class Example:
    """`pairs` are places in `before` by place in `now`; `fresh`, `unclear`, `missing` are places."""

    before: list[str]
    now: list[str]
    pairs: dict[int, int] = field(default_factory=dict)
    fresh: list[int] = field(default_factory=list)
    unclear: list[int] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    codes_before: bool = True
    codes_now: bool = True
    covered: bool = True


def plain(line: str) -> str:
    return ";" + line.partition(";")[2]


EXAMPLES = {
    "the same": Example([row(A, "09:00")], [row(A, "09:00")], {0: 0}),
    "another time under the code": Example([row(A, "09:00")], [row(A, "10:00")], {0: 0}),
    "another day under the code, of which the list tells nothing more": Example(
        [row(A, "09:00")], [row(A, "09:00", day="16.12.2021")], {0: 0}, covered=False
    ),
    "a second dose under the code on a day of its own": Example(
        [row(A, "09:00")], [row(A, "09:00", day="5.1.2022", dose="Zweit")], fresh=[0], covered=False
    ),
    "somebody else under the code": Example([row(A, "09:00")], [row(A, "09:00", UDO)], fresh=[0], missing=[0]),
    "a corrected name under the code": Example([row(A, "09:00")], [row(A, "09:00", "Kurtz;Eva;1.2.1950")], {0: 0}),
    "one of a couple under one code moves": Example(
        [row(A, "09:00"), row(A, "09:05", UDO)], [row(A, "11:00"), row(A, "09:05", UDO)], {0: 0, 1: 1}
    ),
    "both of a couple under one code move": Example(
        [row(A, "09:00"), row(A, "09:05", UDO)], [row(A, "11:05", UDO), row(A, "11:00")], {0: 1, 1: 0}
    ),
    "both appointments of a pair move, and their doses tell them apart": Example(
        [row(A, "09:00"), row(A, "09:00", day="5.1.2022", dose="Zweit")],
        [row(A, "10:00", day="6.1.2022", dose="Zweit"), row(A, "10:00")],
        {0: 1, 1: 0},
    ),
    "two of one person and dose under one code, both moved: nobody knows which": Example(
        [row(A, "09:00"), row(A, "10:00")], [row(A, "11:00"), row(A, "12:00")], unclear=[0, 1]
    ),
    "a code is gone and another comes": Example([row(A, "09:00")], [row(B, "09:00")], fresh=[0], missing=[0]),
    "without codes, the same": Example([plain(row(A, "09:00"))], [plain(row(A, "09:00"))], {0: 0}, codes_before=False,
                                       codes_now=False),
    "without codes, moved": Example([plain(row(A, "09:00"))], [plain(row(A, "11:00"))], {0: 0}, codes_before=False,
                                    codes_now=False),
    "codes are gone": Example([row(A, "09:00"), row(B, "09:00", UDO)],
                              [plain(row(A, "10:00")), plain(row(B, "09:00", UDO))], {0: 0, 1: 1}, codes_now=False),
    "codes have come": Example([plain(row(A, "09:00"))], [row(A, "10:00")], {0: 0}, codes_before=False),
    "without codes, two of one name and birth date: the one that stays is known": Example(
        [plain(row(A, "09:00")), plain(row(A, "14:00"))], [plain(row(A, "14:00")), plain(row(A, "10:00"))],
        {0: 1, 1: 0}, codes_before=False, codes_now=False,
    ),
    "without codes, one of two stays at another time: nobody knows which": Example(
        [plain(row(A, "09:00")), plain(row(A, "14:00"))], [plain(row(A, "10:00"))], unclear=[0],
        codes_before=False, codes_now=False,
    ),
    "without codes, another spelling and time": Example(
        [plain(row(A, "09:00", "Schmidt;Hanna;1.2.1950", phone="0631 31019101"))],
        [plain(row(A, "10:00", "Schmitt;Hanna;1.2.1950", phone="0631 31019101"))], {0: 0},
        codes_before=False, codes_now=False,
    ),
    "without codes, one of a family is no other": Example(
        [plain(row(A, "09:00", phone="0631 31019101"))], [plain(row(A, "09:00", IDA, phone="0631 31019101"))],
        fresh=[0], missing=[0], codes_before=False, codes_now=False,
    ),
    "without codes, a new spelling that fits two: nobody knows which": Example(
        [plain(row(A, "09:00", "Schmidt;Hanna;1.2.1950", phone="0631 31019101")),
         plain(row(A, "09:30", "Schmied;Hanna;1.2.1950", phone="0631 31019101"))],
        [plain(row(A, "10:00", "Schmitt;Hanna;1.2.1950", phone="0631 31019101"))], unclear=[0],
        codes_before=False, codes_now=False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_rows_are_known_again(name: str) -> None:
    example = EXAMPLES[name]
    before = known_as(rows_of(example.before, codes=example.codes_before), covered=example.covered)
    now = rows_of(example.now, codes=example.codes_now)
    found = recognise(now, before)
    places = {row.line: place for place, row in enumerate(now)}
    assert {places[row.line]: int(known.appointment_id) for row, known in found.pairs} == example.pairs
    assert [places[fresh.row.line] for fresh in found.fresh] == example.fresh
    assert [places[row.line] for row in found.unclear] == example.unclear
    assert [int(known.appointment_id) for known in found.missing] == example.missing
    accounted_for(found, now, before)


def accounted_for(found: Recognised, now: list[ImportedRow], before: list[Known]) -> None:
    """Every row and everything known is somewhere, once."""
    lines = [row.line for row, _ in found.pairs] + [each.row.line for each in found.fresh]
    assert sorted(lines + [row.line for row in found.unclear]) == sorted(row.line for row in now)
    kept = [known.appointment_id for _, known in found.pairs]
    kept += [known.appointment_id for known in (*found.missing, *found.unsure)]
    uncovered = [known.appointment_id for known in before if not known.covered]
    assert {*kept, *uncovered} == {known.appointment_id for known in before}
    assert len(kept) == len(set(kept))


def test_who_stands_in_a_line_that_cannot_be_read_is_not_missing() -> None:
    before = known_as(rows_of([row(A, "09:00"), row(B, "09:00", UDO)]))
    found = recognise([], before, [frozenset({"KLAAAA1111", "kurz"})])
    assert [known.appointment_id for known in found.missing] == ["1"]
    plain_ones = known_as(rows_of([plain(row(A, "09:00")), plain(row(B, "09:00", UDO))], codes=False))
    found = recognise([], plain_ones, [frozenset({"lang", "udo"}), frozenset({"kurz"})])
    assert [known.appointment_id for known in found.missing] == ["0"]

"""`empfang eligibility`: worked cases against the rules in force."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

import typer

from empfang.errors import Exit, InputProblem
from empfang.exchange.eligibility_cases import Case, Unread, read_cases
from empfang.rules.book import Eligible
from empfang.rules.books import bundled_rulebook
from empfang.rules.earliest import earliest
from empfang.rules.eligibility import Verdict, eligibility
from empfang.rules.rulebook import Rulebook
from empfang.rules.situation import ANY
from empfang.texts import rules as words
from empfang.texts import say
from empfang.texts.problems import words_for


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of a case in which the verdict is another than expected."""

    id: str
    field: str
    expected: str
    got: str
    reasons: tuple[str, ...]


def compare(path: Path, *, as_json: bool) -> None:
    """Print each difference, then how many cases agree; the exit status is 0 only if all do."""
    cases = read_cases(path)
    found = [list(_differing(case, bundled_rulebook())) for case in cases]
    differ = [each for differing in found for each in differing]
    agree = sum(not differing for differing in found)
    if as_json:
        shown = [{**_as_json(each)} for each in differ]
        print(json.dumps({"rows": len(cases), "agree": agree, "differ": shown}, ensure_ascii=False))
    else:
        for each in differ:
            values = {"id": each.id, "field": each.field, "expected": each.expected or "–", "got": each.got or "–"}
            print(say(words.DIFFERS, **values, reasons=", ".join(each.reasons)))
        print(say(words.AGREE, agree=agree, rows=len(cases)))
    if agree < len(cases):
        raise typer.Exit(Exit.NOTHING_DONE)


def _differing(case: Case | Unread, book: Rulebook) -> Iterator[Difference]:
    """A row that cannot be read differs, too."""
    if isinstance(case, Unread):
        yield Difference(case.id, "row", "", words_for(case.problem), ())
        return
    try:
        yield from differences(case, book)
    except InputProblem as problem:
        yield Difference(case.id, "row", "", words_for(problem), ())


def differences(case: Case, book: Rulebook) -> Iterator[Difference]:
    """In what a case and the rules differ.

    Raises:
        InputProblem: `cases_centre`, `cases_product`.
    """
    place = book.site(case.centre)
    if place is None:
        raise InputProblem("cases_centre", id=case.id, centre=case.centre)
    named = (*case.asked.stock, case.asked.wanted, *(dose.vaccine for dose in case.known.doses or ()))
    for product in named:
        if product != ANY and product not in book.vaccines:
            raise InputProblem("cases_product", id=case.id, product=product)
    verdict = eligibility(case.known, case.asked, place, book)
    first = earliest(case.known, case.asked, place, book)
    expected = case.expected
    got = {
        "expect": verdict.eligible.value,
        "expect_yes": _sorted(verdict.those(Eligible.YES)),
        "expect_doctor": _sorted(verdict.those(Eligible.DOCTOR)),
        "earliest_yes": _written(first.yes),
        "earliest_doctor": _written(first.doctor),
    }
    wanted = {
        "expect": expected.expect,
        "expect_yes": _sorted(expected.expect_yes),
        "expect_doctor": _sorted(expected.expect_doctor),
        "earliest_yes": expected.earliest_yes,
        "earliest_doctor": expected.earliest_doctor,
    }
    for field, value in wanted.items():
        if value != got[field]:
            yield Difference(case.id, field, value, got[field], _reasons(verdict))


def _reasons(verdict: Verdict) -> tuple[str, ...]:
    found = (
        f"{vaccine.vaccine}: {reason.rule.id if reason.rule else topic.topic}"
        for vaccine in verdict.vaccines
        for topic in vaccine.deciding
        for reason in topic.reasons
    )
    return tuple(dict.fromkeys(found))


def _sorted(vaccines: tuple[str, ...]) -> str:
    return ",".join(sorted(vaccines))


def _written(moment: datetime | None) -> str:
    if moment is None:
        return ""
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat(timespec="minutes")


def _as_json(each: Difference) -> dict[str, object]:
    return {
        "id": each.id,
        "field": each.field,
        "expected": each.expected,
        "got": each.got,
        "reasons": list(each.reasons),
    }

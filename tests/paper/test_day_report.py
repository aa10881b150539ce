"""The day's report on paper: one page that says whether it adds up."""

from dataclasses import replace

import pytest

from empfang.paper.day_report import report_pdf
from empfang.paper.values import DayReport
from empfang.paper_work import Paper, PaperWork
from empfang.rules.day_report import CallTally, Deviation, DoseBalance
from empfang.rules.vials import Dose
from tests.paper.reading import sizes_mm, soon, texts
from tests.times import BERLIN, at
from tests.world import World

BALANCE = DoseBalance(Dose("COM"), 3, 18, 14, (("gefallen", 2),), 2, 1, (), 0, ("FH4090",))
CALLS = CallTally(23, 11, 6, 4, 0, 1, 1)
REPORT = DayReport("Impfzentrum", at("20:05").astimezone(BERLIN), "Empfang 1", (("Comirnaty", BALANCE),), CALLS)


def words(report: DayReport) -> str:
    [page] = texts(report_pdf(report))
    return " ".join(page.split())


def test_the_numbers_of_each_dose_and_of_the_calls_are_on_one_page_of_a4() -> None:
    assert sizes_mm(report_pdf(REPORT)) == [(210, 297)]
    said = words(REPORT)
    for part in (
        "Stand 20:05 · Empfang 1",
        "Alles geht auf: aufgezogen = gegeben + verworfen + übrig.",
        "Comirnaty verworfen: 2 gefallen",
        "Comirnaty noch da: 2, davon abgelaufen: 1.",
        "Chargen: FH4090",
        "Anrufe: 23, erreicht: 11",
        "Dosen zugesagt: 6 – 4 gekommen, 0 erwartet, 1 fehlen, 1 zurückgezogen",
    ):
        assert part in said


def test_what_does_not_add_up_is_said_with_the_reason() -> None:
    wrong = replace(BALANCE, left=1, deviations=(Deviation(at("18:40"), 13, -1),))
    said = words(replace(REPORT, doses=(("Comirnaty", wrong),)))
    assert "Comirnaty geht nicht auf, es fehlen: 1. Um 18:40 wurden 13 gezählt statt 14." in said
    assert "Alles geht auf" not in said
    more = replace(BALANCE, given=20, discarded=(), left=0, lacking=2)
    assert "geht nicht auf, zu viel: 2. Mehr gegeben oder verworfen als aufgezogen: 2." in words(
        replace(REPORT, doses=(("Comirnaty", more),))
    )


@pytest.mark.parametrize("reason", ["[/b]\x1b[2J", "Lang" * 100, "\u202egnirts"])
def test_whatever_somebody_typed_does_no_harm(reason: str) -> None:
    typed = replace(BALANCE, discarded=((reason, 2),))
    assert sizes_mm(report_pdf(replace(REPORT, doses=(("Comirnaty", typed),) * 9))) == [(210, 297)]


def test_it_is_printed_like_other_papers_and_none_is_missed_that_is_no_slip(small_world: World, tmp_path) -> None:  # type: ignore[no-untyped-def]
    place, said = small_world.place(), list[tuple[str, str]]()
    for name in ("out", "gone"):
        paper = Paper(printer=f"file:{tmp_path / name}")
        (tmp_path / "out").mkdir(exist_ok=True)
        work = PaperWork(
            paper, place.store.another(), place.wall.clock, place.desk.printouts, lambda *words: said.append(words)
        )
        work.start()
        assert place.desk.printouts.report(place.desk.day_report())
        soon(lambda: bool(said) or len(list((tmp_path / "out").glob("report-*.pdf"))) == 1)
        work.stop()
    assert len(said) == 1
    assert said[0][1] == "ask"
    assert place.desk.printouts.unprinted() == ()

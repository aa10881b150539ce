"""The day's report over the screen of leftover doses; p prints it."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import BindingType

from empfang.desk import DayReport
from empfang.paper.day_report_words import calls, cautions, headings, remarks, sums, table
from empfang.screens import actions
from empfang.screens.page import Page
from empfang.texts import day_report as t
from empfang.texts import say
from empfang.widgets.actions import Action
from empfang.widgets.cells import fit, plain
from empfang.widgets.prose import Paragraph, paragraph

_NAME, _CELL = 16, 11


class ReportOfDay(Page):
    """Numbers, and whether they add up."""

    BINDINGS: ClassVar[list[BindingType]] = [actions.PRINT_REPORT.binding()]

    def __init__(self, report: DayReport, print_it: Callable[[], None]) -> None:
        super().__init__()
        self._report = report
        self._print_it = print_it

    def keys(self) -> Sequence[Action]:
        """It can be printed."""
        return (actions.PRINT_REPORT, *super().keys())

    def action_print_report(self) -> None:
        """Print it, and back: what became of it is said there."""
        self.dismiss()
        self._print_it()

    def paragraphs(self) -> Sequence[Paragraph]:
        """The report."""
        report = self._report
        said = [paragraph(say(t.TITLE), "title"), *(paragraph(plain(each), "quiet") for each in headings(report))]
        said += [paragraph(""), *(paragraph(_row(row), "" if n else "quiet") for n, row in enumerate(table(report)))]
        said += [paragraph(""), *(paragraph(plain(each), _role(report)) for each in sums(report))]
        said += [paragraph(plain(each)) for each in remarks(report)]
        said += [paragraph(""), paragraph(say(t.CALLS_TITLE), "strong")]
        said += [paragraph(plain(each)) for each in calls(report)]
        return said + [paragraph(plain(each), "ask") for each in cautions(report)]


def _row(cells: Sequence[str]) -> str:
    first, *others = cells
    line = fit(plain(first), _NAME) + "".join(f"{each:>{_CELL}}" for each in others)
    return line.replace(" ", "\N{NO-BREAK SPACE}")


def _role(report: DayReport) -> str:
    return "stop" if any(each.missing for _, each in report.doses) else "good"

"""Schicht beenden? (Strg+Q): what is open, what to do about it and by which key; then the end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from empfang.desk import Progress, ShiftEnd
from empfang.screens import actions
from empfang.screens.base import Station
from empfang.screens.dialogs import Dialog
from empfang.texts import Text, say, thousands
from empfang.texts import shift as t
from empfang.texts.times import clock, day, day_and_clock
from empfang.widgets.actions import Action, KeyLine
from empfang.widgets.lines import Lines
from empfang.widgets.prose import Paragraph, Prose, paragraph

SENDS_S = 8.0
"""So long is waited for what is unsent. What takes longer goes out at the next start."""
LOOK_S = 0.2
END = "end"
_NUMBERS = 4


@dataclass(frozen=True, slots=True)
class OpenCalls:
    """Whether somebody is on the telephone, and whether somebody is called for a dose that is left over."""

    telephone: bool = False
    leftover: bool = False


class EndShift(Dialog[str]):
    """Gives `END`, the name of the app's action that leads to what is open, or None. A scan never answers it."""

    TAKES_ENTER = True
    BINDINGS: ClassVar[list[BindingType]] = [
        actions.YES.binding(),
        actions.STAY.binding(),
        actions.FROM_END_TO_TRANSFER.binding(),
        actions.FROM_END_TO_RECEPTION.binding(),
        actions.FROM_END_TO_TELEPHONE.binding(),
        actions.FROM_END_TO_LEFTOVER.binding(),
    ]

    def __init__(
        self,
        station: Station,
        *,
        may_go: bool,
        calls: OpenCalls = OpenCalls(),
        give_back: Callable[[], None] = lambda: None,
    ) -> None:
        """Without `may_go` what is open is told, and nothing leads there: nobody is signed in. `give_back` lets others
        call whoever is reserved and was not dialled."""
        super().__init__(say(t.END_TITLE))
        self._station = station
        self._may_go = may_go
        self._calls = calls
        self._give_back = give_back
        self._open = station.desk.shift_end()
        self._until_s: float | None = None

    def middle(self) -> Sequence[Widget]:
        return (
            Prose(
                words(
                    self._open,
                    self._station.progress(),
                    self._station.desk.shift().now.date(),
                    self._calls,
                ),
                id="open",
            ),
            Lines(id="note"),
        )

    def keys(self) -> Sequence[Action]:
        ends = actions.LEAVE_NOW if self._until_s is None else actions.NOT_WAIT
        found = self._open
        to_transfer = self._may_go and (found.unsent or found.asked or found.conflicts or found.refused)
        to_reception = self._may_go and (found.hanging or found.unprinted)
        return (
            ends,
            actions.STAY,
            *((actions.FROM_END_TO_TRANSFER,) if to_transfer else ()),
            *((actions.FROM_END_TO_RECEPTION,) if to_reception else ()),
            *((actions.FROM_END_TO_TELEPHONE,) if self._may_go and self._calls.telephone else ()),
            *((actions.FROM_END_TO_LEFTOVER,) if self._may_go and (self._calls.leftover or found.untold) else ()),
        )

    def enter(self) -> None:
        self.action_yes()

    def action_yes(self) -> None:
        """End; what can be sent is sent before, unless that was said twice."""
        if self._until_s is None:
            self._give_back()
            self._open = self._station.desk.shift_end()
        if self._until_s is not None or not goes_now(self._open, self._station.progress()):
            self.dismiss(END)
            return
        self._until_s = self._station.monotonic() + SENDS_S
        self._station.desk.try_now()
        self.query_one(KeyLine).show(self.keys())
        self._look()
        self.set_interval(LOOK_S, self._look)

    def _look(self) -> None:
        if self._until_s is None or not self.is_active:
            return
        left_s = self._until_s - self._station.monotonic()
        unsent = self._station.desk.shift_end().unsent
        if not unsent or left_s <= 0:
            self._until_s = None
            self.dismiss(END)
            return
        sending = say(t.END_SENDING, number=thousands(unsent), seconds=ceil(left_s))
        self.query_one("#note", Lines).put(((sending, "ask"),))

    def action_no(self) -> None:
        """Stay."""
        self.dismiss(None)

    def action_to_transfer(self) -> None:
        """To what is not settled."""
        self._go(actions.TRANSFER)

    def action_to_reception(self) -> None:
        """To the people."""
        self._go(actions.RECEPTION)

    def action_to_telephone(self) -> None:
        """To the call."""
        self._go(actions.TELEPHONE)

    def action_to_leftover(self) -> None:
        """To the doses that are left over."""
        self._go(actions.LEFTOVER)

    def _go(self, where: Action) -> None:
        if self._may_go:
            self.dismiss(where.name)


def goes_now(found: ShiftEnd, progress: Progress) -> bool:
    """Whether there is something to send, and somebody who takes it."""
    return bool(found.unsent) and bool(progress.connected) and not progress.blocked


def words(
    found: ShiftEnd,
    progress: Progress,
    today: date,
    calls: OpenCalls = OpenCalls(),
) -> list[Paragraph]:
    """One paragraph for each thing that is open: how many, what it means, what to do."""
    open_calls = ((calls.telephone, t.END_CALL_OPEN), (calls.leftover, t.END_LEFTOVER_OPEN))
    said = [say(text) for is_open, text in open_calls if is_open]
    if found.nothing_open and not said:
        lines = [paragraph(say(t.END_NOTHING), "good")]
    else:
        lines = [paragraph(f"· {line}", hang=2) for line in (*said, *_to_do(found, progress, today))]
    if found.next_list is not None:
        of_day = day(found.next_list.day)
        if found.next_list.written_at is not None:
            written = say(t.END_LIST_WRITTEN, day=of_day, at=clock(found.next_list.written_at))
            lines.append(paragraph(written, "quiet", hang=2))
        elif found.next_list.on_leaving:
            lines.append(paragraph(say(t.END_LIST_ON_LEAVING, day=of_day), "quiet", hang=2))
        else:
            lines.append(paragraph(f"· {say(t.END_LIST_MISSING, day=of_day)}", hang=2))
    return lines


def _to_do(found: ShiftEnd, progress: Progress, today: date) -> list[str]:
    lines: list[str] = []
    if found.unsent:
        since = "–" if found.unsent_since is None else _since(found.unsent_since, today)
        if progress.blocked:
            then = say(t.END_BLOCKED)
        elif goes_now(found, progress):
            then = say(t.END_GOES_NOW)
        else:
            then = _many(found.unsent, t.END_STAYS_ONE, t.END_STAYS)
        lines.append(f"{_many(found.unsent, t.END_UNSENT_ONE, t.END_UNSENT, since=since)} {then}")
    for number, one, many in (
        (found.asked, t.END_ASKED_ONE, t.END_ASKED),
        (found.conflicts, t.END_CONFLICTS_ONE, t.END_CONFLICTS),
        (found.refused, t.END_REFUSED_ONE, t.END_REFUSED),
        (found.hanging, t.END_HANGING_ONE, t.END_HANGING),
        (found.untold, t.END_UNTOLD_ONE, t.END_UNTOLD),
    ):
        if number:
            lines.append(_many(number, one, many))
    if found.unprinted:
        numbers = ", ".join(found.unprinted[:_NUMBERS])
        more = len(found.unprinted) - _NUMBERS
        if more > 0:
            numbers = say(t.END_AND_MORE, numbers=numbers, more=more)
        lines.append(say(t.END_UNPRINTED, numbers=numbers))
    return lines


def _since(moment: datetime, today: date) -> str:
    return clock(moment) if moment.date() == today else day_and_clock(moment, today)


def _many(number: int, one: Text, many: Text, **values: object) -> str:
    return say(one, **values) if number == 1 else say(many, number=thousands(number), **values)

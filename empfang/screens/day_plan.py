"""What holds at the centre today: tolerances, and which vaccine is given in which lane. For coordinators."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from empfang.desk import DayPlan
from empfang.rules.centre_day import LIFTED
from empfang.screens import actions
from empfang.screens.base import DeskScreen
from empfang.screens.card_words import why_not
from empfang.screens.dialogs import Dialog, Reason
from empfang.texts import papers as paper_texts
from empfang.texts import planning as t
from empfang.texts import reception as reception_texts
from empfang.texts import say
from empfang.texts.times import day_long
from empfang.widgets.cells import plain
from empfang.widgets.picker import Entry, Picker

_EARLY, _LATE = "early_minutes", "late_minutes"
_LANE_AND_VACCINE = "lane {} {}"
_MOST_LINES = 14


class PlanOfDay(Dialog[dict[str, Any]]):
    """Gives the fields of the day that are to be set anew."""

    TAKES_ENTER = True
    KEYS = (actions.TICK, actions.TELL_CALLERS, actions.KEEP, actions.CLOSE)
    BINDINGS: ClassVar[list[BindingType]] = [
        actions.TICK.binding(),
        actions.TELL_CALLERS.binding(),
        actions.CLOSE.binding(),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
    ]

    def __init__(self, plan: DayPlan, today: datetime) -> None:
        super().__init__(say(t.TITLE, day=day_long(today)), say(t.WHERE))
        self._plan = plan
        self._lanes = {
            _LANE_AND_VACCINE.format(lane, vaccine): (lane, vaccine)
            for lane in range(1, plan.lanes + 1)
            for vaccine in plan.vaccines
        }
        lifted = {_EARLY: plan.early_lifted, _LATE: plan.late_lifted}
        self._ticked = {key for key, ticked in lifted.items() if ticked}
        self._ticked |= {key for key, pair in self._lanes.items() if pair in plan.given}
        self._info = plan.info

    def middle(self) -> Sequence[Widget]:
        return (Picker(),)

    def on_mount(self) -> None:
        """List what can be set."""
        super().on_mount()
        self._draw()
        picker = self.query_one(Picker)
        picker.styles.height = min(len(picker.entries), _MOST_LINES)

    def enter(self) -> None:
        """Keep what was changed."""
        values: dict[str, Any] = {}
        for name, was_lifted in ((_EARLY, self._plan.early_lifted), (_LATE, self._plan.late_lifted)):
            if (name in self._ticked) != was_lifted:
                values[name] = LIFTED if name in self._ticked else None
        given = {pair for key, pair in self._lanes.items() if key in self._ticked}
        if given != self._plan.given:
            lanes = sorted({lane for lane, _ in given})
            values["lanes"] = {str(lane): sorted(name for each, name in given if each == lane) for lane in lanes}
        if self._info != self._plan.info:
            values["info"] = self._info
        self.dismiss(values)

    def action_keep(self) -> None:
        """The word for Enter was clicked."""
        self.enter()

    def action_tick(self) -> None:
        """Tick the marked one, or take the tick away."""
        marked = self.query_one(Picker).marked
        if marked is not None:
            self._ticked ^= {marked.key}
            self._draw()

    def action_tell_callers(self) -> None:
        """Write what callers are told; an empty line takes it away."""

        def written(info: str | None) -> None:
            if info is not None:
                self._info = info
                self._draw()

        ask = Reason(say(t.INFO_ASK), say(t.INFO_HINT), actions.KEEP_INFO, words=self._info, may_be_empty=True)
        self.app.push_screen(ask, written)

    def on_picker_chosen(self, event: Picker.Chosen) -> None:
        """A double click ticks."""
        self.query_one(Picker).mark(event.key)
        self.action_tick()

    def action_move(self, by: int) -> None:
        """Move the mark."""
        self.query_one(Picker).move(by)

    def action_close(self) -> None:
        """Change nothing."""
        self.dismiss(None)

    def _draw(self) -> None:
        plan = self._plan
        info = say(t.INFO, text=plain(self._info)) if self._info else say(t.NO_INFO)
        entries = [
            self._line(_EARLY, say(t.EARLY), say(t.EARLY_ELSE, minutes=plan.early_minutes)),
            self._line(_LATE, say(t.LATE), say(t.LATE_ELSE, minutes=plan.late_minutes)),
            Entry("", info),
            Entry("", ""),
            Entry("", say(t.LANES if self._lanes else t.NO_VACCINES)),
            *(
                self._line(key, say(t.LANE, lane=lane, vaccine=plain(vaccine)))
                for key, (lane, vaccine) in self._lanes.items()
            ),
        ]
        self.query_one(Picker).show(entries)

    def _line(self, key: str, text: str, right: str = "") -> Entry:
        return Entry(key, f"{paper_texts.MARKS['shown' if key in self._ticked else 'open']} {text}", right)


def plan_day(working: DeskScreen) -> None:
    """Show what holds today, and keep what a coordinator changes."""
    desk = working.desk
    if not desk.may_coordinate():
        working.note(say(t.COORDINATORS_ONLY), "ask")
        return

    def chosen(values: dict[str, Any] | None) -> None:
        if values is None:
            return
        with working.told():
            if not values:
                working.note(say(t.UNCHANGED), "quiet")
                return
            done = desk.plan_today(**values)
            if done.done:
                working.took_in(None)
                working.note(say(t.DONE), "good")
            else:
                working.note(say(reception_texts.REFUSED_BECAUSE, why=why_not(done.code)), "stop")

    working.app.push_screen(PlanOfDay(desk.day_plan(), working.shift.now), chosen)

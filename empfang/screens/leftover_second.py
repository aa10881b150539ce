"""Somebody says yes to a first dose: what becomes of the second one is settled before anything is asked for."""

from abc import abstractmethod

from empfang.screens import actions
from empfang.screens.choosing import Choosing
from empfang.screens.dialogs import Reason
from empfang.screens.leftover_call import Stage
from empfang.screens.leftover_outcomes import LeftoverOutcomes
from empfang.texts import leftover_second as t
from empfang.texts import say
from empfang.texts import telephone as telephone_texts
from empfang.widgets.actions import Action

_MOVES = {"up": -1, "down": 1}
_ABOUT_PLACES = ("slot_", "contingent_", "second_")


class LeftoverSecond(LeftoverOutcomes):
    """Where it does not stay, a time is chosen; without the network it stays, and somebody sees to it later."""

    @abstractmethod
    def ask_for_dose(self) -> None:
        """Ask for it: of the service, or of what this desk was allotted."""

    def second_is_open(self) -> bool:
        """Whether it must be settled first; then the times for it are there."""
        call = self._call
        if call is None or call.page is None or not call.doses:
            return False
        call.second, call.second_place, call.choosing = None, None, None
        with self.told():
            call.second = self.desk.second_doses.of(call.page, call.doses[0][0])
        if call.second is None or not call.second.is_open:
            return False
        if not self.is_alone:
            near = call.second.at.time() if call.second.at is not None else None
            call.choosing = Choosing(call.second.options, pair=False, at=near)
            call.choosing.begin(None)
        self._stage = Stage.SECOND
        return True

    def second_offered(self, free: Action) -> tuple[Action, ...]:
        """What can be done about it. `free`: what a dose that is free, or is none any more, allows."""
        call = self._call
        if call is None or call.second is None:
            return (actions.LEFTOVER_BACK,)
        if free is not actions.ASK_DOSE:
            return (free, actions.LEFTOVER_BACK)
        if self.is_alone:
            return (actions.SECOND_LATER, actions.LEFTOVER_BACK)
        choosing = call.choosing
        there = choosing is not None and choosing.offer is not None
        take = (actions.TAKE_SECOND, actions.EARLIER_DAY, actions.LATER_DAY) if there else ()
        without = (actions.NO_SECOND,) if call.second.kept is None else ()
        return (*take, *without, actions.LEFTOVER_BACK)

    def was_second_refused(self) -> bool:
        """Whether the dose is not promised because of the time that was chosen for the second one."""
        call = self._call
        if call is None or call.second is None or call.answer is None or call.answer.granted != 0:
            return False
        return (call.answer.code or "").startswith(_ABOUT_PLACES)

    def action_take_second(self) -> None:
        """The time suits them: both doses are asked for."""
        call = self._call
        offer = call.choosing.offer if call is not None and call.choosing is not None else None
        if call is None or offer is None:
            return
        call.second_place = offer.first
        self.ask_for_dose()

    def action_second_later(self) -> None:
        """Without the network: only the first dose, from the allotment."""
        self.ask_for_dose()

    def action_no_second(self) -> None:
        """Without a second appointment, for a reason that is kept with the call."""
        call = self._call
        if call is None:
            return

        def because(reason: str | None) -> None:
            if reason is None:
                return
            call.choosing, call.second_place = None, None
            call.reason = " · ".join(part for part in (call.reason, say(t.WITHOUT, reason=reason)) if part)
            self.ask_for_dose()

        ask = say(telephone_texts.WHY_ONLY_FIRST)
        self.app.push_screen(Reason(ask, say(telephone_texts.ONLY_FIRST_HINT), actions.KEEP_REASON), because)

    def action_second_again(self) -> None:
        """Another time: the one that was chosen is gone."""
        call = self._call
        if call is None or not self.was_second_refused():
            return
        call.answer, call.requested, call.requested_at = None, None, None
        if not self.second_is_open():
            self._stage = Stage.PERSONS
        self.tell("")

    def action_earlier_day(self) -> None:
        """Another day."""
        self._other_day(-1)

    def action_later_day(self) -> None:
        """Another day."""
        self._other_day(1)

    def _other_day(self, by: int) -> None:
        if self._call is not None and self._call.choosing is not None:
            self._call.choosing.move_day(by)
            self.show()

    def move_second(self, key: str) -> bool:
        """Another time, by an arrow key; whether it was one."""
        call = self._call
        if self._stage is not Stage.SECOND or key not in _MOVES or call is None or call.choosing is None:
            return False
        call.choosing.move_mark(_MOVES[key])
        self.show()
        return True

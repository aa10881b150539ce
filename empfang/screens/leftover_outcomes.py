"""What came of a call: one key, and where it must be, a word more."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from empfang.model import Person
from empfang.rules.call_candidates import Portion
from empfang.rules.call_outcomes import FOLLOWS, CallOutcome, Detail, callback_refused
from empfang.screens.dialogs import PickOne
from empfang.screens.leftover_call import LastCall, Stage
from empfang.screens.leftover_here import MORE_HERE, LeftoverHere
from empfang.screens.leftover_times import read_clock, read_day
from empfang.screens.leftover_words import name_short, words
from empfang.texts import leftover as t
from empfang.texts import leftover_codes as codes
from empfang.texts import say
from empfang.widgets.cells import plain

BY_KEY: Mapping[str, CallOutcome] = {
    "1": CallOutcome.NO_ANSWER,
    "2": CallOutcome.BUSY,
    "3": CallOutcome.MAILBOX,
    "4": CallOutcome.CALLBACK,
    "5": CallOutcome.OTHER_PERSON,
    "6": CallOutcome.NOT_TODAY,
    "7": CallOutcome.NOT_THIS_VACCINE,
    "8": CallOutcome.ALREADY_VACCINATED,
    "9": CallOutcome.MEDICALLY_NOT,
}
MORE = "0"
_MORE = (
    CallOutcome.WRONG_NUMBER,
    CallOutcome.NOT_ASSIGNED,
    CallOutcome.NEVER_AGAIN,
    CallOutcome.CANNOT_MAKE_IT,
    CallOutcome.STANDBY,
    CallOutcome.NOT_UNDERSTOOD,
    CallOutcome.DISTURBED,
    CallOutcome.SKIPPED,
)
_SHOWN = 20
_LONGEST_REASON = 200


class LeftoverOutcomes(LeftoverHere):
    """Records outcomes; F8 corrects the last one."""

    def came(self, key: str) -> None:
        """One of the keys 0–9 was pressed."""
        if key != MORE:
            self._ask_details(BY_KEY[key])
            return

        more = MORE_HERE if self.asks_here else _MORE

        def chosen(place: int | None) -> None:
            if place is not None:
                self._ask_details(more[place])

        entries = [f"{place}  {say(codes.OUTCOMES[each])}" for place, each in enumerate(more, 1)]
        self.app.push_screen(PickOne(say(t.MORE_TITLE), entries), chosen)

    def _ask_details(self, outcome: CallOutcome) -> None:
        needs = FOLLOWS[outcome].needs
        if Detail.CALLBACK_AT in needs:
            self._ask_moment(lambda at: self._finish(outcome, callback_at=at))
        elif Detail.VACCINES in needs:
            self._ask_vaccines(lambda vaccines: self._finish(outcome, vaccines=vaccines))
        elif Detail.EARLIEST_ON in needs:
            self._ask_words(
                say(t.REASON_ASK[outcome]), say(t.REASON_HINT), lambda why: self._ask_earliest(outcome, why)
            )
        elif Detail.REASON in needs:
            self._ask_words(
                say(t.REASON_ASK[outcome]), say(t.REASON_HINT), lambda why: self._finish(outcome, reason=why)
            )
        else:
            self._finish(outcome)

    def _ask_moment(self, then: Callable[[datetime], None]) -> None:
        """When to call back; what cannot be is said, with the latest time."""

        def written(text: str) -> None:
            at = read_clock(text, self.shift.now)
            refused = callback_refused(at, self.shift.now, self._overview.last_promise) if at is not None else None
            if at is not None and refused is None:
                then(at)
                return
            bad = say(t.BAD_TIME, text=plain(text)[:_SHOWN])
            self.tell(words(codes.CALLBACK, refused, self.shift.now) if refused is not None else bad, "stop")
            self._ask_moment(then)

        said = self._message[0] if self._message[1] == "stop" else ""
        self._ask_words(" ".join(part for part in (said, say(t.CALLBACK_ASK)) if part), say(t.CALLBACK_HINT), written)

    def _ask_vaccines(self, then: Callable[[tuple[str, ...]], None]) -> None:
        """Which ones they do not want; not asked where there is one."""
        _, _, _, doses = self._subject()
        offered = tuple(dict.fromkeys(vaccine for vaccine, _ in doses))
        if len(offered) <= 1:
            then(offered)
            return
        choices = [*((each,) for each in offered), offered]
        names = [plain(self.desk.call_room.vaccine_name(each)) for each in offered]
        entries = [f"{place}  {name}" for place, name in enumerate([*names, say(t.ALL_OF_THESE)], 1)]

        def chosen(place: int | None) -> None:
            if place is not None:
                then(choices[place])

        self.app.push_screen(PickOne(say(t.WHICH_VACCINE), entries), chosen)

    def _ask_earliest(self, outcome: CallOutcome, reason: str) -> None:
        def written(text: str) -> None:
            today = self.shift.now.date()
            on = read_day(text, today)
            if text.strip() and on is None:
                self.tell(say(t.BAD_DATE, text=plain(text)[:_SHOWN]), "stop")
                self._ask_earliest(outcome, reason)
                return
            self._finish(outcome, reason=reason, earliest_on=on)

        self._ask_words(say(t.EARLIEST_ASK), say(t.EARLIEST_HINT), written, may_be_empty=True)

    # Recording

    def _subject(self) -> tuple[Person | None, str, int, tuple[Portion, ...]]:
        """Whom the outcome is about: person, number, fence, doses."""
        if self._stage is Stage.CORRECT and self._last is not None:
            return self._last.person, self._last.number, self._last.fence, self._last.doses
        call = self._call
        return (call.person, call.number, call.fence, call.doses) if call is not None else (None, "", 0, ())

    def _finish(self, outcome: CallOutcome, *, promise_id: str = "", reason: str = "", **details: Any) -> None:
        """Record it; the next call stands ready."""
        person, number, fence, doses = self._subject()
        if person is None:
            return
        here = self.asks_here
        corrects = self._last if self._stage is Stage.CORRECT else None
        out_of_order = self._call.reason if self._call is not None else ""
        why = " · ".join(part for part in (reason, out_of_order) if part)[:_LONGEST_REASON]
        if corrects is not None:
            details["corrects"] = corrects.attempt_id
        with self.told():
            if corrects is not None and corrects.promise_id:
                self.desk.calling.withdraw(corrects.promise_id, say(t.CORRECTED_WHY))
            attempt_id = self.desk.calling.record(person.id, outcome, fence, number=number, reason=why, **details)
            self._last = LastCall(attempt_id, person, outcome, number, fence, doses, promise_id, here)
            follows = say(codes.FOLLOWS[outcome], name=name_short(person))
            self._to_list(say(t.CORRECTED if corrects is not None else t.CAN_CORRECT, follows=follows))

    def undo_here(self) -> bool:
        """Another outcome of the last call; elsewhere F8 takes an admission back."""
        if self._stage is not Stage.LIST:
            self.tell(say(t.FIRST_OUTCOME), "ask")
        elif self._last is None:
            self.tell(say(t.NOTHING_TO_CORRECT))
        else:
            self._stage = Stage.CORRECT
            self.tell("")
        return True

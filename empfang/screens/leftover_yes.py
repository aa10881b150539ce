"""Somebody says yes: three questions, for how many, the service's answer; only then it is promised."""

from empfang.desk import Answer, Requested, Yes
from empfang.model import Person
from empfang.rules.call_outcomes import CallOutcome
from empfang.screens.dialogs import Confirm
from empfang.screens.leftover_call import QUESTIONS, Stage
from empfang.screens.leftover_second import LeftoverSecond
from empfang.screens.leftover_words import name_short
from empfang.texts import leftover as t
from empfang.texts import say


class LeftoverYes(LeftoverSecond):
    """Nothing is promised before the service, or the desk's own allotment, says so."""

    def action_says_yes(self) -> None:
        """They would come; or, at a question, the answer that speaks against it."""
        call = self._call
        if call is None:
            return
        if self._stage is Stage.QUESTION:
            self._stage = Stage.CALL
            self.tell(say(t.NOT_SO), "ask")
            return
        kept = next((each for each in self._untold if each.promise.person_id == call.person.id), None)
        if kept is not None:
            number = kept.promise.persons
            call.answer = Answer(number, number, None, kept.promise.id, kept.at)
            self._stage = Stage.GRANTED
            self.tell("")
            return
        call.question, call.persons, self._stage = 0, 1, Stage.QUESTION
        self.tell("")

    def action_answers_no(self) -> None:
        """No to a question: the next one, and after the last for how many."""
        call = self._call
        if call is None:
            return
        call.question += 1
        if call.question >= QUESTIONS:
            self._stage = Stage.PERSONS
        self.show()

    def action_for_one(self) -> None:
        """One dose."""
        self._for(1)

    def action_for_two(self) -> None:
        """Two."""
        self._for(2)

    def _for(self, persons: int) -> None:
        if self._call is not None:
            self._call.persons = persons
            self.show()

    def action_other_dose(self) -> None:
        """Another of the vaccines that are possible."""
        if self._call is not None:
            self._call.other_dose()
            self.show()

    def action_ask_dose(self) -> None:
        """Ask for it, once it is clear what becomes of the second one."""
        if self.second_is_open():
            self.tell("")
        else:
            self.ask_for_dose()

    def ask_for_dose(self) -> None:
        """Ask for it: of the service, or of what this desk was allotted."""
        call, said = self._call, self._said()
        if call is None or said is None or call.page is None:
            return
        if not call.doses or not self.dose_is_free():
            self.tell(say(t.NO_DOSE_NOW), "ask")
            return
        vaccine, size = call.doses[0]
        later = call.page.later.id if call.page.later is not None else None
        with self.told():
            call.is_alone = self.is_alone
            yes = Yes(vaccine, size, call.persons, said.arrive_by, call.page.dose_kind, later, call.second_place)
            found = self.desk.calling.promise(call.person, yes, call.fence, alone=call.is_alone)
            call.requested = found if isinstance(found, Requested) else None
            call.requested_at = self._now()
            call.answer = found if isinstance(found, Answer) else None
            self._stage = Stage.ASKED
            self._say("")
            self.look_for_answer()
        self.show()

    def dose_is_free(self) -> bool:
        """Whether the dose that is offered can be promised, as far as this desk knows."""
        call = self._call
        if call is None or not call.doses:
            return False
        return self.number_free(call.doses[0], on_site=call.on_site is not None) > 0

    def look_for_answer(self) -> None:
        """What the service said, once it did."""
        call = self._call
        if call is None or self._stage is not Stage.ASKED:
            return
        if call.requested is not None:
            call.answer = self.desk.calling.answer(call.requested)
        if call.answer is not None and call.answer.granted:
            self._stage = Stage.GRANTED
            self._say("")

    def action_promise_told(self) -> None:
        """It was said: the call is done."""
        call = self._call
        if call is not None and call.answer is not None:
            self._finish(CallOutcome.PROMISED, promise_id=call.answer.promise_id)

    def action_on_standby(self) -> None:
        """No dose for them: first when one becomes free. A grant that comes later is shown until it is dealt with."""
        self._finish(CallOutcome.STANDBY)

    def action_withdraw(self) -> None:
        """The dose that stands ready is not wanted, or not to be offered any more."""
        call = self._call
        if call is not None and call.answer is not None:
            self._withdraw(call.person, call.answer.promise_id, say(t.DECLINED_WHY))
        elif self._untold:
            first = self._untold[0]
            if first.person is not None:
                self._withdraw(first.person, first.promise.id, say(t.WITHDRAWN_WHY))

    def _withdraw(self, person: Person, promise_id: str, reason: str) -> None:
        name = name_short(person)

        def answered(yes: bool | None) -> None:
            if not yes:
                return
            with self.told():
                self.desk.calling.withdraw(promise_id, reason)
                if self._call is not None:
                    self._call.answer, self._call.requested, self._call.requested_at = None, None, None
                    self._stage = Stage.CALL
                self.read()
                self.tell(say(t.WITHDRAWN, name=name), "good")

        self.app.push_screen(Confirm(say(t.WITHDRAW_ASK, name=name)), answered)

    def action_offer_late(self) -> None:
        """Call whoever was promised a dose and does not know it."""
        first = next((each for each in self._untold if each.person is not None), None)
        if first is not None and first.person is not None and self._stage is Stage.LIST:
            self._begin(first.person, None)

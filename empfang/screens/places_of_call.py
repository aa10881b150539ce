"""Places: looked through, chosen, asked for, and read back."""

from collections.abc import Sequence

from empfang.screens import actions
from empfang.screens import call_words as words
from empfang.screens.call import Concern, Stage, inherited
from empfang.screens.call_form import INHERITED
from empfang.screens.dialogs import Confirm, PickOne, Reason
from empfang.screens.form_of_call import FormOfCall
from empfang.texts import say
from empfang.texts import telephone as t
from empfang.widgets.cells import plain

_FIRST = 1
"""The priority of whom somebody puts before others."""


class PlacesOfCall(FormOfCall):
    """What a call chooses and asks for."""

    def action_take_place(self) -> None:
        """Take the marked place."""
        call, choosing = self._call, self._call.choosing
        if call.too_soon or choosing is None or choosing.offer is None:
            return
        if call.moving is not None:
            with self.told():
                call.move()
                self._asked_for()
            return
        if call.sooner is not None:
            with self.told():
                call.take_sooner()
                self._asked_for()
            return
        if choosing.options.wants_pair and not choosing.pair:
            self.app.push_screen(
                Reason(say(t.WHY_ONLY_FIRST), say(t.ONLY_FIRST_HINT), actions.KEEP_REASON), self._chosen_with
            )
            return
        self._chosen_with("")

    def _chosen_with(self, reason: str | None) -> None:
        if reason is not None and self._call.choose(reason):
            if self._call.to_come:
                self._offer_to_next()
            else:
                self._say_chosen()
        self.show()

    def call_back_to(self, person_ids: Sequence[str], number: int) -> None:
        """Offer places anew to everybody of a request that was refused; `number` is the outbox's."""
        if self._call.stage is not Stage.CONCERN:
            self.tell(say(t.CALL_OPEN), "ask")
            return
        self._call.begin(Concern.BOOK, Stage.FORM)
        self._call.to_come, self._call.settles = list(person_ids), number
        self._offer_to_next()
        self.show()

    def _offer_to_next(self) -> None:
        call = self._call
        person_id = call.to_come.pop(0)
        call.next_person({})
        self._fill({})
        with self.told():
            self._fill_in(person_id)
            call.look_for_places()
            call.go(Stage.PLACES)
            self.set_focus(None)
            self._say_places()

    def _say_chosen(self) -> None:
        party, today = self._call.party, self.shift.now.date()
        places = "; ".join(words.offer_words(each.offered, today, only_first=False) for each in party)
        name = str(party[-1].draft.fields.get("given", "")) if party else ""
        if len(party) == 1:
            self._say(say(t.CHOSEN, name=plain(name) or "–", places=places), "strong")
        else:
            self._say(say(t.CHOSEN_MANY, number=len(party), places=places), "strong")

    def action_earlier_day(self) -> None:
        """The day before."""
        self._other_day(-1)

    def action_later_day(self) -> None:
        """The day after."""
        self._other_day(1)

    def _other_day(self, by: int) -> None:
        if self._call.choosing is not None:
            self._call.choosing.move_day(by)
            self.show()

    def action_only_first(self) -> None:
        """The first dose alone, or pairs again."""
        choosing = self._call.choosing
        if choosing is not None:
            self._call.only_first(only=choosing.pair)
            self.show()

    def action_further_person(self) -> None:
        """Somebody else of the family, with the same address and number."""
        call = self._call
        common = inherited(call.lines, INHERITED)
        call.next_person(common)
        self._fill(common)
        self._say(say(t.FORM_HOW))
        self.show()
        self._go_to("#given")

    def action_wait_for_place(self) -> None:
        """On the waiting list instead."""
        call, choosing = self._call, self._call.choosing
        if choosing is None:
            return
        group = self.desk.hotline.priority_of(call.draft)
        kind = choosing.options.kind

        def chosen(place: int | None) -> None:
            if place is not None:
                first = place == (0 if group is not None else 1)
                with self.told():
                    self.desk.hotline.wait(call.draft, kind, priority=(group or _FIRST) if first else None)
                    name = " ".join(plain(str(call.typed.fields.get(each, ""))) for each in ("given", "family"))
                    self._waits(say(t.WAITING_FIRST if first else t.WAITING_DONE, name=name))
                    return
            self.show()

        first = say(t.WITH_PRIORITY) if group is None else say(t.BY_RULES, group=group)
        ways = [say(t.IN_TURN), first] if group is None else [first, say(t.IN_TURN)]
        entries = [f"{number}  {way}" for number, way in enumerate(ways, 1)]
        self.app.push_screen(PickOne(say(t.WAIT_HOW), entries), chosen)

    def _waits(self, done: str) -> None:
        """Somebody is on the waiting list. Others of the call have chosen places: they are not forgotten for it."""
        call = self._call
        if not call.party and not call.to_come:
            self._anew(done, "good")
            return
        if call.to_come:
            self._offer_to_next()
        else:
            self._back_to_chosen()
        self._say(f"{done} {self._message[0]}", "strong")
        self.show()

    def _back_to_chosen(self) -> None:
        """What others of the call have chosen, with the lines of the last of them."""
        call = self._call
        call.next_person({})
        call.go(Stage.CHOSEN)
        self._fill(call.party_lines[-1])
        self.set_focus(None)
        self._say_chosen()

    def without_this_person(self) -> None:
        """Whoever is written now wants nothing after all; the others of the call do."""
        if self._call.to_come:
            self._offer_to_next()
        else:
            self._back_to_chosen()
        self.show()

    def action_ask_places(self) -> None:
        """Ask for everything that was chosen, once."""
        if self._call.too_soon:
            return
        with self.told():
            self._call.ask()
            self._asked_for()
            self._call.settle()

    def _asked_for(self) -> None:
        self.set_focus(None)
        self._say_asked()
        self.show()

    def _say_asked(self) -> None:
        call, answer = self._call, self._call.answer
        if answer is None or answer.state.granted is None:
            offline = not self.station.progress().connected
            self._say(say(t.ASKED_OFFLINE if offline else t.ASKED), "ask")
        elif answer.state.granted:
            self._say(say(t.MOVED if call.moving is not None else t.BOOKED) + self._gone_words(), "good")
        else:
            state, named = answer.state, self.desk.hotline.district_name
            why = words.refusal_words(state.code, state.parameters, self.shift.now, named)
            self._say(f"{say(t.REFUSED, why=why)} {say(t.REFUSED_HOW)}", "stop")

    def _gone_words(self) -> str:
        """Which appointments went with a place that was taken at short notice."""
        call, today = self._call, self.shift.now.date()
        if call.sooner is None:
            return ""
        gone = [each for each in call.held if each.appointment.id in call.sooner.gives_up]
        return " " + say(t.SOONER_GONE, what="; ".join(words.held_words(each, today) for each in gone)) if gone else ""

    def action_take_other(self) -> None:
        """Refused: back to what is free now, with everything that was typed."""
        call = self._call
        if call.instead:
            call.asked = call.answer = None
            call.look_where_one_was()
            call.go(Stage.PLACES)
            self._say_places()
        elif call.ask_otherwise():
            self._say_chosen()
        else:
            self._fill(call.lines)
            self._say_places()
        self.show()

    def action_code_told(self) -> None:
        """The code was read out instead of a message."""
        message = self._call.answer.message if self._call.answer else None
        if message is not None:
            with self.told():
                self.desk.hotline.told(message)
                self._say(say(t.TOLD_NOW), "good")
                self.show()

    def action_end_call(self) -> None:
        """The next call; whoever was refused and may still want something else is asked about."""
        call = self._call
        if call.too_soon:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._anew(say(t.FINISHED), "quiet")

        if call.answer is not None and call.answer.state.granted is False:
            self.app.push_screen(Confirm(say(t.END_WITHOUT_ASK)), answered)
        else:
            answered(True)

"""Who calls: line after line, with what is free beside them; whoever is known already is asked about."""

from collections.abc import Callable

from textual.widgets import Input

from empfang.rules.districts import District
from empfang.rules.dose_entry import NotUnderstood
from empfang.rules.spans import age_on
from empfang.screens import call_words as words
from empfang.screens.call import Stage
from empfang.screens.call_base import CallBase
from empfang.screens.call_form import FIELDS, INHERITED, changed, missing, read, tidy, values_of
from empfang.screens.dialogs import PickOne
from empfang.screens.doses import entered_words
from empfang.texts import rules as rule_words
from empfang.texts import say
from empfang.texts import telephone as t
from empfang.widgets.cells import plain
from empfang.widgets.field import Field

_MOST_KNOWN = 5
WHO = "who"
"""The line above the form: who calls, or whom it is about."""


class FormOfCall(CallBase):
    """The lines of a call."""

    def line_done(self, name: str) -> None:
        """Enter: the line is read, and the next one begins."""
        with self.told():
            if name == WHO:
                self._who_done()
            else:
                self._line_done(name)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Whoever is searched is found while one types; of other lines it is said how they are understood."""
        event.stop()
        if event.input.id == WHO and self._call.stage is Stage.FIND:
            self._search(event.value)
            self._show_found(keep=False)
        elif event.input.id is not None and self._call.stage is Stage.FORM:
            self._understood(event.input.id, event.value)

    def _who_done(self) -> None:
        if self._call.stage is not Stage.FIND:
            self._caller_done()
            return
        self._search(self.query_one("#who", Field).value)
        self._show_found(keep=True)
        row = self.results.row
        if row is not None:
            elsewhere = [each for each in self._anybody.people if each.person_id == row.person_id]
            here = self.desk.identities([row.person_id])
            self._to_compare = [words.known_words(each) for each in here] or list(map(words.told_words, elsewhere))
            self.side.marked = -1
            self._call.open(row.person_id)
            self._say(say(t.VERIFY_HOW), "ask")
            self.set_focus(None)
        self.show()

    def _caller_done(self) -> None:
        """It is known who calls; a number that stands there already may be theirs."""
        self._tidy("phone")
        self._take_in(WHO)
        self._say(say(t.CALLER_SAY) if self._caller else say(t.FORM_HOW), "say" if self._caller else "quiet")
        self._go_to_first_empty()
        self.show()

    @property
    def _caller(self) -> str:
        """Who calls, if it is not the person."""
        return plain(self.query_one("#who", Field).value)

    def _tidy(self, name: str) -> None:
        """A line as it is written properly; one that stands so in the record says what it says there."""
        field, record = self.query_one(f"#{name}", Field), self._call.known_record
        if record is None or plain(field.value) != values_of(record).get(name):
            field.value = tidy(name, field.value, self.shift.now.date(), self._caller)

    def _line_done(self, name: str) -> None:
        self._tidy(name)
        if name == "place":
            self._fill_in_town(self.query_one("#place", Field))
        if not self._take_in(name):
            return
        if name == "place" and self._ask_district(lambda: self._go_to_field(1), again=True):
            return
        if name in {"born", "phone"} and self._known_already():
            return
        if name == FIELDS[-1]:
            self._form_done()
        else:
            self._go_to(f"#{self._line_after(name)}")
        self.show()

    def _line_after(self, name: str) -> str:
        """The next line; what is known, or in common with the one before, need not be gone through again."""
        record, later = self._call.known_record, FIELDS[FIELDS.index(name) + 1 :]
        if record is not None:
            known = values_of(record)
            filled = frozenset(each for each in FIELDS[:-1] if known.get(each))
        else:
            filled = frozenset(INHERITED if self._call.party else ())
        return next(each for each in later if each not in filled)

    def _take_in(self, name: str) -> bool:
        """What is typed, as the call has it; False if this line cannot stay so, which is said."""
        call, today = self._call, self.shift.now.date()
        call.lines = {each: self.query_one(f"#{each}", Field).value for each in FIELDS}
        call.caller = self._caller
        call.typed = read(call.lines, today, call.caller, self._district())
        if call.known_record is not None:
            call.typed = changed(call.typed, call.lines, call.known_record)
        wrong = next((each for each in call.typed.wrong if each.field == name), None)
        if wrong is not None:
            self._say(wrong.words, "stop")
            self.show()
            return False
        if name == "doses":
            try:
                call.doses = self.desk.read_doses(call.lines["doses"]) if call.lines["doses"].strip() else None
            except NotUnderstood as why:
                self._say(say(rule_words.NOT_UNDERSTOOD[why.code], word=plain(why.word)[:20]), "stop")
                self.show()
                return False
        self._say(say(t.FORM_HOW))
        if call.typed.born is not None:
            call.look_for_places()
        return True

    def _fill_in_town(self, field: Field) -> None:
        """A post code of one town only is enough."""
        towns = self.desk.hotline.towns(field.value)
        if len(towns) == 1:
            field.value = f"{field.value} {plain(towns[0])}"

    def _found_districts(self) -> tuple[District, ...]:
        """In which districts the place that is typed may lie."""
        fields = read({"place": self.query_one("#place", Field).value}, self.shift.now.date()).fields
        return self.desk.hotline.districts(str(fields.get("postal_code", "")), str(fields.get("town", "")))

    def _district(self) -> str:
        """The district of the place that is typed (AGS): the only one, or the one that was chosen for it."""
        found = self._found_districts()
        only = found[0].ags if len(found) == 1 else ""
        return only or self._districts.get(plain(self.query_one("#place", Field).value), "")

    def _ask_district(self, then: Callable[[], None], *, again: bool = False) -> bool:
        """The district decides who may have which place: where an address may lie in several, one must choose.

        False if there is nothing to choose; else it goes on with `then`. `again`: also if it was chosen before.
        """
        found, place_line = self._found_districts(), plain(self.query_one("#place", Field).value)
        record = self._call.known_record
        known = record is not None and bool(record.district) and place_line == values_of(record)["place"]
        if len(found) < 2 or known or (place_line in self._districts and not again):
            return False

        def chosen(place: int | None) -> None:
            self._districts[place_line] = found[place].ags if place is not None else ""
            self._take_in("place")
            then()
            self.show()

        entries = [f"{number}  {plain(each.name)}" for number, each in enumerate(found, 1)]
        self.app.push_screen(PickOne(say(t.WHICH_DISTRICT), entries), chosen)
        return True

    def _form_done(self) -> None:
        """Everything was gone through: to the places, or to what is missing or wrong."""
        call = self._call
        lacking = missing(call.typed)
        if call.typed.wrong:
            self._say(call.typed.wrong[0].words, "stop")
            self._go_to(f"#{call.typed.wrong[0].field}")
        elif lacking:
            self._say(say(t.MISSING, fields=", ".join(say(t.FIELDS[each]) for each in lacking)), "stop")
            self._go_to(f"#{lacking[0]}")
        elif not self._ask_district(self._form_done) and not self._known_already():
            call.look_for_places()
            call.go(Stage.PLACES)
            self.set_focus(None)
            self._say_places()

    def _say_places(self) -> None:
        choosing = self._call.choosing
        there = choosing is not None and choosing.day is not None
        if there and self._call.sooner is not None:
            self._say(say(t.PICK_SOONER), "ask")
        else:
            self._say(say(t.PICK) if there else say(t.NOTHING_TO_PICK), "quiet" if there else "ask")

    def _go_to_field(self, by: int) -> None:
        focused = self.focused
        name = focused.id if isinstance(focused, Field) else None
        order = ("who", *FIELDS)
        place = order.index(name) + by if name in order else 1
        if 0 <= place < len(order):
            self._go_to(f"#{order[place]}")
        elif by > 0:
            self._line_done(FIELDS[-1])

    def _understood(self, name: str, text: str) -> None:
        """Beside what is typed: the age, or how doses are read."""
        today = self.shift.now.date()
        said = ""
        if name == "born":
            born = read({"born": text}, today, "").born
            said = say(t.AGE, years=age_on(born, today)) if born is not None else ""
        elif name == "doses" and text.strip():
            try:
                said = " · ".join(entered_words(self.desk.read_doses(text)))
            except NotUnderstood:
                said = ""
        if said:
            self._say(said)
            self._show_message()

    def _known_already(self) -> bool:
        """Whether somebody like that is registered, which is asked about before they are registered again."""
        call = self._call
        if call.person_id is not None or call.typed.born is None:
            return False
        found = self.desk.anywhere.lookalikes(call.typed.fields).people
        others = {each.draft.person_id for each in call.party} | call.not_them
        call.known = tuple(each for each in found if each.person_id not in others)[:_MOST_KNOWN]
        if call.known:
            self._show_known()
        return bool(call.known)

    def _show_known(self) -> None:
        call = self._call
        call.go(Stage.KNOWN)
        self.set_focus(None)
        self.desk.identities([each.person_id for each in call.known])
        self._entries(say(t.KNOWN_ALREADY), say(t.KNOWN_HOW), [words.told_words(each) for each in call.known])
        self.side.marked = -1
        self._say(say(t.KNOWN_HOW), "ask")
        self.show()

    def action_new_person(self) -> None:
        """None of these: go on where the lines were."""
        self._call.not_them |= {each.person_id for each in self._call.known}
        self._call.fetching = None
        self._back_to_form()
        self._go_to_first_empty()

    def _use_known(self, person_id: str) -> None:
        """The caller is registered: their records are brought here, if they are not."""
        if self._call.fetch(person_id):
            self._fill_in(person_id)
        else:
            self._say_fetching()
            self.show()

    def _say_fetching(self) -> None:
        self._say(say(t.FETCHING.get(self._call.fetch_state, t.FETCHING["waiting"])), "ask")

    def _fill_in(self, person_id: str) -> None:
        """Their data, with what was typed on top; what only came from the person before is not theirs."""
        people = self.desk.identities([person_id])
        self._call.person_id = person_id
        self._call.records |= {each.id: each for each in people}
        known = values_of(people[0]) if people else {}
        for name in FIELDS:
            field = self.query_one(f"#{name}", Field)
            if not field.value.strip() or field.value == self._call.common.get(name):
                field.value = known.get(name, "")
        self._call.common = {}
        self._back_to_form()
        if self._call.has_already:
            self._say(say(t.HAS_ALREADY_ASK), "ask")
            self.show()
        self._go_to_first_empty()

    def _back_to_form(self) -> None:
        self._call.go(Stage.FORM)
        self._say(say(t.FORM_HOW))
        self._take_in("born")
        self.show()

    def _go_to_first_empty(self) -> None:
        empty = next((name for name in FIELDS if not self.query_one(f"#{name}", Field).value.strip()), FIELDS[-1])
        self._go_to(f"#{empty}")

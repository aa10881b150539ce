"""Telefon (F3): from the concern to what is read back, in the order of a call."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from empfang.desk import Held, Topics
from empfang.model import AppointmentStatus, Channel
from empfang.rules.dose_entry import NotUnderstood
from empfang.rules.names import fold
from empfang.rules.spans import age_on
from empfang.screens import actions
from empfang.screens import call_words as words
from empfang.screens.base import DeskScreen, Help, Station
from empfang.screens.call import Call, Concern, Stage, inherited, movable
from empfang.screens.call_field import CallField
from empfang.screens.call_form import FIELDS, INHERITED, missing, read, tidy, values_of
from empfang.screens.call_side import CallSide
from empfang.screens.card_words import why_not
from empfang.screens.dialogs import Confirm, PickOne, Reason
from empfang.screens.doses import entered_words
from empfang.screens.found import Found
from empfang.screens.person import PersonScreen
from empfang.texts import Text, say
from empfang.texts import help as help_texts
from empfang.texts import rules as rule_words
from empfang.texts import telephone as t
from empfang.texts.times import clock, day_and_clock
from empfang.widgets.actions import Action, KeyLine
from empfang.widgets.blocks import Blocks
from empfang.widgets.cells import plain
from empfang.widgets.field import Field
from empfang.widgets.header import Header
from empfang.widgets.lines import Line, Lines, Rule, Span, Upright
from empfang.widgets.picker import Picker
from empfang.widgets.prose import Prose, paragraph
from empfang.widgets.results import Results

_MOST_KNOWN = 5
_WHO = "who"
"""The line above the form: who calls, or whom it is about."""
_HOW_VERIFIED = {"c": "code", "g": "birth_and_street", "r": "called_back"}
_CONCERN_OF = {
    "call_book": Concern.BOOK,
    "call_move": Concern.MOVE,
    "call_cancel": Concern.CANCEL,
    "call_delete": Concern.DELETE,
    "call_inform": Concern.INFORM,
}
_WITHOUT_FORM = frozenset({Stage.FIND, Stage.VERIFY, Stage.PAGE})


class TelephoneScreen(DeskScreen):
    """One call after the other. What was typed stays until the call ends, whatever arrives meanwhile."""

    ACTIONS = actions.OF_A_CALL
    HELP_PAGE = Help(help_texts.TELEPHONE_NAME, help_texts.TELEPHONE, (t.VERIFY_SAY, t.LAST_SAID))

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._call = Call(self.desk, station.monotonic)
        self._found = Found(self.desk)
        self._message: Span = (say(t.READY), "quiet")
        self._values: dict[str, str] = {}
        self._to_compare: list[str] = []
        self._district = ""

    def compose(self) -> ComposeResult:
        yield Header()
        yield Lines(id="call-places")
        yield Lines(id="call-info")
        yield Rule()
        yield Lines(id="concern")
        with Horizontal(id="who-line"):
            yield Lines(id="who-prompt")
            yield CallField(self, id="who")
        yield Rule("┬")
        with Horizontal(id="middle"):
            with Vertical(id="call-form"):
                for name in FIELDS:
                    with Horizontal(classes="form-line"):
                        yield Lines((((say(t.FIELDS[name]), "quiet"),),), classes="label")
                        hint = t.HINTS.get(name)
                        yield CallField(self, hint=say(hint) if hint else "", id=name)
                yield Lines(id="call-verdict")
            yield Results()
            yield Upright(id="upright")
            yield CallSide()
        yield Blocks(id="read-back")
        yield Rule("┴")
        yield Prose(id="message")
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Ready for the first call."""
        self.show_time()
        self.call_after_refresh(self.show)

    # Time and places

    def show_time(self) -> None:
        """The call's clock goes with the status line's."""
        super().show_time()
        if self.is_mounted:
            self._show_places()

    def _show_places(self) -> None:
        places, lasts = self.desk.hotline.places(), self._call.lasts
        seconds = int(lasts.total_seconds()) if lasts is not None else 0
        call = say(t.CALL, minutes=seconds // 60, seconds=seconds % 60) if lasts is not None else say(t.NO_CALL)
        today = self.shift.now.date()
        if places.free:
            there = say(t.PLACES, number=places.free)
        elif places.opens_at is not None:
            there = say(t.PLACES_FROM, at=day_and_clock(places.opens_at, today))
        else:
            there = say(t.NO_PLACES)
        self.query_one("#call-places", Lines).put(((f"{call} · {there}", "strong" if lasts is not None else "quiet"),))
        info: Line = ()
        if places.info and places.info_at is not None:
            at = clock(places.info_at) if places.info_at.date() == today else day_and_clock(places.info_at, today)
            info = ((say(t.INFO, at=at, text=plain(places.info)), "ask"),)
        self.query_one("#call-info", Lines).put(info)
        self.query_one("#call-info").display = bool(info)

    # Keys

    def offered(self) -> Sequence[Action]:
        """What can be done at this stage."""
        match self._call.stage:
            case Stage.CONCERN:
                return (*actions.CONCERNS, actions.CALL_BEGIN)
            case Stage.FORM:
                return (actions.NEXT_LINE, actions.CALL_BACK)
            case Stage.KNOWN:
                return (actions.NEW_PERSON, actions.CALL_BACK)
            case Stage.FIND:
                return (actions.OPEN, actions.CALL_BACK)
            case Stage.VERIFY:
                return (*actions.VERIFYING, actions.CALL_BACK)
            case Stage.PAGE:
                return (*self._page_actions(), actions.CALL_BACK)
            case Stage.PLACES:
                return (*self._places_actions(), actions.CALL_BACK)
            case Stage.CHOSEN:
                return (actions.ASK_PLACES, actions.FURTHER_PERSON, actions.CALL_BACK)
            case _:
                return self._asked_actions()

    def _page_actions(self) -> tuple[Action, ...]:
        match self._call.concern:
            case Concern.CANCEL:
                does: tuple[Action, ...] = (actions.CANCEL_THESE,) if self._call.held else ()
            case Concern.MOVE:
                does = (actions.MOVE_THIS,) if any(map(movable, self._call.held)) else ()
            case Concern.DELETE:
                does = (actions.DELETE_PERSON,)
            case _:
                does = ()
        return (*does, actions.SEND_AGAIN, actions.CALL_PERSON)

    def _places_actions(self) -> tuple[Action, ...]:
        choosing = self._call.choosing
        if choosing is None or choosing.day is None:
            return (actions.WAIT_FOR_PLACE,) if self._call.moving is None else ()
        only = (actions.ONLY_FIRST,) if choosing.options.wants_pair and self._call.moving is None else ()
        days = (actions.EARLIER_DAY, actions.LATER_DAY)
        return (actions.TAKE_PLACE, *days, *only, *((actions.WAIT_FOR_PLACE,) if not self._call.moving else ()))

    def _asked_actions(self) -> tuple[Action, ...]:
        answer = self._call.answer
        if answer is None or answer.state.granted is None:
            return (actions.END_CALL,)
        if answer.state.granted:
            return (actions.END_CALL, actions.CODE_TOLD, actions.SEND_AGAIN)
        return (actions.TAKE_OTHER, actions.END_CALL)

    def on_key(self, event: events.Key) -> None:
        """A key that no field wanted does what the line of keys says of it."""
        here = {key: action for action in self.offered() for key in (action.key, *action.also.split(",")) if key}
        action = here.get(event.key) or here.get(event.character or "")
        moves = {"up": -1, "down": 1}
        if action is not None:
            event.stop()
            self.call_next(self.run_action, action.target)
        elif event.key in moves:
            event.stop()
            self._move(moves[event.key])
        elif event.character is not None and event.character.isdigit() and event.character != "0":
            event.stop()
            self._pick(int(event.character) - 1)

    def _move(self, by: int) -> None:
        call = self._call
        if call.stage is Stage.FORM:
            self._go_to_field(by)
        elif call.stage is Stage.FIND:
            self.results.move(by)
        elif call.stage is Stage.PLACES and call.choosing is not None:
            call.choosing.move_mark(by)
            self.show()
        elif self.side.entries:
            self.side.marked = max(0, min(self.side.marked + by, len(self.side.entries) - 1))
            self.show()

    def _pick(self, place: int) -> None:
        """A line by its number."""
        call = self._call
        if call.stage is Stage.KNOWN and place < len(call.known):
            self._use_known(call.known[place].person_id)
        elif call.stage is Stage.PAGE and place < len(self.side.entries):
            self.side.marked = place
            self.show()

    # 1 The concern

    def action_next_line(self) -> None:
        """Read this line and go to the next."""
        if isinstance(self.focused, CallField):
            self.line_done(self.focused.id or "")

    def action_open(self) -> None:
        """Open whoever is marked."""
        self._who_done()

    def action_call_begin(self) -> None:
        """Enter: most people want to book."""
        self._begin(Concern.BOOK)

    def action_call_book(self) -> None:
        """Book."""
        self._begin(Concern.BOOK)

    def action_call_move(self) -> None:
        """Move."""
        self._begin(Concern.MOVE)

    def action_call_cancel(self) -> None:
        """Cancel."""
        self._begin(Concern.CANCEL)

    def action_call_delete(self) -> None:
        """Delete the registration."""
        self._begin(Concern.DELETE)

    def action_call_inform(self) -> None:
        """Somebody only wants to know something: which, and it is counted."""
        topics = tuple(t.TOPICS)

        def chosen(place: int | None) -> None:
            if place is not None:
                with self.told():
                    self.desk.hotline.inform(topics[place])
                    self._anew(say(t.INFORMED, topic=say(t.TOPICS[topics[place]])), "good")
                    return
            self.show()

        entries = [f"{place + 1}  {say(t.TOPICS[name])}" for place, name in enumerate(topics)]
        self.app.push_screen(PickOne(say(t.INFORM_ASK), entries), chosen)

    def _begin(self, concern: Concern) -> None:
        booking = concern is Concern.BOOK
        self._call.begin(concern, Stage.FORM if booking else Stage.FIND)
        self._say(say(t.FORM_HOW) if booking else say(t.WHO_HINT))
        self.show()
        self._go_to("#family" if booking else "#who")

    # 2 Who it is

    def line_done(self, name: str) -> None:
        """Enter: the line is read, and the next one begins."""
        if name == _WHO:
            self._who_done()
        else:
            self._line_done(name)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Whoever is searched is found while one types; of other lines it is said how they are understood."""
        event.stop()
        if event.input.id == _WHO and self._call.stage is Stage.FIND:
            self._found.search(event.value)
            self._show_found(keep=False)
        elif event.input.id is not None and self._call.stage is Stage.FORM:
            self._understood(event.input.id, event.value)

    def _who_done(self) -> None:
        if self._call.stage is not Stage.FIND:
            self._go_to("#family")
            return
        self._found.search(self.query_one("#who", Field).value)
        self._show_found(keep=True)
        row = self.results.row
        if row is not None:
            self._to_compare = [words.known_words(each) for each in self.desk.identities([row.person_id])]
            self.side.marked = -1
            self._call.open(row.person_id)
            self._say(say(t.VERIFY_HOW), "ask")
            self.set_focus(None)
        self.show()

    def _line_done(self, name: str) -> None:
        field = self.query_one(f"#{name}", Field)
        field.value = tidy(name, field.value, self.shift.now.date())
        if name == "place":
            self._fill_in_town(field)
        if not self._take_in(name):
            return
        if name == "place" and self._ask_district():
            return
        if name in {"born", "phone"} and self._known_already():
            return
        if name == FIELDS[-1]:
            self._form_done()
        else:
            self._go_to_field(1)
        self.show()

    def _take_in(self, name: str) -> bool:
        """What is typed, as the call has it; False if this line cannot stay so, which is said."""
        call, today = self._call, self.shift.now.date()
        self._values = {each: self.query_one(f"#{each}", Field).value for each in FIELDS}
        call.typed = read(self._values, today, plain(self.query_one("#who", Field).value), self._district)
        wrong = next((each for each in call.typed.wrong if each.field == name), None)
        if wrong is not None:
            self._say(wrong.words, "stop")
            self.show()
            return False
        if name == "doses":
            try:
                call.doses = self.desk.read_doses(self._values["doses"]) if self._values["doses"].strip() else None
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

    def _ask_district(self) -> bool:
        """The district decides who may have which place: where an address may lie in several, one must choose."""
        fields = self._call.typed.fields
        found = self.desk.hotline.districts(str(fields.get("postal_code", "")), str(fields.get("town", "")))
        self._district = found[0].ags if len(found) == 1 else ""
        if len(found) < 2:
            return False

        def chosen(place: int | None) -> None:
            if place is not None:
                self._district = found[place].ags
            self._go_to_field(1)
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
        else:
            call.look_for_places()
            call.go(Stage.PLACES)
            self.set_focus(None)
            self._say_places()

    def _go_to(self, line: str) -> None:
        """Give a line the focus at once: what is typed next belongs there."""
        self.set_focus(self.query_one(line, Field))

    def _say_places(self) -> None:
        choosing = self._call.choosing
        there = choosing is not None and choosing.day is not None
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

    # Known already

    def _known_already(self) -> bool:
        """Whether somebody like that is registered, which is asked about before they are registered again."""
        call = self._call
        if call.person_id is not None or call.typed.born is None:
            return False
        family = str(call.typed.fields.get("family", ""))
        rows = [*self.desk.search(f"{family} {call.typed.born:%d.%m.%Y}")]
        numbers = call.typed.fields.get("phones", ())
        given = fold(str(call.typed.fields.get("given", "")))
        # A household has one number: the same person has the same name, or year, too.
        rows += [
            row
            for phone in numbers
            for row in self.desk.search(phone.number)
            if fold(row.given) == given or row.birth_year == call.typed.born.year
        ]
        already = {each.draft.person_id for each in call.party}
        found = {row.person_id: row for row in rows if row.person_id not in already}
        new = {person_id: row for person_id, row in found.items() if person_id not in {k.person_id for k in call.known}}
        call.known = tuple(found.values())[:_MOST_KNOWN]
        if not new:
            return False
        self._show_known()
        return True

    def _show_known(self) -> None:
        call = self._call
        call.go(Stage.KNOWN)
        self.set_focus(None)
        people = self.desk.identities([row.person_id for row in call.known])
        self._entries(say(t.KNOWN_ALREADY), say(t.KNOWN_HOW), [words.known_words(each) for each in people])
        self.side.marked = -1
        self._say(say(t.KNOWN_HOW), "ask")
        self.show()

    def action_new_person(self) -> None:
        """None of these: go on where the lines were."""
        self._back_to_form()
        self._go_to_first_empty()

    def _use_known(self, person_id: str) -> None:
        """The caller is registered: their data, with what was typed on top."""
        people = self.desk.identities([person_id])
        if not people:
            self._say(say(t.NOBODY_THERE), "stop")
            self.show()
            return
        [person] = people
        self._call.person_id = person_id
        known = values_of(person)
        for name in FIELDS:
            field = self.query_one(f"#{name}", Field)
            if not field.value.strip():
                field.value = known.get(name, "")
        self._back_to_form()
        self._go_to_first_empty()

    def _back_to_form(self) -> None:
        self._call.go(Stage.FORM)
        self._say(say(t.FORM_HOW))
        self._take_in("born")
        self.show()

    def _go_to_first_empty(self) -> None:
        empty = next((name for name in FIELDS if not self.query_one(f"#{name}", Field).value.strip()), FIELDS[-1])
        self._go_to(f"#{empty}")

    # 3 Places

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
        if choosing.options.wants_pair and not choosing.pair:
            self.app.push_screen(
                Reason(say(t.WHY_ONLY_FIRST), say(t.ONLY_FIRST_HINT), actions.KEEP_REASON), self._chosen_with
            )
            return
        self._chosen_with("")

    def _chosen_with(self, reason: str | None) -> None:
        if reason is not None and self._call.choose(reason):
            self._say_chosen()
        self.show()

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
        common = inherited(self._values, INHERITED)
        call.person_id, call.doses, call.known, call.choosing = None, None, (), None
        self._fill(common)
        call.go(Stage.FORM)
        self._say(say(t.FORM_HOW))
        self.show()
        self._go_to("#given")

    def action_wait_for_place(self) -> None:
        """On the waiting list instead."""
        call, choosing = self._call, self._call.choosing
        if choosing is None:
            return
        with self.told():
            self.desk.hotline.wait(call.draft, choosing.options.kind)
            name = " ".join(plain(str(call.typed.fields.get(each, ""))) for each in ("given", "family"))
            self._anew(say(t.WAITING_DONE, name=name), "good")

    # 4 Asking, and reading back

    def action_ask_places(self) -> None:
        """Ask for everything that was chosen, once."""
        if self._call.too_soon:
            return
        with self.told():
            self._call.ask()
            self._asked_for()

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
            self._say(say(t.MOVED if call.moving is not None else t.BOOKED), "good")
        else:
            self._say(f"{say(t.REFUSED, why=why_not(answer.state.code))} {say(t.REFUSED_HOW)}", "stop")

    def action_take_other(self) -> None:
        """Refused: back to what is free now, with everything that was typed."""
        call = self._call
        call.asked = call.answer = None
        if call.moving is not None:
            call.look_to_move()
            call.go(Stage.PLACES)
        else:
            call.unchoose()
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
        """The next call."""
        if not self._call.too_soon:
            self._anew(say(t.FINISHED), "quiet")

    # Whoever has something already

    def action_code_right(self) -> None:
        """The caller told the code."""
        self._verified("c")

    def action_birth_right(self) -> None:
        """Birth date and street were right."""
        self._verified("g")

    def action_called_back(self) -> None:
        """The person was called back at their own number."""
        self._verified("r")

    def _verified(self, key: str) -> None:
        with self.told():
            if self._call.verify(_HOW_VERIFIED[key]):
                self.side.marked = 0
                self._say("")
            else:
                self._say(say(t.NOBODY_THERE), "stop")
        self.show()

    def _chosen_held(self) -> tuple[Held, ...]:
        """The appointments of the marked line: all, or one."""
        held = self._call.held
        if len(held) <= 1:
            return held
        place = self.side.marked
        return held if place == 0 else held[place - 1 : place]

    def action_cancel_these(self) -> None:
        """Cancel what is marked; asks once."""
        page, chosen = self._call.page, self._chosen_held()
        if page is None or not chosen or self._call.too_soon:
            return
        today = self.shift.now.date()
        what = "; ".join(words.held_words(each, today) for each in chosen)

        def answered(yes: bool | None) -> None:
            if yes:
                with self.told():
                    self.desk.hotline.cancel([each.appointment.id for each in chosen], "phone")
                    self._anew(say(t.CANCELLED, what=what), "good")

        name = words.names_of([page.person])
        self.app.push_screen(Confirm(say(t.CANCEL_ASK, name=name, what=what)), answered)

    def action_move_this(self) -> None:
        """Look for another place instead of the marked one."""
        chosen = [each for each in self._chosen_held() if movable(each)]
        if not chosen or self._call.too_soon:
            return
        self._call.moving = chosen[0]
        self._call.look_to_move()
        self._call.go(Stage.PLACES)
        self._say_places()
        self.show()

    def action_delete_person(self) -> None:
        """Delete the registration; asks once."""
        page = self._call.page
        if page is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                with self.told():
                    self.desk.hotline.delete(page.person.id)
                    self._anew(say(t.DELETED), "good")

        self.app.push_screen(Confirm(say(t.DELETE_ASK, name=words.names_of([page.person]))), answered)

    def action_send_again(self) -> None:
        """A confirmation once more, by a way that is asked for."""
        person_id, ids = self._to_confirm()
        if person_id is None or not ids:
            return
        ways = tuple(Channel)

        def chosen(place: int | None) -> None:
            if place is not None:
                with self.told():
                    self.desk.hotline.send_again(person_id, ids, ways[place])
                    self._say(say(t.SENT_AGAIN, channel=say(t.BY_CHANNEL[ways[place]])), "good")
                    self._read_again()
            self.show()

        entries = [f"{place + 1}  {say(t.CHANNELS[way])}" for place, way in enumerate(ways)]
        self.app.push_screen(PickOne(say(t.SEND_WHERE), entries), chosen)

    def _to_confirm(self) -> tuple[str | None, tuple[str, ...]]:
        """Whose confirmation, and of which appointments."""
        call = self._call
        if call.stage is Stage.PAGE and call.page is not None:
            held = call.page.held
            return call.page.person.id, tuple(
                each.appointment.id for each in held if each.appointment.status is AppointmentStatus.BOOKED
            )
        message = call.answer.message if call.answer is not None else None
        return (message.person_id, message.appointment_ids) if message is not None else (None, ())

    def action_call_person(self) -> None:
        """The person's page."""
        if self._call.person_id is not None:
            self.app.push_screen(PersonScreen(self.station, self._call.person_id))

    # Back

    def action_call_back(self) -> None:
        """One step back; never drops a call without asking."""
        call = self._call
        match call.stage:
            case Stage.FORM | Stage.FIND:
                self.leave_call()
                return
            case Stage.KNOWN:
                self.action_new_person()
                return
            case Stage.VERIFY | Stage.PAGE:
                call.page, call.person_id = None, None
                call.go(Stage.FIND)
                self._say(say(t.WHO_HINT))
                self.show()
                self._go_to("#who")
                return
            case Stage.PLACES if call.moving is not None:
                call.moving, call.choosing = None, None
                call.go(Stage.PAGE)
            case Stage.PLACES:
                call.go(Stage.FORM)
                self._say(say(t.FORM_HOW))
                self.show()
                self._go_to(f"#{FIELDS[-1]}")
                return
            case Stage.CHOSEN:
                call.unchoose()
                self._say_places()
            case _:
                pass
        self.show()

    def leave_call(self) -> None:
        """End the call; what is typed is asked about."""

        def answered(yes: bool | None) -> None:
            if yes:
                self._anew(say(t.READY), "quiet")

        if any(field.value.strip() for field in self.query(Field)) or self._call.party:
            self.app.push_screen(Confirm(say(t.LEAVE_ASK)), answered)
        else:
            answered(True)

    def _anew(self, said: str, role: str) -> None:
        """Ready for the next call: nothing of the last one is left to see."""
        self._call = Call(self.desk, self.station.monotonic)
        self._found.clear()
        self._district = ""
        self._fill({})
        self.query_one("#who", Field).value = ""
        self._entries("", "", [])
        self.set_focus(None)
        self._say(said, role)
        self.show()

    def _fill(self, values: dict[str, str]) -> None:
        with self.prevent(Input.Changed):
            for name in FIELDS:
                self.query_one(f"#{name}", Field).value = values.get(name, "")

    # Following

    def took_in(self, topics: Topics | None) -> None:
        """Places, answers and what is shown of somebody follow; what is typed and the mark stay."""
        self._read_again()
        if self._call.stage is Stage.ASKED:
            self._say_asked()
        self.show()

    def _read_again(self) -> None:
        call = self._call
        if call.stage is Stage.FIND:
            self._found.read_again()
            self._show_found(keep=True)
        elif call.stage is Stage.PAGE:
            call.read_page()
        elif call.stage is Stage.ASKED:
            call.read_answer()
        call.look_again()

    def tell(self, words: str, role: str = "quiet") -> None:
        self._say(words, role)
        self.show()

    def scan_obstacle(self) -> Text | None:
        """A call is never left for a scan."""
        return t.CALL_FIRST if self._call.stage is not Stage.CONCERN else None

    def action_close(self) -> None:
        """Back to the reception."""
        self.dismiss()

    # Showing

    @property
    def side(self) -> CallSide:
        """The right half."""
        return self.query_one(CallSide)

    @property
    def results(self) -> Results:
        """Whom the search found."""
        return self.query_one(Results)

    def on_picker_chosen(self, event: Picker.Chosen) -> None:
        """A row was clicked twice."""
        event.stop()
        self._who_done()

    def _say(self, said: str, role: str = "quiet") -> None:
        self._message = said, role

    def _entries(self, heading: str, how: str, entries: Sequence[str]) -> None:
        side = self.side
        side.heading, side.how, side.entries = heading, how, tuple(entries)

    def show(self) -> None:
        """Draw what the stage needs; only what changed is sent."""
        if not self.is_mounted:
            return
        call, today = self._call, self.shift.now.date()
        finding = call.stage in _WITHOUT_FORM or (call.stage is Stage.PLACES and call.moving is not None)
        reading = call.stage is Stage.ASKED and call.answer is not None and bool(call.answer.state.granted)
        self.query_one("#middle").display = not reading
        self.query_one("#call-form").display = not finding
        self.results.display = finding
        self.query_one("#read-back").display = reading
        self._show_concern()
        if call.stage is Stage.VERIFY:
            self._entries(say(t.VERIFY_TITLE), say(t.COMPARE), self._to_compare)
        elif call.stage is Stage.PAGE:
            self._show_page()
        elif call.stage in {Stage.CONCERN, Stage.FIND}:
            self._entries("", "", [])
        if call.choosing is not None:
            self.side.why = tuple(
                words.term_words(name, refusal, self.shift.now) for name, refusal in call.choosing.options.why_not
            )
        self.side.show(call, today)
        offer = call.choosing.offer if call.choosing is not None else None
        verdict = (words.possible_words(offer), "good") if offer is not None else ("", "")
        self.query_one("#call-verdict", Lines).put((verdict,))
        if reading and call.answer is not None:
            self.query_one("#read-back", Blocks).show(words.read_back(call.answer, self.shift.centre_name), keep=True)
        self._show_message()
        self.query_one("#keys", KeyLine).show(self.offered(), (actions.HELP,))
        self._show_places()

    def _show_concern(self) -> None:
        call = self._call
        line: list[Span] = [(say(t.CONCERN), "quiet")]
        for concern in Concern:
            chosen = concern is call.concern and call.stage is not Stage.CONCERN
            line.append((f"{'▸' if chosen else ' '}{say(t.CONCERNS[concern])}  ", "strong" if chosen else ""))
        self.query_one("#concern", Lines).put(tuple(line))
        finding = call.concern is not Concern.BOOK and call.stage is not Stage.CONCERN
        self.query_one("#who-prompt", Lines).put(((say(t.WHO if finding else t.CALLER), "quiet"),))
        self.query_one("#who", Field).placeholder = say(t.WHO_HINT if finding else t.CALLER_HINT)

    def _show_found(self, *, keep: bool) -> None:
        self.results.show_rows(self._found.rows, self._found.similar, self.shift.now.date(), keep=keep)

    def _show_page(self) -> None:
        page, today = self._call.page, self.shift.now.date()
        if page is None:
            self._entries("", say(t.NOBODY_THERE), [])
            return
        held = [words.held_words(each, today) for each in page.held]
        entries = [say(t.HELD_ALL, number=len(held)), *held] if len(held) > 1 else held
        messages = [
            words.message_words(each, today, each.state_at.astimezone(self.shift.now.tzinfo)) for each in page.messages
        ]
        how = " · ".join(messages[:1]) if held else say(t.HELD_NONE)
        self._entries(words.known_words(page.person), how, entries)

    def _show_message(self) -> None:
        self.query_one("#message", Prose).show([paragraph(*self._message)])

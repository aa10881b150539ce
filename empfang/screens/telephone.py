"""Telefon (F3): from the concern to what is read back, in the order of a call."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from empfang.desk import Topics
from empfang.screens import actions
from empfang.screens import call_words as words
from empfang.screens.call import Concern, Stage, movable
from empfang.screens.call_field import CallField
from empfang.screens.call_form import FIELDS
from empfang.screens.call_side import CallSide
from empfang.screens.dialogs import Confirm, PickOne
from empfang.screens.form_of_call import WHO
from empfang.screens.page_of_call import PageOfCall
from empfang.texts import Text, say
from empfang.texts import telephone as t
from empfang.texts.places import lasts_until
from empfang.texts.times import clock, day_and_clock
from empfang.widgets.actions import Action, KeyLine
from empfang.widgets.blocks import Blocks
from empfang.widgets.cells import plain
from empfang.widgets.field import Field
from empfang.widgets.header import Header
from empfang.widgets.lines import Line, Lines, Rule, Span, Upright
from empfang.widgets.picker import Picker
from empfang.widgets.prose import Prose
from empfang.widgets.results import Results

_NUMBERS = tuple("123456789")
"""Lines that can be picked by their number; not ², which German keyboards have too."""
_WITHOUT_FORM = frozenset({Stage.FIND, Stage.VERIFY, Stage.PAGE})


class TelephoneScreen(PageOfCall):
    """The stages of a call and their keys; one screen, however far it has come."""

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
            if places.lasts_until is not None:
                there = say(t.PLACES_LAST, number=places.free, until=lasts_until(places.lasts_until, today))
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
                does = (*does, actions.DELETE_TOO)
            case Concern.MOVE:
                does = (actions.MOVE_THIS,) if any(map(movable, self._call.held)) else ()
                does = (*does, actions.SOONER)
            case Concern.DELETE:
                does = (actions.DELETE_PERSON,)
            case _:
                does = ()
        code = (actions.READ_CODE,) if any(each.appointment.code for each in self._call.held) else ()
        called = self.called_today
        dose = (actions.RINGS_BACK,) if called is not None and called.offer is not None else ()
        return (*dose, *does, *code, actions.SEND_AGAIN, actions.CALL_PERSON)

    def _places_actions(self) -> tuple[Action, ...]:
        choosing = self._call.choosing
        if choosing is None or choosing.day is None:
            return (actions.WAIT_FOR_PLACE,) if not self._call.instead else ()
        days = (actions.EARLIER_DAY, actions.LATER_DAY)
        if self._call.instead:
            return (actions.TAKE_PLACE, *days)
        only = (actions.ONLY_FIRST,) if choosing.options.wants_pair else ()
        return (actions.TAKE_PLACE, *days, *only, actions.WAIT_FOR_PLACE)

    def _asked_actions(self) -> tuple[Action, ...]:
        answer = self._call.answer
        if answer is None or answer.state.granted is None:
            return (actions.END_CALL,)
        if answer.state.granted:
            return (actions.END_CALL, actions.CODE_TOLD, actions.SEND_AGAIN)
        return (actions.TAKE_OTHER, actions.END_CALL, actions.CALL_BACK)

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
        elif event.character in _NUMBERS:
            event.stop()
            with self.told():
                self._pick(_NUMBERS.index(event.character))

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

    def action_next_line(self) -> None:
        """Read this line and go to the next."""
        if isinstance(self.focused, CallField):
            self.line_done(self.focused.id or "")

    def action_open(self) -> None:
        """Open whoever is marked."""
        self.line_done(WHO)

    # The concern

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
        self._say(say(t.FORM_BEGIN) if booking else say(t.WHO_HINT))
        self.show()
        self._go_to("#family" if booking else "#who")

    # Back

    def action_call_back(self) -> None:
        """One step back; never drops a call without asking."""
        call = self._call
        match call.stage:
            case Stage.FORM if call.party or call.to_come:
                self.drop_person()
                return
            case Stage.FORM | Stage.FIND:
                self.leave_call()
                return
            case Stage.KNOWN:
                self.action_new_person()
                return
            case Stage.VERIFY | Stage.PAGE:
                call.page, call.person_id, call.fetching = None, None, None
                call.go(Stage.FIND)
                self._say(say(t.WHO_HINT))
                self.show()
                self._go_to("#who")
                return
            case Stage.PLACES if call.instead:
                call.moving, call.sooner, call.choosing = None, None, None
                call.go(Stage.PAGE)
                self._say_page()
            case Stage.PLACES:
                call.go(Stage.FORM)
                self._say(say(t.FORM_HOW))
                self.show()
                self._go_to(f"#{FIELDS[-1]}")
                return
            case Stage.CHOSEN:
                call.unchoose()
                self._fill(call.lines)
                self._say_places()
            case Stage.ASKED:
                self.action_take_other()
                return
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

    def drop_person(self) -> None:
        """Back to what was chosen for others of this call, without the one who is written now; asks once."""

        def answered(yes: bool | None) -> None:
            if yes:
                self.without_this_person()

        lines = {name: self.query_one(f"#{name}", Field).value for name in FIELDS}
        if any(text.strip() and text != self._call.common.get(name) for name, text in lines.items()):
            self.app.push_screen(Confirm(say(t.DROP_ASK)), answered)
        else:
            answered(True)

    def action_close(self) -> None:
        """Back to the reception."""
        self.dismiss()

    @property
    def in_a_call(self) -> bool:
        """Whether somebody is on the phone."""
        return self._call.stage is not Stage.CONCERN

    # Following

    def took_in(self, topics: Topics | None) -> None:
        """Places, answers and what is shown of somebody follow; what is typed and the mark stay."""
        with self.told():
            self._read_again()
            if self._call.stage is Stage.ASKED:
                self._say_asked()
        self.show()

    def _read_again(self) -> None:
        call = self._call
        came = call.fetched()
        if came is not None and call.stage is Stage.KNOWN:
            self._fill_in(came)
        elif came is not None and call.stage is Stage.VERIFY and call.verified and call.verify(call.verified):
            self._say_page()
        elif call.fetching is not None:
            self._say_fetching()
        if call.stage is Stage.FIND:
            self._found.read_again()
            self._anybody = self.desk.anywhere.again()
            self._show_found(keep=True)
        elif call.stage is Stage.PAGE:
            call.read_page()
        elif call.stage is Stage.ASKED:
            call.read_answer()
        call.look_again()

    def scan_obstacle(self) -> Text | None:
        """A call is never left for a scan."""
        return t.CALL_FIRST if self._call.stage is not Stage.CONCERN else None

    def on_picker_chosen(self, event: Picker.Chosen) -> None:
        """A row was clicked twice."""
        event.stop()
        self.line_done(WHO)

    # Showing

    def show(self) -> None:
        """Draw what the stage needs; only what changed is sent."""
        if not self.is_mounted:
            return
        call, today = self._call, self.shift.now.date()
        finding = call.stage in _WITHOUT_FORM or (call.stage is Stage.PLACES and call.instead)
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
        elif call.stage is Stage.CONCERN:
            self._entries("", f"„{words.greeting(self.shift.centre_name, self.shift.operator_name)}“", [])
        elif call.stage is Stage.FIND:
            self._entries("", "", [])
        if call.choosing is not None:
            self.side.why = tuple(
                words.term_words(name, refusal, self.shift.now, self.desk.hotline.district_name)
                for name, refusal in call.choosing.options.why_not
            )
        self.side.show(call, today)
        gone = call.answer is not None and call.answer.state.granted is False
        offer = call.choosing.offer if call.choosing is not None and not gone else None
        verdict = (words.possible_words(offer), "good") if offer is not None else ("", "")
        already = [((words.has_already_words(held), "ask"),) for held in [call.has_already] if held]
        self.query_one("#call-verdict", Lines).put(*already, (verdict,))
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

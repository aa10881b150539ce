"""Restdosen (F4): what will be left over, whom to call, and what came of it."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult

from empfang.desk import Promised, Topics
from empfang.rules import phones
from empfang.rules.call_reasons import Barred
from empfang.rules.explained import Explained
from empfang.screens import actions
from empfang.screens import leftover_words as words
from empfang.screens.leftover_call import Stage
from empfang.screens.leftover_outcomes import BY_KEY, MORE
from empfang.screens.leftover_panel import Shown, panel
from empfang.screens.leftover_yes import LeftoverYes
from empfang.texts import Text, say
from empfang.texts import leftover as t
from empfang.texts import leftover_codes as codes
from empfang.texts.times import clock
from empfang.widgets.actions import Action, KeyLine
from empfang.widgets.cells import cut
from empfang.widgets.header import Header
from empfang.widgets.lines import Line, Lines, Rule
from empfang.widgets.picker import Picker
from empfang.widgets.prose import Prose, paragraph

_SECOND_S = 1.0
_READ_ON_S = 0.03
"""Between two parts of the list, so that keys are dealt with in between."""
_AT_ONCE = 80
"""So many people take some 20 ms."""
_MOST_DOSES = 5
_SHOWN = 50
"""Lines of the list that can be seen and marked; the others come up as these are called."""


class LeftoverScreen(LeftoverYes):
    """The doses above, the list in the middle, the call below."""

    def compose(self) -> ComposeResult:
        """The parts, from top to bottom."""
        yield Header()
        yield Lines(id="last-promise")
        yield Rule()
        yield Lines(id="doses")
        yield Lines(id="on-site")
        yield Rule()
        yield Lines(id="list-head")
        yield Picker(id="callees")
        yield Rule()
        yield Lines(id="call-line")
        yield Lines(id="call-words")
        yield Lines(id="promised")
        yield Prose(id="message")
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Read what there is; the list some at a time."""
        self.show_time()
        self.set_interval(_SECOND_S, self.second)
        self.call_after_refresh(self._first_look)

    def _first_look(self) -> None:
        self.read()
        self.show()
        self.call_after_refresh(phones.load)

    def _read_on(self) -> None:
        """Some more of the list, then keys, then some more. Nobody is offered before it is whole: others come first."""
        with self.told():
            self._reading = self.desk.calling.go_on(_AT_ONCE)
            if self._reading:
                self.set_timer(_READ_ON_S, self._read_on)
            else:
                self.read()
        if self.is_current:
            self.show()

    # Following

    def read(self, *, same_people: bool = False) -> None:
        """Everything that is shown, from the store; the mark stays where somebody put it."""
        calling = self.desk.calling
        self._stale = False
        self._was_alone = self.is_alone
        self._overview, self._stock = calling.overview(), self.desk.stocking_up.held()
        if not self._reading:
            # Also what changed about whom one may call at all: another vaccine, another day.
            self._reading = calling.go_on(_AT_ONCE)
            if self._reading:
                self.set_timer(_READ_ON_S, self._read_on)
            else:
                self._page = calling.page()
        self._untold = self._still_untold()
        self._lines = self._page.lines[:_SHOWN]
        ids = [each.person_id for each in self._lines]
        known = {each: self._people[each] for each in ids if each in self._people} if same_people else {}
        self._people = {**known, **self.desk.call_room.people([each for each in ids if each not in known])}
        self._look_for_lease()
        self.look_for_answer()

    def _still_untold(self) -> list[Promised]:
        """Without the promise of the call that goes on: it is being told."""
        call = self._call
        telling = {call.answer.promise_id} if call is not None and call.answer is not None else set()
        if call is not None and call.requested is not None:
            telling.add(call.requested.promise_id)
        return [each for each in self.desk.call_room.untold() if each.promise.id not in telling]

    def took_in(self, topics: Topics | None) -> None:
        """Doses, list and answers follow; the call stays."""
        with self.told():
            self.read()
            self.keep_reserved()
        self.show()

    def second(self) -> None:
        """The timer goes on; reservations are renewed, an answer that does not come is said."""
        with self.told():
            if self._was_alone != self.is_alone:
                self.read()
            self._look_for_lease()
            self.keep_reserved()
        if self.is_current:
            self.show()

    def minute_passed(self) -> None:
        """What is free and who can be called depends on the time."""
        self.took_in(None)

    # Keys

    def offered(self) -> Sequence[Action]:
        """What can be done at this stage."""
        late: tuple[Action, ...] = (actions.OFFER_LATE, actions.WITHDRAW) if self._untold else ()
        if self._overview.alarm or not self._overview.may_call.allowed:
            late = late[1:]
        match self._stage:
            case Stage.LIST:
                text = (actions.ASK_BY_TEXT,) if Barred.TEXT_ONLY in self._page.counts and self._may_text() else ()
                first = () if self._overview.alarm else self._to_begin()
                last = (actions.STOCK_UP, actions.LEFTOVER_BACK, *text, actions.DAY_REPORT)
                return (*first, *late, *actions.WITH_DOSES, *last)
            case Stage.CALL if self.asks_here:
                return (actions.SAYS_YES, actions.NOT_HERE, actions.LEFTOVER_BACK)
            case Stage.CALL:
                dial = () if self._call is not None and self._call.rings else (actions.DIAL,)
                return (*dial, actions.WHOLE_TEXT, actions.SAYS_YES, actions.LEFTOVER_BACK)
            case Stage.QUESTION:
                return (actions.ANSWERS_NO, actions.SAYS_YES, actions.LEFTOVER_BACK)
            case Stage.PERSONS:
                other = (actions.OTHER_DOSE,) if self._call is not None and len(self._call.doses) > 1 else ()
                free = actions.ASK_DOSE if self.dose_is_free() else actions.ON_STANDBY
                persons = () if self.asks_here else (actions.FOR_ONE, actions.FOR_TWO)
                return (free, *persons, *other, actions.LEFTOVER_BACK)
            case Stage.SECOND:
                return self.second_offered(actions.ASK_DOSE if self.dose_is_free() else actions.ON_STANDBY)
            case Stage.ASKED:
                again = (actions.SECOND_AGAIN,) if self.was_second_refused() else ()
                script = () if self.asks_here else (actions.WHOLE_TEXT,)
                standby = (actions.ON_STANDBY, *script, actions.LEFTOVER_BACK)
                return (*again, *standby) if self._is_answered() else ()
            case Stage.GRANTED:
                script = () if self.asks_here else (actions.WHOLE_TEXT,)
                return (actions.PROMISE_TOLD, actions.WITHDRAW, *script)
            case _:
                return (actions.LEFTOVER_BACK,)

    def _to_begin(self) -> tuple[Action, ...]:
        """Calling or asking whoever is marked; where calls are locked, also letting people be called."""
        line = self._marked()
        here = line is not None and line.candidate.callee.on_site is not None
        if here:
            locked = not self._overview.may_call.allowed
            return (actions.ASK_HERE, *((actions.LET_CALL,) if locked else ()))
        return (actions.START_CALL,) if self._overview.may_call.allowed else (actions.LET_CALL,)

    def _is_answered(self) -> bool:
        """Whether there is an answer, or none came in time."""
        call = self._call
        return call is not None and (
            (call.answer is not None and call.answer.granted is not None) or call.waits_too_long(self._now())
        )

    def on_key(self, event: events.Key) -> None:
        """A letter does what the line of keys says of it; digits are outcomes while somebody is called."""
        here = {key: action for action in self.offered() for key in (action.key, *action.also.split(",")) if key}
        action = here.get(event.key) or here.get(event.character or "")
        moves = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8}
        if action is not None:
            event.stop()
            self.call_next(self.run_action, action.target)
        elif event.character in self.outcome_keys({*BY_KEY, MORE}):
            event.stop()
            self.came(event.character or "")
        elif self.move_second(event.key):
            event.stop()
        elif event.key in moves and self._stage is Stage.LIST:
            event.stop()
            self._moved = True
            self.query_one(Picker).move(moves[event.key])
            self.show()

    def on_picker_marked(self, event: Picker.Marked) -> None:
        """A line was clicked."""
        event.stop()
        self._moved = True
        self.show()

    def on_picker_chosen(self, event: Picker.Chosen) -> None:
        """A line was clicked twice."""
        event.stop()
        if self._stage is Stage.LIST:
            self.action_start_call()

    def action_leftover_back(self) -> None:
        """One step back; what was dialled is not dropped."""
        call = self._call
        match self._stage:
            case Stage.LIST:
                self.action_close()
            case Stage.CORRECT:
                self._to_list("")
            case Stage.RESERVING:
                self._release()
            case Stage.CALL if call is not None and call.dialled_at is None:
                self._release()
            case Stage.CALL:
                self.tell(say(t.FIRST_OUTCOME), "ask")
            case Stage.GRANTED:
                return
            case _:
                self._stage = Stage.CALL
                self.tell("")

    def action_close(self) -> None:
        """Back to the reception; a call goes on meanwhile."""
        self.dismiss()

    def scan_obstacle(self) -> Text | None:
        """A call is never left for a scan."""
        return t.CALL_FIRST if self.in_a_call else None

    # Showing

    def show_time(self) -> None:
        """The minutes until the last promise go with the status line."""
        super().show_time()
        if self.is_mounted:
            said = words.last_promise(self._overview, self._page.callers, self.shift.now)
            left = self._overview.last_promise
            role = "strong" if left is not None and left >= self.shift.now else "quiet"
            self.query_one("#last-promise", Lines).put(((cut(said, self.size.width), role),))

    def show(self) -> None:
        """Draw what the stage needs; only what changed is sent."""
        if not self.is_mounted:
            return
        self.show_time()
        now, width = self.shift.now, self.size.width
        doses = self.query_one("#doses", Lines)
        lines = words.table(self._overview, now, width, alone=self.is_alone)[:_MOST_DOSES]
        doses.styles.height = max(2, len(lines))
        doses.put(*lines)
        self.query_one("#on-site", Lines).put(words.on_site(self._overview, self._page, self._stock))
        read = self.desk.call_room.read_so_far() if self._reading else None
        head, role = words.list_head(self._page, self._overview, now, read)
        self.query_one("#list-head", Lines).put(((cut(head, width), role),))
        self._show_list(width)
        line, said = panel(self._shown(), width)
        self.query_one("#call-line", Lines).put(line)
        said_lines = self.query_one("#call-words", Lines)
        said_lines.styles.min_height = len(said)
        said_lines.put(*said)
        self.query_one("#promised", Lines).put(self._promised(width))
        self.query_one("#message", Prose).show([paragraph(*self._message)])
        self.query_one(KeyLine).show(self.offered())

    def _shown(self) -> Shown:
        call, now = self._call, self.shift.now
        next_name = nobody = ""
        here = False
        if self._stage is Stage.LIST:
            line = self._marked() if self._moved or self._reading else None
            found = line or (Explained("") if self._reading or self._stale else self.desk.calling.next())
            here = not isinstance(found, Explained) and found.candidate.callee.on_site is not None
            if self._overview.alarm:
                nobody = say(t.STOPPED)
            elif not self._overview.may_call.allowed and not here:
                nobody = say(t.LOCKED_HOW)
            elif isinstance(found, Explained):
                nobody = "" if self._reading or self._stale else words.words(codes.NOBODY, found, now)
            else:
                next_name = words.list_name(self._people.get(found.person_id))
        return Shown(
            stage=self._stage,
            now=now,
            call=call,
            last=self._last,
            said=self._said(),
            next_name=next_name,
            next_here=here,
            nobody=nobody,
            advice=words.advice(self._overview, now, self._stock, alone=self.is_alone) if call is None else (),
            lost=call is not None and call.renewed_at is not None and not self._is_reserved(),
            free=self.dose_is_free(),
            alone=self.is_alone,
            inside=call is not None and any(each.person_id == call.person.id for each in self._overview.house),
        )

    def _is_reserved(self) -> bool:
        return self._call is not None and self.desk.calling.lease(self._call.person.id) is not None

    def _show_list(self, width: int) -> None:
        picker = self.query_one(Picker)
        room, mine, now = self.desk.call_room, self.desk.operator_id, self.shift.now
        if not self._stale:
            names, alone = self._names(), self.is_alone
            picker.show(
                words.entries(self._lines, self._people, names, now, mine, room.operator_name, width, alone=alone)
            )
        if self._call is not None:
            # Whoever is called may have left the list meanwhile; nobody else is marked then.
            called = self._call.person.id
            picker.marked = next((each for each in picker.entries if each.key == called), None)
            picker.renew()
        elif not self._moved and self._stage is Stage.LIST and not self._reading and not self._stale:
            found = self.desk.calling.next()
            if not isinstance(found, Explained):
                picker.mark(found.person_id)

    def _promised(self, width: int) -> Line:
        first = next((each for each in self._untold if each.person is not None), None)
        if first is None or first.person is None:
            return words.promised(self._overview.promises, width)
        name = words.name_short(first.person)
        return ((cut(say(t.LATE_GRANT, name=name, at=clock(first.at)), width), "stop"),)

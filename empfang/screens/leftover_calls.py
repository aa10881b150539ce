"""Who is called: reserved first, dialled then, and given back if they were not."""

from datetime import datetime

from empfang.model import Person
from empfang.rules.call_candidates import Candidate
from empfang.rules.call_order import CallLine, held_by_other, may_dial
from empfang.rules.phones import shown
from empfang.screens.dialogs import PickOne
from empfang.screens.leftover_call import OneCall, Stage
from empfang.screens.leftover_script import Said, Script, whole
from empfang.screens.leftover_stock import LeftoverStock
from empfang.screens.leftover_words import list_name, name_short, why, words
from empfang.texts import ask_by_text as text_texts
from empfang.texts import leftover as t
from empfang.texts import leftover_codes as codes
from empfang.texts import leftover_stock as stock
from empfang.texts import ringing_back as back
from empfang.texts import say
from empfang.texts.times import clock
from empfang.widgets.cells import plain
from empfang.widgets.picker import Picker

_MOST_TEXTS = 9


class LeftoverCalls(LeftoverStock):
    """Nobody is dialled without a reservation."""

    @property
    def in_a_call(self) -> bool:
        """Whether somebody is on the phone, or about to be."""
        return self._call is not None

    def _now(self) -> datetime:
        return self.desk.clock.now()

    # Reserving

    def action_start_call(self) -> None:
        """Call whoever is marked, or ask them if they are here: at any hour."""
        line = self._marked()
        if line is None or not self._may_begin(line):
            self.show()
            return
        person = self._people.get(line.person_id)
        if person is None:
            self.tell(say(t.UNKNOWN_NOW), "stop")
            return
        held = line.candidate.held
        if held_by_other(held, self.desk.operator_id, self.shift.now):
            who = why(line, self.shift.now, self.desk.operator_id, self.desk.call_room.operator_name)
            self.tell(say(t.HELD_BY_OTHER, name=name_short(person), why=who), "ask")
            return
        if self.is_alone and not may_dial(line, self.desk.operator_id, self.shift.now):
            self.tell(say(stock.NOT_RESERVED, name=name_short(person)), "ask")
            return
        past = self.desk.calling.passed_over(line)
        if past is None:
            self._begin(person, line.candidate)
            return

        def because(reason: str) -> None:
            self._begin(person, line.candidate, say(t.OUT_OF_ORDER, reason=reason))

        self._ask_words(words(codes.PAST, past, self.shift.now), say(t.PAST_HINT), because)

    def _may_begin(self, line: CallLine) -> bool:
        may = self._overview.may_call.allowed or line.candidate.callee.on_site is not None
        return may and not self._overview.alarm

    def _marked(self) -> CallLine | None:
        marked = self.query_one(Picker).marked
        return next((each for each in self._lines if marked and each.person_id == marked.key), None)

    def rings_back(self, person: Person, candidate: Candidate) -> bool:
        """Somebody is on the telephone who rang themselves; False while another call goes on here."""
        if self._call is not None:
            self.tell(say(back.IN_A_CALL), "ask")
            return False
        self._begin(person, candidate, rings=True)
        return True

    def _begin(self, person: Person, candidate: Candidate | None, reason: str = "", *, rings: bool = False) -> None:
        here = candidate.callee.on_site if candidate is not None and not rings else None
        override = self._overview.may_call.override
        if override is not None and not reason and not rings and here is None:
            reason = say(t.OUTSIDE_HOURS, reason=override.reason)
        call = OneCall(person, self._now(), on_site=here, reason=reason, rings=rings)
        if candidate is not None:
            free = [each for each in candidate.doses if self.number_free(each, on_site=here is not None)]
            call.doses = (*free, *(each for each in candidate.doses if each not in free))
            call.minutes = 0 if here is not None else candidate.callee.minutes
            call.here_since = candidate.callee.here_since
            call.number = candidate.call.number if candidate.call is not None else ""
        with self.told():
            if not (call.is_with_us and self.is_alone):
                call.request_id = self.desk.calling.ask_for([person], on_site=here is not None)
            self._call, self._stage = call, Stage.RESERVING
            self._given_up.discard(person.id)
            self._say("")
            self._look_for_lease()
        self.show()

    def _look_for_lease(self) -> None:
        """Whether the reservation is there, or was refused."""
        call = self._call
        if call is None:
            return
        lease = self.desk.calling.lease(call.person.id)
        if lease is not None:
            call.fence = lease.fence
        if self._stage is not Stage.RESERVING:
            return
        refused = self.desk.calling.refused(call.request_id) if call.request_id else None
        if refused is not None and lease is None:
            self._to_list(say(t.HELD_BY_OTHER, name=name_short(call.person), why=say(codes.HELD)), "ask")
        elif lease is not None:
            self._open(reserved=True)
        elif call.is_with_us and (not call.request_id or call.waits_too_long(self._now())):
            self._open(reserved=False)

    def _open(self, *, reserved: bool) -> None:
        """The reservation is there, or none is needed: number and script are shown, which is logged."""
        call = self._call
        if call is None:
            return
        call.page = self.desk.call_room.open(call.person.id)
        if call.page is None:
            self._to_list(say(t.UNKNOWN_NOW), "stop")
            return
        call.person, call.renewed_at = call.page.person, self._now() if reserved else None
        call.dialled_at = self._now() if call.rings else None
        if call.on_site is None and call.number not in call.page.numbers:
            call.number = next(iter(call.page.numbers), call.number)
        self._stage = Stage.CALL
        promise = self._promise_of(call.person.id)
        self._say(say(t.HAS_PROMISE, name=name_short(call.person)) if promise else "", "ask")

    def _promise_of(self, person_id: str) -> bool:
        return any(each.promise.person_id == person_id for each in self._untold)

    def keep_reserved(self) -> None:
        """Renew the reservation while the call goes on; release those that came too late to be wanted."""
        call = self._call
        if call is not None and call.wants_renewal(self._now()):
            call.renewed_at = self._now()
            self.desk.calling.ask_for([call.person], on_site=call.on_site is not None)
        for person_id in sorted(self._given_up):
            lease = self.desk.calling.lease(person_id)
            if lease is not None:
                self._given_up.discard(person_id)
                if not lease.offline:
                    self.desk.calling.release(person_id, lease.fence)

    # On the telephone

    def action_dial(self) -> None:
        """The number is copied, and dialled where a program is set up; the timer starts with the first time."""
        call = self._call
        if call is None or self._stage is not Stage.CALL or not call.number:
            return
        number = plain(shown(call.number))
        self.app.copy_to_clipboard(call.number)
        if call.dialled_at is not None:
            self.tell(say(t.DIALLED, number=number))
            return
        call.dialled_at = self._now()
        started = self.station.dial(call.number)
        text = t.DIALLED if started is None else t.DIALS if started else t.DIAL_FAILED
        self.tell(say(text, number=number), "ask" if started is False else "quiet")

    def action_whole_text(self) -> None:
        """All that is said."""
        said = self._said()
        if said is not None:
            self.app.push_screen(Script(whole(said)))

    def _said(self) -> Said | None:
        call = self._call
        if call is None or call.page is None:
            return None
        row = self._rows().get(call.doses[0]) if call.doses else None
        return Said(
            page=call.page,
            operator=self.shift.operator_name,
            centre=self.shift.centre_name,
            vaccine=self._names().get(call.doses[0], "?") if call.doses else "?",
            arrive_by=self.desk.call_room.arrive_by(call.minutes, row.latest if row is not None else self.shift.now),
            until=self._overview.last_promise,
            town=self.desk.call_room.town(),
        )

    def _release(self) -> None:
        """Nobody was dialled."""
        call = self._call
        if call is None:
            return
        with self.told():
            lease = self.desk.calling.lease(call.person.id)
            if lease is not None and not lease.offline:
                self.desk.calling.release(call.person.id, lease.fence)
            text = t.RELEASED if call.on_site is None else t.RELEASED_HERE
            self._to_list(say(text, name=name_short(call.person)))

    def give_back(self) -> None:
        """Nobody goes on here: whoever was reserved and not dialled is free for others."""
        if self._call is not None and self._call.dialled_at is None and self._stage in {Stage.RESERVING, Stage.CALL}:
            self._release()

    def _to_list(self, said: str, role: str = "quiet") -> None:
        call = self._call
        if call is not None and call.request_id and not call.fence:
            self._given_up.add(call.person.id)
        self._call, self._stage, self._moved = None, Stage.LIST, False
        self._say(said, role)
        if self.desk.calling.is_at_hand:
            self._look_again()
        else:
            # To judge thousands anew takes longer than a key may: that comes after the first picture.
            self._stale = True
            self.show()
            self.call_after_refresh(self._look_again)

    def _look_again(self) -> None:
        """The list anew, after something that was done here."""
        with self.told():
            self.read(same_people=True)
        self.show()

    # The hours, and text messages

    def action_let_call(self) -> None:
        """The list is locked: somebody lets people be called all the same."""
        if self._overview.may_call.allowed:
            return

        def because(reason: str) -> None:
            with self.told():
                self.desk.call_room.let_call(reason)
                self._done(say(t.ALLOWED))

        self._ask_words(say(t.ALLOW_ASK), say(t.ALLOW_HINT), because)

    def _may_text(self) -> bool:
        """Whether people may be asked by text message now."""
        overview = self._overview
        return overview.text_messages and overview.may_call.allowed and not overview.alarm

    def action_ask_by_text(self) -> None:
        """Who cannot telephone: whoever is chosen is asked by a text message."""
        if not self._may_text():
            return
        found = self.desk.calling.by_text()[:_MOST_TEXTS]
        people = self.desk.call_room.people([each.callee.person_id for each in found])
        found = [each for each in found if each.callee.person_id in people]
        if not found:
            self.tell(say(text_texts.NOBODY), "ask")
            return
        names = [list_name(people[each.callee.person_id]) for each in found]

        def chosen(place: int | None) -> None:
            if place is not None:
                with self.told():
                    self.desk.calling.ask_by_text(found[place])
                    self.tell(say(text_texts.ASKED, name=names[place]), "good")

        until = max((each.call_until for each in found if each.call_until is not None), default=self.shift.now)
        entries = [f"{place}  {name}" for place, name in enumerate(names, 1)]
        self.app.push_screen(PickOne(say(text_texts.TITLE, at=clock(until)), entries, first_marked=False), chosen)

    def _name_of_call(self) -> str:
        return list_name(self._call.person) if self._call is not None else ""

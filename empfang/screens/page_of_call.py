"""Whoever has something already: checked first, then cancelled, moved, deleted, or confirmed once more."""

from textual.message import Message

from empfang.desk import CalledToday, Held, Undone
from empfang.model import AppointmentStatus, Channel, MessageState, Person
from empfang.rules.booking import Refusal
from empfang.rules.call_candidates import Candidate
from empfang.screens import call_words as words
from empfang.screens.call import Concern, Stage, movable
from empfang.screens.card_words import why_not
from empfang.screens.dialogs import Confirm, PickOne
from empfang.screens.person import PersonScreen
from empfang.screens.places_of_call import PlacesOfCall
from empfang.screens.ringing_back_words import called_words
from empfang.texts import ringing_back as back
from empfang.texts import say
from empfang.texts import telephone as t
from empfang.widgets.cells import plain

_NOT_THERE_YET = frozenset({MessageState.WAITING, MessageState.DEFERRED, MessageState.REFUSED})
"""Confirmations in whose stead the code is read out."""
_HOW_VERIFIED = {"c": "code", "g": "birth_and_street", "r": "called_back"}


class PageOfCall(PlacesOfCall):
    """What a caller has."""

    class RingsBack(Message):
        """Somebody on the telephone was called today for a leftover dose, and is offered it now."""

        def __init__(self, person: Person, candidate: Candidate) -> None:
            super().__init__()
            self.person = person
            self.candidate = candidate

    @property
    def called_today(self) -> CalledToday | None:
        """Whether the person of this page was called today, and how it stands now."""
        page = self._call.page
        return self.desk.ringing_back.of(page.person.id) if page is not None else None

    def action_rings_back(self) -> None:
        """The call goes on with the leftover doses."""
        page, called = self._call.page, self.called_today
        if page is not None and called is not None and called.offer is not None:
            self.post_message(self.RingsBack(page.person, called.offer.candidate))

    def handed_on(self) -> None:
        """The call goes on elsewhere: here the next one can come."""
        self._anew(say(back.TAKEN_OVER), "quiet")

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
                self._say_page()
            elif self._call.fetching is not None:
                self._say_fetching()
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
                    undone = self.desk.hotline.cancel([each.appointment.id for each in chosen], "phone")
                    self._done(undone, say(t.CANCELLED, what=what))

        name = words.names_of([page.person])
        self.app.push_screen(Confirm(say(t.CANCEL_ASK, name=name, what=what)), answered)

    def _done(self, undone: Undone, done: str) -> None:
        """Say that it is done, for the next call; or why it was not: whoever calls hears nothing that is not so."""
        if undone.done:
            self._anew(done, "good")
        else:
            self._read_again()
            self.tell(f"‼ {why_not(undone.code)}", "stop")

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

    def action_sooner(self) -> None:
        """Look for a place of the next days, for which everything later is given up."""
        call = self._call
        if call.page is None or call.too_soon:
            return
        call.look_sooner()
        if call.sooner is not None and call.choosing is not None and call.choosing.offer is not None:
            call.go(Stage.PLACES)
            self._say_places()
        else:
            refusal = call.sooner.refusal if call.sooner is not None else None
            why = self._term(refusal) if refusal is not None else ""
            call.sooner, call.choosing = None, None
            self._say(say(t.SOONER_NOT, why=why) if why else say(t.SOONER_NONE), "ask")
        self.show()

    def _term(self, refusal: Refusal) -> str:
        return words.refusal_words(refusal.code, refusal.parameters, self.shift.now, self.desk.hotline.district_name)

    def _say_page(self) -> None:
        """What can be proposed to whoever wants another appointment."""
        call, today = self._call, self.shift.now.date()
        sooner = None
        if call.concern is Concern.MOVE and call.person_id is not None:
            sooner = self.desk.hotline.at_short_notice(call.person_id)
        proposed = sooner.proposed if sooner is not None else None
        if proposed is None:
            self._say("")
        else:
            self._say(say(t.SOONER, places=words.offer_words(proposed, today, only_first=False)), "good")

    def action_delete_person(self) -> None:
        """Delete the registration; asks once."""
        page = self._call.page
        if page is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                with self.told():
                    self._done(self.desk.hotline.delete(page.person.id), say(t.DELETED))

        self.app.push_screen(Confirm(say(t.DELETE_ASK, name=words.names_of([page.person]))), answered)

    def action_code_told(self) -> None:
        """Read the code out, also to somebody whose confirmation has not come."""
        page = self._call.page
        if self._call.stage is not Stage.PAGE or page is None:
            super().action_code_told()
            return
        held = next((each.appointment for each in self._chosen_held() if each.appointment.code), None)
        if held is None:
            return
        with self.told():
            for each in page.messages if not held.party_id else ():
                # That of a party goes on: the others have not heard their codes.
                if held.id in each.appointment_ids and each.state in _NOT_THERE_YET:
                    self.desk.hotline.told(each)
            self._read_again()
            self._call.read_out = held.code
            self._say(f"„{say(t.CODE_SAID, code=plain(held.code))}“", "say")
        self.show()

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
        called_by = words.called_by_words(page.called_by, today)
        spelt = say(t.SPELLING, words=words.spelled(self._call.read_out)) if self._call.read_out else ""
        stands = messages[:1] if held else [say(t.HELD_NONE)]
        called = self.called_today
        dose = called_words(called) if called is not None else ""
        how = " · ".join(part for part in (dose, *stands, called_by, spelt) if part)
        self._entries(words.known_words(page.person), how, entries)

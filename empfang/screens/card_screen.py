"""What can be done with an open card: the questions it asks, and the desk's part in it."""

from abc import abstractmethod

from empfang.desk import Further, GroupMember, PaperNote
from empfang.rules.arrival import Answer
from empfang.rules.dose_entry import Entered
from empfang.screens import actions
from empfang.screens.base import DeskScreen, Station
from empfang.screens.card_words import short_name
from empfang.screens.dialogs import Confirm, PickOne, Reason
from empfang.screens.doses import Doses
from empfang.screens.group import GroupHere
from empfang.screens.needs import Needs
from empfang.screens.open_card import OpenCard
from empfang.screens.papers import Papers
from empfang.screens.person import PersonScreen
from empfang.screens.reasons import Reasons
from empfang.texts import papers, say
from empfang.texts import reception as t
from empfang.texts.times import day_and_clock
from empfang.widgets.cells import plain


class CardScreen(DeskScreen):
    """A screen with an open card."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self.card = OpenCard(station.desk, station.monotonic, lambda: station.progress().connected is False)

    @abstractmethod
    def show(self, *, keep: bool = True) -> None:
        """Draw what changed; with `keep` the mark in the list stays with its person."""

    @abstractmethod
    def finish(self) -> None:
        """The person is done."""

    @abstractmethod
    def start_anew(self) -> None:
        """Empty the search and the card."""

    @abstractmethod
    def enter(self) -> None:
        """Enter was pressed."""

    @abstractmethod
    def move_mark(self, by: int) -> None:
        """Move the mark by so many lines."""

    def key_for_card(self, key: str, character: str | None) -> bool:
        """A key was pressed in the search field; True if the open card took it.

        Small letters act; a number takes a line of a choice; a capital or a digit begins a new search, as a scan does.
        """
        if not self.card.active or character is None or not character.isprintable():
            return False
        action = next((each for each in self.offered() if each.key == key), None)
        if action is not None:
            self.call_next(self.run_action, action.target)
        elif character.isdecimal() and self._choose(int(character) - 1):
            self.show()
        elif character.isupper() or character.isdecimal():
            self.start_anew()
            return False
        else:
            self.card.message = say(t.NOT_A_KEY, key=character), "ask"
            self.show()
        return True

    def _choose(self, number: int) -> bool:
        with self.told():
            if not self.card.choose(number):
                return False
        return True

    def action_person(self) -> None:
        """Open the person's page."""
        if self.card.person_id is not None:
            with self.told():
                self.app.push_screen(PersonScreen(self.station, self.card.person_id))

    def action_move(self) -> None:
        """Ask for today's place."""
        with self.told():
            self.card.move()
        self.show()

    def action_readmit(self) -> None:
        """Admit once more, with a reason."""
        self.app.push_screen(Reason(say(t.ASK_REASON, name=self.card.name), say(t.REASON_HINT)), self._readmit)

    def _readmit(self, reason: str | None) -> None:
        done = False
        with self.told():
            done = bool(reason) and self.card.readmit(reason or "")
        if done:
            self.finish()
        else:
            self.show()

    def action_papers(self) -> None:
        """Note what the person showed."""
        card = self.card.card
        if card is None or card.person is None:
            return
        forms = self.desk.forms()
        self.app.push_screen(
            Papers(
                self.card.name,
                card.papers,
                form_version=forms[-1] if forms else "",
                language=card.person.language,
            ),
            self._note_papers,
        )

    def _note_papers(self, notes: tuple[PaperNote, ...] | None) -> None:
        if notes:
            with self.told():
                self.card.note_papers(notes)
        self.show()

    def action_doses(self) -> None:
        """Note earlier doses, as the person shows them."""
        judged = self.card.card.judged if self.card.card else None
        if judged is not None:
            self.app.push_screen(Doses(self.card.name, judged.as_typed, self.card.read_doses), self._note_doses)

    def _note_doses(self, entered: Entered | None) -> None:
        if entered is not None:
            with self.told():
                self.card.note_doses(entered)
        self.show()

    def action_reasons(self) -> None:
        """Show why the rules say what they say."""
        judged = self.card.card.judged if self.card.card else None
        if judged is not None:
            self.app.push_screen(Reasons(self.card.name, judged, self.shift.now.replace(tzinfo=None)))

    def action_needs(self) -> None:
        """Tick what the person needs."""
        card = self.card.card
        if card is not None and card.person is not None:
            before = card.person.needs
            self.app.push_screen(Needs(self.card.name, before), lambda needs: self._change_needs(before, needs))

    def _change_needs(self, before: tuple[str, ...], needs: tuple[str, ...] | None) -> None:
        if needs is not None:
            with self.told():
                self.card.change_needs(before, needs)
        self.show()

    def action_group(self) -> None:
        """Ask who of the group is here."""
        card = self.card.card
        if card is not None and card.group:
            self.app.push_screen(GroupHere(card.group), self._admit_group)

    def _admit_group(self, members: tuple[GroupMember, ...] | None) -> None:
        if not members:
            return
        done = False
        with self.told():
            done = self.card.admit_group(members)
        if done:
            self.finish()
        else:
            self.show()

    def action_walk_in(self) -> None:
        """Admit without an appointment: at the centre's hours for it after a question, else for a reason."""
        walk_in = self.card.card.walk_in if self.card.card else None
        if walk_in is None:
            return
        if walk_in.now:
            self.app.push_screen(Confirm(say(papers.ASK_WALK_IN, name=self.card.name)), self._walk_in_now)
        else:
            question, hint = say(papers.WHY_WALK_IN, name=self.card.name), say(papers.WHY_HINT)
            self.app.push_screen(Reason(question, hint, actions.WALK_IN_NOW), self._walk_in)

    def _walk_in_now(self, yes: bool | None) -> None:
        if yes:
            self._walk_in("", asked=True)

    def _walk_in(self, reason: str | None, *, asked: bool = False) -> None:
        done = False
        if reason or asked:
            with self.told():
                done = self.card.walk_in(reason or "")
        if done:
            self.finish()
        else:
            self.show()

    def action_doctor(self) -> None:
        """A doctor lets somebody come in without a paper, or sends somebody back who is in."""
        card = self.card.card
        if card is None or card.arrival is None:
            return
        stopped = card.blocked_by or (card.judged is not None and not card.judged.admits)
        if card.arrival.answer is not Answer.ALREADY_IN and stopped:
            question, hint = say(papers.DOCTOR_WHO, name=self.card.name), say(papers.DOCTOR_HINT)
            self.app.push_screen(Reason(question, hint, actions.DOCTOR_NOW), self._doctor_allows)
        else:
            question, hint = say(papers.POSTPONE_WHY, name=self.card.name), say(papers.POSTPONE_HINT)
            self.app.push_screen(Reason(question, hint, actions.DOCTOR_NOW), self._doctor_sends_back)

    def _doctor_allows(self, doctor: str | None) -> None:
        if doctor:
            with self.told():
                self.card.doctor_allows(doctor)
        self.show()

    def _doctor_sends_back(self, reason: str | None) -> None:
        if reason:
            with self.told():
                self.card.postpone(reason)
        self.show()

    def action_other_vaccine(self) -> None:
        """Another vaccine than the one that was booked; of several the one the person agrees to."""
        card = self.card.card
        if card is None or not card.other_vaccines or card.line is None:
            return
        given = card.other_vaccines
        booked = plain(card.line.appointment.vaccine or "")
        if len(given) == 1:
            question = say(papers.ASK_VACCINE, name=self.card.name, vaccine=plain(given[0]), booked=booked)
            self.app.push_screen(Confirm(question), lambda yes: self._other_vaccine(given[0] if yes else None))
        else:
            question = say(papers.WHICH_VACCINE, name=self.card.name, booked=booked)
            entries = [f"{number}  {plain(each)}" for number, each in enumerate(given, 1)]
            which = PickOne(question, entries, first_marked=False)
            self.app.push_screen(which, lambda place: self._other_vaccine(None if place is None else given[place]))

    def _other_vaccine(self, vaccine: str | None) -> None:
        done = False
        if vaccine is not None:
            with self.told():
                done = self.card.admit_with(vaccine)
        if done:
            self.finish()
        else:
            self.show()

    def action_further(self) -> None:
        """The person does not need the further booking."""
        card = self.card.card
        if card is None or not card.further:
            return
        further = card.further[0]
        when = day_and_clock(further.at, self.shift.now.date()) if further.at else "–"
        name = short_name(further.family, further.given)
        question = say(papers.FURTHER_ASK, name=name, when=when)
        self.app.push_screen(Confirm(question), lambda yes: self._cancel_further(further, when) if yes else None)

    def _cancel_further(self, further: Further, when: str) -> None:
        with self.told():
            self.card.cancel_further(further, when)
        self.show()

    def action_left(self) -> None:
        """The person goes without a dose."""
        self.app.push_screen(Confirm(say(t.ASK_LEFT, name=self.card.name)), self._left)

    def _left(self, yes: bool | None) -> None:
        if yes:
            with self.told():
                self.card.left()
            self.show()

    def action_cancel(self) -> None:
        """The person does not want the appointment."""
        line = self.card.card.line if self.card.card else None
        if line is not None and line.at is not None:
            when = day_and_clock(line.at, self.shift.now.date())
            question, asked = say(t.ASK_CANCEL, when=when, name=self.card.name), line.appointment.id
            self.app.push_screen(Confirm(question), lambda yes: self._cancel(asked) if yes else None)

    def _cancel(self, appointment_id: str) -> None:
        with self.told():
            self.card.cancel(appointment_id)
        self.show()

    def action_open(self) -> None:
        """Open the marked person."""
        self.enter()

    def action_admit(self) -> None:
        """Admit the person on the card."""
        self.enter()

    def action_choose(self) -> None:
        """Take the marked line of a choice."""
        self.enter()

    def action_back(self) -> None:
        """From the card to the search; from the search to an empty one."""
        if self.card.active:
            self.card.close()
            self.show()
        else:
            self.start_anew()

    def action_up(self) -> None:
        """Mark the line above."""
        self.move_mark(-1)

    def action_down(self) -> None:
        """Mark the line below."""
        self.move_mark(1)

    def action_page_up(self) -> None:
        """Mark a line a page above."""
        self.move_mark(-10)

    def action_page_down(self) -> None:
        """Mark a line a page below."""
        self.move_mark(10)

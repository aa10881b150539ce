"""What can be done with an open card: the questions it asks, and the desk's part in it."""

from abc import abstractmethod

from empfang.screens.base import DeskScreen, Station
from empfang.screens.dialogs import Confirm, Reason
from empfang.screens.open_card import OpenCard
from empfang.screens.person import PersonScreen
from empfang.texts import reception as t
from empfang.texts import say
from empfang.texts.times import day_and_clock


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
        elif character.isdigit() and self._choose(int(character) - 1):
            self.show()
        elif character.isupper() or character.isdigit():
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
            self.app.push_screen(Confirm(say(t.ASK_CANCEL, when=when, name=self.card.name)), self._cancel)

    def _cancel(self, yes: bool | None) -> None:
        if yes:
            with self.told():
                self.card.cancel()
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

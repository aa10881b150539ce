"""What the keys of the screen Übertragung do, and how the last of it is taken back. No widgets."""

from collections.abc import Callable, Sequence

from empfang.desk import OPEN, Desk, Detail, Group, Loss
from empfang.rules.conflicts import SEEN
from empfang.screens.transfer_words import choice_sentence
from empfang.texts import say, thousands
from empfang.texts import transfer as t
from empfang.texts.times import day_and_clock

Said = tuple[str, str]
"""A sentence, and the role it is drawn in."""


class Dealing:
    """Each function gives what is said about it. What was done last on this screen can be taken back."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._back: list[tuple[str, Callable[[], Said]]] = []

    def question(self, detail: Detail, place: int, loss: Loss | None) -> str:
        """What to ask before the choice is made; empty if nothing is lost by it."""
        if detail.item.group is Group.STOPPED:
            if place or loss is None:
                return ""
            return say(t.STOPPED_ASK, lost=thousands(loss.lost), size=thousands(loss.size))
        if detail.item.conflict_id is None:
            return ""
        known = t.ASK.get(detail.choices[place].word)
        return say(known) if known else ""

    def choose(self, detail: Detail, place: int) -> Said:
        """Do what the key with this number says."""
        item = detail.item
        if item.group is Group.STOPPED:
            return self._stopped(accept=place == 0)
        if item.number is not None:
            return self._ask_again(detail, item.number, place)
        if item.conflict_id is None:
            return say(t.NOT_DECIDED), "stop"
        if detail.choices[place] == SEEN:
            return self.see([item.conflict_id])
        return self._decide(detail, item.conflict_id, place)

    def _stopped(self, *, accept: bool) -> Said:
        if not accept:
            return say(t.STOPPED_STAYS), "ask"
        self._desk.allow_loss()
        return say(t.STOPPED_ACCEPTED), "good"

    def _ask_again(self, detail: Detail, number: int, place: int) -> Said:
        offer = detail.offers[place]
        if self._desk.ask_again(number, offer) is None:
            return say(t.NOT_DECIDED), "stop"
        self._back.append((detail.item.key, lambda: (say(t.CANNOT_UNDO_ASKED), "ask")))
        return say(t.ASKED, at=day_and_clock(offer.at, offer.at.date())), "good"

    def _decide(self, detail: Detail, conflict_id: str, place: int) -> Said:
        choice = detail.choices[place]
        if not self._desk.decide(conflict_id, choice.word).done:
            return say(t.NOT_DECIDED), "stop"
        what = choice_sentence(detail, place)
        if not choice.can_be_taken_back:
            self._back.append((detail.item.key, lambda: (say(t.CANNOT_UNDO), "ask")))
            return say(t.DECIDED_FOR_GOOD, what=what), "good"
        self._back.append((detail.item.key, lambda: self._open_again(conflict_id)))
        return say(t.DECIDED, what=what), "good"

    def _open_again(self, conflict_id: str) -> Said:
        if not self._desk.decide(conflict_id, OPEN).done:
            return say(t.NOT_DECIDED), "stop"
        return say(t.UNDONE), "good"

    def done(self, detail: Detail) -> Said:
        """Tick off a command."""
        number = detail.item.number
        if number is None:
            return say(t.NOT_DECIDED), "stop"
        self._desk.deal_with(number)

        def back() -> Said:
            self._desk.deal_with(number, done=False)
            return say(t.UNDONE), "good"

        self._back.append((detail.item.key, back))
        return say(t.DONE), "good"

    def see(self, conflict_ids: Sequence[str]) -> Said:
        """Take note of these."""
        number = self._desk.see(conflict_ids)

        def back() -> Said:
            self._desk.see(conflict_ids, seen=False)
            return say(t.UNDONE), "good"

        self._back.append((f"conflict:{conflict_ids[0]}", back))
        return (say(t.SEEN) if number == 1 else say(t.SEEN_ALL, number=number)), "good"

    def undo(self) -> tuple[str, Said]:
        """Take back what was done last; gives the item's key, too."""
        if not self._back:
            return "", (say(t.NOTHING_TO_UNDO), "quiet")
        key, back = self._back.pop()
        return key, back()

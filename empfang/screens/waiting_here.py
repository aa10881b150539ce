"""Who comes along, who waits here for what is left over, and who is not known yet: asked on the reception screen."""

from collections.abc import Callable

from empfang.rules.newcomers import Newcomer, read_newcomer
from empfang.rules.on_site import OnSite
from empfang.screens import actions
from empfang.screens.card_screen import CardScreen
from empfang.screens.dialogs import Confirm, PickOne, Reason
from empfang.texts import promised as t
from empfang.texts import say
from empfang.widgets.cells import plain

_HOWS = (OnSite.COMPANION, OnSite.STAFF, OnSite.WALK_IN)
_SHOWN = 30


class WaitingHere(CardScreen):
    """What a card offers for doses that are left over."""

    def action_on_site(self) -> None:
        """Note that the person waits here, or that they do not any more."""
        card = self.card.card
        if card is None or card.person is None:
            return
        if card.here is not None:
            self.app.push_screen(Confirm(say(t.GONE_ASK, name=self.card.name)), self._not_on_site)
            return

        def chosen(place: int | None) -> None:
            if place is not None:
                with self.told():
                    self.card.note_on_site(_HOWS[place])
                self.show()

        entries = [f"{place}  {say(t.HOWS[each])}" for place, each in enumerate(_HOWS, 1)]
        self.app.push_screen(PickOne(say(t.HOW_ASK, name=self.card.name), entries, first_marked=False), chosen)

    def _not_on_site(self, yes: bool | None) -> None:
        if yes:
            with self.told():
                self.card.not_on_site()
            self.show()

    def action_companion(self) -> None:
        """Who gets the second dose of a promise for two."""
        if self.card.card is not None and self.card.card.promise is not None:
            self._ask_who(say(t.WHO_COMES, name=self.card.name), self.card.bring_along)

    def action_register(self) -> None:
        """Somebody who is not known yet; what was typed to find them stands there already."""
        self._ask_who(say(t.WHO_IS_IT), self._entered, self.typed)

    @property
    def typed(self) -> str:
        """What was typed into the search."""
        return ""

    def _entered(self, who: Newcomer) -> None:
        self.start_anew()
        self.card.enter_person(who)

    def _ask_who(self, question: str, then: Callable[[Newcomer], None], words: str = "") -> None:
        """Name and birth date; what cannot be read is said, and asked for again."""

        def written(text: str | None) -> None:
            if text is None:
                return
            who = read_newcomer(text, self.shift.now.date())
            if who is None:
                again = say(t.NOT_READ, text=plain(text)[:_SHOWN])
                self.app.push_screen(Reason(again, say(t.WHO_HINT), actions.ENTER_PERSON, words=text), written)
                return
            with self.told():
                then(who)
            self.show()

        self.app.push_screen(Reason(question, say(t.WHO_HINT), actions.ENTER_PERSON, words=words), written)

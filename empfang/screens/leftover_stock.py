"""The stock for being without the network: people whom this desk alone may call, and doses that it may promise."""

from empfang.screens.dialogs import PickOne
from empfang.screens.leftover_doses import LeftoverDoses
from empfang.screens.leftover_words import stock_held
from empfang.texts import leftover_stock as t
from empfang.texts import say


class LeftoverStock(LeftoverDoses):
    """It is fetched while there is a network, and others see it; what is not needed goes back."""

    def action_stock_up(self) -> None:
        """Fetch it; or where this desk has some, more or back with it."""
        if self.is_alone:
            self.tell(say(t.NO_NETWORK), "ask")
        elif self._stock is None:
            self._fetch()
        else:
            self.app.push_screen(
                PickOne(stock_held(self._stock), [f"1  {say(t.MORE)}", f"2  {say(t.BACK)}"]), self._chosen
            )

    def _chosen(self, place: int | None) -> None:
        if place == 0:
            self._fetch()
        elif place is not None:
            with self.told():
                self.desk.stocking_up.give_back()
                self._done(say(t.GIVEN_BACK))

    def _fetch(self) -> None:
        if not self._overview.may_call.allowed or self._overview.alarm:
            self.tell(say(t.NOT_NOW), "ask")
            return
        with self.told():
            asked = self.desk.stocking_up.ask(self.desk.operator_id)
            if asked.people or asked.doses:
                self.tell(say(t.ASKED, people=asked.people, doses=asked.doses))
            else:
                self.tell(say(t.NOTHING), "ask")

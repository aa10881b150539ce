"""Who is at the centre is asked, not called: without a number, and for one dose."""

from collections.abc import Collection

from empfang.rules.call_outcomes import CallOutcome
from empfang.screens.leftover_call import Stage
from empfang.screens.leftover_calls import LeftoverCalls
from empfang.screens.leftover_words import name_short
from empfang.texts import leftover as t
from empfang.texts import say

HERE_KEYS = frozenset("67890")
"""Of the keys for outcomes those that mean something without a telephone."""
MORE_HERE = (CallOutcome.STANDBY, CallOutcome.NOT_UNDERSTOOD, CallOutcome.SKIPPED)


class LeftoverHere(LeftoverCalls):
    """Says of those who are here what differs."""

    @property
    def asks_here(self) -> bool:
        """Whether it is about somebody who is here: the one who is asked, or the last outcome that is corrected."""
        if self._stage is Stage.CORRECT and self._last is not None:
            return self._last.on_site
        return self._call is not None and self._call.on_site is not None

    def outcome_keys(self, keys: Collection[str]) -> Collection[str]:
        """Of these keys those that can be pressed now."""
        if self._stage not in {Stage.CALL, Stage.CORRECT}:
            return ()
        return HERE_KEYS if self.asks_here else keys

    def action_not_here(self) -> None:
        """They are not here any more: off the list, and nobody's."""
        call = self._call
        if call is None or call.on_site is None:
            return
        with self.told():
            self.desk.people_here.gone(call.person.id)
            if call.fence:
                self.desk.calling.release(call.person.id, call.fence)
            self._to_list(say(t.NOT_HERE, name=name_short(call.person)))

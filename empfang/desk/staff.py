"""Who works at this desk: whom it lists first, and who has set a PIN."""

import json

from empfang.desk.lock import PinLock
from empfang.desk.reading import Reading
from empfang.model import Operator

_RECENT, _MOST = "recent_operators", 9
"""In meta: who worked at this desk, the last one first; so many."""


class Staff:
    """The operators of the centre, as this desk knows them."""

    def __init__(self, reading: Reading, pins: PinLock) -> None:
        self._reading = reading
        self._pins = pins

    def listed(self, now_here: str) -> list[Operator]:
        """Who can sign in: those who worked at this desk last first, but for whoever does now; then by name."""
        order = [*(each for each in self._recent() if each != now_here), now_here]
        found = {each.id: each for each in self._reading.operators()}
        first = [found.pop(each) for each in order if each in found]
        return [*first, *found.values()]

    def with_pins(self) -> list[Operator]:
        """Who has set a PIN at this desk, by name."""
        return [each for each in self._reading.operators() if self._pins.needed(each.id)]

    def note(self, operator_id: str) -> None:
        """Somebody begins to work here.

        Raises:
            StoreProblem: it cannot be noted for the next time.
        """
        recent = self._recent()
        if recent[:1] != [operator_id]:
            others = [each for each in recent if each != operator_id]
            self._reading.store.set_meta(**{_RECENT: json.dumps([operator_id, *others][:_MOST])})

    def _recent(self) -> list[str]:
        return list(json.loads(self._reading.store.meta(_RECENT) or "[]"))

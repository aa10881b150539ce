"""How many of the phone's places went on each day, as seen from one desk: what a forecast is made of."""

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from empfang.errors import StoreProblem
from empfang.model import Slot
from empfang.rules.places_forecast import LOOKED_BACK
from empfang.store import Store

_KEY = "places_gone"


class PlacesGone:
    """Counts what goes between one look and the next, and keeps it with the store.

    What goes while the desk is switched off is not counted: whether that was in an hour or in a night nobody knows.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        kept = json.loads(store.meta(_KEY) or "{}")
        self._of_day = {date.fromisoformat(day): int(number) for day, number in kept.items()}
        self._kept = dict(self._of_day)
        self._seen: dict[tuple[str, str], int] = {}

    def look(self, slots: Iterable[Slot], contingents: frozenset[str], today: date) -> dict[date, int]:
        """By day, what has gone of these contingents. Places that came back are not taken off."""
        taken = {
            (slot.id, contingent_id): slot.taken.get(contingent_id, 0)
            for slot in slots
            for contingent_id in contingents.intersection(slot.capacity)
        }
        went = sum(max(0, number - self._seen[key]) for key, number in taken.items() if key in self._seen)
        self._seen = taken
        if went:
            self._of_day[today] = self._of_day.get(today, 0) + went
            self._of_day = {day: number for day, number in self._of_day.items() if day > today - LOOKED_BACK}
        if self._of_day != self._kept:
            # A look is no write to whoever looks: with a full disk it is noted at one of the next looks.
            with suppress(StoreProblem):
                self._store.set_meta(
                    **{_KEY: json.dumps({day.isoformat(): number for day, number in self._of_day.items()})}
                )
                self._kept = dict(self._of_day)
        return dict(self._of_day)

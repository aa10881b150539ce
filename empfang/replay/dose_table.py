"""The replay's doses: a desk at which vials are opened, doses are given, and what is left is thrown away.

What lies on the table is seen, whatever the network does; whom the desk does not know, since they were let in elsewhere
while the service was away, is kept on paper and entered as soon as the desk shows them.
"""

import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from empfang.model import Appointment, AppointmentStatus
from empfang.replay.clock import DayClock
from empfang.replay.desk_part import Wish
from empfang.replay.dose_wishes import Way
from empfang.replay.leftover_part import LeftoverPart
from empfang.replay.tray import Lying, Tray
from empfang.rules.another_vial import OPEN_FOR_HOUSE
from empfang.rules.arrival import bounds_of_day
from empfang.rules.books import bundled_rulebook
from empfang.rules.evening import Evening
from empfang.rules.leftover_records import dose_of
from empfang.rules.origins import PROMISED, WALK_IN
from empfang.rules.vial_tables import bundled_vials
from empfang.rules.vials import Dose
from empfang.texts import replay as words
from empfang.texts import say

AHEAD = timedelta(minutes=30)
"""For this time vials are opened at once."""
_MOST_AT_ONCE = 50
_HAND_S = 0.1
"""Nobody draws faster; meanwhile a desk's clock may be set back by some hundredths of a second."""
_NOT_EXPECTED = frozenset({AppointmentStatus.CANCELLED, AppointmentStatus.ENTERED_IN_ERROR})


class _OnPaper(NamedTuple):
    """Of somebody whom this desk does not know yet: what they were given, of which vial; None: nothing was left."""

    encounter_id: str
    dose: Dose
    vial: str | None


class DoseTable(LeftoverPart):
    """One table for all lanes."""

    def __init__(self, folder: Path, clock: DayClock, way: Way) -> None:
        self.name = folder.name
        self._way = way
        self._tray = Tray()
        self._paper: list[_OnPaper] = []
        self._inside: Counter[Dose] = Counter()
        super().__init__(folder, clock)
        self.does |= {"look": self._look, "jab": self._jab, "close": self._close}

    def follow(self) -> None:
        """What is on paper is entered as soon as it can be."""
        super().follow()
        waiting, self._paper = self._paper, []
        for each in waiting:
            self._note(each)

    def state(self, wish: Wish) -> dict[str, Any]:
        """What is on paper is not sent."""
        found = super().state(wish)
        return {**found, **{name: found[name] + len(self._paper) for name in ("unsent", "unsettled")}}

    # Opening

    def _look(self, wish: Wish) -> dict[str, Any]:
        """See what is there and who is in the house. `batch`: vials are opened for the next half hour; `evening`: the
        forecast is looked at.
        """
        self._see(wish)
        now = self.desk.clock.now()
        for each in list(self._tray.ended(now)):
            self._discard(each, say(words.USE_BY_OVER))
        if wish["evening"] and self.connected:
            self._by_forecast()
        elif wish["batch"]:
            self._ahead()
        return self._said()

    def _see(self, wish: Wish) -> None:
        self._inside = Counter({Dose(vaccine, size): number for vaccine, size, number in wish["inside"]})

    def _ahead(self) -> None:
        wanted = self._booked() if self._way is Way.BOOKINGS else self._inside
        for dose, number in wanted.items():
            there = self._tray.drawn if self._way is Way.BOOKINGS else self._tray.usable
            while self.holds(dose) and there(dose) < number:
                self._open(dose)

    def _booked(self) -> Counter[Dose]:
        """For whom a dose must have been drawn by the end of the next half hour."""
        begin, _ = bounds_of_day(self.centre, self.here.date())
        until = self.desk.clock.now() + AHEAD
        booked = self.rows.between(Appointment, "start", begin, until, centre_id=self.centre.id)
        expected = (
            each for each in booked if each.status not in _NOT_EXPECTED and each.origin not in {PROMISED, WALK_IN}
        )
        found = (
            dose_of(each.vaccine, each.dose_kind, self.here, bundled_rulebook(), bundled_vials()) for each in expected
        )
        return Counter(dose for dose in found if dose is not None)

    def _by_forecast(self) -> None:
        """What is advised; each vial changes what is advised for the others."""
        for _ in range(_MOST_AT_ONCE):
            evening = self.evening()
            if not any(self._helped(evening, dose) for dose in evening.of):
                return

    def _helped(self, evening: Evening, dose: Dose) -> bool:
        """Whether doses were made ready: out of a vial that is open, or of another one."""
        found = evening.of[dose]
        if found.vial is None or not self.holds(dose):
            return False
        waits, needed = found.vial.code == OPEN_FOR_HOUSE, evening.is_needed(dose)
        if (waits or needed or found.short) and self._convert(dose, lambda other: evening.of[other].safe):
            return True
        # Where its rest finds no takers any more it can wait until somebody is at the lane.
        if needed or (waits and evening.is_fillable(dose)):
            self._open(dose)
            return True
        return False

    def _open(self, dose: Dose) -> None:
        number = self.holds(dose)
        vial = self.desk.doses.open_vial(dose)
        container = self.desk.doses.container(dose.vaccine)
        now = self.desk.clock.now()
        self._tray.opened += 1
        self._tray.vials.append(Lying(vial, dose, number, number, container.use_by(now, now) if container else None))

    def _convert(self, dose: Dose, spare: Any) -> bool:
        """Draw it from a vial that was opened for another size of the vaccine, if `spare` says that it can be."""
        container = self.desk.doses.container(dose.vaccine)
        for size, holds in sorted(container.doses.items()) if container is not None else ():
            other = Dose(dose.vaccine, size)
            if size == dose.size or not self._tray.usable(other):
                continue
            taken = max(1, holds // self.holds(dose))
            if min(spare(other), self._tray.usable(other)) < taken:
                continue
            used: dict[str, Lying] = {}
            for _ in range(taken):
                one = self._tray.take(other)
                one.drawn -= 1
                used[one.vial] = one
            for one in used.values():
                self.desk.doses.draw(one.vial, one.drawn)
                time.sleep(_HAND_S)
            made = max(1, self.holds(dose) // holds)
            use_by = min((one.use_by for one in used.values() if one.use_by is not None), default=None)
            vial = self.desk.doses.open_vial(dose, drawn=made, use_by=use_by)
            self._tray.vials.append(Lying(vial, dose, made, made, use_by))
            return True
        return False

    # Giving

    def _jab(self, wish: Wish) -> dict[str, Any]:
        """Everybody who is at a lane now; `must`: a vial is opened for them rather than that they are sent away."""
        self._see(wish)
        results = {}
        for each in sorted(wish["people"], key=lambda one: not one["must"]):
            dose = Dose(*each["dose"])
            given = self._given(dose, must=each["must"])
            self._inside[dose] -= 1
            results[each["encounter"]] = given
            self._note(_OnPaper(each["encounter"], dose, self._tray.take(dose).vial if given else None))
        return {**self._said(), "results": results}

    def _given(self, dose: Dose, *, must: bool) -> bool:
        """Whether there is a dose for somebody at the lane. Who must have none gets what others will not need."""
        usable = self._tray.usable(dose)
        if not must:
            return usable >= self._inside[dose] > 0
        if not usable and not self._convert(dose, self._not_needed) and self.holds(dose):
            self._open(dose)
        return self._tray.usable(dose) > 0

    def _not_needed(self, dose: Dose) -> int:
        return self._tray.usable(dose) - self._inside[dose]

    def _note(self, paper: _OnPaper) -> None:
        visit = self.desk.call_room.visit(paper.encounter_id)
        if visit is None:
            self._paper.append(paper)
        elif paper.vial is None:
            self.desk.left(visit.id, say(words.NO_DOSE_LEFT))
        else:
            self.desk.doses.give(visit, paper.dose, paper.vial)

    # The end

    def _close(self, _wish: Wish) -> dict[str, Any]:
        """Nobody comes any more."""
        for each in list(self._tray.left()):
            self._discard(each, say(words.LEFT_AT_END))
        return self._said()

    def _discard(self, lying: Lying, reason: str) -> None:
        self.desk.doses.discard(lying.dose, lying.left, reason, lying.vial)
        lying.left = 0

    def _said(self) -> dict[str, Any]:
        return {"opened": self._tray.opened, "left": sum(each.left for each in self._tray.left())}

"""The free places of one person in a call, as one looks through them. Draws nothing."""

from dataclasses import dataclass
from datetime import date, datetime, time

from empfang.desk import Options
from empfang.rules.offers import NOON, Offered


@dataclass(slots=True)
class Choosing:
    """The places that are looked through for one person: a day, its offers, and the marked one."""

    options: Options
    pair: bool
    day: date | None = None
    marked: int = 0
    offers: tuple[Offered, ...] = ()
    near: datetime | None = None
    at: time | None = None
    """Where the mark begins on each day, if somebody has a time of their own."""

    def begin(self, day: date | None) -> None:
        """Go to a day, or to the first one on which there is anything."""
        days = self.possible()
        self.show(day if day in days else (days[0] if days else None))

    def possible(self) -> list[date]:
        """The days on which something can be offered."""
        return [each.on for each in self.options.days() if each.allowed]

    def show(self, day: date | None) -> None:
        """The offers of a day."""
        near = self.near.time() if self.near is not None and day == self.near.date() else None
        self.day, self.marked = day, 0
        self.offers = () if day is None else self.options.on(day, pair=self.pair, near=near)
        if self.at is not None and self.offers:
            self.marked = min(range(len(self.offers)), key=self._apart)

    def _apart(self, place: int) -> int:
        offered, wanted = self.offers[place].first.at, self.at or NOON
        return abs((offered.hour - wanted.hour) * 60 + offered.minute - wanted.minute)

    def move_day(self, by: int) -> None:
        """Another day; it stops at the ends. Days without an offer that fits are passed over."""
        days = self.possible()
        if self.day not in days:
            self.begin(None)
            return
        place = days.index(self.day) + by
        while 0 <= place < len(days):
            self.show(days[place])
            if self.offers:
                return
            place += by
        if not self.offers:
            self.show(self.day)

    def move_mark(self, by: int) -> None:
        """Another offer; beyond the day's last one comes the next day."""
        place = self.marked + by
        if 0 <= place < len(self.offers):
            self.marked = place
        elif by > 0:
            before = self.day
            self.move_day(1)
            if self.day == before and self.offers:
                self.marked = len(self.offers) - 1

    @property
    def offer(self) -> Offered | None:
        """The marked one."""
        return self.offers[self.marked] if self.marked < len(self.offers) else None

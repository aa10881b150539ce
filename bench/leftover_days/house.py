"""The house of a simulated day: vials, who is inside, and what became of every dose.

One table prepares the doses of both lanes. A Spikevax vial is recorded by the size it was opened for; where nothing of
the other size is there, it is drawn from it all the same (two halves are a full one), and the record is corrected.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bench.leftover_days.settings import COM, HALF, LAST_JAB, WHOLE, moment
from bench.leftover_days.visitors import DrawnDay, Visitor
from empfang.rules.vial_tables import bundled_vials
from empfang.rules.vials import Dose

DOSES = (COM, WHOLE, HALF)


@dataclass(slots=True)
class Opened:
    """A vial. `use_by`: minute of the day."""

    dose: Dose
    drawn: int
    left: int
    use_by: int


@dataclass(slots=True)
class Inside:
    """Somebody in the house. `promised`: they came because a dose was promised to them."""

    visitor: Visitor
    dose: Dose
    at: int
    promised: bool = False
    asked: bool = False
    """Whether they would take the other vaccine."""

    @property
    def at_lane(self) -> int:
        """The minute in which they get their dose."""
        return self.at + self.visitor.way

    @property
    def must(self) -> bool:
        """With an appointment: a vial is opened for them rather than that they are refused."""
        return self.visitor.number is not None


@dataclass(slots=True)
class Balance:
    """What became of the day. `none_for_promised`: people who came on a promise and found no dose.

    `asked`, `switched`: people with an appointment who were asked to take the other vaccine, and who did.
    """

    drawn: int = 0
    given: int = 0
    discarded: int = 0
    left: int = 0
    expired: int = 0
    refused: int = 0
    calls: int = 0
    promised: int = 0
    kept: int = 0
    broken: int = 0
    none_for_promised: int = 0
    standby: int = 0
    asked: int = 0
    switched: int = 0
    on_site: int = 0


@dataclass(slots=True)
class House:
    """What is where. `came`: the numbers of the appointments whose holders came."""

    day: DrawnDay
    minute: int = 0
    vials: list[Opened] = field(default_factory=list)
    inside: list[Inside] = field(default_factory=list)
    waiting_on_site: list[Visitor] = field(default_factory=list)
    came: set[int] = field(default_factory=set)
    ways: list[timedelta] = field(default_factory=list)
    drawn: Counter[Dose] = field(default_factory=Counter)
    balance: Balance = field(default_factory=Balance)
    _next: int = 0
    _next_on_site: int = 0

    def usable(self, dose: Dose) -> int:
        """Doses of open vials."""
        return sum(each.left for each in self.vials if each.dose == dose)

    def needed(self, dose: Dose) -> int:
        """People in the house who need one."""
        return sum(each.dose == dose for each in self.inside)

    def lacking(self, dose: Dose) -> int:
        """So many in the house with an appointment have none yet."""
        return max(sum(each.dose == dose and each.must for each in self.inside) - self.usable(dose), 0)

    def open(self, dose: Dose) -> None:
        """Open one more vial."""
        now = moment(self.minute)
        container = bundled_vials().container(dose.vaccine, now)
        if container is None:
            raise ValueError(f"no vial of {dose.vaccine} today")
        number, keeps = container.doses[dose.size], container.use_by(now, None) - now
        self.vials.append(Opened(dose, number, number, self.minute + int(keeps.total_seconds() // 60)))
        self._count(dose, number)

    def convert(self, dose: Dose) -> bool:
        """Make one dose (from a full one: two) of this size of what is there of the other one; False: there is none."""
        if dose == COM:
            return False
        other, taken, made = (HALF, 2, 1) if dose == WHOLE else (WHOLE, 1, 2)
        if self.usable(other) < taken:
            return False
        use_by = 0
        for _ in range(taken):
            vial = self._first(other)
            vial.left -= 1
            vial.drawn -= 1
            use_by = vial.use_by
        self._count(other, -taken)
        self.vials.append(Opened(dose, made, made, use_by))
        self._count(dose, made)
        return True

    def admit(self) -> None:
        """Let in who comes in this minute."""
        visitors, on_site = self.day.visitors, self.day.on_site
        while self._next < len(visitors) and visitors[self._next].at <= self.minute:
            visitor = visitors[self._next]
            self._next += 1
            if visitor.number is not None:
                self.came.add(visitor.number)
            self.inside.append(Inside(visitor, visitor.dose, self.minute))
        while self._next_on_site < len(on_site) and on_site[self._next_on_site].at <= self.minute:
            self.waiting_on_site.append(on_site[self._next_on_site])
            self._next_on_site += 1

    def expire(self) -> None:
        """Discard what ends."""
        for vial in self.vials:
            if vial.use_by <= self.minute and vial.left:
                self.balance.discarded += vial.left
                self.balance.expired += vial.left
                vial.left = 0
        self.vials = [each for each in self.vials if each.left]

    def serve(self, opens_for: Callable[[Inside], bool]) -> None:
        """Everybody who is at a lane by now; `opens_for` is asked where there is no dose for somebody."""
        for each in [person for person in self.inside if person.at_lane <= self.minute]:
            if not self.usable(each.dose) and not self._spare(each.dose) and opens_for(each):
                self.open(each.dose)
            self.inside.remove(each)
            if self.usable(each.dose):
                self.give(each.dose)
                self.ways.append(timedelta(minutes=each.visitor.way))
                self.balance.kept += each.promised
            elif each.promised:
                self.balance.none_for_promised += 1
            elif each.must:
                self.balance.refused += 1

    def give(self, dose: Dose) -> None:
        """One dose into an arm."""
        self._first(dose).left -= 1
        self.balance.given += 1

    def give_on_site(self, dose: Dose) -> None:
        """To the first of those who wait for what is left."""
        self.waiting_on_site.pop(0)
        self.give(dose)
        self.balance.on_site += 1

    def close(self) -> None:
        """The end: those who waited on site get what is left, the rest is thrown away."""
        for dose in DOSES:
            while self.waiting_on_site and self.usable(dose):
                self.give_on_site(dose)
        self.balance.discarded += sum(each.left for each in self.vials)
        self.vials.clear()

    def at_end(self) -> bool:
        """Whether nobody is inside any more and nobody comes."""
        return self.minute >= LAST_JAB and not self.inside and self._next == len(self.day.visitors)

    def _spare(self, dose: Dose) -> bool:
        """Draw it from a vial of the other size, if that has more than the people in the house need of it."""
        other = {WHOLE: HALF, HALF: WHOLE}.get(dose)
        if other is None or self.usable(other) - self.needed(other) < (2 if other == HALF else 1):
            return False
        return self.convert(dose)

    def _first(self, dose: Dose) -> Opened:
        return min((each for each in self.vials if each.dose == dose and each.left), key=lambda each: each.use_by)

    def _count(self, dose: Dose, change: int) -> None:
        self.drawn[dose] += change
        self.balance.drawn += change

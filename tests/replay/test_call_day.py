"""Who is on the telephone until when, and what comes of a promise, with desks that are none."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from empfang.replay.answers import Keeps, People, Rates
from empfang.replay.call_day import CallDay
from empfang.replay.day import Day
from empfang.replay.desks import Desks
from empfang.replay.dose_ledger import DoseLedger
from empfang.replay.plan import Visitor, Window
from empfang.replay.processes import Seat
from empfang.rules.leftover_day import GRACE
from tests.times import at

TOLD = at("18:40")
PEOPLE = People(1, Rates(1, 1, 0))


def somebody(keeps: Keeps) -> str:
    """Whoever does that with a promise of now."""
    people = People(1, Rates(1, 1, 1)) if keeps is Keeps.COMES else PEOPLE
    return next(name for name in map(str, range(100)) if people.coming(name, at("18:00"), 10, TOLD).keeps is keeps)


class Evening:
    """A day on which only the telephone rings; one caller, who sits at desk 2."""

    def __init__(
        self, person_id: str, people: People = PEOPLE, *, promised: bool = True, outage: Window | None = None
    ) -> None:
        self.now, self.connected = at("18:00"), True
        self.coming: list[Visitor] = []
        self.due: list[tuple[datetime, Callable[[], None]]] = []
        self.asked: list[tuple[int, str]] = []
        self.all = [None, None]
        self.ledger = DoseLedger()
        self._person_id, self._promised = person_id, promised
        self.calls = CallDay(
            cast(Day, self), cast(Desks, self), [Seat("caller", "caller-1")], 2, people, outage, self.ledger
        )
        self.calls.begin(at("18:00"))

    def come(self, visitor: Visitor) -> None:
        self.coming.append(visitor)

    def at(self, moment: datetime, happens: Callable[[], None]) -> None:
        self.due.append((moment, happens))

    def start(self, seats: Sequence[Seat]) -> None:
        self.all += [None] * len(seats)

    def wait_until_loaded(self) -> None:
        """They are."""

    def ask(self, wishes: Mapping[int, Mapping[str, Any]]) -> dict[int, dict[str, Any]]:
        self.asked += [(desk, wish["do"]) for desk, wish in wishes.items()]
        return {desk: self._answer(wish["do"]) for desk, wish in wishes.items()}

    def _answer(self, do: str) -> dict[str, Any]:
        promised = {
            "promise": "p1", "code": "KL-1", "dose": ("COM", "full"), "arrive_by": TOLD.isoformat(), "minutes": 10,
        }  # fmt: skip
        return {
            "dial": {"person": self._person_id, "numbers": ["+491"], "doses": [("COM", "full")], "takes_s": 180.0},
            "hang_up": {"outcome": "promised", "promised": promised if self._promised else None},
        }.get(do, {})

    def minutes(self, number: int) -> None:
        for _ in range(number):
            self.calls.end()
            self.calls.go_on(dial=not self.ledger.calls)
            self.now += timedelta(minutes=1)


def test_a_call_goes_on_for_its_minutes_and_the_person_stays_reserved() -> None:
    evening = Evening(somebody(Keeps.STAYS_AWAY))
    evening.minutes(3)
    assert evening.calls.going_on
    evening.minutes(1)
    assert not evening.calls.going_on
    assert evening.asked == [(2, "dial"), (2, "keep"), (2, "keep"), (2, "hang_up")]
    [call] = evening.ledger.calls
    assert (call.begin, call.end, call.outcome) == (at("18:00"), at("18:03"), "promised")


@pytest.mark.parametrize(("keeps", "people"), [(Keeps.COMES, People(1, Rates(1, 1, 1))), (Keeps.LATE, PEOPLE)])
def test_who_was_promised_a_dose_comes_in_time_or_too_late(keeps: Keeps, people: People) -> None:
    evening = Evening(somebody(keeps), people)
    evening.minutes(4)
    [visitor] = evening.coming
    [told] = evening.ledger.told
    assert (visitor.code, evening.calls.who(visitor)) == ("KL-1", told)
    assert (visitor.at > TOLD + GRACE) is (keeps is Keeps.LATE)
    told.let_in_at = visitor.at
    assert told.late is (keeps is Keeps.LATE)


def test_who_calls_it_off_telephones_and_whoever_promised_it_takes_it_back() -> None:
    evening = Evening(somebody(Keeps.CALLS_OFF))
    evening.minutes(4)
    assert evening.coming == []
    [(moment, happens)] = evening.due
    assert at("18:03") < moment < TOLD
    happens()
    assert evening.asked[-1] == (2, "call_off")


def test_without_a_dose_or_with_another_mind_nobody_comes() -> None:
    for evening in (Evening(somebody(Keeps.COMES), promised=False), Evening(somebody(Keeps.STAYS_AWAY))):
        evening.minutes(4)
        assert (evening.coming, evening.due) == ([], [])


@pytest.mark.parametrize(("begin", "end", "along"), [("17:00", "18:30", True), ("09:00", "13:00", False)])
def test_only_before_an_outage_of_the_evening_people_and_doses_are_taken_along(
    begin: str, end: str, along: bool
) -> None:
    evening = Evening("anybody", outage=Window(at(begin), at(end)))
    for moment, happens in evening.due:
        evening.now = moment
        happens()
    assert ((2, "stock_up") in evening.asked) is along

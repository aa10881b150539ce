"""In what order people are asked, why, and who is next."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.rules.call_candidates import Callee, Lease, Stock
from empfang.rules.call_hours import CallHours, may_call
from empfang.rules.call_order import CallLine, Criterion, Order, Tier, callable_now, draw, next_of, passed_over
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.call_reasons import Barred
from empfang.rules.call_state import state_of
from empfang.rules.explained import Explained
from empfang.rules.on_site import OnSite
from tests.rules.calls import BECKER, HOME, MOBILE, RIES, STOCK, attempt, callee, clock, decided, ids, listed

NOTHING_FREE = Stock(STOCK.here_by)
EARLY, LATE = date(2021, 11, 22), date(2021, 12, 1)


def since(day: date, at: str = "08:00") -> dict[str, object]:
    """On the waiting list since then."""
    return {"waiting_since": clock(at, day)}


def called(person_id: str, *calls: tuple[str, CallOutcome], **rest: object) -> Callee:
    """Somebody of whom these calls are known."""
    details = {CallOutcome.CALLBACK: {"callback_at": clock("18:00")}}
    return callee(person_id, state=state_of(attempt(*each, **details.get(each[1], {})) for each in calls), **rest)


def chosen(lines: tuple[CallLine, ...], person_id: str) -> CallLine:
    return next(each for each in lines if each.person_id == person_id)


def next_id(lines: tuple[CallLine, ...], operator: str = BECKER, at: str = "18:00", stock: Stock = STOCK) -> str:
    """Who is next; the code of why there is nobody."""
    found = next_of(lines, stock, operator, clock(at))
    return found.code if isinstance(found, Explained) else found.person_id


def test_the_list_goes_from_those_on_site_to_those_not_asked() -> None:
    """callup 13, 29, 44"""
    lines = listed(
        callee("not asked", standby=None, **since(EARLY)),
        callee("later", waiting_since=None, later=clock("10:00", date(2021, 12, 22))),
        callee("waiting", **since(LATE)),
        called("busy", ("17:57", CallOutcome.BUSY), **since(LATE)),
        called("standby", ("17:30", CallOutcome.STANDBY), **since(LATE)),
        called("callback", ("17:30", CallOutcome.CALLBACK), **since(LATE)),
        callee("staff", on_site=OnSite.STAFF, here_since=clock("09:00")),
        callee("companion", on_site=OnSite.COMPANION, here_since=clock("17:00")),
        callee("walk-in", on_site=OnSite.WALK_IN, here_since=clock("17:40")),
        not_asked=True,
    )
    assert ids(lines) == [
        "walk-in", "companion", "staff", "callback", "standby", "busy", "waiting", "later", "not asked",
    ]  # fmt: skip
    assert [each.why.code for each in lines] == [
        "why_on_site", "why_on_site", "why_on_site", "why_callback", "why_standby", "why_again", "why_waiting",
        "why_later", "why_not_asked",
    ]  # fmt: skip
    assert [each.place for each in lines] == list(range(1, 10))


def test_a_line_says_what_put_it_where_it_is() -> None:
    (line,) = listed(callee("anna", priority=1, minutes=15, **since(EARLY)))
    values = {"priority": 1, "minutes": 15, "since": clock("08:00", EARLY), "appointment": None}
    assert line.why == Explained("why_waiting", values)
    assert (line.tier, line.drawn) == (Tier.LIST, False)


def test_the_priority_class_counts_before_everything_else_on_the_list() -> None:
    """callup 27"""
    lines = listed(
        callee("none", minutes=5, **since(EARLY)),
        callee("second", priority=2, minutes=5, **since(EARLY)),
        callee("first later", priority=1, waiting_since=None, later=clock("10:00", date(2021, 12, 22))),
        callee("first", priority=1, minutes=40, **since(LATE)),
    )
    assert ids(lines) == ["first", "first later", "second", "none"]


def test_within_a_class_the_centres_order_counts() -> None:
    people = (
        callee("far", minutes=30, chance=0.4, **since(EARLY)),
        callee("near", minutes=10, chance=0.4, **since(LATE)),
        callee("near, early", minutes=10, chance=0.4, **since(EARLY, "20:00")),
        callee("near, early, often in", minutes=10, chance=0.9, **since(EARLY, "21:00")),
        callee("unknown", minutes=None, **since(EARLY)),
    )
    assert ids(listed(*people)) == ["near, early, often in", "near, early", "far", "unknown", "near"]
    by_way = Order("seed", (Criterion.TRAVEL, Criterion.WAITING, Criterion.CHANCE))
    assert ids(listed(*people, order=by_way)) == ["near, early, often in", "near, early", "near", "far", "unknown"]


def test_on_standby_the_first_yes_of_the_highest_class_is_first() -> None:
    """callup 13, 27"""
    lines = listed(
        called("second", ("17:31", CallOutcome.STANDBY)),
        called("first", ("17:30", CallOutcome.STANDBY), ("17:40", CallOutcome.NO_ANSWER), numbers=(MOBILE, HOME)),
        called("higher", ("17:40", CallOutcome.STANDBY), priority=1),
    )
    assert ids(lines) == ["higher", "first", "second"]


def test_who_is_on_standby_is_called_only_while_a_dose_is_free() -> None:
    standby = called("standby", ("17:30", CallOutcome.STANDBY))
    lines = listed(standby, callee("other", **since(LATE)), stock=NOTHING_FREE)
    assert next_id(lines, stock=NOTHING_FREE) == "other"
    other_vaccine = Stock(STOCK.here_by, frozenset({("JAN", "full")}))
    assert next_id(listed(standby, stock=other_vaccine), stock=other_vaccine) == "nobody_free"
    assert next_id(listed(standby)) == "standby"


def test_while_something_is_free_only_those_are_called_who_could_have_it() -> None:
    only_comirnaty = callee("comirnaty", wanted=frozenset({"COM"}), **since(EARLY))
    lines = listed(only_comirnaty, callee("any", **since(LATE)))
    spikevax = Stock(STOCK.here_by, frozenset({("SPI", "full")}))
    assert next_id(lines) == "comirnaty"
    assert next_id(lines, stock=spikevax) == "any"
    assert next_id(listed(only_comirnaty), stock=spikevax) == "nobody_free"
    # While nothing is, one calls for what will be.
    assert next_id(lines, stock=NOTHING_FREE) == "comirnaty"


# The draw


def test_ties_are_drawn_and_anybody_can_draw_them_again() -> None:
    people = [callee(name) for name in ("anna", "ben", "eva", "ida", "udo")]
    order = ids(listed(*people, order=Order("15.12.2021 / 4711")))
    assert order == sorted(order, key=lambda each: hashlib.sha256(f"15.12.2021 / 4711|{each}".encode()).hexdigest())
    assert draw("4711", "anna") == "f03597b74b06ac5e4fd6d257c4bc114b86d40ebe959af7f1fe7533e3b2e53de1"
    assert len({tuple(ids(listed(*people, order=Order(str(seed))))) for seed in range(20)}) > 10, "as the seed falls"


def test_a_line_says_whether_it_was_drawn() -> None:
    lines = listed(callee("anna"), callee("ben"), callee("eva", minutes=11))
    assert {each.person_id: each.drawn for each in lines} == {"anna": True, "ben": True, "eva": False}


@given(st.data())
def test_the_list_does_not_depend_on_the_order_in_which_people_are_given(data: st.DataObject) -> None:
    people = [
        callee(
            str(number),
            priority=data.draw(st.sampled_from([None, 1, 2])),
            minutes=data.draw(st.sampled_from([None, 10, 20])),
            waiting_since=data.draw(st.sampled_from([None, clock("08:00", EARLY), clock("09:00", LATE)])),
            on_site=data.draw(st.sampled_from([None, None, OnSite.WALK_IN])),
        )
        for number in range(data.draw(st.integers(0, 6)))
    ]
    assert listed(*data.draw(st.permutations(people))) == listed(*people)


# Who is next


def test_two_operators_get_two_people() -> None:
    """callup 1: what the lease of the first makes of the list of the second."""
    people = callee("anna", **since(EARLY)), callee("ben", numbers=(HOME,), **since(LATE))
    assert next_id(listed(*people)) == "anna"
    leased = listed(*people, leases=(Lease("anna", BECKER, clock("18:03")),))
    assert next_id(leased, RIES) == "ben"
    assert next_id(leased, BECKER) == "anna", "one's own"


def test_a_household_is_not_called_twice_at_once_not_even_by_the_same_operator() -> None:
    """callup 7"""
    lines = listed(callee("ben"), leases=(Lease("anna", BECKER, clock("18:03"), (MOBILE,)),))
    assert [next_id(lines, who) for who in (BECKER, RIES)] == ["nobody_free", "nobody_free"]
    assert next_id(lines, at="18:03") == "ben"


def test_a_callback_is_for_its_owner_and_later_for_anyone() -> None:
    """callup 31"""
    lines = listed(called("anna", ("17:30", CallOutcome.CALLBACK)), at="18:01")
    assert next_id(lines, BECKER, "18:01") == "anna"
    assert next_id(lines, RIES, "18:04") == "nobody_before"
    assert next_of(lines, STOCK, RIES, clock("18:04")) == Explained("nobody_before", {"at": clock("18:05"), "held": 0})
    assert next_id(lines, RIES, "18:05") == "anna"
    assert lines[0].why.values["operator_id"] == BECKER
    assert listed(called("anna", ("17:30", CallOutcome.CALLBACK)), at="18:05")[0].why.values["operator_id"] == ""


def test_a_callback_that_is_not_due_is_nobodys_yet() -> None:
    lines = listed(called("anna", ("17:30", CallOutcome.CALLBACK)), callee("ben"), at="17:50")
    assert chosen(lines, "anna").tier is Tier.LIST
    assert next_id(lines, BECKER, "17:50") == "ben"


def test_after_a_busy_line_somebody_is_back_on_top_in_three_minutes() -> None:
    """callup 29"""
    people = called("anna", ("18:00", CallOutcome.BUSY), **since(LATE)), callee("ben", **since(EARLY))
    assert ids(listed(*people, at="18:02")) == ["ben", "anna"]
    assert next_id(listed(*people, at="18:02"), at="18:02") == "ben"
    assert ids(listed(*people, at="18:03")) == ["anna", "ben"]
    assert next_id(listed(*people, at="18:03"), at="18:03") == "anna"


def test_without_an_answer_the_other_number_is_next_at_once() -> None:
    """callup 30: also before those who come first on the list."""
    anna = called("anna", ("18:00", CallOutcome.NO_ANSWER), numbers=(MOBILE, HOME), **since(LATE))
    found = next_of(listed(callee("ben", **since(EARLY)), anna), STOCK, BECKER, clock("18:00"))
    assert isinstance(found, CallLine)
    assert found.person_id == "anna"
    assert found.why.code == "why_other_number"
    assert found.candidate.call is not None
    assert found.candidate.call.number == HOME


def test_an_empty_list_says_why() -> None:
    """callup 9"""
    found = decided(callee("anna", minutes=90))
    nobody = next_of((), STOCK, BECKER, clock("18:00"), counts=found.counts)
    assert nobody == Explained("nobody_possible", {"counts": {Barred.TOO_FAR: 1}})
    resting = listed(called("anna", ("17:55", CallOutcome.NO_ANSWER)))
    assert next_of(resting, STOCK, BECKER, clock("18:00")) == Explained(
        "nobody_before", {"at": clock("18:15"), "held": 0}
    )
    held = listed(callee("anna"), leases=(Lease("anna", RIES, clock("18:03")),))
    assert next_of(held, STOCK, BECKER, clock("18:00")) == Explained("nobody_free", {"held": 1, "without": 0})


def test_while_calls_are_locked_only_people_on_site_are_asked() -> None:
    """callup 35"""
    locked = may_call(clock("18:00"), CallHours("Mo-Fr 08:00-17:00", "DE-RP"))
    on_site = callee("ben", on_site=OnSite.COMPANION)
    found = next_of(listed(callee("anna"), on_site), STOCK, BECKER, clock("18:00"), may=locked)
    assert isinstance(found, CallLine)
    assert found.person_id == "ben"
    assert next_of(listed(callee("anna")), STOCK, BECKER, clock("18:00"), may=locked) == locked.why


# Without the network


def alone_next(*people: Callee, leases: tuple[Lease, ...] = (), at: str = "18:00") -> CallLine | Explained:
    return next_of(listed(*people, leases=leases), STOCK, BECKER, clock(at), alone=True)


def test_without_the_network_the_next_one_is_of_those_who_are_reserved() -> None:
    """callup 40"""
    first, second, third = callee("first", **since(EARLY)), callee("second", **since(EARLY)), callee("third")
    mine = Lease("third", BECKER, clock("18:30"), offline=True)
    others = Lease("second", RIES, clock("18:30"), offline=True)
    found = alone_next(first, second, third, leases=(mine, others))
    assert isinstance(found, CallLine)
    assert found.person_id == "third"
    assert alone_next(first, second, leases=(others,)) == Explained("nobody_reserved")
    assert alone_next() == Explained("nobody_listed")


def test_without_the_network_people_on_site_are_asked_all_the_same() -> None:
    found = alone_next(callee("anna"), callee("ben", on_site=OnSite.COMPANION))
    assert isinstance(found, CallLine)
    assert found.person_id == "ben"


def test_without_the_network_it_is_said_when_one_of_the_reserved_can_be_called_again() -> None:
    busy = called("anna", ("17:58", CallOutcome.BUSY))
    mine = (Lease("anna", BECKER, clock("18:30"), offline=True),)
    assert alone_next(busy, leases=mine) == Explained("nobody_reserved_before", {"at": clock("18:01")})
    found = alone_next(busy, leases=mine, at="18:01")
    assert isinstance(found, CallLine)
    waits = listed(called("anna", ("17:30", CallOutcome.STANDBY)), leases=mine, stock=NOTHING_FREE)
    without = next_of(waits, NOTHING_FREE, BECKER, clock("18:00"), alone=True)
    assert without == Explained("nobody_of_reserved", {"people": 1})


def test_what_the_desk_holds_is_for_whoever_works_there() -> None:
    """The operator has changed meanwhile."""
    ours = Lease("anna", RIES, clock("18:30"), offline=True, is_ours=True)
    found = alone_next(callee("anna"), leases=(ours,))
    assert isinstance(found, CallLine)
    assert isinstance(alone_next(callee("anna"), leases=(replace(ours, is_ours=False),)), Explained)


def test_nobody_is_passed_over_who_is_not_reserved() -> None:
    first, second = callee("first", priority=1), callee("second", priority=2, numbers=(HOME,))
    mine = (Lease("second", BECKER, clock("18:30"), offline=True),)
    lines = listed(first, second, leases=mine)
    assert passed_over(lines, chosen(lines, "second"), STOCK, BECKER, clock("18:00"), alone=True) is None
    assert passed_over(lines, chosen(lines, "second"), STOCK, BECKER, clock("18:00")) is not None


# Out of order


def test_going_past_a_higher_class_needs_a_reason() -> None:
    """callup 27"""
    lines = listed(
        callee("first", priority=1),
        callee("second", priority=2, numbers=("+491",)),
        callee("also second", priority=2, numbers=("+492",)),
        callee("none", numbers=("+493",)),
    )

    def past(person_id: str) -> Explained | None:
        return passed_over(lines, chosen(lines, person_id), STOCK, BECKER, clock("18:00"))

    assert past("first") is None
    assert past("second") == Explained("past_class", {"people": 1, "priority": 1})
    assert past("none") == Explained("past_class", {"people": 3, "priority": 1})


def test_going_past_somebody_who_cannot_be_called_now_needs_none() -> None:
    first = called("first", ("17:55", CallOutcome.NO_ANSWER), priority=1)
    lines = listed(first, callee("second", priority=2))
    assert passed_over(lines, chosen(lines, "second"), STOCK, BECKER, clock("18:00")) is None
    assert passed_over(lines, chosen(lines, "second"), STOCK, BECKER, clock("18:15")) is not None


def test_going_past_somebody_on_site_needs_a_reason_whatever_their_class() -> None:
    """callup 44"""
    lines = listed(
        callee("anna", priority=1), callee("ben", on_site=OnSite.STAFF), callee("eva", on_site=OnSite.WALK_IN)
    )
    past = passed_over(lines, chosen(lines, "anna"), STOCK, BECKER, clock("18:00"))
    assert past == Explained("past_on_site", {"people": 2})
    assert passed_over(lines, chosen(lines, "ben"), STOCK, BECKER, clock("18:00")) is None


def test_who_is_on_standby_on_site_is_asked_again_when_one_is_free_there() -> None:
    """callup 44: what ends too soon for those who are called is free for those who are here."""
    one = called("anna", ("17:50", CallOutcome.STANDBY), on_site=OnSite.STAFF)
    none = Stock(STOCK.here_by)
    there = Stock(STOCK.here_by, free_here=frozenset({("COM", "full")}))
    asked = [callable_now(listed(one, stock=stock)[0], stock, BECKER, clock("18:00")) for stock in (none, there)]
    assert asked == [False, True]


def test_who_was_skipped_on_site_is_left_alone_for_a_while() -> None:
    lines = listed(called("anna", ("17:50", CallOutcome.SKIPPED), on_site=OnSite.STAFF))
    assert next_of(lines, STOCK, BECKER, clock("18:00")) == Explained(
        "nobody_before", {"at": clock("18:10"), "held": 0}
    )
    assert next_id(lines, at="18:10") == "anna"


@pytest.mark.parametrize("operator", [BECKER, RIES])
def test_the_next_one_never_needs_a_reason(operator: str) -> None:
    lines = listed(
        called("callback", ("17:30", CallOutcome.CALLBACK)),
        called("standby", ("17:30", CallOutcome.STANDBY), priority=3),
        callee("first", priority=1, numbers=(HOME,)),
        leases=(Lease("x", BECKER, clock("18:10"), (HOME,)),),
    )
    found = next_of(lines, STOCK, operator, clock("18:00"))
    assert isinstance(found, CallLine)
    assert callable_now(found, STOCK, operator, clock("18:00"))
    assert passed_over(lines, found, STOCK, operator, clock("18:00")) is None

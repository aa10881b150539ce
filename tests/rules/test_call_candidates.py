"""Who can be called for a dose that is left over, and why the others cannot."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.model import Appointment, AppointmentStatus, Centre, Encounter, Outcome, Person, Phone, Source
from empfang.rules.book import Eligible
from empfang.rules.call_candidates import Callee, Held, Lease, candidates
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.call_people import callee_of
from empfang.rules.call_reasons import Barred, offered_by
from empfang.rules.call_state import NextCall, state_of
from empfang.rules.on_site import OnSite
from empfang.rules.origins import PROMISED
from empfang.rules.situation import Dose, Known
from tests.rules.calls import BECKER, BOOK, HOME, MOBILE, RIES, YES, attempt, callee, clock, decided, stock, verdict_of
from tests.times import DAY, at

ANNA, BEN = "anna", "ben"


def adult(*doses: tuple[date | None, str]) -> Known:
    """Forty years old, from the city."""
    return Known(date(1981, 3, 1), "07312", doses=tuple(Dose(*each) for each in doses))


def ago(days: int) -> date:
    """So many days before the day."""
    return DAY - timedelta(days=days)


def reason_of(one: Callee, **rest: object) -> Barred | None:
    """Why somebody is out; None if they are not."""
    return decided(one, **rest).barred.get(one.person_id)  # type: ignore[arg-type]


def test_whoever_can_come_is_possible_with_every_vaccine_that_is_allowed() -> None:
    found = decided(callee(ANNA))
    assert [each.vaccines for each in found.possible] == [("COM", "SPI")]
    assert found.possible[0].call == NextCall(MOBILE, None)
    assert found.possible[0].call_until == clock("18:30")
    assert not found.barred


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"inside": True}, Barred.INSIDE),
        ({"booked_today": True}, Barred.BOOKED_TODAY),
        ({"standby": False}, Barred.NOT_STANDBY),
        ({"standby": None}, Barred.NOT_ASKED),
        ({"needs": ("wheelchair", "text_only")}, Barred.TEXT_ONLY),
        ({"verdict": None}, Barred.UNCHECKED),
        ({"wanted": frozenset({"JAN"})}, Barred.NOT_WANTED),
        ({"minutes": 41}, Barred.TOO_FAR),
        ({"numbers": ()}, Barred.NO_NUMBER),
        ({"reachable_from": time(18, 1)}, Barred.HOURS),
        ({"reachable_until": time(18)}, Barred.HOURS),
        ({"minutes": 40, "reachable_from": time(18), "reachable_until": time(18, 1), "needs": ("wheelchair",)}, None),
    ],
)
def test_each_is_out_for_one_reason(changed: dict[str, object], reason: Barred | None) -> None:
    """callup 22 and 48 among them."""
    assert reason_of(callee(ANNA, **changed)) is reason


@pytest.mark.parametrize(
    ("outcome", "detail", "reason"),
    [
        (CallOutcome.PROMISED, {}, Barred.PROMISED),
        (CallOutcome.STANDBY, {}, None),
        (CallOutcome.NOT_TODAY, {}, Barred.OUT_TODAY),
        (CallOutcome.CANNOT_MAKE_IT, {}, Barred.OUT_TODAY),
        (CallOutcome.NOT_THIS_VACCINE, {"vaccines": ("COM", "SPI")}, Barred.NOT_WANTED),
        (CallOutcome.NOT_THIS_VACCINE, {"vaccines": ("COM",)}, None),
        (CallOutcome.ALREADY_VACCINATED, {}, Barred.VACCINATED),
        (CallOutcome.NEVER_AGAIN, {}, Barred.NEVER_AGAIN),
        (CallOutcome.CALLBACK, {"callback_at": clock("18:20")}, None),
        (CallOutcome.NO_ANSWER, {}, None),
        (CallOutcome.WRONG_NUMBER, {}, Barred.NO_NUMBER),
        (CallOutcome.MEDICALLY_NOT, {"earliest_on": DAY + timedelta(days=1)}, Barred.MEDICALLY_NOT),
        (CallOutcome.MEDICALLY_NOT, {"earliest_on": DAY}, None),
        (CallOutcome.MEDICALLY_NOT, {}, Barred.MEDICALLY_NOT),
    ],
)
def test_what_came_of_a_call_decides(outcome: CallOutcome, detail: dict[str, object], reason: Barred | None) -> None:
    state = state_of([attempt("17:30", outcome, **detail)])
    assert reason_of(callee(ANNA, state=state)) is reason


@pytest.mark.parametrize("outcome", [CallOutcome.NOT_TODAY, CallOutcome.CANNOT_MAKE_IT, CallOutcome.PROMISED])
def test_who_was_out_yesterday_is_not_today(outcome: CallOutcome) -> None:
    """callup 50"""
    state = state_of([attempt("18:00", outcome, day=ago(1))])
    assert reason_of(callee(ANNA, state=state)) is None


def test_who_asked_not_to_be_called_never_is_whatever_a_list_says_later() -> None:
    """callup 34"""
    state = state_of([attempt("18:00", CallOutcome.NEVER_AGAIN, day=ago(30))])
    assert reason_of(callee(ANNA, state=state, standby=True, waiting_since=clock("08:00"))) is Barred.NEVER_AGAIN


def test_the_days_attempts_can_be_used_up() -> None:
    """callup 29: the fourth time busy."""
    busy = [attempt(at, CallOutcome.BUSY) for at in ("17:00", "17:03", "17:09", "17:15")]
    assert reason_of(callee(ANNA, state=state_of(busy))) is Barred.USED_UP
    unanswered = [attempt(at, CallOutcome.NO_ANSWER) for at in ("17:00", "17:20")]
    assert reason_of(callee(ANNA, state=state_of(unanswered))) is Barred.USED_UP
    assert reason_of(callee(ANNA, numbers=(MOBILE, HOME), state=state_of(unanswered))) is None


def test_who_said_yes_on_the_telephone_or_agreed_on_a_callback_is_asked_whatever_they_had_said_before() -> None:
    standby = state_of([attempt("17:30", CallOutcome.STANDBY)])
    assert reason_of(callee(ANNA, standby=None, state=standby)) is None
    back = state_of([attempt("17:30", CallOutcome.CALLBACK, callback_at=clock("18:00"))])
    assert reason_of(callee(ANNA, state=back, reachable_until=time(17, 45))) is None


def test_the_way_is_reckoned_for_each_vaccine() -> None:
    left = stock(COM="18:40", SPI="18:20")
    found = decided(callee(ANNA, minutes=30), callee(BEN, minutes=None), stock=left)
    assert [each.vaccines for each in found.possible] == [("COM",), ("COM",)], "an unknown way is the assumed one"
    assert {each.call_until for each in found.possible} == {clock("18:10")}


def test_full_and_half_doses_are_told_apart() -> None:
    """callup 47"""
    booster, second = callee("booster", sizes={"SPI": "half"}), callee("second")
    half = stock(SPI="18:40", size="half")
    assert [each.doses for each in decided(booster, second, stock=half).possible] == [(("SPI", "half"),)]
    assert decided(booster, second, stock=half).barred == {"second": Barred.SIZE}
    assert decided(booster, second, stock=stock(SPI="18:40")).barred == {"booster": Barred.SIZE}


def test_those_not_asked_are_possible_when_that_is_switched_on() -> None:
    assert [each.callee.person_id for each in decided(callee(ANNA, standby=None), not_asked=True).possible] == [ANNA]
    assert reason_of(callee(ANNA, standby=False), not_asked=True) is Barred.NOT_STANDBY


def test_nobody_is_decided_about_twice() -> None:
    with pytest.raises(ValueError, match="the same person twice"):
        decided(callee(ANNA), callee(ANNA))


def test_reasons_are_counted_the_most_frequent_first() -> None:
    found = decided(callee("1", inside=True), callee("2", minutes=90), callee("3", minutes=90), callee("4"))
    assert list(found.counts.items()) == [(Barred.TOO_FAR, 2), (Barred.INSIDE, 1)]


# Who is at it


def test_the_others_of_a_household_are_held_while_one_of_them_is_called() -> None:
    """callup 7"""
    lease = Lease(ANNA, BECKER, clock("18:03"))
    people = callee(ANNA, numbers=(MOBILE, HOME)), callee(BEN, numbers=(HOME,)), callee("eva", numbers=("+496301",))
    held = [each.held for each in decided(*people, leases=(lease,)).possible]
    assert held == [Held(BECKER, lease.until), Held(BECKER, lease.until, household=True), None]
    assert [each.held for each in decided(*people, at="18:03", leases=(lease,)).possible] == [None] * 3


def test_a_household_is_held_too_where_the_one_who_is_called_is_not_decided_about() -> None:
    lease = Lease("somebody", RIES, clock("18:30"), (MOBILE,), offline=True)
    (found,) = decided(callee(ANNA), leases=(lease,)).possible
    assert found.held == Held(RIES, lease.until, offline=True, household=True)


# On site


@pytest.mark.parametrize(
    "changed",
    [{"standby": False}, {"numbers": ()}, {"minutes": 90}, {"needs": ("text_only",)}, {"reachable_until": time(9)}],
)
def test_who_is_on_site_need_not_be_called(changed: dict[str, object]) -> None:
    """callup 44: the same rules, but for those of the telephone."""
    assert reason_of(callee(ANNA, on_site=OnSite.WALK_IN, **changed)) is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"verdict": None}, Barred.UNCHECKED),
        ({"inside": True}, Barred.INSIDE),
        ({"wanted": frozenset({"JAN"})}, Barred.NOT_WANTED),
        ({"verdict": verdict_of(adult((ago(20), "COM")), 2, "COM", "SPI")}, Barred.INTERVAL),
    ],
)
def test_the_rules_are_the_same_on_site(changed: dict[str, object], reason: Barred) -> None:
    """callup 44"""
    assert reason_of(callee(ANNA, on_site=OnSite.STAFF, **changed)) is reason


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (CallOutcome.PROMISED, Barred.PROMISED),
        (CallOutcome.NOT_TODAY, Barred.OUT_TODAY),
        (CallOutcome.CANNOT_MAKE_IT, Barred.OUT_TODAY),
        (CallOutcome.ALREADY_VACCINATED, Barred.VACCINATED),
        (CallOutcome.STANDBY, None),
        (CallOutcome.NEVER_AGAIN, None),
    ],
)
def test_what_somebody_said_on_site_counts_and_what_concerns_the_telephone_does_not(
    outcome: CallOutcome, reason: Barred | None
) -> None:
    """callup 44"""
    state = state_of([attempt("17:50", outcome)])
    assert reason_of(callee(ANNA, on_site=OnSite.COMPANION, state=state)) is reason


def test_whose_promise_is_over_may_be_asked_again_when_they_have_come() -> None:
    visit = Appointment(
        id="v", person_id="p", centre_id="KL", status=AppointmentStatus.BOOKED, start=at("18:00"), origin=PROMISED
    )
    person, centre = Person(id="p", family="Spät"), Centre(id="KL", name="KL")
    booked = [callee_of(person, [visit], [], centre, at(time), BOOK).booked_today for time in ("18:15", "18:16")]
    assert booked == [True, False]


# Intervals and eligibility


@pytest.mark.parametrize(
    ("product", "days", "reason"),
    [("COM", 20, Barred.INTERVAL), ("COM", 21, None), ("SPI", 27, Barred.INTERVAL), ("SPI", 28, None)],
)
def test_a_second_dose_is_offered_from_the_day_on_which_the_interval_is_over(
    product: str, days: int, reason: Barred | None
) -> None:
    """callup 23, 24"""
    one = callee(ANNA, verdict=verdict_of(adult((ago(days), product)), 2, product))
    assert reason_of(one) is reason


@pytest.mark.parametrize(
    ("left", "reason"), [("JAN", Barred.PRODUCT), ("VAX", Barred.PRODUCT), ("SPI", Barred.DOCTOR), ("COM", None)]
)
def test_a_second_dose_of_another_product_than_the_rules_allow_is_not_offered(left: str, reason: Barred | None) -> None:
    """callup 25, 26; the layers contradict each other about Spikevax after Comirnaty."""
    one = callee(ANNA, verdict=verdict_of(adult((ago(60), "COM")), 2, left))
    assert reason_of(one, stock=stock(**{left: "18:40"})) is reason


def test_a_child_is_out_for_its_age() -> None:
    child = Known(date(2013, 5, 1), "07312", doses=())
    assert reason_of(callee(ANNA, verdict=verdict_of(child, 1, "COM", "SPI"))) is Barred.AGE


def test_what_a_doctor_must_decide_is_not_promised_on_the_telephone() -> None:
    verdict = replace(YES, vaccines=tuple(replace(each, eligible=Eligible.DOCTOR) for each in YES.vaccines))
    assert reason_of(callee(ANNA, verdict=verdict)) is Barred.DOCTOR


def test_nobody_is_offered_a_second_dose_while_the_first_is_unknown() -> None:
    unknown = replace(adult(), doses=None)
    assert reason_of(callee(ANNA, verdict=verdict_of(unknown, 2, "COM"))) is Barred.DOSES_UNKNOWN
    asked = verdict_of(unknown, 2, "COM").missing
    assert reason_of(callee(ANNA, verdict=replace(YES, missing=asked))) is Barred.DOSES_UNKNOWN, "a yes that is a guess"
    undated = adult((None, "COM"))
    assert reason_of(callee(ANNA, verdict=verdict_of(undated, 2, "COM"))) is Barred.DOSES_UNKNOWN


SHORTEST = {"COM": 21, "SPI": 28}
"""Days between first and second dose (R-GEN-02); a booster is never due before the shortest of all, 28 days."""


@given(
    st.dates(date(1930, 1, 1), date(2018, 1, 1)),
    st.lists(st.tuples(st.integers(0, 330), st.sampled_from(["COM", "SPI", "VAX", "JAN"])), min_size=1, max_size=3),
    st.sampled_from([ago(30), DAY, DAY + timedelta(days=30)]),
)
def test_nobody_within_a_minimum_interval_is_ever_offered_anything(
    born: date, given_: list[tuple[int, str]], on: date
) -> None:
    history = sorted((on - timedelta(days=days), product) for days, product in given_)
    known = Known(born, "07312", doses=tuple(Dose(*each) for each in history))
    verdict = verdict_of(known, len(history) + 1, "COM", "SPI", on=on)
    found = candidates([callee(ANNA, verdict=verdict)], stock(on=on, COM="18:40", SPI="18:40"), clock("18:00", on))
    last, product = history[-1]
    passed = (on - last).days
    for each in found.possible:
        assert passed >= SHORTEST.get(product, 28), (history, each.vaccines)
        if len(history) > 1:
            assert passed >= 28, (history, each.vaccines)
    assert {vaccine for each in found.possible for vaccine in each.vaccines} == set(offered_by(verdict))


# From the records

KL = Centre(id="KL", name="Kaiserslautern")


def person(**rest: object) -> Person:
    """Somebody with two numbers."""
    phones = (Phone(number="+49631", whose="neighbour"), Phone(number=HOME), Phone(number=MOBILE, kind="mobile"))
    values = {"id": ANNA, "family": "Ott", "phones": phones, "standby": True, "reachable_from": "8:00", **rest}
    return Person.of(values)


def appointment(name: str, status: AppointmentStatus, start: object = None, **rest: object) -> Appointment:
    return Appointment.of({"id": name, "person_id": ANNA, "centre_id": "KL", "status": status, "start": start, **rest})


def visit(**rest: object) -> Encounter:
    usual = {"id": "v", "person_id": ANNA, "centre_id": "KL", "day": DAY, "day_number": "1-001", "desk_id": "d",
             "operator_id": "o", "arrived_at": at("17:00"), "source": Source.SCAN}  # fmt: skip
    return Encounter.of({**usual, **rest})


def test_a_place_on_the_waiting_list_and_a_later_appointment_make_one_entry() -> None:
    """callup 8"""
    since = at("09:00", date(2021, 11, 23))
    later = at("10:00", date(2021, 12, 22))
    theirs = (
        appointment("1", AppointmentStatus.WAITLIST, waiting_since=since, priority=2),
        appointment("2", AppointmentStatus.WAITLIST, waiting_since=at("09:00"), priority=1),
        appointment("3", AppointmentStatus.BOOKED, later),
        appointment("4", AppointmentStatus.BOOKED, at("10:00", date(2021, 12, 28))),
        appointment("5", AppointmentStatus.CANCELLED, at("18:10")),
    )
    one = callee_of(person(vaccines_wanted=("Comirnaty",)), theirs, (), KL, at("18:00"), BOOK)
    assert (one.waiting_since, one.later, one.priority, one.booked_today, one.inside) == (since, later, 1, False, False)
    assert one.numbers == (MOBILE, HOME, "+49631"), "a neighbour's is the last resort"
    assert (one.reachable_from, one.reachable_until) == (time(8), None)
    assert one.wanted == {"COM"}
    assert [each.vaccines for each in decided(replace(one, verdict=YES)).possible] == [("COM",)]


@pytest.mark.parametrize("centre", ["KL", "DA"])
def test_an_appointment_today_is_one_wherever(centre: str) -> None:
    theirs = [appointment("1", AppointmentStatus.BOOKED, at("18:30"), centre_id=centre)]
    assert callee_of(person(), theirs, (), KL, at("18:00"), BOOK).booked_today


@pytest.mark.parametrize(
    ("visits", "inside"),
    [
        ([visit()], True),
        ([visit(left_at=at("17:30"), outcome=Outcome.VACCINATED)], True),
        ([visit(left_at=at("17:30"), outcome=Outcome.LEFT_BEFORE_DOSE)], False),
        ([visit(undone_at=at("17:01"), state="undone")], False),
        ([visit(day=ago(1))], False),
    ],
)
def test_who_is_in_the_house_or_was_vaccinated_today_is_inside(visits: list[Encounter], inside: bool) -> None:
    """callup 22"""
    assert callee_of(person(), (), visits, KL, at("18:00"), BOOK).inside is inside


def test_who_was_vaccinated_today_by_the_list_alone_is_inside() -> None:
    theirs = [appointment("1", AppointmentStatus.FULFILLED, at("09:00"))]
    assert callee_of(person(), theirs, (), KL, at("18:00"), BOOK).inside

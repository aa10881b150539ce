"""Whether a place may be given: when it is given out, to whom, by which way, and while there is one."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.model import Centre, Contingent, Person, Slot
from empfang.rules.booking import (
    AT_THE_DESK,
    ONLINE,
    PHONE,
    Asking,
    Refusal,
    hours_of_booking,
    place_refused,
    places_free,
    terms_refused,
    ways_of,
)

ZONE = ZoneInfo("Europe/Berlin")
CENTRE = Centre(id="DOR", name="Dorsten", hotline={"hours": "Mo-Fr 08:00-12:00"})
KAYA = Person(id="p", family="Kaya", birth_date=date(1941, 8, 12), district="05562")


def local(text: str) -> datetime:
    """A moment of the centre's clock; 24 November 2021 is a Wednesday."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


NOW = local("2021-11-24 09:00")
START = local("2021-12-01 10:00")
SLOT = Slot(id="s", centre_id="DOR", start=START, minutes=10, vaccine="Comirnaty", capacity={"DOR:c": 2})


def contingent(**terms: Any) -> Contingent:
    """A contingent of Dorsten with these terms."""
    return Contingent(id="DOR:c", centre_id="DOR", **{"name": "sonder", **terms})


def refused(
    slot: Slot | None = SLOT, whose: Contingent | None = None, now: datetime = NOW, *, taken: int = 0, **asking: Any
) -> Refusal | None:
    """What is said to Mrs Kaya, who asks by phone."""
    asked = Asking(now, asking.pop("asked_at", now), **{"way": PHONE, **asking})
    return place_refused(slot, whose or contingent(), KAYA, CENTRE, taken, asked)


def code(refusal: Refusal | None) -> str | None:
    return None if refusal is None else refusal.code


def test_a_place_without_any_terms_is_given() -> None:
    assert refused() is None


def test_what_is_not_known_or_not_of_this_contingent_gives_no_place() -> None:
    asking = Asking(NOW, NOW, PHONE)
    assert code(place_refused(None, contingent(), KAYA, CENTRE, 0, asking)) == "slot_unknown"
    assert code(place_refused(SLOT, None, KAYA, CENTRE, 0, asking)) == "slot_unknown"
    assert code(refused(SLOT.with_(capacity={"DOR:other": 2}))) == "slot_unknown"


@pytest.mark.parametrize(("taken", "answer"), [(0, None), (1, None), (2, "slot_full"), (3, "slot_full")])
def test_places_are_given_while_there_are_any(taken: int, answer: str | None) -> None:
    assert code(refused(taken=taken)) == answer


@pytest.mark.parametrize(("ahead", "answer"), [(0, None), (9, None), (10, "slot_over"), (24 * 60, "slot_over")])
def test_a_time_is_over_when_it_ends(ahead: int, answer: str | None) -> None:
    assert code(refused(now=START + timedelta(minutes=ahead), way=ONLINE)) == answer


@pytest.mark.parametrize("seconds", [-1, 0, 1])
@pytest.mark.parametrize("way", [ONLINE, PHONE, AT_THE_DESK])
def test_nobody_is_given_a_place_before_its_moment_by_any_way(seconds: int, way: str) -> None:
    opens, released = contingent(opens_at=NOW), SLOT.with_(released_at=NOW)
    now = NOW + timedelta(seconds=seconds)
    answer = {"opens_at": NOW.isoformat()} if seconds < 0 else None
    for refusal in (refused(whose=opens, now=now, way=way), refused(released, now=now, way=way)):
        assert (refusal and refusal.parameters) == answer


def test_the_later_of_two_moments_is_named() -> None:
    later = NOW + timedelta(hours=2)
    found = refused(SLOT.with_(released_at=NOW + timedelta(hours=1)), contingent(opens_at=later))
    assert found == Refusal("contingent_not_open", {"opens_at": later.isoformat()})


@pytest.mark.parametrize(("seconds", "answer"), [(-1, None), (0, "contingent_closed"), (1, "contingent_closed")])
def test_from_the_closing_moment_on_nothing_is_given(seconds: int, answer: str | None) -> None:
    found = refused(whose=contingent(closes_at=NOW), now=NOW + timedelta(seconds=seconds))
    assert code(found) == answer
    assert found is None or found.parameters == {"closes_at": NOW.isoformat()}


@pytest.mark.parametrize(
    ("name", "ways", "way", "answer"),
    [
        ("sonder", (), ONLINE, None),
        ("sonder", (), PHONE, None),
        ("sonder", ("phone",), ONLINE, "contingent_way"),
        ("sonder", ("phone",), PHONE, None),
        ("sonder", ("phone",), AT_THE_DESK, None),
        ("online", (), PHONE, "contingent_way"),
        ("online", (), ONLINE, None),
        ("phone", (), ONLINE, "contingent_way"),
        ("phone", ("online", "phone"), ONLINE, None),
    ],
)
def test_a_contingent_is_for_its_ways_and_one_called_after_a_way_for_that(
    name: str, ways: tuple[str, ...], way: str, answer: str | None
) -> None:
    whose = contingent(name=name, ways=ways)
    found = refused(whose=whose, way=way)
    assert code(found) == answer
    assert found is None or found.parameters == {"ways": list(ways_of(whose))}


@pytest.mark.parametrize(
    ("name", "hours", "way", "counts"),
    [
        ("phone", "", PHONE, "Mo-Fr 08:00-12:00"),
        ("phone", "Sa 09:00-10:00", PHONE, "Sa 09:00-10:00"),
        # What cannot be read keeps nobody out; the hotline's hours are still there.
        ("phone", "täglich", PHONE, "Mo-Fr 08:00-12:00"),
        ("sonder", "", PHONE, ""),
        ("online", "", ONLINE, ""),
        ("online", "Mo-So 06:00-22:00", ONLINE, "Mo-So 06:00-22:00"),
    ],
)
def test_hours_are_the_contingent_s_own_else_by_phone_the_hotline_s(
    name: str, hours: str, way: str, counts: str
) -> None:
    assert hours_of_booking(contingent(name=name, hours=hours), CENTRE, way) == counts


@pytest.mark.parametrize("hotline", [{}, {"number": "02362 66-4443"}, {"hours": "täglich von 8 bis 12"}])
def test_a_hotline_without_hours_that_can_be_read_answers_always(hotline: dict[str, str]) -> None:
    centre = CENTRE.with_(hotline=hotline)
    assert hours_of_booking(contingent(name="phone"), centre, PHONE) == ""
    assert hours_of_booking(contingent(name="phone"), None, PHONE) == ""


NOON = local("2021-11-24 12:00")


def test_outside_the_hours_it_is_said_when_they_begin_next() -> None:
    found = refused(whose=contingent(name="phone"), now=NOON)
    assert code(found) == "contingent_hours"
    assert found is not None
    assert datetime.fromisoformat(found.parameters["opens_at"]) == local("2021-11-25 08:00")


@pytest.mark.parametrize(
    "asking",
    [
        {"way": AT_THE_DESK},
        # Who holds a place of the contingent may move it at any hour.
        {"keeps": True},
        # Asked for in time, and only heard of later.
        {"asked_at": NOON - timedelta(seconds=1)},
    ],
)
def test_hours_keep_nobody_out_who_works_there_has_a_place_or_asked_in_time(asking: dict[str, Any]) -> None:
    assert refused(whose=contingent(name="phone"), now=NOON, **asking) is None


def test_who_holds_a_place_can_move_it_by_another_way_but_not_before_the_release() -> None:
    assert refused(whose=contingent(name="phone"), way=ONLINE, keeps=True) is None
    released = SLOT.with_(released_at=NOW + timedelta(seconds=1))
    assert code(refused(released, contingent(name="phone"), way=ONLINE, keeps=True)) == "contingent_not_open"


@pytest.mark.parametrize(
    ("terms", "person", "answer"),
    [
        ({"vaccine": "Comirnaty"}, {}, None),
        ({"vaccine": "Spikevax"}, {}, "contingent_vaccine"),
        ({"born_from": date(1941, 8, 12)}, {}, None),
        ({"born_from": date(1941, 8, 13)}, {}, "contingent_birth_dates"),
        ({"born_until": date(1941, 8, 12)}, {}, None),
        ({"born_until": date(1941, 8, 11)}, {}, "contingent_birth_dates"),
        ({"born_until": date(1961, 1, 1)}, {"birth_date": None}, "contingent_birth_dates"),
        ({"districts": ("05562", "05554")}, {}, None),
        ({"districts": ("05554",)}, {}, "contingent_districts"),
        ({"districts": ("05562",)}, {"district": ""}, "contingent_districts"),
    ],
)
def test_terms_are_for_whom_they_say_and_what_is_not_known_does_not_fit(
    terms: dict[str, Any], person: dict[str, Any], answer: str | None
) -> None:
    assert code(terms_refused(contingent(**terms), KAYA.with_(**person), "Comirnaty")) == answer


def test_a_term_that_somebody_cannot_meet_is_told_before_that_all_is_taken() -> None:
    assert code(refused(whose=contingent(districts=("05554",)), taken=2)) == "contingent_districts"


@given(st.integers(0, 9), st.integers(0, 12))
def test_what_is_left_is_never_less_than_nothing(capacity: int, taken: int) -> None:
    slot = SLOT.with_(capacity={"DOR:c": capacity})
    assert places_free(slot, "DOR:c", taken) == (capacity - taken if capacity > taken else 0)
    assert places_free(slot, "DOR:other", taken) == 0


days = st.none() | st.dates(date(1930, 1, 1), date(1950, 12, 31))


@given(days, days, days, st.sampled_from([None, "Comirnaty", "Spikevax"]), st.sampled_from(["", "05562", "05554"]))
def test_whoever_is_given_a_place_meets_every_term(
    born: date | None, born_from: date | None, born_until: date | None, vaccine: str | None, district: str
) -> None:
    whose = contingent(born_from=born_from, born_until=born_until, vaccine=vaccine, districts=("05562",))
    person = KAYA.with_(birth_date=born, district=district)
    meets = (
        vaccine in {None, "Comirnaty"}
        and (born_from is None or (born is not None and born >= born_from))
        and (born_until is None or (born is not None and born <= born_until))
        and district == "05562"
    )
    assert (place_refused(SLOT, whose, person, CENTRE, 0, Asking(NOW, NOW, ONLINE)) is None) == meets

"""checkin.md 2, 55: what scanners make of codes, at the level of the desk."""

import pytest

from empfang.desk import Admission, Declined, Kind
from empfang.model import Encounter
from empfang.rules.arrival import Answer
from empfang.rules.codes import make_code
from tests.world import World


@pytest.mark.parametrize("arrived", ["KLßHANPßZ95H", "klßhanpßz95h", "+Q3KLßHANPßZ95H", "KLßHANPßZ95H "])
def test_55_a_scanner_with_a_us_layout_is_understood(small_world: World, arrived: str) -> None:
    small_world.booked(small_world.person("Meier, Hannelore"), code="KL-HANP-Y95H")
    place = small_world.place()
    assert place.desk.is_code(arrived)
    admitted = place.desk.scan(arrived)
    assert isinstance(admitted, Admission)
    assert admitted.family == "Meier"


def test_55_a_code_that_is_known_as_it_stands_wins(small_world: World) -> None:
    small_world.booked(small_world.person("Meier, Hannelore"), code="KL-HANP-Y95H")
    small_world.booked(small_world.person("Ott, Ali"), code="KL-HANP-Z95H")
    admitted = small_world.place().desk.scan("KL-HANP-Z95H")
    assert isinstance(admitted, Admission)
    assert admitted.family == "Ott"


def test_55_an_unknown_code_is_not_bent_into_somebody_elses(small_world: World) -> None:
    small_world.booked(small_world.person(), code="KL-HANP-Y95H")
    place = small_world.place()
    result = place.desk.scan("KL-HANP-Z95H")
    assert isinstance(result, Declined)
    assert result.card.arrival is None
    assert place.records(Encounter) == []


def test_55_y_and_z_exchanged_without_another_sign_of_it_only_opens_the_card(small_world: World) -> None:
    small_world.booked(small_world.person("Meier, Hannelore"), code="KLHANPY95H")
    place = small_world.place()
    result = place.desk.scan("KLHANPZ95H")
    assert isinstance(result, Declined)
    assert result.card.arrival is not None
    assert result.card.arrival.answer is Answer.ADMIT
    assert place.records(Encounter) == []
    assert not place.desk.is_code("KLHANPZ95H"), "typed, it is somebody else's"


@pytest.mark.parametrize("arrived", ["HC1:6BFOXN", "HC1Ö6BFOXN", "]Q3HC1:6BFOXN"])
def test_55_a_certificate_is_known_for_what_it_is(small_world: World, arrived: str) -> None:
    desk = small_world.place().desk
    scanned = desk.identify(arrived)
    assert (scanned.kind, scanned.text) == (Kind.CERTIFICATE, "HC1:6BFOXN")
    result = desk.scan(arrived)
    assert isinstance(result, Declined)


def test_a_slip_in_a_code_of_ours_is_told_from_a_code_that_is_elsewhere(small_world: World) -> None:
    desk = small_world.place().desk
    code = make_code("KL", lambda below: 3 % below)
    slip = code[:-1] + ("4" if code[-1] != "4" else "6")
    assert not desk.is_mistyped(code)
    assert desk.is_mistyped(slip)
    assert desk.is_mistyped(slip.lower().replace("-", " "))
    assert desk.is_mistyped("DA" + slip[2:]), "also of a centre that is known here"
    for strangers in ("KL-HANP-Y95H", "KL-NOBO-DY00", "XX" + slip[2:]):
        assert not desk.is_mistyped(strangers)


def test_a_strangers_code_that_looks_like_ours_is_admitted_all_the_same(small_world: World) -> None:
    """Whatever its last sign is: what is known is never measured."""
    small_world.booked(small_world.person(), code="KL-111-000-YYY")
    assert isinstance(small_world.place().desk.scan("KL-111-000-YYY"), Admission)

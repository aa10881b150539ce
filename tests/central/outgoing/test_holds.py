"""Ways and providers that rest: after how many answers, for how long, and who is asked first afterwards."""

from datetime import UTC, datetime, timedelta

from empfang.central.outgoing.answers import TAKEN, Meaning, Said, Scope
from empfang.central.outgoing.holds import Holds

NOW = datetime(2021, 11, 24, 8, 0, tzinfo=UTC)
GMX, WEB, MAIL = ("email", "gmx.de"), ("email", "web.de"), ("email", "")
HOLDS_BACK = Said(Meaning.LATER, "provider_holds_back", Scope.PROVIDER)
AWAY = Said(Meaning.LATER, "unreachable", Scope.WAY)
FULL = Said(Meaning.LATER, "mailbox_full")


def after(*answers: tuple[tuple[str, str], Said]) -> Holds:
    holds = Holds()
    for lane, said in answers:
        holds.heard(lane, said, NOW)
    return holds


def minutes(number: float) -> datetime:
    return NOW + timedelta(minutes=number)


def test_one_that_is_put_off_says_nothing_of_its_provider() -> None:
    holds = after((GMX, HOLDS_BACK), (GMX, HOLDS_BACK), *[(GMX, FULL)] * 9)
    assert holds.at_rest(GMX, NOW) is None


def test_three_in_a_row_give_the_provider_a_rest_and_no_other() -> None:
    holds = after(*[(GMX, HOLDS_BACK)] * 3)
    rest = holds.at_rest(GMX, NOW)
    assert rest is not None
    assert (rest.code, rest.until) == ("provider_holds_back", minutes(2))
    assert holds.resting("email", NOW) == {"gmx.de"}
    assert holds.at_rest(WEB, NOW) is None
    assert holds.at_rest(GMX, minutes(2)) is None
    assert holds.on_trial(GMX)
    assert not holds.on_trial(WEB)


def test_one_that_is_taken_in_between_begins_the_count_anew() -> None:
    assert after((GMX, HOLDS_BACK), (GMX, HOLDS_BACK), (GMX, TAKEN), (GMX, HOLDS_BACK)).at_rest(GMX, NOW) is None


def test_rests_grow_up_to_a_quarter_of_an_hour_and_one_taken_ends_them() -> None:
    holds, at, lengths = after(*[(GMX, HOLDS_BACK)] * 2), NOW, []
    for _ in range(6):
        holds.heard(GMX, HOLDS_BACK, at)
        rest = holds.at_rest(GMX, at)
        assert rest is not None
        lengths.append((rest.until - at).total_seconds() / 60)
        at = rest.until
    assert lengths == [2, 4, 8, 15, 15, 15]
    holds.heard(GMX, TAKEN, at)
    assert not holds.on_trial(GMX)


def test_what_was_under_way_when_a_rest_began_does_not_make_it_longer() -> None:
    rest = after(*[(GMX, HOLDS_BACK)] * 20).at_rest(GMX, NOW)
    assert rest is not None
    assert rest.until == minutes(2)
    away = after(*[(GMX, AWAY)] * 6).at_rest(WEB, NOW)
    assert away is not None
    assert away.until == NOW + timedelta(seconds=15)


def test_a_server_that_is_away_rests_for_all_and_soon_is_asked_again() -> None:
    holds, at, lengths = Holds(), NOW, []
    for _ in range(7):
        holds.heard(GMX, AWAY, at)
        rest = holds.at_rest(WEB, at)
        assert rest is not None
        lengths.append((rest.until - at).total_seconds())
        at = rest.until
    assert lengths == [15, 30, 60, 120, 300, 300, 300]
    holds.heard(WEB, FULL, at)
    assert not holds.on_trial(MAIL), "a server that talks of mailboxes is there"


def test_operators_are_told_of_a_provider_at_once_and_of_an_outage_when_it_lasts() -> None:
    assert [lane for lane, _ in after(*[(GMX, HOLDS_BACK)] * 3).to_tell(NOW)] == [GMX]
    holds = after((GMX, AWAY))
    assert holds.to_tell(NOW) == []
    holds.heard(GMX, AWAY, NOW + timedelta(seconds=16))
    holds.heard(GMX, AWAY, NOW + timedelta(seconds=50))
    [(lane, hold)] = holds.to_tell(NOW + timedelta(seconds=50))
    assert (lane, hold.code) == (MAIL, "unreachable")

"""A day by each way of working; the same people come, and answer the same."""

from bench.leftover_days.by_forecast import ByForecast
from bench.leftover_days.house import Balance, House
from bench.leftover_days.settings import LAST_JAB, OPENS, Settings
from bench.leftover_days.telephone import Telephone
from bench.leftover_days.visitors import DrawnDay, draw_day
from bench.leftover_days.ways import ByArrivals, ByBookings, ByTypedNumber

BOOKINGS, ARRIVALS, TYPED, FORECAST = WAYS = ("bookings", "arrivals", "typed", "forecast")
_MOST_MINUTES = 120
"""So long after the last jab the house is empty."""


def play(way: str, day: DrawnDay, seed: int, settings: Settings) -> Balance:
    """The day's balance.

    Raises:
        ValueError: doses came from nowhere or went nowhere.
    """
    house = House(day)
    phone = Telephone(seed, settings, house.balance)
    worked = _way(way, house, phone, settings)
    for minute in range(OPENS, LAST_JAB + _MOST_MINUTES):
        house.minute = minute
        house.expire()
        house.admit()
        worked.minute()
        house.serve(worked.opens_for)
        _check(house)
    house.close()
    _check(house)
    balance = house.balance
    balance.broken = balance.promised - balance.kept - balance.none_for_promised
    return balance


def play_days(days: int, seed: int, settings: Settings, ways: tuple[str, ...] = WAYS) -> dict[str, list[Balance]]:
    """So many days, each by every way."""
    found: dict[str, list[Balance]] = {way: [] for way in ways}
    for number in range(seed, seed + days):
        day = draw_day(number, settings)
        for way in ways:
            found[way].append(play(way, day, number, settings))
    return found


def _way(way: str, house: House, phone: Telephone, settings: Settings) -> ByBookings | ByArrivals | ByForecast:
    match way:
        case "bookings":
            return ByBookings(house)
        case "arrivals":
            return ByArrivals(house)
        case "typed":
            return ByTypedNumber(house, phone, settings)
        case _:
            return ByForecast(house, phone, settings)


def _check(house: House) -> None:
    balance = house.balance
    balance.left = sum(each.left for each in house.vials)
    if balance.drawn != balance.given + balance.discarded + balance.left:
        raise ValueError(f"at minute {house.minute} doses do not add up: {balance}")

"""`empfang central contingent`: who may take which places, in words, and how much is left."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from empfang.central.contingents import change_contingent, contingents_of
from empfang.central.database import CentralDatabase
from empfang.central.post_codes import post_codes_of
from empfang.cli.typed import birthday_typed, listed, moment_typed, vaccine_typed
from empfang.clock import local_day
from empfang.districts import districts_of
from empfang.errors import InputProblem
from empfang.model import Centre, Contingent
from empfang.rules.booking import ONLINE, PHONE, hours_of_booking, ways_of
from empfang.rules.contingents import LONGEST_NAME, Standing, State, contingent_name
from empfang.rules.districts import Districts, is_ags
from empfang.rules.phone_hours import weekly_hours
from empfang.rules.rulebook import Rulebook
from empfang.texts import places as words
from empfang.texts import say, thousands
from empfang.texts.times import birth, day_and_second

_DISTRICTS_NAMED = 20


class Coordinating:
    """The contingents of one centre, for whoever plans them."""

    def __init__(self, database: CentralDatabase, centre: Centre, book: Rulebook, now: datetime) -> None:
        self._database = database
        self._centre = centre
        self._book = book
        self._now = now
        self._zone = ZoneInfo(centre.time_zone)
        self._districts = districts_of(post_codes_of(database))

    def change(self, name: str, typed: Mapping[str, str | None], *, as_json: bool) -> None:
        """Make a contingent or change its terms, where there are any, and show it.

        `typed`: by the term's name what was typed, empty to take it away, None: nothing.

        Raises:
            InputProblem: what was typed cannot be read, or means nobody; `contingent_unknown` for one that is not there
                and of which nothing is said.
        """
        try:
            name = contingent_name(name)
        except ValueError:
            raise InputProblem("contingent_name", text=name, most=LONGEST_NAME) from None
        terms = {term: self._read(term, text) for term, text in typed.items() if text is not None}
        if terms:
            change = change_contingent(self._database, self._centre.id, name, terms, self._now)
            if not as_json:
                fields = ", ".join(say(words.CONTINGENT_FIELDS[field]) for field in change.fields)
                made = words.CONTINGENT_UNCHANGED if not fields else words.CONTINGENT_CHANGED
                print(say(words.CONTINGENT_MADE if change.before is None else made, name=name, fields=fields))
        known = contingents_of(self._database, self._centre.id, self._now)
        found = [(contingent, standing) for contingent, standing in known if contingent.name == name]
        if not found:
            names = ", ".join(contingent.name for contingent, _ in known) or "–"
            raise InputProblem("contingent_unknown", centre=self._centre.id, contingent=name, known=names)
        self._show(found, as_json=as_json)

    def show(self, *, as_json: bool) -> None:
        """All contingents of the centre."""
        known = contingents_of(self._database, self._centre.id, self._now)
        if not known and not as_json:
            print(say(words.NO_CONTINGENTS, centre=self._centre.id))
            return
        self._show(known, as_json=as_json)

    def _read(self, term: str, text: str) -> Any:
        if not text.strip():
            return _EMPTY[term]
        today = local_day(self._now, self._centre.time_zone)
        readers: dict[str, Callable[[str], Any]] = {
            "vaccine": lambda typed: vaccine_typed(typed, self._book),
            "born_from": lambda typed: birthday_typed(typed, "--born-from", today),
            "born_until": lambda typed: birthday_typed(typed, "--born-until", today),
            "opens_at": lambda typed: moment_typed(typed, "--opens", self._zone),
            "closes_at": lambda typed: moment_typed(typed, "--closes", self._zone),
            "districts": lambda typed: _districts(typed, self._districts),
            "ways": _ways,
            "hours": _hours,
            "open_for": lambda typed: _open_for(typed, self._book),
        }
        return readers[term](text)

    def _show(self, known: list[tuple[Contingent, Standing]], *, as_json: bool) -> None:
        if as_json:
            told = [
                {
                    **contingent.model_dump(mode="json", exclude={"revision", "centre_id"}),
                    "state": standing.state.value,
                    "capacity": standing.capacity,
                    "taken": standing.taken,
                    "free": standing.free,
                    "bookable": standing.bookable,
                    "next_at": standing.opens_at.isoformat() if standing.opens_at else None,
                }
                for contingent, standing in known
            ]
            print(json.dumps({"centre": self._centre.id, "contingents": told}, ensure_ascii=False))
            return
        for contingent, standing in known:
            numbers = {each: thousands(getattr(standing, each)) for each in ("capacity", "taken", "free")}
            print(say(words.STANDING, name=contingent.name, state=self._state(standing), **numbers))
            print(say(words.TERMS, gap="", terms=self._terms(contingent)))
        without = sorted({ags for each, _ in known for ags in each.districts if not self._districts.named(ags)})
        if without:
            print(say(words.DISTRICTS_WITHOUT_POST_CODES, districts=", ".join(without)))

    def _state(self, standing: Standing) -> str:
        state = say(words.STATES[standing.state.value])
        if standing.opens_at is None:
            return state
        text = words.STATE_UNTIL if standing.state is State.USED_UP else words.STATE_FROM
        return say(text, state=state, at=self._moment(standing.opens_at))

    def _terms(self, contingent: Contingent) -> str:
        hours = hours_of_booking(contingent, self._centre, PHONE)
        told = {
            "ways": ", ".join(say(words.WAY[way]) if way in words.WAY else way for way in ways_of(contingent)),
            "hours": contingent.hours or (say(words.HOTLINE_HOURS, value=hours) if hours else ""),
            "vaccine": contingent.vaccine,
            "born_from": contingent.born_from and birth(contingent.born_from),
            "born_until": contingent.born_until and birth(contingent.born_until),
            "districts": ", ".join(self._districts.named(ags) or ags for ags in contingent.districts),
            "opens_at": contingent.opens_at and self._moment(contingent.opens_at),
            "closes_at": contingent.closes_at and self._moment(contingent.closes_at),
            "open_for": contingent.open_for,
        }
        terms = [say(words.TERM[term], value=value) for term, value in told.items() if value]
        return " · ".join(terms) or say(words.NO_TERMS)

    def _moment(self, moment: datetime) -> str:
        return day_and_second(moment.astimezone(self._zone))


_EMPTY: dict[str, Any] = {
    "vaccine": None,
    "born_from": None,
    "born_until": None,
    "opens_at": None,
    "closes_at": None,
    "districts": (),
    "ways": (),
    "hours": "",
    "open_for": "",
}


def _ways(text: str) -> tuple[str, ...]:
    ways = listed(text)
    for way in ways:
        if way not in {ONLINE, PHONE}:
            raise InputProblem("ways_bad", text=way)
    return ways


def _hours(text: str) -> str:
    try:
        weekly_hours(text)
    except ValueError:
        raise InputProblem("hours_bad", text=text) from None
    return text.strip()


def _open_for(text: str, book: Rulebook) -> str:
    known = book.open_for()
    if text.strip() not in known:
        raise InputProblem("open_for_bad", text=text, known=", ".join(known))
    return text.strip()


def _districts(text: str, known: Districts) -> tuple[str, ...]:
    keys = listed(text)
    for key in keys:
        if not is_ags(key):
            names = ", ".join(f"{ags} {name}" for ags, name in sorted(known.names.items())[:_DISTRICTS_NAMED])
            raise InputProblem("ags_bad", text=key, known=names)
    return keys

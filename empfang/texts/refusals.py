"""Why a place cannot be given, in a sentence to say to a caller: the term, from when, and what there is instead."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from typing import Any

from empfang.texts import Text, say
from empfang.texts.places import WAY
from empfang.texts.times import birth, day_and_clock

_AGAIN = Text("Für diese Plätze kann man wieder ab {at} buchen.", "These places can be booked again from {at}.")
_NEVER_AGAIN = Text("Für diese Plätze ist keine Buchungszeit mehr.", "There are no more hours for these places.")
_OPENS = Text("Diese Plätze werden {at} freigegeben.", "These places are given out on {at}.")
_CLOSED = Text("Diese Plätze gab es nur bis {at}.", "These places were given only until {at}.")
_USED_UP = Text("Diese Plätze sind alle vergeben.", "All of these places are taken.")
_WAYS = Text("Diese Plätze gibt es nur {ways}.", "These places are given only {ways}.")
_VACCINE = Text("Diese Plätze sind nur für {vaccine}.", "These places are only for {vaccine}.")
_BORN_BETWEEN = Text(
    "Diese Plätze sind für Menschen, die vom {first} bis {last} geboren sind.",
    "These places are for people born from {first} to {last}.",
)
_BORN_FROM = Text(
    "Diese Plätze sind für Menschen, die ab {first} geboren sind.", "These places are for people born from {first} on."
)
_BORN_UNTIL = Text(
    "Diese Plätze sind für Menschen, die bis {last} geboren sind.", "These places are for people born until {last}."
)
_DISTRICTS = Text("Diese Plätze sind nur für: {districts}.", "These places are only for: {districts}.")
_INSTEAD = Text(" Jetzt noch frei: {ways}.", " Still free now: {ways}.")
_OR = Text(" oder ", " or ")


def refused_words(
    code: str, parameters: Mapping[str, Any], zone: tzinfo, today: date, district_name: Callable[[str], str]
) -> str | None:
    """The sentence for a refusal by a contingent's terms; None for another one, or of a newer program.

    `zone` is the centre's, `district_name` tells a district's name by its AGS (empty: not known).
    """
    try:
        sentence = _sentence(code, parameters, zone, today, district_name)
    except (KeyError, TypeError, ValueError):
        return None
    ways = _ways(parameters.get("instead") or ())
    return sentence + say(_INSTEAD, ways=ways) if sentence and ways else sentence


def _sentence(
    code: str, parameters: Mapping[str, Any], zone: tzinfo, today: date, district_name: Callable[[str], str]
) -> str | None:
    def at(name: str) -> str:
        return day_and_clock(datetime.fromisoformat(parameters[name]).astimezone(zone), today)

    match code:
        case "contingent_hours":
            return say(_AGAIN, at=at("opens_at")) if parameters["opens_at"] else say(_NEVER_AGAIN)
        case "contingent_not_open":
            return say(_OPENS, at=at("opens_at"))
        case "contingent_closed":
            return say(_CLOSED, at=at("closes_at"))
        case "contingent_used_up":
            return say(_USED_UP)
        case "contingent_way":
            return say(_WAYS, ways=_ways(parameters["ways"]))
        case "contingent_vaccine":
            return say(_VACCINE, vaccine=parameters["vaccine"])
        case "contingent_birth_dates":
            return _born(parameters)
        case "contingent_districts":
            return say(_DISTRICTS, districts=", ".join(district_name(ags) or ags for ags in parameters["districts"]))
    return None


def _born(parameters: Mapping[str, Any]) -> str:
    days = {name: birth(date.fromisoformat(text)) for name, text in parameters.items()}
    if len(days) == 2:
        return say(_BORN_BETWEEN, first=days["born_from"], last=days["born_until"])
    return (
        say(_BORN_FROM, first=days["born_from"]) if "born_from" in days else say(_BORN_UNTIL, last=days["born_until"])
    )


def _ways(ways: tuple[str, ...] | list[str]) -> str:
    return say(_OR).join(say(WAY[way]) if way in WAY else way for way in ways)

"""What is said to a caller who cannot have a place: which term, from when, and what there is instead."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from empfang.texts import use_language
from empfang.texts.refusals import refused_words

TODAY = date(2021, 11, 24)
DISTRICTS = {"05562": "Kreis Recklinghausen"}


def said(code: str, **parameters: Any) -> str | None:
    return refused_words(code, parameters, ZoneInfo("Europe/Berlin"), TODAY, lambda ags: DISTRICTS.get(ags, ""))


@pytest.mark.parametrize(
    ("code", "parameters", "words"),
    [
        (
            "contingent_hours", {"opens_at": "2021-11-25T08:00:00+01:00", "instead": ["online"]},
            "Für diese Plätze kann man wieder ab Do 25.11. 08:00 buchen. Jetzt noch frei: im Internet.",
        ),
        ("contingent_hours", {"opens_at": None, "instead": []}, "Für diese Plätze ist keine Buchungszeit mehr."),
        (
            "contingent_not_open", {"opens_at": "2021-11-26T07:00:00+00:00", "instead": []},
            "Diese Plätze werden Fr 26.11. 08:00 freigegeben.",
        ),
        (
            "contingent_closed", {"closes_at": "2021-11-23T11:00:00+00:00"},
            "Diese Plätze gab es nur bis Di 23.11. 12:00.",
        ),
        (
            "contingent_used_up", {"start": "2021-11-26T07:00:00+00:00", "instead": ["online", "phone"]},
            "Diese Plätze sind alle vergeben. Jetzt noch frei: im Internet oder am Telefon.",
        ),
        ("contingent_way", {"ways": ["online"], "instead": []}, "Diese Plätze gibt es nur im Internet."),
        ("contingent_vaccine", {"vaccine": "Vaxzevria"}, "Diese Plätze sind nur für Vaxzevria."),
        (
            "contingent_birth_dates", {"born_from": "1941-02-01", "born_until": "1941-12-31"},
            "Diese Plätze sind für Menschen, die vom 01.02.1941 bis 31.12.1941 geboren sind.",
        ),
        (
            "contingent_birth_dates", {"born_until": "1961-04-03"},
            "Diese Plätze sind für Menschen, die bis 03.04.1961 geboren sind.",
        ),
        (
            "contingent_birth_dates", {"born_from": "1961-04-03"},
            "Diese Plätze sind für Menschen, die ab 03.04.1961 geboren sind.",
        ),
        (
            "contingent_districts", {"districts": ["05562", "05554"]},
            "Diese Plätze sind nur für: Kreis Recklinghausen, 05554.",
        ),
    ],
)  # fmt: skip
def test_the_sentence_names_the_term(code: str, parameters: dict[str, Any], words: str) -> None:
    assert said(code, **parameters) == words
    use_language("en")
    assert said(code, **parameters) not in {None, words}


@pytest.mark.parametrize(
    ("code", "parameters"),
    [
        ("slot_full", {}),
        ("something_new", {"instead": ["online"]}),
        ("contingent_hours", {}),
        ("contingent_hours", {"opens_at": "bald"}),
        ("contingent_birth_dates", {"until": "1961-04-03", "other": "x"}),
        ("contingent_way", {"ways": 3}),
    ],
)
def test_for_what_it_does_not_know_there_is_no_sentence(code: str, parameters: dict[str, Any]) -> None:
    assert said(code, **parameters) is None

"""The verdict: worked cases, and what is true of all people and books."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from empfang.cli.eligibility import differences
from empfang.exchange.eligibility_cases import Case, read_cases
from empfang.rules.book import Eligible
from empfang.rules.books import bundled_books, bundled_rulebook
from empfang.rules.bulk import verdicts
from empfang.rules.earliest import earliest
from empfang.rules.eligibility import STRICTNESS, Verdict, best, eligibility, vaccines_at, with_assumptions
from empfang.rules.rulebook import Rulebook
from empfang.rules.situation import Asked, Dose, Infection, Known
from empfang.rules.spans import after
from tests.rules.books import asks, at_centre, head, person, with_book

DATA = Path(__file__).parents[1] / "data"
CASES, OF_THE_FACTS = (
    [case for case in read_cases(DATA / name) if isinstance(case, Case)]
    for name in ("eligibility.csv", "eligibility-facts.csv")
)
CONTRADICTS_THE_FACTS = {"EL-083"}
"""R-DOR-02: from 9 December Dorsten keeps Comirnaty for people under 18 and pregnant women; this one is 36."""
BOOK = bundled_rulebook()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_worked_cases_agree(case: Case) -> None:
    found = list(differences(case, BOOK))
    assert bool(found) is (case.id in CONTRADICTS_THE_FACTS), found


def test_cases_on_both_sides_of_every_boundary_agree() -> None:
    """Written from the facts page by somebody who had not read the books."""
    found = [each for case in OF_THE_FACTS for each in differences(case, BOOK)]
    assert not found
    assert len(CASES) == 80
    assert len(OF_THE_FACTS) > 300


def test_a_booking_goes_by_the_rules_of_the_day_of_the_visit_and_by_whom_is_called_when_asking() -> None:
    known = person("2008-03-03", told={"guardian": "present"})
    asked = replace(asks("2021-08-10", 1, "COM"), kind="booking")
    assert verdict(known, asked).eligible is Eligible.DOCTOR
    late = replace(asked, at=datetime(2021, 6, 5, 9), visit_on=date(2021, 6, 8), open_for="3")  # noqa: DTZ001
    adult = person("1990-01-01")
    assert verdict(adult, late).eligible is Eligible.NO, "not called when asking"
    soon = replace(asked, at=datetime(2021, 12, 20, 9), visit_on=date(2021, 12, 23), dose=3)  # noqa: DTZ001
    boosted = person("1980-01-01", "2021-08-01 COM", "2021-09-22 COM")
    assert verdict(boosted, soon, centre="DOR").eligible is Eligible.NO, "NRW announced three months on the 21st"
    known_then = replace(soon, at=datetime(2021, 12, 21, 9))  # noqa: DTZ001
    assert verdict(boosted, known_then, centre="DOR").eligible is Eligible.YES


def verdict(known: Known, asked: Asked, book: Rulebook = BOOK, centre: str = "KL") -> Verdict:
    return eligibility(known, asked, at_centre(book, centre), book)


# What changes with a book alone


def test_a_new_interval_counts_from_midnight_on() -> None:
    """Changed by TOML alone: a booster after four months from 16 December, 00:00."""
    book = with_book(
        head("kl-new", where="KL")
        + """
[[rule]]
id = "R-NEU"
topic = "schedule"
from = 2021-12-16
announced = 2021-12-15
who = { dose = 3, given = 2, age = ">=18", product_kind = "mRNA" }
yes.since_last_dose = "4 months"
over = ["licence", "recommendation", "entitlement", "R-RLP-02"]
text.de = "Auffrischung ab 4 Monaten."
text.en = "Booster from 4 months."
"""
    )
    known = person("1980-01-01", "2021-07-01 COM", "2021-08-10 COM")
    assert verdict(known, asks("2021-12-15T23:59:59", 3), book).eligible is Eligible.NO
    assert verdict(known, asks("2021-12-16T00:00:00", 3), book).eligible is Eligible.YES
    first = earliest(known, asks("2021-12-15T23:59:59", 3), at_centre(book), book)
    assert first.yes == datetime(2021, 12, 16)  # noqa: DTZ001 - the centre's clock


def test_a_new_vaccine() -> None:
    book = with_book(
        head("nvx", layer="licence")
        + """
[[vaccine]]
code = "NVX"
kind = "protein"
names = ["Nuvaxovid", "Novavax"]

[[rule]]
id = "NVX-age"
topic = "product"
from = 2021-12-20
who.product = "NVX"
yes.age = ">=18"
text.de = "Nuvaxovid ist ab 18 zugelassen."
text.en = "Nuvaxovid is licensed from 18."

[[rule]]
id = "NVX-second"
topic = "schedule"
from = 2021-12-20
who = { dose = 2, given = 1, last = "NVX", product = "NVX" }
yes.since_last_dose = "21 days"
text.de = "Zweite Dosis Nuvaxovid nach 21 Tagen."
text.en = "Second dose of Nuvaxovid after 21 days."
"""
    )
    assert book.vaccine_named("novavax") == "NVX"
    assert verdict(person("1990-01-01"), asks("2021-12-27", 1, "NVX"), book).eligible is Eligible.YES
    assert verdict(person("2005-01-01"), asks("2021-12-27", 1, "NVX"), book).eligible is Eligible.NO
    early = person("1990-01-01", "2021-12-27 NVX")
    assert verdict(early, asks("2022-01-16", 2, "NVX"), book).eligible is Eligible.NO
    assert verdict(early, asks("2022-01-17", 2, "NVX"), book).eligible is Eligible.YES
    assert verdict(person("1990-01-01"), asks("2021-12-27", 1, "NVX")).eligible is Eligible.NO, "unknown before"


def test_a_new_land() -> None:
    book = with_book(
        head("by-instruction", where="DE-BY")
        + """
[[region]]
code = "DE-BY"
districts = ["09"]

[[rule]]
id = "R-BY-01"
topic = "schedule"
from = 2021-11-20
who = { dose = 3, given = 2, age = ">=18" }
yes.since_last_dose = "5 months"
over = ["licence", "entitlement", "R-BOO-04"]
text.de = "Bayern: Auffrischung ab 5 Monaten."
text.en = "Bayern: booster from 5 months."
"""
    )
    known = replace(person("1980-01-01", "2021-05-01 COM", "2021-06-25 COM"), residence="09162")
    asked = asks("2021-11-25", 3)
    munich = book.place("MUC", "09162")
    assert munich.within == ("DE", "DE-BY")
    assert eligibility(known, asked, munich, book).eligible is Eligible.YES
    assert eligibility(known, asked, BOOK.place("MUC", "09162"), BOOK).eligible is Eligible.DOCTOR


def test_a_rule_of_one_centre() -> None:
    book = with_book(
        head("kl-own", where="KL")
        + """
[[rule]]
id = "KL-EIGEN"
topic = "consent"
from = 2021-12-01
who.age = "<18"
yes.guardian = "present"
over = ["R-EIN-01", "R-EIN-02"]
text.de = "Hier muss bei allen unter 18 jemand dabei sein."
text.en = "Here somebody must be there for all under 18."
"""
    )
    alone = replace(person("2005-06-01"), told={"guardian": "absent"})
    assert verdict(alone, asks("2021-12-10", 1, "COM"), book, "KL").eligible is Eligible.NO
    assert verdict(alone, asks("2021-12-10", 1, "COM"), book, "REC").eligible is Eligible.YES


def test_another_disease_has_its_own_topics_doses_and_vaccines() -> None:
    flu = """
[[topic]]
id = "product"
default = "no"
text.de = "Nicht zugelassen."
text.en = "Not licensed."

[[topic]]
id = "season"
default = "no"
text.de = "Schon in diesem Winter geimpft."
text.en = "Vaccinated this winter already."

[[vaccine]]
code = "FLU"
kind = "inactivated"
names = ["Influvac"]

[[rule]]
id = "FLU-age"
topic = "product"
from = 2021-08-01
who.product = "FLU"
yes.age = ">=60"
doctor.age = ">=1"
text.de = "Ab 60 empfohlen, sonst nach Arztgespräch."
text.en = "Advised from 60, else after a doctor's talk."

[[rule]]
id = "FLU-first"
topic = "season"
from = 2021-08-01
who.given = 0
yes = true
text.de = "Einmal in jedem Winter."
text.en = "Once each winter."
"""
    book = with_book(head("flu", layer="recommendation", disease="influenza") + flu)
    known = person("1950-01-01", "2021-12-01 COM")
    assert verdict(known, asks("2021-12-10", 1, "FLU"), book).eligible is Eligible.YES
    assert verdict(person("1990-01-01"), asks("2021-12-10", 1, "FLU"), book).eligible is Eligible.DOCTOR
    again = person("1950-01-01", "2021-10-01 FLU")
    assert verdict(again, asks("2021-12-10", 1, "FLU"), book).eligible is Eligible.NO
    assert verdict(again, asks("2021-12-10", 1, "COM"), book).eligible is Eligible.YES, "that was something else"


def test_a_later_number_of_a_book_takes_its_place() -> None:
    old, new = (
        with_book(head("x", number=number, where="KL") + rule) for number, rule in ((1, _closed("2021-12-01")), (2, ""))
    )
    asked = asks("2021-12-10", 1, "COM")
    assert verdict(person("1980-01-01"), asked, old).eligible is Eligible.NO
    both = Rulebook([*old.books, *new.books])
    assert verdict(person("1980-01-01"), asked, both).eligible is Eligible.YES
    assert verdict(person("1980-01-01"), asked, Rulebook([*new.books, *old.books])).eligible is Eligible.YES


def _closed(since: str) -> str:
    return f"""
[[rule]]
id = "ZU"
topic = "supply"
from = {since}
text.de = "Geschlossen."
text.en = "Closed."
"""


def test_many_get_what_each_would_get_alone() -> None:
    people = [(person("1950-01-01"), 1), (person("1990-01-01", "2021-05-03 COM", "2021-07-20 COM"), 3)]
    asked = [asks("2021-12-15", dose) for _, dose in people]
    alone = [verdict(known, each) for (known, _), each in zip(people, asked, strict=True)]
    place = at_centre(BOOK)
    assert list(verdicts(people, ("COM", "SPI"), asked[0].at, place, BOOK)) == alone
    later = list(verdicts(people, ("COM", "SPI"), asked[0].at, place, BOOK, visit_on=date(2021, 12, 20)))
    assert [each.eligible for each in alone] == [Eligible.YES, Eligible.NO]
    assert [each.eligible for each in later] == [Eligible.YES, Eligible.YES], "five months by then"


# Layers


def test_layers_that_contradict_each_other_leave_it_to_a_doctor_and_are_both_told() -> None:
    """Dorsten gave Spikevax to people of 18 to 29, for whom the commission advised Comirnaty only (R-DOR-02)."""
    found = verdict(person("1996-05-05"), asks("2021-12-14", 1), centre="DOR")
    assert found.those(Eligible.DOCTOR) == ("COM", "SPI")
    for each in found.vaccines:
        (product,) = [topic for topic in each.topics if topic.topic == "product"]
        assert product.disputed
        layers = {reason.rule.layer: reason.says for reason in product.reasons if reason.rule}
        assert {Eligible.YES, Eligible.NO} <= set(layers.values())


def test_a_reason_says_whose_it_is_since_when_and_what_made_it_apply() -> None:
    found = verdict(person("1992-01-15"), asks("2021-11-25", 1, "SPI"))
    reasons = [reason for topic in found.vaccines[0].deciding for reason in topic.reasons]
    (of_commission,) = [each for each in reasons if each.rule is not None and each.rule.id == "R-SPI-03"]
    assert of_commission.rule is not None
    assert of_commission.rule.layer == "recommendation"
    assert of_commission.rule.valid.begin.date() == date(2021, 11, 18)
    assert of_commission.rule.source == "S43, S44"
    assert dict(of_commission.values) == {"product": "SPI", "age": 29}


def test_what_was_not_shown_is_told_where_it_keeps_somebody_out() -> None:
    nurse = person("1985-07-07", groups=("care_home_staff",))
    found = verdict(nurse, replace(asks("2021-02-10", 1), open_for="1"), centre="REC")
    reasons = [reason.text.de for topic in found.vaccines[0].deciding for reason in topic.reasons]
    assert reasons[0] == "Es fehlt die Bescheinigung des Arbeitgebers oder der Einrichtung."
    shown = replace(nurse, proofs=("employer",))
    assert verdict(shown, replace(asks("2021-02-10", 1), open_for="1"), centre="REC").eligible is Eligible.YES


# What is not known


def test_unknown_doses_are_asked_about_and_not_guessed() -> None:
    unknown = replace(person("1960-01-01"), doses=None)
    assert [each.asks for each in verdict(unknown, asks("2021-12-15", 3)).missing] == ["doses"]
    half = replace(unknown, doses=(Dose(date(2021, 5, 3), "COM"), Dose(date(2021, 6, 14), None)))
    assert [each.asks for each in verdict(half, asks("2021-12-15", 3)).missing] == ["doses"]
    assert not verdict(person("1960-01-01", "2021-05-03 COM", "2021-06-14 COM"), asks("2021-12-15", 3)).missing
    assert not verdict(unknown, asks("2021-12-15", 1)).missing


def test_a_guardian_is_asked_about_only_where_that_would_decide() -> None:
    asked = asks("2021-12-15", 1, "COM")
    assert [each.asks for each in verdict(person("2008-01-01"), asked).missing] == ["guardian"]
    assert not verdict(person("2004-12-01"), asked).missing, "16 and 17 consent themselves"
    told = replace(person("2008-01-01"), told={"guardian": "absent"})
    assert (verdict(told, asked).eligible, verdict(told, asked).missing) == (Eligible.NO, ())


# What is true of everybody

Story = tuple[Known, Asked, str]
"""Somebody, what they ask for, and at which centre."""
_HOMES = {"KL": "07312", "DOR": "05562", "REC": "05562", "DA": "06411"}
_HISTORIES: tuple[tuple[str, ...], ...] = (
    (), ("COM",), ("SPI",), ("VAX",), ("JAN",), ("COM", "COM"), ("SPI", "SPI"), ("VAX", "COM"), ("VAX", "VAX"),
    ("JAN", "COM"), ("COM", "COM", "COM"),
)  # fmt: skip


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """People whose next dose is not far from being due."""
    day = date(2021, 1, 10) + timedelta(days=draw(st.integers(0, 330)))
    given = []
    for product in draw(st.sampled_from(_HISTORIES)):
        day += timedelta(days=draw(st.sampled_from([21, 28, 42, 84])))
        given.append(Dose(day, product))
    asked_on = day + timedelta(days=draw(st.integers(0, 200)))
    centre = draw(st.sampled_from(list(_HOMES)))
    old, young = st.dates(date(1935, 1, 1), date(2003, 12, 31)), st.dates(date(2003, 1, 1), date(2017, 12, 31))
    infected = st.builds(
        Infection, st.dates(asked_on - timedelta(days=300), asked_on), st.sampled_from(["PCR", "PCR", "self_test"])
    )
    known = Known(
        born=draw(old if draw(st.integers(0, 3)) else young),
        residence=_HOMES[centre],
        doses=tuple(given),
        infection=draw(st.none() | st.none() | infected),
        pregnant=draw(st.sampled_from([None] * 6 + [1, 2])),
        groups=draw(st.sampled_from([(), (), (), ("care_home_staff",), ("severe_immunodeficiency",)])),
        proofs=draw(st.sampled_from([("employer",), ("medical_certificate",)])),
    )
    asked = Asked(
        at=datetime.combine(asked_on, time(12)),
        dose=len(given) + 1,
        stock=draw(st.sampled_from([("COM", "SPI"), ("COM",), ("SPI", "VAX", "JAN", "COM5")])),
        open_for=draw(st.sampled_from(["2", "all", "all", "all"])),
    )
    return known, asked, centre


@given(stories())
@settings(max_examples=60, deadline=None)
def test_the_order_in_which_doses_were_entered_does_not_matter(story: Story) -> None:
    known, asked, centre = story
    place = at_centre(BOOK, centre)
    expected = eligibility(known, asked, place, BOOK)
    for order in permutations(known.doses or ()):
        assert eligibility(replace(known, doses=order), asked, place, BOOK) == expected


@given(stories())
@settings(max_examples=60, deadline=None)
def test_the_earliest_day_is_the_first_that_says_so(story: Story) -> None:
    """Beside asking on each single day, by the rules known when asking."""
    known, asked, centre = story
    place = at_centre(BOOK, centre)
    found = earliest(known, asked, place, BOOK)
    assumed = with_assumptions(known, asked, place, BOOK)
    ages_until = after(asked.at.date(), BOOK.birthdays_within)

    def says(moment: datetime) -> Eligible:
        kinds = [
            best(vaccines_at(assumed, asked, place, BOOK, moment, asked.at, until)) for until in (None, ages_until)
        ]
        return max(kinds, key=STRICTNESS.index)

    if best(vaccines_at(assumed, asked, place, BOOK, asked.at, asked.at)) is Eligible.YES:
        assert found.yes is None
        return
    last = found.yes.date() if found.yes else asked.at.date() + timedelta(days=250)
    day = asked.at.date() + timedelta(days=1)
    while day < last:
        assert says(datetime.combine(day, time())) is not Eligible.YES, day
        day += timedelta(days=1)
    if found.yes is not None:
        assert says(found.yes) is Eligible.YES


@given(stories(), st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_a_day_later_never_means_a_longer_wait(story: Story, days_later: int) -> None:
    """By the same rules, and the same birthdays counted."""
    known, asked, centre = story
    place = at_centre(BOOK, centre)
    first = earliest(known, asked, place, BOOK).yes
    if first is None or first <= asked.at + timedelta(days=days_later):
        return
    later = replace(asked, at=asked.at + timedelta(days=days_later))
    again = earliest(known, later, place, BOOK, known_at=asked.at).yes
    if again is None:
        assert best(vaccines_at(known, later, place, BOOK, later.at, asked.at)) is Eligible.YES
    else:
        assert again <= first


# What clerks read


@pytest.mark.parametrize("book", bundled_books(), ids=lambda book: book.id)
def test_every_reason_is_in_both_languages_and_ends_as_a_sentence(book: object) -> None:
    entries = [*book.rules, *book.topics, *book.evidence, *book.questions]  # type: ignore[attr-defined]
    for entry in entries:
        for text in (entry.text.de, entry.text.en):
            assert text[-1] in ".?", text
            assert text[0].isupper() or text[0].isdigit(), text
        assert entry.text.de != entry.text.en


def test_every_rule_says_where_it_is_from() -> None:
    for book in bundled_books():
        assert all(rule.source for rule in book.rules)

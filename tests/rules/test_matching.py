"""Which entries are probably the same person twice: the given list, made-up doubles, families and twins."""

import random
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import resources

import pytest

from empfang.exchange.lists import read_list
from empfang.rules.matching import Candidate, candidate_of, suspected_pairs
from empfang.rules.spelling import OTHER, PART, SAME, SHORT, SLIP, VARIANT, alike, name_words

from .doubles import SPELLINGS, moved, other_phone

HAND_CHECKED = """
7ZQJ-PXXZ X4XW-S5DN  2684-DG6E G88W-4XVJ  A2HV-BTSP K77H-MUJY  DY7B-P67V N7X5-KZ8F  UQDE-6WH7 B5FB-V2HZ
9XC9-GGEH PWWU-8B8F  6QTS-GF3Y CEYW-VJ8W  T9Y3-2MJZ 7W3N-DVM9  4HC5-VTT8 WDST-2Q7H  QB4Z-ZE82 QX3A-VSD4
DB5G-4G3K G3G7-KP7S  MXKF-F3TN 9D8Q-U292  UZRP-62CA 6DEM-H2NY  S7PU-5E5V NBGF-5CAY  6MYY-D7US Z5M5-WCMK
Q2R3-JCC4 NBXT-QC7U  WHX9-CNQZ Q2AE-9Q57  8EG3-8XNJ QM6M-9MWX  GAA2-BRDW SU7K-UXNJ  MMB7-B26Y B2BM-697X
DUFY-HADP PMZK-R49D  G2TR-PHY5 AB4W-EAH9  EKZ5-D7JR P4JZ-W6VJ  JPFA-MKE8 6KTC-ZUNK
"""
"""The day list's pairs, by hand: birth date and address agree; the name is the same, mistyped or swapped."""


@cache
def people(name: str = "kaiserslautern-2021-12-15.csv") -> tuple[Candidate, ...]:
    data = resources.files("empfang.data").joinpath(name).read_bytes()
    rows = read_list(data, date(2021, 12, 15))[2].rows
    return tuple(candidate_of(row, row.code or str(row.line)) for row in rows)


@cache
def known() -> frozenset[frozenset[str]]:
    return frozenset(frozenset((pair.a, pair.b)) for pair in suspected_pairs(people()))


def person(family: str = "Kurz", given: str = "Eva", born: date | None = date(1950, 2, 1), **more: object) -> Candidate:
    values: dict[str, object] = {"street": "Am Markt", "house_number": "5", "phones": ("+49631123456",)}
    return replace(Candidate(id="a", family=family, given=given, birth_date=born), **(values | more))  # type: ignore[arg-type]


def are_one(one: Candidate, other: Candidate) -> bool:
    return bool(suspected_pairs([replace(one, id="a"), replace(other, id="b")]))


def test_the_pairs_of_the_day_list_are_found_and_no_others() -> None:
    codes = [f"KL-{code}" for code in HAND_CHECKED.split()]
    assert known() == {frozenset(pair) for pair in zip(codes[::2], codes[1::2], strict=True)}


def test_nobody_on_the_waiting_list_is_suspected() -> None:
    assert suspected_pairs(people("kaiserslautern-warteliste.csv")) == []


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("life", ["as before", "moved", "other phone", "moved, other phone"])
def test_people_booked_again_under_another_spelling_are_found(spelling: str, life: str) -> None:
    chance = random.Random(20211215)
    taken = {code for pair in known() for code in pair}
    change = SPELLINGS[spelling]
    fit = [one for one in people() if one.id not in taken and change(one, random.Random(1)) != one]
    if spelling == "birth date a century wrong":
        fit = [replace(one, birth_date=one.birth_date.replace(year=1919)) for one in people()[:40] if one.birth_date]
    chosen = chance.sample(fit, min(100, len(fit)))
    doubles = []
    for one in chosen:
        double = replace(change(one, chance), id="again " + one.id)
        double = moved(double) if "moved" in life else double
        doubles.append(other_phone(double) if "phone" in life else double)
    everybody = [one for one in people() if one.id not in {person.id for person in chosen}] + chosen + doubles
    wanted = {frozenset((one.id, double.id)) for one, double in zip(chosen, doubles, strict=True)}
    found = {frozenset((pair.a, pair.b)) for pair in suspected_pairs(everybody)} - known()
    assert len(found & wanted) >= 0.9 * len(wanted)
    assert len(found - wanted) <= 5


def test_twins_and_brothers_and_sisters_are_not_the_same_person() -> None:
    chance = random.Random(7)
    givens = sorted({one.given for one in people()})
    pool = [one for one in people() if not any(one.id in pair for pair in known())]
    twins = [replace(one, id="twin " + one.id, given=chance.choice(givens)) for one in chance.sample(pool, 300)]
    found = {frozenset((pair.a, pair.b)) for pair in suspected_pairs([*people(), *twins])} - known()
    by_id = {one.id: one for one in (*people(), *twins)}
    wrong = [pair for pair in found if len({by_id[code].given for code in pair}) > 1]
    assert len(wrong) <= 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person(given="Lena"), person(given="Lea")),
        (person(given="Jan"), person(given="Jana")),
        (person(given="Jan"), person(given="Janine")),
        (person(given="Max"), person(given="Moritz")),
        (person(given="Finn"), person(given="Fynn")),
        (person(given="Jonas"), person(given="Jona")),
        (person(given="Ben"), person(given="Bent")),
        (person(given="Christian"), person(given="Christine")),
        (person(born=date(1950, 2, 1)), person(born=date(1978, 6, 1))),
        (person(family="Kurz"), person(family="Lang", given="Udo")),
        (person(born=None), person(given="Udo", born=None)),
        (person("Kurz", "Eva"), person("Lang", "Eva", phones=(), street="Weg")),
        (person("", ""), person("", "")),
        (person("Kurz", ""), person("Lang", "")),
    ],
)
def test_two_people(one: Candidate, other: Candidate) -> None:
    assert not are_one(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Müller", "Jörg"), person("M?ller", "J?rg")),
        (person("Große", "Eva"), person("Gro?e", "Eva")),
        (person("Große", "Eva"), person("GROSSE", "EVA")),
        (person("Maier", "Kurt"), person("Meyer", "Curt")),
        (person("Kurz", "Hans-Peter"), person("Hanspeter", "Kurz")),
        (person("Kurz-Lang", "Eva"), person("Lang", "Eva")),
        (person("Kurz", "Josef"), person("Kurz", "Sepp")),
        (person("Kurz", "Eva Maria"), person("Kurz", "Eva")),
        (person("Kurz", "Radmila", date(1950, 2, 1)), person("Kurz", "Radmlia", date(1950, 1, 2))),
        (person("Kurz", "Eva", None), person("Kurz", "Eva")),
        (person("Kurz", "Eva"), person("Lang", "Eva")),
        (person("Łukaszewski", "Ola"), person("?ukaszewski", "Ola")),
        (person("Kurz", "Friederike"), person("Kurz", "Fridrike")),
        (person("Kurz", "Stephan"), person("Kurz", "Stefan")),
        (person("Kurz", "Silvia"), person("Kurz", "Sylvia")),
        (person("Kurz", "Alexander", phones=(), street=""), person("Kurz", "Alex")),
        (person("Kurz", "Hannelore", phones=(), street=""), person("Kurz", "H.")),
        (person("von der Heide", "Eva", phones=(), street=""), person("v. d. Heide", "Eva")),
    ],
)
def test_one_person(one: Candidate, other: Candidate) -> None:
    assert are_one(one, other)


def test_a_pair_says_what_speaks_for_it() -> None:
    pairs = suspected_pairs([person(), person("Eva", "Kurz", date(1950, 1, 2), street="Weg")])
    assert [pair.why for pair in pairs] == [("swapped_names", "near_birth_date", "same_phone")]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Müller", "Mueller", SAME),
        ("Hans-Peter", "Hanspeter", SAME),
        ("Schmidt", "Schmitt", VARIANT),
        ("M?ller", "Müller", VARIANT),
        ("Schmitt", "Scmhitt", SLIP),
        ("Kurz-Lang", "Kurz", PART),
        ("Max", "Maximilian", SHORT),
        ("Kurz", "Lang", OTHER),
        ("", "", OTHER),
    ],
)
def test_how_far_two_names_are_alike(one: str, other: str, level: float) -> None:
    assert alike(name_words(one), name_words(other)) == level

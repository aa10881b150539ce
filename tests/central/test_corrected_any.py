"""Any lists after each other, with and without codes, namesakes and pairs among them: what the last one says holds."""

from collections import Counter
from random import Random

import pytest

from empfang.exchange.corrections import Kind
from empfang.model import Appointment, AppointmentStatus, Person
from tests.central.corrected import all_of, assert_nobody_is_beyond_capacity, correct, counts, line, take_in
from tests.world import World

PEOPLE = [
    "Kurz;Eva;01.02.1950", "Kurz;Eva;01.02.1950", "Kurz;Eva;03.04.1951", "Kurz;Udo;01.02.1950", "Lang;Eva;01.02.1950",
    "Ott;Werner;05.06.1955", "Groß;Anna-Lena;07.08.1944", "Müller;Jürgen;09.10.1938", "Öztürk;Gül;11.12.1966",
    "Lang;Ida;13.01.1971", "Weiß;Karl;14.02.1932", "Weiß;Karla;14.02.1932",
]  # fmt: skip
TIMES = [f"{hour:02}:{minute:02}" for hour in (9, 10, 11) for minute in (0, 20, 40)]


def drawn(random: Random, codes: str) -> list[str]:
    """A list about two days: who is in it, when, and in which state changes from one to the next."""
    rows = [
        line(
            "" if codes == "none" else f"KL-F{n:03}-AAAA",
            "17:00",
            f"Immer{n};Ada;01.01.19{n + 40}",
            "",
            f"{15 + n % 2}.12.2021",
        )
        for n in range(8)
    ]
    for place, person in enumerate(PEOPLE):
        if random.random() < 0.15:
            continue
        code = {"each": f"KL-P{place:03}-AAAA", "shared": f"KL-S{place // 3:03}-AAAA", "none": ""}[codes]
        rows.append(
            line(
                code,
                random.choice(TIMES),
                person,
                f"0631 310191{random.randrange(10, 14)}",
                random.choice(["15.12.2021"] * 4 + ["16.12.2021"]),
                random.choice(["bestätigt"] * 6 + ["storniert"]),
            )
        )
    random.shuffle(rows)
    return rows


def standing(world: World) -> Counter[tuple[str, str, str]]:
    """Who is booked when."""
    people = {person.id: person for person in all_of(world, Person)}
    return Counter(
        (people[each.person_id].family, people[each.person_id].given, f"{each.start:%d %H:%M}")
        for each in all_of(world, Appointment)
        if each.status is AppointmentStatus.BOOKED
    )


def wanted(rows: list[str]) -> Counter[tuple[str, str, str]]:
    """Who is booked when by a list; the service's times are an hour earlier."""
    cells = [row.split(";") for row in rows if row.endswith("bestätigt")]
    return Counter((each[5], each[6], f"{each[1][:2]} {int(each[2][:2]) - 1:02}{each[2][2:]}") for each in cells)


@pytest.mark.parametrize("seed", range(24))
def test_what_the_last_list_says_holds(small_world: World, seed: int) -> None:
    random = Random(seed)
    codes = ("each", "shared", "none")[seed % 3]
    take_in(small_world, drawn(random, codes))
    for _ in range(5):
        rows = drawn(random, codes)
        report = correct(small_world, rows, cancel_missing=True)
        assert_nobody_is_beyond_capacity(small_world)
        told = [item.line for item in report.items if item.line] + [each.line for each in report.rejections]
        assert len(told) == len(set(told))
        assert len(told) + report.unchanged == len(rows)
        assert report.collisions == 0, "nobody has done anything here"
        if not report.of(Kind.UNCLEAR) and not report.rejections:
            assert standing(small_world) == wanted(rows)
        assert set(counts(correct(small_world, rows, cancel_missing=True))) <= {"unchanged", "unclear", "rejected"}

"""The emergency list read back: two orders, one number per person, what is known and room for the rest."""

import re
from datetime import date, datetime, timedelta

from empfang.paper.emergency import emergency_pdf
from empfang.paper.values import EmergencyList, ListLine
from empfang.rules.line_numbers import is_line_number, line_number
from tests.paper.reading import ink_outside, sizes_mm, texts
from tests.screens.conftest import HOSTILE

DAY = date(2021, 12, 15)
OPENING = datetime(2021, 12, 15, 8)  # noqa: DTZ001 - on the centre's clock
NAMES = (
    "Zöllner", "Öztürk", "Ott", "Ozan", "Łukasz", "Lück", "Luck", "Ärmel", "Arm", "von der Heide", "d'Angelo",
    "Weiß", "Weissmann",
)  # fmt: skip
NUMBER = re.compile(r"\b(\d{3}) (\d{3})\b")


def line(name: str, minutes: int = 0, **more: object) -> ListLine:
    given = {"family": name, "given": "Anna", "birth_date": date(1941, 2, 4), "vaccine": "Comirnaty", **more}
    return ListLine(line_number(f"{name}-{minutes}"), OPENING + timedelta(minutes=minutes), **given)  # type: ignore[arg-type]


def made(*lines: ListLine) -> list[str]:
    given = EmergencyList("Landesimpfzentrum Kaiserslautern", DAY, OPENING, "Empfang 3", lines)
    return texts(emergency_pdf(given))


def test_a_long_name_of_a_desk_leaves_room_for_centre_and_day() -> None:
    given = EmergencyList("Landesimpfzentrum Kaiserslautern", DAY, OPENING, "Empfang am Seiteneingang " * 8, ())
    pdf = emergency_pdf(given)
    assert "2021 Stand Mi 15.12. 08:00 · Empfang am" in texts(pdf)[0]
    assert "…" in texts(pdf)[0]
    assert not ink_outside(pdf, 5)


def test_names_stand_in_the_order_in_which_people_look_for_them() -> None:
    page = made(*map(line, NAMES))[0]
    order = [
        "Arm", "Ärmel", "d'Angelo", "Luck", "Lück", "Łukasz", "Ott", "Ozan", "Öztürk", "von der Heide", "Weiß",
        "Weissmann", "Zöllner",
    ]  # fmt: skip
    places = [page.index(f"{name}, Anna") for name in order]
    assert places == sorted(places)
    assert "Arm – Zöllner" in page


def test_both_orders_have_the_same_numbers_each_with_its_check_digit() -> None:
    lines = [line(f"Mensch{number}", number % 600) for number in range(700)]
    pages = made(*lines)
    by_name = [page for page in pages if "nach Namen" in page]
    by_hour = [page for page in pages if "nach Uhrzeit" in page]
    numbers = [sorted("".join(found) for page in some for found in NUMBER.findall(page)) for some in (by_name, by_hour)]
    assert numbers[0] == numbers[1] == sorted(each.number for each in lines)
    assert all(is_line_number(number) for number in numbers[0])


def test_each_hour_begins_on_a_page_of_its_own_and_the_last_page_is_for_others() -> None:
    pages = made(line("Früh", 5), line("Später", 65), line("Spät", 600))
    assert [page.split(" Seite ")[0] for page in pages] == [
        "Notfallliste: nach Namen",
        "Notfallliste: nach Uhrzeit, 8 Uhr",
        "Notfallliste: nach Uhrzeit, 9 Uhr",
        "Notfallliste: nach Uhrzeit, 18 Uhr",
        "Notfallliste: nicht auf der Liste",
    ]
    assert "Seite 5 von 5" in pages[-1]


def test_the_head_says_where_when_and_how_old_and_the_columns_what_to_write() -> None:
    page = made(line("Meier"), line("Ott", came_at=OPENING + timedelta(minutes=3), day_number="3-042"))[0]
    for part in (
        "Landesimpfzentrum Kaiserslautern · Mittwoch, 15. Dezember 2021", "Stand Mi 15.12. 08:00 · Empfang 3",
        "2 Termine, davon 1 schon da", "Nummer Zeit Name, Vorname geboren Impfstoff gekommen Charge Kürzel",
        "04.02.1941 Comirnaty", "08:03 3-042",
    ):  # fmt: skip
        assert part in page, part


def test_a_day_without_people_says_so() -> None:
    [page] = made()
    assert "Für diesen Tag sind keine Termine bekannt." in page


def test_names_that_mean_harm_are_listed_harmlessly() -> None:
    lines = [line(text, 7 * place, given=text, vaccine=text) for place, text in enumerate(HOSTILE.values())]
    given = EmergencyList(HOSTILE["long"], DAY, OPENING, HOSTILE["escape"], tuple(lines))
    pdf = emergency_pdf(given)
    read = texts(pdf)
    assert not any(sign in page for page in read for sign in "\x1b\x07\u202e\u200b\ufeff")
    assert all(each.number[:3] in read[0] for each in lines)
    assert not ink_outside(pdf, 5)
    assert set(sizes_mm(pdf)) == {(210, 297)}

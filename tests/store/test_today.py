"""Today's people: who is due about now comes first, the rest stays where it is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from empfang.model import Appointment, AppointmentStatus, Person, Phone
from empfang.rules.query import parse, terms_of
from empfang.store.today import Due, Expected, Guest, Today

NOW = datetime(2021, 12, 15, 9, 42, tzinfo=UTC)


def expected(
    family: str,
    given: str = "Anna",
    minutes: int = 0,
    *,
    person_id: str = "",
    status: AppointmentStatus = AppointmentStatus.BOOKED,
    code: str = "",
) -> tuple[Person, Appointment]:
    """Somebody whose appointment is that many minutes from now."""
    name = person_id or f"{family}-{given}"
    person = Person(
        id=name,
        family=family,
        given=given,
        birth_date=date(1941, 2, 1),
        phones=(Phone(number="+4917604069020"),),
    )
    start = NOW + timedelta(minutes=minutes)
    return person, Appointment(
        id=f"{name}@{minutes}",
        person_id=name,
        centre_id="KL",
        start=start,
        status=status,
        code=code,
        code_key=code.replace("-", ""),
    )


def take_in(today: Today, *pairs: tuple[Person, Appointment]) -> None:
    """As the desk does, with the terms that the index would hold."""
    today.load((Guest.of(person), Due.of(appointment), _terms(person)) for person, appointment in pairs)


def _terms(person: Person) -> str:
    numbers = [phone.number for phone in person.phones]
    return " ".join(terms_of(person.family, person.given, person.birth_date, person.town, numbers))


def day_of(*pairs: tuple[Person, Appointment]) -> Today:
    today = Today()
    take_in(today, *pairs)
    return today


def names(found: list[Expected]) -> list[str]:
    return [f"{hit.person.family} {hit.person.given}" for hit in found]


def search(today: Today, typed: str, limit: int = 60) -> list[str]:
    return names(today.search(parse(typed), NOW, limit))


@pytest.mark.parametrize(
    "typed",
    ["mueller", "MÜLLER", "mü an", "anna mull", "1.2.41", "müller 41", "9020", "0176 04", "müller 9020"],
)
def test_found_by_all_that_is_known_of_them(typed: str) -> None:
    today = day_of(expected("Müller"), expected("Möller-Beck", "Jan"))
    assert "Müller Anna" in search(today, typed)


def test_nobody_by_one_letter_or_by_nothing() -> None:
    today = day_of(expected("Müller"))
    assert search(today, "m") == search(today, "") == []


def test_those_due_about_now_first_then_by_time_name_and_id() -> None:
    today = day_of(
        expected("Meier", "Zora", 240),
        expected("Meier", "Anna", 240, person_id="2"),
        expected("Meier", "Anna", 240, person_id="1"),
        expected("Meier", "Emil", -120),
        expected("Meier", "Karl", 20),
        expected("Meier", "Rosa", -10),
    )
    assert search(today, "mei") == [
        "Meier Rosa",
        "Meier Karl",
        "Meier Emil",
        "Meier Anna",
        "Meier Anna",
        "Meier Zora",
    ]
    assert [hit.person.id for hit in today.search(parse("meier anna"), NOW, 9)] == ["1", "2"]


def test_who_is_here_already_or_has_cancelled_is_not_due() -> None:
    today = day_of(
        expected("Meier", "Anna", 0, status=AppointmentStatus.ARRIVED),
        expected("Meier", "Berta", 0, status=AppointmentStatus.CANCELLED),
        expected("Meier", "Clara", 5),
    )
    assert search(today, "meier") == ["Meier Clara", "Meier Anna", "Meier Berta"]


def test_the_limit_cuts_the_end() -> None:
    today = day_of(expected("Meier", "Anna", 200), expected("Meier", "Berta", 0))
    assert search(today, "meier", limit=1) == ["Meier Berta"]


def test_a_better_reading_comes_before_one_that_is_due() -> None:
    person, appointment = expected("Weber", "Ina", 300)
    other, due = expected("Koch", "Udo", 0)
    other = other.with_(birth_date=date(1970, 5, 5), phones=(Phone(number="+496311010241"),))
    today = day_of((other, due), (person, appointment))
    assert search(today, "010241") == ["Weber Ina", "Koch Udo"]


def test_a_complete_code_comes_first_and_its_beginning_is_found() -> None:
    today = day_of(
        expected("Klah", "Udo", 0),
        expected("Weber", "Ina", 300, code="KL-AHNG-UJ5G"),
        expected("Koch", "Eva"),
    )
    assert search(today, "kl ahng uj5g") == ["Weber Ina"]
    assert search(today, "KLAH") == ["Klah Udo", "Weber Ina"]


def test_two_appointments_of_one_person_are_two_rows() -> None:
    today = day_of(expected("Meier", minutes=0), expected("Meier", minutes=90))
    assert len(today) == 2
    assert len(today.search(parse("meier"), NOW)) == 2


def test_a_changed_person_is_found_by_the_new_name_only_in_all_rows() -> None:
    first, second = expected("Meier", minutes=0), expected("Meier", minutes=90)
    today = day_of(first, second)
    person = first[0].with_(family="Schulz")
    take_in(today, (person, first[1]), (person, second[1]))
    assert search(today, "meier") == []
    assert search(today, "schulz") == ["Schulz Anna", "Schulz Anna"]


def test_a_changed_appointment_moves_in_the_order() -> None:
    person, appointment = expected("Meier", "Anna", 0)
    today = day_of((person, appointment), expected("Meier", "Berta", 5))
    assert search(today, "meier") == ["Meier Anna", "Meier Berta"]
    take_in(today, (person, appointment.with_(start=NOW + timedelta(hours=3))))
    assert search(today, "meier") == ["Meier Berta", "Meier Anna"]
    assert len(today) == 2


def test_removed_ones_are_not_found() -> None:
    today = day_of(expected("Meier", minutes=0), expected("Meier", minutes=90), expected("Weber"))
    today.remove("Meier-Anna@0")
    assert len(search(today, "meier")) == 1
    assert today.person_ids == {"Meier-Anna", "Weber-Anna"}
    today.remove_person("Meier-Anna")
    today.remove("Meier-Anna@90")
    assert search(today, "meier") == []
    assert today.person_ids == {"Weber-Anna"}


def test_similar_names_without_those_found_already() -> None:
    today = day_of(
        expected("Schmitt"),
        expected("Schmidt"),
        expected("Schmid"),
        expected("Schneider"),
        expected("Zimmermann"),
    )
    assert names(today.similar(parse("schmitt"), NOW)) == ["Schmidt Anna", "Schmid Anna"]
    assert names(today.similar(parse("zimermann anna"), NOW)) == ["Zimmermann Anna"]
    assert today.similar(parse("1.2.41"), NOW) == today.similar(parse("x"), NOW) == []


def test_similar_names_know_who_came_later() -> None:
    today = day_of(expected("Weber"))
    assert today.similar(parse("schmitt"), NOW) == []
    take_in(today, expected("Schmidt"))
    assert names(today.similar(parse("schmitt"), NOW)) == ["Schmidt Anna"]


@pytest.mark.parametrize("name", ["[/b]", "'; --", "%%", "**", '""', "\x1b[31m", "N" * 300, "👍👍"])
def test_hostile_names_are_found_as_they_are_written(name: str) -> None:
    today = day_of(expected(name, ""), expected("Weber"))
    assert search(today, name) == [f"{name} "]

"""A hotline finds people here and at the service, opens them, and notices who is registered already."""

from datetime import date
from typing import Any

import pytest

from empfang import audit
from empfang.desk import ANSWERED, Anybody, AskState, RowState
from empfang.model import Appointment, AppointmentStatus, DeskRole, Operator, Person, Role
from empfang.protocol import FoundPersons
from empfang.sync.calls import Result
from empfang.sync.step import Reply
from tests.scenarios.test_restore import met
from tests.scenarios.test_scope import delete
from tests.world import InProcess, Place, World


class Away:
    """The service cannot be reached."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def find_persons(self, text: str, operator_id: str) -> Result[FoundPersons]:
        self.asked.append(text)
        return Result(Reply.UNREACHABLE)

    async def open_person(self, person_id: str, operator_id: str) -> Result[FoundPersons]:
        self.asked.append(person_id)
        return Result(Reply.UNREACHABLE)


class AnswerLost(InProcess):
    """The service does it, and the desk never hears of that."""

    async def open_person(self, person_id: str, operator_id: str) -> Result[FoundPersons]:
        await super().open_person(person_id, operator_id)
        return Result(Reply.UNREACHABLE)


def hotline(world: World, *serves: str) -> Place:
    """A hotline desk of Kaiserslautern, with everything that it gets."""
    place = world.place(role=DeskRole.HOTLINE, serves=serves)
    met(place)
    return place


def names(anybody: Anybody) -> list[str]:
    """Who is shown, in order."""
    return [each.given for each in anybody.people]


def opened(place: Place, person_id: str) -> None:
    """The clerk opens somebody, and the records come."""
    place.desk.anywhere.open(person_id)
    place.hear()
    met(place)
    assert place.desk.anywhere.opening(person_id).here


def test_whom_the_desk_knows_is_there_at_once_and_whom_the_service_finds_below(world: World) -> None:
    world.booked(world.person("Meier, Anna"))
    here = hotline(world)
    opened(here, world.person("Meier, Zora", registered_centre_id="KL").id)
    here.told.clear()
    first = here.desk.anywhere.search("meier")
    assert (names(first), first.asked) == (["Zora"], AskState.WAITING)
    here.hear()
    assert here.told == {(ANSWERED, "search")}
    both = here.desk.anywhere.again()
    assert (names(both), both.asked, both.more) == (["Zora", "Anna"], AskState.DONE, False)
    zora, anna = both.people
    assert (zora.here, anna.here) == (True, False)
    assert (anna.birth_date, anna.centres, anna.row.state) == (
        date(1941, 2, 4), ("Landesimpfzentrum Kaiserslautern",), RowState.ELSEWHERE,
    )  # fmt: skip


def test_nobody_changes_place_when_records_arrive(world: World) -> None:
    people = [world.person(f"Meier, {name}") for name in ("Anna", "Berta", "Carla")]
    for person in people:
        world.booked(person)
    here = hotline(world)
    here.desk.anywhere.search("meier")
    here.hear()
    before = here.desk.anywhere.again()
    assert names(before) == ["Carla", "Berta", "Anna"], "the newest first"
    opened(here, people[0].id)
    after = here.desk.anywhere.again()
    assert names(after) == names(before)
    assert [each.here for each in after.people] == [False, False, True]
    assert [each.row.appointment_id for each in after.people] == [None] * 3
    assert after.people[2].row.at is not None
    assert names(here.desk.anywhere.search("meier ")) == names(before), "blanks are no new search"
    assert names(here.desk.anywhere.search("meie")) == ["Anna"], "another text begins with whom the desk knows"


def test_opened_changed_and_seen_at_another_desk(world: World) -> None:
    """From the search to what another desk shows, and back."""
    person = world.person("Öztürk, Ayşe", street="Pariser Straße")
    appointment = world.booked(person, "10:20")
    here, reception = hotline(world), world.place()
    here.desk.anywhere.search("oeztuerk 41")
    here.hear()
    [found] = here.desk.anywhere.again().people
    opening = here.desk.anywhere.open(found.person_id)
    assert (opening.here, opening.asked) == (False, AskState.WAITING)
    here.told.clear()
    here.hear()
    assert here.told == {(ANSWERED, person.id)}
    opening = here.desk.anywhere.opening(person.id)
    assert (opening.here, opening.asked) == (False, AskState.DONE), "on their way"
    met(here)
    assert here.desk.anywhere.opening(person.id).here
    page = here.desk.page(person.id)
    assert page is not None
    assert [line.appointment.id for line in page.lines] == [appointment.id]
    here.desk.change_person(person.id, {"street": "Eisenbahnstraße"})
    here.desk.cancel(appointment.id, "telefonisch")
    met(here, reception)
    [there] = [each for each in reception.records(Person) if each.id == person.id]
    assert isinstance(there, Person)
    assert there.street == "Eisenbahnstraße"
    assert [a.status for a in reception.records(Appointment) if isinstance(a, Appointment)] == [
        AppointmentStatus.CANCELLED
    ]
    reception.desk.change_person(person.id, {"town": "Kusel"})
    met(reception, here)
    [again] = here.desk.anywhere.again().people
    assert (again.here, again.street, again.town) == (True, "Eisenbahnstraße", "Kusel")


def test_searches_and_openings_are_logged_in_the_operators_name(world: World) -> None:
    person = world.person(registered_centre_id="KL")
    here = hotline(world)
    here.desk.anywhere.search("meier")
    here.hear()
    opened(here, person.id)
    with world.database.reading() as cursor:
        trail = audit.events(cursor, world.database.flavour, f"desk:{here.id}")
    assert [(e.action, e.operator_id, e.subject, e.fields) for e in trail] == [
        ("search_persons", "op-1", "", "shown=1"),
        ("open_person", "op-1", person.id, ""),
    ]


def test_without_the_service_the_desk_says_so_and_finds_its_own(small_world: World) -> None:
    known = small_world.person("Meier, Anna", registered_centre_id="KL")
    here = hotline(small_world)
    opened(here, known.id)
    unknown = small_world.person("Meier, Berta", registered_centre_id="KL")
    here.desk.anywhere.search("meier")
    here.hear(Away())
    alone = here.desk.anywhere.again()
    assert (names(alone), alone.asked) == (["Anna"], AskState.AWAY)
    for person in (known, unknown):
        here.desk.anywhere.open(person.id)
    here.hear(Away())
    openings = [here.desk.anywhere.opening(person.id) for person in (known, unknown)]
    assert [(each.here, each.asked) for each in openings] == [(True, AskState.AWAY), (False, AskState.AWAY)]
    page = here.desk.page(known.id)
    assert page is not None


def test_what_failed_is_asked_again_once_the_service_is_back_and_not_before(small_world: World) -> None:
    small_world.person("Meier, Anna", registered_centre_id="KL")
    here, away = hotline(small_world), Away()
    here.asking.connected(False)
    here.desk.anywhere.search("meier")
    for _ in range(5):
        here.hear(away)
        assert here.desk.anywhere.again().asked is AskState.AWAY
    assert away.asked == ["meier"], "it does not ask and ask"
    here.told.clear()
    here.asking.connected(True)
    assert here.told == {(ANSWERED, "")}
    assert here.desk.anywhere.again().asked is AskState.WAITING
    here.hear()
    assert names(here.desk.anywhere.again()) == ["Anna"]


def test_when_only_the_answer_to_opening_is_lost_the_records_come_all_the_same(small_world: World) -> None:
    person = small_world.person(registered_centre_id="KL")
    here = hotline(small_world)
    here.desk.anywhere.open(person.id)
    here.hear(AnswerLost(small_world, here.id))
    assert here.desk.anywhere.opening(person.id).asked is AskState.AWAY
    met(here)
    assert here.desk.anywhere.opening(person.id).here


def test_the_service_goes_away_between_finding_and_the_records(small_world: World) -> None:
    """Opened, and the feed is cut off: nothing is shown as theirs until it is back."""
    person = small_world.person(registered_centre_id="KL")
    here = hotline(small_world)
    here.desk.anywhere.search("meier")
    here.hear()
    here.desk.anywhere.open(person.id)
    here.hear()
    opening = here.desk.anywhere.opening(person.id)
    assert (opening.here, opening.asked) == (False, AskState.DONE)
    assert here.desk.page(person.id) is None
    assert not here.desk.anywhere.again().people[0].here
    here.restart()
    assert here.desk.anywhere.opening(person.id).asked is AskState.NOT
    met(here)
    assert here.desk.anywhere.opening(person.id).here


def test_somebody_deleted_between_finding_and_opening(small_world: World) -> None:
    person = small_world.person("Vergessen, Vera", registered_centre_id="KL")
    here, reception = hotline(small_world), small_world.place()
    here.desk.anywhere.search("vergessen")
    here.hear()
    assert names(here.desk.anywhere.again()) == ["Vera"]
    delete(reception, person.id)
    met(reception)
    here.desk.anywhere.open(person.id)
    here.hear()
    opening = here.desk.anywhere.opening(person.id)
    assert (opening.here, opening.asked) == (False, AskState.UNKNOWN)
    here.desk.anywhere.search("")
    here.desk.anywhere.search("vergessen")
    here.hear()
    assert names(here.desk.anywhere.again()) == []


def test_whom_the_clerk_deletes_is_not_shown_any_more_though_the_service_found_them(small_world: World) -> None:
    person = small_world.person("Vergessen, Vera", registered_centre_id="KL")
    here = hotline(small_world)
    here.desk.anywhere.search("vergessen")
    here.hear()
    opened(here, person.id)
    here.desk.hotline.delete(person.id)
    assert names(here.desk.anywhere.again()) == []
    met(here)
    assert names(here.desk.anywhere.again()) == []


@pytest.mark.parametrize("operator", [None, "op-2"])
def test_who_may_not_search_hears_so_and_sees_whom_the_desk_knows(small_world: World, operator: str | None) -> None:
    small_world.put(Operator(id="op-2", name="Neu, Ina", role=Role.TRAINEE, centre_ids=("KL",)))
    small_world.person("Meier, Anna", registered_centre_id="KL")
    here = hotline(small_world)
    if operator is None:
        here.desk.operator_id = "unnamed"
    else:
        here.desk.sign_in(operator)
    here.desk.anywhere.search("meier")
    here.hear()
    assert here.desk.anywhere.again() == Anybody((), AskState.NOT_ALLOWED, False)


def test_another_operator_asks_in_their_own_name(small_world: World) -> None:
    small_world.put(Operator(id="op-2", name="Neu, Ina", role=Role.TRAINEE, centre_ids=("KL",)))
    small_world.person("Meier, Anna", registered_centre_id="KL")
    here = hotline(small_world)
    here.desk.anywhere.search("meier")
    here.hear()
    assert names(here.desk.anywhere.again()) == ["Anna"]
    here.desk.sign_in("op-2")
    assert (names(here.desk.anywhere.again()), here.desk.anywhere.again().asked) == ([], AskState.WAITING)
    here.hear()
    assert here.desk.anywhere.again().asked is AskState.NOT_ALLOWED


def test_a_reception_asks_nobody_and_finds_its_own(small_world: World) -> None:
    small_world.booked(small_world.person("Meier, Anna"))
    small_world.booked(small_world.person("Meier, Dora"), centre_id="DA")
    reception = small_world.place()
    found = reception.desk.anywhere.search("meier")
    assert (names(found), found.asked) == (["Anna"], AskState.NOT)
    reception.hear(away := Away())
    assert away.asked == []
    opening = reception.desk.anywhere.open(found.people[0].person_id)
    assert (opening.here, opening.asked) == (True, AskState.NOT)


def test_nothing_is_asked_for_less_than_two_signs_and_what_was_found_is_forgotten(small_world: World) -> None:
    small_world.person("Meier, Anna", registered_centre_id="KL")
    here = hotline(small_world)
    here.desk.anywhere.search("meier")
    here.hear()
    assert here.asking.answer("search").persons
    for text in ("", "m", "  "):
        assert here.desk.anywhere.search(text) == Anybody()
    here.hear(away := Away())
    assert (away.asked, here.asking.answer("search").persons) == ([], ())


def test_a_code_finds_its_person_at_the_service_and_here(small_world: World) -> None:
    person = small_world.person()
    small_world.booked(person, code="KL-HANP-Y95H")
    here = hotline(small_world)
    here.desk.anywhere.search("KL-HANP-Y95H")
    here.hear()
    [there] = here.desk.anywhere.again().people
    opened(here, person.id)
    [known] = here.desk.anywhere.search("kl hanp y95h").people
    assert ((there.here, there.by_code), (known.here, known.by_code)) == ((False, True), (True, True))


def test_a_person_of_yesterday_is_followed_again_when_they_are_opened_again(small_world: World) -> None:
    person = small_world.person(registered_centre_id="KL")
    here, reception = hotline(small_world), small_world.place()
    opened(here, person.id)
    small_world.wall.go_on(days=1)
    met(here)
    reception.desk.change_person(person.id, {"town": "Kusel"})
    met(reception, here)
    [stale] = here.desk.anywhere.search("meier").people
    assert stale.town == "", "nobody tells the desk any more"
    opened(here, person.id)
    [fresh] = here.desk.anywhere.again().people
    assert fresh.town == "Kusel"


# Registered already

ANNA: dict[str, Any] = {
    "family": "Schmitt", "given": "Anna", "birth_date": "1958-08-12", "street": "Lindenweg", "house_number": "14",
    "phones": ({"number": "+4917604069020"},),
}  # fmt: skip


def registered(world: World, **more: Any) -> Person:
    """Anna, as somebody else has registered her."""
    fields = {**ANNA, **more}
    name, born = f"{fields.pop('family')}, {fields.pop('given')}", fields.pop("birth_date")
    return world.person(name, born, registered_centre_id="KL", **fields)


def test_a_caller_who_is_registered_is_noticed_before_a_second_registration(world: World) -> None:
    person = registered(world)
    world.booked(person, "10:20")
    here = hotline(world)
    lookalikes = here.desk.anywhere.lookalikes
    assert lookalikes({"family": "Schmidt"}) == Anybody()
    assert lookalikes({"family": "Schmidt", "given": "Anna"}).asked is AskState.WAITING
    here.hear()
    assert lookalikes({"family": "Schmidt", "given": "Anna"}).people == (), "the name alone suspects nobody"
    typed = {"family": "Schmidt", "given": "Anna", "birth_date": "1958-08-12"}
    assert lookalikes(typed).people == ()
    here.hear()
    [suspect] = here.desk.anywhere.lookalikes_again().people
    assert (suspect.person_id, suspect.here, suspect.street, suspect.phones) == (person.id, False, "Lindenweg", ())
    assert suspect.why == ("similar_name", "same_birth_date")
    opened(here, person.id)
    [suspect] = here.desk.anywhere.lookalikes_again().people
    assert (suspect.here, suspect.phones) == (True, ("+4917604069020",))
    assert [line.centre_name for line in suspect.appointments] == ["Landesimpfzentrum Kaiserslautern"]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({}, ("same_name", "same_birth_date", "same_phone")),
        ({"family": "Schmidt"}, ("similar_name", "same_birth_date", "same_phone")),
        ({"birth_date": "1958-08-21", "phones": ()}, ("same_name", "near_birth_date")),
        ({"birth_date": "1958-12-08"}, ("same_name", "near_birth_date", "same_phone")),
        ({"family": "Weber"}, ("other_family_name", "same_birth_date", "same_phone")),
        ({"family": "Anna", "given": "Schmitt", "phones": ()}, ("swapped_names", "same_birth_date")),
        ({"birth_date": None, "phones": ({"number": "0176 040 69020"},)}, ("same_name", "birth_date_missing",
                                                                              "same_phone")),
    ],
)  # fmt: skip
def test_in_whatever_way_they_are_written_this_time(
    small_world: World, typed: dict[str, Any], why: tuple[str, ...]
) -> None:
    """Both where the desk knows them, and where only the service does."""
    person = registered(small_world)
    here = hotline(small_world)
    fields = {**ANNA, "street": "", **typed}
    here.desk.anywhere.lookalikes(fields)
    here.hear()
    [there] = here.desk.anywhere.lookalikes_again().people
    opened(here, person.id)
    here.desk.anywhere.lookalikes({})
    [known] = here.desk.anywhere.lookalikes(fields).people
    assert (there.why, known.why) == (why, why)
    assert (there.here, known.here) == (False, True)


@pytest.mark.parametrize(
    "typed",
    [
        {"given": "Peter"},
        {"birth_date": "1990-01-01"},
        {"given": "Lena", "family": "Weber"},
    ],
)
def test_a_family_at_one_number_is_not_one_person(small_world: World, typed: dict[str, Any]) -> None:
    registered(small_world)
    here = hotline(small_world)
    here.desk.anywhere.lookalikes({**ANNA, **typed})
    here.hear()
    assert here.desk.anywhere.lookalikes_again().people == ()


def test_who_was_just_registered_is_not_their_own_double(small_world: World) -> None:
    here = hotline(small_world)
    person_id = here.desk.register_person(ANNA)
    assert [each.person_id for each in here.desk.anywhere.lookalikes(ANNA).people] == [person_id]
    assert here.desk.anywhere.lookalikes(ANNA, but=person_id).people == ()
    met(here)
    here.desk.anywhere.lookalikes({})
    here.desk.anywhere.lookalikes(ANNA, but=person_id)
    here.hear()
    assert here.desk.anywhere.lookalikes_again().people == ()


def test_who_sounds_alike_is_noticed_among_those_the_desk_knows_without_the_service(small_world: World) -> None:
    person = registered(small_world, family="Meyer")
    here = hotline(small_world)
    opened(here, person.id)
    here.desk.anywhere.lookalikes({"family": "Maier", "given": "Anna", "phones": ANNA["phones"]})
    here.hear(Away())
    found = here.desk.anywhere.lookalikes_again()
    assert [each.why for each in found.people] == [("similar_name", "birth_date_missing", "same_phone")]
    assert found.asked is AskState.AWAY


def test_suspects_do_not_jump_while_one_types_on(small_world: World) -> None:
    one = registered(small_world)
    other = registered(small_world, family="Schmidt", id="other")
    here = hotline(small_world)
    here.desk.anywhere.lookalikes({**ANNA, "phones": ()})
    here.hear()
    before = [each.person_id for each in here.desk.anywhere.lookalikes_again().people]
    assert set(before) == {one.id, other.id}
    opened(here, before[1])
    here.desk.anywhere.lookalikes(ANNA)
    here.hear()
    assert [each.person_id for each in here.desk.anywhere.lookalikes_again().people] == before


def test_what_was_just_asked_is_not_asked_again(small_world: World) -> None:
    registered(small_world)
    here = hotline(small_world)
    for typed in (ANNA, {**ANNA, "street": "Li"}, {**ANNA, "town": "Kusel"}):
        here.desk.anywhere.lookalikes(typed)
    here.hear()
    for typed in (ANNA, {**ANNA, "street": "Lindenweg"}, {**ANNA, "family": "Schmidt"}):
        here.desk.anywhere.lookalikes(typed)
        here.hear()
    with small_world.database.reading() as cursor:
        trail = audit.events(cursor, small_world.database.flavour, f"desk:{here.id}")
    assert len(trail) == 5, "both beginnings with the date, the number, the name; then the other name"

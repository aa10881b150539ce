"""checkin.md 59 and 61: no printer, and a desk that was blacked out."""

from datetime import timedelta

import pytest

from empfang.desk import Admission, Counts, LateLine, NotOnTheList, OfDay, Printing, WhichOne
from empfang.model import Appointment, AppointmentStatus, Centre, Conflict, Encounter, EncounterState, Person, Source
from empfang.paper.values import Slip
from empfang.rules.centre_day import LIFTED
from empfang.rules.late_entry import Wrong
from empfang.rules.line_numbers import line_number
from tests.scenarios.test_papers import coordinator
from tests.times import DAY, at
from tests.world import Place, World

YESTERDAY = DAY - timedelta(days=1)


def encounters(place: Place) -> list[Encounter]:
    return [each for each in place.records(Encounter) if isinstance(each, Encounter)]


def entered(place: Place, text: str) -> LateLine:
    answer = place.desk.late.type_in(text, DAY)
    assert isinstance(answer, LateLine), answer
    return answer


def line_of(appointment: Appointment) -> str:
    return line_number(appointment.id)


@pytest.fixture
def booked(world: World) -> Appointment:
    """Hannelore Meier at 09:05; it is 09:40."""
    return world.booked(world.person(), "09:05")


class Printer:
    """Slips that were to be printed."""

    def __init__(self) -> None:
        self.slips: list[tuple[Slip, bool]] = []

    def __call__(self, slip: Slip, asked: bool) -> None:
        self.slips.append((slip, asked))


# 59


def test_59_without_a_printer_the_admission_stands_and_nothing_is_said(world: World, booked: Appointment) -> None:
    place = world.place()
    admitted = place.desk.admit(booked.person_id, booked.id)
    assert isinstance(admitted, Admission)
    assert admitted.day_number == "1-001"
    assert place.desk.printouts.again(None) is Printing.NO_PRINTER
    assert place.desk.printouts.again(admitted.encounter_id) is Printing.NO_PRINTER


def test_59_each_admission_sends_its_slip_and_it_can_be_printed_again(world: World, booked: Appointment) -> None:
    place, printer = world.place(), Printer()
    place.desk.printouts.use(printer, None)
    assert place.desk.printouts.again(None) is Printing.NOBODY
    admitted = place.desk.admit(booked.person_id, booked.id)
    assert isinstance(admitted, Admission)
    [(slip, asked)] = printer.slips
    assert not asked
    assert (slip.day_number, slip.family, slip.code, slip.vaccine) == ("1-001", "Meier", booked.code, "Comirnaty")
    assert (slip.at.strftime("%H:%M"), slip.centre) == ("09:40", "Landesimpfzentrum Kaiserslautern")
    assert slip.open_papers == ("identity", "earlier_doses", "information", "consent")
    place.restart()
    place.desk.printouts.use(printer, None)
    assert place.desk.printouts.again(None) == slip
    assert place.desk.printouts.again(admitted.encounter_id) == slip
    assert printer.slips[1:] == [(slip, True)] * 2


# 61: entering


def test_61_line_number_and_time_record_that_the_person_came_then_and_that_paper_says_so(
    world: World, booked: Appointment
) -> None:
    place = world.place()
    line = entered(place, f"{line_of(booked)} 0912")
    assert (line.counts, line.family, line.day_number) == (Counts.YES, "Meier", "1-001")
    [visit] = encounters(place)
    assert (visit.source, visit.arrived_at, visit.day) == (Source.PAPER, at("09:12"), DAY)
    [row] = place.store.database.connection.execute("SELECT bytes FROM outbox").fetchall()
    assert b'"recorded_at":"2021-12-15T08:40:00.000000Z"' in row[0]
    assert b'"occurred_at":"2021-12-15T08:12:00.000000Z"' in row[0]
    world.settle()
    world.assert_all_equal()


def test_61_any_desk_enters_any_list_also_one_that_was_enrolled_since(world: World, booked: Appointment) -> None:
    world.place()
    other = world.place()
    assert entered(other, f"{line_of(booked)} 0912").day_number == "2-001"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("{wrong} 0912", Wrong.CHECK_DIGIT), ("{number} 2530", Wrong.NO_SUCH_TIME), ("{number} 0941", Wrong.TO_COME),
        ("{number} neun", Wrong.NOT_A_LINE),
    ],
)  # fmt: skip
def test_61_a_slip_is_refused_and_nothing_is_stored(world: World, booked: Appointment, typed: str, why: Wrong) -> None:
    place = world.place()
    number = line_of(booked)
    wrong = number[:5] + str((int(number[5]) + 1) % 10)
    assert place.desk.late.type_in(typed.format(number=number, wrong=wrong), DAY) is why
    assert place.unsent() == 0
    assert encounters(place) == []


def test_61_who_came_in_while_it_was_not_open_is_entered_once_the_clerk_says_so(world: World) -> None:
    world.put(Centre(id="KL", name="Kaiserslautern", late_minutes=0, hours={"default": "08:00-09:00"}))
    appointment = world.booked(world.person(), "08:50")
    place = world.place()
    typed = f"{line_of(appointment)} 0904"
    assert place.desk.late.type_in(typed, DAY) is Wrong.AFTER_CLOSING
    assert place.unsent() == 0
    line = place.desk.late.type_in(typed, DAY, at_any_hour=True)
    assert isinstance(line, LateLine)
    assert [visit.arrived_at for visit in encounters(place)] == [at("09:04")]
    assert place.desk.late.type_in(f"{line_of(appointment)} 0941", DAY, at_any_hour=True) is Wrong.TO_COME


def test_61_a_number_of_nobody_is_refused(world: World, booked: Appointment) -> None:
    place = world.place()
    number = line_number("nobody")
    assert place.desk.late.type_in(f"{number} 0912", DAY) == NotOnTheList(number)
    assert place.unsent() == 0


def test_61_two_with_one_number_are_a_choice_never_the_first_one(world: World) -> None:
    seen: dict[str, str] = {}
    for place_in_row in range(3_000):
        number = line_number(f"a-{place_in_row}")
        if number in seen:
            break
        seen[number] = f"a-{place_in_row}"
    first, second = seen[number], f"a-{place_in_row}"
    world.booked(world.person("Meier, Hannelore"), "09:05", id=first)
    world.booked(world.person("Ott, Werner", "1950-05-06"), "09:10", id=second)
    place = world.place()
    answer = place.desk.late.type_in(f"{number} 0912", DAY)
    assert isinstance(answer, WhichOne)
    assert {person.family for person in answer.people} == {"Meier", "Ott"}
    seen_by = place.store.database.connection.execute("SELECT subject FROM audit_event WHERE action = 'view_identity'")
    assert {subject for (subject,) in seen_by} == {person.person_id for person in answer.people}
    assert place.unsent() == 0
    line = place.desk.late.enter(second, DAY, answer.at)
    assert isinstance(line, LateLine)
    assert (line.family, line.counts) == ("Ott", Counts.YES)
    assert [visit.appointment_id for visit in encounters(place)] == [second]


# 61: who is in already


def test_61_who_is_in_by_scan_elsewhere_stays_so_and_the_clerk_is_told(world: World, booked: Appointment) -> None:
    here, other = world.place(), world.place()
    other.desk.scan(booked.code)
    world.settle()
    line = entered(here, f"{line_of(booked)} 0912")
    assert (line.counts, line.other_desk, line.other_scanned, line.encounter_id) == (
        Counts.OTHER, other.name, True, None,
    )  # fmt: skip
    assert here.unsent() == 0


@pytest.mark.parametrize(("time", "counts"), [("1015", Counts.LEFT), ("0942", Counts.OTHER)])
def test_61_who_had_left_before_the_time_on_paper_is_not_said_to_be_in(
    world: World, booked: Appointment, time: str, counts: Counts
) -> None:
    place = world.place()
    scanned = place.desk.scan(booked.code)
    assert isinstance(scanned, Admission)
    world.wall.set("09:50")
    assert place.desk.left(scanned.encounter_id).done
    world.wall.set("10:30")
    line = entered(place, f"{line_of(booked)} {time}")
    assert (line.counts, line.encounter_id, len(encounters(place))) == (counts, None, 1)
    assert line.other_left_at is not None
    assert line.other_left_at.strftime("%H:%M") == "09:50"
    assert place.desk.late.again(line) == line


def test_61_the_same_line_twice_is_entered_once(world: World, booked: Appointment) -> None:
    place = world.place()
    entered(place, f"{line_of(booked)} 0912")
    again = entered(place, f"{line_of(booked)} 0915")
    assert (again.counts, again.other_desk, again.other_scanned) == (Counts.OTHER, place.name, False)
    assert len(encounters(place)) == 1


def test_61_who_was_in_already_and_was_taken_back_there_is_not_said_to_be_entered(
    world: World, booked: Appointment
) -> None:
    here, other = world.place(), world.place()
    scanned = other.desk.scan(booked.code)
    assert isinstance(scanned, Admission)
    world.settle()
    line = entered(here, f"{line_of(booked)} 0912")
    assert line.counts is Counts.OTHER
    assert other.desk.undo(scanned.encounter_id).done
    world.settle()
    assert here.desk.late.again(line).counts is Counts.NOTHING
    assert entered(here, f"{line_of(booked)} 0912").counts is Counts.YES
    assert here.desk.late.again(line).counts is Counts.OTHER


@pytest.mark.parametrize("first_to_send", ["paper", "scan"])
def test_61_a_scan_that_nobody_knew_of_counts_whichever_arrives_first(
    world: World, booked: Appointment, first_to_send: str
) -> None:
    here, other = world.place(), world.place()
    other.desk.scan(booked.code)
    line = entered(here, f"{line_of(booked)} 0912")
    assert line.counts is Counts.YES
    for place in (here, other) if first_to_send == "paper" else (other, here):
        place.push()
    world.settle()
    world.settle()
    world.assert_all_equal()
    by_source = {visit.source: visit for visit in encounters(here)}
    assert by_source[Source.SCAN].state is EncounterState.ACTIVE
    assert by_source[Source.PAPER].state is EncounterState.SUPERSEDED
    now = here.desk.late.again(line)
    assert (now.counts, now.other_desk, now.other_scanned) == (Counts.OTHER, other.name, True)
    [conflict] = here.records(Conflict)
    assert isinstance(conflict, Conflict)
    assert (conflict.conflict_kind, conflict.needs_decision) == ("double_check_in", False)


def test_61_who_cancelled_and_came_all_the_same_is_entered_and_to_be_cleared_up(world: World) -> None:
    gone = {"status": AppointmentStatus.CANCELLED, "cancelled_at": at("09:00")}
    appointment = world.booked(world.person(), "09:05", **gone)
    place = world.place()
    assert entered(place, f"{line_of(appointment)} 0912").counts is Counts.CANCELLED
    [conflict] = place.records(Conflict)
    assert isinstance(conflict, Conflict)
    assert conflict.conflict_kind == "cancelled_but_present"


# 61: days, order, taking back


def test_61_yesterday_s_list_is_entered_under_yesterday(world: World) -> None:
    appointment = world.booked(world.person(), "14:05", day=YESTERDAY)
    place = world.place()
    number = line_of(appointment)
    assert place.desk.late.type_in(f"{number} 1412", DAY) == NotOnTheList(number, YESTERDAY)
    assert place.desk.late.type_in("14.12.", DAY) == OfDay(YESTERDAY)
    line = place.desk.late.type_in(f"{number} 1412", YESTERDAY)
    assert isinstance(line, LateLine)
    [visit] = encounters(place)
    assert (visit.day, visit.arrived_at) == (YESTERDAY, at("14:12", YESTERDAY))
    world.settle()
    world.assert_all_equal()
    assert place.desk.late.take_back(visit.id).done
    world.settle()
    world.assert_all_equal()
    [visit] = encounters(place)
    assert visit.state is EncounterState.UNDONE


def test_61_taken_back_like_any_admission_also_after_a_restart(world: World, booked: Appointment) -> None:
    place, other = world.place(), world.place()
    line = entered(place, f"{line_of(booked)} 0912")
    place.restart()
    assert [each.encounter_id for each in place.desk.late.entered(DAY)] == [line.encounter_id]
    world.settle()
    assert not other.desk.late.take_back(line.encounter_id or "").done, "only the desk that entered it can"
    assert place.desk.late.take_back(line.encounter_id or "").done
    assert place.desk.late.again(line).counts is Counts.TAKEN_BACK
    world.settle()
    world.assert_all_equal()
    assert place.desk.late.entered(DAY) == []
    [appointment] = place.records(Appointment)
    assert isinstance(appointment, Appointment)
    assert appointment.status is AppointmentStatus.BOOKED


def test_61_only_what_came_from_paper_is_taken_back_there(world: World, booked: Appointment) -> None:
    place = world.place()
    admitted = place.desk.admit(booked.person_id, booked.id)
    assert isinstance(admitted, Admission)
    assert not place.desk.late.take_back(admitted.encounter_id).done


def test_61_the_last_line_comes_first_and_day_numbers_go_on(world: World, booked: Appointment) -> None:
    ott = world.booked(world.person("Ott, Werner", "1950-05-06"), "08:05")
    place = world.place()
    entered(place, f"{line_of(booked)} 0912")
    entered(place, f"{line_of(ott)} 0812")
    assert [(line.family, line.day_number) for line in place.desk.late.entered(DAY)] == [
        ("Ott", "1-002"), ("Meier", "1-001"),
    ]  # fmt: skip


def test_61_who_came_long_after_their_time_is_late_on_paper_too(world: World) -> None:
    appointment = world.booked(world.person(), "07:35")
    place = world.place()
    entered(place, f"{line_of(appointment)} 0906")
    assert encounters(place)[0].late


def test_61_nobody_is_late_on_paper_on_a_day_without_that_limit(world: World) -> None:
    appointment = world.booked(world.person(), "07:35")
    place = world.place()
    coordinator(world, place)
    place.desk.plan_today(late_minutes=LIFTED)
    entered(place, f"{line_of(appointment)} 0906")
    assert not encounters(place)[0].late


def test_61_a_line_of_somebody_who_is_not_known_any_more_is_refused(world: World, booked: Appointment) -> None:
    place = world.place()
    place.store.database.connection.execute("DELETE FROM person WHERE id = ?", (booked.person_id,))
    assert place.desk.late.type_in(f"{line_of(booked)} 0912", DAY) == NotOnTheList(line_of(booked))
    assert place.unsent() == 0
    assert place.records(Person) == []

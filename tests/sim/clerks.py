"""What clerks do, by the kind of command it records. A kind that is missing here fails a test."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

from empfang.commands.booking import Book, Rebook, TakeShortNotice
from empfang.commands.cancelling import CancelAppointment
from empfang.commands.centre_day import PlanDay
from empfang.commands.confirming import AskConfirmation, TellConfirmation
from empfang.commands.conflict import OPEN, ResolveConflict
from empfang.commands.granting import NewAppointment
from empfang.commands.inquiry import RecordInquiry
from empfang.commands.person import DeleteRegistration
from empfang.commands.visit import CheckIn, UndoCheckIn, walk_in_id
from empfang.commands.waiting_list import JoinWaitingList
from empfang.desk import MoveOffer, PaperNote
from empfang.ids import new_id
from empfang.model import (
    Appointment,
    Channel,
    Communication,
    Conflict,
    DoseKind,
    Encounter,
    Person,
    ProofKind,
    ProofState,
    ReportedDose,
    Slot,
    Source,
)
from empfang.rules.codes import make_code
from empfang.rules.conflicts import choices
from tests.sim.callers import CALLER_WEIGHTS, CALLERS
from tests.sim.hands import NOBODY, one_of, pick, record
from tests.sim.parts import COORDINATOR

if TYPE_CHECKING:
    from tests.sim.desks import SimDesk

Action = Callable[["SimDesk", Random], str]
SOME_DAY = date(2021, 6, 14)


# Visits


def scan(desk: "SimDesk", draw: Random) -> str:
    """A code is scanned."""
    appointment = pick(desk, draw, Appointment)
    if appointment is None or not appointment.code:
        return NOBODY
    return type(desk.desk.scan(appointment.code)).__name__ + f" {appointment.id}"


def admit(desk: "SimDesk", draw: Random) -> str:
    """Somebody found by name is admitted."""
    appointment = pick(desk, draw, Appointment)
    if appointment is None:
        return NOBODY
    done = desk.desk.admit(appointment.person_id, appointment.id)
    return f"{type(done).__name__} {appointment.id}"


def admit_again(desk: "SimDesk", draw: Random) -> str:
    """Somebody who is in, or had left, comes in again by intent."""
    visit = pick(desk, draw, Encounter)
    if visit is None:
        return NOBODY
    done = desk.desk.admit(visit.person_id, visit.appointment_id, readmission_reason="wieder da")
    return f"{type(done).__name__} {visit.appointment_id}"


def admit_from_paper(desk: "SimDesk", draw: Random) -> str:
    """Typed in later from a list, whatever the arrival's rules say; now and then nobody knows the appointment."""
    appointment = pick(desk, draw, Appointment)
    if appointment is None:
        return NOBODY
    payload = CheckIn(
        encounter_id=new_id(),
        person_id=appointment.person_id,
        appointment_id=appointment.id if draw.random() < 0.9 else new_id(),
        centre_id=desk.centre_id,
        day=desk.desk._reading.today(),
        day_number=f"P-{draw.randrange(1000)}",
        readmission_reason="Liste" if draw.random() < 0.1 else "",
    )
    return record(desk, payload, Source.PAPER)


def walk_in(desk: "SimDesk", draw: Random) -> str:
    """Somebody comes without an appointment; desks that are cut off may let the same one in."""
    person = pick(desk, draw, Person)
    if person is None:
        return NOBODY
    return f"{type(desk.desk.walk_in(person.id, 'Leitung')).__name__} {person.id}"


def walk_in_from_paper(desk: "SimDesk", draw: Random) -> str:
    """Typed in later, whatever the card would have said."""
    person = pick(desk, draw, Person)
    if person is None:
        return NOBODY
    day = desk.desk._reading.today()
    payload = CheckIn(
        encounter_id=new_id(),
        person_id=person.id,
        appointment_id=walk_in_id(desk.centre_id, person.id, day),
        centre_id=desk.centre_id,
        day=day,
        day_number=f"P-{draw.randrange(1000)}",
        walk_in=True,
    )
    return record(desk, payload, Source.PAPER)


def undo(desk: "SimDesk", draw: Random) -> str:
    """A check-in is taken back, also another desk's."""
    visit = pick(desk, draw, Encounter)
    return NOBODY if visit is None else f"{desk.desk.undo(visit.id)} {visit.id}"


def undo_own(desk: "SimDesk", draw: Random) -> str:
    """The clerk takes back what was just done."""
    own = [row[0] for row in desk.run("SELECT id FROM encounter WHERE desk_id = ? ORDER BY id DESC", desk.id)]
    chosen = one_of(draw, own)
    return NOBODY if chosen is None else f"{desk.desk.undo(chosen)} {chosen}"


def undo_unknown(desk: "SimDesk", draw: Random) -> str:
    """Taken back where the visit is not known (from paper)."""
    person = pick(desk, draw, Person)
    if person is None:
        return NOBODY
    return record(
        desk, UndoCheckIn(encounter_id=new_id(), person_id=person.id, day=desk.desk._reading.today()), Source.PAPER
    )


def leave(desk: "SimDesk", draw: Random) -> str:
    """Somebody goes without a dose."""
    visit = pick(desk, draw, Encounter)
    return NOBODY if visit is None else f"{desk.desk.left(visit.id, 'Fieber')} {visit.id}"


def send_back(desk: "SimDesk", draw: Random) -> str:
    """A doctor sends somebody back."""
    visit = pick(desk, draw, Encounter)
    return NOBODY if visit is None else f"{desk.desk.postpone(visit.id, 'anderer Tag')} {visit.id}"


# Papers, and what holds today


def _note(kind: ProofKind, state: ProofState, how: str) -> PaperNote:
    """With what such a paper shows."""
    doses = (ReportedDose(given_on=SOME_DAY, vaccine="Comirnaty"),) if kind is ProofKind.EARLIER_DOSES else ()
    return PaperNote(kind, state, how, doses=doses, on=SOME_DAY if kind is ProofKind.RECOVERY else None)


def note_papers(desk: "SimDesk", draw: Random) -> str:
    """Something was shown, is missing, or was noted by mistake; also of somebody whom another desk deletes."""
    person = pick(desk, draw, Person)
    if person is None:
        return NOBODY
    kinds = draw.sample(sorted(ProofKind), draw.choice((1, 1, 2)))
    notes = [_note(kind, draw.choice(sorted(ProofState)), draw.choice(("", "passport"))) for kind in kinds]
    return f"{desk.desk.note_papers(person.id, notes)} {person.id} {[str(each.kind) for each in notes]}"


def plan_today(desk: "SimDesk", draw: Random) -> str:
    """The coordinator sets what holds; now and then somebody does who has no right to."""
    values: dict[str, Any] = {
        "early_minutes": draw.choice((None, 30, 120)),
        "late_minutes": draw.choice((None, 600)),
        "info": draw.choice(("", "Januar: Freigabe noch offen.")),
        "lanes": draw.choice(({}, {}, {"1": ["Comirnaty"]}, {"1": ["Comirnaty"], "2": ["Spikevax"]})),
    }
    names = draw.sample(sorted(values), draw.choice((1, 2)))
    chosen = {name: values[name] for name in names}
    was, desk.desk.operator_id = desk.desk.operator_id, COORDINATOR
    try:
        if draw.random() < 0.1:
            desk.desk.operator_id = "op-1"
            return record(desk, PlanDay(centre_id=desk.centre_id, day=desk.desk._reading.today(), values=chosen))
        return f"{desk.desk.plan_today(**chosen)} {names}"
    finally:
        desk.desk.operator_id = was


# People


def change(desk: "SimDesk", draw: Random) -> str:
    """A field or two are corrected; often the same ones."""
    person = pick(desk, draw, Person)
    if person is None:
        return NOBODY
    token = person.family.split("-")[0]
    values: dict[str, Any] = {
        "street": f"{token}weg {draw.randrange(4)}",
        "town": draw.choice(("Kusel", "Landstuhl", "Worms")),
        "phones": ({"number": f"+49631{draw.randrange(10**6)}"},),
        "family": f"{token}-{draw.choice('ABC')}",
        "email": f"{token}{draw.randrange(3)}@example.org",
    }
    names = draw.sample(sorted(values), draw.choice((1, 1, 2)))
    return f"{desk.desk.change_person(person.id, {name: values[name] for name in names})} {person.id} {names}"


def register(desk: "SimDesk", draw: Random) -> str:
    """Somebody new."""
    family = desk.sim.new_name()
    person_id = desk.desk.register_person({"family": family, "given": "Neu", "birth_date": "1950-01-01"})
    desk.sim.names[person_id] = family
    return f"{person_id} {family}"


def register_and_book(desk: "SimDesk", draw: Random) -> str:
    """Somebody new, who wants a place at once and whose number is then corrected."""
    said = register(desk, draw)
    person_id = said.split()[0]
    said += " | " + _book_for(desk, draw, [person_id])
    desk.desk.change_person(person_id, {"town": "Kaiserslautern"})
    return said


def delete(desk: "SimDesk", draw: Random) -> str:
    """Somebody wants to be forgotten."""
    person = pick(desk, draw, Person)
    if person is None:
        return NOBODY
    return record(desk, DeleteRegistration(person_id=person.id, centre_id=desk.centre_id))


# Appointments


def _wanted(
    desk: "SimDesk", draw: Random, person_id: str, slot: Slot, kind: DoseKind, series: str | None, party: str | None
) -> NewAppointment | None:
    contingent = one_of(draw, sorted(slot.capacity))
    if contingent is None:
        return None
    centre_id = slot.centre_id if draw.random() < 0.95 else desk.centre_id
    return NewAppointment(
        appointment_id=new_id(),
        person_id=person_id,
        centre_id=centre_id,
        slot_id=slot.id,
        contingent_id=contingent,
        dose_kind=kind,
        series_id=series,
        party_id=party,
        code=make_code(centre_id, draw.randrange),
    )


def _book_for(desk: "SimDesk", draw: Random, people: Sequence[str]) -> str:
    slots = sorted(desk.all(Slot), key=lambda slot: (slot.start, slot.id))
    if not slots:
        return "no places known"
    party = new_id() if len(people) > 1 else None
    pair = draw.random() < 0.4
    wanted: list[NewAppointment | None] = []
    for person_id in people:
        if pair and len(slots) > 1:
            first, second = sorted(draw.sample(range(len(slots)), 2), reverse=draw.random() < 0.1)
            series = new_id()
            wanted.append(_wanted(desk, draw, person_id, slots[first], DoseKind.FIRST, series, party))
            wanted.append(_wanted(desk, draw, person_id, slots[second], DoseKind.SECOND, series, party))
        else:
            slot = one_of(draw, slots)
            wanted.append(slot and _wanted(desk, draw, person_id, slot, DoseKind.BOOSTER, None, party))
    places = [each for each in wanted if each is not None]
    if len(places) < len(wanted) or not places:
        return "no places known"
    if len(places) == 1 and places[0].centre_id == desk.centre_id:
        one = places[0]
        return "book " + desk.desk.book(one.person_id, one.slot_id, one.contingent_id, one.dose_kind)
    return record(desk, Book(appointments=tuple(places)))


def book(desk: "SimDesk", draw: Random) -> str:
    """A place, or a pair, for somebody."""
    person = pick(desk, draw, Person)
    return NOBODY if person is None else _book_for(desk, draw, [person.id])


def book_party(desk: "SimDesk", draw: Random) -> str:
    """Places for several together."""
    ids = [row[0] for row in desk.run("SELECT id FROM person ORDER BY id")]
    if len(ids) < 2:
        return NOBODY
    return _book_for(desk, draw, draw.sample(ids, min(len(ids), draw.choice((2, 2, 3, 4)))))


def rebook(desk: "SimDesk", draw: Random) -> str:
    """Another place instead of the one that is held; also of one that is only asked for."""
    old = pick(desk, draw, Appointment)
    slot = one_of(draw, desk.all(Slot), biased=False)
    if old is None or slot is None:
        return NOBODY
    if slot.centre_id == desk.centre_id and slot.capacity and draw.random() < 0.5:
        offer = MoveOffer(slot.id, min(slot.capacity), slot.start, 1)
        return f"move {old.id} {desk.desk.move(old.id, offer)}"
    kind = old.dose_kind or DoseKind.BOOSTER
    wanted = _wanted(desk, draw, old.person_id, slot, kind, old.series_id, old.party_id)
    return NOBODY if wanted is None else record(desk, Rebook(old_appointment_id=old.id, new=wanted))


def cancel(desk: "SimDesk", draw: Random) -> str:
    """An appointment is not wanted any more; also one that is only asked for, or was moved."""
    appointment = pick(desk, draw, Appointment)
    return NOBODY if appointment is None else f"{desk.desk.cancel(appointment.id, 'krank')} {appointment.id}"


def cancel_unknown(desk: "SimDesk", draw: Random) -> str:
    """From paper, of an appointment that this desk does not know."""
    person = pick(desk, draw, Person)
    if person is None:
        return NOBODY
    return record(desk, CancelAppointment(appointment_id=new_id(), person_id=person.id), Source.PAPER)


def take_short_notice(desk: "SimDesk", draw: Random) -> str:
    """A freed place, or a pair, for somebody who may hold an older one; also where the centre gives none."""
    person = pick(desk, draw, Person)
    slots = sorted(desk.all(Slot), key=lambda slot: (slot.start, slot.id))
    if person is None or len(slots) < 2:
        return NOBODY
    pair = draw.random() < 0.4
    first, second = sorted(draw.sample(range(len(slots)), 2))
    series = new_id() if pair else None
    wanted = [_wanted(desk, draw, person.id, slots[first], DoseKind.FIRST, series, None)]
    if pair:
        wanted.append(_wanted(desk, draw, person.id, slots[second], DoseKind.SECOND, series, None))
    places = tuple(each for each in wanted if each is not None)
    return record(desk, TakeShortNotice(appointments=places)) if len(places) == len(wanted) else "no places known"


def wait(desk: "SimDesk", draw: Random) -> str:
    """Somebody is put on the waiting list."""
    person = pick(desk, draw, Person)
    if person is None:
        return NOBODY
    return record(
        desk,
        JoinWaitingList(
            appointment_id=new_id(),
            person_id=person.id,
            centre_id=desk.centre_id,
            dose_kind=draw.choice(sorted(DoseKind)),
            priority=draw.choice((None, 1, 3)),
        ),
    )


# Confirmations, and calls that end without anything else


def tell(desk: "SimDesk", draw: Random) -> str:
    """A confirmation is read out, whatever became of it."""
    message = pick(desk, draw, Communication)
    if message is None:
        return NOBODY
    return record(desk, TellConfirmation(communication_id=message.id, person_id=message.person_id))


def send_again(desk: "SimDesk", draw: Random) -> str:
    """Somebody wants it once more, by another way."""
    appointment = pick(desk, draw, Appointment)
    if appointment is None:
        return NOBODY
    return record(
        desk,
        AskConfirmation(
            communication_id=new_id(),
            person_id=appointment.person_id,
            centre_id=appointment.centre_id,
            appointment_ids=(appointment.id,),
            channel=draw.choice(sorted(Channel)),
        ),
    )


def inform(desk: "SimDesk", draw: Random) -> str:
    """Somebody only wanted to know something."""
    payload = RecordInquiry(
        inquiry_id=new_id(),
        centre_id=desk.centre_id,
        day=desk.desk._reading.today(),
        topic=draw.choice(("", "places", "rules")),
    )
    return record(desk, payload)


# What needs a decision


def resolve(desk: "SimDesk", draw: Random) -> str:
    """A conflict is decided, or a decision is taken back; another desk may do so, too."""
    conflict = pick(desk, draw, Conflict)
    if conflict is None:
        return NOBODY
    words = [choice.word for choice in choices(conflict)] or ["keep"]
    word = draw.choice([*words, OPEN])
    return f"{desk.desk.decide(conflict.id, word)} {conflict.conflict_kind} {conflict.id} {word}"


def decide_offline(desk: "SimDesk", draw: Random) -> str:
    """A decision about what needs one, whatever the screen offers."""
    open_ones = [each for each in desk.all(Conflict) if each.needs_decision]
    conflict = one_of(draw, open_ones)
    if conflict is None:
        return NOBODY
    payload = ResolveConflict(
        conflict_id=conflict.id,
        person_id=conflict.person_id,
        choice=draw.choice(("base", "mine", "theirs", "keep", "noted")),
        about=tuple(conflict.facts.get("encounters", ())),
        field=str(conflict.facts.get("field", "")),
    )
    return record(desk, payload)


CLERKS: Mapping[str, Sequence[Action]] = {
    "check_in": (scan, admit, admit, admit, admit_again, admit_from_paper, walk_in, walk_in_from_paper),
    "undo_check_in": (undo, undo_own, undo_own, undo_own, undo_unknown),
    "left_before_dose": (leave,),
    "postpone": (send_back,),
    "add_proof": (note_papers,),
    "plan_day": (plan_today,),
    "register_person": (register, register, register_and_book),
    "change_person": (change,),
    "delete_registration": (delete,),
    "book": (book, book, book_party),
    "rebook": (rebook,),
    "take_short_notice": (take_short_notice,),
    "join_waiting_list": (wait,),
    "tell_confirmation": (tell,),
    "ask_confirmation": (send_again,),
    "record_inquiry": (inform,),
    "resolve_conflict": (resolve, resolve, decide_offline),
    "cancel_appointment": (cancel, cancel, cancel, cancel, cancel_unknown),
    **CALLERS,
}
"""What leads to each kind of command."""
WEIGHTS: Mapping[str, int] = {
    "check_in": 24,
    "undo_check_in": 9,
    "left_before_dose": 5,
    "postpone": 4,
    "add_proof": 8,
    "plan_day": 3,
    "register_person": 6,
    "change_person": 16,
    "delete_registration": 2,
    "book": 18,
    "rebook": 12,
    "take_short_notice": 8,
    "join_waiting_list": 4,
    "tell_confirmation": 4,
    "ask_confirmation": 4,
    "record_inquiry": 2,
    "cancel_appointment": 8,
    "resolve_conflict": 6,
    "from_the_future": 1,
    **CALLER_WEIGHTS,
}
"""How often each is chosen."""

"""What those do who have to do with doses: vials and syringes, calls, promises; by the kind of command it records."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from empfang.commands.allotting import Allot, ReturnAllotment
from empfang.commands.asking_by_text import AskByText
from empfang.commands.bringing import BringAlong
from empfang.commands.calling import LeaseCalls, RecordCall, ReleaseCall, ToCall
from empfang.commands.doses import CorrectVial, CountDoses, DiscardDoses, DrawDoses, GiveDose, OpenVial, TakeBackDoses
from empfang.commands.doses import vial_id as labelled
from empfang.commands.granting import NewAppointment
from empfang.commands.immunization import CorrectImmunization, RecordImmunization
from empfang.commands.on_site import NoteOnSite
from empfang.commands.promised import ToPromise
from empfang.commands.promising import PromiseDose, PromiseFromAllotment, WithdrawPromise
from empfang.ids import new_id
from empfang.model import (
    Allotment,
    Appointment,
    AppointmentStatus,
    CallAttempt,
    CallLease,
    DoseChange,
    DoseKind,
    Encounter,
    Immunization,
    Person,
    Promise,
    Slot,
    Source,
    Vial,
)
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.codes import make_code
from empfang.rules.leftover_records import given_id
from empfang.rules.on_site import OnSite
from empfang.rules.origins import WALK_IN
from tests.sim.hands import NOBODY, one_of, pick, record

if TYPE_CHECKING:
    from tests.sim.desks import SimDesk

SHARED = tuple(f"+4963155500{number}" for number in range(3))
"""Numbers at which more than one can be reached."""
KINDS = (
    ("COM", "full", "Comirnaty", DoseKind.BOOSTER),
    ("SPI", "half", "Spikevax", DoseKind.BOOSTER),
    ("SPI", "full", "Spikevax", DoseKind.FIRST),
)
"""Doses: code and size, what the vaccine is called, and for whom it is. Nobody is booked for the last two."""
_FAR = timedelta(days=100)
"""Vials keep so long: that they end has tests of its own."""


def _now(desk: "SimDesk") -> datetime:
    return desk.desk.clock.now()


def _day(desk: "SimDesk") -> date:
    return desk.desk._reading.today()


def _here(desk: "SimDesk") -> dict[str, Any]:
    return {"centre_id": desk.centre_id, "day": _day(desk)}


def _dose(draw: Random) -> dict[str, str]:
    vaccine, size, *_ = draw.choice(KINDS)
    return {"vaccine": vaccine, "size": size}


def _in_one_write(desk: "SimDesk", *payloads: Any) -> str:
    """These together or none of them."""

    def write(writing: Any, stamp: Any) -> None:
        for payload in payloads:
            writing.record(payload, stamp)

    desk.desk._record_all(write)
    return " + ".join(each.model_dump_json(exclude_defaults=True)[:120] for each in payloads)


# Vials


def open_vial(desk: "SimDesk", draw: Random) -> str:
    """A vial, often one that another desk enters, too."""
    dose, label = _dose(draw), draw.choice(("", "1", "2", "3"))
    here = _here(desk)
    number = labelled(**here, vaccine=dose["vaccine"], label=label) if label else new_id()
    opened_at = _now(desk) - timedelta(minutes=draw.randrange(3))
    use_by = draw.choice((None, opened_at + _FAR))
    drawn = draw.choice((0, 1, 2, 6, 10, 20))
    return record(
        desk, OpenVial(vial_id=number, **here, **dose, label=label, opened_at=opened_at, use_by=use_by, drawn=drawn)
    )


def draw_doses(desk: "SimDesk", draw: Random) -> str:
    """More or fewer than was thought, or of another size; now and then of a vial that is not known."""
    vial = pick(desk, draw, Vial)
    if vial is None or draw.random() < 0.1:
        return record(desk, DrawDoses(vial_id=new_id(), drawn=3), Source.PAPER)
    return record(desk, DrawDoses(vial_id=vial.id, drawn=draw.randrange(9), size=draw.choice((None, None, vial.size))))


def correct_vial(desk: "SimDesk", draw: Random) -> str:
    """It came out of the fridge, has another lot, or was entered by mistake, or not after all."""
    vial = pick(desk, draw, Vial)
    if vial is None:
        return NOBODY
    said: dict[str, Any] = {
        "lot": draw.choice(("FH4090", "FK0112")),
        "out_at": _now(desk),
        "use_by": _now(desk) + _FAR,
        "void": draw.random() < 0.3,
    }
    names = draw.sample(sorted(said), draw.choice((1, 1, 2)))
    return record(desk, CorrectVial(vial_id=vial.id, **{name: said[name] for name in names}))


# Doses


def give(desk: "SimDesk", draw: Random) -> str:
    """Somebody has had their dose; another desk may note it, too."""
    visit = pick(desk, draw, Encounter)
    if visit is None:
        return NOBODY
    vial = pick(desk, draw, Vial)
    dose = {"vaccine": vial.vaccine, "size": vial.size} if vial is not None else _dose(draw)
    of = vial.id if vial is not None and draw.random() < 0.5 else None
    where = {"centre_id": visit.centre_id, "day": visit.day}
    return _in_one_write(
        desk,
        GiveDose(change_id=given_id(visit.id), **where, **dose, vial_id=of),
        RecordImmunization(person_id=visit.person_id, encounter_id=visit.id, **where, **dose, vial_id=of),
    )


def not_given(desk: "SimDesk", draw: Random) -> str:
    """It was noted by mistake, of this person or of one whose dose is not known here."""
    dose = pick(desk, draw, Immunization)
    if dose is None:
        person = pick(desk, draw, Person)
        return NOBODY if person is None else record(desk, CorrectImmunization(person_id=person.id, encounter_id="?"))
    return _in_one_write(
        desk,
        CorrectImmunization(person_id=dose.person_id, encounter_id=dose.encounter_id),
        TakeBackDoses(change_id=given_id(dose.encounter_id)),
    )


def discard(desk: "SimDesk", draw: Random) -> str:
    """A syringe fell down."""
    said = {"number": draw.choice((1, 1, 2)), "reason": "gefallen"}
    return record(desk, DiscardDoses(change_id=new_id(), **_here(desk), **_dose(draw), **said))


def count(desk: "SimDesk", draw: Random) -> str:
    """Somebody counts what lies there."""
    number, computed = draw.randrange(8), draw.choice((None, 4))
    return record(desk, CountDoses(change_id=new_id(), **_here(desk), **_dose(draw), number=number, computed=computed))


def take_back(desk: "SimDesk", draw: Random) -> str:
    """It was not so; also of what this desk does not know."""
    changes = [each for each in desk.all(DoseChange) if each.change != "given"]
    chosen = one_of(draw, changes)
    return record(desk, TakeBackDoses(change_id=new_id() if chosen is None else chosen.id))


# Calls


def _to_call(person: Person, draw: Random) -> ToCall:
    own = [each.number for each in person.phones]
    return ToCall(person_id=person.id, numbers=(*own, *draw.sample(SHARED, draw.choice((0, 0, 1)))))


def lease(desk: "SimDesk", draw: Random) -> str:
    """One person, or some, is called now; a desk may say that it goes on without a network."""
    people = [pick(desk, draw, Person) for _ in range(draw.choice((1, 1, 1, 3, 6)))]
    chosen = {each.id: _to_call(each, draw) for each in people if each is not None}
    if not chosen:
        return NOBODY
    minutes = draw.choice((None, None, None, 5, 30))
    people_to_call = tuple(chosen.values())
    return record(desk, LeaseCalls(centre_id=desk.centre_id, people=people_to_call, offline_minutes=minutes))


def _lease(desk: "SimDesk", draw: Random) -> Any:
    """A lease, mostly of this desk."""
    own = [each for each in desk.all(CallLease) if each.desk_id == desk.id]
    return one_of(draw, list(reversed(own))) if draw.random() < 0.8 else pick(desk, draw, CallLease)


def release(desk: "SimDesk", draw: Random) -> str:
    """Nobody was dialled; also by a lease that has passed on."""
    known = _lease(desk, draw)
    if known is None:
        return NOBODY
    return record(desk, ReleaseCall(person_id=known.person_id, centre_id=known.centre_id, fence=known.fence))


def call(desk: "SimDesk", draw: Random) -> str:
    """Whatever came of it, or of an earlier call after all; also of somebody who called themselves."""
    known = _lease(desk, draw)
    person_id = known.person_id if known is not None else None
    if person_id is None:
        person = pick(desk, draw, Person)
        if person is None:
            return NOBODY
        person_id = person.id
    attempts = [each for each in desk.all(CallAttempt) if each.person_id == person_id]
    corrected = one_of(draw, attempts) if draw.random() < 0.2 else None
    payload = RecordCall(
        attempt_id=new_id(),
        person_id=person_id,
        **_here(desk),
        outcome=draw.choice(sorted(CallOutcome)),
        number=draw.choice(SHARED),
        vaccines=("COM",),
        callback_at=_now(desk) + timedelta(minutes=20),
        reason=f"{desk.sim.names.get(person_id, '')} hustet",
        earliest_on=_day(desk) + timedelta(days=28),
        corrects=None if corrected is None else corrected.id,
        fence=known.fence if known is not None else 0,
    )
    return record(desk, payload)


# Promises


def _second(desk: "SimDesk", draw: Random, person_id: str) -> NewAppointment | None:
    slot = one_of(draw, desk.all(Slot), biased=False)
    if slot is None or not slot.capacity:
        return None
    return NewAppointment(
        appointment_id=new_id(),
        person_id=person_id,
        centre_id=slot.centre_id,
        slot_id=slot.id,
        contingent_id=min(slot.capacity),
        dose_kind=DoseKind.SECOND,
        code=make_code(slot.centre_id, draw.randrange),
    )


def _wanted(
    desk: "SimDesk", draw: Random, dose: tuple[str, str] | None = None, person: Person | None = None
) -> ToPromise | None:
    """For somebody who is there soon, alone or with one more, perhaps instead of a later appointment. Only who asks for
    it can have a second dose moved."""
    person = person or pick(desk, draw, Person)
    if person is None:
        return None
    [(vaccine, size, name, kind), *_] = [
        each for each in (KINDS if dose else draw.sample(KINDS, 3)) if dose in {None, each[:2]}
    ]
    own = [each for each in desk.all(Appointment) if each.person_id == person.id]
    waits = [each for each in own if each.status in {AppointmentStatus.BOOKED, AppointmentStatus.WAITLIST}]
    old = one_of(draw, waits) if draw.random() < 0.4 else None
    return ToPromise(
        promise_id=new_id(),
        appointment_id=new_id(),
        person_id=person.id,
        **_here(desk),
        vaccine=vaccine,
        size=size,
        name=name,
        dose_kind=kind,
        persons=draw.choice((1, 1, 2, 2)),
        arrive_by=_now(desk) + timedelta(minutes=draw.choice((5, 20, 40, 90))),
        code=make_code(desk.centre_id, draw.randrange),
        instead_of=None if old is None else old.id,
        second=_second(desk, draw, person.id) if dose is None and draw.random() < 0.15 else None,
    )


def promise(desk: "SimDesk", draw: Random) -> str:
    """Somebody says yes."""
    wanted = _wanted(desk, draw)
    if wanted is None:
        return NOBODY
    known = next((each for each in desk.all(CallLease) if each.person_id == wanted.person_id), None)
    fence = known.fence if known is not None and known.desk_id == desk.id else 0
    return record(desk, PromiseDose(wanted=wanted, fence=fence))


def promise_from_allotment(desk: "SimDesk", draw: Random) -> str:
    """Of what the desk was allotted, mostly; also more than that, or of another desk's."""
    own = [each for each in desk.all(Allotment) if each.desk_id == desk.id]
    known = one_of(draw, own) if draw.random() < 0.9 else pick(desk, draw, Allotment)
    if known is None:
        return NOBODY
    wanted = _wanted(desk, draw, (known.vaccine, known.size))
    if wanted is None:
        return NOBODY
    return record(desk, PromiseFromAllotment(wanted=wanted, allotment_id=known.id))


def withdraw(desk: "SimDesk", draw: Random) -> str:
    """Somebody does not come after all; also of a promise that this desk does not know."""
    known = pick(desk, draw, Promise)
    if known is None or draw.random() < 0.05:
        person = pick(desk, draw, Person)
        return NOBODY if person is None else record(desk, WithdrawPromise(promise_id=new_id(), person_id=person.id))
    return record(desk, WithdrawPromise(promise_id=known.id, person_id=known.person_id, reason="kommt nicht"))


def bring(desk: "SimDesk", draw: Random) -> str:
    """Somebody comes along with whoever was promised two; also with one who was not, or at two desks at once."""
    for_two = [each for each in desk.all(Promise) if each.persons > 1 and each.state in {"open", "kept"}]
    known = one_of(draw, for_two) if draw.random() < 0.8 else pick(desk, draw, Promise)
    companion = pick(desk, draw, Person)
    if known is None or companion is None:
        return NOBODY
    kind = draw.choice((None, DoseKind.BOOSTER, DoseKind.FIRST))
    said = BringAlong(promise_id=known.id, person_id=known.person_id, companion_id=companion.id, dose_kind=kind)
    return record(desk, said)


def note_on_site(desk: "SimDesk", draw: Random) -> str:
    """Somebody is here and would take a dose, or is not any more; then, often, they are promised one."""
    person = pick(desk, draw, Person)
    if person is None:
        return NOBODY
    here = draw.random() < 0.8
    word = NoteOnSite(person_id=person.id, **_here(desk), how=draw.choice(sorted(OnSite)), here=here)
    said = [record(desk, word)]
    wanted = _wanted(desk, draw, person=person) if here and draw.random() < 0.6 else None
    if wanted is not None:
        said.append(record(desk, PromiseDose(wanted=wanted)))
    return " | ".join(said)


def promise_inside(desk: "SimDesk", draw: Random) -> str:
    """Somebody who was let in without an appointment says yes."""
    inside = [each for each in desk.all(Appointment) if each.origin == WALK_IN and each.vaccine is None]
    chosen = one_of(draw, inside)
    person = next((each for each in desk.all(Person) if chosen is not None and each.id == chosen.person_id), None)
    wanted = _wanted(desk, draw, person=person) if person is not None else None
    return NOBODY if wanted is None else record(desk, PromiseDose(wanted=wanted))


def allot(desk: "SimDesk", draw: Random) -> str:
    """Some doses for later, when the network may be gone."""
    number, minutes = draw.randint(1, 5), draw.choice((5, 30, 120))
    return record(desk, Allot(allotment_id=new_id(), **_here(desk), **_dose(draw), number=number, minutes=minutes))


def give_back(desk: "SimDesk", draw: Random) -> str:
    """Some of an allotment is not needed; also of another desk's."""
    known = pick(desk, draw, Allotment)
    return NOBODY if known is None else record(desk, ReturnAllotment(allotment_id=known.id, number=draw.randint(1, 3)))


def all_by_itself(desk: "SimDesk", draw: Random) -> str:
    """A desk prepares to go on without a network, and loses it: what it says meanwhile comes late."""
    said = [allot(desk, draw), lease(desk, draw)]
    desk.unplugged_until = desk.sim.seconds + draw.choice((60, 600, 3600))
    said += [promise_from_allotment(desk, draw), promise_from_allotment(desk, draw), promise(desk, draw)]
    return " | ".join(said)


def ask_by_text(desk: "SimDesk", draw: Random) -> str:
    """Somebody is asked by a text message, perhaps twice."""
    person = pick(desk, draw, Person)
    if person is None:
        return NOBODY
    until = _now(desk) + timedelta(minutes=draw.choice((1, 30, 60)))
    return record(desk, AskByText(attempt_id=new_id(), person_id=person.id, **_here(desk), until=until))


Action = Callable[["SimDesk", Random], str]
CALLERS: Mapping[str, Sequence[Action]] = {
    "open_vial": (open_vial,),
    "draw_doses": (draw_doses,),
    "correct_vial": (correct_vial,),
    "give_dose": (give,),
    "record_immunization": (give,),
    "correct_immunization": (not_given,),
    "discard_doses": (discard,),
    "count_doses": (count,),
    "take_back_doses": (take_back,),
    "lease_calls": (lease,),
    "release_call": (release,),
    "record_call": (call,),
    "promise_dose": (promise, promise, promise, promise_inside),
    "bring_along": (bring,),
    "note_on_site": (note_on_site,),
    "promise_from_allotment": (promise_from_allotment,),
    "withdraw_promise": (withdraw,),
    "allot": (allot, allot, allot, all_by_itself),
    "return_allotment": (give_back,),
    "ask_by_text": (ask_by_text,),
}
"""What leads to each kind of command."""
CALLER_WEIGHTS: Mapping[str, int] = {
    "open_vial": 8,
    "draw_doses": 3,
    "correct_vial": 3,
    "give_dose": 5,
    "record_immunization": 1,
    "correct_immunization": 2,
    "discard_doses": 2,
    "count_doses": 2,
    "take_back_doses": 2,
    "lease_calls": 9,
    "release_call": 3,
    "record_call": 7,
    "promise_dose": 16,
    "promise_from_allotment": 4,
    "bring_along": 4,
    "note_on_site": 6,
    "withdraw_promise": 4,
    "allot": 5,
    "return_allotment": 2,
    "ask_by_text": 2,
}
"""How often each is chosen."""

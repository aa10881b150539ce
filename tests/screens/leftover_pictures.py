"""States of the screen of leftover doses for the pictures: six o'clock at Kaiserslautern."""

from textual.pilot import Pilot

from empfang.model import Operator, Phone
from empfang.rules.call_outcomes import CallOutcome
from tests.scenarios.leftover import asked as asked_for
from tests.scenarios.leftover import to_promise
from tests.screens import leftover_states as leftover
from tests.screens.conftest import Front, press, settle, type_in
from tests.screens.states import state
from tests.times import at

LIGHT_TOO = ("leftover_call", "leftover_evening")


@state
async def leftover_evening(front: Front, pilot: Pilot[None]) -> None:
    """Somebody else calls, too; one is late, one waits on site, one hangs."""
    front.here.desk.admit("p-twin", None)
    front.world.put(Operator(id="op-2", name="Ries, Jonas", centre_ids=("KL",)))
    people = leftover.in_the_evening(front, drawn=6)
    asked_for(front.here, to_promise(people[3], at("18:10")))
    asked_for(front.here, to_promise(people[4], at("18:40")))
    front.here.sync()
    for person in people[3:]:
        front.here.desk.calling.record(person.id, CallOutcome.PROMISED)
    front.world.wall.moment = at("18:26")
    walks_in = front.world.person("Kurz, Vera", "1970-01-01", registered_centre_id="KL")
    front.sync()
    front.here.desk.walk_in(walks_in.id, "Restdosis")
    front.sync()
    front.other.sync()
    front.other.desk.sign_in("op-2")
    front.other.desk.calling.ask_for([people[1]])
    front.other.sync()
    front.here.sync()
    await leftover.listed(front, pilot)


@state
async def leftover_nothing(front: Front, pilot: Pilot[None]) -> None:
    """Nobody has opened a vial, and nobody is to come."""
    leftover.centre(front.world)
    front.here.sync()
    await leftover.listed(front, pilot)


@state
async def leftover_locked(front: Front, pilot: Pilot[None]) -> None:
    leftover.in_the_evening(front, hours="Mo-Fr 08:00-17:00")
    await leftover.listed(front, pilot)


@state
async def leftover_alarm(front: Front, pilot: Pilot[None]) -> None:
    people = leftover.in_the_evening(front, drawn=2)
    asked_for(front.here, to_promise(people[3], persons=2))
    front.here.sync()
    front.here.desk.doses.discard(front.here.desk.calling.overview().doses[0].found.dose, 2, "gefallen")
    await leftover.listed(front, pilot)


@state
async def leftover_reserving_long(front: Front, pilot: Pilot[None]) -> None:
    leftover.in_the_evening(front)
    await leftover.listed(front, pilot)
    await press(pilot, "enter")
    front.world.wall.go_on(seconds=4)
    leftover.screen(front).second()
    await settle(pilot)


@state
async def leftover_call(front: Front, pilot: Pilot[None]) -> None:
    people = leftover.in_the_evening(front)
    two = (Phone(number="+4917604069059", kind="mobile"), Phone(number="+496314000"))
    front.world.put(people[0].with_(phones=two))
    front.here.sync()
    await leftover.called(front, pilot)
    await press(pilot, "enter")
    front.world.wall.go_on(seconds=41)
    leftover.screen(front).second()
    await settle(pilot)


@state
async def leftover_question(front: Front, pilot: Pilot[None]) -> None:
    leftover.in_the_evening(front)
    await leftover.called(front, pilot)
    await press(pilot, "enter", "j", "n", "n")


@state
async def leftover_persons(front: Front, pilot: Pilot[None]) -> None:
    leftover.in_the_evening(front)
    await leftover.called(front, pilot)
    await press(pilot, "enter", "j", "n", "n", "n", "2")


@state
async def leftover_second(front: Front, pilot: Pilot[None]) -> None:
    """A second dose that comes too soon after a first one today."""
    leftover.first_dose(front)
    await leftover.asked_first(front, pilot)


@state
async def leftover_second_offline(front: Front, pilot: Pilot[None]) -> None:
    leftover.first_dose(front)
    await leftover.stocked_up(front, pilot)
    await leftover.without_network(front, pilot)
    await press(pilot, "enter", "enter", "j", "n", "n", "n", "enter")


@state
async def leftover_offline(front: Front, pilot: Pilot[None]) -> None:
    """Stocked up, the network has gone, and the first one did not answer."""
    leftover.in_the_evening(front, number=3)
    await leftover.stocked_up(front, pilot)
    leftover.one_more(front, 3)
    await leftover.without_network(front, pilot)
    await press(pilot, "enter", "enter", "2")


@state
async def leftover_stock(front: Front, pilot: Pilot[None]) -> None:
    """What is held here is filled up, or given back."""
    leftover.in_the_evening(front)
    await leftover.stocked_up(front, pilot)
    await press(pilot, "o")


@state
async def leftover_second_granted(front: Front, pilot: Pilot[None]) -> None:
    await leftover_second(front, pilot)
    await press(pilot, "j")
    await leftover.answered(front, pilot)


@state
async def leftover_asked(front: Front, pilot: Pilot[None]) -> None:
    leftover.in_the_evening(front)
    await leftover.asked(front, pilot)


@state
async def leftover_only_one(front: Front, pilot: Pilot[None]) -> None:
    leftover.in_the_evening(front, drawn=1)
    await leftover.granted(front, pilot, "2")


@state
async def leftover_late_grant(front: Front, pilot: Pilot[None]) -> None:
    leftover.in_the_evening(front)
    await leftover.asked(front, pilot)
    front.world.wall.go_on(seconds=4)
    leftover.screen(front).second()
    await press(pilot, "n")
    await leftover.answered(front, pilot)


@state
async def leftover_rings_back(front: Front, pilot: Pilot[None]) -> None:
    """Somebody on the telephone was called before: what the page at F3 says."""
    leftover.in_the_evening(front)
    front.here.desk.calling.record("w0", CallOutcome.MAILBOX, number="+49631123450")
    front.here.sync()
    await press(pilot, "f3", "v")
    await type_in(pilot, "meier 1950")
    await settle(pilot, 0.25)
    await press(pilot, "enter", "g")


@state
async def leftover_rings(front: Front, pilot: Pilot[None]) -> None:
    """They go on at F4."""
    await leftover_rings_back(front, pilot)
    await press(pilot, "r")
    await leftover.answered(front, pilot)


@state
async def leftover_correct(front: Front, pilot: Pilot[None]) -> None:
    leftover.in_the_evening(front)
    await leftover.called(front, pilot)
    await press(pilot, "enter", "6", "f8")


@state
async def leftover_script(front: Front, pilot: Pilot[None]) -> None:
    leftover.in_the_evening(front)
    await leftover.called(front, pilot)
    await press(pilot, "s")


@state
async def leftover_help(front: Front, pilot: Pilot[None]) -> None:
    leftover.in_the_evening(front)
    await leftover.listed(front, pilot)
    await press(pilot, "f1")


@state
async def leftover_report(front: Front, pilot: Pilot[None]) -> None:
    """The day's report, which does not add up."""
    leftover.a_day(front)
    await leftover.listed(front, pilot)
    await press(pilot, "b")


@state
async def leftover_by_text(front: Front, pilot: Pilot[None]) -> None:
    """Who cannot telephone."""
    leftover.who_cannot_telephone(front)
    await leftover.listed(front, pilot)
    await press(pilot, "t")

"""Leftover doses without the network: who was reserved is called, what was allotted is promised, nothing else."""

from empfang.commands.promising import PromiseDose
from empfang.desk import Progress
from empfang.model import Allotment, CallAttempt, CallLease, Person, Promise
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.on_site import OnSite
from empfang.screens.leftover_call import Stage
from tests.screens import leftover_states as states
from tests.screens.conftest import Front, press, settle
from tests.screens.promised_pictures import three_on_site

SMALL = (80, 24)


def on_site(front: Front) -> tuple[Person, Person]:
    """A companion and somebody of the staff, where one dose is left."""
    states.in_the_evening(front, number=1, drawn=1)
    companion = front.world.person("Kurz, Vera", "1970-01-01", **states.HERE)
    staff = front.world.person("Pflug, Paula", "1980-02-01", **states.HERE)
    front.here.sync()
    front.here.desk.people_here.note(companion.id, OnSite.COMPANION)
    front.here.desk.people_here.note(staff.id, OnSite.STAFF)
    front.here.sync()
    return companion, staff


def promises(front: Front) -> list[tuple[str, int]]:
    found = [each for each in front.here.records(Promise) if isinstance(each, Promise)]
    return sorted((each.person_id, each.persons) for each in found)


def leases_at_the_other_desk(front: Front) -> set[str]:
    """Whom the other desk cannot call now."""
    front.other.sync()
    now = front.other.desk.clock.now()
    found = [each for each in front.other.records(CallLease) if isinstance(each, CallLease)]
    return {each.person_id for each in found if each.until > now}


async def test_only_what_was_stocked_up_before_is_called_and_promised(front: Front) -> None:
    """callup 40"""
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        await press(pilot, "o")
        front.said("Vorrat für 30 Minuten angefragt: Personen 5, Dosen 3.")
        await states.answered(front, pilot)
        front.said(
            "Vor Ort wartet niemand Vorrat hier bis 18:30: Personen 5, Dosen 3",
            "Comirnaty: 3 im Vorrat hier: jetzt anrufen, bis 19:10.",
        )
        await states.without_network(front, pilot)
        front.said("Ohne Netz: zugesagt wird nur aus dem Vorrat hier, sonst Nachrücker.")
        await press(pilot, "enter")
        front.said("ANRUF Meier, Hannelore 0631 123450")
        await press(pilot, "enter", "j", "n", "n", "n", "1", "enter")
        front.said("ZUGESAGT bis 18:20")
        await press(pilot, "enter")
        assert front.here.unsent() > 0
        kinds = [line for line in front.here.lines() if PromiseDose.kind.encode() in line]
        assert not kinds


async def test_of_two_who_want_to_come_as_many_are_promised_as_are_left(front: Front) -> None:
    states.in_the_evening(front, drawn=1)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.stocked_up(front, pilot)
        await states.without_network(front, pilot)
        await press(pilot, "enter", "enter", "j", "n", "n", "n", "2", "enter")
        front.said("ZUGESAGT bis 18:20", "‼ Nur EINE Dosis")
        assert promises(front) == [("w0", 1)]


async def test_once_it_is_used_up_nothing_is_promised(front: Front) -> None:
    """callup 40: what the desk believes is free is of no account then."""
    states.in_the_evening(front, drawn=4)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.stocked_up(front, pilot)
        await states.without_network(front, pilot)
        for _ in range(3):
            await press(pilot, "enter", "enter", "j", "n", "n", "n", "enter", "enter")
        front.said("Ohne Netz und ohne Vorrat wird nichts zugesagt: nur Nachrücker.")
        await press(pilot, "enter", "enter", "j", "n", "n", "n")
        front.said("Gerade ist keine Dosis frei: n merkt als Nachrücker vor.")
        await press(pilot, "enter")
        assert len(promises(front)) == 3


async def test_whoever_did_not_answer_stays_reserved_and_whoever_will_come_does_not(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.stocked_up(front, pilot)
        await states.without_network(front, pilot)
        await press(pilot, "enter", "enter", "2")
        await press(pilot, "enter", "enter", "j", "n", "n", "n", "enter", "enter")
        lease = front.here.desk.calling.lease
        assert lease("w0") is not None
        assert lease("w1") is None
        front.world.wall.go_on(minutes=4)
        states.screen(front).minute_passed()
        await settle(pilot)
        front.said("▸ 1 Meier, Hannelore", "war besetzt (1×)")
        await press(pilot, "enter")
        front.said("ANRUF Meier, Hannelore")


async def test_the_next_one_is_of_those_who_are_reserved_and_nobody_else_can_be_called(front: Front) -> None:
    states.in_the_evening(front, number=3)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.stocked_up(front, pilot)
        states.one_more(front, 3)
        await states.without_network(front, pilot)
        for _ in range(3):
            await press(pilot, "enter", "enter", "6")
        front.said(
            "Ohne Netz ist hier niemand reserviert: niemanden anrufen.",
            "1 Weimer, Uwe 50 Comirnaty 25 Min nicht hier reserviert",
        )
        await press(pilot, "enter")
        front.said("Weimer, U. ist nicht hier reserviert: ohne Netz nicht anrufen.")
        assert not states.screen(front).in_a_call
        front.progress = Progress(connected=True)
        states.screen(front).second()
        await settle(pilot)
        front.said("Nächster Anruf: Weimer, Uwe")


async def test_it_cannot_be_fetched_without_the_network(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        await states.without_network(front, pilot)
        await press(pilot, "o")
        front.said("Ohne Netz geht das nicht: Vorrat holt man vorher.")
        assert front.here.unsent() == 0


async def test_it_is_filled_up_and_given_back(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.stocked_up(front, pilot)
        assert leases_at_the_other_desk(front) == {"w0", "w1", "w2", "w3", "w4"}
        front.world.wall.go_on(minutes=20)
        await press(pilot, "o")
        front.said("Vorrat hier bis 18:30: Personen 5, Dosen 3", "2 zurückgeben")
        await press(pilot, "1")
        front.said("Vorrat für 30 Minuten angefragt: Personen 5, Dosen 0.")
        await states.answered(front, pilot)
        lease = front.here.desk.calling.lease("w0")
        assert lease is not None
        assert (lease.until - front.here.desk.clock.now()).total_seconds() == 30 * 60
        await press(pilot, "o", "2")
        front.said("Vorrat zurückgegeben.")
        front.unsaid("Vorrat hier")
        await states.answered(front, pilot)
        assert leases_at_the_other_desk(front) == set()
        found = [each for each in front.other.records(Allotment) if isinstance(each, Allotment)]
        assert [each.number - each.returned for each in found] == [0]


async def test_on_site_people_are_asked_without_a_reservation(front: Front) -> None:
    """Nobody is dialled: they stand here."""
    companion, staff = on_site(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        await press(pilot, "o")
        await states.answered(front, pilot)
        await states.without_network(front, pilot)
        front.said("Vor Ort zuerst fragen: Kurz, Vera", "1 im Vorrat hier: jetzt anrufen")
        await press(pilot, "enter")
        front.said("VOR ORT Kurz, Vera")
        front.unsaid("Reservierung ist abgelaufen")
        await press(pilot, "j", "n", "n", "n", "enter")
        front.said("ZUGESAGT")
        await press(pilot, "enter")
        assert promises(front) == [(companion.id, 1)]
        await press(pilot, "enter", "j", "n", "n", "n")
        front.said("VOR ORT Pflug, Paula", "ist eine Spritze da, am Empfang aufnehmen")
        await press(pilot, "n")
        assert [each.person_id for each in front.here.records(CallAttempt) if isinstance(each, CallAttempt)] == [
            companion.id,
            staff.id,
        ]


async def test_on_site_people_are_asked_although_the_service_does_not_answer(front: Front) -> None:
    three_on_site(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        await press(pilot, "enter")
        assert states.screen(front)._stage is Stage.RESERVING
        front.world.wall.go_on(seconds=4)
        states.screen(front).second()
        await settle(pilot)
        front.said("VOR ORT Lang, Till")
        await press(pilot, "6")
        found = [each for each in front.here.records(CallAttempt) if isinstance(each, CallAttempt)]
        assert [each.outcome for each in found] == [CallOutcome.NOT_TODAY]
        await states.answered(front, pilot)
        await states.answered(front, pilot)
        assert leases_at_the_other_desk(front) == set(), "what came too late goes back"

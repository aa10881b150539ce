"""People on site on the screen of leftover doses: first in the list, asked without a telephone."""

import pytest

from empfang.model import CallAttempt, CallLease, Encounter, Presence, Promise, PromiseState
from empfang.rules.call_outcomes import CallOutcome
from empfang.screens.leftover_call import Stage
from tests.screens import leftover_states as leftover
from tests.screens.conftest import Front, press, settle, type_in
from tests.screens.promised_pictures import three_on_site

SMALL, LARGE = (80, 24), (120, 36)


def attempts(front: Front) -> list[tuple[str, str, str]]:
    """What came of it: outcome, number, reason."""
    found = [each for each in front.here.records(CallAttempt) if isinstance(each, CallAttempt)]
    return [
        (each.outcome, each.number, each.reason) for each in sorted(found, key=lambda each: (each.occurred_at, each.id))
    ]


def promises(front: Front) -> list[tuple[str, PromiseState]]:
    found = [each for each in front.here.records(Promise) if isinstance(each, Promise)]
    return [(each.person_id, each.state) for each in sorted(found, key=lambda each: each.id)]


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_three_on_site_stand_first_and_two_have_the_two_doses(front: Front, size: tuple[int, int]) -> None:
    """callup 44"""
    walk_in, companion, *_ = three_on_site(front)
    async with front.app.run_test(size=size) as pilot:
        await leftover.listed(front, pilot)
        front.said(
            "Vor Ort warten 3 (Nr. 1-001)",
            "▸ 1 Lang, Till 60 Comirnaty vor Ort ohne Termin, seit 18:20",
            "2 Kurz, Vera 70 Comirnaty vor Ort Begleitung, seit 18:10",
            "3 Pflug, Paula 80 Comirnaty vor Ort Mitarbeit, seit 18:10",
            "Vor Ort zuerst fragen: Lang, Till · Enter",
        )
        for _ in range(2):
            await press(pilot, "enter")
            await leftover.answered(front, pilot)
            await press(pilot, "j", "n", "n", "n", "enter")
            await leftover.answered(front, pilot)
            front.said("ZUGESAGT")
            await press(pilot, "enter")
            await leftover.answered(front, pilot)
        assert promises(front) == [(walk_in.id, PromiseState.KEPT), (companion.id, PromiseState.OPEN)]
        await press(pilot, "enter")
        await leftover.answered(front, pilot)
        await press(pilot, "j", "n", "n", "n")
        front.said("Gerade ist keine Dosis frei: n merkt als Nachrücker vor.")
        await press(pilot, "n")
        assert [each[:2] for each in attempts(front)] == [
            (CallOutcome.PROMISED, ""), (CallOutcome.PROMISED, ""), (CallOutcome.STANDBY, ""),
        ]  # fmt: skip


async def test_they_are_asked_and_not_dialled(front: Front) -> None:
    three_on_site(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await leftover.called(front, pilot)
        front.said("VOR ORT Lang, Till ohne Termin, seit 18:20", "Möchten Sie sie jetzt haben?", "x nicht mehr da")
        front.unsaid("1 keine Antwort", "wählen", "ganzer Text")
        await press(pilot, "1", "t")
        assert leftover.screen(front)._stage is Stage.CALL
        assert attempts(front) == []
        [lease] = [each for each in front.here.records(CallLease) if isinstance(each, CallLease)]
        assert lease.numbers == ()
        await press(pilot, "6")
        assert attempts(front) == [(CallOutcome.NOT_TODAY, "", "")]
        front.said("Vor Ort zuerst fragen: Kurz, Vera")


async def test_esc_before_an_answer_asks_nobody(front: Front) -> None:
    three_on_site(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await leftover.called(front, pilot)
        await press(pilot, "escape")
        front.said("Lang, T.: nicht gefragt, wieder frei.")
        assert attempts(front) == []


async def test_who_is_not_here_any_more_is_off_the_list(front: Front) -> None:
    walk_in, companion, *_ = three_on_site(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await leftover.called(front, pilot)
        await press(pilot, "x")
        front.said("Lang, T.: nicht mehr vor Ort", "Vor Ort zuerst fragen: Kurz, Vera")
        [visit] = [each for each in front.here.records(Encounter) if isinstance(each, Encounter)]
        assert (visit.person_id, visit.outcome) == (walk_in.id, "left_before_dose")
        await press(pilot, "enter")
        await leftover.answered(front, pilot)
        await press(pilot, "x")
        [word] = [each for each in front.here.records(Presence) if isinstance(each, Presence) and not each.here]
        assert word.person_id == companion.id
        assert attempts(front) == []


async def test_calling_somebody_before_them_needs_a_reason_that_is_kept(front: Front) -> None:
    """callup 44"""
    three_on_site(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await leftover.listed(front, pilot)
        await press(pilot, "down", "down", "down", "enter")
        front.said("3 warten vor Ort und kommen zuerst. Trotzdem anrufen –")
        await type_in(pilot, "ruft gerade selbst an")
        await press(pilot, "enter")
        await leftover.answered(front, pilot)
        await press(pilot, "enter", "2")
        assert attempts(front) == [(CallOutcome.BUSY, "+49631123450", "außer der Reihe: ruft gerade selbst an")]


async def test_outside_the_hours_for_calls_they_are_asked_all_the_same(front: Front) -> None:
    three_on_site(front)
    leftover.centre(front.world, hours="Mo-Fr 08:00-17:00", last_jab="19:20")
    front.world.wall.set("18:40")
    front.here.sync()
    async with front.app.run_test(size=SMALL) as pilot:
        await leftover.called(front, pilot)
        front.said("VOR ORT Lang, Till")
        await press(pilot, "escape", "down", "down", "down", "enter")
        assert not leftover.screen(front).in_a_call, "but nobody is called"


async def test_a_dose_that_was_given_by_mistake_is_corrected(front: Front) -> None:
    walk_in, *_ = three_on_site(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await leftover.called(front, pilot)
        await press(pilot, "j", "n", "n", "n", "enter")
        await leftover.answered(front, pilot)
        await press(pilot, "enter", "f8")
        front.said("RICHTIGSTELLEN Lang, T.: bisher „zugesagt“", "6 heute nicht", "0 weitere …")
        front.unsaid("1 keine Antwort", "x nicht mehr da")
        await press(pilot, "1")
        assert len(attempts(front)) == 1
        await press(pilot, "6")
        assert promises(front) == [(walk_in.id, PromiseState.WITHDRAWN)]
        assert [each[0] for each in attempts(front)] == [CallOutcome.PROMISED, CallOutcome.NOT_TODAY]


async def test_a_block_for_the_telephone_leaves_them_out(front: Front) -> None:
    people = three_on_site(front)
    leftover.centre(front.world)
    front.world.wall.set("18:40")
    front.here.sync()
    async with front.app.run_test(size=SMALL) as pilot:
        await leftover.listed(front, pilot)
        await press(pilot, "o")
        await leftover.answered(front, pilot)
        leased = {each.person_id for each in front.here.records(CallLease) if isinstance(each, CallLease)}
        assert leased
        assert leased.isdisjoint(each.id for each in people[:3])


async def test_whoever_is_noted_at_the_reception_is_on_the_list_at_once(front: Front) -> None:
    leftover.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await leftover.listed(front, pilot)
        front.said("Vor Ort wartet niemand")
        await press(pilot, "f2")
        await type_in(pilot, "seifert")
        await press(pilot, "enter", "h", "1", "f4")
        await settle(pilot, 0.1)
        front.said("Vor Ort warten 1", "▸ 1 Seifert, Jana 50 Comirnaty vor Ort Begleitung, seit 18:00")

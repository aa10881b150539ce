"""What a list brought need not be what one can work with: nobody waits at the desk for that."""

from typing import cast

from empfang.desk import PaperNote
from empfang.model import Proof, ProofKind, ProofState
from tests.scenarios.test_papers import admitted, coordinator
from tests.world import World


def test_a_language_told_in_many_words_can_be_that_of_a_form(world: World) -> None:
    person = world.person(language="Deutsch und etwas Türkisch, sonst Kurdisch (Kurmandschi)")
    world.booked(person)
    place = world.place()
    note = PaperNote(ProofKind.INFORMATION, ProofState.SHOWN, form_version="v" * 300, language=person.language)
    assert place.desk.note_papers(person.id, [note]).done
    [proof] = [cast(Proof, each) for each in place.records(Proof)]
    assert (proof.language, len(proof.form_version)) == ("Deutsch und etwas Türkisch, sonst K", 100)
    place.sync()
    world.assert_all_equal()


def test_a_vaccine_with_an_endless_name_can_be_booked_and_is_not_offered_for_a_lane(small_world: World) -> None:
    endless, nameless, usual = (small_world.person(f"Ott, {name}") for name in ("Anna", "Bernd", "Clara"))
    small_world.booked(endless, vaccine="Lang" * 30)
    small_world.booked(nameless, vaccine="")
    small_world.booked(usual)
    place = small_world.place()
    coordinator(small_world, place)
    plan = place.desk.day_plan()
    assert plan.vaccines == ("Comirnaty",)
    assert place.desk.plan_today(lanes={"1": list(plan.vaccines)}).done
    admitted(place.desk.admit(nameless.id, None))
    admitted(place.desk.admit(endless.id, None, vaccine="Comirnaty"))

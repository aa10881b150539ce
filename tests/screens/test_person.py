"""The person's page: contact data is changed in place, and nothing half-right is stored."""

from textual.pilot import Pilot

from empfang.model import Person
from empfang.screens.person import PersonScreen
from empfang.widgets.field import Field
from tests.screens.conftest import Front, settle, type_in
from tests.screens.states import opened, person_and_appointment

SMALL = (80, 24)


async def page_of_ayse(front: Front, pilot: Pilot[None]) -> None:
    await opened(front, pilot, "ayse")
    await pilot.press("d")
    await settle(pilot)


def ayse(front: Front) -> Person:
    [person] = [each for each in front.here.records(Person) if isinstance(each, Person) and each.given == "Ayşe"]
    return person


async def test_a_phone_number_is_kept_as_e164_and_shown_as_one_reads_it_out(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await page_of_ayse(front, pilot)
        await type_in(pilot, "0176/040.69020")
        await pilot.press("ctrl+s")
        await settle(pilot)
        front.said("✓ Gespeichert: Telefon.")
        [phone] = ayse(front).phones
        assert (phone.number, phone.kind) == ("+4917604069020", "mobile")
        assert front.app.screen.query_one("#phone1", Field).value == "0176 04069020"


async def test_a_bad_number_is_named_with_an_example_and_nothing_is_stored(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await page_of_ayse(front, pilot)
        front.app.screen.query_one("#street", Field).value = "Neue Straße"
        await type_in(pilot, "0171 nein")
        await pilot.press("ctrl+s")
        await settle(pilot)
        front.said("Telefon: „0171 nein“ ist keine Telefonnummer. Zum Beispiel:")
        assert ayse(front).phones == ()
        assert ayse(front).street == "Pariser Straße"
        assert front.app.focused is front.app.screen.query_one("#phone1", Field)


async def test_bad_post_codes_and_addresses_are_named_too(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await page_of_ayse(front, pilot)
        front.app.screen.query_one("#email", Field).value = "ayse at example"
        front.app.screen.query_one("#postal_code", Field).value = "6765"
        await pilot.press("ctrl+s")
        await settle(pilot)
        front.said("E-Mail: „ayse at example“ ist keine E-Mail-Adresse.", "Auch prüfen: PLZ.")


async def test_escape_asks_before_it_discards(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await page_of_ayse(front, pilot)
        await type_in(pilot, "0631")
        await pilot.press("escape")
        await settle(pilot)
        front.said("Nicht gespeichert: Telefon. Änderungen verwerfen?")
        await pilot.press("n")
        await settle(pilot)
        assert front.app.screen.query_one("#phone1", Field).value == "0631"
        await pilot.press("escape", "j")
        await settle(pilot)
        assert front.app.screen is front.reception
        assert ayse(front).phones == ()


async def test_f2_leads_back_to_the_reception_with_the_card_still_open(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await page_of_ayse(front, pilot)
        front.app.screen.query_one("#street", Field).value = "Neue Straße"
        await pilot.press("ctrl+s", "f2")
        await settle(pilot)
        front.said("▸ ÖZTÜRK, Ayşe", "Neue Straße 112")


async def test_a_change_elsewhere_fills_untouched_fields_and_warns_about_touched_ones(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await page_of_ayse(front, pilot)
        front.app.screen.query_one("#town", Field).value = "Trippstadt"
        front.other.desk.change_person(ayse(front).id, {"town": "Otterberg", "house_number": "99"})
        front.other.sync()
        front.sync()
        await settle(pilot, 0.1)
        assert front.app.screen.query_one("#house_number", Field).value == "99"
        assert front.app.screen.query_one("#town", Field).value == "Trippstadt"
        front.said("! Ort: inzwischen an einem anderen Platz geändert.")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert (ayse(front).town, ayse(front).house_number) == ("Trippstadt", "99")


async def test_appointments_visits_and_history_are_told_in_words(front: Front) -> None:
    async with front.app.run_test(size=(120, 36)) as pilot:
        front.here.desk.admit(*person_and_appointment(front, "KL-AYSE-3333"))
        await page_of_ayse(front, pilot)
        front.said(
            "Mi 15.12. 09:35 · Booster · Comirnaty · aufgenommen",
            "✓ aufgenommen 09:40, Nr. 1-001, Empfang 1",
            "09:40 Seite angesehen · Becker, Anja",
        )


async def test_the_page_logs_one_view_however_often_it_is_read_again(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await page_of_ayse(front, pilot)
        for _ in range(3):
            front.sync()
            await settle(pilot, 0.1)
        page = front.here.desk.page_again(ayse(front).id)
        assert page is not None
        assert [what for _, what, _, _ in page.history].count("view_person") == 1
        assert isinstance(front.app.screen, PersonScreen)

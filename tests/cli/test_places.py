"""`empfang central slots`, `contingent` and `districts`, as a coordinator types them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest

from empfang.central.access import put_centres
from empfang.central.centres import read_centres
from empfang.central.database import CentralDatabase
from empfang.cli.root import run as main
from empfang.config import settings
from empfang.errors import Exit
from empfang.model import Contingent, PostCodes, Record, Slot
from empfang.rows import Rows
from tests.times import BERLIN
from tests.world import World

DORSTEN = ("--from", "24.11.2021", "--until", "22.12.2021", "--days", "Mi,Do,Fr", "--vaccine", "Comirnaty")
ONE_DAY = ("--from", "24.11.2021", "--until", "24.11.2021", "--vaccine", "biontech")
NOW = datetime(2021, 11, 20, 12, tzinfo=BERLIN)


class Coordinator:
    """Somebody at a command line, on 20 November 2021."""

    def __init__(self, database: CentralDatabase, capsys: pytest.CaptureFixture[str]) -> None:
        self.database = database
        self._capsys = capsys

    def says(self, *arguments: str, status: int = Exit.OK) -> str:
        """What is answered on standard output; on standard error where nothing was done."""
        url = self.database.url.render_as_string(hide_password=False)
        where = url if self.database.flavour == "postgresql" else str(self.database.url.database)
        assert main(["central", *arguments, "--database", where]) == status, self._capsys.readouterr().err
        said = self._capsys.readouterr()
        assert "Traceback" not in said.err
        return said.out if status == Exit.OK else said.err

    def json(self, *arguments: str) -> Any:
        """What scripts get."""
        return json.loads(self.says(*arguments, "--json"))

    def records(self, kind: type[Record]) -> list[Any]:
        """What the service knows then."""
        with self.database.reading() as cursor:
            return list(Rows(cursor, self.database.flavour).find(kind))


@pytest.fixture(autouse=True)
def _in_november(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    offset = (NOW - datetime.now(UTC)).total_seconds()
    monkeypatch.setenv("EMPFANG_CLOCK_OFFSET_S", str(offset))
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def coordinator(sqlite_database: CentralDatabase, capsys: pytest.CaptureFixture[str]) -> Coordinator:
    """With the example centres."""
    return Coordinator(sqlite_database, capsys)


def test_dorsten_s_release_in_one_command_and_again_changes_nothing(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    coordinator = Coordinator(world.database, capsys)
    with as_file(files("empfang.data") / "centres.toml") as path:
        put_centres(world.database, read_centres(path), NOW)
    command = ("slots", "DOR", *DORSTEN, "--per-day", "360", "--release", "22.11.2021 08:00:30")
    previewed = coordinator.json(*command, "--dry-run")
    assert coordinator.records(Slot) == []
    done = coordinator.json(*command)
    assert {**previewed, "dry_run": False} == done
    assert len(done["days"]) == 13
    assert {(each["slots"], each["total"]) for each in done["days"]} == {(48, 360)}
    assert (done["places"], done["total"]) == ({"online": 3744, "phone": 936}, 4680)
    assert (done["new"], done["changed"], done["unchanged"], done["over"]) == (624, 0, 0, 0)
    assert (done["not_yet_released"], done["released_from"]) == (624, "2021-11-22T07:00:30+00:00")
    slots = coordinator.records(Slot)
    assert sum(sum(each.capacity.values()) for each in slots) == 4680
    again = coordinator.json(*command)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 624)
    assert coordinator.records(Slot) == slots


def test_each_day_is_shown_with_its_places(coordinator: Coordinator) -> None:
    command = ("slots", "DOR", *DORSTEN, "--per-day", "360", "--release", "22.11.2021 08:00")
    previewed = coordinator.says(*command, "--dry-run")
    lines = previewed.splitlines()
    assert lines[0] == "Mi 24.11.  48 Zeiten 09:00–16:50: online 288 · phone 72 = 360 Plätze (48 neu)"
    assert lines[12].startswith("Mi 22.12.  48 Zeiten")
    assert lines[13] == "Zusammen 4.680 Plätze: online 3.744 · phone 936"
    assert "624 neu. Geschrieben ist nichts." in lines[14]
    assert "frei ab Mo 22.11.2021 08:00." in lines[15]
    assert not Path(coordinator.database.url.database or "").exists(), "a look makes no database"
    assert "Zeiten: 624 neu." in coordinator.says(*command)
    assert "(48 unverändert)" in coordinator.says(*command)


def test_lanes_minutes_and_places_per_lane_are_the_centre_s_unless_said(coordinator: Coordinator) -> None:
    assert coordinator.json("slots", "DOR", *ONE_DAY, "--dry-run")["total"] == 3 * 48
    assert coordinator.json("slots", "DOR", *ONE_DAY, "--lanes", "6", "--dry-run")["total"] == 6 * 48
    assert coordinator.json("slots", "DOR", *ONE_DAY, "--minutes", "5", "--dry-run")["total"] == 3 * 96
    assert coordinator.json("slots", "DOR", *ONE_DAY, "--places", "2", "--dry-run")["total"] == 6 * 48


def test_without_a_release_new_times_are_free_at_once_and_others_stay_as_they_are(coordinator: Coordinator) -> None:
    coordinator.says("slots", "DOR", *ONE_DAY, "--release", "22.11.2021 08:00")
    more = coordinator.json(
        "slots", "DOR", "--from", "24.11.2021", "--until", "25.11.2021", "--vaccine", "Comirnaty", "--places", "2"
    )
    assert (more["new"], more["changed"], more["not_yet_released"]) == (48, 48, 48)
    at_once = coordinator.json("slots", "DOR", *ONE_DAY, "--places", "2", "--release", "sofort")
    assert (at_once["changed"], at_once["not_yet_released"]) == (48, 0)


def test_a_release_that_lies_in_the_past_is_said(coordinator: Coordinator) -> None:
    assert "Freigabe liegt schon zurück" in coordinator.says("slots", "DOR", *ONE_DAY, "--release", "19.11.2021 08:00")


def test_what_is_taken_stays_and_is_named(coordinator: Coordinator) -> None:
    coordinator.says("slots", "DOR", *ONE_DAY, "--places", "2")
    slot = min(coordinator.records(Slot), key=lambda each: each.start)
    with coordinator.database.writing() as cursor:
        Rows(cursor, coordinator.database.flavour).put(slot.with_(taken={"DOR:online": 3}))
    said = coordinator.says("slots", "DOR", *ONE_DAY, "--places", "0")
    assert "In 1 Zeiten ist mehr vergeben als gewünscht" in said
    assert "Mi 24.11. 09:00  online: 3 vergeben, gewünscht 0" in said
    assert "online 3 · phone 0 = 3 Plätze" in said


def test_times_of_another_grid_are_told(coordinator: Coordinator) -> None:
    coordinator.says("slots", "DOR", *ONE_DAY, "--minutes", "5")
    said = coordinator.says("slots", "DOR", *ONE_DAY)
    assert "48 weitere Zeiten mit zusammen 144 Plätzen" in said
    assert coordinator.json("slots", "DOR", *ONE_DAY, "--places", "0")["changed"] == 96
    assert "weitere Zeiten" not in coordinator.says("slots", "DOR", *ONE_DAY)


def test_a_day_that_is_closed_after_all_loses_its_places(coordinator: Coordinator, tmp_path: Path) -> None:
    coordinator.says("slots", "DOR", *ONE_DAY)
    file = tmp_path / "centres.toml"
    file.write_text(
        '[DOR]\ncontingents = { online = 1, phone = 1 }\nhours = { "2021-11-24" = "geschlossen" }\n', "utf-8"
    )
    coordinator.says("centres", str(file))
    assert "geschlossen" in coordinator.says("slots", "DOR", *ONE_DAY, status=Exit.NOTHING_DONE)
    assert coordinator.json("slots", "DOR", *ONE_DAY, "--places", "0")["changed"] == 48
    assert {sum(each.capacity.values()) for each in coordinator.records(Slot)} == {0}


def test_where_there_is_nothing_there_is_nothing_to_take_away(coordinator: Coordinator) -> None:
    assert "nichts da" in coordinator.says("slots", "DOR", *ONE_DAY, "--places", "0", status=Exit.NOTHING_DONE)


def test_days_that_are_over_or_closed_get_no_times(coordinator: Coordinator, tmp_path: Path) -> None:
    file = tmp_path / "centres.toml"
    file.write_text(
        '[DOR]\nslot_minutes = 10\ncontingents = { online = 1 }\n'
        'hours = { default = "09:00-12:30, 13:00-17:00", "2021-11-21" = "geschlossen" }\n', "utf-8",
    )  # fmt: skip
    coordinator.says("init", "--centres", str(file))
    command = ("slots", "DOR", "--from", "19.11.2021", "--until", "22.11.2021", "--vaccine", "Comirnaty")
    done = coordinator.json(*command)
    # Of the present day, noon, the morning is over; in the break nobody comes.
    assert [(each["day"], each["slots"]) for each in done["days"]] == [
        ("2021-11-19", 45), ("2021-11-20", 45), ("2021-11-21", 0), ("2021-11-22", 45),
    ]  # fmt: skip
    assert (done["over"], done["new"]) == (45 + 18, 45 - 18 + 45)
    assert "So 21.11.  geschlossen" in coordinator.says(*command)


def test_hours_that_nobody_has_stated_are_assumed_and_that_is_said(coordinator: Coordinator, tmp_path: Path) -> None:
    file = tmp_path / "centres.toml"
    file.write_text("[DOR]\ncontingents = { online = 1 }\n", "utf-8")
    coordinator.says("init", "--centres", str(file))
    assert "angenommen ist 08:00-18:00" in coordinator.says("slots", "DOR", *ONE_DAY)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "30.02.2021", "--until", "1.3.2022"), "--from: „30.02.2021“ ist kein Tag"),
        (("--from", "24.11.2021", "--until", "23.11.2021"), "--until liegt vor --from"),
        (("--from", "24.11.2021", "--until", "24.11.2023"), "mehr als 400 Tage"),
        (("--from", "1.11.2021", "--until", "19.11.2021"), "liegt keine solche Zeit vor uns"),
        (("--days", "Mittwoch"), "„Mittwoch“ sind keine Wochentage"),
        (("--vaccine", "Comirnatti"), "„Comirnatti“ kennt kein Regelwerk. Bekannt sind: "),
        (("--places", "1", "--per-day", "3"), "gehen nicht zusammen"),
        (("--share", "online"), "„online“ ist kein Anteil"),
        (("--share", "online=-1"), "kein Anteil"),
        (("--share", "online=1e99999999"), "kein Anteil"),
        (("--share", "online=nan"), "kein Anteil"),
        (("--share", "=1"), "kein Anteil"),
        (("--share", "online=0"), "kein Anteil"),
        (("--share", "online=0.5", "--share", "Online=0.5"), "kein Anteil"),
        (("--share", "sonder60=1"), "Ein Kontingent „sonder60“ hat DOR nicht (bekannt: online, phone)"),
        (("--release", "morgen früh"), "„morgen früh“ ist kein Zeitpunkt"),
        (("--release", "24.11.2021"), "ist kein Zeitpunkt"),
        (("--release", "28.03.2021 02:30"), "die Uhr vorgestellt"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_made(
    coordinator: Coordinator, options: tuple[str, ...], said: str
) -> None:
    assert said in coordinator.says("slots", "DOR", *ONE_DAY, *options, status=Exit.NOTHING_DONE)
    assert coordinator.records(Slot) == []
    assert coordinator.records(Contingent) == []


@pytest.mark.parametrize(
    "options", [("--places", "-1"), ("--per-day", "20001"), ("--lanes", "0"), ("--minutes", "241")]
)
def test_numbers_beyond_all_measure_are_refused(coordinator: Coordinator, options: tuple[str, ...]) -> None:
    coordinator.says("slots", "DOR", *ONE_DAY, *options, status=Exit.USAGE)


def test_a_centre_that_is_not_there_is_named_with_those_there_are(coordinator: Coordinator) -> None:
    assert "KL" in coordinator.says("slots", "REC", *ONE_DAY, status=Exit.NOTHING_DONE)
    assert "KL" in coordinator.says("contingent", "REC", status=Exit.NOTHING_DONE)


def test_a_centre_without_shares_asks_for_them(coordinator: Coordinator, tmp_path: Path) -> None:
    file = tmp_path / "centres.toml"
    file.write_text("[DOR]\n", "utf-8")
    coordinator.says("init", "--centres", str(file))
    assert "keine Kontingente angegeben" in coordinator.says("slots", "DOR", *ONE_DAY, status=Exit.NOTHING_DONE)
    assert coordinator.json("slots", "DOR", *ONE_DAY, "--share", "phone=1")["places"] == {"phone": 120}


# Contingents

SPECIAL = ("contingent", "DOR", "sonder60", "--vaccine", "astra", "--born-until", "3.4.61", "--districts", "05562")


def test_a_special_contingent_is_made_shown_and_changed(coordinator: Coordinator) -> None:
    said = coordinator.says(*SPECIAL, "--opens", "3.4.2021 08:00:05", "--ways", "phone")
    assert "Kontingent sonder60 angelegt." in said
    assert "ohne Plätze" in said
    for term in ("nur am Telefon", "nur Vaxzevria", "geboren bis 03.04.1961", "nur aus Kreis Recklinghausen",
                 "offen ab Sa 03.04.2021 08:00:05"):  # fmt: skip
        assert term in said
    [made] = coordinator.records(Contingent)
    assert made.opens_at == datetime(2021, 4, 3, 6, 0, 5, tzinfo=UTC)
    assert "ist schon so" in coordinator.says(*SPECIAL)
    changed = coordinator.says(
        "contingent", "DOR", "sonder60", "--opens", "", "--vaccine", "", "--hours", "Mo-Fr 08:00-12:00"
    )
    assert "Kontingent sonder60 geändert: Impfstoff, offen ab, Zeiten." in changed
    [after] = coordinator.records(Contingent)
    assert (after.vaccine, after.opens_at, after.hours) == (None, None, "Mo-Fr 08:00-12:00")
    assert (after.born_until, after.districts, after.ways) == (made.born_until, made.districts, made.ways)


def test_all_contingents_are_shown_with_what_is_left(coordinator: Coordinator) -> None:
    assert "noch keine Kontingente" in coordinator.says("contingent", "DOR")
    coordinator.says("slots", "DOR", *ONE_DAY, "--release", "22.11.2021 08:00")
    coordinator.says("contingent", "DOR", "sonder60", "--born-until", "3.4.1961")
    coordinator.says(
        "slots", "DOR", "--from", "25.11.2021", "--until", "25.11.2021", "--vaccine", "Comirnaty",
        "--share", "sonder60=1", "--lanes", "1",
    )  # fmt: skip
    told = {each["name"]: each for each in coordinator.json("contingent", "DOR")["contingents"]}
    assert {name: (each["state"], each["capacity"], each["free"], each["bookable"]) for name, each in told.items()} == {
        "online": ("not_open", 115, 115, 0), "phone": ("not_open", 29, 29, 0), "sonder60": ("open", 48, 48, 48),
    }  # fmt: skip
    assert told["online"]["next_at"] == "2021-11-22T07:00:00+00:00"
    said = coordinator.says("contingent", "DOR")
    assert "noch nicht offen, ab Mo 22.11.2021 08:00" in said
    assert "nur am Telefon · Mo-Fr 08:00-12:00 (Zeiten der Hotline)" in said
    assert "sonder60          48 Plätze,       0 vergeben,      48 frei   offen" in said


def test_places_of_a_vaccine_that_the_contingent_is_not_for_are_refused(coordinator: Coordinator) -> None:
    coordinator.says(*SPECIAL)
    said = coordinator.says("slots", "DOR", *ONE_DAY, "--share", "sonder60=1", status=Exit.NOTHING_DONE)
    assert "sonder60 ist nur für Vaxzevria" in said
    assert coordinator.records(Slot) == []


def test_a_district_without_post_codes_is_told(coordinator: Coordinator) -> None:
    assert "Zu 05513 ist hier keine Postleitzahl bekannt" in coordinator.says(
        "contingent", "DOR", "gelsen", "--districts", "05513,05562"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sonder60",), "Ein Kontingent „sonder60“ hat DOR nicht"),
        (("–", "--ways", "phone"), "taugt nicht als Name"),
        (("x", "--vaccine", "Wundermittel"), "kennt kein Regelwerk"),
        (("x", "--born-from", "31.2.41"), "--born-from: „31.2.41“ ist kein Tag"),
        (("x", "--born-from", "1.1.1942", "--born-until", "31.12.1941"), "Niemand ist so geboren"),
        (("x", "--opens", "acht Uhr"), "--opens: „acht Uhr“ ist kein Zeitpunkt"),
        (("x", "--opens", "2.1.2022 08:00", "--closes", "2.1.2022 08:00"), "schließen, bevor es öffnet"),
        (("x", "--ways", "phone,brief"), "„brief“ ist kein Weg"),
        (("x", "--open-for", "alle"), "„alle“ kommt in keiner Regel vor. Möglich: 1, 2, 3, all, cohort, special."),
        (("x", "--hours", "8 bis 12"), "„8 bis 12“ sind keine Zeiten"),
        (("x", "--districts", "Recklinghausen"), "„Recklinghausen“ ist kein Kreisschlüssel"),
        (("--ways", "phone"), "Welches Kontingent?"),
    ],
)
def test_terms_that_cannot_be_meant_are_refused(
    coordinator: Coordinator, arguments: tuple[str, ...], said: str
) -> None:
    assert said in coordinator.says("contingent", "DOR", *arguments, status=Exit.NOTHING_DONE)
    assert coordinator.records(Contingent) == []


# Districts


def table(folder: Path, *rows: str, name: str = "nrw.csv") -> str:
    path = folder / name
    path.write_text("\n".join(["plz;ort;kreis;ags", *rows, ""]), "utf-8")
    return str(path)


def test_a_list_of_post_codes_is_given_replaced_and_taken_away(coordinator: Coordinator, tmp_path: Path) -> None:
    assert coordinator.json("districts") == {
        "lists": [], "post_codes": 29 + 1,
        "districts": {
            "05562": "Kreis Recklinghausen", "06411": "Stadt Darmstadt", "06432": "Landkreis Darmstadt-Dieburg",
            "07312": "Stadt Kaiserslautern", "07335": "Landkreis Kaiserslautern",
        },
    }  # fmt: skip
    file = table(tmp_path, "46348;Raesfeld;Kreis Borken;05554", "46282;Dorsten;Kreis Recklinghausen;05562")
    assert "Liste „nrw“ übernommen: 2 Zeilen" in coordinator.says("districts", file)
    assert "Zusammen bekannt: 31 Postleitzahlen in 6 Kreisen." in coordinator.says("districts")
    table(tmp_path, "46348;Raesfeld;Kreis Borken;05554")
    coordinator.says("districts", file)
    assert coordinator.json("districts")["lists"] == [{"name": "nrw", "post_codes": 1, "rows": 1}]
    [record] = coordinator.records(PostCodes)
    assert record.text == "plz;ort;kreis;ags\n46348;Raesfeld;Kreis Borken;05554\n"
    coordinator.says("districts", "--remove", "nrw")
    assert coordinator.records(PostCodes) == []
    assert "Es gibt: –" in coordinator.says("districts", "--remove", "nrw", status=Exit.NOTHING_DONE)
    assert "nicht zusammen" in coordinator.says("districts", file, "--remove", "nrw", status=Exit.NOTHING_DONE)
    assert "taugt nicht" in coordinator.says("districts", file, "--name", "x" * 81, status=Exit.NOTHING_DONE)
    assert "taugt nicht" in coordinator.says("districts", file, "--name", "x\x1b[2J", status=Exit.NOTHING_DONE)
    assert coordinator.records(PostCodes) == []


def test_a_list_in_the_letters_of_a_spreadsheet_is_taken_too(coordinator: Coordinator, tmp_path: Path) -> None:
    path = tmp_path / "hessen.csv"
    path.write_bytes(
        "PLZ;Ort;Kreis;AGS\r\n64720;Michelstadt;Odenwaldkreis;06437\r\n64839;Münster;Kreis;06432\r\n".encode("cp1252")
    )
    coordinator.says("districts", str(path), "--name", "Hessen")
    [record] = coordinator.records(PostCodes)
    assert (record.id, "Münster" in record.text) == ("Hessen", True)


def test_a_bad_list_is_refused_with_each_line_and_the_one_before_stays(
    coordinator: Coordinator, tmp_path: Path
) -> None:
    file = table(tmp_path, "46348;Raesfeld;Kreis Borken;05554")
    coordinator.says("districts", file)
    table(tmp_path, "46348;Raesfeld;Kreis Borken;05554", "1067;Dresden;Stadt Dresden;14612", "46348;;Kreis Borken;5554")
    said = coordinator.says("districts", file, status=Exit.NOTHING_DONE)
    assert "Zeile 3: „1067“ ist keine Postleitzahl (fünf Ziffern, auch eine 0 am Anfang)" in said
    assert "Zeile 4: „5554“ ist kein Kreisschlüssel" in said
    assert "nichts übernommen" in said
    assert len(coordinator.records(PostCodes)[0].text.splitlines()) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "leer"),
        (b"PK\x03\x04x", "Excel"),
        (b"plz;ort\n46348;Raesfeld\n", "Es fehlen Spalten: kreis, ags"),
        (b"\n".join([b"plz;ort;kreis;ags", *[b"1;a;b;2"] * 30]), "… und 10 weitere Zeilen"),
    ],
)
def test_a_file_that_is_no_list_is_refused(coordinator: Coordinator, tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert said in coordinator.says("districts", str(path), status=Exit.NOTHING_DONE)
    assert coordinator.records(PostCodes) == []
    assert "gibt es nicht" in coordinator.says("districts", str(tmp_path / "keine.csv"), status=Exit.NOTHING_DONE)

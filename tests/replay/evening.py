"""A short invented evening: a few dozen who are booked, most of whom come, and people who wait at home."""

from pathlib import Path

USUAL = ["--centre", "KL", "--date", "2021-12-15", "--desks", "2", "--seed", "3", "--json"]
_CENTRE = """
[KL]
name = "Impfzentrum"
jurisdiction = "DE-RP"
district = "07312"
catchment = ["07312"]
lanes = 1
hours = { default = "08:00-18:00" }
slot_minutes = 5
early_minutes = 30
late_minutes = 20
calling = { last_jab = "19:10", buffer = "5" }
"""
BOOKED, CAME = 32, 25
"""Six doses are in a vial: five vials are opened for those who come, and five doses are left over."""
_MISSING = range(2, 30, 4)
WAITING = 40


def code(number: int) -> str:
    """The booking code of somebody who is booked."""
    return f"KL-{number:04}-TEST"


def day_list() -> str:
    """One every other minute from five on."""
    rows = [
        f"{code(each)};15.12.2021;{17 + each * 2 // 60}:{each * 2 % 60:02};Booster-Impfung;Comirnaty;"
        f"Probe{each:03};Anna;{1 + each % 28:02}.03.1960"
        for each in range(BOOKED)
    ]
    return "\n".join(["Buchungscode;Datum;Uhrzeit;Impfung;Impfstoff;Nachname;Vorname;Geburtsdatum", *rows]) + "\n"


def arrivals() -> str:
    """They come at their times, but for a few."""
    those = [each for each in range(BOOKED) if each not in _MISSING]
    rows = [f"{code(each)};{17 + each * 2 // 60}:{each * 2 % 60:02}" for each in those]
    return "\n".join(["code;arrived", *rows]) + "\n"


def waiting_list(waiting: int = WAITING) -> str:
    """People for a first or second dose who live ten or fifteen minutes away; a few had the first one too lately."""
    rows = []
    for each in range(waiting):
        last = "02.12.2021" if each % 10 == 9 else "14.10.2021"
        kind = f"Zweit;{last};Comirnaty" if each % 2 else "Erst;;"
        rows.append(
            f"22.11.2021 08:{each:02};Wartet{each:02};Eva;{1 + each % 28:02}.05.1975;67657;Kaiserslautern;"
            f"+49 176 040690{each:02};{kind};ja;{10 + each % 2 * 5};08:00;21:00"
        )
    header = (
        "Registriert;Nachname;Vorname;Geburtsdatum;PLZ;Ort;Telefon;Impfung;letzte Impfung am;letzter Impfstoff;"
        "kurzfristig bereit;Anfahrt Minuten;erreichbar ab;erreichbar bis"
    )
    return "\n".join([header, *rows]) + "\n"


def written(folder: Path, *, waiting: int = WAITING) -> list[str]:
    """The lists and the centre as files, and the options that name them."""
    texts = {"day.csv": day_list(), "came.csv": arrivals(), "wait.csv": waiting_list(waiting), "centres.toml": _CENTRE}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    options = {
        "--appointments": "day.csv", "--arrivals": "came.csv", "--waitlist": "wait.csv", "--centres": "centres.toml",
    }  # fmt: skip
    return [part for name, file in options.items() for part in (name, str(folder / file))] + USUAL

"""A short invented day: a list as some booking system might export it, and who came."""

import random
from pathlib import Path

PEOPLE = 150
CAME = 120


def code(number: int) -> str:
    """The booking code of somebody of the list."""
    return f"KL-{number:04}-TEST"


def due(number: int) -> str:
    """When somebody of the list is expected."""
    return f"{8 + number // 20:02}:{number % 20 * 3:02}"


def day_list(*further: str) -> str:
    """Everybody of the list, with `further` rows."""
    what = "Booster-Impfung;Comirnaty"
    rows = [
        f"{code(number)};15.12.2021;{due(number)};{what};Probe{number:03};Anna;{1 + number % 28:02}.03.1960"
        for number in range(PEOPLE)
    ]
    header = "Buchungscode;Datum;Uhrzeit;Impfung;Impfstoff;Nachname;Vorname;Geburtsdatum"
    return "\n".join([header, *rows, *further]) + "\n"


def arrivals(*further: str) -> str:
    """The first of the list come within minutes of their times, with `further` rows."""
    draw = random.Random(7)
    rows = []
    for number in range(CAME):
        hour, minute = map(int, due(number).split(":"))
        moment = hour * 60 + minute + draw.randint(-15, 20)
        rows.append(f"{code(number)};{moment // 60:02}:{moment % 60:02}")
    return "\n".join(["code;arrived", *rows, *further]) + "\n"


def written(folder: Path, appointments: str, came: str) -> list[str]:
    """Both lists as files, and the options that name them."""
    (folder / "day.csv").write_bytes(appointments.encode("cp1252"))
    (folder / "came.csv").write_text(came)
    return ["--appointments", str(folder / "day.csv"), "--arrivals", str(folder / "came.csv")]

"""`empfang doctor`: what is installed, reachable, encrypted, unsent, and what to do about it."""

import platform
import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from empfang import __version__
from empfang.config import Settings, config_file
from empfang.errors import Problem
from empfang.store.database import STORE_FILE
from empfang.store.migrations import VERSION
from empfang.texts import Text, say
from empfang.texts.problems import words_for

_LOW_DISK_BYTES = 500_000_000
_HEALTH_S = 5.0
_PLAIN_SQLITE = b"SQLite format 3\x00"

_WORDS = {
    "program": Text(de="Programm", en="program"),
    "settings": Text(de="Einstellungen", en="settings"),
    "service_part": Text(de="Dienst installiert", en="service installed"),
    "disk": Text(de="Platz auf dem Datenträger", en="room on the disk"),
    "store": Text(de="Speicher", en="store"),
    "encrypted": Text(de="verschlüsselt", en="encrypted"),
    "whole": Text(de="Speicher unbeschädigt", en="store whole"),
    "backup": Text(de="Sicherung", en="backup"),
    "mirror": Text(
        de="Spiegel (verschlüsselte Kopie des Nichtübertragenen)", en="mirror (encrypted copy of the unsent)"
    ),
    "no_backup": Text(de="noch keine", en="none yet"),
    "as_of": Text(de="vom {at}", en="of {at}"),
    "backup_failed": Text(de="misslungen ({code})", en="failed ({code})"),
    "backup_old": Text(
        de="Die Sicherung entsteht von selbst, wenn der Empfang einige Minuten läuft und am Ende der Schicht.",
        en="The backup is made by itself when the desk has run for some minutes, and at the end of the shift.",
    ),
    "no_mirror": Text(de="keiner eingestellt (mirror)", en="none set (mirror)"),
    "printer": Text(de="Drucker für Laufzettel", en="printer for run slips"),
    "no_printer": Text(de="keiner eingestellt (printer)", en="none set (printer)"),
    "no_printing": Text(
        de="Hier gibt es kein Druckprogramm (lp). Nummern von Hand schreiben, oder CUPS einrichten.",
        en="There is no program for printing (lp) here. Write numbers by hand, or set up CUPS.",
    ),
    "lists": Text(de="Notfalllisten", en="emergency lists"),
    "no_list": Text(de="noch keine", en="none yet"),
    "list_of": Text(de="für {days}, in {folder}", en="for {days}, in {folder}"),
    "no_list_folder": Text(
        de="Den Ordner {folder} gibt es nicht (Stick?). Listen liegen solange beim Platz.",
        en="There is no folder {folder} (stick?). Meanwhile lists lie with the desk.",
    ),
    "rules": Text(de="Regelwerke", en="rule books"),
    "rules_read": Text(de="{number}, alle lesbar", en="{number}, all readable"),
    "rules_old": Text(
        de="Das vorige Regelwerk gilt weiter. Bitte das Programm aktualisieren, oder der Leitung melden.",
        en="The book before stays in force. Please update the program, or tell your coordinator.",
    ),
    "unsent": Text(de="wartet auf Übertragung", en="waiting to be sent"),
    "service": Text(de="Buchungsdienst", en="booking service"),
    "no_file": Text(de="keine Datei, es gilt das Übliche ({path})", en="no file, the usual applies ({path})"),
    "yes": Text(de="ja", en="yes"),
    "no": Text(de="nein", en="no"),
    "free": Text(de="{gigabytes:.1f} GB frei", en="{gigabytes:.1f} GB free"),
    "make_room": Text(
        de="Bitte Platz schaffen: Ist der Datenträger voll, kann nichts gespeichert werden.",
        en="Please make room: with a full disk nothing can be stored.",
    ),
    "not_encrypted": Text(
        de="Der Speicher ist lesbar ohne Schlüssel. Bitte die Leitung holen und nicht weiterarbeiten.",
        en="The store can be read without a key. Please get your coordinator and do not go on.",
    ),
    "damaged": Text(
        de="Nicht löschen: Nicht Übertragenes kann noch darin sein. Retten: empfang beenden, empfang doctor --repair",
        en="Do not delete it: what is unsent may still be in it. Save it: leave empfang, then empfang doctor --repair",
    ),
    "unsent_since": Text(de="{unsent}, seit {since}", en="{unsent}, since {since}"),
    "send": Text(
        de="Sobald der Dienst erreichbar ist, geht es von selbst weg; oder jetzt: empfang desk sync",
        en="It is sent by itself once the service can be reached; or now: empfang desk sync",
    ),
    "silent": Text(de="{url} antwortet nicht", en="{url} does not answer"),
    "check_net": Text(
        de="Netz und Adresse prüfen. Der Empfang arbeitet ohne weiter.",
        en="Check network and address. The desk goes on without it.",
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, how it is, and what to do."""

    about: str
    good: bool
    is_: str
    advice: str = ""

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {"about": self.about, "good": self.good, "is": self.is_, "advice": self.advice}


def examine(settings: Settings) -> list[Finding]:
    """Look at everything."""
    findings = [_program(), _settings(), _service_part(), _disk(settings.desk_folder)]
    findings.append(_printer(settings))
    findings += _store(settings)
    return findings


def show(findings: list[Finding]) -> None:
    """A line each; ✓ or ! and, where something is to be done, what."""
    for finding in findings:
        print(f"{'✓' if finding.good else '!'} {say(_WORDS[finding.about])}: {finding.is_}")
        if finding.advice:
            print(f"    {finding.advice}")


def _program() -> Finding:
    from sqlcipher3 import dbapi2  # noqa: PLC0415

    versions = f"empfang {__version__} · Python {platform.python_version()} · SQLite {dbapi2.sqlite_version}"
    return Finding("program", True, versions)


def _settings() -> Finding:
    path = config_file()
    return Finding("settings", True, str(path) if path.exists() else say(_WORDS["no_file"], path=path))


def _service_part() -> Finding:
    installed = all(find_spec(name) for name in ("fastapi", "uvicorn", "psycopg"))
    return Finding("service_part", True, say(_WORDS["yes" if installed else "no"]))


def _disk(folder: Path) -> Finding:
    there = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(there).free
    good = free > _LOW_DISK_BYTES
    said = say(_WORDS["free"], gigabytes=free / 1e9)
    return Finding("disk", good, said, "" if good else say(_WORDS["make_room"]))


def _store(settings: Settings) -> list[Finding]:
    folder = settings.desk_folder
    from empfang.store import Store, open_store  # noqa: PLC0415

    try:
        store = Store(open_store(folder))
    except Problem as problem:
        return [Finding("store", False, words_for(problem))]
    try:
        findings = [Finding("store", True, f"{folder / STORE_FILE} ({VERSION})"), _encrypted(folder)]
        whole = _whole(store)
        findings.append(whole)
        if whole.good:  # of a damaged one nothing else can be said with certainty
            findings += [_backup(store), _mirror(store, settings), _lists(store, settings)]
            findings += [_rules(store), _unsent(store), _service(store)]
        return findings
    finally:
        store.close()


def _encrypted(folder: Path) -> Finding:
    with (folder / STORE_FILE).open("rb") as file:
        plain = file.read(len(_PLAIN_SQLITE)) == _PLAIN_SQLITE
    return Finding(
        "encrypted", not plain, say(_WORDS["no" if plain else "yes"]), say(_WORDS["not_encrypted"]) if plain else ""
    )


def _whole(store: Any) -> Finding:
    from empfang.store.care import damage_of  # noqa: PLC0415

    damage = damage_of(store.database)
    if damage is None:
        return Finding("whole", True, say(_WORDS["yes"]))
    return Finding("whole", False, f"{say(_WORDS['no'])} ({damage})", say(_WORDS["damaged"]))


def _backup(store: Any) -> Finding:
    """Made by the keeper; a desk that was off for days has an old one, and that is no fault."""
    at, trouble = store.meta("backup_at"), store.meta("care_trouble")
    said = say(_WORDS["no_backup"]) if at is None else say(_WORDS["as_of"], at=at)
    if trouble is not None:
        failed = say(_WORDS["backup_failed"], code=trouble)
        return Finding("backup", False, f"{said}, {failed}", say(_WORDS["backup_old"]))
    return Finding("backup", True, said, "" if at else say(_WORDS["backup_old"]))


def _mirror(store: Any, settings: Settings) -> Finding:
    """Looked at now, whatever the keeper found."""
    from empfang.store.mirror import Mirror  # noqa: PLC0415

    if settings.mirror is None:
        return Finding("mirror", True, say(_WORDS["no_mirror"]))
    mirror = Mirror(store, settings.mirror)
    try:
        mirror.look()
    except Problem as problem:
        return Finding("mirror", False, str(settings.mirror), words_for(problem))
    return Finding("mirror", True, str(mirror.path))


def _printer(settings: Settings) -> Finding:
    """As far as looking tells, without printing."""
    from empfang.printing import FILE_PREFIX  # noqa: PLC0415

    if not settings.printer:
        return Finding("printer", True, say(_WORDS["no_printer"]))
    folder = Path(settings.printer.removeprefix(FILE_PREFIX))
    if settings.printer.startswith(FILE_PREFIX):
        missing = words_for(Problem("print_folder_missing", path=folder))
        return Finding("printer", folder.is_dir(), settings.printer, "" if folder.is_dir() else missing)
    good = sys.platform == "win32" or shutil.which("lp") is not None
    return Finding("printer", good, settings.printer, "" if good else say(_WORDS["no_printing"]))


def _lists(store: Any, settings: Settings) -> Finding:
    """Of which days this desk has written lists, and whether the folder for them is there."""
    from empfang.desk.emergency import written_days  # noqa: PLC0415
    from empfang.paper_work import LIST_FOLDER  # noqa: PLC0415

    folder = settings.list_folder or settings.desk_folder / LIST_FOLDER
    days = ", ".join(day.isoformat() for day in sorted(written_days(store)))
    said = say(_WORDS["list_of"], days=days, folder=folder) if days else say(_WORDS["no_list"])
    if settings.list_folder is not None and not settings.list_folder.is_dir():
        return Finding("lists", False, said, say(_WORDS["no_list_folder"], folder=settings.list_folder))
    return Finding("lists", True, said)


def _rules(store: Any) -> Finding:
    """Rule books that cannot be read here: the number before them counts."""
    from empfang.model import RuleBook  # noqa: PLC0415
    from empfang.rows import Rows  # noqa: PLC0415
    from empfang.rules.stored import rulebook_of  # noqa: PLC0415

    rows = Rows(store.database.connection.cursor(), "sqlite")
    book, unreadable = rulebook_of(rows.find(RuleBook))
    if unreadable:
        return Finding("rules", False, words_for(unreadable[0].problem), say(_WORDS["rules_old"]))
    return Finding("rules", True, say(_WORDS["rules_read"], number=len(book.books)))


def _unsent(store: Any) -> Finding:
    unsent, since = store.unsent_count()
    said = say(_WORDS["unsent_since"], unsent=unsent, since=since) if unsent else "0"
    return Finding("unsent", True, said, say(_WORDS["send"]) if unsent else "")


def _service(store: Any) -> Finding:
    import httpx  # noqa: PLC0415

    from empfang.sync.client import trust  # noqa: PLC0415

    url = store.meta("service_url") or ""
    try:
        good = httpx.get(f"{url}/healthz", timeout=_HEALTH_S, trust_env=False, verify=trust(url)).is_success
    except httpx.HTTPError:
        good = False
    if good:
        return Finding("service", True, url)
    return Finding("service", False, say(_WORDS["silent"], url=url), say(_WORDS["check_net"]))

"""Lists as other booking systems would export them: the same people in other columns, words, letters and
signs.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from empfang.exchange.lists import ImportedRow
from empfang.model import DoseKind

Cell = Callable[[ImportedRow], str]
MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()  # noqa: SIM905
DOSES = {
    "de": {
        DoseKind.FIRST: "1. Impfung",
        DoseKind.SECOND: "2. Impfung",
        DoseKind.BOOSTER: "Auffrischungsimpfung",
    },
    "en": {DoseKind.FIRST: "First dose", DoseKind.SECOND: "Second dose", DoseKind.BOOSTER: "Booster"},
    "short": {DoseKind.FIRST: "D1", DoseKind.SECOND: "D2", DoseKind.BOOSTER: "D3"},
}


def day(form: str, of: str = "day") -> Cell:
    def cell(row: ImportedRow) -> str:
        value: date | None = getattr(row, of)
        if value is None:
            return ""
        if form == "long":
            return f"{value.day}. {MONTHS[value.month - 1]} {value.year}"
        if form == "short":
            return f"{value.day}.{value.month}.{value:%y}"
        if form == "serial":
            return str((value - date(1899, 12, 30)).days)
        if form == "weekday":
            return ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"][value.weekday()] + value.strftime(" %d.%m.%Y")
        return value.strftime(form)

    return cell


def clock(form: str) -> Cell:
    def cell(row: ImportedRow) -> str:
        assert row.time is not None
        if form == "12h":
            return f"{(row.time.hour - 1) % 12 + 1}:{row.time.minute:02} {'AM' if row.time.hour < 12 else 'PM'}"
        if form == "fraction":
            return f"{(row.time.hour * 60 + row.time.minute) / 1440:.10f}"
        return row.time.strftime(form)

    return cell


def both(first: Cell, between: str, second: Cell) -> Cell:
    return lambda row: first(row) + between + second(row)


def dose(words: str) -> Cell:
    return lambda row: DOSES[words][row.dose_kind] if row.dose_kind else ""


def number(place: int) -> Cell:
    return lambda row: row.phones[place].number if len(row.phones) > place else ""


def own(name: str) -> Cell:
    return lambda row: str(getattr(row, name) or "")


def said(text: str) -> Cell:
    return lambda _row: text


@dataclass(frozen=True)
class Layout:
    """One system's way; `only` are the fields that the list holds and that must come out as they went in."""

    name: str
    columns: tuple[tuple[str, Cell], ...]
    separator: str = ";"
    encoding: str = "utf-8"
    line_end: str = "\r\n"
    quote: str = "needed"
    titles: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()

    def export(self, rows: Iterable[ImportedRow]) -> bytes:
        lines = [self._line([name for name, _ in self.columns])]
        lines += [self._line([cell(row) for _, cell in self.columns]) for row in rows]
        return self.line_end.join([*self.titles, *lines, *self.tail, ""]).encode(self.encoding, "replace")

    def _line(self, cells: list[str]) -> str:
        return self.separator.join(map(self._quoted, cells))

    def _quoted(self, cell: str) -> str:
        if self.quote == "all" or any(sign in cell for sign in (self.separator, '"', "\n")):
            return '"' + cell.replace('"', '""') + '"'
        return cell


FAMILY, GIVEN, CODE, POSTAL, TOWN = own("family"), own("given"), own("code"), own("postal_code"), own("town")
STREET = both(own("street"), " ", own("house_number"))
PLACE = both(POSTAL, " ", TOWN)
BORN = "birth_date"

LAYOUTS = (
    Layout(
        "English, ISO dates, commas",
        (
            ("Booking reference", CODE),
            ("Appointment date", day("%Y-%m-%d")),
            ("Appointment time", clock("%H:%M:%S")),
            ("First name", GIVEN),
            ("Last name", FAMILY),
            ("DOB", day("%Y-%m-%d", BORN)),
            ("Mobile", number(0)),
            ("Email address", own("email")),
            ("Vaccine", own("vaccine")),
            ("Dose", dose("en")),
            ("Address line 1", STREET),
            ("City", TOWN),
            ("Postcode", POSTAL),
            ("Booking status", said("confirmed")),
        ),
        separator=",",
        line_end="\n",
    ),
    Layout(
        "US dates and a clock of twelve hours",
        (
            ("Confirmation #", CODE),
            ("Last Name", FAMILY),
            ("First Name", GIVEN),
            ("Birth Date", day("%m/%d/%Y", BORN)),
            ("Appt Date", day("%m/%d/%Y")),
            ("Appt Time", clock("12h")),
            ("Phone", number(0)),
            ("ZIP", POSTAL),
            ("City", TOWN),
            ("Street", STREET),
            ("Product", own("vaccine")),
            ("Dose number", dose("short")),
        ),
        separator=",",
        encoding="utf-8-sig",
        quote="all",
    ),
    Layout(
        "Unicode text from Excel",
        (
            ("Name, Vorname", both(FAMILY, ", ", GIVEN)),
            ("Geb.-Dat.", day("%d.%m.%Y", BORN)),
            ("Termin", both(day("%d.%m.%Y"), " ", clock("%H:%M"))),
            ("Anschrift", both(STREET, ", ", PLACE)),
            ("Tel.", number(0)),
            ("Impfstoff", own("vaccine")),
            ("Dosis", dose("de")),
            ("Buchungs-Nr.", CODE),
        ),
        separator="\t",
        encoding="utf-16",
    ),
    Layout(
        "Excel serial numbers, pipes, UTF-16 without mark",
        (
            ("lfd. Nr.", said("1")),
            ("Vorgangsnummer", CODE),
            ("Impftag", day("serial")),
            ("Uhrzeit", clock("fraction")),
            ("Zuname", FAMILY),
            ("Rufname", GIVEN),
            ("geb. am", day("serial", BORN)),
            ("PLZ Ort", PLACE),
            ("Str./Hausnr.", STREET),
            ("Handynr.", number(0)),
            ("Präparat", own("vaccine")),
            ("Impfart", dose("de")),
        ),
        separator="|",
        encoding="utf-16-le",
    ),
    Layout(
        "Mac Roman, long dates, given name first",
        (
            ("Uhrzeit", clock("%H.%M Uhr")),
            ("Datum", day("long")),
            ("Patient", both(GIVEN, " ", FAMILY)),
            ("Geburtstag", day("%d.%m.%Y", BORN)),
            ("Straße und Hausnummer", STREET),
            ("PLZ/Ort", PLACE),
            ("E-Mail-Adresse", own("email")),
            ("Rückrufnummer", number(0)),
            ("Vakzin", own("vaccine")),
            ("Terminart", dose("de")),
            ("Buchungsnummer", CODE),
        ),
        encoding="mac_roman",
        line_end="\r",
    ),
    Layout(
        "DOS letters, short dates, title lines and a total",
        (
            ("Code", CODE),
            ("Tag", day("weekday")),
            ("Zeit", clock("%H%M")),
            ("Name", FAMILY),
            ("Vorname", GIVEN),
            ("Geb.", day("short", BORN)),
            ("Str.", own("street")),
            ("Nr.", own("house_number")),
            ("PLZ", POSTAL),
            ("Wohnort", TOWN),
            ("Tel. privat", number(0)),
            ("Tel. mobil", number(1)),
            ("Impfung", own("vaccine")),
        ),
        encoding="cp850",
        titles=("Impfzentrum Musterstadt", "", "Terminliste;erstellt am 14.12.2021;;;"),
        tail=("Summe: 2122",),
    ),
    Layout(
        "camel case from a database",
        (
            ("appointmentId", CODE),
            ("startDateTime", both(day("%Y-%m-%d"), "T", clock("%H:%M:00"))),
            ("familyName", FAMILY),
            ("givenName", GIVEN),
            ("birthDate", day("%Y-%m-%d", BORN)),
            ("phoneNumber", number(0)),
            ("emailAddress", own("email")),
            ("streetName", own("street")),
            ("houseNumber", own("house_number")),
            ("postalCode", POSTAL),
            ("city", TOWN),
            ("vaccineName", own("vaccine")),
            ("doseType", dose("en")),
            ("createdAt", said("2021-12-01T08:00:00Z")),
            ("internalFlag", said("7")),
        ),
        line_end="\n",
        quote="all",
    ),
    Layout(
        "everything quoted, notes over several lines",
        (
            (
                "Bemerkungen",
                lambda row: 'kommt mit "Rollator";\nbitte Eingang B' if row.line % 7 == 0 else "",
            ),
            ("Termin-Datum", day("%d.%m.%y")),
            ("Termin-Uhrzeit", both(clock("%H:%M"), " ", said("Uhr"))),
            ("Nachname des Impflings", FAMILY),
            ("Vorname des Impflings", GIVEN),
            ("Geburtsdatum (TT.MM.JJJJ)", day("%d.%m.%Y", BORN)),
            ("Postleitzahl", POSTAL),
            ("Ort", TOWN),
            ("Straße", own("street")),
            ("Haus-Nr.", own("house_number")),
            ("Telefonnummer", number(0)),
            ("Impfstoff", own("vaccine")),
            ("Impfdosis", dose("de")),
            ("Vermittlungscode", CODE),
        ),
        encoding="cp1252",
        quote="all",
        line_end="\r\n",
    ),
    Layout(
        "columns without names",
        (
            ("", CODE),
            ("Nachname", FAMILY),
            ("Vorname", GIVEN),
            ("", day("%d.%m.%Y", BORN)),
            ("", day("%d.%m.%Y")),
            ("", clock("%H:%M")),
            ("", own("email")),
            ("", POSTAL),
            ("", TOWN),
            ("", own("vaccine")),
            ("", number(0)),
        ),
    ),
    Layout(
        "only times, the date stands in the title",
        (
            ("Uhrzeit von", clock("%H:%M")),
            ("Uhrzeit bis", said("18:00")),
            ("Familienname", FAMILY),
            ("Vornamen", GIVEN),
            ("Geburtsdatum", day("%d.%m.%Y", BORN)),
            ("Ort", TOWN),
            ("Telefon", number(0)),
            ("Impfung/Impfstoff", both(dose("de"), " ", own("vaccine"))),
            ("Referenz", CODE),
        ),
        titles=("Tagesliste Impfzentrum für Mittwoch, den 15.12.2021", ""),
        separator="\t",
    ),
    Layout(
        "family name first without a comma, semicolons inside quotes",
        (
            ("Termin am", both(day("%d.%m.%Y"), ", ", clock("%H:%M Uhr"))),
            ("Nachname Vorname", both(FAMILY, " ", GIVEN)),
            ("geboren", day("%d.%m.%Y", BORN)),
            ("Adresse", both(STREET, "; ", PLACE)),
            ("Kontakt-Telefon", number(0)),
            ("Kontakt-E-Mail", own("email")),
            ("Impfstoffname", own("vaccine")),
            ("Dosis-Nr.", dose("short")),
            ("Reservierungsnummer", CODE),
        ),
    ),
    Layout(
        "British slashes, header with typing errors and capitals",
        (
            ("BUCHUNGSCODE", CODE),
            ("TERMINDTAUM", day("%d/%m/%Y")),
            ("UHRZEIT", clock("%H:%M")),
            ("NACHNAHME", FAMILY),
            ("VORNAME", GIVEN),
            ("GEBURSTDATUM", day("%d/%m/%Y", BORN)),
            ("POSTLEITZHAL", POSTAL),
            ("WOHNORT", TOWN),
            ("TELEFON", number(0)),
            ("MOBILTELEFON", number(1)),
            ("IMPFSTOFF", own("vaccine")),
            ("IMPFUNG", dose("de")),
        ),
        encoding="latin-1",
        line_end="\n",
    ),
    Layout(
        "letters lost in the header, Excel's own first line",
        (
            ("Buchung", CODE),
            ("Impftermin", both(day("%Y-%m-%d"), " ", clock("%H:%M"))),
            ("Name", both(GIVEN, " ", FAMILY)),
            ("Geburtsdatum", day("%Y-%m-%d", BORN)),
            ("Stra?e", STREET),
            ("Ort", PLACE),
            ("Telefon 1", number(0)),
            ("Telefon 2", number(1)),
            ("E-Mail", own("email")),
            ("Wirkstoff", own("vaccine")),
        ),
        separator=",",
        titles=("sep=,",),
    ),
)

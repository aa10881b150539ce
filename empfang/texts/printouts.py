"""Words on paper, and what is said about printing."""

from empfang.texts import Text

# Run slip and label

SLIP = Text("Laufzettel", "Run slip")
NUMBER = Text("Nummer", "Number")
BORN = Text("geb. {birth}", "born {birth}")
ADMITTED = Text("aufgenommen {at}", "admitted {at}")
LANE = Text("Straße {lane}", "Lane {lane}")
NEEDS = Text("Bedarf", "Needs")
OPEN_PAPERS = Text("Noch offen", "Still open")
MORE = Text("und {number} weitere", "and {number} more")

# Emergency list

LIST = Text("Notfallliste", "Emergency list")
BY_NAME = Text("nach Namen", "by name")
BY_HOUR = Text("nach Uhrzeit", "by time")
NOT_ON_THE_LIST = Text("nicht auf der Liste", "not on the list")
AS_OF = Text("Stand {day} {at} · {desk}", "As of {day} {at} · {desk}")
COUNTS = Text("{number} Termine, davon {present} schon da", "{number} appointments, {present} in already")
PAGE = Text("Seite {page} von {pages}", "Page {page} of {pages}")
FROM_TO = Text("{first} – {last}", "{first} – {last}")
HOUR = Text("{hour} Uhr", "{hour} o’clock")
COLUMN_NUMBER = Text("Nummer", "Number")
COLUMN_TIME = Text("Zeit", "Time")
COLUMN_NAME = Text("Name, Vorname", "Name, first name")
COLUMN_BORN = Text("geboren", "born")
COLUMN_VACCINE = Text("Impfstoff", "Vaccine")
COLUMN_CAME = Text("gekommen", "came")
COLUMN_LOT = Text("Charge", "Lot")
COLUMN_INITIALS = Text("Kürzel", "Initials")
HOW = Text(
    "Nur wenn Strom oder Rechner fehlen: Uhrzeit eintragen. Danach nacherfassen (Strg+G, n): Nummer und Uhrzeit."
    " Nicht liegen lassen; am Ende des Tages der Leitung geben.",
    "Only without power or computer: write down the time. Afterwards enter it (Ctrl+G, n): number and time."
    " Do not leave it lying about; at the end of the day give it to the shift leader.",
)
HOW_BLANK = Text(
    "Wer nicht auf der Liste steht: hier eintragen. Danach am Empfang suchen und aufnehmen.",
    "Who is not on the list: write them down here. Afterwards search and admit them at the reception.",
)
EMPTY = Text("Für diesen Tag sind keine Termine bekannt.", "No appointments are known for this day.")

# What is said about it on the screen

NOT_PRINTED = Text(
    "! {why} Später nachdrucken mit F7.",
    "! {why} Print again later with F7.",
)
PRINTING = Text("Laufzettel Nr. {number} wird gedruckt: {name}", "Run slip no. {number} is being printed: {name}")
NO_PRINTER = Text(
    "An diesem Platz ist kein Drucker eingerichtet: die Nummer von Hand schreiben.",
    "No printer is set up at this desk: write the number by hand.",
)
NOBODY_TO_PRINT = Text("Heute hier noch niemand aufgenommen: nichts zu drucken.", "Nobody admitted: nothing to print.")
LIST_ASKED = Text("Die Notfallliste wird geschrieben …", "The emergency list is being written …")
NO_LISTS = Text("Hier werden keine Notfalllisten geschrieben.", "No emergency lists are written here.")
LIST_WRITTEN = Text("✓ Notfallliste {day} ({people}): {folder}", "✓ Emergency list {day} ({people}): {folder}")
LIST_WRITTEN_ELSEWHERE = Text(
    "! Ordner fehlt (Stick?). Notfallliste {day} ({people}) stattdessen: {folder}",
    "! Folder missing (stick?). Emergency list {day} ({people}) instead: {folder}",
)

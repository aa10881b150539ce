"""Words of Nacherfassen: entering from paper what happened while the desk was off."""

from empfang.texts import Text

PROMPT = Text("Liste {day}", "List {day}")
HINT = Text("Nummer und Uhrzeit, etwa 482137 0912", "number and time, such as 482137 0912")
EMPTY = (
    Text("Zeile für Zeile von der Notfallliste abtippen:", "Type line after line from the emergency list:"),
    Text("die sechs Ziffern der Nummer, die Uhrzeit, Enter.", "the six digits of the number, the time, Enter."),
    Text("Andere Liste als heute? Ihren Tag tippen: 14.12. Enter", "Not today's list? Type its day: 14.12. Enter"),
)

READY = Text("Bereit: Nummer und Uhrzeit, dann Enter.", "Ready: number and time, then Enter.")
ENTERED = Text("✓ {name} um {at} eingetragen, Nr. {number}.", "✓ {name} entered at {at}, no. {number}.")
ENTERED_CANCELLED = Text(
    "! {name} eingetragen. Der Termin war abgesagt: steht bei den Klärfällen.",
    "! {name} entered. The appointment was cancelled: see what is to clear up.",
)
WAS_IN = Text(
    "! {name} ist schon da: {at} {desk}. Das gilt, das Papier ändert nichts.",
    "! {name} is in already: {at} {desk}. That counts, paper changes nothing.",
)
HAD_LEFT = Text(
    "! {name} ging um {at}. Wieder gekommen: am Empfang aufnehmen.",
    "! {name} left at {at}. Came again: admit at the reception.",
)
NEW_DAY = Text("Ab jetzt: Liste {day}", "From now on: list {day}")
NOT_HERE = Text(
    "‼ {number}: so eine Zeile hat die Liste {day} nicht. Nummer prüfen.",
    "‼ {number}: the list {day} has no such line. Check the number.",
)
OTHER_DAY = Text(
    "! {number} steht auf der Liste {other} – erst deren Tag tippen: {typed}",
    "! {number} is on the list {other} – type that day first: {typed}",
)
WRONG: dict[str, Text] = {
    "not_a_line": Text(
        "‼ Sechs Ziffern und die Uhrzeit, etwa 482137 0912. Nichts eingetragen.",
        "‼ Six digits and the time, such as 482137 0912. Nothing entered.",
    ),
    "check_digit": Text(
        "‼ Vertippt: Die Nummer stimmt nicht. Vom Papier noch einmal lesen.",
        "‼ A slip: the number is not right. Read it from the paper again.",
    ),
    "no_such_time": Text("‼ Diese Uhrzeit gibt es nicht. Noch einmal.", "‼ There is no such time. Once more."),
    "no_such_day": Text("‼ Diesen Tag gibt es nicht. Noch einmal.", "‼ There is no such day. Once more."),
    "day_too_old": Text(
        "‼ Älter als eine Woche: Das geht hier nicht mehr, die Leitung fragen.",
        "‼ More than a week ago: not here any more, ask the shift leader.",
    ),
    "day_to_come": Text("‼ Dieser Tag kommt erst noch.", "‼ That day is still to come."),
    "to_come": Text("‼ Diese Uhrzeit kommt erst noch. Noch einmal lesen.", "‼ That time is still to come. Read again."),
    "before_opening": Text(
        "‼ Da war noch nicht geöffnet. Uhrzeit noch einmal lesen.", "‼ It was not open yet. Read the time again."
    ),
    "after_closing": Text(
        "‼ Da war schon geschlossen. Uhrzeit noch einmal lesen.", "‼ It was closed by then. Read the time again."
    ),
}
OUTSIDE_HOURS: dict[str, Text] = {
    "before_opening": Text(
        "Um {at} war noch nicht geöffnet. Steht das so auf dem Papier, und so eintragen?",
        "It was not open yet at {at}. Is that what the paper says, and enter it so?",
    ),
    "after_closing": Text(
        "Um {at} war schon geschlossen. Steht das so auf dem Papier, und so eintragen?",
        "It was closed by {at}. Is that what the paper says, and enter it so?",
    ),
}

# The list, in few cells

NUMBER = Text("✓ Nr. {number}", "✓ no. {number}")
NUMBER_CANCELLED = Text("! Nr. {number}, war abgesagt", "! no. {number}, was cancelled")
COUNTS_OTHER = Text("! schon da {at} {desk}", "! in since {at} {desk}")
LEFT = Text("! ging {at}: zum Empfang", "! left {at}: to reception")
TAKEN_BACK = Text("zurückgenommen", "taken back")
OPEN_AGAIN = Text("! wieder offen: neu tippen", "! open again: type anew")

WHICH = Text("Die Nummer {number} haben zwei. Wer ist es?", "Two have the number {number}. Who is it?")

NOTHING_TO_UNDO = Text("Hier ist nichts zurückzunehmen.", "There is nothing to take back here.")
UNDO_ASK = Text(
    "Eintrag von {name} um {at}, Nr. {number}, zurücknehmen? Der Termin ist danach wieder offen.",
    "Take back the entry of {name} at {at}, no. {number}? The appointment is open again then.",
)
UNDO_DONE = Text("✓ Eintrag von {name} ist zurückgenommen.", "✓ The entry of {name} is taken back.")

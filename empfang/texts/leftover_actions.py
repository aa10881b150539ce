"""What can be done by a key on the screen of leftover doses: short word and command, and a sentence for the help."""

from empfang.texts import Text

LEFTOVER = Text("Restdosen", "leftover doses"), Text("Zu den Restdosen", "Go to the leftover doses")
LEFTOVER_WHAT = Text("Der Bildschirm Restdosen, von überall.", "The screen of leftover doses, from anywhere.")
CALL = Text("anrufen", "call"), Text("Diese Person anrufen", "Call this person")
CALL_WHAT = Text("Reserviert die markierte Person; dann steht die Nummer da.", "Reserves whoever is marked; then dial.")
DIAL = Text("wählen", "dial"), Text("Nummer wählen", "Dial the number")
DIAL_WHAT = Text(
    "Kopiert die Nummer, wählt sie (wo eingerichtet) und startet die Uhr.",
    "Copies the number, dials it (where that is set up) and starts the timer.",
)
ASK_HERE = Text("fragen", "ask"), Text("Vor Ort fragen", "Ask on site")
ASK_HERE_WHAT = Text("Reserviert die markierte Person, die hier ist.", "Reserves the marked person, who is here.")
NOT_HERE = Text("nicht mehr da", "not here"), Text("Ist nicht mehr vor Ort", "Is not on site any more")
NOT_HERE_WHAT = Text("Nimmt die Person von der Liste.", "Takes the person off the list.")
SCRIPT = Text("ganzer Text", "whole text"), Text("Gesprächstext", "The script")
SCRIPT_WHAT = Text("Alles, was man sagt, auch für die Mailbox.", "All that one says, also to a mailbox.")
YES = Text("JA", "YES"), Text("Die Person sagt ja", "They say yes")
YES_WHAT = Text("Drei Fragen, 1 oder 2 Personen, dann anfragen.", "Three questions, 1 or 2 persons, then ask.")
NO = Text("nein", "no"), Text("Nein", "No")
NO_WHAT = Text("Auf diese Frage: nein.", "No to this question.")
ONE = Text("eine Person", "one person"), Text("Für eine Person", "For one person")
ONE_WHAT = Text("Eine Dosis.", "One dose.")
TWO = Text("zwei", "two"), Text("Für zwei Personen", "For two persons")
TWO_WHAT = Text("Bringt noch jemanden mit.", "Brings somebody along.")
VACCINE = Text("Impfstoff", "vaccine"), Text("Anderer Impfstoff", "Another vaccine")
VACCINE_WHAT = Text("Wechselt, wo mehrere möglich sind.", "Changes, where several are possible.")
ASK = Text("Dosis anfragen", "ask for the dose"), Text("Dosis anfragen", "Ask for the dose")
ASK_WHAT = Text("Zusagen erst, wenn ZUGESAGT dasteht.", "Promise only when it says PROMISED.")
TOLD = Text("gesagt, weiter", "told, go on"), Text("Zusage wurde gesagt", "The promise was told")
TOLD_WHAT = Text("Vermerkt die Zusage; der nächste Anruf steht bereit.", "Notes the promise; the next call is ready.")
STANDBY = Text("Nachrücker", "standby"), Text("Als Nachrücker vormerken", "Note as standby")
STANDBY_WHAT = Text("Zuerst dran, wenn eine Dosis frei wird.", "First when a dose becomes free.")
WITHDRAW = Text("Zusage zurück", "withdraw"), Text("Zusage zurückziehen", "Withdraw the promise")
WITHDRAW_WHAT = Text("Die Dosis ist sofort wieder frei.", "The dose is free at once.")
OFFER = Text("anbieten", "offer"), Text("Späte Zusage anbieten", "Offer the late promise")
OFFER_WHAT = Text("Ruft an, wem etwas zugesagt ist, ohne es zu wissen.", "Calls whoever was promised one untold.")
ALLOW = Text("freigeben", "allow"), Text("Anrufe heute freigeben", "Allow calls today")
ALLOW_WHAT = Text("Außerhalb der Anrufzeiten, mit Grund; wird vermerkt.", "Outside the hours, for a reason; logged.")
OPEN_VIAL = Text("Fläschchen", "vial"), Text("Fläschchen anbrechen", "Open a vial")
OPEN_VIAL_WHAT = Text("Neues Fläschchen: Impfstoff, Nummer, Charge, Dosen.", "A new vial: vaccine, label, lot, doses.")
COUNT = Text("zählen", "count"), Text("Dosen zählen", "Count the doses")
COUNT_WHAT = Text("So viele liegen da; das gilt ab jetzt.", "So many are there; that holds from now on.")
GIVE = Text("geben", "give"), Text("Dosis geben", "Give a dose")
GIVE_WHAT = Text("Wer im Haus ist, wurde geimpft.", "Somebody in the house was vaccinated.")
DISCARD = Text("verwerfen", "discard"), Text("Dosen verwerfen", "Discard doses")
DISCARD_WHAT = Text("Mit Grund.", "With a reason.")
HANGING = Text("Hängen", "hanging"), Text("Hängen klären", "Clear up who hangs")
HANGING_WHAT = Text("Wer gegangen ist, wird ausgetragen.", "Whoever has gone is signed out.")
BLOCK = Text("Vorrat", "stock up"), Text("Vorrat für „ohne Netz“", "Stock up for being offline")
BLOCK_WHAT = Text(
    "Die nächsten zehn Personen und freie Dosen, 30 Minuten lang nur für diesen Platz. Noch einmal: auffüllen oder "
    "zurückgeben.",
    "The next ten people and free doses, for this desk only for 30 minutes. Once more: fill up or give back.",
)
BACK = Text("zurück", "back"), Text("Einen Schritt zurück", "One step back")
BACK_WHAT = Text(
    "Vor dem Wählen: niemand wurde angerufen. Danach: erst sagen, was herauskam.",
    "Before dialling: nobody was called. After it: first say what came of it.",
)

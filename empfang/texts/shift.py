"""Words about whoever works here: the cover, PINs, change of operator, the end of the shift."""

from empfang.texts import Text

# The cover

COVERED = Text("Bildschirm verdeckt. Eine beliebige Taste zeigt ihn wieder.", "Screen hidden. Any key brings it back.")
COVERED_LOCKED = Text("Bildschirm verdeckt, gesperrt von {name}.", "Screen hidden, locked by {name}.")
COVERED_PIN = Text("Weiter mit der PIN: einfach tippen.", "To go on, type the PIN.")
COVERED_OTHER = Text("Strg+L: anderer Name an diesem Platz.", "Ctrl+L: another name at this desk.")

# Change of operator

DISCARDS = Text(
    "Was {name} gerade offen und nicht gespeichert hat, wird bei einem anderen Namen verworfen.",
    "What {name} has open and not saved is given up when another name is picked.",
)
NO_NAME = Text("ohne Namen", "nobody")

# PINs

PIN_ASK = Text("PIN von {name}", "PIN of {name}")
PIN_HINT = Text("4 bis 12 Ziffern", "4 to 12 digits")
PIN_FORGOTTEN = Text(
    "Vergessen? Mit einem anderen Namen geht es weiter, und die Leitung kann die PIN löschen (Strg+P).",
    "Forgotten? Go on with another name; a coordinator can remove the PIN (Ctrl+P).",
)
PIN_WRONG = Text("Das ist nicht die PIN. Noch {left} Versuche.", "That is not the PIN. {left} more tries.")
PIN_WRONG_LAST = Text("Das ist nicht die PIN. Noch 1 Versuch.", "That is not the PIN. 1 more try.")
PIN_WAIT = Text("Zu oft falsch. In {seconds} Sekunden wieder.", "Wrong too often. Again in {seconds} seconds.")
PIN_BAD = Text("Eine PIN hat 4 bis 12 Ziffern.", "A PIN has 4 to 12 digits.")
PIN_NEW = Text("Neue PIN für {name}", "New PIN for {name}")
PIN_NEW_WHY = Text(
    "Nach einer Pause und beim Anmelden wird danach gefragt. Sie gilt nur an diesem Rechner.",
    "It is asked for after a pause and when signing in. It holds at this computer only.",
)
PIN_NEW_EMPTY = Text("Leer lassen und Enter: ohne PIN.", "Empty and Enter: no PIN any more.")
PIN_AGAIN = Text("Die neue PIN noch einmal", "The new PIN once more")
PIN_DIFFERS = Text(
    "Die beiden sind verschieden. Bitte von vorn: die neue PIN.", "These two differ. Please begin again: the new PIN."
)
PIN_SET = Text("✓ PIN gesetzt. Nach einer Pause wird danach gefragt.", "✓ PIN set. It is asked for after a pause.")
PIN_REMOVED = Text("✓ Keine PIN mehr für {name}.", "✓ No PIN any more for {name}.")
PIN_WHOSE = Text("Wessen PIN soll gelöscht werden?", "Whose PIN shall be removed?")
PIN_NOBODY = Text("An diesem Rechner hat niemand eine PIN.", "Nobody has a PIN at this computer.")
PIN_NO_NAME = Text("Eine PIN gehört zu einem Namen: bitte erst anmelden.", "A PIN belongs to a name: sign in first.")

# The end of the shift

END_TITLE = Text("Schicht beenden?", "End the shift?")
END_NOTHING = Text("Alles ist übertragen, nichts ist offen. Danke!", "Everything is sent, nothing is open. Thank you!")
END_UNSENT = Text("{number} Einträge sind seit {since} nicht übertragen.", "{number} entries are unsent since {since}.")
END_UNSENT_ONE = Text("1 Eintrag ist seit {since} nicht übertragen.", "1 entry is unsent since {since}.")
END_STAYS = Text(
    "Sie bleiben auf diesem Rechner und gehen beim nächsten Start von selbst hinaus.",
    "They stay on this computer and go out by themselves at the next start.",
)
END_STAYS_ONE = Text(
    "Er bleibt auf diesem Rechner und geht beim nächsten Start von selbst hinaus.",
    "It stays on this computer and goes out by itself at the next start.",
)
END_GOES_NOW = Text("Enter sendet das noch und endet dann.", "Enter sends this first, then ends.")
END_BLOCKED = Text(
    "Der Dienst nimmt von diesem Platz nichts an: bitte der Leitung sagen.",
    "The service takes nothing from this desk: please tell the shift leader.",
)
END_ASKED = Text(
    "{number} Anfragen sind ohne Antwort: niemandem zusagen. Für wen, zeigt F9.",
    "{number} requests have no answer: promise nothing. F9 shows for whom.",
)
END_ASKED_ONE = Text(
    "1 Anfrage ist ohne Antwort: nichts zusagen. Für wen, zeigt F9.",
    "1 request has no answer: promise nothing. F9 shows for whom.",
)
END_CONFLICTS = Text(
    "{number} Klärfälle sind offen: F9, oder der nächsten Schicht sagen.",
    "{number} things are to be cleared up: F9, or tell the next shift.",
)
END_CONFLICTS_ONE = Text(
    "1 Klärfall ist offen: F9, oder der nächsten Schicht sagen.",
    "1 thing is to be cleared up: F9, or tell the next shift.",
)
END_REFUSED = Text(
    "{number} Einträge hat der Dienst nicht angenommen: F9 sagt, was zu tun ist.",
    "The service did not take {number} entries: F9 says what to do.",
)
END_REFUSED_ONE = Text(
    "1 Eintrag hat der Dienst nicht angenommen: F9 sagt, was zu tun ist.",
    "The service did not take 1 entry: F9 says what to do.",
)
END_HANGING = Text(
    "{number} Personen sind seit über 90 Minuten ohne Impfung hier: nachfragen. Wer gegangen ist: F2, Karte öffnen, x.",
    "{number} people are here for over 90 minutes without a dose: ask. Who has gone: F2, open the card, x.",
)
END_HANGING_ONE = Text(
    "1 Person ist seit über 90 Minuten ohne Impfung hier: nachfragen. Ist sie gegangen: F2, Karte öffnen, x.",
    "1 person is here for over 90 minutes without a dose: ask. If they have gone: F2, open the card, x.",
)
END_CALL_OPEN = Text(
    "Am Telefon ist noch ein Gespräch offen; was nur getippt ist, geht verloren. F3.",
    "A call is still open; what is only typed will be lost. F3.",
)
END_LEFTOVER_OPEN = Text(
    "Bei den Restdosen ist noch ein Anruf offen: F4, sagen, was herauskam. Wer nicht gewählt wurde, wird frei.",
    "A call about leftover doses is still open: F4, say what came of it. Whoever was not dialled is free again.",
)
END_UNTOLD = Text(
    "{number} übrige Dosen sind zugesagt und niemandem gesagt: F4, a bietet an, w gibt zurück.",
    "{number} leftover doses are promised and nobody was told: F4, a offers them, w gives them back.",
)
END_UNTOLD_ONE = Text(
    "1 übrige Dosis ist zugesagt und niemandem gesagt: F4, a bietet an, w gibt zurück.",
    "1 leftover dose is promised and nobody was told: F4, a offers it, w gives it back.",
)
END_UNPRINTED = Text(
    "Laufzettel nicht gedruckt: Nr. {numbers}. F2, Karte öffnen, F7; oder die Nummer von Hand.",
    "Slips not printed: no. {numbers}. F2, open the card, F7; or write the number by hand.",
)
END_AND_MORE = Text("{numbers} und {more} weitere", "{numbers} and {more} more")
END_LIST_WRITTEN = Text(
    "✓ Die Notfallliste für {day} ist geschrieben ({at}).", "✓ The emergency list of {day} is written ({at})."
)
END_LIST_ON_LEAVING = Text(
    "✓ Die Notfallliste für {day} wird beim Beenden geschrieben.",
    "✓ The emergency list of {day} is written when you leave.",
)
END_LIST_MISSING = Text(
    "Die Notfallliste für {day} ist nicht geschrieben, und dieser Platz schreibt keine: bitte der Leitung sagen.",
    "The emergency list of {day} is not written, and this desk writes none: please tell the shift leader.",
)
END_SENDING = Text(
    "Wird gesendet, noch {number} … (höchstens {seconds} s)", "Sending, {number} left … (at most {seconds} s)"
)

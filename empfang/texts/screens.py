"""Words that all screens share: status line, keys, signing in, leaving."""

from empfang.texts import Text

# Header and status line

NO_OPERATOR = Text("ohne Namen", "no name")
CONNECTED = Text("verbunden", "connected")
CONNECTING = Text("verbinde …", "connecting …")
ALL_SENT = Text("alles übertragen", "everything sent")
SENDING_ONE = Text(de="1 Eintrag wird übertragen", en="1 entry is being sent")
SENDING = Text("{number} werden übertragen", "sending {number}")
OFFLINE = Text("OHNE NETZ", "NO NETWORK")
OFFLINE_SINCE = Text("OHNE NETZ seit {since}", "NO NETWORK since {since}")
WAITING = Text("{number} warten auf Übertragung", "{number} wait to be sent")
WAITING_ONE = Text("1 wartet auf Übertragung", "1 waits to be sent")
NOTHING_WAITS = Text("nichts wartet", "nothing waits")
CONFLICT_ONE = Text("1 Klärfall", "1 to clear up")
CONFLICTS = Text("{number} Klärfälle", "{number} to clear up")
REFUSED_ONE = Text("1 abgelehnt", "1 refused")
REFUSED = Text("{number} abgelehnt", "{number} refused")
DAMAGED = Text(
    "‼ SPEICHER BESCHÄDIGT, Leitung rufen (empfang doctor)", "‼ STORE DAMAGED, call the shift leader (empfang doctor)"
)
MIRROR_GONE = Text("Spiegel nicht erreichbar", "mirror cannot be reached")
FIRST_DOWNLOAD = Text(
    "ERSTE ÜBERTRAGUNG: {done} von {total} Personen, die Suche ist noch unvollständig",
    "FIRST DOWNLOAD: {done} of {total} persons, search is not complete yet",
)
BLOCKED = Text(
    "‼ PLATZ GESPERRT vom Dienst, Leitung rufen · {waiting}",
    "‼ DESK BLOCKED by the service, call the shift leader · {waiting}",
)
STOPPED = Text(
    "‼ HOLEN ANGEHALTEN: Der Tag würde sich leeren · F9", "‼ FETCHING STOPPED: the day would be emptied · F9"
)
WHERE_TO_DO = Text("F9", "F9")

# Names of keys

KEY_NAMES: dict[str, Text] = {
    "ctrl": Text("Strg", "Ctrl"),
    "enter": Text("Enter", "Enter"),
    "escape": Text("Esc", "Esc"),
    "up": Text("↑", "↑"),
    "down": Text("↓", "↓"),
    "pageup": Text("Bild↑", "PgUp"),
    "pagedown": Text("Bild↓", "PgDn"),
    "question_mark": Text("?", "?"),
    "space": Text("Leer", "Space"),
    "left": Text("←", "←"),
    "right": Text("→", "→"),
    "plus": Text("+", "+"),
}

# Signing in

SIGN_IN_TITLE = Text("Wer arbeitet an diesem Platz?", "Who works at this desk?")
ROLES: dict[str, Text] = {
    "coordinator": Text("Koordination", "coordinator"),
    "administrator": Text("Verwaltung", "administrator"),
}
SIGN_IN_HINT = Text("Namen tippen", "type your name")
SIGN_IN_HOW = Text("Ziffer oder Namen tippen, oder ↑ ↓. Enter: los.", "Type the digit or your name, or ↑ ↓. Enter: go.")
SIGN_IN_NOBODY = Text(
    "So heißt hier niemand. Löschen und anders schreiben.", "Nobody here has that name. Delete and try again."
)
SIGN_IN_UNNAMED = Text("Ohne Namen weiter", "Go on without a name")
SIGN_IN_UNNAMED_WHY = Text(
    "Für dieses Zentrum sind noch keine Namen eingetragen.", "No names are entered for this centre yet."
)

# Dialogs

YES = Text("ja", "yes")
NO = Text("nein", "no")
CLOSE = Text("schließen", "close")
TOO_SMALL = Text("Das Fenster ist zu klein.", "The window is too small.")
TOO_SMALL_SIZE = Text(
    "Nötig: {wanted_columns} Spalten, {wanted_rows} Zeilen. Jetzt: {columns} × {rows}.",
    "Needed: {wanted_columns} columns, {wanted_rows} rows. Now: {columns} × {rows}.",
)
TOO_SMALL_HOW = Text(
    "Bitte größer ziehen oder die Schrift verkleinern (Strg+Minus).", "Make it larger, or the letters smaller (Ctrl+-)."
)
PALETTE_TITLE = Text("Was möchten Sie tun?", "What would you like to do?")
PALETTE_HINT = Text("Befehl tippen", "type a command")
PALETTE_NOTHING = Text("Keinen solchen Befehl gibt es hier.", "There is no such command here.")

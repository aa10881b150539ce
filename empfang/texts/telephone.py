"""The words of the telephone screen (F3)."""

from empfang.texts import Text

CONCERN = Text("1 Anliegen  ", "1 Concern  ")
CONCERNS: dict[str, Text] = {
    "book": Text("Buchen", "Book"),
    "move": Text("Verschieben", "Move"),
    "cancel": Text("Absagen", "Cancel"),
    "delete": Text("Löschen", "Delete"),
    "inform": Text("Auskunft", "Information"),
}
CALL = Text("Gespräch {minutes:02d}:{seconds:02d}", "Call {minutes:02d}:{seconds:02d}")
NO_CALL = Text("Kein Gespräch", "No call")
PLACES = Text("Telefonplätze: {number} frei", "Places by phone: {number} free")
PLACES_LAST = Text(
    "Telefonplätze: {number} frei, reicht bis etwa {until}", "Places by phone: {number} free, until about {until}"
)
PLACES_FROM = Text("Telefonplätze wieder ab {at}", "Places by phone again from {at}")
NO_PLACES = Text("Telefonplätze: keine", "Places by phone: none")
INFO = Text("INFO {at}  {text}", "INFO {at}  {text}")
CALLER = Text("  Es ruft an ▸ ", "  Calling ▸ ")
CALLER_HINT = Text("die Person selbst; sonst wer: Tochter, beauftragt", "the person; else who: daughter, asked to")
WHO = Text("  Um wen geht es ▸ ", "  Who is it about ▸ ")
WHO_HINT = Text("Name, Geburtsdatum, Telefon oder Code", "name, birth date, phone or code")

FIELDS: dict[str, Text] = {
    "family": Text("Name", "Name"),
    "given": Text("Vorname", "Given name"),
    "born": Text("Geboren", "Born"),
    "place": Text("PLZ Ort", "Town"),
    "street": Text("Straße", "Street"),
    "phone": Text("Telefon", "Phone"),
    "email": Text("E-Mail", "E-mail"),
    "channel": Text("Weg", "Sent by"),
    "needs": Text("Bedarf", "Needs"),
    "doses": Text("Impfungen", "Doses"),
}
HINTS: dict[str, Text] = {
    "born": Text("12.8.58 oder 120858", "12.8.58 or 120858"),
    "place": Text("46282", "46282"),
    "channel": Text("leer: der schnellste", "empty: the quickest"),
    "doses": Text("keine · com 3.5. com 14.6.", "keine · com 3.5. com 14.6."),
}
CHANNELS: dict[str, Text] = {
    "email": Text("E-Mail", "E-mail"),
    "sms": Text("SMS", "SMS"),
    "post": Text("Post", "Post"),
    "phone": Text("Telefon", "Phone"),
}
BY_CHANNEL: dict[str, Text] = {
    "email": Text("per E-Mail", "by e-mail"),
    "sms": Text("per SMS", "by text message"),
    "post": Text("mit der Post", "by post"),
    "phone": Text("nur hier am Telefon", "only here on the phone"),
}
OWN_NUMBER = Text("eigene", "own")
THEMSELVES = Text("selbst", "themselves")
TOO_LONG = Text("Das ist zu lang.", "That is too long.")
BAD_BIRTH = Text(
    "„{value}“ ist kein Geburtsdatum. Zum Beispiel: 12.8.58 oder 12081958.",
    "“{value}” is no birth date. For example: 12.8.58 or 12081958.",
)
BAD_PLACE = Text(
    "„{value}“: erst fünf Ziffern, dann der Ort. Zum Beispiel: 46282 Dorsten.",
    "“{value}”: five digits first, then the town. For example: 46282 Dorsten.",
)
BAD_PHONE = Text(
    "„{value}“ ist keine Telefonnummer. Zum Beispiel: 0176 04069020.",
    "“{value}” is no telephone number. For example: 0176 04069020.",
)
BAD_EMAIL = Text("„{value}“ ist keine E-Mail-Adresse.", "“{value}” is no e-mail address.")
BAD_CHANNEL = Text(
    "„{value}“: SMS, E-Mail, Post oder Telefon.", "“{value}”: SMS, e-mail, post or phone (sms, email, post, telefon)."
)
MISSING = Text("Es fehlt noch: {fields}.", "Still missing: {fields}.")
AGE = Text("{years} Jahre", "{years} years")

GREETING = Text(
    "{centre}, guten Tag, mein Name ist {name}. Was kann ich für Sie tun?",
    "{centre}, good day, my name is {name}. What can I do for you?",
)
GREETING_UNNAMED = Text("{centre}, guten Tag. Was kann ich für Sie tun?", "{centre}, good day. What can I do for you?")
READY = Text(
    "Anruf annehmen, dann das Anliegen: Enter bucht.",
    "Take the call, then the concern: Enter books.",
)
FORM_HOW = Text("Enter: nächste Zeile. ↑ zurück.", "Enter: next line. ↑ back.")
FORM_BEGIN = Text(
    "Enter: nächste Zeile. Ruft jemand anderes an: erst ↑ und eintragen, wer.",
    "Enter: next line. If somebody else calls: first ↑ and who.",
)
CALLER_SAY = Text(
    "„Für wen rufen Sie an? Hat die Person Sie gebeten, das zu regeln?“ Nein: nur Auskunft.",
    "“For whom do you call? Did they ask you to arrange this?” No: information only.",
)
HAS_ALREADY = Text("‼ hat schon {held}", "‼ has {held} already")
HAS_ALREADY_ASK = Text(
    "Hat schon einen Termin (links). Fragen: „Möchten Sie noch einen?“ Nein: Esc, dann verschieben oder absagen.",
    "Has an appointment already (left). Ask: “Do you want another one?” No: Esc, then move or cancel.",
)
OPTIONS_LATER = Text(
    "Freie Termine erscheinen hier, sobald das Geburtsdatum dasteht.",
    "Free places appear here once the birth date is there.",
)
ASKED_SERVICE: dict[str, Text] = {
    "waiting": Text("Es wird überall gesucht …", "Looking everywhere …"),
    "away": Text(
        "Ohne Netz: nur, wer hier schon bekannt ist.", "Without the network: only those who are known here already."
    ),
    "slow_down": Text("Zu viele Suchen hintereinander: einen Moment warten.", "Too many searches: wait a moment."),
    "not_allowed": Text(
        "Dieser Name darf nicht überall suchen. Bitte die Leitung fragen.",
        "This name may not look everywhere. Please ask the shift leader.",
    ),
}
FOUND_THERE = Text("Gefunden. Enter öffnet, dann prüfen.", "Found. Enter opens, then check.")
FETCHING: dict[str, Text] = {
    "waiting": Text("Die Daten werden geholt …", "The data are being fetched …"),
    "away": Text(
        "Ohne Netz: Diese Person ist hier nicht bekannt. „Wir rufen Sie zurück.“",
        "Without the network: this person is not known here. “We will call you back.”",
    ),
    "unknown": Text("Diese Anmeldung gibt es nicht mehr.", "This registration does not exist any more."),
    "not_allowed": Text(
        "Diese Daten gibt es hier nicht unter diesem Namen. Bitte die Leitung fragen.",
        "These data are not handed out under this name. Please ask the shift leader.",
    ),
}
"""Of whoever is wanted and not here, by what the service says."""
WHICH_DISTRICT = Text("In welchem Kreis liegt das?", "In which district is that?")
KNOWN_ALREADY = Text("Schon bekannt?", "Known already?")
KNOWN_HOW = Text(
    "Nach Straße oder Telefonnummer fragen. Nummer = diese Person, n = neue Person.",
    "Ask for street or telephone number. Number = this person, n = a new one.",
)
OPTIONS_TITLE: dict[str, Text] = {
    "pair": Text("3 Freie Paare  {vaccines}", "3 Free pairs  {vaccines}"),
    "first": Text("3 Freie Plätze, 1. Impfung  {vaccines}", "3 Free places, 1st dose  {vaccines}"),
    "second": Text("3 Freie Plätze, 2. Impfung  {vaccines}", "3 Free places, 2nd dose  {vaccines}"),
    "booster": Text("3 Freie Plätze, Auffrischung  {vaccines}", "3 Free places, booster  {vaccines}"),
}
MORNING = Text("vorm.", "a.m.")
AFTERNOON = Text("nachm.", "p.m.")
ONLY_FIRST = Text("{at}, nur Erstimpfung", "{at}, first dose only")
NO_OFFER = Text(
    "Für diese Person ist am Telefon gerade nichts frei.", "Nothing is free by phone for this person just now."
)
CONTINGENTS: dict[str, Text] = {"phone": Text("Telefon", "Phone"), "online": Text("Internet", "Internet")}
NOT_FOR_THEM = Text("{contingent}: {why}", "{contingent}: {why}")
NO_PAIR = Text(
    "Kein Paar mit passendem Abstand. e: nur die erste Impfung.", "No pair at the right distance. e: first dose only."
)
POSSIBLE_ON = Text("✓ am {days} möglich", "✓ possible on {days}")
AND = Text("{one} und {other}", "{one} and {other}")
NOT_ALLOWED = Text("Nach den Impfregeln noch nicht möglich.", "Not possible yet by the rules.")
PICK = Text("↑↓ Termin, ←→ Tag. Enter nimmt ihn.", "↑↓ place, ←→ day. Enter takes it.")
NOTHING_TO_PICK = Text(
    "Jetzt nichts anzubieten. w: auf die Warteliste, Esc: zurück.", "Nothing to offer. w: waiting list, Esc: back."
)
CHOSEN = Text(
    "{name}: {places}. Enter fragt an.  + weitere Person", "{name}: {places}. Enter asks for it.  + further person"
)
CHOSEN_MANY = Text(
    "{number} Personen: {places}. Enter fragt alles zusammen an.", "{number} people: {places}. Enter asks for all."
)
SOONER = Text("Kurzfristig frei: {places}. k: anbieten.", "Free at short notice: {places}. k: offer it.")
SOONER_NONE = Text("In den nächsten Tagen ist nichts frei.", "Nothing is free in the next days.")
SOONER_NOT = Text("Kurzfristig geht nicht: {why}", "Not at short notice: {why}")
PICK_SOONER = Text(
    "↑↓ Termin, ←→ Tag. Enter fragt an; was später gebucht ist, entfällt dann.",
    "↑↓ place, ←→ day. Enter asks for it; what is booked later goes with it.",
)
SOONER_GONE = Text("Entfallen: {what}.", "Gone: {what}.")
WHY_ONLY_FIRST = Text("Warum ohne zweiten Termin?", "Why without a second place?")
ONLY_FIRST_HINT = Text("genesen, zieht um, zweite anderswo …", "recovered, moves away, second elsewhere …")

ASKED = Text("ANGEFRAGT … noch nicht zusagen.", "ASKED FOR … promise nothing yet.")
ASKED_OFFLINE = Text(
    "ANGEFRAGT, wartet auf das Netz. Nichts zusagen: „Wir rufen Sie zurück.“",
    "ASKED FOR, waits for the network. Promise nothing: “We will call you back.”",
)
BOOKED = Text("✓ GEBUCHT – bitte vorlesen", "✓ BOOKED – please read out")
MOVED = Text("✓ VERSCHOBEN – bitte vorlesen", "✓ MOVED – please read out")
REFUSED = Text("‼ NICHT FREI: {why}", "‼ NOT FREE: {why}")
REFUSED_HOW = Text("w: andere Termine.", "w: other places.")
END_WITHOUT_ASK = Text("Gespräch ohne Termin beenden?", "End the call without a place?")
DROP_ASK = Text(
    "Diese Person weglassen? Was für die anderen gewählt ist, bleibt.",
    "Leave this person out? What is chosen for the others stays.",
)
READ_BACK = Text(
    "{name}, geboren am {born}. {doses} Im {centre}. Stimmt das?",
    "{name}, born on {born}. {doses} At {centre}. Is that right?",
)
DOSE_SAID: dict[str, Text] = {
    "first": Text("Erste Impfung {at}, mit {vaccine}.", "First dose {at}, with {vaccine}."),
    "second": Text("Zweite {at}.", "Second {at}."),
    "booster": Text("Auffrischung {at}, mit {vaccine}.", "Booster {at}, with {vaccine}."),
}
AT_SAID = Text("{day}, {hour} Uhr {minute}", "{day}, {hour}:{minute:02d}")
AT_SAID_FULL = Text("{day}, {hour} Uhr", "{day}, {hour} o'clock")
CODE_SAID = Text("Ihr Code: {code}. Bitte lesen Sie ihn mir vor.", "Your code: {code}. Please read it back to me.")
CONFIRMATION_SAID = Text(
    "Sie bekommen eine Bestätigung für alle Termine, {channel}.", "You get one confirmation for all places, {channel}."
)
NO_CONFIRMATION_SAID = Text(
    "Eine Bestätigung kommt nicht mehr rechtzeitig: Bitte schreiben Sie sich den Code auf.",
    "A confirmation would come too late: please write the code down.",
)
LAST_SAID = Text(
    "Haben Sie woanders noch einen Termin? Wenn Sie nicht kommen: bitte absagen, auch kurzfristig.",
    "Have you another appointment elsewhere? If you do not come: please cancel, also at short notice.",
)
SPELLING = Text("Buchstabiert: {words}", "Spelt: {words}")

VERIFY_TITLE = Text("Darf diese Anruferin, dieser Anrufer das hören?", "May this caller hear it?")
VERIFY_HOW = Text(
    "Erst prüfen: c Code genannt · g Geburtsdatum und Straße stimmen · r zurückgerufen",
    "Check first: c code told · g birth date and street are right · r called back",
)
COMPARE = Text("Nur vergleichen, nicht vorlesen:", "Only compare, do not read out:")
VERIFY_SAY = Text(
    "Sagen Sie mir bitte Ihren Code, oder Geburtsdatum und Straße.",
    "Please tell me your code, or birth date and street.",
)
CALLED_BY = Text("für die Person rief an: {who} ({on})", "called for them: {who} ({on})")
TODAY = Text("heute", "today")
HELD_NONE = Text("Keine Termine, die noch kommen.", "No appointments to come.")
HELD_ALL = Text("alle {number} Termine", "all {number} appointments")
WAITS = Text("Warteliste, seit {at}", "waiting list, since {at}")
WAITS_FIRST = Text("Warteliste mit Vorrang, seit {at}", "waiting list before others, since {at}")
ASKED_FOR = Text("angefragt", "asked for")
CANCEL_ASK = Text(
    "{name}: {what} absagen? Der Platz ist sofort wieder frei.", "{name}: cancel {what}? The place is free at once."
)
CANCELLED = Text("✓ Abgesagt: {what}. „Danke, dass Sie anrufen.“", "✓ Cancelled: {what}. “Thank you for calling.”")
DELETE_ASK = Text(
    "{name}: Anmeldung mit allen Daten und Terminen löschen? Das lässt sich nicht zurücknehmen.",
    "{name}: delete the registration with all data and appointments? This cannot be taken back.",
)
DELETED = Text("✓ Gelöscht. Alle Daten der Person sind entfernt.", "✓ Deleted. All data of the person are gone.")
MESSAGES: dict[str, Text] = {
    "waiting": Text("{channel}: geht gleich hinaus", "{channel}: leaves soon"),
    "sent": Text("{channel}: abgeschickt {at}", "{channel}: sent {at}"),
    "deferred": Text(
        "{channel}: noch nicht zugestellt, seit {at} ({why})", "{channel}: not delivered yet, since {at} ({why})"
    ),
    "refused": Text("{channel}: nicht zugestellt ({why})", "{channel}: not delivered ({why})"),
    "by_post": Text("Brief, gedruckt {at}", "letter, printed {at}"),
    "told": Text("am Telefon gesagt {at}", "told on the phone {at}"),
    "withdrawn": Text("nicht mehr nötig", "not needed any more"),
}
MESSAGE_WAITS = Text("{channel}: wartet ({why})", "{channel}: waits ({why})")
TOLD_NOW = Text("✓ Code vorgelesen, ist vermerkt.", "✓ Code read out, noted.")
SEND_WHERE = Text("Bestätigung noch einmal, auf welchem Weg?", "Confirmation once more, by which way?")
SENT_AGAIN = Text("✓ Bestätigung noch einmal, {channel}.", "✓ Confirmation once more, {channel}.")
INFORMED = Text("✓ Auskunft gezählt: {topic}.", "✓ Information counted: {topic}.")
INFORM_ASK = Text("Worum ging es?", "What was it about?")
TOPICS: dict[str, Text] = {
    "places": Text("freie Termine", "free places"),
    "rules": Text("wer sich impfen lassen kann", "who can be vaccinated"),
    "way": Text("Weg, Parken, Zeiten", "way, parking, hours"),
    "other": Text("anderes", "other"),
}
WAIT_HOW = Text("Auf die Warteliste: wie?", "Onto the waiting list: how?")
IN_TURN = Text("der Reihe nach", "in turn")
WITH_PRIORITY = Text("mit Vorrang, wie es die Leitung erlaubt hat", "before others, as the shift leader has allowed")
BY_RULES = Text("mit Vorrang, Gruppe {group} nach den Impfregeln", "before others, group {group} by the rules")
WAITING_FIRST = Text(
    "✓ {name} steht mit Vorrang auf der Warteliste.", "✓ {name} is on the waiting list, before others."
)
WAITING_DONE = Text("✓ {name} steht auf der Warteliste.", "✓ {name} is on the waiting list.")
FINISHED = Text("Gespräch beendet.", "Call ended.")
LEAVE_ASK = Text(
    "Gespräch abbrechen? Was getippt ist, geht verloren.", "Break off the call? What is typed will be lost."
)
CALL_OPEN = Text("Erst dieses Gespräch beenden, dann zurückrufen.", "End this call first, then call back.")
CALL_FIRST = Text("Erst das Gespräch beenden, dann scannen.", "End the call first, then scan.")
NOBODY_THERE = Text("Diese Person ist hier nicht mehr bekannt.", "This person is not known here any more.")

# Deutsche Buchstabiertafel, as people know it
SPELLED: dict[str, str] = {
    "A": "Anton", "B": "Berta", "C": "Cäsar", "D": "Dora", "E": "Emil", "F": "Friedrich", "G": "Gustav",
    "H": "Heinrich", "J": "Julius", "K": "Kaufmann", "L": "Ludwig", "M": "Martha", "N": "Nordpol", "O": "Otto",
    "P": "Paula", "Q": "Quelle", "R": "Richard", "S": "Samuel", "T": "Theodor", "U": "Ulrich", "V": "Viktor",
    "W": "Wilhelm", "X": "Xanthippe", "I": "Ida", "Y": "Ypsilon", "Z": "Zacharias",
    "2": "zwo", "3": "drei", "4": "vier", "5": "fünf", "6": "sechs", "7": "sieben", "8": "acht", "9": "neun",
    "0": "null", "1": "eins",
}  # fmt: skip

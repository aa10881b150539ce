"""The words of the screen of leftover doses (F4)."""

from empfang.texts import Text

# The doses
LAST_PROMISE = Text("LETZTE ZUSAGE PER TELEFON {at} ({minutes} Min)", "LAST PROMISE BY TELEPHONE {at} ({minutes} min)")
NO_PROMISE = Text("PER TELEFON IST NICHTS ZUZUSAGEN", "NOTHING TO PROMISE BY TELEPHONE")
CALLERS = Text("am Telefon: {names}", "on the phone: {names}")
COLUMNS = (
    Text("haltbar", "use by"),
    Text("gezählt", "counted"),
    Text("im Haus", "in house"),
    Text("kommt noch", "to come"),
    Text("zugesagt", "promised"),
    Text("Rest", "left"),
    Text("JETZT FREI", "FREE NOW"),
)
HALF = Text("halbe", "half")
RANGE = Text("{low}–{high}", "{low}–{high}")
NO_DOSES = Text(
    "Noch kein Fläschchen angebrochen: v trägt das erste ein.", "No vial opened yet: v enters the first one."
)
ON_SITE = Text("Vor Ort warten {number}", "{number} wait on site")
NUMBERS = Text(" (Nr. {numbers})", " (no. {numbers})")
NOBODY_ON_SITE = Text("Vor Ort wartet niemand", "Nobody waits on site")
HANGING = Text("Hängen > 90 Min: {number} → k klären", "Hanging > 90 min: {number} → k clears")
ALARM = Text(
    "‼ {number} ZU VIEL ZUGESAGT: niemanden mehr anrufen", "‼ {number} TOO MANY PROMISED: call nobody any more"
)
FAULTS = Text("‼ Einstellung unlesbar: {names}", "‼ setting cannot be read: {names}")

# The list
POSSIBLE = Text("Liste: {number} möglich", "List: {number} possible")
READING = Text("Liste wird gelesen … {done} von {of}", "Reading the list … {done} of {of}")
OUT = Text("aus: {reasons}", "out: {reasons}")
LOCKED = Text("‼ {why}", "‼ {why}")
LOCKED_HOW = Text(
    "Die Liste ist gesperrt: f gibt sie frei, mit Grund.", "The list is locked: f lifts it, with a reason."
)
STOPPED = Text("Niemanden anrufen, bis die Zusagen wieder gedeckt sind.", "Call nobody until the promises are covered.")
NEXT_AT = Text("Wieder ab {at}.", "Again from {at}.")
MINUTES = Text("{number} Min", "{number} min")
IS_HERE = Text("vor Ort", "on site")
BOTH = Text("beide", "both")
ANY = Text("alle", "any")
WITH = Text("bei {name}", "with {name}")
WITH_OFFLINE = Text("bei {name} (offline)", "with {name} (offline)")
HOUSEHOLD = Text("gleiche Nummer: bei {name}", "same number: with {name}")
SOMEBODY = Text("jemand", "somebody")

# Who is called
NEXT_CALL = Text("Nächster Anruf: {name} · Enter", "Next call: {name} · Enter")
NEXT_HERE = Text("Vor Ort zuerst fragen: {name} · Enter", "Ask on site first: {name} · Enter")
RESERVING = Text("{name} wird reserviert … noch nicht wählen", "Reserving {name} … do not dial yet")
NO_LEASE = Text(
    "Keine Antwort vom Dienst: nicht anrufen, jemand anderes könnte dran sein. Esc: zurück.",
    "No answer from the service: do not call, somebody else may be. Esc: back.",
)
CALL = Text("ANRUF  ", "CALL  ")
TO_DIAL = Text("gleich wählen", "dial now")
NO_SECOND = Text("2. Nummer: keine", "2nd number: none")
SECOND = Text("2. Nummer: {number}", "2nd number: {number}")
LEASE_LOST = Text(
    "‼ Die Reservierung ist abgelaufen: vielleicht ruft schon jemand anderes an.",
    "‼ The reservation has run out: somebody else may be calling already.",
)
DIALLED = Text("{number} kopiert: wählen.", "{number} copied: dial it.")
DIALS = Text("{number} wird gewählt und ist kopiert.", "{number} is being dialled, and copied.")
DIAL_FAILED = Text(
    "Wählprogramm geht nicht; {number} ist kopiert, bitte von Hand wählen.",
    "The dialling program fails; {number} is copied, please dial by hand.",
)
RELEASED = Text("{name}: nicht angerufen, wieder frei.", "{name}: not called, free again.")
FIRST_OUTCOME = Text("Erst sagen, was herauskam (1–9, 0, j).", "First say what came of it (1–9, 0, j).")
RELEASED_HERE = Text("{name}: nicht gefragt, wieder frei.", "{name}: not asked, free again.")
NOT_HERE = Text("{name}: nicht mehr vor Ort, von der Liste.", "{name}: not on site any more, off the list.")
HERE_LINE = Text("VOR ORT  ", "ON SITE  ")
HOW_SINCE = Text("{how}, seit {since}", "{how}, since {since}")
UNKNOWN_NOW = Text("Diese Person gibt es hier nicht mehr.", "This person is not known here any more.")
HELD_BY_OTHER = Text("{name} ist schon {why}.", "{name} is {why} already.")
KEYS_1 = Text(
    "1 keine Antwort  2 besetzt  3 Mailbox  4 Rückruf um …  5 andere Person dran",
    "1 no answer  2 busy  3 mailbox  4 call back at …  5 somebody else",
)
KEYS_2 = Text(
    "6 heute nicht  7 nicht diesen Impfstoff  8 schon geimpft  9 medizinisch nicht",
    "6 not today  7 not this vaccine  8 vaccinated already  9 medically not",
)
KEYS_3 = Text(
    "0 weitere …                            j JA → 3 Fragen, 1 oder 2 Personen",
    "0 more …                               j YES → 3 questions, 1 or 2 persons",
)
KEYS_HERE = Text(
    "0 weitere …   x nicht mehr da          j JA → 3 Fragen",
    "0 more …   x not here any more         j YES → 3 questions",
)
KEYS_MORE = Text("0 weitere …", "0 more …")
CORRECTING = Text(
    "RICHTIGSTELLEN  {name}: bisher „{outcome}“. Was stimmt?", "CORRECT  {name}: so far “{outcome}”. What is right?"
)
CAN_CORRECT = Text("{follows}  F8 berichtigt.", "{follows}  F8 corrects.")
NOTHING_TO_CORRECT = Text("Noch kein Anruf, der zu berichtigen wäre.", "No call yet that could be corrected.")
CORRECTED = Text("Berichtigt. {follows}", "Corrected. {follows}")

# Questions of the outcomes
MORE_TITLE = Text("Was kam heraus?", "What came of it?")
CALLBACK_ASK = Text("Wann zurückrufen?", "Call back when?")
CALLBACK_HINT = Text("17:10", "17:10")
BAD_TIME = Text("„{text}“ ist keine Uhrzeit. Zum Beispiel 17:10.", "“{text}” is no time. For example 17:10.")
REASON_ASK = {
    "medically_not": Text("Warum medizinisch nicht?", "Why medically not?"),
    "disturbed": Text("Was war mit der Leitung?", "What was it with the line?"),
    "skipped": Text("Warum übersprungen?", "Why skipped?"),
}
REASON_HINT = Text("kurz, z. B. erkältet", "briefly, e.g. has a cold")
EARLIEST_ASK = Text("Ab wann wieder? (leer: unbekannt)", "From when again? (empty: not known)")
EARLIEST_HINT = Text("20.12.", "20.12.")
BAD_DATE = Text("„{text}“ ist kein Datum ab heute. Zum Beispiel 20.12.", "“{text}” is no date from today on.")
WHICH_VACCINE = Text("Welchen Impfstoff nicht?", "Which vaccine not?")
ALL_OF_THESE = Text("keinen von diesen", "none of these")
ALLOW_ASK = Text("Warum wird trotzdem angerufen?", "Why call all the same?")
ALLOW_HINT = Text("z. B. Dosen verfallen heute", "e.g. doses end today")
ALLOWED = Text("Für heute freigegeben; das ist vermerkt.", "Allowed for today; this is logged.")
PAST_HINT = Text("kurzer Grund", "a short reason")
OUT_OF_ORDER = Text("außer der Reihe: {reason}", "out of order: {reason}")
OUTSIDE_HOURS = Text("Zeit freigegeben: {reason}", "hours lifted: {reason}")

# Yes
QUESTIONS = (
    Text("Wurden Sie {since} noch einmal geimpft?", "Have you been vaccinated again {since}?"),
    Text("Hatten Sie seither Corona?", "Have you had Covid since?"),
    Text("Sind Sie krank, schwanger oder stark allergisch?", "Are you ill, pregnant or severely allergic?"),
)
FIRST_QUESTIONS = (
    Text("Wurden Sie schon gegen Corona geimpft?", "Have you been vaccinated against Covid already?"),
    Text("Hatten Sie schon Corona?", "Have you had Covid?"),
    QUESTIONS[2],
)
SINCE_DATE = Text("seit dem {on}", "since {on}")
SINCE_LAST = Text("seit der letzten Impfung", "since your last dose")
QUESTION = Text("JA · Frage {number} von 3", "YES · question {number} of 3")
ANSWER_NO = Text("n nein, weiter · j ja", "n no, go on · j yes")
NOT_SO = Text(
    "Dann heute nicht zusagen: 8 schon geimpft, 9 medizinisch nicht.",
    "Then promise nothing: 8 vaccinated already, 9 medically not.",
)
PERSONS = Text("JA · {vaccine} bis {at} · für wie viele?", "YES · {vaccine} by {at} · for how many?")
PERSONS_HOW = Text("1 eine Person · 2 zwei Personen · dann Enter", "1 one person · 2 two persons · then Enter")
PERSONS_ARE = Text("{persons} gewählt: Enter fragt an.", "{persons} chosen: Enter asks.")
OTHER_VACCINE = Text("i anderer Impfstoff", "i another vaccine")
NO_DOSE_NOW = Text(
    "Gerade ist keine Dosis frei: n merkt als Nachrücker vor.", "No dose is free just now: n notes them as standby."
)
HERE_YES = Text("JA · {vaccine} · gleich hier", "YES · {vaccine} · here and now")
HERE_HOW = Text("Enter fragt die Dosis an", "Enter asks for the dose")
GRANTED_HERE = Text("ZUGESAGT, gleich: bis {at} zur Aufnahme", "PROMISED, at once: to the reception by {at}")
GRANTED_INSIDE = Text("ZUGESAGT: die Dosis ist vergeben", "PROMISED: the dose is theirs")
READY_HERE = Text(
    "„Die Dosis ist für Sie. {instead}Bitte gehen Sie gleich zur Anmeldung, mit Ausweis und Impfpass.“",
    "“The dose is yours. {instead}Please go to the reception now, with your ID and vaccination booklet.”",
)
READY_INSIDE = Text(
    "„Die Dosis ist für Sie. {instead}Bitte warten Sie noch, Sie werden aufgerufen.“",
    "“The dose is yours. {instead}Please wait a moment, you will be called.”",
)
ASKED = Text("ANGEFRAGT … noch nicht zusagen", "ASKED FOR … promise nothing yet")
ASKED_LONG = Text(
    "KEINE ANTWORT: nichts zusagen. n → Nachrücker vormerken", "NO ANSWER: promise nothing. n → note as standby"
)
REFUSED = Text("NICHT ZUGESAGT: {why} n → Nachrücker", "NOT PROMISED: {why} n → standby")
GRANTED = Text("ZUGESAGT bis {at}, {persons}", "PROMISED by {at}, {persons}")
ONE_PERSON = Text("eine Person", "one person")
TWO_PERSONS = Text("zwei Personen", "two persons")
ONLY_ONE = Text(
    "‼ Nur EINE Dosis, zuerst sagen: Die zweite Person ist Nachrücker.",
    "‼ Only ONE dose, say so first: the second person is on standby.",
)
WITHDRAW_ASK = Text("Zusage an {name} zurückziehen? Die Dosis ist dann frei.", "Withdraw the promise to {name}?")
WITHDRAWN = Text("{name}: Zusage zurückgezogen, die Dosis ist frei.", "{name}: withdrawn, the dose is free.")
WITHDRAWN_WHY = Text("nicht ausgesprochen", "never said")
DECLINED_WHY = Text("möchte doch nicht", "does not want it after all")
CORRECTED_WHY = Text("berichtigt", "corrected")
LATE_GRANT = Text(
    "‼ NACHTRÄGLICH ZUGESAGT: {name} bis {at} · a anbieten · w zurückziehen",
    "‼ PROMISED LATE: {name} by {at} · a offer · w withdraw",
)
HAS_PROMISE = Text("Für {name} steht eine Dosis bereit: j sagt sie zu.", "A dose is ready for {name}: j promises it.")

# Promises
PROMISED = Text("Zugesagt: {names}", "Promised: {names}")
NO_PROMISES = Text("Noch niemandem zugesagt.", "Nobody was promised one yet.")
MISSING = Text("FEHLT", "MISSING")
HERE = Text("da", "here")
PENDING = Text("angefragt", "asked for")

# Script
SCRIPT_TITLE = Text("GESPRÄCHSTEXT", "SCRIPT")
GREET = Text(
    "„Guten Tag, {caller}. Spreche ich mit {person} selbst? Bitte nennen Sie mir Ihr Geburtsdatum.“",
    "“Hello, {caller}. Am I speaking to {person} in person? Please tell me your date of birth.”",
)
OFFER = Text(
    "„Danke, ich rufe vom Impfzentrum an: Heute ist eine Dosis {vaccine} frei. Könnten Sie bis {at} hier sein{place}?“",
    "“Thank you, I am calling from the vaccination centre: a dose of {vaccine} is free today. Could you be here by"
    " {at}{place}?”",
)
AT_THE_CENTRE = Text(", im {centre}", ", at {centre}")
AT = Text(": {centre}", ": {centre}")
OFFER_SHORT = Text("{vaccine}: „… könnten Sie bis {at} hier sein?“", "{vaccine}: “… could you be here by {at}?”")
OFFER_HERE = Text(
    "„Heute ist eine Dosis {vaccine} übrig. Möchten Sie sie jetzt haben?“",
    "“A dose of {vaccine} is left today. Would you like it now?”",
)
ASK_THREE = Text("„Kurz drei Fragen: {questions}“", "“Three short questions: {questions}”")
AFTER = Text("Nur nach ZUGESAGT:", "Only after PROMISED:")
READY = Text(
    "„Die Dosis liegt bis {at} für Sie bereit. {instead}Bitte Ausweis und Impfpass mitbringen. Vor Ort entscheidet die"
    " Ärztin.“",
    "“The dose is kept for you until {at}. {instead}Please bring your ID and vaccination booklet. The doctor on site"
    " decides.”",
)
INSTEAD = Text("Ihr Termin am {on} entfällt damit. ", "Your appointment on {on} is cancelled by this. ")
NO_TITLE = Text("Bei Nein:", "If they say no:")
NO_PROBLEM = Text("„Kein Problem, {what} bleibt.“", "“No problem, {what} stays.”")
YOUR_APPOINTMENT = Text("Ihr Termin am {on}", "your appointment on {on}")
YOUR_PLACE = Text("Ihr Platz", "your place")
MAILBOX_TITLE = Text("Mailbox, sonst nichts:", "Mailbox, nothing else:")
MAILBOX = Text(
    "„{caller}, Nachricht für {person}. Bitte bis {at} zurückrufen.“",
    "“{caller}, a message for {person}. Please call back by {at}.”",
)
TOWN = Text("Stadt {name}", "town of {name}")
FORECAST_TITLE = Text("WIE ES STEHT", "HOW IT STANDS")

# Doses by hand
WHICH_DOSE = Text("Welche Dosis?", "Which dose?")
VIAL_TITLE = Text("Fläschchen anbrechen: welcher Impfstoff?", "Open a vial: which vaccine?")
LABEL_ASK = Text("{vaccine}: Nummer auf dem Fläschchen (leer: keine)", "{vaccine}: label of the vial (empty: none)")
LOT_ASK = Text("{vaccine}: Charge", "{vaccine}: lot")
DOSES_ASK = Text("{vaccine}: wie viele Dosen?", "{vaccine}: how many doses?")
HINT_NUMBER = Text("Zahl", "number")
HINT_LABEL = Text("z. B. 7", "e.g. 7")
HINT_LOT = Text("z. B. FH4090", "e.g. FH4090")
BAD_NUMBER = Text("„{text}“ ist keine Zahl von {low} bis {high}.", "“{text}” is no number from {low} to {high}.")
VIAL_OPEN = Text("{vaccine}: angebrochen, {doses} Dosen.", "{vaccine}: opened, {doses} doses.")
COUNT_ASK = Text(
    "{vaccine}: wie viele Spritzen liegen da? (errechnet {computed})",
    "{vaccine}: how many are there? (computed {computed})",
)
COUNTED = Text("{vaccine}: {number} gezählt, das gilt ab jetzt.", "{vaccine}: {number} counted, that holds now.")
COUNTED_OTHER = Text(
    "{vaccine}: {number} gezählt statt {computed}; das gilt ab jetzt.",
    "{vaccine}: {number} counted instead of {computed}; that holds now.",
)
NOT_YET = Text("Noch kein Fläschchen anbrechen: {vials}.", "Open no vial yet: {vials}.")
NOT_YET_EACH = Text("{vaccine} (Bedarf {demand} von {doses})", "{vaccine} ({demand} of {doses} needed)")
WHO_HINT = Text("Nummer oder Namen tippen", "type a number or a name")
WHO_NOTHING = Text("So heißt hier niemand.", "Nobody here is called that.")
GIVE_ASK = Text("Wer wurde geimpft?", "Who was vaccinated?")
NOBODY_IN = Text("Im Haus wartet niemand.", "Nobody waits in the house.")
GIVEN = Text("Nr. {number} geimpft ({vaccine}).", "No. {number} vaccinated ({vaccine}).")
DISCARD_ASK = Text("{vaccine}: wie viele Dosen verwerfen?", "{vaccine}: discard how many doses?")
DISCARD_WHY = Text("Warum?", "Why?")
DISCARD_HINT = Text("z. B. abgelaufen", "e.g. expired")
DISCARDED = Text("{vaccine}: {number} verworfen.", "{vaccine}: {number} discarded.")
HANGING_ASK = Text("Wer ist gegangen? (seit über 90 Minuten im Haus)", "Who has gone? (over 90 minutes in the house)")
NOBODY_HANGS = Text("Niemand hängt.", "Nobody hangs.")
LEFT = Text("Nr. {number} ist gegangen, ohne Impfung.", "No. {number} has gone without a dose.")
CALL_FIRST = Text("Erst den Anruf beenden.", "End the call first.")
READY_NOW = Text("Bereit.", "Ready.")
NO_PROBLEM_SAY = Text("Kein Problem, Ihr Platz bleibt.", "No problem, your place stays.")

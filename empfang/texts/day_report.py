"""Words of the day's report, on the screen and on paper."""

from empfang.texts import Text

TITLE = Text("Tagesbericht Restdosen", "Report of the day: doses")
OF_DAY = Text("{centre} · {day} {year}", "{centre} · {day} {year}")
AS_OF = Text("Stand {at} · {desk}", "as of {at} · {desk}")
NO_DOSES = Text("Heute wurde noch kein Fläschchen eingetragen.", "No vial was entered today.")
COLUMNS = (
    Text("Impfstoff", "vaccine"),
    Text("Fläschchen", "vials"),
    Text("aufgezogen", "drawn"),
    Text("gegeben", "given"),
    Text("verworfen", "discarded"),
    Text("übrig", "left"),
)
ADDS_UP = Text(
    "✓ Alles geht auf: aufgezogen = gegeben + verworfen + übrig.", "✓ It adds up: drawn = given + discarded + left."
)
MISSING = Text("‼ {vaccine} geht nicht auf, es fehlen: {number}.", "‼ {vaccine} does not add up, missing: {number}.")
TOO_MANY = Text("‼ {vaccine} geht nicht auf, zu viel: {number}.", "‼ {vaccine} does not add up, too many: {number}.")
COUNTED = Text("Um {at} wurden {number} gezählt statt {computed}.", "At {at} {number} were counted, not {computed}.")
LACKING = Text(
    "Mehr gegeben oder verworfen als aufgezogen: {number}. Fehlt ein Fläschchen?",
    "More given or discarded than drawn: {number}. Is a vial missing?",
)
DISCARDED = Text("{vaccine} verworfen: {reasons}", "{vaccine} discarded: {reasons}")
REASON = Text("{number} {reason}", "{number} {reason}")
LEFT = Text(
    "{vaccine} noch da: {number}. Was niemand mehr bekommt, verwerfen (x).",
    "{vaccine} still there: {number}. Discard (x) what nobody will get.",
)
LEFT_EXPIRED = Text(
    "{vaccine} noch da: {number}, davon abgelaufen: {expired}. Verwerfen (x).",
    "{vaccine} still there: {number}, of them expired: {expired}. Discard (x).",
)
LOTS = Text("{vaccine}, Chargen: {lots}", "{vaccine}, lots: {lots}")
CALLS_TITLE = Text("Anrufe und Zusagen", "Calls and promises")
CALLS = Text("Anrufe: {calls}, erreicht: {reached}", "calls: {calls}, reached: {reached}")
PROMISES = Text(
    "Dosen zugesagt: {promised} – {kept} gekommen, {waiting} erwartet, {late} fehlen, {withdrawn} zurückgezogen",
    "doses promised: {promised} – {kept} came, {waiting} expected, {late} did not come, {withdrawn} withdrawn",
)
UNSENT = Text(
    "Angaben dieses Platzes, die noch nicht übertragen sind: {number}. Auch andere können fehlen.",
    "Entries of this desk that are not sent yet: {number}. Others may be missing, too.",
)
NOT_WHOLE = Text(
    "Dieser Platz kennt nicht alle Personen des Zentrums: Anrufe und Zusagen sind unvollständig.",
    "This desk does not know everybody of the centre: calls and promises are not complete.",
)

# Keys, and what is said about printing
REPORT = Text("Bericht", "report"), Text("Tagesbericht", "Report of the day")
REPORT_WHAT = Text("Dosen und Anrufe des Tages, auch zum Drucken.", "The day's doses and calls, also for printing.")
PRINT = Text("drucken", "print"), Text("Bericht drucken", "Print the report")
PRINT_WHAT = Text("Druckt den Bericht auf A4.", "Prints the report on A4.")
PRINTING = Text("Der Bericht wird gedruckt.", "The report is being printed.")
NO_PRINTER = Text("An diesem Platz ist kein Drucker eingerichtet.", "No printer is set up at this desk.")

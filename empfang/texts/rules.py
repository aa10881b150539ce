"""Words about eligibility and rule books. The reasons themselves stand in the books, in both languages."""

from empfang.texts import Text

# The card

CAN = Text("✓ KANN GEIMPFT WERDEN", "✓ CAN BE VACCINATED")
CAN_LATE = Text("✓ KANN GEIMPFT WERDEN, VERSPÄTET", "✓ CAN BE VACCINATED, LATE")
DOCTOR = Text("? ÄRZTIN ODER ARZT ENTSCHEIDET", "? A DOCTOR DECIDES")
NOT_TODAY = Text("! HEUTE NICHT MÖGLICH", "! NOT POSSIBLE TODAY")
ASK_FIRST = Text("? ERST FRAGEN", "? ASK FIRST")
DECIDED = Text("Ärztlich entschieden: {doctor}", "Decided by a doctor: {doctor}")
SHORT: dict[str, Text] = {
    "yes": Text("ja", "yes"),
    "doctor": Text("Arzt", "doctor"),
    "no": Text("nein", "no"),
    "unchecked": Text("–", "–"),
}
POSSIBLE_FROM = Text("Möglich ab {when}", "Possible from {when}")
DOCTOR_FROM = Text("Ärztin oder Arzt entscheidet ab {when}", "A doctor decides from {when}")
NO_DOSES = Text("Noch keine Impfung.", "No dose yet.")
DOSES = Text("Bisher: {doses}", "So far: {doses}")
ASK_DOSES_STEP = Text(
    "Enter: eintragen, zum Beispiel com 3.5. com 14.6.", "Enter: note them, for example com 3.5. com 14.6."
)
DOCTOR_STEP = Text("a: Name eintragen, dann aufnehmen. r: warum.", "a: note the name, then admit. r: why.")
OTHER_VACCINES = Text("Möglich mit {vaccines}: i", "Possible with {vaccines}: i")
DISPUTED = Text("Die Vorgaben widersprechen sich:", "The rules contradict each other:")

# What to say

SAY_ASK_DOSES = Text(
    "Wann waren Ihre letzten Impfungen, und womit? Haben Sie Impfpass oder Zertifikat dabei?",
    "When were your last doses, and of what? Do you have your booklet or certificate with you?",
)
SAY_DOCTOR = Text(
    "Darüber entscheidet unsere Ärztin. Bitte nehmen Sie einen Moment Platz.",
    "Our doctor decides about that. Please take a seat for a moment.",
)
SAY_INTERVAL = Text(
    "Ihre letzte Impfung war am {last}. Möglich ist es ab {when}. Ich kann Ihnen gleich einen Termin geben.",
    "Your last dose was on {last}. It is possible from {when}. I can give you an appointment now.",
)
SAY_LATER = Text(
    "Heute geht es noch nicht, aber ab {when}. Ich kann Ihnen gleich einen Termin geben.",
    "Not today yet, but from {when}. I can give you an appointment now.",
)
SAY_NOT = Text(
    "Nach den geltenden Regeln geht es heute leider nicht. Ich erkläre Ihnen gern, warum.",
    "By the rules in force it is not possible today. I will gladly explain why.",
)
SAY: dict[str, Text] = {
    "access": Text(
        "Ihre Gruppe ist leider noch nicht an der Reihe. Wir haben Ihre Daten; Sie werden aufgerufen.",
        "It is not your group's turn yet. We have your details; you will be called.",
    ),
    "residence": Text(
        "Zuständig ist das Zentrum an Ihrem Wohnort. Ich suche Ihnen die Nummer heraus.",
        "The centre where you live is in charge. I will find you its number.",
    ),
    "supply": Text(
        "Dieser Impfstoff wird zurzeit nicht gegeben. Wäre ein anderer für Sie in Ordnung?",
        "This vaccine is not given at present. Would another one be all right?",
    ),
    "product": Text(
        "Dieser Impfstoff ist für Sie nicht vorgesehen. Ich schaue, welchen wir Ihnen geben können.",
        "This vaccine is not meant for you. I will see which one we can give you.",
    ),
    "schedule": Text(
        "Nach den geltenden Regeln ist heute keine weitere Impfung vorgesehen. Sie müssen nichts tun.",
        "By the rules in force no further dose is due today. You need not do anything.",
    ),
    "health": Text(
        "Heute besser nicht. Sobald es Ihnen wieder gut geht, gebe ich Ihnen gern einen neuen Termin.",
        "Better not today. As soon as you are well again I will gladly give you a new appointment.",
    ),
    "consent": Text(
        "Es fehlt noch die Einwilligung der Sorgeberechtigten. Das Formular liegt hier.",
        "The guardians' consent is still missing. The form is here.",
    ),
    "papers": Text(
        "Es fehlt noch ein Nachweis. Ihr Platz bleibt heute für Sie frei.",
        "A proof is still missing. Your place is kept for you today.",
    ),
}
"""By the topic that stands against it; topics of other books have `SAY_NOT`."""

# Earlier doses

DOSES_TITLE = Text("Impfungen von {name}, wie gezeigt", "Doses of {name}, as shown")
DOSES_HINT = Text("com 3.5. com 14.6.", "com 3.5. com 14.6.")
DOSES_HOW = Text(
    "Impfstoff und Tage; oder: keine · genesen 15.1.21 · schwanger 2",
    "Vaccine and days; or: none · recovered 15.1.21 · pregnant 2",
)
DOSES_NOTED = Text("Angaben von {name} festgehalten.", "Noted for {name}.")
ENTERED_NONE = Text("keine Impfung", "no dose")
ENTERED_RECOVERED = Text("genesen seit {on}, {proof}", "recovered since {on}, {proof}")
ENTERED_PREGNANT = Text("schwanger, {trimester}. Trimenon", "pregnant, trimester {trimester}")
NOT_UNDERSTOOD: dict[str, Text] = {
    "vaccine": Text("„{word}“ ist kein Impfstoff. Zum Beispiel: com, spi", "“{word}” is no vaccine. Try: com, spi"),
    "date": Text("Nach „{word}“ fehlt ein Tag wie 14.6.", "After “{word}” a day such as 14.6. is missing"),
    "day": Text("„{word}“ ist kein Tag. Zum Beispiel: 14.6.", "“{word}” is no day. For example: 14.6."),
    "future": Text("{word} liegt in der Zukunft.", "{word} is in the future."),
    "trimester": Text("Trimenon 1, 2 oder 3: schwanger 2", "Trimester 1, 2 or 3: pregnant 2"),
    "both": Text("Entweder „keine“ oder Impfungen.", "Either “none” or doses."),
    "nothing": Text("Noch nichts eingetragen. Esc: zurück", "Nothing noted yet. Esc: back"),
}

# Why

WHY_TITLE = Text("Warum? {name}, {dose}. Impfung", "Why? {name}, dose {dose}")
WHY_VACCINE = Text("{vaccine}: {verdict}", "{vaccine}: {verdict}")
VERDICTS: dict[str, Text] = {
    "yes": Text("kann geimpft werden", "can be vaccinated"),
    "doctor": Text("Ärztin oder Arzt entscheidet", "a doctor decides"),
    "no": Text("heute nicht möglich", "not possible today"),
    "unchecked": Text("nicht geprüft", "not checked"),
}
LAYERS: dict[str, Text] = {
    "licence": Text("Zulassung", "licence"),
    "recommendation": Text("Empfehlung", "recommendation"),
    "entitlement": Text("Anspruch", "entitlement"),
    "instruction": Text("Anweisung", "instruction"),
}
RULE = Text("{rule} · {layer} · gilt seit {since}", "{rule} · {layer} · in force since {since}")
RULE_UNTIL = Text("{rule} · {layer} · gilt {since} bis {until}", "{rule} · {layer} · in force {since} to {until}")
SOURCE = Text(" · Quelle {source}", " · source {source}")

# Commands

ELIGIBILITY = Text("Fälle gegen die geltenden Regeln prüfen", "Check worked cases against the rules in force")
CASES = Text("Die Fälle (CSV)", "The cases (CSV)")
DIFFERS = Text(
    "{id}  {field}: erwartet {expected}, Ergebnis {got}  ({reasons})",
    "{id}  {field}: expected {expected}, got {got}  ({reasons})",
)
RULES = Text("Regelwerke ansehen und prüfen", "See and check rule books")
CHECK = Text(
    "Ein neues Regelwerk prüfen: was es ändert, und für wie viele", "Check a new book: what it changes, for whom"
)
SHOW = Text("Was an einem Tag in einem Zentrum gilt", "What is in force at a centre on a day")
PUBLISH = Text("Ein Regelwerk an alle Plätze geben", "Give a rule book to all desks")
BOOK = Text("Das Regelwerk (TOML)", "The rule book (TOML)")
RULES_DATABASE = Text(
    "Datenbank des Dienstes; sonst der Speicher dieses Platzes", "The service's database; else this desk's store"
)
BOOK_GOOD = Text("{book}, Nummer {number}: in Ordnung.", "{book}, number {number}: no faults.")
CHANGED: dict[str, Text] = {
    "new": Text("  neu       {id}  ab {begin}  {text}", "  new       {id}  from {begin}  {text}"),
    "other": Text("  geändert  {id}  ab {begin}  {text}", "  changed   {id}  from {begin}  {text}"),
    "gone": Text("  entfällt  {id}  ab {begin}  {text}", "  dropped   {id}  from {begin}  {text}"),
}
PEOPLE = Text(
    "{number} gebuchte Termine geprüft, für {changed} ändert sich etwas.",
    "{number} booked appointments checked, something changes for {changed}.",
)
PEOPLE_CHANGED = Text("  {number}: {old} → {new}", "  {number}: {old} → {new}")
PEOPLE_UNASKED = Text(
    "Bei {number} sind frühere Impfungen nicht bekannt; das zeigt sich erst am Empfang.",
    "Of {number} the earlier doses are not known; that shows at the reception only.",
)
CHECK_DAY = Text("Termine ab diesem Tag prüfen statt ab heute", "Check appointments from this day instead of today")
NO_STORE = Text(
    "Kein Speicher hier: Für wie viele sich etwas ändert, sagt --database.",
    "No store here: --database tells for how many something changes.",
)
PUBLISHED = Text(
    "{book}, Nummer {number}, liegt beim Dienst. Die Plätze holen es von selbst.",
    "{book}, number {number}, is at the service. Desks fetch it by themselves.",
)
IN_FORCE = Text("{disease} · {centre} · {day}", "{disease} · {centre} · {day}")
AGREE = Text("{agree} von {rows} stimmen überein", "{agree} of {rows} agree")

"""Words for what the rules of leftover doses and of calling tell, by their codes."""

from empfang.texts import Text

FORECAST = {
    # What to do
    "leftover.short": Text(
        "{short} zu viel zugesagt ({promised} Zusagen). Niemanden mehr anrufen.",
        "{short} too many promised ({promised} promises). Call nobody any more.",
    ),
    "leftover.closed": Text("Schluss für heute, {left} übrig.", "Closed for today, {left} left."),
    "leftover.none": Text("Nichts frei: noch niemanden anrufen.", "Nothing free: call nobody yet."),
    "leftover.on_site": Text(
        "{doses} frei, nur für Personen vor Ort: am Telefon ist es seit {since} zu spät.",
        "{doses} free, only for people on site: by telephone it is too late since {since}.",
    ),
    "leftover.not_yet": Text(
        "{doses} frei, aber noch Zeit: anrufen ab {begin}.", "{doses} free, but there is time: call from {begin}."
    ),
    "leftover.call": Text(
        "{doses} frei: jetzt anrufen, bis {until}; etwa {attempts} Anrufe nötig.",
        "{doses} free: call now, until {until}; some {attempts} calls needed.",
    ),
    # What it is made of
    "leftover.usable": Text("{doses} Dosen da, haltbar bis {use_by}", "{doses} doses there, to be used by {use_by}"),
    "leftover.counted": Text(
        "gezählt um {at}, Abweichung {deviation}", "counted at {at}, {deviation} off what was computed"
    ),
    "leftover.lacking": Text(
        "{doses} mehr gegeben als aufgezogen: bitte zählen", "{doses} more given than drawn: please count"
    ),
    "leftover.use_by_unknown": Text(
        "von {doses} weiß niemand, bis wann sie haltbar sind", "of {doses} nobody knows their use-by"
    ),
    "leftover.planned": Text("{doses} kommen aus geplanten Fläschchen", "{doses} come from vials that are planned"),
    "leftover.house": Text("{persons} im Haus, noch nicht geimpft", "{persons} in the house, not yet vaccinated"),
    "leftover.hanging": Text("davon hängen {persons} seit über 90 Minuten", "{persons} of them for over 90 minutes"),
    "leftover.coming": Text(
        "{low} bis {high} mit Termin kommen noch (etwa {expected})",
        "{low} to {high} with an appointment still come (some {expected})",
    ),
    "leftover.promised": Text(
        "{persons} zugesagt, etwa {expected} kommen", "{persons} promised, some {expected} will come"
    ),
    "leftover.promise_over": Text(
        "{persons} Zusagen sind abgelaufen: ihre Dosis ist wieder frei",
        "{persons} promises are over: their doses are free again",
    ),
    "leftover.band": Text("übrig bleiben {low} bis {high}", "{low} to {high} will be left"),
    "leftover.more_on_site": Text("{doses} weitere nur für Personen vor Ort", "{doses} more only for people on site"),
    # Another vial
    "vial.not_yet": Text(
        "noch kein Fläschchen anbrechen: {doses} Dosen, Bedarf etwa {demand}",
        "open no vial yet: {doses} doses, some {demand} needed",
    ),
    "vial.open_for_house": Text(
        "Fläschchen anbrechen: {waiting} im Haus haben keine Dosis", "open a vial: {waiting} in the house have no dose"
    ),
    "vial.open_for_demand": Text(
        "Fläschchen anbrechen: {doses} Dosen, Bedarf etwa {demand}", "open a vial: {doses} doses, some {demand} needed"
    ),
}

WHY = {
    "why_on_site": Text("{how}, seit {since}", "{how}, since {since}"),
    "why_callback": Text("Rückruf um {at}", "call back at {at}"),
    "why_standby": Text("Nachrücker seit {since}", "on standby since {since}"),
    "why_again": Text("war besetzt ({times}×)", "was busy ({times}×)"),
    "why_other_number": Text("andere Nummer, gleich", "another number, now"),
    "why_waiting": Text("wartet seit {since}", "waiting since {since}"),
    "why_later": Text("Termin {appointment} vorziehen", "bring {appointment} forward"),
    "why_not_asked": Text("noch nicht gefragt", "not asked yet"),
}
HOW = {
    "walk_in": Text("ohne Termin", "walk-in"),
    "companion": Text("Begleitung", "companion"),
    "staff": Text("Mitarbeit", "staff"),
}
"""How somebody is on site."""
FIRST = Text("Vorrang, {why}", "priority, {why}")

NOBODY = {
    "nobody_listed": Text(
        "Niemand wartet und niemand hat einen späteren Termin: die Liste ist leer.",
        "Nobody waits, and nobody has a later appointment: the list is empty.",
    ),
    "nobody_reserved": Text(
        "Ohne Netz ist hier niemand reserviert: niemanden anrufen.",
        "No network, and nobody is reserved here: call nobody.",
    ),
    "nobody_reserved_before": Text(
        "Ohne Netz: von den hier Reservierten ist vor {at} niemand dran.",
        "No network: of those reserved here nobody before {at}.",
    ),
    "nobody_of_reserved": Text(
        "Ohne Netz: von den hier Reservierten ({people}) ist gerade niemand dran.",
        "No network: of those reserved here ({people}) nobody can be called now.",
    ),
    "nobody_possible": Text("Niemand ist möglich: warum, steht hinter „aus“.", "Nobody is possible: “out” says why."),
    "nobody_before": Text(
        "Vor {at} ist niemand dran; {held} sind bei anderen.", "Nobody before {at}; {held} are with others."
    ),
    "nobody_free": Text(
        "Gerade ist niemand frei: {held} bei anderen, für {without} ist keine Dosis frei.",
        "Nobody is free now: {held} with others, for {without} no dose is free.",
    ),
}
PAST = {
    "past_on_site": Text(
        "{people} warten vor Ort und kommen zuerst. Trotzdem anrufen – warum?",
        "{people} wait on site and come first. Call all the same – why?",
    ),
    "past_class": Text(
        "{people} mit höherem Vorrang ({priority}) stehen davor. Trotzdem anrufen – warum?",
        "{people} of higher priority ({priority}) come before. Call all the same – why?",
    ),
}
HOURS = {
    "call_hours": Text("Anrufen erlaubt: {hours}", "Calls allowed: {hours}"),
    "call_override": Text("Anrufen freigegeben bis {until}: {reason}", "Calls allowed for now until {until}: {reason}"),
    "call_hours_unreadable": Text(
        "Anrufzeiten unlesbar („{hours}“): Koordination fragen.", "Hours unreadable (“{hours}”): ask the coordinator."
    ),
    "call_holiday": Text("Heute ist Feiertag ({holiday}): keine Anrufe.", "Holiday today ({holiday}): no calls."),
    "call_outside_hours": Text("Außerhalb der Anrufzeiten ({hours}).", "Outside the hours for calls ({hours})."),
}
HELD = Text("bei jemand anderem", "with somebody else")
CALLBACK = {
    "callback_refused": Text(
        "Das ist zu spät: spätestens um {latest}.", "That is too late: at {latest} at the latest."
    ),
    "callback_past": Text("{at} ist schon vorbei.", "{at} is over already."),
}
HOLIDAYS = {
    "new_year": Text("Neujahr", "New Year's Day"),
    "epiphany": Text("Heilige Drei Könige", "Epiphany"),
    "womens_day": Text("Frauentag", "Women's Day"),
    "labour_day": Text("Tag der Arbeit", "Labour Day"),
    "assumption": Text("Mariä Himmelfahrt", "Assumption Day"),
    "childrens_day": Text("Weltkindertag", "Children's Day"),
    "unity_day": Text("Tag der Deutschen Einheit", "German Unity Day"),
    "reformation": Text("Reformationstag", "Reformation Day"),
    "all_saints": Text("Allerheiligen", "All Saints' Day"),
    "christmas": Text("1. Weihnachtstag", "Christmas Day"),
    "boxing_day": Text("2. Weihnachtstag", "Boxing Day"),
    "good_friday": Text("Karfreitag", "Good Friday"),
    "easter_sunday": Text("Ostersonntag", "Easter Sunday"),
    "easter_monday": Text("Ostermontag", "Easter Monday"),
    "ascension": Text("Christi Himmelfahrt", "Ascension Day"),
    "whit_sunday": Text("Pfingstsonntag", "Whit Sunday"),
    "whit_monday": Text("Pfingstmontag", "Whit Monday"),
    "corpus_christi": Text("Fronleichnam", "Corpus Christi"),
    "repentance": Text("Buß- und Bettag", "Day of Repentance"),
    "of_the_town": Text("hier am Ort", "of this town"),
}

OUT = {
    "inside": Text("im Haus", "in the house"),
    "booked_today": Text("heute Termin", "booked today"),
    "promised": Text("zugesagt", "promised"),
    "never_again": Text("nicht anrufen", "not to be called"),
    "vaccinated": Text("schon geimpft", "vaccinated already"),
    "out_today": Text("heute nicht", "not today"),
    "not_standby": Text("nicht kurzfristig", "not at short notice"),
    "not_asked": Text("nicht gefragt", "not asked"),
    "text_only": Text("nur Text", "text only"),
    "medically_not": Text("medizinisch nicht", "medically not"),
    "unchecked": Text("ungeprüft", "not checked"),
    "doses_unknown": Text("Impfungen unbekannt", "doses unknown"),
    "interval": Text("Abstand", "interval"),
    "age": Text("Alter", "age"),
    "product": Text("anderer Impfstoff", "other vaccine"),
    "not_called_yet": Text("noch nicht dran", "group not yet"),
    "other_rule": Text("andere Regel", "other rule"),
    "doctor": Text("Ärztin entscheidet", "doctor decides"),
    "size": Text("andere Menge", "other size"),
    "not_wanted": Text("nicht gewollt", "not wanted"),
    "too_far": Text("Weg zu lang", "too far"),
    "no_number": Text("keine Nummer", "no number"),
    "used_up": Text("Versuche verbraucht", "attempts used up"),
    "hours": Text("Uhrzeit", "time of day"),
}

OUTCOMES = {
    "promised": Text("zugesagt", "promised"),
    "standby": Text("Nachrücker", "on standby"),
    "not_today": Text("heute nicht", "not today"),
    "cannot_make_it": Text("schafft es nicht rechtzeitig", "cannot make it in time"),
    "not_this_vaccine": Text("nicht diesen Impfstoff", "not this vaccine"),
    "already_vaccinated": Text("schon geimpft", "vaccinated already"),
    "never_again": Text("nie mehr anrufen", "never call again"),
    "callback": Text("Rückruf um …", "call back at …"),
    "busy": Text("besetzt", "busy"),
    "no_answer": Text("keine Antwort", "no answer"),
    "mailbox": Text("Mailbox", "mailbox"),
    "wrong_number": Text("falsche Nummer", "wrong number"),
    "not_assigned": Text("Nummer nicht vergeben", "number not in use"),
    "other_person": Text("andere Person dran", "somebody else on the line"),
    "not_understood": Text("Verständigung nicht möglich", "no common language"),
    "medically_not": Text("medizinisch nicht", "medically not"),
    "disturbed": Text("Leitung gestört", "line disturbed"),
    "skipped": Text("übersprungen", "skipped"),
    "text_sent": Text("SMS geschickt", "text message sent"),
}

FOLLOWS = {
    "promised": Text("{name}: zugesagt.", "{name}: promised."),
    "standby": Text(
        "{name}: Nachrücker, zuerst dran, wenn etwas frei wird.", "{name}: on standby, first when one becomes free."
    ),
    "not_today": Text("{name}: heute nicht mehr; der Platz bleibt.", "{name}: not today; their rank stays."),
    "cannot_make_it": Text(
        "{name}: schafft es heute nicht; der Platz bleibt.", "{name}: cannot make it today; their rank stays."
    ),
    "not_this_vaccine": Text("{name}: nicht mit diesem Impfstoff.", "{name}: not with this vaccine."),
    "already_vaccinated": Text(
        "{name}: von der Liste. Ein eigener Termin bleibt, bis er abgesagt wird.",
        "{name}: off the list. Their own appointment stays until it is cancelled.",
    ),
    "never_again": Text(
        "{name}: wird nie mehr angerufen; der Termin bleibt.", "{name}: never called again; their appointment stays."
    ),
    "callback": Text("{name}: Rückruf vorgemerkt.", "{name}: call-back noted."),
    "busy": Text("{name}: besetzt, kommt bald wieder.", "{name}: busy, comes back soon."),
    "no_answer": Text("{name}: keine Antwort.", "{name}: no answer."),
    "mailbox": Text("{name}: Mailbox; nichts zugesagt.", "{name}: mailbox; nothing promised."),
    "wrong_number": Text("{name}: Nummer gestrichen.", "{name}: number struck."),
    "not_assigned": Text("{name}: Nummer gestrichen.", "{name}: number struck."),
    "other_person": Text("{name}: später noch einmal; nichts verraten.", "{name}: again later; nothing was disclosed."),
    "not_understood": Text("{name}: Rückruf mit Dolmetscher.", "{name}: call back with an interpreter."),
    "medically_not": Text("{name}: medizinisch nicht.", "{name}: medically not."),
    "disturbed": Text("{name}: Leitung gestört, kein Versuch.", "{name}: disturbed, not an attempt."),
    "skipped": Text("{name}: übersprungen, kein Versuch.", "{name}: skipped, not an attempt."),
    "text_sent": Text("{name}: per SMS gefragt; nichts zugesagt.", "{name}: asked by text message; nothing promised."),
}
"""What is said after an outcome was recorded."""

"""Words at the reception for people who were promised a dose that is left over, or who would take one."""

from empfang.texts import Text

# The card
UNTIL = Text("Zugesagt bis {at} für {persons}: {vaccine}", "Promised until {at} for {persons}: {vaccine}")
HOLDS = Text("Zugesagte Dosis: {vaccine}", "Promised dose: {vaccine}")
WAS_UNTIL = Text("Zusage bis {at} für {persons}: {vaccine}", "Promised until {at} for {persons}: {vaccine}")
TOO_LATE = Text("Zu spät – willkommen, wenn eine übrig ist. {left}", "Too late – welcome if one is left. {left}")
WITHDRAWN = Text("Zusage um {at} zurückgezogen. {left}", "Promise withdrawn at {at}. {left}")
IS_LEFT = Text("Jetzt ist eine übrig.", "One is left now.")
NONE_LEFT = Text("Gerade ist keine übrig.", "None is left just now.")

ADMIT = Text("✓ ZUGESAGT BIS {at}", "✓ PROMISED UNTIL {at}")
ADMIT_LATE = Text("✓ ZU SPÄT, ABER EINE IST ÜBRIG", "✓ TOO LATE, BUT ONE IS LEFT")
LATE = Text("! ZU SPÄT · GERADE KEINE ÜBRIG", "! TOO LATE · NONE LEFT JUST NOW")
ADMIT_SAY = Text(
    "Guten Tag! Schön, dass Sie so schnell kommen konnten. Ihren Ausweis und den Impfpass, bitte.",
    "Good day! Good that you could come so soon. Your identity card and vaccination booklet, please.",
)
ADMIT_LATE_SAY = Text(
    "Guten Tag! Die Zeit ist schon um, aber eine Dosis ist noch da. Ihren Ausweis und den Impfpass, bitte.",
    "Good day! The time is over, but there is still a dose. Your identity card and vaccination booklet, please.",
)
LATE_STEP = Text(
    "Wird eine frei, steht es hier. h: vor Ort vormerken.", "When one becomes free it says so here. h: note as on site."
)
LATE_SAY = Text(
    "Ihre Dosis war bis {at} Uhr zurückgelegt. Gerade ist keine übrig. Möchten Sie warten? Sie kommen als Erste dran.",
    "Your dose was kept until {at}. None is left just now. Would you like to wait? You will be first.",
)
SECOND_STEP = Text("Für zwei. m: wer mitkommt.", "For two. m: who comes along.")
SECOND_AGAIN = Text(
    "Für zwei zugesagt: Karte wieder öffnen, m sagt, wer mitkommt.",
    "Promised for two: open the card again, m says who comes along.",
)
TAKEN_BACK = Text("! ZUSAGE ZURÜCKGEZOGEN", "! PROMISE WITHDRAWN")
TAKEN_BACK_SAY = Text(
    "Die Dosis für Sie wurde zurückgegeben. Einen Moment bitte, ich sehe nach, was möglich ist.",
    "The dose for you was given back. One moment please, I will see what is possible.",
)

# Who comes along, and who is not known yet
WHO_COMES = Text("Wer kommt mit {name}? Name, Vorname und Geburtsdatum", "Who comes with {name}? Name and birth date")
WHO_IS_IT = Text("Neue Person: Name, Vorname und Geburtsdatum", "New person: family name, first name, birth date")
WHO_HINT = Text("Weiß, Karl 3.4.52", "Weiß, Karl 3.4.52")
NOT_READ = Text(
    "„{text}“: bitte mit Komma und Geburtsdatum, wie Weiß, Karl 3.4.52",
    "“{text}”: please with a comma and the birth date, like Weiß, Karl 3.4.52",
)
BROUGHT = Text("✓ {name} bekommt die zweite Dosis.", "✓ {name} gets the second dose.")
KNOWN = Text("{name} ist hier schon bekannt.", "{name} is known here already.")
ENTERED = Text("✓ {name} ist eingetragen.", "✓ {name} is registered.")

# Waiting here for what is left over
HERE_SINCE = Text(
    "Vor Ort seit {since} ({how}), nähme eine übrige Dosis", "On site since {since} ({how}), would take one"
)
DOSES_WANTED = Text(
    "F4 fragt erst, wenn frühere Impfungen bekannt sind: f", "F4 asks only when earlier doses are known: f"
)
HOW_ASK = Text(
    "{name} ist vor Ort und nähme eine übrige Dosis. Als was?", "{name} is here and would take one. As what?"
)
HOWS = {
    "companion": Text("Begleitung", "companion"),
    "staff": Text("Mitarbeit", "staff"),
    "walk_in": Text("ohne Termin", "without an appointment"),
}
NOTED = Text("✓ {name} wartet vor Ort; F4 fragt zuerst dort.", "✓ {name} waits on site; F4 asks there first.")
GONE_ASK = Text(
    "{name} ist nicht mehr da, oder möchte doch nicht?", "{name} is not here any more, or does not want one?"
)
GONE = Text("{name} wartet nicht mehr auf eine übrige Dosis.", "{name} does not wait for a dose any more.")

"""A replayed day in words."""

from collections.abc import Mapping

from empfang.texts import Text

# The command

REPLAY = Text(
    de="Einen ganzen Tag ohne Bildschirm durchspielen, mit Ausfall, und die Bilanz zeigen.",
    en="Replay a whole day without a screen, with an outage, and show its balance.",
)
APPOINTMENTS = Text(de="Tagesliste mit den Terminen.", en="Day list with the appointments.")
ARRIVALS = Text(de="Liste, wer wann kam: Code und Uhrzeit.", en="List of who came when: code and time.")
DATE = Text(de="Der Tag, etwa 2021-12-15.", en="The day, such as 2021-12-15.")
DESKS = Text(de="Wie viele Plätze aufnehmen.", en="How many desks check people in.")
OUTAGE_SPAN = Text(de="Wann der Dienst ausfällt, etwa 09:00-13:00.", en="When the service is away: 09:00-13:00.")
SEED = Text(
    de="Zahl, aus der der Tag entsteht: wer zu welchem Platz geht, wer zweimal aufgenommen wird, welcher ausgeht.",
    en="Number from which the day is drawn: who goes to which desk, who is let in twice, which desk goes out.",
)
WAITLIST = Text(
    de="Warteliste: wer für übrige Dosen angerufen werden kann.",
    en="Waiting list: who can be called for doses that are left over.",
)
VIALS = Text(
    de="Wann Fläschchen geöffnet werden: gar nicht, für Gebuchte, für Anwesende, oder wie die Vorhersage rät.",
    en="When vials are opened: never, for the booked, for those in the house, or as the forecast advises.",
)
CALLERS = Text(
    de="Wie viele telefonieren; nur mit --vials forecast, sonst 4.",
    en="How many telephone; only with --vials forecast, 4 unless told.",
)
REACHED = Text(
    de="Anteil der Anrufe, die jemanden erreichen, 0 bis 1.", en="Share of calls that reach somebody, 0 to 1."
)
ACCEPTS = Text(
    de="Anteil der Erreichten, die kommen wollen, 0 bis 1.", en="Share of those reached who say yes, 0 to 1."
)
KEPT_RATE = Text(de="Anteil der Zusagen, die gehalten werden, 0 bis 1.", en="Share of promises that are kept, 0 to 1.")

# While it runs

PREPARING = Text(de="Der Tag wird vorbereitet …", en="The day is being prepared …")
RUNNING = Text(de="{at}  {admitted} aufgenommen", en="{at}  {admitted} let in")
RUNNING_OFFLINE = Text(
    de="{at}  {admitted} aufgenommen, der Dienst ist ausgefallen", en="{at}  {admitted} let in, the service is away"
)
STOPPED = Text(de="Abgebrochen. Es bleibt nichts zurück.", en="Stopped. Nothing is left behind.")
CLERK = Text(de="Aufnahme, Automatische", en="Clerk, Automatic")

# Who works with doses and calls, and what they note

TABLE = Text(de="Impfstoff", en="Doses")
CALLER = Text(de="Telefon {number}", en="Telephone {number}")
USE_BY_OVER = Text(de="Haltbarkeit abgelaufen", en="past its use-by")
LEFT_AT_END = Text(de="am Ende des Tages übrig", en="left at the end of the day")
NO_DOSE_LEFT = Text(de="zu spät gekommen, keine Dosis mehr übrig", en="came too late, no dose was left")
GRANTED_LATE = Text(de="Zusage kam nach dem Anruf", en="granted after the call")
CALLED_OFF = Text(de="kann doch nicht kommen", en="cannot come after all")
MEDICAL_REASON = Text(de="nicht heute", en="not today")
PROMISED_BY_PHONE = Text(
    de="Dosis am Telefon zugesagt, der Dienst ist ausgefallen", en="promised a dose by telephone, the service is away"
)

# What was left out

LINE_LEFT_OUT = Text(de="Tagesliste, {what}", en="Day list, {what}")
ARRIVAL_LEFT_OUT = Text(de="Ankünfte, Zeile {line}: {why}", en="Arrivals, line {line}: {why}")
MORE_LEFT_OUT = Text(de="… und {number} weitere Zeilen, die nicht zu lesen sind", en="… and {number} more lines")
UNREAD: Mapping[str, Text] = {
    "broken": Text(de="nicht zu lesen (Spalten fehlen)", en="cannot be read (columns are missing)"),
    "no_code": Text(de="der Code fehlt", en="the code is missing"),
    "no_time": Text(de="keine Uhrzeit; gebraucht wird etwa 07:40", en="no time; it should be like 07:40"),
    "other_date": Text(de="ein anderer Tag als der gespielte", en="another day than the replayed one"),
}

# The balance

BOOKED = Text(de="gebucht", en="booked")
CAME = Text(de="gekommen", en="came")
ADMITTED = Text(de="aufgenommen", en="admitted")
NOT_COME = Text(de="nicht gekommen", en="did not come")
LATE = Text(de="  davon zu spät aufgenommen", en="  of these let in late")
CAME_EARLY = Text(de="zu früh, noch einmal gekommen", en="too early, came again")
ASKED = Text(de="nach früheren Impfungen gefragt", en="asked for earlier doses")
BY_DOCTOR = Text(de="ärztlich entschieden", en="decided by a doctor")
CAME_AGAIN = Text(de="waren schon aufgenommen", en="had been let in already")
WAITED_FOR_DOWNLOAD = Text(de="warteten auf das erste Laden", en="waited for the first download")
NOT_LET_IN: Mapping[str, Text] = {
    "unknown": Text(de="Code nicht bekannt", en="code not known"),
    "other_day": Text(de="Termin an einem anderen Tag", en="appointment on another day"),
    "other_centre": Text(de="Termin in einem anderen Zentrum", en="appointment at another centre"),
    "cancelled": Text(de="Termin ist abgesagt", en="appointment is cancelled"),
    "papers": Text(de="es fehlte ein Papier", en="a paper was missing"),
    "not_possible": Text(de="aus anderem Grund nicht möglich", en="not possible for another reason"),
}
UNKNOWN = Text(
    de="  „{code}“ um {at}: nicht in der Tagesliste (ohne Termin gekommen, oder der Code ist verschrieben)",
    en="  “{code}” at {at}: not in the day list (came without an appointment, or the code has a slip)",
)
MORE_UNKNOWN = Text(de="  … und {number} weitere", en="  … and {number} more")
CHECK_IN_TIME = Text(de="Aufnehmen am Platz", en="Check-in at the desk")
SEEN_TIME = Text(de="Bis ein anderer Platz es zeigt", en="Until another desk shows it")
MIDDLE_AND_TAIL = Text(
    de="{what}: die Hälfte in {middle}, 95 von 100 in {tail}", en="{what}: half within {middle}, 95 of 100 in {tail}"
)
NOT_MEASURED = Text(de="{what}: nichts zu messen", en="{what}: nothing to measure")
SECONDS = Text(de="{seconds} s", en="{seconds} s")
NO_OUTAGE = Text(de="Kein Ausfall des Dienstes.", en="No outage of the service.")
OUTAGE = Text(
    de="Ausfall des Dienstes {span}: {unsent} Vorgänge warteten. {zero} nach seiner Rückkehr war alles übertragen.",
    en="Outage of the service {span}: {unsent} commands waited. {zero} after it was back everything had been sent.",
)
OUTAGE_NOT_OVER = Text(
    de="Ausfall des Dienstes {span}: {unsent} Vorgänge warteten. Zwei Minuten danach war NICHT alles übertragen.",
    en="Outage of the service {span}: {unsent} commands waited. Two minutes later NOT everything had been sent.",
)
KILLED = Text(
    de="Empfang {desk} ging um {at} aus und war nach {away} wieder da: {unsent} nicht Übertragene waren noch da.",
    en="Desk {desk} went out at {at} and was back after {away}: {unsent} unsent ones were still there.",
)
KILLED_STORED = Text(
    de="Empfang {desk} ging um {at} mitten in einer Aufnahme aus und war nach {away} wieder da:"
    " {unsent} nicht Übertragene waren noch da, und diese Aufnahme war gespeichert.",
    en="Desk {desk} went out at {at} in the middle of a check-in and was back after {away}:"
    " {unsent} unsent ones were still there, and this check-in was stored.",
)
KILLED_NOT_STORED = Text(
    de="Empfang {desk} ging um {at} mitten in einer Aufnahme aus und war nach {away} wieder da:"
    " {unsent} nicht Übertragene waren noch da; diese Aufnahme war nicht bestätigt und wurde wiederholt.",
    en="Desk {desk} went out at {at} in the middle of a check-in and was back after {away}:"
    " {unsent} unsent ones were still there; this check-in had not been confirmed and was done again.",
)
DOUBLES = Text(
    de="Aus Versehen an zwei Plätzen aufgenommen: {made}, bemerkt: {found}, geklärt: {settled}",
    en="Let in at two desks by mistake: {made}, noticed: {found}, settled: {settled}",
)
DESK_AND_MOMENT = Text(de="{desk} um {at}", en="{desk} at {at}")
DOUBLE_SETTLED = Text(
    de="{code}: es zählt {counts}, weil früher; nicht {others}",
    en="{code}: {counts} counts, being earlier; not {others}",
)
DOUBLE_OPEN = Text(de="{code}: NICHT geklärt", en="{code}: NOT settled")
MORE_DOUBLES = Text(de="… und {number} weitere", en="… and {number} more")
COMMANDS = Text(de="Vorgänge an den Plätzen", en="commands at the desks")
LOST = Text(de="verloren", en="lost")
TWICE = Text(de="doppelt gezählt", en="counted twice")
EQUAL = Text(de="alle Plätze zeigen dasselbe", en="all desks show the same")
RULES = Text(de="Regeln", en="rules")
YES = Text(de="ja", en="yes")
NO = Text(de="NEIN", en="NO")
KEPT = Text(de="gehalten", en="kept")
GOOD = Text(
    de="Alles in Ordnung. (Startzahl {seed}, {minutes} Minuten)", en="All is well. (seed {seed}, {minutes} minutes)"
)
BAD = Text(
    de="NICHT in Ordnung, siehe oben. (Startzahl {seed}, {minutes} Minuten)",
    en="NOT well, see above. (seed {seed}, {minutes} minutes)",
)

# What can be wrong

COUNTED_TWICE = Text(de="Regel 3: {what} zählt mehr als einmal", en="Rule 3: {what} counts more than once")
PLACES_OVER = Text(
    de="Regel 1: Zeit {slot} hat {over} Menschen mehr als Plätze, ohne Hinweis",
    en="Rule 1: slot {slot} has {over} people more than places, without an alarm",
)
OTHER_BYTES = Text(
    de="Regel 3: Vorgang {command} kam anders an als abgeschickt", en="Rule 3: command {command} arrived changed"
)
NOBODYS_COMMAND = Text(
    de="Regel 3: Vorgang {command} hat kein Platz abgeschickt", en="Rule 3: no desk has sent command {command}"
)
VISIT_NOT_ONCE = Text(
    de="Regel 3: Aufnahme {visit} beruht auf {times} Vorgängen", en="Rule 3: visit {visit} comes from {times} commands"
)
NUMBER_TWICE = Text(
    de="Regel 3: Tagesnummer {number} gibt es mehrmals", en="Rule 3: day number {number} is given more than once"
)
OUTBOX_GAP = Text(de="Regel 4: {desk} fehlen eigene Vorgänge", en="Rule 4: {desk} misses some of its own commands")
NO_VERDICT = Text(
    de="Regel 4: {desk} hat für Vorgang {command} keine Antwort", en="Rule 4: {desk} has no verdict on {command}"
)
OTHER_VERDICT = Text(
    de="Regel 4: {desk} hat für Vorgang {command} eine andere Antwort als der Dienst",
    en="Rule 4: {desk} has another verdict on {command} than the service",
)
PUT_AWAY = Text(
    de="Regel 4: {desk} hat den abgelehnten Vorgang {command} weggeräumt", en="Rule 4: {desk} has put {command} away"
)
DESK_DIFFERS = Text(
    de="Regel 5: {desk} zeigt etwas anderes als der Dienst", en="Rule 5: {desk} shows something else than the service"
)
CODE_NOT_KNOWN = Text(
    de="„{code}“ steht für diesen Tag in der Liste, und der Platz kannte den Code nicht",
    en="“{code}” is in the list for this day, and the desk did not know the code",
)
NOT_SETTLED = Text(
    de="Regel 5: Zwei Minuten nach Schluss war nicht alles übertragen und geholt",
    en="Rule 5: two minutes after the end not everything had been sent and fetched",
)

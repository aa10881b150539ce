"""Words of slots, contingents and districts, as the service's coordinator sees them."""

from datetime import date

from empfang.texts import Text, say
from empfang.texts.times import day, weekday_long

SLOTS = Text(
    de="Zeiten mit Plätzen anlegen und freigeben, aus Öffnungszeiten, Straßen und Minuten; ändert auch vorhandene.",
    en="Make times with places and give them out, from hours, lanes and minutes; changes those there are, too.",
)
CENTRE_ARGUMENT = Text(de="Kürzel des Impfzentrums, z. B. DOR", en="the centre's code, such as DOR")
FROM = Text(de="Erster Tag, z. B. 24.11.2021", en="First day, such as 2021-11-24")
UNTIL = Text(de="Letzter Tag", en="Last day")
DAYS = Text(
    de="Wochentage, z. B. Mi,Do,Fr oder Mo-Fr; sonst alle", en="Days of the week, such as Mi,Do,Fr or Mo-Fr; else all"
)
VACCINE = Text(de="Impfstoff, z. B. Comirnaty", en="Vaccine, such as Comirnaty")
LANES = Text(de="Straßen; sonst die des Zentrums", en="Lanes; else the centre's")
MINUTES = Text(de="Minuten je Zeit; sonst die des Zentrums", en="Minutes of each time; else the centre's")
PLACES = Text(de="Plätze je Straße und Zeit; 0 nimmt sie weg", en="Places per lane and time; 0 takes them away")
PER_DAY = Text(
    de="Statt dessen: so viele Plätze am Tag, gleichmäßig verteilt", en="Instead: so many places a day, evenly spread"
)
SHARE = Text(
    de="Anteil eines Kontingents, z. B. online=0.8 (mehrmals möglich); sonst die Anteile des Zentrums",
    en="Part of a contingent, such as online=0.8 (repeatable); else the centre's",
)
RELEASE = Text(
    de="Ab wann gebucht werden kann, z. B. „24.11.2021 08:00“ (Uhr des Zentrums, auch mit Sekunden), oder „sofort“;"
    " sonst neue Zeiten sofort, vorhandene wie bisher",
    en="From when they can be booked, such as “2021-11-24 08:00” (the centre's clock, seconds too), or “sofort” (at"
    " once); else new times at once, those there are as before",
)
CONTINGENT = Text(
    de="Kontingente zeigen; mit Namen und Angaben: anlegen oder ändern.",
    en="Show contingents; with a name and terms: make or change one.",
)
CONTINGENT_NAME = Text(
    de="Name des Kontingents, z. B. phone oder sonder60", en="name of the contingent, such as phone or sonder60"
)
CONTINGENT_VACCINE = Text(de="Nur dieser Impfstoff; leer: jeder", en="Only this vaccine; empty: any")
BORN_FROM = Text(de="Geboren an diesem Tag oder später; leer: egal", en="Born on this day or later; empty: any")
BORN_UNTIL = Text(de="Geboren an diesem Tag oder früher; leer: egal", en="Born on this day or earlier; empty: any")
DISTRICTS_ONLY = Text(
    de="Nur aus diesen Kreisen (AGS, mit Komma dazwischen); leer: alle",
    en="Only from these districts (AGS, with commas); empty: all",
)
OPENS = Text(
    de="Ab wann, auf die Sekunde, z. B. „06.04.2021 08:00:00“; leer: von Anfang an",
    en="From when, to the second, such as “2021-04-06 08:00:00”; empty: from the start",
)
CLOSES = Text(de="Bis wann (dann nicht mehr); leer: ohne Ende", en="Until when (not any more then); empty: without end")
WAYS = Text(
    de="Nur auf diesen Wegen: online, phone; leer: auf allen", en="Only by these ways: online, phone; empty: all"
)
HOURS = Text(
    de="Nur zu diesen Zeiten, z. B. „Mo-Fr 08:00-12:00“; leer: immer (phone: wie die Hotline)",
    en="Only in these hours, such as “Mo-Fr 08:00-12:00”; empty: always (phone: as the hotline)",
)
OPEN_FOR = Text(
    de="Wen die Regeln für diese Plätze als aufgerufen ansehen sollen, z. B. „cohort“; leer: wie im Regelwerk",
    en="Whom the rules shall take as called for these places, such as “cohort”; empty: as the rule books say",
)
DISTRICTS = Text(
    de="Postleitzahlen mit ihren Kreisen: zeigen, oder eine Liste an alle Plätze geben.",
    en="Post codes with their districts: show them, or give a list to all desks.",
)
DISTRICTS_FILE = Text(de="CSV mit den Spalten plz;ort;kreis;ags", en="CSV with the columns plz;ort;kreis;ags")
DISTRICTS_NAME = Text(
    de="Name der Liste; sonst der der Datei. Eine Liste gleichen Namens wird ersetzt.",
    en="Name of the list; else the file's. A list of the same name is replaced.",
)
DISTRICTS_REMOVE = Text(de="Die Liste dieses Namens wieder wegnehmen", en="Take the list of this name away again")

# What slots tell

SLOTS_DAY = Text(
    de="{day}  {slots} Zeiten {first}–{last}: {places} = {total} Plätze{what}",
    en="{day}  {slots} times {first}–{last}: {places} = {total} places{what}",
)
SLOTS_CLOSED = Text(de="{day}  geschlossen", en="{day}  closed")
SLOTS_MORE_DAYS = Text(de="… und {number} weitere Tage (alle mit --json)", en="… and {number} more days (all: --json)")
SLOTS_OF_DAY = Text(de=" ({parts})", en=" ({parts})")
STEPS: dict[str, Text] = {
    "new": Text(de="{number} neu", en="{number} new"),
    "changed": Text(de="{number} geändert", en="{number} changed"),
    "unchanged": Text(de="{number} unverändert", en="{number} unchanged"),
    "over": Text(de="{number} schon vorbei", en="{number} over"),
}
SLOTS_SUM = Text(de="Zusammen {total} Plätze: {places}", en="In all {total} places: {places}")
SLOTS_DONE = Text(de="Zeiten: {parts}.", en="Times: {parts}.")
SLOTS_WOULD = Text(de="Es würde: {parts}. Geschrieben ist nichts.", en="Would be: {parts}. Nothing is written.")
SLOTS_NOT_YET = Text(
    de="{slots} davon sind noch nicht zu buchen; frei ab {at}.", en="{slots} of them cannot be booked yet; from {at}."
)
SLOTS_PAST_RELEASE = Text(
    de="Die Freigabe liegt schon zurück: Alles ist sofort zu buchen.",
    en="The release lies in the past: all can be booked at once.",
)
SLOTS_KEPT = Text(
    de="In {slots} Zeiten ist mehr vergeben als gewünscht. Dort bleibt, was vergeben ist:",
    en="In {slots} times more is taken than wanted. What is taken stays there:",
)
SLOTS_KEPT_ONE = Text(
    de="  {at}  {contingent}: {taken} vergeben, gewünscht {wanted}",
    en="  {at}  {contingent}: {taken} taken, wanted {wanted}",
)
SLOTS_KEPT_MORE = Text(de="  … und {number} weitere", en="  … and {number} more")
SLOTS_BESIDE = Text(
    de="An diesen Tagen gibt es {slots} weitere Zeiten mit zusammen {places} Plätzen, die nicht in dieses Raster"
    " passen. Sie bleiben. Wegnehmen: erst --places 0, dann diesen Befehl noch einmal.",
    en="On these days there are {slots} more times with {places} places that do not fit this grid. They stay. To take"
    " them away: --places 0 first, then this command again.",
)
SLOTS_ASSUMED = Text(
    de="Für {centre} sind keine Öffnungszeiten angegeben; angenommen ist 08:00-18:00. Angeben: hours in der"
    " Zentrendatei (empfang central centres DATEI).",
    en="No hours are stated for {centre}; 08:00-18:00 is assumed. State them: hours in the centre file (empfang central"
    " centres FILE).",
)
SLOTS_PROGRESS = Text(de="{done} von {all} Zeiten", en="{done} of {all} times")

# What contingents tell

STATES: dict[str, Text] = {
    "no_places": Text(de="ohne Plätze", en="no places"),
    "not_open": Text(de="noch nicht offen", en="not open yet"),
    "open": Text(de="offen", en="open"),
    "used_up": Text(de="aufgebraucht", en="used up"),
    "closed": Text(de="geschlossen", en="closed"),
}
STATE_UNTIL = Text(de="{state}, weiter ab {at}", en="{state}, on from {at}")
STATE_FROM = Text(de="{state}, ab {at}", en="{state}, from {at}")
STANDING = Text(
    de="{name:12} {capacity:>7} Plätze, {taken:>7} vergeben, {free:>7} frei   {state}",
    en="{name:12} {capacity:>7} places, {taken:>7} taken, {free:>7} free   {state}",
)
TERMS = Text(de="{gap:12} {terms}", en="{gap:12} {terms}")
TERM: dict[str, Text] = {
    "vaccine": Text(de="nur {value}", en="{value} only"),
    "born_from": Text(de="geboren ab {value}", en="born from {value}"),
    "born_until": Text(de="geboren bis {value}", en="born until {value}"),
    "districts": Text(de="nur aus {value}", en="only from {value}"),
    "opens_at": Text(de="offen ab {value}", en="open from {value}"),
    "closes_at": Text(de="geschlossen ab {value}", en="closed from {value}"),
    "ways": Text(de="nur {value}", en="only {value}"),
    "hours": Text(de="{value}", en="{value}"),
    "open_for": Text(de="aufgerufen: {value}", en="called: {value}"),
}
WAY: dict[str, Text] = {
    "online": Text(de="im Internet", en="online"),
    "phone": Text(de="am Telefon", en="by telephone"),
}
HOTLINE_HOURS = Text(de="{value} (Zeiten der Hotline)", en="{value} (the hotline's hours)")
NO_TERMS = Text(de="für alle, auf allen Wegen", en="for everybody, by all ways")
NO_CONTINGENTS = Text(
    de="{centre} hat noch keine Kontingente. „empfang central slots“ legt online und phone an.",
    en="{centre} has no contingents yet. “empfang central slots” makes online and phone.",
)
CONTINGENT_MADE = Text(de="Kontingent {name} angelegt.", en="Contingent {name} made.")
CONTINGENT_CHANGED = Text(de="Kontingent {name} geändert: {fields}.", en="Contingent {name} changed: {fields}.")
CONTINGENT_UNCHANGED = Text(de="Kontingent {name} ist schon so.", en="Contingent {name} is so already.")
CONTINGENT_FIELDS: dict[str, Text] = {
    "vaccine": Text(de="Impfstoff", en="vaccine"),
    "born_from": Text(de="geboren ab", en="born from"),
    "born_until": Text(de="geboren bis", en="born until"),
    "districts": Text(de="Kreise", en="districts"),
    "opens_at": Text(de="offen ab", en="open from"),
    "closes_at": Text(de="geschlossen ab", en="closed from"),
    "ways": Text(de="Wege", en="ways"),
    "hours": Text(de="Zeiten", en="hours"),
    "open_for": Text(de="wer aufgerufen ist", en="who is called"),
}
DISTRICTS_WITHOUT_POST_CODES = Text(
    de="Zu {districts} ist hier keine Postleitzahl bekannt: Wer dort wohnt, bekommt den Kreis nicht von selbst"
    " eingetragen und ohne ihn keinen Platz. Ergänzen: empfang central districts DATEI",
    en="No post code of {districts} is known here: whoever lives there does not get the district by itself, and without"
    " it no place. Add them: empfang central districts FILE",
)

# What districts tell

OWN_LIST = Text(de="mitgeliefert: {number} Postleitzahlen", en="comes with the program: {number} post codes")
LIST = Text(
    de="{name}: {number} Postleitzahlen in {districts} Kreisen",
    en="{name}: {number} post codes in {districts} districts",
)
KNOWN_IN_ALL = Text(
    de="Zusammen bekannt: {number} Postleitzahlen in {districts} Kreisen.",
    en="Known in all: {number} post codes in {districts} districts.",
)
LIST_TAKEN = Text(
    de="Liste „{name}“ übernommen: {number} Zeilen. Sie gilt gleich an allen Plätzen.",
    en="List “{name}” taken over: {number} rows. It holds at all desks in a moment.",
)
LIST_REMOVED = Text(de="Liste „{name}“ gilt nicht mehr.", en="List “{name}” holds no more.")
FAULT_LINE = Text(de="Zeile {line}: {why}", en="Line {line}: {why}")
FAULTS: dict[str, Text] = {
    "empty": Text(de="Darunter steht nichts.", en="There is nothing below."),
    "columns": Text(
        de="Es fehlen Spalten: {value}. Die erste Zeile nennt sie: plz;ort;kreis;ags",
        en="Columns are missing: {value}. The first line names them: plz;ort;kreis;ags",
    ),
    "width": Text(de="mehr oder weniger Felder als Spalten", en="more or fewer fields than columns"),
    "too_many": Text(de="mehr als {value} Zeilen", en="more than {value} rows"),
    "plz": Text(
        de="„{value}“ ist keine Postleitzahl (fünf Ziffern, auch eine 0 am Anfang)",
        en="“{value}” is no post code (five digits, also a leading 0)",
    ),
    "ags": Text(
        de="„{value}“ ist kein Kreisschlüssel (fünf Ziffern, auch eine 0 am Anfang)",
        en="“{value}” is no key of a district (five digits, also a leading 0)",
    ),
    "ort": Text(de="Der Ort fehlt oder ist nicht lesbar.", en="The town is missing or cannot be read."),
    "kreis": Text(de="Der Kreis fehlt oder ist nicht lesbar.", en="The district is missing or cannot be read."),
}
MORE_FAULTS = Text(de="… und {number} weitere Zeilen", en="… and {number} more lines")

# How long places will last

LASTS_TODAY = Text(de="heute", en="today")
LASTS_TOMORROW = Text(de="morgen", en="tomorrow")
_A_WEEK = 7


def lasts_until(until: date, today: date) -> str:
    """When the last place will go, for „reicht bis etwa …“: heute, morgen, Freitag, Mi 15.12."""
    ahead = (until - today).days
    if ahead < 2:
        return say(LASTS_TODAY if ahead < 1 else LASTS_TOMORROW)
    return weekday_long(until) if ahead < _A_WEEK else day(until, today)


# Why not

_CENTRE_FIELDS = {
    "guardian": ("Möglich ist etwa: signs_for_under_16", "Possible is: signs_for_under_16"),
    "walk_in": ("Gemeint ist etwa: 2021-12-30 15:00-19:00", "Like this: 2021-12-30 15:00-19:00"),
    "lane_of_need": ("Straßen sind Zahlen von 1 bis 99.", "Lanes are numbers from 1 to 99."),
    "time_zone": ("Gemeint ist etwa: Europe/Berlin", "Like this: Europe/Berlin"),
    "lanes": ("Gemeint ist eine Zahl von 1 bis 99.", "It is a number from 1 to 99."),
    "slot_minutes": ("Gemeint sind 1 bis 240 Minuten.", "It is 1 to 240 minutes."),
    "hours": (
        'Gemeint ist etwa: default = "08:00-12:30, 13:00-18:00" und "2021-12-24" = "geschlossen"',
        'Like this: default = "08:00-12:30, 13:00-18:00" and "2021-12-24" = "geschlossen"',
    ),
    "hotline": ('Gemeint ist etwa: hours = "Mo-Fr 08:00-12:00"', 'Like this: hours = "Mo-Fr 08:00-12:00"'),
    "contingents": (
        "Gemeint ist etwa: online = 0.8, phone = 0.2 (Anteile über null, kleine Buchstaben).",
        "Like this: online = 0.8, phone = 0.2 (shares above nothing, small letters).",
    ),
    "channel_days": (
        "Möglich: email, sms, post, phone, mit 0 bis 60 Tagen.",
        "Possible: email, sms, post, phone, with 0 to 60 days.",
    ),
    "short_notice_days": ("Gemeint sind 0 bis 60 Tage.", "It is 0 to 60 days."),
    "calling": (
        'Gemeint ist etwa: hours = "Mo-Sa 08:00-20:00", callers = "4" (Anteile wie "0.5", Zeiten in Minuten).',
        'Like this: hours = "Mo-Sa 08:00-20:00", callers = "4" (shares such as "0.5", times in minutes).',
    ),
    "short_notice_not": ("Möglich: online, phone, desk.", "Possible: online, phone, desk."),
    "waiting_list_days": ("Gemeint sind 0 bis 60 Tage.", "It is 0 to 60 days."),
}
PROBLEMS: dict[str, Text] = {
    **{
        f"centre_{field}": Text(
            de=f"{{path}}: Beim Impfzentrum {{centre}} stimmt „{{field}}“ nicht. {de}",
            en=f"{{path}}: “{{field}}” of the centre {{centre}} is not right. {en}",
        )
        for field, (de, en) in _CENTRE_FIELDS.items()
    },
    "date_bad": Text(
        de="{option}: „{text}“ ist kein Tag. Gemeint ist etwa 24.11.2021.",
        en="{option}: “{text}” is no day. Like this: 2021-11-24.",
    ),
    "moment_bad": Text(
        de="{option}: „{text}“ ist kein Zeitpunkt. Gemeint ist etwa „24.11.2021 08:00“.",
        en="{option}: “{text}” is no moment. Like this: “2021-11-24 08:00”.",
    ),
    "moment_skipped": Text(
        de="{option}: „{text}“ gibt es nicht; in dieser Nacht wird die Uhr vorgestellt.",
        en="{option}: there is no “{text}”; the clock is put forward that night.",
    ),
    "days_bad": Text(
        de="--days: „{text}“ sind keine Wochentage. Gemeint ist etwa Mi,Do,Fr oder Mo-Fr.",
        en="--days: “{text}” are no days of the week. Like this: Mi,Do,Fr or Mo-Fr.",
    ),
    "hours_bad": Text(
        de="--hours: „{text}“ sind keine Zeiten. Gemeint ist etwa „Mo-Fr 08:00-12:00, Sa 09:00-11:00“.",
        en="--hours: “{text}” are no hours. Like this: “Mo-Fr 08:00-12:00, Sa 09:00-11:00”.",
    ),
    "open_for_bad": Text(
        de="--open-for: „{text}“ kommt in keiner Regel vor. Möglich: {known}.",
        en="--open-for: “{text}” is in no rule. Possible: {known}.",
    ),
    "ways_bad": Text(
        de="--ways: „{text}“ ist kein Weg. Möglich: online, phone.",
        en="--ways: “{text}” is no way of booking. Possible: online, phone.",
    ),
    "ags_bad": Text(
        de="--districts: „{text}“ ist kein Kreisschlüssel (AGS, fünf Ziffern). Bekannt sind: {known}",
        en="--districts: “{text}” is no key of a district (AGS, five digits). Known: {known}",
    ),
    "share_bad": Text(
        de="--share: „{text}“ ist kein Anteil. Gemeint ist etwa online=0.8.",
        en="--share: “{text}” is no share. Like this: online=0.8.",
    ),
    "share_missing": Text(
        de="Für {centre} sind keine Kontingente angegeben. Angeben: --share online=0.8 --share phone=0.2, oder"
        " contingents in der Zentrendatei.",
        en="No contingents are stated for {centre}. State them: --share online=0.8 --share phone=0.2, or contingents in"
        " the centre file.",
    ),
    "vaccine_unknown": Text(
        de="Einen Impfstoff „{vaccine}“ kennt kein Regelwerk. Bekannt sind: {known}",
        en="No rule book knows a vaccine “{vaccine}”. Known: {known}",
    ),
    "slots_period": Text(
        de="--until liegt vor --from, oder mehr als {most} Tage danach.",
        en="--until lies before --from, or more than {most} days after it.",
    ),
    "slots_minutes": Text(
        de="{centre}: slot_minutes in der Zentrendatei stimmt nicht. Angeben: --minutes 10",
        en="{centre}: slot_minutes in the centre file is not right. State: --minutes 10",
    ),
    "slots_places": Text(
        de="--places und --per-day gehen nicht zusammen.", en="--places and --per-day do not go together."
    ),
    "slots_too_many": Text(
        de="Das wären mehr als {most} Zeiten auf einmal. Bitte in kürzere Abschnitte teilen.",
        en="These would be more than {most} times at once. Please divide the period.",
    ),
    "slots_none": Text(
        de="{centre}: Vom {first} bis {last} liegt keine solche Zeit vor uns: geschlossen, vorbei, ein anderer"
        " Wochentag, oder es ist nichts da, was wegzunehmen wäre.",
        en="{centre}: from {first} until {last} no such time lies ahead: closed, over, another day of the week, or"
        " there is nothing to take away.",
    ),
    "contingent_unknown": Text(
        de="Ein Kontingent „{contingent}“ hat {centre} nicht (bekannt: {known}). Erst anlegen und sagen, für wen:"
        " empfang central contingent {centre} {contingent} --born-until 01.04.1961",
        en="{centre} has no contingent “{contingent}” (known: {known}). Make it first and say for whom:"
        " empfang central contingent {centre} {contingent} --born-until 1961-04-01",
    ),
    "contingent_other_vaccine": Text(
        de="{contingent} ist nur für {vaccine}: Diese Plätze könnte niemand buchen.",
        en="{contingent} is only for {vaccine}: nobody could book these places.",
    ),
    "contingent_unnamed": Text(
        de="Welches Kontingent? Gemeint ist etwa: empfang central contingent {centre} phone --hours …",
        en="Which contingent? Like this: empfang central contingent {centre} phone --hours …",
    ),
    "contingent_name": Text(
        de="„{text}“ taugt nicht als Name eines Kontingents (Buchstaben und Ziffern, höchstens {most}).",
        en="“{text}” is no name for a contingent (letters and digits, at most {most}).",
    ),
    "contingent_ends_before": Text(
        de="{contingent} würde schließen, bevor es öffnet.", en="{contingent} would close before it opens."
    ),
    "contingent_born": Text(
        de="{contingent}: Niemand ist so geboren; --born-until liegt vor --born-from.",
        en="{contingent}: nobody is born so; --born-until lies before --born-from.",
    ),
    "districts_alone": Text(
        de="--remove geht nicht zusammen mit einer Datei oder --name.",
        en="--remove does not go together with a file or --name.",
    ),
    "districts_name": Text(
        de="„{name}“ taugt nicht als Name einer Liste (höchstens {most} Zeichen). Anders nennen: --name",
        en="“{name}” is no name for a list (at most {most} signs). Call it otherwise: --name",
    ),
    "districts_refused": Text(
        de="{path}: nichts übernommen. Bitte berichtigen und noch einmal.",
        en="{path}: nothing taken over. Please correct it and try again.",
    ),
    "districts_unknown": Text(
        de="Eine Liste „{name}“ gibt es nicht. Es gibt: {known}", en="There is no list “{name}”. There are: {known}"
    ),
}

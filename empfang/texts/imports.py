"""Words about lists that are imported: why a row stays out, what was assumed, what a column is called."""

from empfang.texts import Text

LINE = Text(de="Zeile {line}: {problems}.", en="Line {line}: {problems}.")

REASONS: dict[str, Text] = {
    "missing": Text(de="{column} fehlt", en="{column} is missing"),
    "no_such_date": Text(de="{column} „{value}“ gibt es nicht", en="{column} “{value}” does not exist"),
    "not_a_date": Text(de="{column} „{value}“ ist kein Datum", en="{column} “{value}” is not a date"),
    "no_such_time": Text(de="{column} „{value}“: diese Uhrzeit gibt es nicht", en="{column} “{value}”: no such time"),
    "not_a_time": Text(de="{column} „{value}“ ist keine Uhrzeit", en="{column} “{value}” is not a time"),
    "no_time": Text(de="{column} „{value}“ nennt keine Uhrzeit", en="{column} “{value}” names no time"),
    "birth_in_future": Text(de="{column} „{value}“ liegt in der Zukunft", en="{column} “{value}” lies in the future"),
    "birth_after_day": Text(
        de="{column} „{value}“ liegt nach dem Termin", en="{column} “{value}” lies after the appointment"
    ),
    "birth_too_early": Text(de="{column} „{value}“ liegt zu weit zurück", en="{column} “{value}” is too long ago"),
    "cells_few": Text(
        de="nur {found} von {expected} Zellen; es fehlt ein Trennzeichen, oder die Zeile ist abgeschnitten",
        en="only {found} of {expected} cells; a separator is missing, or the line is cut off",
    ),
    "cells_many": Text(
        de="{found} statt {expected} Zellen; ein Trennzeichen steht in einem Wert",
        en="{found} cells instead of {expected}; a value contains a separator",
    ),
    "quote_broken": Text(de="ein Anführungszeichen wird nicht geschlossen", en="a quotation mark is not closed"),
    "header_repeated": Text(
        de="die Kopfzeile steht noch einmal mitten in der Liste", en="the header is repeated inside the list"
    ),
    "footer_line": Text(de="eine Fußzeile, keine Person", en="a line of the page's foot, not a person"),
    "total_line": Text(de="eine Summenzeile, keine Person", en="a line of totals, not a person"),
    "repeated_row": Text(de="gleicht Zeile {other}", en="the same as line {other}"),
    "code_twice": Text(
        de="der Code {code} steht mit anderen Angaben schon in Zeile {other}",
        en="the code {code} is already in line {other}, with other details",
    ),
    "person_twice": Text(
        de="dieselbe Person zur selben Zeit steht mit anderen Angaben schon in Zeile {other}",
        en="the same person at the same time is already in line {other}, with other details",
    ),
}
"""Why a row is not taken, by code."""

NOTES: dict[str, Text] = {
    "phone_unreadable": Text(
        de="{column} „{value}“ ist keine lesbare Nummer und bleibt, wie sie dasteht",
        en="{column} “{value}” cannot be read as a number and is kept as written",
    ),
    "value_left_out": Text(
        de="{column} „{value}“ ist nicht zu verstehen und bleibt leer",
        en="{column} “{value}” cannot be understood and is left empty",
    ),
    "dose_unknown": Text(
        de="{column} „{value}“: welche Impfung gemeint ist, bleibt offen",
        en="{column} “{value}”: which dose is meant stays open",
    ),
    "status_unknown": Text(
        de="{column} „{value}“ ist unbekannt und gilt als gebucht",
        en="{column} “{value}” is unknown and taken as booked",
    ),
    "status_moved": Text(
        de="{column} „{value}“: gilt zu dieser Zeit als abgesagt",
        en="{column} “{value}”: taken as cancelled at this time",
    ),
    "status_over": Text(
        de="{column} „{value}“: nach der Liste schon vorbei, hier als gebucht aufgenommen",
        en="{column} “{value}”: over according to the list, taken as booked here",
    ),
    "birth_date_partial": Text(
        de="{column} „{value}“ ist kein ganzes Datum; das Geburtsdatum bleibt leer",
        en="{column} “{value}” is not a whole date; the birth date is left empty",
    ),
    "postal_zero": Text(
        de="bei {number} Postleitzahlen fehlte die Null am Anfang; sie ist ergänzt",
        en="{number} post codes had lost their leading zero; it was put back",
    ),
    "codes_shared": Text(
        de="{number} Codes stehen in mehreren Zeilen (zwei Termine oder mehrere Personen); jede Zeile gilt für sich",
        en="{number} codes are in several lines (two appointments or several people); each line counts by itself",
    ),
    "quote_kept": Text(
        de="ein einzelnes Anführungszeichen wurde als Teil des Textes gelesen",
        en="a single quotation mark was read as part of the text",
    ),
    "order_assumed": Text(
        de="{column}: Tag und Monat sind nicht zu unterscheiden, gelesen als Tag vor Monat",
        en="{column}: day and month cannot be told apart, read as day before month",
    ),
    "order_near_today": Text(
        de="{column}: Tag und Monat sind nicht zu unterscheiden, gelesen als Monat vor Tag, weil das bei heute liegt",
        en="{column}: day and month cannot be told apart, read as month before day because that is near today",
    ),
    "order_borrowed": Text(
        de="{column}: Tag und Monat sind nicht zu unterscheiden, gelesen wie {other}",
        en="{column}: day and month cannot be told apart, read like {other}",
    ),
    "date_from_title": Text(de="Datum {value} aus dem Titel der Liste", en="date {value} taken from the list's title"),
    "name_order_assumed": Text(
        de="{column}: gelesen als Vorname vor Nachname", en="{column}: read as given name before family name"
    ),
    "letters_lost": Text(
        de="{number} Buchstaben sind in der Datei nicht mehr lesbar",
        en="{number} letters in the file can no longer be read",
    ),
    "rows_padded": Text(
        de="leere Zellen am Zeilenende fehlen in dieser Liste und wurden ergänzt",
        en="empty cells at the ends of lines are missing in this list and were added",
    ),
    "no_header": Text(
        de="die Liste hat keine Kopfzeile; Spalten nach Inhalt erkannt",
        en="the list has no header; columns recognised by content",
    ),
}
"""What was assumed or left out while reading, by code."""

UNUSED_COLUMNS = Text(
    de="Spalten mit Inhalt, die nicht verwendet wurden: {columns}",
    en="Columns with content that were not used: {columns}",
)
MORE_NOTES = Text(
    de="… und {number} weitere Hinweise (alle mit --json)", en="… and {number} more notes (all with --json)"
)

PROBLEMS: dict[str, Text] = {
    "file_empty": Text(de="Die Datei ist leer.", en="The file is empty."),
    "file_binary": Text(
        de="Das ist keine Textliste, sondern {kind}. Bitte als CSV exportieren.",
        en="This is not a text list but {kind}. Please export it as CSV.",
    ),
    "file_not_text": Text(
        de="Das ist keine Textliste. Bitte aus dem Buchungssystem als CSV exportieren.",
        en="This is not a text list. Please export it from the booking system as CSV.",
    ),
    "encoding_unknown": Text(de="Die Kodierung „{encoding}“ gibt es nicht.", en="There is no encoding “{encoding}”."),
    "encoding_wrong": Text(
        de="Die Datei ist nicht in „{encoding}“ geschrieben.", en="The file is not written in “{encoding}”."
    ),
    "no_table": Text(de="In der Datei sind keine Spalten zu erkennen.", en="No columns can be made out in the file."),
    "no_rows": Text(de="Unter der Kopfzeile steht nichts.", en="There is nothing below the header."),
    "columns_missing": Text(
        de="Diese Spalten fehlen oder sind nicht zu erkennen: {fields}. Eine Zuordnungsdatei hilft.",
        en="These columns are missing or cannot be recognised: {fields}. A mapping file helps.",
    ),
    "mapping_unreadable": Text(
        de="Zuordnungsdatei: kein gültiges TOML ({what}).", en="Mapping file: not valid TOML ({what})."
    ),
    "mapping_not_found": Text(
        de="Zuordnungsdatei {path} ist nicht zu lesen.", en="Mapping file {path} cannot be read."
    ),
    "mapping_key": Text(
        de="Zuordnungsdatei: „{where}“ ist unbekannt. Möglich: {known}.",
        en="Mapping file: “{where}” is unknown. Possible: {known}.",
    ),
    "mapping_value": Text(
        de="Zuordnungsdatei, {where}: „{value}“ geht nicht. Möglich: {known}.",
        en="Mapping file, {where}: “{value}” is not possible. Possible: {known}.",
    ),
    "mapping_column": Text(
        de="Zuordnungsdatei: die Liste hat keine Spalte „{column}“. Vorhanden: {known}.",
        en="Mapping file: the list has no column “{column}”. It has: {known}.",
    ),
    "mapping_twice": Text(
        de="Zuordnungsdatei: mehrere Spalten für „{field}“: {columns}.",
        en="Mapping file: several columns for “{field}”: {columns}.",
    ),
}
"""Why a file cannot be read at all, by the code of the InputProblem."""

FIELDS: dict[str, Text] = {
    "code": Text("Code", "code"),
    "date": Text("Datum", "date"),
    "time": Text("Uhrzeit", "time"),
    "datetime": Text("Termin", "appointment"),
    "dose_kind": Text("Impfung", "dose"),
    "vaccine": Text("Impfstoff", "vaccine"),
    "dose_and_vaccine": Text("Impfung und Impfstoff", "dose and vaccine"),
    "family": Text("Nachname", "family name"),
    "given": Text("Vorname", "given name"),
    "full_name": Text("Name", "name"),
    "birth_date": Text("Geburtsdatum", "birth date"),
    "birth_day": Text("Geburtstag", "day of birth"),
    "birth_month": Text("Geburtsmonat", "month of birth"),
    "birth_year": Text("Geburtsjahr", "year of birth"),
    "street": Text("Straße", "street"),
    "house_number": Text("Hausnummer", "house number"),
    "postal_code": Text("PLZ", "postal code"),
    "town": Text("Ort", "town"),
    "postal_code_and_town": Text("PLZ und Ort", "postal code and town"),
    "address": Text("Anschrift", "address"),
    "phone": Text("Telefon", "phone"),
    "mobile": Text("Mobil", "mobile"),
    "email": Text("E-Mail", "e-mail"),
    "origin": Text("Gebucht über", "booked via"),
    "booked_at": Text("Gebucht am", "booked on"),
    "party": Text("Gruppe", "group"),
    "channel": Text("Bestätigung", "confirmation"),
    "standby": Text("kurzfristig bereit", "ready at short notice"),
    "status": Text("Status", "status"),
    "cancelled": Text("Storniert", "cancelled"),
    "contingent": Text("Kontingent", "contingent"),
    "registered_at": Text("Registriert", "registered"),
    "last_dose_date": Text("letzte Impfung am", "last dose on"),
    "last_vaccine": Text("letzter Impfstoff", "last vaccine"),
    "minutes_to_centre": Text("Anfahrt Minuten", "travel minutes"),
    "reachable_from": Text("erreichbar ab", "reachable from"),
    "reachable_until": Text("erreichbar bis", "reachable until"),
    "reachable": Text("erreichbar", "reachable"),
    "language": Text("Sprache", "language"),
    "needs": Text("Bedarf", "needs"),
    "vaccines_wanted": Text("Wunschimpfstoff", "vaccines wanted"),
    "priority": Text("Priorität", "priority"),
    "ignore": Text("nicht verwendet", "not used"),
}
"""What a field of a list is called."""

# A corrected list

KINDS: dict[str, Text] = {
    "new": Text("neu", "new"),
    "moved": Text("verschoben", "moved"),
    "cancelled": Text("abgesagt", "cancelled"),
    "reinstated": Text("Absage zurückgenommen", "cancellation withdrawn"),
    "corrected": Text("Angaben berichtigt", "details corrected"),
    "collision": Text("widerspricht dem, was hier geschah", "contradicts what was done here"),
    "unclear": Text("nicht eindeutig", "not clear"),
    "missing": Text("fehlt in der Liste", "missing from the list"),
    "unchanged": Text("unverändert", "unchanged"),
}
"""What a row of a corrected list is, by kind."""
UPDATE_FIELDS: dict[str, Text] = {
    **FIELDS,
    "start": Text("Termin", "appointment"),
    "phones": Text("Telefon", "phone"),
    "reported_doses": Text("frühere Impfungen", "earlier doses"),
    "contingent_id": Text("Kontingent", "contingent"),
    "party_id": Text("Gruppe", "group"),
}
"""What a field of a record is called."""
COLLISIONS: dict[str, Text] = {
    "field": Text(
        de="{field} war „{base}“, hier geändert in „{mine}“, in der Liste „{theirs}“",
        en="{field} was “{base}”, changed here to “{mine}”, in the list “{theirs}”",
    ),
    "cancelled_but_here": Text(
        de="in der Liste abgesagt ({base}), hier schon aufgenommen",
        en="cancelled in the list ({base}), admitted here already",
    ),
    "cancelled_but_moved_here": Text(
        de="in der Liste abgesagt ({base}), hier verschoben auf {mine}",
        en="cancelled in the list ({base}), moved here to {mine}",
    ),
    "booked_but_cancelled_here": Text(
        de="in der Liste wieder gebucht ({theirs}), hier abgesagt ({mine})",
        en="booked again in the list ({theirs}), cancelled here ({mine})",
    ),
    "moved_but_cancelled": Text(
        de="in der Liste verschoben von {base} auf {theirs}, hier abgesagt",
        en="moved in the list from {base} to {theirs}, cancelled here",
    ),
    "moved_but_moved_here": Text(
        de="war {base}, hier verschoben auf {mine}, in der Liste auf {theirs}",
        en="was {base}, moved here to {mine}, in the list to {theirs}",
    ),
    "moved_but_here": Text(
        de="in der Liste verschoben von {base} auf {theirs}, hier schon aufgenommen",
        en="moved in the list from {base} to {theirs}, admitted here already",
    ),
    "missing_here": Text(
        de="fehlt in der Liste ({base}), hier schon aufgenommen", en="missing from the list ({base}), admitted here"
    ),
    "missing_moved": Text(
        de="fehlt in der Liste ({base}), hier verschoben auf {mine}",
        en="missing from the list ({base}), moved here to {mine}",
    ),
}
"""How the list and what was done here contradict each other, by code."""
DOUBTS: dict[str, Text] = {
    "other_centre": Text(
        de="{number} von {of} Codes gehören zum Zentrum {centre}. Ist es die Liste dieses Zentrums?",
        en="{number} of {of} codes belong to the centre {centre}. Is this the list of this centre?",
    ),
    "day_over": Text(
        de="Der letzte Tag der Liste ({day}) ist vorbei. Ist es die richtige Liste?",
        en="The list's last day ({day}) is over. Is it the right list?",
    ),
    "day_unknown": Text(
        de="Für diesen Tag ({day}) wurde noch keine Liste eingelesen. Ist es der richtige Tag?",
        en="No list was taken in for this day ({day}) yet. Is it the right day?",
    ),
    "list_unknown": Text(
        de="Es wurde noch keine solche Liste eingelesen; alle Zeilen wären neu.",
        en="No such list was taken in yet; all rows would be new.",
    ),
    "outdated": Text(
        de="Genau diese Datei wurde schon am {at} eingelesen, danach eine andere. Ist es die neueste Liste?",
        en="This very file was taken in on {at}, and another one since. Is it the latest list?",
    ),
    "half_missing": Text(
        de="{number} von {of} bekannten Terminen fehlen in der Liste. Ist sie vollständig?",
        en="{number} of {of} known appointments are missing from the list. Is it complete?",
    ),
    "half_moved": Text(
        de="{number} von {of} Terminen wären verschoben. Stimmen Datum und Uhrzeit in der Liste?",
        en="{number} of {of} appointments would be moved. Are dates and times of the list right?",
    ),
    "half_cancelled": Text(
        de="{number} von {of} Terminen wären abgesagt. Stimmt die Spalte mit dem Stand?",
        en="{number} of {of} appointments would be cancelled. Is the column with the status right?",
    ),
    "half_renamed": Text(
        de="{number} von {of} Personen hätten andere Namen oder Geburtsdaten. Stimmen die Spalten?",
        en="{number} of {of} people would have other names or birth dates. Are the columns right?",
    ),
    "half_rejected": Text(
        de="{number} von {of} Zeilen sind nicht zu lesen. Ist es die richtige Datei?",
        en="{number} of {of} lines cannot be read. Is it the right file?",
    ),
}
"""Why this may be the wrong list, by code."""
ITEM = Text(de="  Zeile {line}  {code}  {name}  {what}", en="  line {line}  {code}  {name}  {what}")
ITEM_MISSING = Text(de="  {code}  {name}  {what}", en="  {code}  {name}  {what}")
CHANGED_TO = Text(de="{field}: {old} → {new}", en="{field}: {old} → {new}")
CHANGED = Text(de="{field} geändert", en="{field} changed")
IS_HERE = Text(de="hier schon aufgenommen oder verschoben", en="admitted or moved here")
MORE_ITEMS = Text(de="  … und {number} weitere (alle mit --json)", en="  … and {number} more (all with --json)")
HEADING = Text(de="{kind}: {number}", en="{kind}: {number}")

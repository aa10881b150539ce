"""What is said when something cannot be done: what, where, and what to do instead."""

from empfang.errors import Problem
from empfang.texts import Text, say

_PROBLEMS: dict[str, Text] = {
    "pin_bad": Text("Eine PIN hat 4 bis 12 Ziffern.", "A PIN has 4 to 12 digits."),
    # Rule books and cases
    "book_toml": Text(
        de="{file}, Zeile {line}: kein gültiges TOML ({detail}). Das bisherige Regelwerk gilt weiter.",
        en="{file}, line {line}: no valid TOML ({detail}). The present book stays in force.",
    ),
    "book_key": Text(
        de="{file}, Zeile {line}: „{key}“ gibt es hier nicht. Gemeint vielleicht: {near}",
        en="{file}, line {line}: there is no “{key}” here. Perhaps: {near}",
    ),
    "book_value": Text(
        de="{file}, Zeile {line}: „{key}“ ist anders zu schreiben: {expected}",
        en="{file}, line {line}: “{key}” is written differently: {expected}",
    ),
    "book_word": Text(
        de="{file}, Zeile {line}: „{word}“ gibt es bei {key} nicht. Möglich: {known}",
        en="{file}, line {line}: {key} cannot be “{word}”. Possible: {known}",
    ),
    "book_needed": Text(de="{file}, Zeile {line}: „{key}“ fehlt.", en="{file}, line {line}: “{key}” is missing."),
    "book_ends_before": Text(
        de="{file}, Zeile {line}: Das Ende liegt vor dem Anfang.", en="{file}, line {line}: it ends before it begins."
    ),
    "book_overlap": Text(
        de="{file}, Zeile {line}: {id} steht zweimal da und gilt zur selben Zeit. Ein Ende („to“) setzen.",
        en="{file}, line {line}: {id} is there twice and in force at the same time. Set an end (“to”).",
    ),
    "book_long": Text(
        de="{file}, Zeile {line}: Der Text hat {length} Zeichen, höchstens {most} passen in eine Zeile.",
        en="{file}, line {line}: the text has {length} signs, at most {most} fit a line.",
    ),
    "book_unknown": Text(
        de="{file}, Zeile {line}, {id}: „{word}“ kennt kein Regelwerk.",
        en="{file}, line {line}, {id}: no book knows “{word}”.",
    ),
    "book_old": Text(
        de="{file}: {book} gibt es schon mit Nummer {present}. Ein neues braucht eine höhere als {number}.",
        en="{file}: {book} is there with number {present}. A new one needs a higher number than {number}.",
    ),
    # Stores and databases
    "store_missing": Text(
        de="Dieser Platz ist noch nicht angemeldet ({path} fehlt). Anmelden: empfang desk enrol ADRESSE CODE",
        en="This desk is not enrolled yet ({path} is missing). Enrol it: empfang desk enrol ADDRESS CODE",
    ),
    "store_exists": Text(
        de="Dieser Platz ist schon angemeldet ({path}). Der vorhandene Speicher bleibt, wie er ist.",
        en="This desk is enrolled already ({path}). The store that is there stays as it is.",
    ),
    "store_in_use": Text(
        de="Der Speicher in {path} ist schon in einem anderen Fenster offen. Bitte dort weiterarbeiten.",
        en="The store in {path} is open in another window. Please go on there, or close it.",
    ),
    "store_newer": Text(
        de="Der Speicher {path} ist von einem neueren Programm (Stand {version}, hier {known}). Bitte aktualisieren.",
        en="The store {path} was made by a newer program (version {version}, here {known}). Please update empfang.",
    ),
    "store_busy": Text(
        de="Der Speicher ist gerade belegt. Bitte noch einmal versuchen.",
        en="The store is busy. Please try again.",
    ),
    "store_unwritable": Text(
        de="In den Speicher kann nicht geschrieben werden ({detail}). Nichts wurde halb gespeichert.",
        en="The store cannot be written ({detail}). Nothing was half stored.",
    ),
    "store_lost": Text(
        de="Der Speicher {path} fehlt; sein Schlüssel ist noch da. Aus der Sicherung: empfang doctor --repair",
        en="The store {path} is missing; its key is still there. From the backup: empfang doctor --repair",
    ),
    "store_damaged": Text(
        de="Der Speicher ist beschädigt. Bitte die Leitung holen; retten, was darin ist: empfang doctor --repair",
        en="The store is damaged. Please get your coordinator; save what is in it: empfang doctor --repair",
    ),
    "nothing_readable": Text(
        de="In {path} ist nichts zu lesen, auch nicht in der Sicherung: Der Schlüssel {key} passt nicht, oder alles ist"
        " beschädigt. Nichts wurde verändert. Ist der richtige Schlüssel noch irgendwo? Sonst den Ordner"
        " umbenennen, den Platz neu anmelden, und was im Spiegel liegt, hier abgeben: empfang desk hand-over DATEI",
        en="Nothing in {path} can be read, nor in the backup: the key {key} does not fit, or everything is damaged."
        " Nothing was changed. Is the right key still somewhere? Else rename the folder, enrol the desk anew, and hand"
        " in what is in the mirror: empfang desk hand-over FILE",
    ),
    "mirror_gone": Text(
        de="Der Spiegel {path} ist nicht zu erreichen ({detail}). Nicht Übertragenes liegt nur auf diesem Rechner.",
        en="The mirror {path} cannot be reached ({detail}). What is unsent is on this computer only.",
    ),
    "mirror_key_missing": Text(
        de="Für den Spiegel fehlt der Schlüssel des Dienstes; dieser Platz ist älter als er. Bitte neu anmelden.",
        en="The mirror needs the service's key; this desk is older than that. Please enrol it anew.",
    ),
    "disk_full": Text(
        de="Der Datenträger ist voll. Die letzte Eingabe wurde nicht gespeichert; bitte Platz schaffen.",
        en="The disk is full. The last entry was not stored; please make room.",
    ),
    "day_would_empty": Text(
        de="Der Dienst will {lost} von {size} heutigen Terminen entfernen. Angehalten, siehe Übertragung (F9).",
        en="The service wants to remove {lost} of {size} of today's appointments. Stopped, see transfer (F9).",
    ),
    "entry_too_long": Text(
        de="Diese Eingabe ist zu lang. Bitte kürzen.", en="This entry is too long. Please shorten it."
    ),
    "key_missing": Text(
        de="Der Schlüssel {path} fehlt. Ohne ihn lässt sich der Speicher nicht öffnen; er wird nicht überschrieben.",
        en="The key {path} is missing. Without it the store cannot be opened; it is left untouched.",
    ),
    "key_wrong": Text(
        de="{path} lässt sich nicht öffnen: Der Schlüssel passt nicht, oder die Datei ist beschädigt.",
        en="{path} cannot be opened: the key does not fit, or the file is damaged.",
    ),
    "import_meanwhile": Text(
        de="Zur selben Zeit wurde eine andere Liste eingelesen. Was übernommen ist, bleibt; bitte diese noch einmal"
        " einlesen.",
        en="Another list was taken in at the same time. What was taken over stays; please take this one in again.",
    ),
    "database_missing": Text(
        de="Die Datenbank {where} gibt es noch nicht. Anlegen: empfang central init",
        en="There is no database {where} yet. Make it: empfang central init",
    ),
    "database_exists": Text(
        de="Die Datenbank {where} gibt es schon. Sie bleibt, wie sie ist.",
        en="The database {where} exists already. It stays as it is.",
    ),
    "database_newer": Text(
        de="Die Datenbank {where} ist von einem neueren Programm (Stand {version}, hier {known}). Bitte aktualisieren.",
        en="The database {where} was made by a newer program (version {version}, here {known}). Please update.",
    ),
    "database_older": Text(
        de="Die Datenbank {where} ist von einem älteren Programm (Stand {version}, hier {known})."
        " Den Dienst beenden, dann: empfang central migrate",
        en="The database {where} was made by an older program (version {version}, here {known})."
        " Stop the service, then: empfang central migrate",
    ),
    "database_not_empty": Text(
        de="Mit der Datenbank {where} wurde schon gearbeitet. Sie bleibt, wie sie ist. Ersetzen nur mit: --replace",
        en="The database {where} has been worked with. It stays as it is. Replace it only with: --replace",
    ),
    "backup_unwritable": Text(
        de="Die Sicherung {path} lässt sich nicht schreiben ({detail}). Eine frühere unter diesem Namen ist noch da.",
        en="The backup {path} cannot be written ({detail}). An earlier one of this name is still there.",
    ),
    "backup_foreign": Text(
        de="{path} ist keine Sicherung von empfang. Nichts wurde verändert.",
        en="{path} is no backup made by empfang. Nothing was changed.",
    ),
    "backup_damaged": Text(
        de="Die Sicherung {path} ist beschädigt oder nicht vollständig. Nichts wurde verändert.",
        en="The backup {path} is damaged or not complete. Nothing was changed.",
    ),
    "backup_newer": Text(
        de="Die Sicherung {path} ist von einem neueren Programm (Stand {version}, hier {known})."
        " Bitte aktualisieren. Nichts wurde verändert.",
        en="The backup {path} was made by a newer program (version {version}, here {known})."
        " Please update. Nothing was changed.",
    ),
    "backup_older": Text(
        de="Die Sicherung {path} ist von einem älteren Programm (Stand {version}, hier {known}). Mit jenem"
        " zurückbringen, dann: empfang central migrate. Nichts wurde verändert.",
        en="The backup {path} was made by an older program (version {version}, here {known}). Restore it with that one,"
        " then: empfang central migrate. Nothing was changed.",
    ),
    "copy_failed": Text(
        de="Die Kopie {path} ließ sich nicht anlegen ({kind}). Ohne sie wird nichts verändert; bitte Platz schaffen.",
        en="The copy {path} could not be made ({kind}). Without it nothing is changed; please make room.",
    ),
    "database_unreachable": Text(
        de="Die Datenbank {where} ist nicht zu erreichen oder keine Datenbank von empfang.",
        en="The database {where} cannot be reached, or is not one of empfang's.",
    ),
    "database_failed": Text(
        de="Die Datenbank {where} hat einen Fehler gemeldet ({kind}). Nichts wurde halb gespeichert.",
        en="The database {where} reported an error ({kind}). Nothing was half stored.",
    ),
    "database_url": Text(
        de="Das ist keine Adresse einer Datenbank. Möglich sind ein Dateiname oder postgresql://…",
        en="This is no database address. Use a file name or postgresql://…",
    ),
    # The service
    "unreachable": Text(
        de="Der Dienst {url} antwortet nicht. Adresse prüfen; läuft er? (empfang central serve)",
        en="The service {url} does not answer. Check the address; is it running? (empfang central serve)",
    ),
    "tls_untrusted": Text(
        de="Dem Zertifikat von {url} vertraut dieser Rechner nicht. Ein eigenes nennt SSL_CERT_FILE.",
        en="This computer does not trust the certificate of {url}. SSL_CERT_FILE names your own.",
    ),
    "not_a_service": Text(
        de="Unter {url} antwortet etwas anderes als der Buchungsdienst. Bitte die Adresse prüfen.",
        en="What answers at {url} is not the booking service. Please check the address.",
    ),
    "url_bad": Text(
        de="„{url}“ ist keine Adresse. Beispiel: https://buchung.example.org",
        en="“{url}” is no address. Example: https://buchung.example.org",
    ),
    "url_needs_tls": Text(
        de="{url} wäre unverschlüsselt. Außerhalb dieses Rechners geht es nur mit https://",
        en="{url} would be unencrypted. Beyond this computer only https:// will do.",
    ),
    "denied": Text(
        de="Der Dienst kennt diesen Platz nicht (mehr). Nicht Übertragenes bleibt hier; bitte die Leitung fragen.",
        en="The service does not know this desk (any more). What is unsent stays here; please ask your coordinator.",
    ),
    "sync_failed": Text(
        de="Nicht alles übertragen: {reason}. Es warten noch {unsent}; sie bleiben gespeichert.",
        en="Not everything was sent: {reason}. {unsent} are waiting; they stay stored.",
    ),
    "port_taken": Text(
        de="Port {port} auf {host} ist belegt. Einen anderen wählen: --port",
        en="Port {port} on {host} is taken. Choose another one: --port",
    ),
    "address_bad": Text(
        de="{host} ist keine Adresse dieses Rechners. Üblich: 127.0.0.1 oder 0.0.0.0 (mit TLS).",
        en="{host} is no address of this computer. Usual ones: 127.0.0.1, or 0.0.0.0 (with TLS).",
    ),
    "tls_needed": Text(
        de="Auf {host} ist der Dienst von anderen Rechnern erreichbar: nur mit --certificate und --key (TLS).",
        en="On {host} other computers reach the service: only with --certificate and --key (TLS).",
    ),
    "certificate_bad": Text(
        de="Das Zertifikat {path} ist nicht zu lesen ({detail}).",
        en="The certificate {path} cannot be read ({detail}).",
    ),
    "enrol_code_unknown": Text(
        de="Diesen Anmeldecode gibt es nicht. Bitte noch einmal abschreiben; einen neuen gibt: empfang central enrol",
        en="There is no such enrolment code. Please copy it again; a new one comes from: empfang central enrol",
    ),
    "enrol_code_used": Text(
        de="Dieser Anmeldecode ist schon benutzt. Jeder Platz braucht einen eigenen: empfang central enrol",
        en="This enrolment code has been used. Each desk needs its own: empfang central enrol",
    ),
    "enrol_code_expired": Text(
        de="Dieser Anmeldecode ist abgelaufen. Einen neuen gibt: empfang central enrol",
        en="This enrolment code has expired. A new one comes from: empfang central enrol",
    ),
    "too_many_requests": Text(de="Bitte gleich noch einmal versuchen.", en="Please try again in a moment."),
    "bad_request": Text(
        de="Der Dienst versteht die Anfrage nicht. Sind Platz und Dienst auf demselben Stand?",
        en="The service does not understand the request. Do desk and service have the same version?",
    ),
    # Files and arguments
    "file_missing": Text(de="Die Datei {path} gibt es nicht.", en="There is no file {path}."),
    "nothing_to_hand_in": Text(de="In {path} steht nichts zum Abgeben.", en="There is nothing to hand in in {path}."),
    "file_unwritable": Text(
        de="In die Datei {path} lässt sich nicht schreiben ({detail}).",
        en="The file {path} cannot be written ({detail}).",
    ),
    "file_unreadable": Text(
        de="Die Datei {path} lässt sich nicht lesen ({detail}).", en="The file {path} cannot be read ({detail})."
    ),
    "centre_unknown": Text(
        de="Ein Impfzentrum „{centre}“ gibt es hier nicht. Bekannt sind: {known}",
        en="There is no centre “{centre}” here. Known: {known}",
    ),
    "toml_bad": Text(de="{path} ist kein gültiges TOML: {detail}", en="{path} is not valid TOML: {detail}"),
    "centre_bad": Text(
        de="{path}: Beim Impfzentrum {centre} stimmt „{field}“ nicht.",
        en="{path}: “{field}” of the centre {centre} is not right.",
    ),
    "settings_bad": Text(
        de="Die Einstellungen ({path} oder EMPFANG_…) stimmen nicht: {detail}",
        en="The settings ({path} or EMPFANG_…) are not right: {detail}",
    ),
    "folder_not_empty": Text(
        de="Der Ordner {path} ist nicht leer. Bitte einen neuen nennen.",
        en="The folder {path} is not empty. Please name a new one.",
    ),
    # Worked cases
    "cases_encoding": Text(
        de="{path} ist nicht in UTF-8 (Zeichen {place}). Bitte als UTF-8 speichern.",
        en="{path} is not UTF-8 (character {place}). Please save it as UTF-8.",
    ),
    "cases_columns": Text(
        de="{path}: Es fehlen Spalten: {columns}. Die erste Zeile nennt sie, mit „;“ dazwischen.",
        en="{path}: columns are missing: {columns}. The first line names them, with “;” between.",
    ),
    "cases_width": Text(
        de="{path}, Zeile {line}: {found} Felder statt {expected}.",
        en="{path}, line {line}: {found} fields instead of {expected}.",
    ),
    "cases_field": Text(
        de="{path}, Zeile {line}: „{value}“ passt nicht in die Spalte {column}.",
        en="{path}, line {line}: “{value}” does not fit the column {column}.",
    ),
    "cases_centre": Text(
        de="Fall {id}: Ein Impfzentrum „{centre}“ kennen die Regeln nicht.",
        en="Case {id}: the rules know no centre “{centre}”.",
    ),
    "cases_product": Text(
        de="Fall {id}: Einen Impfstoff „{product}“ kennen die Regeln nicht.",
        en="Case {id}: the rules know no vaccine “{product}”.",
    ),
    # Paper
    "printer_missing": Text(
        de="Auf diesem Rechner lässt sich nichts drucken.", en="Nothing can be printed on this computer."
    ),
    "printer_refuses": Text(de="Der Drucker nimmt nichts an.", en="The printer takes nothing."),
    "printer_stands": Text(de="Der Drucker steht: Papier und Klappe prüfen.", en="The printer stands still: check it."),
    "print_folder_missing": Text(
        de="Der Ordner {path} für Laufzettel fehlt.", en="The folder {path} for run slips is missing."
    ),
    "print_failed": Text(
        de="Der Laufzettel ließ sich nicht drucken ({detail}).", en="The run slip could not be printed ({detail})."
    ),
    "list_unwritable": Text(
        de="Die Notfallliste lässt sich nicht schreiben: {path} ({detail}).",
        en="The emergency list cannot be written: {path} ({detail}).",
    ),
    "list_failed": Text(
        de="Die Notfallliste ließ sich nicht schreiben ({detail}).", en="The emergency list was not written ({detail})."
    ),
    "list_elsewhere": Text(
        de="In den Ordner {folder} lässt sich nicht schreiben; die Liste liegt stattdessen hier: {path}",
        en="The folder {folder} cannot be written; the list is here instead: {path}",
    ),
    "day_bad": Text(
        de="„{text}“ ist kein Tag. Gemeint ist etwa: --day 2021-12-15", en="“{text}” is no day. Like this: 2021-12-15"
    ),
    # The demo
    "demo_missing": Text(
        de="Auf diesem Rechner läuft keine Vorführung. Starten: empfang demo",
        en="No demo is running on this computer. Start one: empfang demo",
    ),
    "demo_failed": Text(
        de="Die Vorführung ließ sich nicht starten: {detail}", en="The demo could not be started: {detail}"
    ),
    # The replayed day
    "replay_no_appointments": Text(
        de="In {path} steht kein gebuchter Termin am {day}. Die Liste ist für: {days}. Bitte --date anpassen.",
        en="There is no booked appointment on {day} in {path}. The list is for: {days}. Please change --date.",
    ),
    "list_unreadable": Text(de="{path}: {why}", en="{path}: {why}"),
    "replay_waiting_list": Text(
        de="{path} ist eine Warteliste. Für --appointments wird eine Tagesliste mit Uhrzeiten gebraucht.",
        en="{path} is a waiting list. --appointments needs a day list with times.",
    ),
    "replay_no_waiting_list": Text(
        de="{path} ist eine Tagesliste. Für --waitlist wird eine Warteliste gebraucht: ohne Tag und Uhrzeit.",
        en="{path} is a day list. --waitlist needs a waiting list: without day and time.",
    ),
    "replay_vials_bad": Text(
        de="„{text}“ gibt es nicht. Möglich sind: --vials none, bookings, arrivals oder forecast",
        en="There is no “{text}”. Possible are: --vials none, bookings, arrivals or forecast",
    ),
    "replay_rate_bad": Text(
        de="{name} {rate} geht nicht. Gebraucht wird ein Anteil von 0 bis 1, etwa 0.5",
        en="{name} {rate} is not possible. It takes a share from 0 to 1, such as 0.5",
    ),
    "replay_callers_bad": Text(
        de="--callers {callers} geht nicht. Telefonieren können 1 bis {most}.",
        en="--callers {callers} is not possible. From 1 to {most} can telephone.",
    ),
    "replay_callers_for_nothing": Text(
        de="Bei --vials {vials} wird nicht angerufen. Bitte --callers weglassen, oder --vials forecast.",
        en="With --vials {vials} nobody is called. Leave --callers out, or say --vials forecast.",
    ),
    "replay_day_bad": Text(
        de="„{text}“ ist kein Tag. Gemeint ist etwa: --date 2021-12-15", en="“{text}” is no day. Like this: 2021-12-15"
    ),
    "outage_bad": Text(
        de="„{text}“ ist keine Zeitspanne. Gemeint ist etwa: --outage 09:00-13:00",
        en="“{text}” is no span of time. Like this: --outage 09:00-13:00",
    ),
    "arrivals_columns": Text(
        de="Es fehlen Spalten mit Code und Uhrzeit, etwa: code;arrived",
        en="Columns with code and time are missing, such as: code;arrived",
    ),
    "arrivals_of_other_day": Text(
        de="In {path} steht niemand, der am {day} kam.", en="In {path} there is nobody who came on {day}."
    ),
    "replay_part_ended": Text(
        de="Ein Teil des Durchlaufs ({part}) hat sich beendet. Bitte noch einmal starten.",
        en="A part of the replay ({part}) has ended. Please start it again.",
    ),
    "replay_stuck": Text(
        de="Ein Platz hat eine Minute lang nicht geantwortet. Bitte noch einmal starten, wenn der Rechner weniger tut.",
        en="A desk did not answer for a minute. Please start again when the computer has less to do.",
    ),
    "replay_blocked": Text(
        de="Der Platz {part} überträgt nicht mehr ({reason}).", en="The desk {part} does not sync any more ({reason})."
    ),
    "extra_missing": Text(
        de="Für den Dienst fehlt ein Teil von empfang. Nachinstallieren: pip install 'empfang[central]'",
        en="A part of empfang is missing for the service. Install it: pip install 'empfang[central]'",
    ),
    "no_terminal": Text(
        de="empfang braucht ein Terminal (mindestens 80×24 Zeichen).",
        en="empfang needs a terminal (at least 80×24 characters).",
    ),
}


def words_for(problem: Problem) -> str:
    """The sentence for a problem."""
    text = _PROBLEMS.get(problem.code) or _of_others(problem.code)
    if text is None:
        return say(Text(de="Das geht gerade nicht ({code}).", en="This does not work ({code})."), code=problem.code)
    return say(text, **problem.values)


def _of_others(code: str) -> Text | None:
    from empfang.texts import confirmations, imports, places  # noqa: PLC0415 - only few commands need these words

    others = (imports.PROBLEMS, places.PROBLEMS, confirmations.PROBLEMS)
    return next((words[code] for words in others if code in words), None)

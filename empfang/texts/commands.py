"""What the command line says of itself."""

from empfang.texts import Text

PROGRAM = Text(
    de="Empfang und Telefon eines Impfzentrums. Ohne Befehl: der Empfang dieses Rechners.",
    en="Front desk and hotline of a vaccination centre. Without a command: this computer's desk.",
)
CENTRAL = Text(
    de="Der Buchungsdienst: anlegen, starten, Listen einlesen, Plätze anmelden, sichern.", en="The booking service."
)
DESK = Text(de="Dieser Platz: anmelden, übertragen, Stand.", en="This desk: enrol, sync, status.")
LANG = Text(de="Sprache der Anzeigen.", en="Language of the screens.")
VERSION = Text(de="Nur die Version nennen.", en="Just the version.")
DEMO = Text(
    de="Vorführung: ein erfundener Tag mit 2.122 Terminen, Dienst und zwei Plätzen, in einem Befehl.",
    en="Demo: an invented day of 2,122 appointments, a service and two desks, in one command.",
)
DEMO_JOIN = Text(de="Ein weiterer Platz für die laufende Vorführung.", en="One more desk for the running demo.")
DEMO_EVENING = Text(
    de="Am Abend um 18:10 Uhr: ein paar Dosen bleiben übrig, Menschen warten auf einen Anruf (F4).",
    en="In the evening, at 18:10: a few doses are left over, people wait for a call (F4).",
)
DEMO_KEEP = Text(de="Alles in diesem Ordner behalten.", en="Keep everything in this folder.")
DOCTOR = Text(
    de="Prüft, was da, erreichbar, verschlüsselt und übertragen ist, und sagt, was zu tun ist.",
    en="Checks what is installed, reachable, encrypted and unsent, and says what to do.",
)
JSON = Text(de="Als JSON auf der Standardausgabe.", en="As JSON on standard output.")
DATABASE = Text(
    de="Datei oder postgresql://…; sonst im Datenordner.", en="File or postgresql://…; else in the data folder."
)
INIT = Text(de="Die Datenbank des Dienstes anlegen.", en="Make the service's database.")
CENTRES = Text(
    de="TOML-Datei mit den Impfzentren; sonst drei Beispiele.", en="TOML file of the centres; else three examples."
)
BACKUP = Text(
    de="Alles, was der Dienst weiß, in eine Datei sichern; auch während er läuft.",
    en="Save all that the service knows to a file; also while it is running.",
)
BACKED_UP = Text(
    de="Gesichert: {path} ({rows} Zeilen, Stand {head}). Die Datei enthält alle Daten lesbar; bitte sicher verwahren.",
    en="Saved: {path} ({rows} rows, at number {head}). The file holds all data readable; please keep it safe.",
)
RESTORE = Text(de="Den Dienst auf den Stand einer Sicherung zurückbringen.", en="Bring the service back to a backup.")
REPLACE = Text(
    de="Auch in eine Datenbank, mit der schon gearbeitet wurde; was darin ist, wird ersetzt.",
    en="Also into a database that has been worked with; what is in it is replaced.",
)
RESTORED = Text(
    de="{where} ist jetzt auf dem Stand der Sicherung vom {at}.\n"
    "Die Plätze merken es, sobald sie sich melden: Sie schicken von selbst noch einmal, was seither bei ihnen"
    " geschehen ist, und holen alles neu. Was ihnen zugesagt war, gilt weiter; was dem widerspricht, kommt als"
    " Klärfall.\n"
    "Verloren ist, was nur der Dienst wusste: seither eingelesene Listen (bitte noch einmal einlesen) und Buchungen"
    " über das Internet. Plätze, die erst seither angemeldet wurden, brauchen einen neuen Anmeldecode.\n"
    "Wenn alle Plätze verbunden waren, zeigt: empfang central lost",
    en="{where} has the state of the backup of {at} now.\n"
    "The desks notice it at their next call: by themselves they send again what has happened there since, and fetch"
    " everything anew. What was granted to them stands; what contradicts it becomes a case to settle.\n"
    "Lost is what only the service knew: lists taken in since (please take them in again) and bookings over the"
    " internet. Desks that were enrolled only since need a new enrolment code.\n"
    "When all desks have been connected, see: empfang central lost",
)
LOST = Text(
    de="Was beim Zurückbringen einer Sicherung verloren ging, soweit die Plätze es nicht wieder gebracht haben.",
    en="What was lost when a backup was restored, as far as the desks have not brought it again.",
)
LOST_ONE = Text(
    de="Zurückgebracht am {at}: Eintrag {first} hat niemand wieder gebracht.",
    en="Restored at {at}: nobody has brought entry {first} again.",
)
LOST_GAP = Text(
    de="Zurückgebracht am {at}: Die Einträge {first} bis {last} ({count}) hat niemand wieder gebracht.",
    en="Restored at {at}: nobody has brought the entries {first} to {last} ({count}) again.",
)
LOST_MEANING = Text(
    de="Das waren eingelesene Listen, Buchungen über das Internet, Änderungen der Verwaltung"
    " oder Arbeit von Plätzen, die sich noch nicht wieder gemeldet haben.",
    en="These were lists taken in, bookings over the internet, changes by administrators,"
    " or work of desks that have not called again yet.",
)
NOTHING_LOST = Text(
    de="Soweit die Plätze sich gemeldet haben, ist nichts verloren.",
    en="As far as the desks have called, nothing is lost.",
)
MIGRATE = Text(
    de="Die Datenbank des Dienstes auf den Stand dieses Programms bringen; den Dienst vorher beenden.",
    en="Bring the service's database to this program's version; stop the service first.",
)
MIGRATED = Text(
    de="Die Datenbank {where} ist jetzt auf dem Stand dieses Programms.",
    en="The database {where} has this program's version now.",
)
COPY_KEPT = Text(de="Wie sie vorher war, liegt in {path}.", en="What it was before is in {path}.")
UP_TO_DATE = Text(
    de="Die Datenbank {where} ist schon auf dem Stand dieses Programms.",
    en="The database {where} has this program's version already.",
)
SERVE = Text(de="Den Dienst starten.", en="Start the service.")
HOST = Text(de="Adresse; außer auf diesem Rechner nur mit TLS.", en="Address; beyond this computer only with TLS.")
PORT = Text(de="Port; 0 nimmt einen freien.", en="Port; 0 takes a free one.")
CERTIFICATE = Text(de="TLS-Zertifikat (PEM).", en="TLS certificate (PEM).")
KEY = Text(de="Schlüssel zum Zertifikat (PEM).", en="The certificate's key (PEM).")
IMPORT = Text(de="Eine Tages- oder Warteliste einlesen.", en="Take in a day list or a waiting list.")
CENTRE = Text(de="Kürzel des Impfzentrums, z. B. KL.", en="The centre's code, such as KL.")
MAPPING = Text(
    de="TOML-Datei, die sagt, was in welcher Spalte steht; --show-mapping schreibt den Vorschlag.",
    en="TOML file that says which column is what; --show-mapping writes the proposal.",
)
SHOW_MAPPING = Text(de="Nur die Zuordnung der Spalten ausgeben (TOML).", en="Only print the mapping (TOML).")
DRY_RUN = Text(de="Nur zeigen, was geschähe.", en="Only show what would happen.")
UPDATE = Text(
    de="Eine berichtigte Liste: zeigt, was neu, verschoben, abgesagt ist oder fehlt, fragt, und übernimmt es.",
    en="A corrected list: shows what is new, moved, cancelled or missing, asks, and takes it over.",
)
UPDATE_YES = Text(de="Ohne zu fragen übernehmen.", en="Take it over without asking.")
UPDATE_DESPITE = Text(
    de="Mit --yes auch dann übernehmen, wenn es die falsche Liste sein könnte.",
    en="With --yes take it over even if it may be the wrong list.",
)
UPDATE_MISSING = Text(
    de="Wer in der Liste fehlt: keep lässt den Termin stehen, cancel sagt ihn ab.",
    en="Who is missing from the list: keep leaves the appointment, cancel cancels it.",
)
UPDATE_COLLISIONS = Text(
    de="Was hier und in der Liste geändert wurde: mine lässt, was hier gilt; theirs nimmt die Liste.",
    en="What was changed here and in the list: mine keeps what is here, theirs takes the list.",
)
NEEDS_UPDATE = Text(de="{option} gibt es nur zusammen mit --update.", en="{option} goes only with --update.")
PRUNE = Text(
    de="Vergessen, was Plätze nicht mehr nachlesen müssen (der laufende Dienst tut es täglich).",
    en="Forget what desks need not read any more (the running service does it daily).",
)
ENROL_CODE = Text(de="Einen Anmeldecode für einen Platz machen.", en="Make an enrolment code for a desk.")
HOTLINE = Text(
    de="Platz einer Hotline: hat die Plätze seiner Zentren und nur die Personen, die dort geöffnet werden",
    en="a hotline's desk: has its centres' places, and only the persons opened there",
)
SERVES = Text(de="weiteres Zentrum der Hotline (mehrmals möglich)", en="a further centre of the hotline (repeatable)")
DESK_NAME = Text(de="Name des Platzes, z. B. „Empfang 3“.", en="The desk's name, such as “Empfang 3”.")
OPERATOR = Text(de="Jemanden anlegen, der hier arbeitet.", en="Add somebody who works here.")
DESK_ENROL = Text(de="Diesen Rechner als Platz anmelden.", en="Enrol this computer as a desk.")
DESK_SYNC = Text(de="Einmal alles übertragen und abholen.", en="Send and fetch everything once.")
DESK_EXPORT = Text(
    de="Alles Nichtübertragene verschlüsselt in eine Datei schreiben; ein anderer Platz kann sie abgeben.",
    en="Write everything unsent into an encrypted file; another desk can hand it in.",
)
DESK_HAND_OVER = Text(
    de="Abgeben, was ein anderer Platz nicht mehr übertragen konnte (Spiegel oder Export).",
    en="Hand in what another desk could not send any more (mirror or export).",
)
SCANNER = Text(
    de="Den Scanner prüfen: Muster scannen, sehen, was ankommt und was zu tun ist.",
    en="Test the scanner: scan a pattern, see what arrives and what to do.",
)
REPAIR = Text(
    de="Einen beschädigten Speicher neu anlegen und retten, was sich lesen lässt.",
    en="Make a damaged store anew, and save what can be read.",
)
DESK_STATUS = Text(de="Stand der Übertragung.", en="How syncing stands.")

CHANGE_CENTRES = Text(
    de="Regeln und Zeiten der Impfzentren neu einlesen, im laufenden Betrieb.",
    en="Read the centres' rules and hours anew.",
)
CENTRES_FILE = Text(de="TOML-Datei mit den Impfzentren, wie bei init.", en="TOML file of the centres, as for init.")
CENTRE_CHANGED = Text(de="{centre}: geändert: {fields}", en="{centre}: changed: {fields}")
CENTRE_UNCHANGED = Text(de="{centre}: unverändert", en="{centre}: unchanged")
CREATED = Text(de="Datenbank angelegt: {where}", en="Database made: {where}")
CENTRES_LOADED = Text(de="Impfzentren: {centres}", en="Centres: {centres}")
LISTENING = Text(de="Dienst läuft: {url}  (Beenden mit Strg+C)", en="Service is running: {url}  (stop it with Ctrl+C)")
ONLINE_ON = Text(
    "Online: Aufrufe unter /v1/public werden beantwortet (abschalten: online = false)",
    "Online: calls under /v1/public are answered (switch off: online = false)",
)
ONLINE_OFF = Text("Online: abgeschaltet", "Online: switched off")
PRUNED = Text(
    de="{number} Einträge entfernt, die älter als {days} Tage waren. Die Daten selbst bleiben.",
    en="{number} entries removed that were older than {days} days. The data itself stays.",
)
ENROL_WITH = Text(
    de="Anmeldecode (48 Stunden, einmal): {code}\nAm Platz: empfang desk enrol ADRESSE {code}",
    en="Enrolment code (48 hours, once): {code}\nAt the desk: empfang desk enrol ADDRESS {code}",
)
NO_OPERATORS = Text(
    de="Noch ist niemand angelegt, der dort arbeitet: empfang central operator NAME --centre {centre}",
    en="Nobody who works there has been added yet: empfang central operator NAME --centre {centre}",
)
OPERATOR_ADDED = Text(de="Angelegt: {name} ({centre})", en="Added: {name} ({centre})")
ENROLLED = Text(
    de="Angemeldet als {name} im Impfzentrum {centre}. Weiter mit: empfang",
    en="Enrolled as {name} at the centre {centre}. Go on with: empfang",
)
READING = Text(de="{file} wird gelesen …", en="Reading {file} …")
IMPORTING = Text(de="{done} von {all} Zeilen", en="{done} of {all} rows")
COLUMNS = Text(de="Spalten ({encoding}, Trennzeichen {separator}):", en="Columns ({encoding}, separator {separator}):")
UNUSED = Text(de="nicht gebraucht", en="not used")
IMPORT_DONE = Text(
    de="{imported} aufgenommen, {unchanged} unverändert, {changed} geändert, {missing} fehlen, {rejected} abgewiesen",
    en="{imported} in, {unchanged} unchanged, {changed} changed, {missing} missing, {rejected} rejected",
)
WOULD_BE = Text(de="Vorschau, nichts gespeichert: ", en="Preview, nothing stored: ")
CHANGED_NOTE = Text(
    de="Geändert in der Liste, hier nicht übernommen: {number}, Zeilen {lines}\n"
    "Ansehen und übernehmen: empfang central import … --update",
    en="Changed in the list, not taken over here: {number}, lines {lines}\n"
    "Look at them and take them over: empfang central import … --update",
)
UPDATE_DONE = Text(
    de="{imported} neu, {moved} verschoben, {cancelled} abgesagt, {reinstated} Absagen zurückgenommen, {corrected}"
    " berichtigt, {unchanged} unverändert, {missing} fehlen, {collisions} Widersprüche, {unclear} nicht eindeutig,"
    " {rejected} abgewiesen",
    en="{imported} new, {moved} moved, {cancelled} cancelled, {reinstated} cancellations withdrawn, {corrected}"
    " corrected, {unchanged} unchanged, {missing} missing, {collisions} contradictions, {unclear} not clear,"
    " {rejected} rejected",
)
UPDATE_APPLIED = Text(de="Übernommen: ", en="Taken over: ")
UPDATE_DOUBTS = Text(de="Vorsicht, es könnte die falsche Liste sein:", en="Careful, this may be the wrong list:")
UPDATE_MINE = Text(
    de="Bei Widersprüchen gilt, was hier geschah. Anders mit: --collisions theirs",
    en="Where they contradict each other, what was done here counts. Otherwise with: --collisions theirs",
)
UPDATE_THEIRS = Text(
    de="Bei Widersprüchen gilt die Liste. Wer hier schon aufgenommen ist, bleibt aufgenommen.",
    en="Where they contradict each other, the list counts. Who was admitted here stays admitted.",
)
UPDATE_UNCLEAR = Text(
    de="Nicht eindeutig: passt auf mehrere Termine derselben Person. Nichts davon wird geändert.",
    en="Not clear: fits several appointments of one person. Nothing of it is changed.",
)
ASK_UPDATE = Text(de="Übernehmen? (j/n)", en="Take it over? (y/n)")
ASK_UPDATE_DOUBTFUL = Text(de="Trotzdem übernehmen? (j/n)", en="Take it over all the same? (y/n)")
ASK_MISSING = Text(
    de="{number} fehlen in der Liste. Ihre Termine absagen? (j = absagen, n = stehen lassen)",
    en="{number} are missing from the list. Cancel their appointments? (y = cancel, n = leave them)",
)
MISSING_CANCELLED = Text(
    de="Abgesagt, weil sie in der Liste fehlen: {number}", en="Cancelled since missing from the list: {number}"
)
UPDATE_LEFT = Text(de="Nichts übernommen.", en="Nothing was taken over.")
UPDATE_HOW = Text(de="Nichts übernommen. Zum Übernehmen: --yes", en="Nothing was taken over. To take it over: --yes")
UPDATE_HOW_DESPITE = Text(
    de="Nichts übernommen, weil es die falsche Liste sein könnte. Trotzdem: --yes --despite-warnings",
    en="Nothing was taken over, since it may be the wrong list. All the same: --yes --despite-warnings",
)
NOTHING_DIFFERENT = Text(de="Nichts zu übernehmen.", en="Nothing to take over.")
MISSING_NOTE = Text(
    de="Früher in der Liste und jetzt nicht mehr: {missing}. Niemand wird von selbst gelöscht.",
    en="In the list before and not any more: {missing}. Nobody is deleted by itself.",
)
PAIRS = Text(
    de="{count} Paare, die dieselbe Person sein könnten. Bitte ansehen:",
    en="{count} pairs that may be the same person. Please look at them:",
)
NEXT_TO_EACH_OTHER = Text(de="{a} und {b}: {why}", en="{a} and {b}: {why}")
SYNCED = Text(de="Alles übertragen. Stand: {as_of}", en="Everything is sent. As of {as_of}")
EXPORTED = Text(
    de="Verschlüsselt geschrieben: {number} ({file}). Abgeben an einem anderen Platz: empfang desk hand-over DATEI",
    en="Written, encrypted: {number} ({file}). Hand it in at another desk: empfang desk hand-over FILE",
)
DESK_LIST = Text(
    de="Die Notfallliste als PDF schreiben; auch während der Empfang offen ist.",
    en="Write the emergency list as a PDF; also while the desk is open.",
)
LIST_FOLDER = Text(
    de="Wohin; sonst, wohin die Einstellung list_folder sagt, oder in den Ordner des Platzes.",
    en="Where to; else where the setting list_folder says, or the desk's folder.",
)
LIST_DAY = Text(
    de="Für diesen Tag; sonst heute, nach Ende der Öffnungszeit der nächste mit Terminen.",
    en="For this day; else today, after closing the next one with appointments.",
)
LIST_THERE = Text(de="Notfallliste {day} mit {people} Terminen: {path}", en="Emergency list {day}, {people}: {path}")
HANDED_OVER = Text(
    de="Übernommen: {taken}. Schon bekannt: {known}. Noch nicht möglich: {waiting}. Nicht zu gebrauchen: {rejected}.",
    en="Taken: {taken}. Known already: {known}. Not possible yet: {waiting}. Of no use: {rejected}.",
)
HANDED_TO_DEAL_WITH = Text(
    de="Abgelehnt oder zurückgestellt, bitte ansehen: {number}.",
    en="Refused or set aside, please look at them: {number}.",
)
LINE_NOT_READABLE = Text(de="Zeile {line}: nicht zu lesen.", en="Line {line}: cannot be read.")
LINE_FORGED = Text(
    de="Zeile {line} (Nummer {number}): nicht von dem Platz, der darauf steht.",
    en="Line {line} (number {number}): not from the desk that it names.",
)
LINE_DESK_UNKNOWN = Text(
    de="Zeile {line} (Nummer {number}): Diesen Platz kennt der Dienst nicht.",
    en="Line {line} (number {number}): the service does not know this desk.",
)
LINE_WAITS = Text(
    de="Zeile {line} (Nummer {number}): gehört zu etwas, das nicht in der Datei steht. Später noch einmal abgeben.",
    en="Line {line} (number {number}): belongs to something that is not in the file. Hand it in again later.",
)
MORE_LINES = Text(de="… und {number} weitere.", en="… and {number} more.")
ASK_REPAIR = Text(
    de="Soll ich retten, was sich lesen lässt, und den Speicher neu anlegen? (j/n)",
    en="Shall I save what can be read, and make the store anew? (y/n)",
)
NOTHING_TO_REPAIR = Text(
    de="Der Speicher ist unbeschädigt; es gibt nichts zu reparieren.", en="The store is whole; nothing to repair."
)
REPAIRED = Text(
    de="Gerettete Einträge: {saved}; davon noch zu übertragen: {unsent}; aus der Sicherung: {from_backup}.",
    en="Entries saved: {saved}; still to be sent: {unsent}; from the backup: {from_backup}.",
)
REPAIR_MISSING = Text(
    de="Nicht mehr lesbar: Nummer {numbers}. Was davon schon übertragen war, ist beim Dienst; sonst ist es verloren.",
    en="Cannot be read any more: number {numbers}. What of it was sent is at the service; else it is lost.",
)
REPAIR_NEWEST = Text(
    de="Was zuletzt an diesem Platz geschah, kann fehlen. Bitte die Laufzettel mit der Anzeige vergleichen.",
    en="What was done last at this desk may be missing. Please compare the run slips with the screen.",
)
REPAIR_MIRROR = Text(
    de="Nummer {numbers} liegt verschlüsselt im Spiegel. Abgeben: empfang desk hand-over {mirror}",
    en="Number {numbers} is in the mirror, encrypted. Hand it in: empfang desk hand-over {mirror}",
)
REPAIR_WHOLE = Text(de="Es fehlt nichts.", en="Nothing is missing.")
REPAIR_NEXT = Text(
    de="Personen und Termine kommen beim nächsten Start vom Dienst; oder jetzt: empfang desk sync\n"
    "Die beschädigte Datei bleibt liegen: {damaged}. Ist alles übertragen, kann sie gelöscht werden.",
    en="People and appointments come from the service at the next start; or now: empfang desk sync\n"
    "The damaged file stays: {damaged}. When everything is sent it can be deleted.",
)
ASK_ADDRESS = Text(de="Adresse des Buchungsdienstes", en="Address of the booking service")
ASK_CODE = Text(de="Anmeldecode", en="Enrolment code")
WELCOME = Text(
    de="Dieser Rechner ist noch nicht angemeldet. Die Adresse und den Code gibt die Leitung.\n"
    "Nur ansehen? Strg+C und dann: empfang demo",
    en="This computer is not enrolled yet. Your coordinator has the address and the code.\n"
    "Just looking? Ctrl+C, and then: empfang demo",
)

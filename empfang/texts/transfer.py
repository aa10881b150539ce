"""Words of the screen Übertragung."""

from empfang.texts import Text

# The list

GROUPS: dict[str, Text] = {
    "stopped": Text("Angehalten", "Stopped"),
    "refused": Text("Abgelehnt", "Refused"),
    "decide": Text("Klärfälle", "To clear up"),
    "unreadable": Text("Nicht lesbar", "Unreadable"),
    "waiting": Text("Wartet auf Übertragung", "Waits to be sent"),
    "notice": Text("Zur Kenntnis", "For information"),
}
FURTHER = Text("… und {number} weitere", "… and {number} more")
COMMANDS: dict[str, Text] = {
    "check_in": Text("Aufnahme", "Admission"),
    "undo_check_in": Text("Aufnahme zurückgenommen", "Admission taken back"),
    "left_before_dose": Text("Ohne Impfung gegangen", "Left without a dose"),
    "postpone": Text("Ärztlich zurückgestellt", "Sent back by a doctor"),
    "add_proof": Text("Papier vermerkt", "Paper noted"),
    "plan_day": Text("Tagesplan geändert", "Plan of the day changed"),
    "register_person": Text("Neu eingetragen", "Registered"),
    "change_person": Text("Angaben geändert", "Data changed"),
    "delete_registration": Text("Anmeldung gelöscht", "Registration deleted"),
    "cancel_appointment": Text("Termin abgesagt", "Appointment cancelled"),
    "book": Text("Termin angefragt", "Appointment asked for"),
    "rebook": Text("Verschieben angefragt", "Move asked for"),
    "take_short_notice": Text("Kurzfristiger Platz angefragt", "Place at short notice asked for"),
    "join_waiting_list": Text("Auf die Warteliste gesetzt", "Put on the waiting list"),
    "tell_confirmation": Text("Bestätigung vorgelesen", "Confirmation read out"),
    "ask_confirmation": Text("Bestätigung noch einmal", "Confirmation once more"),
    "record_inquiry": Text("Auskunft gegeben", "Caller informed"),
    "open_vial": Text("Fläschchen angebrochen", "Vial opened"),
    "draw_doses": Text("Aufgezogen", "Doses drawn"),
    "correct_vial": Text("Fläschchen berichtigt", "Vial corrected"),
    "give_dose": Text("Dosis verimpft", "Dose given"),
    "discard_doses": Text("Dosen verworfen", "Doses discarded"),
    "count_doses": Text("Dosen gezählt", "Doses counted"),
    "take_back_doses": Text("Angabe zu Dosen zurückgenommen", "Entry about doses taken back"),
    "record_immunization": Text("Geimpft", "Vaccinated"),
    "correct_immunization": Text("Impfung zurückgenommen", "Dose taken back"),
    "lease_calls": Text("Anruf angefragt", "Call asked for"),
    "release_call": Text("Nicht angerufen", "Not called"),
    "record_call": Text("Angerufen", "Called"),
    "ask_by_text": Text("Per SMS fragen", "Asking by text message"),
    "promise_dose": Text("Dosis angefragt", "Dose asked for"),
    "promise_from_allotment": Text("Dosis zugesagt", "Dose promised"),
    "withdraw_promise": Text("Zusage zurückgenommen", "Promise withdrawn"),
    "note_on_site": Text("Vor Ort vorgemerkt", "Noted as on site"),
    "bring_along": Text("Zweite Dosis für die Begleitung", "Second dose for the companion"),
    "allot": Text("Dosen für ohne Netz angefragt", "Doses for offline asked for"),
    "return_allotment": Text("Dosen zurückgegeben", "Doses given back"),
    "resolve_conflict": Text("Klärfall entschieden", "Decision"),
}
COMMAND_OTHER = Text("Eintrag ({kind})", "Entry ({kind})")
CONFLICTS: dict[str, Text] = {
    "double_check_in": Text("Zweimal aufgenommen", "Admitted twice"),
    "cancelled_but_present": Text("Abgesagt und gekommen", "Cancelled and came"),
    "moved_but_present": Text("Verschoben und gekommen", "Moved and came"),
    "appointment_unknown": Text("Ohne Termin aufgenommen", "Admitted without appointment"),
    "field_changed_twice": Text("{field} zweimal geändert", "{field} changed twice"),
    "cancelled_and_moved": Text("Abgesagt und verschoben", "Cancelled and moved"),
    "over_capacity": Text("Mehr Termine als Plätze", "More appointments than places"),
    "person_deleted": Text("Anmeldung gelöscht", "Registration deleted"),
    "promised_too_many": Text("Mehr zugesagt als zugeteilt", "More promised than allotted"),
    "second_not_moved": Text("2. Impfung ohne passenden Termin", "Second dose without a fitting appointment"),
}
CONFLICT_OTHER = Text("Widerspruch ({kind})", "Contradiction ({kind})")
FIELD = Text("Angabe", "Data")
NOBODY = Text("(unbekannt)", "(unknown)")
AND_MORE = Text("{name} +{more}", "{name} +{more}")

# What happened

HAPPENED: dict[str, Text] = {
    "double_check_in": Text(
        "Zwei Plätze haben die Person aufgenommen, ohne voneinander zu wissen. Die mit ✓ gilt, die andere zählt nicht."
        " Der Person ist nichts entgangen.",
        "Two desks admitted the person without knowing of each other. The one with ✓ counts, the other does not."
        " The person has lost nothing.",
    ),
    "cancelled_but_present": Text(
        "Der Termin war abgesagt, und die Person ist doch gekommen. Sie gilt als anwesend.",
        "The appointment was cancelled, and the person came all the same. They count as present.",
    ),
    "moved_but_present": Text(
        "Der Termin war auf eine andere Zeit verschoben, und die Person ist zum alten gekommen."
        " Braucht sie den neuen noch?",
        "The appointment was moved to another time, and the person came for the old one. Do they still need the new?",
    ),
    "appointment_unknown": Text(
        "Die Person wurde aufgenommen, aber den Termin dazu kennt der Dienst nicht.",
        "The person was admitted, but the service does not know the appointment.",
    ),
    "field_changed_twice": Text(
        "Zwei haben dieselbe Angabe verschieden geändert. Was mit ✓ steht, gilt zurzeit. Welche ist richtig?",
        "Two people changed the same entry differently. What has a ✓ holds for now. Which one is right?",
    ),
    "cancelled_and_moved": Text(
        "Der Termin wurde abgesagt und zugleich auf eine andere Zeit verschoben. Bitte die Person fragen, ob sie den"
        " neuen Termin will.",
        "The appointment was cancelled and moved to another time at once. Please ask the person whether they want the"
        " new one.",
    ),
    "over_capacity": Text(
        "Zu dieser Zeit gibt es jetzt mehr Termine als Plätze, weil jemand trotz Absage gekommen ist.",
        "There are more appointments than places at this time now, because somebody came although they had cancelled.",
    ),
    "person_deleted": Text(
        "Die Person hat ihre Anmeldung löschen lassen. Was danach noch eingetragen wurde, hat keine Wirkung.",
        "The person had their registration deleted. What was entered afterwards has no effect.",
    ),
    "promised_too_many": Text(
        "Der Person wurde eine Dosis zugesagt, die diesem Platz nicht mehr zugeteilt war. Die Zusage gilt: bitte"
        " prüfen, ob für alle Zusagen noch Dosen da sind.",
        "The person was promised a dose that this desk was not allotted any more. The promise holds: please check"
        " whether there are doses for all promises.",
    ),
    "second_not_moved": Text(
        "Ohne Netz wurde eine erste Impfung für heute zugesagt. Die zweite war dabei nicht zu verlegen: Es gibt keinen"
        " Termin dafür, oder er passt nicht zu heute. Bitte anrufen und einen Termin im richtigen Abstand geben.",
        "A first dose was promised for today without the network. The second could not be moved with it: there is no"
        " appointment for it, or it does not fit today. Please call, and give one at the right distance.",
    ),
}
HAPPENED_OTHER = Text("Zwei Angaben widersprechen sich.", "Two statements contradict each other.")

# Side by side

BEFORE = Text("Vorher", "Before")
MINE = Text("Meine Angabe", "My entry")
OTHER = Text("Andere Angabe", "Other entry")
NOW = Text("Jetzt", "Now")
EMPTY = Text("(leer)", "(empty)")
SIDES: dict[str, Text] = {
    "visit": Text("aufgenommen, Nr. {value}", "admitted, no. {value}"),
    "visit_on_paper": Text("aufgenommen auf Papier, Nr. {value}", "admitted on paper, no. {value}"),
    "appointment": Text("Termin {value}", "Appointment {value}"),
    "cancelled": Text("abgesagt", "cancelled"),
    "moved": Text("verschoben auf {value}", "moved to {value}"),
    "places": Text("Termine: {taken}, Plätze: {capacity}", "appointments: {taken}, places: {capacity}"),
    "value": Text("{value}", "{value}"),
    "command": Text("{value}", "{value}"),
}

# Keys: the short word for the line of keys, and the sentence that says what it does

CHOICES: dict[str, tuple[Text, Text]] = {
    "base": (Text("Vorher", "before"), Text("„{value}“ wieder eintragen", "Enter “{value}” again")),
    "mine": (Text("diese", "this"), Text("„{value}“ eintragen", "Enter “{value}”")),
    "theirs": (Text("diese", "this"), Text("„{value}“ eintragen", "Enter “{value}”")),
    "holds": (Text("bleibt", "stays"), Text("„{value}“ bleibt stehen", "“{value}” stays")),
    "noted": (
        Text("Leitung klärt", "others clear it"),
        Text("Nichts ändern, die Leitung klärt es; hier abhaken", "Change nothing, the shift leader clears it up"),
    ),
    "seen": (Text("gesehen", "seen"), Text("Gesehen, nicht mehr zeigen", "Seen, do not show it again")),
    "cancelled_and_moved:keep": (
        Text("neuer bleibt", "new one stays"),
        Text("Die Person will den neuen Termin: er bleibt", "The person wants the new appointment: it stays"),
    ),
    "cancelled_and_moved:cancel_new": (
        Text("absagen", "cancel"),
        Text(
            "Die Person will auch den neuen nicht: ihn absagen, der Platz wird frei",
            "The person does not want the new one either: cancel it, the place becomes free",
        ),
    ),
    "cancelled_but_present:keep": (
        Text("neuer bleibt", "new one stays"),
        Text("Die Person kommt auch zum neuen Termin: er bleibt", "The person comes to the new one, too: it stays"),
    ),
    "cancelled_but_present:cancel_new": (
        Text("neuen absagen", "cancel new one"),
        Text(
            "Die Person ist heute dran: den neuen Termin absagen, der Platz wird frei",
            "It is done today: cancel the new appointment, the place becomes free",
        ),
    ),
    "appointment_unknown:keep": (
        Text("bleibt", "stays"),
        Text("Die Aufnahme stimmt: sie bleibt, ohne Termin", "The admission is right: it stays, without appointment"),
    ),
    "appointment_unknown:undo_visit": (
        Text("zurücknehmen", "take back"),
        Text("Ein Versehen: die Aufnahme zurücknehmen", "A mistake: take the admission back"),
    ),
    "over_capacity:keep": (
        Text("bleibt", "stays"),
        Text("Es lässt sich machen: der Termin bleibt", "It can be managed: the appointment stays"),
    ),
    "over_capacity:cancel_it": (
        Text("absagen", "cancel"),
        Text("Diesen Termin absagen; der Person Bescheid geben", "Cancel this appointment; tell the person"),
    ),
}
ASK: dict[str, Text] = {
    "cancel_new": Text(
        "Den neuen Termin wirklich absagen? Der Platz ist sofort wieder frei und kann vergeben werden.",
        "Really cancel the new appointment? Its place is free at once and may be given away.",
    ),
    "cancel_it": Text(
        "Diesen Termin wirklich absagen? Die Person muss Bescheid bekommen.",
        "Really cancel this appointment? The person must be told.",
    ),
    "undo_visit": Text(
        "Die Aufnahme wirklich zurücknehmen? Die Person gilt dann als nicht da.",
        "Really take the admission back? The person counts as not here then.",
    ),
}

# Refused, unreadable, waiting

REFUSED = Text("Abgelehnt: {why}", "Refused: {why}")
WANTED = Text("Angefragt war {at}.", "Asked for: {at}.")
WANTED_INSTEAD = Text("Angefragt war {at} statt {before}.", "Asked for: {at} instead of {before}.")
OLD_STAYS = Text("Der alte Termin am {before} gilt weiter.", "The old appointment on {before} still holds.")
NOT_BOOKED = Text("Es ist nichts gebucht.", "Nothing is booked.")
WITH_IT = Text("Damit entfallen {number} weitere Anfragen.", "{number} further requests fall with it.")
WITH_IT_ONE = Text("Damit entfällt 1 weitere Anfrage.", "1 further request falls with it.")
OFFER = (
    Text("anfragen", "ask for it"),
    Text("{at} anfragen ({vaccine}), war vorhin frei", "Ask for {at} ({vaccine}), it was free a moment ago"),
)
NO_OFFER = Text(
    "Andere freie Plätze kennt der Dienst gerade nicht. Der Person Bescheid geben, dann e.",
    "The service knows no other free places. Tell the person, then e.",
)
FREE_NOW = Text("Jetzt frei: {places}.", "Free now: {places}.")
CALL_BACK_TO = Text("Zurückrufen: {whom}", "Call back: {whom}")
TO_BE_REACHED = Text("Zu erreichen: {whom}", "To be reached: {whom}")
NO_NUMBER = Text("keine Nummer bekannt", "no number known")
OFFER_AT_THE_PHONE = Text(
    "t öffnet das Telefon mit allen, für die angefragt war, und mit dem, was jetzt frei ist. Ist wieder etwas"
    " angefragt, ist das hier erledigt.",
    "t opens the telephone with everybody for whom it was asked, and with what is free now. Once something is asked for"
    " again, this is settled.",
)
THEN_DONE = Text("Oder der Person Bescheid geben, dann e.", "Or tell the person, then e.")
REFUSED_SAY = Text(
    "Der Platz war leider schon vergeben. Ich könnte Ihnen dafür {at} anbieten.",
    "I am sorry, that place was gone. I could offer you {at} instead.",
)
UNREADABLE = Text(
    "Der Dienst hat diesen Eintrag angenommen, kann ihn aber nicht verarbeiten: {why}",
    "The service has taken this entry in, but cannot deal with it: {why}",
)
UNREADABLE_STAYS = Text(
    "Er bleibt gespeichert, hier und beim Dienst; die Leitung sieht ihn. Bitte Bescheid geben, dann e.",
    "It stays stored, here and at the service; the shift leader sees it. Please tell them, then e.",
)
UNREADABLE_CODES: dict[str, Text] = {
    "unknown_kind": Text("der Dienst ist älter als dieses Programm.", "the service is older than this program."),
    "bad_payload": Text("eine Angabe darin ist nicht zu lesen.", "something in it cannot be read."),
    "bad_command": Text("er ist nicht zu lesen.", "it cannot be read."),
    "nul_character": Text("er enthält ein unzulässiges Zeichen.", "it contains a sign that is not allowed."),
    "too_long": Text("er ist zu lang.", "it is too long."),
    "other_desk": Text("er stammt von einem anderen Platz.", "it comes from another desk."),
    "other_bytes": Text(
        "unter seiner Nummer ist schon etwas anderes eingetragen.", "something else is stored under its number."
    ),
    "failed": Text("dabei ist beim Dienst ein Fehler aufgetreten.", "an error occurred at the service."),
}
UNREADABLE_CODE = Text("Fehler {code}.", "error {code}.")
WAITS_SINCE = Text(
    "Eingetragen um {at}, wartet seit {minutes} Minuten.", "Entered at {at}, waiting for {minutes} minutes."
)
WAITS_SINCE_NOW = Text("Eingetragen um {at}.", "Entered at {at}.")
WAITS = Text(
    "Gespeichert auf diesem Rechner; der Dienst weiß noch nichts davon.",
    "Stored on this computer; the service does not know of it yet.",
)
WAITS_REQUEST = Text(
    "Das ist eine Anfrage: noch nichts zusagen, bis der Dienst antwortet.",
    "This is a request: promise nothing until the service answers.",
)
WAITS_FORGOTTEN = Text(
    "Der Dienst hatte das schon und hat es verloren (er wurde wiederhergestellt). Es wird noch einmal gesendet.",
    "The service had this and has lost it (it was restored). It is sent again.",
)
NOTHING_TO_DO = Text("Nichts zu tun.", "Nothing to do.")

# The stopped pull

STOPPED = Text("Der Tag würde sich leeren", "The day would be emptied")
STOPPED_HAPPENED = Text(
    "Der Dienst will {lost} von {size} Terminen von heute entfernen, ohne dass sie abgesagt wurden. Das Holen ist"
    " angehalten; was hier eingetragen wird, wird weiter gesendet.",
    "The service wants to remove {lost} of today's {size} appointments, although nobody cancelled them. Fetching is"
    " stopped; what is entered here is still sent.",
)
STOPPED_DO = Text(
    "Meist ist das ein Fehler beim Dienst: erst die Leitung fragen.",
    "Mostly this is a mistake at the service: ask the shift leader first.",
)
STOPPED_ACCEPT = (
    Text("annehmen", "accept"),
    Text("Annehmen: die Termine verschwinden von diesem Platz", "Accept: the appointments vanish from this desk"),
)
STOPPED_STAY = (
    Text("nicht annehmen", "do not accept"),
    Text("Nicht annehmen: alles bleibt, wie es ist, das Holen bleibt angehalten", "Do not accept: all stays as it is"),
)
STOPPED_ASK = Text(
    "{lost} von {size} Terminen von heute wirklich entfernen? Wer einen davon hat, wird an diesem Platz nicht mehr"
    " gefunden.",
    "Really remove {lost} of today's {size} appointments? Whoever has one of them is not found at this desk any more.",
)
STOPPED_ACCEPTED = Text("✓ Angenommen. Das Holen geht weiter.", "✓ Accepted. Fetching goes on.")
STOPPED_STAYS = Text(
    "Bleibt angehalten. Bitte die Leitung rufen; hier weiterarbeiten geht.",
    "It stays stopped. Please call the shift leader; you can go on working here.",
)

# How sending stands

SENDING = Text("{sent} von {all} übertragen", "{sent} of {all} sent")
SENDING_ONE = Text("1 Eintrag wird übertragen", "sending 1 entry")
WAITING = Text("{number} Einträge warten, der älteste seit {since}", "{number} entries wait, the oldest since {since}")
WAITING_ONE = Text("1 Eintrag wartet seit {since}", "1 entry waits since {since}")
ALL_SENT = Text("alles übertragen", "everything is sent")
DATA_AS_OF = Text("Daten vom Dienst: {at}", "Data of the service: {at}")
NO_DATA = Text("noch nichts vom Dienst geholt", "nothing fetched from the service yet")
FETCHING = Text("{done} von {total} Personen geholt", "{done} of {total} persons fetched")
ERRORS: dict[str, Text] = {
    "unreachable": Text(
        "Der Dienst antwortet nicht. Weiterarbeiten; es wird von selbst wieder versucht.",
        "The service does not answer. Go on; it is tried again by itself.",
    ),
    "failed": Text(
        "Der Dienst meldet einen Fehler. Es wird von selbst wieder versucht; hält es an, die Leitung rufen.",
        "The service reports an error. It is tried again by itself; if it lasts, call the shift leader.",
    ),
    "throttled": Text(
        "Der Dienst hat viel zu tun. Es wird gleich wieder versucht.", "The service is busy. It is tried again soon."
    ),
    "denied": Text(
        "Der Dienst kennt diesen Platz nicht mehr. Nichts geht verloren; die Leitung rufen.",
        "The service does not know this desk any more. Nothing is lost; call the shift leader.",
    ),
    "unreadable": Text(
        "Was antwortet, ist nicht der Dienst: Ist das WLAN angemeldet? Sonst die Leitung rufen.",
        "What answers is not the service: is the Wi-Fi signed in? Else call the shift leader.",
    ),
    "program_old": Text(
        "Der Dienst ist neuer als dieses Programm: bitte aktualisieren lassen.",
        "The service is newer than this program: please have it updated.",
    ),
    "disk_full": Text(
        "Der Datenträger ist voll: bitte Platz schaffen, sonst geht es nicht weiter.",
        "The disk is full: please make room, or it cannot go on.",
    ),
}
ERROR_OTHER = Text(
    "Fehler bei der Übertragung ({code}). Es wird von selbst wieder versucht; hält es an, die Leitung rufen.",
    "Error in sending ({code}). It is tried again by itself; if it lasts, call the shift leader.",
)

# What it came to

EMPTY_TITLE = Text("Alles übertragen, nichts zu klären.", "Everything is sent, nothing to clear up.")
EMPTY_HOW = Text(
    "Hier erscheint, was wartet, was der Dienst ablehnt und wo sich Angaben widersprechen.",
    "Here appears what waits, what the service refuses and where statements contradict each other.",
)
READY = Text("↑ ↓ wählen. Esc: zurück.", "↑ ↓ to choose. Esc: back.")
GONE = Text("Das hat sich inzwischen erledigt.", "This has been settled meanwhile.")
DECIDED = Text("✓ Entschieden: {what}. F8 nimmt es zurück.", "✓ Decided: {what}. F8 takes it back.")
DECIDED_FOR_GOOD = Text("✓ Entschieden: {what}.", "✓ Decided: {what}.")
NOT_DECIDED = Text(
    "Das geht hier nicht mehr. Bitte noch einmal ansehen.", "That is not possible any more. Please look again."
)
DONE = Text("✓ Abgehakt. F8 nimmt es zurück.", "✓ Ticked off. F8 takes it back.")
SEEN = Text("✓ Gesehen. F8 nimmt es zurück.", "✓ Seen. F8 takes it back.")
SEEN_ALL = Text("✓ {number} zur Kenntnis genommen. F8 nimmt es zurück.", "✓ Took note of {number}. F8 takes it back.")
ASK_ALL = Text(
    "Alle {number} Hinweise zur Kenntnis nehmen? Sie sind schon geregelt; niemand muss etwas tun.",
    "Take note of all {number}? They are settled already; nobody need do anything.",
)
NOTHING_FOR_ALL = Text("Unter „Zur Kenntnis“ steht nichts.", "There is nothing for information.")
ASKED = Text(
    "✓ Angefragt: {at}. Noch nicht zusagen, bis die Antwort da ist.",
    "✓ Asked for: {at}. Promise nothing until the answer is here.",
)
TRYING = Text("Wird jetzt versucht …", "Trying now …")
NOTHING_TO_UNDO = Text("Hier ist nichts zurückzunehmen.", "There is nothing to take back here.")
CANNOT_UNDO = Text(
    "Das lässt sich nicht zurücknehmen: der Platz ist schon frei. Bitte neu buchen.",
    "This cannot be taken back: the place is free already. Please book anew.",
)
CANNOT_UNDO_ASKED = Text(
    "Eine Anfrage lässt sich nicht zurücknehmen. Ist sie gewährt, den Termin absagen.",
    "A request cannot be taken back. Once it is granted, cancel the appointment.",
)
UNDONE = Text("✓ Zurückgenommen: es steht wieder in der Liste.", "✓ Taken back: it is in the list again.")
GO_TO = Text("Gehe zu …", "Go to …")

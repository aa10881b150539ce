"""Words of the person's page."""

from empfang.texts import Text

TITLE = Text("geboren {birth}", "born {birth}")
CONTACT = Text("Kontakt", "Contact")
APPOINTMENTS = Text("Termine", "Appointments")
CONFLICTS = Text("Klärfälle", "To clear up")
HISTORY = Text("Verlauf", "History")
NONE = Text("keine", "none")
SAVE_BUTTON = Text("Speichern", "Save")

FIELDS: dict[str, Text] = {
    "phone1": Text("Telefon", "Phone"),
    "phone2": Text("Telefon 2", "Phone 2"),
    "phone3": Text("Telefon 3", "Phone 3"),
    "email": Text("E-Mail", "E-mail"),
    "street": Text("Straße", "Street"),
    "house_number": Text("Hausnr.", "House no."),
    "postal_code": Text("PLZ", "Postcode"),
    "town": Text("Ort", "Town"),
    "language": Text("Sprache", "Language"),
    "needs": Text("Bedarf", "Needs"),
}
HINTS: dict[str, Text] = {
    "phone2": Text("weitere Nummer", "another number"),
    "needs": Text("Rollstuhl, Begleitung", "wheelchair, companion"),
}

BAD_PHONE = Text(
    "{field}: „{value}“ ist keine Telefonnummer. Zum Beispiel: 0631 3652512 oder 0171 5512345.",
    "{field}: “{value}” is not a phone number. For example: 0631 3652512 or 0171 5512345.",
)
BAD_EMAIL = Text(
    "{field}: „{value}“ ist keine E-Mail-Adresse. Zum Beispiel: name@example.de, oder leer lassen.",
    "{field}: “{value}” is not an e-mail address. For example: name@example.de, or leave it empty.",
)
BAD_POSTCODE = Text(
    "{field}: „{value}“ ist keine Postleitzahl. Fünf Ziffern, zum Beispiel 67655; Ausland: F-57200.",
    "{field}: “{value}” is not a postcode. Five digits such as 67655; abroad: F-57200.",
)
ALSO_BAD = Text("Auch prüfen: {fields}.", "Check too: {fields}.")
TOO_LONG = Text("{field}: zu lang, höchstens {limit} Zeichen.", "{field}: too long, {limit} characters at most.")
SAVED = Text("✓ Gespeichert: {fields}.", "✓ Saved: {fields}.")
NOTHING = Text("Es wurde nichts geändert.", "Nothing was changed.")
UNSAVED = Text("Geändert, noch nicht gespeichert: {fields}.", "Changed, not saved yet: {fields}.")
UNSAVED_ASK = Text("Nicht gespeichert: {fields}. Änderungen verwerfen?", "Not saved: {fields}. Discard the changes?")
CHANGED_ELSEWHERE = Text(
    "! {fields}: inzwischen an einem anderen Platz geändert. Speichern überschreibt das.",
    "! {fields}: changed at another desk meanwhile. Saving overwrites that.",
)
READY = Text("Tab: nächstes Feld. Strg+S: speichern. Esc: zurück.", "Tab: next field. Ctrl+S: save. Esc: back.")

VISIT = Text("aufgenommen {at}, Nr. {number}, {desk}", "admitted {at}, no. {number}, {desk}")
NO_TIME = Text("ohne Zeit", "no time")
NOT_HERE = Text("andernorts: {centre}", "elsewhere: {centre}")

CONFLICT_KINDS: dict[str, Text] = {
    "double_check_in": Text("An zwei Plätzen aufgenommen; die frühere Aufnahme gilt.", "Admitted at two desks."),
    "cancelled_but_present": Text("Termin abgesagt, und doch gekommen.", "Cancelled, and came all the same."),
    "appointment_unknown": Text("Aufgenommen ohne bekannten Termin.", "Admitted without a known appointment."),
    "field_changed_twice": Text("An zwei Plätzen verschieden geändert.", "Changed differently at two desks."),
    "over_capacity": Text("Mehr Termine als Plätze.", "More appointments than places."),
    "cancelled_and_moved": Text("Verschoben und abgesagt: bitte nachfragen.", "Moved and cancelled: please ask."),
    "second_not_moved": Text("2. Impfung ohne passenden Termin: anrufen.", "No fitting second appointment: call."),
}
CONFLICT_OTHER = Text("Widerspruch ({kind})", "Contradiction ({kind})")
CONFLICT_OPEN = Text("offen", "open")
CONFLICT_SETTLED = Text("geregelt", "settled")

HISTORY_KINDS: dict[str, Text] = {
    "view_card": Text("Karte angesehen", "looked at the card"),
    "view_person": Text("Seite angesehen", "looked at the page"),
    "view_transfer": Text("in der Übertragung angesehen", "looked at in the sending list"),
    "view_identity": Text("zum Vergleich angesehen", "looked at to compare"),
    "check_in": Text("aufgenommen", "admitted"),
    "undo_check_in": Text("Aufnahme zurückgenommen", "admission taken back"),
    "left_before_dose": Text("ohne Impfung gegangen", "left without a dose"),
    "postpone": Text("ärztlich zurückgestellt", "sent back by a doctor"),
    "add_proof": Text("Papier vermerkt", "paper noted"),
    "change_person": Text("geändert", "changed"),
    "register_person": Text("neu eingetragen", "registered"),
    "cancel_appointment": Text("Termin abgesagt", "appointment cancelled"),
    "book": Text("Termin angefragt", "asked for an appointment"),
    "rebook": Text("Verschieben angefragt", "asked to move"),
    "take_short_notice": Text("kurzfristigen Platz angefragt", "asked for a place at short notice"),
    "join_waiting_list": Text("auf die Warteliste gesetzt", "put on the waiting list"),
    "tell_confirmation": Text("Bestätigung vorgelesen", "confirmation read out"),
    "ask_confirmation": Text("Bestätigung noch einmal", "confirmation once more"),
    "note_on_site": Text("vor Ort vorgemerkt", "noted as on site"),
    "bring_along": Text("zweite Dosis an die Begleitung", "second dose to the companion"),
    "ask_by_text": Text("per SMS gefragt", "asked by text message"),
    "delete_registration": Text("Anmeldung gelöscht", "registration deleted"),
    "resolve_conflict": Text("Klärfall entschieden", "decided what was to clear up"),
}
FIELD_NAMES: dict[str, Text] = {
    "identity": Text("Ausweis", "identity"),
    "guardian": Text("Sorgeberechtigte", "guardian"),
    "earlier_doses": Text("frühere Impfungen", "earlier doses"),
    "information": Text("Aufklärung", "information sheet"),
    "consent": Text("Einwilligung", "consent"),
    "doctor": Text("Entscheidung Ärztin/Arzt", "doctor's decision"),
    "authority": Text("wer für die Person anruft", "who calls for the person"),
    "phones": Text("Telefon", "phone"),
    "email": Text("E-Mail", "e-mail"),
    "street": Text("Straße", "street"),
    "house_number": Text("Hausnummer", "house number"),
    "postal_code": Text("PLZ", "postcode"),
    "town": Text("Ort", "town"),
    "language": Text("Sprache", "language"),
    "needs": Text("Bedarf", "needs"),
    "family": Text("Nachname", "family name"),
    "given": Text("Vorname", "given name"),
    "birth_date": Text("Geburtsdatum", "birth date"),
}
GONE = Text("Diese Person ist hier nicht mehr bekannt.", "This person is not known here any more.")

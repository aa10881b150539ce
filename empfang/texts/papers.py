"""Words for papers, groups, walk-ins and what a doctor decides."""

from empfang.texts import Text

KINDS: dict[str, Text] = {
    "identity": Text("Ausweis", "identity"),
    "guardian": Text("Sorgeberechtigte", "guardian"),
    "earlier_doses": Text("frühere Impfungen", "earlier doses"),
    "information": Text("Aufklärung/Anamnese", "information sheet"),
    "consent": Text("Einwilligung", "consent"),
    "doctor": Text("ärztlich zugelassen", "doctor's decision"),
    "recovery": Text("genesen", "recovered"),
    "pregnancy": Text("schwanger", "pregnant"),
    "group": Text("Gruppe", "group"),
    "authority": Text("ruft an für die Person", "calls for the person"),
}
SHORT: dict[str, Text] = {
    "identity": Text("Ausweis", "ID"),
    "guardian": Text("Sorgeber.", "guardian"),
    "earlier_doses": Text("Nachweis", "proof"),
    "information": Text("Aufklärung", "information"),
    "consent": Text("Einwilligung", "consent"),
    "doctor": Text("Arzt", "doctor"),
}
"""For the line on the card."""
MARKS: dict[str, str] = {"open": "[ ]", "shown": "[x]", "missing": "[!]"}
STATES: dict[str, Text] = {
    "open": Text("noch nicht gefragt", "not asked yet"),
    "shown": Text("liegt vor", "is there"),
    "missing": Text("FEHLT", "MISSING"),
}
HOW: dict[str, Text] = {
    "id_card": Text("Personalausweis", "identity card"),
    "passport": Text("Reisepass", "passport"),
    "residence_permit": Text("Aufenthaltstitel", "residence permit"),
    "driving_licence": Text("Führerschein", "driving licence"),
    "health_card": Text("Krankenkassenkarte", "health insurance card"),
    "known_here": Text("hier persönlich bekannt", "known here in person"),
    "booklet": Text("Impfpass", "vaccination booklet"),
    "certificate": Text("Zertifikat (QR-Code)", "certificate (QR code)"),
    "letter": Text("Bescheinigung", "letter"),
    "none": Text("keine Impfung", "no dose"),
    "said": Text("Angabe der Person", "the person's word"),
    "present": Text("ist mit da", "is here"),
    "in_writing": Text("schriftlich", "in writing"),
    "sole_custody": Text("allein sorgeberechtigt, schriftlich", "sole custody, in writing"),
}
FORM = Text("{language}, Fassung {version}", "{language}, version {version}")
LANGUAGES: tuple[str, ...] = ("de", "en", "tr", "ar", "ru", "uk", "fr", "pl", "ro", "fa")
NEEDS_TITLE = Text("Was braucht {name}?", "What does {name} need?")
NEEDS_DONE = Text("Bedarf von {name} festgehalten.", "Needs of {name} recorded.")
TITLE = Text("Papiere von {name}", "Papers of {name}")
GUARDIAN_PRESENT = Text("anwesend", "present")
GUARDIAN_SIGNS = Text("unterschreibt", "signs")
GUARDIAN_BOTH = Text("beide unterschreiben", "both sign")
NOTED = Text("Papiere von {name} festgehalten.", "Papers of {name} recorded.")

BLOCKED = Text("! ES FEHLT: {papers}", "! MISSING: {papers}")
BLOCKED_STEP = Text(
    "Platz bleibt frei. p: doch vorhanden. a: Ärztin oder Arzt lässt es zu.",
    "The place is kept. p: it is there after all. a: a doctor allows it.",
)
BLOCKED_SAY = Text(
    "Es fehlt noch: {papers}. Das Formular liegt hier; Ihr Platz bleibt heute für Sie frei.",
    "Still missing: {papers}. The form is here; your place is kept for you today.",
)
AGAIN_BLOCKED = Text(
    "Wieder aufnehmen geht erst, wenn da ist: {papers} (p).", "To be readmitted there must be: {papers} (p)."
)
AGAIN_BLOCKED_DOCTOR = Text("Oder a: Ärztin oder Arzt lässt es zu.", "Or a: a doctor allows it.")
WRONG_VACCINE = Text("! HEUTE NICHT DA: {vaccine}", "! NOT HERE TODAY: {vaccine}")
WRONG_VACCINE_STEP = Text(
    "Heute gibt es hier: {given}. i: anderen nehmen.", "Given here today: {given}. i: take another."
)
WRONG_VACCINE_SAY = Text(
    "Für Sie ist {vaccine} vorgesehen, heute haben wir nur {given}. Wären Sie damit einverstanden?",
    "{vaccine} is meant for you, today we only have {given}. Would that be all right?",
)
ASK_VACCINE = Text(
    "{name} ist mit {vaccine} statt {booked} einverstanden? Die Ärztin oder der Arzt bestätigt es.",
    "{name} agrees to {vaccine} instead of {booked}? The doctor confirms it.",
)
WHICH_VACCINE = Text(
    "Womit ist {name} statt {booked} einverstanden? Die Ärztin oder der Arzt bestätigt es.",
    "To which does {name} agree instead of {booked}? The doctor confirms it.",
)
LANE = Text("Straße {lane}", "lane {lane}")
AGREED = Text("Vereinbart: {vaccine}", "Agreed: {vaccine}")

FURTHER = Text("Weitere Buchung: {when} {where}", "Further booking: {when} {where}")
FURTHER_OTHER = Text("Vielleicht dieselbe Person: {name}, {when}", "Perhaps the same person: {name}, {when}")
FURTHER_ASK = Text(
    "Weitere Buchung von {name} absagen: {when}? Der Platz ist dann wieder frei.",
    "Cancel the further booking of {name}: {when}? The place is free again then.",
)
FURTHER_DONE = Text("Weitere Buchung abgesagt: {when}.", "Further booking cancelled: {when}.")

GROUP_TITLE = Text("Wer von der Gruppe ist da?", "Who of the group is here?")
GROUP_IN = Text("ist da", "is in")
GROUP_OPEN = Text("offen", "open")
GROUP_NOT_NOW = Text("heute nicht", "not now")
GROUP_ASK = Text("erst fragen", "ask first")
GROUP_DOCTOR = Text("Arzt entscheidet", "doctor decides")
GROUP_MISSING = Text("fehlt: {papers}", "missing: {papers}")
GROUP_VACCINE = Text("Impfstoff heute nicht da", "vaccine not here today")
GROUP_NOBODY = Text("Von der Gruppe kann jetzt niemand hinein.", "Nobody of the group can come in now.")
GROUP_ALL_IN = Text("Alle sind schon aufgenommen.", "All are admitted already.")
GROUP_DONE = Text("✓ {number} AUFGENOMMEN", "✓ {number} ADMITTED")
GROUP_ADMITTED = Text("Aufgenommen: {names}.", "Admitted: {names}.")
GROUP_NOT_ADMITTED = Text("Nicht aufgenommen: {names}.", "Not admitted: {names}.")

WALK_IN_NOW = Text("n: ohne Termin aufnehmen (bis {end}).", "n: admit without an appointment (until {end}).")
WALK_IN_LATER = Text(
    "Ohne Termin: {day} {begin}–{end}. Jetzt nur mit Grund (n).",
    "Without an appointment: {day} {begin}–{end}. Now only for a reason (n).",
)
WALK_IN_NEVER = Text("Ohne Termin nur mit Grund (n).", "Without an appointment only for a reason (n).")
WALK_IN_BLOCKED = Text(
    "Ohne Termin fehlt noch: {papers}. p: liegt vor. a: Ärztin oder Arzt lässt es zu.",
    "Still missing without an appointment: {papers}. p: it is there. a: a doctor allows it.",
)
WALK_IN_ALSO = Text("Davor fehlt: {papers} (p oder a).", "Missing before: {papers} (p or a).")
WALK_IN_SAY = Text(
    "Ohne Termin geht es heute. Ihren Ausweis, bitte.", "It is possible today without an appointment. Your ID, please."
)
ASK_WALK_IN = Text("{name} ohne Termin aufnehmen?", "Admit {name} without an appointment?")
WHY_WALK_IN = Text("Warum {name} ohne Termin aufnehmen?", "Why admit {name} without an appointment?")
WHY_HINT = Text("zum Beispiel: Leitung hat zugestimmt", "for example: shift leader agreed")
ADMITTED_WALK_IN = Text("Ohne Termin aufgenommen.", "Admitted without an appointment.")

DOCTOR_WHO = Text(
    "Welche Ärztin, welcher Arzt lässt {name} trotzdem zu?", "Which doctor lets {name} come in all the same?"
)
DOCTOR_HINT = Text("Name", "name")
DOCTOR_DONE = Text("{doctor} lässt {name} zu.", "{doctor} lets {name} come in.")
POSTPONE_WHY = Text("{name} heute nicht impfen? Was hat die Ärztin gesagt?", "No dose for {name} today? What was said?")
POSTPONE_HINT = Text("Stichwort, keine Diagnose: „anderer Tag“", "a word, no diagnosis: “another day”")
POSTPONED = Text("{name} wird heute nicht geimpft.", "{name} gets no dose today.")
POSTPONED_FACE = Text("! ÄRZTLICH ZURÜCKGESTELLT", "! SENT BACK BY A DOCTOR")
POSTPONED_WHEN = Text("Zurückgestellt um {at}.", "Sent back at {at}.")
POSTPONED_SAY = Text(
    "Die Ärztin hat heute von der Impfung abgeraten. Soll ich Ihnen einen neuen Termin geben lassen?",
    "The doctor advised against the dose today. Shall I have a new appointment made for you?",
)
OPEN_PAPERS = Text("Noch ansehen: {papers}.", "Still to look at: {papers}.")

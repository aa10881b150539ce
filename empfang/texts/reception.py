"""Words of the reception screen: states, what to do next, and what to say to the person."""

from empfang.texts import Text

SEARCH = Text("Suche", "Search")
SEARCH_HINT = Text("Name, Geburtsdatum, Telefon oder Code", "name, birth date, phone or code")

# The list

COLUMN_TIME = Text("Zeit", "Time")
COLUMN_NAME = Text("Name", "Name")
COLUMN_YEAR = Text("Jg", "Yr")
COLUMN_STATE = Text("Stand", "State")
GROUP_MARK = Text("Grp", "grp")
SIMILAR = Text("ähnlich:", "similar:")
NO_NAME = Text("(ohne Namen)", "(no name)")

STATES: dict[str, tuple[Text, Text]] = {
    "open": (Text("offen", "open"), Text("offen", "open")),
    "promised": (Text("zugesagt", "promised"), Text("zugesagt", "promised")),
    "late": (Text("zu spät", "late"), Text("zu spät", "promise over")),
    "in": (Text("ist da", "is in"), Text("ist da", "is in")),
    "left": (Text("gegangen", "left"), Text("gegangen", "left")),
    "vaccinated": (Text("geimpft", "vaccin."), Text("geimpft", "vaccinated")),
    "cancelled": (Text("abgesagt", "cancel."), Text("abgesagt", "cancelled")),
    "other_day": (Text("and. Tag", "oth. day"), Text("anderer Tag", "other day")),
    "other_centre": (Text("and. Ort", "oth. ctr"), Text("anderes Zentrum", "other centre")),
    "pending": (Text("angefr.", "asked"), Text("angefragt", "asked for")),
    "waiting": (Text("Warteli.", "waiting"), Text("Warteliste", "waiting list")),
    "none": (Text("o.Termin", "no appt."), Text("ohne Termin", "no appointment")),
    "elsewhere": (Text("Zentrale", "service"), Text("in der Zentrale", "at the service")),
}
"""By the state of a row: in eight cells, and in full."""

# The message line

READY = Text("Bereit. Code scannen oder Namen tippen.", "Ready. Scan a code or type a name.")
TYPE_ON = Text("Noch ein Zeichen, dann wird gesucht.", "One more letter, then the search begins.")
NOBODY = Text(
    "Niemand gefunden. Anders schreiben, oder das Geburtsdatum: 1.2.41",
    "Nobody found. Spell it another way, or type the birth date: 1.2.41",
)
NO_SUCH_DATE = Text(
    "Den {date} gibt es nicht. Bitte das Geburtsdatum noch einmal erfragen.",
    "There is no {date}. Please ask for the birth date again.",
)
FOUND = Text("Enter öffnet die markierte Person.", "Enter opens the marked person.")
FOUND_MANY = Text("Viele Treffer: weiter tippen. Enter öffnet die markierte Person.", "Many: type on. Enter opens.")
NAMESAKES = Text(
    "‼ Gleicher Name und Jahrgang: Geburtsdatum und Straße vergleichen.",
    "‼ Same name and year: compare birth date and street.",
)
CARD_HAS_KEYS = Text(
    "Die Tasten gelten der Karte. Esc: zurück zur Suche.", "Keys act on the card. Esc: back to search."
)
CHOICE_HAS_KEYS = Text(
    "Nummer drücken, oder ↓ und Enter. Esc: zurück zur Suche.", "Press a number, or ↓ and Enter. Esc: back to search."
)
NOT_A_KEY = Text(
    "„{key}“ tut hier nichts. Esc: zurück zur Suche.", "“{key}” does nothing here. Esc: back to the search."
)
TOO_FAST = Text(
    "Zu schnell: erst die Karte lesen, dann noch einmal Enter.", "Too fast: read the card, then press Enter again."
)
CHANGED_MEANWHILE = Text("! Gerade geändert: bitte neu lesen.", "! Just changed: please read again.")
LAST = Text("Zuletzt {at} Nr. {number} {name}", "Last {at} no. {number} {name}")
NO_LAST = Text("Heute hier noch niemand aufgenommen", "Nobody admitted here today")

# The card: facts

CARD_EMPTY = Text("Hier erscheint die Karte der Person.", "The person's card appears here.")
CARD_EMPTY_HOW = (
    Text("Scannen: Ist alles in Ordnung, ist die Person damit aufgenommen.", "Scan: if all is well, that admits."),
    Text(
        "Tippen: Enter öffnet die Karte, noch einmal Enter nimmt auf.",
        "Type: Enter opens the card, Enter again admits.",
    ),
    Text("Zum Beispiel: mei 41 · 4.2.41 · 0171 55", "For example: mei 41 · 4.2.41 · 0171 55"),
)
CONTACT = Text("Kontakt: {contact}", "contact: {contact}")
ID_CARD = Text("geb. {birth} · {street}", "born {birth} · {street}")
DOSES: dict[str, Text] = {
    "first": Text("1. Impfung", "1st dose"),
    "second": Text("2. Impfung", "2nd dose"),
    "booster": Text("Booster", "booster"),
}
DOSE_UNKNOWN = Text("Impfung", "dose")
NEEDS = Text("Bedarf: {needs}", "Needs: {needs}")
GROUP = Text("Gruppe: {present} von {size} da", "Group: {present} of {size} here")
ALSO = Text("Auch: {what}", "Also: {what}")
APPOINTMENT_STATES: dict[str, Text] = {
    "proposed": Text("vorgeschlagen", "proposed"),
    "pending": Text("angefragt", "asked for"),
    "booked": Text("offen", "open"),
    "arrived": Text("offen", "open"),
    "noshow": Text("nicht gekommen", "did not come"),
    "checked-in": Text("aufgenommen", "admitted"),
    "fulfilled": Text("geimpft", "vaccinated"),
    "cancelled": Text("abgesagt", "cancelled"),
    "waitlist": Text("Warteliste", "waiting list"),
    "entered-in-error": Text("irrtümlich", "in error"),
}

# The card: what it is, the next step, what to say

ADMIT = Text("✓ TERMIN PASST", "✓ APPOINTMENT IS NOW")
ADMIT_LATE = Text("✓ TERMIN PASST · verspätet", "✓ APPOINTMENT IS TODAY · late")
ADMIT_STEP = Text("Ausweis vergleichen, dann Enter: aufnehmen.", "Compare the ID, then Enter admits.")
ADMIT_SAY = Text("Guten Tag! Ihren Ausweis, bitte.", "Good day! Your identity card, please.")
ADMIT_LATE_SAY = Text(
    "Guten Tag! Schön, dass Sie noch kommen. Ihren Ausweis, bitte.",
    "Good day! Good that you could still come. Your identity card, please.",
)

ADMITTED = Text("✓ AUFGENOMMEN  Nr. {number}", "✓ ADMITTED  No. {number}")
ADMITTED_AT = Text("Aufgenommen um {at}", "Admitted at {at}")
ADMITTED_LATE = Text("Verspätet, trotzdem aufgenommen.", "Late, and admitted.")
ADMITTED_AGAIN = Text("Noch einmal aufgenommen.", "Admitted once more.")
ADMITTED_STEP = Text("Nummer nennen. Weiter: einfach scannen oder tippen.", "Tell the number. Then just scan or type.")
ADMITTED_SAY = Text(
    "Sie sind angemeldet. Ihre Nummer ist {number}. Bitte nehmen Sie im Wartebereich Platz.",
    "You are checked in. Your number is {number}. Please take a seat in the waiting area.",
)
ADMITTED_MESSAGE = Text("✓ {name} ist aufgenommen. F8 nimmt es zurück.", "✓ {name} is admitted. F8 takes it back.")

ALREADY_IN = Text("! IST SCHON DA", "! IS IN ALREADY")
ALREADY_IN_WHERE = Text("Aufgenommen um {at}, {desk}, Nr. {number}.", "Admitted at {at}, {desk}, no. {number}.")
HERE = Text("an diesem Platz", "at this desk")
ALREADY_IN_STEP = Text(
    "Kommt zurück, zum Beispiel von der Ärztin? w: wieder aufnehmen.",
    "Came back, from the doctor perhaps? w: readmit.",
)
ALREADY_IN_SAY = Text(
    "Sie sind schon angemeldet, seit {at} Uhr. Bitte warten Sie noch einen Moment im Wartebereich.",
    "You are checked in already, since {at}. Please wait a moment longer in the waiting area.",
)

LEFT = Text("! WAR DA UND IST GEGANGEN", "! WAS HERE AND LEFT")
LEFT_WHEN = Text("Ohne Impfung gegangen um {at}.", "Left without a dose at {at}.")
LEFT_STEP = Text("w: wieder aufnehmen, mit Grund.", "w: readmit, with a reason.")
LEFT_SAY = Text(
    "Schön, dass Sie wieder da sind. Ich melde Sie gleich noch einmal an.",
    "Good that you are back. I will check you in again.",
)

VACCINATED = Text("! IST SCHON GEIMPFT", "! IS VACCINATED ALREADY")
VACCINATED_STEP = Text("Nicht noch einmal aufnehmen. Fragen, was fehlt.", "Do not admit again. Ask what is needed.")
VACCINATED_SAY = Text(
    "Ihre Impfung ist schon eingetragen. Was kann ich noch für Sie tun?",
    "Your dose is recorded already. What else can I do for you?",
)

TOO_EARLY = Text("! ZU FRÜH · Aufnahme ab {at}", "! TOO EARLY · admission from {at}")
TOO_EARLY_STEP = Text("Termin um {at}. Später noch einmal Enter.", "Appointment at {at}. Come back to it later.")
TOO_EARLY_SAY = Text(
    "Ihr Termin ist um {at} Uhr. Anmelden kann ich Sie ab {possible} Uhr. Bitte kommen Sie dann wieder zu mir.",
    "Your appointment is at {at}. I can check you in from {possible}. Please come back to me then.",
)

OTHER_DAY = Text("! ANDERER TAG · {day}", "! OTHER DAY · {day}")
OTHER_DAY_PAST = Text("! TERMIN WAR AM {day}", "! APPOINTMENT WAS ON {day}")
OTHER_DAY_OFFER = Text("Heute um {at}: noch {free} Plätze frei.", "Today at {at}: {free} places free.")
OTHER_DAY_OFFER_ONE = Text("Heute um {at}: noch 1 Platz frei.", "Today at {at}: 1 place free.")
OTHER_DAY_FULL = Text("Heute ist kein Platz frei.", "No place is free today.")
PAIR_STAYS = Text("Die andere Impfung am {day} bleibt.", "The other dose on {day} stays.")
PAIR_BREAKS = Text(
    "Heute geht nicht: die andere Impfung ist am {day}, die Reihenfolge würde nicht stimmen.",
    "Not today: the other dose is on {day}, their order would be wrong.",
)
OTHER_DAY_SAY = Text(
    "Ihr Termin ist am {day} um {at} Uhr. Heute um {offer} Uhr ist noch Platz. Soll ich verschieben?",
    "Your appointment is on {day} at {at}. There is a place today at {offer}. Shall I move it?",
)
OTHER_DAY_FULL_SAY = Text(
    "Ihr Termin ist am {day} um {at} Uhr. Heute ist leider kein Platz frei. Ihr Termin bleibt.",
    "Your appointment is on {day} at {at}. I am sorry, today is full. Your appointment stays.",
)
OTHER_DAY_PAST_SAY = Text(
    "Ihr Termin war am {day}. Heute um {offer} Uhr ist noch Platz. Soll ich verschieben?",
    "Your appointment was on {day}. There is a place today at {offer}. Shall I move it?",
)
OTHER_DAY_PAST_FULL_SAY = Text(
    "Ihr Termin war am {day}. Heute ist leider kein Platz frei. Bitte lassen Sie sich einen neuen Termin geben.",
    "Your appointment was on {day}. I am sorry, today is full. Please have a new one made.",
)

REQUESTED = Text("… ANGEFRAGT, NOCH NICHT ZUSAGEN", "… ASKED FOR, DO NOT PROMISE YET")
REQUESTED_WHAT = Text("Heute {new} statt {old}.", "Today {new} instead of {old}.")
REQUESTED_STEP = Text("Bis zur Antwort gilt der alte Termin.", "Until the answer, the old appointment holds.")
REQUESTED_OFFLINE = Text(
    "Ohne Netz: Die Antwort kommt erst, wenn die Verbindung wieder da ist.",
    "No network: the answer comes when the connection is back.",
)
REQUESTED_SAY = Text("Einen Moment bitte, ich frage nach.", "One moment please, I am asking.")

GRANTED = Text("✓ VERSCHOBEN AUF HEUTE {at}", "✓ MOVED TO TODAY {at}")
GRANTED_OLD = Text("Der Termin am {old} ist frei gegeben.", "The appointment on {old} is given back.")
GRANTED_ADMIT = Text("Ausweis vergleichen, dann Enter: aufnehmen.", "Compare the ID, then Enter admits.")
GRANTED_LATER = Text("Aufnahme ab {at}.", "Admission from {at}.")
GRANTED_WAIT = Text("Der neue Termin wird gerade geladen.", "The new appointment is being loaded.")
GRANTED_SAY = Text(
    "Das hat geklappt: Sie haben heute um {at} Uhr einen Termin.",
    "That worked: you have an appointment today at {at}.",
)

REFUSED = Text("‼ VERSCHIEBEN GEHT NICHT", "‼ CANNOT BE MOVED")
REFUSED_OTHERS = Text("Sonst frei: {times}.", "Free instead: {times}.")
REFUSED_NEXT = Text("u: {at} anfragen.", "u: ask for {at}.")
REFUSED_STAYS = Text("Der Termin am {old} bleibt.", "The appointment on {old} stays.")
REFUSED_SAY = Text(
    "Das hat leider nicht geklappt. Ihr Termin am {day} um {at} Uhr bleibt Ihnen sicher.",
    "I am sorry, that did not work. Your appointment on {day} at {at} is safe.",
)

OTHER_CENTRE = Text("! ANDERES IMPFZENTRUM", "! OTHER CENTRE")
OTHER_CENTRE_STEP = Text("Termin bei: {centre}", "Appointment at: {centre}")
OTHER_CENTRE_PRIVATE = Text("Mehr wird hier nicht gezeigt.", "No more is shown here.")
OTHER_CENTRE_SAY = Text(
    "Ihr Termin ist nicht hier, sondern bei: {centre}. Dort werden Sie erwartet.",
    "Your appointment is not here but at: {centre}. They expect you there.",
)

CANCELLED = Text("! TERMIN IST ABGESAGT", "! APPOINTMENT IS CANCELLED")
CANCELLED_WHEN = Text("Abgesagt am {day} um {at}, von: {who}.", "Cancelled on {day} at {at}, by: {who}.")
CANCELLED_WHEN_UNKNOWN = Text("Wann und von wem, ist nicht bekannt.", "When and by whom is not known.")
CANCELLED_BY_UNKNOWN = Text("nicht bekannt", "not known")
CANCELLED_BY_LIST = Text("Liste des Buchungssystems", "the booking system's list")
CANCELLED_MOVED = Text("Er wurde verschoben.", "It was moved.")
CANCELLED_STEP = Text(
    "Ein neuer Termin oder ohne Termin: die Leitung fragen.", "A new appointment, or none: ask the shift leader."
)
CANCELLED_SAY = Text(
    "Ihr Termin am {day} wurde abgesagt. Einen Moment bitte, ich frage, was heute möglich ist.",
    "Your appointment on {day} was cancelled. One moment please, I will ask what is possible today.",
)

PENDING = Text("… TERMIN NOCH NICHT BESTÄTIGT", "… NOT CONFIRMED YET")
PENDING_WHAT = Text("Angefragt: {when}.", "Asked for: {when}.")
PENDING_STEP = Text("Noch nicht zusagen. Die Antwort erscheint von selbst.", "Do not promise. The answer will appear.")
PENDING_SAY = Text(
    "Ihr Platz ist angefragt, aber noch nicht bestätigt. Bitte warten Sie einen Moment.",
    "Your place is asked for but not confirmed yet. Please wait a moment.",
)

WAITING_LIST = Text("! STEHT AUF DER WARTELISTE", "! IS ON THE WAITING LIST")
WAITING_SINCE = Text("Auf der Liste seit {day}", "On the list since {day}")
WAITING_STEP = Text("Kein Termin. Ohne Termin: die Leitung fragen.", "No appointment. Ask the shift leader.")
WAITING_SAY = Text(
    "Sie stehen auf unserer Warteliste, einen Termin haben Sie noch nicht. Wir melden uns, sobald ein Platz frei ist.",
    "You are on our waiting list, with no appointment yet. We will call you as soon as a place is free.",
)

NO_APPOINTMENT = Text("! KEIN TERMIN", "! NO APPOINTMENT")
NO_APPOINTMENT_STEP = Text(
    "Nach Bestätigung oder Code fragen. Ohne Termin: die Leitung fragen.",
    "Ask for a confirmation or a code. Without one: ask the shift leader.",
)
NO_APPOINTMENT_SAY = Text(
    "Für Sie finde ich hier keinen Termin. Haben Sie eine Bestätigung oder einen Code dabei?",
    "I find no appointment for you here. Do you have a confirmation or a code with you?",
)

UNKNOWN_CODE = Text("! CODE NICHT GEFUNDEN", "! CODE NOT FOUND")
UNKNOWN_CODE_STEP = Text(
    "Vielleicht in einem anderen Impfzentrum. Code noch einmal lesen, sonst nach dem Namen suchen.",
    "Perhaps at another centre. Read the code again, or search by name.",
)
UNKNOWN_CODE_SAY = Text(
    "Unter diesem Code finde ich hier nichts. Vielleicht ist Ihr Termin in einem anderen Impfzentrum. Wie heißen Sie?",
    "I find nothing under this code. Perhaps your appointment is at another centre. What is your name?",
)
UNKNOWN_CODE_MESSAGE = Text(
    "Code noch einmal scannen, oder den Namen tippen.", "Scan the code again, or type the name."
)
MISTYPED_CODE = Text("! TIPPFEHLER IM CODE", "! A SLIP IN THE CODE")
MISTYPED_CODE_STEP = Text(
    "Ein Zeichen ist falsch, oder zwei sind vertauscht. Bitte Zeichen für Zeichen vergleichen. 0 O 1 I Y Z U kommen in"
    " unseren Codes nicht vor.",
    "One character is wrong, or two are exchanged. Please compare them one by one. Our codes never contain 0 O 1 I Y Z"
    " U.",
)
MISTYPED_CODE_ELSE = Text("Sonst nach dem Namen suchen.", "Else search by name.")
MISTYPED_CODE_SAY = Text(
    "Darf ich den Code bitte noch einmal sehen? Ich habe mich wohl vertippt.",
    "May I see the code once more, please? I seem to have made a slip.",
)
MISTYPED_CODE_MESSAGE = Text(
    "Code noch einmal abschreiben oder scannen, oder den Namen tippen.",
    "Copy the code again or scan it, or type the name.",
)
GONE = Text("! NICHT MEHR VORHANDEN", "! NOT HERE ANY MORE")
GONE_STEP = Text("Die Angaben wurden inzwischen entfernt. Bitte neu suchen.", "The data was removed. Search again.")

# Choices

CHOOSE_PERSON = Text("‼ WER IST ES?", "‼ WHO IS IT?")
CHOOSE_PERSON_STEP = Text(
    "Nach Geburtsdatum und Straße fragen, dann die Nummer drücken.", "Ask for birth date and street, press the number."
)
CHOOSE_PERSON_SAY = Text(
    "Sagen Sie mir bitte Ihr Geburtsdatum und Ihre Straße?", "Would you tell me your birth date and street, please?"
)
CHOOSE_APPOINTMENT = Text("‼ WELCHER TERMIN?", "‼ WHICH APPOINTMENT?")
CHOOSE_APPOINTMENT_STEP = Text("Nummer drücken.", "Press the number.")
CHOOSE_APPOINTMENT_SAY = Text(
    "Sie haben heute zwei Termine. Zu welchem kommen Sie?", "You have two appointments today. Which one is it?"
)

# Questions and their results

ASK_LEFT = Text(
    "{name} geht ohne Impfung? Das wird so festgehalten; die Person wird nicht mehr erwartet.",
    "{name} leaves without a dose? This is recorded; the person is not expected any more.",
)
DONE_LEFT = Text("{name} ist ohne Impfung gegangen.", "{name} left without a dose.")
ASK_CANCEL = Text(
    "Termin {when} von {name} absagen? Der Platz ist sofort wieder frei.",
    "Cancel the appointment {when} of {name}? The place is free at once.",
)
DONE_CANCEL = Text("Termin von {name} ist abgesagt.", "The appointment of {name} is cancelled.")
ASK_REASON = Text("Warum wird {name} noch einmal aufgenommen?", "Why is {name} admitted once more?")
REASON_HINT = Text("zum Beispiel: von der Ärztin zurück", "for example: back from the doctor")
REASON_MISSING = Text("Bitte den Grund kurz nennen.", "Please give the reason in a few words.")
MOVE_ASKED = Text("Angefragt. Noch nicht zusagen.", "Asked for. Do not promise yet.")
ANSWER_GRANTED = Text("✓ {name}: Verschieben hat geklappt.", "✓ {name}: was moved.")
ANSWER_REFUSED = Text("‼ {name}: Verschieben ging nicht, der Termin bleibt.", "‼ {name}: not moved, it stays.")

UNDO_TITLE = Text("Welche Aufnahme zurücknehmen?", "Which admission is to be taken back?")
UNDO_NONE = Text("An diesem Platz wurde heute noch niemand aufgenommen.", "Nobody was admitted at this desk today.")
UNDO_ASK = Text(
    "Aufnahme von {name}, Nr. {number} um {at}, zurücknehmen? Der Termin ist danach wieder offen.",
    "Take back the admission of {name}, no. {number} at {at}? The appointment is open again then.",
)
UNDO_DONE = Text(
    "✓ Aufnahme von {name} (Nr. {number}) ist zurückgenommen.", "✓ Admission of {name} (no. {number}) is taken back."
)
REFUSED_BECAUSE = Text("‼ Ohne Wirkung: {why}", "‼ Without effect: {why}")

WHY_NOT: dict[str, Text] = {
    "visit_unknown": Text("Diese Aufnahme ist hier nicht bekannt.", "This admission is not known here."),
    "known_already": Text("Das war schon so festgehalten.", "That was recorded already."),
    "undo_other_desk": Text("Nur der Platz, der aufgenommen hat, kann es zurücknehmen.", "Only the other desk can."),
    "undo_other_day": Text("Das geht nur am selben Tag.", "Only on the same day."),
    "undo_dose_given": Text("Die Impfung ist schon eingetragen.", "The dose is recorded already."),
    "dose_given": Text("Die Impfung ist schon eingetragen.", "The dose is recorded already."),
    "appointment_unknown": Text("Dieser Termin ist hier nicht bekannt.", "This appointment is not known here."),
    "cancelled_already": Text("Der Termin war schon abgesagt.", "The appointment was cancelled already."),
    "person_unknown": Text("Diese Person ist hier nicht mehr bekannt.", "This person is not known here any more."),
    "nothing_changed": Text("Es wurde nichts geändert.", "Nothing was changed."),
    "slot_over": Text("Diese Zeit ist schon vorbei.", "That time is over."),
    "has_place_there": Text("Zu dieser Zeit ist schon ein Termin da.", "There is an appointment at that time already."),
    "slot_full": Text("Der Platz ist gerade vergeben worden.", "The place has just been taken."),
    "slot_unknown": Text("Diesen Platz gibt es nicht mehr.", "This place does not exist any more."),
    "contingent_used_up": Text("Diese Plätze sind alle vergeben.", "All of these places are taken."),
    "contingent_way": Text("Diese Plätze sind für einen anderen Weg.", "These places are for another way of booking."),
    "contingent_hours": Text("Für diese Plätze ist gerade keine Buchungszeit.", "Not the hours for these places."),
    "contingent_not_open": Text("Diese Plätze sind noch nicht freigegeben.", "These places are not open yet."),
    "contingent_closed": Text("Diese Plätze sind nicht mehr offen.", "These places are closed."),
    "contingent_vaccine": Text("Für den Platz gilt ein anderer Impfstoff.", "The place is for another vaccine."),
    "contingent_birth_dates": Text("Der Platz ist für einen anderen Jahrgang.", "The place is for another year group."),
    "contingent_districts": Text("Der Platz ist für einen anderen Kreis.", "The place is for another district."),
    "old_appointment_not_open": Text("Der alte Termin ist nicht mehr offen.", "The old appointment is not open."),
    "pair_order": Text("Die erste Impfung läge dann nach der zweiten.", "The first dose would come after the second."),
    "appointment_exists": Text("Den Termin gibt es schon.", "The appointment exists already."),
    "not_eligible": Text("Die Impfregeln lassen den Tag nicht zu.", "The rules do not allow that day."),
    "short_notice_none": Text("Hier gibt es keine kurzfristigen Plätze.", "No places at short notice here."),
    "short_notice_far": Text("Der Platz ist dafür zu weit weg.", "The place is too far ahead for that."),
    "short_notice_not_registered": Text("Nur für Registrierte.", "Only for those who are registered."),
    "short_notice_vaccinated": Text("Nur für noch nicht Geimpfte.", "Only for those not yet vaccinated."),
    "short_notice_way": Text(
        "Nicht für Personen, die so registriert wurden.", "Not for people who were registered that way."
    ),
    "short_notice_channel": Text("Die Bestätigung käme zu spät.", "The confirmation would come too late."),
    "short_notice_waiting_list": Text("Der Platz gehört noch der Warteliste.", "The waiting list still comes first."),
    "confirmation_unknown": Text("Diese Bestätigung gibt es nicht.", "There is no such confirmation."),
    "centre_unknown": Text("Dieses Zentrum kennt der Dienst nicht.", "The service does not know this centre."),
    "time_over": Text("Die Zeit dafür ist schon vorbei.", "The time for it is over already."),
    "other_day": Text("Das ging nur an diesem Tag.", "That was possible on that day only."),
    "no_dose_left": Text("Es ist keine Dosis frei.", "No dose is free."),
    "has_promise": Text("Die Person hat heute schon eine Zusage.", "They have been promised a dose today already."),
    "already_in": Text("Die Person ist schon im Haus.", "The person is in the house already."),
    "arrives_too_late": Text("Bis dahin ist die Dosis nicht mehr haltbar.", "The dose does not keep until then."),
    "second_too_soon": Text("Die zweite Impfung läge dann zu nah.", "The second dose would come too soon then."),
    "promise_exists": Text("Die Zusage gibt es schon.", "The promise exists already."),
    "promise_unknown": Text("Diese Zusage ist hier nicht bekannt.", "This promise is not known here."),
    "same_person": Text("Das ist dieselbe Person.", "That is the same person."),
    "promise_for_one": Text("Die Zusage ist für eine Person.", "The promise is for one person."),
    "promise_divided": Text("Die zweite Dosis hat schon jemand anderes.", "Somebody else has the second dose."),
    "promise_kept": Text("Die Person ist schon da.", "The person is here already."),
    "call_held": Text("Diese Person ruft gerade jemand anderes an.", "Somebody else is calling this person."),
    "lease_passed": Text("Inzwischen hat jemand anderes angerufen.", "Somebody else has called meanwhile."),
    "no_text_messages": Text("Hier werden keine SMS verschickt.", "No text messages are sent here."),
    "no_mobile": Text("Es gibt keine eigene Mobilnummer.", "There is no mobile number of their own."),
    "asked_today": Text("Heute ging schon eine SMS hinaus.", "A text message has gone out today already."),
    "allotment_exists": Text("Diese Dosen sind schon zugeteilt.", "These doses are allotted already."),
    "allotment_unknown": Text("Diese Zuteilung gibt es hier nicht.", "There is no such allotment here."),
    "vial_unknown": Text("Dieses Fläschchen ist hier nicht bekannt.", "This vial is not known here."),
    "change_unknown": Text("Diese Angabe zu Dosen ist hier nicht bekannt.", "This entry about doses is not known."),
    "dose_unknown": Text("Diese Impfung ist hier nicht bekannt.", "This dose is not known here."),
    "set_later": Text("Jemand hat es danach anders eingetragen.", "Somebody entered it otherwise later."),
    "confirmation_gone": Text("Die Bestätigung ist schon unterwegs.", "The confirmation has left already."),
}
WHY_NOT_CODE = Text("Der Dienst sagt nein ({code}).", "The service says no ({code}).")

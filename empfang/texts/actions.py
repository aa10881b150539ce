"""What can be done by a key: its short word for the line of keys, its command, and a sentence for the help."""

from empfang.texts import Text

OPEN = Text("öffnen", "open"), Text("Person öffnen", "Open the person")
OPEN_WHAT = Text(
    "Öffnet die markierte Person. Ist der Text ein vollständiger Code, gilt er als gescannt.",
    "Opens the marked person. A complete code counts as scanned.",
)
ADMIT = Text("aufnehmen", "admit"), Text("Person aufnehmen", "Admit the person")
ADMIT_WHAT = Text("Nimmt die Person auf der Karte auf.", "Admits the person on the card.")
BACK = Text("zurück", "back"), Text("Zurück zur Suche", "Back to the search")
BACK_WHAT = Text(
    "Einen Schritt zurück: von der Karte zur Suche, dann die Suche leeren.",
    "One step back: from the card to the search, then empty the search.",
)
MOVE = Text("verschieben", "move"), Text("Termin auf heute verschieben", "Move the appointment to today")
MOVE_WHAT = Text(
    "Fragt beim Dienst den freien Platz von heute an. Erst zusagen, wenn VERSCHOBEN dasteht.",
    "Asks the service for today's free place. Promise nothing until it says MOVED.",
)
READMIT = Text("wieder aufnehmen", "readmit"), Text("Noch einmal aufnehmen", "Admit once more")
READMIT_WHAT = Text(
    "Nimmt jemanden noch einmal auf, der schon da war; fragt nach dem Grund.",
    "Admits somebody once more who was in already; asks for the reason.",
)
LEFT = Text("geht", "leaves"), Text("Person geht ohne Impfung", "Person leaves without a dose")
LEFT_WHAT = Text("Hält fest, dass die Person ohne Impfung geht. Fragt einmal.", "Records that the person leaves.")
CANCEL = Text("stornieren", "cancel"), Text("Termin absagen", "Cancel the appointment")
CANCEL_WHAT = Text(
    "Sagt den Termin ab; der Platz ist sofort frei. Fragt einmal.", "Cancels it; the place is free. Asks once."
)
PAPERS = Text("Papiere", "papers"), Text("Papiere der Person", "The person's papers")
PAPERS_WHAT = Text("Was vorliegt und was fehlt; was stattdessen gezeigt wird.", "What is there and what is missing.")
NEEDS = Text("Bedarf", "needs"), Text("Was die Person braucht", "What the person needs")
NEEDS_WHAT = Text("Rollstuhl, Dolmetscher und so weiter; keine Diagnosen.", "Wheelchair, interpreter …; no diagnoses.")
TICK = Text("Haken", "tick"), Text("Haken setzen oder wegnehmen", "Tick or untick")
TICK_WHAT = Text("Wechselt für die markierte Zeile.", "Switches for the marked line.")
GROUP = Text("Gruppe", "group"), Text("Die ganze Gruppe aufnehmen", "Admit the whole group")
GROUP_WHAT = Text(
    "Alle, die da sind, auf einmal; die anderen bleiben offen.", "All who are here; the others stay open."
)
WALK_IN = Text("ohne Termin", "walk-in"), Text("Ohne Termin aufnehmen", "Admit without an appointment")
WALK_IN_WHAT = Text(
    "Zu den Zeiten des Zentrums dafür, sonst mit Grund.", "At the centre's hours for it, else with a reason."
)
DOCTOR = Text("Arzt", "doctor"), Text("Ärztin oder Arzt hat entschieden", "A doctor has decided")
DOCTOR_WHAT = Text(
    "Darf trotz fehlendem Papier herein, oder: heute keine Impfung.", "May come in without a paper, or: no dose today."
)
OTHER_VACCINE = Text("Impfstoff", "vaccine"), Text("Anderen Impfstoff nehmen", "Take another vaccine")
OTHER_VACCINE_WHAT = Text(
    "Wenn der gebuchte heute nicht da ist und die Person einverstanden ist.", "If what was booked is not here today."
)
DOSES = Text("Impfungen", "doses"), Text("Frühere Impfungen eintragen", "Note earlier doses")
DOSES_WHAT = Text(
    "Impfstoff und Tage, wie gezeigt: com 3.5. com 14.6. Auch: keine, genesen 15.1.21.",
    "Vaccine and days as shown: com 3.5. com 14.6. Also: none, recovered 15.1.21.",
)
ON_SITE = Text("vor Ort", "on site"), Text("Wartet vor Ort auf eine übrige Dosis", "Waits here for a dose left over")
ON_SITE_WHAT = Text(
    "Merkt vor, wer hier ist und eine übrige Dosis nähme, oder nimmt das zurück.",
    "Notes who is here and would take a dose that is left over, or takes that back.",
)
COMPANION = Text("Begleitung", "companion"), Text("Wer die zweite Dosis bekommt", "Who gets the second dose")
COMPANION_WHAT = Text(
    "Wer mitkommt: die zweite Dosis einer Zusage für zwei.", "Who comes along: the second dose of a promise for two."
)
REGISTER = Text("neue Person", "new person"), Text("Neue Person eintragen", "Register a new person")
REGISTER_WHAT = Text("Wer hier steht und noch nicht bekannt ist.", "Who stands here and is not known yet.")
REASONS = Text("warum", "why"), Text("Warum die Regeln das sagen", "Why the rules say so")
REASONS_WHAT = Text(
    "Jede Regel, die etwas sagt: wessen sie ist, und seit wann sie gilt.", "Every rule that speaks: whose, since when."
)
FURTHER = Text("weitere absagen", "cancel other"), Text("Weitere Buchung absagen", "Cancel the further booking")
FURTHER_WHAT = Text("Sagt den zweiten Platz ab, wenn er nicht mehr gebraucht wird.", "Gives back the second place.")
IS_THERE = Text("da", "there"), Text("Liegt vor", "Is there")
IS_THERE_WHAT = Text("Das markierte Papier liegt vor.", "The marked paper is there.")
IS_MISSING = Text("fehlt", "missing"), Text("Fehlt", "Is missing")
IS_MISSING_WHAT = Text("Das markierte Papier fehlt.", "The marked paper is missing.")
IS_OPEN = Text("offen", "open"), Text("Noch nicht gefragt", "Not asked yet")
IS_OPEN_WHAT = Text("Nimmt zurück, was zu dem Papier gesagt wurde.", "Takes back what was said of the paper.")
OTHER_WAY = Text("womit", "with what"), Text("Womit es gezeigt wurde", "What was shown")
OTHER_WAY_WHAT = Text(
    "Wechselt durch, was stattdessen gezeigt werden kann.", "Steps through what can be shown instead."
)
TELL_CALLERS = Text("INFO", "INFO"), Text("Was Anrufer erfahren", "What callers are told")
TELL_CALLERS_WHAT = Text("Eine Zeile, die an allen Telefonen steht.", "A line that stands at all telephones.")
KEEP = Text("übernehmen", "keep"), Text("Übernehmen", "Keep")
KEEP_WHAT = Text("Hält alles auf einmal fest.", "Records all of it at once.")
HERE_OR_NOT = Text("da/nicht da", "here/not"), Text("Ist da oder nicht", "Is here or not")
HERE_OR_NOT_WHAT = Text("Wechselt für die markierte Person.", "Switches for the marked person.")
ADMIT_THESE = Text("aufnehmen", "admit"), Text("Alle mit Haken aufnehmen", "Admit all that are ticked")
ADMIT_THESE_WHAT = Text("Nimmt alle mit Haken auf.", "Admits all that are ticked.")
PERSON = Text("Daten", "data"), Text("Seite der Person", "The person's page")
PERSON_WHAT = Text("Alles über die Person; Kontaktdaten ändern.", "Everything about the person; change contact data.")
UP = Text("vorige", "previous"), Text("Vorige Zeile", "Previous line")
UP_WHAT = Text("Markiert die Zeile darüber.", "Marks the line above.")
DOWN = Text("nächste", "next"), Text("Nächste Zeile", "Next line")
DOWN_WHAT = Text("Markiert die Zeile darunter.", "Marks the line below.")
PAGE_UP = Text("weiter oben", "further up"), Text("Eine Seite nach oben", "A page up")
PAGE_UP_WHAT = Text("Blättert zurück.", "Pages back.")
PAGE_DOWN = Text("weiter unten", "further down"), Text("Eine Seite nach unten", "A page down")
PAGE_DOWN_WHAT = Text("Blättert weiter.", "Pages on.")
CHOOSE = Text("nehmen", "choose"), Text("Diese nehmen", "Choose this one")
CHOOSE_WHAT = Text("Nimmt die markierte Zeile; oder die Nummer drücken.", "Takes the marked line; or press its number.")
SAVE = Text("speichern", "save"), Text("Änderungen speichern", "Save the changes")
SAVE_WHAT = Text("Speichert die geänderten Angaben.", "Stores what was changed.")
CLOSE = Text("zurück", "back"), Text("Zurück", "Back")
CLOSE_WHAT = Text("Einen Schritt zurück; fragt, wenn etwas nicht gespeichert ist.", "One step back; asks if unsaved.")

FIRST = Text("erste", "first"), Text("Die erste Antwort", "The first answer")
FIRST_WHAT = Text("Wählt die Antwort mit der 1.", "Takes answer 1.")
SECOND = Text("zweite", "second"), Text("Die zweite Antwort", "The second answer")
SECOND_WHAT = Text("Wählt die Antwort mit der 2.", "Takes answer 2.")
THIRD = Text("dritte", "third"), Text("Die dritte Antwort", "The third answer")
THIRD_WHAT = Text("Wählt die Antwort mit der 3.", "Takes answer 3.")
DONE = Text("erledigt", "done"), Text("Als erledigt abhaken", "Tick off as done")
DONE_WHAT = Text(
    "Hakt Abgelehntes oder nicht Lesbares ab, wenn die Person oder die Leitung Bescheid weiß.",
    "Ticks off what was refused or is unreadable, once the person or the shift leader knows.",
)
ALL_SEEN = Text("alle gesehen", "all seen"), Text("Alles zur Kenntnis nehmen", "Take note of everything")
ALL_SEEN_WHAT = Text(
    "Nimmt alles unter „Zur Kenntnis“ auf einmal. Fragt einmal.", "Takes all that is for information. Asks once."
)
TRY_NOW = Text("jetzt versuchen", "try now"), Text("Jetzt übertragen", "Send now")
TRY_NOW_WHAT = Text("Sendet und holt sofort, ohne zu warten.", "Sends and fetches at once, without waiting.")
TO_PERSON = Text("Daten", "data"), Text("Seite der Person", "The person's page")
TO_PERSON_WHAT = Text("Öffnet die Seite der Person.", "Opens the person's page.")
BACK_TO_WORK = Text("zurück", "back"), Text("Zurück an die Arbeit", "Back to work")
BACK_TO_WORK_WHAT = Text("Zurück zu dem Bildschirm davor.", "Back to the screen before.")
TRANSFER = Text("Übertragung", "sending"), Text("Übertragung und Klärfälle", "Sending, and what to clear up")
TRANSFER_WHAT = Text("Nicht Übertragenes, Abgelehntes, Klärfälle.", "Unsent, refused, to clear up.")
GO_TO = Text("gehe zu", "go to"), Text("Gehe zu …", "Go to …")
GO_TO_WHAT = Text(
    "Danach ein Buchstabe: e Empfang, n Nacherfassen, u Übertragung, p Tagesplan.",
    "Then a letter: e reception, n enter from paper, u sending, p plan of the day.",
)
ENTER_LINE = Text("eintragen", "enter"), Text("Zeile eintragen", "Enter the line")
ENTER_LINE_WHAT = Text(
    "Trägt ein, wer laut Papier gekommen ist: Nummer der Zeile und Uhrzeit.",
    "Enters who came according to the paper: the line's number and the time.",
)
LATE_ENTRY = Text("Nacherfassen", "from paper"), Text("Nacherfassen vom Papier", "Enter from paper")
LATE_ENTRY_WHAT = Text(
    "Nach einem Ausfall: von der Notfallliste eintragen, wer gekommen ist.",
    "After an outage: enter from the emergency list who came.",
)
WRITE_LIST = Text("Notfallliste", "list"), Text("Notfallliste jetzt schreiben", "Write the emergency list now")
WRITE_LIST_WHAT = Text(
    "Schreibt die Tagesliste als PDF, zum Ausdrucken für den Notfall.", "Writes the day's list as a PDF for paper."
)
PRINT = Text("Laufzettel", "slip"), Text("Laufzettel noch einmal drucken", "Print the run slip again")
PRINT_WHAT = Text(
    "Druckt den Laufzettel der Karte, sonst den letzten, noch einmal.", "Prints the card's slip, else the last, again."
)

HELP = Text("Hilfe", "help"), Text("Hilfe zu diesem Bildschirm", "Help on this screen")
HELP_WHAT = Text("Dieser Bildschirm, seine Tasten, was man sagt.", "This screen, its keys, what to say.")
RECEPTION = Text("Empfang", "reception"), Text("Zum Empfang", "Go to the reception")
RECEPTION_WHAT = Text("Der Bildschirm Empfang, von überall.", "The reception screen, from anywhere.")
UNDO = Text("zurücknehmen", "take back"), Text("Aufnahme zurücknehmen", "Take an admission back")
UNDO_WHAT = Text("Die letzten Aufnahmen dieses Platzes; nimmt eine zurück.", "This desk's last admissions; undo one.")
PALETTE = Text("Befehle", "commands"), Text("Alle Befehle", "All commands")
PALETTE_WHAT = Text("Alles, was hier geht, zum Suchen.", "All that can be done here, to search in.")
PRIVACY = Text("verdecken", "hide"), Text("Bildschirm verdecken", "Hide the screen")
PRIVACY_WHAT = Text(
    "Verdeckt sofort alles; eine Taste zeigt es wieder. Zweimal: anderer Name.",
    "Hides all at once; any key shows it again. Twice: another name.",
)
OPERATOR = Text("Name", "name"), Text("Anderer Name an diesem Platz", "Another name at this desk")
OPERATOR_WHAT = Text("Schichtwechsel: ein anderer Name.", "Change of shift: another name.")
PIN = Text("PIN", "PIN"), Text("PIN setzen oder ändern", "Set or change your PIN")
PIN_WHAT = Text(
    "Ihre PIN: Nach einer Pause kommt nur damit jemand unter Ihrem Namen weiter.",
    "Your PIN: after a pause nobody goes on in your name without it.",
)
PLAN = Text("Tagesplan", "day plan"), Text("Tagesplan des Zentrums", "The centre's plan of the day")
PLAN_WHAT = Text(
    "Für heute: wer zu früh oder zu spät kommt, und welcher Impfstoff in welcher Straße.",
    "For today: who comes too early or too late, and which vaccine in which lane.",
)
REMOVE_PIN = Text("PIN löschen", "remove PIN"), Text("Vergessene PIN löschen", "Remove a forgotten PIN")
REMOVE_PIN_WHAT = Text("Für jemanden, der die eigene PIN nicht mehr weiß.", "For somebody who has forgotten it.")
OPEN_UP = Text("weiter", "go on"), Text("Mit dieser PIN weiter", "Go on with this PIN")
OPEN_UP_WHAT = Text("Prüft die PIN.", "Checks the PIN.")
OTHER_NAME = Text("anderer Name", "other name"), Text("Anderer Name an diesem Platz", "Another name at this desk")
OTHER_NAME_WHAT = Text("Jemand anderes arbeitet hier weiter.", "Somebody else goes on here.")
STAY = Text("bleiben", "stay"), Text("Hier bleiben", "Stay here")
STAY_WHAT = Text("Nichts geschieht.", "Nothing happens.")
NOT_WAIT = Text("nicht warten", "do not wait"), Text("Gleich beenden", "End at once")
NOT_WAIT_WHAT = Text(
    "Endet gleich; der Rest geht beim nächsten Start hinaus.", "Ends; the rest is sent at the next start."
)
COLOURS = Text("hell/dunkel", "light/dark"), Text("Helle oder dunkle Farben", "Light or dark colours")
COLOURS_WHAT = Text("Wechselt zwischen heller und dunkler Darstellung.", "Switches between light and dark.")
LEAVE = Text("beenden", "leave"), Text("Schicht beenden", "End the shift")
LEAVE_WHAT = Text(
    "Beendet das Programm; sagt vorher, was noch nicht übertragen ist.", "Ends; first says what is unsent."
)
YES = Text("ja", "yes"), Text("Ja", "Yes")
YES_WHAT = Text("Ja.", "Yes.")
NO = Text("nein", "no"), Text("Nein", "No")
NO_WHAT = Text("Nein, nichts ändern.", "No, change nothing.")
SIGN_IN = Text("anmelden", "sign in"), Text("Mit diesem Namen beginnen", "Begin with this name")
SIGN_IN_WHAT = Text("Beginnt mit dem markierten Namen.", "Begins with the marked name.")

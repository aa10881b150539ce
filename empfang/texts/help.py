"""The help of each screen."""

from empfang.texts import Text

TITLE = Text("Hilfe: {screen}", "Help: {screen}")
KEYS = Text("TASTEN", "KEYS")
EVERYWHERE = Text("ÜBERALL", "EVERYWHERE")
TO_SAY = Text("WAS MAN SAGT", "WHAT TO SAY")
SCROLL = Text("↑ ↓ blättern, Esc schließt.", "↑ ↓ to scroll, Esc closes.")

RECEPTION_NAME = Text("Empfang", "Reception")
RECEPTION = (
    Text(
        "Wer kommt, wird hier gefunden und aufgenommen. Code scannen: Ist alles in Ordnung, ist die Person damit"
        " aufgenommen. Sonst sagt die Karte, was zu tun ist.",
        "Whoever comes is found and admitted here. Scan the code: if all is well, that admits the person. If not, the"
        " card says what to do.",
    ),
    Text(
        "Ohne Code: ein Stück des Namens und das Geburtsjahr tippen (mei 41), das Geburtsdatum (4.2.41) oder"
        " das Ende der Telefonnummer. Enter öffnet die Karte. Ausweis vergleichen. Noch einmal Enter nimmt auf.",
        "Without a code: type a part of the name and the birth year (mei 41), the birth date (4.2.41) or the end of"
        " the phone number. Enter opens the card. Compare the ID. Enter again admits.",
    ),
    Text(
        "Ist die Karte offen (▸ vor dem Namen), gelten die Buchstaben der Karte. Esc führt zur Suche zurück, der Text"
        " steht noch da. Ein Großbuchstabe, eine Ziffer oder ein Scan beginnt gleich eine neue Suche.",
        "While the card is open (▸ before the name), letters act on the card. Esc leads back to the search, with its"
        " text. A capital letter, a digit or a scan begins a new search at once.",
    ),
    Text(
        "‼ heißt: gleicher Name und Jahrgang. Nach Geburtsdatum und Straße fragen, dann die Nummer drücken.",
        "‼ means: same name and year. Ask for birth date and street, then press the number.",
    ),
    Text(
        "OHNE NETZ? Weiterarbeiten. Nichts geht verloren, alles wird später von selbst übertragen.",
        "NO NETWORK? Go on. Nothing is lost, all is sent later by itself.",
    ),
)
PERSON_NAME = Text("Person", "Person")
PERSON = (
    Text(
        "Alles, was hier über die Person bekannt ist. Kontaktdaten lassen sich gleich hier ändern: Feld mit Tab"
        " wählen, tippen, Strg+S.",
        "All that is known about the person here. Contact data can be changed in place: Tab to a field, type, Ctrl+S.",
    ),
    Text(
        "Name und Geburtsdatum werden am Empfang nicht geändert: dafür die Leitung rufen.",
        "Name and birth date are not changed at the reception: call the shift leader.",
    ),
)
PERSON_SAY = Text(
    "Ich lese Ihnen vor, was wir haben. Sagen Sie bitte, wenn etwas nicht stimmt.",
    "I will read out what we have. Please tell me if anything is wrong.",
)
TELEPHONE_NAME = Text("Telefon", "Telephone")
TELEPHONE = (
    Text(
        "Ein Gespräch der Reihe nach: Anliegen, Person, freie Termine, anfragen, vorlesen. Enter führt immer weiter,"
        " Esc einen Schritt zurück.",
        "A call in its order: concern, person, free places, ask, read out. Enter always goes on, Esc one step back.",
    ),
    Text(
        "Buchen: Zeile für Zeile tippen. Ist jemand schon bekannt, fragt der Bildschirm nach. Freie Termine stehen"
        " rechts, sobald das Geburtsdatum da ist; ein Paar passt immer zu den Impfregeln.",
        "Booking: type line by line. If somebody is known already the screen asks. Free places are on the right as"
        " soon as the birth date is there; a pair always fits the rules.",
    ),
    Text(
        "Zusagen erst, wenn GEBUCHT dasteht. ANGEFRAGT heißt: noch nichts versprechen. Ohne Netz: Wir rufen zurück.",
        "Promise only when it says BOOKED. ASKED FOR means: promise nothing. Without the network: we call back.",
    ),
    Text(
        "Nichts frei oder noch nicht möglich: w setzt auf die Warteliste. Wer schon angemeldet ist und früher kommen"
        " will: Verschieben, dann k (kurzfristig). Was später gebucht war, entfällt damit.",
        "Nothing free or not possible yet: w puts onto the waiting list. Whoever is registered and wants to come"
        " sooner: move, then k (short notice). What was booked for later goes with it.",
    ),
    Text(
        "Absagen, verschieben, löschen: erst prüfen, ob die Person am Telefon das darf: Code, oder Geburtsdatum und"
        " Straße, oder zurückrufen.",
        "Cancel, move, delete: first check that the caller may: code, or birth date and street, or call back.",
    ),
)
LEFTOVER_NAME = Text("Restdosen", "Leftover doses")
LEFTOVER = (
    Text(
        "Oben steht, was übrig bleiben wird: JETZT FREI darf zugesagt werden, „Rest“ ist die Spanne bis zum Abend."
        " Zuerst kommen die dran, die schon vor Ort warten.",
        "On top stands what will be left: FREE NOW may be promised, “left” is the range until the evening. Those who"
        " wait on site come first.",
    ),
    Text(
        "Anrufen: Enter reserviert die markierte Person. Erst wählen, wenn die Nummer dasteht. Danach eine Taste für"
        " das, was herauskam (1–9, 0 für weitere); der nächste Anruf steht schon bereit.",
        "Calling: Enter reserves whoever is marked. Dial only once the number stands there. Then one key for what came"
        " of it (1–9, 0 for more); the next call is ready.",
    ),
    Text(
        "Ja: j, drei Fragen (n heißt nein), 1 oder 2 Personen, Enter. Zusagen erst, wenn ZUGESAGT dasteht. Kommt keine"
        " Antwort: n merkt als Nachrücker vor. Eine späte Zusage steht rot da, bis sie angeboten (a) oder"
        " zurückgezogen (w) ist. Ist es die erste Impfung und passt die zweite nicht dazu, steht vorher ein anderer"
        " Termin da: j nimmt ihn, ← → anderer Tag, ↑ ↓ andere Zeit.",
        "Yes: j, three questions (n is no), 1 or 2 persons, Enter. Promise only when it says PROMISED. Without an"
        " answer n notes them as standby. A late promise stands there in red until it is offered (a) or withdrawn (w)."
        " Where it is the first dose and the second does not fit it, another time is offered first: j takes it, ← →"
        " another day, ↑ ↓ another time.",
    ),
    Text(
        "Wer vor Ort ist, wird gefragt statt angerufen, auch außerhalb der Anrufzeiten; x: ist nicht mehr da. Am"
        " Empfang merkt h auf der Karte vor, wer warten möchte.",
        "Whoever is on site is asked instead of called, also outside the hours for calls; x: not here any more. At the"
        " reception h on the card notes who would wait.",
    ),
    Text(
        "F8 berichtigt den letzten Anruf. Ohne Netz wird nur angerufen, wer vorher mit o reserviert wurde, und nur"
        " zugesagt, was diesem Platz zugeteilt ist.",
        "F8 corrects the last call. Without the network only those are called who were reserved before with o, and only"
        " what was allotted to this desk is promised.",
    ),
    Text(
        "Dosen: v trägt ein Fläschchen ein, z zählt, g gibt eine Dosis, x verwirft, k klärt, wer gegangen ist. Am Ende"
        " des Tages sagt b, ob alles aufgeht.",
        "Doses: v enters a vial, z counts, g gives a dose, x discards, k clears up who has gone. At the day's end b"
        " says whether it adds up.",
    ),
)
TRANSFER_NAME = Text("Übertragung", "Sending")
TRANSFER = (
    Text(
        "Hier steht, was noch nicht übertragen ist, was der Dienst abgelehnt hat und wo sich Angaben widersprechen."
        " Nichts davon geht verloren, auch wenn der Rechner ausgeht.",
        "Here is what is not sent yet, what the service has refused and where statements contradict each other."
        " None of it is lost, even if the computer is switched off.",
    ),
    Text(
        "Wartet auf Übertragung: nichts tun, weiterarbeiten. Es wird von selbst gesendet, sobald der Dienst antwortet.",
        "Waits to be sent: do nothing, go on. It is sent by itself as soon as the service answers.",
    ),
    Text(
        "Abgelehnt: der angefragte Platz war nicht frei. Einen der genannten Plätze mit seiner Nummer anfragen, der"
        " Person Bescheid geben, dann e.",
        "Refused: the place was not free. Ask for one of the places named by its number, tell the person, then e.",
    ),
    Text(
        "Klärfälle: zwei Angaben passen nicht zusammen. Die Nummern 1 bis 3 entscheiden; was jede bewirkt, steht"
        " dabei. F8 nimmt die letzte Entscheidung zurück.",
        "To clear up: two statements do not fit together. The numbers 1 to 3 decide; what each does is written beside"
        " it. F8 takes the last decision back.",
    ),
    Text(
        "Zur Kenntnis: das ist schon geregelt. 1 heißt gesehen, g nimmt alle auf einmal. Es eilt nicht.",
        "For information: this is settled already. 1 means seen, g takes all at once. There is no hurry.",
    ),
    Text(
        "Nicht lesbar: bleibt gespeichert, die Leitung sieht es. Hier nur Bescheid geben.",
        "Unreadable: it stays stored, the shift leader sees it. Just tell them.",
    ),
)
LATE_NAME = Text("Nacherfassen", "Enter from paper")
LATE = (
    Text(
        "Nach einem Ausfall: Wer auf der Notfallliste als gekommen eingetragen ist, wird hier festgehalten."
        " Nummer der Zeile und Uhrzeit tippen, Enter: 482137 0912. Leerzeichen sind gleich.",
        "After an outage: whoever is marked on the emergency list is recorded here. Type the line's number and the"
        " time, Enter: 482137 0912. Blanks do not matter.",
    ),
    Text(
        "Die letzte Ziffer der Nummer prüft die anderen: Ein Tippfehler wird gesagt und nicht eingetragen."
        " Die Nummern gelten an jedem Platz und auf jeder Liste des Tages.",
        "The last digit of the number checks the others: a slip is told and not entered. The numbers are the same at"
        " every desk and on every list of the day.",
    ),
    Text(
        "Ist jemand schon aufgenommen, gilt das; das Papier ändert nichts. F8 nimmt die letzte Zeile zurück.",
        "Who is admitted already stays so; paper changes nothing. F8 takes the last line back.",
    ),
    Text(
        "Liste von einem anderen Tag: erst den Tag tippen, zum Beispiel 14.12. und Enter.",
        "A list of another day: first type the day, for example 14.12. and Enter.",
    ),
)
SIGN_IN_NAME = Text("Anmelden", "Sign in")
SIGN_IN = (
    Text(
        "Den eigenen Namen wählen. Alles, was an diesem Platz geschieht, wird unter diesem Namen festgehalten.",
        "Pick your own name. All that is done at this desk is recorded under it.",
    ),
    Text(
        "Die Ziffer davor oder ein Stück des Namens tippen, dann Enter. Wer zuletzt hier war, steht oben."
        " Was jemand anderes hier offen hatte, wird dabei geschlossen; was noch nicht übertragen ist, bleibt.",
        "Type the digit before it or a part of the name, then Enter. Who was here last is on top. What somebody else"
        " had open here is closed; what is unsent stays.",
    ),
    Text(
        "PIN vergessen? Einen anderen Namen wählen; die Leitung kann die PIN löschen (Strg+P).",
        "Forgotten your PIN? Pick another name; a coordinator can remove the PIN (Ctrl+P).",
    ),
)

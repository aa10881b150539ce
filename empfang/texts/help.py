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
SIGN_IN_NAME = Text("Anmelden", "Sign in")
SIGN_IN = (
    Text(
        "Den eigenen Namen wählen. Alles, was an diesem Platz geschieht, wird unter diesem Namen festgehalten.",
        "Pick your own name. All that is done at this desk is recorded under it.",
    ),
)

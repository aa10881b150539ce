"""Asking by a text message whoever cannot telephone: what it says, and what is said about it at F4."""

from empfang.texts import Text

# The message
ASK = Text(
    "{town}Heute ist kurzfristig ein Termin frei. Bitte melden Sie sich bis {at}{number}. Zugesagt ist noch nichts.",
    "{town}An appointment has become free today. Please let us know by {at}{number}. Nothing is promised by this yet.",
)
TOWN = Text("Stadt {town}: ", "Town of {town}: ")
NUMBER = Text(" (auch durch andere: {number})", " (others may call for you: {number})")

# At F4
TITLE = Text(
    "Nur Text: per SMS fragen, ob sie bis {at} kommen können? Zugesagt wird damit nichts.",
    "Text only: ask by text message whether they can come by {at}? Nothing is promised by it.",
)
NOBODY = Text(
    "Niemand, den man heute noch per SMS fragen könnte.", "Nobody who could still be asked by text message today."
)
ASKED = Text("{name}: SMS angefragt.", "{name}: text message asked for.")

# Keys
KEY = Text("SMS", "text"), Text("Per SMS fragen", "Ask by text message")
WHAT = Text("Wer nicht telefonieren kann, bekommt eine SMS.", "Whoever cannot telephone gets a text message.")

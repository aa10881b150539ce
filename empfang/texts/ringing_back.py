"""What is said of somebody who rings after they were called for a leftover dose (F3, F4)."""

from empfang.texts import Text

CALLED = Text(
    "heute {at} angerufen wegen einer übrigen Dosis: {outcome}", "called today at {at} about a leftover dose: {outcome}"
)
CALLED_FROM = Text(
    "heute {at} von {centre} angerufen wegen einer übrigen Dosis: {outcome}",
    "called today at {at} by {centre} about a leftover dose: {outcome}",
)
BACK_AT = Text("Rückruf um {at}", "call back at {at}")
FREE = Text("frei: {doses}, bis {until} zusagbar", "free: {doses}, can be promised until {until}")
DOSES = Text("{number} {vaccine}", "{number} {vaccine}")
NONE_FREE = Text("keine mehr frei – Nachrücker", "none free any more – standby")
NOT_KNOWN = Text("was jetzt frei ist, sagt die Anfrage", "what is free now is said when it is asked for")
PROMISED = Text("zugesagt bis {at}", "promised by {at}")
NOT_POSSIBLE = Text("heute nicht möglich: {why}", "not possible today: {why}")
THERE = Text("bitte dorthin verweisen", "please refer them there")
TAKEN_OVER = Text("Weiter bei F4.", "Goes on at F4.")
RINGS = Text("ruft selbst an", "rings themselves")
IN_A_CALL = Text("Bei F4 läuft schon ein Anruf: erst den beenden.", "A call goes on at F4: end that one first.")

# Keys
TAKE = Text("Restdosis", "leftover dose"), Text("Übrige Dosis anbieten", "Offer a leftover dose")
TAKE_WHAT = Text(
    "Nimmt das Gespräch mit dieser Person zu den Restdosen (F4).", "Takes the call with this person to F4."
)

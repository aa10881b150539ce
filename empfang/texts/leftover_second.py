"""What is said about the second dose of somebody who says yes to a first one (F4)."""

from empfang.texts import Text

NONE = Text("2. IMPFUNG: noch kein Termin", "SECOND DOSE: no appointment yet")
TOO_SOON = Text("2. IMPFUNG: {at} passt nicht zu heute", "SECOND DOSE: {at} does not fit today")
SUITS = Text(
    "„Ihre zweite Impfung wäre dann am {at}. Passt Ihnen das?“",
    "“Your second dose would be on {at} then. Is that good?”",
)
TIMES = Text("{day}:", "{day}:")
NOTHING_FREE = Text("Im richtigen Abstand ist kein Termin frei.", "No appointment is free at the right distance.")
WITHOUT_ONE = Text("e: ohne zweiten Termin anfragen, mit Grund", "e: ask without a second appointment, with a reason")
NOT_TODAY = Text("Heute also nicht zusagen: Esc, dann 6.", "So promise nothing today: Esc, then 6.")
ALONE = Text(
    "OHNE NETZ lässt sich das jetzt nicht ändern. j sagt die erste Dosis zu; die zweite steht dann bei F9 zum Klären.",
    "WITHOUT THE NETWORK this cannot be changed now. j promises the first dose; the second is at F9 to be cleared up.",
)
WE_CALL = Text(
    "Wegen der zweiten Impfung rufen wir Sie noch einmal an.", "We will call you again about the second dose."
)
WITHOUT = Text("ohne zweiten Termin: {reason}", "without a second appointment: {reason}")

# Said once it is promised
IS_ON = Text("Ihre zweite Impfung ist am {at}. ", "Your second dose is on {at}. ")
IS_LATER = Text("Wegen der zweiten Impfung rufen wir Sie an. ", "We will call you about the second dose. ")
IS_ON_SITE = Text(
    "Über die zweite Impfung sprechen wir vor Ort. ", "We will talk about the second dose when you are here. "
)

# Keys
TAKE = Text("passt: anfragen", "suits: ask"), Text("Der Termin passt", "The appointment suits them")
TAKE_WHAT = Text(
    "Fragt die Dosis für heute und diesen Termin zusammen an.", "Asks for today's dose and this appointment together."
)
LATER = Text("erste zusagen", "promise the first"), Text("Nur die erste zusagen", "Promise the first only")
LATER_WHAT = Text("Ohne Netz; die zweite steht dann bei F9.", "Without the network; the second is at F9 then.")
AGAIN = Text("anderer Termin", "another time"), Text("Anderer zweiter Termin", "Another second appointment")
AGAIN_WHAT = Text("Der gewählte Termin ist vergeben: ein anderer.", "The time that was chosen is gone: another one.")

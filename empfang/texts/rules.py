"""Words about eligibility and rule books."""

from empfang.texts import Text

ELIGIBILITY = Text(
    "Bearbeitete Fälle gegen die geltenden Regeln prüfen", "Check worked cases against the rules in force"
)
CASES = Text("Die Fälle (CSV)", "The cases (CSV)")
DIFFERS = Text(
    "{id}  {field}: erwartet {expected}, Ergebnis {got}  ({reasons})",
    "{id}  {field}: expected {expected}, got {got}  ({reasons})",
)
AGREE = Text("{agree} von {rows} stimmen überein", "{agree} of {rows} agree")

"""Words about scans: those that cannot be acted upon, and the test of a scanner."""

from empfang.texts import Text

NOT_TAKEN = Text("Gescannt, aber nicht übernommen", "Scanned, but not taken")
ANSWER_FIRST = Text(
    "Erst dieses Fenster beantworten oder mit Esc schließen. Dann noch einmal scannen.",
    "First answer this window, or close it with Esc. Then scan again.",
)
FINISH_FIRST = Text(
    "Hier ist etwas eingetippt, das verloren ginge. Erst fertig machen oder Esc. Dann noch einmal scannen.",
    "Something is typed here that would be lost. First finish it, or Esc. Then scan again.",
)
SAVE_FIRST = Text(
    "Hier ist etwas noch nicht gespeichert. Erst Strg+S (speichern) oder Esc. Dann noch einmal scannen.",
    "Something here is not saved yet. First Ctrl+S (save) or Esc. Then scan again.",
)
SIGN_IN_FIRST = Text("Erst den Namen wählen. Dann noch einmal scannen.", "First choose your name. Then scan again.")
SHOW_FIRST = Text(
    "Der Bildschirm ist verdeckt. Erst eine Taste drücken. Dann noch einmal scannen.",
    "The screen is hidden. First press a key. Then scan again.",
)
ENLARGE_FIRST = Text(
    "Das Fenster ist zu klein. Erst größer ziehen. Dann noch einmal scannen.",
    "The window is too small. First make it larger. Then scan again.",
)
NOT_FOUND = Text(
    "Diesen Code gibt es hier nicht. Hier bleibt alles, wie es ist. Suchen: F2.",
    "There is no such code here. Everything stays as it is. To search: F2.",
)
CERTIFICATE = Text(
    "EU-Zertifikat: kann empfang noch nicht lesen. Bitte mit der Prüf-App ansehen.",
    "EU certificate: empfang cannot read it yet. Please use the checking app.",
)
TWICE = Text("Derselbe Code gleich zweimal gescannt: zählt nur einmal.", "The same code scanned twice: counts once.")
Y_OR_Z = Text(
    "! Y und Z sind im Code vielleicht vertauscht: Name und Geburtsdatum vergleichen.",
    "! Y and Z may be exchanged in this code: compare name and birth date.",
)

# empfang doctor --scanner

TEST_TITLE = Text("Scanner prüfen", "Test the scanner")
TEST_HOW = Text(
    "Bitte das Muster links scannen. Geht es vom Bildschirm nicht (Laser-Scanner), dann irgendeinen gedruckten Code,"
    " zum Beispiel von einer Packung.",
    "Please scan the pattern on the left. If the screen does not work (laser scanners), then any printed code, such as"
    " one on a package.",
)
TEST_LEAVE = Text("Esc: fertig", "Esc: done")
TEST_WAITS = Text("Noch nichts angekommen.", "Nothing has arrived yet.")
TEST_GOT = Text("Angekommen: {text}", "Received: {text}")
TEST_NOTHING = Text("Es ist nichts angekommen.", "Nothing arrived.")
TEST_NOTHING_HOW = Text(
    "Piept der Scanner? Ist er eingesteckt, und ist dieses Fenster vorn? Im Heft des Scanners: „USB-Tastatur“ (HID,"
    " Keyboard) scannen.",
    "Does the scanner beep? Is it plugged in, and is this window in front? In the scanner's booklet, scan"
    " “USB keyboard” (HID).",
)
LAYOUT_RIGHT = Text("Tastatur: deutsch, stimmt", "Keyboard: as on this computer")
LAYOUT_US = Text("Tastatur: US. empfang versteht das.", "Keyboard: US. empfang understands that.")
LAYOUT_US_HOW = Text(
    "Besser im Heft des Scanners „Keyboard Country: German“ scannen: In anderen Programmen kommt sonst Falsches an.",
    "Better scan “Keyboard Country: German” in the scanner's booklet: other programs get wrong signs otherwise.",
)
LAYOUT_OTHER = Text(
    "Tastatur: weder deutsch noch US. Codes kommen falsch an.", "Keyboard: neither German nor US. Codes arrive wrong."
)
LAYOUT_OTHER_HOW = Text(
    "Im Heft des Scanners „Keyboard Country: German“ scannen.",
    "Scan “Keyboard Country: German” in the scanner's booklet.",
)
LAYOUT_CAPITALS = Text("Groß und klein sind vertauscht", "Capital and small letters are exchanged")
LAYOUT_CAPITALS_HOW = Text("Die Feststelltaste ist an: einmal drücken.", "Caps Lock is on: press it once.")
LAYOUT_UNTOLD = Text("Tastatur: an diesem Code nicht zu erkennen", "Keyboard: this code does not tell")
LAYOUT_UNTOLD_HOW = Text(
    "Genauer geht es mit dem Muster auf dem Bildschirm, oder mit einem Code, in dem ein Bindestrich steht.",
    "The pattern on the screen tells more, or a code with a hyphen in it.",
)
HAS_ENTER = Text("Am Ende kommt Enter", "Enter comes at the end")
NO_ENTER = Text("Am Ende fehlt Enter", "Enter is missing at the end")
NO_ENTER_HOW = Text(
    "Im Heft des Scanners „Suffix: CR“ oder „Enter“ scannen.", "Scan “Suffix: CR” or “Enter” in the scanner's booklet."
)
FAST = Text(
    "Schnell genug: höchstens {ms} ms zwischen zwei Zeichen", "Fast enough: at most {ms} ms between two characters"
)
SLOW = Text(
    "Zu langsam: bis zu {ms} ms zwischen zwei Zeichen. So tippt auch ein Mensch.",
    "Too slow: up to {ms} ms between two characters. People type like that, too.",
)
SLOW_HOW = Text(
    "Im Heft des Scanners „Inter-Character Delay: 0“ scannen. Oder ein Zeichen davor einstellen (Prefix, zum Beispiel"
    ' ~) und in {path} eintragen: scanner_prefix = "~"',
    "Scan “Inter-Character Delay: 0” in the scanner's booklet. Or set a character before the text (prefix, such as ~),"
    ' and write in {path}: scanner_prefix = "~"',
)
SHORT = Text("Zu kurz: Codes haben mindestens 5 Zeichen", "Too short: codes have at least 5 characters")
LEAD = Text("Davor kommt: {lead}", "Before it comes: {lead}")
LEAD_HOW = Text(
    "Das hilft, wenn es in {path} steht: scanner_prefix = {setting}",
    "That helps if it stands in {path}: scanner_prefix = {setting}",
)

"""The stock of a desk for being without the network, on the screen of leftover doses."""

from empfang.texts import Text

HELD = Text(
    "Vorrat hier bis {until}: Personen {people}, Dosen {doses}",
    "Kept here until {until}: people {people}, doses {doses}",
)
MORE = Text("auffüllen, wieder für 30 Minuten", "fill up, for another 30 minutes")
BACK = Text("zurückgeben: andere können sie gleich haben", "give back: others can have them at once")
GIVEN_BACK = Text("Vorrat zurückgegeben.", "Given back.")
ASKED = Text(
    "Vorrat für 30 Minuten angefragt: Personen {people}, Dosen {doses}.",
    "Asked for, for 30 minutes: people {people}, doses {doses}.",
)
NOTHING = Text(
    "Dafür ist gerade niemand auf der Liste, und keine Dosis frei.", "Nobody is on the list for that, and no dose free."
)
NOT_NOW = Text("Gerade darf nicht angerufen werden: kein Vorrat.", "No calls are allowed now: nothing to keep.")
NO_NETWORK = Text("Ohne Netz geht das nicht: Vorrat holt man vorher.", "Not without the network: one stocks up before.")
CALL = Text("{doses} im Vorrat hier: jetzt anrufen, bis {until}.", "{doses} kept here: call now, until {until}.")
AND_OWN = Text("Dazu {doses} im Vorrat hier.", "And {doses} kept here.")
CALL_HERE = Text("{doses} im Vorrat hier, nur für Personen vor Ort.", "{doses} kept here, only for people on site.")
NONE_HERE = Text(
    "Ohne Netz und Vorrat wird nichts zugesagt: ist eine Spritze da, am Empfang aufnehmen; n merkt als Nachrücker vor.",
    "No network and nothing kept here: if a syringe is there, admit them at the reception; n puts them on standby.",
)
NOT_HERE = Text("nicht hier reserviert", "not reserved here")
ALONE = Text(
    "Ohne Netz: zugesagt wird nur aus dem Vorrat hier, sonst Nachrücker.",
    "No network: only what is kept here is promised, else standby.",
)
ALONE_NONE = Text(
    "Ohne Netz und ohne Vorrat wird nichts zugesagt: nur Nachrücker.",
    "No network and nothing kept here: nothing is promised, only standby.",
)
NOT_RESERVED = Text(
    "{name} ist nicht hier reserviert: ohne Netz nicht anrufen.",
    "{name} is not reserved here: do not call without the network.",
)

"""Words of the day's plan."""

from empfang.texts import Text

TITLE = Text("Tagesplan für {day}", "Plan for {day}")
WHERE = Text("Gilt sofort an allen Plätzen dieses Zentrums.", "Holds at once at all desks of this centre.")
EARLY = Text("zu früh ist erlaubt", "too early is allowed")
EARLY_ELSE = Text("sonst ab {minutes} Min. vorher", "else from {minutes} min. before")
LATE = Text("zu spät ist erlaubt", "too late is allowed")
LATE_ELSE = Text("sonst bis {minutes} Min. danach", "else until {minutes} min. after")
LANES = Text("Impfstoff je Straße (ohne Haken: überall alles)", "Vaccine by lane (no ticks: all everywhere)")
LANE = Text("Straße {lane} · {vaccine}", "lane {lane} · {vaccine}")
NO_VACCINES = Text("Für heute ist kein Impfstoff gebucht.", "No vaccine is booked for today.")
INFO = Text("INFO am Telefon: {text}", "Callers are told: {text}")
NO_INFO = Text("INFO am Telefon: keine", "Callers are told: nothing")
INFO_ASK = Text("Was sollen Anrufer erfahren? (leer: nichts)", "What are callers to be told? (empty: nothing)")
INFO_HINT = Text("Online dieses Jahr ausgebucht …", "Online booked up this year …")
DONE = Text("Tagesplan gemerkt; er gilt an allen Plätzen.", "Plan of the day kept; it holds at all desks.")
UNCHANGED = Text("Am Tagesplan wurde nichts geändert.", "Nothing was changed in the plan of the day.")
COORDINATORS_ONLY = Text("Den Tagesplan ändert die Koordination.", "The coordinator changes the plan of the day.")

"""The words for what the service says to a hotline's search, by the state of the question (`empfang.desk.AskState`)."""

from empfang.texts import Text

SEARCHED: dict[str, Text] = {
    "waiting": Text("Die Zentrale wird gefragt …", "Asking the service …"),
    "away": Text(
        "Zentrale nicht erreichbar: nur wer an diesem Platz schon geöffnet war.",
        "The service cannot be reached: only people who were opened at this desk before.",
    ),
    "slow_down": Text("Sehr viele Suchen: es geht gleich weiter.", "Very many searches: it goes on in a moment."),
    "not_allowed": Text(
        "Die Zentrale lässt Sie hier nicht suchen. Bitte die Leitung fragen.",
        "The service does not let you search here. Please ask your coordinator.",
    ),
}
MORE = Text("Es gibt weitere: bitte mehr tippen.", "There are others: please type on.")
OPENED: dict[str, Text] = {
    "waiting": Text("Die Angaben werden geholt …", "Fetching their data …"),
    "done": Text("Die Angaben kommen …", "Their data are on the way …"),
    "away": Text(
        "Zentrale nicht erreichbar: die Angaben kommen erst, wenn sie wieder da ist.",
        "The service cannot be reached: their data come only when it is back.",
    ),
    "not_allowed": Text(
        "Die Zentrale gibt die Angaben hier nicht heraus. Bitte die Leitung fragen.",
        "The service does not hand their data out here. Please ask your coordinator.",
    ),
    "unknown": Text("Diese Anmeldung gibt es nicht mehr.", "This registration does not exist any more."),
}
"""While somebody's records are not here."""
STALE = Text(
    "Zentrale nicht erreichbar: Stand von {at}.",
    "The service cannot be reached: as of {at}.",
)
"""Of whom is here."""
WHY: dict[str, Text] = {
    "same_name": Text("gleicher Name", "same name"),
    "similar_name": Text("ähnlicher Name", "similar name"),
    "swapped_names": Text("Vor- und Nachname vertauscht", "names swapped"),
    "other_family_name": Text("anderer Nachname", "other family name"),
    "same_birth_date": Text("gleiches Geburtsdatum", "same birth date"),
    "near_birth_date": Text("fast gleiches Geburtsdatum", "nearly the same birth date"),
    "birth_date_missing": Text("Geburtsdatum fehlt", "birth date missing"),
    "same_phone": Text("gleiche Telefonnummer", "same telephone number"),
    "same_email": Text("gleiche E-Mail", "same e-mail"),
    "same_address": Text("gleiche Anschrift", "same address"),
}
"""Why somebody is probably registered already."""

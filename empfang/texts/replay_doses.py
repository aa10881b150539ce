"""The doses and calls of a replayed day in words."""

from empfang.texts import Text

# The balance

OPENED = Text(de="Fläschchen geöffnet", en="vials opened")
DRAWN = Text(de="Dosen aufgezogen", en="doses drawn")
GIVEN = Text(de="  davon verimpft", en="  of these given")
DISCARDED = Text(de="  davon verworfen", en="  of these discarded")
LEFT = Text(de="  davon noch da", en="  of these left")
CALLS = Text(de="Anrufe", en="calls")
PROMISED = Text(de="Dosen zugesagt", en="doses promised")
KEPT = Text(de="  davon gekommen und geimpft", en="  of these came and had it")
NONE_FOR_PROMISED = Text(de="  davon gekommen, keine Dosis da", en="  of these came, no dose there")
TOO_LATE = Text(de="  davon zu spät gekommen", en="  of these came too late")
WITHDRAWN = Text(de="  davon zurückgenommen", en="  of these withdrawn")
ALONE = Text(de="  davon ohne Dienst, aus Kontingent", en="  of these without the service, allotted")
STANDBY = Text(de="Nachrücker", en="on standby")
REFUSED = Text(de="mit Termin, ohne Dosis", en="with an appointment, without a dose")
PROMISED_TWICE_NUMBER = Text(de="doppelt zugesagt", en="promised twice")
WAITING_LEFT_OUT = Text(de="Warteliste, {what}", en="Waiting list, {what}")

# What can be wrong

DOES_NOT_ADD_UP = Text(
    de="Regel 2: nach den Einträgen sind {computed} Dosen übrig, auf dem Tisch liegen {left}",
    en="Rule 2: by the records {computed} doses are left, on the table there are {left}",
)
MORE_THAN_DRAWN = Text(
    de="Regel 2: aus Fläschchen {vial} gingen {number} Dosen weg, aufgezogen waren {drawn}",
    en="Rule 2: {number} doses went from vial {vial}, {drawn} were drawn",
)
GIVEN_DIFFERS = Text(
    de="Regel 2: {seen} wurden geimpft, {noted} stehen bei den Menschen, {stock} beim Bestand",
    en="Rule 2: {seen} were vaccinated, {noted} stand with the people, {stock} with the stock",
)
PROMISED_TWICE = Text(de="Regel 1: {what}", en="Rule 1: {what}")
ALLOTMENT_OVER = Text(
    de="aus Kontingent {allotment} sind {number} Dosen zugesagt, es hatte {allotted}",
    en="{number} doses of allotment {allotment} are promised, it had {allotted}",
)
TWO_FOR_ONE = Text(de="{person} ist mehr als einmal zugesagt", en="{person} was promised more than once")
MORE_THAN_THERE = Text(
    de="{dose} um {at}: {held} zugesagt, {there} da", en="{dose} at {at}: {held} promised, {there} there"
)
CALLED_BY_TWO = Text(
    de="Regel 7: zwei riefen zugleich an: {person}", en="Rule 7: two called at the same time: {person}"
)
TOO_SOON = Text(
    de="Angerufen nach {days} Tagen statt frühestens {least}: {person}",
    en="Called after {days} days instead of at least {least}: {person}",
)
PROMISE_LOST = Text(de="Die Zusage {promise} ist verloren", en="The promise {promise} is lost")
CALL_NOT_ONCE = Text(
    de="Regel 3: {made} Anrufe bei {person}, {times} sind verzeichnet",
    en="Rule 3: {made} calls to {person}, {times} are noted",
)

"""Words of confirmations: what goes to people, how it stands with one, and what the service says about sending."""

from empfang.texts import Text

# What goes to people. Always in German; beside it in English for whom German is not enough.

SUBJECT_ONE = Text("Ihr Termin im {centre}", "Your appointment at {centre}")
SUBJECT = Text("Ihre {number} Termine im {centre}", "Your {number} appointments at {centre}")
GREETING = Text("Guten Tag {name},", "Dear {name},")
GREETING_NOBODY = Text("Guten Tag,", "Hello,")
BOOKED_ONE = Text("hiermit bestätigen wir Ihren Termin.", "we hereby confirm your appointment.")
BOOKED = Text(
    "hiermit bestätigen wir Ihre {number} Termine. Diese Nachricht gilt für alle zusammen.",
    "we hereby confirm your {number} appointments. This message is for all of them.",
)
NO_NAME = Text("ohne Namen", "no name")
DOSES: dict[str, Text] = {
    "": Text("Impfung", "Vaccination"),
    "first": Text("Erste Impfung", "First dose"),
    "second": Text("Zweite Impfung", "Second dose"),
    "booster": Text("Auffrischung (Booster)", "Booster dose"),
}
WITH_VACCINE = Text("{dose} mit {vaccine}", "{dose}, {vaccine}")
WHEN = Text("{day}, {clock}", "{day}, {clock}")
CODE = Text("Code: {code}", "Code: {code}")
WHERE = Text("Ort: {centre}", "Place: {centre}")
CENTRE_AND_HALL = Text("{centre}, {hall}", "{centre}, {hall}")
PLACE_AND_ADDRESS = Text("{place}, {address}", "{place}, {address}")
BRING = Text("Bitte bringen Sie mit:", "Please bring:")
BRING_IDENTITY = Text(
    "Ausweis (Personalausweis, Reisepass oder Aufenthaltstitel)",
    "an identity document (identity card, passport or residence permit)",
)
BRING_BOOKLET = Text("Impfpass, wenn Sie einen haben", "your vaccination booklet if you have one")
BRING_DOSES = Text(
    "Impfpass oder Zertifikat über die früheren Impfungen",
    "your vaccination booklet or a certificate of the earlier doses",
)
BRING_CONFIRMATION = Text("diese Bestätigung oder den Code", "this confirmation or the code")
GUARDIAN_PRESENT = Text(
    "Wer unter {age} ist, kommt mit einer sorgeberechtigten Person.", "Whoever is under {age} comes with a guardian."
)
GUARDIAN_SIGNS = Text(
    "Wer unter {age} ist, bringt die Unterschrift einer sorgeberechtigten Person mit.",
    "Whoever is under {age} brings the signature of a guardian.",
)
GUARDIANS_SIGN = Text(
    "Wer unter {age} ist, bringt die Unterschrift aller Sorgeberechtigten mit.",
    "Whoever is under {age} brings the signatures of all guardians.",
)
CANCEL = Text(
    "Wenn Sie nicht kommen können, sagen Sie bitte ab, auch kurzfristig. Dann bekommt jemand anders Ihren Platz.",
    "If you cannot come, please cancel, also at short notice. Somebody else will get your place.",
)
CANCEL_AT = Text("Telefon {number}", "Telephone {number}")
CANCEL_HOURS = Text("Telefon {number}, {hours}", "Telephone {number}, {hours}")
CANCEL_OF = Text("{centre}: {how}", "{centre}: {how}")
HAVE_CODE = Text("Bitte halten Sie den Code bereit.", "Please have the code at hand.")
SIGNED = Text("Ihr {centre}", "{centre}")
AUTOMATIC = Text(
    "Diese Nachricht wurde automatisch verschickt. Antworten darauf werden nicht gelesen.",
    "This message was sent automatically. Replies are not read.",
)
DAYS_SPAN = Text("{first} bis {last}", "{first} to {last}")
HOURS_SPAN = Text("{days} {begin} bis {end}", "{days} {begin} to {end}")

# The same as a text message

SMS_HEAD_ONE = Text("Ihr Termin", "your appointment")
SMS_HEAD = Text("Ihre {number} Termine", "your {number} appointments")
SMS_DOSES: dict[str, Text] = {
    "": Text("Impfung", "dose"),
    "first": Text("1. Impfung", "1st dose"),
    "second": Text("2. Impfung", "2nd dose"),
    "booster": Text("Booster", "booster"),
}
SMS_BRING = Text("Bitte Ausweis und Impfpass mitbringen.", "Please bring ID and vaccination booklet.")
SMS_CANCEL = Text("Absagen", "cancel")

# The same as a letter

LETTERS = Text("Bestätigungen", "Confirmations")
LETTER_FOOT = Text("{batch} · {number} von {all}", "{batch} · {number} of {all}")

# How it stands with a confirmation, for those who work here

ANSWERS: dict[str, Text] = {
    "not_configured": Text("dieser Weg ist nicht eingerichtet", "this way is not set up"),
    "provider_holds_back": Text("der Anbieter hält gerade zurück", "the provider is holding back"),
    "mailbox_full": Text("das Postfach ist voll", "the mailbox is full"),
    "mailbox_unknown": Text("dieses Postfach gibt es nicht", "there is no such mailbox"),
    "number_unknown": Text("diese Nummer gibt es nicht", "there is no such number"),
    "provider_refuses": Text("der Anbieter nimmt die Nachricht nicht an", "the provider refuses the message"),
    "gateway_refused": Text("unser Versand wird abgewiesen (Verwaltung)", "our sending is refused (administrator)"),
    "gateway_unclear": Text("ob sie ankam, ist nicht zu sagen", "whether it arrived is not clear"),
    "unreachable": Text("der Versand ist nicht zu erreichen", "sending cannot be reached"),
    "given_up": Text("nach einem Tag aufgegeben", "given up after a day"),
    "no_address": Text("dafür fehlt die Adresse oder eigene Nummer", "the address or own number is missing"),
    "address_unusable": Text("so kann die Adresse nicht heißen", "this cannot be an address"),
    "too_late": Text("käme erst nach dem Termin", "would come after the visit"),
    "too_long": Text("zu viele Termine für eine SMS", "too many appointments for a text message"),
    "fault": Text("Fehler im Programm (Verwaltung)", "a fault of the program (administrator)"),
}
"""By the code of the last answer. What is refused needs somebody: read the code out, or choose another way."""
# What the service says of its ways

CAN_MAIL = Text(
    "E-Mail: über {host}:{port} ({security}), Absender {sender}", "Mail: by {host}:{port} ({security}), from {sender}"
)
NO_MAIL = Text(
    "E-Mail: nicht eingerichtet (smtp_host). Bestätigungen per E-Mail bleiben liegen.",
    "Mail: not set up (smtp_host). Confirmations by mail stay waiting.",
)
CAN_SMS = Text("SMS: über {host}", "Text messages: by {host}")
NO_SMS = Text(
    "SMS: nicht eingerichtet (sms_key). Bestätigungen per SMS bleiben liegen.",
    "Text messages: not set up (sms_key). Confirmations by text message stay waiting.",
)
LETTERS_LEAVE = Text(
    "Briefe: drucken mit „empfang central letters“.", "Letters: print them with “empfang central letters”."
)
PRINT_LETTERS = Text(
    "Die Briefe, die an einem Impfzentrum warten, als PDF für Fensterumschläge schreiben.",
    "Write the letters that wait at a centre as a PDF for window envelopes.",
)
OUT = Text("PDF, das geschrieben wird; es darf noch nicht da sein.", "PDF to be written; it must not be there yet.")
AGAIN = Text(
    "Diesen Stapel noch einmal schreiben (Papierstau); sein Name steht unten auf jedem Brief.",
    "Write this batch once more (paper jam); its name stands at the foot of each letter.",
)
LETTER_WRITTEN = Text(
    "1 Brief in {path}. Stapel {batch}; nach einem Papierstau: --again {batch}",
    "1 letter in {path}. Batch {batch}; after a paper jam: --again {batch}",
)
LETTERS_WRITTEN = Text(
    "{number} Briefe in {path}. Stapel {batch}; nach einem Papierstau: --again {batch}",
    "{number} letters in {path}. Batch {batch}; after a paper jam: --again {batch}",
)
LETTER_AGAIN = Text("1 Brief des Stapels {batch} in {path}.", "1 letter of the batch {batch} in {path}.")
LETTERS_AGAIN = Text(
    "{number} Briefe des Stapels {batch} in {path}.", "{number} letters of the batch {batch} in {path}."
)
LETTERS_NONE = Text("Für {centre} warten keine Briefe; nichts geschrieben.", "No letters wait for {centre}; no file.")
LETTERS_NONE_AGAIN = Text(
    "Von Stapel {batch} ist kein Brief mehr nötig; nichts geschrieben.", "No letter of {batch} is needed; no file."
)
LETTERS_CLOSED = Text(
    "{number} nicht geschrieben: {why}. Die Hotline sieht es.", "{number} not written: {why}. The hotline sees it."
)
LETTERS_NOT_NEEDED = Text("{number} nicht mehr nötig (abgesagt).", "{number} not needed any more (cancelled).")
LETTERS_MORE = Text("Es warten noch mehr: bitte noch einmal aufrufen.", "More are waiting: please run it once more.")
PROBLEMS: dict[str, Text] = {
    "letters_there": Text(
        "{path} gibt es schon und bleibt, wie es ist. Bitte einen anderen Namen nennen.",
        "{path} exists and stays as it is. Please name another file.",
    ),
    "letters_unwritable": Text(
        "{path} lässt sich nicht schreiben ({detail}). Die Briefe warten weiter.",
        "{path} cannot be written ({detail}). The letters go on waiting.",
    ),
    "batch_unknown": Text(
        "Einen Stapel {batch} gibt es für {centre} nicht. Sein Name steht unten auf jedem Brief.",
        "There is no batch {batch} for {centre}. Its name stands at the foot of each letter.",
    ),
    "setting_missing": Text(
        "In den Einstellungen fehlt {name}; ohne das ist {other} nutzlos.",
        "{name} is missing in the settings; without it {other} is of no use.",
    ),
    "setting_bad": Text(
        "Die Einstellung {name} kann so nicht stimmen. Gemeint ist etwa: {example}",
        "The setting {name} cannot be right. Like this: {example}",
    ),
    "secret_unreadable": Text(
        "Was {name} nennt, lässt sich nicht lesen: {path} ({detail})",
        "What {name} names cannot be read: {path} ({detail})",
    ),
    "secret_empty": Text(
        "In der ersten Zeile von {path} ({name}) steht nichts.", "The first line of {path} ({name}) is empty."
    ),
    "secret_twice": Text(
        "{name} und {name}_file sind beide gesetzt. Bitte nur eines davon.",
        "{name} and {name}_file are both set. Please set only one of them.",
    ),
    "unencrypted": Text(
        "Mit {name} ginge alles unverschlüsselt an {where}. Das ist nur auf demselben Rechner möglich.",
        "With {name} everything would go to {where} unencrypted. That is possible on the same computer only.",
    ),
}

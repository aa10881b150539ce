"""By which names booking systems call what a column holds."""

from empfang.exchange.fields import Field

_F = Field
NAMES: dict[Field, str] = {
    _F.CODE: """
        buchungscode, code, buchungsnummer, buchungsnr, buchungs id, buchung, vorgangsnummer,
        vorgangskennung, vorgang, terminnummer, termin nr, termin id, termincode, vermittlungscode,
        referenz, referenznummer, reservierungsnummer, reservierung, booking code, booking id, booking
        reference, booking number, booking ref, booking, reference, reference number, ref, confirmation
        code, confirmation number, appointment id, appointment code, appt id, ticket, ticketnummer, ticket
        code, impfcode, barcode, qr code, bestätigungsnummer, bestätigungscode, auftragsnummer, pnr,
        registrierungsnummer, registration code, registration number, code de réservation, kennung,
        kennnummer, zugangscode, confirmation,
        buchungskennung, buchnr, buch nr, bnr, id, uuid, terminkennung, vorgangs id, vorgangs nr, buchungs nr
    """,
    _F.DATE: """
        datum, termindatum, impfdatum, impftag, tag, date, appointment date, appt date, datum termin, termin
        datum, datum des termins, termin am, am, slot date, day, terminstag, impfung am, visit date,
        besuchsdatum, wann, start date, vaccination date, jour,
        dat, impftermin, impftermin datum, termin, slot datum, tagesdatum
    """,
    _F.TIME: """
        uhrzeit, zeit, terminzeit, termin uhrzeit, uhrzeit termin, impfzeit, zeit von, uhrzeit von, von,
        beginn, ab, um, time, start, start time, appointment time, appt time, from, slot, zeitfenster,
        timeslot, time slot, terminbeginn, heure, slot time, zeitslot, uhr, time of day, uhrzeit beginn,
        startzeit,
        zt, impftermin uhrzeit, impfuhrzeit, slot zeit, slotzeit
    """,
    _F.DATETIME: """
        termin, datum uhrzeit, datum und uhrzeit, datum zeit, terminzeitpunkt, zeitpunkt, appointment, appt,
        date time, datetime, date and time, termin start, terminstart, start at, starts at, appointment
        datetime, appointment start, impftermin, date of appointment, slot start, terminbeginn datum,
        terminuhrzeit, timestamp, scheduled, scheduled at, scheduled for, start datetime, datum mit uhrzeit,
        wann, appt date time, appointment date time, termindatum zeit, slot start time, appointment date and
        time, termin datum uhrzeit, datum uhrzeit des termins, appointment slot,
        slotbeginn, slot beginn, terminbeginn, reservierter slot, zeitfenster beginn, ersttermin, termin 1, 1 termin
    """,
    _F.DOSE: """
        impfung, impfart, dosis, impfdosis, art der impfung, dosisart, dosisnummer, impfungsart, impfnummer,
        dose, dose type, dose kind, dose number, dose no, terminart, termintyp, art, typ, type, appointment
        type, leistung, impfserie, leistungsart, impfungstyp, erst zweit, impfstatus, reason, service,
        vaccination type, anlass, welche impfung, nr der impfung, dose nr,
        impfg, wievielte impfung, besuchsgrund, motiv, besuchsmotiv, terminanlass, dosis nr, dosisnr, impfungsnr,
        consultation reason, visit reason, motif
    """,
    _F.VACCINE: """
        impfstoff, vakzin, vaccine, impfstoffname, präparat, produkt, product, vaccine name, hersteller,
        manufacturer, arzneimittel, vaccine product, vaccine type, impfmittel, vaccin, gebuchter impfstoff,
        wirkstoff, vacc,
        impfst, vakzine, impfstoff heute
    """,
    _F.DOSE_VACCINE: """
        impfung impfstoff, impfung und impfstoff, dosis impfstoff, dose vaccine, dosis und impfstoff,
        impfung mit
    """,
    _F.FAMILY: """
        nachname, familienname, name, zuname, surname, last name, family name, family, lastname, nname, n
        name, name 1, patientenname, nachname patient, nach name, hausname, last, famname, nachn, fam name,
        nom,
        nn, nachn, familienn, patient nachname
    """,
    _F.GIVEN: """
        vorname, vornamen, rufname, given name, first name, firstname, forename, given, givenname, given
        names, vname, v name, name 2, first, christian name, vorn, first names, prénom,
        vn, prenom
    """,
    _F.FULL_NAME: """
        name vorname, nachname vorname, vorname nachname, vor und nachname, name und vorname, vorname und
        nachname, vor und zuname, vorname name, full name, fullname, patient, patient name, patientin,
        impfling, person, teilnehmer, client, customer, name, kunde, bürger, impfwillige, familienname
        vorname, zuname vorname, name patient, klient, vollständiger name, last name first name, first name
        last name, name first name, attendee, guest, gast, name of patient, nach und vorname
    """,
    _F.BIRTH_DATE: """
        geburtsdatum, geburtstag, geb datum, geb dat, gebdat, gebdatum, geb, geb am, geboren, geboren am,
        gebtag, dob, birth date, birthdate, date of birth, birthday, born, gd, birth, d o b, born on,
        geburtsdat, geburt, date de naissance, gebd, geburtsd, birth dt, bdate, g datum
    """,
    _F.BIRTH_DAY: """
        geburtstag tag, geb tag, tag der geburt, birth day, day of birth, tag geb
    """,
    _F.BIRTH_MONTH: """
        geburtsmonat, geb monat, monat der geburt, birth month, month of birth, monat geb
    """,
    _F.BIRTH_YEAR: """
        geburtsjahr, geb jahr, jahrgang, birth year, year of birth, jahr der geburt, yob, jahr geb, gebjahr
    """,
    _F.STREET: """
        straße, str, strasse, straßenname, street, street name, address line 1, adresszeile 1, straße
        hausnummer, straße nr, straße und hausnummer, straße und nr, str nr, straße hausnr, str hnr, address
        1, address1, street address, rue, strasse hausnummer, wohnstraße, straße hnr, str hausnr, addr 1
    """,
    _F.HOUSE_NUMBER: """
        hausnummer, hausnr, haus nr, hnr, h nr, house number, house no, house, number, street number, nr,
        no, hausnummer zusatz, street no, building number, houseno,
        hs nr, hsnr, hausn
    """,
    _F.POSTAL_CODE: """
        plz, postleitzahl, post code, postcode, postal code, zip, zip code, zipcode, postalcode, post
        leitzahl, code postal, postal
    """,
    _F.TOWN: """
        ort, wohnort, stadt, gemeinde, town, city, place, ortsname, wohngemeinde, municipality, village,
        ortschaft, ville, city town, town city, ort wohnort, stadt gemeinde
    """,
    _F.POSTAL_TOWN: """
        plz ort, plz und ort, plz wohnort, postleitzahl ort, zip city, postcode town, plz stadt,
        postleitzahl und ort, postal code city, zip town, postcode city, ort plz, plz und wohnort, wohnort
        plz, stadt plz, city zip, town postcode
    """,
    _F.ADDRESS: """
        anschrift, adresse, address, wohnanschrift, wohnadresse, home address, full address, postanschrift,
        privatanschrift, mailing address, meldeadresse, postal address, residence
    """,
    _F.PHONE: """
        telefon, telefonnummer, tel, tel nr, telnr, telefonnr, telefon nr, fon, festnetz, festnetznummer,
        rufnummer, phone, phone number, telephone, telephone number, landline, phone home, home phone, tel
        privat, telefon privat, telefon 1, telefon 2, phone 1, phone 2, kontakt telefon, rückrufnummer,
        rückruf, telefon 3, contact number, fon privat, ruf, tel 1, tel 2, telefon tagsüber, telefon
        dienstlich, tel dienstlich, work phone, telefonkontakt, telephone no, phone no, day phone, evening
        phone, téléphone, telefon festnetz, erreichbar unter, contact no, telefonisch erreichbar unter,
        contact phone, kontaktnummer, contact telephone, kontakttelefon,
        kontakt, rufnr, ruf nr, fest, festnetznr, tel festnetz, rückrufnr, erreichbarkeit telefon, fernsprecher
    """,
    _F.MOBILE: """
        mobil, mobilnummer, mobiltelefon, handy, handynummer, handynr, mobilfunk, mobile, mobile phone,
        mobile number, cell, cell phone, cellphone, telefon mobil, tel mobil, phone mobile, mobilfunknummer,
        handy nr, mobil nr, mobilnr, mobile no, sms nummer, telefon handy, cell number, mobilrufnummer,
        portable, natel, tel handy, mob, telefon handy mobil, handy mobil, mobil handy, contact mobile,
        hdy, hdynr, hdy nr, mobilf, smartphone, mob nr, mobtel
    """,
    _F.EMAIL: """
        e mail, email, mail, e mail adresse, email adresse, mailadresse, email address, e mail address, mail
        adresse, emailaddress, elektronische post, kontakt e mail, contact email, kontakt email, e post
    """,
    _F.ORIGIN: """
        gebucht über, buchungsweg, buchungskanal, herkunft, quelle, source, origin, booked via, booked by,
        booking channel, buchungsart, buchungsquelle, anmeldeweg, registriert über, gebucht via, portal,
        booking source, booked through, eingangskanal, vermittelt über, vermittlung, anmeldung über, buchung
        über, gebucht durch, via, registered via
    """,
    _F.BOOKED_AT: """
        gebucht am, buchungsdatum, buchungszeitpunkt, gebucht, booked at, booked on, booking date, buchung
        am, erstellt am, erstellt, created, created at, created on, angelegt am, gebucht um, buchungszeit,
        booking time, date booked, vereinbart am, buchung vom, created date, date created, buchungstag,
        booking timestamp, reserviert am, angelegt, booking created, booking made, booking made on,
        termin vereinbart am, termin gebucht am, buchungsdatum uhrzeit
    """,
    _F.PARTY: """
        gruppe, gruppen id, gruppencode, gruppennummer, group, party, group id, gruppenbuchung, familie id,
        familien id, begleitung, gemeinsam mit, group code, sammelbuchung, household, haushalt,
        partnerbuchung, group booking, paarbuchung
    """,
    _F.CHANNEL: """
        bestätigung, bestätigungsweg, bestätigung per, weg der bestätigung, benachrichtigung, confirmation,
        confirmation channel, benachrichtigungsweg, versandart, versand, notification, kontaktweg, confirmed
        by, bestätigung über, notify by, kommunikationsweg, contact preference, kontaktart, preferred
        contact, confirmation by, confirmation sent by, benachrichtigung per, versandweg, channel, kanal,
        notification channel, contact method, bestätigungsart, bestätigung durch, confirm via, confirmation
        via, confirmation method, terminbestätigung per, terminbestätigung, bestätigung via
    """,
    _F.STANDBY: """
        kurzfristig bereit, kurzfristig, kurzfristig verfügbar, spontan, spontan bereit, nachrücker,
        nachrückliste, standby, stand by, short notice, abruf, auf abruf, restdosen, restimpfdosen,
        flexibel, kurzfristige bereitschaft, available at short notice, ready at short notice, einspringer,
        springer, restdosis, kurzfristig abrufbar, on call, vorziehen, kurzfr bereit, leftover doses, short
        notice ok, sofort bereit, bereitschaft, kurzfristig erreichbar, kurzfr verfügbar, kurzfristig
        möglich, kann kurzfristig, available short notice
    """,
    _F.STATUS: """
        status, terminstatus, buchungsstatus, zustand, appointment status, booking status, state, stand,
        stat, status bestätigung, bestätigungsstatus, status des termins,
        statut, buchungsstand, terminstand
    """,
    _F.CANCELLED: """
        storniert, storno, abgesagt, cancelled, canceled, storniert am, abgesagt am, cancelled at, cancelled
        on, absage, stornierung, gelöscht, deleted, stornodatum
    """,
    _F.CONTINGENT: """
        kontingent, contingent, quota, terminkontingent, kontingentname, pool, allocation, sonderkontingent
    """,
    _F.REGISTERED_AT: """
        registriert, registriert am, registrierung, registrierungsdatum, anmeldedatum, angemeldet,
        angemeldet am, anmeldung, anmeldung am, eingang, eingangsdatum, eingegangen am, registered,
        registered at, registered on, registration date, wartet seit, warteliste seit, auf warteliste seit,
        waiting since, eintragung, eingetragen am, signed up, sign up date, date registered, vorgemerkt am,
        vormerkung, signup, aufnahmedatum, registrierungszeitpunkt, registration, joined, joined on, date
        added, added on, added, eintrag vom, anmeldezeitpunkt, vorgemerkt seit, on list since,
        wartelisteneintrag, aufgenommen am, aufnahme am, waiting list since, wartelisteneintrag am
    """,
    _F.LAST_DOSE_DATE: """
        letzte impfung am, letzte impfung, datum letzte impfung, letztes impfdatum, vorimpfung am, last
        dose, last dose date, date of last dose, last vaccination, letzte dosis, letzte dosis am, vorherige
        impfung, letzte impfung datum, last vaccination date, vorimpfung, vorimpfung datum, zuletzt geimpft,
        zuletzt geimpft am, previous dose, last dose on, previous dose date, last shot, letzter impftermin,
        last vaccinated, last vaccinated on, date last dose, erstimpfung am, zweitimpfung am, datum
        erstimpfung, datum zweitimpfung, datum der erstimpfung, datum der zweitimpfung, 1 impfung am, 2
        impfung am, datum 1 impfung, datum 2 impfung, first dose date, second dose date, date of first dose,
        date of second dose, 1st dose date, 2nd dose date, first dose on, second dose on
    """,
    _F.LAST_VACCINE: """
        letzter impfstoff, impfstoff letzte impfung, vorimpfung impfstoff, last vaccine, previous vaccine,
        impfstoff zuletzt, vorheriger impfstoff, last dose vaccine, last dose product, impfstoff vorimpfung,
        last product, bisheriger impfstoff, vaccine of last dose, letztes vakzin, vaccine last dose, last
        shot vaccine, zuletzt geimpft mit, impfstoff 1 impfung, impfstoff 2 impfung, impfstoff erstimpfung,
        impfstoff zweitimpfung, first dose vaccine, second dose vaccine, 1st dose vaccine, 2nd dose vaccine,
        vaccine 1, vaccine 2, impfstoff 1, impfstoff 2
    """,
    _F.MINUTES: """
        anfahrt minuten, anfahrt, anfahrt min, anfahrtszeit, anfahrtsdauer, fahrzeit, minuten, wegzeit, weg
        min, travel minutes, travel time, minutes to centre, minutes to center, fahrzeit min, fahrtzeit,
        wegminuten, travel time min, minutes, fahrtdauer, weg minuten, travel, distance minutes, drive
        minutes
    """,
    _F.REACHABLE_FROM: """
        erreichbar ab, erreichbar von, reachable from, available from, anrufbar ab, erreichbar ab uhr, call
        from, anruf ab, tel erreichbar ab, callable from, call after
    """,
    _F.REACHABLE_UNTIL: """
        erreichbar bis, reachable until, available until, anrufbar bis, erreichbar bis uhr, call until,
        anruf bis, reachable to, available to, tel erreichbar bis, call before, callable until, reachable
        till
    """,
    _F.REACHABLE: """
        erreichbar, erreichbarkeit, reachable, erreichbar zeiten, call hours, reachable hours, erreichbar
        von bis, telefonisch erreichbar, anrufzeiten, erreichbarkeit tel, best time to call
    """,
    _F.LANGUAGE: """
        sprache, sprachen, muttersprache, language, preferred language, korrespondenzsprache, lang,
        languages, langue
    """,
    _F.NEEDS: """
        bedarf, besonderheiten, besondere bedürfnisse, hilfebedarf, barrierefrei, needs, special needs,
        unterstützung, einschränkungen, accessibility, assistance, hilfe, rollstuhl, dolmetscher,
        mobilitätseinschränkung, wheelchair, interpreter
    """,
    _F.VACCINES_WANTED: """
        wunschimpfstoff, impfstoffwunsch, gewünschter impfstoff, wunsch impfstoff, vaccines wanted,
        preferred vaccine, vaccine preference, impfstoffe gewünscht, impfstoff wunsch, bevorzugter
        impfstoff, wanted vaccine, vaccine wanted, wanted vaccines, gewünschte impfstoffe, desired vaccine
    """,
    _F.PRIORITY: """
        priorität, prio, prioritätsgruppe, priority, rang, impfpriorität, prio gruppe, priorisierung, rank,
        dringlichkeit, prioritätsstufe, priority group, impfgruppe, stufe
    """,
    _F.IGNORE: """
        lfd nr, laufende nummer, lfdnr, lfd, pos, position, index, row, zeile, anrede, titel, geschlecht,
        sex, gender, title, salutation, bemerkung, bemerkungen, notiz, notizen, kommentar, comment,
        comments, notes, note, impfzentrum, zentrum, centre, center, standort, location, site, land,
        country, bundesland, kreis, landkreis, bezirk, alter, age, uhrzeit bis, zeit bis, bis, ende, end,
        end time, to, until, duration, dauer, krankenkasse, versicherung, versichertennummer, kabine,
        kabinen nr, spur, strasse impfzentrum, hausarzt, arzt, beruf, employer, arbeitgeber, ags, raum,
        room, lane, station, ausweisnummer, geburtsort, birthplace, geburtsname, place of birth, maiden
        name, birth name, staatsangehörigkeit, nationality, unterschrift, signature, adresszusatz, address
        line 2, ortsteil, telefon notfall, notfallkontakt, fax, faxnummer, emergency contact, emergency
        phone, telefon angehörige, storniert von, versichertennr, patientennummer, patienten id, patient id,
        geändert am, updated at, letzte änderung, last modified, modified, charge, lot, chargennummer, lot
        number, middle name, gültig bis, valid until,
        kvnr, versicherungsnummer, geändert, kalender, ressource, terminplan, wochentag, neuer patient
    """,
}
"""What columns are called, after commas; letters, blanks and signs between words do not matter."""

"""Days and times in words: `Mi 15.12.` and 14:05 on screens, „Mittwoch, 15. Dezember“ in what is said aloud."""

from datetime import date, datetime, time

from empfang.texts import Text, say, say_in

_WEEKDAYS = (
    Text("Montag", "Monday"),
    Text("Dienstag", "Tuesday"),
    Text("Mittwoch", "Wednesday"),
    Text("Donnerstag", "Thursday"),
    Text("Freitag", "Friday"),
    Text("Samstag", "Saturday"),
    Text("Sonntag", "Sunday"),
)
_MONTHS = (
    Text("Januar", "January"),
    Text("Februar", "February"),
    Text("März", "March"),
    Text("April", "April"),
    Text("Mai", "May"),
    Text("Juni", "June"),
    Text("Juli", "July"),
    Text("August", "August"),
    Text("September", "September"),
    Text("Oktober", "October"),
    Text("November", "November"),
    Text("Dezember", "December"),
)
_LETTERS = Text("2", "3")
"""How many letters of a weekday stand for it."""
_LONG = Text("{weekday}, {day}.\N{NO-BREAK SPACE}{month}", "{weekday}, {day}\N{NO-BREAK SPACE}{month}")
_DATE = Text("{day}. {month} {year}", "{day} {month} {year}")
_SPOKEN = Text("{hour} Uhr {minute}", "{hour}:{minute:02}")
_SPOKEN_HOUR = Text("{hour} Uhr", "{hour}:00")
_FAR_DAYS = 200


def clock(moment: datetime) -> str:
    """14:05"""
    return f"{moment:%H:%M}"


def day(moment: date, today: date | None = None) -> str:
    """Mi 15.12.; with the year where the day is so far from `today` that it could be taken for another one's."""
    moment = _date(moment)
    year = f"{moment:%Y}" if today is not None and abs((moment - today).days) > _FAR_DAYS else ""
    return f"{_weekday(moment)} {moment:%d.%m.}{year}"


def day_long(moment: date) -> str:
    """Mittwoch, 15. Dezember"""
    month = say(_MONTHS[moment.month - 1])
    return say(_LONG, weekday=weekday_long(moment), day=moment.day, month=month)


def weekday_long(moment: date) -> str:
    """Mittwoch"""
    return say(_WEEKDAYS[moment.weekday()])


def day_full(language: str, moment: date) -> str:
    """Donnerstag, 2. Dezember 2021"""
    return f"{weekday_name(language, moment.weekday())}, {date_long(language, moment)}"


def date_long(language: str, moment: date) -> str:
    """2. Dezember 2021"""
    return say_in(language, _DATE, day=moment.day, month=say_in(language, _MONTHS[moment.month - 1]), year=moment.year)


def clock_spoken(language: str, moment: time) -> str:
    """10 Uhr 20, 10 Uhr"""
    text = _SPOKEN if moment.minute else _SPOKEN_HOUR
    return say_in(language, text, hour=moment.hour, minute=moment.minute)


def weekday_name(language: str, number: int) -> str:
    """Montag for 0"""
    return say_in(language, _WEEKDAYS[number])


def weekday_short(language: str, number: int) -> str:
    """Mo for 0"""
    return say_in(language, _WEEKDAYS[number])[: int(say_in(language, _LETTERS))]


def day_in_six(moment: date, today: date) -> str:
    """The day in six cells: `Fr 17.` this month, `17.01.` this year and the next half, else `01/2023`."""
    moment = _date(moment)
    if (moment.year, moment.month) == (today.year, today.month):
        return f"{_weekday(moment)[:2]} {moment:%d.}"
    if abs((moment - today).days) <= _FAR_DAYS:
        return f"{moment:%d.%m.}"
    return f"{moment:%m/%y}"


def birth(moment: date | None) -> str:
    """04.02.1941; a dash if it is not known."""
    return "–" if moment is None else f"{moment:%d.%m.%Y}"


def day_and_clock(moment: datetime, today: date) -> str:
    """Fr 17.12. 10:20"""
    return f"{day(moment.date(), today)} {clock(moment)}"


def day_and_second(moment: datetime) -> str:
    """Mi 24.11.2021 08:00, with the seconds where there are any; always with the year"""
    return f"{_weekday(moment)} {moment:%d.%m.%Y} {clock(moment)}{f':{moment:%S}' if moment.second else ''}"


def _date(moment: date) -> date:
    """A datetime is a date too, but cannot be compared with one."""
    return moment.date() if isinstance(moment, datetime) else moment


def _weekday(moment: date) -> str:
    return weekday_long(moment)[: int(say(_LETTERS))]

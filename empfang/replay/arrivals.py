"""Who came and when: a list of codes and times, as somebody wrote it down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from empfang.errors import InputProblem
from empfang.exchange.dates import DateStyle, Unfit, find_style, read_date, read_moment, read_time
from empfang.exchange.quoting import Line
from empfang.exchange.tables import Table, read_table
from empfang.rules.names import fold

_TIMES = ("arriv", "ankunft", "angekommen", "gekommen", "kam", "came", "zeit", "time", "uhr")
_DAYS = frozenset({"datum", "tag", "date", "day"})
_CODES = ("code", "nummer", "kennung", "buchung", "booking")


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody came. `at` is naive, on the centre's clock; `line` is that of the file."""

    line: int
    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that says nothing usable; `reason` is a code of `texts.replay.UNREAD`."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Arrivals:
    """A list of arrivals, in the order of their times; each line is in one of both."""

    came: tuple[Came, ...]
    unread: tuple[Unread, ...]


def read_arrivals(data: bytes, day: date, time_zone: str) -> Arrivals:
    """Read a list with a code and a time in each line, perhaps with the day beside it; other columns do no harm, and a
    header need not be there. A header alone says that nobody came.

    Raises:
        InputProblem: `arrivals_columns`, and as `exchange.tables.read_table` does.
    """
    try:
        table = read_table(data)
    except InputProblem as problem:
        if problem.code != "no_rows":
            raise
        return Arrivals((), ())
    if len(table.rows) == 1 and _is_header(table.rows[0]):
        return Arrivals((), ())
    zone = ZoneInfo(time_zone)
    style = find_style(cell for line in table.rows for cell in line.cells)

    def read(text: str) -> datetime:
        return _moment(text, day, zone, style)

    code_at, time_at = _columns(table, read)
    day_at = next((place for place, name in enumerate(table.header) if fold(name) in _DAYS and place != time_at), None)
    came: list[Came] = []
    unread: list[Unread] = []
    for line in table.rows:
        found = _row(line, code_at, time_at, read)
        if isinstance(found, str):
            unread.append(Unread(line.first, found))
        elif found.at.date() != day or (day_at is not None and _says_another_day(line, day_at, day, style)):
            unread.append(Unread(line.first, "other_date"))
        else:
            came.append(found)
    return Arrivals(tuple(sorted(came, key=lambda each: (each.at, each.line))), tuple(unread))


def _moment(text: str, day: date, zone: ZoneInfo, style: DateStyle) -> datetime:
    """The moment that a cell says, whole or only as a time of the day; raises Unfit."""
    try:
        return datetime.combine(day, read_time(text))
    except Unfit as problem:
        if problem.code.startswith("no_such"):
            raise
    return read_moment(text, style, zone, whole=True)


def _row(line: Line, code_at: int, time_at: int, read: Callable[[str], datetime]) -> Came | str:
    if line.quote == "broken" or len(line.cells) <= max(code_at, time_at):
        return "broken"
    code, said = line.cells[code_at].strip(), line.cells[time_at].strip()
    if not code:
        return "no_code"
    try:
        return Came(line.first, code, read(said))
    except Unfit:
        return "no_time"


def _says_another_day(line: Line, day_at: int, day: date, style: DateStyle) -> bool:
    try:
        return read_date(line.cells[day_at], style) != day
    except (Unfit, IndexError):
        return False  # the time stands for itself


def _is_header(line: Line) -> bool:
    names = [fold(cell) for cell in line.cells]
    time_at = _named(names, _TIMES)
    return time_at is not None and _named(names, _CODES, but=time_at) is not None and not any(map(_digits, names))


def _digits(name: str) -> bool:
    return any(sign.isdigit() for sign in name)


def _columns(table: Table, read: Callable[[str], datetime]) -> tuple[int, int]:
    """Where code and time stand: by the header's names, else by what is in the columns."""
    names = [fold(name) for name in table.header]
    time_at = _named(names, _TIMES)
    if time_at is None or not _share(table.column(time_at), read):
        shares = [_share(table.column(place), read) for place in range(table.width)]
        time_at = max(range(table.width), key=lambda place: shares[place])
        if shares[time_at] < 0.5:
            raise InputProblem("arrivals_columns")
    code_at = _named(names, _CODES, but=time_at)
    if code_at is None:
        others = [place for place in range(table.width) if place != time_at and table.column(place)]
        # Codes are all different; names, places and vaccines come again.
        code_at = max(others, key=lambda place: len(set(table.column(place))), default=None)
    if code_at is None:
        raise InputProblem("arrivals_columns")
    return code_at, time_at


def _named(names: Sequence[str], words: Sequence[str], but: int | None = None) -> int | None:
    for word in words:
        for place, name in enumerate(names):
            if place != but and word in name:
                return place
    return None


def _share(values: Sequence[str], read: Callable[[str], datetime]) -> float:
    """How many of the values can be read as times."""

    def fits(text: str) -> bool:
        try:
            read(text)
        except Unfit:
            return False
        return True

    looked_at = values[:200]
    return sum(map(fits, looked_at)) / len(looked_at) if looked_at else 0.0


def outage_of(text: str, day: date, time_zone: str) -> tuple[datetime, datetime]:
    """Begin and end of an outage such as 09:00-13:00, aware; 24:00 is the day's last minute.

    Raises:
        InputProblem: `outage_bad`.
    """
    begin, _, end = text.replace("–", "-").replace("bis", "-").partition("-")
    zone = ZoneInfo(time_zone)
    try:
        until = time(23, 59) if end.strip() in {"24", "24:00", "24.00"} else read_time(end)
        span = datetime.combine(day, read_time(begin), zone), datetime.combine(day, until, zone)
    except Unfit:
        raise InputProblem("outage_bad", text=text) from None
    if span[0] >= span[1]:
        raise InputProblem("outage_bad", text=text)
    return span

"""What is typed as days, moments, vaccines and lists, read as people write it."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from empfang.errors import InputProblem
from empfang.exchange.dates import DateStyle, Unfit, read_date, read_moment

if TYPE_CHECKING:
    from empfang.rules.rulebook import Rulebook


def day_typed(text: str, option: str) -> date:
    """A day.

    Raises:
        InputProblem: `date_bad`.
    """
    try:
        return read_date(text, DateStyle())
    except Unfit:
        raise InputProblem("date_bad", option=option, text=text) from None


def birthday_typed(text: str, option: str, today: date) -> date:
    """A day of birth: of two digits of a year the last one that is not to come.

    Raises:
        InputProblem: `date_bad`.
    """
    try:
        return read_date(text, DateStyle(latest=today))
    except Unfit:
        raise InputProblem("date_bad", option=option, text=text) from None


def moment_typed(text: str, option: str, zone: ZoneInfo) -> datetime:
    """A moment on the centre's clock, to the second, in UTC. Of an hour that is there twice, the first.

    Raises:
        InputProblem: `moment_bad`, `moment_skipped`.
    """
    try:
        wall = read_moment(text, DateStyle(), zone, whole=True)
    except Unfit:
        raise InputProblem("moment_bad", option=option, text=text) from None
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != wall:
        raise InputProblem("moment_skipped", option=option, text=text)
    return moment


def vaccine_typed(text: str, book: "Rulebook") -> str:
    """A vaccine that rules know, by the name that lists give it: else nothing would be asked of who books it.

    Raises:
        InputProblem: `vaccine_unknown`, with the ones there are.
    """
    from empfang.exchange.words import vaccine  # noqa: PLC0415

    name = vaccine(text)
    if book.vaccine_named(name) is None:
        names = sorted({each.names[0] for one in book.books for each in one.vaccines})
        raise InputProblem("vaccine_unknown", vaccine=text, known=", ".join(names))
    return name


def listed(text: str) -> tuple[str, ...]:
    """The parts of a text with commas between, each once."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))

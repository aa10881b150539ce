"""What a paper says: frozen values, moments on the centre's clock."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from empfang.model import DoseKind
from empfang.rules.day_report import CallTally, DoseBalance


class Format(StrEnum):
    """What a slip is printed on. On A4 it takes the upper half; a label is 62 × 29 mm."""

    A4 = "A4"
    A5 = "A5"
    A6 = "A6"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Slip:
    """What goes with an admitted person through the centre, and no more than that.

    `code` is what the documentation desk scans, if there is one. `needs` and `open_papers` are codes; what is no known
    code is printed as it is.
    """

    day_number: str
    family: str
    given: str
    birth_date: date | None
    at: datetime
    dose: DoseKind | None
    vaccine: str
    code: str
    centre: str
    needs: tuple[str, ...] = ()
    lane: int | None = None
    open_papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListLine:
    """A person on the emergency list; `number` with its check digit. `came_at` and `day_number` if they are in."""

    number: str
    at: datetime
    family: str
    given: str
    birth_date: date | None
    vaccine: str
    came_at: datetime | None = None
    day_number: str = ""


@dataclass(frozen=True, slots=True)
class EmergencyList:
    """A day's people as a desk knew them at the moment `as_of`."""

    centre: str
    day: date
    as_of: datetime
    desk: str
    lines: tuple[ListLine, ...]


@dataclass(frozen=True, slots=True)
class LetterVisit:
    """An appointment in a letter. `beside`: the same in another language, or empty."""

    name: str
    when: str
    what: str
    beside: str
    code: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of one page: paragraphs before and after the appointments it is about."""

    sender: str
    address: tuple[str, ...]
    day: str
    subject: str
    before: tuple[str, ...]
    visits: tuple[LetterVisit, ...]
    after: tuple[str, ...]
    foot: str


@dataclass(frozen=True, slots=True)
class DayReport:
    """What became of a day's doses and calls, as a desk knew it at the moment `as_of`. Nothing in it is personal.

    `doses`: each with what the vaccine is called. `unsent`: what this desk has stated and the service does not know.
    `whole`: whether this desk knows everybody of the centre.
    """

    centre: str
    as_of: datetime
    desk: str
    doses: tuple[tuple[str, DoseBalance], ...]
    calls: CallTally
    unsent: int = 0
    whole: bool = True

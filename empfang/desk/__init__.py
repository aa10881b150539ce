"""What a desk can do: the only thing that screens call."""

from empfang.commands.conflict import OPEN
from empfang.desk.anywhere import Anybody, Anywhere, Opening, Registered
from empfang.desk.call_views import (
    Answered,
    Asked,
    Booked,
    CallerPage,
    Draft,
    Held,
    Options,
    Places,
    ShortNotice,
    ToBook,
)
from empfang.desk.desk import UNNAMED, Desk
from empfang.desk.late import Counts, LateAnswer, LateLine, NotOnTheList, OfDay, WhichOne
from empfang.desk.lock import Lock
from empfang.desk.planning import DayPlan
from empfang.desk.printouts import Printing
from empfang.desk.shift_end import NextList, ShiftEnd
from empfang.desk.transfer_views import CallBack, Detail, Group, Item, Offer, Overview, Side
from empfang.desk.views import (
    Admission,
    Card,
    Declined,
    Further,
    GroupMember,
    Judged,
    Line,
    MoveOffer,
    PaperNote,
    PersonPage,
    RequestState,
    Row,
    RowState,
    Shift,
    Undone,
    WalkIn,
)
from empfang.rules.scans import Kind, Scanned
from empfang.store.tx import Topics
from empfang.sync.asking import ANSWERED, AskState
from empfang.sync.progress import Download, Loss, Progress

__all__ = [
    "ANSWERED",
    "OPEN",
    "UNNAMED",
    "Admission",
    "Answered",
    "Anybody",
    "Anywhere",
    "AskState",
    "Asked",
    "Booked",
    "CallBack",
    "CallerPage",
    "Card",
    "Counts",
    "DayPlan",
    "Declined",
    "Desk",
    "Detail",
    "Download",
    "Draft",
    "Further",
    "Group",
    "GroupMember",
    "Held",
    "Item",
    "Judged",
    "Kind",
    "LateAnswer",
    "LateLine",
    "Line",
    "Lock",
    "Loss",
    "MoveOffer",
    "NextList",
    "NotOnTheList",
    "OfDay",
    "Offer",
    "Opening",
    "Options",
    "Overview",
    "PaperNote",
    "PersonPage",
    "Places",
    "Printing",
    "Progress",
    "Registered",
    "RequestState",
    "Row",
    "RowState",
    "Scanned",
    "Shift",
    "ShiftEnd",
    "ShortNotice",
    "Side",
    "ToBook",
    "Topics",
    "Undone",
    "WalkIn",
    "WhichOne",
]

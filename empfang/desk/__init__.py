"""What a desk can do: the only thing that screens call."""

from empfang.desk.desk import UNNAMED, Desk
from empfang.desk.views import (
    Admission,
    Card,
    Declined,
    Line,
    MoveOffer,
    PersonPage,
    RequestState,
    Row,
    RowState,
    Shift,
    Undone,
)
from empfang.store.tx import Topics
from empfang.sync.progress import Download, Progress

__all__ = [
    "UNNAMED",
    "Admission",
    "Card",
    "Declined",
    "Desk",
    "Download",
    "Line",
    "MoveOffer",
    "PersonPage",
    "Progress",
    "RequestState",
    "Row",
    "RowState",
    "Shift",
    "Topics",
    "Undone",
]

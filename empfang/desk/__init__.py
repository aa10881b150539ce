"""What a desk can do: the only thing that screens call."""

from empfang.commands.conflict import OPEN
from empfang.desk.desk import UNNAMED, Desk
from empfang.desk.transfer_views import Detail, Group, Item, Offer, Overview, Side
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
from empfang.rules.scans import Kind, Scanned
from empfang.store.tx import Topics
from empfang.sync.progress import Download, Loss, Progress

__all__ = [
    "OPEN",
    "UNNAMED",
    "Admission",
    "Card",
    "Declined",
    "Desk",
    "Detail",
    "Download",
    "Group",
    "Item",
    "Kind",
    "Line",
    "Loss",
    "MoveOffer",
    "Offer",
    "Overview",
    "PersonPage",
    "Progress",
    "RequestState",
    "Row",
    "RowState",
    "Scanned",
    "Shift",
    "Side",
    "Topics",
    "Undone",
]

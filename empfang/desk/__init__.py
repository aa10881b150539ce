"""What a desk can do: the only thing that screens call."""

from empfang.desk.desk import Desk
from empfang.desk.views import Admission, Card, Declined, MoveOffer, RequestState, Row, RowState, Shift, Undone

__all__ = [
    "Admission",
    "Card",
    "Declined",
    "Desk",
    "MoveOffer",
    "RequestState",
    "Row",
    "RowState",
    "Shift",
    "Undone",
]

"""The small interface of a transaction, which desk and service implement."""

from datetime import datetime
from typing import Any, Protocol, TypeVar

from empfang.model import Record, Slot

R = TypeVar("R", bound=Record)


class Tx(Protocol):
    """Reading and writing records within one transaction.

    A command reads and writes only records of its own subjects, besides slots, contingents and centres, which it may
    read: so a desk knows which of its unsettled commands a pulled record can concern.
    """

    def get(self, record: type[R], record_id: str, /) -> R | None:
        """The record with this id, or None."""
        ...

    def find(self, record: type[R], /, **equals: Any) -> list[R]:
        """The records whose fields have these values, in the order of ids."""
        ...

    def put(self, record: Record, /) -> None:
        """Insert the record or overwrite the one with its id. Its revision is the store's business."""
        ...

    def delete(self, record: type[Record], record_id: str, /) -> None:
        """Remove the record with this id, if there is one."""
        ...


class Deciding(Tx, Protocol):
    """What only the service has: what is left of places. Requests are decided with it."""

    def free_near(self, slot: Slot, contingent_id: str, now: datetime, limit: int) -> list[Slot]:
        """Slots of the same centre and vaccine in which a contingent has a free place that is given out by now, the
        nearest to this slot's time first; never the slot itself."""
        ...

    def between(self, record: type[R], field: str, begin: datetime, end: datetime, /, **equals: Any) -> list[R]:
        """The records in which a moment is from one until before another and others have these values, by id."""
        ...

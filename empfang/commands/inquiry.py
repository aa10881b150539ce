"""Calls in which somebody was only told something."""

from datetime import date
from typing import ClassVar

from empfang.commands.base import FULL, Applied, Fact, nothing, released
from empfang.commands.fields import Label
from empfang.commands.tx import Tx
from empfang.model import Inquiry
from empfang.protocol import Command


@released()
class RecordInquiry(Fact):
    """Somebody called and was told something. `topic` is a code; who it was is not asked."""

    kind: ClassVar[str] = "record_inquiry"
    about_people: ClassVar[bool] = False
    inquiry_id: str
    centre_id: str
    day: date
    topic: Label = ""

    def subjects(self) -> tuple[str, ...]:
        return (self.inquiry_id,)

    def apply(self, tx: Tx, command: Command) -> Applied:
        if tx.get(Inquiry, self.inquiry_id) is not None:
            return nothing("known_already")
        tx.put(
            Inquiry(
                id=self.inquiry_id,
                centre_id=self.centre_id,
                day=self.day,
                topic=self.topic,
                desk_id=command.desk_id,
                operator_id=command.operator_id,
            )
        )
        return FULL

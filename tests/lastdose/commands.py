"""The words in which things are said in a trial: commands of desks, with ids from the seed."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from empfang.commands.allotting import Allot
from empfang.commands.base import Payload
from empfang.commands.doses import OpenVial
from empfang.commands.promised import ToPromise
from empfang.commands.promising import PromiseDose, PromiseFromAllotment, WithdrawPromise
from empfang.ids import derived_id
from empfang.model import DoseKind, Person
from empfang.protocol import Command, Status, Verdict

SIZE = "full"
_ON_THE_WAY = timedelta(minutes=40)


@dataclass(frozen=True, slots=True)
class Where:
    """Where and of what a trial is; `key` makes its ids."""

    key: str
    centre_id: str
    day: date
    vaccine: str

    def id(self, *parts: object) -> str:
        """An id of the trial's own."""
        return derived_id("lastdose", self.key, *parts)

    def person(self, number: int, now: datetime) -> Person:
        """One of its people."""
        return Person(
            id=self.id("person", number), family=f"Wartet{number}", given="Eva", birth_date=date(1950, 5, 5),
            registered_centre_id=self.centre_id, registered_at=now,
        )  # fmt: skip

    def vial(self, doses: int, now: datetime) -> OpenVial:
        """The vial with the last doses."""
        return OpenVial(
            vial_id=self.id("vial"), centre_id=self.centre_id, day=self.day, vaccine=self.vaccine, size=SIZE,
            opened_at=now - timedelta(hours=1), drawn=doses,
        )  # fmt: skip

    def allot(self, number: int) -> Allot:
        """Some of them for a desk alone."""
        return Allot(
            allotment_id=self.id("allotment"), centre_id=self.centre_id, day=self.day, vaccine=self.vaccine, size=SIZE,
            number=number, minutes=60,
        )  # fmt: skip

    def wanted(self, place: object, person: int, persons: int, now: datetime) -> ToPromise:
        """A dose for one of its people."""
        return ToPromise(
            promise_id=self.id("promise", place), appointment_id=self.id("appointment", place),
            person_id=self.id("person", person), centre_id=self.centre_id, day=self.day, vaccine=self.vaccine,
            size=SIZE, name="Comirnaty", dose_kind=DoseKind.BOOSTER, persons=persons, arrive_by=now + _ON_THE_WAY,
        )  # fmt: skip

    def promise(self, wanted: ToPromise, *, allotted: bool) -> Payload:
        """It is asked for, or given from the allotment."""
        if allotted:
            return PromiseFromAllotment(wanted=wanted, allotment_id=self.id("allotment"))
        return PromiseDose(wanted=wanted)

    def withdraw(self, wanted: ToPromise) -> WithdrawPromise:
        """They do not come after all."""
        return WithdrawPromise(promise_id=wanted.promise_id, person_id=wanted.person_id, reason="kommt doch nicht")


@dataclass(slots=True)
class Said:
    """A command that a desk has sent, however often, and every verdict that came to it."""

    payload: Payload
    line: bytes
    desk: int
    verdicts: list[Verdict] = field(default_factory=list)

    @property
    def verdict(self) -> Verdict:
        """The first one."""
        return self.verdicts[0]

    @property
    def yes(self) -> bool:
        """Whether somebody was promised a dose by it."""
        made = isinstance(self.payload, PromiseDose | PromiseFromAllotment)
        return made and self.verdict.status in {Status.GRANTED, Status.RECORDED}


@dataclass(slots=True)
class Pen:
    """What a desk writes its commands with."""

    desk: int
    desk_id: str
    number: int = 0

    def write(self, payload: Payload, command_id: str, now: datetime) -> Said:
        """The next one."""
        self.number += 1
        line = Command(
            kind=payload.kind, version=payload.version, id=command_id, desk_id=self.desk_id, number=self.number,
            operator_id="op-1", occurred_at=now, recorded_at=now, payload=payload.model_dump(mode="json"),
        ).to_bytes()  # fmt: skip
        return Said(payload, line, self.desk)

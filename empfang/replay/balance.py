"""The day's balance: what came of it, from the service's database, the desks' stores and what was seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from empfang.replay.checks import DeskEnd, Findings, ServiceEnd
from empfang.replay.clerk import Outcome
from empfang.replay.dose_balance import DoseBalance
from empfang.replay.ledger import Ledger, percentile


@dataclass(frozen=True, slots=True)
class Double:
    """Somebody whom several desks let in. `counts` and the others: desk and moment; `settled`: one counts, and the
    right one: scanned or typed before paper, then the earliest.
    """

    code: str
    counts: tuple[str, datetime]
    others: tuple[tuple[str, datetime], ...]
    settled: bool


@dataclass(frozen=True, slots=True)
class Balance:
    """The figures of the day. Times in seconds; moments, also those of the doubles, on the centre's clock."""

    booked: int
    came: int
    admitted: int
    late: int
    commands: int
    asked: int
    by_doctor: int
    made_twice: int
    doubles: tuple[Double, ...]
    findings: Findings
    ledger: Ledger
    outage: tuple[datetime, datetime] | None
    rejected: tuple[str, ...]
    unread: tuple[tuple[int, str], ...]
    zone: ZoneInfo
    seed: int
    desks: int
    real_s: float
    doses: DoseBalance | None = None
    waiting_rejected: tuple[str, ...] = ()

    @property
    def not_come(self) -> int:
        """Who was booked and did not come."""
        return self.booked - self.came

    @property
    def good(self) -> bool:
        """Whether nothing was lost, counted twice or broken, every double found and settled, and everything sent."""
        found = self.findings
        return (
            found.lost == 0
            and found.counted_twice == 0
            and found.desks_equal
            and not self.rules_broken
            and len(self.doubles) == self.made_twice
            and all(double.settled for double in self.doubles)
            and self.ledger.unsent_zero_after_s is not None
        )

    @property
    def rules_broken(self) -> tuple[str, ...]:
        """What contradicts a rule, in words."""
        return (*self.findings.broken, *(self.doses.findings.broken if self.doses is not None else ()))

    def as_json(self) -> dict[str, Any]:
        """The object that scripts rely on (design 2), and what else may be of use."""
        ledger, zero = self.ledger, self.ledger.unsent_zero_after_s
        killed = ledger.killed
        return {
            "booked": self.booked,
            "came": self.came,
            "admitted": self.admitted,
            "not_come": self.not_come,
            "commands": self.commands,
            "lost": self.findings.lost,
            "counted_twice": self.findings.counted_twice,
            "doubles_found": len(self.doubles),
            "doubles_settled": sum(double.settled for double in self.doubles),
            "unsent_zero_after_s": None if zero is None else round(zero, 2),
            "desks_equal": self.findings.desks_equal,
            "rules_broken": list(self.rules_broken),
            "let_in_twice": self.made_twice,
            "late": self.late,
            "came_early": len(ledger.came_early),
            "asked": self.asked,
            "by_doctor": self.by_doctor,
            "came_again": ledger.outcomes[Outcome.ALREADY_IN],
            "waited_for_download": len(ledger.waited_for_download),
            "not_let_in": {
                outcome.value: ledger.outcomes[outcome] for outcome in TURNED_AWAY if ledger.outcomes[outcome]
            },
            "unsent_at_return": ledger.unsent_at_return,
            "killed": None
            if killed is None
            else {
                "desk": killed.desk + 1,
                "at": f"{killed.at.astimezone(self.zone):%H:%M}",
                "stored": killed.stored,
                "unsent": killed.unsent,
                "away_s": round(killed.away_s, 2),
            },
            "check_in_s": _middle_and_tail(ledger.took_s),
            "seen_elsewhere_s": _middle_and_tail(ledger.seen_s),
            "rejected": len(self.rejected),
            "unread": len(self.unread),
            "seed": self.seed,
            "desks": self.desks,
            "real_s": round(self.real_s, 1),
            **(self.doses.as_json() if self.doses is not None else {}),
        }


TURNED_AWAY = (
    Outcome.UNKNOWN, Outcome.OTHER_DAY, Outcome.OTHER_CENTRE, Outcome.CANCELLED, Outcome.PAPERS, Outcome.NOT_POSSIBLE,
)  # fmt: skip


def _middle_and_tail(values: Sequence[float]) -> Mapping[str, float | None]:
    found = {"median": percentile(values, 0.5), "p95": percentile(values, 0.95)}
    return {name: None if value is None else round(value, 4) for name, value in found.items()}


def doubles_of(service: ServiceEnd, desks: Sequence[DeskEnd], zone: ZoneInfo) -> tuple[Double, ...]:
    """The doubles that service and desks know of, in the order of time; who counts is worked out here once more."""
    names = {desk.desk_id: desk.name for desk in desks}
    visits = {visit["id"]: visit for visit in service.records("encounter")}
    codes = {appointment["id"]: appointment["code"] for appointment in service.records("appointment")}
    found: list[Double] = []
    for conflict in service.records("conflict"):
        if conflict["conflict_kind"] != "double_check_in":
            continue
        among = sorted((visits[each] for each in conflict["facts"]["encounters"] if each in visits), key=_order)
        if not among:
            continue
        said = [(names.get(visit["desk_id"], "?"), _moment(visit).astimezone(zone)) for visit in among]
        states = [visit["state"] for visit in among]
        by = {visit["superseded_by_id"] for visit in among[1:]}
        settled = (
            not conflict["needs_decision"]
            and states == ["active"] + ["superseded"] * (len(among) - 1)
            and by == {among[0]["id"]}
            and all(conflict["id"] in desk.tables["conflict"] for desk in desks)
        )
        found.append(Double(codes.get(conflict["appointment_id"], "?"), said[0], tuple(said[1:]), settled))
    return tuple(sorted(found, key=lambda double: double.counts[1]))


def _order(visit: Mapping[str, Any]) -> tuple[bool, datetime, str, str]:
    """Who counts (design 3): scanned or typed before paper, then the earliest, then desk, then id."""
    return visit["source"] == "paper", _moment(visit), visit["desk_id"], visit["id"]


def _moment(visit: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(visit["arrived_at"])

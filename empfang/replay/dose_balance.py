"""The balance of doses and calls."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from empfang.replay.checks import ServiceEnd
from empfang.replay.dose_checks import DoseFindings, find_dose_faults
from empfang.replay.dose_ledger import DoseLedger
from empfang.replay.preparing import Lists, Wishes


@dataclass(frozen=True, slots=True)
class DoseBalance:
    """The figures of doses and calls. `refused`: with an appointment, let in, and without a dose.

    `promised`: people who were told that a dose is held for them. Of these `kept` had it; for those of
    `none_for_promised` it was not there although they came in time; `alone`: told so while the service was away;
    `taken_along`: people and doses that callers had for themselves then.
    """

    findings: DoseFindings
    opened: int
    left: int
    calls: int
    outcomes: Mapping[str, int]
    promised: int
    kept: int
    none_for_promised: int
    too_late: int
    withdrawn: int
    alone: int
    standby: int
    refused: int
    taken_along: Mapping[str, int]

    def as_json(self) -> dict[str, Any]:
        """What scripts rely on (design 2), and what else may be of use."""
        doses = self.findings.doses
        return {
            "drawn": doses.drawn,
            "given": doses.given,
            "discarded": doses.discarded,
            "left": self.left,
            "promised_twice": self.findings.promised_twice,
            "refused_with_appointment": self.refused,
            "calls": self.calls,
            "vials_opened": self.opened,
            "outcomes": dict(self.outcomes),
            "promised": self.promised,
            "kept": self.kept,
            "none_for_promised": self.none_for_promised,
            "too_late": self.too_late,
            "withdrawn": self.withdrawn,
            "promised_offline": self.alone,
            "standby": self.standby,
            "taken_along": dict(self.taken_along),
        }


def dose_balance_of(wishes: Wishes, lists: Lists, service: ServiceEnd, ledger: DoseLedger) -> DoseBalance:
    """What came of the doses."""
    vaccinated = {each["person_id"] for each in service.records("immunization") if each["status"] == "completed"}
    let_in = {
        each["appointment_id"]: each["person_id"] for each in service.records("encounter") if each["state"] == "active"
    }
    without = sum(let_in[each] not in vaccinated for each in lists.expected if each in let_in)
    withdrawn = {each["id"] for each in service.records("promise") if each["state"] == "withdrawn"}
    outcomes = Counter(each.outcome for each in ledger.calls if each.outcome)
    in_time = [each for each in ledger.told if not each.late]
    return DoseBalance(
        findings=find_dose_faults(service, ledger, wishes.day),
        opened=ledger.opened,
        left=ledger.left,
        calls=len(ledger.calls),
        outcomes=dict(outcomes.most_common()),
        promised=len(ledger.told),
        kept=sum(each.got_it is True for each in in_time),
        none_for_promised=sum(each.got_it is False for each in in_time),
        too_late=sum(each.late for each in ledger.told),
        withdrawn=sum(each.promise_id in withdrawn for each in ledger.told),
        alone=sum(each.alone for each in ledger.told),
        standby=outcomes["standby"],
        refused=without,
        taken_along=dict(ledger.taken_along),
    )

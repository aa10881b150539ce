"""Writing what follows from a row of a corrected list."""

from dataclasses import dataclass
from datetime import datetime

from empfang.central.list_records import ListRecords
from empfang.central.tx import CentralTx
from empfang.commands.visit import settle_visit
from empfang.exchange.corrections import Correction, Here, Step, parsed
from empfang.exchange.said import Said
from empfang.ids import derived_id
from empfang.model import Appointment, AppointmentStatus
from empfang.rules.booking import BY_LIST
from empfang.rules.codes import code_key


@dataclass(frozen=True, slots=True)
class Outcome:
    """`placed`: an appointment that came into a slot. `made`: one that is new. `booked_id`: what the row stands for."""

    booked_id: str
    placed: Appointment | None = None
    made: Appointment | None = None


class Writer:
    """Writes corrections within one transaction. A person who was admitted stays so, whatever a list says."""

    def __init__(self, tx: CentralTx, records: ListRecords, run_id: str, now: datetime) -> None:
        self._tx = tx
        self._records = records
        self._run_id = run_id
        self._now = now

    def write(self, here: Here, correction: Correction, said: Said | None, reason: str = BY_LIST) -> Outcome:
        """Write person and appointment. `said` is what the list says now, `reason` why it is cancelled."""
        self._person(here, correction)
        live, booking = here.live, parsed(correction.booking)
        if "code" in booking:
            booking["code_key"] = code_key(booking["code"])
        match correction.step:
            case Step.CANCEL:
                self._cancel(live.with_(**booking), reason)
                return Outcome(here.booked.id)
            case Step.MOVE:
                moved = self._placed(live.with_(**booking), correction, said)
                self._tx.put(moved)
                return Outcome(here.booked.id, placed=moved)
            case Step.REINSTATE:
                return Outcome(here.booked.id, placed=self._reinstate(live.with_(**booking), correction, said))
            case Step.OTHER_DAY:
                return self._other_day(here, live.with_(**booking), correction, said)
        if booking:
            changed = live.with_(**booking)
            self._tx.put(changed)
            if "contingent_id" in booking:
                return Outcome(here.booked.id, placed=changed)
        return Outcome(here.booked.id)

    def _person(self, here: Here, correction: Correction) -> None:
        values = dict(correction.person)
        code = correction.booking.get("code")
        if code:
            identifier = self._records.identifier(code)
            if identifier not in here.person.identifiers:
                values["identifiers"] = (*here.person.identifiers, identifier)
        if values:
            self._tx.put(here.person.with_(**values))

    def _placed(self, appointment: Appointment, correction: Correction, said: Said | None) -> Appointment:
        start, vaccine = correction.place
        contingent_id = appointment.contingent_id or (said.booking["contingent_id"] if said else None)
        return appointment.with_(
            start=start,
            vaccine=vaccine,
            slot_id=self._records.slot_id(start, vaccine or "") if start else None,
            contingent_id=contingent_id if start else None,
        )

    def _cancel(self, appointment: Appointment, reason: str, replaced_by_id: str | None = None) -> None:
        """As if somebody had said so at a desk: who is here all the same stays here, and that is told there."""
        cancelled = appointment.with_(cancelled_at=self._now, cancel_reason=reason, replaced_by_id=replaced_by_id)
        self._tx.put(cancelled)
        settle_visit(self._tx, cancelled)

    def _reinstate(self, appointment: Appointment, correction: Correction, said: Said | None) -> Appointment:
        again = self._placed(appointment, correction, said).with_(**_NOT_CANCELLED)
        self._tx.put(again)
        settle_visit(self._tx, again)
        return self._tx.get(Appointment, again.id) or again

    def _other_day(self, here: Here, live: Appointment, correction: Correction, said: Said | None) -> Outcome:
        """Another appointment instead: who is let in today for the old one meanwhile is told of, and decided about."""
        new_id = derived_id("imported appointment", live.id, self._run_id)
        made = self._placed(live, correction, said).with_(
            id=new_id, revision=0, status=AppointmentStatus.BOOKED, replaces_id=live.id, **_NOT_CANCELLED
        )
        self._tx.put(made)
        self._cancel(here.live, BY_LIST, new_id)
        return Outcome(new_id, placed=made, made=made)


_NOT_CANCELLED = {
    "cancelled_at": None,
    "cancelled_desk_id": None,
    "cancelled_operator_id": None,
    "cancelled_by_command": None,
    "cancel_reason": "",
    "replaced_by_id": None,
}


def changed_fields(correction: Correction) -> tuple[str, ...]:
    """Names of the fields that a correction writes, for the audit trail."""
    names = [change.field for change in correction.changes if change.field in {*correction.person, *correction.booking}]
    return tuple(sorted({*names, *(("start",) if correction.step is not Step.NOTHING else ())}))

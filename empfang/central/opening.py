"""Opening a person who is not of the desk's centre: they are followed until the day's end, and the view is logged."""

from datetime import datetime

from empfang.audit import AuditTrail
from empfang.central.access import Caller
from empfang.central.scope import opened_by, people_of
from empfang.central.tx import CentralTx
from empfang.model import Person
from empfang.rows import Cursor, Flavour, marked


def open_person(
    cursor: Cursor, flavour: Flavour, desk_id: str, person_id: str, now: datetime, operator_id: str = ""
) -> bool:
    """Let a person into the desk's own stream; False if there is nobody with this id."""
    tx = CentralTx(cursor, flavour, now)
    if tx.get(Person, person_id) is None:
        return False
    tx.open_for(person_id, desk_id)
    tx.finish(None)
    tx.take_numbers()
    trail = AuditTrail(cursor, flavour, f"desk:{desk_id}")
    trail.append("open_person", person_id, at=now, desk_id=desk_id, operator_id=operator_id)
    trail.flush()
    return True


def is_its_business(cursor: Cursor, flavour: Flavour, caller: Caller, person_id: str) -> bool:
    """Whether somebody is or was of a centre that the desk serves, or is in its own stream already."""
    streams = (*map(people_of, caller.centre_ids), opened_by(caller.desk_id))
    query = f"SELECT count(*) FROM scope WHERE person_id = ? AND stream IN ({', '.join('?' * len(streams))})"  # noqa: S608 - marks only
    cursor.execute(marked(query, flavour), (person_id, *streams))
    return bool(cursor.fetchone()[0])

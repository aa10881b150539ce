"""Desks and operators: enrolment codes, tokens, who asks."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import bindparam, select, update

from empfang.central import keys
from empfang.central.database import CentralDatabase
from empfang.central.epochs import head
from empfang.central.scope import REFERENCE, opened_by, people_of, places_of
from empfang.central.sql import Statement, insert_into, table_of
from empfang.central.tables import DeskAccess, EnrolmentCode
from empfang.central.tx import CentralTx
from empfang.errors import InputProblem, ServiceProblem
from empfang.ids import new_id
from empfang.model import Centre, Desk, DeskRole, Operator, Role, RuleBook, moment_text
from empfang.protocol import EnrolReply
from empfang.rows import Cursor, Flavour, Rows
from empfang.rules.codes import code_key

CODE_HOURS = 48
SEARCHES = frozenset({Role.HOTLINE, Role.RECEPTION, Role.COORDINATOR, Role.ADMINISTRATOR})
"""Who may search at a hotline desk: all who do its work, also clerks of the reception who help out there. Not who still
learns it, nor doctors."""
_CODE_SIGNS = "ABCDEFGHJKLMNPQRSTUVWX23456789"


@dataclass(frozen=True, slots=True)
class Caller:
    """The desk that asks."""

    desk_id: str
    centre_id: str
    role: DeskRole = DeskRole.RECEPTION
    serves: tuple[str, ...] = ()

    @property
    def centre_ids(self) -> tuple[str, ...]:
        """The centres it serves, its own first."""
        return tuple(dict.fromkeys((self.centre_id, *self.serves)))

    @property
    def streams(self) -> tuple[str, ...]:
        """What this desk follows: a reception its centre's people, a hotline only whom it has opened."""
        own = opened_by(self.desk_id)
        if self.role is DeskRole.HOTLINE:
            return (REFERENCE, own, *map(places_of, self.centre_ids))
        return (REFERENCE, own, people_of(self.centre_id), places_of(self.centre_id))


def digest(secret: str) -> str:
    """Tokens and codes are long random texts; only their SHA-256 is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def known_centre(cursor: Cursor, flavour: Flavour, centre_id: str) -> Centre:
    """The centre with this id.

    Raises:
        InputProblem: `centre_unknown`, with the ones there are.
    """
    rows = Rows(cursor, flavour)
    centre = rows.get(Centre, centre_id)
    if centre is None:
        known = ", ".join(each.id for each in rows.find(Centre)) or "–"
        raise InputProblem("centre_unknown", centre=centre_id, known=known)
    return centre


def make_code(
    database: CentralDatabase,
    centre_id: str,
    desk_name: str,
    now: datetime,
    role: DeskRole = DeskRole.RECEPTION,
    serves: tuple[str, ...] = (),
) -> str:
    """A one-time enrolment code for a desk of this centre, valid for two days.

    Raises:
        InputProblem: `centre_unknown`.
    """
    code = "-".join("".join(secrets.choice(_CODE_SIGNS) for _ in range(4)) for _ in range(4))
    with database.writing() as cursor:
        for each in (centre_id, *serves):
            known_centre(cursor, database.flavour, each)
        insert_into(EnrolmentCode, database.flavour).run(
            cursor,
            code_digest=digest(code_key(code)),
            centre_id=centre_id,
            desk_name=desk_name,
            expires_at=moment_text(now + timedelta(hours=CODE_HOURS)),
            used_at=None,
            role=role,
            serves=" ".join(serves),
        )
    return code


def enrol(database: CentralDatabase, code: str, now: datetime) -> EnrolReply:
    """Make a desk of whoever has the code.

    Raises:
        ServiceProblem: `enrol_code_unknown`, `enrol_code_used`, `enrol_code_expired`.
    """
    table = table_of(EnrolmentCode)
    flavour = database.flavour
    found = select(
        table.c.centre_id, table.c.desk_name, table.c.expires_at, table.c.used_at, table.c.role, table.c.serves
    )
    with database.writing() as cursor:
        by_digest = Statement(found.where(table.c.code_digest == bindparam("digest")), flavour)
        row = by_digest.run(cursor, digest=digest(code_key(code))).fetchone()
        if row is None:
            raise ServiceProblem("enrol_code_unknown")
        centre_id, desk_name, expires_at, used_at, role, serves = row
        if used_at is not None:
            raise ServiceProblem("enrol_code_used")
        if expires_at < moment_text(now):
            raise ServiceProblem("enrol_code_expired")
        tx = CentralTx(cursor, flavour, now)
        number = max((desk.number for desk in tx.find(Desk, centre_id=centre_id)), default=0) + 1
        usual = "Telefon" if role == DeskRole.HOTLINE else "Empfang"
        desk = Desk(
            id=new_id(),
            centre_id=centre_id,
            name=desk_name or f"{usual} {number}",
            number=number,
            role=DeskRole(role),
            serves=tuple(serves.split()),
        )
        tx.put(desk)
        tx.finish(None)
        tx.take_numbers()
        token = secrets.token_urlsafe(32)
        insert_into(DeskAccess, flavour).run(
            cursor,
            desk_id=desk.id,
            centre_id=centre_id,
            token_digest=digest(token),
            contiguous=0,
            revoked=False,
            role=role,
            serves=serves,
        )
        used = update(table).where(table.c.code_digest == bindparam("digest")).values(used_at=bindparam("at"))
        Statement(used, flavour).run(cursor, digest=digest(code_key(code)), at=moment_text(now))
        epoch, _ = head(cursor)
        recovery_key = keys.recovery_key(cursor, flavour)
    return EnrolReply(
        desk_id=desk.id,
        desk_number=number,
        desk_name=desk.name,
        centre_id=centre_id,
        role=desk.role,
        token=token,
        epoch=epoch,
        recovery_key=recovery_key,
    )


def own_desk(cursor: Cursor, flavour: Flavour, tx: CentralTx, desk: Desk) -> None:
    """A desk of the service itself: it sends nothing, so nobody has its token."""
    tx.begin()
    tx.put(desk)
    tx.finish(None)
    insert_into(DeskAccess, flavour).run(
        cursor,
        desk_id=desk.id,
        centre_id=desk.centre_id,
        token_digest=digest(secrets.token_urlsafe(32)),
        contiguous=0,
        revoked=False,
        role=desk.role,
        serves="",
    )


def caller_of(cursor: Cursor, flavour: Flavour, token: str) -> Caller | None:
    """The desk with this token; None if there is none, or it was revoked."""
    return _caller(cursor, _desks_by("token_digest", flavour), digest(token))


def streams_of_desk(cursor: Cursor, flavour: Flavour, desk_id: str) -> tuple[str, ...]:
    """What a desk follows; nothing if it is not known or was revoked."""
    caller = caller_with(cursor, flavour, desk_id)
    return () if caller is None else caller.streams


def caller_with(cursor: Cursor, flavour: Flavour, desk_id: str) -> Caller | None:
    """The desk with this id; None if there is none, or it was revoked."""
    return _caller(cursor, _desks_by("desk_id", flavour), desk_id)


def may_search(cursor: Cursor, flavour: Flavour, caller: Caller, operator_id: str) -> bool:
    """Whether this operator may look for people of other desks here."""
    operator = Rows(cursor, flavour).get(Operator, operator_id)
    if caller.role is not DeskRole.HOTLINE or operator is None or operator.role not in SEARCHES:
        return False
    return not operator.centre_ids or not set(operator.centre_ids).isdisjoint(caller.centre_ids)


@cache
def _desks_by(column: str, flavour: Flavour) -> Statement:
    table = table_of(DeskAccess)
    query = select(table.c.desk_id, table.c.centre_id, table.c.revoked, table.c.role, table.c.serves)
    return Statement(query.where(table.c[column] == bindparam("key")), flavour)


def _caller(cursor: Cursor, desks: Statement, key: str) -> Caller | None:
    row = desks.run(cursor, key=key).fetchone()
    if row is None or row[2]:
        return None
    return Caller(row[0], row[1], DeskRole(row[3]), tuple(row[4].split()))


def put_centres(
    database: CentralDatabase, centres: list[Centre], now: datetime
) -> list[tuple[Centre, tuple[str, ...]]]:
    """Take over centres as they are now, and tell the desks: each with the names of the fields that changed.

    A centre that is not known yet comes with all its fields. Centres that are not named stay as they are.
    """
    changed: list[tuple[Centre, tuple[str, ...]]] = []
    with database.writing() as cursor:
        tx = CentralTx(cursor, database.flavour, now)
        for centre in centres:
            known = tx.get(Centre, centre.id)
            before = known.model_dump(exclude={"revision"}) if known is not None else {}
            after = centre.model_dump(exclude={"revision"})
            changed.append(
                (centre, tuple(name for name, value in after.items() if name not in before or before[name] != value))
            )
            if changed[-1][1]:
                tx.put(centre)
        tx.finish(None)
        tx.take_numbers()
    return changed


def put_reference(database: CentralDatabase, records: Sequence[Centre | Operator | RuleBook], now: datetime) -> None:
    """Write centres, operators or rule books, and tell the desks."""
    with database.writing() as cursor:
        tx = CentralTx(cursor, database.flavour, now)
        for record in records:
            tx.put(record)
        tx.finish(None)
        tx.take_numbers()

"""Desks and operators: enrolment codes, tokens, who asks."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update

from empfang.central.database import CentralDatabase
from empfang.central.feed import head
from empfang.central.sql import Statement, insert_into, table_of
from empfang.central.tables import DeskAccess, EnrolmentCode
from empfang.central.tx import CentralTx
from empfang.errors import InputProblem, ServiceProblem
from empfang.ids import new_id
from empfang.model import Centre, Desk, Operator, moment_text
from empfang.protocol import EnrolReply
from empfang.rows import Cursor, Flavour, Rows
from empfang.rules.codes import code_key

CODE_HOURS = 48
_CODE_SIGNS = "ABCDEFGHJKLMNPQRSTUVWX23456789"


@dataclass(frozen=True, slots=True)
class Caller:
    """The desk that asks."""

    desk_id: str
    centre_id: str


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


def make_code(database: CentralDatabase, centre_id: str, desk_name: str, now: datetime) -> str:
    """A one-time enrolment code for a desk of this centre, valid for two days."""
    code = "-".join("".join(secrets.choice(_CODE_SIGNS) for _ in range(4)) for _ in range(4))
    with database.writing() as cursor:
        known_centre(cursor, database.flavour, centre_id)
        insert_into(EnrolmentCode, database.flavour).run(
            cursor,
            code_digest=digest(code_key(code)),
            centre_id=centre_id,
            desk_name=desk_name,
            expires_at=moment_text(now + timedelta(hours=CODE_HOURS)),
            used_at=None,
        )
    return code


def enrol(database: CentralDatabase, code: str, now: datetime) -> EnrolReply:
    """Make a desk of whoever has the code.

    Raises:
        ServiceProblem: `enrol_code_unknown`, `enrol_code_used`, `enrol_code_expired`.
    """
    table = table_of(EnrolmentCode)
    flavour = database.flavour
    found = select(table.c.centre_id, table.c.desk_name, table.c.expires_at, table.c.used_at)
    with database.writing() as cursor:
        by_digest = Statement(found.where(table.c.code_digest == bindparam("digest")), flavour)
        row = by_digest.run(cursor, digest=digest(code_key(code))).fetchone()
        if row is None:
            raise ServiceProblem("enrol_code_unknown")
        centre_id, desk_name, expires_at, used_at = row
        if used_at is not None:
            raise ServiceProblem("enrol_code_used")
        if expires_at < moment_text(now):
            raise ServiceProblem("enrol_code_expired")
        tx = CentralTx(cursor, flavour)
        number = max((desk.number for desk in tx.find(Desk, centre_id=centre_id)), default=0) + 1
        desk = Desk(id=new_id(), centre_id=centre_id, name=desk_name or f"Empfang {number}", number=number)
        tx.put(desk)
        tx.finish(None)
        tx.take_numbers()
        token = secrets.token_urlsafe(32)
        insert_into(DeskAccess, flavour).run(
            cursor, desk_id=desk.id, centre_id=centre_id, token_digest=digest(token), contiguous=0, revoked=False
        )
        used = update(table).where(table.c.code_digest == bindparam("digest")).values(used_at=bindparam("at"))
        Statement(used, flavour).run(cursor, digest=digest(code_key(code)), at=moment_text(now))
        epoch, _ = head(cursor)
    return EnrolReply(
        desk_id=desk.id, desk_number=number, desk_name=desk.name, centre_id=centre_id, token=token, epoch=epoch
    )


def caller_of(cursor: Cursor, flavour: Flavour, token: str) -> Caller | None:
    """The desk with this token; None if there is none, or it was revoked."""
    table = table_of(DeskAccess)
    query = select(table.c.desk_id, table.c.centre_id, table.c.revoked)
    row = (
        Statement(query.where(table.c.token_digest == bindparam("digest")), flavour)
        .run(cursor, digest=digest(token))
        .fetchone()
    )
    return None if row is None or row[2] else Caller(row[0], row[1])


def put_reference(database: CentralDatabase, records: list[Centre] | list[Operator]) -> None:
    """Write centres or operators, and tell the desks."""
    with database.writing() as cursor:
        tx = CentralTx(cursor, database.flavour)
        for record in records:
            tx.put(record)
        tx.finish(None)
        tx.take_numbers()

"""The service's own keys: a pair (what desks seal for it, only its private part opens), and one for what is online."""

import secrets

from sqlalchemy import bindparam, select

from empfang.central.sql import Statement, insert_into, table_of
from empfang.central.tables import ServiceKey
from empfang.rows import Cursor, Flavour
from empfang.sealing import new_key_pair

_PRIVATE, _PUBLIC, _ONLINE = "recovery_private", "recovery_public", "online"


def recovery_key(cursor: Cursor, flavour: Flavour) -> str:
    """The public part, for desks that enrol; the pair is made if there is none yet."""
    known = _read(cursor, flavour, _PUBLIC)
    if known is not None:
        return known
    private, public = new_key_pair()
    keep = insert_into(ServiceKey, flavour)
    keep.run(cursor, name=_PRIVATE, value=private)
    keep.run(cursor, name=_PUBLIC, value=public)
    return public


def private_key(cursor: Cursor, flavour: Flavour) -> str | None:
    """The private part; None while no desk was ever given the public one."""
    return _read(cursor, flavour, _PRIVATE)


def online_key(cursor: Cursor, flavour: Flavour) -> bytes:
    """From this and what a caller sends, secrets and codes follow; it is made if there is none yet."""
    known = _read(cursor, flavour, _ONLINE)
    if known is None:
        known = secrets.token_hex()
        insert_into(ServiceKey, flavour).run(cursor, name=_ONLINE, value=known)
    return bytes.fromhex(known)


def _read(cursor: Cursor, flavour: Flavour, name: str) -> str | None:
    table = table_of(ServiceKey)
    row = Statement(select(table.c.value).where(table.c.name == bindparam("key_name")), flavour)
    found = row.run(cursor, key_name=name).fetchone()
    return None if found is None else str(found[0])

"""Lists of post codes at the service, which reach every desk."""

from dataclasses import dataclass
from datetime import datetime

from empfang.central.database import CentralDatabase
from empfang.central.tx import CentralTx
from empfang.errors import InputProblem
from empfang.model import PostCodes
from empfang.rows import Rows
from empfang.rules.districts import Fault, Row, read_rows, rows_text


@dataclass(frozen=True, slots=True)
class Refused:
    """A list of which nothing was taken over."""

    faults: list[Fault]


def put_post_codes(database: CentralDatabase, name: str, text: str, now: datetime) -> list[Row] | Refused:
    """Take a list over, instead of the one of this name if there is one; gives its rows, or what is wrong with it."""
    rows, faults = read_rows(text)
    if faults:
        return Refused(faults)
    with database.writing() as cursor:
        tx = CentralTx(cursor, database.flavour, now)
        tx.put(PostCodes(id=name, text=rows_text(rows)))
        tx.finish(None)
        tx.take_numbers()
    return rows


def remove_post_codes(database: CentralDatabase, name: str, now: datetime) -> None:
    """Take a list away again.

    Raises:
        InputProblem: `districts_unknown`, with the lists there are.
    """
    with database.writing() as cursor:
        tx = CentralTx(cursor, database.flavour, now)
        if tx.get(PostCodes, name) is None:
            known = ", ".join(each.id for each in tx.find(PostCodes)) or "–"
            raise InputProblem("districts_unknown", name=name, known=known)
        tx.delete(PostCodes, name)
        tx.finish(None)
        tx.take_numbers()


def post_codes_of(database: CentralDatabase) -> list[PostCodes]:
    """The lists there are, by name."""
    with database.reading() as cursor:
        return Rows(cursor, database.flavour).find(PostCodes)

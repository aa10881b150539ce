"""`empfang central districts`: lists of post codes, shown, given to all desks, and taken away again."""

import json
import sys
from datetime import datetime
from pathlib import Path

from empfang.central.database import CentralDatabase
from empfang.central.post_codes import Refused, post_codes_of, put_post_codes, remove_post_codes
from empfang.districts import districts_of, own_rows
from empfang.errors import InputProblem
from empfang.exchange.encodings import decode
from empfang.rules.districts import Fault, Row, read_rows
from empfang.rules.names import clean
from empfang.texts import places as words
from empfang.texts import say, thousands

_FAULTS_SHOWN = 20
_LONGEST_NAME = 80


def show(database: CentralDatabase, *, as_json: bool) -> None:
    """All lists there are, and what they make together."""
    records = post_codes_of(database)
    own, lists = own_rows(), {record.id: read_rows(record.text)[0] for record in records}
    together = districts_of(records)
    if as_json:
        told = [{"name": name, "post_codes": _post_codes(rows), "rows": len(rows)} for name, rows in lists.items()]
        print(json.dumps({"lists": told, "post_codes": len(together), "districts": dict(together.names)}))
        return
    print(say(words.OWN_LIST, number=thousands(_post_codes(own))))
    for name, rows in lists.items():
        districts = len({row.district.ags for row in rows})
        print(say(words.LIST, name=name, number=thousands(_post_codes(rows)), districts=districts))
    print(say(words.KNOWN_IN_ALL, number=thousands(len(together)), districts=len(together.names)))


def take(database: CentralDatabase, path: Path, data: bytes, name: str, now: datetime, *, as_json: bool) -> None:
    """Give a list to all desks.

    Raises:
        InputProblem: `districts_refused`, after the lines were told; `districts_name`, `file_empty`, `file_binary`,
            `file_not_text`.
    """
    name = name.strip() or path.stem.strip()
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
        raise InputProblem("districts_name", name=clean(name[:_LONGEST_NAME]), most=_LONGEST_NAME)
    done = put_post_codes(database, name, decode(data).text, now)
    if isinstance(done, Refused):
        for fault in done.faults[:_FAULTS_SHOWN]:
            print(_words(fault), file=sys.stderr)
        if len(done.faults) > _FAULTS_SHOWN:
            print(say(words.MORE_FAULTS, number=len(done.faults) - _FAULTS_SHOWN), file=sys.stderr)
        raise InputProblem("districts_refused", path=path)
    if as_json:
        print(json.dumps({"name": name, "rows": len(done), "post_codes": _post_codes(done)}))
    else:
        print(say(words.LIST_TAKEN, name=name, number=thousands(len(done))))


def remove(database: CentralDatabase, name: str, now: datetime) -> None:
    """Take a list away."""
    remove_post_codes(database, name, now)
    print(say(words.LIST_REMOVED, name=name))


def _post_codes(rows: "list[Row] | tuple[Row, ...]") -> int:
    return len({row.post_code for row in rows})


def _words(fault: Fault) -> str:
    return say(words.FAULT_LINE, line=fault.line, why=say(words.FAULTS[fault.why], value=fault.value))

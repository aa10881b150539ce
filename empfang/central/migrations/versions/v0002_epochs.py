"""Epochs and marks, scopes with an end, deletions, roles of desks, and whom a received command concerns."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from alembic import context, op
from sqlalchemy import text

from empfang.commands.all import read_command
from empfang.commands.base import UnreadableError

revision = "0002"
down_revision = "0001"

_KEPT = timedelta(days=60)
_AT_ONCE = 1_000
_MOMENT = {"sqlite": "TEXT", "postgresql": "TIMESTAMPTZ"}
_STRUCTURE = {"sqlite": "TEXT", "postgresql": "JSONB"}
_TABLES = (
    """CREATE TABLE epoch_begun (epoch VARCHAR NOT NULL, previous VARCHAR, number INTEGER NOT NULL,
        began_at VARCHAR NOT NULL, seen_to INTEGER NOT NULL, PRIMARY KEY (epoch))""",
    """CREATE TABLE recovered (epoch VARCHAR NOT NULL, number INTEGER NOT NULL, command_id VARCHAR NOT NULL,
        PRIMARY KEY (epoch, number))""",
    """CREATE TABLE feed_number (number INTEGER NOT NULL, mark VARCHAR NOT NULL, at VARCHAR NOT NULL,
        streams TEXT NOT NULL, PRIMARY KEY (number))""",
    """CREATE TABLE received_subject (subject VARCHAR NOT NULL, command_id VARCHAR NOT NULL,
        PRIMARY KEY (subject, command_id))""",
    """CREATE TABLE waiting_fact (kind VARCHAR NOT NULL, record_id VARCHAR NOT NULL, command_id VARCHAR NOT NULL,
        PRIMARY KEY (kind, record_id, command_id))""",
    "CREATE TABLE service_key (name VARCHAR NOT NULL, value VARCHAR NOT NULL, PRIMARY KEY (name))",
)


def upgrade() -> None:
    """Add what is new, and fill in what follows from what is there."""
    flavour = op.get_bind().dialect.name
    for statement in _TABLES:
        _run(statement)
    _run(
        f'CREATE TABLE "deletion" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL,'
        f' "centre_id" TEXT NOT NULL, "deleted_at" {_MOMENT[flavour]} NOT NULL, "command_id" TEXT NOT NULL)'
    )
    _add("head", "mark", "VARCHAR", "''")
    _add("head", "pruned_to", "INTEGER", "0")
    _add("feed_entry", "subject", "VARCHAR", "''")
    _add("scope", "until", "VARCHAR")
    _add("received", "kind", "VARCHAR", "''")
    _add("received", "handed_over_by", "VARCHAR")
    for table in ("desk_access", "enrolment_code"):
        _add(table, "role", "VARCHAR", "'reception'")
        _add(table, "serves", "VARCHAR", "''")
    _add("desk", "role", "TEXT", "'reception'")
    _add("desk", "serves", _STRUCTURE[flavour], "'[]'")
    _add("conflict", "decision", "TEXT", "''")
    _add("conflict", "decided_at", _MOMENT[flavour])
    for name in ("decided_desk_id", "decided_operator_id", "decided_by_command"):
        _add("conflict", name, "TEXT")
    _fill_subjects()
    _fill_received()
    _fill_scopes()
    _begin_epoch()
    _run("CREATE INDEX ix_feed_entry_subject ON feed_entry (subject)")
    _run("UPDATE head SET schema_version = 2")


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)


def _rows(query: str) -> Iterator[Any]:
    """The rows of a query, in bearable portions."""
    result = op.get_bind().execute(text(query))
    while part := result.fetchmany(_AT_ONCE):
        yield from part


def _add(table: str, column: str, kind: str, default: str | None = None) -> None:
    """A new column; with a value for the rows that are there, it is never empty."""
    needed = "" if default is None else f" NOT NULL DEFAULT {default}"
    _run(f'ALTER TABLE "{table}" ADD COLUMN "{column}" {kind}{needed}')
    if default is not None and op.get_bind().dialect.name == "postgresql":
        _run(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" DROP DEFAULT')


def _fill_subjects() -> None:
    """Whom an entry of the feed is about. What was deleted is known from the entry before."""
    whose = {
        (kind, record_id): json.loads(body)["person_id"]
        for kind, record_id, body in _rows(
            "SELECT kind, record_id, body FROM feed_entry"
            " WHERE kind IN ('appointment', 'encounter', 'conflict') AND body IS NOT NULL"
        )
    }
    _run("UPDATE feed_entry SET subject = record_id WHERE kind = 'person'")
    fill = text("UPDATE feed_entry SET subject = :subject WHERE kind = :kind AND record_id = :record_id")
    _in_portions(fill, [{"subject": subject, "kind": key[0], "record_id": key[1]} for key, subject in whose.items()])


def _fill_received() -> None:
    """Of what kind a received command is, and whom it concerns. What cannot be read concerns nobody."""
    kinds: list[dict[str, Any]] = []
    concerned: list[dict[str, Any]] = []
    for command_id, line in _rows("SELECT command_id, line FROM received"):
        try:
            command, payload = read_command(bytes(line))
        except UnreadableError:
            continue
        if command.id == command_id:
            kinds.append({"kind": command.kind, "command_id": command_id})
            concerned += [{"subject": each, "command_id": command_id} for each in dict.fromkeys(payload.subjects())]
    _in_portions(text("UPDATE received SET kind = :kind WHERE command_id = :command_id"), kinds)
    _in_portions(text("INSERT INTO received_subject (subject, command_id) VALUES (:subject, :command_id)"), concerned)


def _fill_scopes() -> None:
    """Until when a centre keeps somebody: sixty days after the last of what ties them to it; waiting ones for ever."""
    ends: dict[tuple[str, str], str | None] = {}

    def tie(person_id: str, centre_id: str, last: object) -> None:
        key = person_id, f"centre:{centre_id}"
        if last is None or (key in ends and ends[key] is None):
            ends[key] = None
        else:
            end = (_day(last) + _KEPT).isoformat()
            ends[key] = max(end, ends.get(key) or end)

    now = context.config.attributes["now"]
    for person_id, centre_id, at in _rows("SELECT id, registered_centre_id, registered_at FROM person"):
        if centre_id:
            tie(person_id, centre_id, at or now)
    for query in (
        'SELECT person_id, centre_id, COALESCE("start", cancelled_at) FROM appointment',
        'SELECT person_id, centre_id, "day" FROM encounter',
        "SELECT person_id, centre_id, raised_at FROM conflict WHERE centre_id <> ''",
    ):
        for row in _rows(query):
            tie(*row)
    fill = text("UPDATE scope SET until = :until WHERE person_id = :person_id AND stream = :stream")
    _in_portions(
        fill,
        [{"until": end, "person_id": key[0], "stream": key[1]} for key, end in ends.items() if end is not None],
    )


def _begin_epoch() -> None:
    """The epoch that has always been is the first one."""
    first = op.get_bind().execute(
        text(
            "SELECT min(at) FROM (SELECT min(received_at) AS at FROM received"
            " UNION ALL SELECT min(started_at) FROM import_run) AS known"
        )
    )
    at = first.scalar() or context.config.attributes["now"].strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    op.get_bind().execute(
        text("INSERT INTO epoch_begun SELECT epoch, NULL, 0, :at, 0 FROM head WHERE id = 1"), {"at": at}
    )


def _in_portions(statement: Any, values: list[dict[str, Any]]) -> None:
    for begin in range(0, len(values), _AT_ONCE):
        op.get_bind().execute(statement, values[begin : begin + _AT_ONCE])


def _day(moment: object) -> date:
    """The day, in UTC, of a moment or day as either database gives it."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    if isinstance(moment, datetime):
        return (moment if moment.tzinfo is None else moment.astimezone(UTC)).date()
    if isinstance(moment, date):
        return moment
    raise TypeError(type(moment).__name__)

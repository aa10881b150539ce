"""Places as they are counted, confirmations and what is to leave; what people are found by; who books online."""

import json
from datetime import UTC, datetime
from typing import Any

from alembic import op

from empfang.central.migrations.search import make_search

revision = "0006"
down_revision = "0005"

_TYPES = {
    "sqlite": {"moment": "TEXT", "day": "TEXT", "structure": "TEXT"},
    "postgresql": {"moment": "TIMESTAMPTZ", "day": "DATE", "structure": "JSONB"},
}
_ADDED = (
    ("centre", "address", "TEXT", ""),
    ("centre", "contingents", "structure", "{}"),
    ("centre", "channel_days", "structure", "{}"),
    ("centre", "short_notice_days", "INTEGER", None),
    ("centre", "short_notice_not", "structure", "[]"),
    ("centre", "waiting_list_days", "INTEGER", "0"),
    ("centre_day", "info", "TEXT", ""),
    ("slot", "taken", "structure", "{}"),
    ("slot", "released_at", "moment", None),
    ("contingent", "ways", "structure", "[]"),
    ("contingent", "hours", "TEXT", ""),
    ("contingent", "open_for", "TEXT", ""),
    ("person", "registered_by", "TEXT", ""),
    ("appointment", "priority", "INTEGER", None),
)
"""Table, column, type, and what stands there so far (None: nothing)."""


def upgrade() -> None:
    """Add what is new, and count what is taken of each slot."""
    flavour = op.get_bind().dialect.name
    types = _TYPES[flavour]
    for table, column, kind, so_far in _ADDED:
        given = "" if so_far is None else f" NOT NULL DEFAULT '{so_far}'"
        _run(f'ALTER TABLE "{table}" ADD COLUMN "{column}" {types.get(kind, kind)}{given}')
        if flavour == "postgresql" and so_far is not None:
            _run(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" DROP DEFAULT')
    moment, day, structure = types["moment"], types["day"], types["structure"]
    _run(
        'CREATE TABLE "communication" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL,'
        f' "person_id" TEXT NOT NULL, "centre_id" TEXT NOT NULL, "appointment_ids" {structure} NOT NULL,'
        f' "channel" TEXT NOT NULL, "state" TEXT NOT NULL, "to" TEXT NOT NULL, "made_at" {moment} NOT NULL,'
        f' "state_at" {moment} NOT NULL, "next_at" {moment}, "tries" INTEGER NOT NULL, "answer" TEXT NOT NULL,'
        ' "batch" TEXT NOT NULL)'
    )
    _run('CREATE INDEX "ix_communication_person_id" ON "communication" ("person_id")')
    _run('CREATE INDEX "ix_communication_state" ON "communication" ("state")')
    _run(
        'CREATE TABLE "inquiry" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL,'
        f' "centre_id" TEXT NOT NULL, "day" {day} NOT NULL, "topic" TEXT NOT NULL, "desk_id" TEXT NOT NULL,'
        ' "operator_id" TEXT NOT NULL)'
    )
    _run('CREATE INDEX "ix_inquiry_centre_id" ON "inquiry" ("centre_id")')
    _run(
        'CREATE TABLE "post_codes" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "text" TEXT NOT NULL)'
    )
    _run(
        "CREATE TABLE free_place (slot_id VARCHAR NOT NULL, contingent_id VARCHAR NOT NULL, vaccine VARCHAR NOT NULL,"
        " start VARCHAR NOT NULL, from_at VARCHAR NOT NULL, free INTEGER NOT NULL,"
        " PRIMARY KEY (slot_id, contingent_id))"
    )
    _run("CREATE INDEX ix_free_place_near ON free_place (contingent_id, vaccine, start)")
    _run(
        "CREATE TABLE outgoing (communication_id VARCHAR NOT NULL, channel VARCHAR NOT NULL, lane VARCHAR NOT NULL,"
        " due VARCHAR NOT NULL, noted BOOLEAN NOT NULL, expires VARCHAR NOT NULL, PRIMARY KEY (communication_id))"
    )
    _run("CREATE INDEX ix_outgoing_due ON outgoing (channel, due)")
    _run("CREATE INDEX ix_outgoing_expires ON outgoing (expires)")
    _run("CREATE INDEX ix_outgoing_lane ON outgoing (channel, lane, noted, due)")
    _run(
        "CREATE TABLE online_access (person_id VARCHAR NOT NULL, secret_digest VARCHAR NOT NULL,"
        " PRIMARY KEY (person_id))"
    )
    _count(flavour)
    make_search(flavour)
    _run("UPDATE head SET schema_version = 6")


def _count(flavour: str) -> None:
    taken: dict[str, dict[str, int]] = {}
    for slot_id, contingent_id, number in _read(
        "SELECT slot_id, contingent_id, count(*) FROM appointment"
        " WHERE slot_id IS NOT NULL AND contingent_id IS NOT NULL"
        " AND status IN ('booked', 'arrived', 'checked-in', 'fulfilled', 'noshow')"
        " GROUP BY slot_id, contingent_id ORDER BY slot_id, contingent_id"
    ):
        taken.setdefault(slot_id, {})[contingent_id] = number
    mark = "?" if flavour == "sqlite" else "%s"
    for slot_id, vaccine, start, capacity in _read('SELECT "id", "vaccine", "start", "capacity" FROM "slot"'):
        counted = taken.get(slot_id, {})
        _write(
            f'UPDATE "slot" SET "taken" = {mark} WHERE "id" = {mark}',  # noqa: S608 - marks only
            (json.dumps(counted, separators=(",", ":")), slot_id),
        )
        places = json.loads(capacity) if isinstance(capacity, str) else capacity
        for contingent_id, number in places.items():
            free = number - counted.get(contingent_id, 0)
            if free > 0:
                _write(
                    f"INSERT INTO free_place VALUES ({', '.join([mark] * 6)})",  # noqa: S608 - marks only
                    (slot_id, contingent_id, vaccine, _moment_text(start), "", free),
                )


def _moment_text(moment: datetime | str) -> str:
    if isinstance(moment, str):
        return moment
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _read(query: str) -> list[Any]:
    return list(op.get_bind().exec_driver_sql(query).fetchall())


def _write(statement: str, values: tuple[Any, ...]) -> None:
    op.get_bind().exec_driver_sql(statement, values)


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)

"""Doses of a day, and calling people for those that are left over."""

from alembic import op

revision = "0007"
down_revision = "0006"

_TYPES = {
    "sqlite": {"moment": "TEXT", "day": "TEXT", "structure": "TEXT", "flag": "INTEGER"},
    "postgresql": {"moment": "TIMESTAMPTZ", "day": "DATE", "structure": "JSONB", "flag": "BOOLEAN"},
}
_TABLES = {
    "vial": (
        '"id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "centre_id" TEXT NOT NULL, "day" {day} '
        'NOT NULL, "vaccine" TEXT NOT NULL, "size" TEXT NOT NULL, "label" TEXT NOT NULL, "lot" TEXT NOT NULL, '
        '"opened_at" {moment} NOT NULL, "out_at" {moment}, "use_by" {moment}, "drawn" INTEGER NOT NULL, '
        '"void" {flag} NOT NULL, "desk_id" TEXT NOT NULL, "operator_id" TEXT NOT NULL, "set_by" {structure} '
        "NOT NULL"
    ),
    "dose_change": (
        '"id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "centre_id" TEXT NOT NULL, "day" {day} '
        'NOT NULL, "at" {moment} NOT NULL, "vaccine" TEXT NOT NULL, "size" TEXT NOT NULL, "change" TEXT NOT '
        'NULL, "number" INTEGER NOT NULL, "vial_id" TEXT, "reason" TEXT NOT NULL, "computed" INTEGER, "void" '
        '{flag} NOT NULL, "desk_id" TEXT NOT NULL, "operator_id" TEXT NOT NULL, "set_by" {structure} NOT NULL'
    ),
    "immunization": (
        '"id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "person_id" TEXT NOT NULL, '
        '"encounter_id" TEXT NOT NULL, "centre_id" TEXT NOT NULL, "day" {day} NOT NULL, "occurred_at" '
        '{moment} NOT NULL, "vaccine" TEXT NOT NULL, "size" TEXT NOT NULL, "vial_id" TEXT, "status" TEXT NOT '
        'NULL, "desk_id" TEXT NOT NULL, "operator_id" TEXT NOT NULL, "set_by" {structure} NOT NULL'
    ),
    "allotment": (
        '"id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "centre_id" TEXT NOT NULL, "day" {day} '
        'NOT NULL, "desk_id" TEXT NOT NULL, "vaccine" TEXT NOT NULL, "size" TEXT NOT NULL, "number" INTEGER '
        'NOT NULL, "until" {moment} NOT NULL, "returned" INTEGER NOT NULL'
    ),
    "call_lease": (
        '"id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "person_id" TEXT NOT NULL, "centre_id" '
        'TEXT NOT NULL, "desk_id" TEXT NOT NULL, "operator_id" TEXT NOT NULL, "numbers" {structure} NOT NULL, '
        '"granted_at" {moment} NOT NULL, "until" {moment} NOT NULL, "fence" INTEGER NOT NULL, "offline" '
        "{flag} NOT NULL"
    ),
    "call_attempt": (
        '"id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "person_id" TEXT NOT NULL, "centre_id" '
        'TEXT NOT NULL, "day" {day} NOT NULL, "occurred_at" {moment} NOT NULL, "outcome" TEXT NOT NULL, '
        '"number" TEXT NOT NULL, "vaccines" {structure} NOT NULL, "callback_at" {moment}, "reason" TEXT NOT '
        'NULL, "earliest_on" {day}, "corrects" TEXT, "fence" INTEGER NOT NULL, "fenced" {flag} NOT NULL, '
        '"desk_id" TEXT NOT NULL, "operator_id" TEXT NOT NULL'
    ),
    "promise": (
        '"id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "person_id" TEXT NOT NULL, "centre_id" '
        'TEXT NOT NULL, "day" {day} NOT NULL, "vaccine" TEXT NOT NULL, "size" TEXT NOT NULL, "persons" '
        'INTEGER NOT NULL, "arrive_by" {moment} NOT NULL, "state" TEXT NOT NULL, "reason" TEXT NOT NULL, '
        '"appointment_id" TEXT NOT NULL, "allotment_id" TEXT, "promised_at" {moment} NOT NULL, "state_at" '
        '{moment} NOT NULL, "desk_id" TEXT NOT NULL, "operator_id" TEXT NOT NULL'
    ),
    "presence": (
        '"id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "person_id" TEXT NOT NULL, "centre_id" '
        'TEXT NOT NULL, "day" {day} NOT NULL, "how" TEXT NOT NULL, "here" {flag} NOT NULL, "said_at" {moment} '
        'NOT NULL, "said_by" TEXT NOT NULL, "desk_id" TEXT NOT NULL, "operator_id" TEXT NOT NULL'
    ),
    "past_day": (
        '"id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "centre_id" TEXT NOT NULL, '
        '"day" {day} NOT NULL, "shows" {structure} NOT NULL, "arrivals" {structure} NOT NULL'
    ),
}
_INDEXES = {
    "past_day": ("centre_id", "day"),
    "vial": ("centre_id", "day"),
    "dose_change": ("centre_id", "day"),
    "immunization": ("person_id", "encounter_id"),
    "allotment": ("centre_id", "day"),
    "call_lease": ("person_id", "until"),
    "call_attempt": ("person_id",),
    "promise": ("person_id", "centre_id", "day"),
    "presence": ("person_id", "day"),
}


def upgrade() -> None:
    """Add what is new; nothing follows from what is there."""
    flavour = op.get_bind().dialect.name
    types = _TYPES[flavour]
    for name, columns in _TABLES.items():
        _run(f'CREATE TABLE "{name}" ({columns.format(**types)})')
        for column in _INDEXES[name]:
            _run(f'CREATE INDEX "ix_{name}_{column}" ON "{name}" ("{column}")')
    for table in ("centre", "centre_day"):
        _run(f"""ALTER TABLE "{table}" ADD COLUMN "calling" {types["structure"]} NOT NULL DEFAULT '{{}}'""")
        if flavour == "postgresql":
            _run(f'ALTER TABLE "{table}" ALTER COLUMN "calling" DROP DEFAULT')
    _run("UPDATE head SET schema_version = 7")


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)

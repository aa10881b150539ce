"""Papers, what holds on a day, and what else the reception knows of centres and visits."""

from alembic import op

revision = "0003"
down_revision = "0002"

_DAY = {"sqlite": "TEXT", "postgresql": "DATE"}
_MOMENT = {"sqlite": "TEXT", "postgresql": "TIMESTAMPTZ"}
_STRUCTURE = {"sqlite": "TEXT", "postgresql": "JSONB"}


def upgrade() -> None:
    """Add what is new; nothing follows from what is there."""
    flavour = op.get_bind().dialect.name
    day, moment, structure = _DAY[flavour], _MOMENT[flavour], _STRUCTURE[flavour]
    _run(
        f'CREATE TABLE "centre_day" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL,'
        f' "centre_id" TEXT NOT NULL, "day" {day} NOT NULL, "early_minutes" INTEGER, "late_minutes" INTEGER,'
        f' "lanes" {structure} NOT NULL, "set_by" {structure} NOT NULL)'
    )
    _run('CREATE INDEX "ix_centre_day_centre_id" ON "centre_day" ("centre_id")')
    _run(
        f'CREATE TABLE "proof" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL,'
        f' "person_id" TEXT NOT NULL, "centre_id" TEXT NOT NULL, "day" {day} NOT NULL, "proof_kind" TEXT NOT NULL,'
        f' "state" TEXT NOT NULL, "how" TEXT NOT NULL, "form_version" TEXT NOT NULL, "language" TEXT NOT NULL,'
        f' "noted_at" {moment} NOT NULL, "desk_id" TEXT NOT NULL, "operator_id" TEXT NOT NULL)'
    )
    _run('CREATE INDEX "ix_proof_person_id" ON "proof" ("person_id")')
    for column, default in (("forms", "[]"), ("walk_in", "[]"), ("lane_of_need", "{}")):
        _add("centre", column, structure, default, flavour)
    _add("encounter", "exception", "TEXT", "", flavour)
    _run('ALTER TABLE "encounter" ADD COLUMN "vaccine" TEXT')
    _run('ALTER TABLE "encounter" ADD COLUMN "lane" INTEGER')
    _run("UPDATE head SET schema_version = 3")


def _add(table: str, column: str, kind: str, default: str, flavour: str) -> None:
    """A new column, with a value for the rows that are there."""
    _run(f"""ALTER TABLE "{table}" ADD COLUMN "{column}" {kind} NOT NULL DEFAULT '{default}'""")
    if flavour == "postgresql":
        _run(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" DROP DEFAULT')


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)

"""Rule books, and what people show of earlier doses."""

from alembic import op

revision = "0005"
down_revision = "0004"

_DAY = {"sqlite": "TEXT", "postgresql": "DATE"}
_STRUCTURE = {"sqlite": "TEXT", "postgresql": "JSONB"}


def upgrade() -> None:
    """Add what is new; nothing follows from what is there."""
    flavour = op.get_bind().dialect.name
    _run(
        'CREATE TABLE "rule_book" ("id" TEXT NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL,'
        ' "book" TEXT NOT NULL, "number" INTEGER NOT NULL, "text" TEXT NOT NULL)'
    )
    _run(f"""ALTER TABLE "proof" ADD COLUMN "doses" {_STRUCTURE[flavour]} NOT NULL DEFAULT '[]'""")
    if flavour == "postgresql":
        _run('ALTER TABLE "proof" ALTER COLUMN "doses" DROP DEFAULT')
    _run(f'ALTER TABLE "proof" ADD COLUMN "on" {_DAY[flavour]}')
    _run("UPDATE head SET schema_version = 5")


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)

"""The first version: records, feed, scopes, received commands, desks' tokens, imports."""

from importlib import resources

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables, as version 1 made them."""
    flavour = op.get_bind().dialect.name
    script = resources.files(__package__ or "empfang.central.migrations.versions") / f"v0001.{flavour}.sql"
    for statement in script.read_text(encoding="utf-8").split(";"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)

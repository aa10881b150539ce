"""What a list has last said of each row, so that a corrected one can be told from what was done here."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Rows that came before stay without: what they said is not known any more."""
    connection = op.get_bind()
    connection.exec_driver_sql("ALTER TABLE imported_row ADD COLUMN said TEXT NOT NULL DEFAULT ''")
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ALTER TABLE imported_row ALTER COLUMN said DROP DEFAULT")
    connection.exec_driver_sql("CREATE INDEX ix_imported_row_person_id ON imported_row (person_id)")
    connection.exec_driver_sql("UPDATE head SET schema_version = 4")

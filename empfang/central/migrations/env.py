"""Run by alembic: the versions on the connection and in the transaction of `empfang.central.migrating`."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()

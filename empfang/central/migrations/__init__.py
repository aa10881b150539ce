"""What each version changed in the service's database (alembic). `empfang.central.migrating` runs it.

A version that was released is never changed again: what it says is literal and does not follow the records.
"""

"""The desk's encrypted SQLite store."""

from empfang.store.database import Database, create_store, open_store
from empfang.store.store import Store, Writing

__all__ = ["Database", "Store", "Writing", "create_store", "open_store"]

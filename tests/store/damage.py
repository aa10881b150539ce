"""Damaging a store's file as disks and people do."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from empfang.store.database import STORE_FILE, read_key, unlock

PAGE = 4096


def settled_down(folder: Path) -> Path:
    """The store's file with nothing left in the journal. The store must be closed."""
    path = folder / STORE_FILE
    with closing(unlock(str(path), read_key(folder))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def root_page(folder: Path, name: str) -> int:
    """Where a table or index begins."""
    with closing(unlock(str(folder / STORE_FILE), read_key(folder))) as connection:
        return int(connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0])


def spoil(path: Path, pages: list[int]) -> None:
    """Overwrite some bytes in the middle of these pages (from 1)."""
    content = bytearray(path.read_bytes())
    for page in pages:
        begin = (page - 1) * PAGE + PAGE // 2
        content[begin : begin + 64] = bytes(64)
    path.write_bytes(content)


@contextmanager
def overwrite_pages(folder: Path, name: str) -> Iterator[None]:
    """Spoil the first page of a table or index."""
    path = settled_down(folder)
    spoil(path, [root_page(folder, name)])
    yield

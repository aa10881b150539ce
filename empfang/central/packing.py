"""A snapshot's part on its way: zstd NDJSON, a head and a record a line."""

import zstandard

from empfang.protocol import SnapshotPart

ZSTD = "application/zstd"
_LEVEL = 9


def pack(part: SnapshotPart) -> bytes:
    """The part as it is sent; the frame carries a checksum and its size."""
    lines = [part.head.model_dump_json(), *(record.model_dump_json() for record in part.records)]
    return zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress("\n".join(lines).encode())

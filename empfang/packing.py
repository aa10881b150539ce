"""A snapshot's part on its way: zstd NDJSON, a head and a record a line, as many of each kind as the head says."""

from collections.abc import Sequence
from dataclasses import dataclass

import zstandard

from empfang.model import RECORDS, Record
from empfang.protocol import SnapshotHead

ZSTD = "application/zstd"
_LEVEL = 6
_LARGEST_PART = 256_000_000
"""Bytes when it is unpacked."""


@dataclass(frozen=True, slots=True)
class SnapshotPart:
    """A range of a scope's state. Kinds of records that this program does not know are left out."""

    head: SnapshotHead
    records: tuple[Record, ...]


def pack(head: SnapshotHead, lines: Sequence[bytes]) -> bytes:
    """The part as it is sent; the frame carries its size and a checksum."""
    content = b"\n".join([head.model_dump_json().encode(), *lines])
    return zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress(content)


def unpack(body: bytes) -> SnapshotPart:
    """The part that was packed.

    Raises:
        ValueError: it is damaged, larger than anything sensible, or not whole. (pydantic's error for a record that is
            not as this program knows it is one, too: `SnapshotHead.records` shows which.)
    """
    first, *lines = unpacked(body).split(b"\n")
    head = SnapshotHead.model_validate_json(first)
    if sum(head.records.values()) != len(lines):
        raise ValueError("not whole")
    records: list[Record] = []
    begin = 0
    for kind, count in head.records.items():
        model = RECORDS.get(kind)
        if model is not None:
            records += [model.model_validate_json(line) for line in lines[begin : begin + count]]
        begin += count
    return SnapshotPart(head, tuple(records))


def unpacked(body: bytes) -> bytes:
    """The lines of a zstd frame.

    Raises:
        ValueError: it is damaged, or larger than anything sensible.
    """
    try:
        with zstandard.ZstdDecompressor().stream_reader(body) as reader:
            content: bytes = reader.read(_LARGEST_PART)
            if reader.read(1):
                raise ValueError("too large")
    except zstandard.ZstdError as error:
        raise ValueError("not zstd") from error
    return content

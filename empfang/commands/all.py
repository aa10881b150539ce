"""Every kind of command: importing this makes all of them readable."""

from empfang.commands import booking, centre_day, conflict, papers, person, visit
from empfang.commands.base import kinds, payload_of, read_command, released_versions

__all__ = [
    "booking",
    "centre_day",
    "conflict",
    "kinds",
    "papers",
    "payload_of",
    "person",
    "read_command",
    "released_versions",
    "visit",
]

"""Every kind of command: importing this makes all of them readable."""

from empfang.commands import (
    allotting,
    asking_by_text,
    booking,
    calling,
    cancelling,
    centre_day,
    confirming,
    conflict,
    doses,
    immunization,
    inquiry,
    papers,
    person,
    promising,
    visit,
    waiting_list,
)
from empfang.commands.base import kinds, payload_of, read_command, released_versions

__all__ = [
    "allotting",
    "asking_by_text",
    "booking",
    "calling",
    "cancelling",
    "centre_day",
    "confirming",
    "conflict",
    "doses",
    "immunization",
    "inquiry",
    "kinds",
    "papers",
    "payload_of",
    "person",
    "promising",
    "read_command",
    "released_versions",
    "visit",
    "waiting_list",
]

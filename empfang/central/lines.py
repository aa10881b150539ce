"""The lines of commands as desks send them: read before the writer's lock is taken."""

import hashlib
from dataclasses import dataclass

from empfang.commands.all import read_command
from empfang.commands.base import Payload, UnreadableError
from empfang.protocol import Command


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line as it came, and what could be read of it."""

    line: bytes
    digest: str
    said: tuple[Command, Payload] | UnreadableError

    @property
    def command_id(self) -> str:
        """The command's; of one that cannot be read, what it is kept under."""
        if isinstance(self.said, UnreadableError):
            return self.said.command_id or f"unreadable-{self.digest[:32]}"
        return self.said[0].id


def read_line(line: bytes) -> ReadLine:
    """Read a line. It needs no database: who has many reads them before taking the writer's lock."""
    digest = hashlib.sha256(line).hexdigest()
    try:
        return ReadLine(line, digest, read_command(line))
    except UnreadableError as error:
        return ReadLine(line, digest, error)

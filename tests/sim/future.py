"""What a newer program's desk says and an older service cannot read."""

from random import Random
from typing import TYPE_CHECKING, Any, ClassVar

from empfang.commands.all import read_command
from empfang.commands.base import FULL, Applied, Fact, UnreadableError
from empfang.commands.tx import Tx
from empfang.model import Person
from empfang.protocol import Command
from tests.sim.hands import one_of

if TYPE_CHECKING:
    from tests.sim.desks import SimDesk


class FromTheFuture(Fact):
    """A command of a newer program."""

    kind: ClassVar[str] = "from_the_future"
    person_id: str

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def apply(self, tx: Tx, command: Command) -> Applied:
        person = tx.get(Person, self.person_id)
        if person is not None:
            tx.put(person.with_(language="future"))
        return FULL


def from_the_future(desk: "SimDesk", draw: Random) -> str:
    """A clerk at a newer program."""
    ids = [row[0] for row in desk.run("SELECT id FROM person ORDER BY id")]
    chosen = one_of(draw, ids)
    if chosen is not None:
        desk.desk._record(FromTheFuture(person_id=chosen))
    return str(chosen)


def read_by_an_older_service(line: bytes) -> Any:
    """What the service does with it, instead of `read_command`."""
    command, payload = read_command(line)
    if isinstance(payload, FromTheFuture):
        raise UnreadableError("unknown_kind", command.id, command.number)
    return command, payload

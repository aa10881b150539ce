"""`python -m tests.rush [--attempts 20000] [--database sqlite|postgresql] [--kill [TIMES]] [--long]`; 0: all was right.

`--long`: 167,000 bookings over 53 centres, on PostgreSQL.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from empfang.central.database import CentralDatabase
from tests.postgresql import postgresql_server
from tests.rush.run import Wish, rush

_LONG = 167_000
_CENTRES = 53
_LOOK_S = 30.0
"""A look at a hundred thousand appointments takes seconds."""


def main() -> int:
    """Run what is asked for, and tell what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.rush")
    parser.add_argument("--attempts", type=int, default=20_000, help="how often somebody wants to book")
    parser.add_argument("--clients", type=int, default=300)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument(
        "--kill", type=int, nargs="?", const=1, default=0, metavar="TIMES",
        help="kill a process of the service in the middle, or so many times",
    )  # fmt: skip
    parser.add_argument(
        "--long", action="store_true", help=f"{_LONG:,} bookings over {_CENTRES} centres, on PostgreSQL"
    )
    parser.add_argument("--bookings", type=int, default=_LONG, help="fewer bookings for --long")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.long:
        centres = tuple(f"C{number:02}" for number in range(_CENTRES))
        wish = Wish(10 * asked.bookings, asked.clients, centres, 2, asked.kill, asked.bookings, asked.seed, _LOOK_S)
    else:
        services = 2 if asked.database == "postgresql" else 1
        wish = Wish(asked.attempts, asked.clients, services=services, kills=asked.kill, seed=asked.seed)
    with _database("postgresql" if asked.long else asked.database) as database, closing(database):
        outcome = rush(database, wish, lambda line: print(line, flush=True))
    print(outcome.told(), flush=True)
    return 1 if outcome.wrong else 0


@contextmanager
def _database(flavour: str) -> Iterator[CentralDatabase]:
    """An empty database."""
    if flavour == "postgresql":
        with postgresql_server() as url:
            yield CentralDatabase(url)
        return
    with tempfile.TemporaryDirectory(prefix="empfang-rush-db-") as folder:
        yield CentralDatabase(Path(folder) / "central.db")


if __name__ == "__main__":
    sys.exit(main())

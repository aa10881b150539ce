"""Stories on PostgreSQL, from the wheel, as in tests/conftest.py: a schema of its own for each seed."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import psycopg

from tests.postgresql import postgresql_server

T = TypeVar("T")


def run_on_postgresql(run: Callable[[int, str], T], seeds: Iterable[int]) -> Iterator[T]:
    """Start a server, run each seed in an empty schema, and stop it."""
    with postgresql_server() as url:
        for seed in seeds:
            schema = f"sim_{seed}"
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f"CREATE SCHEMA {schema}".encode())
            yield run(seed, f"{url}&options=-csearch_path%3D{schema}%20-clock_timeout%3D20ms")
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f"DROP SCHEMA {schema} CASCADE".encode())

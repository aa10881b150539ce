"""Statements as a program ran them, to run them again without the program."""

import time
from collections.abc import Sequence
from typing import Any

Statement = tuple[str, Any, bool]
"""SQL, parameters, whether for many rows."""


class RecordingCursor:
    """A driver's cursor that notes what it is asked."""

    def __init__(self, cursor: Any, statements: list[Statement]) -> None:
        self._cursor = cursor
        self._statements = statements

    def execute(self, sql: str, parameters: Any = ()) -> "RecordingCursor":
        """Note and execute."""
        self._statements.append((sql, parameters, False))
        self._cursor.execute(sql, parameters)
        return self

    def executemany(self, sql: str, parameters: Any) -> "RecordingCursor":
        """Note and execute."""
        kept = list(parameters)
        self._statements.append((sql, kept, True))
        self._cursor.executemany(sql, kept)
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


class RecordingConnection:
    """A driver's connection that hands out recording cursors."""

    def __init__(self, connection: Any, statements: list[Statement]) -> None:
        self._connection = connection
        self._statements = statements

    def cursor(self) -> RecordingCursor:
        """A recording cursor."""
        return RecordingCursor(self._connection.cursor(), self._statements)

    def execute(self, sql: str, parameters: Any = ()) -> RecordingCursor:
        """Note and execute."""
        return self.cursor().execute(sql, parameters)

    def commit(self) -> None:
        """Note and commit."""
        self._statements.append(("COMMIT", (), False))
        self._connection.commit()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def run_again(connection: Any, statements: Sequence[Statement]) -> float:
    """Run the statements on a bare connection, row by row, fetching what they find; seconds."""
    cursor = connection.cursor()
    begun = time.perf_counter()
    for sql, parameters, many in statements:
        if sql == "COMMIT":
            cursor.execute(sql)
            continue
        for row in parameters if many else (parameters,):
            cursor.execute(sql, row)
            if cursor.description:
                cursor.fetchall()
    return time.perf_counter() - begun

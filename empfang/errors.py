"""The few kinds of things that go wrong, named once.

Foreign errors (SQLCipher's, httpx's, the operating system's) are turned into one of these at the edge where they
arise. A problem carries a code and values; `empfang.texts.problems` has the words.
"""

from enum import IntEnum


class Exit(IntEnum):
    """Exit statuses that scripts may rely on (design 2)."""

    OK = 0
    NOTHING_DONE = 1
    USAGE = 2
    SOME_REJECTED = 3
    UNAVAILABLE = 4
    STORE = 5


class Problem(Exception):  # noqa: N818 - the field's word: what the user is told about is a problem
    """Something the user must be told: `code` names the text, `values` fill it in. No personal data in either."""

    exit: Exit = Exit.NOTHING_DONE

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


class InputProblem(Problem):
    """A file or an argument that cannot be used."""


class StoreProblem(Problem):
    """The desk's store, or the service's database, cannot be opened or used."""

    exit = Exit.STORE


class ServiceProblem(Problem):
    """The service cannot be reached, or says no."""

    exit = Exit.UNAVAILABLE

"""How a problem is told: a sentence on standard error and an exit status, never a traceback."""

import sys
from collections.abc import Callable

from empfang.errors import Exit, Problem

_BROKEN_PIPE = 141
_SERVICE_PARTS = {"fastapi", "uvicorn", "psycopg", "sqlalchemy", "sqlmodel", "alembic"}


def guarded(work: Callable[[], object]) -> int:
    """Do it; gives the exit status."""
    try:
        work()
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(Exit.NOTHING_DONE)
    except Problem as problem:
        return _told(problem)
    except BrokenPipeError:
        return _BROKEN_PIPE
    except ImportError as error:
        if error.name and error.name.split(".")[0] in _SERVICE_PARTS:
            return _told(Problem("extra_missing"))
        raise
    return int(Exit.OK)


def _told(problem: Problem) -> int:
    from empfang.texts.problems import words_for  # noqa: PLC0415 - only when there is something to tell

    print(f"empfang: {words_for(problem)}", file=sys.stderr)
    return int(problem.exit)

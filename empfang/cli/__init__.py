"""What one types. Everything heavy is imported by the command that needs it."""

import gc
import io
import sys

from empfang import __version__
from empfang.garbage import look_seldom


def main() -> None:
    """Run the command line; problems become a sentence and an exit status, never a traceback."""
    _write_any_letter()
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"empfang {__version__}")
        return
    gc.disable()  # while modules are loaded
    from empfang.cli.telling import guarded  # noqa: PLC0415 - nothing of this is needed for --version

    if not sys.argv[1:]:
        sys.exit(guarded(_start_desk))
    from empfang.cli.root import run  # noqa: PLC0415

    look_seldom()
    sys.exit(run(sys.argv[1:]))


def _start_desk() -> None:
    """This computer's desk, without the detour over the other commands: a clerk waits for it."""
    from empfang.config import settings  # noqa: PLC0415
    from empfang.running import run_this_desk  # noqa: PLC0415
    from empfang.texts import use_language  # noqa: PLC0415

    use_language(settings().lang)
    run_this_desk(settings())


def _write_any_letter() -> None:
    """No name may end a command because the terminal, or Windows' pipe, has no such letter."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")

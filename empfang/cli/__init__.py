"""What one types. Everything heavy is imported by the command that needs it."""

import sys

from empfang import __version__
from empfang.errors import Exit


def main() -> None:
    """Run the command line; problems become a sentence and an exit status, never a traceback."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"empfang {__version__}")
        return
    from empfang.cli.root import run  # noqa: PLC0415 - typer is not needed for --version

    sys.exit(run(sys.argv[1:]) or Exit.OK)

"""Faults planted into the program, to see that a rush notices them."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
_SHARED_WITH_THE_SIMULATION = ROOT / "tests" / "sim" / "planted"


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault, the rush that is to notice it, and the words in which it does."""

    notices: str
    """A regular expression."""
    database: str = "sqlite"
    attempts: int = 500
    kills: int = 0

    @property
    def arguments(self) -> tuple[str, ...]:
        """What the rush is run with."""
        asked = ("--attempts", str(self.attempts), "--clients", "80", "--database", self.database)
        return (*asked, "--kill", str(self.kills)) if self.kills else asked


FAULTS = {
    "book_place_by_place": Planted("half a pair"),
    "decide_a_repeat_anew": Planted("answers to"),
    "keep_places_that_were_given_back": Planted("where "),
    "keep_verdicts_for_later": Planted("there and never granted", kills=3, attempts=600),
    "let_two_write_at_once": Planted("where |places are taken|left numbers out", "postgresql"),
    "sell_one_too_many": Planted(r"\d of \d places are taken", attempts=800),
    "show_half_a_pair": Planted("ends within a booking"),
}


def plant(name: str, folder: Path) -> None:
    """A copy of the program and of the rush with this fault in it.

    Raises:
        subprocess.CalledProcessError: the patch does not fit any more.
    """
    compiled = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "empfang", folder / "empfang", ignore=compiled)
    for part in ("rush", "processes"):
        shutil.copytree(ROOT / "tests" / part, folder / "tests" / part, ignore=compiled)
    for module in ("__init__", "world"):
        shutil.copy(ROOT / "tests" / f"{module}.py", folder / "tests")
    own = HERE / f"{name}.patch"
    patch = own if own.exists() else _SHARED_WITH_THE_SIMULATION / own.name
    subprocess.run(["git", "apply", "-p1", "-"], input=patch.read_bytes(), cwd=folder, check=True, capture_output=True)

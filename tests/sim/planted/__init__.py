"""Faults planted into the program, to see that the simulation finds them."""

import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


def names() -> list[str]:
    """The faults that there are."""
    return sorted(path.stem for path in HERE.glob("*.patch"))


def plant(name: str, folder: Path) -> None:
    """A copy of the program with this fault in it.

    Raises:
        subprocess.CalledProcessError: the patch does not fit any more.
    """
    ignored = shutil.ignore_patterns("__pycache__", "data")
    shutil.copytree(ROOT / "empfang", folder / "empfang", ignore=ignored)
    shutil.copytree(ROOT / "tests" / "sim", folder / "tests" / "sim", ignore=ignored)
    (folder / "tests" / "central").mkdir()
    for module in ("__init__", "central/__init__", "central/searched"):
        shutil.copy(ROOT / "tests" / f"{module}.py", folder / "tests" / f"{module}.py")
    patch = (HERE / f"{name}.patch").read_bytes()
    subprocess.run(["git", "apply", "-p1", "-"], input=patch, cwd=folder, check=True, capture_output=True)

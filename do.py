"""Starts empfang or its tests from a checkout, in an environment of its own; needs Python ≥ 3.11 and nothing else.

python do.py demo     the demo
python do.py test     all tests
python do.py bench    the measurements
python do.py run …    any empfang command
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"


def environment(folder: Path) -> Path:
    """A virtual environment with exactly the locked versions; its Python."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / "lock.txt"
    wanted = LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    if stamp.exists() and stamp.read_bytes() == wanted:
        return python
    print(f"Preparing {folder} …", flush=True)  # noqa: T201
    venv.create(folder, with_pip=True, clear=folder.exists())
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", LOCK], check=True)  # noqa: S603
    subprocess.run([*pip, "--no-deps", "-e", ROOT], check=True)  # noqa: S603
    stamp.write_bytes(wanted)
    return python


def main(arguments: list[str]) -> int:
    """Run one of the tasks; gives its exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have an older one
        print("empfang needs Python 3.11 or newer.", file=sys.stderr)  # noqa: T201
        return 2
    task, *rest = arguments or ["help"]
    tasks = {
        "demo": ["-m", "empfang", "demo"],
        # Five at a time on two cores: many tests wait, for a screen or a process; a file's own stay together.
        "test": ["-m", "pytest", "-n", "5", "--dist", "loadfile", "--no-loadscope-reorder"],
        "bench": ["-m", "bench"],
        "run": ["-m", "empfang"],
    }
    if task not in tasks:
        print(__doc__)  # noqa: T201
        return 0 if task in {"help", "-h", "--help"} else 2
    python = environment(Path(os.environ.get("EMPFANG_VENV", ROOT / ".venv")))
    # What was compiled is kept: the demo starts several processes, the tests start hundreds.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run([python, *tasks[task], *rest], cwd=ROOT, env=kept, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

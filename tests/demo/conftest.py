"""What the demo's tests share: a terminal, and a home in which nothing may be left."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def _has_terminals() -> None:
    if sys.platform == "win32":
        pytest.skip("pseudo-terminals are POSIX")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home and a folder for temporary files, both of the test's own."""
    folder = Path(tempfile.mkdtemp(prefix="h", dir=tmp_path))
    yield folder
    assert list(folder.rglob("*")) == [], "nothing is left behind, no settings and no data"

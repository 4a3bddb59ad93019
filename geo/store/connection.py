"""Connections to the DuckDB file, and transactions on them."""

import time
from contextlib import suppress
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Final

import duckdb

from geo.errors import StoreError

_MEMORY_LIMIT = "1GB"
_LOCK_WAIT_SECONDS = 10.0
_LOCK_PAUSE_SECONDS = 0.05
_LOCK_WORDS = "Could not set lock on file"

_SETTINGS: Final[dict[str, str | bool | int | float | list[str]]] = {
    "memory_limit": _MEMORY_LIMIT,
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
# For a file from elsewhere: whatever is in it, it opens no other.
_LOCKED_DOWN: Final = {**_SETTINGS, "enable_external_access": "false"}
# Where DuckDB takes the program for a conversation it would draw a bar into its output.
_SILENCE: Final = "SET enable_progress_bar = false"


# Sessions of the app share one process. A store that is opened while its last connection is being
# closed is refused by DuckDB as in use by itself.
DOOR: Final = Lock()


# Of the store's file and of its log, where there is one: number, bytes, moment of the last write.
FileState = tuple[tuple[int, int, int], ...]


class Transaction:
    """All or nothing."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        """Begin."""
        self._connection.execute("BEGIN")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Keep everything, or put everything back."""
        if kind is None:
            try:
                self._connection.execute("COMMIT")
            except duckdb.Error as problem:
                raise _not_written(problem) from problem
            return
        # A connection that broke down has rolled back already, and refuses to do it again.
        with suppress(duckdb.Error):
            self._connection.execute("ROLLBACK")
        if isinstance(error, duckdb.Error):
            raise _not_written(error) from error


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a store, waiting for another process that holds it.

    Raises
    ------
    StoreError
        If it stays locked, or is no store.
    """
    deadline = time.monotonic() + _LOCK_WAIT_SECONDS
    while True:
        try:
            with DOOR:
                return _silence(duckdb.connect(path, config=_SETTINGS))
        except duckdb.IOException as error:
            locked = _LOCK_WORDS in str(error)
            if locked and time.monotonic() < deadline:
                time.sleep(_LOCK_PAUSE_SECONDS)
                continue
            raise unusable(path, error, locked=locked) from error
        except duckdb.Error as error:
            raise unusable(path, error, locked=False) from error


def connect_locked_down(path: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Open a file from elsewhere to read it, or a fresh store in memory: neither opens a file.

    Raises
    ------
    duckdb.Error
        If it cannot be read.
    """
    to_read = path is not None
    return _silence(duckdb.connect(path or ":memory:", read_only=to_read, config=_LOCKED_DOWN))


def close(connection: duckdb.DuckDBPyConnection) -> None:
    """Let go of a store, and of its file with the last connection of this process."""
    with DOOR:
        connection.close()


def look_at_files(path: Path) -> FileState:
    """Say how the files of a store look from outside: differently after each change of it.

    Costs next to nothing, and waits for no other process.
    """
    files = (path, path.with_name(f"{path.name}.wal"))
    return tuple(
        (state.st_ino, state.st_size, state.st_mtime_ns)
        for state in (file.stat() for file in files if file.exists())
    )


def run_statements(
    connection: duckdb.DuckDBPyConnection, statements: str, *, import_id: int
) -> None:
    """Run statements one by one; those that speak of ``$import_id`` are told it."""
    for statement in statements.strip().split(";\n"):
        wanted = {"import_id": import_id} if "$import_id" in statement else None
        connection.execute(statement, wanted)


def unusable(path: Path, error: Exception, *, locked: bool) -> StoreError:
    """Make the error for a store that cannot be opened."""
    if locked:
        return StoreError(
            "store-locked",
            expected=f"a store at {path} that no other process holds",
            got=f"a store in use for over {_LOCK_WAIT_SECONDS:g} seconds",
            remedy="wait until the other import is done, or close the program that has it open",
            file=path.name,
        )
    return StoreError(
        "store-unusable",
        expected=f"a readable and writable store at {path}",
        got=str(error)[:300],
        remedy="check its permissions and the disk, or put a backup in its place",
        file=path.name,
    )


def _not_written(error: Exception) -> StoreError:
    return StoreError(
        "store-not-written",
        expected="an import that can be written",
        got=str(error)[:300],
        remedy="free disk space or memory and import again; the store is as it was",
    )


def unreadable(error: Exception) -> StoreError:
    """Make the error for a question that the store fails to answer."""
    return StoreError(
        "store-damaged",
        expected="a complete store",
        got=str(error)[:300],
        remedy="free memory and try again, or put a backup in its place",
    )


def damaged(got: str) -> StoreError:
    """Make the error for a store that lacks what it must have."""
    return StoreError(
        "store-damaged",
        expected="a complete store",
        got=got,
        remedy="put a backup in its place",
    )


def _silence(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    return connection.execute(_SILENCE)

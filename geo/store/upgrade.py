"""A store made ready for this release, from nothing or from what an earlier one made."""

import logging
from glob import escape
from pathlib import Path

import duckdb

from geo.errors import StoreError
from geo.store.connection import DOOR, Transaction, unusable
from geo.store.copying import copy_database
from geo.store.tables import CREATE, MIGRATE, SCHEMA_VERSION

_LOG = logging.getLogger(__name__)


def prepare(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Make the tables of a new store, bring an older one up to date, and refuse any other.

    An older store is copied to a file beside it before anything of it changes; that copy stays
    until somebody takes it away, and the log names it.

    Raises
    ------
    StoreError
        If the tables cannot be made or read, the store cannot be copied, or it is of a later
        version; it is then as it was.
    """
    try:
        # Two sessions that find a store new, or old, must not both make its tables.
        with DOOR:
            tables = {row[0] for row in connection.execute("SHOW TABLES").fetchall()}
            if not tables:
                with Transaction(connection):
                    connection.execute(CREATE)
            found = _read_version(connection)
            if found in MIGRATE:
                found = _upgrade(connection, path, found)
    except duckdb.Error as error:
        raise unusable(path, error, locked=False) from error
    if found != SCHEMA_VERSION:
        raise _other_version(path, found)


def list_copies(path: Path) -> list[Path]:
    """List the copies that were made of a store before it was brought up to date, by name."""
    return sorted(path.parent.glob(f"{escape(path.stem)}.version-*{escape(path.suffix)}"))


def _upgrade(connection: duckdb.DuckDBPyConnection, path: Path, found: int) -> int:
    copy = _copy_aside(connection, path, found)
    version: int | None = found
    try:
        # In one go: a store is never left between two versions.
        with Transaction(connection):
            while version in MIGRATE:
                connection.execute(MIGRATE[version])
                version = _read_version(connection)
    except (StoreError, duckdb.Error):
        # Nothing was changed, so that there is nothing to keep the copy for.
        copy.unlink(missing_ok=True)
        raise
    _LOG.warning("%s was brought up to date; as it was it is kept as %s", path, copy)
    return -1 if version is None else version


def _copy_aside(connection: duckdb.DuckDBPyConnection, path: Path, version: int) -> Path:
    names = (_name_copy(path, f"{version}", f".{turn}" if turn else "") for turn in range(1000))
    copy = next(path.with_name(name) for name in names if not path.with_name(name).exists())
    try:
        copy_database(connection, copy)
    except (OSError, duckdb.Error) as problem:
        raise StoreError(
            "store-not-copied",
            expected=f"a copy of the store at {copy} before it is brought up to date",
            got=str(problem)[:300],
            remedy="make room on the disk, or use the earlier release; the store is as it was",
            file=path.name,
        ) from problem
    return copy


def _name_copy(path: Path, version: str, turn: str) -> str:
    return f"{path.stem}.version-{version}{turn}{path.suffix}"


def _read_version(connection: duckdb.DuckDBPyConnection) -> int | None:
    rows = connection.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchall()
    return int(rows[0][0]) if len(rows) == 1 else None


def _other_version(path: Path, found: int | None) -> StoreError:
    return StoreError(
        "store-version",
        expected=f"a store of version {SCHEMA_VERSION} at {path}",
        got=f"version {'unknown' if found is None else found}",
        remedy="use the release that made it, or name another store in gemeente.toml",
        file=path.name,
    )

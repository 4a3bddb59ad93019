"""What is past its term, taken out of a store's file for good."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd
import pyarrow as pa

from geo.errors import StoreError
from geo.store.connection import close, connect
from geo.store.copying import name_database, quote_path
from geo.store.records import Cutoff, Removal
from geo.store.upgrade import prepare

# The attached file of the new store goes by this name.
_FRESH: Final = "fresh"
_CHUNK_BYTES: Final = 1 << 20
_COLUMNS: Final = tuple(field.name for field in fields(Removal))

_IS_PAST: Final = "past.source = {table}.source AND {table}.started_on < past.before"
_IS_REFUSED: Final = 'goes.import_id = {table}.import_id AND goes."row" = {table}."row"'
# What is left behind when the rest moves to a new file.
_LEAVES: Final = {
    "incidents": ("past", _IS_PAST),
    "replaced": ("past", _IS_PAST),
    "quarantine": ("goes", _IS_REFUSED),
    "released": ("goes", _IS_REFUSED),
}

_COUNT: Final = """
SELECT past.source,
    (SELECT count(*) FROM incidents WHERE incidents.source = past.source
        AND started_on < past.before),
    (SELECT count(*) FROM replaced WHERE replaced.source = past.source
        AND started_on < past.before),
    (SELECT count(*) FROM (FROM quarantine SELECT import_id, "row" UNION ALL
        FROM released SELECT import_id, "row") AS refused
        JOIN goes USING (import_id, "row") WHERE goes.source = past.source)
FROM past
"""

_REFUSED: Final = """
SELECT import_id, "row", cells, mapping, imported_at
FROM (FROM quarantine SELECT import_id, "row", cells UNION FROM released
    SELECT import_id, "row", cells) AS refused
JOIN imports USING (import_id) WHERE source = $1 ORDER BY import_id, "row"
"""


class Remover:
    """Looks for what is past its term in an open store.

    Parameters
    ----------
    connection
        Of the store.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def read_refused(self, source: str) -> pd.DataFrame:
        """Read the refused rows of a source, those that were mended since included.

        Returns
        -------
        DataFrame
            ``import_id``, ``row``, ``cells`` and ``mapping`` (JSON) and ``imported_at`` (UTC).
        """
        found: pd.DataFrame = (
            self._connection.sql(_REFUSED, params=[source]).to_arrow_table().to_pandas()
        )
        return found

    def count(self, cutoffs: Sequence[Cutoff]) -> list[Removal]:
        """Count what would go; nothing changes."""
        self._name(cutoffs)
        counts = {row[0]: row[1:] for row in self._connection.execute(_COUNT).fetchall()}
        return [
            Removal(
                None,
                each.source,
                each.term,
                each.ground,
                each.before,
                *map(int, counts[each.source]),
            )
            for each in cutoffs
        ]

    def read_log(self) -> list[Removal]:
        """Read what went so far, the newest first."""
        rows = self._connection.execute(
            f"SELECT {', '.join(_COLUMNS)} FROM removals ORDER BY removed_at DESC, source"
        ).fetchall()
        return [Removal(*row) for row in rows]

    def write_without(self, removals: Sequence[Removal], target: Path) -> None:
        """Write the store to another file, without what was counted, and with a line for it."""
        self._connection.execute(f"ATTACH {quote_path(target)} AS {_FRESH}")
        try:
            own = name_database(self._connection)
            self._connection.execute(f"COPY FROM DATABASE {own} TO {_FRESH} (SCHEMA)")
            for table in self._list_tables():
                self._connection.execute(_copy_rest(table))
            self._insert(f"{_FRESH}.removals", pa.table(_by_column(removals)))
            self._connection.execute(
                f"UPDATE {_FRESH}.meta SET value = value + 1 WHERE key = 'data_version'"
            )
            # The file alone takes the place of the old one: nothing may be left in its log.
            self._connection.execute(f"CHECKPOINT {_FRESH}")
        finally:
            self._connection.execute(f"DETACH {_FRESH}")

    def _name(self, cutoffs: Sequence[Cutoff]) -> None:
        """Put down what goes: days by source, and refused rows."""
        self._connection.execute(
            "CREATE OR REPLACE TEMP TABLE past (source VARCHAR, before DATE);"
            'CREATE OR REPLACE TEMP TABLE goes (source VARCHAR, import_id BIGINT, "row" BIGINT);'
        )
        sources = [each.source for each in cutoffs]
        days = [each.before for each in cutoffs]
        rows = [(each.source, *row) for each in cutoffs for row in each.refused]
        self._insert("past", pa.table({"source": sources, "before": days}))
        names = ("source", "import_id", "row")
        self._insert("goes", pa.table(_columns_of(rows, names)))

    def _insert(self, table: str, rows: pa.Table) -> None:
        if not len(rows):
            return
        self._connection.register("incoming", rows)
        self._connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
        self._connection.unregister("incoming")

    def _list_tables(self) -> list[str]:
        rows = self._connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()"
            " AND NOT temporary ORDER BY table_name"
        ).fetchall()
        return [str(name) for (name,) in rows]


def remove_past(path: Path, cutoffs: Sequence[Cutoff], *, removed_at: datetime) -> list[Removal]:
    """Take what is past its term out of a store, so that its file holds nothing of it any more.

    What stays is written to a new file, which takes the place of the old one in one step: killed
    at any moment, the store is as it was or as it must be. Nobody else gets in meanwhile. The old
    file is overwritten with zeros before it is let go; what a disk keeps elsewhere, such as
    snapshots, is out of reach.

    Parameters
    ----------
    path
        Of the store.
    cutoffs
        Of each source one.
    removed_at
        Moment that the log names; UTC without a zone.

    Returns
    -------
    list of Removal
        One for each source of which anything went.

    Raises
    ------
    StoreError
        If the new file cannot be written, or the store not be opened; it is then as it was.
    """
    with _open(path) as remover:
        counted = [each for each in remover.count(cutoffs) if each.rows]
        removals = [Removal(removed_at, *astuple(each)[1:]) for each in counted]
        if removals:
            with _take_place_of(path) as fresh:
                remover.write_without(removals, fresh)
    return removals


@contextmanager
def _open(path: Path) -> Iterator[Remover]:
    connection = connect(path)
    try:
        prepare(connection, path)
        # Once another file has this name, nothing of the old one may reach the disk any more.
        connection.execute("CHECKPOINT")
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        yield Remover(connection)
    except (OSError, duckdb.Error) as problem:
        raise StoreError(
            "store-not-rewritten",
            expected=f"room for a second file beside {path}",
            got=str(problem)[:300],
            remedy="make room on the disk and try again; the store is as it was",
            file=path.name,
        ) from problem
    finally:
        close(connection)


@contextmanager
def _take_place_of(path: Path) -> Iterator[Path]:
    """Lend a path for a new file, and let that file take the place of the old one."""
    # Whoever is here holds the store: what lies there was left by one that was killed.
    fresh = path.with_name(f".{path.name}.fresh")
    try:
        _forget(fresh)
        yield fresh
        shutil.copymode(path, fresh)
        _settle(fresh)
        # To close it would let others in: that waits until the old file is wiped.
        old = os.open(path, os.O_RDWR)
        try:
            fresh.replace(path)
            _settle(path.parent)
            _wipe(old)
        finally:
            os.close(old)
    finally:
        _forget(fresh)


def _forget(fresh: Path) -> None:
    for part in (fresh, fresh.with_name(f"{fresh.name}.wal")):
        part.unlink(missing_ok=True)


def _settle(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _wipe(number: int) -> None:
    with suppress(OSError):
        for start in range(0, os.fstat(number).st_size, _CHUNK_BYTES):
            os.pwrite(number, bytes(_CHUNK_BYTES), start)
        os.fsync(number)


def _copy_rest(table: str) -> str:
    query = f"INSERT INTO {_FRESH}.{table} BY NAME SELECT {table}.* FROM main.{table}"
    if table not in _LEAVES:
        return query
    left, condition = _LEAVES[table]
    return f"{query} ANTI JOIN {left} ON {condition.format(table=table)}"


def _by_column(removals: Sequence[Removal]) -> dict[str, list[Any]]:
    return _columns_of([astuple(each) for each in removals], _COLUMNS)


def _columns_of(rows: Sequence[tuple[Any, ...]], names: Sequence[str]) -> dict[str, list[Any]]:
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}

"""A store as one file to keep, held against what a store must be before it takes its place."""

from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final

import duckdb

from geo.errors import StoreError
from geo.store.agreements import Agreements
from geo.store.connection import Transaction, connect_locked_down
from geo.store.copying import copy_database, quote_path
from geo.store.open_figures import FigureHistory
from geo.store.patrols import Patrols
from geo.store.placements import find_flaw, merge_placements
from geo.store.statements import ADD_REMOVALS, BACKUP, SETTLE_META
from geo.store.tables import CREATE, SCHEMA_VERSION

# Tables that a store of each version has.
_FIRST_TABLES: Final = ("meta", "incidents", "imports", "quarantine")
_KEPT_TABLES: Final = ("replaced", "released")
_PLACEMENT_TABLES: Final = ("placements", "surveys")
_PATROL_TABLES: Final = ("patrol_plans", "planned_visits", "ticks")
_NEW_TABLES: Final = ("agreements", "open_imports", "open_figures", "removals")
_TABLES: Final = {
    1: _FIRST_TABLES,
    2: _FIRST_TABLES + _KEPT_TABLES,
    3: _FIRST_TABLES + _KEPT_TABLES + _PLACEMENT_TABLES,
    4: _FIRST_TABLES + _KEPT_TABLES + _PLACEMENT_TABLES + _PATROL_TABLES,
    5: _FIRST_TABLES + _KEPT_TABLES + _PLACEMENT_TABLES + _PATROL_TABLES + _NEW_TABLES,
}
# Those of which a backup takes the place; the version is settled, and records only grow.
_GROWING: Final = _PLACEMENT_TABLES + _PATROL_TABLES + _NEW_TABLES
_REPLACED: Final = tuple(
    table for table in _TABLES[SCHEMA_VERSION] if table not in ("meta", *_GROWING)
)

Columns = dict[str, list[tuple[str, str]]]


def back_up(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Write all that a store holds to a file, whole or not at all; others may read on.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    try:
        copy_database(connection, target)
    except (OSError, duckdb.Error) as problem:
        raise StoreError(
            "backup-not-written",
            expected=f"a backup that can be written to {target}",
            got=str(problem)[:300],
            remedy="choose another folder, or make room on the disk",
            file=target,
        ) from problem


def check_backup(path: Path) -> None:
    """Read a backup from beginning to end and refuse what is no whole store.

    A file that somebody made up gets no chance to read other files: access to them is off, and
    nothing is asked of it before its tables have been found to be plain ones.

    Raises
    ------
    StoreError
        If it cannot be read, is damaged, or is no store of a known version.
    """
    if not path.is_file():
        raise _unfit(path, "no such file")
    try:
        with closing(connect_locked_down(path)) as backup:
            tables = _check_tables(backup, path)
            read_through(backup, tables)
            if flaw := _find_flaw(backup, tables):
                raise _unfit(path, flaw)
    except duckdb.Error as problem:
        raise _unfit(path, str(problem)[:300]) from problem


def read_through(
    connection: duckdb.DuckDBPyConnection, tables: tuple[str, ...] = _TABLES[SCHEMA_VERSION]
) -> None:
    """Look at every value of a store, so that no damaged part stays unseen.

    Raises
    ------
    duckdb.Error
        If one cannot be read.
    """
    for table in tables:
        connection.execute(f"SELECT bit_xor(hash({table})) FROM {table}").fetchall()


def restore(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Put what a backup holds in the place of what the store holds, all of it or nothing.

    Placements, surveys, patrol plans, ticks, agreements, open figures and removals of the store
    stay, and those of the backup come beside them.

    Parameters
    ----------
    connection
        Of the store.
    path
        A file that `check_backup` has found to be a whole store.

    Raises
    ------
    StoreError
        If the file cannot be read or the store cannot be written.
    """
    try:
        connection.execute(f"ATTACH {quote_path(path)} AS {BACKUP} (READ_ONLY)")
    except duckdb.Error as problem:
        raise _unfit(path, str(problem)[:300]) from problem
    try:
        present = _TABLES[_read_version(connection, f"{BACKUP}.meta", path)]
        with Transaction(connection):
            connection.execute(SETTLE_META)
            for table in _REPLACED:
                connection.execute(f"DELETE FROM {table}")
                if table in present:
                    connection.execute(
                        f"INSERT INTO {table} BY NAME SELECT * FROM {BACKUP}.{table}"
                    )
            if "placements" in present:
                merge_placements(connection)
            if "ticks" in present:
                Patrols(connection).merge()
            if "removals" in present:
                connection.execute(ADD_REMOVALS)
            if "agreements" in present:
                Agreements(connection).merge()
            if "open_figures" in present:
                FigureHistory(connection).merge()
    finally:
        connection.execute(f"DETACH {BACKUP}")


def _find_flaw(backup: duckdb.DuckDBPyConnection, tables: tuple[str, ...]) -> str | None:
    checks: dict[str, Callable[[], str | None]] = {
        "placements": partial(find_flaw, backup),
        "ticks": Patrols(backup).find_flaw,
        "agreements": Agreements(backup).find_flaw,
        "open_figures": FigureHistory(backup).find_flaw,
    }
    flaws = (find() for table, find in checks.items() if table in tables)
    return next((flaw for flaw in flaws if flaw is not None), None)


def _check_tables(backup: duckdb.DuckDBPyConnection, path: Path) -> tuple[str, ...]:
    found = _read_columns(backup)
    with closing(connect_locked_down()) as fresh:
        fresh.execute(CREATE)
        expected = _read_columns(fresh)
    if found.get("meta") != expected["meta"]:
        raise _unfit(path, "no store of this project")
    tables = _TABLES[_read_version(backup, "meta", path)]
    wrong = [table for table in tables if found.get(table) != expected[table]]
    if wrong:
        raise _unfit(path, f"no plain table {', '.join(wrong)} as a store has it")
    return tables


def _read_columns(connection: duckdb.DuckDBPyConnection) -> Columns:
    """Return name and type of the columns of each plain table; a view is none."""
    rows = connection.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns()"
        " JOIN duckdb_tables() USING (database_name, schema_name, table_name)"
        " WHERE schema_name = 'main' AND NOT is_generated ORDER BY table_name, column_index"
    ).fetchall()
    columns: Columns = {}
    for table, column, kind in rows:
        columns.setdefault(table, []).append((column, kind))
    return columns


def _read_version(connection: duckdb.DuckDBPyConnection, meta: str, path: Path) -> int:
    rows = connection.execute(f"SELECT value FROM {meta} WHERE key = 'schema_version'").fetchall()
    if len(rows) != 1 or rows[0][0] not in _TABLES:
        raise _unfit(path, f"version {rows[0][0] if rows else 'unknown'}")
    return int(rows[0][0])


def _unfit(path: Path, got: str) -> StoreError:
    return StoreError(
        "backup-unfit",
        expected=f"a whole backup at {path}, made by this release or an earlier one",
        got=got,
        remedy="choose another file; the store is as it was",
        file=path,
    )

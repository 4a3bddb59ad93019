"""Numbered records with versions in the store: what is written once stays as it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Final

import duckdb

from geo.errors import ParamsError
from geo.store.connection import Transaction
from geo.store.moments import to_utc
from geo.store.statements import BACKUP

# Sessions of the app share one process, where DuckDB lets them write side by side: two that number
# their records at once would choose the same number.
_DESK: Final = Lock()


@dataclass(frozen=True)
class Ledger:
    """A table of records with versions: how it is called, and what is said where it goes wrong.

    Parameters
    ----------
    table, key
        Names of the table and of the column with the number of a record.
    unknown
        Makes the error for a number that is not there.
    changed
        Makes the error for a change of another version than the last one, from the last and that.
    """

    table: str
    key: str
    unknown: Callable[[int], ParamsError]
    changed: Callable[[int, int], ParamsError]


@dataclass(frozen=True)
class Entry:
    """A row of a ledger; ``body`` is what was written down, as JSON."""

    number: int
    version: int
    recorded_at: datetime
    why: str
    body: str


@contextmanager
def writing(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let one at a time write, all or nothing."""
    with _DESK, Transaction(connection):
        yield


def add_first(
    connection: duckdb.DuckDBPyConnection, ledger: Ledger, body: str, *, recorded_at: datetime
) -> int:
    """Write down a new record under the next number, and return that."""
    with writing(connection):
        ((highest,),) = connection.execute(
            f"SELECT coalesce(max({ledger.key}), 0) FROM {ledger.table}"
        ).fetchall()
        _insert(connection, ledger, Entry(highest + 1, 1, recorded_at, "", body))
    return int(highest) + 1


def add_later(connection: duckdb.DuckDBPyConnection, ledger: Ledger, entry: Entry) -> None:
    """Write down a later version of a record.

    Raises
    ------
    ParamsError
        If there is no such record, or its version is not the one after the last: somebody else came
        in between.
    """
    with writing(connection):
        latest = count_versions(connection, ledger, entry.number)
        if entry.version != latest + 1:
            raise ledger.changed(latest, entry.version - 1)
        _insert(connection, ledger, entry)


def read_entries(
    connection: duckdb.DuckDBPyConnection, ledger: Ledger, number: int | None = None
) -> list[Entry]:
    """Read all versions, of one record or of all, in order of number and version."""
    where = "" if number is None else f" WHERE {ledger.key} = $1"
    rows = connection.execute(
        f"SELECT {ledger.key}, version, recorded_at, why, body FROM {ledger.table}{where}"
        f" ORDER BY {ledger.key}, version",
        [] if number is None else [number],
    ).fetchall()
    return [
        Entry(found, version, recorded_at.replace(tzinfo=UTC), why, body)
        for found, version, recorded_at, why, body in rows
    ]


def count_versions(connection: duckdb.DuckDBPyConnection, ledger: Ledger, number: int) -> int:
    """Count the versions of a record.

    Raises
    ------
    ParamsError
        If there is no such record.
    """
    ((versions,),) = connection.execute(
        f"SELECT count(*) FROM {ledger.table} WHERE {ledger.key} = $1", [number]
    ).fetchall()
    if not versions:
        raise ledger.unknown(number)
    return int(versions)


def find_strays(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> list[int]:
    """List the records that no store would have written: with a version that skips one."""
    rows = connection.execute(
        f"SELECT {ledger.key} FROM {ledger.table} GROUP BY {ledger.key}"
        f" HAVING min(version) <> 1 OR max(version) <> count(*) ORDER BY {ledger.key}"
    ).fetchall()
    return [number for (number,) in rows]


def merge_records(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> str:
    """Put the records of the attached backup beside those of the store.

    One that the store has as well, by what its first version says and when, keeps the store's
    number; another one with a number that is taken gets the next that is free.

    Returns
    -------
    str
        Name of a temporary table for what goes along with the records: the number in the backup in
        the column of the ledger's key, ``new_id`` beside it.
    """
    key, table = ledger.key, ledger.table
    numbered = _number_records(connection, ledger)
    connection.execute(
        f"INSERT INTO {table} BY NAME"
        f" SELECT new_id AS {key}, theirs.* EXCLUDE ({key})"
        f" FROM {BACKUP}.{table} AS theirs JOIN {numbered} USING ({key})"
        f" WHERE NOT EXISTS (FROM main.{table} AS ours"
        f" WHERE ours.{key} = new_id AND ours.version = theirs.version)"
    )
    return numbered


def _number_records(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> str:
    # Records are never taken away: those of a backup come beside those of the store. One is known
    # by its first version, and gets another number where the store gave its own to another one.
    key, table = ledger.key, ledger.table
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE numbered AS"
        f" WITH theirs AS (FROM {BACKUP}.{table} WHERE version = 1),"
        f" ours AS (FROM main.{table} WHERE version = 1),"
        f" found AS (SELECT theirs.{key},"
        f" (SELECT min(ours.{key}) FROM ours"
        f" WHERE ours.recorded_at = theirs.recorded_at AND ours.body = theirs.body) AS same_id,"
        f" theirs.{key} IN (SELECT {key} FROM ours) AS is_taken FROM theirs),"
        f" highest AS (SELECT coalesce(max({key}), 0) AS number"
        f" FROM (SELECT {key} FROM theirs UNION ALL SELECT {key} FROM ours))"
        f" SELECT {key}, coalesce(same_id, CASE WHEN NOT is_taken THEN {key} END,"
        f" number + row_number() OVER (PARTITION BY same_id IS NULL AND is_taken ORDER BY {key})"
        f") AS new_id FROM found, highest"
    )
    return "numbered"


def _insert(connection: duckdb.DuckDBPyConnection, ledger: Ledger, entry: Entry) -> None:
    connection.execute(
        f"INSERT INTO {ledger.table} ({ledger.key}, version, recorded_at, why, body)"
        " VALUES ($1, $2, $3, $4, $5)",
        [entry.number, entry.version, to_utc(entry.recorded_at), entry.why, entry.body],
    )

"""The last import undone, as if it had never been."""

from typing import Any

import duckdb

from geo.errors import StoreError
from geo.store.connection import Transaction, run_statements
from geo.store.records import UndoneImport
from geo.store.statements import UNDO


def find_last_import(connection: duckdb.DuckDBPyConnection) -> UndoneImport:
    """Say what undoing the last import would take away and put back; nothing changes.

    Raises
    ------
    StoreError
        If there is none, or an older release made it, which kept no earlier records.
    """
    import_id, file = _find_last(connection)
    removed = _count(connection, "incidents WHERE import_id = $1", import_id)
    restored = _count(connection, "replaced WHERE replaced_by = $1", import_id)
    return UndoneImport(import_id, file, removed, restored)


def undo_last_import(
    connection: duckdb.DuckDBPyConnection, expected: int | None = None
) -> UndoneImport:
    """Take the last import out, and put back the records and refused rows that it replaced.

    May be repeated: each time the import before goes. The number of an import that was undone is
    not given out again, because exported files may still carry it.

    Parameters
    ----------
    connection
        Of the store.
    expected
        Number that the last import must have, so that nobody undoes one that came in since it
        was looked at; None undoes whichever it is.

    Raises
    ------
    StoreError
        If there is none, it is another than the expected one, or an older release made it, which
        kept no earlier records.
    """
    with Transaction(connection):
        last = find_last_import(connection)
        if expected not in (None, last.import_id):
            raise StoreError(
                "undo-not-last",
                expected=f"import {expected} to be the last one",
                got=f"import {last.import_id} ({last.file})",
                remedy="look at the list of imports again",
                file=last.file,
            )
        run_statements(connection, UNDO, import_id=last.import_id)
    return last


def _find_last(connection: duckdb.DuckDBPyConnection) -> tuple[int, str]:
    found: list[Any] = connection.execute(
        "SELECT import_id, file, import_id >= value FROM imports, meta"
        " WHERE key = 'first_undoable' ORDER BY import_id DESC LIMIT 1"
    ).fetchall()
    if not found:
        raise StoreError(
            "undo-nothing",
            expected="an import to undo",
            got="a store without imports",
            remedy="import a file first",
        )
    import_id, file, undoable = found[0]
    if not undoable:
        raise StoreError(
            "undo-too-old",
            expected="an import whose earlier records were kept",
            got=f"import {import_id} ({file}), made by an older release",
            remedy="put a backup of before that import in place",
            file=file,
        )
    return int(import_id), str(file)


def _count(connection: duckdb.DuckDBPyConnection, where: str, import_id: int) -> int:
    rows = connection.execute(f"SELECT count(*) FROM {where}", [import_id]).fetchall()
    return int(rows[0][0])

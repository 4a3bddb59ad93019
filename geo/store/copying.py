"""All that a store holds as a file of its own, there whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

import duckdb

# The attached file goes by this name.
_COPY: Final = "kept"


def copy_database(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Write all that a store holds to a file for its owner only; others may read on.

    Parameters
    ----------
    connection
        Of the store.
    target
        Takes the place of a file of that name.

    Raises
    ------
    OSError, duckdb.Error
        If it cannot be written; nothing is left behind then.
    """
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        draft.unlink(missing_ok=True)
        _copy(connection, draft)
        # It holds all incidents: nobody else's business.
        draft.chmod(0o600)
        draft.replace(target)
    except (OSError, duckdb.Error):
        for rest in (draft, draft.with_name(f"{draft.name}.wal")):
            with suppress(OSError):
                rest.unlink()
        raise


def name_database(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the name of a connection's own database, as a statement takes it."""
    ((name,),) = connection.execute("SELECT current_database()").fetchall()
    return '"' + str(name).replace('"', '""') + '"'


def quote_path(path: Path) -> str:
    """Return a path as a statement takes it."""
    return "'" + str(path).replace("'", "''") + "'"


def _copy(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    connection.execute(f"ATTACH {quote_path(target)} AS {_COPY}")
    try:
        connection.execute(f"COPY FROM DATABASE {name_database(connection)} TO {_COPY}")
    finally:
        connection.execute(f"DETACH {_COPY}")

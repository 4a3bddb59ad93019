"""Rows of the store out of sight: for whatever is asked of a connection they are not there."""

from collections.abc import Collection

import duckdb
import pandas as pd

from geo.store.records import Bounds

_KEYS = """
SELECT source, incident_id, x, y FROM incidents WHERE x BETWEEN $1 AND $2 AND y BETWEEN $3 AND $4
"""


def name_whole(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the name of the table of all incidents, whatever is in sight."""
    rows = connection.execute("SELECT current_database()").fetchall()
    return '"{}".main.incidents'.format(str(rows[0][0]).replace('"', '""'))


def read_keys(connection: duckdb.DuckDBPyConnection, bounds: Bounds) -> pd.DataFrame:
    """Read which incidents lie within bounds, and where: ``source, incident_id, x, y``."""
    west, south, east, north = bounds
    found = connection.sql(_KEYS, params=[west, east, south, north])
    frame: pd.DataFrame = found.to_arrow_table().to_pandas()
    return frame


def narrow(
    connection: duckdb.DuckDBPyConnection,
    *,
    sources: Collection[str],
    rows: pd.DataFrame,
) -> None:
    """Put a view before the table of incidents, for this connection alone.

    Nothing can be written to a view: a store that shows a part of itself takes nothing in.
    """
    whole = name_whole(connection)
    connection.register("rows_told", rows)
    # Types of the table itself: an empty frame has none that fit.
    connection.execute(
        f"CREATE TEMP TABLE rows_in_sight AS SELECT source, incident_id FROM {whole} WHERE false;"
        " INSERT INTO rows_in_sight SELECT source, incident_id FROM rows_told"
    )
    connection.unregister("rows_told")
    connection.execute(
        f"INSERT INTO rows_in_sight SELECT source, incident_id FROM {whole}"
        " ANTI JOIN rows_in_sight USING (source, incident_id)"
        " WHERE list_contains($1::VARCHAR[], source)",
        [sorted(sources)],
    )
    connection.execute(
        f"CREATE TEMP VIEW incidents AS FROM {whole}"
        " SEMI JOIN rows_in_sight USING (source, incident_id)"
    )

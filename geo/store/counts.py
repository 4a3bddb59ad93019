"""Questions that need figures of many incidents, and no incident frame."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import duckdb
import pandas as pd
import pyarrow as pa

from geo import schema
from geo.params import Period

# What rows may be read by; days become moments, which are much cheaper than dates.
_EXPRESSIONS: Final = {
    **{name: name for name in schema.INCIDENT_COLUMNS if name != schema.GEOMETRY},
    schema.STARTED_ON: "started_on::TIMESTAMP AS started_on",
    "x": "x",
    "y": "y",
}
# Of a place as it is handed on, moments in UTC.
POINT_COLUMNS: Final = pa.schema(
    {
        "x": pa.float64(),
        "y": pa.float64(),
        schema.THEME: pa.string(),
        schema.STARTED_AT: pa.timestamp("us", "UTC"),
        schema.SOURCE: pa.string(),
    }
)
_POINT_ROWS: Final = 1 << 17


@dataclass(frozen=True)
class Stretch:
    """Which rows to read; what is left open leaves none out.

    Parameters
    ----------
    theme
        One theme.
    period
        Local days on which incidents started.
    bounds
        West, south, east and north of the ground on which they lie, edges included.
    """

    theme: str | None = None
    period: Period | None = None
    bounds: tuple[float, float, float, float] | None = None


def count_by_day(connection: duckdb.DuckDBPyConnection, stretch: Stretch) -> pd.DataFrame:
    """Count incidents by theme and local day: ``theme``, ``started_on``, ``incidents``."""
    where, values = _select(stretch)
    # Days become moments when they are counted: of millions that would take longer than to count.
    days = f"SELECT theme, started_on, count(*) AS incidents FROM incidents{where} GROUP BY 1, 2"
    query = (
        f"SELECT theme, {_EXPRESSIONS[schema.STARTED_ON]}, incidents FROM ({days}) ORDER BY 1, 2"
    )
    return _read(connection, query, values)


def find_first_days(connection: duckdb.DuckDBPyConnection) -> dict[str, date]:
    """Find the local day of each theme's first incident."""
    rows = connection.execute("SELECT theme, min(started_on) FROM incidents GROUP BY 1").fetchall()
    return {str(theme): first for theme, first in sorted(rows)}


def read_rows(
    connection: duckdb.DuckDBPyConnection, columns: Sequence[str], stretch: Stretch
) -> pd.DataFrame:
    """Read some columns of incidents, in no order: the cheapest way to count by what SQL lacks."""
    where, values = _select(stretch)
    names = ", ".join(_EXPRESSIONS[name] for name in columns)
    rows = _read(connection, f"SELECT {names} FROM incidents{where}", values)
    for name in rows.columns.intersection([schema.STARTED_AT, schema.ENDED_AT]):
        rows[name] = rows[name].dt.tz_localize("UTC")
    return rows


def stream_points(connection: duckdb.DuckDBPyConnection, stretch: Stretch) -> Iterator[pa.Table]:
    """Read incidents with a place as `POINT_COLUMNS`, a part at a time, in the order of storage.

    Until the last part is read the connection answers nothing else.
    """
    where, values = _select(stretch)
    located = f"{where} AND x IS NOT NULL" if where else " WHERE x IS NOT NULL"
    query = f"SELECT {', '.join(POINT_COLUMNS.names)} FROM incidents{located}"
    for batch in connection.sql(query, params=values).to_arrow_reader(_POINT_ROWS):
        yield pa.Table.from_batches([batch]).cast(POINT_COLUMNS)


def _select(stretch: Stretch) -> tuple[str, list[object]]:
    period, bounds = stretch.period, stretch.bounds
    terms: list[tuple[str, list[object]]] = []
    if stretch.theme is not None:
        terms.append(("theme = ?", [stretch.theme]))
    if period is not None:
        terms.append(("started_on BETWEEN ? AND ?", [period.first, period.last]))
    if bounds is not None:
        west, south, east, north = bounds
        terms.append(("x BETWEEN ? AND ? AND y BETWEEN ? AND ?", [west, east, south, north]))
    where = " AND ".join(term for term, _ in terms)
    values = [value for _, some in terms for value in some]
    return (f" WHERE {where}" if where else ""), values


def _read(
    connection: duckdb.DuckDBPyConnection, query: str, values: Sequence[object]
) -> pd.DataFrame:
    frame: pd.DataFrame = connection.sql(query, params=list(values)).to_arrow_table().to_pandas()
    return frame

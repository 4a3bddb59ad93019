"""Open figures in the store: the last import counts, and what earlier ones said stays."""

from collections.abc import Sequence
from datetime import UTC, datetime
from threading import Lock
from typing import Final

import duckdb
import pandas as pd
import pyarrow as pa

from geo import schema
from geo.intake.opendata import OpenFigures
from geo.schema import OpenTable
from geo.store.connection import Transaction
from geo.store.moments import to_utc
from geo.store.records import OpenImport
from geo.store.statements import BACKUP

# Sessions of the app share one process: two that write at once would each hold their figures
# against what the other has not written yet.
_DESK: Final = Lock()

_KEY: Final = ", ".join(schema.FIGURE_KEY)
# An id begins with its moment, so that the highest one is the latest.
_LATEST: Final = f"""
FROM open_figures
QUALIFY row_number() OVER (PARTITION BY {_KEY} ORDER BY open_import_id DESC) = 1
"""
_SETTLE: Final = f"""
CREATE OR REPLACE TEMP TABLE settled_figures AS
SELECT $table AS table_id, incoming.*,
    CASE WHEN latest.open_import_id IS NULL THEN 'added'
        WHEN latest.figure IS DISTINCT FROM incoming.figure THEN 'revised'
        ELSE 'same' END AS verdict
FROM incoming LEFT JOIN ({_LATEST}) AS latest
    ON latest.table_id = $table AND latest.topic = incoming.topic AND latest.area = incoming.area
    AND latest.year = incoming.year AND latest.month_number = incoming.month_number
"""
_ADD: Final = """
INSERT INTO open_figures BY NAME
SELECT * EXCLUDE (verdict), $id AS open_import_id FROM settled_figures WHERE verdict <> 'same'
"""
_COUNT: Final = "SELECT verdict, count(*) FROM settled_figures GROUP BY 1"
_RECORD: Final = """
INSERT INTO open_imports (open_import_id, imported_at, file, digest, table_id, "read", left_out,
    added, revised, same)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
_READ: Final = f"SELECT {_KEY}, figure FROM ({_LATEST}) ORDER BY {_KEY}"
_REVISIONS: Final = f"""
SELECT {_KEY}, figure, lead(figure) OVER cell AS revised, lead(imported_at) OVER cell AS revised_at,
    lead(file) OVER cell AS file
FROM open_figures JOIN open_imports USING (table_id, open_import_id)
WINDOW cell AS (PARTITION BY {_KEY} ORDER BY open_import_id)
QUALIFY lead(open_import_id) OVER cell IS NOT NULL
ORDER BY {_KEY}, open_import_id
"""
_IMPORTS: Final = """
SELECT table_id, file, imported_at, "read", left_out, added, revised, same
FROM open_imports ORDER BY open_import_id DESC
"""
_MERGE: Final = f"""
INSERT INTO open_figures BY NAME SELECT * FROM {BACKUP}.open_figures ON CONFLICT DO NOTHING;
INSERT INTO open_imports BY NAME SELECT * FROM {BACKUP}.open_imports ON CONFLICT DO NOTHING;
"""
# What no store would have written.
_STRAY: Final = f"""
SELECT topic FROM open_figures ANTI JOIN open_imports USING (open_import_id, table_id)
UNION ALL SELECT topic FROM open_figures
WHERE figure < 0 OR month_number NOT BETWEEN 0 AND 12
    OR table_id NOT IN ({", ".join(f"'{table}'" for table in OpenTable)})
"""


class FigureHistory:
    """The open figures of an open store.

    Parameters
    ----------
    connection
        Of the store.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def add(self, found: Sequence[OpenFigures], *, imported_at: datetime) -> list[OpenImport]:
        """Write down what tables say now: all of them or, if anything stops it, nothing.

        Parameters
        ----------
        found
            Tables, in order; a later one says the last word on a cell that several have.
        imported_at
            This moment, with its time zone.
        """
        with _DESK, Transaction(self._connection):
            return [self._add(table, place, imported_at) for place, table in enumerate(found)]

    def read(self) -> pd.DataFrame:
        """Read what the last import says of each cell.

        Returns
        -------
        DataFrame
            ``schema.FIGURE_KEY`` and ``figure`` (missing where withheld), in that order.
        """
        return self._frame(_READ).astype({schema.FIGURE: "Int64"})

    def read_revisions(self) -> pd.DataFrame:
        """Read which cells a later import changed.

        Returns
        -------
        DataFrame
            ``schema.FIGURE_KEY``, ``figure`` (as it was), ``revised`` (as it became),
            ``revised_at`` (UTC, without a zone) and ``file``, in order of cell and moment.
        """
        return self._frame(_REVISIONS)

    def list_imports(self) -> list[OpenImport]:
        """List what was imported, the latest first."""
        rows = self._connection.execute(_IMPORTS).fetchall()
        return [
            OpenImport(OpenTable(table), file, imported_at.replace(tzinfo=UTC), *counts)
            for table, file, imported_at, *counts in rows
        ]

    def find_flaw(self) -> str | None:
        """Say what is wrong with figures that no store wrote; None if they are whole."""
        stray = self._connection.execute(_STRAY).fetchall()
        return f"an open figure of {stray[0][0]} that nobody imported" if stray else None

    def merge(self) -> None:
        """Put the figures of the attached backup beside those of the store."""
        self._connection.execute(_MERGE)

    def _add(self, found: OpenFigures, place: int, imported_at: datetime) -> OpenImport:
        moment = to_utc(imported_at)
        number = f"{moment:%Y%m%dT%H%M%S.%f}-{place:03}-{found.table}-{found.digest[:16]}"
        verdicts = self._settle(found, number)
        counts = [verdicts.get(name, 0) for name in ("added", "revised", "same")]
        values = [moment, found.origin, found.digest, found.table.value, found.read]
        self._connection.execute(_RECORD, [number, *values, found.left_out, *counts])
        told = moment.replace(tzinfo=UTC), found.read, found.left_out
        return OpenImport(found.table, found.origin, *told, *counts)

    def _settle(self, found: OpenFigures, number: str) -> dict[str, int]:
        """Write down what differs from what was known, and count what became of all cells."""
        self._connection.register("incoming", pa.Table.from_pandas(found.figures))
        self._connection.execute(_SETTLE, {"table": found.table.value})
        self._connection.unregister("incoming")
        self._connection.execute(_ADD, {"id": number})
        return dict(self._connection.execute(_COUNT).fetchall())

    def _frame(self, query: str) -> pd.DataFrame:
        frame: pd.DataFrame = self._connection.sql(query).to_arrow_table().to_pandas()
        return frame

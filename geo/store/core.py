"""The store itself: what goes in, and the questions that it answers."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

import duckdb
import geopandas as gpd
import pandas as pd
import pyarrow as pa
from pyproj import CRS

from geo import schema
from geo.intake.incidents import QUARANTINE_KEY, Batch
from geo.params import Period
from geo.placements import Placement, PlacementVersion, SafetySurvey
from geo.store.agreements import Agreements
from geo.store.backups import back_up, check_backup, read_through, restore
from geo.store.connection import (
    Transaction,
    close,
    connect,
    damaged,
    run_statements,
    unreadable,
)
from geo.store.counts import Stretch, count_by_day, find_first_days, read_rows, stream_points
from geo.store.frames import accepted_table, incident_frame, refused_table
from geo.store.open_figures import FigureHistory
from geo.store.patrols import Patrols
from geo.store.placements import (
    add_placement,
    add_survey,
    add_version,
    read_surveys,
    read_versions,
)
from geo.store.records import Bounds, Contents, ImportCounts, ImportRecord, UndoneImport
from geo.store.removal import Remover
from geo.store.sights import name_whole, narrow, read_keys
from geo.store.statements import (
    ADD_REFUSED,
    ADD_STAGED,
    COUNT_BY_SOURCE,
    COUNT_VERDICTS,
    KEEP_REFUSED,
    LIST_IMPORTS,
    MENDED,
    MERGE,
    NEWS,
    RELEASE,
    SETTLE,
    STAGE,
)
from geo.store.tallies import BY_KIND, BY_MONTH, BY_SPOT, COUNT_SPOTS, CROWDED_SPOTS
from geo.store.undo import find_last_import, undo_last_import
from geo.store.upgrade import prepare

# Sessions of the app share one process: of two that change the incidents at once, DuckDB would
# refuse the second one.
_DESK: Final = Lock()


class Store:
    """An open store; use it in a ``with`` block.

    Opened for each question and closed after it, so that the app and the command line can take
    turns: DuckDB lets one process in at a time. A store in use by another process is waited for.

    Parameters
    ----------
    path
        The DuckDB file; made where it does not exist.

    Raises
    ------
    StoreError
        If the store stays locked, is damaged, cannot be written or is of another version.
    """

    def __init__(self, path: Path) -> None:
        self._connection = connect(path)
        try:
            prepare(self._connection, path)
        except BaseException:
            close(self._connection)
            raise

    def __enter__(self) -> Self:
        """Hand out the open store."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the next one in."""
        self.close()
        if isinstance(error, duckdb.Error):
            raise unreadable(error) from error

    def hold(self) -> None:
        """See all that is read from here on as it is now, whatever others write meanwhile.

        For reading alone: nothing can be written until the store is opened anew.
        """
        self._connection.execute("BEGIN")

    def close(self) -> None:
        """Let go of the file; the end of a ``with`` block does it."""
        close(self._connection)

    def narrow(self, *, sources: Collection[str], rows: pd.DataFrame) -> None:
        """Leave in sight some incidents alone, for whatever is asked from here on.

        Parameters
        ----------
        sources
            Of which all are left.
        rows
            ``source`` and ``incident_id`` of each that is left beside these.
        """
        narrow(self._connection, sources=sources, rows=rows)

    def read_keys(self, bounds: Bounds) -> pd.DataFrame:
        """Read which incidents lie within bounds: ``source``, ``incident_id``, ``x`` and ``y``."""
        return read_keys(self._connection, bounds)

    def add_incidents(
        self,
        batches: Iterable[Batch],
        record: ImportRecord,
        *,
        repaired: Sequence[tuple[int, str]] = (),
    ) -> ImportCounts:
        """Take in a file: all of it or, if anything stops it, nothing.

        A row with an id that the source has used before is a duplicate if its content is the
        same, and replaces the earlier record if not. Rows without an id are known by their
        content and by how many equals came before them in the file.

        Parameters
        ----------
        batches
            The file's rows.
        record
            What is known of the import.
        repaired
            Rows of this file that bring quarantined rows again, with their keys (``import-row``).

        Raises
        ------
        StoreError
            If the store is damaged or cannot be written; it is then as it was.
        """
        self._refuse_damage()
        with _DESK, Transaction(self._connection):
            self._connection.execute(STAGE)
            for batch in batches:
                self._stage(batch)
            self._connection.execute(SETTLE)
            import_id = self._next_import_id()
            run_statements(self._connection, MERGE, import_id=import_id)
            counts = self._count(import_id)
            self._record(counts, record)
            mended = self._keep_refused(counts, record, repaired)
            self._connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'data_version'")
        return replace(counts, mended=mended)

    def find_last_import(self) -> UndoneImport:
        """Say what undoing the last import would take away and put back.

        Raises
        ------
        StoreError
            If there is none that can be undone.
        """
        return find_last_import(self._connection)

    def undo_last_import(self, expected: int | None = None) -> UndoneImport:
        """Take the last import out, and put back what it took the place of.

        Parameters
        ----------
        expected
            Number that the last import must have; None undoes whichever it is.

        Raises
        ------
        StoreError
            If there is none that can be undone, or it is another than the expected one.
        """
        with _DESK:
            return undo_last_import(self._connection, expected)

    def back_up(self, target: Path) -> None:
        """Write all that the store holds to a file.

        Raises
        ------
        StoreError
            If it cannot be written.
        """
        back_up(self._connection, target)

    def restore(self, path: Path) -> None:
        """Put what a backup holds in the place of all that the store holds, but for its records.

        Placements, patrol plans, ticks and open figures stay, and those of the backup come beside
        them.

        Raises
        ------
        StoreError
            If the file is no whole backup; the store is then as it was.
        """
        check_backup(path)
        with _DESK:
            restore(self._connection, path)

    def read_through(self) -> None:
        """Look at every value of the store; leaving the block tells what cannot be read."""
        read_through(self._connection)

    @property
    def open_figures(self) -> FigureHistory:
        """The police's open figures, and which import said what."""
        return FigureHistory(self._connection)

    @property
    def patrols(self) -> Patrols:
        """The saved patrol plans and what teams ticked off."""
        return Patrols(self._connection)

    @property
    def remover(self) -> Remover:
        """What is past its term, and what went for that."""
        return Remover(self._connection)

    @property
    def agreements(self) -> Agreements:
        """What was agreed on places."""
        return Agreements(self._connection)

    def add_placement(self, placement: Placement, *, recorded_at: datetime) -> PlacementVersion:
        """Write down a new placement; what is written stays as it is."""
        return add_placement(self._connection, placement, recorded_at=recorded_at)

    def add_placement_version(self, version: PlacementVersion) -> None:
        """Write down a later version of a placement beside the earlier ones.

        Raises
        ------
        ParamsError
            If there is no such placement, or this is not the version after its last.
        """
        add_version(self._connection, version)

    def read_placement_versions(self, placement_id: int | None = None) -> list[PlacementVersion]:
        """Read all versions of one placement or of all, in order."""
        return read_versions(self._connection, placement_id)

    def add_survey(self, survey: SafetySurvey) -> None:
        """Write down how safe people feel, before a placement or after it.

        Raises
        ------
        ParamsError
            If there is no such placement.
        """
        add_survey(self._connection, survey)

    def read_surveys(self, placement_id: int | None = None) -> list[SafetySurvey]:
        """Read how safe people feel, of one placement or of all, in the order of writing."""
        return read_surveys(self._connection, placement_id)

    def contents(self) -> Contents:
        """Return what the store holds, in figures."""
        rows = self._connection.execute(COUNT_BY_SOURCE).fetchall()
        imported_at = self._one("SELECT max(imported_at) FROM imports")[0]
        return Contents(
            incidents=sum(row[1] for row in rows),
            without_place=sum(row[2] for row in rows),
            first=min((row[3] for row in rows), default=None),
            last=max((row[4] for row in rows), default=None),
            imported_at=imported_at,
            sources=tuple(row[0] for row in rows),
            version=self.version(),
        )

    def version(self) -> int:
        """Return a number that grows with each import."""
        return int(self._one("SELECT value FROM meta WHERE key = 'data_version'")[0])

    def read_incidents(
        self,
        *,
        theme: str | None,
        period: Period | None,
        crs: CRS,
        timezone: ZoneInfo,
        bounds: Bounds | None = None,
    ) -> gpd.GeoDataFrame:
        """Read incidents as the frame that the whole house knows.

        Parameters
        ----------
        theme
            One theme, or None for all.
        period
            Local days on which they started, or None for all.
        crs, timezone
            Of the workspace.
        bounds
            Within which they lie, or None for everywhere, those without a place included.

        Returns
        -------
        GeoDataFrame
            ``schema.INCIDENT_COLUMNS``, in order of start, source and id, index 0..n-1.
        """
        names = [name for name in schema.INCIDENT_COLUMNS if name != schema.GEOMETRY]
        where, values = _filter(theme=theme, period=period, bounds=bounds)
        query = (
            f"SELECT {', '.join(names)}, x, y FROM incidents{where}"
            " ORDER BY started_at, source, incident_id"
        )
        return incident_frame(self._frame(query, values), crs=crs, timezone=timezone)

    def read_news(
        self,
        since: date,
        *,
        theme: str | None,
        crs: CRS,
        timezone: ZoneInfo,
        bounds: Bounds | None = None,
    ) -> gpd.GeoDataFrame:
        """Read the incidents that started on a day or later, or came in on it or later.

        An incident came in with the import that first brought it, however often it was corrected
        since. What the first import brought is what the store began with, and came in never.

        Parameters
        ----------
        since
            Local day.
        theme
            One theme, or None for all.
        crs, timezone
            Of the workspace.
        bounds
            Within which they lie, or None for everywhere, those without a place included.

        Returns
        -------
        GeoDataFrame
            ``schema.INCIDENT_COLUMNS`` and ``arrived_at`` (missing where it came in never), in
            order of start, source and id, index 0..n-1.
        """
        midnight = pd.Timestamp(since, tz=timezone).tz_convert("UTC").tz_localize(None)
        where, values = _filter(theme=theme, period=None, bounds=bounds)
        query = NEWS.format(where=where, day=len(values) + 1, midnight=len(values) + 2)
        rows = self._frame(query, [*values, since, midnight.to_pydatetime()])
        return incident_frame(rows, crs=crs, timezone=timezone)

    def read_rows(self, columns: Sequence[str], stretch: Stretch) -> pd.DataFrame:
        """Read some columns of incidents, in no order.

        Parameters
        ----------
        columns
            Of ``schema.INCIDENT_COLUMNS`` without the geometry, ``started_on`` (a moment without
            a zone), ``x`` and ``y``.
        stretch
            Which rows.
        """
        return read_rows(self._connection, columns, stretch)

    def stream_points(self, stretch: Stretch) -> Iterator[pa.Table]:
        """Read where incidents were, a part at a time; those without a place are passed over.

        Each part has ``POINT_COLUMNS``: ``x``, ``y``, ``theme``, ``started_at`` (UTC) and
        ``source``. Nothing else can be asked before the last one is read.
        """
        return stream_points(self._connection, stretch)

    def count_by_day(self, stretch: Stretch) -> pd.DataFrame:
        """Count incidents by theme and local day: ``theme``, ``started_on``, ``incidents``."""
        return count_by_day(self._connection, stretch)

    def find_first_days(self) -> dict[str, date]:
        """Find the local day of each theme's first incident."""
        return find_first_days(self._connection)

    def count_by_theme(self, *, period: Period | None) -> dict[str, int]:
        """Count incidents by theme."""
        where, values = _filter(theme=None, period=period)
        return self._counts(f"SELECT theme, count(*) FROM incidents{where} GROUP BY 1", values)

    def count_by_month(self, *, period: Period | None) -> dict[str, int]:
        """Count incidents by local month, written ``YYYY-MM``."""
        where, values = _filter(theme=None, period=period)
        # By day first: of a day it is known at once which one it is, of a text it is not.
        days = f"SELECT started_on, count(*) AS incidents FROM incidents{where} GROUP BY 1"
        query = f"SELECT strftime(started_on, '%Y-%m'), sum(incidents) FROM ({days}) GROUP BY 1"
        return self._counts(query, values)

    def tally_kinds(self) -> pd.DataFrame:
        """Count incidents by all that tells how well they are known.

        Returns
        -------
        DataFrame
            ``theme``, ``code`` (may be missing), ``reporter``, ``time_precision``,
            ``place_precision``, ``has_place`` and ``incidents``, in that order.
        """
        return self._frame(BY_KIND, [])

    def tally_months(self) -> pd.DataFrame:
        """Count incidents by theme, code and local month.

        Returns
        -------
        DataFrame
            ``theme``, ``code`` (may be missing), ``month`` (its first day), ``incidents``, and
            ``first_on`` and ``last_on``: the days that they may have been on.
        """
        return self._frame(BY_MONTH, [])

    def tally_spots(self, *, crowded: int) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Count the places that incidents share, for each theme and for all of them together.

        Parameters
        ----------
        crowded
            Incidents of a theme, or of all themes, from which on a place is named.

        Returns
        -------
        tuple of DataFrame
            A row a theme: ``theme`` (missing where all are counted), ``located`` (incidents with a
            place), ``places`` (different ones), ``recent`` (of the last 365 days) and ``shared``
            (those of the recent ones that lie where another of them lies). And a row a crowded
            place: ``theme``, ``x``, ``y`` (metres), ``incidents`` and ``themes`` (how many
            different ones), the fullest first.
        """
        self._connection.execute(COUNT_SPOTS)
        return self._frame(BY_SPOT, []), self._frame(CROWDED_SPOTS, [crowded])

    def fingerprint(self, *, theme: str, last: date) -> str:
        """Return a text that tells a theme's incidents up to a day from any others.

        Of all of them, those out of sight included: it says whose evidence this is, and no more.
        """
        count, content = self._one(
            "SELECT count(*), bit_xor(md5_number(concat_ws('|', source, incident_id, content)))"
            f" FROM {name_whole(self._connection)} WHERE theme = $1 AND started_on <= $2",
            [theme, last],
        )
        return f"{count}-{content or 0:x}"

    def list_imports(self) -> pd.DataFrame:
        """Read the history of imports, newest first.

        ``undoable`` marks the one that can go; ``waiting`` counts its rows in the quarantine.
        """
        return self._frame(LIST_IMPORTS, [])

    def count_by_source(self) -> pd.DataFrame:
        """Count incidents by source: ``source, incidents, without_place, first, last``."""
        return self._frame(COUNT_BY_SOURCE, [])

    def known_digests(self) -> set[str]:
        """Return the digests of all files that were imported."""
        return {row[0] for row in self._connection.execute("SELECT digest FROM imports").fetchall()}

    def mapping_of(self, import_id: int) -> tuple[str, str | None] | None:
        """Return the mapping (JSON) and theme with which an import was read."""
        found = self._connection.execute(
            "SELECT mapping, theme FROM imports WHERE import_id = $1", [import_id]
        ).fetchall()
        return (found[0][0], found[0][1]) if found else None

    def read_quarantine(self, import_id: int | None) -> pd.DataFrame:
        """Read refused rows, of one import or of all.

        Returns
        -------
        DataFrame
            ``quarantine_key``, ``import_id``, ``file``, ``row``, ``reason``, then the mapped
            columns of the file as they were written.
        """
        where = "" if import_id is None else " WHERE import_id = $1"
        frame = self._frame(
            'SELECT import_id, file, "row", reason, cells FROM quarantine'
            f' JOIN imports USING (import_id){where} ORDER BY import_id, "row"',
            [] if import_id is None else [import_id],
        )
        cells = pd.DataFrame([json.loads(text) for text in frame.pop("cells")], index=frame.index)
        frame.insert(
            0, QUARANTINE_KEY, frame["import_id"].astype(str) + "-" + frame["row"].astype(str)
        )
        # The file's own names stay as they are, so that a repaired file can be read again.
        ours = {name: f"{name}_quarantine" for name in frame.columns.intersection(cells.columns)}
        return pd.concat([frame.rename(columns=ours), cells], axis="columns")

    def _refuse_damage(self) -> None:
        # What is written into a store with a damaged part hides that a backup is needed.
        try:
            read_through(self._connection)
        except duckdb.Error as problem:
            raise unreadable(problem) from problem

    def _stage(self, batch: Batch) -> None:
        if len(batch.accepted):
            self._insert(ADD_STAGED, accepted_table(batch.accepted))
        if len(batch.refused):
            self._insert(ADD_REFUSED, refused_table(batch.refused))

    def _insert(self, statement: str, incoming: pa.Table) -> None:  # noqa: ARG002
        # The statement names the argument, and DuckDB looks it up here. What is registered is kept
        # until the transaction ends: the rows of a whole file.
        self._connection.execute(statement)

    def _next_import_id(self) -> int:
        # Not the highest plus one: an import that was undone must not lend its number to another.
        self._connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'last_import'")
        return int(self._one("SELECT value FROM meta WHERE key = 'last_import'")[0])

    def _count(self, import_id: int) -> ImportCounts:
        verdicts = self._counts(COUNT_VERDICTS, [])
        reasons = self._counts("SELECT reason, count(*) FROM refused GROUP BY 1", [])
        duplicate, replaced = verdicts.get("duplicate", 0), verdicts.get("replaced", 0)
        accepted, refused = verdicts["staged"] - duplicate, sum(reasons.values())
        read = accepted + duplicate + refused
        return ImportCounts(import_id, read, accepted, duplicate, replaced, refused, reasons)

    def _record(self, counts: ImportCounts, record: ImportRecord) -> None:
        values = {
            "import_id": counts.import_id,
            "imported_at": record.imported_at,
            "file": record.file,
            "digest": record.digest,
            "source": record.source,
            "mapping": record.mapping,
            "theme": record.theme,
            "read": counts.read,
            "accepted": counts.accepted,
            "duplicate": counts.duplicate,
            "replaced": counts.replaced,
            "refused": counts.refused,
            "reasons": json.dumps(counts.reasons, sort_keys=True),
            "left_behind": json.dumps(list(record.left_behind)),
            "facts": json.dumps(dict(record.facts), sort_keys=True),
        }
        names = ", ".join(f'"{name}"' for name in values)
        places = ", ".join(f"${place}" for place in range(1, len(values) + 1))
        query = f"INSERT INTO imports ({names}) VALUES ({places})"
        self._connection.execute(query, list(values.values()))

    def _keep_refused(
        self, counts: ImportCounts, record: ImportRecord, repaired: Sequence[tuple[int, str]]
    ) -> int:
        pairs = list(repaired)
        values: dict[str, Any] = {
            "import_id": counts.import_id,
            "digest": record.digest,
            "source": record.source,
            "repaired": [key for _, key in pairs],
        }
        self._connection.execute(RELEASE, values)
        values["rows"] = [row for row, _ in pairs]
        ((mended,),) = self._connection.execute(MENDED, values).fetchall()
        run_statements(self._connection, KEEP_REFUSED, import_id=counts.import_id)
        return int(mended)

    def _frame(self, query: str, values: Sequence[object]) -> pd.DataFrame:
        frame: pd.DataFrame = (
            self._connection.sql(query, params=list(values)).to_arrow_table().to_pandas()
        )
        return frame

    def _one(self, query: str, values: Sequence[object] = ()) -> tuple[Any, ...]:
        # A result that is not read to its end would block the connection.
        rows: list[tuple[Any, ...]] = self._connection.execute(query, list(values)).fetchall()
        if not rows:
            raise damaged("a missing row")
        return rows[0]

    def _counts(self, query: str, values: list[object]) -> dict[str, int]:
        rows = self._connection.execute(query, values).fetchall()
        return {str(key): int(count) for key, count in sorted(rows)}


def _filter(
    *, theme: str | None, period: Period | None, bounds: Bounds | None = None
) -> tuple[str, list[object]]:
    terms: list[str] = []
    values: list[object] = []
    if theme is not None:
        values.append(theme)
        terms.append(f"theme = ${len(values)}")
    if period is not None:
        values += [period.first, period.last]
        terms.append(f"started_on BETWEEN ${len(values) - 1} AND ${len(values)}")
    if bounds is not None:
        west, south, east, north = bounds
        for name, least, most in (("x", west, east), ("y", south, north)):
            values += [least, most]
            terms.append(f"{name} BETWEEN ${len(values) - 1} AND ${len(values)}")
    return (f" WHERE {' AND '.join(terms)}" if terms else ""), values

"""Rows of a part of a set of points, under the names and with the moments that the store has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from geo import schema
from geo.errors import IntakeError
from geo.intake.point_sets import PointPart, PointSet, read_part
from geo.params import Period
from geo.schema import PlacePrecision, Reporter

# What a set may leave out, and what is then said of every row; what has no end ended when it began.
_NOT_KNOWN: Final[Mapping[str, str | None]] = {
    schema.REPORTER: Reporter.UNKNOWN.value,
    schema.PLACE_PRECISION: PlacePrecision.UNKNOWN.value,
    schema.SOURCE: None,
}
_UTC: Final = pd.DatetimeTZDtype("us", "UTC")
_PLACE: Final = (schema.X, schema.Y)


@dataclass(frozen=True)
class Wanted:
    """Which rows to read, and of these what; what is left open leaves no row out.

    Parameters
    ----------
    columns
        Of ``schema.INCIDENT_COLUMNS`` without the geometry, ``started_on``, ``x`` and ``y``.
    zone
        Zone in which days are local.
    theme
        One theme; a set that names none is of one theme as a whole.
    period
        Local days on which incidents started.
    """

    columns: tuple[str, ...]
    zone: ZoneInfo
    theme: str | None = None
    period: Period | None = None


def check_wanted(points: PointSet, wanted: Wanted) -> None:
    """Refuse a question for which a set lacks a column, before any part is read.

    Raises
    ------
    IntakeError
        If it has none.
    """
    missing = sorted({*_list_needed(wanted)} - points.columns)
    if missing:
        raise IntakeError(
            "points-columns",
            expected=f"the columns {', '.join(_list_needed(wanted))} in {points.address}",
            got=", ".join(sorted(points.columns)[:20]),
            remedy="write the set with these columns, or ask what does not need them",
            file=points.address,
            columns=", ".join(missing),
        )


def read_rows(part: PointPart, wanted: Wanted, held: frozenset[str]) -> pd.DataFrame:
    """Read rows of a part as the store would give them.

    Parameters
    ----------
    part
        Of a set.
    wanted
        Which rows, and what of them.
    held
        Columns that the set has.

    Returns
    -------
    DataFrame
        ``x``, ``y`` and the wanted columns; moments in UTC, ``started_on`` the local day as a
        moment without a zone. Index from 0 upwards.

    Raises
    ------
    IntakeError
        If the part cannot be read, or a moment is none or has no time zone.
    """
    asked = {*_list_needed(wanted), *wanted.columns} - {schema.STARTED_ON, *_PLACE}
    asked |= set() if wanted.theme is None else {schema.THEME}
    rows = read_part(part, sorted(asked & held))
    for name in {schema.STARTED_AT, schema.ENDED_AT} & {*rows.columns}:
        rows[name] = read_moments(rows[name], part)
    if schema.STARTED_AT in rows:
        local = rows[schema.STARTED_AT].dt.tz_convert(wanted.zone)
        rows[schema.STARTED_ON] = local.dt.tz_localize(None).dt.floor("D")
    rows = _choose(rows, wanted)
    if schema.ENDED_AT in wanted.columns:
        ended = rows[schema.ENDED_AT] if schema.ENDED_AT in rows else rows[schema.STARTED_AT]
        rows[schema.ENDED_AT] = ended.fillna(rows[schema.STARTED_AT])
    for name in _NOT_KNOWN.keys() & {*wanted.columns} - {*rows.columns}:
        rows[name] = pd.Series(_NOT_KNOWN[name], index=rows.index, dtype="str")
    return rows[[*dict.fromkeys([*_PLACE, *wanted.columns])]]


def _list_needed(wanted: Wanted) -> list[str]:
    """Name the columns without which the rows cannot be told, places aside."""
    needed = {*wanted.columns} - _NOT_KNOWN.keys() - {schema.ENDED_AT, schema.STARTED_ON, *_PLACE}
    in_time = {schema.STARTED_ON, schema.ENDED_AT}.intersection(wanted.columns) or wanted.period
    return sorted(needed | ({schema.STARTED_AT} if in_time else set()))


def _choose(rows: pd.DataFrame, wanted: Wanted) -> pd.DataFrame:
    chosen = np.ones(len(rows), np.bool_)
    if wanted.theme is not None and schema.THEME in rows:
        chosen &= (rows[schema.THEME] == wanted.theme).to_numpy()
    if wanted.period is not None:
        first, last = map(pd.Timestamp, (wanted.period.first, wanted.period.last))
        chosen &= rows[schema.STARTED_ON].between(first, last).to_numpy()
    return rows if chosen.all() else rows[chosen].reset_index(drop=True)


def read_moments(values: pd.Series, part: PointPart) -> pd.Series:
    """Return a column of a part as moments in UTC.

    Raises
    ------
    IntakeError
        If it holds no moments, or such without a time zone.
    """
    # A column in which nothing is filled in has no kind, and says nothing wrong.
    moments = values.astype(_UTC) if values.isna().all() else values
    if not isinstance(moments.dtype, pd.DatetimeTZDtype):
        raise IntakeError(
            "points-no-moment",
            expected=f"moments with a time zone in column {values.name} of {part.file}",
            got=f"{values.dtype}",
            remedy="write them in UTC, as Parquet's timestamps adjusted to it",
            file=part.file,
            column=str(values.name),
        )
    read: pd.Series = moments.dt.tz_convert("UTC").dt.as_unit("us")
    return read

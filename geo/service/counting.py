"""Incidents counted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final, Literal

import geopandas as gpd
import pandas as pd

from geo import schema
from geo.analysis import whole_years
from geo.analysis.packed_areas import pack_areas
from geo.analysis.summary import count_by_area
from geo.params import Period
from geo.parts.rows import count_areas
from geo.schema import Layer
from geo.service.answers import DataStatus
from geo.service.areas import list_layers
from geo.service.opening import open_store
from geo.service.rows import PointSource, open_rows
from geo.store import Stretch
from geo.workspace import Workspace

WITHOUT_PLACE: Final = "without_place"

SummaryKey = Literal["wijk", "park", "theme", "month"]

_SUMMARY_LAYERS: Final = {"wijk": Layer.WIJKEN, "park": Layer.PARKS}


def summarise_incidents(
    workspace: Workspace,
    *,
    period: Period | None = None,
    by: SummaryKey = "theme",
    source: PointSource | None = None,
) -> pd.DataFrame:
    """Count incidents by wijk, park, theme or month.

    Parameters
    ----------
    workspace
        With its areas.
    period
        Local days; None for all.
    by
        What to count by.
    source
        Points to count in place of the store's.

    Returns
    -------
    DataFrame
        A column named after ``by`` and ``incidents``. A missing wijk or park counts the
        incidents that lie in none.

    Raises
    ------
    AccessError
        If a source is given and whoever asks may not see all of it.
    """
    rows = open_rows(workspace, source)
    if by == "theme":
        return _count_frame(by, rows.count_by_theme(period=period))
    if by == "month":
        return _count_frame(by, rows.count_by_month(period=period))
    layer = list_layers(workspace).get(_SUMMARY_LAYERS[by])
    areas = _no_areas() if layer is None else layer.areas
    tally = partial(count_areas, areas=pack_areas(areas))
    tallies = rows.each(tally, (schema.X, schema.Y), period=period)
    return count_by_area(tallies, areas).rename(columns={schema.AREA_CODE: by})


def list_whole_years(data: DataStatus, years: Iterable[int]) -> list[int]:
    """Return those of some years of which the data hold all days."""
    if data.first is None or data.last is None or data.as_of is None:
        return []
    held = whole_years.Stretch(data.first, data.last, data.incidents, data.as_of.date())
    return [year for year in years if whole_years.covers_year(held, year)]


def count_codes(workspace: Workspace, years: Sequence[int]) -> pd.DataFrame:
    """Count the incidents of each code in years.

    Returns
    -------
    DataFrame
        ``year``, ``theme``, ``code`` (empty where an incident has none), ``incidents`` and
        ``without_place``; what does not occur has no row.
    """
    columns = (schema.THEME, schema.CODE, schema.X)
    with open_store(workspace) as store:
        parts = [
            store.read_rows(columns, Stretch(period=_whole_year(year))).assign(year=year)
            for year in years
        ]
    rows = pd.concat(parts) if parts else pd.DataFrame(columns=[*columns, schema.YEAR])
    rows[schema.CODE] = rows[schema.CODE].fillna("").astype("str")
    grouped = rows.assign(**{WITHOUT_PLACE: rows[schema.X].isna()}).groupby(
        [schema.YEAR, schema.THEME, schema.CODE]
    )[WITHOUT_PLACE]
    counted = grouped.agg(["size", "sum"]).reset_index()
    return counted.rename(columns={"size": schema.INCIDENTS, "sum": WITHOUT_PLACE})


def _whole_year(year: int) -> Period:
    return Period(first=date(year, 1, 1), last=date(year, 12, 31))


def _count_frame(by: str, counts: Mapping[str, int]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            by: pd.Series(list(counts), dtype="str"),
            schema.INCIDENTS: pd.Series(list(counts.values()), dtype="int64"),
        }
    )


def _no_areas() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns=list(schema.AREA_COLUMNS), geometry=schema.GEOMETRY)

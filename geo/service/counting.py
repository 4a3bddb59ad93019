"""Incidents counted."""

from collections.abc import Mapping
from typing import Final, Literal

import geopandas as gpd
import pandas as pd

from geo import schema
from geo.analysis.areas import assign_areas
from geo.analysis.summary import count_by_area
from geo.params import Period
from geo.schema import Layer
from geo.service.areas import list_layers
from geo.service.opening import open_store
from geo.workspace import Workspace

SummaryKey = Literal["wijk", "park", "theme", "month"]

_SUMMARY_LAYERS: Final = {"wijk": Layer.WIJKEN, "park": Layer.PARKS}


def summarise_incidents(
    workspace: Workspace, *, period: Period | None = None, by: SummaryKey = "theme"
) -> pd.DataFrame:
    """Count incidents by wijk, park, theme or month.

    Returns
    -------
    DataFrame
        A column named after ``by`` and ``incidents``. A missing wijk or park counts the
        incidents that lie in none.
    """
    with open_store(workspace) as store:
        if by == "theme":
            return _count_frame(by, store.count_by_theme(period=period))
        if by == "month":
            return _count_frame(by, store.count_by_month(period=period))
        places = store.read_places(period=period)
    layer = list_layers(workspace).get(_SUMMARY_LAYERS[by])
    points = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy(places["x"], places["y"]), crs=workspace.crs
    )
    if layer is None:
        codes, areas = pd.Series(None, index=points.index, dtype="str"), _no_areas()
    else:
        codes, areas = assign_areas(points, layer.areas, column=by)[by], layer.areas
    return count_by_area(codes, areas).rename(columns={schema.AREA_CODE: by})


def _count_frame(by: str, counts: Mapping[str, int]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            by: pd.Series(list(counts), dtype="str"),
            schema.INCIDENTS: pd.Series(list(counts.values()), dtype="int64"),
        }
    )


def _no_areas() -> pd.DataFrame:
    return pd.DataFrame(columns=list(schema.AREA_COLUMNS))

"""Cells of a grid as files: the middle of each in a table, or each as a square on the map."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS

from geo import schema
from geo.analysis import grid
from geo.present.degrees import in_degrees
from geo.present.files import check_ending

_Facts = Mapping[str, Any]


def check_suffix(suffix: str) -> None:
    """Refuse the ending of a file of cells that is not made, before any work is done for it.

    Raises
    ------
    ParamsError
        If the suffix is not ``.csv`` or ``.geojson``.
    """
    check_ending(suffix, _RENDERERS)


def draw_squares(cells: pd.DataFrame, *, cell_m: float, crs: CRS) -> gpd.GeoSeries:
    """Return the square of each cell, on the index of the cells.

    Parameters
    ----------
    cells
        ``x`` and ``y`` of the middle, metres.
    cell_m
        Side of a cell, metres.
    crs
        Of the workspace.
    """
    x, y = cells[schema.X].to_numpy(), cells[schema.Y].to_numpy()
    return gpd.GeoSeries(grid.draw_squares(x, y, side_m=cell_m), cells.index, crs=crs)


def render_cells(
    cells: pd.DataFrame, suffix: str, *, cell_m: float, crs: CRS, facts: _Facts
) -> bytes:
    """Return the bytes of a file of cells: ``.csv`` in the workspace's own grid, or ``.geojson``.

    Parameters
    ----------
    cells
        ``x`` and ``y`` of the middle, and what there is to say of each.
    suffix
        Of the file.
    cell_m, crs
        As for `draw_squares`.
    facts
        What the file must state about itself; a CSV has no room for it.

    Raises
    ------
    ParamsError
        If the suffix is another one.
    """
    check_suffix(suffix)
    return _RENDERERS[suffix](cells, draw_squares(cells, cell_m=cell_m, crs=crs), facts)


def _csv(cells: pd.DataFrame, _: gpd.GeoSeries, __: _Facts) -> bytes:
    text: str = cells.to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8")


def _geojson(cells: pd.DataFrame, squares: gpd.GeoSeries, facts: _Facts) -> bytes:
    shapes = shapely.to_geojson(in_degrees(squares).to_numpy())
    features = [
        {"type": "Feature", "properties": known, "geometry": json.loads(shape)}
        for known, shape in zip(json.loads(cells.to_json(orient="records")), shapes, strict=True)
    ]
    collection = {"type": "FeatureCollection", "metadata": dict(facts), "features": features}
    return (json.dumps(collection, ensure_ascii=False) + "\n").encode("utf-8")


_RENDERERS: Final[Mapping[str, Callable[[pd.DataFrame, gpd.GeoSeries, _Facts], bytes]]] = {
    ".csv": _csv,
    ".geojson": _geojson,
}

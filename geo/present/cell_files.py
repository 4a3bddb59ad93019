"""Cells of a grid as files: the middle of each in a table, or each as a square on the map."""

from typing import Final

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from geo import schema
from geo.analysis import grid
from geo.present.files import check_ending
from geo.present.shape_files import RENDERERS, Facts, render_shapes

_LAYER_NAME: Final = "cells"
_ENDINGS: Final = (".csv", *RENDERERS)


def check_suffix(suffix: str) -> None:
    """Refuse the ending of a file of cells that is not made, before any work is done for it.

    Raises
    ------
    ParamsError
        If the suffix is not ``.csv``, ``.geojson`` or ``.gpkg``.
    """
    check_ending(suffix, _ENDINGS)


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
    cells: pd.DataFrame, suffix: str, *, cell_m: float, crs: CRS, facts: Facts
) -> bytes:
    """Return the bytes of a file of cells: ``.csv`` in the workspace's own grid, or each a square.

    Parameters
    ----------
    cells
        ``x`` and ``y`` of the middle, and what there is to say of each.
    suffix
        Of the file: ``.csv``, ``.geojson`` or ``.gpkg``.
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
    if suffix == ".csv":
        text: str = cells.to_csv(index=False, lineterminator="\n")
        return text.encode("utf-8")
    squares = draw_squares(cells, cell_m=cell_m, crs=crs)
    shapes = gpd.GeoDataFrame(cells, geometry=squares, crs=crs)
    return render_shapes(shapes, suffix, name=_LAYER_NAME, facts=facts)

"""Cells of a grid as files: the middle of each in a table, or each as a square on the map."""

from typing import Final

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from geo import schema
from geo.analysis import grid
from geo.present.files import check_ending
from geo.present.layer_looks import Look
from geo.present.shape_files import RENDERERS, render_layers
from geo.present.shape_layers import Facts, ShapeLayer

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


def layer_cells(cells: pd.DataFrame, look: Look, *, cell_m: float, crs: CRS) -> ShapeLayer:
    """Return cells as a layer of squares.

    Parameters
    ----------
    cells
        ``x`` and ``y`` of the middle, and what there is to say of each.
    look
        How they are drawn.
    cell_m, crs
        As for `draw_squares`.
    """
    squares = draw_squares(cells, cell_m=cell_m, crs=crs)
    shapes = gpd.GeoDataFrame(cells, geometry=squares, crs=crs)
    return ShapeLayer(_LAYER_NAME, "Vakken", shapes, look)


def render_cells(layer: ShapeLayer, suffix: str, *, facts: Facts) -> bytes:
    """Return the bytes of a file of cells: ``.csv`` in the workspace's own grid, or each a square.

    Parameters
    ----------
    layer
        Of cells, as `layer_cells` makes it.
    suffix
        Of the file: ``.csv``, ``.geojson`` or ``.gpkg``.
    facts
        What the file must state about itself; a CSV has no room for it.

    Raises
    ------
    ParamsError
        If the suffix is another one.
    """
    check_suffix(suffix)
    if suffix == ".csv":
        text: str = layer.facts.to_csv(index=False, lineterminator="\n")
        return text.encode("utf-8")
    return render_layers([layer], suffix, facts=facts)

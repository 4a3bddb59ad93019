"""Cells of a map that people choose from: what each is called, and the chosen one on the map."""

from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from geo import schema
from geo.present.degrees import list_places
from geo.present.markup import escape
from geo.present.steps import Steps, step

_COLOUR: Final = "#d55e00"
_EDGE_PIXELS: Final = 5


def name_cells(cells: pd.DataFrame) -> list[str]:
    """Name each cell by its middle in whole metres: the same in every answer on the same grid.

    Parameters
    ----------
    cells
        ``x`` and ``y`` of the middle, metres.
    """
    return [f"{x:.0f}_{y:.0f}" for x, y in zip(cells[schema.X], cells[schema.Y], strict=True)]


def plan_chosen_cell(
    cells: pd.DataFrame, chosen: str | None, *, labels: Sequence[str], crs: CRS
) -> Steps:
    """Plan to let one of the cells that were planned before stand out; none for no choice.

    Parameters
    ----------
    cells
        ``x`` and ``y`` of the middle of each, metres.
    chosen
        One of their names, as `name_cells` gives them.
    labels
        What to call each on the map, such as ``Vak 3``.
    crs
        Of the middles.
    """
    names = name_cells(cells)
    if chosen not in names:
        return ()
    at = names.index(chosen)
    middle = gpd.GeoSeries.from_xy(cells[schema.X].iloc[[at]], cells[schema.Y].iloc[[at]], crs=crs)
    text = f'<b style="border-color:{_COLOUR}">{escape(labels[at])}</b>'
    (place,) = list_places(middle).tolist()
    return (
        step("markChosen", id=chosen, style={"color": _COLOUR, "weight": _EDGE_PIXELS}),
        step("drawLabels", rows=[[*place, text]], look="hk-hotspot hk-cell"),
    )

"""Cells that stand out: where more, or less, is reported than chance puts together."""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo import schema
from geo.analysis.grid import Grid
from geo.analysis.local_g import LocalG, score_cells, sum_nearby
from geo.analysis.reporters import leave_out_police
from geo.analysis.summary import count_values
from geo.params import CellParams, Period
from geo.schema import Warmth
from geo.service.answers import CellReport
from geo.service.areas import list_layers, locate_incidents
from geo.service.contents import label_synthetic, read_status
from geo.service.histories import lay_over_ground
from geo.service.opening import open_store
from geo.themes import read_themes
from geo.workspace import Workspace

# Of the cells that are named hot (or cold), the expected share that chance made is at most this.
FALSE_RATE: Final = 0.05

_Figures = NDArray[np.float64]


def find_hot_cells(
    workspace: Workspace, theme: str, period: Period, params: CellParams | None = None
) -> CellReport:
    """Score every cell of the municipality by what was reported in and around it (Gi*).

    Cells without incidents take part with their zeros, and the ground ends where the municipality
    does. Records that police made themselves are left out, and those without a place.

    Parameters
    ----------
    workspace, theme, period
        Where, of what, and on which local days.
    params
        Size of the cells and of their surroundings.

    Raises
    ------
    ThemeError, ParamsError
        If the theme is unknown, or cells cannot have that size.
    """
    settings = params or CellParams()
    card = read_themes(workspace).card(theme)
    with open_store(workspace) as store:
        incidents = store.read_incidents(
            theme=theme, period=period, crs=workspace.crs, timezone=workspace.timezone
        )
        status = read_status(store, workspace)
    told = leave_out_police(incidents)
    placed = told.incidents[told.incidents.geometry.notna()]
    grid = lay_over_ground(workspace, lambda: placed.total_bounds, cell_m=settings.cell_m)
    points = placed.geometry.to_numpy()
    counts = grid.count(grid.locate(shapely.get_x(points), shapely.get_y(points)))
    cells = _frame_cells(grid, counts, settings)
    return CellReport(
        theme=theme,
        title=card.title,
        period=period,
        params=settings,
        cells=_locate(cells, workspace),
        crs=workspace.crs,
        incidents=int(counts.sum()),
        place_precisions=count_values(placed[schema.PLACE_PRECISION]),
        without_place=len(told.incidents) - len(placed),
        police_made=told.police_made,
        data=label_synthetic(status, placed),
    )


def _frame_cells(grid: Grid, counts: _Figures, params: CellParams) -> pd.DataFrame:
    hot = score_cells(grid, counts, band_m=params.band_m)
    # What is cold is what is hot upside down: the same figures, with their own correction.
    cold = score_cells(grid, -counts, band_m=params.band_m)
    x, y = grid.centres()
    is_cold = hot.g < 0
    cells = pd.DataFrame(
        {
            schema.X: x,
            schema.Y: y,
            schema.INCIDENTS: counts.astype(np.int64),
            schema.NEARBY: sum_nearby(grid, counts, band_m=params.band_m).astype(np.int64),
            schema.G_STAR: hot.g,
            schema.P_VALUE: np.where(is_cold, cold.p_values, hot.p_values),
            schema.ADJUSTED: np.where(is_cold, cold.adjusted, hot.adjusted),
            schema.WARMTH: _name_warmth(hot, cold),
        }
    )
    # Cells are numbered from the south-west: a stable sort leaves ties to the first.
    return cells.sort_values(schema.G_STAR, ascending=False, kind="stable", ignore_index=True)


def _name_warmth(hot: LocalG, cold: LocalG) -> NDArray[np.str_]:
    named: NDArray[np.str_] = np.select(
        [(hot.g > 0) & (hot.adjusted <= FALSE_RATE), (cold.g > 0) & (cold.adjusted <= FALSE_RATE)],
        [Warmth.HOT.value, Warmth.COLD.value],
        Warmth.USUAL.value,
    )
    return named


def _locate(cells: pd.DataFrame, workspace: Workspace) -> pd.DataFrame:
    centres = gpd.points_from_xy(cells[schema.X], cells[schema.Y])
    placed = gpd.GeoDataFrame(geometry=centres, crs=workspace.crs)
    located = locate_incidents(placed, list_layers(workspace))
    areas = located[[schema.WIJK_CODE, schema.PARK_ID]]
    return cells.join(areas)

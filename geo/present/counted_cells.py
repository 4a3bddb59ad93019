"""Very many incidents on a map: counted in square cells, smaller ones from nearer by."""

from itertools import pairwise
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from geo.analysis.cell_levels import CellLevel, count_levels
from geo.analysis.points import read_points
from geo.present.degrees import PACK_SCALE, pack_lines
from geo.present.markup import escape
from geo.present.steps import Steps, step
from geo.present.wording import say_number

# The smallest cells are no smaller than a building with its garden.
_FINEST_M: Final = 25.0
# A cell is drawn as soon as it is this wide: large enough to tell apart and to hit.
_LEAST_PIXELS: Final = 18
_SQUARE_METRES_PER_HA: Final = 10_000

# Incidents per hectare from which each colour holds: fixed, and the same for cells of all sizes,
# so that two periods compare. The ramp is YlOrRd: darker is more, in black and white too.
CLASSES: Final = (
    (0, "#ffffb2"),
    (1, "#fed976"),
    (5, "#feb24c"),
    (25, "#fd8d3c"),
    (100, "#f03b20"),
    (400, "#bd0026"),
)
_LOOKS: Final = tuple(
    {"color": "#7a4a21", "weight": 0.5, "fillColor": colour, "fillOpacity": 0.8}
    for _, colour in CLASSES
)
_WORDS: Final = {"one": "melding", "many": "meldingen"}


def plan_counts(incidents: gpd.GeoDataFrame, *, most_cells: int) -> Steps:
    """Plan cells with the exact number of incidents in each.

    The browser gets cells of several sizes and shows those that fit how near somebody looks: it
    asks nobody anew.

    Parameters
    ----------
    incidents
        All of them, for who may see where each happened; those without a place are passed over.
    most_cells
        Of all sizes together.
    """
    points = np.array(read_points(incidents))
    x, y = points[:, np.isfinite(points).all(axis=0)]
    levels = count_levels(x, y, finest_m=_FINEST_M, most_cells=most_cells)
    if not levels:
        return ()
    drawn = [_pack(level, incidents.crs) for level in levels]
    return (
        step(
            "drawCounts",
            levels=drawn,
            looks=_LOOKS,
            words=_WORDS,
            scale=PACK_SCALE,
            least=_LEAST_PIXELS,
        ),
    )


def label_classes() -> list[tuple[str, str]]:
    """Say what each colour of a cell means, the fewest first."""
    starts = [least for least, _ in CLASSES]
    between = [f"{least} tot {below} per hectare" for least, below in pairwise(starts[1:])]
    texts = [
        f"minder dan {starts[1]} melding per hectare",
        *between,
        f"{starts[-1]} of meer per hectare",
    ]
    return [(colour, text) for (_, colour), text in zip(CLASSES, texts, strict=True)]


def _pack(level: CellLevel, crs: Any) -> dict[str, Any]:
    half = level.cell_m / 2
    # Corners that cells share are the same number: no seam shows between them.
    corners = np.stack(
        [
            np.column_stack([level.x + east * half, level.y + north * half])
            for east, north in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        ],
        axis=1,
    )
    lines = pack_lines(gpd.GeoSeries(shapely.linestrings(corners), crs=crs))
    per_ha = level.counts / (level.cell_m**2 / _SQUARE_METRES_PER_HA)
    classes = np.searchsorted([least for least, _ in CLASSES], per_ha, side="right") - 1
    side = say_number(level.cell_m)
    return {
        "side": level.cell_m,
        "where": escape(f"in dit vak van {side} bij {side} meter"),
        "rows": [
            [count, number, *line]
            for count, number, line in zip(
                level.counts.tolist(), classes.tolist(), lines, strict=True
            )
        ],
    }

"""Streets as few numbers, so that a map can hold all of them."""

from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo import schema
from geo.present.degrees import PACK_SCALE, pack_lines

# How far a drawn street may lie beside the real one: the first of these that leaves few enough
# corners.
_TOLERANCES_M: Final = (5.0, 10.0, 20.0, 40.0)
MOST_CORNERS: Final = 60_000

_MAIN: Final = frozenset({"motorway", "trunk", "primary", "secondary", "tertiary"})
_PATHS: Final = frozenset(
    {"footway", "path", "cycleway", "steps", "pedestrian", "track", "bridleway"}
)
_STYLES: Final[Mapping[str, Mapping[str, object]]] = {
    "path": {"color": "#c9d1d8", "weight": 0.5},
    "street": {"color": "#bcc6ce", "weight": 1},
    "main": {"color": "#acb7c1", "weight": 1.75},
}


def pack_streets(lines: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return streets as whole numbers, to be unpacked by map.js.

    Parameters
    ----------
    lines
        Columns ``schema.STREET_COLUMNS`` in a coordinate system in metres.

    Returns
    -------
    dict
        ``scale`` (numbers to a degree) and ``kinds``, paths first and main roads last: of each the
        ``style`` and the ``lines``. A line is one list: longitude and latitude of its first corner,
        then the steps to each further one.
    """
    kinds = _find_kinds(lines[schema.STREET_CLASS].astype("object"))
    merged = {
        kind: shapely.get_parts(
            shapely.line_merge(shapely.multilinestrings(_parts(lines, kinds == kind)))
        )
        for kind in _STYLES
        if (kinds == kind).any()
    }
    tolerance_m = _choose_tolerance(list(merged.values()))
    packed = [
        {
            "style": _STYLES[kind],
            "lines": pack_lines(gpd.GeoSeries(shapely.simplify(parts, tolerance_m), crs=lines.crs)),
        }
        for kind, parts in merged.items()
    ]
    return {"scale": PACK_SCALE, "kinds": packed}


def _find_kinds(classes: Any) -> NDArray[np.object_]:
    # A slip road goes with the road to which it leads.
    names = classes.fillna("").str.casefold().str.removesuffix("_link")
    kinds: NDArray[np.object_] = np.select(
        [names.isin(_MAIN), names.isin(_PATHS)], ["main", "path"], default="street"
    ).astype("object")
    return kinds


def _parts(lines: gpd.GeoDataFrame, chosen: NDArray[np.bool_]) -> NDArray[np.object_]:
    parts: NDArray[np.object_] = shapely.get_parts(lines.geometry.to_numpy()[chosen])
    return parts


def _choose_tolerance(groups: list[NDArray[np.object_]]) -> float:
    parts = np.concatenate(groups)
    fitting = (
        tolerance_m
        for tolerance_m in _TOLERANCES_M
        if shapely.get_num_coordinates(shapely.simplify(parts, tolerance_m)).sum() <= MOST_CORNERS
    )
    return next(fitting, _TOLERANCES_M[-1])

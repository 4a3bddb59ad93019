"""What is wrong with an area layer: named, never repaired."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.schema import Layer

_EXAMPLES = 5
# Slivers below this come from rounded coordinates and move no incident.
_LEAST_SLIVER_M2 = 1.0
# A gap that is open to the outside counts where it is narrow, and long enough to be no corner.
_NARROW_M = 20.0
_LEAST_SLIT_M2 = 500.0
_TOUCH_M = 0.01
# Layers of one municipality lie over each other, and never this far apart.
_FAR_M = 10_000.0
_DUTCH_CODES = {Layer.WIJKEN: r"WK(\d{4})\d{2}", Layer.BUURTEN: r"BU(\d{4})\d{4}"}


@dataclass(frozen=True)
class Finding:
    """One kind of fault in a layer.

    Parameters
    ----------
    kind
        Stable name of the fault, such as ``"overlap"``.
    count
        How often it occurs.
    examples
        A few of the places where, as codes, or as ``row 3`` where there is no code.
    remedy
        What to do about it, as an imperative phrase.
    """

    kind: str
    count: int
    examples: tuple[str, ...]
    remedy: str


def check_areas(
    areas: gpd.GeoDataFrame,
    *,
    layer: Layer,
    municipality_code: str | None = None,
    others: Sequence[gpd.GeoDataFrame] = (),
) -> list[Finding]:
    """Look for what makes a layer unfit to count incidents by.

    Parameters
    ----------
    areas
        Columns ``schema.AREA_COLUMNS``, in a projected coordinate system in metres.
    layer
        What the areas are; parks may leave gaps between them.
    municipality_code
        ``GM`` and four digits, to hold Dutch codes against; None checks no codes.
    others
        The other layers of the workspace, over which this one should lie.

    Returns
    -------
    list of Finding
        In a fixed order; empty for a sound layer.
    """
    names = _name_rows(areas)
    shapes = shapely.make_valid(areas.geometry.to_numpy())
    findings = [
        _report("missing-code", names[areas[schema.AREA_CODE].isna()], "give each area a code"),
        _report("double-code", _find_double_codes(areas), "give each area a code of its own"),
        *_check_dutch_codes(areas, layer, municipality_code),
        _report(
            "invalid-ring", _find_invalid_rings(areas, names), "mend the outline in a GIS program"
        ),
        _report("overlap", _find_overlaps(shapes, names), "take the ground from one of the areas"),
        *([] if layer is Layer.PARKS else [_check_gaps(shapes)]),
        _report(
            "wrong-crs",
            _find_misplaced(areas, names, others),
            "import the file again with the coordinate system that its coordinates are in",
        ),
    ]
    return [finding for finding in findings if finding.count]


def _name_rows(areas: gpd.GeoDataFrame) -> NDArray[np.object_]:
    rows = np.array([f"row {row}" for row in range(1, len(areas) + 1)], np.object_)
    codes = areas[schema.AREA_CODE].to_numpy(np.object_)
    named: NDArray[np.object_] = np.where(areas[schema.AREA_CODE].isna(), rows, codes)
    return named


def _report(kind: str, places: Iterable[str], remedy: str) -> Finding:
    found = list(places)
    return Finding(kind, len(found), tuple(found[:_EXAMPLES]), remedy)


def _find_double_codes(areas: gpd.GeoDataFrame) -> list[str]:
    counts = areas[schema.AREA_CODE].value_counts()
    return sorted(counts.index[counts > 1])


def _check_dutch_codes(
    areas: gpd.GeoDataFrame, layer: Layer, municipality_code: str | None
) -> list[Finding]:
    if municipality_code is None or layer not in _DUTCH_CODES:
        return []
    codes = sorted(set(areas[schema.AREA_CODE].dropna()))
    matches = {code: re.fullmatch(_DUTCH_CODES[layer], code) for code in codes}
    own = municipality_code.removeprefix("GM")
    foreign = [code for code, match in matches.items() if match and match[1] != own]
    shape = _DUTCH_CODES[layer].replace("(", "").replace(")", "")
    return [
        _report(
            "code-pattern",
            [code for code, match in matches.items() if not match],
            f"write the codes of {layer} as CBS does ({shape}), or choose another code column",
        ),
        _report("other-municipality", foreign, f"keep only the {layer} of {municipality_code}"),
    ]


def _find_invalid_rings(areas: gpd.GeoDataFrame, names: NDArray[np.object_]) -> list[str]:
    shapes = areas.geometry.to_numpy()
    invalid = ~shapely.is_valid(shapes)
    reasons = shapely.is_valid_reason(shapes[invalid])
    return [f"{name}: {reason}" for name, reason in zip(names[invalid], reasons, strict=True)]


def _find_overlaps(shapes: NDArray[np.object_], names: NDArray[np.object_]) -> list[str]:
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = first < second
    pairs = np.column_stack([first[once], second[once]])
    pairs = pairs[np.lexsort(pairs.T[::-1])]
    shared = shapely.area(shapely.intersection(shapes[pairs[:, 0]], shapes[pairs[:, 1]]))
    large = shared > _LEAST_SLIVER_M2
    return [
        f"{names[one]} and {names[other]} ({ground:.0f} m2)"
        for (one, other), ground in zip(pairs[large], shared[large], strict=True)
    ]


def _check_gaps(shapes: NDArray[np.object_]) -> Finding:
    ground = shapely.union_all(shapes)
    # Grown and shrunk again, the ground has swallowed what is narrow and open to the outside.
    closed = shapely.buffer(shapely.buffer(ground, _NARROW_M / 2), -_NARROW_M / 2)
    slits = shapely.get_parts(shapely.difference(closed, ground))
    slit, _ = shapely.STRtree(shapes).query(slits, predicate="dwithin", distance=_TOUCH_M)
    between = np.bincount(slit, minlength=len(slits)) > 1
    open_slits = slits[between & (shapely.area(slits) > _LEAST_SLIT_M2)]
    gaps = shapely.get_parts(shapely.union_all([*_find_holes(ground), *open_slits]))
    largest_first = sorted(gaps, key=lambda gap: (-gap.area, gap.bounds))
    return _report("gap", [_describe_place(gap) for gap in largest_first], "close the gap")


def _find_holes(ground: BaseGeometry) -> list[BaseGeometry]:
    parts = shapely.get_parts(ground)
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    holes = [shapely.Polygon(ring) for polygon in polygons for ring in polygon.interiors]
    return [hole for hole in holes if hole.area > _LEAST_SLIVER_M2]


def _describe_place(hole: BaseGeometry) -> str:
    inside = shapely.point_on_surface(hole)
    return f"{hole.area:.0f} m2 at {inside.x:.0f}, {inside.y:.0f}"


def _find_misplaced(
    areas: gpd.GeoDataFrame, names: NDArray[np.object_], others: Sequence[gpd.GeoDataFrame]
) -> list[str]:
    if areas.empty:
        return []
    if areas.crs is None or any(other.crs != areas.crs for other in others):
        return [f"the layer as a whole ({areas.crs})"]
    ground = [shapely.box(*other.total_bounds) for other in others if not other.empty]
    if ground and areas.geometry.distance(shapely.union_all(ground)).min() > _FAR_M:
        return [f"the layer as a whole (more than {_FAR_M / 1000:.0f} km from the other layers)"]
    return list(names[_beyond_reach(areas, areas.crs)])


def _beyond_reach(areas: gpd.GeoDataFrame, crs: CRS) -> NDArray[np.bool_]:
    reach = crs.area_of_use
    if reach is None:
        return np.zeros(len(areas), np.bool_)
    centres = shapely.centroid(areas.geometry.to_numpy())
    to_degrees = Transformer.from_crs(crs, "OGC:CRS84", always_xy=True)
    lon, lat = to_degrees.transform(shapely.get_x(centres), shapely.get_y(centres))
    inside: NDArray[np.bool_] = (
        (lon >= reach.west) & (lon <= reach.east) & (lat >= reach.south) & (lat <= reach.north)
    )
    return ~inside

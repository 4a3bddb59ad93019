"""Names on a map on paper: of wijken, of streets as far as there is room, and marks of areas."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.axes import Axes
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.present.grounds import MAX_LABELS
from geo.present.paper.glyphs import settle
from geo.present.paper.map_looks import INK, WIJK, halo, limits, metres_to_a_point
from geo.present.paper.map_plan import MapArea

_ABOVE: Final = 4
# An area that fills less of the map than this goes without a name, as does one whose name is wider
# than the map.
_LEAST_SHARE: Final = 0.02
# The part of a map in which the middle of a name of a wijk may lie.
_INNER_WIDTH, _INNER_HEIGHT = 0.86, 0.94
_WIJK_PT: Final = 7
_STREET_PT: Final = 5.5
_MOST_STREETS: Final = 16
# Of the letters: width of one as a part of their height; room above and beside a name.
_LETTER: Final = 0.6
_ROOM_ABOVE: Final = 1.5
_ROOM_BESIDE: Final = 1.1


@dataclass(frozen=True)
class _Name:
    text: str
    x: float
    y: float
    angle: float
    ground: BaseGeometry


def name_wijken(
    axes: Axes, wijken: gpd.GeoDataFrame | None, *, avoid: BaseGeometry | None = None
) -> None:
    """Write the name of each wijk that fills some of the map, inside what is seen of it.

    Parameters
    ----------
    axes
        Panel that looks where it will.
    wijken
        Columns ``schema.AREA_COLUMNS``.
    avoid
        Ground to leave free where a wijk has room beside it.
    """
    if wijken is None or len(wijken) > MAX_LABELS:
        return
    # Away from the edge, so that the letters stay on the map.
    view = shapely.affinity.scale(shapely.box(*limits(axes)), _INNER_WIDTH, _INNER_HEIGHT)
    known = wijken[wijken.geometry.notna()]
    names = known[schema.AREA_NAME].fillna("").astype("str")
    seen = shapely.intersection(shapely.make_valid(known.geometry.to_numpy()), view)
    room_m = _LETTER * _WIJK_PT * metres_to_a_point(axes) * names.str.len().to_numpy() / 2
    west, _, east, _ = limits(axes)
    large = (shapely.area(seen) >= _LEAST_SHARE * view.area) & (2 * room_m <= east - west)
    seen, room_m, names = seen[large], room_m[large], names[large]
    free = shapely.difference(seen, shapely.buffer(avoid or shapely.Point(), room_m))
    ground = np.where(shapely.is_empty(free), seen, _take_largest(free))
    across, up = shapely.get_coordinates(shapely.point_on_surface(ground)).T
    across = np.clip(across, west + room_m, east - room_m)
    for name, x, y in zip(names, across, up, strict=True):
        axes.text(
            x,
            y,
            settle(name),
            ha="center",
            color=WIJK,
            fontsize=_WIJK_PT,
            style="italic",
            zorder=_ABOVE,
            path_effects=halo(),
        )


def _take_largest(shapes: NDArray[Any]) -> NDArray[Any]:
    """Return the largest part of each shape."""
    largest = np.empty(len(shapes), object)
    for row, shape in enumerate(shapes):
        parts = shapely.get_parts(shape)
        largest[row] = parts[np.argmax(shapely.area(parts))] if len(parts) else shape
    return largest


def mark_areas(axes: Axes, areas: tuple[MapArea, ...]) -> None:
    """Write the mark of an area beside it."""
    for area in areas:
        if area.mark and not area.shape.is_empty:
            _, south, east, north = area.shape.bounds
            axes.annotate(
                settle(area.mark),
                (east, (south + north) / 2),
                xytext=(2, 0),
                textcoords="offset points",
                va="center",
                weight="bold",
                zorder=_ABOVE,
                path_effects=halo(),
            )


def name_streets(
    axes: Axes,
    streets: gpd.GeoDataFrame | None,
    *,
    first: BaseGeometry,
    keep_free: BaseGeometry,
) -> BaseGeometry:
    """Write names along streets, as far as none lies over another.

    Parameters
    ----------
    axes
        Panel that looks where it will.
    streets
        Columns ``schema.STREET_COLUMNS``.
    first
        The names of the streets that touch this go first.
    keep_free
        Ground on which no name may lie.

    Returns
    -------
    BaseGeometry
        That ground, and the ground on which a name lies now.
    """
    names = _place_names(axes, streets, first) if streets is not None else iter(())
    written = 0
    for name in names:
        if written == _MOST_STREETS:
            break
        if keep_free.intersects(name.ground):
            continue
        written += 1
        keep_free = keep_free.union(name.ground)
        axes.text(
            name.x,
            name.y,
            name.text,
            rotation=name.angle,
            rotation_mode="anchor",
            ha="center",
            va="center",
            fontsize=_STREET_PT,
            color=INK,
            zorder=_ABOVE,
            path_effects=halo(1.8),
        )
    return keep_free


def _place_names(axes: Axes, streets: gpd.GeoDataFrame, first: BaseGeometry) -> Iterator[_Name]:
    view = shapely.box(*limits(axes))
    named = streets[streets[schema.AREA_NAME].notna() & streets.geometry.intersects(view)]
    letter_m = _STREET_PT * metres_to_a_point(axes)
    longest = {
        str(name): _longest(lines.to_numpy(), view)
        for name, lines in named.geometry.groupby(named[schema.AREA_NAME])
    }
    order = sorted(
        longest, key=lambda name: (not first.intersects(longest[name]), -longest[name].length, name)
    )
    for name in order:
        text, line = settle(name), longest[name]
        length_m = _LETTER * letter_m * len(text)
        if line.length >= _ROOM_BESIDE * length_m:
            yield _lay_along(text, line, length_m=length_m, height_m=_ROOM_ABOVE * letter_m)


def _longest(lines: NDArray[Any], view: BaseGeometry) -> BaseGeometry:
    seen = shapely.intersection(shapely.line_merge(shapely.union_all(lines)), view)
    parts = shapely.get_parts(seen)
    longest: BaseGeometry = parts[int(np.argmax(shapely.length(parts)))]
    return longest


def _lay_along(text: str, line: Any, *, length_m: float, height_m: float) -> _Name:
    middle = line.length / 2
    ends = shapely.line_interpolate_point(line, [middle - length_m / 2, middle + length_m / 2])
    (x0, y0), (x1, y1) = shapely.get_coordinates(ends)
    # Read from left to right, whichever way the street was drawn.
    angle = float((np.degrees(np.arctan2(y1 - y0, x1 - x0)) + 90) % 180 - 90)
    x, y = shapely.get_coordinates(shapely.line_interpolate_point(line, middle))[0]
    flat = shapely.box(-length_m / 2, -height_m / 2, length_m / 2, height_m / 2)
    ground = shapely.affinity.translate(
        shapely.affinity.rotate(flat, angle, origin=(0, 0)), float(x), float(y)
    )
    return _Name(text, float(x), float(y), angle, ground)

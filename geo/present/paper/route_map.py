"""A route as a picture on paper: numbered stops and the way between them, without colour too."""

from dataclasses import dataclass
from functools import partial
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.present.paper.document import PictureKind
from geo.present.paper.map_badges import Badge, draw_badges
from geo.present.paper.map_furniture import draw_north, draw_scale, reserve_room
from geo.present.paper.map_looks import (
    STREET,
    STREET_PT,
    WIJK,
    WIJK_PT,
    limits,
    mark_site,
    metres_to_a_point,
)
from geo.present.paper.map_names import name_streets, name_wijken
from geo.present.paper.map_panels import add_panel, bound_shapes, draw_ground, look_at, save_picture
from geo.present.paper.map_plan import Place

# Blue of Okabe and Ito: dark in grey too.
_ROUTE: Final = "#0072b2"
_ROUTE_PT: Final = 2.0
_ARROW_PT: Final = 7
# A stretch shorter than this goes without an arrow.
_LEAST_ARROW_PT: Final = 22
_SIGN_PT: Final = 5
# Names of wijken keep off the route, by this much at most more or less.
_ROUGH_PT: Final = 3
_LEGEND_IN: Final = 0.38
_LEGEND_ROWS: Final = 2
_EDGE_IN: Final = 0.01

Way = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class RouteMap:
    """What a map of a route shows, in a coordinate system in metres.

    Parameters
    ----------
    stops
        Where the stops are, with their numbers.
    ways
        Shape ``(m, 2)`` each, in the order in which they are travelled.
    by_street
        Whether they follow streets; else they are straight lines.
    ends
        Where the route begins and ends.
    cameras
        Where a camera stands.
    wijken, streets
        Columns ``schema.AREA_COLUMNS`` and ``schema.STREET_COLUMNS``; None where not loaded.
    size_in
        Width and height in inches, without the legend.
    """

    stops: tuple[Badge, ...]
    ways: tuple[Way, ...]
    by_street: bool
    ends: tuple[Place, ...]
    cameras: tuple[Place, ...]
    wijken: gpd.GeoDataFrame | None
    streets: gpd.GeoDataFrame | None
    size_in: tuple[float, float]


def render_route(plan: RouteMap, kind: PictureKind) -> bytes:
    """Draw a route as a picture, with a scale bar, an arrow to the north and a legend below.

    Parameters
    ----------
    plan
        What it shows.
    kind
        SVG, or PNG of 200 dots to the inch.

    Returns
    -------
    bytes
        The same plan gives the same bytes.
    """
    return save_picture(partial(_draw, plan), kind)


def _draw(plan: RouteMap) -> Figure:
    width, height = plan.size_in
    figure = Figure(figsize=(width, height + _LEGEND_IN))
    panel = (_EDGE_IN, _EDGE_IN, width - 2 * _EDGE_IN, height - 2 * _EDGE_IN)
    axes = add_panel(figure, panel)
    look_at(axes, _find_ground(plan), shape=panel[2] / panel[3])
    draw_ground(axes, wijken=plan.wijken, streets=plan.streets)
    for way in plan.ways:
        _draw_way(axes, way, dashed=not plan.by_street)
    axes.add_line(_mark_ends(list(plan.ends)))
    cameras = _list_seen(axes, plan.cameras)
    axes.add_line(mark_site(cameras, size_pt=7))
    free = [reserve_room(axes), _cover(axes, [*plan.ends, *cameras])]
    taken = draw_badges(axes, plan.stops, keep_free=shapely.union_all(free))
    route = shapely.MultiLineString([way.tolist() for way in plan.ways])
    taken = name_streets(axes, plan.streets, first=route, keep_free=taken)
    rough = route.simplify(_ROUGH_PT * metres_to_a_point(axes), preserve_topology=False)
    name_wijken(axes, plan.wijken, avoid=taken.union(rough))
    draw_scale(axes)
    draw_north(axes)
    signs = _list_signs(plan, has_cameras=bool(cameras))
    _draw_legend(add_panel(figure, (0.0, height, width, _LEGEND_IN)), signs)
    return figure


def _find_ground(plan: RouteMap) -> tuple[float, float, float, float]:
    places = [*plan.ends, *(stop.place for stop in plan.stops)]
    return bound_shapes([shapely.MultiPoint(np.vstack([places, *plan.ways]))])


def _list_seen(axes: Axes, places: tuple[Place, ...]) -> list[Place]:
    view = shapely.box(*limits(axes))
    return [place for place in places if view.contains(shapely.Point(place))]


def _cover(axes: Axes, places: list[Place]) -> BaseGeometry:
    """Return the ground of squares and triangles, which no number may lie on."""
    return shapely.MultiPoint(places).buffer(_SIGN_PT * metres_to_a_point(axes))


def _draw_way(axes: Axes, way: Way, *, dashed: bool) -> None:
    line = Line2D(*way.T, color=_ROUTE, linewidth=_ROUTE_PT, zorder=3)
    if dashed:
        line.set_dashes((3.0, 1.6))
    line.set_path_effects([withStroke(linewidth=_ROUTE_PT + 2, foreground="white")])
    axes.add_line(line)
    length = float(shapely.length(shapely.linestrings(way)))
    if length >= _LEAST_ARROW_PT * metres_to_a_point(axes):
        _draw_arrow(axes, way, length / 2)


def _draw_arrow(axes: Axes, way: Way, at_m: float) -> None:
    """Say half way which way the route goes."""
    line = shapely.linestrings(way)
    step = metres_to_a_point(axes)
    before, after = shapely.get_coordinates(
        shapely.line_interpolate_point(line, [at_m - step, at_m + step])
    )
    turned = np.degrees(np.arctan2(*(after - before)[::-1]))
    axes.plot(
        *(before + after) / 2,
        marker=(3, 0, turned - 90),
        markersize=_ARROW_PT,
        markerfacecolor="black",
        markeredgecolor="white",
        markeredgewidth=0.8,
        zorder=4,
    )


def _mark_ends(places: list[Place]) -> Line2D:
    return Line2D(
        [x for x, _ in places],
        [y for _, y in places],
        marker="s",
        markersize=8,
        markerfacecolor="black",
        markeredgecolor="white",
        markeredgewidth=1.0,
        linestyle="none",
        zorder=5,
    )


def _list_signs(plan: RouteMap, *, has_cameras: bool) -> dict[str, Line2D]:
    way = Line2D([], [], color=_ROUTE, linewidth=_ROUTE_PT)
    if not plan.by_street:
        way.set_dashes((3.0, 1.6))
    signs = {"Stop met nummer": _sample_stop()}
    signs["Route" if plan.by_street else "Route, in rechte lijn"] = way
    signs["Begin en einde" if len(plan.ends) == 1 else "Begin of einde"] = _mark_ends([])
    if has_cameras:
        signs["Camera in gebruik"] = mark_site([], size_pt=7)
    if plan.wijken is not None:
        signs["Grens van een wijk"] = Line2D([], [], color=WIJK, linewidth=WIJK_PT)
    if plan.streets is not None:
        signs["Straat"] = Line2D([], [], color=STREET, linewidth=STREET_PT)
    return signs


def _sample_stop() -> Line2D:
    return Line2D(
        [],
        [],
        marker="s",
        markersize=7.5,
        markerfacecolor="white",
        markeredgecolor="black",
        markeredgewidth=1.1,
        linestyle="none",
    )


def _draw_legend(panel: Axes, signs: dict[str, Line2D]) -> None:
    panel.set_axis_off()
    panel.legend(
        signs.values(),
        signs.keys(),
        loc="center left",
        bbox_to_anchor=(0, 0.5),
        ncols=-(-len(signs) // _LEGEND_ROWS),
        borderaxespad=0,
        borderpad=0.1,
        frameon=False,
        handlelength=2.2,
        columnspacing=1.4,
        labelspacing=0.5,
    )

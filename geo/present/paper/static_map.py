"""A map as a picture on paper: areas of a plan in lines and hatching, readable without colour."""

import io
import textwrap
from collections.abc import Iterable
from threading import Lock
from typing import Any, Final

import matplotlib as mpl
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.present.paper.document import PictureKind
from geo.present.paper.glyphs import FONT, settle
from geo.present.paper.map_furniture import draw_legend, draw_north, draw_scale, reserve_room
from geo.present.paper.map_looks import (
    INK,
    LOOKS,
    STREET,
    STREET_PT,
    WIJK,
    WIJK_PT,
    limits,
    mark_site,
)
from geo.present.paper.map_names import mark_areas, name_streets, name_wijken
from geo.present.paper.map_plan import AreaKind, MapArea, StaticMap

Bounds = tuple[float, float, float, float]

# The text of an A4 is 17 cm wide. Panels by west, top, width and height in inches, from the top.
_WIDTH_IN: Final = 6.69
_MAIN: Final = (0.01, 0.01, 4.4, 4.0)
_OVERVIEW: Final = (4.54, 0.01, 2.14, 2.23)
_LEGEND: Final = (4.54, 2.31, 2.14, 1.7)
_CREDIT_TOP_IN: Final = 4.13
_CREDIT_ROW_IN: Final = 0.14
# So many letters of a usual text fit on a row of the credit, with room to spare.
_CREDIT_LETTERS: Final = 140
DPI: Final = 200
# How much ground lies around the plan, and the least that a map shows.
_AROUND: Final = 0.18
_LEAST_M: Final = 200.0

# Matplotlib keeps its settings for all, and its own are not meant for threads.
LOCK: Final = Lock()
# Typed loosely: its keys are a list that grows with every version.
SETTINGS: Final[Any] = {
    "font.family": FONT,
    "font.size": 7,
    "text.color": INK,
    # The names of things stay names, whatever dollar signs they hold.
    "text.parse_math": False,
    "hatch.linewidth": 0.5,
    "svg.hashsalt": "hotspotkaart",
    "svg.fonttype": "path",
}


def render_map(plan: StaticMap, kind: PictureKind) -> bytes:
    """Draw a map as a picture.

    Left the plan with a scale bar and an arrow to the north, right where it lies and what the
    lines mean, below both the credit.

    Parameters
    ----------
    plan
        What it shows. Areas of control that lie elsewhere are shown at the right only.
    kind
        SVG, or PNG of 200 dots to the inch.

    Returns
    -------
    bytes
        The same plan gives the same bytes.
    """
    buffer = io.BytesIO()
    with LOCK, mpl.rc_context(SETTINGS):
        figure = _draw(plan)
        undated = {"Date": None} if kind is PictureKind.SVG else {"Software": None}
        figure.savefig(buffer, format=str(kind), dpi=DPI, metadata=undated)
    return buffer.getvalue()


def _draw(plan: StaticMap) -> Figure:
    credit = [row for line in plan.credit for row in textwrap.wrap(settle(line), _CREDIT_LETTERS)]
    figure = Figure(figsize=(_WIDTH_IN, _CREDIT_TOP_IN + _CREDIT_ROW_IN * len(credit)))
    near = _find_near(plan)
    main = _add_panel(figure, _MAIN)
    look_at(main, near, shape=_MAIN[2] / _MAIN[3])
    overview = _add_panel(figure, _OVERVIEW)
    look_at(overview, _find_whole(plan, near), shape=_OVERVIEW[2] / _OVERVIEW[3])
    for axes, scale in ((main, 1.0), (overview, 0.5)):
        _draw_ground(axes, plan, streets=axes is main)
        _draw_areas(axes, plan.areas, scale=scale)
        if plan.site is not None:
            axes.add_line(mark_site([plan.site], size_pt=9 * scale))
    ground = shapely.union_all([area.shape for area in _list_near(plan)])
    taken = name_streets(main, plan.streets, first=ground, keep_free=reserve_room(main))
    name_wijken(main, plan.wijken, avoid=ground.union(taken))
    mark_areas(overview, plan.areas)
    draw_scale(main)
    draw_north(main)
    _frame_view(overview, main)
    draw_legend(_add_panel(figure, _LEGEND), plan)
    _write_credit(figure, credit)
    return figure


def _write_credit(figure: Figure, rows: list[str]) -> None:
    height_in = figure.get_figheight()
    for number, row in enumerate(rows):
        from_top_in = _CREDIT_TOP_IN + _CREDIT_ROW_IN * number
        place = (_MAIN[0] / _WIDTH_IN, 1 - from_top_in / height_in)
        figure.text(*place, row, fontsize=6, va="top")


def _list_near(plan: StaticMap) -> list[MapArea]:
    return [area for area in plan.areas if area.kind is not AreaKind.CONTROL]


def _find_near(plan: StaticMap) -> Bounds:
    """Return the ground of target, buffer and site; of the whole plan where there are none."""
    shapes = [area.shape for area in _list_near(plan)]
    if plan.site is not None:
        shapes.append(shapely.Point(plan.site))
    return _bound(shapes or [area.shape for area in plan.areas])


def _find_whole(plan: StaticMap, near: Bounds) -> Bounds:
    ground = [] if plan.wijken is None else list(plan.wijken.geometry.dropna())
    return _bound([shapely.box(*near), *ground, *(area.shape for area in plan.areas)])


def _bound(shapes: Iterable[BaseGeometry]) -> Bounds:
    west, south, east, north = shapely.total_bounds(list(shapes))
    return float(west), float(south), float(east), float(north)


def _add_panel(figure: Figure, place: Bounds) -> Axes:
    west, top, width, height = place
    figure_width, figure_height = figure.get_size_inches()
    axes = figure.add_axes(
        (
            west / figure_width,
            1 - (top + height) / figure_height,
            width / figure_width,
            height / figure_height,
        )
    )
    axes.set(xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set(color=WIJK, linewidth=0.6)
    return axes


def look_at(axes: Axes, bounds: Bounds, *, shape: float) -> None:
    """Show a ground with some around it; the panel is ``shape`` times as wide as high."""
    west, south, east, north = bounds
    width, height = (max(side * (1 + _AROUND), _LEAST_M) for side in (east - west, north - south))
    width, height = max(width, height * shape), max(height, width / shape)
    x, y = (west + east) / 2, (south + north) / 2
    axes.set_xlim(x - width / 2, x + width / 2)
    axes.set_ylim(y - height / 2, y + height / 2)


def _draw_ground(axes: Axes, plan: StaticMap, *, streets: bool) -> None:
    if streets and plan.streets is not None:
        lines = plan.streets.geometry.to_numpy()
        draw_lines(axes, lines, colour=STREET, width_pt=STREET_PT)
    if plan.wijken is not None:
        edges = shapely.boundary(plan.wijken.geometry.dropna().to_numpy())
        draw_lines(axes, edges, colour=WIJK, width_pt=WIJK_PT)


def draw_lines(axes: Axes, lines: NDArray[Any], *, colour: str, width_pt: float) -> None:
    """Draw the parts of lines that a panel shows."""
    seen = shapely.intersection(lines, shapely.box(*limits(axes)))
    parts = shapely.get_parts(shapely.get_parts(seen))
    corners = [shapely.get_coordinates(part) for part in parts[shapely.get_dimensions(parts) == 1]]
    drawn = LineCollection(corners, colors=colour, linewidths=width_pt, zorder=1)
    axes.add_collection(drawn, autolim=False)


def _draw_areas(axes: Axes, areas: tuple[MapArea, ...], *, scale: float) -> None:
    order = list(LOOKS)
    for area in sorted(areas, key=lambda area: order.index(area.kind)):
        look, path = LOOKS[area.kind], trace(area.shape)
        if path is not None:
            drawn = PathPatch(
                path,
                facecolor="none",
                edgecolor=look.edge,
                hatch=look.hatch,
                linestyle=look.style,
                linewidth=look.width_pt * scale,
                zorder=3,
            )
            axes.add_patch(drawn)


def trace(shape: BaseGeometry) -> Path | None:
    """Return the rings of a shape as one path, holes the other way round; None without ground."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    rings = shapely.get_rings(np.asarray(shapely.orient_polygons(polygons), dtype=object))
    paths = [Path(shapely.get_coordinates(ring), closed=True) for ring in rings]
    return Path.make_compound_path(*paths) if paths else None


def _frame_view(overview: Axes, main: Axes) -> None:
    west, south, east, north = limits(main)
    frame = Rectangle(
        (west, south),
        east - west,
        north - south,
        facecolor="none",
        edgecolor="black",
        linewidth=1.1,
        zorder=6,
    )
    overview.add_patch(frame)

"""A map as a picture on paper: areas of a plan in lines and hatching, readable without colour."""

import textwrap
from functools import partial
from typing import Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry

from geo.present.paper.document import PictureKind
from geo.present.paper.glyphs import settle
from geo.present.paper.map_furniture import draw_legend, draw_north, draw_scale, reserve_room
from geo.present.paper.map_looks import LOOKS, limits, mark_site
from geo.present.paper.map_names import mark_areas, name_streets, name_wijken
from geo.present.paper.map_panels import (
    Bounds,
    add_panel,
    bound_shapes,
    draw_ground,
    look_at,
    save_picture,
)
from geo.present.paper.map_plan import AreaKind, MapArea, StaticMap

# The text of an A4 is 17 cm wide. Panels by west, top, width and height in inches, from the top.
_WIDTH_IN: Final = 6.69
_MAIN: Final = (0.01, 0.01, 4.4, 4.0)
_OVERVIEW: Final = (4.54, 0.01, 2.14, 2.23)
_LEGEND: Final = (4.54, 2.31, 2.14, 1.7)
_CREDIT_TOP_IN: Final = 4.13
_CREDIT_ROW_IN: Final = 0.14
# So many letters of a usual text fit on a row of the credit, with room to spare.
_CREDIT_LETTERS: Final = 140


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
    return save_picture(partial(_draw, plan), kind)


def _draw(plan: StaticMap) -> Figure:
    credit = [row for line in plan.credit for row in textwrap.wrap(settle(line), _CREDIT_LETTERS)]
    figure = Figure(figsize=(_WIDTH_IN, _CREDIT_TOP_IN + _CREDIT_ROW_IN * len(credit)))
    near = _find_near(plan)
    main = add_panel(figure, _MAIN)
    look_at(main, near, shape=_MAIN[2] / _MAIN[3])
    overview = add_panel(figure, _OVERVIEW)
    look_at(overview, _find_whole(plan, near), shape=_OVERVIEW[2] / _OVERVIEW[3])
    for axes, scale in ((main, 1.0), (overview, 0.5)):
        streets = plan.streets if axes is main else None
        draw_ground(axes, wijken=plan.wijken, streets=streets)
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
    draw_legend(add_panel(figure, _LEGEND), plan)
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
    return bound_shapes(shapes or [area.shape for area in plan.areas])


def _find_whole(plan: StaticMap, near: Bounds) -> Bounds:
    ground = [] if plan.wijken is None else list(plan.wijken.geometry.dropna())
    return bound_shapes([shapely.box(*near), *ground, *(area.shape for area in plan.areas)])


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

"""The hotspots of a theme as a picture: numbered, and readable without colour."""

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.present.paper.document import PictureKind
from geo.present.paper.glyphs import settle
from geo.present.paper.map_furniture import draw_north, draw_scale
from geo.present.paper.map_looks import INK, WIJK, WIJK_PT, halo
from geo.present.paper.map_names import name_wijken
from geo.present.paper.map_panels import draw_ground, look_at, save_picture
from geo.present.paper.static_map import trace

# On a slide, and on paper beside all else that one page tells of a theme.
WIDTH_IN: Final = 5.7
HEIGHT_IN: Final = 3.85
_SIZES_IN: Final = {PictureKind.PNG: (WIDTH_IN, HEIGHT_IN), PictureKind.SVG: (6.69, 2.7)}
_LEGEND_IN: Final = 0.52
_CREDIT_IN: Final = 0.13
# Lines and hatching: told apart in black and white too.
_SURE_LOOK: Final[Any] = {"edgecolor": "#b34700", "hatch": "////", "linewidth": 1.8}
_CHANCE_LOOK: Final[Any] = {"edgecolor": "#5d6770", "linestyle": "dashed", "linewidth": 1.2}
_POINT: Final = "#0072b2"
_PARK: Final = "#e6e0ea"
_ABOVE: Final = 7
# Of the ground that a view lays around what it looks at, so much is taken off again.
_LESS: Final = 0.12


@dataclass(frozen=True, eq=False)
class RankedOutline:
    """The outline of a hotspot, its rank, and whether it may be chance."""

    rank: int
    shape: BaseGeometry
    may_be_chance: bool


@dataclass(frozen=True, eq=False)
class HotspotMap:
    """What the map shows, in a coordinate system in metres.

    Parameters
    ----------
    outlines
        Of the hotspots.
    points
        Of the incidents, shape ``(n, 2)``.
    wijken, parks
        Columns ``schema.AREA_COLUMNS``; None where not loaded.
    credit
        Lines below the map: source and days.
    """

    outlines: tuple[RankedOutline, ...]
    points: NDArray[np.float64]
    wijken: gpd.GeoDataFrame | None
    parks: gpd.GeoDataFrame | None
    credit: tuple[str, ...]


def render_hotspots(plan: HotspotMap, kind: PictureKind) -> bytes:
    """Draw a map of hotspots.

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
    return save_picture(partial(_draw, plan, _SIZES_IN[kind]), kind)


def _draw(plan: HotspotMap, size_in: tuple[float, float]) -> Figure:
    figure = Figure(figsize=size_in)
    width_in, height_in = size_in
    below = _LEGEND_IN / height_in
    axes = figure.add_axes((0.002, below, 0.996, 1 - below - 0.004))
    axes.set(xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set(color=WIJK, linewidth=0.6)
    look_at(axes, _bound(plan), shape=width_in / (height_in - _LEGEND_IN))
    _draw_ground(axes, plan)
    x, y = plan.points.T
    axes.plot(x, y, ".", markersize=2.2, color=_POINT, alpha=0.55, zorder=2)
    for outline in plan.outlines:
        _draw_outline(axes, outline)
    ground = shapely.union_all([outline.shape for outline in plan.outlines])
    name_wijken(axes, plan.wijken, avoid=ground)
    draw_scale(axes)
    draw_north(axes)
    _draw_legend(figure, plan)
    for number, line in enumerate(reversed(plan.credit)):
        above = (0.03 + number * _CREDIT_IN) / height_in
        figure.text(0.004, above, settle(line), fontsize=5.5, va="bottom")
    return figure


def _bound(plan: HotspotMap) -> tuple[float, float, float, float]:
    shapes = [] if plan.wijken is None else list(plan.wijken.geometry.dropna())
    shapes += [outline.shape for outline in plan.outlines]
    if not shapes:
        shapes = [shapely.MultiPoint(plan.points)] if len(plan.points) else [shapely.Point(0, 0)]
    west, south, east, north = shapely.total_bounds(shapes)
    # The whole is shown: it needs less ground around it than a part does.
    x, y = (east - west) * _LESS / 2, (north - south) * _LESS / 2
    return float(west + x), float(south + y), float(east - x), float(north - y)


def _draw_ground(axes: Axes, plan: HotspotMap) -> None:
    if plan.parks is not None:
        for shape in plan.parks.geometry.dropna():
            _fill(axes, shape, facecolor=_PARK, edgecolor="none", zorder=0.5)
    draw_ground(axes, wijken=plan.wijken, streets=None)


def _draw_outline(axes: Axes, outline: RankedOutline) -> None:
    look = _CHANCE_LOOK if outline.may_be_chance else _SURE_LOOK
    _fill(axes, outline.shape, facecolor="none", zorder=4, **look)
    _, _, east, north = outline.shape.bounds
    axes.annotate(
        str(outline.rank),
        (east, north),
        xytext=(1, 1),
        textcoords="offset points",
        fontsize=9,
        weight="bold",
        color=INK,
        zorder=_ABOVE,
        path_effects=halo(),
    )


def _fill(axes: Axes, shape: BaseGeometry, **look: Any) -> None:
    path = trace(shape)
    if path is not None:
        axes.add_patch(PathPatch(path, **look))


def _draw_legend(figure: Figure, plan: HotspotMap) -> None:
    entries: dict[str, Patch | Line2D] = {}
    kinds = {outline.may_be_chance for outline in plan.outlines}
    if False in kinds:
        entries["Hotspot met rang"] = Patch(facecolor="none", **_SURE_LOOK)
    if True in kinds:
        entries["Hotspot die toeval kan zijn"] = Patch(facecolor="none", **_CHANCE_LOOK)
    entries["Melding"] = Line2D([], [], marker=".", linestyle="none", color=_POINT)
    if plan.wijken is not None:
        entries["Grens van een wijk"] = Line2D([], [], color=WIJK, linewidth=WIJK_PT)
    if plan.parks is not None:
        entries["Bedrijventerrein"] = Patch(facecolor=_PARK, edgecolor="none")
    figure.legend(
        entries.values(),
        list(entries),
        loc="lower left",
        bbox_to_anchor=(0, 2.2 * _CREDIT_IN / figure.get_figheight()),
        ncols=len(entries),
        frameon=False,
        fontsize=6.5,
        columnspacing=1.2,
        handletextpad=0.5,
        borderaxespad=0.1,
    )

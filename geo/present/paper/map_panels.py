"""What a map on paper is drawn on: panels that look at a ground, with streets and wijken on it."""

import io
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any, Final

import geopandas as gpd
import matplotlib as mpl
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from numpy.typing import NDArray
from PIL import Image
from shapely.geometry.base import BaseGeometry

from geo.present.paper.document import PictureKind
from geo.present.paper.glyphs import FONT
from geo.present.paper.map_looks import INK, STREET, STREET_PT, WIJK, WIJK_PT, limits

Bounds = tuple[float, float, float, float]

_DPI: Final = 200
# How much ground lies around what is shown, and the least that a map shows.
_AROUND: Final = 0.18
_LEAST_M: Final = 200.0

# Matplotlib keeps its settings for all, and its own are not meant for threads.
_LOCK: Final = Lock()
# Typed loosely: its keys are a list that grows with every version.
_SETTINGS: Final[Any] = {
    "font.family": FONT,
    "font.size": 7,
    "text.color": INK,
    # The names of things stay names, whatever dollar signs they hold.
    "text.parse_math": False,
    "hatch.linewidth": 0.5,
    "svg.hashsalt": "hotspotkaart",
    "svg.fonttype": "path",
}


def save_picture(draw: Callable[[], Figure], kind: PictureKind) -> bytes:
    """Draw a map or chart and return it as a picture: the same drawing gives the same bytes.

    Parameters
    ----------
    draw
        Makes the figure, in the letters of the house.
    kind
        SVG, or PNG of 200 dots to the inch.
    """
    buffer = io.BytesIO()
    with _LOCK, mpl.rc_context(_SETTINGS):
        undated = {"Date": None} if kind is PictureKind.SVG else {"Software": None}
        draw().savefig(buffer, format=str(kind), dpi=_DPI, metadata=undated)
    return buffer.getvalue()


def shrink_picture(picture: bytes, *, scale: float) -> bytes:
    """Return a PNG drawn smaller, to look at on a screen before the whole is taken along."""
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as whole:
        small = whole.convert("RGB").resize(
            (round(whole.width * scale), round(whole.height * scale)), Image.Resampling.LANCZOS
        )
    small.save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()


def add_panel(figure: Figure, place: Bounds) -> Axes:
    """Add a panel by west, top, width and height in inches, from the top."""
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


def bound_shapes(shapes: Iterable[BaseGeometry]) -> Bounds:
    """Return west, south, east and north of all shapes together."""
    west, south, east, north = shapely.total_bounds(list(shapes))
    return float(west), float(south), float(east), float(north)


def draw_ground(
    axes: Axes, *, wijken: gpd.GeoDataFrame | None, streets: gpd.GeoDataFrame | None
) -> None:
    """Draw streets and the edges of wijken, as far as they are loaded and in sight."""
    if streets is not None:
        _draw_lines(axes, streets.geometry.to_numpy(), colour=STREET, width_pt=STREET_PT)
    if wijken is not None:
        edges = shapely.boundary(wijken.geometry.dropna().to_numpy())
        _draw_lines(axes, edges, colour=WIJK, width_pt=WIJK_PT)


def _draw_lines(axes: Axes, lines: NDArray[Any], *, colour: str, width_pt: float) -> None:
    seen = shapely.intersection(lines, shapely.box(*limits(axes)))
    parts = shapely.get_parts(shapely.get_parts(seen))
    corners, line = shapely.get_coordinates(
        parts[shapely.get_dimensions(parts) == 1], return_index=True
    )
    if not len(corners):
        return
    # All as one path: a town has thousands of lines, and each path of its own takes long.
    codes = np.where(np.diff(line, prepend=-1) > 0, Path.MOVETO, Path.LINETO)
    path = Path(corners, codes.astype(Path.code_type))
    style = {"facecolor": "none", "edgecolor": colour, "linewidth": width_pt, "zorder": 1}
    axes.add_artist(PathPatch(path, **style))

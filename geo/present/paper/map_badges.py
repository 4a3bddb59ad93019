"""Numbers on a map on paper: each at its place, or beside it where another is in the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.present.paper.map_looks import limits, metres_to_a_point
from geo.present.paper.map_plan import Place

_ABOVE: Final = 5
_LETTERS_PT: Final = 7.5
# Of the letters: how wide one is, how high a row, and what lies around them.
_WIDE: Final = 0.64
_HIGH: Final = 1.25
_INSET_PT: Final = 6.0
# How far beside its place a number may lie, the nearest first, and in how many directions.
_AWAY_PT: Final = (15.0, 22.0, 30.0, 40.0, 52.0, 66.0)
_DIRECTIONS: Final = 16
# A number keeps so far from the places of others.
_CLEAR_PT: Final = 3.0

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Badge:
    """A text at a place; it may have more than one row."""

    place: Place
    text: str


def draw_badges(axes: Axes, badges: Sequence[Badge], *, keep_free: BaseGeometry) -> BaseGeometry:
    """Draw texts at their places so that none lies over another, as far as there is room.

    Parameters
    ----------
    axes
        Panel that looks where it will.
    badges
        The first ones stay closest to their place; a line leads to what lies beside it.
    keep_free
        Ground on which no text may lie.

    Returns
    -------
    BaseGeometry
        That ground, and the ground on which a text lies now.
    """
    scale = metres_to_a_point(axes)
    for badge, middle, ground in _lay_out(badges, axes, keep_free, scale):
        _draw(axes, badge, middle)
        keep_free = keep_free.union(ground)
    return keep_free


def _lay_out(
    badges: Sequence[Badge], axes: Axes, keep_free: BaseGeometry, scale: float
) -> Iterator[tuple[Badge, Points, BaseGeometry]]:
    view = shapely.box(*limits(axes))
    spots = [shapely.Point(badge.place).buffer(_CLEAR_PT * scale) for badge in badges]
    for number, badge in enumerate(badges):
        others = shapely.union_all([*spots[:number], *spots[number + 1 :]])
        middles, boxes = _list_choices(badge, scale)
        best = _choose(boxes, [keep_free.union(others), keep_free], view)
        keep_free = keep_free.union(boxes[best])
        yield badge, middles[best], boxes[best]


def _list_choices(badge: Badge, scale: float) -> tuple[Points, NDArray[Any]]:
    """Return where the middle of a text may lie, in metres, and the ground that it would cover."""
    rows = badge.text.split("\n")
    width = (_WIDE * max(map(len, rows)) * _LETTERS_PT + _INSET_PT) * scale
    height = (_HIGH * len(rows) * _LETTERS_PT + _INSET_PT) * scale
    turns = np.arange(_DIRECTIONS) * 2 * np.pi / _DIRECTIONS + np.pi / 4
    round_it = np.column_stack([np.cos(turns), np.sin(turns)])
    steps = np.vstack([np.zeros((1, 2)), *(away * scale * round_it for away in _AWAY_PT)])
    # A wide text has to go farther to the sides.
    steps[:, 0] *= max(1.0, width / height)
    middles = np.array(badge.place) + steps
    x, y = middles.T
    boxes = shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    return middles, boxes


def _choose(boxes: NDArray[Any], taken: Sequence[BaseGeometry], view: BaseGeometry) -> int:
    """Return the first box that is free; what may be covered in the end comes last in ``taken``."""
    inside = shapely.covers(view, boxes)
    for ground in taken:
        free = np.flatnonzero(inside & ~shapely.intersects(boxes, ground))
        if len(free):
            return int(free[0])
    # All is full: where it covers least.
    covered = shapely.area(shapely.intersection(boxes, taken[-1]))
    return int(np.argmin(np.where(inside, covered, np.inf)))


def _draw(axes: Axes, badge: Badge, middle: Points) -> None:
    x, y = badge.place
    if not np.array_equal(middle, badge.place):
        axes.plot(
            [x, middle[0]], [y, middle[1]], color="black", linewidth=0.8, zorder=_ABOVE,
        )  # fmt: skip
        axes.plot([x], [y], marker="o", markersize=3, color="black", zorder=_ABOVE)
    axes.text(
        float(middle[0]),
        float(middle[1]),
        badge.text,
        ha="center",
        va="center_baseline" if "\n" not in badge.text else "center",
        multialignment="center",
        fontsize=_LETTERS_PT,
        weight="bold",
        color="black",
        linespacing=1.0,
        bbox={
            "boxstyle": "round,pad=0.28",
            "facecolor": "white",
            "edgecolor": "black",
            "linewidth": 1.1,
        },
        zorder=_ABOVE + 1,
    )

"""How the lines and hatching of a map on paper look: told apart in black and white too."""

from dataclasses import dataclass
from typing import Final, Literal

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import AbstractPathEffect, withStroke

from geo.present.paper.map_plan import AreaKind, Place

INK: Final = "#1c2b39"
WIJK: Final = "#6a7681"
STREET: Final = "#c3ccd3"
WIJK_PT: Final = 0.6
STREET_PT: Final = 0.9
_POINTS_TO_INCH: Final = 72


@dataclass(frozen=True)
class Look:
    """Lines and hatching of a kind of area."""

    edge: str
    hatch: str
    style: Literal["solid", "dashed", "dashdot"]
    width_pt: float


# What is drawn first lies below; blue and vermilion are those of Okabe and Ito, the second darker.
LOOKS: Final = {
    AreaKind.BUFFER: Look("#0072b2", "..", "dashed", 1.2),
    AreaKind.CONTROL: Look("#5d6770", "\\\\\\\\", "dashdot", 1.2),
    AreaKind.TARGET: Look("#b34700", "////", "solid", 2.0),
}


def halo(width_pt: float = 2.5) -> list[AbstractPathEffect]:
    """Return the white around letters that keeps them free from the lines below."""
    return [withStroke(linewidth=width_pt, foreground="white")]


def sample_area(kind: AreaKind) -> Patch:
    """Return what stands for a kind of area in the legend."""
    look = LOOKS[kind]
    return Patch(
        facecolor="none",
        edgecolor=look.edge,
        hatch=look.hatch,
        linestyle=look.style,
        linewidth=look.width_pt,
    )


def mark_site(places: list[Place], *, size_pt: float) -> Line2D:
    """Return the sign of a camera at each of the places; none for the legend."""
    return Line2D(
        [x for x, _ in places],
        [y for _, y in places],
        marker="^",
        markersize=size_pt,
        markerfacecolor="white",
        markeredgecolor="black",
        markeredgewidth=1.4,
        linestyle="none",
        zorder=5,
    )


def limits(axes: Axes) -> tuple[float, float, float, float]:
    """Return west, south, east and north of what a panel shows."""
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    return west, south, east, north


def metres_to_a_point(axes: Axes) -> float:
    """Return how many metres of ground a point of print stands for."""
    west, _, east, _ = limits(axes)
    figure = axes.get_figure(root=True)
    width_in = axes.get_position().width * (figure.get_figwidth() if figure else 1.0)
    return float((east - west) / (width_in * _POINTS_TO_INCH))

"""What a map on paper needs to be read: scale bar, arrow to the north, legend."""

from typing import Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from shapely.geometry.base import BaseGeometry

from geo.present.paper.glyphs import settle
from geo.present.paper.map_looks import (
    LOOKS,
    STREET,
    STREET_PT,
    WIJK,
    WIJK_PT,
    halo,
    limits,
    mark_site,
    sample_area,
)
from geo.present.paper.map_plan import StaticMap
from geo.present.wording import say_number

_BAR_SHARE: Final = 0.3
_TOP: Final = 6


def draw_scale(axes: Axes) -> None:
    """Draw a bar of a round length, at most three tenths of the width."""
    west, south, east, north = limits(axes)
    length_m = round_down(_BAR_SHARE * (east - west))
    x, y = west + 0.04 * (east - west), south + 0.045 * (north - south)
    thick = 0.012 * (north - south)
    for part, colour in enumerate(("black", "white")):
        axes.add_patch(
            Rectangle(
                (x + part * length_m / 2, y),
                length_m / 2,
                thick,
                facecolor=colour,
                edgecolor="black",
                linewidth=0.7,
                zorder=_TOP,
            )
        )
    for share, unit in ((0.0, ""), (0.5, ""), (1.0, " m")):
        text = f"{say_number(share * length_m)}{unit}"
        place = (x + share * length_m, y + 1.8 * thick)
        axes.text(*place, text, ha="center", fontsize=6.5, zorder=_TOP, path_effects=halo())


def round_down(length_m: float) -> float:
    """Return the largest of 1, 2 and 5 times a power of ten that is no longer."""
    power = 10.0 ** np.floor(np.log10(length_m))
    # The logarithm of what is just below a power may be that of the power.
    return float(max(step * power for step in (0.5, 1, 2, 5) if step * power <= length_m))


def draw_north(axes: Axes) -> None:
    """Draw an arrow to the north: up, in any national grid near enough."""
    axes.annotate(
        "N",
        xy=(0.95, 0.97),
        xytext=(0.95, 0.87),
        xycoords="axes fraction",
        ha="center",
        va="center",
        fontsize=8,
        weight="bold",
        arrowprops={"arrowstyle": "-|>", "facecolor": "black", "linewidth": 1.2},
        path_effects=halo(),
        zorder=_TOP,
    )


def reserve_room(axes: Axes) -> BaseGeometry:
    """Return the ground below scale bar and arrow, where no name may lie."""
    west, south, east, north = limits(axes)
    width, height = east - west, north - south
    bar = shapely.box(west, south, west + 0.4 * width, south + 0.12 * height)
    arrow = shapely.box(east - 0.1 * width, north - 0.18 * height, east, north)
    return bar.union(arrow)


def draw_legend(panel: Axes, plan: StaticMap) -> None:
    """Say what each sign, hatching and line of a plan means."""
    panel.set_axis_off()
    entries = _list_entries(plan)
    panel.legend(
        entries.values(),
        [settle(label) for label in entries],
        loc="upper left",
        bbox_to_anchor=(0, 1),
        borderaxespad=0,
        borderpad=0.1,
        frameon=False,
        handlelength=2.6,
        handleheight=1.6,
        labelspacing=0.7,
    )


def _list_entries(plan: StaticMap) -> dict[str, Patch | Line2D]:
    entries: dict[str, Patch | Line2D] = {}
    if plan.site is not None:
        entries[plan.site_label] = mark_site([], size_pt=8)
    for kind in reversed(LOOKS):
        labels = (area.label for area in plan.areas if area.kind is kind)
        entries |= {label: sample_area(kind) for label in labels}
    if plan.wijken is not None:
        entries["Grens van een wijk"] = Line2D([], [], color=WIJK, linewidth=WIJK_PT)
    if plan.streets is not None:
        entries["Straat"] = Line2D([], [], color=STREET, linewidth=STREET_PT)
    frame = Patch(facecolor="none", edgecolor="black", linewidth=1.1)
    return entries | {"Uitsnede van de kaart links": frame}

"""Charts on paper: a line of months and the hours of the week."""

from collections.abc import Callable
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from geo.analysis.local_time import DAYS, HOURS
from geo.present.driehoek.briefing import MonthLine, WeekGrid
from geo.present.paper.document import PictureKind
from geo.present.paper.map_panels import save_picture
from geo.present.week_chart import STEPS
from geo.present.wording import WEEKDAYS, say_number

_WIDTH_IN: Final = 6.69
_MONTHS_IN: Final = 1.3
_WEEK_IN: Final = 1.3
_EARLIER: Final = "#8a98a5"
_GRID: Final = "#e3e9ee"
# So many months get a name below the line.
_MOST_NAMES: Final = 13
_EVERY_HOURS: Final = 3
# The side of an hour's square, of the room that it has.
_SQUARE: Final = 0.93


def draw_months(line: MonthLine, kind: PictureKind, *, accent: str) -> bytes:
    """Draw a line of months, those of the chosen period in a colour; the same bytes every time."""
    return _render(_MONTHS_IN, lambda axes: _plot_months(axes, line, accent), kind)


def draw_week(grid: WeekGrid, kind: PictureKind) -> bytes:
    """Draw the hours of the week as squares with their step; the same bytes every time."""
    return _render(_WEEK_IN, lambda axes: _plot_week(axes, grid), kind)


def _render(height_in: float, plot: Callable[[Axes], None], kind: PictureKind) -> bytes:
    def draw() -> Figure:
        figure = Figure(figsize=(_WIDTH_IN, height_in))
        plot(figure.add_axes((0.06, 0.17, 0.93, 0.78)))
        return figure

    return save_picture(draw, kind)


def _plot_months(axes: Axes, line: MonthLine, accent: str) -> None:
    months = np.arange(len(line.labels))
    counts = np.array([np.nan if count is None else count for count in line.counts], np.float64)
    chosen = np.array(line.is_chosen, bool)
    axes.plot(months, counts, color=_EARLIER, linewidth=1.2, marker="o", markersize=3)
    axes.plot(months, np.where(chosen, counts, np.nan), color=accent, linewidth=2, marker="o", ms=4)
    every = -(-len(months) // _MOST_NAMES) or 1
    axes.set_xticks(months[::every], [line.labels[month] for month in months[::every]])
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: say_number(value)))
    axes.grid(axis="y", color=_GRID)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(_EARLIER)


def _plot_week(axes: Axes, grid: WeekGrid) -> None:
    squares, grounds = [], []
    for (day, hour), step in np.ndenumerate(np.array(grid.steps)):
        ground, ink = STEPS[step]
        right, bottom = hour + _SQUARE, day + _SQUARE
        squares.append([(hour, day), (right, day), (right, bottom), (hour, bottom)])
        grounds.append(ground)
        if step:
            place = (hour + _SQUARE / 2, day + _SQUARE / 2)
            axes.text(*place, str(step), color=ink, ha="center", va="center", fontsize=5.5)
    axes.add_collection(PolyCollection(squares, facecolors=grounds, linewidths=0))
    hours = range(0, HOURS, _EVERY_HOURS)
    axes.set(xlim=(0, HOURS), ylim=(DAYS, 0))
    axes.set_xticks([hour + _SQUARE / 2 for hour in hours], [str(hour) for hour in hours])
    axes.set_yticks([day + _SQUARE / 2 for day in range(DAYS)], [name[:2] for name in WEEKDAYS])
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)

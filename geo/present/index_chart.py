"""Years of the municipality beside those of others, as a chart with the first year at 100."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from geo.analysis.trends import SMALL_COUNT
from geo.present.open_figures import SIDES
from geo.present.wording import say_list, say_number
from geo.service.open_answers import OpenTheme, Side

Spec = dict[str, Any]

# With the legend in it, of which each side takes a line.
_HEIGHT_PX: Final = 400
_QUIET: Final = "#45525e"
_GRID: Final = "#e3e9ee"
# Told apart by their strokes as well as by their colours.
_LOOKS: Final[Mapping[Side, tuple[str, list[int]]]] = {
    Side.OWN: ("#154273", [1, 0]),
    Side.NEIGHBOURS: ("#a3480f", [6, 3]),
    Side.UNIT: ("#45525e", [2, 3]),
}
_LEAST_YEARS: Final = 2


def index_years(theme: OpenTheme) -> dict[Side, dict[int, float]]:
    """Return each side's years as a share of its first year that all sides have, in hundredths.

    Sides that count fewer than ten in that year are left out: of so few an index says nothing.
    Empty where fewer than two years or no side remains.
    """
    shared = _shared_years(theme)
    if len(shared) < _LEAST_YEARS:
        return {}
    first = shared[0]
    return {
        side: {year: 100 * counts[year] / counts[first] for year in shared}
        for side, counts in theme.years.items()
        if counts[first] >= SMALL_COUNT
    }


def draw_index(theme: OpenTheme, municipality: str) -> Spec:
    """Draw the years of all sides as lines.

    Parameters
    ----------
    theme
        Of which `index_years` has something.
    municipality
        Its name.

    Returns
    -------
    dict
        Vega-Lite specification with its data, which asks nothing of the internet.
    """
    indexed = index_years(theme)
    names = {side: name_side(side, municipality) for side in indexed}
    return {
        "height": _HEIGHT_PX,
        "data": {"values": _list_points(theme, indexed, names)},
        "mark": {"type": "line", "strokeWidth": 2.5, "point": {"size": 40}},
        "encoding": {
            **_axes(),
            **_tell_apart(names),
            "tooltip": {"field": "words", "type": "nominal"},
        },
        # One picture with one text: by itself Vega would read out its marks, and in English.
        "config": {"view": {"stroke": None}, "mark": {"aria": False}},
    }


def say_index(theme: OpenTheme, municipality: str) -> str:
    """Say in words what the chart shows: the text that goes with it."""
    indexed = index_years(theme)
    years = list(next(iter(indexed.values())))
    ends = [
        f"{name_side(side, municipality)} {say_number(values[years[-1]])}"
        for side, values in indexed.items()
    ]
    return (
        f"{theme.title} van {years[0]} tot en met {years[-1]}, met {years[0]} op 100. In "
        f"{years[-1]}: {', '.join(ends)}.{_say_gaps(theme, years)}"
    )


def tabulate_index(theme: OpenTheme, municipality: str) -> pd.DataFrame:
    """Table of the counts behind the chart."""
    years = _shared_years(theme)
    counts = {
        name_side(side, municipality): [found[year] for year in years]
        for side, found in theme.years.items()
    }
    return pd.DataFrame({"Jaar": [str(year) for year in years], **counts})


def name_side(side: Side, municipality: str) -> str:
    """Name whose figures they are."""
    return SIDES.get(side, municipality)


def _shared_years(theme: OpenTheme) -> list[int]:
    if not theme.years:
        return []
    return sorted(set.intersection(*(set(counts) for counts in theme.years.values())))


def _say_gaps(theme: OpenTheme, years: Sequence[int]) -> str:
    """Name the years between that are not drawn; empty where there are none."""
    known = set[int]().union(*theme.years.values())
    lacking = [str(year) for year in sorted(known - set(years)) if years[0] < year < years[-1]]
    if not lacking:
        return ""
    verb = "ontbreekt" if len(lacking) == 1 else "ontbreken"
    return f" {say_list(lacking)} {verb}: daarvan is niet van iedereen een cijfer."


def _axes() -> Spec:
    quiet = {"title": None, "labelColor": _QUIET, "tickColor": _QUIET}
    years = {**quiet, "labelAngle": 0, "labelOverlap": "greedy"}
    # Without a mark for thousands, which Vega writes the English way.
    hundredths = {**quiet, "tickCount": 5, "format": "d", "domain": False, "gridColor": _GRID}
    return {
        "x": {"field": "year", "type": "ordinal", "axis": years},
        "y": {
            "field": "index",
            "type": "quantitative",
            "axis": hundredths,
            "scale": {"zero": True},
        },
    }


def _tell_apart(names: Mapping[Side, str]) -> Spec:
    """Tell the sides apart by colour and by stroke, with one legend for both."""
    domain = list(names.values())
    legend = {
        "title": None,
        "orient": "bottom",
        "symbolType": "stroke",
        "symbolSize": 500,
        "symbolStrokeWidth": 3,
        # Below each other: on a phone there is no room beside each other.
        "columns": 1,
        "labelColor": _QUIET,
    }
    ranges = zip(*(_LOOKS[side] for side in names), strict=True)
    return {
        channel: {
            "field": "side",
            "type": "nominal",
            "sort": domain,
            "scale": {"domain": domain, "range": list(values)},
            "legend": legend,
        }
        for channel, values in zip(("color", "strokeDash"), ranges, strict=True)
    }


def _list_points(
    theme: OpenTheme, indexed: Mapping[Side, Mapping[int, float]], names: Mapping[Side, str]
) -> list[Spec]:
    return [
        {
            "year": str(year),
            "index": value,
            "side": names[side],
            "words": f"{names[side]}, {year}: {say_number(theme.years[side][year])} "
            f"(index {say_number(value)})",
        }
        for side, values in indexed.items()
        for year, value in values.items()
    ]

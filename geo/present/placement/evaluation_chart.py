"""How much more or less there was than elsewhere, as a chart: a row an area, with its interval."""

from typing import Any, Final

from geo.advice.displacement import Wdd
from geo.advice.evaluation import Evaluation
from geo.present.month_chart import Spec
from geo.present.placement.evaluations import say_wdd

_INK: Final = "#1b2733"
_QUIET: Final = "#45525e"
_GRID: Final = "#e3e9ee"
_ROW_PIXELS: Final = 34
# The axis and its title are within the height.
_AXIS_PIXELS: Final = 64
_LABEL_PIXELS: Final = 170
# One colour (Okabe-Ito): the rows tell them apart.
_COLOUR: Final = {"color": "#0072b2"}


def draw_differences(found: Evaluation) -> Spec:
    """Draw the difference with the control: of both together, the target, and around it.

    Parameters
    ----------
    found
        What was measured.

    Returns
    -------
    dict
        Vega-Lite specification with its data, which asks nothing of the internet. A line stands
        at zero: an interval that crosses it may be chance.
    """
    rows = _list_rows(found)
    y = {"field": "row", "type": "nominal", "axis": _row_axis(), "scale": {"domain": list(rows)}}
    return {
        "height": _ROW_PIXELS * len(rows) + _AXIS_PIXELS,
        "data": {"values": [_tell(name, wdd) for name, wdd in rows.items()]},
        "layer": [
            {
                "mark": {"type": "rule", "color": _INK, "strokeDash": [4, 3]},
                "encoding": {"x": {"datum": 0, "type": "quantitative"}},
            },
            {
                "mark": {"type": "rule", "strokeWidth": 3} | _COLOUR,
                "encoding": {"y": y, "x": _axis("low"), "x2": {"field": "high"}},
            },
            {
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": 120,
                    "opacity": 1,
                    **_COLOUR,
                },
                "encoding": {
                    "y": y,
                    "x": _axis("estimate"),
                    "tooltip": {"field": "words", "type": "nominal"},
                },
            },
        ],
        # One picture with one text: by itself Vega would read out its marks, and in English.
        "config": {"view": {"stroke": None}, "mark": {"aria": False}},
    }


def say_differences(found: Evaluation) -> str:
    """Say in words what the chart shows: the text that goes with it."""
    told = "; ".join(f"{name.lower()} {say_wdd(wdd)}" for name, wdd in _list_rows(found).items())
    return f"Meldingen meer of minder dan bij het verloop van het vergelijkingsgebied: {told}."


def _list_rows(found: Evaluation) -> dict[str, Wdd]:
    rows = {"Plek en rondom samen": found.net, "Alleen de plek": found.target}
    return rows if found.around is None else rows | {"Alleen rondom": found.around}


def _tell(name: str, wdd: Wdd) -> dict[str, Any]:
    return {
        "row": name,
        "estimate": wdd.estimate,
        "low": wdd.low,
        "high": wdd.high,
        "words": f"{name}: {say_wdd(wdd)}",
    }


def _row_axis() -> Spec:
    return {
        "title": None,
        "labelColor": _INK,
        "labelFontSize": 12,
        "labelLimit": _LABEL_PIXELS,
        "domain": False,
        "ticks": False,
    }


def _axis(field: str) -> Spec:
    axis = {
        # Dutch: a dot between thousands, a plus before more.
        "labelExpr": "(datum.value > 0 ? '+' : '') + replace(format(datum.value, ',d'), ',', '.')",
        "title": "minder of meer meldingen",
        "titleColor": _QUIET,
        "titleFontWeight": "normal",
        "tickCount": 5,
        "tickMinStep": 1,
        "domain": False,
        "gridColor": _GRID,
        "labelColor": _QUIET,
    }
    return {"field": field, "type": "quantitative", "axis": axis, "scale": {"zero": True}}

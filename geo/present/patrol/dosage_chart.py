"""Visits by week, planned beside done: a chart, and the same in words."""

from typing import Any, Final

import pandas as pd

from geo.advice.dosage import DONE_VISITS, PLANNED_VISITS, WEEK
from geo.present.patrol.dosage import say_week
from geo.present.wording import say_count, say_number, say_short_date
from geo.service.patrol.visit_answers import DosageReport

Spec = dict[str, Any]

_HEIGHT_PX: Final = 220
_PLANNED, _DONE = "gepland", "gedaan"
_LINE: Final = "#154273"
_PALE: Final = "#d9e3ee"
_QUIET: Final = "#45525e"
_GRID: Final = "#e3e9ee"


def draw_dosage(report: DosageReport) -> Spec:
    """Draw the visits of each week: what was planned, pale, beside what was done, dark.

    Returns
    -------
    dict
        Vega-Lite specification with its data, which asks nothing of the internet.
    """
    axis = {"labelColor": _QUIET, "tickColor": _QUIET, "title": None}
    counts = axis | {"tickMinStep": 1, "tickCount": 4, "domain": False, "gridColor": _GRID}
    return {
        "height": _HEIGHT_PX,
        "data": {"values": _list_bars(report)},
        "mark": {"type": "bar", "stroke": _LINE, "strokeWidth": 1, "aria": False},
        "encoding": {
            "x": {
                "field": "week",
                "type": "ordinal",
                "sort": None,
                "axis": axis | {"labelAngle": 0, "labelOverlap": "greedy"},
            },
            "xOffset": {"field": "what", "type": "nominal", "sort": [_PLANNED, _DONE]},
            "y": {"field": "visits", "type": "quantitative", "axis": counts},
            "color": {
                "field": "what",
                "type": "nominal",
                "scale": {"domain": [_PLANNED, _DONE], "range": [_PALE, _LINE]},
                "legend": {"title": None, "orient": "top", "labelColor": _QUIET},
            },
            "tooltip": {"field": "words", "type": "nominal"},
        },
        "config": {"view": {"stroke": None}},
    }


def say_dosage_chart(report: DosageReport) -> str:
    """Say in words what the chart shows: the text that goes with it."""
    weeks = _sum_weeks(report)
    told = [
        f"{say_week(week)} {say_number(done)} van {say_number(planned)}"
        for week, planned, done in weeks.itertuples()
    ]
    return f"Bezoeken gedaan van gepland: {'; '.join(told)}."


def _sum_weeks(report: DosageReport) -> pd.DataFrame:
    weeks = report.dosage.weeks
    sums: pd.DataFrame = weeks.groupby(WEEK)[[PLANNED_VISITS, DONE_VISITS]].sum()
    return sums


def _list_bars(report: DosageReport) -> list[Spec]:
    return [
        {
            "week": say_short_date(week),
            "what": what,
            "visits": int(visits),
            "words": f"{say_week(week)}: {say_count(int(visits), 'bezoek', 'bezoeken')} {what}",
        }
        for week, planned, done in _sum_weeks(report).itertuples()
        for what, visits in ((_PLANNED, planned), (_DONE, done))
    ]

"""What each method would have caught, as a chart: a row a method, with its interval."""

import json
from collections.abc import Collection
from typing import Any, Final

import pandas as pd

from geo.analysis.backtest import METHOD, name_limits
from geo.analysis.forecasting import PRIOR_COUNTS, STACKED
from geo.analysis.scores import HIT_RATE, HITS, SHARE
from geo.analysis.trends import SMALL_COUNT
from geo.present.backtests import say_hits
from geo.present.changes import SMALL
from geo.present.methods import name_method
from geo.present.month_chart import Spec
from geo.present.wording import say_list, say_number
from geo.service.answers import BacktestReport
from geo.service.forecasting import HOTSPOTS

# The methods that matter to most people; the others are shown when asked for.
MAIN_METHODS: Final = (PRIOR_COUNTS, STACKED, HOTSPOTS)

# Okabe-Ito, and a shape of its own: known without seeing colours.
_LOOKS: Final = {
    PRIOR_COUNTS: ("#000000", "square"),
    STACKED: ("#0072b2", "circle"),
    HOTSPOTS: ("#d55e00", "triangle-up"),
}
_OTHER: Final = ("#6b7884", "diamond")
_QUIET: Final = "#45525e"
_INK: Final = "#1b2733"
_GRID: Final = "#e3e9ee"
_LABEL: Final = "label"
_ROW_PIXELS: Final = 24
_LABEL_PIXELS: Final = 170


def draw_backtest(report: BacktestReport, methods: Collection[str] = MAIN_METHODS) -> Spec:
    """Draw the hit rate of methods with its interval, a group of rows for each share of the area.

    Parameters
    ----------
    report
        What was found.
    methods
        Which to draw, in the order of the report; what is not fairly tested is left out.

    Returns
    -------
    dict
        Vega-Lite specification with its data, which asks nothing of the internet. A thin line in
        each row stands where the plain count came.
    """
    scores = _keep(report, methods)
    rows = _list_rows(scores)
    y = {"field": "row", "type": "nominal", "axis": _row_axis(rows), "scale": _row_scale(rows)}
    return {
        "height": _ROW_PIXELS * len(rows),
        "data": {"values": _list_points(scores)},
        "layer": [
            _tick(y),
            {
                "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.55},
                "encoding": {"y": y, "x": _rate_axis("low"), "x2": {"field": "high"}} | _colour(),
            },
            {
                "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
                "encoding": {"y": y, "x": _rate_axis("rate"), **_colour(), **_shape(), **_words()},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "color": _INK, "fontSize": 12},
                "encoding": {"y": y, "x": _rate_axis("high"), "text": {"field": "label"}},
            },
        ],
        # One picture with one text: by itself Vega would read out its marks, and in English.
        "config": {"view": {"stroke": None}, "mark": {"aria": False}},
    }


def say_backtest(report: BacktestReport, methods: Collection[str] = MAIN_METHODS) -> str:
    """Say in words what the chart shows: the text that goes with it."""
    scores = _keep(report, methods)
    texts = [
        f"in {say_number(100 * share)}% van het gebied: "
        + say_list([f"{name_method(row[METHOD])} {row[_LABEL]}" for row in rows])
        for share, rows in _by_share(scores).items()
    ]
    return f"Welk deel van de latere meldingen elke methode ving; {'; '.join(texts)}."


def _keep(report: BacktestReport, methods: Collection[str]) -> pd.DataFrame:
    scores, whole = report.found.scores, say_number(report.found.incidents)
    kept = scores[scores[METHOD].isin(set(methods) - report.unfair)]
    labels = [
        f"{say_hits(hits)} van {whole}" if hits < SMALL_COUNT else f"{_percent(rate)}%"
        for hits, rate in zip(kept[HITS], kept[HIT_RATE], strict=True)
    ]
    return kept.assign(**{_LABEL: labels})


def _say_margin(row: dict[Any, Any]) -> str:
    if row[HITS] < SMALL_COUNT:
        return SMALL
    low, high = (_percent(row[name]) for name in name_limits(HIT_RATE))
    return f"tussen {low}% en {high}%"


def _by_share(scores: pd.DataFrame) -> dict[float, list[dict[Any, Any]]]:
    return {
        float(share): scores[scores[SHARE] == share].to_dict("records")
        for share in scores[SHARE].unique()
    }


def _list_rows(scores: pd.DataFrame) -> dict[str, str]:
    """Name the rows from above downwards; one without a bar in its key heads those below it."""
    rows = {}
    for share, found in _by_share(scores).items():
        rows[f"{share}"] = f"In {say_number(100 * share)}% van het gebied"
        rows |= {f"{share}|{row[METHOD]}": name_method(row[METHOD]) for row in found}
    return rows


def _list_points(scores: pd.DataFrame) -> list[Spec]:
    low, high = name_limits(HIT_RATE)
    points = []
    for share, rows in _by_share(scores).items():
        prior = next(row[HIT_RATE] for row in rows if row[METHOD] == PRIOR_COUNTS)
        points += [
            {
                "row": f"{share}|{row[METHOD]}",
                "kind": row[METHOD],
                "rate": 100 * row[HIT_RATE],
                "low": 100 * row[low],
                "high": 100 * row[high],
                "prior": 100 * prior,
                "label": row[_LABEL],
                "words": f"{name_method(row[METHOD])}: {row[_LABEL]} ({_say_margin(row)})",
            }
            for row in rows
        ]
    return points


def _tick(y: Spec) -> Spec:
    mark = {"type": "tick", "color": _QUIET, "thickness": 1.5, "size": _ROW_PIXELS - 4}
    return {"mark": mark, "encoding": {"y": y, "x": _rate_axis("prior")}}


def _row_axis(rows: dict[str, str]) -> Spec:
    is_head = "indexof(datum.value, '|') < 0"
    return {
        "title": None,
        "labelExpr": f"{json.dumps(rows, ensure_ascii=False)}[datum.value]",
        "labelFontWeight": {"condition": {"test": is_head, "value": "bold"}, "value": "normal"},
        "labelColor": _INK,
        "labelFontSize": 12,
        "labelLimit": _LABEL_PIXELS,
        "domain": False,
        "ticks": False,
    }


def _row_scale(rows: dict[str, str]) -> Spec:
    return {"domain": list(rows), "paddingInner": 0.2}


def _rate_axis(field: str) -> Spec:
    axis = {
        "labelExpr": "datum.value + '%'",
        "title": None,
        "tickCount": 4,
        "domain": False,
        "gridColor": _GRID,
        "labelColor": _QUIET,
    }
    return {"field": field, "type": "quantitative", "axis": axis, "scale": {"zero": True}}


def _colour() -> Spec:
    return {"color": _scale([colour for colour, _ in _LOOKS.values()], _OTHER[0])}


def _shape() -> Spec:
    return {"shape": _scale([shape for _, shape in _LOOKS.values()], _OTHER[1])}


def _scale(looks: list[str], other: str) -> Spec:
    tests = [
        {"test": f"datum.kind === '{name}'", "value": look}
        for name, look in zip(_LOOKS, looks, strict=True)
    ]
    return {"condition": tests, "value": other}


def _words() -> Spec:
    return {"tooltip": {"field": "words", "type": "nominal"}}


def _percent(rate: float) -> str:
    return say_number(100 * rate)

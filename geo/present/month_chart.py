"""The months of all years as a chart, as a table and in words."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import pandas as pd

from geo import schema
from geo.analysis.day_counts import IS_WHOLE, MONTH
from geo.intake.boundaries import AreaLayer
from geo.params import Period
from geo.present.legend import BAND
from geo.present.overview import HELD_BACK, say_told
from geo.present.wording import (
    SHORT_MONTHS,
    say_count,
    say_month,
    say_narrowing,
    say_number,
    say_period,
    say_picture,
)
from geo.schema import Layer
from geo.service.answers import ThemeSummary

Spec = dict[str, Any]

NAME: Final = "Maand"
COUNT: Final = "Meldingen"
CHOSEN: Final = "In de gekozen periode"
NOTE: Final = "Opmerking"
INCOMPLETE: Final = "mogelijk niet volledig"

_YES, _PARTLY, _NO = "ja", "deels", ""
_LINE: Final = "#154273"
_EDGE: Final = "#8a6a00"
_QUIET: Final = "#45525e"
_GRID: Final = "#e3e9ee"
_HEIGHT_PX: Final = 260
# Up to so many months each gets a name, then every quarter, then every year.
_NAMED_MONTHS: Final = {14: 1, 42: 3}
_MOST_YEARS: Final = 10
# A month's count stands in its middle, so that the band of a period lies around its months.
_MIDDLE: Final = timedelta(days=14)
# Vega writes months and thousands the English way; what it writes here is put into Dutch.
_MONTH_WORDS: Final = (
    f"month(datum.value) == 0 ? ['{SHORT_MONTHS[0]}', year(datum.value)]"
    f" : {list(SHORT_MONTHS)}[month(datum.value)]"
)
_NUMBER_WORDS: Final = "replace(format(datum.value, ',d'), regexp(',', 'g'), '.')"


def draw_months(months: pd.DataFrame, period: Period) -> Spec:
    """Draw the months as a line over all years, with a period marked by a band.

    Parameters
    ----------
    months
        ``month``, ``incidents`` and ``is_whole``, at least one; a month that is not whole is an
        open point.
    period
        What the band marks, as far as there are months.

    Returns
    -------
    dict
        Vega-Lite specification with its data, which asks nothing of the internet.
    """
    places = {"x": _time_axis(months), "y": _count_axis(months)}
    open_or_full = {"condition": {"test": "datum.whole", "value": _LINE}, "value": "#ffffff"}
    points = {"type": "point", "size": 46, "color": _LINE, "strokeWidth": 2, "opacity": 1}
    tooltip = {"field": "words", "type": "nominal"}
    return {
        "height": _HEIGHT_PX,
        "data": {"values": _list_points(months)},
        "layer": [
            _band(months, period),
            {"mark": {"type": "line", "color": _LINE, "strokeWidth": 2}, "encoding": places},
            {"mark": points, "encoding": {**places, "fill": open_or_full, "tooltip": tooltip}},
        ],
        # One picture with one text: by itself Vega would read out its marks, and in English.
        "config": {"view": {"stroke": None}, "mark": {"aria": False}},
    }


def say_months(summary: ThemeSummary) -> str:
    """Say in words what the chart shows: the text that goes with it."""
    months = summary.months
    counts = months[schema.INCIDENTS]
    first, last = (say_month(months[MONTH].iloc[place]) for place in (0, -1))
    if gone := int(counts.isna().sum()):
        # What is known of the rest would be a figure of other months than are shown.
        return (
            f"{summary.title} per maand, van {first} tot en met {last}. Van {say_number(gone)} van "
            f"de {say_count(len(counts), 'maand', 'maanden')} is het aantal achtergehouden, omdat "
            "het klein is of een klein aantal zou verraden; daar heeft de lijn een gat."
        )
    text = (
        f"{summary.title} per maand, van {first} tot en met {last}: van {say_number(counts.min())} "
        f"tot {say_number(counts.max())} meldingen, gemiddeld "
        f"{say_number(counts.mean(), decimals=1)}."
    )
    inside = counts[_is_inside(months, summary.question.period) == _YES]
    if inside.empty:
        if summary.held is not None:
            return text
        counted = say_count(summary.incidents, "melding", "meldingen")
        return f"{text} In de gekozen periode: {counted}."
    average = say_number(inside.mean(), decimals=1)
    return f"{text} In de gekozen periode gemiddeld {average} per maand."


def say_month_caption(summary: ThemeSummary, layers: Mapping[Layer, AreaLayer]) -> str:
    """Say in one line what every picture must say: here all days of the data are shown."""
    data = summary.data
    shown = []
    if data.first is not None and data.last is not None:
        shown = [say_period(Period(first=data.first, last=data.last))]
    narrowed = [text for _, text in say_narrowing(summary.question, layers)]
    return say_picture([summary.title, *shown, *narrowed], data, summary.place_precisions)


def say_incomplete(months: pd.DataFrame) -> str:
    """Name the months that the data's edges cut; empty where there are none."""
    cut = [say_month(month) for month in months.loc[~months[IS_WHOLE], MONTH]]
    if not cut:
        return ""
    return f"{INCOMPLETE.capitalize()} in de gegevens (open punt): {' en '.join(cut)}."


def tabulate_months(months: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Table of the same numbers: Maand, Meldingen, whether chosen, and what is not complete."""
    notes = months[IS_WHOLE].map({True: "", False: INCOMPLETE})
    table = pd.DataFrame(
        {
            NAME: [say_month(month) for month in months[MONTH]],
            COUNT: say_told(months[schema.INCIDENTS]),
            CHOSEN: _is_inside(months, period),
        }
    )
    return table if months[IS_WHOLE].all() else table.assign(**{NOTE: notes})


def _is_inside(months: pd.DataFrame, period: Period) -> pd.Series:
    first, last = pd.Timestamp(period.first), pd.Timestamp(period.last)
    begin, end = months[MONTH], months[MONTH] + pd.offsets.MonthEnd(0)
    words = pd.Series(_NO, index=months.index, dtype="str")
    words[(begin <= last) & (end >= first)] = _PARTLY
    words[(begin >= first) & (end <= last)] = _YES
    return words


def _list_points(months: pd.DataFrame) -> list[Spec]:
    return [
        {
            "month": _write(month + _MIDDLE),
            "count": None if pd.isna(count) else int(count),
            "whole": bool(whole),
            "words": _say_point(month, count, whole=whole),
        }
        for month, count, whole in zip(
            months[MONTH], months[schema.INCIDENTS], months[IS_WHOLE], strict=True
        )
    ]


def _say_point(month: date, count: int, *, whole: bool) -> str:
    note = "" if whole else f" ({INCOMPLETE})"
    said = HELD_BACK if pd.isna(count) else say_count(count, "melding", "meldingen")
    return f"{say_month(month)}: {said}{note}"


def _time_axis(months: pd.DataFrame) -> Spec:
    named = [
        {"year": month.year, "month": month.month, "date": 1 + _MIDDLE.days}
        for month in _choose_named(months[MONTH])
    ]
    axis = {
        "values": named,
        "labelExpr": _MONTH_WORDS,
        "title": None,
        "grid": False,
        "labelColor": _QUIET,
        "tickColor": _QUIET,
        "labelOverlap": "greedy",
    }
    start, end = _edges(months)
    scale = {"domain": [_write(start), _write(end)]}
    return {"field": "month", "type": "temporal", "axis": axis, "scale": scale}


def _choose_named(months: pd.Series) -> pd.Series:
    step = next((step for most, step in _NAMED_MONTHS.items() if len(months) <= most), None)
    numbers = months.dt.month.to_numpy()
    if step is not None:
        return months.iloc[np.flatnonzero((numbers - 1) % step == 0)]
    januaries = np.flatnonzero(numbers == 1)
    return months.iloc[januaries[:: 1 + len(januaries) // _MOST_YEARS]]


def _count_axis(months: pd.DataFrame) -> Spec:
    # At least a few steps: a line of zeros lies on the ground.
    most = max(int(months[schema.INCIDENTS].fillna(0).max()), 4)
    axis = {
        "labelExpr": _NUMBER_WORDS,
        "tickMinStep": 1,
        "tickCount": 5,
        "title": None,
        "domain": False,
        "gridColor": _GRID,
        "labelColor": _QUIET,
    }
    scale = {"domain": [0, most], "nice": True}
    return {"field": "count", "type": "quantitative", "axis": axis, "scale": scale}


def _band(months: pd.DataFrame, period: Period) -> Spec:
    start, end = _edges(months)
    first = max(pd.Timestamp(period.first), start)
    after = min(pd.Timestamp(period.last) + pd.Timedelta(days=1), end)
    shown = [{"first": _write(first), "after": _write(after)}] if first < after else []
    return {
        "data": {"values": shown},
        "mark": {"type": "rect", "color": BAND, "stroke": _EDGE, "strokeDash": [3, 3]},
        "encoding": {
            "x": {"field": "first", "type": "temporal"},
            "x2": {"field": "after"},
        },
    }


def _edges(months: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Midnight at which the first month begins, and at which the last one is over."""
    return months[MONTH].iloc[0], months[MONTH].iloc[-1] + pd.offsets.MonthBegin(1)


def _write(moment: pd.Timestamp) -> str:
    # With a time of day: a bare date would be midnight somewhere else.
    return f"{moment:%Y-%m-%dT00:00}"

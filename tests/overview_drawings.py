"""Hand-drawn answers about themes, months and wijken."""

import pandas as pd
from drawings import PERIOD, draw_report

from geo import schema
from geo.analysis.rates import POPULATION, rate_per_thousand
from geo.analysis.trends import compare_counts
from geo.params import HourSelection, Question
from geo.service.answers import ThemeComparison, ThemeSummary

DATA = draw_report().data
# Theme: title, first day in the data, before, now.
THEMES = {
    "woninginbraak": ("Woninginbraak", "2016-01-01", 118, 88),
    "jeugdoverlast": ("Jeugdoverlast", "2017-03-14", 5, 16),
    "overig": (None, "2016-01-02", 40, 40),
}
# Wijk: dwellings, before, now; the last lies in no wijk.
WIJKEN = {"WK1": (1000, 30, 8), "WK2": (0, 0, 12), "WK3": (None, 2, 2), "WK4": (57, 1, 1)}
NOWHERE = (None, 1, 3)


def draw_comparison(*, compared=True, period=PERIOD, themes=THEMES):
    names = list(themes)
    before, now = (
        pd.Series([themes[name][place] for name in names], names, dtype="int64") for place in (2, 3)
    )
    table = compare_counts(now, before) if compared else pd.DataFrame({"now": now})
    firsts = pd.to_datetime([themes[name][1] for name in names])
    table.insert(0, schema.TITLE, [themes[name][0] for name in names])
    table.insert(1, schema.FIRST_DAY, firsts)
    sums = (pd.Series([part.sum()]) for part in (now, before))
    total = compare_counts(*sums) if compared else pd.DataFrame({"now": [now.sum()]})
    return ThemeComparison(
        period=period,
        previous=period.previous if compared else None,
        area=None,
        hours=HourSelection(),
        themes=table,
        total=total,
        without_hour=0,
        data=DATA,
    )


def draw_summary(*, compared=True, wijken=WIJKEN, basis=schema.DWELLINGS, **changes):
    question = changes.pop("question", Question(theme="woninginbraak", period=PERIOD))
    answer = {
        "question": question,
        "title": "Woninginbraak",
        "previous": question.period.previous if compared else None,
        "incidents": 88,
        "months": draw_months("2016-01", [3] * 24 + [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 22]),
        "wijken": draw_wijken(wijken, basis, compared=compared),
        "basis": basis,
        "without_place": 3,
        "without_hour": 0,
        "place_precisions": {"adres": 80, "straat": 8},
        "time_precisions": {"minute": 88},
        "data": DATA,
    }
    return ThemeSummary(**answer | changes)


def draw_months(first, counts, cut=()):
    months = pd.date_range(first, periods=len(counts), freq="MS")
    whole = [place not in cut for place in range(len(counts))]
    return pd.DataFrame({"month": months, "incidents": counts, "is_whole": whole})


def draw_wijken(wijken, basis, *, compared=True):
    codes = [*wijken, None]
    figures = [*wijken.values(), NOWHERE]
    now, before = (pd.Series([row[place] for row in figures], dtype="int64") for place in (2, 1))
    counts = compare_counts(now, before) if compared else pd.DataFrame({"now": now})
    population = pd.Series([row[0] if basis else None for row in figures], dtype="Int64")
    table = pd.concat([counts, rate_per_thousand(now, population)], axis="columns")
    table.insert(0, schema.AREA_CODE, pd.Series(codes, dtype="str"))
    table.insert(1, POPULATION, population)
    return table

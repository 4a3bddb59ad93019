"""Years out of the open tables of the police, which hold months and years beside each other."""

from collections.abc import Collection
from typing import Final

import pandas as pd

from geo import schema
from geo.schema import OpenTable

# All crimes together, published beside the kinds: never to be added to them.
TOTAL_TOPIC: Final = "0.0.0"

_MONTHS: Final = 12
# Where more tables give a year, the first of these counts.
_ORDER: Final = {
    table: place
    for place, table in enumerate(
        (
            OpenTable.CRIMES_BY_YEAR,
            OpenTable.CRIMES_BY_REGION,
            OpenTable.CRIMES_BY_MONTH,
            OpenTable.NUISANCE,
        )
    )
}
_CELL: Final = [schema.TABLE, schema.TOPIC, schema.AREA, schema.YEAR]


def list_years(figures: pd.DataFrame) -> pd.DataFrame:
    """Return one figure a year for each kind and area.

    A year that a table gives as such counts before the sum of its months, and never beside it;
    months make a year where all twelve are there and none is withheld.

    Parameters
    ----------
    figures
        ``schema.FIGURE_KEY`` and ``figure``, each cell once.

    Returns
    -------
    DataFrame
        ``topic``, ``area``, ``year`` and ``figure`` (missing where withheld), each cell once, in
        that order.
    """
    is_year = figures[schema.MONTH_NUMBER] == 0
    months = figures[~is_year].groupby(_CELL)[schema.FIGURE].agg(["count", "sum"]).reset_index()
    whole = months[months["count"] == _MONTHS].rename(columns={"sum": schema.FIGURE})
    years = pd.concat(
        [
            figures.loc[is_year, [*_CELL, schema.FIGURE]].assign(place=0),
            whole[[*_CELL, schema.FIGURE]].assign(place=1),
        ],
        ignore_index=True,
    )
    ranked = years.assign(
        withheld=years[schema.FIGURE].isna(), order=years[schema.TABLE].map(_ORDER)
    ).sort_values(["withheld", "order", "place"], kind="stable")
    cell = [schema.TOPIC, schema.AREA, schema.YEAR]
    kept = ranked.drop_duplicates(cell)[[*cell, schema.FIGURE]]
    return kept.sort_values(cell, ignore_index=True)


def sum_years(
    years: pd.DataFrame, topics: Collection[str], areas: Collection[str]
) -> dict[int, int]:
    """Add kinds and areas up by year; a year of which one figure is not known is left out.

    Parameters
    ----------
    years
        As `list_years` returns them.
    topics, areas
        Which to add up.

    Returns
    -------
    dict
        Year to count, in order.
    """
    rows = years[years[schema.TOPIC].isin(topics) & years[schema.AREA].isin(areas)]
    sums = rows.groupby(schema.YEAR)[schema.FIGURE].agg(["count", "sum"])
    whole = sums[sums["count"] == len(set(topics)) * len(set(areas))]
    return dict(zip(whole.index.tolist(), whole["sum"].astype("int64").tolist(), strict=True))

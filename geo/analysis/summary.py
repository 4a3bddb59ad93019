"""Counts of incidents by where they happened, and by what is known of them."""

from collections.abc import Iterable

import pandas as pd

from geo import schema


def count_by_area(tallies: Iterable[pd.Series], areas: pd.DataFrame) -> pd.DataFrame:
    """List how many incidents lie in each area, those without an area in a row of their own.

    Parameters
    ----------
    tallies
        Of each part of the incidents, in whatever order, how many lie under which area code; under
        a missing one those that lie in none (`geo.analysis.areas.count_inside`). One at least.
    areas
        Area frame; an area without incidents gets a zero.

    Returns
    -------
    DataFrame
        ``area_code`` and ``incidents``, in order of code; a last row with a missing code counts
        the rest, where there is any.
    """
    counts = pd.concat(list(tallies)).groupby(level=0, dropna=False).sum()
    known = sorted(areas[schema.AREA_CODE].dropna().unique())
    inside = counts[counts.index.notna()].reindex(known, fill_value=0)
    # What is left over is counted too, so that the sum is the number of incidents.
    nowhere = int(counts.sum() - inside.sum())
    names = [*known, *([None] if nowhere else [])]
    figures = [*inside, *([nowhere] if nowhere else [])]
    return pd.DataFrame(
        {
            schema.AREA_CODE: pd.Series(names, dtype="str"),
            schema.INCIDENTS: pd.Series(figures, dtype="int64"),
        }
    )


def count_values(values: pd.Series) -> dict[str, int]:
    """Count how often each value occurs, in alphabetical order; missing ones are passed over."""
    return {str(name): int(count) for name, count in values.value_counts().sort_index().items()}

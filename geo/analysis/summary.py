"""Counts of incidents by where they happened, and by what is known of them."""

from collections.abc import Iterable

import pandas as pd

from geo import schema

# A code that no area has: what lies in none.
_NOWHERE = ""


def count_by_area(codes: pd.Series, areas: pd.DataFrame) -> pd.DataFrame:
    """Count incidents in each area, those without an area in a row of their own.

    Parameters
    ----------
    codes
        Area code of each incident, missing where it lies in none.
    areas
        Area frame; an area without incidents gets a zero.

    Returns
    -------
    DataFrame
        ``area_code`` and ``incidents``, in order of code; a last row with a missing code counts
        the rest, where there is any.
    """
    return lay_out_counts([tally_codes(codes)], areas)


def tally_codes(codes: pd.Series) -> pd.Series:
    """Count the incidents of a part by the code of their area: codes to counts, empty for none."""
    return codes.fillna(_NOWHERE).value_counts()


def lay_out_counts(tallies: Iterable[pd.Series], areas: pd.DataFrame) -> pd.DataFrame:
    """Add up what parts counted, in whatever order.

    Parameters
    ----------
    tallies
        Of each part what `tally_codes` counted; one at least.
    areas
        Area frame; an area without incidents gets a zero.

    Returns
    -------
    DataFrame
        As `count_by_area` returns it of all parts together.
    """
    known = sorted(areas[schema.AREA_CODE].dropna().unique())
    tally = pd.concat(list(tallies)).groupby(level=0).sum()
    counts = tally.reindex(known, fill_value=0)
    # What is left over is counted too, so that the sum is the number of incidents.
    nowhere = int(tally.sum()) - int(counts.sum())
    names = [*known, *([None] if nowhere else [])]
    figures = [*counts, *([nowhere] if nowhere else [])]
    return pd.DataFrame(
        {
            schema.AREA_CODE: pd.Series(names, dtype="str"),
            schema.INCIDENTS: pd.Series(figures, dtype="int64"),
        }
    )


def count_values(values: pd.Series) -> dict[str, int]:
    """Count how often each value occurs, in alphabetical order; missing ones are passed over."""
    return {str(name): int(count) for name, count in values.value_counts().sort_index().items()}

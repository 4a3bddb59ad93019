"""Counts of incidents by where they happened."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema


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
    known = sorted(areas[schema.AREA_CODE].dropna().unique())
    counts = codes.value_counts().reindex(known, fill_value=0)
    rows: NDArray[np.int64] = counts.to_numpy(np.int64)
    nowhere = int(codes.isna().sum())
    names = [*known, *([None] if nowhere else [])]
    return pd.DataFrame(
        {
            schema.AREA_CODE: pd.Series(names, dtype="str"),
            schema.INCIDENTS: np.append(rows, nowhere)[: len(names)],
        }
    )

"""Values of any type as the text that a person would have written."""

import json

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

# Fractions beyond this no longer tell whole numbers apart.
_MOST_WHOLE = 2**53


def write_cells(values: pd.Series, *, whole: bool | None = None) -> pa.Array:
    """Write a column as text.

    Dates and times become ISO 8601, whole numbers stay whole, nested values become JSON.

    Parameters
    ----------
    values
        Shape ``(n,)``, of any type.
    whole
        Whether fractions are whole numbers all over the column, of which these may be a part;
        found out from the values where not given.

    Returns
    -------
    Array
        Shape ``(n,)``, text; null where missing or empty.
    """
    if values.dtype == object:
        return pa.array([_cell_text(cell) for cell in values], pa.string())
    if pd.api.types.is_float_dtype(values.dtype):
        numbers = values.to_numpy(np.float64, na_value=np.nan)
        return _float_text(numbers, whole=are_whole(numbers) if whole is None else whole)
    try:
        return pa.array(values, from_pandas=True).cast(pa.string())
    except pa.ArrowException:
        # Nested values and bytes have no spelling of their own.
        return pa.array([_cell_text(cell) for cell in values], pa.string())


def are_whole(numbers: NDArray[np.float64]) -> bool:
    """Whether all numbers are whole: ids beside an empty cell are read as fractions."""
    filled = np.nan_to_num(numbers, nan=0.0, posinf=np.inf, neginf=-np.inf)
    return bool((filled == np.round(filled)).all() and np.abs(filled).max(initial=0) < _MOST_WHOLE)


def _float_text(numbers: NDArray[np.float64], *, whole: bool) -> pa.Array:
    missing = np.isnan(numbers)
    filled = np.where(missing, 0, numbers)
    # A whole number keeps its own spelling.
    if whole:
        return pa.array(filled.astype(np.int64), mask=missing).cast(pa.string())
    return pa.array(filled, mask=missing).cast(pa.string())


def _cell_text(cell: object) -> str | None:
    if cell is None or cell is pd.NaT or cell is pd.NA:
        return None
    if isinstance(cell, float):
        whole = str(int(cell)) if cell.is_integer() else str(cell)
        return None if np.isnan(cell) else whole
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat())
    if isinstance(cell, (dict, list)):
        return json.dumps(cell)
    return str(cell) or None

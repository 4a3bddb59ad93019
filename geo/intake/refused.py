"""The days that refused rows name, as far as they can still be read."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from geo.errors import MappingError
from geo.intake.mapping import ColumnMapping, resolve_columns
from geo.intake.spans import TimeStyle, read_spans
from geo.schema import TimePrecision


def read_refused_days(cells: pd.Series, mapping: ColumnMapping) -> NDArray[np.datetime64]:
    """Read on which day each refused row says that it began.

    Parameters
    ----------
    cells
        Of each row its columns as they were written, as JSON; shape ``(n,)``.
    mapping
        With which the rows were read before.

    Returns
    -------
    array
        Days, shape ``(n,)``; not a time where a row names none that can be read.
    """
    days = np.full(len(cells), np.datetime64("NaT"), dtype="datetime64[D]")
    rows = pd.DataFrame([json.loads(text) for text in cells])
    style = TimeStyle(bool(mapping.day_first), _precision_of(mapping))
    try:
        start = resolve_columns(mapping, [str(name) for name in rows], path=Path("quarantine"))[
            "start"
        ]
    except MappingError:
        # Broken rows were kept without their cells.
        return days
    texts = {name: pa.chunked_array([_texts(rows[name])]) for name in start}
    low = read_spans(pa.table(texts), style).low
    return low.astype("datetime64[D]")


def _texts(column: pd.Series) -> pa.Array:
    return pa.array([value if isinstance(value, str) else None for value in column], pa.string())


def _precision_of(mapping: ColumnMapping) -> TimePrecision:
    known = {precision.value: precision for precision in TimePrecision}
    return known.get(mapping.time_precision, TimePrecision.MINUTE)

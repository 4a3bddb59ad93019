"""Dates and times as machines write them, read from their bytes: 2018-01-05T21:30:00."""

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

PARTS: Final = ("year", "month", "day", "hour", "minute", "second")

_LAYOUT: Final = "0000-00-00T00:00:00.000000000"
# To the day, the minute, the second, and to thousandths, millionths and billionths of one.
_LENGTHS: Final = (10, 16, 19, 23, 26, 29)
_STARTS: Final = (0, 5, 8, 11, 14, 17)
_YEAR_DIGITS: Final = 4
_ZERO, _NINE, _SPACE, _T = (ord(letter) for letter in "09 T")


def read_fixed(texts: pa.StringArray) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.bool_]]:
    """Read texts of one fixed layout: year-month-day, with hour:minute and second or without.

    Parts of a second are passed over. To read figures from bytes takes a small part of what a
    regular expression takes.

    Parameters
    ----------
    texts
        Shape ``(n,)``, trimmed; may hold nulls.

    Returns
    -------
    parts
        Each of `PARTS`, shape ``(n,)``: what is written, whether or not such a day exists; NaN
        where it is not written.
    fitting
        Shape ``(n,)``: which texts have the layout.
    """
    lengths = pc.fill_null(pc.binary_length(texts), 0).to_numpy(zero_copy_only=False)
    parts = {name: np.full(len(texts), np.nan) for name in PARTS}
    fitting = np.zeros(len(texts), np.bool_)
    for length in _LENGTHS:
        rows = np.flatnonzero(lengths == length)
        if not len(rows):
            continue
        letters = _cut_letters(texts, rows, length)
        fits = _fit_layout(letters)
        rows, letters = rows[fits], letters[fits]
        fitting[rows] = True
        for name, start in zip(PARTS, _STARTS, strict=True):
            if start < length:
                width = _YEAR_DIGITS if start == 0 else 2
                parts[name][rows] = _read_number(letters[:, start : start + width])
    return parts, fitting


def _cut_letters(texts: pa.StringArray, rows: NDArray[np.int64], length: int) -> NDArray[np.uint8]:
    """Return the bytes of texts that are all so long, shape ``(rows, length)``."""
    _, offsets, content = texts.buffers()
    starts = np.frombuffer(offsets, np.int32)[texts.offset :][rows]
    letters: NDArray[np.uint8] = np.frombuffer(content, np.uint8)[
        starts[:, None] + np.arange(length, dtype=np.int32)
    ]
    return letters


def _fit_layout(letters: NDArray[np.uint8]) -> NDArray[np.bool_]:
    fits = np.ones(len(letters), np.bool_)
    for place, mark in enumerate(_LAYOUT[: letters.shape[1]]):
        column = letters[:, place]
        if mark == "0":
            fits &= (column >= _ZERO) & (column <= _NINE)
        elif mark == "T":
            fits &= (column == _T) | (column == _SPACE)
        else:
            fits &= column == ord(mark)
    return fits


def _read_number(letters: NDArray[np.uint8]) -> NDArray[np.float64]:
    powers = 10.0 ** np.arange(letters.shape[1] - 1, -1, -1)
    number: NDArray[np.float64] = (letters - np.float64(_ZERO)) @ powers
    return number

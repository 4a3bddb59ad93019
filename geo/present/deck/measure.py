"""How much room words take on a slide: rather too much than too little."""

import textwrap
from collections.abc import Sequence
from typing import Final

from geo.present.paper.document import Table

POINTS_TO_INCH: Final = 72
# Of letters of the kind that offices use: mean width as a part of their height, and line to line.
_LETTER: Final = 0.57
_LINE: Final = 1.26
# Room in a cell, left and right together, and above and below together.
CELL_BESIDE_IN: Final = 0.18
CELL_ABOVE_IN: Final = 0.07


def count_lines(text: str, *, width_in: float, size_pt: float) -> int:
    """Count the lines that a text takes in a box."""
    letters = max(int(width_in * POINTS_TO_INCH / (_LETTER * size_pt)), 1)
    return max(len(textwrap.wrap(text, letters)), 1)


def measure_text(text: str, *, width_in: float, size_pt: float) -> float:
    """Return how high a text is, in inches."""
    return count_lines(text, width_in=width_in, size_pt=size_pt) * _LINE * size_pt / POINTS_TO_INCH


def breaks_word(table: Table, *, width_in: float, size_pt: float) -> bool:
    """Whether a word of the heading is longer than its column is wide."""
    whole = sum(table.widths)
    return any(
        max(map(len, name.split()), default=0) * _LETTER * size_pt / POINTS_TO_INCH
        > width_in * width / whole - CELL_BESIDE_IN
        for name, width in zip(table.header, table.widths, strict=True)
    )


def measure_rows(table: Table, *, width_in: float, size_pt: float) -> list[float]:
    """Return how high each row of a table is in inches, its heading first."""
    whole = sum(table.widths)
    widths = [width_in * width / whole - CELL_BESIDE_IN for width in table.widths]
    rows = [table.header, *([cell.text for cell in row] for row in table.rows)]
    return [_measure_row(row, widths, size_pt) for row in rows]


def _measure_row(cells: Sequence[str], widths_in: Sequence[float], size_pt: float) -> float:
    return CELL_ABOVE_IN + max(
        measure_text(cell, width_in=width_in, size_pt=size_pt)
        for cell, width_in in zip(cells, widths_in, strict=True)
    )

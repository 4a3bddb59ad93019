"""What a worker counts in the rows of one part of a set of points."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.analysis.areas import count_inside
from geo.analysis.packed_areas import PackedAreas
from geo.analysis.ranking import tally_part
from geo.analysis.reporters import ReporterSplit, leave_out_police
from geo.analysis.summary import count_values
from geo.intake.point_rows import Wanted, read_rows
from geo.intake.point_sets import PointPart, read_part
from geo.params import MOST_METRES

Result = TypeVar("Result")


class Span(NamedTuple):
    """What a part holds: rows without a place, first and last local day, and sources."""

    without_place: int
    first: date | None
    last: date | None
    sources: tuple[str, ...]


class Places(NamedTuple):
    """Where rows lie, shape ``(2, n)``, and how many were left out for what reason."""

    points: NDArray[np.float64]
    without_place: int
    police_made: int


def ask_part(
    part: PointPart,
    *,
    ask: Callable[[pd.DataFrame], Result],
    wanted: Wanted,
    held: frozenset[str],
) -> Result:
    """Put a question to the rows of a part; see `geo.intake.point_rows.read_rows`."""
    return ask(read_rows(part, wanted, held))


def count_themes(rows: pd.DataFrame) -> dict[str, int]:
    """Count by ``theme``."""
    return count_values(rows[schema.THEME])


def count_months(rows: pd.DataFrame) -> dict[str, int]:
    """Count by the month of ``started_on``, written ``YYYY-MM``."""
    days = rows[schema.STARTED_ON].value_counts()
    return add_counts({f"{day:%Y-%m}": int(count)} for day, count in days.items())


def count_areas(rows: pd.DataFrame, *, areas: PackedAreas) -> pd.Series:
    """Count by the area in which rows lie; see `geo.analysis.areas.count_inside`."""
    return count_inside(rows, areas.index)


def span_rows(rows: pd.DataFrame) -> Span:
    """Say what a part holds; ``started_on`` may be left out."""
    days = rows[schema.STARTED_ON].dropna() if schema.STARTED_ON in rows else pd.Series()
    first, last = (None, None) if days.empty else (days.min().date(), days.max().date())
    sources = tuple(map(str, rows[schema.SOURCE].dropna().unique()))
    return Span(int(rows[schema.X].isna().sum()), first, last, sources)


def take_places(rows: pd.DataFrame) -> Places:
    """Return the places alone, those that the police reported themselves left out."""
    told = leave_out_police(rows) if schema.REPORTER in rows else ReporterSplit(rows, 0)
    points = told.incidents[[schema.X, schema.Y]].to_numpy(np.float64).T
    # No place lies beyond where a coordinate system ends, and none at what is no number.
    placed = (np.abs(points) <= MOST_METRES).all(axis=0)
    without = int(len(placed) - np.count_nonzero(placed))
    kept = points[:, placed] if without else points
    return Places(np.ascontiguousarray(kept), without, told.police_made)


def tally_labelled(part: PointPart, *, areas: PackedAreas) -> pd.DataFrame:
    """Count the points of a part that know their ``cluster``; see `ranking.tally_part`."""
    rows = read_part(part, [schema.CLUSTER])
    placed = (np.abs(rows[[schema.X, schema.Y]].to_numpy()) <= MOST_METRES).all(axis=1)
    return tally_part(rows[placed], areas.index)


def add_counts(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Add up what parts counted, in whatever order; the names in alphabetical order."""
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return dict(sorted(total.items()))

"""Incidents of real places on a grid, and the periods on which methods are scored."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import Transformer

from geo.analysis.grid import lay_grid
from geo.analysis.surfaces import Record
from geo.workspace import PROJECT_DIR

DATA_DIR: Final = PROJECT_DIR.parent / "shared" / "data" / "incidents"

_DEGREES: Final = 4326
_QUARTERS: Final = ("2017-01-01", "2017-04-01", "2017-07-01", "2017-10-01")
# What is known by the month alone is over when the longest month is.
_MONTH_DAYS: Final = 31.0


@dataclass(frozen=True, kw_only=True)
class Place:
    """A file of incidents, and how methods are held against it.

    Parameters
    ----------
    file
        Its name.
    epsg
        Number of a coordinate system in metres.
    cell_m
        Side of a cell in metres.
    origins
        First days of the periods that are scored.
    days
        Length of each of them.
    start, end
        Columns of the first and the last day of an incident.
    kind
        Keep to this kind; None takes all.
    month_only
        Whether of an incident only the month is known.
    """

    file: str
    epsg: int
    cell_m: float
    origins: tuple[str, ...]
    days: float
    start: str = "date"
    end: str = "date"
    kind: str | None = None
    month_only: bool = False

    @property
    def origin_days(self) -> tuple[float, ...]:
        """First days of the periods, as records count days."""
        return tuple(number_days(pd.Series(self.origins)).tolist())


def read_record(folder: Path, place: Place) -> Record:
    """Lay the incidents of a place on a grid over the ground that they span."""
    rows = pd.read_csv(folder / place.file)
    if place.kind is not None:
        rows = rows[rows["type"] == place.kind]
    rows = rows.dropna(subset=["lon", "lat", place.start])
    to_metres = Transformer.from_crs(_DEGREES, place.epsg, always_xy=True)
    x, y = to_metres.transform(rows["lon"].to_numpy(), rows["lat"].to_numpy())
    started = number_days(rows[place.start])
    ended = number_days(rows[place.end].fillna(rows[place.start])).clip(started)
    if place.month_only:
        ended = started + _MONTH_DAYS
    grid = lay_grid((x.min(), y.min(), x.max(), y.max()), cell_m=place.cell_m)
    return Record(grid, x, y, started, ended)


def number_days(texts: pd.Series) -> NDArray[np.float64]:
    """Count days since 1970, as records do."""
    days: NDArray[np.float64] = (
        (pd.to_datetime(texts) - pd.Timestamp(0)) / pd.Timedelta(days=1)
    ).to_numpy(np.float64)
    return days


def _vancouver(kind: str) -> Place:
    firsts = tuple(f"2020-{month:02d}-01" for month in (5, 7, 9, 11))
    file = "vancouver_thefts_2020.csv"
    return Place(file=file, epsg=32610, cell_m=100, origins=firsts, days=60, kind=kind)


def _by_month(file: str) -> Place:
    firsts = tuple(f"2022-{month:02d}-01" for month in range(6, 13))
    return Place(file=file, epsg=27700, cell_m=150, origins=firsts, days=28, month_only=True)


NEW_YORK: Final = "New York vehicle thefts"

PLACES: Final[Mapping[str, Place]] = {
    NEW_YORK: Place(
        file="nyc_vehicle_thefts_2014_2017.csv",
        epsg=32618,
        cell_m=150,
        origins=_QUARTERS,
        days=91,
        start="date_start",
        end="date_end",
    ),
    "Vancouver other theft": _vancouver("Other Theft"),
    "Vancouver theft from vehicle": _vancouver("Theft from Vehicle"),
    "Vancouver theft of bicycle": _vancouver("Theft of Bicycle"),
    "Vancouver theft of vehicle": _vancouver("Theft of Vehicle"),
    "Nottingham burglary": _by_month("uk_nottingham_burglary_2022.csv"),
    "Lancashire nuisance": _by_month("uk_lancashire_asb_2022.csv"),
}

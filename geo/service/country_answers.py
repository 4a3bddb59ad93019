"""What is asked and told of a whole country at once."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo.params import HotspotParams, Period


@dataclass(frozen=True, kw_only=True)
class CountryQuestion:
    """Which hotspots to rank, and by which areas.

    ``areas`` is a file of wijken with inhabitants, None for the workspace's own layer. ``theme``
    and ``period`` choose among the points; None leaves none out. ``labelled`` is a folder or
    address for the points with their hotspots, in which they are found tile by tile; None brings
    all points to this process and writes none of them.
    """

    params: HotspotParams
    areas: Path | None = None
    theme: str | None = None
    period: Period | None = None
    labelled: str | None = None


@dataclass(frozen=True, eq=False)
class CountryRanking:
    """Wijken and hotspots of a whole country, the highest first.

    ``wijken`` has the columns of `geo.analysis.ranking.rank_areas`, ``hotspots`` those of
    `geo.analysis.ranking.rank_hotspots`. ``incidents`` counts those with a place, ``in_hotspots``
    and ``outside`` those of them in a hotspot and in no wijk; ``police_made`` were left out. No
    hotspot was held against chance.
    """

    question: CountryQuestion
    source: str
    wijken: pd.DataFrame
    hotspots: pd.DataFrame
    incidents: int
    in_hotspots: int
    outside: int
    without_place: int
    police_made: int

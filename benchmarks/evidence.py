"""How long tests of hotspots, cells, hours, repeats and methods take, and in how much memory.

Everything is drawn by a seed, at the size for which the limit holds. Gi* is held beside esda, on
cells of which the neighbours were sought beforehand.
Run: ``python benchmarks/evidence.py [--seed N] [--quick]``.
"""

from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import pandas as pd
from esda.getisord import G_Local
from harness import Scale, Section, Trial, Way, print_alone, race, set_out, try_each
from libpysal.weights import DistanceBand
from numpy.typing import NDArray

from geo import schema
from geo.analysis.backtest import Plan, list_origins, run_backtest
from geo.analysis.forecasting import METHODS
from geo.analysis.grid import Grid, lay_grid
from geo.analysis.hotspots import find_hotspots
from geo.analysis.local_g import score_cells
from geo.analysis.opportunities import spread_opportunities
from geo.analysis.pairs import RepeatBands
from geo.analysis.peak_windows import find_peaks
from geo.analysis.repeats import count_near_repeats
from geo.analysis.significance import Chance, weigh_chance
from geo.analysis.surfaces import Record, stack_components
from geo.analysis.timing import WeekHours, weigh_week_hours
from geo.params import HotspotParams, MonteCarlo
from geo.schema import PlacePrecision

CRS = 28992
ZONE = ZoneInfo("Europe/Amsterdam")
ROUNDS = 3
# Dwellings of Ridderkerk, and the built-up ground on which they stand.
ADDRESSES = 21_491
WIDTH_M, HEIGHT_M = 4_000, 2_500
BAND_M = 150
# Incidents of a week whose hours count 1 + hour / 12.
EVENING = 7 * sum(1 + hour / 12 for hour in range(24))


def measure(scale: Scale) -> Section:
    """Try each method by itself, and Gi* beside esda."""
    lines, goals = try_each(TRIALS, scale)
    sizes = (10_000,) if scale.is_quick else (40_000, 250_000)
    timings = race(LOCAL_G, sizes, scale=scale, rounds=ROUNDS, differ=differ)
    lines += ["", "Gi* beside esda, equal to 1e-9:", "", *set_out(timings, of="cells")]
    return Section("Significance, hours, repeats and back-tests", tuple(lines), tuple(goals))


def differ(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> bool:
    """Say whether scores of cells differ."""
    return not np.allclose(ours, theirs, rtol=0, atol=1e-9)


def significance(incidents: int, seed: int) -> Callable[[], object]:
    """A year of incidents, held against chance."""
    random = np.random.default_rng(seed)
    places = random.uniform((0, 0), (WIDTH_M, HEIGHT_M), (ADDRESSES, 2)).round(1)
    addresses = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*places.T), crs=CRS)
    opportunities = spread_opportunities(addresses)
    as_of = pd.Timestamp("2019-01-01", tz=ZONE)
    ages = pd.to_timedelta(random.uniform(0, 365, incidents), unit="D")
    year = gpd.GeoDataFrame(
        {schema.STARTED_AT: as_of - ages, schema.PLACE_PRECISION: PlacePrecision.ADDRESS.value},
        geometry=addresses.geometry.to_numpy()[random.integers(0, ADDRESSES, incidents)],
        crs=CRS,
    )
    params = HotspotParams(eps_m=150, min_samples=5, half_life_days=365)
    search = find_hotspots(year, params, as_of=as_of)
    return lambda: weigh_chance(
        search, params, as_of=as_of, chance=Chance(opportunities, MonteCarlo())
    )


def draw_cells(cells: int, seed: int) -> tuple[Grid, NDArray[np.float64]]:
    """Counts on a square grid of at least so many cells of 50 m."""
    width_m = 50 * int(np.ceil(np.sqrt(cells)))
    grid = lay_grid((0, 0, width_m, width_m), cell_m=50)
    return grid, np.random.default_rng(seed).poisson(0.2, grid.size).astype(float)


def local_g(cells: int, seed: int) -> Callable[[], NDArray[np.float64]]:
    """Gi* as the project scores it."""
    grid, counts = draw_cells(cells, seed)
    return lambda: score_cells(grid, counts, band_m=BAND_M).g


def esda_g(cells: int, seed: int) -> Callable[[], NDArray[np.float64]]:
    """Gi* by esda; who is near whom is not timed."""
    grid, counts = draw_cells(cells, seed)
    near = DistanceBand(np.column_stack(grid.centres()), BAND_M, silence_warnings=True)
    return lambda: G_Local(counts, near, transform="B", star=True, permutations=0).Zs


def week_hours(intervals: int, seed: int) -> Callable[[], object]:
    """Intervals over six years, of twenty hours on average."""
    random = np.random.default_rng(seed)
    begin = pd.to_datetime(random.integers(1.4e9, 1.6e9, intervals), unit="s", utc=True)
    started = pd.Series(begin.tz_convert(ZONE).as_unit("us"))
    length = pd.to_timedelta(random.exponential(20 * 3600, len(started)).astype(int), unit="s")
    incidents = pd.DataFrame(
        {
            schema.STARTED_AT: started,
            schema.ENDED_AT: started + length,
            schema.TIME_PRECISION: "minute",
        }
    )
    return lambda: weigh_week_hours(incidents, timezone=ZONE)


def peaks(incidents: int, seed: int) -> Callable[[], object]:
    """A year of incidents, busier in the evening; each time other ones, as each hotspot has."""
    random = np.random.default_rng(seed)
    busy = (1 + np.arange(24) / 12) * incidents / EVENING
    return lambda: find_peaks(WeekHours(random.poisson(busy, (7, 24)).astype(float), 0, 0))


def near_repeats(incidents: int, seed: int) -> Callable[[], object]:
    """Three years of incidents in a dense town of sixteen square kilometres."""
    random = np.random.default_rng(seed)
    x, y = random.uniform(0, 4_000, (2, incidents)).round()
    days = random.integers(0, 1_095, incidents)
    bands = RepeatBands(distances_m=(0, 1, 100, 200, 400, 600))
    return lambda: count_near_repeats(x, y, days, bands, draws=MonteCarlo())


def backtest(incidents: int, seed: int) -> Callable[[], object]:
    """Five years of incidents in cells of 100 m, four quarters of them scored."""
    random = np.random.default_rng(seed)
    grid = lay_grid((0, 0, 6_000, 4_500), cell_m=100)
    x, y = random.normal((3_000, 2_200), (900, 700), (incidents, 2)).T.clip(0, 4_400)
    days = np.sort(random.uniform(0, 1_826, incidents))
    record = Record(grid, x, y, days, days)
    plan = Plan(origins=list_origins(1_826, days=91, periods=4), days=91)

    def run() -> object:
        # What was worked out before would be taken along.
        stack_components.cache_clear()
        return run_backtest(record, METHODS, plan)

    return run


TRIALS: Final = (
    Trial("hotspots against 999 simulations, incidents", significance, 300, 300, 4, 3),
    Trial("Gi*, cells", local_g, 250_000, 250_000, 4, 2),
    Trial("hours of the week, intervals", week_hours, 1_000_000, 1_000_000, 4, 5),
    # Its limit is the project's own: a page shows the peaks of many hotspots.
    Trial("peak windows, incidents", peaks, 340, 340, 4, 0.02),
    Trial(
        "near repeats x 999 permutations, incidents", near_repeats, 10_000, 2_000, 4, 60, 2_000, 1
    ),
    Trial("back-test of every method, incidents", backtest, 4_000, 1_000, 4, None),
)
LOCAL_G: Final = (Way("ours", local_g), Way("esda", esda_g, is_slow=True))

if __name__ == "__main__":
    print_alone(measure)

"""How long tests of hotspots, cells, hours, repeats and methods take, and in how much memory.

Everything is drawn at random, at the size for which the limit holds. Measured is the middle of
three rounds, but one round of the repeats. Run: ``python benchmarks/evidence.py``.
"""

import resource
import statistics
import time
from collections.abc import Callable
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import pandas as pd

from geo import schema
from geo.analysis.backtest import Plan, list_origins, run_backtest
from geo.analysis.forecasting import METHODS
from geo.analysis.grid import lay_grid
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


def main() -> None:
    """Print one line a method: size, seconds, and the limit."""
    random = np.random.default_rng(1)
    for name, limit_s, rounds, run in (
        ("hotspots against 999 simulations, 300 incidents", 3, ROUNDS, significance(random)),
        ("Gi* on 500 x 500 cells, band of 3 cells", 2, ROUNDS, local_g(random)),
        ("hours of the week of 1 million intervals", 5, ROUNDS, week_hours(random)),
        ("peak windows of a week", 0.02, ROUNDS, peaks(random)),
        ("near repeats, 10,000 incidents x 999 permutations", 60, 1, near_repeats(random)),
        ("back-test of every method, 4,000 incidents", None, ROUNDS, backtest(random)),
    ):
        seconds = statistics.median(measure(run) for _ in range(rounds))
        limit = "no limit" if limit_s is None else f"limit {limit_s} s"
        print(f"{name:52} {seconds:7.2f} s  ({limit})")
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'most memory of them all':52} {peak_mb:7.0f} MB (limit 2000 MB)")


def measure(run: Callable[[], object]) -> float:
    """Return the seconds that one run takes."""
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def significance(random: np.random.Generator) -> Callable[[], object]:
    """A year of incidents, held against chance."""
    places = random.uniform((0, 0), (WIDTH_M, HEIGHT_M), (ADDRESSES, 2)).round(1)
    addresses = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*places.T), crs=CRS)
    opportunities = spread_opportunities(addresses)
    as_of = pd.Timestamp("2019-01-01", tz=ZONE)
    ages = pd.to_timedelta(random.uniform(0, 365, 300), unit="D")
    incidents = gpd.GeoDataFrame(
        {schema.STARTED_AT: as_of - ages, schema.PLACE_PRECISION: PlacePrecision.ADDRESS.value},
        geometry=addresses.geometry.to_numpy()[random.integers(0, ADDRESSES, 300)],
        crs=CRS,
    )
    params = HotspotParams(eps_m=150, min_samples=5, half_life_days=365)
    search = find_hotspots(incidents, params, as_of=as_of)
    return lambda: weigh_chance(
        search, params, as_of=as_of, chance=Chance(opportunities, MonteCarlo())
    )


def local_g(random: np.random.Generator) -> Callable[[], object]:
    """Counts on a square grid."""
    grid = lay_grid((0, 0, 25_000, 25_000), cell_m=50)
    counts = random.poisson(0.2, grid.size).astype(float)
    return lambda: score_cells(grid, counts, band_m=150)


def week_hours(random: np.random.Generator) -> Callable[[], object]:
    """Intervals over six years, of twenty hours on average."""
    begin = pd.to_datetime(random.integers(1.4e9, 1.6e9, 1_000_000), unit="s", utc=True)
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


def peaks(random: np.random.Generator) -> Callable[[], object]:
    """A year of incidents, busier in the evening; each time other ones, as each hotspot has."""
    weeks = iter(random.poisson(1 + np.arange(24) / 12, (ROUNDS, 7, 24)).astype(float))
    return lambda: find_peaks(WeekHours(next(weeks), 0, 0))


def near_repeats(random: np.random.Generator) -> Callable[[], object]:
    """Three years of incidents in a dense town of sixteen square kilometres."""
    x, y = random.uniform(0, 4_000, (2, 10_000)).round()
    days = random.integers(0, 1_095, 10_000)
    bands = RepeatBands(distances_m=(0, 1, 100, 200, 400, 600))
    return lambda: count_near_repeats(x, y, days, bands, draws=MonteCarlo())


def backtest(random: np.random.Generator) -> Callable[[], object]:
    """Five years of incidents in cells of 100 m, four quarters of them scored."""
    grid = lay_grid((0, 0, 6_000, 4_500), cell_m=100)
    x, y = random.normal((3_000, 2_200), (900, 700), (4_000, 2)).T.clip(0, 4_400)
    days = np.sort(random.uniform(0, 1_826, 4_000))
    record = Record(grid, x, y, days, days)
    plan = Plan(origins=list_origins(1_826, days=91, periods=4), days=91)

    def run() -> object:
        # What was worked out before would be taken along.
        stack_components.cache_clear()
        return run_backtest(record, METHODS, plan)

    return run


if __name__ == "__main__":
    main()

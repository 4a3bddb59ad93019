"""How long each analysis takes on a million incidents, and how that grows from a hundred thousand.

Goal: each within 30 seconds on two cores. The incidents are drawn by a seed: half in tight
clusters, a fifth stacked on addresses, the rest evenly, four to a hectare, over three years. Chance
is tried as often as the app does with so many. Each run has a process of its own: memory is the
most that it held above what it held with the incidents alone. Where the machine does other work
too, "cpu s" says more than the clock: what all threads together took. A growth of 1 is in line with
the number of incidents. Run: ``python benchmarks/million.py [--seeds N ...] [--only WORD]``.
"""

import argparse
import multiprocessing
import resource
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import pandas as pd
from machine import describe_load, describe_machine
from speed.clouds import draw_points

from geo import schema
from geo.analysis.alerts import PRIOR_BANDS
from geo.analysis.backtest import Plan, list_origins, run_backtest
from geo.analysis.forecasting import DEFAULT, METHODS, expect_by_hotspots
from geo.analysis.grid import lay_grid
from geo.analysis.hotspots import find_hotspots
from geo.analysis.local_g import score_cells
from geo.analysis.opportunities import Opportunities
from geo.analysis.pairs import RepeatBands
from geo.analysis.points import stack_points
from geo.analysis.repeats import find_in_each
from geo.analysis.significance import Chance, weigh_chance
from geo.analysis.surfaces import Record
from geo.params import BacktestParams, CellParams, HotspotParams, MonteCarlo
from geo.schema import PlacePrecision, TimePrecision

CRS: Final = 28992
ZONE: Final = ZoneInfo("Europe/Amsterdam")
AS_OF: Final = pd.Timestamp("2019-01-01", tz=ZONE)
DAYS: Final = 1_096
PACKAGES = ("numpy", "numba", "pandas", "shapely", "scikit-learn")
SIZES: Final = (100_000, 1_000_000)
WARM: Final = 2_000
LIMIT_S: Final = 30
PARAMS: Final = HotspotParams(eps_m=100, min_samples=10, half_life_days=365)
DRAWS: Final = MonteCarlo(repeats=99)


@dataclass(frozen=True)
class Drawn:
    """Incidents, and what is made of them before an analysis begins."""

    count: int
    seed: int

    @cached_property
    def incidents(self) -> gpd.GeoDataFrame:
        """Incidents as the store hands them on, in order of start."""
        random = np.random.default_rng(self.seed)
        points = draw_points(self.count, self.seed).round(1)
        started = AS_OF - pd.to_timedelta(np.sort(random.uniform(0, DAYS, self.count))[::-1], "D")
        x, y = random.permutation(points).T
        return gpd.GeoDataFrame(
            {
                schema.STARTED_AT: pd.Series(started).dt.as_unit("us"),
                schema.TIME_PRECISION: TimePrecision.MINUTE.value,
                schema.PLACE_PRECISION: PlacePrecision.ADDRESS.value,
            },
            geometry=gpd.points_from_xy(x, y),
            crs=CRS,
        )

    @cached_property
    def opportunities(self) -> Opportunities:
        """Every place at which something happened, as likely as any other."""
        places = stack_points(self.incidents.get_coordinates().to_numpy()).xy
        return Opportunities(places, np.ones(len(places)), self.incidents.crs)

    @cached_property
    def record(self) -> Record:
        """Incidents on a grid of the usual cells; most are known within the day."""
        x, y = self.incidents.get_coordinates().to_numpy().T
        started = DAYS - (AS_OF - self.incidents[schema.STARTED_AT]) / pd.Timedelta(days=1)
        known = started + np.random.default_rng(self.seed).exponential(0.3, self.count)
        west, south, east, north = self.incidents.total_bounds.tolist()
        grid = lay_grid((west, south, east, north), cell_m=BacktestParams().cell_m)
        return Record(grid, x, y, started.to_numpy(), known.to_numpy())


def search(drawn: Drawn) -> Callable[[], object]:
    """Hotspots with their outlines."""
    return partial(find_hotspots, drawn.incidents, PARAMS, as_of=AS_OF)


def weigh(drawn: Drawn) -> Callable[[], object]:
    """Hotspots, which were found before, against chance."""
    found = find_hotspots(drawn.incidents, PARAMS, as_of=AS_OF)
    chance = Chance(drawn.opportunities, DRAWS)
    return partial(weigh_chance, found, PARAMS, as_of=AS_OF, chance=chance)


def warm_cells(drawn: Drawn) -> Callable[[], object]:
    """Cells by the local Gi*, hot ones and cold ones."""
    record, params = drawn.record, CellParams()

    def run() -> object:
        counts = record.grid.count(record.grid.locate(record.x, record.y))
        return [score_cells(record.grid, sign * counts, band_m=params.band_m) for sign in (1, -1)]

    return run


def repeat(drawn: Drawn) -> Callable[[], object]:
    """Near repeats in both sets of bands of the page."""
    several = (PRIOR_BANDS, RepeatBands())
    return partial(find_in_each, drawn.incidents, several, draws=MonteCarlo(repeats=49))


def expect(name: str, drawn: Drawn) -> Callable[[], object]:
    """A quarter of a year from the last day but 91 on, by one method."""
    method = expect_by_hotspots(PARAMS) if name == "hotspots" else METHODS[name]
    days = BacktestParams().days
    return partial(method, drawn.record, float(DAYS - days), float(days))


def expect_and_test(drawn: Drawn) -> Callable[[], object]:
    """What the page asks: the usual method now, and its back-test on the periods before."""
    settings = BacktestParams()
    origins = list_origins(DAYS, days=settings.days, periods=settings.periods)
    plan = Plan(origins=origins, days=settings.days)
    method = METHODS[DEFAULT]

    def run() -> object:
        expected = method(drawn.record, float(DAYS), float(settings.days))
        return expected, run_backtest(drawn.record, {DEFAULT: method}, plan)

    return run


WAYS: Final[Mapping[str, Callable[[Drawn], Callable[[], object]]]] = {
    "hotspots with outlines": search,
    "significance, 99 patterns": weigh,
    "hot and cold cells": warm_cells,
    "near repeats, 49 permutations": repeat,
    **{f"forecast: {name}": partial(expect, name) for name in (*METHODS, "hotspots")},
    "forecast and back-test of the page": expect_and_test,
}


class Spent(NamedTuple):
    """Seconds by the clock and of the processor, and megabytes, of one run."""

    seconds: float
    cpu_seconds: float
    megabytes: float


def measure(name: str, drawn: Drawn) -> Spent:
    """Measure one run in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measure_here, (name, drawn))


def measure_here(name: str, drawn: Drawn) -> Spent:
    """Run once on little, which compiles what is to be compiled, and then in earnest."""
    WAYS[name](Drawn(WARM, drawn.seed))()
    run = WAYS[name](drawn)
    _ = drawn.record.cells if name.startswith("forecast") else None
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, began = time.perf_counter(), time.process_time()
    run()
    seconds, busy = time.perf_counter() - started, time.process_time() - began
    held = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return Spent(seconds, busy, held)


def main() -> None:
    """Print a line for each analysis and seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--only", default="", help="a word in the name of what is measured")
    asked = parser.parse_args()
    print(f"{describe_machine(PACKAGES)}; {describe_load()}")
    small, large = SIZES
    sizes = f"{f'{small:,}':>11}{f'{large:,}':>12}"
    print(f"{'analysis':36}{'seed':>5}{sizes}{'cpu s':>9}{'growth':>8}{'MB':>7}")
    for name in (name for name in WAYS if asked.only in name):
        for seed in asked.seeds:
            few, many = (measure(name, Drawn(count, seed)) for count in SIZES)
            growth = np.log(many.cpu_seconds / few.cpu_seconds) / np.log(large / small)
            late = "" if many.seconds <= LIMIT_S else f"  over {LIMIT_S} s"
            print(
                f"{name:36}{seed:5}{few.seconds:9.2f} s{many.seconds:10.2f} s"
                f"{many.cpu_seconds:9.2f}{growth:8.2f}{many.megabytes:7.0f}{late}",
                flush=True,
            )


if __name__ == "__main__":
    main()

"""How long one command takes to rank the hotspots and wijken of the whole country.

Ten million invented incidents are placed by inhabitants in the 3,340 wijken of the Netherlands
(the official ones where the real data is beside the project, else the bundled ones): half of them
on addresses, of which few have many, three in ten around hot places, the rest anywhere. They are
written as a set of points once for each number and seed, in ``build/``. Measured is the whole
command, as a process of its own: reading, joining, clustering, ranking and writing both tables.

Run: ``python benchmarks/country.py [POINTS] [--seed SEED] [OPTIONS OF THE COMMAND ...]``, such as
``python benchmarks/country.py 10000000 --engine dask --workers 2``.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.analysis.area_index import AreaIndex, index_areas, locate
from geo.intake.boundaries import read_areas
from geo.schema import Layer
from geo.workspace import BUNDLED_DIR, PROJECT_DIR, Workspace, open_workspace

POINTS = 10_000_000
SEED = 1
GOAL_SECONDS = 60
SETTINGS = ("--eps-m", "50", "--min-samples", "60")
FILES = 10
ROW_GROUP = 250_000
# Inhabitants for each address and for each hot place.
PER_ADDRESS, PER_HOT_PLACE = 2.2, 1500
HOT_SPREAD_M = 30.0
SHARE_ON_ADDRESS, SHARE_HOT = 0.5, 0.3
THEMES = ("woninginbraak", "vernieling", "jeugdoverlast")

Places = NDArray[np.float64]


def find_wijken(workspace: Workspace) -> Path:
    """Return the file of the country's wijken, else that of the bundled ones."""
    real = PROJECT_DIR.parent / "shared/data/boundaries/nederland_wijken_2022_rd.geojson"
    return real if real.exists() else workspace.boundaries_dir / "wijken.geojson"


def draw_inside(index: AreaIndex, bounds: Places, wijk: NDArray[np.int64], seed: int) -> Places:
    """Draw a place for each entry of ``wijk``, evenly over the ground of that wijk."""
    random = np.random.default_rng(seed)
    places = np.empty((len(wijk), 2))
    left = np.arange(len(wijk))
    while len(left):
        box = bounds[wijk[left]]
        places[left] = random.uniform(box[:, :2], box[:, 2:])
        left = left[locate(*places[left].T, index) != wijk[left]]
    return places


def draw_points(areas: gpd.GeoDataFrame, count: int, seed: int) -> Places:
    """Draw incidents by inhabitants; where nobody is known to live there are none."""
    random = np.random.default_rng(seed)
    index = index_areas(areas)
    known = areas.set_index(schema.AREA_CODE).loc[list(index.codes)]
    people = known[schema.INHABITANTS].fillna(0).to_numpy(np.float64)
    bounds = known.geometry.bounds.to_numpy()
    spots = {
        size: np.repeat(np.arange(len(people)), np.ceil(people / size).astype(np.int64))
        for size in (PER_ADDRESS, PER_HOT_PLACE)
    }
    on_address, hot = int(count * SHARE_ON_ADDRESS), int(count * SHARE_HOT)
    addresses = draw_inside(index, bounds, spots[PER_ADDRESS], seed + 1)
    centres = draw_inside(index, bounds, spots[PER_HOT_PLACE], seed + 2)
    # Few addresses have many incidents: the square of a draw leans to the first of a shuffled list.
    chosen = (random.random(on_address) ** 2 * len(addresses)).astype(np.int64)
    stacked = addresses[random.permutation(len(addresses))[chosen]]
    around = centres[random.integers(0, len(centres), hot)]
    wijk = random.choice(len(people), count - on_address - hot, p=people / people.sum())
    anywhere = draw_inside(index, bounds, wijk, seed + 3)
    near = around + random.normal(0, HOT_SPREAD_M, around.shape)
    points = np.concatenate([stacked, near, anywhere]).round(1)
    return points[random.permutation(len(points))]


def write_set(folder: Path, points: Places, seed: int) -> None:
    """Write the incidents with a theme and a moment, whole or not at all."""
    random = np.random.default_rng(seed)
    minutes = random.integers(0, 2 * 365 * 24 * 60, len(points))
    draft = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for number, rows in enumerate(np.array_split(np.arange(len(points)), FILES)):
        moments = pd.Timestamp("2021-01-01", tz="UTC") + pd.to_timedelta(minutes[rows], "min")
        frame = pd.DataFrame(
            {
                schema.X: points[rows, 0],
                schema.Y: points[rows, 1],
                schema.THEME: pd.Categorical.from_codes(rows % len(THEMES), THEMES),
                schema.STARTED_AT: moments.as_unit("us"),
            }
        )
        frame.to_parquet(draft / f"{number}.parquet", index=False, row_group_size=ROW_GROUP)
    draft.rename(folder)


def run_command(points: Path, wijken: Path, options: list[str]) -> tuple[float, float, str]:
    """Run the command, and return its seconds, its peak memory in MB and what it said."""
    out = points.with_suffix(".wijken.csv"), points.with_suffix(".hotspots.parquet")
    labelled = points.with_suffix(".labelled")
    shutil.rmtree(labelled, ignore_errors=True)
    command = [sys.executable, "-m", "geo.cli", "-w", str(BUNDLED_DIR), "country", "rank"]
    command += ["--points", str(points), "--areas", str(wijken), *SETTINGS]
    command += ["--out", str(out[0]), "--hotspots-out", str(out[1]), *options]
    if options:
        command += ["--labelled", str(labelled)]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT_DIR) as process:
        told = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode:
        sys.exit(f"the command failed:\n{told}")
    # Of the process alone; workers that it starts are not its own memory.
    return seconds, usage.ru_maxrss / 1024, told


def main() -> None:
    """Draw the country where that has not been done, and run the command on it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("points", type=int, nargs="?", default=POINTS)
    parser.add_argument("--seed", type=int, default=SEED)
    asked, options = parser.parse_known_args()
    count, seed = asked.points, asked.seed
    workspace = open_workspace(BUNDLED_DIR)
    wijken = find_wijken(workspace)
    areas = read_areas(workspace, wijken, Layer.WIJKEN).areas
    points = PROJECT_DIR / "build" / "country" / f"{wijken.stem}-{count}-{seed}"
    if not points.exists():
        write_set(points, draw_points(areas, count, seed), seed)
    seconds, megabytes, told = run_command(points, wijken, options)
    heading, *_ = told.splitlines()
    print(heading)
    print(
        f"{count:,} points in the {len(areas):,} areas of {wijken.name}, seed {seed}, one command"
    )
    print(f"{seconds:.1f} s (goal {GOAL_SECONDS} s), peak {megabytes:,.0f} MB")


if __name__ == "__main__":
    main()

"""What hotspots of a set of points cost, tile by tile: in one process, and on Dask workers.

The points are drawn by a seed into Parquet files of a million each, as `dbscan_peers` draws them.
Each size is done in three ways, each in processes of its own: all points at once in memory (read,
cluster, write the labels), tile by tile in one process, and tile by tile on Dask workers of 2 GB
beside a scheduler. Labels are held against those of the first way before a time is printed. Seconds
of all processors are told as well: they hold on a busy machine too. Memory is the most that one
process held at once. The last lines say how the time grows with the points.
Run: ``python benchmarks/tiles.py [--workers N] [SIZE ...]``.
"""

import argparse
import math
import multiprocessing
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from dask import config
from distributed import Client, LocalCluster
from harness import read_status

from geo import service
from geo.analysis.dbscan import cluster_points
from geo.engines.opening import EngineName, open_engine
from geo.params import HotspotParams, PointQuestion
from geo.workspace import Workspace, create_workspace

SIZES = (1_000_000, 10_000_000)
SEED = 1
FILE_ROWS = 1_000_000
POINTS_PER_HA = 4.0
WORKERS = 2
WORKER_MEMORY = "2GB"
PARAMS = HotspotParams(eps_m=100.0, min_samples=10, half_life_days=365.0)
TOWN = {"name": "Land", "code": "GM0000", "crs": 28992, "timezone": "Europe/Amsterdam"}
ALL_AT_ONCE, TILES, DASK = "all at once", "tiles, one process", "tiles, Dask"


class Cost(NamedTuple):
    """Seconds of the clock and of all processors, and the most megabytes that a process held.

    In tiles with the seconds of each step.
    """

    seconds: float
    work: float
    megabytes: float
    steps: dict[str, float]


def draw_set(folder: Path, count: int) -> None:
    """Write points: half in clusters, a fifth stacked on addresses, the rest evenly."""
    shape = np.random.default_rng(SEED)
    width_m = 100 * np.sqrt(count / POINTS_PER_HA)
    centres = shape.uniform(0, width_m, (max(count // 2_000, 1), 2))
    addresses = shape.uniform(0, width_m, (max(count // 40, 1), 2))
    folder.mkdir()
    for number in range(math.ceil(count / FILE_ROWS)):
        random = np.random.default_rng((SEED, number))
        rows = min(FILE_ROWS, count - number * FILE_ROWS)
        clustered, stacked = rows // 2, rows // 5
        near = centres[random.integers(0, len(centres), clustered)]
        xy = np.concatenate(
            [
                near + random.normal(0, 60, (clustered, 2)),
                addresses[random.integers(0, len(addresses), stacked)],
                random.uniform(0, width_m, (rows - clustered - stacked, 2)),
            ]
        )
        x, y = random.permutation(xy).T
        pq.write_table(pa.table({"x": x, "y": y}), folder / f"{number:05}.parquet")


def cluster_at_once(points: Path, out: Path) -> Cost:
    """Read, cluster and write all points in one process."""
    start, work = time.perf_counter(), time.process_time()
    table = pq.read_table(points)
    x, y = (table[name].to_numpy() for name in ("x", "y"))
    found = cluster_points(x, y, eps_m=PARAMS.eps_m, min_samples=PARAMS.min_samples)
    labelled = table.append_column("cluster", pa.array(found.labels))
    pq.write_table(labelled.append_column("is_core", pa.array(found.is_core)), out)
    return Cost(time.perf_counter() - start, time.process_time() - work, weigh(), {})


def cluster_in_tiles(
    workspace: Workspace, points: Path, out: Path, *, scheduler: str | None = None
) -> Cost:
    """Find hotspots tile by tile, here or on the workers of a scheduler."""
    steps: dict[str, float] = defaultdict(float)
    start = before = time.perf_counter()
    work = time.process_time()

    def tell(_share: float, what: str) -> None:
        nonlocal before
        now = time.perf_counter()
        steps[what] += now - before
        before = now

    name = EngineName.DASK if scheduler else EngineName.LOCAL
    question = PointQuestion(address=str(points), out=str(out), theme="vernieling")
    with open_engine(name, scheduler, tell=tell) as engine:
        service.find_point_hotspots(workspace, question, engine=engine, params=PARAMS)
    return Cost(time.perf_counter() - start, time.process_time() - work, weigh(), dict(steps))


def cluster_on_dask(workspace: Workspace, points: Path, out: Path, *, workers: int) -> Cost:
    """Find hotspots on fresh workers; their start is not timed, their memory is what counts."""
    with (
        config.set({"distributed.worker.memory.terminate": 0.95}),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            memory_limit=WORKER_MEMORY,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
        ) as cluster,
        Client(cluster) as client,
    ):
        client.run(warm_up)
        before = sum(client.run(time.process_time).values())
        cost = cluster_in_tiles(workspace, points, out, scheduler=cluster.scheduler_address)
        work = sum(client.run(time.process_time).values()) - before
        return cost._replace(work=cost.work + work, megabytes=max(client.run(weigh).values()))


def warm_up() -> None:
    """Load what the work needs, so that it is not timed."""
    cluster_points(np.zeros(1), np.zeros(1), eps_m=1, min_samples=1)


def weigh() -> float:
    """Most megabytes that this process has held since it began.

    What `resource` tells begins with what the process held that started it.
    """
    return read_status("VmHWM") / 1024


def check_labels(at_once: Path, in_tiles: Path) -> None:
    """End the run where the two ways do not give the same clusters."""
    whole = pq.read_table(at_once, columns=["cluster", "is_core"])
    tiled = pq.read_table(in_tiles / "incidents", columns=["cluster", "is_core"])
    theirs, ours = (table["cluster"].to_numpy() for table in (whole, tiled))
    # Numbered by rank in the one and by place in the other: each number has one counterpart.
    of_ours = np.full(int(ours.max()) + 2, -2)
    of_ours[ours] = theirs
    is_equal = (
        np.array_equal(of_ours[ours], theirs)
        and len(np.unique(of_ours[np.unique(ours)])) == len(np.unique(theirs))
        and tiled["is_core"].equals(whole["is_core"])
    )
    if not is_equal:
        sys.exit(f"the labels in {in_tiles} are not those of one machine")


def run_apart(work: Callable[..., Cost], *given: object) -> Cost:
    """Run it in a process of its own, whose memory is its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        pool.apply(warm_up)
        return pool.apply(work, given)


def measure(count: int, folder: Path, workers: int) -> dict[str, Cost]:
    """Do one size in all ways, and check that they agree."""
    workspace = create_workspace(folder / "land", TOWN)
    points, at_once = folder / "points", folder / "at_once.parquet"
    draw_set(points, count)
    costs = {ALL_AT_ONCE: run_apart(cluster_at_once, points, at_once)}
    for name, work in (
        (TILES, partial(run_apart, cluster_in_tiles)),
        (DASK, partial(cluster_on_dask, workers=workers)),
    ):
        out = folder / "out"
        costs[name] = work(workspace, points, out)
        check_labels(at_once, out)
        shutil.rmtree(out)
    return costs


def print_size(count: int, costs: dict[str, Cost]) -> None:
    """Print a line a way, and below it the seconds of the steps."""
    fastest = costs[ALL_AT_ONCE].seconds
    for name, cost in costs.items():
        ratio = cost.seconds / fastest
        figures = f"{cost.seconds:9.1f}{ratio:8.1f}{cost.work:11.1f}{cost.megabytes:9.0f}"
        print(f"{count:12,}  {name:20}{figures}")
        if cost.steps:
            told = ", ".join(f"{what} {seconds:.1f}" for what, seconds in cost.steps.items())
            print(f"{'':14}{told}", flush=True)


def print_growth(held: dict[int, dict[str, Cost]]) -> None:
    """Print how the seconds of each way grow from the least size to the most: the exponent."""
    least, most = min(held), max(held)
    if least == most:
        return
    for name in held[least]:
        ratio = held[most][name].seconds / held[least][name].seconds
        print(f"growth of {name}: exponent {math.log(ratio) / math.log(most / least):.2f}")


def main() -> None:
    """Print seconds, ratios and memory of each size and way."""
    reader: Any = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("sizes", nargs="*", type=int, default=SIZES)
    reader.add_argument("--workers", type=int, default=WORKERS)
    asked = reader.parse_args()
    print(f"{'points':>12}  {'way':20}{'seconds':>9}{'ratio':>8}{'processor':>11}{'MB':>9}")
    held = {}
    for count in asked.sizes or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            held[count] = measure(count, Path(folder), asked.workers)
        print_size(count, held[count])
    print_growth(held)


if __name__ == "__main__":
    main()

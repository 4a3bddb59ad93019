"""How much faster the join with areas is than geopandas.sjoin and sedonadb, on a million points.

The points lie in the 12 wijken (the official ones where the real data is beside the project, else
the bundled ones). Both get the same frames; ours builds its index anew each time. Measured is
`sjoin` with its default predicate, "intersects" ("within" is slower still), first alone and then
with what makes its answer the same as ours: one wijk a point, the lowest code. sedonadb gets points
and areas as Arrow, made beforehand; it returns pairs, and the lowest code is not kept.

Run: ``python benchmarks/areas_join.py [POINTS [FILE]]``; FILE is another layer of areas.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import sedonadb
import shapely

from geo import schema
from geo.analysis.area_index import index_areas
from geo.analysis.areas import assign_areas
from geo.intake.area_files import read_area_file
from geo.intake.boundaries import columns_for
from geo.schema import Layer
from geo.workspace import BUNDLED_DIR, PROJECT_DIR, open_workspace

POINTS = 1_000_000
ROUNDS = 7
SEED = 1


def read_areas(file: str | None) -> tuple[gpd.GeoDataFrame, str]:
    """Read the given areas, else the official wijken, else the bundled ones, and say which."""
    workspace = open_workspace(BUNDLED_DIR)
    real = (
        Path(file)
        if file
        else PROJECT_DIR.parent / "shared/data/boundaries/ridderkerk_wijken_2022_rd.geojson"
    )
    path = real if real.exists() else workspace.boundaries_dir / "wijken.geojson"
    columns = columns_for(Layer.WIJKEN, workspace.settings.area_columns)
    return read_area_file(path, columns=columns, crs=workspace.crs), path.name


def draw_points(areas: gpd.GeoDataFrame, count: int) -> gpd.GeoDataFrame:
    """Draw points in the areas, evenly over the ground."""
    random = np.random.default_rng(SEED)
    ground = areas.union_all()
    shapely.prepare(ground)
    west, south, east, north = areas.total_bounds
    kept: list[np.ndarray] = []
    while sum(map(len, kept)) < count:
        places = random.uniform((west, south), (east, north), (count, 2))
        kept.append(places[shapely.intersects_xy(ground, places)])
    x, y = np.concatenate(kept)[:count].T
    return gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs=areas.crs)


def join_ours(points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> pd.Series:
    """Join with our index, built anew."""
    return assign_areas(points, areas, column=schema.WIJK_CODE)[schema.WIJK_CODE]


def join_plain(points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> pd.Series:
    """Join with geopandas; a point on a shared edge comes back twice."""
    right = areas[[schema.AREA_CODE, schema.GEOMETRY]]
    return gpd.sjoin(points, right, how="left")[schema.AREA_CODE]


def join_lowest(points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> pd.Series:
    """Join with geopandas and keep the lowest code of each point."""
    codes = join_plain(points, areas).sort_values(kind="stable")
    return codes[~codes.index.duplicated()].sort_index()


def join_sedona(areas: gpd.GeoDataFrame, points: gpd.GeoDataFrame) -> Callable[[], pd.DataFrame]:
    """Prepare the join with sedonadb, which returns pairs of a point's row and a code."""
    context = sedonadb.connect()
    rows = points.assign(row=np.arange(len(points)))
    context.create_data_frame(rows).to_view("points")
    right = areas[[schema.AREA_CODE, schema.GEOMETRY]]
    context.create_data_frame(right).to_view("areas")
    query = f"""
        SELECT points.row, areas.{schema.AREA_CODE} FROM points
        JOIN areas ON ST_Intersects(areas.geometry, points.geometry)"""
    # Its own way to pandas asks for one more package.
    return lambda: pa.table(context.sql(query)).to_pandas()


def check_pairs(pairs: pd.DataFrame, codes: pd.Series) -> None:
    """Hold the lowest code of each pair's point against ours."""
    lowest = pairs.groupby("row")[schema.AREA_CODE].min()
    pd.testing.assert_series_equal(
        lowest.reindex(range(len(codes))).astype("str").reset_index(drop=True),
        codes.astype("str").reset_index(drop=True),
        check_names=False,
    )


def measure(*ways: Callable[[], object]) -> list[float]:
    """Median seconds of each way, taken in turns so that a busy moment hits all alike."""
    seconds: list[list[float]] = [[] for _ in ways]
    for _ in range(ROUNDS):
        for spent, way in zip(seconds, ways, strict=True):
            start = time.perf_counter()
            way()
            spent.append(time.perf_counter() - start)
    return [statistics.median(spent) for spent in seconds]


def main() -> None:
    """Check that the answers are equal, then measure."""
    count = int(sys.argv[1]) if sys.argv[1:] else POINTS
    areas, name = read_areas(sys.argv[2] if sys.argv[2:] else None)
    points = draw_points(areas, count)
    codes, sedona = join_ours(points, areas), join_sedona(areas, points)
    pd.testing.assert_series_equal(codes, join_lowest(points, areas), check_names=False)
    check_pairs(sedona(), codes)
    index = index_areas(areas)
    ways: dict[str, Callable[[], object]] = {
        "assign_areas, index kept": lambda: assign_areas(points, index, column=schema.WIJK_CODE),
        "assign_areas, index included": lambda: join_ours(points, areas),
        "geopandas.sjoin": lambda: join_plain(points, areas),
        "geopandas.sjoin, lowest code kept": lambda: join_lowest(points, areas),
        "sedonadb, pairs": sedona,
    }
    seconds = measure(*ways.values())
    print(f"{len(points):,} points in the {len(areas)} areas of {name}, equal answers")
    print(f"{'way':34}{'seconds':>9}{'ratio':>8}")
    for way, spent in zip(ways, seconds, strict=True):
        print(f"{way:34}{spent:9.3f}{spent / seconds[0]:8.1f}")


if __name__ == "__main__":
    main()

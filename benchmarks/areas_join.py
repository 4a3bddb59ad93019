"""How much faster the join with areas is than geopandas.sjoin, on a million points.

The points lie in the 12 wijken (the official ones where the real data is beside the project, else
the bundled ones). Both get the same frames; ours builds its index anew each time. Measured is
`sjoin` with its default predicate, "intersects" ("within" is slower still), first alone and then
with what makes its answer the same as ours: one wijk a point, the lowest code.
"""

import statistics
import time
from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo import schema
from geo.analysis.areas import assign_areas
from geo.intake.area_files import read_area_file
from geo.intake.boundaries import columns_for
from geo.schema import Layer
from geo.workspace import BUNDLED_DIR, PROJECT_DIR, open_workspace

POINTS = 1_000_000
ROUNDS = 7
SEED = 1


def read_wijken() -> tuple[gpd.GeoDataFrame, str]:
    """Read the official wijken, else the bundled ones, and say which."""
    workspace = open_workspace(BUNDLED_DIR)
    real = PROJECT_DIR.parent / "shared/data/boundaries/ridderkerk_wijken_2022_rd.geojson"
    path = real if real.exists() else workspace.boundaries_dir / "wijken.geojson"
    columns = columns_for(Layer.WIJKEN, workspace.settings.area_columns)
    return read_area_file(path, columns=columns, crs=workspace.crs), path.name


def draw_points(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Draw points in the areas, evenly over the ground."""
    random = np.random.default_rng(SEED)
    ground = areas.union_all()
    shapely.prepare(ground)
    west, south, east, north = areas.total_bounds
    kept: list[np.ndarray] = []
    while sum(map(len, kept)) < POINTS:
        places = random.uniform((west, south), (east, north), (POINTS, 2))
        kept.append(places[shapely.intersects_xy(ground, places)])
    x, y = np.concatenate(kept)[:POINTS].T
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
    areas, name = read_wijken()
    points = draw_points(areas)
    pd.testing.assert_series_equal(
        join_ours(points, areas), join_lowest(points, areas), check_names=False
    )
    ours, plain, lowest = measure(
        lambda: join_ours(points, areas),
        lambda: join_plain(points, areas),
        lambda: join_lowest(points, areas),
    )
    print(f"{len(points):,} points in the {len(areas)} areas of {name}, equal answers")
    print(f"{'way':34}{'seconds':>9}{'ratio':>8}")
    print(f"{'assign_areas, index included':34}{ours:9.3f}{1:8.1f}")
    print(f"{'geopandas.sjoin':34}{plain:9.3f}{plain / ours:8.1f}")
    print(f"{'geopandas.sjoin, lowest code kept':34}{lowest:9.3f}{lowest / ours:8.1f}")


if __name__ == "__main__":
    main()

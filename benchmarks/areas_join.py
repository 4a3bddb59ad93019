"""How much faster the join with areas is than geopandas.sjoin and sedonadb.

Points are drawn evenly by a seed, in the 12 bundled wijken and in layers that are drawn too; one in
fifty lies in no area. All ways get the same frames. Times count where the codes are equal: of
what peers find for one point the lowest code is taken, outside of the clock. sedonadb gets points
and areas as Arrow, made beforehand; it returns pairs.
Run: ``python benchmarks/areas_join.py [--seed N] [--quick]``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Final, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import sedonadb
from drawn_areas import draw_areas
from harness import Goal, Scale, Section, Timing, Way, pick, print_alone, race, set_out, time_once

from geo import schema
from geo.analysis.area_index import index_areas
from geo.analysis.areas import assign_areas
from geo.intake.area_files import read_area_file
from geo.intake.boundaries import columns_for
from geo.schema import Layer
from geo.workspace import BUNDLED_DIR, open_workspace

OURS, BUILT, SEDONA = "ours", "ours, index built anew", "sedonadb, pairs"
WITHIN, INTERSECTS = "sjoin, within", "sjoin, intersects"
ROUNDS: Final = 5
# Takes half a minute for ten million points.
SLOW: Final = (WITHIN,)
_OUTSIDE_SHARE: Final = 0.02


@dataclass(frozen=True)
class Ground:
    """A layer of areas, and the number of points at which its goals hold.

    ``count`` areas are drawn with so many vertices; None is the bundled layer.
    """

    name: str
    points: int
    count: int | None = None
    vertices: int = 0


TOWN: Final = Ground("12 wijken (bundled)", 1_000_000)
UNIT: Final = Ground("40 areas of 900 vertices", 10_000_000, 40, 900)
# As many corners as the official wijken have, generalised.
COUNTRY: Final = Ground("3,340 areas of 33 vertices", 10_000_000, 3_340, 33)
WHOLE: Final = (
    (TOWN, (OURS, BUILT, INTERSECTS, WITHIN, SEDONA)),
    (UNIT, (OURS, BUILT, WITHIN, SEDONA)),
    (COUNTRY, (OURS, SEDONA)),
)
QUICK: Final = (
    (TOWN, (OURS, BUILT, INTERSECTS, WITHIN, SEDONA)),
    (UNIT, (OURS, BUILT, SEDONA)),
)


def measure(scale: Scale) -> Section:
    """Hold the ways beside each other on each ground, and the goals against what they take."""
    lines, goals = [], []
    for ground, names in QUICK if scale.is_quick else WHOLE:
        size = ground.points // 10 if scale.is_quick else ground.points
        ways = [Way(name, Join(ground, name), is_slow=name in SLOW) for name in names]
        timings = race(ways, [size], scale=scale, rounds=ROUNDS, differ=differ)
        areas = read_ground(ground, scale.seed)
        built = time_once(partial(index_areas, areas))[0]
        corners = areas.geometry.count_coordinates().mean()
        lines += ["", f"{ground.name} ({corners:.0f} drawn); index built in {built:.2f} s:", ""]
        lines += set_out(timings, of="points")
        goals += list_goals(ground, timings)
    return Section("Points in areas", tuple(lines[1:]), tuple(goals))


def list_goals(ground: Ground, timings: list[Timing]) -> list[Goal]:
    """Hold the goals of a ground against what was measured; none, where that were fewer points."""
    ours = pick(timings, OURS, ground.points)
    if ours is None:
        return []
    whole = f"{ground.points:,} points in {ground.name}"

    def beside(issue: int, way: str, least: float) -> Goal:
        found = pick(timings, way, ground.points)
        return Goal(
            issue, f"{whole}, beside {way}", least, "x", found and found.ratio, is_least=True
        )

    if ground == TOWN:
        return [beside(2, INTERSECTS, 8)]
    if ground == COUNTRY:
        return [Goal(9, whole, 2, "s", ours.seconds)]
    memory = Goal(9, f"memory for {whole}", 1_000, "MB", ours.peak_mb)
    return [beside(9, WITHIN, 50), beside(9, SEDONA, 6), memory]


def differ(ours: pd.Series, theirs: pd.Series | pd.DataFrame) -> bool:
    """Say whether any point has another code; of several codes the lowest counts."""
    if isinstance(theirs, pd.DataFrame):
        theirs = theirs.set_index("row")[schema.AREA_CODE]
    if theirs.index.has_duplicates:
        theirs = theirs.groupby(level=0).min()
    codes = theirs.reindex(ours.index)
    return (
        not ours.astype("str")
        .fillna("")
        .reset_index(drop=True)
        .equals(codes.astype("str").fillna("").reset_index(drop=True).rename(ours.name))
    )


@lru_cache(maxsize=1)
def read_ground(ground: Ground, seed: int) -> gpd.GeoDataFrame:
    """Draw the areas of a ground, or read the bundled ones."""
    if ground.count is not None:
        return draw_areas(ground.count, vertices=ground.vertices, seed=seed)
    workspace = open_workspace(BUNDLED_DIR)
    columns = columns_for(Layer.WIJKEN, workspace.settings.area_columns)
    path = workspace.boundaries_dir / "wijken.geojson"
    return read_area_file(path, columns=columns, crs=workspace.crs)


@lru_cache(maxsize=1)
def draw_points(ground: Ground, count: int, seed: int) -> gpd.GeoDataFrame:
    """Draw points over the rectangle around the areas and a little further."""
    areas = read_ground(ground, seed)
    west, south, east, north = areas.total_bounds
    margin = _OUTSIDE_SHARE / 4 * max(east - west, north - south)
    random = np.random.default_rng(seed)
    x = random.uniform(west - margin, east + margin, count)
    y = random.uniform(south - margin, north + margin, count)
    return gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs=areas.crs)


def join_kept(points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> Callable[[], pd.Series]:
    """Join with an index that was made beforehand."""
    index = index_areas(areas)
    return lambda: assign_areas(points, index, column=schema.WIJK_CODE)[schema.WIJK_CODE]


def join_anew(points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> Callable[[], pd.Series]:
    """Join with an index that is made for it."""
    return lambda: assign_areas(points, areas, column=schema.WIJK_CODE)[schema.WIJK_CODE]


def join_within(points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> Callable[[], pd.Series]:
    """Join with geopandas; a point on an edge lies nowhere."""
    right = areas[[schema.AREA_CODE, schema.GEOMETRY]]
    return lambda: gpd.sjoin(points, right, how="left", predicate="within")[schema.AREA_CODE]


def join_intersects(points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> Callable[[], pd.Series]:
    """Join with geopandas; a point on a shared edge comes back twice."""
    right = areas[[schema.AREA_CODE, schema.GEOMETRY]]
    return lambda: gpd.sjoin(points, right, how="left")[schema.AREA_CODE]


def join_sedona(points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> Callable[[], pd.DataFrame]:
    """Join with sedonadb, which returns pairs of a point's row and a code."""
    context = sedonadb.connect()
    context.create_data_frame(points.assign(row=np.arange(len(points)))).to_view("points")
    context.create_data_frame(areas[[schema.AREA_CODE, schema.GEOMETRY]]).to_view("areas")
    query = f"""
        SELECT points.row, areas.{schema.AREA_CODE} FROM points
        JOIN areas ON ST_Intersects(areas.geometry, points.geometry)"""
    # Its own way to pandas asks for one more package.
    return lambda: pa.table(context.sql(query)).to_pandas()


WAYS: Final[dict[str, Callable[[gpd.GeoDataFrame, gpd.GeoDataFrame], Callable[[], Any]]]] = {
    OURS: join_kept,
    BUILT: join_anew,
    WITHIN: join_within,
    INTERSECTS: join_intersects,
    SEDONA: join_sedona,
}


class Join(NamedTuple):
    """Makes ready one way to join; a plain function could not go to another process."""

    ground: Ground
    way: str

    def __call__(self, size: int, seed: int) -> Callable[[], Any]:
        """Draw areas and points, which all ways share."""
        points = draw_points(self.ground, size, seed)
        return WAYS[self.way](points, read_ground(self.ground, seed))


if __name__ == "__main__":
    print_alone(measure)

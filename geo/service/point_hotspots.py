"""Hotspots of a set of points that no single machine need hold."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from geo.analysis.cell_counts import CellCounts, add_counts
from geo.analysis.tiles import Merged, cut_tiles, merge_tiles
from geo.engines import Engine, files
from geo.errors import ParamsError
from geo.intake.point_sets import PointSet, open_point_set
from geo.params import HotspotParams, PointQuestion
from geo.parts.choosing import settle_choice
from geo.parts.clustering import (
    PartWork,
    Setup,
    Tally,
    TileWork,
    cluster_slices,
    count_part,
    deal_part,
    gather_cores,
    keep_ranks,
    label_part,
)
from geo.parts.drawing import (
    choose_drawn,
    draw_ground,
    order_clusters,
    split_cores,
    tabulate_clusters,
)
from geo.service.answers import PointHotspotReport
from geo.themes import read_themes
from geo.workspace import Workspace

# What is told of how far the work is.
COUNT: Final = "count points"
DEAL: Final = "deal into tiles"
CLUSTER: Final = "cluster tiles"
LABEL: Final = "label points"
GATHER: Final = "gather core points"
DRAW: Final = "draw outlines"


@dataclass(frozen=True)
class _Plan:
    """A set of points, cut into tiles: the work of each tile, and of each part."""

    setup: Setup
    tallies: tuple[Tally, ...]
    tiles: tuple[TileWork, ...]
    parts: tuple[PartWork, ...]


def find_point_hotspots(
    workspace: Workspace,
    question: PointQuestion,
    *,
    engine: Engine,
    params: HotspotParams | None = None,
) -> PointHotspotReport:
    """Find the hotspots of a set of points, part by part and tile by tile.

    The same labels as `find_hotspots` on the same rows, whatever the engine and however many tiles.
    For the local operator alone: no role's rows are left out of files beside the store.

    Parameters
    ----------
    workspace
        Whose theme cards and time zone.
    question
        Which points, and where to write.
    engine
        Where the work is done. Its workers have to reach both addresses.
    params
        In place of those on the card.

    Raises
    ------
    ThemeError
        If the theme is unknown.
    IntakeError, CrsMismatchError
        If the points cannot be used.
    ParamsError
        If there are files where the answer is to be written.
    """
    # Without a theme there is no card to take settings from, and that is what it says then.
    settings = params or read_themes(workspace).card(question.theme or "").params()
    points = open_point_set(question.address)
    bounds = question.period.bounds(workspace.timezone) if question.period else None
    choice = settle_choice(points, settings, theme=question.theme, bounds=bounds)
    with _make_folders(files.settle(question.out)) as (work, labelled):
        plan = _cut(points, Setup(choice, work, labelled), engine, question.tile_rows)
        merged = _cluster(plan, engine)
        ranks = order_clusters(merged.clusters)
        keep_ranks([ranks[numbers] for numbers in merged.numbers], setup=plan.setup)
        noise = sum(engine.run(partial(label_part, setup=plan.setup), plan.parts, what=LABEL))
        hotspots = _draw(plan, merged, ranks, engine, points.crs or workspace.crs)
    table = files.join(files.settle(question.out), "hotspots.parquet")
    files.write_whole(table, hotspots.to_parquet)
    return PointHotspotReport(
        question=question,
        params=settings,
        hotspots=hotspots,
        incidents_address=labelled,
        hotspots_address=table,
        read=points.rows,
        incidents=sum(tally.chosen for tally in plan.tallies),
        noise=noise,
        without_place=sum(tally.without_place for tally in plan.tallies),
        police_made=sum(tally.police_made for tally in plan.tallies),
        tiles=len(plan.tiles),
    )


@contextmanager
def _make_folders(out: files.Address) -> Iterator[tuple[files.Address, files.Address]]:
    """Make a folder for the work, which goes with the block, and one for what stays."""
    files.make_folder(out)
    if files.list_files(out):
        raise ParamsError(
            "points-out-full",
            expected="a folder without files to write to",
            got=f"{out} with some",
            remedy="name another folder, or empty it",
            address=out,
        )
    work, labelled = files.join(out, "_work"), files.join(out, "incidents")
    try:
        for folder in (work, labelled):
            files.make_folder(folder)
        yield work, labelled
    finally:
        files.remove_folder(work)


def _cut(points: PointSet, setup: Setup, engine: Engine, tile_rows: int) -> _Plan:
    tallies: list[Tally] = []
    counts = add_counts(_count(points, setup, engine, tallies))
    tiles = cut_tiles(counts, max(1, math.ceil(counts.points.sum() / tile_rows)))
    deal = partial(deal_part, setup=setup, tiles=tiles)
    slices: list[list[tuple[int, int]]] = [[] for _ in tiles]
    parts = []
    for part, dealt in zip(points.parts, engine.run(deal, points.parts, what=DEAL), strict=True):
        # A batch of the part's file has its counterpart in the file of the tile.
        parts.append(PartWork(part, tuple((tile, len(slices[tile])) for tile in dealt)))
        for batch, tile in enumerate(dealt):
            slices[tile].append((part.number, batch))
    numbered = enumerate(zip(tiles, slices, strict=True))
    work = tuple(TileWork(number, tile, tuple(held)) for number, (tile, held) in numbered)
    return _Plan(setup, tuple(tallies), work, tuple(parts))


def _count(
    points: PointSet, setup: Setup, engine: Engine, tallies: list[Tally]
) -> Iterator[CellCounts]:
    """Hand on the cells of each part, and keep of its tally what is small."""
    for counts, tally in engine.run(partial(count_part, setup=setup), points.parts, what=COUNT):
        tallies.append(tally)
        yield counts


def _cluster(plan: _Plan, engine: Engine) -> Merged:
    cluster = partial(cluster_slices, setup=plan.setup)
    return merge_tiles(list(engine.run(cluster, plan.tiles, what=CLUSTER)))


def _draw(
    plan: _Plan, merged: Merged, ranks: NDArray[np.int64], engine: Engine, crs: CRS
) -> gpd.GeoDataFrame:
    drawn = choose_drawn(merged.clusters, ranks)
    asked = [
        tile
        for tile, numbers in zip(plan.tiles, merged.numbers, strict=True)
        if np.isin(ranks[numbers], drawn).any()
    ]
    gather = partial(gather_cores, setup=plan.setup, ranks=drawn)
    cores = split_cores(engine.run(gather, asked, what=GATHER))
    draw = partial(draw_ground, eps_m=plan.setup.choice.params.eps_m)
    outlines = engine.run(draw, list(cores.values()), what=DRAW)
    return tabulate_clusters(merged.clusters, ranks, cores, outlines, crs)

"""The steps of clustering a set of points in tiles: count, deal, cluster, label.

Each is a plain function of one part or tile that reads files and writes files, so that whoever does
it twice leaves the same. What travels through the engine are counts and sums, never points.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from geo import schema
from geo.analysis.cell_counts import CellCounts, count_points
from geo.analysis.points import stack_points
from geo.analysis.tiles import (
    IS_OWNED,
    POINTS,
    Found,
    Tile,
    cluster_tile,
    deal_points,
    tell_tile,
)
from geo.engines import files
from geo.intake.point_sets import PointPart, read_rows
from geo.parts.choosing import Choice, Chosen, read_chosen

_PLACE: Final = "place"
_SLICE: Final = pa.schema(
    {
        _PLACE: pa.int32(),
        schema.X: pa.float64(),
        schema.Y: pa.float64(),
        POINTS: pa.int32(),
        schema.WEIGHT: pa.float64(),
    }
)
_LABELS: Final = pa.schema(
    {schema.CLUSTER: pa.int32(), schema.IS_CORE: pa.bool_(), IS_OWNED: pa.bool_()}
)
_RANKS: Final = pa.schema({schema.RANK: pa.int32()})
_NOWHERE: Final = -1
_ADDED: Final = (schema.CLUSTER, schema.IS_CORE)

Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Setup:
    """What every step needs.

    Parameters
    ----------
    choice
        Rows that are asked for.
    work
        Folder of files that are needed for as long as the work goes on.
    out
        Folder of the labelled points.
    """

    choice: Choice
    work: files.Address
    out: files.Address


@dataclass(frozen=True)
class Tally:
    """What a part holds: ``chosen`` rows, of them ``without_place``, and those left out."""

    chosen: int
    without_place: int
    police_made: int


@dataclass(frozen=True)
class TileWork:
    """A tile, its number, and where its points are: part and batch of that part's file."""

    number: int
    tile: Tile
    slices: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class PartWork:
    """A part, and where the labels of its places are: tile and batch of that tile's file."""

    part: PointPart
    sources: tuple[tuple[int, int], ...]


def count_part(part: PointPart, *, setup: Setup) -> tuple[CellCounts, Tally]:
    """Count the points of a part in cells, and its rows."""
    chosen = read_chosen(part, setup.choice)
    x, y = chosen.x[chosen.placed], chosen.y[chosen.placed]
    counts = count_points(x, y, eps_m=setup.choice.params.eps_m)
    return counts, Tally(len(chosen.x), len(chosen.x) - len(x), chosen.police_made)


def deal_part(part: PointPart, *, setup: Setup, tiles: Sequence[Tile]) -> tuple[int, ...]:
    """Write the places of a part for each tile that needs some.

    Returns
    -------
    tuple
        Numbers of those tiles, in the order of the batches.
    """
    chosen = read_chosen(part, setup.choice)
    places = _stack(chosen)
    x, y = places[schema.X].to_numpy(), places[schema.Y].to_numpy()
    dealt = deal_points(x, y, tiles, eps_m=setup.choice.params.eps_m)
    batches = [
        pa.RecordBatch.from_pandas(places.iloc[held], _SLICE, preserve_index=False)
        for held in dealt
        if len(held)
    ]
    files.write_batches(_name_slices(setup, part.number), batches, _SLICE)
    return tuple(number for number, held in enumerate(dealt) if len(held))


def cluster_slices(work: TileWork, *, setup: Setup) -> Found:
    """Cluster a tile, write the labels of its places, and tell what the whole needs to know."""
    params = setup.choice.params
    slices = list(_read_slices(work, setup))
    points = pd.concat([_SLICE.empty_table().to_pandas(), *slices], ignore_index=True)
    done = cluster_tile(points, work.tile, eps_m=params.eps_m, min_samples=params.min_samples)
    table = pa.Table.from_pandas(done[_LABELS.names], _LABELS, preserve_index=False)
    ends = np.cumsum([len(one) for one in slices], dtype=np.int64)
    batches = [
        table.slice(end - len(one), len(one)).combine_chunks().to_batches()[0]
        for end, one in zip(ends, slices, strict=True)
    ]
    files.write_batches(_name_labels(setup, work.number), batches, _LABELS)
    return tell_tile(done, work.tile, eps_m=params.eps_m)


def keep_ranks(ranks: Sequence[Labels], *, setup: Setup) -> None:
    """Write down which rank each label of each tile gets, counted from 0."""
    batches = [pa.record_batch([pa.array(of_tile, pa.int32())], schema=_RANKS) for of_tile in ranks]
    files.write_batches(_name_ranks(setup), batches, _RANKS)


def gather_cores(work: TileWork, *, setup: Setup, ranks: Labels) -> pd.DataFrame:
    """Find the core points of some hotspots in a tile.

    Returns
    -------
    DataFrame
        Columns ``rank``, ``x``, ``y``: a row each place.
    """
    points = pd.concat(list(_read_slices(work, setup)), ignore_index=True)
    labels = pd.concat(
        [
            batch.to_pandas()
            for batch in files.read_batches(
                _name_labels(setup, work.number), range(len(work.slices))
            )
        ],
        ignore_index=True,
    )
    rank = _rank(labels[schema.CLUSTER].to_numpy(), work.number, setup)
    wanted = (labels[schema.IS_CORE] & labels[IS_OWNED]).to_numpy() & np.isin(rank, ranks)
    cores = points.loc[wanted, [schema.X, schema.Y]]
    ranked: pd.DataFrame = cores.assign(**{schema.RANK: rank[wanted]}).reset_index(drop=True)
    return ranked


def label_part(work: PartWork, *, setup: Setup) -> int:
    """Write the rows of a part that were asked for, with what cluster they belong to.

    All columns are kept, in the order of the rows; ``cluster`` (rank of the hotspot from 0, -1 for
    none) and ``is_core`` are added.

    Returns
    -------
    int
        How many belong to none.
    """
    chosen = read_chosen(work.part, setup.choice)
    place_of = _find_places(chosen)
    cluster, is_core = _gather_labels(work, setup, int(place_of.max(initial=_NOWHERE)) + 1)
    labels = cluster[place_of]
    table = read_rows(work.part).filter(pa.array(chosen.rows))
    table = table.drop_columns([name for name in _ADDED if name in table.schema.names])
    for name, values in zip(_ADDED, (labels, is_core[place_of]), strict=True):
        table = table.append_column(name, pa.array(values))
    address = files.join(setup.out, f"part-{work.part.number:05}.parquet")
    files.write_whole(address, lambda file: pq.write_table(table, file))
    return int((labels == schema.NOISE).sum())


def _stack(chosen: Chosen) -> pd.DataFrame:
    """Take rows on one place together: what is sent on grows with the places."""
    placed = chosen.placed
    places = stack_points(np.column_stack([chosen.x[placed], chosen.y[placed]]))
    x, y = places.xy.T
    weights = np.bincount(places.place_of, chosen.weights[placed], len(x))
    return pd.DataFrame(
        {
            _PLACE: np.arange(len(x)),
            schema.X: x,
            schema.Y: y,
            POINTS: places.counts,
            schema.WEIGHT: weights,
        }
    )


def _find_places(chosen: Chosen) -> Labels:
    """Say on which place of its part each row lies, counted as they were dealt."""
    placed = chosen.placed
    place_of = np.full(len(placed), _NOWHERE, np.int64)
    place_of[placed] = stack_points(np.column_stack([chosen.x[placed], chosen.y[placed]])).place_of
    return place_of


def _gather_labels(work: PartWork, setup: Setup, places: int) -> tuple[Labels, NDArray[np.bool_]]:
    # The last entry is for rows without a place.
    cluster = np.full(places + 1, schema.NOISE, np.int64)
    is_core = np.zeros(places + 1, np.bool_)
    slices = files.read_batches(
        _name_slices(setup, work.part.number), range(len(work.sources)), [_PLACE]
    )
    for dealt, (tile, number) in zip(slices, work.sources, strict=True):
        labels = next(files.read_batches(_name_labels(setup, tile), [number])).to_pandas()
        own = labels[IS_OWNED].to_numpy()
        place = dealt.column(_PLACE).to_numpy()[own]
        cluster[place] = _rank(labels[schema.CLUSTER].to_numpy()[own], tile, setup)
        is_core[place] = labels[schema.IS_CORE].to_numpy()[own]
    return cluster, is_core


def _rank(labels: NDArray[np.int32], tile: int, setup: Setup) -> Labels:
    ranks = next(files.read_batches(_name_ranks(setup), [tile])).column(schema.RANK)
    ranked: Labels = np.append(ranks.to_numpy().astype(np.int64), schema.NOISE)[labels]
    return ranked


def _read_slices(work: TileWork, setup: Setup) -> Iterator[pd.DataFrame]:
    for part, number in work.slices:
        yield next(files.read_batches(_name_slices(setup, part), [number])).to_pandas()


def _name_slices(setup: Setup, part: int) -> files.Address:
    return files.join(setup.work, f"part-{part:05}.arrow")


def _name_labels(setup: Setup, tile: int) -> files.Address:
    return files.join(setup.work, f"tile-{tile:05}.arrow")


def _name_ranks(setup: Setup) -> files.Address:
    return files.join(setup.work, "ranks.arrow")

"""A whole country at once: its hotspots found, laid in wijken and ranked with them."""

from collections.abc import Iterator
from functools import partial
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.analysis.dbscan import cluster_points
from geo.analysis.packed_areas import PackedAreas, pack_areas
from geo.analysis.ranking import NOWHERE, add_tallies, rank_areas, rank_hotspots, tally_part
from geo.errors import ParamsError
from geo.intake.boundaries import AreaLayer, read_areas
from geo.intake.point_sets import open_point_set
from geo.params import HotspotParams, PointQuestion
from geo.parts.rows import take_places, tally_labelled
from geo.schema import Layer
from geo.service.areas import list_layers
from geo.service.country_answers import CountryQuestion, CountryRanking
from geo.service.point_hotspots import find_point_hotspots
from geo.service.rows import PointSource, Rows, open_rows
from geo.workspace import Workspace

# Points that are counted at a time: few enough for their pairs to be sorted in the cache.
_BLOCK: Final = 1_000_000

# Shape ``(2, n)``: x and y.
Points = NDArray[np.float64]


def rank_country(
    workspace: Workspace, source: PointSource, question: CountryQuestion
) -> CountryRanking:
    """Find hotspots among the points of a whole country, and rank them and the wijken.

    Records that police made themselves are left out: they show where police were.

    Parameters
    ----------
    workspace
        Its coordinate system is that of the points, and its settings say how areas are read.
    source
        The points.
    question
        What to rank.

    Raises
    ------
    AccessError
        If whoever asks may not see all points.
    ParamsError
        If there are no areas.
    IntakeError
        If points or areas cannot be read.
    """
    layer = _find_wijken(workspace, question)
    packed = pack_areas(layer.areas)
    # Knocks at the door of the points, and looks whether they lie in the workspace's system.
    rows = open_rows(workspace, source)
    if question.labelled is None:
        tallied = _tally_here(rows, source, question, packed)
    else:
        tallied = _tally_in_tiles(workspace, source, question, packed)
    tally = tallied.tally
    inside = tally[schema.CLUSTER] != schema.NOISE
    return CountryRanking(
        question=question,
        source=layer.source,
        wijken=rank_areas(tally, layer.areas),
        hotspots=rank_hotspots(tally),
        incidents=int(tally[schema.INCIDENTS].sum()),
        in_hotspots=int(tally.loc[inside, schema.INCIDENTS].sum()),
        outside=int(tally.loc[tally[schema.AREA_CODE] == NOWHERE, schema.INCIDENTS].sum()),
        without_place=tallied.without_place,
        police_made=tallied.police_made,
    )


class _Tallied(NamedTuple):
    """What all points together count, and how many were left out for what reason."""

    tally: pd.DataFrame
    without_place: int
    police_made: int


def _find_wijken(workspace: Workspace, question: CountryQuestion) -> AreaLayer:
    if question.areas is not None:
        return read_areas(workspace, question.areas, Layer.WIJKEN)
    layer = list_layers(workspace).get(Layer.WIJKEN)
    if layer is None:
        raise ParamsError(
            "country-areas",
            expected="wijken to rank",
            got="a workspace without them",
            remedy="name a file with --areas, or import the layer",
        )
    return layer


def _tally_here(
    rows: Rows, source: PointSource, question: CountryQuestion, areas: PackedAreas
) -> _Tallied:
    told = [name for name in (schema.REPORTER,) if name in source.points.columns]
    columns = (schema.X, schema.Y, *told)
    parts = rows.each(take_places, columns, theme=question.theme, period=question.period)
    points, without_place, police_made = zip(*parts, strict=True)
    labelled = _label(np.concatenate(points, axis=1), question.params)
    tally = add_tallies(tally_part(part, areas.index) for part in labelled)
    return _Tallied(tally, sum(without_place), sum(police_made))


def _tally_in_tiles(
    workspace: Workspace, source: PointSource, question: CountryQuestion, areas: PackedAreas
) -> _Tallied:
    asked = PointQuestion(
        address=source.points.address,
        out=str(question.labelled),
        theme=question.theme,
        period=question.period,
    )
    found = find_point_hotspots(workspace, asked, engine=source.engine, params=question.params)
    # A set of nothing is none.
    parts = open_point_set(found.incidents_address).parts if found.incidents else ()
    count = partial(tally_labelled, areas=areas)
    tally = add_tallies(source.engine.run(count, parts, what="lay in wijken"))
    return _Tallied(tally, found.without_place, found.police_made)


def _label(points: Points, params: HotspotParams) -> Iterator[pd.DataFrame]:
    """Find the hotspots of all points, and return these with their hotspot, some at a time."""
    x, y = points
    found = cluster_points(x, y, eps_m=params.eps_m, min_samples=params.min_samples)
    for start in range(0, len(x), _BLOCK):
        block = slice(start, start + _BLOCK)
        yield pd.DataFrame(
            {schema.X: x[block], schema.Y: y[block], schema.CLUSTER: found.labels[block]}
        )

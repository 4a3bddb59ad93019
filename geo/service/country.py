"""A whole country at once: its hotspots found, laid in wijken and ranked with them."""

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.analysis.dbscan import cluster_points
from geo.analysis.packed_areas import pack_areas
from geo.analysis.ranking import add_tallies, rank_areas, rank_hotspots, tally_part
from geo.errors import ParamsError
from geo.intake.boundaries import AreaLayer, read_areas
from geo.params import HotspotParams
from geo.parts.rows import Places, take_places
from geo.schema import Layer
from geo.service.areas import list_layers
from geo.service.country_answers import CountryQuestion, CountryRanking
from geo.service.rows import PointSource, open_rows
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
    rows = open_rows(workspace, source)
    told = [name for name in (schema.REPORTER,) if name in source.points.columns]
    columns = (schema.X, schema.Y, *told)
    parts = rows.each(take_places, columns, theme=question.theme, period=question.period)
    places = _gather(parts)
    labelled = _label(places.points, question.params)
    tally = add_tallies(tally_part(part, packed.index) for part in labelled)
    inside = tally[schema.CLUSTER] != schema.NOISE
    return CountryRanking(
        question=question,
        source=layer.source,
        wijken=rank_areas(tally, layer.areas),
        hotspots=rank_hotspots(tally),
        incidents=int(tally[schema.INCIDENTS].sum()),
        in_hotspots=int(tally.loc[inside, schema.INCIDENTS].sum()),
        outside=int(tally.loc[tally[schema.AREA_CODE] == "", schema.INCIDENTS].sum()),
        without_place=places.without_place,
        police_made=places.police_made,
    )


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


def _gather(parts: Iterable[Places]) -> Places:
    """Bring the points of all parts together."""
    points, without_place, police_made = zip(*parts, strict=True)
    return Places(np.concatenate(points, axis=1), sum(without_place), sum(police_made))


def _label(points: Points, params: HotspotParams) -> Iterator[pd.DataFrame]:
    """Find the hotspots of all points, and return these with their hotspot, some at a time."""
    x, y = points
    found = cluster_points(x, y, eps_m=params.eps_m, min_samples=params.min_samples)
    # Of nothing there is one part too, so that there is something to add up.
    for start in range(0, max(len(x), 1), _BLOCK):
        block = slice(start, start + _BLOCK)
        yield pd.DataFrame(
            {schema.X: x[block], schema.Y: y[block], schema.CLUSTER: found.labels[block]}
        )

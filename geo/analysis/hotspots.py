"""Hotspots of incidents: found by density, drawn, scored and ranked."""

import math
from dataclasses import dataclass
from hashlib import blake2b

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.analysis.dbscan import cluster_points
from geo.analysis.outlines import draw_outline
from geo.analysis.points import check_metres, read_points
from geo.params import HotspotParams

_X, _Y, _RECENCY = "x", "y", "recency"
_SECONDS_PER_DAY = 86_400
_SQUARE_METRES_PER_HA = 10_000
# A hotspot lies in a park when at least this share of its incidents does.
_PARK_SHARE = 0.5


@dataclass(frozen=True)
class Hotspots:
    """What a search found.

    Parameters
    ----------
    incidents
        The given incidents with ``cluster`` (0 is the hotspot of rank 1, -1 is none) and
        ``is_core``, on the same index.
    hotspots
        One row a hotspot, in order of rank, columns ``schema.HOTSPOT_COLUMNS``.
    """

    incidents: gpd.GeoDataFrame
    hotspots: gpd.GeoDataFrame


def find_hotspots(
    incidents: gpd.GeoDataFrame,
    params: HotspotParams,
    *,
    as_of: pd.Timestamp,
    municipality: BaseGeometry | None = None,
) -> Hotspots:
    """Find places where incidents lie close together, and rank them.

    The score of a hotspot is the sum over its incidents of ``2 ** (-age / half_life)``, the age
    counted in days from the start of the incident to ``as_of``. Rank follows score, then the
    number of incidents, then the centre's x and y: the order of the rows has no say in it.

    Parameters
    ----------
    incidents
        Incidents with ``started_at`` and point geometry in a projected system in metres; those
        without a place take part in nothing. ``wijk_code`` and ``park_id`` are used where present.
    params
        Settings of the search.
    as_of
        Zone-aware end of the period, the instant at which ages are counted.
    municipality
        Ground to which outlines are clipped, same coordinate system.

    Raises
    ------
    CrsMismatchError
        If the incidents are not in a projected coordinate system in metres.
    """
    check_metres(incidents)
    labelled = _label_incidents(incidents, params)
    members = _members(labelled, as_of, params)
    hotspots = _rank(_describe(members, params, municipality), labelled.crs)
    return Hotspots(_renumber(labelled, hotspots), hotspots.drop(columns=schema.CLUSTER))


def weigh_recency(
    incidents: pd.DataFrame, params: HotspotParams, *, as_of: pd.Timestamp
) -> pd.Series:
    """Say how heavily each incident counts in the score of a hotspot.

    Returns
    -------
    Series
        On the incidents' index: ``2 ** (-age / half_life)``, the age in days up to ``as_of``.
    """
    age_days = (as_of - incidents[schema.STARTED_AT]).dt.total_seconds() / _SECONDS_PER_DAY
    weights: pd.Series = np.exp2(-age_days / params.half_life_days)
    return weights


def place_centre(
    mean: NDArray[np.float64], cores: NDArray[np.float64], outline: BaseGeometry
) -> NDArray[np.float64]:
    """Find a centre for a hotspot: a bent or clipped one may not hold its own mean.

    Parameters
    ----------
    mean
        Shape ``(2,)``: of its incidents.
    cores
        Shape ``(n, 2)``: its core points, in order of x, then y.
    outline
        Its ground.

    Returns
    -------
    ndarray
        Shape ``(2,)``: the mean, or the nearest core point that the outline holds, or else a place
        in it.
    """
    if shapely.contains_xy(outline, *mean):
        return mean
    held = cores[shapely.contains_xy(outline, cores)]
    if not len(held):
        held = shapely.get_coordinates(shapely.point_on_surface(outline))
    nearest: NDArray[np.float64] = held[np.square(held - mean).sum(axis=1).argmin()]
    return nearest


def _label_incidents(incidents: gpd.GeoDataFrame, params: HotspotParams) -> gpd.GeoDataFrame:
    x, y = read_points(incidents)
    placed = np.isfinite(x) & np.isfinite(y)
    found = cluster_points(x[placed], y[placed], eps_m=params.eps_m, min_samples=params.min_samples)
    labels = np.full(len(incidents), schema.NOISE, np.int64)
    is_core = np.zeros(len(incidents), np.bool_)
    labels[placed] = found.labels
    is_core[placed] = found.is_core
    return incidents.assign(**{schema.CLUSTER: labels, schema.IS_CORE: is_core})


def _members(
    labelled: gpd.GeoDataFrame, as_of: pd.Timestamp, params: HotspotParams
) -> pd.DataFrame:
    inside = labelled[(labelled[schema.CLUSTER] != schema.NOISE).to_numpy()]
    points = inside.geometry.to_numpy()
    areas = {
        name: inside[name] if name in inside else pd.Series(None, index=inside.index, dtype="str")
        for name in (schema.WIJK_CODE, schema.PARK_ID)
    }
    members = pd.DataFrame(
        {
            schema.CLUSTER: inside[schema.CLUSTER],
            schema.IS_CORE: inside[schema.IS_CORE],
            _X: shapely.get_x(points),
            _Y: shapely.get_y(points),
            _RECENCY: weigh_recency(inside, params, as_of=as_of),
            **areas,
        }
    )
    # Means and ids depend on the order of what they are made of: settle it once, for all.
    return members.sort_values([schema.CLUSTER, _X, _Y])


def _describe(
    members: pd.DataFrame, params: HotspotParams, municipality: BaseGeometry | None
) -> pd.DataFrame:
    clusters = members.groupby(schema.CLUSTER)
    cores = _split_cores(members)
    outlines = [draw_outline(c, eps_m=params.eps_m, municipality=municipality) for c in cores]
    described = pd.DataFrame(
        {
            schema.HOTSPOT_ID: [_identify(core, params) for core in cores],
            schema.INCIDENTS: clusters.size(),
            schema.CORE_POINTS: clusters[schema.IS_CORE].sum(),
            schema.AREA_HA: shapely.area(outlines) / _SQUARE_METRES_PER_HA,
            # Rounded once, at the end: the same ages give the same score in whatever order.
            schema.SCORE: clusters[_RECENCY].agg(math.fsum),
            schema.WIJK_CODE: _most_frequent(members, schema.WIJK_CODE, least_share=0),
            schema.PARK_ID: _most_frequent(members, schema.PARK_ID, least_share=_PARK_SHARE),
            **_centres(clusters[[_X, _Y]].mean().to_numpy(), cores, outlines),
            schema.GEOMETRY: outlines,
        },
        index=clusters.size().index,
    )
    return described.reset_index()


def _split_cores(members: pd.DataFrame) -> list[NDArray[np.float64]]:
    cores = members[members[schema.IS_CORE]]
    first = np.flatnonzero(np.diff(cores[schema.CLUSTER])) + 1
    return np.split(cores[[_X, _Y]].to_numpy(), first) if len(cores) else []


def _identify(cores: NDArray[np.float64], params: HotspotParams) -> str:
    digest = blake2b(np.ascontiguousarray(cores).tobytes(), digest_size=5)
    digest.update(f"{float(params.eps_m)}/{params.min_samples}".encode())
    return digest.hexdigest()


def _most_frequent(members: pd.DataFrame, column: str, *, least_share: float) -> pd.Series:
    sizes = members.groupby(schema.CLUSTER).size()
    counts = members.groupby([schema.CLUSTER, column]).size().rename("count").reset_index()
    enough = counts["count"] >= least_share * counts[schema.CLUSTER].map(sizes)
    # The counts are in order of code: a stable sort leaves ties to the lowest.
    ordered = counts[enough].sort_values("count", ascending=False, kind="stable")
    return ordered.drop_duplicates(schema.CLUSTER).set_index(schema.CLUSTER)[column]


def _centres(
    means: NDArray[np.float64], cores: list[NDArray[np.float64]], outlines: list[BaseGeometry]
) -> dict[str, NDArray[np.float64]]:
    centres = means.copy()
    outside = ~shapely.contains_xy(outlines, *means.T)
    for place in np.flatnonzero(outside):
        centres[place] = place_centre(means[place], cores[place], outlines[place])
    return {_X: centres[:, 0], _Y: centres[:, 1]}


def _rank(described: pd.DataFrame, crs: object) -> gpd.GeoDataFrame:
    ranked = described.sort_values(
        [schema.SCORE, schema.INCIDENTS, _X, _Y], ascending=[False, False, True, True]
    ).reset_index(drop=True)
    ranked[schema.RANK] = np.arange(1, len(ranked) + 1)
    ranked[schema.CENTRE] = gpd.GeoSeries(gpd.points_from_xy(ranked[_X], ranked[_Y]), crs=crs)
    kept = _typed(ranked[[schema.CLUSTER, *schema.HOTSPOT_COLUMNS]])
    return gpd.GeoDataFrame(kept, geometry=schema.GEOMETRY, crs=crs)


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    # An empty frame has to have the same types as a full one.
    counts = (schema.CLUSTER, schema.INCIDENTS, schema.CORE_POINTS)
    figures = (schema.AREA_HA, schema.SCORE)
    texts = (schema.HOTSPOT_ID, schema.WIJK_CODE, schema.PARK_ID)
    types = dict.fromkeys(counts, "int64") | dict.fromkeys(figures, "float64")
    return frame.astype(types | dict.fromkeys(texts, "str"))


def _renumber(labelled: gpd.GeoDataFrame, hotspots: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    number = np.full(len(hotspots) + 1, schema.NOISE, np.int64)
    number[hotspots[schema.CLUSTER].to_numpy()] = hotspots[schema.RANK].to_numpy() - 1
    return labelled.assign(**{schema.CLUSTER: number[labelled[schema.CLUSTER].to_numpy()]})

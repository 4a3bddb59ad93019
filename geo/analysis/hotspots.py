"""Hotspots of incidents: found by density, drawn, scored and ranked."""

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
from geo.errors import CrsMismatchError
from geo.params import HotspotParams

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
        If the incidents are not in a projected coordinate system.
    """
    _check_crs(incidents)
    labelled = _label_incidents(incidents, params)
    ages = (as_of - incidents[schema.STARTED_AT]).dt.total_seconds().to_numpy() / 86_400
    members = _members(labelled, np.exp2(-ages / params.half_life_days))
    clusters = members.groupby(schema.CLUSTER)
    rows = [_describe(cluster, params, municipality) for _, cluster in clusters]
    hotspots = _rank(rows, labelled.crs)
    return Hotspots(_renumber(labelled, hotspots), hotspots.drop(columns=schema.CLUSTER))


def _check_crs(incidents: gpd.GeoDataFrame) -> None:
    if incidents.crs is None or not incidents.crs.is_projected:
        raise CrsMismatchError(
            "crs-not-projected",
            expected="incidents in a projected coordinate system in metres",
            got=str(incidents.crs),
            remedy="reproject them to the workspace's coordinate system",
            crs=incidents.crs,
        )


def _label_incidents(incidents: gpd.GeoDataFrame, params: HotspotParams) -> gpd.GeoDataFrame:
    geometry = incidents.geometry
    placed = ~(geometry.isna() | geometry.is_empty).to_numpy()
    points = geometry.to_numpy()[placed]
    found = cluster_points(
        shapely.get_x(points),
        shapely.get_y(points),
        eps_m=params.eps_m,
        min_samples=params.min_samples,
    )
    labels = np.full(len(incidents), schema.NOISE, np.int64)
    is_core = np.zeros(len(incidents), np.bool_)
    labels[placed] = found.labels
    is_core[placed] = found.is_core
    return incidents.assign(**{schema.CLUSTER: labels, schema.IS_CORE: is_core})


def _members(labelled: gpd.GeoDataFrame, recency: NDArray[np.float64]) -> pd.DataFrame:
    inside = (labelled[schema.CLUSTER] != schema.NOISE).to_numpy()
    points = labelled.geometry.to_numpy()[inside]
    columns = [schema.CLUSTER, schema.IS_CORE]
    columns += [name for name in (schema.WIJK_CODE, schema.PARK_ID) if name in labelled]
    members = pd.DataFrame(labelled.loc[inside, columns]).assign(
        x=shapely.get_x(points), y=shapely.get_y(points), recency=recency[inside]
    )
    # Sums of floating-point numbers depend on their order: settle it once, for all of them.
    return members.sort_values([schema.CLUSTER, "x", "y", "recency"])


def _describe(
    members: pd.DataFrame, params: HotspotParams, municipality: BaseGeometry | None
) -> dict[str, object]:
    cores = members.loc[members[schema.IS_CORE], ["x", "y"]].to_numpy()
    outline = draw_outline(cores, eps_m=params.eps_m, municipality=municipality)
    return {
        schema.CLUSTER: members[schema.CLUSTER].iloc[0],
        schema.HOTSPOT_ID: _identify(cores, params),
        schema.INCIDENTS: len(members),
        schema.CORE_POINTS: len(cores),
        schema.AREA_HA: outline.area / _SQUARE_METRES_PER_HA,
        schema.SCORE: members["recency"].sum(),
        schema.WIJK_CODE: _most_frequent(members, schema.WIJK_CODE, least_share=0),
        schema.PARK_ID: _most_frequent(members, schema.PARK_ID, least_share=_PARK_SHARE),
        schema.CENTRE: _centre(members, cores, outline),
        schema.GEOMETRY: outline,
    }


def _identify(cores: NDArray[np.float64], params: HotspotParams) -> str:
    digest = blake2b(np.ascontiguousarray(cores).tobytes(), digest_size=5)
    digest.update(f"{params.eps_m}/{params.min_samples}".encode())
    return digest.hexdigest()


def _most_frequent(members: pd.DataFrame, column: str, *, least_share: float) -> str | None:
    if column not in members:
        return None
    counts = members[column].value_counts().sort_index()
    if counts.empty or counts.max() < least_share * len(members):
        return None
    return str(counts.idxmax())


def _centre(
    members: pd.DataFrame, cores: NDArray[np.float64], outline: BaseGeometry
) -> shapely.Point:
    mean = shapely.Point(members["x"].mean(), members["y"].mean())
    if outline.contains(mean):
        return mean
    # A bent hotspot may not hold its own mean: then the core point nearest to it speaks for it.
    offset = cores - np.array([mean.x, mean.y])
    return shapely.Point(cores[np.argmin(np.einsum("ij,ij->i", offset, offset))])


def _rank(rows: list[dict[str, object]], crs: object) -> gpd.GeoDataFrame:
    columns = [schema.CLUSTER, *schema.HOTSPOT_COLUMNS[1:]]
    frame = pd.DataFrame(rows, columns=columns)
    frame["x"] = [point.x for point in frame[schema.CENTRE]]
    frame["y"] = [point.y for point in frame[schema.CENTRE]]
    ranked = frame.sort_values(
        [schema.SCORE, schema.INCIDENTS, "x", "y"], ascending=[False, False, True, True]
    ).reset_index(drop=True)
    ranked[schema.RANK] = np.arange(1, len(ranked) + 1)
    ranked[schema.CENTRE] = gpd.GeoSeries(ranked[schema.CENTRE], crs=crs)
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

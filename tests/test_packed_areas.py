import pickle

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.analysis.area_index import locate
from geo.analysis.packed_areas import pack_areas

AREAS = gpd.GeoDataFrame(
    {"area_code": pd.Series(["B", "A", None], dtype="str")},
    geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(2, 0, 3, 1)],
    crs=28992,
)


def test_areas_that_travelled_answer_as_those_that_stayed():
    arrived = pickle.loads(pickle.dumps(pack_areas(AREAS)))  # noqa: S301
    index = arrived.index
    assert index.crs == AREAS.crs
    found = locate(np.array([0.5, 1.0, 1.5, 2.5]), np.full(4, 0.5), index)
    assert [*index.codes] == ["A", "B"]
    assert found.tolist() == [1, 0, 0, -1]


def test_the_index_is_laid_once_for_areas_that_hold_the_same():
    first, second = pack_areas(AREAS), pack_areas(AREAS.copy())
    assert first == second
    assert first.index is second.index

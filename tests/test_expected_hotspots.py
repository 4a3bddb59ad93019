import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.dbscan import cluster_points
from geo.analysis.forecasting import expect_by_hotspots
from geo.analysis.grid import lay_grid
from geo.analysis.outlines import draw_outline
from geo.analysis.surfaces import Record, expect_total, fade, to_density
from geo.params import HotspotParams

PARAMS = HotspotParams(eps_m=120, min_samples=4, half_life_days=200)
DAY, DAYS = 300.0, 28.0


def draw_record(seed, number=300):
    random = np.random.default_rng(seed)
    corners = random.uniform(0, 3_000, (6, 2))[random.integers(0, 6, number)]
    x, y = (corners + random.normal(0, 90, (number, 2))).round(1).T
    started = random.uniform(0, 400, number)
    grid = lay_grid((-400, -400, 3_400, 3_400), cell_m=100)
    return Record(grid, x, y, started, started + 0.5)


def spread_by_hand(record):
    """The score of each cluster over all cells of the grid whose middle it covers."""
    known = record.known_at(DAY)
    x, y = record.x[known], record.y[known]
    found = cluster_points(x, y, eps_m=PARAMS.eps_m, min_samples=PARAMS.min_samples)
    fading = fade(DAY - record.started[known], half_life_days=PARAMS.half_life_days)
    values = np.zeros(record.grid.size)
    for cluster in range(found.labels.max(initial=-1) + 1):
        core = (found.labels == cluster) & found.is_core
        points = np.column_stack([x[core], y[core]])
        outline = draw_outline(points, eps_m=PARAMS.eps_m, municipality=None)
        covered = shapely.contains_xy(outline, *record.grid.centres())
        score = fading[found.labels == cluster].sum()
        values[covered] = np.maximum(values[covered], score / max(covered.sum(), 1))
    return expect_total(record, DAY, DAYS) * to_density(values)


@given(st.integers(0, 2**32))
def test_each_cell_gets_its_part_of_the_highest_score_that_covers_it(seed):
    record = draw_record(seed)
    found = expect_by_hotspots(PARAMS)(record, DAY, DAYS)
    assert found.tobytes() == spread_by_hand(record).tobytes()


@pytest.mark.parametrize("number", [0, 3])
def test_without_a_hotspot_it_is_the_same_everywhere(number):
    record = draw_record(1, number)
    found = expect_by_hotspots(PARAMS)(record, DAY, DAYS)
    assert len(set(found.tolist())) == 1

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from geo.analysis import chains
from geo.analysis.chains import chain_points

# On a coarse grid, distances of exactly the longest link abound.
towns = hnp.arrays(np.int64, st.tuples(st.integers(1, 60), st.just(2)), elements=st.integers(0, 40))
clouds = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 60), st.just(2)),
    elements=st.floats(-50, 50, allow_subnormal=False),
)
lengths = st.sampled_from([1.0, 2.0, 5.0, np.sqrt(2), 7.5])


def in_order(points):
    return np.unique(np.asarray(points, np.float64) + 0.0, axis=0)


def chain_by_hand(places, longest_m):
    """Walk from each point that has no number yet to all that it hangs together with."""
    near = ((places[:, None] - places[None]) ** 2).sum(axis=2) <= longest_m**2
    numbers = np.full(len(places), -1)
    for number, start in enumerate(range(len(places))):
        waiting = [start] if numbers[start] == -1 else []
        while waiting:
            here = waiting.pop()
            numbers[here] = number
            waiting.extend(np.flatnonzero(near[here] & (numbers == -1)))
    return np.unique(numbers, return_inverse=True)[1]


@given(towns, lengths)
def test_chains_on_a_grid_follow_the_definition(points, longest_m):
    places = in_order(points)
    assert np.array_equal(chain_points(places, longest_m), chain_by_hand(places, longest_m))


@given(clouds, lengths)
def test_chains_in_a_cloud_follow_the_definition(points, longest_m):
    places = in_order(points)
    assert np.array_equal(chain_points(places, longest_m), chain_by_hand(places, longest_m))


@pytest.mark.parametrize("block", [1, 7, 1 << 20])
def test_the_last_links_are_found_however_many_pairs_are_held_at_a_time(block, monkeypatch):
    monkeypatch.setattr(chains, "_BLOCK", block)
    # Two crowded cells of which only points in the middle of each are near enough to each other.
    left = [(x, y) for x in (0.0, 60.0) for y in (0.0, 69.0)] + [(30.0, 34.0), (69.0, 35.0)]
    right = [(168.0, 35.0), (205.0, 0.0), (205.0, 69.0)]
    places = in_order([*left, *right])
    assert set(chain_points(places, 100.0)) == {0}
    assert set(chain_points(places, 98.0)) == {0, 1}


def test_a_crowd_in_one_cell_hangs_together():
    places = in_order(np.random.default_rng(1).uniform(0, 1, (5_000, 2)))
    assert set(chain_points(places, 100.0)) == {0}


def test_two_streets_just_too_far_apart_stay_apart():
    along = np.arange(0, 2_000, 6.0)
    streets = [np.column_stack([along, np.full(len(along), y)]) for y in (0.0, 50.1)]
    places = in_order(np.concatenate(streets))
    assert set(chain_points(places, 50.0)) == {0, 1}
    assert set(chain_points(places, 50.1)) == {0}

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, affinity, box

from geo.analysis.overlaps import find_overlaps, share_ground

SQUARE = box(0, 0, 100, 100)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (box(50, 50, 150, 150), True),
        (box(10, 10, 20, 20), True),
        (box(-500, -500, 500, 500), True),
        (box(100, 0, 200, 100), False),
        (box(100, 100, 200, 200), False),
        (box(99.5, 0, 199.5, 100), False),
        (box(98, 0, 198, 100), True),
        (box(300, 300, 400, 400), False),
        (Polygon(), False),
        (None, False),
        (MultiPolygon([box(300, 0, 400, 100), box(90, 0, 110, 100)]), True),
        # A ring that crosses itself is made valid.
        (Polygon([(0, 0), (100, 100), (100, 0), (0, 100)]), True),
    ],
)
def test_grounds_share_ground_from_a_hundredth_on(other, expected) -> None:
    assert find_overlaps(SQUARE, np.array([other], object)).tolist() == [expected]


@given(st.floats(-150, 150), st.floats(-150, 150), st.floats(1, 300))
def test_sharing_is_mutual_and_does_not_hang_on_where_it_is(east, north, size) -> None:
    other = box(east, north, east + size, north + size)
    shared = share_ground(SQUARE, other)
    assert share_ground(other, SQUARE) is shared
    moved = [affinity.translate(shape, 4096, 8192) for shape in (SQUARE, other)]
    assert share_ground(*moved) is shared

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.present.namesakes import tell_apart


@pytest.mark.parametrize(
    ("xy", "told"),
    [
        ([(0, 0), (5, 90)], ["Ridderhof (zuid)", "Ridderhof (noord)"]),
        ([(90, 0), (0, 5)], ["Ridderhof (oost)", "Ridderhof (west)"]),
        ([(0, 0), (0, 90), (0, 40)], [f"Ridderhof ({n} van 3)" for n in (3, 1, 2)]),
        ([(90, 0), (0, 0), (40, 0)], [f"Ridderhof ({n} van 3)" for n in (3, 1, 2)]),
        ([(1, 1), (1, 1)], ["Ridderhof (1 van 2)", "Ridderhof (2 van 2)"]),
    ],
)
def test_places_on_one_street_are_told_apart_by_where_they_lie(xy, told):
    assert tell_apart(["Ridderhof"] * len(xy), np.array(xy, float)) == told


def test_a_name_that_comes_once_stays_as_it_is():
    xy = np.array([(0, 0), (9, 9), (5, 0)], float)
    assert tell_apart(["Dijk", "Kade", "Dijk"], xy) == ["Dijk (west)", "Kade", "Dijk (oost)"]
    assert tell_apart([], np.empty((0, 2))) == []


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 9), st.integers(0, 9))))
def test_no_two_places_are_called_the_same(places):
    names = [name for name, _, _ in places]
    told = tell_apart(names, np.array([xy for _, *xy in places], float).reshape(-1, 2))
    assert len(set(told)) == len(told)
    assert [name[:1] for name in told] == names

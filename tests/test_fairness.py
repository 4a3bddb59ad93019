import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.advice.fairness import (
    BY_INCIDENTS,
    BY_INHABITANTS,
    RATIO_INCIDENTS,
    RATIO_INHABITANTS,
    SHARE_INCIDENTS,
    SHARE_INHABITANTS,
    SHARE_PLANNED,
    Balance,
    weigh_fairness,
)


def wijken(visits, incidents, inhabitants, dwell=15):
    codes = [f"WK05970{number}" for number in range(len(visits))]
    return pd.DataFrame(
        {
            "visits": visits,
            "planned_minutes": [float(dwell * count) for count in visits],
            "incidents": incidents,
            "inhabitants": pd.array(inhabitants, dtype="Int64"),
        },
        index=codes,
    )


def test_shares_and_ratios_stand_beside_each_other():
    weighed = weigh_fairness(wijken([12, 2, 6], [30, 20, 50], [2_000, 5_000, 3_000]))
    assert weighed[SHARE_PLANNED].tolist() == [0.6, 0.1, 0.3]
    assert weighed[SHARE_INCIDENTS].tolist() == [0.3, 0.2, 0.5]
    assert weighed[SHARE_INHABITANTS].tolist() == [0.2, 0.5, 0.3]
    assert weighed[RATIO_INCIDENTS].tolist() == pytest.approx([2, 0.5, 0.6])
    assert weighed[RATIO_INHABITANTS].tolist() == pytest.approx([3, 0.2, 1])
    assert weighed[BY_INCIDENTS].tolist() == [Balance.MORE, Balance.LESS, Balance.LESS]
    assert weighed[BY_INHABITANTS].tolist() == [Balance.MORE, Balance.LESS, Balance.ALIKE]


def test_a_wijk_with_few_incidents_is_too_small_to_tell():
    weighed = weigh_fairness(wijken([18, 2], [9, 10], [500, 500]))
    assert weighed[BY_INCIDENTS].tolist() == [Balance.SMALL, Balance.LESS]


def test_of_a_plan_of_a_few_visits_nothing_is_told():
    weighed = weigh_fairness(wijken([9, 0], [100, 100], [500, 500]))
    assert set(weighed[BY_INCIDENTS]) == {Balance.SMALL}
    longer = weigh_fairness(wijken([10, 0], [100, 100], [500, 500]))
    assert longer[BY_INCIDENTS].tolist() == [Balance.MORE, Balance.LESS]


def test_a_difference_of_one_visit_is_none():
    # A tenth of twenty visits is two: with one it has half of its share, and yet just one less.
    weighed = weigh_fairness(wijken([1, 19], [10, 90], [500, 4_500]))
    assert weighed[BY_INCIDENTS].tolist() == [Balance.ALIKE, Balance.ALIKE]


def test_where_inhabitants_are_unknown_nothing_is_held_against_them():
    weighed = weigh_fairness(wijken([10, 10], [50, 50], [500, None]))
    assert weighed[SHARE_INHABITANTS].isna().all()
    assert set(weighed[BY_INHABITANTS]) == {Balance.UNKNOWN}
    assert set(weighed[BY_INCIDENTS]) == {Balance.ALIKE}


def test_a_plan_without_visits_is_held_against_nothing():
    weighed = weigh_fairness(wijken([0, 0], [50, 50], [500, 500]))
    assert weighed[SHARE_PLANNED].isna().all()
    assert set(weighed[BY_INCIDENTS]) == {Balance.SMALL}


def test_without_wijken_the_table_is_empty():
    assert len(weigh_fairness(wijken([], [], []))) == 0


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 200), st.integers(0, 20_000)), min_size=1)
)
def test_shares_add_up_and_what_is_called_more_is_more(rows):
    table = wijken(*zip(*rows, strict=True))
    weighed = weigh_fairness(table)
    for share in (SHARE_PLANNED, SHARE_INCIDENTS, SHARE_INHABITANTS):
        assert weighed[share].isna().all() or weighed[share].sum() == pytest.approx(1)
    more = weighed[weighed[BY_INCIDENTS] == Balance.MORE]
    less = weighed[weighed[BY_INCIDENTS] == Balance.LESS]
    assert (more[SHARE_PLANNED] > more[SHARE_INCIDENTS]).all()
    assert (less[SHARE_PLANNED] < less[SHARE_INCIDENTS]).all()
    assert table.equals(wijken(*zip(*rows, strict=True)))
    assert np.isfinite(weighed[SHARE_PLANNED].dropna()).all()

"""Sites and demand drawn by hand or at random, and the answer by trying everything."""

from itertools import combinations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from geo.advice.coverage import cover_demand


def points(least, most):
    """Whole metres on a square of 40 m: many ties, many points that stack."""
    shape = st.tuples(st.integers(least, most), st.just(2))
    return hnp.arrays(np.int64, shape, elements=st.integers(0, 40)).map(lambda xy: xy.astype(float))


@st.composite
def coverages(draw, sites=8, demand=30):
    places = draw(points(1, demand))
    weights = draw(hnp.arrays(np.int64, len(places), elements=st.integers(0, 5)))
    return cover_demand(
        draw(points(2, sites)),
        places,
        range_m=draw(st.integers(1, 20)),
        weights=weights.astype(float),
    )


def best_by_trying(coverage, units, in_use=()):
    free = [site for site in range(len(coverage.sites)) if site not in in_use]
    return max(coverage.measure([*in_use, *chosen]) for chosen in combinations(free, units))


def random_coverage(seed, *, sites=40, demand=150, range_m=18.0, whole=False):
    random = np.random.default_rng(seed)
    weights = random.integers(1, 9, demand) if whole else random.lognormal(0, 1, demand)
    return cover_demand(
        random.uniform(0, 100, (sites, 2)),
        random.uniform(0, 100, (demand, 2)),
        range_m=range_m,
        weights=weights.astype(float),
    )

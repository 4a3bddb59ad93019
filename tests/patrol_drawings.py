"""Patrol questions drawn by hand or at random, for the tests of patrol plans."""

import numpy as np
from hypothesis import strategies as st

from geo.advice.orienteering import PatrolProblem, Stops, Team

MINUTE = 60_000


def stops(rows):
    """Stops from rows of place, prize, dwell, opens, closes (minutes) and whether it is fixed."""
    place, prize, dwell, opens, closes, fixed = zip(*rows, strict=True) if rows else [()] * 6
    return Stops(
        np.array(place, np.intp),
        np.array(prize, np.float64),
        np.array(dwell, np.int64) * MINUTE,
        np.array(opens, np.int64) * MINUTE,
        np.array(closes, np.int64) * MINUTE,
        np.array(fixed, np.bool_),
    )


def team(begins=0, ends=60, **others):
    return Team(start=0, end=0, begins_ms=begins * MINUTE, ends_ms=ends * MINUTE, **others)


def line(places, minutes=1):
    """Travel times along a line of places so many minutes apart."""
    at = np.arange(places)
    return np.abs(at[:, None] - at) * minutes * MINUTE


def cloud(rng, places, minutes=20):
    """Travel times between points in a square so many minutes wide; no detour is quicker."""
    x, y = rng.uniform(0, minutes, (2, places))
    return np.ceil(np.hypot(x[:, None] - x, y[:, None] - y) * MINUTE).astype(np.int64)


@st.composite
def problems(draw, most_stops=12, appointments=False):
    """Random stops, windows and teams on foot or by car, with or without rules for a place."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    count, places = draw(st.integers(0, most_stops)), draw(st.integers(1, 6))
    opens = rng.integers(0, 200, count)
    rows = zip(
        rng.integers(0, places, count),
        rng.integers(0, 5, count) / 2,
        rng.integers(0, 16, count),
        opens,
        opens + rng.integers(0, 120, count),
        np.arange(count) == 0 if appointments else np.zeros(count, np.bool_),
        strict=True,
    )
    on_foot = cloud(rng, places)
    teams = [
        Team(
            start=int(rng.integers(places)),
            end=int(rng.integers(places)),
            begins_ms=int(begins) * MINUTE,
            ends_ms=int(begins + 60 + rng.integers(0, 240)) * MINUTE,
            travel=int(rng.integers(2)),
        )
        for begins in rng.integers(0, 60, draw(st.integers(0, 3)))
    ]
    often = draw(st.sampled_from([{}, {0: 1, 1: 2}]))
    least, most = draw(st.sampled_from([(0, None), (30, None), (30, 120)]))
    return PatrolProblem(
        stops(list(rows)),
        tuple(teams),
        (on_foot, -(-on_foot // 4)),
        least_gap_ms=least * MINUTE,
        most_gap_ms=None if most is None else most * MINUTE,
        most_visits=often,
    )

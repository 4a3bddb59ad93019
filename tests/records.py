"""Incidents on a grid, drawn by hand or by seed."""

import numpy as np

from geo.analysis.grid import lay_grid
from geo.analysis.surfaces import Record


def make_record(*, x, y, started, known=None, extent=500, cell_m=100.0):
    """Incidents on a square of so many metres."""
    grid = lay_grid((0.0, 0.0, extent - 1.0, extent - 1.0), cell_m=cell_m)
    columns = (x, y, started, started if known is None else known)
    return Record(grid, *(np.asarray(column, float) for column in columns))


def scatter(seed, *, days=800, per_day=2.0, hot=0.5, extent=3000):
    """Incidents over so many days, part of them in two hot places that stay hot."""
    random = np.random.default_rng(seed)
    count = random.poisson(days * per_day)
    places = random.uniform(0, extent, (count, 2))
    is_hot = random.random(count) < hot
    centres = np.array([[500.0, 700.0], [2100.0, 2300.0]])[random.integers(0, 2, count)]
    places[is_hot] = (centres + random.normal(0, 60, (count, 2)))[is_hot]
    places = places.clip(0, extent - 2)
    started = np.sort(random.uniform(0, days, count))
    return make_record(x=places[:, 0], y=places[:, 1], started=started, extent=extent)

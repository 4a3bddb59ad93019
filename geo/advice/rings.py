"""Incidents counted around places: within the target, and in the buffer around it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.advice.coverage import Coverage, cover_demand

Values = NDArray[np.float64]
Counts = NDArray[np.int64]


class Rings(NamedTuple):
    """Incidents around each place, by span of time: two arrays of shape ``(n, spans)``."""

    target: Counts
    buffer: Counts


def count_rings(
    places: Values, xy: Values, span: NDArray[np.intp], *, spans: int, radii_m: tuple[float, float]
) -> Rings:
    """Count incidents within a radius of each place, and in the ring around that.

    Parameters
    ----------
    places
        Shape ``(n, 2)``, metres.
    xy
        Shape ``(m, 2)``: incidents, metres.
    span
        Shape ``(m,)``: the span of time of each, from 0; those below 0 do not count.
    spans
        How many spans there are.
    radii_m
        Radius of the target, itself included, and of the buffer's outer edge.

    Raises
    ------
    ParamsError
        If a radius is not positive.
    """
    told = span >= 0
    if not told.any() or not len(places):
        nothing = np.zeros((len(places), spans), np.int64)
        return Rings(nothing, nothing)
    within, reached = (
        _count(cover_demand(places, xy[told], range_m=radius_m), span[told], spans)
        for radius_m in radii_m
    )
    return Rings(within, reached - within)


def _count(coverage: Coverage, span: NDArray[np.intp], spans: int) -> Counts:
    # Incidents on one coordinate are one place: what lies there is counted by span first.
    cells = coverage.place_of * spans + span
    by_place = np.bincount(cells, minlength=len(coverage.places) * spans)
    counts: Counts = np.asarray(coverage.matrix @ by_place.reshape(-1, spans)).astype(np.int64)
    return counts

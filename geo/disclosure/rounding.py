"""Controlled rounding: counts as multiples of a base that still add up."""

from collections.abc import Mapping

import numpy as np
from scipy import optimize, sparse

from geo.disclosure.tables import Key, Tables
from geo.disclosure.told import Count

# Where the sums allow no other way, a count may go so many bases from itself.
_MOST_BASES = 3


def round_counts(tables: Tables, told: Mapping[Key, Count], *, base: int) -> dict[Key, Count]:
    """Round what is told to multiples of a base, so that sums that can be seen still add up.

    Parameters
    ----------
    tables
        With all sums; only those of which every count is told bind.
    told
        What is told; a mark stays, and so does a count that was published elsewhere.
    base
        1 leaves every count as it is.

    Returns
    -------
    dict
        The rounding that adds up and of which all counts together move least; each goes to the
        multiple below or above it, unless the sums allow no such rounding at all.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, section 4.5 (controlled rounding).
    Fischetti & Salazar (1998), Computational experience with the controlled rounding problem in
    statistical disclosure control, Journal of Official Statistics 14.
    """
    keys = [
        key for key, count in told.items() if isinstance(count, int) and key not in tables.known
    ]
    if base == 1 or not keys:
        return dict(told)
    for bases in range(1, _MOST_BASES + 1):
        multiples = _solve(tables, keys, base=base, bases=bases)
        if multiples is not None:
            return {**told, **{key: base * n for key, n in zip(keys, multiples, strict=True)}}
    return {**told, **{key: base * round(tables.counts[key] / base) for key in keys}}


def _solve(tables: Tables, keys: list[Key], *, base: int, bases: int) -> list[int] | None:
    """Choose a multiple of each count and how far it lies off: ``n`` and ``off`` side by side."""
    count, place = len(keys), {key: number for number, key in enumerate(keys)}
    exact = np.array([tables.counts[key] / base for key in keys])
    sums = [one for one in tables.sums if {one.whole, *one.parts} <= place.keys()]
    rows = sparse.lil_array((max(len(sums), 1), 2 * count))
    for row, one in enumerate(sums):
        for key in one.parts:
            rows[row, place[key]] = 1.0
        rows[row, place[one.whole]] = -1.0
    same = sparse.eye_array(count)
    found = optimize.milp(
        np.concatenate([np.zeros(count), np.ones(count)]),
        integrality=np.repeat([1, 0], count),
        bounds=optimize.Bounds(
            np.concatenate([np.maximum(np.floor(exact) - bases + 1, 0), np.zeros(count)]),
            np.concatenate([np.floor(exact) + bases, np.full(count, np.inf)]),
        ),
        constraints=[
            optimize.LinearConstraint(rows.tocsr(), 0, 0),
            optimize.LinearConstraint(sparse.hstack([same, -same]), -np.inf, exact),
            optimize.LinearConstraint(sparse.hstack([same, same]), exact, np.inf),
        ],
    )
    if found.x is None:
        return None
    return [int(multiple) for multiple in np.rint(found.x[:count])]

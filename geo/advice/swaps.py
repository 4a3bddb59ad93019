"""Sites chosen at once: the best next one, then swaps."""

from typing import Final

import numpy as np

from geo.advice.coverage import Flags, Rows, Values
from geo.advice.reductions import Problem

_NOTHING: Final = np.array([], np.intp)


def pick_sites(problem: Problem, units: int, *, given: Rows = _NOTHING) -> Rows:
    """Choose the best next site, one after the other.

    Parameters
    ----------
    problem
        Sites and demand.
    units
        How many rows to end with; no more than there are.
    given
        Rows that are chosen already.

    Returns
    -------
    ndarray
        Rows of the problem, ascending.
    """
    left, free = problem.weights.copy(), np.ones(len(problem.sites), np.bool_)
    rows = [int(row) for row in given]
    free[rows] = False
    left[problem.demand_of(rows)] = 0
    while len(rows) < units:
        rows.append(_first_best(problem.matrix @ left, free, problem))
        free[rows[-1]] = False
        left[problem.demand_of([rows[-1]])] = 0
    return np.sort(np.array(rows, np.intp))


def swap_sites(problem: Problem, rows: Rows) -> Rows:
    """Put another site in the place of a chosen one while that covers more.

    Parameters
    ----------
    problem
        Sites and demand.
    rows
        The chosen ones.

    Returns
    -------
    ndarray
        As many rows, ascending.

    References
    ----------
    Teitz & Bart (1968), Heuristic methods for estimating the generalized vertex median of a
    weighted graph. Operations Research 16.
    """
    chosen = list(rows)
    depth = np.bincount(problem.demand_of(chosen), minlength=len(problem.weights))
    tried = 0
    while tried < len(chosen):
        out = chosen.pop(0)
        depth[problem.demand_of([out])] -= 1
        free = np.ones(len(problem.sites), np.bool_)
        free[chosen] = False
        gains = problem.matrix @ np.where(depth > 0, 0.0, problem.weights)
        best = _first_best(gains, free, problem)
        better = gains[best] > gains[out] + problem.step / 2
        chosen.append(best if better else out)
        depth[problem.demand_of([chosen[-1]])] += 1
        tried = 0 if better else tried + 1
    return np.sort(np.array(chosen, np.intp))


def bound_at_once(problem: Problem, rows: Rows) -> float:
    """Say what no choice of as many sites can go beyond, from what each adds.

    Sites together cover no more than the sum of what each covers; nor more than what is covered
    already with what each adds to that. For one site that is the best one itself.

    Parameters
    ----------
    problem
        Sites and demand.
    rows
        A choice.

    References
    ----------
    Nemhauser, Wolsey & Fisher (1978), An analysis of approximations for maximizing submodular set
    functions. Mathematical Programming 14.
    """
    left = problem.weights.copy()
    left[problem.demand_of(rows)] = 0
    alone, added = (
        float(np.sort(problem.matrix @ weights)[-len(rows) :].sum())
        for weights in (problem.weights, left)
    )
    return min(alone, measure_rows(problem, rows) + added, float(problem.weights.sum()))


def measure_rows(problem: Problem, rows: Rows) -> float:
    """Return the demand that these rows cover."""
    return float(problem.weights[np.unique(problem.demand_of(rows))].sum())


def _first_best(gains: Values, free: Flags, problem: Problem) -> int:
    open_gains = np.where(free, gains, -np.inf)
    return int(np.argmax(open_gains >= open_gains.max() - problem.step / 2))

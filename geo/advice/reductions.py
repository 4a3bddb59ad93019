"""Make the choice of sites smaller without losing the best answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.sparse import csr_array

from geo.advice.coverage import Coverage, Flags, Rows, Values

# Sums of weights that differ by less than this share of all demand are equal.
TOLERANCE: Final = 1e-9
# Sums of whole numbers up to here are exact, and differ by at least their common divisor.
_MOST_EXACT: Final = 2.0**53
_ROUNDS: Final = 400
_PROBES: Final = 60
_PATIENCE: Final = 15
# Steps towards a better bound, as shares of the way to the choice that is known.
_LONGEST_STEP: Final = 1.5
_SHORTEST_STEP: Final = 1e-3
# Beyond so many pairs it takes longer to look for sites that another outdoes than to solve.
_MOST_PAIRS: Final = 200_000_000


@dataclass(frozen=True, eq=False)
class Problem:
    """What is left to choose from, and to cover.

    Parameters
    ----------
    matrix
        Shape ``(n, k)``: 1 where the site covers the demand, sparse by rows.
    weights
        Shape ``(k,)``, zero or more.
    sites
        Shape ``(n,)``: number of each site in the coverage, ascending.
    step
        By how much one choice must be better than another to be called better.
    """

    matrix: csr_array
    weights: Values
    sites: Rows
    step: float

    def demand_of(self, rows: Iterable[int]) -> Rows:
        """Return the columns that these rows cover, as often as they do, in order of the rows."""
        starts, columns = self.matrix.indptr, self.matrix.indices
        # Slices are ten times faster here than to index a sparse matrix.
        parts = [columns[starts[row] : starts[row + 1]] for row in rows]
        return np.concatenate(parts) if parts else np.empty(0, np.intp)

    def keep(self, sites: Flags) -> "Problem":
        """Return the problem with fewer sites, and without demand that none of them covers."""
        return merge_demand(replace(self, matrix=self.matrix[sites], sites=self.sites[sites]))


@dataclass(frozen=True, eq=False)
class Bounded:
    """A problem, and what no choice at all can go beyond.

    Parameters
    ----------
    problem
        Without the sites that are in no better choice than the one that is known.
    bound
        No choice covers more.
    earners
        Rows, in the whole problem, of those sites out of all that earned most at some time that
        cover most together: often close to the best choice.
    """

    problem: Problem
    bound: float
    earners: Rows


def pose_problem(
    coverage: Coverage, *, in_use: Sequence[int] = (), kept_out: Sequence[int] = ()
) -> Problem:
    """Leave out sites in use or kept out; what is covered already weighs nothing any more.

    Parameters
    ----------
    coverage
        All sites and all demand, which keeps its order here.
    in_use, kept_out
        Numbers of sites.
    """
    free = np.ones(len(coverage.sites), np.bool_)
    free[[*in_use, *kept_out]] = False
    open_weights = np.where(coverage.covers(in_use), 0.0, coverage.weights)
    step = find_step(open_weights)
    return Problem(coverage.matrix[free], open_weights, np.flatnonzero(free), step)


def find_step(weights: Values) -> float:
    """Say by how much two different sums of weights differ at least, rounding apart.

    Parameters
    ----------
    weights
        Whole numbers differ by their common divisor, others by a share of their sum that nobody
        would call a difference.
    """
    total = float(weights.sum())
    if 0 < total < _MOST_EXACT and not (weights % 1).any():
        return float(np.gcd.reduce(weights.astype(np.int64))) * (1 - TOLERANCE)
    return max(TOLERANCE * total, np.finfo(np.float64).tiny)


def merge_demand(problem: Problem) -> Problem:
    """Add up demand that the same sites cover; what none covers or weighs nothing falls away."""
    columns = problem.matrix.tocsc()
    columns.sort_indices()
    keys = [
        columns.indices[start:end].tobytes()
        for start, end in zip(columns.indptr[:-1], columns.indptr[1:], strict=True)
    ]
    numbers: dict[bytes, int] = {}
    group = np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.intp)
    summed = np.bincount(group, problem.weights, len(numbers)).astype(np.float64)
    first = np.unique(group, return_index=True)[1]
    covered = np.array([len(key) > 0 for key in numbers], np.bool_) & (summed > 0)
    return replace(problem, matrix=columns[:, first[covered]].tocsr(), weights=summed[covered])


def drop_outdone(problem: Problem) -> Problem:
    """Leave out sites of which another covers all, and more or stands before it in the list."""
    sizes = np.diff(problem.matrix.indptr)
    depths = np.bincount(problem.matrix.indices, minlength=len(problem.weights))
    if np.square(depths, dtype=np.float64).sum() > _MOST_PAIRS:
        return problem
    shared = (problem.matrix @ problem.matrix.T).tocoo()
    one, other = shared.row, shared.col
    larger = (sizes[other] > sizes[one]) | ((sizes[other] == sizes[one]) & (other < one))
    outdone = sizes == 0
    outdone[one[(shared.data == sizes[one]) & larger]] = True
    return problem.keep(~outdone)


def bound_choice(problem: Problem, units: int, *, known: float) -> Bounded:
    """Say what no choice can go beyond, and leave out sites that cannot be in a better choice.

    Lagrangian relaxation: demand ``i`` pays ``u_i`` of its weight to every chosen site that covers
    it, and keeps the rest. Whatever is paid, no choice covers more than all rests and the ``units``
    highest earnings. Payments are bettered by subgradient steps towards the choice that is known.
    A site with which even this bound does not go beyond that choice is left out.

    Parameters
    ----------
    problem
        Sites and demand.
    units
        How many sites may be chosen.
    known
        What a choice is known to cover.

    References
    ----------
    Galvao & ReVelle (1996), A Lagrangean heuristic for the maximal covering location problem.
    European Journal of Operational Research 88.
    """
    found = _relax(problem, units, known, problem.weights, _ROUNDS)
    bound = known if found.bound < known + problem.step else found.bound
    return Bounded(problem.keep(found.alive), bound, found.earners)


def probe_sites(problem: Problem, units: int, *, known: float) -> Bounded:
    """Leave out sites that, once chosen, leave too little for the others to better a choice.

    Each site in turn is taken for chosen, and what it covers for settled: the bound on the rest is
    sharper then. Sites that promise least come first, so that those that promise more meet fewer;
    a better choice that comes up on the way is the one to better from there on.

    Parameters
    ----------
    problem, units, known
        As of `bound_choice`.
    """
    start = _relax(problem, units, known, problem.weights, _ROUNDS)
    alive, earned = start.alive.copy(), problem.matrix @ start.paid
    best, most = start.earners, max(start.most, known)
    for site in np.flatnonzero(alive)[np.argsort(earned[alive], kind="stable")]:
        alive[site] = False
        weights = problem.weights.copy()
        weights[problem.demand_of([site])] = 0.0
        settled = float(problem.weights.sum() - weights.sum())
        rest = replace(problem, matrix=problem.matrix[alive], weights=weights)
        paid = np.minimum(start.paid, weights)
        found = _relax(rest, units - 1, most - settled, paid, _PROBES)
        if found.most + settled > most:
            best, most = np.append(np.flatnonzero(alive)[found.earners], site), found.most + settled
        alive[site] = found.bound + settled >= most + problem.step
    return Bounded(problem.keep(alive), start.bound if alive.any() else most, best)


@dataclass(frozen=True, eq=False)
class _Relaxed:
    """What a relaxation found: the bound, with what was paid there, and the best of its choices."""

    bound: float
    alive: Flags
    earners: Rows
    most: float
    paid: Values


def _relax(problem: Problem, units: int, known: float, paid: Values, rounds: int) -> _Relaxed:
    better, total = known + problem.step, float(problem.weights.sum())
    alive = np.ones(len(problem.matrix.indptr) - 1, np.bool_)
    best, cheapest, length, waited = float("inf"), paid, _LONGEST_STEP, 0
    earners, most = np.arange(0), -np.inf
    for _ in range(rounds):
        earned = np.where(alive, problem.matrix @ paid, 0.0)
        chosen = np.argsort(-earned, kind="stable")[:units]
        rest = total - float(paid.sum())
        # Where there is nothing to choose, nothing is covered, whatever is kept.
        bound = rest + float(earned[chosen].sum()) if len(chosen) else 0.0
        waited = 0 if bound < best - problem.step / 10 else waited + 1
        best, cheapest = (bound, paid) if bound < best else (best, cheapest)
        if best < better or length < _SHORTEST_STEP or not len(chosen):
            break
        # With a site that is not among them, the lowest of the chosen would have to go.
        lowest = earned[chosen].min()
        alive &= bound - lowest + np.minimum(earned, lowest) >= better
        depth = np.bincount(problem.demand_of(chosen), minlength=len(paid))
        covered = float(problem.weights[depth > 0].sum())
        earners, most = (chosen, covered) if covered > most else (earners, most)
        slope = _slope(problem, paid, depth)
        if not slope.any():
            break
        if waited >= _PATIENCE:
            length, waited = length / 2, 0
        stride = length * (bound - max(known, most)) / float(slope @ slope)
        paid = np.clip(paid - stride * slope, 0, problem.weights)
    return _Relaxed(best, alive, earners, most, cheapest)


def _slope(problem: Problem, paid: Values, depth: Rows) -> Values:
    """Return how the bound grows with each payment, 0 where a payment can go no further down."""
    slope = depth - 1.0
    stuck = ((paid <= 0) & (slope > 0)) | ((paid >= problem.weights) & (slope < 0))
    return np.where(stuck, 0.0, slope)

"""Where a few camera units cover most: maximal coverage, at once and with a proof."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack, vstack

from geo.advice.coverage import Coverage, Rows, Values
from geo.advice.reductions import (
    Bounded,
    Problem,
    bound_choice,
    drop_outdone,
    merge_demand,
    pose_problem,
    probe_sites,
)
from geo.advice.swaps import bound_at_once, measure_rows, pick_sites, swap_sites
from geo.errors import ParamsError
from geo.params import check_positive

_SOLVED: Final = 0
# The solver stops at a difference of 1e-6 whatever the weights are: scaled, that is nothing.
_SCALED_TOTAL: Final = 1e5
# Bounding goes on while it leaves less than this share of the sites.
_FEWER: Final = 0.9
# More sites than this are not probed one by one.
_MOST_PROBED: Final = 500


class Proof(StrEnum):
    """What is known about a choice."""

    OPTIMAL = "optimal"
    TIME_LIMIT = "time limit"
    BOUND = "bound"


@dataclass(frozen=True, kw_only=True)
class CameraParams:
    """Settings of the choice.

    Parameters
    ----------
    units
        How many sites to choose.
    time_limit_s
        Seconds that the solver may take for the proof.
    in_use
        Numbers of sites that stay: what they cover is covered.
    kept_out
        Numbers of sites that must not be chosen.

    Raises
    ------
    ParamsError
        If a value is not positive.
    """

    units: int
    time_limit_s: float = 30.0
    in_use: tuple[int, ...] = ()
    kept_out: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse values with which nothing can be chosen."""
        for name in ("units", "time_limit_s"):
            check_positive(name, getattr(self, name), endless=True)


@dataclass(frozen=True)
class Choice:
    """Chosen sites, and what is known about them.

    Parameters
    ----------
    sites
        Numbers of the sites from 0, ascending.
    covered
        Demand that they cover, together with the sites in use.
    added
        What they cover that the sites in use do not.
    demand
        All demand, covered or not.
    proof
        `Proof.OPTIMAL` where no other choice covers more, to a part in a million as the solver
        counts, and exactly where all weights are whole numbers that add up to less than that;
        `Proof.TIME_LIMIT` where the solver was stopped; `Proof.BOUND` where it was not asked.
    bound
        No choice covers more than this, together with the sites in use.
    """

    sites: tuple[int, ...]
    covered: float
    added: float
    demand: float
    proof: Proof
    bound: float

    @property
    def gap(self) -> float:
        """Which share of the bound may be missing, 0 to 1; 0 is a proof."""
        is_proven = self.proof is Proof.OPTIMAL or self.bound <= self.covered
        return 0.0 if is_proven else (self.bound - self.covered) / self.bound

    @property
    def share(self) -> float:
        """Share of all demand that is covered; 0 where there is none."""
        return self.covered / self.demand if self.demand > 0 else 0.0


def suggest_sites(coverage: Coverage, params: CameraParams) -> Choice:
    """Choose sites at once: the best next site, then swaps while one helps.

    One unit is exact. Of more it says what no choice can go beyond, which is a proof where that is
    no more than what was found. Of equals, each step takes the site that stands first.

    Parameters
    ----------
    coverage
        Sites and demand.
    params
        How many sites to choose, and which stay or must not be chosen.

    Returns
    -------
    Choice
        With `Proof.OPTIMAL` or `Proof.BOUND`.

    Raises
    ------
    ParamsError
        If there are fewer sites left than there are units, or a number is none of a site.

    References
    ----------
    Church & ReVelle (1974), The maximal covering location problem. Papers of the Regional Science
    Association 32.
    """
    problem = _pose(coverage, params)
    rows = swap_sites(problem, pick_sites(problem, params.units))
    return _answer(coverage, _tell(problem, rows, bound_at_once(problem, rows)), params)


def choose_sites(coverage: Coverage, params: CameraParams) -> Choice:
    """Choose the sites that cover most, and prove it.

    What `suggest_sites` finds is held against a bound that all but proves it; what could still be
    better goes, without the sites and the demand that make no difference, to a solver of
    mixed-integer programs (HiGHS). Parameters, failures and sources are those of `suggest_sites`.

    Returns
    -------
    Choice
        With `Proof.OPTIMAL`, or `Proof.TIME_LIMIT` and the proven gap.
    """
    problem = merge_demand(_pose(coverage, params))
    found, kernel = _bound(problem, params.units)
    if found.proof is not Proof.OPTIMAL:
        found = _solve(problem, kernel, params, found)
    return _answer(coverage, found, params)


@dataclass(frozen=True, eq=False)
class _Found:
    """Rows of a problem, what they cover of it, and what no others go beyond."""

    rows: Rows
    sites: Rows
    covered: float
    proof: Proof
    bound: float


def _bound(problem: Problem, units: int) -> tuple[_Found, Problem]:
    """Choose, and return what could still be in a better choice.

    A better choice leaves fewer sites that could better it, and fewer sites a lower bound.
    """
    rows = swap_sites(problem, pick_sites(problem, units))
    found = _tell(problem, rows, bound_at_once(problem, rows))
    kernel, is_closer = problem, True
    while is_closer and found.proof is not Proof.OPTIMAL:
        before = found.covered, len(kernel.sites)
        found, kernel = _tighten(bound_choice, problem, kernel, found)
        if units > 1 and found.proof is not Proof.OPTIMAL and len(kernel.sites) <= _MOST_PROBED:
            found, kernel = _tighten(probe_sites, problem, kernel, found)
        is_closer = found.covered > before[0] or len(kernel.sites) < _FEWER * before[1]
    return found, kernel


def _tighten(
    bound: Callable[..., Bounded], problem: Problem, kernel: Problem, found: _Found
) -> tuple[_Found, Problem]:
    """Bound what is left of a problem; return the better choice that came up, if one did."""
    bounded = bound(kernel, len(found.rows), known=found.covered)
    earners = np.searchsorted(problem.sites, kernel.sites[bounded.earners])
    rows = swap_sites(problem, pick_sites(problem, len(found.rows), given=earners))
    most = min(found.bound, max(bounded.bound, found.covered))
    better = _tell(problem, rows, most)
    if better.covered < found.covered + problem.step:
        better = _tell(problem, found.rows, most)
    return better, drop_outdone(bounded.problem)


def _tell(problem: Problem, rows: Rows, bound: float) -> _Found:
    covered = measure_rows(problem, rows)
    if bound < covered + problem.step:
        return _Found(rows, problem.sites[rows], covered, Proof.OPTIMAL, covered)
    return _Found(rows, problem.sites[rows], covered, Proof.BOUND, bound)


def _solve(problem: Problem, kernel: Problem, params: CameraParams, known: _Found) -> _Found:
    """Look for a better choice in what is left of a problem."""
    sites, demand = kernel.matrix.shape
    scale = _SCALED_TOTAL / kernel.weights.sum()
    result = milp(
        np.concatenate([np.zeros(sites), -scale * kernel.weights]),
        # Demand is covered as far as sites allow: with whole sites that is whole too.
        integrality=np.repeat([1, 0], [sites, demand]),
        bounds=Bounds(0, 1),
        constraints=_constrain(kernel, params.units),
        options={"mip_rel_gap": 0.0, "time_limit": params.time_limit_s},
    )
    better = known.rows if result.x is None else _read_rows(problem, kernel, result.x, params.units)
    covered = measure_rows(problem, better)
    if covered < known.covered + problem.step:
        better, covered = known.rows, known.covered
    solved = result.status == _SOLVED
    dual = result.mip_dual_bound
    bound = known.bound if dual is None else min(known.bound, -dual / scale)
    return _Found(
        better,
        problem.sites[better],
        covered,
        Proof.OPTIMAL if solved or bound < covered + problem.step else Proof.TIME_LIMIT,
        covered if solved else max(bound, covered),
    )


def _constrain(kernel: Problem, units: int) -> LinearConstraint:
    sites, demand = kernel.matrix.shape
    covers = hstack([-kernel.matrix.T, eye_array(demand)])
    chosen = hstack([csr_array(np.ones((1, sites))), csr_array((1, demand))])
    most = np.append(np.zeros(demand), units)
    return LinearConstraint(vstack([covers, chosen], format="csc"), -np.inf, most)


def _read_rows(problem: Problem, kernel: Problem, values: Values, units: int) -> Rows:
    """Return the rows of a solution, filled up where it left units over."""
    is_chosen = values[: len(kernel.sites)].round() > 0
    rows = np.searchsorted(problem.sites, kernel.sites[is_chosen])
    return swap_sites(problem, pick_sites(problem, units, given=rows))


def _answer(coverage: Coverage, found: _Found, params: CameraParams) -> Choice:
    sites = tuple(int(site) for site in found.sites)
    before = coverage.measure(params.in_use)
    covered = coverage.measure([*params.in_use, *sites])
    bound = covered if found.proof is Proof.OPTIMAL else before + found.bound
    return Choice(sites, covered, covered - before, coverage.demand, found.proof, bound)


def _pose(coverage: Coverage, params: CameraParams) -> Problem:
    known = range(len(coverage.sites))
    unknown = [site for site in (*params.in_use, *params.kept_out) if site not in known]
    if unknown:
        raise ParamsError(
            "camera-site-unknown",
            expected=f"numbers of sites from 0 to {known[-1]}",
            got=f"{unknown[0]}",
            remedy="choose sites out of the list",
            site=unknown[0],
        )
    problem = pose_problem(coverage, in_use=params.in_use, kept_out=params.kept_out)
    _check_units(problem, params.units)
    return problem


def _check_units(problem: Problem, units: int) -> None:
    if not len(problem.sites):
        raise ParamsError(
            "camera-no-sites",
            expected="at least one site to choose from",
            got="none",
            remedy="add sites, or keep fewer of them out",
        )
    if units > len(problem.sites):
        raise ParamsError(
            "camera-too-many-units",
            expected=f"at most {len(problem.sites)} units, one for each site",
            got=f"{units}",
            remedy="choose fewer units, or add sites",
            units=units,
            sites=len(problem.sites),
        )

"""How firm a choice of sites is: the runner-up, other samples, other settings."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geo.advice.cameras import CameraParams, Choice, suggest_sites
from geo.advice.coverage import Coverage, Flags
from geo.advice.reductions import find_step, pose_problem
from geo.advice.swaps import pick_sites, swap_sites
from geo.params import MonteCarlo

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class RunnerUp:
    """The best other site in the place of a chosen one, the other chosen sites staying.

    Parameters
    ----------
    instead_of
        Number of the chosen site.
    site
        Number of the site that would take its place; None where there is no other.
    lost
        Demand that would no longer be covered; of equals the first site, with nothing lost.
    """

    instead_of: int
    site: int | None
    lost: float


@dataclass(frozen=True)
class Variant:
    """What would be chosen under another setting.

    Parameters
    ----------
    name
        What is different.
    choice
        The sites, and what they cover under that setting.
    shared
        How many of the sites are those of the choice that it is held against.
    same
        Whether it is the same choice.
    """

    name: str
    choice: Choice
    shared: int
    same: bool


def name_runners_up(
    coverage: Coverage,
    choice: Choice,
    params: CameraParams,
    *,
    apart_m: float = 0.0,
) -> list[RunnerUp]:
    """Say for each chosen site what is lost with the next best one.

    Parameters
    ----------
    coverage, params
        What was chosen from, and how.
    choice
        The chosen sites.
    apart_m
        A runner-up lies at least so far from the site whose place it takes, in the unit of the
        sites: the next lamp post is no other choice. Degrees have no metres: leave it 0 for those.
    """
    return [
        _name_runner_up(coverage, choice, site, params, apart_m=apart_m) for site in choice.sites
    ]


def count_choices(
    coverage: Coverage,
    params: CameraParams,
    *,
    chance: MonteCarlo,
) -> Counts:
    """Count how often each site is chosen when the incidents are drawn anew, with replacement.

    Sites that stand close together share what one of them would get: sum the counts of the sites
    around a place to see how firm the place is.

    Parameters
    ----------
    coverage, params
        What was chosen from, and how; each sample is chosen from as `suggest_sites` does it.
    chance
        How many samples, from which seed.

    Returns
    -------
    ndarray
        Shape ``(n,)``: times each site was chosen; their sum is units times samples.

    References
    ----------
    Efron (1979), Bootstrap methods: another look at the jackknife. Annals of Statistics 7.
    """
    random = np.random.default_rng(chance.seed)
    problem = pose_problem(coverage, in_use=params.in_use, kept_out=params.kept_out)
    points, places = len(coverage.place_of), len(coverage.weights)
    counts = np.zeros(len(coverage.sites), np.int64)
    for _ in range(chance.repeats):
        drawn = random.integers(0, points, points)
        sums = np.bincount(coverage.place_of[drawn], coverage.points[drawn], places)
        weights = np.where(problem.weights > 0, sums, 0.0).astype(np.float64)
        sample = replace(problem, weights=weights, step=find_step(weights))
        rows = swap_sites(sample, pick_sites(sample, params.units))
        counts[sample.sites[rows]] += 1
    return counts


def count_around(coverage: Coverage, counts: Counts, site: int, *, within_m: float) -> int:
    """Add up how often a site, or one within so many metres of it, was chosen."""
    return int(counts[_near(coverage, site, within_m)].sum())


def vary_settings(
    choice: Choice,
    variants: Mapping[str, Coverage],
    params: CameraParams,
) -> list[Variant]:
    """Say which setting would change the choice.

    Parameters
    ----------
    choice
        What to hold the others against.
    variants
        Name of a setting (another range, half-life or weighing) to the coverage of the same sites
        under it.
    params
        As of the choice.
    """
    found = {name: suggest_sites(coverage, params) for name, coverage in variants.items()}
    shared = {name: len(set(other.sites) & set(choice.sites)) for name, other in found.items()}
    return [
        Variant(name, other, shared[name], shared[name] == len(choice.sites) == len(other.sites))
        for name, other in found.items()
    ]


def _name_runner_up(
    coverage: Coverage, choice: Choice, site: int, params: CameraParams, *, apart_m: float
) -> RunnerUp:
    staying = {*params.in_use, *choice.sites} - {site}
    near = np.flatnonzero(_near(coverage, site, apart_m, included=False)).tolist()
    barred = {site, *near, *params.kept_out} - staying
    others = tuple(sorted(staying))
    if len(barred) + len(staying) == len(coverage.sites):
        return RunnerUp(site, None, choice.covered - coverage.measure(others))
    asked = CameraParams(units=1, in_use=others, kept_out=tuple(sorted(barred)))
    second = suggest_sites(coverage, asked)
    return RunnerUp(site, second.sites[0], max(choice.covered - second.covered, 0.0))


def _near(coverage: Coverage, site: int, reach_m: float, *, included: bool = True) -> Flags:
    apart = np.hypot(*(coverage.sites - coverage.sites[site]).T)
    near: Flags = apart <= reach_m if included else apart < reach_m
    return near

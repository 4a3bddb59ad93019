"""How firm a choice of sites is: the runner-up, other samples, other settings."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from geo.advice.cameras import CameraParams, Choice, suggest_sites
from geo.advice.coverage import Coverage, Flags, Rows
from geo.advice.reductions import find_step, pose_problem
from geo.advice.swaps import pick_sites, swap_sites
from geo.params import MonteCarlo


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
    moved_m
        For each of its sites how far it lies from the one whose place it takes, in the unit of the
        sites: 0 where it stays. Those that do not take the places that make the ways shortest.
    """

    name: str
    choice: Choice
    moved_m: tuple[float, ...]

    @property
    def moving(self) -> int:
        """How many sites are others."""
        return sum(moved > 0 for moved in self.moved_m)

    @property
    def farthest_m(self) -> float:
        """How far the site moves that moves most; 0 where the choice is the same."""
        return max(self.moved_m, default=0.0)


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


def draw_choices(
    coverage: Coverage,
    params: CameraParams,
    *,
    chance: MonteCarlo,
) -> Rows:
    """Choose again and again, each time from incidents drawn anew, with replacement.

    Parameters
    ----------
    coverage, params
        What was chosen from, and how; each sample is chosen from as `suggest_sites` does it.
    chance
        How many samples, from which seed.

    Returns
    -------
    ndarray
        Shape ``(samples, units)``: numbers of the sites that were chosen in each.

    References
    ----------
    Efron (1979), Bootstrap methods: another look at the jackknife. Annals of Statistics 7.
    """
    random = np.random.default_rng(chance.seed)
    problem = pose_problem(coverage, in_use=params.in_use, kept_out=params.kept_out)
    points, places = len(coverage.place_of), len(coverage.weights)
    drawn = np.empty((chance.repeats, params.units), np.intp)
    for sample in drawn:
        rows = random.integers(0, points, points)
        sums = np.bincount(coverage.place_of[rows], coverage.points[rows], places)
        weights = np.where(problem.weights > 0, sums, 0.0).astype(np.float64)
        posed = replace(problem, weights=weights, step=find_step(weights))
        sample[:] = posed.sites[swap_sites(posed, pick_sites(posed, params.units))]
    return drawn


def count_samples(coverage: Coverage, drawn: Rows, site: int, *, within_m: float) -> int:
    """Count the samples in which a site, or one within so many metres of it, was chosen.

    Sites that stand close together share what one of them would get, so that how firm a place is
    shows in those around it. A sample counts once, however many units it puts there.

    Parameters
    ----------
    coverage
        What was chosen from.
    drawn
        What `draw_choices` returned.
    """
    near = _near(coverage, site, within_m)
    return int(near[drawn].any(axis=1).sum())


def vary_settings(
    coverage: Coverage,
    choice: Choice,
    variants: Mapping[str, Coverage],
    params: CameraParams,
) -> list[Variant]:
    """Say which setting would change the choice, and how far it would move.

    Parameters
    ----------
    coverage, choice
        What to hold the others against.
    variants
        Name of a setting (another range, half-life or weighing) to the coverage of the same sites
        under it.
    params
        As of the choice.
    """
    found = {name: suggest_sites(other, params) for name, other in variants.items()}
    return [
        Variant(name, other, _measure_moves(coverage, choice, other))
        for name, other in found.items()
    ]


def _measure_moves(coverage: Coverage, choice: Choice, other: Choice) -> tuple[float, ...]:
    # A site in both stays, also where the ways would be as short with all of them moving up.
    coming = [site for site in other.sites if site not in choice.sites]
    going = [site for site in choice.sites if site not in other.sites]
    ways = coverage.sites[coming][:, None] - coverage.sites[going]
    apart = np.hypot(ways[..., 0], ways[..., 1])
    moved = dict(zip(coming, apart[linear_sum_assignment(apart)].tolist(), strict=False))
    return tuple(moved.get(site, 0.0) for site in other.sites)


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

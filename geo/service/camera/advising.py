"""Where camera units could stand, with what every suggestion rests on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from geo import schema
from geo.advice.cameras import CameraParams, Choice, choose_sites, suggest_sites
from geo.advice.coverage import Coverage, Values
from geo.advice.robustness import (
    Variant,
    count_samples,
    draw_choices,
    name_runners_up,
    vary_settings,
)
from geo.advice_params import CameraQuestion
from geo.analysis.points import read_points
from geo.analysis.tuning import Progress
from geo.errors import ParamsError
from geo.params import MonteCarlo
from geo.service.camera.answers import (
    COVERED,
    FIRM,
    RESPONSIBLE,
    CameraAdvice,
    NoSite,
    RefusedSite,
    Setting,
    SiteAdvice,
)
from geo.service.camera.case import FEWEST_INCIDENTS, CameraCase
from geo.service.camera.demand import FoundTheme, weigh_themes
from geo.service.camera.ground import CameraGround, lay_camera_ground, list_candidates
from geo.service.camera.outlook import find_outlook
from geo.service.camera.reasons import explain_place
from geo.service.contents import join_status
from geo.workspace import Workspace

RESAMPLES: Final = MonteCarlo(repeats=500)
_RANGE_FACTORS: Final = {Setting.CLOSER: 0.75, Setting.FARTHER: 1.25}
_HALF_LIFE_FACTORS: Final = {Setting.SHORTER_MEMORY: 0.5, Setting.LONGER_MEMORY: 2.0}
# Parts of the work of a proof, for whoever waits for it.
_CHOSEN: Final = 0.3
_LOOKED: Final = 0.6
_DRAWN: Final = 0.9

# What lies within range of places where nothing happened.
_NOTHING_NEAR: Final = {schema.INCIDENTS: 0, FIRM: 0, RESPONSIBLE: False}

_Solve = Callable[[Coverage, CameraParams], Choice]


def advise_cameras(
    workspace: Workspace, question: CameraQuestion, *, draws: MonteCarlo | None = None
) -> CameraAdvice:
    """Suggest sites for camera units, each with its reasons, or say that there is none.

    A site is suggested only if it adds, to what is covered already, at least `FEWEST_INCIDENTS`
    incidents of hotspots that are more than chance, as far as they happened in the hours of use;
    hotspots that cannot be held against chance bar nothing. What buildings hide is not covered, as
    far as they are loaded.

    Parameters
    ----------
    workspace, question
        Where, and what is asked.
    draws
        How often chance is tried on the hotspots; as `weigh_hotspots` says unless told.

    Raises
    ------
    ThemeError
        If a theme is unknown.
    ParamsError
        If an area is unknown, or there are fewer places than units.
    """
    return prove_cameras(workspace, pose_cameras(workspace, question, draws=draws))


def pose_cameras(
    workspace: Workspace,
    question: CameraQuestion,
    *,
    draws: MonteCarlo | None = None,
    ground: CameraGround | None = None,
    found: Sequence[FoundTheme] | None = None,
) -> CameraCase:
    """Gather what a choice is made of.

    Parameters and failures are those of `advise_cameras`; the ground of the question's area and
    its themes may be handed in, where they have been found already.
    """
    themes = tuple(weigh_themes(workspace, question, draws=draws, found=found))
    xy = np.vstack([np.column_stack(read_points(theme.demand.incidents)) for theme in themes])
    data = join_status([theme.data for theme in themes])
    ground = ground or lay_camera_ground(
        workspace, area=question.area, kept_out=question.kept_out, step_m=question.step_m
    )
    around = ground.around if data.synthetic else ground.around.leave_out_invented()
    candidates = list_candidates(ground, question, xy)
    case = CameraCase(question, themes, candidates, data, around, ground)
    if len(xy):
        _check_units(case)
    return case


def suggest_cameras(case: CameraCase) -> CameraAdvice:
    """Suggest sites at once: the best next one, then swaps; see `advise_cameras` for the rule."""
    return _advise(case, suggest_sites)


def prove_cameras(
    workspace: Workspace, case: CameraCase, *, progress: Progress | None = None
) -> CameraAdvice:
    """Choose the sites with a proof, and say how firm the choice is and what it would have caught.

    Parameters
    ----------
    workspace, case
        Where, and what the choice is made of.
    progress
        Told the share that is done.
    """
    tell = progress or (lambda _: None)
    advice = _advise(case, choose_sites)
    tell(_CHOSEN)
    if advice.choice is None:
        return replace(advice, proven=True)
    params = case.params(len(advice.choice.sites))
    outlook = find_outlook(workspace, case, units=params.units)
    tell(_LOOKED)
    drawn = draw_choices(case.coverage, params, chance=RESAMPLES)
    tell(_DRAWN)
    reach = case.question.range_m
    sites = tuple(
        replace(
            site,
            chosen=count_samples(case.coverage, drawn, site.site, within_m=reach),
            samples=len(drawn),
        )
        for site in advice.sites
    )
    variants = _vary(case, advice.choice, params)
    return replace(advice, sites=sites, variants=variants, outlook=outlook, proven=True)


def _advise(case: CameraCase, solve: _Solve) -> CameraAdvice:
    units = case.question.units
    blank = _begin(case)
    if case.incidents.empty:
        return replace(blank, refused=(RefusedSite(NoSite.TOO_FEW, 0),) * units)
    choice = _choose(case, solve)
    chosen = () if choice is None else choice.sites
    refused = (_refuse(case, chosen),) * (units - len(chosen)) if len(chosen) < units else ()
    advice = replace(blank, candidates=case.table, refused=refused)
    if choice is None:
        return advice
    params = case.params(len(chosen))
    equal = solve(case.coverage.reweigh(case.in_hours), params)
    return replace(
        advice,
        incidents=case.incidents.assign(**{COVERED: case.coverage.covers_points(chosen)}),
        sites=_explain(case, choice, params),
        choice=choice,
        equal=tuple(case.place_of(site) for site in equal.sites),
    )


def _begin(case: CameraCase) -> CameraAdvice:
    hotspots = pd.concat([theme.hotspots for theme in case.themes], ignore_index=True)
    return CameraAdvice(
        case.question,
        tuple(theme.told for theme in case.themes),
        case.data,
        case.incidents.assign(**{COVERED: False}),
        hotspots,
        case.candidates.table.assign(**_NOTHING_NEAR),
        on_streets=case.candidates.on_streets,
        left_out=case.candidates.left_out,
        sees_buildings=case.around.footprints is not None,
        knows_water=case.around.water is not None,
        unknown_ground=case.around.unknown,
    )


def _choose(case: CameraCase, solve: _Solve) -> Choice | None:
    """Choose as many sites as can be answered for, each for what it adds."""
    most = min(case.question.units, int(case.responsible.sum()))
    for units in range(most, 0, -1):
        choice = solve(case.coverage, case.params(units))
        if all(_add_firm(case, choice) >= FEWEST_INCIDENTS):
            return choice
    return None


def _add_firm(case: CameraCase, choice: Choice) -> Values:
    """Count the firm incidents in the hours of use that each site adds to those before it."""
    firm = np.where(case.firm, case.in_hours, 0.0)
    seen = case.coverage.covers_points(case.in_use)
    added = []
    for site in _order(case, choice):
        covered = case.coverage.covers_points([site])
        added.append(firm[covered & ~seen].sum())
        seen |= covered
    return np.array(added)


def _order(case: CameraCase, choice: Choice) -> list[int]:
    """Put the sites that cover most first."""
    measure, place_of = case.coverage.measure, case.place_of
    return sorted(choice.sites, key=lambda site: (-measure([site]), place_of(site)))


def _refuse(case: CameraCase, chosen: tuple[int, ...]) -> RefusedSite:
    """Say why there is no further site: what the best of the other places would add."""
    coverage = case.coverage
    seen = coverage.covers_points([*case.in_use, *chosen])
    left = coverage.reweigh(np.where(seen, 0.0, case.in_hours))
    gains = left.matrix @ left.weights
    new = coverage.covers_points([int(np.argmax(gains))]) & ~seen
    reason = NoSite.TOO_FEW if gains.max() < FEWEST_INCIDENTS else NoSite.NO_HOTSPOT
    return RefusedSite(reason, int(new.sum()), int((new & case.firm).sum()))


def _explain(case: CameraCase, choice: Choice, params: CameraParams) -> tuple[SiteAdvice, ...]:
    coverage = case.coverage
    seconds = name_runners_up(coverage, choice, params, apart_m=2 * case.question.range_m)
    second_of = {second.instead_of: second for second in seconds}
    order = _order(case, choice)
    return tuple(
        replace(
            explain_place(case, site, before=tuple(order[:number])),
            runner_up=second_of[site].site,
            lost=second_of[site].lost,
        )
        for number, site in enumerate(order)
    )


def _vary(case: CameraCase, choice: Choice, params: CameraParams) -> tuple[Variant, ...]:
    """Choose again out of the same places under other settings."""
    others: dict[str, Coverage] = {
        name: case.cover(range_factor=factor) for name, factor in _RANGE_FACTORS.items()
    }
    others |= {
        name: case.coverage.reweigh(case.weigh(half_life_factor=factor))
        for name, factor in _HALF_LIFE_FACTORS.items()
    }
    others[Setting.EQUAL_WEIGHTS] = case.coverage.reweigh(case.in_hours)
    return tuple(vary_settings(case.coverage, choice, others, params))


def _check_units(case: CameraCase) -> None:
    """Refuse more units than there are places, whichever of them could be answered for."""
    places, units = len(case.candidates.places), case.question.units
    if units > places:
        raise ParamsError(
            "camera-too-many-units" if places else "camera-no-sites",
            expected=f"at most {places} units, one for each site",
            got=f"{units}",
            remedy="choose fewer units, or add sites",
            units=units,
            sites=places,
        )

"""Where a unit is to stand: the suggested site, or another place that somebody answers for."""

from dataclasses import replace
from typing import Final

import shapely

from geo.advice_params import CameraQuestion
from geo.errors import ParamsError
from geo.params import MonteCarlo
from geo.placement_plan import PlacementPlan
from geo.placements import Place, Site, Siting
from geo.service.camera.advising import pose_cameras
from geo.service.camera.answers import CameraAdvice, SiteAdvice
from geo.service.camera.reasons import explain_place
from geo.service.opportunities import find_ground
from geo.workspace import Workspace

# Whether a place lies in a hotspot decides nothing where somebody chooses it.
_NO_CHANCE: Final = MonteCarlo(repeats=1)


def site_unit(workspace: Workspace, advice: CameraAdvice, plan: PlacementPlan) -> Siting:
    """Say where a unit is to stand, beside where the advice would have put it.

    Parameters
    ----------
    workspace, advice
        Where, and what was advised.
    plan
        Names the site, or another place and the reason for it.

    Raises
    ------
    ParamsError
        If there is no such site, or the other place lies outside or lacks a reason.
    """
    sites = [_tell_site(site) for site in advice.sites]
    suggested = sites[plan.site - 1] if plan.site <= len(sites) else None
    chosen = suggested
    if plan.place is not None:
        chosen = _measure_site(workspace, advice.question, plan.place)
    if chosen is None or (sites and suggested is None):
        raise ParamsError(
            "placement-no-site",
            expected=f"the number of one of {len(sites)} suggested sites",
            got=f"{plan.site}",
            remedy="choose one of them, or another place with a reason",
            site=plan.site,
            sites=len(sites),
        )
    return Siting(chosen=chosen, suggested=suggested, reason=plan.reason)


def _tell_site(site: SiteAdvice) -> Site:
    return Site(place=site.place, points=site.score, incidents=site.incidents)


def _measure_site(workspace: Workspace, question: CameraQuestion, place: Place) -> Site:
    """Say what a place that somebody chose would cover, by the same reckoning as the advice."""
    nothing = Site(place=place, points=0.0, incidents=0)
    ground = find_ground(workspace, None)
    if ground is not None and not shapely.intersects_xy(ground, *place):
        raise ParamsError(
            "placement-outside",
            expected="a place in the municipality",
            got=f"{place}",
            remedy="choose another place",
        )
    asked = replace(question, sites=(place,), units=1, area=None, kept_out=())
    case = pose_cameras(workspace, asked, draws=_NO_CHANCE)
    return nothing if case.incidents.empty else _tell_site(explain_place(case, 0))

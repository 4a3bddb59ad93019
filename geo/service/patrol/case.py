"""All that a patrol is planned from: read once, so that many plans can be made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.params import MonteCarlo, Period, Question
from geo.patrol_params import PatrolQuestion
from geo.service.answers import HotspotReport
from geo.service.areas import Layers
from geo.service.finding import find_hotspots, prepare_theme
from geo.service.patrol.answers import (
    CAMERA,
    KEY,
    LEFT_OUT,
    PLACE_COLUMNS,
    PlaceReason,
    StandingCamera,
)
from geo.service.patrol.cameras import find_watching, list_standing
from geo.service.patrol.places import Candidates, join_candidates, list_hotspots
from geo.service.patrol.repeats import list_repeats
from geo.service.patrol.spots import unite_near
from geo.service.patrol.surroundings import count_wijken, describe_surroundings, stay_within
from geo.service.patrol.ways import PatrolGround, Ways, lay_patrol_ground, measure_ways
from geo.service.patrol.wishes import list_wishes
from geo.service.repeats import list_alerts
from geo.service.weighing import leave_out_chance, weigh_hotspots
from geo.themes import read_themes
from geo.workspace import Workspace

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PatrolCase:
    """What one question about a patrol rests on.

    ``places`` and ``reasons`` are those of `PatrolAdvice`; ``rates`` has shape ``(n, 168)``: what
    a place is worth in each hour of the week, nothing where a camera watches it that is not to be
    doubled; what people left out is worth what it is. ``ways`` has the places and after them where
    teams begin and end. ``wijken`` counts per wijk what the fairness of a plan is held against.
    ``most_visits`` says of some places how often they may be visited.
    """

    question: PatrolQuestion
    titles: Mapping[str, str]
    places: pd.DataFrame
    reasons: tuple[PlaceReason, ...]
    rates: Values
    ways: Ways
    wijken: pd.DataFrame
    cameras: tuple[StandingCamera, ...]
    chance: int
    synthetic: bool
    most_visits: Mapping[int, int] = field(default_factory=dict)


def gather_patrol(
    workspace: Workspace,
    question: PatrolQuestion,
    *,
    draws: MonteCarlo | None = None,
    reports: Mapping[str, HotspotReport] | None = None,
    ground: PatrolGround | None = None,
) -> PatrolCase:
    """Gather all that a patrol is planned from.

    Parameters
    ----------
    workspace, question
        Where, and what is asked.
    draws
        How often chance is tried on the hotspots; as `weigh_hotspots` says unless told.
    reports
        Theme to its hotspots in the whole municipality in the period of the question, where they
        have been found and weighed already.
    ground
        Areas, streets and what is still warm, where they have been read already.

    Raises
    ------
    ThemeError
        If a theme is unknown.
    ParamsError
        If an area is unknown.
    """
    ground = ground or lay_patrol_ground(workspace, {team.mode for team in question.teams})
    found = find_patrol_hotspots(
        workspace, question, layers=ground.layers, draws=draws, reports=reports
    )
    parts = _list_parts(workspace, question, found, ground)
    known = stay_within(join_candidates(parts), question.areas, ground.layers, workspace)
    candidates = join_candidates([unite_near(known), list_wishes(question)])
    cameras = list_standing(workspace, question)
    places = _describe_places(candidates.places, question, ground.layers, cameras)
    return PatrolCase(
        question=question,
        titles={theme: report.title for theme, report in found.items()},
        places=places,
        reasons=candidates.reasons,
        rates=candidates.rates * _is_unwatched(places, question)[:, np.newaxis],
        ways=_measure(ground, question, places),
        wijken=count_wijken(list(found.values()), ground.layers),
        cameras=cameras,
        chance=sum(int(report.may_be_chance.sum()) for report in found.values()),
        synthetic=any(report.data.synthetic for report in found.values()),
    )


def find_patrol_hotspots(
    workspace: Workspace,
    question: PatrolQuestion,
    *,
    layers: Layers,
    draws: MonteCarlo | None = None,
    reports: Mapping[str, HotspotReport] | None = None,
) -> dict[str, HotspotReport]:
    """Find hotspots in the whole municipality: where to stay has no say in what is one.

    Parameters
    ----------
    workspace, question
        Where, in which period, and of what.
    layers
        Area layers.
    draws, reports
        As of `gather_patrol`.

    Returns
    -------
    dict
        Theme to its hotspots, weighed, in the order in which themes are asked.
    """
    found = dict(reports or {})
    return {
        theme: found[theme]
        if theme in found
        else _find_weighed(workspace, theme, question.period, layers=layers, draws=draws)
        for theme in question.themes
    }


def _find_weighed(
    workspace: Workspace,
    theme: str,
    period: Period,
    *,
    layers: Layers,
    draws: MonteCarlo | None,
) -> HotspotReport:
    prepared = prepare_theme(workspace, theme, period=period, layers=layers)
    found = find_hotspots(workspace, Question(theme=theme, period=period), prepared=prepared)
    return weigh_hotspots(workspace, found, draws=draws)


def _list_parts(
    workspace: Workspace,
    question: PatrolQuestion,
    found: Mapping[str, HotspotReport],
    ground: PatrolGround,
) -> list[Candidates]:
    """List hotspots of all themes that may lead to a visit, then the grounds that are warm."""
    themes, day = read_themes(workspace), question.begins.date()
    hotspots, repeats = [], []
    for theme, report in found.items():
        firm, harm = leave_out_chance(report), question.harm.get(theme)
        weight = themes.card(theme).harm_weight if harm is None else harm
        alerts = ground.alerts.get(theme)
        warm = alerts or list_alerts(workspace, theme, day, layers=ground.layers)
        hotspots.append(list_hotspots(workspace, firm, themes, harm=weight))
        repeats.append(list_repeats(workspace, warm, firm, themes, harm=weight))
    return [*hotspots, *repeats]


def _describe_places(
    places: pd.DataFrame,
    question: PatrolQuestion,
    layers: Layers,
    cameras: tuple[StandingCamera, ...],
) -> pd.DataFrame:
    """Add where each place lies, which camera watches it, and why it is not to be visited."""
    described = pd.concat([places, describe_surroundings(places, layers)], axis="columns")
    described[CAMERA] = find_watching(places, cameras)
    reasons = {one.key: one.reason for one in question.left_out}
    described[LEFT_OUT] = [reasons.get(key, "") for key in places[KEY]]
    return described[list(PLACE_COLUMNS)]


def _is_unwatched(places: pd.DataFrame, question: PatrolQuestion) -> NDArray[np.bool_]:
    """Whether each place may be visited as far as cameras go."""
    unwatched: NDArray[np.bool_] = (places[CAMERA] == 0).to_numpy() | question.doubles_cameras
    return unwatched


def _measure(ground: PatrolGround, question: PatrolQuestion, places: pd.DataFrame) -> Ways:
    xy = np.vstack([places[[schema.X, schema.Y]].to_numpy(np.float64), question.base, question.end])
    return measure_ways(ground.graphs, question.teams, xy)

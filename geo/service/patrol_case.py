"""All that a patrol is planned from: read once, so that many plans can be made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.analysis.areas import find_codes
from geo.params import MonteCarlo, Question
from geo.patrol_params import PatrolQuestion
from geo.schema import Layer
from geo.service.answers import HotspotReport
from geo.service.areas import Layers, find_layer, index_of, list_layers
from geo.service.finding import find_hotspots, prepare_theme
from geo.service.patrol_answers import (
    CAMERA,
    CONTACT,
    KEY,
    LEFT_OUT,
    PARK_NAME,
    PLACE_COLUMNS,
    WIJK_NAME,
    PlaceReason,
    StandingCamera,
)
from geo.service.patrol_places import Candidates, join_candidates, list_hotspots
from geo.service.patrol_ways import Ways, measure_ways, read_graphs
from geo.service.patrol_wishes import list_wishes
from geo.service.weighing import leave_out_chance, weigh_hotspots
from geo.themes import read_themes
from geo.workspace import Workspace

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PatrolCase:
    """What one question about a patrol rests on.

    ``places`` and ``reasons`` are those of `PatrolAdvice`; ``rates`` has shape ``(n, 168)``: what
    a place is worth in each hour of the week, nothing where it is not to be visited. ``ways`` has
    the places and after them where teams begin and end. ``wijken`` counts per wijk what the
    fairness of a plan is held against.
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


def gather_patrol(
    workspace: Workspace,
    question: PatrolQuestion,
    *,
    draws: MonteCarlo | None = None,
    reports: Mapping[str, HotspotReport] | None = None,
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

    Raises
    ------
    ThemeError
        If a theme is unknown.
    ParamsError
        If an area is unknown.
    """
    layers, themes = list_layers(workspace), read_themes(workspace)
    known = reports or {}
    found = [
        known.get(theme) or _find(workspace, question, theme, layers=layers, draws=draws)
        for theme in question.themes
    ]
    firm = [leave_out_chance(report) for report in found]
    hotspots = [
        list_hotspots(
            workspace,
            report,
            themes,
            harm=question.harm.get(report.theme, themes.card(report.theme).harm_weight),
        )
        for report in firm
    ]
    asked = _stay_within(join_candidates(hotspots), question.areas, layers, workspace)
    candidates = join_candidates([asked, list_wishes(question)])
    places = _describe_places(candidates.places, question, layers)
    is_wanted = (places[LEFT_OUT] == "").to_numpy()
    return PatrolCase(
        question=question,
        titles={report.theme: report.title for report in found},
        places=places,
        reasons=candidates.reasons,
        rates=candidates.rates * is_wanted[:, np.newaxis],
        ways=_measure(workspace, question, places),
        wijken=_count_wijken(found, layers),
        cameras=(),
        chance=sum(int(report.may_be_chance.sum()) for report in found),
        synthetic=any(report.data.synthetic for report in found),
    )


def _find(
    workspace: Workspace,
    question: PatrolQuestion,
    theme: str,
    *,
    layers: Layers,
    draws: MonteCarlo | None,
) -> HotspotReport:
    """Find hotspots in the whole municipality: where to stay has no say in what is one."""
    prepared = prepare_theme(workspace, theme, period=question.period, layers=layers)
    asked = Question(theme=theme, period=question.period)
    return weigh_hotspots(
        workspace, find_hotspots(workspace, asked, prepared=prepared), draws=draws
    )


def _stay_within(
    candidates: Candidates, areas: Sequence[str], layers: Layers, workspace: Workspace
) -> Candidates:
    """Keep the places that lie in one of some areas; no area keeps all."""
    inside = np.zeros(len(candidates.places), np.bool_)
    for area in areas:
        layer = find_layer(area, layers, workspace)
        if layer is None:
            return candidates
        inside |= (find_codes(candidates.places, index_of(layers[layer])) == area).to_numpy()
    return candidates.select(inside) if areas else candidates


def _describe_places(
    places: pd.DataFrame, question: PatrolQuestion, layers: Layers
) -> pd.DataFrame:
    """Add in which wijk and park each place lies, and why it is not to be visited."""
    wijk, wijk_name = _look_up(places, layers, Layer.WIJKEN)
    _, park_name = _look_up(places, layers, Layer.PARKS)
    reasons = {one.key: one.reason for one in question.left_out}
    described = places.copy()
    described[schema.WIJK_CODE], described[WIJK_NAME] = wijk, wijk_name
    described[PARK_NAME], described[CONTACT] = park_name, ""
    described[CAMERA] = 0
    described[LEFT_OUT] = [reasons.get(key, "") for key in places[KEY]]
    return described[list(PLACE_COLUMNS)]


def _look_up(places: pd.DataFrame, layers: Layers, layer: Layer) -> tuple[pd.Series, pd.Series]:
    """Code and name of the area in which each place lies; missing, and empty, where in none."""
    if layer not in layers:
        nowhere = pd.Series(None, places.index, dtype="str")
        return nowhere, nowhere.fillna("")
    areas = layers[layer].areas.drop_duplicates(schema.AREA_CODE).set_index(schema.AREA_CODE)
    codes = find_codes(places, index_of(layers[layer]))
    names = codes.map(areas[schema.AREA_NAME].fillna(areas.index.to_series()))
    return codes, names.fillna("").astype("str")


def _measure(workspace: Workspace, question: PatrolQuestion, places: pd.DataFrame) -> Ways:
    xy = np.vstack([places[[schema.X, schema.Y]].to_numpy(np.float64), question.base, question.end])
    return measure_ways(read_graphs(workspace, question.teams), question.teams, xy)


def _count_wijken(reports: Sequence[HotspotReport], layers: Layers) -> pd.DataFrame:
    """Count incidents of all reports, and inhabitants, per wijk; index the wijk's code."""
    if Layer.WIJKEN not in layers:
        return pd.DataFrame(columns=[WIJK_NAME, schema.INCIDENTS, schema.INHABITANTS])
    areas = layers[Layer.WIJKEN].areas.drop_duplicates(schema.AREA_CODE)
    areas = areas.set_index(schema.AREA_CODE).sort_index()
    codes = pd.concat([report.incidents[schema.WIJK_CODE] for report in reports])
    return pd.DataFrame(
        {
            WIJK_NAME: areas[schema.AREA_NAME].fillna(areas.index.to_series()),
            schema.INCIDENTS: codes.value_counts().reindex(areas.index, fill_value=0),
            schema.INHABITANTS: areas[schema.INHABITANTS],
        }
    )

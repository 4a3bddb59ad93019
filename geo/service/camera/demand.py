"""What calls for a camera: the incidents of each theme, weighed, and which lie in hotspots."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.advice.demand import Demand, weigh_demand
from geo.advice_params import CameraQuestion
from geo.analysis.hotspots import weigh_recency
from geo.analysis.reporters import ReporterSplit, leave_out_police
from geo.analysis.significance import Significance
from geo.params import MonteCarlo, Question
from geo.service.answers import DataStatus, HotspotReport, PreparedTheme
from geo.service.areas import list_layers, stay_in
from geo.service.camera.answers import ThemeDemand
from geo.service.finding import find_hotspots, prepare_theme, stay_in_period
from geo.service.weighing import leave_out_chance, weigh_hotspots
from geo.workspace import Workspace

Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class FoundTheme:
    """A theme of all time, and its hotspots in the period that is asked for.

    Hotspots that were not held against chance bar nothing.
    """

    prepared: PreparedTheme
    report: HotspotReport


@dataclass(frozen=True, eq=False)
class WeighedTheme:
    """The demand of one theme.

    ``in_hotspot`` says of each incident whether it lies in a hotspot that may lead to advice;
    ``data`` what the theme rests on, invented places to hold it against included; ``hotspots``
    are those that may lead to advice; ``prepared`` has its incidents of all time.
    """

    told: ThemeDemand
    demand: Demand
    in_hotspot: Flags
    data: DataStatus
    hotspots: gpd.GeoDataFrame
    prepared: PreparedTheme


def list_questions(question: CameraQuestion) -> list[Question]:
    """List what is asked of the hotspots of each theme."""
    return [
        Question(theme=theme, period=question.period, area=question.area, hours=question.hours)
        for theme in question.themes
    ]


def weigh_themes(
    workspace: Workspace,
    question: CameraQuestion,
    *,
    draws: MonteCarlo | None = None,
    found: Sequence[FoundTheme] | None = None,
) -> list[WeighedTheme]:
    """Weigh the incidents of each theme, and mark those in hotspots that are more than chance.

    Records that police made themselves are left out: they show where police were.

    Parameters
    ----------
    workspace, question
        Where, and what is asked.
    draws
        How often chance is tried.
    found
        The themes of the question, in its order, where they have been found already.

    Raises
    ------
    ThemeError, ParamsError
        If a theme or the area is unknown.
    """
    themes = _find_themes(workspace, question, draws) if found is None else found
    return [_weigh_theme(workspace, question, theme) for theme in themes]


def _find_themes(
    workspace: Workspace, question: CameraQuestion, draws: MonteCarlo | None
) -> list[FoundTheme]:
    layers = list_layers(workspace)
    found = []
    for asked in list_questions(question):
        prepared = prepare_theme(workspace, asked.theme, layers=layers)
        report = find_hotspots(workspace, asked, prepared=prepared)
        found.append(FoundTheme(prepared, weigh_hotspots(workspace, report, draws=draws)))
    return found


def _weigh_theme(workspace: Workspace, question: CameraQuestion, found: FoundTheme) -> WeighedTheme:
    prepared, report = found.prepared, found.report
    told = _tell_risk(workspace, question, prepared)
    params = prepared.card.params()
    if question.half_life_days is not None:
        params = replace(params, half_life_days=question.half_life_days)
    _, as_of = question.period.bounds(workspace.timezone)
    demand = weigh_demand(
        told.incidents,
        weigh_recency(told.incidents, params, as_of=as_of).to_numpy(np.float64),
        harm=question.harm.get(report.theme, prepared.card.harm_weight),
        hours=question.hours,
        timezone=workspace.timezone,
    )
    firm = leave_out_chance(report)
    clusters = firm.hotspots[schema.RANK].to_numpy() - 1
    members = report.incidents[report.incidents[schema.CLUSTER].isin(clusters)]
    in_hotspot = _is_among(demand.incidents, members)
    return WeighedTheme(
        _tell_theme(question, found, demand, told.police_made),
        demand,
        in_hotspot,
        _say_data(report),
        firm.hotspots,
        prepared,
    )


def _tell_risk(
    workspace: Workspace, question: CameraQuestion, prepared: PreparedTheme
) -> ReporterSplit[gpd.GeoDataFrame]:
    in_period = stay_in_period(prepared.incidents, question.period, workspace.timezone)
    numbered = in_period.reset_index(drop=True)
    return leave_out_police(stay_in(numbered, question.area, prepared.layers, workspace))


def _tell_theme(
    question: CameraQuestion, found: FoundTheme, demand: Demand, police_made: int
) -> ThemeDemand:
    card, significance = found.prepared.card, found.report.significance
    return ThemeDemand(
        found.report.theme,
        card.title,
        demand.harm,
        question.half_life_days or card.hotspots.half_life_days,
        len(demand.incidents),
        police_made,
        demand.without_place,
        demand.without_hour,
        significance is not None and isinstance(significance.found, Significance),
    )


def _say_data(report: HotspotReport) -> DataStatus:
    significance = report.significance
    invented = significance is not None and significance.synthetic
    return replace(report.data, synthetic=report.data.synthetic or invented)


def _is_among(incidents: pd.DataFrame, members: pd.DataFrame) -> Flags:
    keys = [schema.SOURCE, schema.INCIDENT_ID]
    among: Flags = pd.MultiIndex.from_frame(incidents[keys]).isin(
        pd.MultiIndex.from_frame(members[keys])
    )
    return among

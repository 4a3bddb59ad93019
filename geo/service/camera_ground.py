"""What a choice of camera sites rests on: incidents that weigh, and places to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo import schema
from geo.advice.demand import Demand, weigh_demand
from geo.advice.sites import candidate_sites, name_streets
from geo.advice_params import CameraQuestion
from geo.analysis.hotspots import weigh_recency
from geo.analysis.reporters import leave_out_police
from geo.analysis.significance import Significance
from geo.intake.boundaries import AreaLayer
from geo.params import MonteCarlo, Question
from geo.schema import Layer
from geo.service.answers import DataStatus, HotspotReport, PreparedTheme
from geo.service.areas import (
    find_layer,
    list_layers,
    locate_incidents,
    outline_area,
    stay_in,
)
from geo.service.camera_answers import NONE_LEFT_OUT, STREET, LeftOut, ThemeDemand
from geo.service.finding import find_hotspots, prepare_theme
from geo.service.opportunities import find_ground
from geo.service.streets import load_streets
from geo.service.weighing import leave_out_chance, weigh_hotspots
from geo.workspace import Workspace

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]
Shapes = NDArray[np.object_]

NO_BUILDINGS: Final[Shapes] = np.empty(0, object)


@dataclass(frozen=True, eq=False)
class WeighedTheme:
    """The demand of one theme.

    ``in_hotspot`` says of each incident whether it lies in a hotspot that may lead to advice;
    ``data`` what the theme rests on, invented places to hold it against included; ``hotspots``
    are those that may lead to advice.
    """

    told: ThemeDemand
    demand: Demand
    in_hotspot: Flags
    data: DataStatus
    hotspots: gpd.GeoDataFrame


@dataclass(frozen=True, eq=False)
class Candidates:
    """Places to choose from, and whether they lie along streets.

    ``table`` has of each its ``geometry``, the areas in which it lies and the ``street`` that is
    nearest and has a name (empty where none is); ``left_out`` says which of an own list were not
    taken.
    """

    table: gpd.GeoDataFrame
    on_streets: bool
    left_out: LeftOut = NONE_LEFT_OUT

    @property
    def places(self) -> Values:
        """Where they are: shape ``(n, 2)``."""
        places: Values = shapely.get_coordinates(self.table.geometry.to_numpy())
        return places


def weigh_themes(
    workspace: Workspace, question: CameraQuestion, *, draws: MonteCarlo | None = None
) -> list[WeighedTheme]:
    """Weigh the incidents of each theme, and mark those in hotspots that are more than chance.

    Records that police made themselves are left out: they show where police were.

    Parameters
    ----------
    workspace, question
        Where, and what is asked.
    draws
        How often chance is tried.

    Raises
    ------
    ThemeError, ParamsError
        If a theme or the area is unknown.
    """
    layers = list_layers(workspace)
    return [
        _weigh_theme(
            workspace,
            question,
            prepare_theme(workspace, theme, period=question.period, layers=layers),
            Question(theme=theme, period=question.period, area=question.area, hours=question.hours),
            draws=draws,
        )
        for theme in question.themes
    ]


def list_candidates(
    workspace: Workspace,
    question: CameraQuestion,
    incidents: Values,
    *,
    buildings: Shapes = NO_BUILDINGS,
) -> Candidates:
    """List the places where a unit could stand: an own list, along streets, or a grid.

    Parameters
    ----------
    workspace, question
        Where, and what is asked.
    incidents
        Shape ``(m, 2)``: no place along a street or on the grid lies out of range of all of them.
    buildings
        Shape ``(b,)``: no place lies in one.

    Raises
    ------
    ParamsError
        If an area is unknown.
    """
    layers = list_layers(workspace)
    ground = find_ground(workspace, question.area)
    barred = np.array([_outline(code, layers, workspace) for code in question.kept_out], object)
    streets = load_streets(workspace)
    lines = None if streets is None else streets.lines
    if question.sites:
        places, left_out = _keep_own(question, ground, barred, buildings)
        table = gpd.GeoDataFrame(geometry=shapely.points(places), crs=workspace.crs)
    else:
        reach = shapely.union_all(shapely.buffer(shapely.points(incidents), question.range_m))
        inside = reach if ground is None else shapely.intersection(ground, reach)
        searched = gpd.GeoDataFrame(geometry=[inside], crs=workspace.crs)
        left_out = NONE_LEFT_OUT
        table = candidate_sites(
            searched, streets=lines, step_m=question.step_m, kept_out=np.append(barred, buildings)
        )
    named = table.assign(**{STREET: name_streets(table.geometry.to_numpy(), lines)})
    on_streets = streets is not None and not question.sites
    return Candidates(locate_incidents(named, layers), on_streets, left_out)


def _weigh_theme(
    workspace: Workspace,
    question: CameraQuestion,
    prepared: PreparedTheme,
    asked: Question,
    *,
    draws: MonteCarlo | None,
) -> WeighedTheme:
    params = prepared.card.params()
    if question.half_life_days is not None:
        params = replace(params, half_life_days=question.half_life_days)
    chosen = stay_in(prepared.incidents, question.area, prepared.layers, workspace)
    told = leave_out_police(chosen)
    _, as_of = question.period.bounds(workspace.timezone)
    demand = weigh_demand(
        told.incidents,
        weigh_recency(told.incidents, params, as_of=as_of).to_numpy(np.float64),
        harm=question.harm.get(asked.theme, prepared.card.harm_weight),
        hours=question.hours,
        timezone=workspace.timezone,
    )
    found = find_hotspots(workspace, asked, prepared=prepared)
    weighed = weigh_hotspots(workspace, found, draws=draws)
    theme = ThemeDemand(
        asked.theme,
        prepared.card.title,
        demand.harm,
        params.half_life_days,
        len(demand.incidents),
        told.police_made,
        demand.without_place,
        demand.without_hour,
        _is_testable(weighed),
    )
    firm = leave_out_chance(weighed).hotspots
    clusters = firm[schema.RANK].to_numpy() - 1
    members = weighed.incidents[weighed.incidents[schema.CLUSTER].isin(clusters)]
    in_hotspot = _is_among(demand.incidents, members)
    return WeighedTheme(theme, demand, in_hotspot, _say_data(weighed), firm)


def _say_data(weighed: HotspotReport) -> DataStatus:
    significance = weighed.significance
    invented = significance is not None and significance.synthetic
    return replace(weighed.data, synthetic=weighed.data.synthetic or invented)


def _is_testable(report: HotspotReport) -> bool:
    weighed = report.significance
    return weighed is not None and isinstance(weighed.found, Significance)


def _is_among(incidents: pd.DataFrame, members: pd.DataFrame) -> Flags:
    keys = [schema.SOURCE, schema.INCIDENT_ID]
    among: Flags = pd.MultiIndex.from_frame(incidents[keys]).isin(
        pd.MultiIndex.from_frame(members[keys])
    )
    return among


def _outline(
    code: str, layers: Mapping[Layer, AreaLayer], workspace: Workspace
) -> shapely.Geometry:
    find_layer(code, layers, workspace)
    return outline_area(code, layers)


def _keep_own(
    question: CameraQuestion,
    ground: shapely.Geometry | None,
    barred: Shapes,
    buildings: Shapes,
) -> tuple[Values, LeftOut]:
    """Keep the places of an own list that may be used, and count the others by the reason."""
    given = np.array(question.sites, np.float64)
    places = np.unique(given, axis=0)
    points = shapely.points(places)
    inside = (
        np.ones(len(places), np.bool_) if ground is None else shapely.intersects(ground, points)
    )
    free = ~shapely.intersects(shapely.union_all(barred), points)
    in_building = np.zeros(len(places), np.bool_)
    in_building[shapely.STRtree(buildings).query(points, predicate="intersects")[0]] = True
    left_out = LeftOut(
        outside=int((~inside).sum()),
        kept_out=int((inside & ~free).sum()),
        twice=len(given) - len(places),
        in_building=int((inside & free & in_building).sum()),
    )
    return places[inside & free & ~in_building], left_out

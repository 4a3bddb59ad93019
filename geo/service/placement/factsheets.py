"""What the fact sheet on a placement is made of: its versions, and the ground that it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.agreements import ActionKind, AgreementVersion, list_last
from geo.analysis.overlaps import share_ground
from geo.analysis.peak_windows import PeakWindow, find_peaks
from geo.analysis.reporters import leave_out_police
from geo.analysis.timing import WeekHours, weigh_week_hours
from geo.intake.streets import StreetLayer
from geo.placements import Placement, PlacementVersion
from geo.schema import Layer
from geo.service.answers import DataStatus
from geo.service.areas import Layers, list_layers
from geo.service.camera.answers import InView
from geo.service.camera.view import Weighted, load_surroundings
from geo.service.contents import describe_data
from geo.service.finding import list_themes, prepare_theme
from geo.service.opening import open_store
from geo.service.placement.keeping import read_placement
from geo.service.streets import load_streets
from geo.themes import ThemeCard, is_about_property
from geo.workspace import Workspace


@dataclass(frozen=True, eq=False)
class PlacementGround:
    """The ground of a placement, in the workspace's coordinate system.

    ``buffer`` lies around ``target`` without it; ``control`` is None where there is none.
    """

    target: BaseGeometry
    buffer: BaseGeometry
    control: BaseGeometry | None


@dataclass(frozen=True)
class Dwellings:
    """How many addresses lie in a target, where they come from, and whether they were made up."""

    count: int
    source: str
    synthetic: bool


@dataclass(frozen=True, eq=False)
class Factsheet:
    """All that a fact sheet tells about a placement.

    Parameters
    ----------
    versions
        Of the placement, the first one first.
    municipality
        Its name.
    local_rules
        What it decided on cameras itself; empty where its settings do not say.
    crs
        Name of the coordinate system.
    timezone
        Zone of the local days.
    cards
        Of the themes, as far as they are still there.
    ground
        Of the last version.
    layers, streets
        To draw; the streets None where not loaded.
    wijken
        Names of those that the target touches.
    street_names
        Of those that the target touches; None where no streets or no names are loaded.
    dwellings
        In the target; None where no addresses are loaded, or invented ones beside real incidents.
    in_view
        Dwellings, schools and buildings within range and in sight, as far as they are loaded.
    lighter
        The last version of each agreement, on anything but a camera, that shares ground with the
        target and began before the unit is placed.
    week_hours, peaks
        When the incidents in the target happened, at whatever hour, by the data of now; and the
        hours that stand out.
    data
        What the store holds now.
    """

    versions: tuple[PlacementVersion, ...]
    municipality: str
    local_rules: str
    crs: str
    timezone: ZoneInfo
    cards: Mapping[str, ThemeCard]
    ground: PlacementGround
    layers: Layers
    streets: StreetLayer | None
    wijken: tuple[str, ...]
    street_names: tuple[str, ...] | None
    dwellings: Dwellings | None
    in_view: InView
    lighter: tuple[AgreementVersion, ...]
    week_hours: WeekHours
    peaks: tuple[PeakWindow, ...]
    data: DataStatus

    @property
    def placement(self) -> Placement:
        """The last version of the placement."""
        return self.versions[-1].placement

    @property
    def is_property_only(self) -> bool:
        """Whether every theme is about theft or burglary, and nothing else."""
        known = [self.cards.get(theme) for theme in self.placement.theme_names]
        return all(card is not None and is_about_property(card) for card in known)


def gather_factsheet(workspace: Workspace, placement_id: int) -> Factsheet:
    """Gather what the fact sheet on a placement tells.

    Parameters
    ----------
    workspace
        The municipality.
    placement_id
        Number of the placement.

    Raises
    ------
    ParamsError
        If there is no such placement.
    """
    record = read_placement(workspace, placement_id)
    placement = record.last
    ground, layers = draw_ground(placement), list_layers(workspace)
    streets, settings = load_streets(workspace), workspace.settings
    cards = list_themes(workspace).cards
    # Invented addresses say nothing beside real incidents.
    around = load_surroundings(workspace, synthetic=placement.synthetic)
    week = _time_incidents(workspace, placement, ground, [*cards])
    return Factsheet(
        versions=record.versions,
        municipality=settings.name,
        local_rules=settings.cameras.local_rules,
        crs=workspace.crs.name,
        timezone=workspace.timezone,
        cards={theme: cards[theme] for theme in placement.theme_names if theme in cards},
        ground=ground,
        layers=layers,
        streets=streets,
        wijken=name_touched(layers[Layer.WIJKEN].areas, ground) if Layer.WIJKEN in layers else (),
        street_names=None if streets is None else name_touched(streets.lines, ground) or None,
        dwellings=_count_dwellings(around.dwellings, ground),
        in_view=around.look_around(placement.place, range_m=placement.range_m),
        lighter=_find_lighter(workspace, placement, ground),
        week_hours=week,
        peaks=find_peaks(week),
        data=describe_data(workspace),
    )


def draw_ground(placement: Placement) -> PlacementGround:
    """Draw target, buffer and control of a placement."""
    goal, site = placement.goal, shapely.Point(placement.place)
    target = site.buffer(goal.target_m)
    control = None if goal.control is None else shapely.Point(goal.control).buffer(goal.target_m)
    return PlacementGround(target, site.buffer(goal.buffer_m).difference(target), control)


def name_touched(shapes: gpd.GeoDataFrame, ground: PlacementGround) -> tuple[str, ...]:
    """Name the areas or streets that a target touches, each once."""
    near = shapes[shapes.geometry.intersects(ground.target)]
    names = near[schema.AREA_NAME].dropna().astype("str").str.strip()
    return tuple(sorted(set(names) - {""}))


def _find_lighter(
    workspace: Workspace, placement: Placement, ground: PlacementGround
) -> tuple[AgreementVersion, ...]:
    with open_store(workspace) as store:
        agreed = list_last(store.agreements.read_versions())
    return tuple(
        version
        for version in agreed
        if version.agreement.kind is not ActionKind.CAMERA
        and version.agreement.used.first < placement.used.first
        and share_ground(version.agreement.ground.shape, ground.target)
    )


def _count_dwellings(addresses: Weighted | None, ground: PlacementGround) -> Dwellings | None:
    if addresses is None:
        return None
    inside = shapely.intersects_xy(ground.target, addresses.xy)
    count = round(float(addresses.weights[inside].sum()))
    return Dwellings(count, addresses.source, addresses.synthetic)


def _time_incidents(
    workspace: Workspace, placement: Placement, ground: PlacementGround, known: Sequence[str]
) -> WeekHours:
    found = []
    for theme in placement.theme_names:
        if theme in known:
            period = placement.learned_from
            incidents = prepare_theme(workspace, theme, period=period, layers={}).incidents
            told = leave_out_police(incidents).incidents
            found.append(told[told.geometry.intersects(ground.target)])
    if not found:
        return WeekHours(np.zeros((7, 24)), 0, 0)
    return weigh_week_hours(pd.concat(found, ignore_index=True), timezone=workspace.timezone)

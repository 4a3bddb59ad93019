"""Every cache of the app: an answer holds until the store, a layer or a card changes.

What holds incidents or shapes is kept as a resource: all sessions share the one answer, where
cached data would be copied for each run. Nobody changes an answer, so that sharing is safe.
"""

# ruff: noqa: ARG001  (the stamp is asked for as the cache's key)

import os
import stat
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from geo import service
from geo.advice_params import CameraQuestion
from geo.intake.boundaries import AreaLayer, AreaReading
from geo.intake.opportunities import OpportunityLayer
from geo.params import HourSelection, Period, Question
from geo.present import area_names, pictures
from geo.present.backgrounds import find_background
from geo.present.exports import Layers
from geo.present.grounds import plan_base
from geo.present.pictures import Part
from geo.present.steps import Steps
from geo.schema import Layer, OpportunityKind
from geo.service.answers import (
    AreaSurvey,
    ChanceGround,
    DataQuality,
    DataStatus,
    HotspotReport,
    NewsReport,
    PreparedTheme,
    ThemeComparison,
    ThemeSummary,
)
from geo.service.camera.answers import CameraAdvice
from geo.service.camera.case import CameraCase
from geo.service.camera.demand import FoundTheme
from geo.service.camera.ground import CameraGround
from geo.service.patrol.visit_answers import DosageReport
from geo.service.placement.answers import PlacementRecord
from geo.service.register import RegisterFacts
from geo.service.upkeep_answers import (
    AreaPreview,
    BackupReport,
    ImportOptions,
    ImportPreview,
    LayerCheck,
    UndoReport,
)
from geo.store import FileState
from geo.themes import Themes
from geo.views.chances import ChanceDesk
from geo.views.work import Desk, Shelf
from geo.workspace import SETTINGS_FILE, Workspace

# To time a hotspot takes a hundredth of a second, and a question may have hundreds of them.
_MOST_TIMED: Final = 20

# What decides an answer beside the question: workspace as a visitor sees it, store version, files.
Stamp = tuple[str, int, tuple[tuple[str, int, int], ...]]


def stamp_workspace(workspace: Workspace) -> Stamp:
    """Say in which state a workspace is, for all visitors who may see the same of it.

    An answer that is kept passes the door no more: who may see less, or other things, has a stamp
    of their own and so finds none of the answers, desks and shelves of others.

    Raises
    ------
    HotspotkaartError
        If its store cannot be opened.
    """
    root = str(workspace.root.resolve())
    version = _store_version(workspace, root, service.store_state(workspace))
    likeness = workspace.viewer.likeness
    return (f"{root}#{likeness}" if likeness else root), version, _files(workspace)


@st.cache_data(max_entries=8, show_spinner=False)
def _store_version(_workspace: Workspace, root: str, state: FileState) -> int:
    return service.store_version(_workspace)


@st.cache_resource(show_spinner=False)
def work_desk(root: str) -> Desk:
    """Return the desk of a workspace, one for all visitors."""
    return Desk()


@st.cache_resource(show_spinner=False)
def answer_shelf(root: str, *, slow: bool) -> Shelf:
    """Return the shelf of a workspace with answers that take seconds, or with those of minutes.

    All visitors share the two; what takes minutes does not keep the rest waiting.
    """
    return Shelf()


@st.cache_data(max_entries=8, show_spinner=False)
def describe_data(_workspace: Workspace, stamp: Stamp) -> DataStatus:
    """Return what the store holds."""
    return service.describe_data(_workspace)


@st.cache_data(max_entries=4, show_spinner=False)
def gather_register(_workspace: Workspace, stamp: Stamp) -> RegisterFacts:
    """Return what is known for the algorithm register."""
    return service.gather_register(_workspace)


@st.cache_resource(max_entries=8, show_spinner=False)
def list_layers(_workspace: Workspace, stamp: Stamp) -> Mapping[Layer, AreaLayer]:
    """Return the area layers."""
    return service.list_layers(_workspace)


@st.cache_data(max_entries=8, show_spinner="Grenzen nakijken …")
def check_areas(_workspace: Workspace, stamp: Stamp) -> list[LayerCheck]:
    """Return what is wrong with each area layer."""
    return service.check_areas(_workspace)


@st.cache_data(max_entries=8, show_spinner="Gegevens nakijken …")
def check_data(_workspace: Workspace, stamp: Stamp) -> DataQuality:
    """Return what is weak in the data."""
    return service.check_data(_workspace)


@st.cache_data(max_entries=64, show_spinner=False)
def check_evidence(_workspace: Workspace, stamp: Stamp, theme: str) -> bool | None:
    """Return whether a card's evidence belongs to these data."""
    return service.check_evidence(_workspace, theme)


def list_placements(workspace: Workspace, stamp: Stamp) -> list[PlacementRecord]:
    """Return all placements, the latest number first.

    They change without the incidents: looked up again when the store looks different from outside.
    """
    return _list_placements(workspace, stamp[0], service.store_state(workspace))


@st.cache_resource(max_entries=8, show_spinner=False)
def _list_placements(_workspace: Workspace, root: str, state: FileState) -> list[PlacementRecord]:
    return service.list_placements(_workspace)


@st.cache_resource(max_entries=8, show_spinner=False)
def name_areas(_workspace: Workspace, stamp: Stamp) -> Mapping[str, str]:
    """Return the areas that can be chosen: name on code."""
    return area_names.name_areas(list_layers(_workspace, stamp))


@st.cache_resource(max_entries=8, show_spinner=False)
def list_themes(_workspace: Workspace, stamp: Stamp) -> Themes:
    """Return the theme cards."""
    return service.list_themes(_workspace)


@st.cache_resource(max_entries=64, show_spinner="Hotspots zoeken …")
def find_hotspots(_workspace: Workspace, stamp: Stamp, question: Question) -> HotspotReport:
    """Return the hotspots that a question asks for."""
    prepared = _prepare_theme(_workspace, stamp, question.theme)
    return service.find_hotspots(_workspace, question, prepared=prepared)


@st.cache_resource(max_entries=32, show_spinner=False)
def lay_chance_ground(
    _workspace: Workspace, stamp: Stamp, theme: str, area: str | None
) -> ChanceGround:
    """Return where incidents of a theme could have happened."""
    kind = list_themes(_workspace, stamp).card(theme).opportunities
    layer = None if kind is None else _load_opportunities(_workspace, stamp, kind)
    return service.lay_chance_ground(_workspace, theme, area=area, layer=layer)


@st.cache_resource(max_entries=4, show_spinner=False)
def _load_opportunities(
    _workspace: Workspace, stamp: Stamp, kind: OpportunityKind
) -> OpportunityLayer | None:
    return service.load_opportunities(_workspace, kind)


@st.cache_resource(show_spinner=False)
def chance_desk(root: str) -> ChanceDesk:
    """Return where hotspots of a workspace are weighed, one desk for all visitors."""
    return ChanceDesk()


@st.cache_resource(max_entries=8, show_spinner=False)
def lay_camera_ground(
    _workspace: Workspace, stamp: Stamp, area: str | None, kept_out: tuple[str, ...], step_m: float
) -> CameraGround:
    """Return where units could stand, whatever incidents are asked for."""
    if area is None and not kept_out:
        return service.lay_camera_ground(_workspace, step_m=step_m)
    whole = lay_camera_ground(_workspace, stamp, None, (), step_m)
    return service.narrow_camera_ground(whole, area=area, kept_out=kept_out)


@st.cache_resource(max_entries=32, show_spinner="Plekken voor de camera zoeken …")
def suggest_cameras(
    _workspace: Workspace,
    stamp: Stamp,
    asked: tuple[str, bool],
    *,
    _question: CameraQuestion,
    _reports: tuple[HotspotReport, ...],
) -> tuple[CameraCase, CameraAdvice]:
    """Return the case and the choice at once, out of hotspots that were weighed or not."""
    ground = lay_camera_ground(
        _workspace, stamp, _question.area, _question.kept_out, _question.step_m
    )
    found = [
        FoundTheme(_prepare_theme(_workspace, stamp, report.theme), report) for report in _reports
    ]
    case = service.pose_cameras(_workspace, _question, ground=ground, found=found)
    return case, service.suggest_cameras(case)


@st.cache_resource(max_entries=16, show_spinner=False)
def _prepare_theme(_workspace: Workspace, stamp: Stamp, theme: str) -> PreparedTheme:
    return service.prepare_theme(_workspace, theme, layers=list_layers(_workspace, stamp))


@st.cache_data(max_entries=64, show_spinner="Meldingen tellen …")
def compare_themes(
    _workspace: Workspace, stamp: Stamp, period: Period, area: str | None, hours: HourSelection
) -> ThemeComparison:
    """Return how often each theme was reported, held against the period before."""
    layers = list_layers(_workspace, stamp)
    return service.compare_themes(_workspace, period, area=area, hours=hours, layers=layers)


@st.cache_data(max_entries=64, show_spinner="Meldingen tellen …")
def summarise_theme(_workspace: Workspace, stamp: Stamp, question: Question) -> ThemeSummary:
    """Return a theme by month and by wijk."""
    return service.summarise_theme(_workspace, question, layers=list_layers(_workspace, stamp))


@st.cache_resource(max_entries=64, show_spinner="Hotspots zoeken …")
def time_hotspots(_workspace: Workspace, stamp: Stamp, question: Question) -> HotspotReport:
    """Return the hotspots that a question asks for, with the hours in which they stand out."""
    found = find_hotspots(_workspace, stamp, question)
    return service.time_hotspots(_workspace, found, most=_MOST_TIMED)


@st.cache_resource(max_entries=64, show_spinner="Hotspots zoeken …")
def find_hotspots_near(
    _workspace: Workspace, stamp: Stamp, questions: tuple[Question, ...], area: str
) -> list[HotspotReport]:
    """Return the hotspots that these questions ask for in an area or touching it, timed."""
    found = [find_hotspots(_workspace, stamp, question) for question in questions]
    near = service.find_near(found, area, list_layers(_workspace, stamp))
    return [service.time_hotspots(_workspace, report) for report in near]


@st.cache_data(max_entries=64, show_spinner="Meldingen zoeken …")
def survey_area(_workspace: Workspace, stamp: Stamp, question: Question) -> AreaSurvey:
    """Return all incidents of an area in a period."""
    return service.survey_area(_workspace, question, layers=list_layers(_workspace, stamp))


@st.cache_data(max_entries=64, show_spinner=False)
def find_area_news(
    _workspace: Workspace, stamp: Stamp, question: Question, since: date
) -> NewsReport:
    """Return what came since a day in an area."""
    layers = list_layers(_workspace, stamp)
    return service.find_area_news(_workspace, question, since=since, layers=layers)


@st.cache_data(max_entries=64, show_spinner=False)
def find_hotspot_news(
    _workspace: Workspace,
    stamp: Stamp,
    question: Question,
    hotspot_id: str,
    since: date,
    *,
    _report: HotspotReport,
) -> NewsReport:
    """Return what came since a day in a hotspot of the report that answers a question."""
    layers = list_layers(_workspace, stamp)
    return service.find_hotspot_news(_workspace, _report, hotspot_id, since=since, layers=layers)


@st.cache_data(max_entries=8, show_spinner=False)
def plan_map(_workspace: Workspace, stamp: Stamp) -> Steps:
    """Return the base of the map: the same on each page, whatever is chosen."""
    return plan_base(
        list_layers(_workspace, stamp),
        streets=service.load_streets(_workspace),
        background=find_background(_workspace.settings),
    )


@st.cache_data(max_entries=32, show_spinner=False)
def plan_picture(
    stamp: Stamp,
    asked: tuple[Question, bool],
    parts: tuple[Part, ...],
    *,
    _report: HotspotReport,
    _layers: Layers,
) -> Steps:
    """Return what lies over the base of the map, for the answer to a question, weighed or not."""
    return pictures.plan_picture(_report, _layers, parts=parts)


@st.cache_data(max_entries=8, show_spinner=False)
def list_imports(_workspace: Workspace, stamp: Stamp) -> pd.DataFrame:
    """Return the history of imports."""
    return service.list_imports(_workspace)


@st.cache_data(max_entries=8, show_spinner=False)
def list_sources(_workspace: Workspace, stamp: Stamp) -> pd.DataFrame:
    """Return how many incidents came from each source."""
    return service.list_sources(_workspace)


@st.cache_data(max_entries=4, show_spinner=False)
def read_quarantine(_workspace: Workspace, stamp: Stamp, import_id: int) -> pd.DataFrame:
    """Return the refused rows of an import."""
    return service.export_quarantine(_workspace, import_id)


@st.cache_data(max_entries=8, show_spinner=False)
def preview_undo(_workspace: Workspace, stamp: Stamp) -> UndoReport:
    """Return what undoing the last import would do."""
    return service.preview_undo(_workspace)


@st.cache_resource(max_entries=16, show_spinner=False)
def report_dosage(
    _workspace: Workspace, stamp: Stamp, state: FileState, period: Period
) -> DosageReport:
    """Return what was planned and done; a plan or a tick is another state of the store's file."""
    return service.report_dosage(_workspace, period)


# An uploaded file is known by its path: each upload lies in a folder of its own.


@st.cache_data(max_entries=16, show_spinner="Bestand bekijken …")
def preview_import(
    _workspace: Workspace, stamp: Stamp, path: str, options: ImportOptions
) -> ImportPreview:
    """Return how an uploaded file would be read."""
    return service.preview_import(_workspace, Path(path), options)


@st.cache_data(max_entries=4, show_spinner="Grenzen bekijken …")
def preview_areas(
    _workspace: Workspace, stamp: Stamp, path: str, layer: Layer, reading: AreaReading
) -> AreaPreview:
    """Return what an uploaded file of areas would become."""
    return service.preview_areas(_workspace, Path(path), layer, reading)


@st.cache_data(max_entries=4, show_spinner="Reservekopie nakijken …")
def check_backup(_workspace: Workspace, stamp: Stamp, path: str) -> BackupReport:
    """Return what an uploaded backup holds, once it has been found whole."""
    return service.check_backup(_workspace, Path(path))


def _files(workspace: Workspace) -> tuple[tuple[str, int, int], ...]:
    folders = (workspace.boundaries_dir, workspace.models_dir)
    found = [path for folder in folders for path in sorted(folder.rglob("*"))]
    states = [(path, _look(path)) for path in (workspace.root / SETTINGS_FILE, *found)]
    return tuple(
        (str(path), state.st_mtime_ns, state.st_size)
        for path, state in states
        if state is not None and stat.S_ISREG(state.st_mode)
    )


def _look(path: Path) -> os.stat_result | None:
    # A layer may be replaced between the listing and the look.
    try:
        return path.stat()
    except FileNotFoundError:
        return None

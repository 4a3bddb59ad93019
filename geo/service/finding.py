"""Hotspots found: a question in, a report out."""

from dataclasses import replace

from geo import schema
from geo.analysis.hotspots import find_hotspots as search_hotspots
from geo.analysis.hours import select_hours
from geo.params import HotspotParams, Question
from geo.service.answers import HotspotReport
from geo.service.areas import list_layers, locate_incidents, stay_in
from geo.service.contents import read_status
from geo.service.importing import find_outline
from geo.store import Store
from geo.themes import Themes, read_themes
from geo.workspace import Workspace


def find_hotspots(
    workspace: Workspace, question: Question, *, params: HotspotParams | None = None
) -> HotspotReport:
    """Find the hotspots of a theme in a period.

    Parameters
    ----------
    workspace
        Where to look.
    question
        Theme, period, area and hours of the week.
    params
        In place of those on the card.

    Raises
    ------
    ThemeError, ParamsError
        If the theme or the area is unknown.
    """
    card = read_themes(workspace).card(question.theme)
    settings = params or card.params()
    layers = list_layers(workspace)
    with Store(workspace.store_path) as store:
        incidents = store.read_incidents(
            theme=question.theme,
            period=question.period,
            crs=workspace.crs,
            timezone=workspace.timezone,
        )
        status = read_status(store, workspace)
    in_hours = select_hours(incidents, question.hours, timezone=workspace.timezone)
    located = locate_incidents(in_hours.incidents.reset_index(drop=True), layers)
    chosen = stay_in(located, question.area, layers, workspace)
    _, end = question.period.bounds(workspace.timezone)
    found = search_hotspots(chosen, settings, as_of=end, municipality=find_outline(layers))
    return HotspotReport(
        question=question,
        title=card.title,
        params=settings,
        incidents=found.incidents,
        hotspots=found.hotspots,
        noise=int((found.incidents[schema.CLUSTER] == schema.NOISE).sum()),
        without_place=int(chosen.geometry.isna().sum()),
        without_hour=in_hours.unknown,
        data=replace(status, synthetic=bool((chosen[schema.SOURCE] == schema.DEMO_SOURCE).any())),
    )


def list_themes(workspace: Workspace) -> Themes:
    """Read every theme card."""
    return read_themes(workspace)

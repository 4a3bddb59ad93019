"""Hotspots found: a question in, a report out."""

from zoneinfo import ZoneInfo

import geopandas as gpd
import pandas as pd

from geo import schema
from geo.analysis.hotspots import find_hotspots as search_hotspots
from geo.analysis.hours import select_hours
from geo.analysis.reporters import leave_out_police
from geo.analysis.verdicts import Verdict
from geo.params import HotspotParams, Period, Question
from geo.service.answers import HotspotReport, PreparedTheme
from geo.service.areas import Layers, list_layers, locate_incidents, stay_in
from geo.service.contents import label_synthetic, read_status
from geo.service.importing import find_outline
from geo.service.judging import judge_card
from geo.service.opening import open_store
from geo.themes import Themes, read_themes
from geo.workspace import Workspace


def find_hotspots(
    workspace: Workspace,
    question: Question,
    *,
    params: HotspotParams | None = None,
    prepared: PreparedTheme | None = None,
) -> HotspotReport:
    """Find the hotspots of a theme in a period.

    Records that police made themselves are left out: they show where police were, and would send
    them there again.

    Parameters
    ----------
    workspace
        Where to look.
    question
        Theme, period, area and hours of the week.
    params
        In place of those on the card.
    prepared
        The theme of the question, where it has been prepared for many questions.

    Raises
    ------
    ThemeError, ParamsError
        If the theme or the area is unknown.
    """
    theme = prepared or prepare_theme(workspace, question.theme, period=question.period)
    settings = params or theme.card.params()
    in_period = stay_in_period(theme.incidents, question.period, workspace.timezone)
    in_hours = select_hours(in_period, question.hours, timezone=workspace.timezone)
    numbered = in_hours.incidents.reset_index(drop=True)
    told = leave_out_police(stay_in(numbered, question.area, theme.layers, workspace))
    chosen = told.incidents.reset_index(drop=True) if told.police_made else told.incidents
    _, end = question.period.bounds(workspace.timezone)
    found = search_hotspots(chosen, settings, as_of=end, municipality=theme.municipality)
    return HotspotReport(
        question=question,
        title=theme.card.title,
        params=settings,
        incidents=found.incidents,
        hotspots=found.hotspots,
        noise=int((found.incidents[schema.CLUSTER] == schema.NOISE).sum()),
        without_place=int(chosen.geometry.isna().sum()),
        without_hour=in_hours.unknown,
        police_made=told.police_made,
        data=label_synthetic(theme.data, chosen),
        verdict=theme.verdict if settings == theme.card.params() else Verdict.UNTESTED,
    )


def prepare_theme(
    workspace: Workspace,
    theme: str,
    *,
    period: Period | None = None,
    layers: Layers | None = None,
) -> PreparedTheme:
    """Read all that questions about a theme have in common.

    Parameters
    ----------
    workspace
        Where to look.
    theme
        Name of its card.
    period
        Local days to which the questions keep; None for all.
    layers
        Its area layers, where they have been read already.

    Raises
    ------
    ThemeError
        If the theme is unknown.
    """
    card = read_themes(workspace).card(theme)
    layers = list_layers(workspace) if layers is None else layers
    with open_store(workspace) as store:
        incidents = store.read_incidents(
            theme=theme, period=period, crs=workspace.crs, timezone=workspace.timezone
        )
        status = read_status(store, workspace)
        verdict = judge_card(store, theme, card)
    located = locate_incidents(incidents, layers)
    return PreparedTheme(card, located, layers, find_outline(layers), status, verdict)


def list_themes(workspace: Workspace) -> Themes:
    """Read every theme card."""
    return read_themes(workspace)


def stay_in_period(
    incidents: gpd.GeoDataFrame, period: Period, timezone: ZoneInfo
) -> gpd.GeoDataFrame:
    """Keep the incidents that started in a period, index kept.

    Parameters
    ----------
    incidents
        In order of ``started_at``.
    period, timezone
        Local days, and where they are local.
    """
    # In order of start: a stretch of rows, which shares its memory with the whole.
    bounds = pd.DatetimeIndex(period.bounds(timezone))
    first, after = incidents[schema.STARTED_AT].searchsorted(bounds)
    return incidents.iloc[first:after]

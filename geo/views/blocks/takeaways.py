"""The files of an answer: its table, its outlines and its map."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from geo import service
from geo.present import hotspot_table, surveys
from geo.present.exports import Layers, render_hotspots
from geo.present.marks import Mark
from geo.present.pages import render_area_page
from geo.service.answers import AreaSurvey, HotspotReport
from geo.views.blocks.downloads import TakeAway, offer_files, table_files
from geo.views.context import Context
from geo.workspace import Workspace

_PAGE: Final = ("Kaart om te mailen (HTML)", "text/html")
# Files with a map in them, for every page that offers them.
KINDS: Final[Mapping[str, tuple[str, str]]] = {
    ".geojson": ("GeoJSON", "application/geo+json"),
    ".gpkg": ("GeoPackage", "application/geopackage+sqlite3"),
    ".html": _PAGE,
}


def offer_report(workspace: Workspace, report: HotspotReport, layers: Layers) -> None:
    """Offer every file of a report; each is made once somebody asks for it."""
    st.subheader("Meenemen")
    period = report.period
    name = f"hotspots_{report.theme}_{period.first}_{period.last}"
    table = hotspot_table.tabulate_export(report, layers)
    drawn = [
        TakeAway(
            label, f"{name}{suffix}", mime, partial(_render, workspace, report, suffix, layers)
        )
        for suffix, (label, mime) in KINDS.items()
    ]
    offer_files([*table_files(table, name, hotspot_table.state_report(report, layers)), *drawn])


def _render(workspace: Workspace, report: HotspotReport, suffix: str, layers: Layers) -> bytes:
    return render_hotspots(report, suffix, layers=layers, streets=service.load_streets(workspace))


def offer_area(
    context: Context,
    survey: AreaSurvey,
    near: Sequence[HotspotReport],
    marks: Mapping[str, Mark],
    table: pd.DataFrame,
) -> None:
    """Offer the map of an area, and the table of its incidents where there are any."""
    st.subheader("Meenemen")
    period, facts = survey.period, surveys.say_survey_facts(survey, context.layers)
    name = f"wijk_{survey.question.area}_{period.first}_{period.last}"
    label, mime = _PAGE
    page = TakeAway(
        label, f"{name}.html", mime, partial(_render_area, context, survey, near, marks)
    )
    offer_files([*(table_files(table, name, facts) if len(table) else ()), page])


def _render_area(
    context: Context,
    survey: AreaSurvey,
    near: Sequence[HotspotReport],
    marks: Mapping[str, Mark],
) -> bytes:
    streets = service.load_streets(context.workspace)
    page = render_area_page(survey, near, marks, context.layers, streets=streets)
    return page.encode("utf-8")

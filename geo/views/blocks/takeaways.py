"""The files of an answer: its table, its outlines and its map."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from geo import service
from geo.present import hotspot_table
from geo.present.area_files import render_area
from geo.present.exports import Layers, render_hotspots
from geo.present.marks import Mark
from geo.present.pages import render_area_page, render_page
from geo.present.placement import surveys
from geo.service.answers import AreaSurvey, HotspotReport
from geo.views.blocks.downloads import offer_files, page_file, shape_files, table_files
from geo.views.context import Context
from geo.workspace import Workspace


def offer_report(workspace: Workspace, report: HotspotReport, layers: Layers) -> None:
    """Offer every file of a report; each is made once somebody asks for it."""
    st.subheader("Meenemen")
    period = report.period
    name = f"hotspots_{report.theme}_{period.first}_{period.last}"
    table = hotspot_table.tabulate_export(report, layers)
    offer_files(
        [
            *table_files(table, name, hotspot_table.state_report(report, layers)),
            *shape_files(lambda suffix: render_hotspots(report, suffix), name),
            page_file(
                lambda: render_page(report, layers, streets=service.load_streets(workspace)), name
            ),
        ]
    )


def offer_area(
    context: Context,
    survey: AreaSurvey,
    near: Sequence[HotspotReport],
    marks: Mapping[str, Mark],
    table: pd.DataFrame,
) -> None:
    """Offer map and outlines of an area, and the table of its incidents where there are any."""
    st.subheader("Meenemen")
    layers = context.layers
    period, facts = survey.period, surveys.say_survey_facts(survey, layers)
    name = f"wijk_{survey.question.area}_{period.first}_{period.last}"
    offer_files(
        [
            *(table_files(table, name, facts) if len(table) else ()),
            *shape_files(lambda suffix: render_area(survey, near, layers, suffix), name),
            page_file(
                lambda: render_area_page(
                    survey, near, marks, layers, streets=service.load_streets(context.workspace)
                ),
                name,
            ),
        ]
    )

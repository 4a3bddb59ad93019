"""The files of an answer: its table, its outlines and its map."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from geo import service
from geo.disclosure import Disclosed
from geo.present import hotspot_table
from geo.present.area_files import render_area
from geo.present.audience_words import state_audience
from geo.present.exports import render_hotspots
from geo.present.marks import Mark
from geo.present.pages import render_area_page, render_page
from geo.present.placement import surveys
from geo.service.answers import AreaSurvey, HotspotReport
from geo.service.disclosing import Inside
from geo.views.blocks.audience import choose_audience, offer_inside, offer_told
from geo.views.blocks.downloads import TakeAway, page_file, shape_files, table_files
from geo.views.context import Context


def offer_report(context: Context, report: HotspotReport) -> None:
    """Offer every file of a report; each is made once somebody asks for it."""
    st.subheader("Meenemen")
    workspace, layers, period = context.workspace, context.layers, report.period
    told = service.disclose_hotspots(workspace, report, choose_audience(context))
    name = f"hotspots_{report.theme}_{period.first}_{period.last}"
    table = hotspot_table.tabulate_export(told.answer, layers)
    files = [
        *table_files(table, name, hotspot_table.state_told(told, layers)),
        *shape_files(lambda suffix: render_hotspots(told, suffix, layers=layers), name),
        page_file(lambda: render_page(told, layers, streets=service.load_streets(workspace)), name),
    ]
    offer_told(told, files)


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

    def list_files(told: Disclosed[AreaSurvey]) -> list[TakeAway]:
        stated = [*facts, *state_audience(told)]
        return [
            *(table_files(table, name, stated) if len(table) else ()),
            *shape_files(lambda suffix: render_area(told, near, layers, suffix), name),
            page_file(
                lambda: render_area_page(
                    told, near, marks, layers, streets=service.load_streets(context.workspace)
                ),
                name,
            ),
        ]

    offer_inside(context, Inside.SURVEY, survey, list_files)

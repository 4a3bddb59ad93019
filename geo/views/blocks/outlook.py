"""Where most is expected in the weeks after the data: a map, its highest cells, and its proof."""

from datetime import timedelta
from functools import partial
from typing import Final

import geopandas as gpd
import pandas as pd
import streamlit as st

from geo import service
from geo.disclosure import Disclosed
from geo.params import ForecastParams, Question
from geo.present import forecast_map, wording
from geo.present.audience_words import state_audience
from geo.present.cell_pages import render_forecast_page
from geo.present.chosen_cells import name_cells, plan_chosen_cell
from geo.present.forecasts import render_forecast
from geo.present.legend import cells_legend_html
from geo.present.markup import escape
from geo.service.answers import DataStatus, Forecast
from geo.service.disclosing import Inside
from geo.views.blocks.audience import offer_inside
from geo.views.blocks.chosen import Choice
from geo.views.blocks.downloads import TakeAway, page_file, shape_files, table_files
from geo.views.blocks.evidence import CELL, choose_cell, last_day
from geo.views.blocks.link import linked
from geo.views.blocks.parts import show_facts
from geo.views.blocks.pictures import lay_ground
from geo.views.blocks.waiting import Ask, work_out
from geo.views.context import Context

_WEEKS: Final = (2, 4, 8, 13)
_USUAL_WEEKS: Final = 4
# Those that matter most first: a narrow screen shows no more of them at once.
_WIDTHS: Final = {
    forecast_map.RANK: st.column_config.NumberColumn(width=48, format="localized"),
    forecast_map.PLACE: st.column_config.TextColumn(width=170),
}


def show_outlook(context: Context) -> None:
    """Show where most is expected, and what the same way of expecting caught before."""
    question = context.question
    if question is None:
        return
    title = context.themes.card(question.theme).title
    st.header(f"De komende weken: {escape(title)}")
    params = _choose_params(question, context.data)
    forecast = work_out(
        context,
        Ask(("vooruit", question.theme, params), f"{title} vooruitrekenen"),
        lambda _: service.forecast_cells(context.workspace, question.theme, params),
    )
    if not isinstance(forecast, Forecast):
        return
    if too_little := forecast_map.say_too_little(forecast):
        st.info(too_little, icon=":material/hourglass_empty:")
        return
    _show_forecast(forecast, context)


def _choose_params(question: Question, data: DataStatus) -> ForecastParams:
    with st.container(horizontal=True, gap="medium"):
        cell_m = choose_cell()
        weeks = st.segmented_control(
            "Hoe ver vooruit (weken)",
            _WEEKS,
            required=True,
            help="Vanaf de dag na de laatste dag van de gekozen periode.",
            **linked("vooruit", {number: str(number) for number in _WEEKS}, default=_USUAL_WEEKS),
        )
    last = last_day(question, data)
    return ForecastParams(as_of=last + timedelta(days=1), weeks=weeks, cell_m=float(cell_m))


def _show_forecast(forecast: Forecast, context: Context) -> None:
    st.write(escape(forecast_map.say_forecast(forecast)))
    st.markdown(f"**Hoe goed ging dat eerder?** {escape(forecast_map.say_proof(forecast))}")
    cells = service.locate_cells(forecast, context.layers, share=forecast_map.SHOWN_SHARE)
    table = forecast_map.tabulate_cells(forecast, cells, context.layers)
    _show_answer(forecast, cells, table, context)
    facts = forecast_map.describe_forecast(forecast)
    show_facts(facts)
    st.caption(
        f"{wording.REPORTED_NOTICE} Wat hier staat gaat over plekken, niet over mensen, en weet "
        "niets van wat er verandert."
    )
    _offer(forecast, cells, table, context)


def _show_answer(
    forecast: Forecast, cells: gpd.GeoDataFrame, table: pd.DataFrame, context: Context
) -> None:
    """Show the map, and beside it the table: what is chosen in one is chosen in the other."""
    choice = Choice(CELL, "verwachtingskaart", name_cells(cells))
    selected = choice.keep()
    labels = [f"Vak {rank}" for rank in table[forecast_map.RANK]]
    listed = forecast_map.list_cells(table)
    on_map, beside = st.columns([3, 2], gap="medium")
    with on_map:
        over = forecast_map.plan_forecast(forecast, cells)
        over += plan_chosen_cell(cells, selected, labels=labels, crs=forecast.crs)
        choice.show_map(over, lay_ground(context))
        st.caption(escape(forecast_map.say_map_caption(forecast)))
        st.html(cells_legend_html())
    with beside:
        choice.show_table(
            listed, alt="Vakken waar het meest te verwachten is", column_config=_WIDTHS
        )
        choice.show_cells(forecast_map.label_cells(listed))
        if selected is not None:
            show_facts(forecast_map.describe_cell(listed, choice.ids.index(selected)))
        counted = wording.say_count(len(listed), "vak", "vakken")
        st.caption(f"{counted} op de kaart; alle vakken staan in de bestanden hieronder.")


def _offer(
    forecast: Forecast, cells: gpd.GeoDataFrame, table: pd.DataFrame, context: Context
) -> None:
    st.subheader("Meenemen")
    params, workspace, layers = forecast.params, context.workspace, context.layers
    name = f"verwacht_{forecast.theme}_{params.as_of}_{params.weeks}w"
    facts = forecast_map.describe_forecast(forecast)

    def list_files(told: Disclosed[Forecast]) -> list[TakeAway]:
        render = partial(render_forecast, told)
        every = f"{name}_alle"
        return [
            *table_files(table, name, [*facts, *state_audience(told)], what="Hoogste vakken"),
            TakeAway("Alle vakken (CSV)", f"{every}.csv", "text/csv", partial(render, ".csv")),
            *shape_files(render, every, what="Alle vakken"),
            page_file(
                lambda: render_forecast_page(
                    told, cells, layers, streets=service.load_streets(workspace)
                ),
                name,
            ),
        ]

    offer_inside(context, Inside.FORECAST, forecast, list_files)

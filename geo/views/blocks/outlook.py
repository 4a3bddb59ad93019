"""Where most is expected in the weeks after the data: a map, its highest cells, and its proof."""

from datetime import timedelta
from functools import partial
from typing import Final

import geopandas as gpd
import pandas as pd
import streamlit as st

from geo import service
from geo.params import ForecastParams, Question
from geo.present import backtests, forecast_map, wording
from geo.present.forecasts import render_forecast
from geo.present.legend import cells_legend_html
from geo.present.markup import escape
from geo.service.answers import DataStatus, Forecast
from geo.views.blocks.downloads import TakeAway, offer_files, table_files
from geo.views.blocks.evidence import choose_cell, last_day, state_data
from geo.views.blocks.link import linked
from geo.views.blocks.parts import show_facts, show_table
from geo.views.blocks.pictures import lay_ground, show_picture
from geo.views.blocks.waiting import Ask, work_out
from geo.views.context import Context

_WEEKS: Final = (2, 4, 8, 13)
_USUAL_WEEKS: Final = 4
_LISTED: Final = 20
_MAP: Final = "verwachtingskaart"
_CHOSEN: Final = "vakje"


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
    st.markdown(f"**Hoe goed ging dat eerder?** {escape(_say_proof(forecast))}")
    cells = service.locate_cells(forecast, context.layers, share=forecast_map.SHOWN_SHARE)
    table = forecast_map.tabulate_cells(forecast, cells, context.layers)
    on_map, beside = st.columns([3, 2], gap="medium")
    with beside:
        chosen = _show_list(table)
    with on_map:
        _show_map(forecast, cells, chosen, context)
    facts = [
        *forecast_map.describe_forecast(forecast),
        *state_data(context, forecast.theme),
    ]
    show_facts(facts)
    st.caption(
        f"{wording.REPORTED_NOTICE} Wat hier staat gaat over plekken, niet over mensen, en weet "
        "niets van wat er verandert."
    )
    _offer(forecast, table, facts)


def _say_proof(forecast: Forecast) -> str:
    tested, method = forecast.tested, str(forecast.params.method)
    if tested is None:
        return "Dat is niet na te rekenen: in de perioden ervoor zijn er geen meldingen."
    return backtests.say_proof(tested, method)


def _show_map(
    forecast: Forecast, cells: gpd.GeoDataFrame, chosen: int | None, context: Context
) -> None:
    over = forecast_map.plan_forecast(forecast, cells)
    over += forecast_map.plan_chosen_cell(cells, chosen)
    show_picture(over, lay_ground(context), key=_MAP)
    st.html(cells_legend_html())


def _show_list(table: pd.DataFrame) -> int | None:
    listed = forecast_map.shorten_cells(table, _LISTED)
    show_table(listed)
    labels = {
        int(rank): f"{rank}. {place}"
        for rank, place in zip(listed[forecast_map.RANK], listed[forecast_map.PLACE], strict=True)
    }
    chosen: int | None = st.selectbox(
        "Vak aanwijzen op de kaart",
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        placeholder="Kies een vak",
        **linked(_CHOSEN, {rank: str(rank) for rank in labels}, default=None),
    )
    st.caption(f"De hoogste {len(listed)} vakken; alle vakken staan in de bestanden hieronder.")
    return chosen


def _offer(forecast: Forecast, table: pd.DataFrame, facts: list[tuple[str, str]]) -> None:
    st.subheader("Meenemen")
    params = forecast.params
    name = f"verwacht_{forecast.theme}_{params.as_of}_{params.weeks}w"
    files = [
        TakeAway(label, f"{name}_alle{suffix}", mime, partial(render_forecast, forecast, suffix))
        for label, suffix, mime in (
            ("Alle vakken (CSV)", ".csv", "text/csv"),
            ("Alle vakken (GeoJSON)", ".geojson", "application/geo+json"),
        )
    ]
    offer_files([*table_files(table, name, facts, what="Hoogste vakken"), *files])

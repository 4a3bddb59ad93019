"""One month at a time: a slider, and the heat of that month on the map."""

from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from geo import schema
from geo.params import Period
from geo.present import wording
from geo.present.exports import Layers
from geo.present.heat import FULL_HEAT, draw_heat
from geo.present.legend import heat_legend_html
from geo.service.answers import HotspotReport
from geo.views.blocks.choice import put_map

_MONTH: Final = "maand"


def show_month(report: HotspotReport, layers: Layers) -> None:
    """Show the map with the heat of a month out of the period."""
    months = _list_months(report.period)
    month = _choose_month(months)
    started = report.incidents[schema.STARTED_AT]
    in_month = ((started.dt.year == month.year) & (started.dt.month == month.month)).to_numpy()
    put_map(report, layers, draw_heat(report.incidents[in_month], report.hotspots))
    st.html(heat_legend_html(FULL_HEAT))
    counted = wording.say_count(int(in_month.sum()), "melding", "meldingen")
    average = wording.say_number(len(report.incidents) / len(months))
    st.caption(
        f"{wording.say_month(month).capitalize()}: {counted}. In de hele periode zijn het er "
        f"gemiddeld {average} per maand."
    )


def _list_months(period: Period) -> list[date]:
    first = period.first.replace(day=1)
    return [start.date() for start in pd.date_range(first, period.last, freq="MS")]


def _choose_month(months: list[date]) -> date:
    # A month of another period would be no choice of this slider.
    if st.session_state.get(_MONTH) not in months:
        st.session_state[_MONTH] = months[-1]
    if len(months) == 1:
        return months[0]
    chosen: date = st.select_slider(
        "Maand", options=months, format_func=wording.say_month, key=_MONTH
    )
    return chosen

"""One month at a time: a slider, and the heat of that month on the map."""

from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from geo import schema
from geo.params import Period
from geo.present import wording
from geo.present.heat import FULL_HEAT
from geo.present.legend import heat_legend_html
from geo.present.pictures import plan_month
from geo.service.answers import HotspotReport
from geo.views.blocks.chosen import Choice
from geo.views.blocks.link import linked
from geo.views.blocks.pictures import Ground, show_caption

_MONTH: Final = "maand"


def show_month(report: HotspotReport, ground: Ground, choice: Choice) -> None:
    """Show the map with the heat of a month out of the period."""
    if not ground.layers and report.incidents.empty:
        return
    months = _list_months(report.period)
    month = _choose_month(months)
    started = report.incidents[schema.STARTED_AT]
    in_month = ((started.dt.year == month.year) & (started.dt.month == month.month)).to_numpy()
    # The page's one map: it is the same whatever lies over it, and keeps zoom and place.
    choice.show_map(plan_month(report, report.incidents[in_month], ground.layers), ground)
    show_caption(report, ground, when=wording.say_month(month))
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
    if len(months) == 1:
        return months[0]
    options = {month: f"{month:%Y-%m}" for month in months}
    chosen: date = st.select_slider(
        "Maand",
        options=months,
        format_func=wording.say_month,
        **linked(_MONTH, options, default=months[-1]),
    )
    return chosen

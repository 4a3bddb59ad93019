"""Where to look now after recent reports: which streets, until when, and why."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final, NamedTuple

import geopandas as gpd
import pandas as pd
import streamlit as st

from geo import schema, service
from geo.errors import ParamsError
from geo.present import alerts as words
from geo.present.marks import Mark, items_html
from geo.present.markup import escape
from geo.present.wording import say_date, say_list
from geo.service.answers import AlertReport, HotspotReport
from geo.views import cached
from geo.views.context import Context

_FIRST: Final = 5


class AreaAlerts(NamedTuple):
    """The alerts of an area, the reports that they come from, and themes that have none.

    Of those in ``uncounted`` too many incidents lie together to count pairs.
    """

    alerts: gpd.GeoDataFrame
    reports: list[AlertReport]
    uncounted: tuple[str, ...] = ()


def find_alerts(context: Context, area: str, marks: Mapping[str, Mark]) -> AreaAlerts:
    """Find the alerts of now of which some ground lies in an area, the latest report first."""
    last = context.data.last
    themes = [theme for theme in marks if theme in context.themes.cards]
    if last is None:
        return AreaAlerts(gpd.GeoDataFrame(), [])
    as_of = last + timedelta(days=1)
    reports, uncounted = [], []
    for theme in themes:
        # The page goes on without a theme of which the pairs cannot be counted.
        try:
            reports.append(cached.list_alerts(context.workspace, context.stamp, theme, as_of))
        except ParamsError:
            uncounted.append(context.themes.cards[theme].title)
    near = [service.find_alerts_near(report, area, context.layers) for report in reports]
    if not near:
        return AreaAlerts(gpd.GeoDataFrame(), [], tuple(uncounted))
    found = pd.concat(near, ignore_index=True)
    latest = found.sort_values(schema.STARTED_AT, ascending=False, kind="stable", ignore_index=True)
    return AreaAlerts(latest, reports, tuple(uncounted))


def show_alerts(
    found: AreaAlerts,
    near: Sequence[HotspotReport],
    marks: Mapping[str, Mark],
    context: Context,
) -> None:
    """Show where to look, until when, and why; the first few at once and the others folded."""
    with st.container(border=True, key="letop"):
        st.subheader("Waar nu op letten")
        if found.alerts.empty:
            st.write("Nu nergens in of tegen dit gebied extra.")
        else:
            points = found.alerts.set_geometry(found.alerts.geometry.centroid)
            landmarks = service.name_landmarks(points, near, context.layers)
            items = words.list_alerts(found.alerts, landmarks, marks)
            st.html(items_html(items[:_FIRST]))
            if more := items[_FIRST:]:
                with st.expander(f"Nog {len(more)} plekken"):
                    st.html(items_html(more))
        if context.data.last is not None:
            st.caption(
                f"Gerekend vanaf de laatste dag van de gegevens, {say_date(context.data.last)}."
            )
        if found.uncounted:
            st.caption(
                f"Niet na te gaan voor {escape(say_list(found.uncounted).lower())}: daar liggen te "
                "veel meldingen bij elkaar."
            )
        with st.expander("Waarom deze plekken en dagen?"):
            for text in words.say_grounds(found.reports):
                st.markdown(f"- {escape(text)}")

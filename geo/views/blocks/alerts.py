"""Where to look now after recent reports: which streets, until when, and why."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final, NamedTuple

import geopandas as gpd
import pandas as pd
import streamlit as st

from geo import schema, service
from geo.errors import ParamsError
from geo.present import alerts as words
from geo.present.exports import Layers
from geo.present.marks import Mark, items_html
from geo.present.markup import escape
from geo.present.wording import say_date, say_list
from geo.service.answers import AlertReport, HotspotReport
from geo.views.blocks.waiting import Ask, work_out
from geo.views.context import Context

_FIRST: Final = 5
# The map of the page is not held up: what takes longer is shown as soon as it is there.
_PATIENCE_SECONDS: Final = 0.1


class AreaAlerts(NamedTuple):
    """The alerts of an area, the reports that they come from, and themes that have none.

    Of those in ``uncounted`` too many incidents lie together to count pairs.
    """

    alerts: gpd.GeoDataFrame
    reports: tuple[AlertReport, ...]
    uncounted: tuple[str, ...] = ()


class _Listed(NamedTuple):
    """The alerts of every theme, wherever they are."""

    reports: tuple[AlertReport, ...]
    uncounted: tuple[str, ...]


def find_alerts(context: Context, area: str, marks: Mapping[str, Mark]) -> AreaAlerts | None:
    """Find the alerts of now of which some ground lies in an area, the latest report first.

    Shown is the heading, and how far it is as long as there is no answer: then there is none.
    """
    st.subheader("Waar nu op letten")
    last = context.data.last
    if last is None:
        return AreaAlerts(gpd.GeoDataFrame(), ())
    as_of = last + timedelta(days=1)
    themes = tuple(theme for theme in marks if theme in context.themes.cards)
    listed = work_out(
        context,
        Ask(("letop", themes, as_of), "Nagaan waar nu op te letten"),
        partial(_list_all, context, themes, as_of),
        wait_seconds=_PATIENCE_SECONDS,
    )
    return _keep_near(listed, area, context.layers) if isinstance(listed, _Listed) else None


def show_alerts(
    found: AreaAlerts | None,
    near: Sequence[HotspotReport],
    marks: Mapping[str, Mark],
    context: Context,
) -> None:
    """Show where to look, until when, and why, once it is known; all but the first few folded."""
    if found is None:
        return
    if found.alerts.empty:
        st.write("Nu nergens in of tegen dit gebied extra.")
    else:
        _show_items(found.alerts, near, marks, context)
    if context.data.last is not None:
        st.caption(f"Gerekend vanaf de laatste dag van de gegevens, {say_date(context.data.last)}.")
    if found.uncounted:
        st.caption(
            f"Niet na te gaan voor {escape(say_list(found.uncounted).lower())}: daar liggen te "
            "veel meldingen bij elkaar."
        )
    with st.expander("Waarom deze plekken en dagen?"):
        for text in words.say_grounds(found.reports):
            st.markdown(f"- {escape(text)}")


def _list_all(
    context: Context, themes: Sequence[str], as_of: date, tell: Callable[[float], None]
) -> _Listed:
    reports, uncounted = [], []
    for done, theme in enumerate(themes):
        tell(done / len(themes))
        # The page goes on without a theme of which the pairs cannot be counted.
        try:
            reports.append(
                service.list_alerts(context.workspace, theme, as_of, layers=context.layers)
            )
        except ParamsError:
            uncounted.append(context.themes.cards[theme].title)
    return _Listed(tuple(reports), tuple(uncounted))


def _keep_near(listed: _Listed, area: str, layers: Layers) -> AreaAlerts:
    near = [service.find_alerts_near(report, area, layers) for report in listed.reports]
    if not near:
        return AreaAlerts(gpd.GeoDataFrame(), (), listed.uncounted)
    found = pd.concat(near, ignore_index=True)
    latest = found.sort_values(schema.STARTED_AT, ascending=False, kind="stable", ignore_index=True)
    return AreaAlerts(latest, *listed)


def _show_items(
    alerts: gpd.GeoDataFrame,
    near: Sequence[HotspotReport],
    marks: Mapping[str, Mark],
    context: Context,
) -> None:
    points = alerts.set_geometry(alerts.geometry.centroid)
    landmarks = service.name_landmarks(points, near, context.layers)
    items = words.list_alerts(alerts, landmarks, marks)
    st.html(items_html(items[:_FIRST]))
    if more := items[_FIRST:]:
        with st.expander(f"Nog {len(more)} plekken"):
            st.html(items_html(more))

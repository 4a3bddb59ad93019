"""Page Wijk: one area, and everything of the last weeks that matters there."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from geo import service
from geo.params import Question
from geo.present import wording
from geo.present.exports import Layers
from geo.present.marks import Item, Mark, items_html, mark_themes
from geo.present.markup import escape
from geo.present.placement import surveys
from geo.present.week_chart import (
    say_scale,
    say_week,
    say_week_caption,
    tabulate_week,
    week_chart_html,
)
from geo.service.answers import AreaSurvey, HotspotReport
from geo.views import cached
from geo.views.blocks.agreement.nearby import show_area_agreements
from geo.views.blocks.alerts import find_alerts, show_alerts
from geo.views.blocks.chances import Weighed, leave_aside, show_waiting, weigh
from geo.views.blocks.filters import keep_area
from geo.views.blocks.news import show_area_news
from geo.views.blocks.one_area import choose_area, find_hotspots_near, show_area_map
from geo.views.blocks.parts import lead_to_gegevens, show_facts, show_notices, show_table
from geo.views.blocks.takeaways import offer_area
from geo.views.context import Context, page_context

# On the screen at once, below a button, and in the file.
_FIRST: Final = 10
_MOST_ON_SCREEN: Final = 50
_MOST_IN_FILE: Final = 1000


def show_wijk() -> None:
    """Show the chosen area, or let people choose one."""
    context = page_context()
    with st.container(key="wijk"):
        if context.question is None:
            st.title("Wijk")
            lead_to_gegevens("daarna ziet u hier wat er in een wijk speelt.")
        elif context.question.area is None:
            choose_area(context)
        else:
            _show_area(context, context.question, context.question.area)


def _show_area(context: Context, question: Question, area: str) -> None:
    layers, marks = context.layers, mark_themes(context.themes)
    survey = cached.survey_area(context.workspace, context.stamp, question)
    st.title(escape(surveys.say_title(area, layers)))
    st.write(escape(surveys.say_scope(survey)))
    on_map, beside = st.columns([3, 2], gap="medium")
    with beside:
        watch = st.container(border=True, key="letop")
        since = show_area_news(question)
        _show_link()
    counts, hotspots = st.columns(2, gap="medium")
    with counts:
        _show_counts(survey, marks)
    show_area_agreements(context, area, since)
    _show_week(survey, layers)
    latest = st.container()
    show_facts(surveys.say_survey_facts(survey, layers))
    st.caption(wording.REPORTED_NOTICE)
    # The first search for hotspots takes longest: whoever reads on does not wait for it.
    weighed = weigh(context.workspace, context.stamp, find_hotspots_near(context, area, marks))
    with hotspots:
        near = _show_hotspots(weighed, marks)
    with watch:
        found = find_alerts(context, area, marks)
    with on_map:
        show_area_map(context, survey, near, marks, alerts=None if found is None else found.alerts)
        show_notices(survey.data, layers)
    with watch:
        show_alerts(found, near, marks, context)
    with latest:
        _show_latest(context, survey, near, marks)


def _show_link() -> None:
    st.write(
        ":material/bookmark: **Bewaar deze link** bij uw favorieten of op uw beginscherm: in het "
        "adres staan deze wijk en uw filters."
    )
    st.button("Andere wijk kiezen", icon=":material/swap_horiz:", on_click=keep_area, args=(None,))


def _show_counts(survey: AreaSurvey, marks: Mapping[str, Mark]) -> None:
    st.header("Hoeveel per thema")
    items = surveys.list_counts(survey, marks)
    _show_items(items, "Geen meldingen.")
    st.caption(surveys.say_before(survey))


def _show_hotspots(weighed: Weighed, marks: Mapping[str, Mark]) -> list[HotspotReport]:
    """Show the hotspots of now; return those that are shown."""
    st.header("Hotspots nu")
    show_waiting(weighed)
    near = [report for report in leave_aside(weighed.reports) if len(report.hotspots)]
    _show_items(surveys.list_hotspots(near, marks), surveys.NONE_NEAR)
    st.caption(
        "Rang in de hele gemeente. Elk thema kijkt terug over zijn eigen periode, alle uren, tot "
        "en met de laatste dag van de gegevens."
    )
    return near


def _show_items(items: Sequence[Item], otherwise: str) -> None:
    if items:
        st.html(items_html(items))
    else:
        st.write(otherwise)


def _show_week(survey: AreaSurvey, layers: Layers) -> None:
    st.header("Wanneer")
    if survey.incidents.empty:
        st.info(
            "In deze periode zijn hier geen meldingen. Kies bij de filters een langere periode, of "
            "andere uren.",
            icon=":material/event_busy:",
        )
        return
    st.html(week_chart_html(survey.week_hours))
    st.caption(escape(say_week_caption(survey, layers)))
    st.write(say_week(survey.week_hours))
    st.caption(say_scale(survey.week_hours))
    with st.expander("Dezelfde cijfers als tabel"):
        show_table(tabulate_week(survey.week_hours))


def _show_latest(
    context: Context,
    survey: AreaSurvey,
    near: Sequence[HotspotReport],
    marks: Mapping[str, Mark],
) -> None:
    latest = survey.incidents.head(_MOST_IN_FILE)
    landmarks = service.name_landmarks(latest, near, context.layers)
    table = surveys.tabulate_latest(latest, landmarks, marks, context.themes)
    if len(table):
        _list_latest(surveys.list_latest(latest, table, marks))
    offer_area(context, survey, near, marks, table)
    if len(survey.incidents) > len(table):
        st.caption(f"In het bestand staan de laatste {wording.say_number(len(table))} meldingen.")


def _list_latest(items: Sequence[Item]) -> None:
    st.header("Laatste meldingen")
    st.html(items_html(items[:_FIRST]))
    if more := items[_FIRST:_MOST_ON_SCREEN]:
        with st.expander(f"Nog {len(more)} meldingen"):
            st.html(items_html(more))


show_wijk()

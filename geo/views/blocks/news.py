"""What came since a chosen day: in an area, or in a hotspot."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

import streamlit as st

from geo import schema
from geo.params import Question
from geo.present import news
from geo.present.marks import items_html, mark_themes
from geo.present.markup import escape
from geo.present.wording import say_date
from geo.service.answers import HotspotReport, NewsReport
from geo.views import cached
from geo.views.blocks.link import linked_day
from geo.views.blocks.visits import recall_visit
from geo.views.context import Context, page_context

_DAY: Final = "sinds"
# A hotspot that gets a new incident gets a new id and a centre some metres away: within a square
# of this size, in metres, it is the same place to come back to.
_SAME_PLACE_M: Final = 500


def show_area_news(question: Question) -> date:
    """Show what came since a day in the area of a question, in its hours; return that day."""
    context = page_context()
    ask = partial(cached.find_area_news, context.workspace, context.stamp, question)
    return _show(context, f"wijk/{question.area}", ask)


def show_hotspot_news(report: HotspotReport, selected: str) -> None:
    """Show what came since a day in a hotspot."""
    context = page_context()

    def ask(since: date) -> NewsReport:
        return cached.find_hotspot_news(
            context.workspace, context.stamp, report.question, selected, since, _report=report
        )

    centre = report.hotspots.set_index(schema.HOTSPOT_ID).loc[selected, schema.CENTRE]
    square = f"{centre.x // _SAME_PLACE_M:.0f}/{centre.y // _SAME_PLACE_M:.0f}"
    _show(context, f"hotspot/{report.theme}/{square}", ask)


def _show(context: Context, place: str, ask: Callable[[date], NewsReport]) -> date:
    with st.container(border=True, key="nieuws"):
        st.subheader("Nieuw sinds")
        report = ask(_choose_day(context, f"{context.workspace.settings.code}/{place}"))
        st.markdown(f"**{news.say_news(report)}**")
        marks = mark_themes(context.themes)
        by_theme = escape(news.say_news_by_theme(report, marks))
        if items := items_html(news.list_news(report, marks, context.themes)):
            st.html(by_theme + items)
        for text in filter(None, (news.say_more(report), news.say_hidden(report))):
            st.caption(text)
    return report.since


def _choose_day(context: Context, place: str) -> date:
    today = datetime.now(tz=context.workspace.timezone).date()
    visited = recall_visit(place, today=today)
    last = context.data.last or today
    default = visited or last - timedelta(days=news.FIRST_DAYS)
    earliest, latest = min(default, context.data.first or today), max(last, today)
    field = linked_day(_DAY, default=default, earliest=earliest, latest=latest)
    chosen: date | None = st.date_input(
        "Sinds welke dag", min_value=earliest, max_value=latest, format="DD-MM-YYYY", **field
    )
    if chosen in (None, default):
        st.caption(news.say_default(visited))
    else:
        st.button(f"Terug naar {say_date(default)}", icon=":material/undo:", on_click=_forget_day)
    return chosen or default


def _forget_day() -> None:
    st.query_params.pop(_DAY, None)

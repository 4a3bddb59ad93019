"""The newest hotspots of a theme, each with the way to the page that shows it."""

from dataclasses import replace
from typing import Final

import streamlit as st

from geo import schema, service
from geo.params import Question
from geo.present import wording
from geo.present.explanations import label_newest, say_window
from geo.present.html_parts import links_html
from geo.present.significance import MAY_BE_CHANCE
from geo.present.tables import label_hotspots, tabulate_hotspots
from geo.service.answers import HotspotReport
from geo.views.blocks.chances import leave_aside, show_waiting, weigh
from geo.views.blocks.comparison import Find
from geo.views.blocks.filters import link_to
from geo.views.blocks.periods import recommend_card_window
from geo.views.context import Context

_MOST: Final = 5


def show_newest(context: Context, question: Question, find: Find) -> None:
    """Show at most five hotspots of the card's window: those that are new or grew first."""
    if context.data.last is None:
        return
    card = context.themes.cards[question.theme]
    window = recommend_card_window(card, context.data.last)
    weighed = weigh(context.workspace, context.stamp, [find(replace(question, period=window))])
    (now,) = weighed.reports
    previous = service.find_fair_previous(window, context.data)
    st.subheader("Nieuwste hotspots" if previous else "Belangrijkste hotspots")
    if now.hotspots.empty:
        st.write(wording.NO_HOTSPOT)
        st.caption(say_window(window, previous))
        return
    before = None if previous is None else find(replace(question, period=previous))
    show_waiting(weighed)
    (now,) = leave_aside([now])
    links = [
        (label, link_to("hotspots", context, question, hotspot=hotspot))
        for hotspot, label in _label(now, before, context)
    ]
    if links:
        st.html(links_html(links))
    else:
        st.write("Er is geen hotspot die meer is dan toeval.")
    st.caption(say_window(window, previous))


def _label(
    now: HotspotReport, before: HotspotReport | None, context: Context
) -> list[tuple[str, str]]:
    """Return the id of each hotspot with what to say of it."""
    if before is None:
        shown = now.hotspots.head(_MOST)
        labels = label_hotspots(tabulate_hotspots(shown, context.layers))
    else:
        comparison = service.compare_hotspots(now, before)
        shown = service.list_newest_hotspots(comparison, most=_MOST)
        labels = label_newest(shown, context.layers)
    chance = now.may_be_chance[shown.index]
    marked = [
        f"{label} · {MAY_BE_CHANCE}" if may_be else label
        for label, may_be in zip(labels, chance, strict=True)
    ]
    return list(zip(shown[schema.HOTSPOT_ID], marked, strict=True))

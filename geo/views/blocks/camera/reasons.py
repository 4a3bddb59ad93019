"""Why a camera site is suggested, and how firm that is: its panel below the map."""

from collections.abc import Collection, Sequence

import pandas as pd
import streamlit as st

from geo.present.camera import facts as camera_facts
from geo.present.camera import sites as camera_sites
from geo.present.camera import words as camera_words
from geo.present.html_parts import table_html
from geo.present.markup import escape
from geo.present.week_chart import say_scale, say_week, tabulate_week, week_chart_html
from geo.service.areas import Layers
from geo.service.camera.answers import CameraAdvice
from geo.views.blocks.parts import show_facts, show_table


def show_site(advice: CameraAdvice, number: int, names: Sequence[str], layers: Layers) -> None:
    """Show the counts, the addends, the hours, and what would change the choice."""
    site = advice.sites[number - 1]
    with st.container(border=True):
        st.subheader(f"Waarom plek {number} hier")
        beside, chart = st.columns(2, gap="large")
        with beside:
            show_facts(camera_sites.describe_site(advice, site, names))
        with chart:
            st.markdown("**Wanneer het gebeurt**")
            st.html(week_chart_html(site.week_hours))
            st.caption(escape(camera_facts.say_caption(advice, layers)))
            st.write(say_week(site.week_hours))
            st.caption(say_scale(site.week_hours))
            with st.expander("Dezelfde cijfers als tabel"):
                show_table(tabulate_week(site.week_hours))
        addends = camera_sites.tabulate_addends(site, advice)
        _show_table(addends, "Waar de score uit bestaat")
        _show_settings(advice)
        st.caption(camera_words.say_caution(advice))


def _show_settings(advice: CameraAdvice) -> None:
    title = "Wat de keuze zou veranderen"
    if not advice.proven:
        st.markdown(f"**{title}**")
        st.caption("wordt berekend")
        return
    settings = camera_sites.tabulate_settings(advice)
    _show_table(settings, title, left=settings.columns)


def _show_table(table: pd.DataFrame, title: str, *, left: Collection[str] = ()) -> None:
    # Over the full width: beside something else the last column would be cut off.
    st.markdown(f"**{title}**")
    st.html(table_html(table, label=title, left=left))

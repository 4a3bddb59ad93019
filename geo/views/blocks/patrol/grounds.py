"""What a patrol plan rests on: how it is spread, what it leaves out, and what it costs."""

import streamlit as st

from geo.present.html_parts import table_html
from geo.present.patrol import tables as patrol_tables
from geo.present.patrol.cautions import SUGGESTION, state_plan
from geo.service.patrol.kits import PatrolKit
from geo.views.blocks.parts import show_facts


def show_grounds(kit: PatrolKit) -> None:
    """Show how time is spread over the wijken, what was left out, and the facts of the plan."""
    advice = kit.advice
    st.subheader("Waar dit plan op rust")
    fairness = patrol_tables.tabulate_fairness(advice.fairness)
    if any(advice.visits) and len(fairness):
        st.markdown("**Verdeling over de wijken**")
        st.html(
            table_html(fairness, label="Verdeling over de wijken", left=(patrol_tables.VERDICT,))
        )
        st.caption(patrol_tables.SMALL_SHARES)
        st.caption(
            "Naast het deel van de meldingen en van de inwoners ziet u of een wijk veel meer of "
            "minder tijd krijgt. Eén dienst zegt weinig: kijk naar een hele week."
        )
    show_facts(
        [
            *(("Camera", text) for text in patrol_tables.list_cameras(advice)),
            *(("Niet in dit plan", text) for text in patrol_tables.list_missed(advice)),
            *state_plan(kit),
        ]
    )
    st.caption(SUGGESTION)

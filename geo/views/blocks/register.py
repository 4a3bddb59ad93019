"""The entry in the algorithm register: what is known, what is still asked, and files."""

from functools import partial

import streamlit as st

from geo.present.markup import escape
from geo.present.register import MISSING, fill_register, render_register, show_field
from geo.present.wording import say_list
from geo.service.register import RegisterFacts
from geo.views import cached
from geo.views.blocks.downloads import TakeAway, offer_files
from geo.views.blocks.parts import show_facts
from geo.views.context import Context


def show_register(context: Context) -> None:
    """Show the entry as far as cards, settings and data know it, and offer it as files."""
    facts = cached.gather_register(context.workspace, context.stamp)
    st.write(
        "Gemeenten beschrijven in het landelijke Algoritmeregister welke algoritmes zij gebruiken. "
        "Dit is de invulling voor Hotspotkaart, volgens publicatiestandaard 1.0, gemaakt uit de "
        "themakaarten, de instellingen en de gegevens. De gemeente leest haar na en plaatst haar "
        "zelf."
    )
    parts = fill_register(facts)
    missing = [field.label for fields in parts.values() for field in fields if field.is_missing]
    if missing:
        st.info(
            f'Wat alleen de gemeente kan zeggen, staat er als "{MISSING}": '
            f"{escape(say_list(missing))}. De beheerder vult dit in onder `[register]` in "
            "`gemeente.toml`.",
            icon=":material/edit_note:",
        )
    _offer(facts)
    for heading, fields in parts.items():
        st.subheader(heading)
        show_facts([(field.label, show_field(field)) for field in fields])


def _offer(facts: RegisterFacts) -> None:
    offer_files(
        [
            TakeAway(
                "Om te plaatsen (JSON)",
                "algoritmeregister.json",
                "application/json",
                partial(render_register, facts, ".json"),
            ),
            TakeAway(
                "Om te lezen (tekst)",
                "algoritmeregister.txt",
                "text/plain",
                partial(render_register, facts, ".txt"),
            ),
        ]
    )

"""Page Acties: what was agreed on places, who is late, and what came of it."""

from datetime import datetime

import streamlit as st

from geo.present.agreement.words import NONE_YET
from geo.present.marks import mark_themes
from geo.views import agreement_cached
from geo.views.blocks.agreement.chosen import choose_agreement, show_agreement
from geo.views.blocks.agreement.link import NEW
from geo.views.blocks.agreement.listing import narrow_list, show_list
from geo.views.blocks.agreement.making import offer_agreement
from geo.views.blocks.agreement.saved import SAVED
from geo.views.blocks.parts import lead_to_gegevens, show_notices, show_saved
from geo.views.context import Context, page_context


def show_acties() -> None:
    """Show the agreements, one of them at length, and the fields for a new one."""
    context = page_context()
    with st.container(key="acties"):
        st.title("Acties")
        st.write("Wat er op een plek is afgesproken, wie het doet, en wat het opleverde.")
        show_notices(context.data, context.layers)
        show_saved(SAVED)
        if context.question is None:
            lead_to_gegevens("daarna is hier te zien of een actie hielp.")
        # Who comes from another page has a place, and wants to agree on something first.
        parts = [_show_agreements, offer_agreement]
        for show in reversed(parts) if NEW in st.query_params else parts:
            show(context)


def _show_agreements(context: Context) -> None:
    records = agreement_cached.list_agreements(context.workspace, context.stamp)
    if not records:
        st.info(NONE_YET, icon=":material/add_task:")
        return
    today = datetime.now(tz=context.workspace.timezone).date()
    kept = narrow_list(context, records, today)
    if not kept:
        st.info(
            "Geen actie past bij wat u koos. Kies een andere stand, partij of wijk.",
            icon=":material/filter_alt:",
        )
        return
    show_list(kept, mark_themes(context.themes), today)
    show_agreement(context, choose_agreement(kept), today)


show_acties()

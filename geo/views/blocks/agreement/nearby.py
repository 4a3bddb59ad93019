"""The agreements of one area, what is new among them first said."""

from datetime import date, datetime

import streamlit as st

from geo import service
from geo.present.agreement import lists
from geo.present.marks import items_html, mark_themes
from geo.present.markup import escape
from geo.service.agreement.answers import AgreementFilter
from geo.views import agreement_cached
from geo.views.blocks.agreement.link import lead_to_agreement, name_area
from geo.views.context import Context


def show_area_agreements(context: Context, area: str, since: date) -> None:
    """Show what was agreed in an area, and which of it is new since a day.

    Parameters
    ----------
    context
        Of this run.
    area
        Code of the wijk or business park.
    since
        Local day; the day itself counts.
    """
    st.header("Acties hier")
    records = agreement_cached.list_agreements(context.workspace, context.stamp)
    here, new = (
        service.narrow_agreements(context.workspace, records, wanted, layers=context.layers)
        for wanted in (AgreementFilter(area=area), AgreementFilter(area=area, since=since))
    )
    today = datetime.now(tz=context.workspace.timezone).date()
    st.write(escape(lists.say_news(here, new, since)))
    shown = [record for record in here if record.last.status.is_open or record in new]
    ordered = lists.order_by_attention(shown, today)
    numbers = frozenset(record.agreement_id for record in new)
    marks = mark_themes(context.themes)
    if items := items_html(lists.list_items(ordered, marks, today, new=numbers)):
        st.html(items)
    lead_to_agreement(name_area(area), key="wijk-actie")

"""The agreements that somebody wants to see, below each other."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import streamlit as st

from geo import service
from geo.agreements import Party, Status
from geo.present.agreement import lists
from geo.present.agreement.words import PARTIES, STATUSES
from geo.present.marks import Mark, items_html
from geo.present.markup import escape
from geo.present.wording import say_date
from geo.service.agreement.answers import AgreementFilter, AgreementRecord
from geo.views.blocks.downloads import offer_files, table_files
from geo.views.blocks.link import linked_many
from geo.views.context import Context

_STATUS: Final = "stand"
_PARTY: Final = "wie"


def narrow_list(
    context: Context, records: Sequence[AgreementRecord], today: date
) -> list[AgreementRecord]:
    """Let people choose how far and by whom, and keep those in the area of the filters."""
    statuses: list[Status] = st.pills(
        "Stand",
        list(Status),
        selection_mode="multi",
        format_func=lambda one: STATUSES[one].capitalize(),
        **linked_many(_STATUS, {one: one.value for one in Status}, default=()),
    )
    parties: list[Party] = st.pills(
        "Wie",
        list(Party),
        selection_mode="multi",
        format_func=lambda one: PARTIES[one].capitalize(),
        **linked_many(_PARTY, {one: one.value for one in Party}, default=()),
    )
    area = None if context.question is None else context.question.area
    wanted = AgreementFilter(area=area, statuses=tuple(statuses), parties=tuple(parties))
    kept = service.narrow_agreements(context.workspace, records, wanted, layers=context.layers)
    return lists.order_by_attention(kept, today)


def show_list(
    records: Sequence[AgreementRecord],
    marks: Mapping[str, Mark],
    today: date,
) -> None:
    """Show how many there are and who is late, then each in a line."""
    st.markdown(f"**{escape(lists.say_overview(records, today))}**")
    st.html(items_html(lists.list_items(records, marks, today)))
    titles = {name: mark.title for name, mark in marks.items()}
    table = lists.tabulate_agreements(records, titles, today)
    facts = [("Acties", str(len(records))), ("Stand op", say_date(today))]
    with st.expander("Meenemen", icon=":material/download:"):
        offer_files(table_files(table, "acties", facts, what="Acties"))

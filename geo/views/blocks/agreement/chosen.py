"""One agreement on the screen: what was agreed, what came of it, and what changed."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from geo.present.agreement import lists, results, words
from geo.present.markup import escape
from geo.service.agreement.answers import AgreementRecord
from geo.views import agreement_cached
from geo.views.blocks.agreement.revising import offer_revision
from geo.views.blocks.agreement.saved import CHOSEN
from geo.views.blocks.link import linked
from geo.views.blocks.parts import show_facts, show_table
from geo.views.context import Context


def choose_agreement(records: Sequence[AgreementRecord]) -> AgreementRecord:
    """Let people choose one of the agreements that are listed."""
    by_number = {record.agreement_id: record for record in records}
    labels = {number: words.label_agreement(record) for number, record in by_number.items()}
    written = {number: str(number) for number in labels}
    chosen: int = st.selectbox(
        "Actie bekijken",
        list(labels),
        format_func=lambda number: escape(labels[number]),
        **linked(CHOSEN, written, default=records[0].agreement_id),
    )
    return by_number[chosen]


def show_agreement(context: Context, record: AgreementRecord, today: date) -> None:
    """Show what was agreed, its result, its versions, and the fields for a later one."""
    titles = {name: card.title for name, card in context.themes.cards.items()}
    agreed, found = st.columns(2, gap="large")
    with agreed:
        st.subheader("Wat is afgesproken")
        show_facts(words.describe_agreement(record, titles, today))
    with found:
        st.subheader("Resultaat")
        _show_result(context, record)
    with st.expander(_say_versions(record), icon=":material/history:"):
        show_facts(lists.list_versions(record, context.workspace.timezone))
    offer_revision(context, record)


def _show_result(context: Context, record: AgreementRecord) -> None:
    as_of = context.data.last
    if as_of is None:
        st.info("Er zijn nog geen meldingen om het resultaat aan af te lezen.")
        return
    result = agreement_cached.measure_agreement(
        context.workspace, context.stamp, record.agreement_id, as_of
    )
    show_facts([("Doel", words.begin(results.say_progress(result)))])
    st.markdown(f"**{escape(results.say_effect(result))}**")
    if remedy := results.say_remedy(result):
        st.caption(escape(remedy))
        return
    show_table(results.tabulate_result(result), narrow=True)
    with st.expander("Hoe dit is uitgerekend"):
        show_facts(results.describe_result(result))


def _say_versions(record: AgreementRecord) -> str:
    later = len(record.versions) - 1
    return f"Versies: {later} keer gewijzigd" if later else "Versies: nooit gewijzigd"

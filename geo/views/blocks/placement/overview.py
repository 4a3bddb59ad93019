"""Placements of camera units: a list, what was agreed on one, and whether it worked."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from geo import service
from geo.present import wording
from geo.present.audience_words import state_audience
from geo.present.markup import escape
from geo.present.placement import evaluations
from geo.present.placement import plain as placements
from geo.service.disclosing import Inside
from geo.service.placement.answers import PlacementRecord, PooledEvaluation
from geo.views import cached
from geo.views.blocks.audience import offer_inside
from geo.views.blocks.downloads import table_files
from geo.views.blocks.link import linked
from geo.views.blocks.parts import show_facts, show_saved, show_table
from geo.views.blocks.placement.evaluation import show_evaluation
from geo.views.blocks.placement.forms import SAVED, offer_survey, offer_version
from geo.views.blocks.waiting import Ask, work_out
from geo.views.context import Context

# Name in the link.
_CHOSEN: Final = "plaatsing"
_TOGETHER: Final = "Alle plaatsingen samen evalueren"


def show_placements(context: Context) -> PlacementRecord | None:
    """Show all placements, and one of them with its evaluation and what may be filled in.

    Returns
    -------
    PlacementRecord or None
        The one that is chosen; None as long as there are none.
    """
    st.header("Plaatsingen en evaluatie")
    show_saved(SAVED)
    records = cached.list_placements(context.workspace, context.stamp)
    if not records:
        st.info(placements.NONE_YET, icon=":material/videocam:")
        return None
    _show_list(context, records)
    record = _choose(records)
    show_evaluation(context, record)
    _show_agreed(context, record)
    offer_survey(context, record)
    offer_version(context, record)
    if len(records) > 1:
        _show_together(context, records)
    return record


def _show_list(context: Context, records: Sequence[PlacementRecord]) -> None:
    table = placements.tabulate_placements(records)
    # Where it stands is told with the placement; a table that is cut off tells less.
    show_table(table.drop(columns=placements.PLACE))
    facts = [("Plaatsingen", wording.say_number(len(table))), *wording.say_origin(context.data)]
    offer_inside(
        context,
        Inside.PLACEMENTS,
        records,
        lambda told: table_files(
            table, "plaatsingen", [*facts, *state_audience(told)], what="Plaatsingen"
        ),
    )


def _choose(records: Sequence[PlacementRecord]) -> PlacementRecord:
    by_number = {record.placement_id: record for record in records}
    labels = {number: placements.label_placement(record) for number, record in by_number.items()}
    chosen: int = st.selectbox(
        "Plaatsing bekijken",
        list(labels),
        format_func=labels.__getitem__,
        **linked(
            _CHOSEN, {number: str(number) for number in labels}, default=records[0].placement_id
        ),
    )
    return by_number[chosen]


def _show_agreed(context: Context, record: PlacementRecord) -> None:
    titles = {name: card.title for name, card in context.themes.cards.items()}
    with st.expander("Wat er is afgesproken, en wat er sindsdien is gewijzigd"):
        show_facts(placements.describe_placement(record.last, titles))
        if changed := placements.say_changes(service.list_changes(record.first, record.last)):
            st.write(escape(changed))
        show_facts(placements.list_versions(record))


def _show_together(context: Context, records: Sequence[PlacementRecord]) -> None:
    st.subheader("Alle plaatsingen samen")
    st.write("Eén plaatsing bewijst meestal niets. Samen tellen zij meer meldingen.")
    day = context.data.last
    if day is None:
        return
    pooled = work_out(
        context,
        Ask(("plaatsingen-samen", repr(records)), _TOGETHER),
        lambda _: service.evaluate_all(context.workspace, day),
    )
    if isinstance(pooled, PooledEvaluation):
        st.markdown(f"**{escape(evaluations.say_pooled(pooled))}**")
        for text in evaluations.say_left_out(pooled):
            st.caption(escape(text))

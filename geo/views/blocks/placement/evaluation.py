"""Whether one placement worked: the verdict, the counts, a chart and the advice."""

from datetime import date
from typing import Final

import streamlit as st

from geo import service
from geo.present import wording
from geo.present.audience_words import state_audience
from geo.present.html_parts import table_html
from geo.present.markup import escape
from geo.present.placement import evaluations
from geo.present.placement import plain as placements
from geo.present.placement.evaluation_chart import draw_differences, say_differences
from geo.service.disclosing import Inside
from geo.service.placement.answers import Outcome, PlacementEvaluation, PlacementRecord
from geo.views.blocks.audience import offer_inside
from geo.views.blocks.downloads import table_files
from geo.views.blocks.link import linked_day
from geo.views.blocks.parts import show_facts
from geo.views.blocks.waiting import Ask, work_out
from geo.views.context import Context

# Name in the link.
_AS_OF: Final = "peildatum"


def show_evaluation(context: Context, record: PlacementRecord) -> None:
    """Show what came of a placement up to a day, or from when on something can be said."""
    day = _choose_day(context, record)
    if day is None:
        return
    found = work_out(
        context,
        # All versions and surveys make a difference.
        Ask(("plaatsing", repr(record), day), f"Plaatsing {record.placement_id} evalueren"),
        lambda _: service.evaluate_placement(context.workspace, record.placement_id, day),
    )
    if isinstance(found, PlacementEvaluation):
        _show_verdict(found)
        _show_figures(context, found.outcome)


def _choose_day(context: Context, record: PlacementRecord) -> date | None:
    first, last = record.last.used.first, context.data.last
    if last is None or last < first:
        until = "" if last is None else f" De gegevens lopen tot en met {wording.say_date(last)}."
        st.info(
            f"Deze plaatsing begint op {wording.say_date(first)}.{until} Lees na die dag nieuwe "
            "meldingen in; dan ziet u hier wat er veranderde.",
            icon=":material/schedule:",
        )
        return None
    day: date = st.date_input(
        "Evalueren tot en met",
        min_value=first,
        max_value=last,
        format="DD-MM-YYYY",
        help=f"Afgesproken is {wording.say_date(record.last.goal.evaluated_on)}.",
        **linked_day(_AS_OF, default=last, earliest=first, latest=last),
    )
    return day


def _show_verdict(found: PlacementEvaluation) -> None:
    with st.container(border=True):
        st.markdown(f"**{escape(evaluations.say_verdict(found.outcome))}**")
        st.write(escape(evaluations.say_advice(found)))
        if found.outcome.synthetic:
            st.caption(wording.SYNTHETIC_NOTICE)
    with st.expander("Zo wordt geoordeeld"):
        st.write(evaluations.RULE)


def _show_figures(context: Context, outcome: Outcome) -> None:
    table = evaluations.tabulate_counts(outcome)
    st.html(table_html(table, label="Meldingen voor en na de plaatsing"))
    st.caption(escape(evaluations.say_areas(outcome)))
    words = say_differences(outcome.evaluation)
    st.vega_lite_chart(spec=draw_differences(outcome.evaluation), alt=words)
    st.caption(escape(words))
    facts = [*evaluations.describe_outcome(outcome), *wording.say_origin(context.data)]
    with st.expander("Alle cijfers"):
        show_facts(facts)
    if changed := placements.say_changes(outcome.changes):
        st.caption(escape(changed))
    st.caption(wording.REPORTED_NOTICE)
    name = f"evaluatie_plaatsing_{outcome.record.placement_id}"
    offer_inside(
        context,
        Inside.PLACEMENTS,
        outcome,
        lambda told: table_files(table, name, [*facts, *state_audience(told)], what="Evaluatie"),
    )

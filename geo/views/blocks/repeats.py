"""Whether reports are followed by others nearby: in a sentence, a picture, a table and files."""

import streamlit as st

from geo.present import repeats as words
from geo.present import wording
from geo.present.markup import escape
from geo.views import cached
from geo.views.blocks.downloads import offer_files, table_files
from geo.views.blocks.parts import show_facts, show_table
from geo.views.context import Context


def show_repeats(context: Context) -> None:
    """Show the repeats of the theme and period of the filters."""
    question = context.question
    if question is None:
        return
    report = cached.count_repeats(context.workspace, context.stamp, question.theme, question.period)
    st.header(f"Herhaling: {escape(report.title.lower())}")
    if not report.bands.incidents:
        st.info(
            "In deze periode zijn er geen meldingen van dit thema met een plaats en een dag. Kies "
            "bij de filters een langere periode of een ander thema.",
            icon=":material/event_busy:",
        )
        return
    st.markdown(f"**{escape(words.say_repeats(report))}**")
    st.html(
        words.repeats_chart_html(
            report.bands, label="Hoe veel vaker dan verwacht, naar afstand en dagen"
        )
        + words.legend_html()
    )
    st.caption(
        "In elk vakje staat hoeveel keer zo veel paren er zijn als zonder verband te verwachten "
        "is. Van twintig vakjes valt er gemiddeld één op door toeval: de zin hierboven rust op één "
        "toets, die van tevoren vaststond."
    )
    st.write(words.EXPLANATION)
    table = words.tabulate_repeats(report)
    with st.expander("Dezelfde cijfers als tabel"):
        show_table(table)
    facts = words.say_repeat_facts(report)
    period = question.period
    offer_files(
        table_files(table, f"herhaling_{question.theme}_{period.first}_{period.last}", facts)
    )
    show_facts(facts)
    st.caption(wording.REPORTED_NOTICE)

"""Whether reports are followed by others nearby: in a sentence, a picture, a table and files."""

import streamlit as st

from geo import service
from geo.present import repeats as words
from geo.present import wording
from geo.present.audience_words import state_audience
from geo.present.markup import escape
from geo.service.answers import RepeatReport
from geo.service.disclosing import Inside
from geo.views.blocks.audience import offer_inside
from geo.views.blocks.downloads import table_files
from geo.views.blocks.parts import show_facts, show_table
from geo.views.blocks.waiting import Ask, work_out
from geo.views.context import Context


def show_repeats(context: Context) -> None:
    """Show the repeats of the theme and period of the filters."""
    question = context.question
    if question is None:
        return
    theme, period = question.theme, question.period
    title = context.themes.card(theme).title
    st.header(f"Herhaling: {escape(title.lower())}")
    report = work_out(
        context,
        Ask(("herhaling", theme, period), f"{title}: herhaling tellen"),
        lambda _: service.count_repeats(context.workspace, theme, period),
    )
    if isinstance(report, RepeatReport):
        _show_report(context, report)


def _show_report(context: Context, report: RepeatReport) -> None:
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
    st.caption(escape(words.say_picture_caption(report)))
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
    name = f"herhaling_{report.theme}_{report.period.first}_{report.period.last}"
    offer_inside(
        context,
        Inside.REPEATS,
        report,
        lambda told: table_files(table, name, [*facts, *state_audience(told)]),
    )
    show_facts(facts)
    st.caption(wording.REPORTED_NOTICE)

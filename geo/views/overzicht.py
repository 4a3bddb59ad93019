"""Page Overzicht: how all themes are doing, and one of them by month, wijk and hotspot."""

from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from geo import service
from geo.access import Right
from geo.errors import ParamsError
from geo.params import Question
from geo.present import overview, wijk_table, wording
from geo.present.area_files import render_wijken
from geo.present.audience_words import add_held, state_audience
from geo.present.html_parts import figures_html, table_html
from geo.present.markup import escape
from geo.present.sentences import say_error
from geo.service.answers import ThemeComparison, ThemeSummary
from geo.views import cached
from geo.views.blocks.audience import choose_audience, offer_told
from geo.views.blocks.downloads import TakeAway, shape_files, table_files
from geo.views.blocks.filters import offer_shorter_period
from geo.views.blocks.month_line import show_month_line
from geo.views.blocks.newest import show_newest
from geo.views.blocks.open_trend import show_open_trend
from geo.views.blocks.parts import lead_to_gegevens, show_facts, show_notices
from geo.views.context import Context, page_context

_FIGURES_ONLY: Final = (
    "Uw rol ziet cijfers van de hele gemeente en per wijk, zonder kleine aantallen: waar een "
    "aantal klein is, of een klein aantal zou verraden, staat 'achtergehouden'."
)


def show_overzicht() -> None:
    """Show the figures first, and what takes longest last."""
    context = page_context()
    question = context.question
    st.title("Overzicht")
    if question is None:
        lead_to_gegevens("daarna ziet u hier hoe het per thema gaat, vergeleken met ervoor.")
        return
    comparison, summary = _ask(context, question)
    st.write(f"**{escape(overview.say_heading(summary, context.layers))}**")
    show_notices(context.data, context.layers)
    with st.container():
        if summary.held is not None:
            st.info(_FIGURES_ONLY, icon=":material/lock:")
        elif summary.incidents == 0:
            st.info(escape(overview.say_nothing(summary)), icon=":material/event_busy:")
    say = overview.say_key_figures if summary.held is None else overview.say_told_figures
    st.html(figures_html(say(comparison, summary)))
    _show_themes(comparison, question)
    show_month_line(summary, context.layers)
    _show_wijken(summary, context)
    show_open_trend(context, question.theme)
    newest = st.container()
    state = overview.say_overview_facts if summary.held is None else overview.say_outside_facts
    facts = state(comparison, summary, context.layers)
    st.subheader("Waarover dit gaat")
    show_facts(facts)
    st.caption(wording.REPORTED_NOTICE)
    _show_downloads(comparison, summary, context)
    if not context.may(Right.POINTS):
        return
    # The search for hotspots takes longest: whoever reads on does not wait for it.
    find = partial(cached.find_hotspots, context.workspace, context.stamp)
    with newest:
        show_newest(context, question, find)


def _ask(context: Context, question: Question) -> tuple[ThemeComparison, ThemeSummary]:
    workspace, stamp = context.workspace, context.stamp
    period, area, hours = question.period, question.area, question.hours
    return (
        cached.compare_themes(workspace, stamp, period, area, hours),
        cached.summarise_theme(workspace, stamp, question),
    )


def _show_themes(comparison: ThemeComparison, question: Question) -> None:
    st.subheader("Alle thema's")
    # A place of its own, also when it is empty: what lies below it then never moves.
    with st.container():
        if comparison.previous is None:
            why = overview.say_not_compared(comparison.period, comparison.data)
            st.info(why, icon=":material/event_busy:")
            offer_shorter_period(comparison.period, comparison.data)
    table = overview.tabulate_themes(comparison)
    st.html(
        table_html(
            table,
            label="Alle thema's",
            left=overview.WORDS,
            marked=[overview.find_theme(comparison, question.theme)],
            totals=[len(table) - 1],
        )
    )
    st.caption(escape(overview.say_compared(comparison)))


def _show_wijken(summary: ThemeSummary, context: Context) -> None:
    st.subheader(f"{escape(summary.title)} per wijk")
    if summary.wijken is None:
        st.info(
            "Er zijn geen wijken ingelezen: meldingen zijn dan niet per wijk te tellen. De "
            "beheerder leest grenzen in met `hotspotkaart areas import`.",
            icon=":material/map:",
        )
        return
    table = wijk_table.tabulate_wijken(summary, context.layers)
    if len(table):
        st.html(table_html(table, label=f"{summary.title} per wijk", left=overview.WORDS))
        st.caption(escape(" ".join(wijk_table.say_rates(summary, context.layers))))


def _show_downloads(comparison: ThemeComparison, summary: ThemeSummary, context: Context) -> None:
    st.subheader("Meenemen")
    audience, layers = choose_audience(context), context.layers
    try:
        compared = service.disclose_comparison(context.workspace, comparison, audience)
        told = service.disclose_theme(context.workspace, summary, audience)
    except ParamsError as problem:
        st.info(escape(say_error(problem)), icon=":material/lock:")
        return
    state = overview.say_overview_facts if audience.may_see_places else overview.say_outside_facts
    facts = state(comparison, summary, layers)
    span = f"{comparison.period.first}_{comparison.period.last}"
    themes = overview.tabulate_theme_figures(compared.answer)
    files = _call(
        "Thema's", table_files(themes, f"themas_{span}", [*facts, *state_audience(compared)])
    )
    if told.answer.wijken is not None:
        wijken = wijk_table.tabulate_wijk_figures(told.answer, layers)
        name = f"wijken_{summary.question.theme}_{span}"
        files += _call("Wijken", table_files(wijken, name, [*facts, *state_audience(told)]))
        files += shape_files(partial(render_wijken, told, layers), name, what="Wijken")
    offer_told(replace(told, held=add_held(compared, told)), files)


def _call(what: str, files: list[TakeAway]) -> list[TakeAway]:
    return [replace(file, label=f"{what} ({file.label})") for file in files]


show_overzicht()

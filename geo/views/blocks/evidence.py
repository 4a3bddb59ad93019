"""Whether a theme's hotspots would have helped: back-tests in words, as a chart and a table."""

from datetime import date
from functools import partial
from typing import Final

import streamlit as st

from geo import service
from geo.analysis.forecasting import STACKED
from geo.params import BacktestParams, Question
from geo.present import backtest_tables, backtests, wording
from geo.present.audience_words import state_audience
from geo.present.backtest_chart import MAIN_METHODS, draw_backtest, say_backtest
from geo.present.markup import escape
from geo.present.methods import METHOD_WORDS
from geo.service.answers import BacktestReport, DataStatus
from geo.service.disclosing import Inside
from geo.service.forecasting import HOTSPOTS
from geo.views import cached
from geo.views.blocks.audience import offer_inside
from geo.views.blocks.downloads import table_files
from geo.views.blocks.link import linked
from geo.views.blocks.parts import show_facts, show_table
from geo.views.blocks.waiting import Ask, work_out
from geo.views.context import Context

# The chosen cell, in the link and on the page.
CELL: Final = "vakje"
CELLS_M: Final = (50, 75, 100, 150)
_WEEKS: Final = (4, 8, 13, 26)
_DEFAULTS: Final = BacktestParams()
_ALL: Final = "Alle methoden"
_MAIN: Final = "De drie belangrijkste"


def show_helped(context: Context) -> None:
    """Show what each method would have caught in the weeks after it looked."""
    question = context.question
    if question is None:
        return
    title = context.themes.card(question.theme).title
    st.header(f"Had het geholpen? {escape(title)}")
    st.write(
        "Stel dat u een tijd geleden had gekeken: viel wat daarna kwam op de plekken die er toen "
        "uitsprongen? Hieronder is dat nagerekend, telkens met alleen wat toen bekend was, en "
        "naast de eenvoudigste manier: het tellen van oude meldingen."
    )
    params = _choose_params(question, context.data)
    report = work_out(
        context,
        ask_backtest(question.theme, params, title),
        partial(_answer, context, question.theme, params),
    )
    if isinstance(report, BacktestReport):
        _show_report(report, context)


def ask_backtest(theme: str, params: BacktestParams, title: str) -> Ask:
    """Return the question that a back-test answers."""
    return Ask(("toets", theme, params), f"{title} toetsen")


def choose_cell() -> int:
    """Let people choose the side of a cell in metres; kept in the link."""
    options = {metres: str(metres) for metres in CELLS_M}
    chosen: int = st.segmented_control(
        "Zijde van een vak (meter)",
        CELLS_M,
        required=True,
        help="Kleinere vakken wijzen preciezer aan, maar er valt minder in elk.",
        **linked("vak", options, default=round(_DEFAULTS.cell_m)),
    )
    return chosen


def last_day(question: Question, data: DataStatus) -> date:
    """Return the last day of the chosen period of which there are data."""
    return question.period.last if data.last is None else min(question.period.last, data.last)


def _choose_params(question: Question, data: DataStatus) -> BacktestParams:
    with st.container(horizontal=True, gap="medium"):
        cell_m = choose_cell()
        weeks = st.segmented_control(
            "Hoe lang erna (weken)",
            _WEEKS,
            required=True,
            help="13 weken is een kwartaal. Er worden vier perioden van deze lengte getoetst, de "
            "laatste tot en met de laatste dag van de gekozen periode.",
            **linked("weken", {number: str(number) for number in _WEEKS}, default=_DEFAULTS.weeks),
        )
    return BacktestParams(weeks=weeks, cell_m=float(cell_m), last=last_day(question, data))


def _answer(
    context: Context, theme: str, params: BacktestParams, progress: service.Progress
) -> BacktestReport:
    return service.backtest_theme(context.workspace, theme, params, progress=progress)


def _show_report(report: BacktestReport, context: Context) -> None:
    too_few = backtests.say_too_few(report)
    # Without anything before the first period there was nothing to count, and nothing to catch by.
    if report.found.earlier:
        _show_sentences(report, judged=not too_few)
    if too_few:
        st.info(too_few, icon=":material/hourglass_empty:")
    else:
        _show_chart(report, context)
    _show_table(report)
    quality = cached.check_data(context.workspace, context.stamp)
    facts = [
        *backtests.describe_backtest(report),
        *backtests.describe_data(context.data, quality, report.theme),
    ]
    show_facts(facts)
    st.caption(wording.REPORTED_NOTICE)
    st.subheader("Meenemen")
    name = f"toets_{report.theme}_{report.period.first}_{report.period.last}"
    table = backtest_tables.export_backtest(report)
    offer_inside(
        context,
        Inside.BACKTEST,
        report,
        lambda told: table_files(table, name, [*facts, *state_audience(told)]),
    )


def _show_sentences(report: BacktestReport, *, judged: bool) -> None:
    say = backtests.say_proof if judged else backtests.say_headline
    for name, method in (("Verwachtingskaart", STACKED), ("Hotspots van de kaart", HOTSPOTS)):
        st.markdown(f"**{name}.** {escape(say(report, method))}")


def _show_chart(report: BacktestReport, context: Context) -> None:
    chosen = st.segmented_control(
        "Welke methoden",
        (_MAIN, _ALL),
        required=True,
        label_visibility="collapsed",
        **linked("methoden", {_MAIN: "drie", _ALL: "alle"}, default=_MAIN),
    )
    methods = MAIN_METHODS if chosen == _MAIN else tuple(METHOD_WORDS)
    words = say_backtest(report, methods)
    st.vega_lite_chart(spec=draw_backtest(report, methods), alt=words)
    quality = cached.check_data(context.workspace, context.stamp)
    st.caption(escape(backtests.say_chart_caption(report, context.data, quality)))
    st.caption(
        "Het teken is het deel van de latere meldingen dat in de aangewezen vakken viel, de balk "
        "eromheen het interval van 95%, en het dunne streepje wat tellen ving. Of een verschil met "
        "tellen meer is dan toeval, staat in de zinnen hierboven: dat wordt per trekking bekeken, "
        "en is aan de balken alleen niet te zien."
    )
    with st.expander("Wat doet elke methode?"):
        for method in methods:
            st.markdown(f"**{METHOD_WORDS[method].name}.** {METHOD_WORDS[method].does}")


def _show_table(report: BacktestReport) -> None:
    with st.expander("Alle cijfers, en wat ze betekenen"):
        show_table(backtest_tables.tabulate_backtest(report))
        st.caption(backtests.say_comparisons(report))
        st.markdown(backtest_tables.MEASURES_TEXT)

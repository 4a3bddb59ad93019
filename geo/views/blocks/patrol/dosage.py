"""Presence at hotspots: planned and done by week, where to rotate, and what changed around it."""

from datetime import date, datetime, timedelta
from typing import Final

import streamlit as st

from geo import service
from geo.params import Period
from geo.present import wording
from geo.present.audience_words import state_audience
from geo.present.html_parts import table_html
from geo.present.markup import escape
from geo.present.patrol import dosage, dosage_verdict
from geo.present.patrol.dosage_chart import draw_dosage, say_dosage_chart
from geo.service.disclosing import Inside
from geo.service.patrol.visit_answers import DosageReport, VisitEvaluation
from geo.views import cached
from geo.views.blocks.audience import offer_inside
from geo.views.blocks.downloads import table_files
from geo.views.blocks.link import linked, linked_day
from geo.views.blocks.parts import show_facts, show_table
from geo.views.blocks.waiting import Ask, work_out
from geo.views.context import Context

# Names in the link.
_WEEKS: Final = "dosering-weken"
_UNTIL: Final = "dosering-tot"

_SPANS: Final = {4: "4 weken", 8: "8 weken", 13: "13 weken", 26: "26 weken"}
_USUAL: Final = 8


def show_dosage(context: Context) -> None:
    """Show how much presence each hotspot got, beside what was planned, and what came of it."""
    st.header("Gepland en gedaan")
    planned = service.find_planned_days(context.workspace)
    if planned is None:
        st.info(
            "Er is nog geen plan bewaard. Maak een plan bij Een dienst, kies Bewaar en neem mee, "
            "en vink de bezoeken af op de pagina Ronde; dan ziet u hier per hotspot en per week "
            "wat er van kwam.",
            icon=":material/checklist:",
        )
        return
    period, state = _choose_period(context, planned), service.store_state(context.workspace)
    report = cached.report_dosage(context.workspace, context.stamp, state, period)
    if report.dosage.spots.empty:
        st.info(dosage.EMPTY, icon=":material/event_busy:")
        return
    _show_report(context, report)
    _show_rotation(report)
    _show_verdict(context, report)


def _choose_period(context: Context, planned: Period) -> Period:
    today = datetime.now(tz=context.workspace.timezone).date()
    # What still has to come is not done yet, and says nothing.
    latest = max(planned.first, min(planned.last, today))
    span, until = st.columns(2)
    with span:
        weeks: int = st.selectbox(
            "Hoe ver terug",
            list(_SPANS),
            format_func=_SPANS.__getitem__,
            **linked(_WEEKS, {weeks: str(weeks) for weeks in _SPANS}, default=_USUAL),
        )
    with until:
        last: date = st.date_input(
            "Tot en met",
            min_value=planned.first,
            max_value=latest,
            format="DD-MM-YYYY",
            **linked_day(_UNTIL, default=latest, earliest=planned.first, latest=latest),
        )
    return Period(first=last - timedelta(weeks=weeks) + timedelta(days=1), last=last)


def _show_report(context: Context, report: DosageReport) -> None:
    st.write(f"**{escape(dosage.say_done(report))}**")
    if report.synthetic:
        st.caption(wording.SYNTHETIC_NOTICE)
    words = say_dosage_chart(report)
    st.vega_lite_chart(spec=draw_dosage(report), alt=words)
    about = ["Bezoeken per week", wording.say_period(report.period)]
    st.caption(escape(wording.say_picture(about, context.data, ["stops van de plannen"])))
    spots, weeks = dosage.tabulate_spots(report), dosage.tabulate_weeks(report)
    words_in = [dosage.AREA, dosage.LAST, dosage.ADVICE]
    st.html(table_html(spots, label="Bezoeken per hotspot", left=words_in))
    with st.expander("Per hotspot en per week"):
        show_table(weeks)
    facts = [*dosage.describe_dosage(report), *wording.say_origin(context.data)]
    name = f"bezoeken_{report.period.first}_{report.period.last}"
    offer_inside(
        context,
        Inside.PATROL,
        report,
        lambda told: [
            *table_files(spots, name, [*facts, *state_audience(told)], what="Per hotspot"),
            *table_files(
                weeks, f"{name}_per_week", [*facts, *state_audience(told)], what="Per week"
            ),
        ],
    )


def _show_rotation(report: DosageReport) -> None:
    st.subheader("Rotatie")
    for line in dosage.say_rotation(report):
        st.write(escape(line))
    st.caption(escape(dosage.say_rule(report)))
    st.caption(dosage.NEVER_FADES)


def _show_verdict(context: Context, report: DosageReport) -> None:
    st.subheader("Meldingen rond bezochte hotspots")
    workspace = context.workspace
    # Plans and ticks make no other stamp, but another state of the file.
    question = ("bezoeken", report.period, service.store_state(workspace))
    found = work_out(
        context,
        Ask(question, "Meldingen rond bezochte hotspots vergelijken"),
        lambda _: service.evaluate_visits(workspace, report),
    )
    if not isinstance(found, VisitEvaluation):
        return
    with st.container(border=True):
        st.markdown(f"**{escape(dosage_verdict.say_visit_verdict(found))}**")
        st.caption(dosage_verdict.NOT_SHOWN)
    if found.evaluation is None:
        return
    table = dosage_verdict.tabulate_visit_counts(found)
    st.html(table_html(table, label="Meldingen voor en tijdens de bezoeken"))
    facts = [*dosage_verdict.describe_visit_verdict(found), *wording.say_origin(context.data)]
    with st.expander("Alle cijfers"):
        show_facts(facts)
    st.caption(wording.REPORTED_NOTICE)
    name = f"meldingen_bezocht_{report.period.first}_{report.period.last}"
    offer_inside(
        context,
        Inside.PATROL,
        found,
        lambda told: table_files(table, name, [*facts, *state_audience(told)], what="Vergelijking"),
    )

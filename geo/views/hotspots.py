"""Page Hotspots: a theme and a period in, a map and a ranked table out."""

from functools import partial
from typing import Final

import streamlit as st

from geo.present import wording
from geo.present.hotspot_table import state_report
from geo.present.markup import escape
from geo.service.answers import HotspotComparison, HotspotReport
from geo.views import cached
from geo.views.blocks.chances import Weighed, show_waiting, weigh
from geo.views.blocks.choice import offer_choice, show_list, show_map
from geo.views.blocks.comparison import compare_cheaply, show_comparison
from geo.views.blocks.link import linked
from geo.views.blocks.months import show_month
from geo.views.blocks.parts import lead_to_gegevens, show_facts, show_notices
from geo.views.blocks.pictures import Ground, lay_ground
from geo.views.blocks.reasons import show_reasons
from geo.views.blocks.takeaways import offer_report
from geo.views.blocks.verdict import judge_report, show_verdict
from geo.views.context import page_context

_HOTSPOTS: Final = "Hotspots"
_BY_MONTH: Final = "Per maand"
_COMPARED: Final = "Twee periodes"


def show_hotspots() -> None:
    """Ask the question, show the answer."""
    context = page_context()
    workspace, stamp, layers = context.workspace, context.stamp, context.layers
    if context.question is None:
        st.title("Hotspots")
        lead_to_gegevens("daarna ziet u hier waar ze dicht bij elkaar liggen.")
        return
    find = partial(cached.time_hotspots, workspace, stamp)
    found = judge_report(context, find(context.question))
    st.title(f"Hotspots {escape(found.title.lower())}")
    show_notices(context.data, layers)
    view = _choose_view()
    ground = lay_ground(context)
    if view == _COMPARED:
        report = show_comparison(context, found, find, ground)
    else:
        weighed = weigh(workspace, stamp, [found])
        (report,) = weighed.reports
        comparison = compare_cheaply(report, find)
        selected = _show_answer(weighed, ground, comparison, by_month=view == _BY_MONTH)
        if selected is not None:
            show_reasons(workspace, report, selected, find, layers)
    show_verdict(report)
    show_facts(state_report(report, layers))
    st.caption(wording.REPORTED_NOTICE)
    offer_report(context, report)


def _choose_view() -> str:
    options = {name: name for name in (_HOTSPOTS, _BY_MONTH, _COMPARED)}
    key = linked("kaartbeeld", options, default=_HOTSPOTS)
    chosen: str = st.segmented_control(
        "Kaartbeeld", list(options), required=True, label_visibility="collapsed", **key
    )
    return chosen


def _show_answer(
    weighed: Weighed,
    ground: Ground,
    comparison: HotspotComparison | None,
    *,
    by_month: bool,
) -> str | None:
    """Show map and list; return the hotspot that is chosen in either."""
    (report,) = weighed.reports
    choice = offer_choice(report)
    selected = choice.keep()
    on_map, beside = st.columns([3, 2], gap="medium")
    with on_map:
        if by_month:
            show_month(report, ground, choice)
        else:
            show_map(report, ground, choice, selected)
    with beside:
        if report.hotspots.empty:
            show_waiting(weighed)
            _show_no_hotspot(report)
        else:
            show_list(weighed, ground.layers, choice, selected, comparison=comparison)
    return selected


def _show_no_hotspot(report: HotspotReport) -> None:
    if report.incidents.empty:
        st.info(
            "In deze periode zijn er geen meldingen van dit thema. De gegevens lopen van "
            f"{wording.say_data(report.data)}. Kies een andere periode of een ander thema.",
            icon=":material/event_busy:",
        )
        return
    st.info(
        f"**Geen hotspot.** De {wording.say_count(len(report.incidents), 'melding', 'meldingen')} "
        "in deze periode liggen niet dicht genoeg bij elkaar. Dat is een gewoon antwoord: bij "
        "kleine aantallen is er vaak geen plek die eruit springt. Kies een langere periode als u "
        "toch een patroon zoekt.",
        icon=":material/check_circle:",
    )


show_hotspots()

"""Page Hotspots: a theme and a period in, a map and a ranked table out."""

from collections.abc import Mapping
from functools import partial
from typing import Final

import streamlit as st

from geo.present import wording
from geo.present.exports import Layers
from geo.service.answers import HotspotReport
from geo.views import cached
from geo.views.blocks.choice import keep_choice, show_list, show_map
from geo.views.blocks.comparison import show_comparison
from geo.views.blocks.link import linked
from geo.views.blocks.months import show_month
from geo.views.blocks.parts import lead_to_gegevens, show_facts, show_notices
from geo.views.blocks.reasons import show_reasons
from geo.views.cached import Stamp
from geo.views.context import page_context

_HOTSPOTS: Final = "Hotspots"
_BY_MONTH: Final = "Per maand"
_COMPARED: Final = "Twee periodes"

_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    ".csv": ("CSV", "text/csv"),
    ".geojson": ("GeoJSON", "application/geo+json"),
    ".gpkg": ("GeoPackage", "application/geopackage+sqlite3"),
    ".html": ("Kaart om te mailen (HTML)", "text/html"),
}


def show_hotspots() -> None:
    """Ask the question, show the answer."""
    context = page_context()
    workspace, stamp, layers = context.workspace, context.stamp, context.layers
    if context.question is None:
        st.title("Hotspots")
        lead_to_gegevens("daarna ziet u hier waar ze dicht bij elkaar liggen.")
        return
    find = partial(cached.find_hotspots, workspace, stamp)
    report = find(context.question)
    st.title(f"Hotspots {report.title.lower()}")
    show_notices(context.data, layers)
    view = _choose_view()
    if view == _COMPARED:
        show_comparison(report, find, layers)
    else:
        selected = _show_answer(report, layers, by_month=view == _BY_MONTH)
        if selected is not None:
            show_reasons(workspace, report, selected, find, layers)
    show_facts(wording.say_facts(report, layers))
    st.caption(wording.REPORTED_NOTICE)
    _show_downloads(report, layers, stamp)


def _choose_view() -> str:
    options = {name: name for name in (_HOTSPOTS, _BY_MONTH, _COMPARED)}
    key = linked("kaartbeeld", options, default=_HOTSPOTS)
    chosen: str = st.segmented_control(
        "Op de kaart", list(options), required=True, label_visibility="collapsed", **key
    )
    return chosen


def _show_answer(report: HotspotReport, layers: Layers, *, by_month: bool) -> str | None:
    """Show map and list; return the hotspot that is chosen in either."""
    selected = keep_choice(report)
    on_map, beside = st.columns([3, 2], gap="medium")
    with on_map:
        if by_month:
            show_month(report, layers)
        else:
            show_map(report, layers, selected)
    with beside:
        if report.hotspots.empty:
            _show_no_hotspot(report)
        else:
            show_list(report, layers, selected)
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


def _show_downloads(report: HotspotReport, layers: Layers, stamp: Stamp) -> None:
    st.subheader("Meenemen")
    period = report.period
    name = f"hotspots_{report.theme}_{period.first}_{period.last}"
    with st.container(horizontal=True):
        for suffix, (label, mime) in _KINDS.items():
            st.download_button(
                label,
                cached.render_file(stamp, report.question, suffix, _report=report, _layers=layers),
                file_name=f"{name}{suffix}",
                mime=mime,
                icon=":material/download:",
                on_click="ignore",
            )


show_hotspots()

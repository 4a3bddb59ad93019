"""The place of a new agreement: a hotspot of now, a wijk or a business park."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from geo import schema, service
from geo.agreements import AgreedGround
from geo.present import hotspot_table
from geo.present.markup import escape
from geo.service.answers import HotspotReport
from geo.views import cached
from geo.views.blocks.agreement.link import PLACE, name_area, name_hotspot
from geo.views.blocks.link import linked
from geo.views.context import Context


@dataclass(frozen=True)
class Place:
    """A place that can be chosen: what the link calls it, its name, and how it is drawn."""

    written: str
    label: str
    freeze: Callable[[], AgreedGround]


def choose_place(context: Context) -> Place | None:
    """Let people choose the place, hotspots first; None where there is nothing to choose from."""
    places = {place.written: place for place in [*_list_hotspots(context), *_list_areas(context)]}
    if not places:
        st.info(
            "Er is nog geen plek om te kiezen. Lees grenzen of meldingen in; dat doet u op de "
            "pagina Gegevens.",
            icon=":material/map:",
        )
        return None
    asked = st.query_params.get(PLACE)
    chosen = st.selectbox(
        "Plek",
        list(places),
        index=None,
        format_func=lambda written: places[written].label,
        placeholder="Kies een hotspot, wijk of bedrijventerrein",
        help="De hotspots zijn die van het thema en de periode bij de filters.",
        **linked(PLACE, {written: written for written in places}, default=None),
    )
    if chosen is None and asked:
        st.warning(
            "De plek uit de link is er niet, of niet in deze periode. Kies er hier een.",
            icon=":material/location_off:",
        )
    return None if chosen is None else places[chosen]


def _list_hotspots(context: Context) -> list[Place]:
    if context.question is None:
        return []
    report = cached.time_hotspots(context.workspace, context.stamp, context.question)
    labels = hotspot_table.label_report(hotspot_table.tabulate_report(report, context.layers))
    ids = report.hotspots[schema.HOTSPOT_ID].tolist()
    return [
        Place(
            name_hotspot(hotspot_id),
            escape(f"Hotspot {report.title.lower()}: {label}"),
            _freezer(context, report, hotspot_id),
        )
        for hotspot_id, label in zip(ids, labels, strict=True)
    ]


def _freezer(
    context: Context, report: HotspotReport, hotspot_id: str
) -> Callable[[], AgreedGround]:
    return lambda: service.freeze_hotspot(report, hotspot_id, context.layers)


def _list_areas(context: Context) -> list[Place]:
    names = cached.name_areas(context.workspace, context.stamp)
    return [
        Place(name_area(code), escape(name), _area_freezer(context, code))
        for code, name in names.items()
    ]


def _area_freezer(context: Context, code: str) -> Callable[[], AgreedGround]:
    return lambda: service.freeze_area(context.workspace, code, context.layers)

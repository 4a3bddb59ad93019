"""The files of a hotspot report: its table, its outlines and its map."""

from collections.abc import Mapping
from functools import partial
from typing import Final

import streamlit as st

from geo import service
from geo.present import hotspot_table
from geo.present.exports import Layers, render_hotspots
from geo.service.answers import HotspotReport
from geo.views.blocks.downloads import TakeAway, offer_files, table_files
from geo.workspace import Workspace

_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    ".geojson": ("GeoJSON", "application/geo+json"),
    ".gpkg": ("GeoPackage", "application/geopackage+sqlite3"),
    ".html": ("Kaart om te mailen (HTML)", "text/html"),
}


def offer_report(workspace: Workspace, report: HotspotReport, layers: Layers) -> None:
    """Offer every file of a report; each is made once somebody asks for it."""
    st.subheader("Meenemen")
    period = report.period
    name = f"hotspots_{report.theme}_{period.first}_{period.last}"
    table = hotspot_table.tabulate_export(report, layers)
    drawn = [
        TakeAway(
            label, f"{name}{suffix}", mime, partial(_render, workspace, report, suffix, layers)
        )
        for suffix, (label, mime) in _KINDS.items()
    ]
    offer_files([*table_files(table, name, hotspot_table.state_report(report, layers)), *drawn])


def _render(workspace: Workspace, report: HotspotReport, suffix: str, layers: Layers) -> bytes:
    return render_hotspots(report, suffix, layers=layers, streets=service.load_streets(workspace))

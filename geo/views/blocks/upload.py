"""A file taken in on the page: chosen, looked at, confirmed, accounted for."""

import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import streamlit as st

from geo import service
from geo.present import tables, wording
from geo.service.answers import FileReport, ImportOptions, ImportPreview
from geo.themes import Themes
from geo.views import cached
from geo.views.blocks.parts import show_facts, show_table
from geo.views.cached import Stamp
from geo.workspace import Workspace

_KINDS: Final = ("csv", "xlsx", "gpkg", "geojson", "json", "parquet")
_REPORTS: Final = "importverslag"
_ROUND: Final = "uploadronde"


def show_upload(workspace: Workspace, stamp: Stamp) -> None:
    """Let people choose a file, show how it would be read, and take it in when they agree."""
    st.header("Bestand inlezen")
    upload = st.file_uploader(
        "Meldingen of aangiften: CSV, Excel, GeoPackage, GeoJSON, JSON of Parquet",
        type=_KINDS,
        # A new key empties the field once its file has been taken in.
        key=f"bestand-{st.session_state.get(_ROUND, 0)}",
    )
    if upload is None:
        return
    with tempfile.TemporaryDirectory(prefix="hotspotkaart-") as folder:
        path = Path(folder) / Path(upload.name).name
        path.write_bytes(upload.getbuffer())
        theme = _choose_theme(cached.list_themes(workspace, stamp))
        preview = cached.preview_import(workspace, stamp, upload.file_id, theme, _path=path)
        _show_preview(preview)
        if st.button("Inlezen", type="primary", icon=":material/check:"):
            _take_in(workspace, path, theme)


def _show_preview(preview: ImportPreview) -> None:
    st.subheader("Zo wordt het bestand gelezen")
    st.write(
        f"Herkend als **{wording.say_mapping(preview.mapping_title)}**, "
        f"{wording.say_count(preview.rows, 'rij', 'rijen')}. Klopt dit?"
    )
    show_table(tables.tabulate_mapping(preview.fields, preview.sample))
    show_facts(wording.say_file_facts(preview.facts))
    if preview.left_behind:
        st.caption(
            "Deze kolommen blijven achter en worden niet bewaard: "
            + ", ".join(f"`{column}`" for column in preview.left_behind)
        )


def _choose_theme(themes: Themes) -> str | None:
    titles: Mapping[str | None, str] = {
        None: "Volgens de code in het bestand",
        **{name: card.title for name, card in themes.cards.items()},
    }
    return st.selectbox("Thema van de rijen", list(titles), format_func=titles.__getitem__)


def _take_in(workspace: Workspace, path: Path, theme: str | None) -> None:
    bar = st.progress(0.0, text="Inlezen …")

    def show_progress(done: float, _: str) -> None:
        bar.progress(done, text=f"Inlezen … {done:.0%}")

    result = service.import_incidents(
        workspace,
        [path],
        ImportOptions(theme=theme),
        now=datetime.now(tz=workspace.timezone),
        progress=show_progress,
    )
    st.session_state[_REPORTS] = result.files
    accepted = sum(file.accepted for file in result.files)
    st.toast(f"{wording.say_count(accepted, 'rij', 'rijen')} aangenomen.", icon=":material/check:")
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()


def show_reports() -> None:
    """Account for every row of the files that were taken in last."""
    for report in st.session_state.get(_REPORTS, ()):
        _show_report(report)


def _show_report(report: FileReport) -> None:
    counts = {
        "Gelezen": report.read,
        "Aangenomen": report.accepted,
        "Al bekend": report.duplicate,
        "Geweigerd": report.refused,
    }
    with st.container(border=True):
        st.subheader(f"Ingelezen: {Path(report.file).name}")
        for column, (label, count) in zip(st.columns(4), counts.items(), strict=True):
            column.metric(label, wording.say_number(count))
        if report.replaced:
            st.write(f"Van de aangenomen rijen vervingen er {report.replaced} een oudere versie.")
        if report.reasons:
            show_table(tables.tabulate_reasons(report.reasons))

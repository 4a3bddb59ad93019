"""Files of incidents chosen, looked at, confirmed and taken in."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Final

import streamlit as st

from geo import service
from geo.errors import HotspotkaartError
from geo.present import wording
from geo.present.markup import escape
from geo.service.upkeep_answers import ImportOptions, ImportReport
from geo.views import cached
from geo.views.blocks.counter import Counter, show_outcome
from geo.views.blocks.parts import show_problem
from geo.views.blocks.previews import show_preview
from geo.views.blocks.reading import Reading, choose_reading
from geo.views.blocks.sections import INTAKE
from geo.views.blocks.staging import Staged, hand_over, stage
from geo.views.work import Tell, Work
from geo.workspace import Workspace

_KINDS: Final = ("csv", "xlsx", "gpkg", "geojson", "json", "parquet")
_MOST_NAMES: Final = 3
_STAGED: Final = "klaargezet"
_ROUND: Final = "uploadronde"


def show_upload(counter: Counter) -> None:
    """Let people choose files, show how they would be read, and take them in when they agree."""
    st.header("Bestanden inlezen")
    uploads = st.file_uploader(
        "Meldingen of aangiften: CSV, Excel, GeoPackage, GeoJSON, JSON of Parquet",
        type=_KINDS,
        accept_multiple_files=True,
        # A new key empties the field once its files are being taken in.
        key=f"bestanden-{st.session_state.get(_ROUND, 0)}",
        help="Meer bestanden tegelijk mag. Horen er tabellen bij, zoals locations.csv en "
        "categories.csv bij Signalen, kies die dan mee.",
    )
    if not uploads:
        _show_hint(counter)
        # Not beside files that are being looked at: it would push them out of sight.
        show_outcome(counter, INTAKE)
        return
    staged = stage(_STAGED, uploads)
    context = counter.context
    reading = choose_reading(cached.list_themes(context.workspace, context.stamp))
    if reading is None:
        return
    files = [
        path
        for path in _part_files(staged, reading.options)
        if show_preview(context, path, reading.options)
    ]
    if files and _confirm(counter, files):
        _begin(counter, files, staged, reading)


def _show_hint(counter: Counter) -> None:
    if not counter.context.data.incidents and not counter.busy:
        st.info(
            "Begin hier: kies hierboven een bestand met meldingen of aangiften. Elke rij heeft een "
            "datum, een plaats (coördinaten) en een code of thema. U ziet eerst hoe het bestand "
            "gelezen wordt; daarna bevestigt u.",
            icon=":material/upload_file:",
        )


def _part_files(staged: Staged, options: ImportOptions) -> list[Path]:
    """Return the files to look at, without the tables that only belong to them."""
    try:
        files, tables = service.part_tables(staged.paths, options)
    except HotspotkaartError as problem:
        show_problem(problem)
        return []
    names = escape(wording.say_list([path.name for path in tables]))
    if tables and not files:
        st.warning(
            f"Alleen {names}: dat hoort bij een ander bestand. Kies het bestand met de meldingen "
            "erbij, zoals signals.csv.",
            icon=":material/table_rows:",
        )
    elif tables:
        st.caption(f"Wordt erbij gelezen: {names}.")
    return files


def _confirm(counter: Counter, files: Sequence[Path]) -> bool:
    label = "Bestand inlezen" if len(files) == 1 else f"{len(files)} bestanden inlezen"
    return st.button(label, type="primary", icon=":material/check:", disabled=counter.busy)


def _begin(counter: Counter, files: Sequence[Path], staged: Staged, reading: Reading) -> None:
    parts = [staged] if reading.mapping is None else [staged, reading.mapping]
    work = _plan(counter.context.workspace, files, reading.options, parts)
    many = len(files) > _MOST_NAMES
    what = f"{len(files)} bestanden" if many else wording.say_list([path.name for path in files])
    counter.start(INTAKE, f"{what} inlezen", work, begun=_forget)


def _forget() -> None:
    """Empty the field: its files belong to the work now."""
    hand_over(_STAGED)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _plan(
    workspace: Workspace, files: Sequence[Path], options: ImportOptions, staged: Sequence[Staged]
) -> Work:
    def work(tell: Tell) -> ImportReport:
        with ExitStack() as folders:
            for part in staged:
                folders.enter_context(part.folder)
            now = datetime.now(tz=workspace.timezone)
            return service.import_incidents(workspace, files, options, now=now, progress=tell)

    return work

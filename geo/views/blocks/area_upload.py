"""A file of areas chosen, looked at, confirmed and taken in."""

from typing import Final

import streamlit as st

from geo import service
from geo.errors import HotspotkaartError
from geo.intake.area_files import AreaFile
from geo.intake.boundaries import AreaReading
from geo.present import accounts, tables, wording
from geo.schema import Layer
from geo.service.upkeep_answers import LayerCheck
from geo.views import cached
from geo.views.blocks.counter import Counter
from geo.views.blocks.parts import show_facts, show_problem, show_table
from geo.views.blocks.sections import AREAS
from geo.views.blocks.staging import Staged, hand_over, stage
from geo.views.work import Tell, Work
from geo.workspace import Workspace

_KINDS: Final = ("geojson", "json", "gpkg", "parquet")
_STAGED: Final = "grenzen-klaargezet"
_ROUND: Final = "grenzenronde"


def show_area_upload(counter: Counter) -> None:
    """Let people choose a file of areas, show what it would become, and take it in."""
    st.subheader("Bestand met grenzen inlezen")
    upload = st.file_uploader(
        "Vlakken met een code en een naam: GeoJSON, GeoPackage of GeoParquet",
        type=_KINDS,
        key=f"grenzen-{st.session_state.get(_ROUND, 0)}",
    )
    if upload is None:
        return
    staged = stage(_STAGED, [upload])
    titles = {layer: wording.LAYERS[layer] for layer in Layer}
    layer = st.selectbox(
        "Dit zijn",
        list(titles),
        index=0,
        format_func=titles.__getitem__,
        key="grenzen-laag",
        width=320,
    )
    try:
        reading = _choose_reading(counter, staged, layer)
        if reading is None or not _look_at(counter, staged, layer, reading):
            return
    except HotspotkaartError as problem:
        show_problem(problem)
        return
    if st.button(
        f"Inlezen als {wording.LAYERS[layer]}",
        type="primary",
        icon=":material/check:",
        disabled=counter.busy,
    ):
        work = _plan(counter.context.workspace, staged, layer, reading)
        counter.start(AREAS, f"{staged.paths[0].name} inlezen", work, begun=_forget)


def _forget() -> None:
    hand_over(_STAGED)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _choose_reading(counter: Counter, staged: Staged, layer: Layer) -> AreaReading | None:
    """Show what the file holds and let people choose; None as long as a column is missing."""
    context = counter.context
    path = str(staged.paths[0])
    file = cached.preview_areas(context.workspace, context.stamp, path, layer, AreaReading()).file
    show_facts([("Gebieden", wording.say_number(file.areas)), ("Coördinatenstelsel", file.crs)])
    columns = st.columns(3)
    with columns[0]:
        code = _choose_column(file, "code", file.code_column, layer)
    with columns[1]:
        name = _choose_column(file, "naam", file.name_column, layer)
    with columns[2]:
        year = st.number_input(
            "Jaar van de indeling, als u het weet",
            min_value=1900,
            max_value=2100,
            value=None,
            step=1,
            format="%d",
            placeholder="onbekend",
            key="grenzen-jaar",
        )
    if code is None or name is None:
        st.info(
            "Aan de kolommen is niet te zien wat de code en de naam van een gebied is. Kies ze "
            "hierboven; dezelfde kolom voor allebei mag.",
            icon=":material/view_column:",
        )
        return None
    return AreaReading(code, name, year)


def _choose_column(file: AreaFile, what: str, found: str | None, layer: Layer) -> str | None:
    index = None if found is None else file.columns.index(found)
    return st.selectbox(
        f"Kolom met de {what}",
        file.columns,
        index=index,
        placeholder="Kies een kolom",
        key=f"grenzen-{what}-{layer}-{','.join(file.columns)}",
    )


def _look_at(counter: Counter, staged: Staged, layer: Layer, reading: AreaReading) -> bool:
    context = counter.context
    path = str(staged.paths[0])
    check = cached.preview_areas(context.workspace, context.stamp, path, layer, reading).check
    if check is not None:
        _show_check(check)
    return check is not None


def _show_check(check: LayerCheck) -> None:
    st.write("Zo worden de gebieden gelezen; klopt dit?")
    show_table(tables.tabulate_areas(check.layer))
    findings = tables.tabulate_findings([check])
    if findings.empty:
        st.write("Er is niets op aan te merken.")
        return
    st.warning(
        "Er is iets op aan te merken. Inlezen kan, maar meldingen kunnen dan in een verkeerd "
        "gebied of in geen gebied vallen.",
        icon=":material/warning:",
    )
    show_table(findings)


def _plan(workspace: Workspace, staged: Staged, layer: Layer, reading: AreaReading) -> Work:
    def work(_: Tell) -> str:
        with staged.folder:
            check = service.import_areas(workspace, staged.paths[0], layer, reading)
        return accounts.say_areas([check])

    return work

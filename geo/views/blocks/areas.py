"""Area layers: what there is, what is wrong with it, and how it is replaced."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import pandas as pd
import streamlit as st

from geo import service
from geo.present import accounts, tables, wording
from geo.present.area_files import render_layer
from geo.present.audience_words import WITHOUT_INCIDENTS
from geo.present.exports import Layers
from geo.schema import Layer
from geo.service.upkeep_answers import LayerCheck
from geo.views import cached
from geo.views.blocks.area_upload import show_area_upload
from geo.views.blocks.confirm import confirmed
from geo.views.blocks.counter import Counter, show_outcome
from geo.views.blocks.downloads import offer_files, shape_files, table_files
from geo.views.blocks.parts import show_table
from geo.views.blocks.sections import AREAS
from geo.views.work import Tell, Work
from geo.workspace import Workspace


def show_areas(counter: Counter) -> None:
    """Show the layers with their check, and the ways to replace them."""
    st.header("Grenzen")
    show_outcome(counter, AREAS)
    context = counter.context
    if context.layers:
        table = tables.tabulate_layers(context.layers)
        show_table(table)
        _offer(table, context.layers)
        _show_findings(cached.check_areas(context.workspace, context.stamp))
    else:
        st.info(
            "Er zijn geen grenzen: meldingen krijgen geen wijk, en of ze binnen de gemeente liggen "
            "wordt niet nagegaan. Haal hieronder de officiële grenzen op, of lees een bestand in.",
            icon=":material/map:",
        )
    _show_update(counter)
    show_area_upload(counter)
    _show_drops(counter)


def _offer(table: pd.DataFrame, layers: Layers) -> None:
    facts = [("Grenzen", wording.say_attribution(layers)), WITHOUT_INCIDENTS]
    files = table_files(table, "grenzen", facts, what="Overzicht")
    for layer, content in layers.items():
        render = partial(render_layer, content)
        files += shape_files(render, layer.value, what=wording.LAYERS[layer].capitalize())
    offer_files(files)


def _show_findings(checks: Sequence[LayerCheck]) -> None:
    findings = tables.tabulate_findings(checks)
    if findings.empty:
        st.write("De grenzen zijn nagekeken: er is niets op aan te merken.")
        return
    st.write("Dit klopt niet aan de grenzen; de meldingen worden wel geteld:")
    show_table(findings)


def _show_update(counter: Counter) -> None:
    st.subheader("Officiële wijken en buurten ophalen")
    workspace = counter.context.workspace
    if not workspace.is_dutch:
        st.info(
            "De officiële grenzen zijn er alleen voor Nederlandse gemeenten. Lees hieronder een "
            "bestand met grenzen in.",
            icon=":material/public_off:",
        )
        return
    st.write(
        f"Dit vraagt de grenzen van gemeente {workspace.settings.code} op bij PDOK (pdok.nl), en "
        "heeft dus internet nodig. Er gaan geen meldingen mee."
    )
    this_year = datetime.now(tz=workspace.timezone).year
    years = list(range(this_year, service.FIRST_OFFICIAL_YEAR - 1, -1))
    # The newest year is often not published yet.
    year = st.selectbox("Jaar van de indeling", years, index=min(1, len(years) - 1), width=240)
    if st.button(
        f"Grenzen van {year} ophalen bij pdok.nl",
        icon=":material/cloud_download:",
        disabled=counter.busy,
    ):
        counter.start(AREAS, f"Grenzen van {year} ophalen", _plan_update(workspace, year))


def _plan_update(workspace: Workspace, year: int) -> Work:
    def work(_: Tell) -> str:
        checks = service.update_areas(workspace, year=year)
        return accounts.say_areas([check for check in checks if check.layer.official])

    return work


def _show_drops(counter: Counter) -> None:
    imported = [layer for layer in counter.context.layers.values() if layer.imported]
    if not imported:
        return
    st.subheader("Ingelezen grenzen weghalen")
    for content in imported:
        name = wording.LAYERS[content.layer]
        after = "dan gelden weer de meegeleverde" if content.covers else "dan zijn er geen"
        if confirmed(
            f"Ja, haal de ingelezen {name} weg ({content.source}); {after}",
            f"Ingelezen {name} weghalen",
            key=f"weghalen-{content.layer}-{content.source}",
            busy=counter.busy,
        ):
            work = _plan_drop(counter.context.workspace, content.layer)
            counter.start(AREAS, f"Ingelezen {name} weghalen", work)


def _plan_drop(workspace: Workspace, layer: Layer) -> Work:
    def work(_: Tell) -> str:
        return accounts.say_dropped(layer, service.drop_areas(workspace, layer))

    return work

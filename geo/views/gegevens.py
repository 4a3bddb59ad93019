"""Page Gegevens: files in, with an account of every row; what the store holds."""

from typing import Final

import pandas as pd
import streamlit as st

from geo.present import tables, wording
from geo.present.markup import escape
from geo.views import cached
from geo.views.blocks.parts import show_facts, show_notices, show_table
from geo.views.blocks.upload import show_reports, show_upload
from geo.views.context import page_context

# More rows than this are for the file, not for the screen.
_MOST_ROWS: Final = 1000


def show_gegevens() -> None:
    """Take files in and show what there is."""
    context = page_context()
    workspace, stamp, data, layers = (
        context.workspace,
        context.stamp,
        context.data,
        context.layers,
    )
    st.title("Gegevens")
    show_notices(data, layers)
    show_upload(workspace, stamp)
    show_reports()
    st.header("Wat er is")
    show_facts(
        [
            ("Meldingen en aangiften", wording.say_number(data.incidents)),
            ("Periode", wording.say_data(data)),
            ("Zonder plaats", wording.say_number(data.without_place)),
            ("Bron", wording.say_sources(data)),
        ]
    )
    _show_imports(cached.list_imports(workspace, stamp))
    _show_quarantine(cached.read_quarantine(workspace, stamp))
    _show_layers(
        tables.tabulate_layers(layers),
        tables.tabulate_findings(cached.check_areas(workspace, stamp)),
    )


def _show_imports(imports: pd.DataFrame) -> None:
    if imports.empty:
        st.info(
            "Er is nog niets ingelezen. Kies hierboven een bestand met meldingen of aangiften.",
            icon=":material/upload_file:",
        )
        return
    st.subheader("Ingelezen bestanden")
    show_table(tables.tabulate_imports(imports))


def _show_quarantine(imports: tuple[tuple[str, pd.DataFrame, bytes], ...]) -> None:
    if not imports:
        return
    st.subheader("Geweigerde rijen")
    st.write("Verbeter ze in het gedownloade bestand en lees het opnieuw in.")
    for number, (name, refused, file) in enumerate(imports):
        st.write(f"**{escape(name)}**: {wording.say_count(len(refused), 'rij', 'rijen')}")
        show_table(tables.tabulate_quarantine(refused.head(_MOST_ROWS)))
        st.download_button(
            "Geweigerde rijen (CSV)",
            file,
            key=f"geweigerd-{number}",
            file_name="geweigerd.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )


def _show_layers(table: pd.DataFrame, findings: pd.DataFrame) -> None:
    st.subheader("Grenzen")
    if table.empty:
        st.info(
            "Er zijn geen grenzen: meldingen krijgen geen wijk, en of ze binnen de gemeente liggen "
            "wordt niet nagegaan. De beheerder leest grenzen in met `hotspotkaart areas import`.",
            icon=":material/map:",
        )
        return
    show_table(table)
    if not findings.empty:
        st.write("Dit klopt niet aan de grenzen; de meldingen worden wel geteld:")
        show_table(findings)


show_gegevens()

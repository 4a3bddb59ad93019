"""What became of the rows of a file."""

from pathlib import Path

import pandas as pd
import streamlit as st

from geo.present import accounts, tables, wording
from geo.present.markup import escape
from geo.service.upkeep_answers import FileReport, ImportReport
from geo.views.blocks.parts import show_problem, show_table
from geo.views.blocks.sections import REFUSED, lead_to


def show_import(report: ImportReport, imports: pd.DataFrame) -> None:
    """Account for every row of the files that were taken in.

    Parameters
    ----------
    report
        What became of them.
    imports
        The history as it is now, for what still waits to be mended.
    """
    for file in report.files:
        with st.container(border=True):
            st.subheader(f"Ingelezen: {escape(Path(file.file).name)}")
            show_counts(file)
            if file.mended:
                waiting = int(imports["waiting"].sum())
                st.success(accounts.say_mended(file.mended, waiting), icon=":material/healing:")
            if file.refused:
                offer_refused(file.import_id)
    for name, problem in report.failed:
        st.write(f"**{escape(name)}** is niet ingelezen:")
        show_problem(problem)
    if report.files and not report.outside_checked:
        st.caption(
            "Er zijn geen grenzen ingelezen; daarom is niet nagegaan of de meldingen binnen de "
            "gemeente liggen."
        )


def show_counts(file: FileReport) -> None:
    """Show read = accepted + known + refused, with the reasons."""
    counts = {
        "Gelezen": file.read,
        "Aangenomen": file.accepted,
        "Al bekend": file.duplicate,
        "Geweigerd": file.refused,
    }
    with st.container(horizontal=True, gap="large"):
        for label, count in counts.items():
            st.metric(label, wording.say_number(count), width="content")
    if file.replaced:
        st.write(accounts.say_replaced(file.replaced))
    if file.reasons:
        show_table(tables.tabulate_reasons(file.reasons), narrow=True)


def offer_refused(import_id: int) -> None:
    """Show the way to the refused rows of an import."""
    st.button(
        "Naar de geweigerde rijen",
        icon=":material/arrow_forward:",
        key=f"naar-geweigerd-{import_id}",
        on_click=lead_to(REFUSED, import_id),
    )

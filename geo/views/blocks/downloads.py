"""Files to take along from a page."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from geo.present.spreadsheets import Facts
from geo.views import cached

_CSV = "text/csv"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class TakeAway:
    """A file to download.

    Parameters
    ----------
    label
        Words on the button.
    name
        File name with its ending.
    mime
        Kind of file.
    content
        Its bytes: made before anybody clicks, so that no click comes too late for it.
    """

    label: str
    name: str
    mime: str
    content: bytes


def offer_files(files: Sequence[TakeAway]) -> None:
    """Show a button for each file."""
    with st.container(horizontal=True):
        for file in files:
            st.download_button(
                file.label,
                file.content,
                key=f"meenemen-{file.name}",
                file_name=file.name,
                mime=file.mime,
                icon=":material/download:",
                on_click="ignore",
            )


def table_files(
    table: pd.DataFrame, name: str, facts: Facts, *, workbook: bool = True
) -> list[TakeAway]:
    """Return a table as CSV and as XLSX.

    Parameters
    ----------
    table
        Dutch headings, as on the page.
    name
        File name without its ending.
    facts
        What the table must state about itself: period, source, day of the data.
    workbook
        Whether the XLSX is made too, which takes long for a table of many rows.
    """
    csv = TakeAway("CSV", f"{name}.csv", _CSV, cached.render_csv(table))
    if not workbook:
        return [csv]
    return [csv, TakeAway("Excel", f"{name}.xlsx", _XLSX, cached.render_xlsx(table, facts))]

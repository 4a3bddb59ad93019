"""Files to take along from a page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from geo import service
from geo.audit import Act
from geo.present.justification import list_account
from geo.present.spreadsheets import Facts, render_csv, render_xlsx, stamp_rows
from geo.views.context import page_context
from geo.workspace import Workspace

_CSV: Final = "text/csv"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHAPES: Final[Mapping[str, tuple[str, str]]] = {
    ".geojson": ("GeoJSON", "application/geo+json"),
    ".gpkg": ("GeoPackage", "application/geopackage+sqlite3"),
}


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
        Its bytes, or how to make them once somebody asks for them.
    rows
        How many rows go out with it; None where nobody counts them.
    """

    label: str
    name: str
    mime: str
    content: bytes | Callable[[], bytes]
    rows: int | None = None


def offer_files(files: Sequence[TakeAway]) -> None:
    """Show a button for each file; who takes it along is written down before they get it."""
    workspace = page_context().workspace
    with st.container(horizontal=True):
        for file in files:
            st.download_button(
                file.label,
                partial(_hand_out, file, workspace),
                key=f"meenemen-{file.name}",
                file_name=file.name,
                mime=file.mime,
                icon=":material/download:",
                on_click="ignore",
            )


def _hand_out(file: TakeAway, workspace: Workspace) -> bytes:
    deed = service.Deed(Act.FILE, file.name, rows=file.rows)
    service.note_use(workspace, deed, now=datetime.now(tz=UTC))
    return file.content if isinstance(file.content, bytes) else file.content()


def table_files(
    table: pd.DataFrame,
    name: str,
    facts: Facts,
    *,
    what: str | None = None,
    workbook: bool = True,
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
    what
        What the table is, where a page offers more than one.
    workbook
        Whether the XLSX is made too, which takes long for a table of many rows.
    """
    labels = [f"{what} ({kind})" if what else kind for kind in ("CSV", "Excel")]
    stamped = partial(render_csv, stamp_rows(table, facts))
    csv = TakeAway(labels[0], f"{name}.csv", _CSV, stamped, len(table))
    if not workbook:
        return [csv]
    made = partial(render_xlsx, table, facts=facts, account=list_account())
    return [csv, TakeAway(labels[1], f"{name}.xlsx", _XLSX, made, len(table))]


def shape_files(
    render: Callable[[str], bytes], name: str, *, what: str | None = None
) -> list[TakeAway]:
    """Return outlines as GeoJSON and as GeoPackage.

    Parameters
    ----------
    render
        Makes the file of a suffix.
    name, what
        As for `table_files`.
    """
    return [
        TakeAway(
            f"{what} ({kind})" if what else kind, f"{name}{suffix}", mime, partial(render, suffix)
        )
        for suffix, (kind, mime) in _SHAPES.items()
    ]


def page_file(render: Callable[[], str], name: str) -> TakeAway:
    """Return a map on a page of its own, which opens from disk without asking for anything."""
    return TakeAway(
        "Kaart om te mailen (HTML)",
        f"{name}.html",
        "text/html",
        lambda: render().encode("utf-8"),
    )

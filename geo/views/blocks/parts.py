"""Parts that every page shows in the same way: notices, facts and tables."""

from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd
import streamlit as st

from geo.access import Right
from geo.intake.boundaries import AreaLayer
from geo.present import wording
from geo.present.markup import escape
from geo.present.sentences import say_problem
from geo.schema import Layer
from geo.service.answers import DataStatus
from geo.views.context import page_context


def show_notices(data: DataStatus, layers: Mapping[Layer, AreaLayer]) -> None:
    """Say so where incidents are synthetic or boundaries schematic."""
    texts = []
    if data.synthetic:
        texts.append(wording.SYNTHETIC_NOTICE)
    if any(layer.schematic for layer in layers.values()):
        texts.append(wording.SCHEMATIC_NOTICE)
    if texts:
        st.warning("  \n".join(_bold_start(text) for text in texts), icon=":material/info:")


def show_problem(problem: BaseException) -> None:
    """Say what went wrong and what to do about it."""
    st.error(escape(say_problem(problem)), icon=":material/error:")


def show_saved(key: str) -> None:
    """Say once what the run before left under a key of the session: that something is kept."""
    if saved := st.session_state.pop(key, None):
        st.success(escape(saved), icon=":material/task_alt:")


def lead_to_gegevens(promise: str) -> None:
    """Say that nothing was read in yet, what there will be to see, and where to begin."""
    begin = (
        "Lees eerst een bestand in;"
        if page_context().may(Right.MANAGE)
        else "Vraag de beheerder om een bestand in te lezen;"
    )
    st.info(
        f"Er zijn nog geen meldingen of aangiften ingelezen. {begin} {promise}",
        icon=":material/upload_file:",
    )
    lead_to("gegevens.py", "Naar Gegevens")


def lead_to(file: str, label: str, *, icon: str = "arrow_forward") -> None:
    """Show a link to another page, if the visitor may see that page.

    Parameters
    ----------
    file
        Of the page, in the folder of the views.
    label
        Words of the link.
    icon
        Name of a Material symbol.
    """
    if file in page_context().open_pages:
        st.page_link(f"geo/views/{file}", label=label, icon=f":material/{icon}:")


def show_facts(facts: list[tuple[str, str]]) -> None:
    """List labels with their values."""
    rows = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in facts)
    st.html(f'<dl class="hk-facts">{rows}</dl>')


def show_table(table: pd.DataFrame, *, narrow: bool = False) -> None:
    """Show a table to read, not to choose from; a narrow one is no wider than its words."""
    width: Literal["content", "stretch"] = "content" if narrow else "stretch"
    looks = look_of_numbers(table)
    st.dataframe(table, width, hide_index=True, column_config=looks, placeholder="-")


def look_of_numbers(table: pd.DataFrame) -> dict[str, Any]:
    """Return how a table shows its whole numbers: the Dutch way."""
    whole = table.select_dtypes("integer").columns
    return {name: st.column_config.NumberColumn(format="localized") for name in whole}


def _bold_start(text: str) -> str:
    start, colon, rest = text.partition(":")
    return f"**{start}{colon}**{rest}"

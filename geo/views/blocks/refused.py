"""Rows that were refused: looked at, taken along to be mended, brought back."""

from typing import Final

import pandas as pd
import streamlit as st

from geo.present import accounts, tables, wording
from geo.present.audience_words import state_audience
from geo.service.disclosing import Inside
from geo.views import cached
from geo.views.blocks.audience import offer_inside
from geo.views.blocks.counter import Counter
from geo.views.blocks.downloads import table_files
from geo.views.blocks.link import linked
from geo.views.blocks.parts import show_table
from geo.views.blocks.sections import IMPORT, INTAKE, lead_to
from geo.views.context import Context

# More rows than this are for the file, not for the screen.
_MOST_ROWS: Final = 1000
# A workbook of more rows would take longer to make than people wait.
_MOST_IN_WORKBOOK: Final = 20_000


def show_refused(counter: Counter) -> None:
    """Show the refused rows of an import, and how to bring them back."""
    st.header("Geweigerde rijen")
    context = counter.context
    imports = cached.list_imports(context.workspace, context.stamp)
    waiting = imports[imports["waiting"] > 0]
    if waiting.empty:
        st.info(
            "Er staan geen geweigerde rijen. Een rij wordt geweigerd als haar datum, plaats of "
            "code niet te lezen is; ze blijft dan hier bewaard tot ze verbeterd terugkomt.",
            icon=":material/check_circle:",
        )
        return
    st.write(accounts.say_waiting(int(waiting["waiting"].sum())))
    import_id = _choose_import(waiting)
    refused = cached.read_quarantine(context.workspace, context.stamp, import_id)
    show_table(tables.tabulate_reasons(tables.count_reasons(refused)), narrow=True)
    _show_rows(refused)
    st.subheader("Zo herstelt u ze")
    st.markdown(
        "1. Download de rijen, het liefst als Excel: daarin blijft elke waarde zoals ze is.\n"
        "2. Verbeter ze daarin. Laat de kolom `quarantine_key` zoals ze is: "
        "daaraan worden de rijen herkend.\n"
        "3. Lees het verbeterde bestand in, op dezelfde manier als elk ander bestand."
    )
    _offer_rows(context, refused, imports.loc[imports["import_id"] == import_id].iloc[0])
    st.button(
        "Verbeterd bestand inlezen",
        icon=":material/upload_file:",
        on_click=lead_to(INTAKE),
    )


def _choose_import(waiting: pd.DataFrame) -> int:
    names = {
        int(number): f"{file} ({wording.say_count(int(count), 'rij', 'rijen')})"
        for number, file, count in zip(
            waiting["import_id"], waiting["file"], waiting["waiting"], strict=True
        )
    }
    key = linked(IMPORT, {number: str(number) for number in names}, default=next(iter(names)))
    chosen: int = st.selectbox(
        "Geweigerd bij het inlezen van",
        list(names),
        format_func=names.__getitem__,
        width=480,
        **key,
    )
    return chosen


def _show_rows(refused: pd.DataFrame) -> None:
    show_table(tables.tabulate_quarantine(refused.head(_MOST_ROWS)))
    if len(refused) > _MOST_ROWS:
        st.caption(
            f"De eerste {wording.say_number(_MOST_ROWS)} van {wording.say_number(len(refused))} "
            "rijen; het bestand heeft ze allemaal."
        )


def _offer_rows(context: Context, refused: pd.DataFrame, taken_in: pd.Series) -> None:
    facts = [
        ("Wat", "Geweigerde rijen, om te verbeteren en opnieuw in te lezen"),
        ("Bestand", str(taken_in["file"])),
        ("Rijen", wording.say_number(len(refused))),
    ]
    workbook = len(refused) <= _MOST_IN_WORKBOOK
    name = f"geweigerd_{taken_in['import_id']}"
    offer_inside(
        context,
        Inside.QUARANTINE,
        refused,
        lambda told: table_files(
            tables.tabulate_repair(refused),
            name,
            [*facts, *state_audience(told)],
            workbook=workbook,
        ),
    )

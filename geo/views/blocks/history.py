"""What was taken in, from where, and the last of it undone."""

import pandas as pd
import streamlit as st

from geo import service
from geo.errors import StoreError
from geo.present import accounts, tables, wording
from geo.present.audience_words import state_audience
from geo.present.markup import escape
from geo.present.sentences import say_error
from geo.service.disclosing import Inside
from geo.service.upkeep_answers import UndoReport
from geo.views import cached
from geo.views.blocks.audience import offer_inside
from geo.views.blocks.confirm import confirmed
from geo.views.blocks.counter import Counter, show_outcome
from geo.views.blocks.downloads import table_files
from geo.views.blocks.link import linked
from geo.views.blocks.parts import show_facts, show_table
from geo.views.blocks.reports import offer_refused, show_counts
from geo.views.blocks.sections import HISTORY, IMPORT
from geo.views.work import Tell, Work
from geo.workspace import Workspace


def show_history(counter: Counter) -> None:
    """Show every import, the sources, and the way to undo the last import."""
    st.header("Geschiedenis")
    show_outcome(counter, HISTORY)
    workspace, stamp = counter.context.workspace, counter.context.stamp
    imports = cached.list_imports(workspace, stamp)
    if imports.empty:
        st.info(
            "Er is nog niets ingelezen. Ga naar Inlezen en kies een bestand met meldingen of "
            "aangiften.",
            icon=":material/upload_file:",
        )
        return
    table = tables.tabulate_imports(imports, workspace.timezone)
    show_table(table)
    facts = [("Wat", "Ingelezen bestanden, nieuwste eerst"), ("Gegevens", _say_data(counter))]
    offer_inside(
        counter.context,
        Inside.IMPORTS,
        table,
        lambda told: table_files(table, "geschiedenis", [*facts, *state_audience(told)]),
    )
    _show_undo(counter)
    _show_one(imports)
    st.subheader("Waar de meldingen vandaan komen")
    show_table(tables.tabulate_sources(cached.list_sources(workspace, stamp)))


def _say_data(counter: Counter) -> str:
    return wording.say_data(counter.context.data)


def _show_undo(counter: Counter) -> None:
    st.subheader("De laatste import ongedaan maken")
    workspace = counter.context.workspace
    try:
        plan = cached.preview_undo(workspace, counter.context.stamp)
    except StoreError as problem:
        # No failure: an import of an older release stays as it is.
        st.info(escape(say_error(problem)), icon=":material/lock_clock:")
        return
    file = escape(plan.file)
    st.write(f"De laatste import is **{file}**. {escape(accounts.say_undo_plan(plan))}")
    if confirmed(
        f"Ja, maak het inlezen van {plan.file} ongedaan",
        "Ongedaan maken",
        key=f"import-{plan.import_id}",
        busy=counter.busy,
    ):
        counter.start(HISTORY, f"{plan.file} ongedaan maken", _plan_undo(workspace, plan))


def _plan_undo(workspace: Workspace, plan: UndoReport) -> Work:
    def work(_: Tell) -> str:
        return accounts.say_undone(service.undo_import(workspace, plan.import_id))

    return work


def _show_one(imports: pd.DataFrame) -> None:
    st.subheader("Eén import bekijken")
    names = dict(zip(imports["import_id"].astype(int), imports["file"].astype(str), strict=True))
    key = linked(IMPORT, {number: str(number) for number in names}, default=next(iter(names)))
    chosen = st.selectbox(
        "Import",
        list(names),
        format_func=lambda number: f"{number} · {names[number]}",
        width=480,
        **key,
    )
    report = accounts.recall_import(imports, chosen)
    show_counts(report)
    show_facts(
        [
            ("Bron", wording.say_source(report.source)),
            *wording.say_file_facts(report.facts),
            ("Achtergebleven kolommen", ", ".join(report.left_behind) or "geen"),
        ]
    )
    if imports.loc[imports["import_id"] == chosen, "waiting"].item():
        offer_refused(chosen)

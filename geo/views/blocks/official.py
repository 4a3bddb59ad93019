"""The open figures of the police: taken in, and held against our own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from geo import service
from geo.present import open_figures, wording
from geo.present.html_parts import table_html
from geo.present.markup import escape
from geo.schema import OpenTable
from geo.service.open_answers import OpenReport
from geo.views import open_cached
from geo.views.blocks.counter import Counter, show_outcome
from geo.views.blocks.parts import show_table
from geo.views.blocks.sections import OFFICIAL
from geo.views.blocks.staging import Staged, hand_over, stage
from geo.views.work import Tell, Work
from geo.workspace import Workspace

_KINDS: Final = ("json", "csv")
_STAGED: Final = "cijfers-klaargezet"
_ROUND: Final = "cijferronde"
_IN_FILE: Final = "staat in het bestand of in de naam"


def show_official(counter: Counter) -> None:
    """Show what the police published beside what we count, and the ways to take figures in."""
    st.header("Officiële cijfers")
    st.write(
        "De politie publiceert hoeveel misdrijven zij registreert. Hier ziet u of onze gegevens "
        "hetzelfde tellen. Op Overzicht staat de gemeente naast haar buren."
    )
    show_outcome(counter, OFFICIAL)
    context = counter.context
    report = open_cached.report_open_figures(context.workspace, context.stamp)
    if report is None:
        st.info(
            "Er zijn nog geen officiële cijfers van deze gemeente ingelezen. Haal ze hieronder op, "
            "of lees een bestand in dat u bij data.politie.nl hebt gedownload.",
            icon=":material/fact_check:",
        )
    else:
        _show_report(report)
    _show_upload(counter)
    _show_update(counter)


def _show_report(report: OpenReport) -> None:
    st.write(escape(open_figures.say_checks(report)))
    table = open_figures.tabulate_checks(report)
    if len(table):
        st.html(
            table_html(
                table,
                label="Onze gegevens naast de officiële cijfers",
                left=(open_figures.EXPLAINED,),
            )
        )
    if left_out := open_figures.say_left_out(report):
        st.caption(escape(left_out))
    st.caption(f"{open_figures.SOURCE} Wat daar niet wordt gegeven, telt niet als nul.")
    with st.expander("Wat is ingelezen, en wanneer"):
        show_table(open_figures.tabulate_imports(report.imports))


def _show_upload(counter: Counter) -> None:
    st.subheader("Bestand inlezen")
    uploads = st.file_uploader(
        "Tabel van de politie met codes: JSON (OData) of CSV",
        type=_KINDS,
        accept_multiple_files=True,
        key=f"cijfers-{st.session_state.get(_ROUND, 0)}",
    )
    if not uploads:
        return
    staged = stage(_STAGED, uploads)
    table = _choose_table()
    if st.button("Cijfers inlezen", type="primary", icon=":material/check:", disabled=counter.busy):
        names = wording.say_list([path.name for path in staged.paths])
        work = _plan_import(counter.context.workspace, staged, table)
        counter.start(OFFICIAL, f"{names} inlezen", work, begun=_forget)


def _choose_table() -> OpenTable | None:
    titles: dict[OpenTable | None, str] = {None: _IN_FILE}
    titles |= {table: f"{table}: {name}" for table, name in open_figures.TABLES.items()}
    chosen: OpenTable | None = st.selectbox(
        "Welke tabel is het?",
        list(titles),
        index=0,
        format_func=titles.__getitem__,
        key="cijfers-tabel",
        width=420,
    )
    return chosen


def _forget() -> None:
    hand_over(_STAGED)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _show_update(counter: Counter) -> None:
    workspace = counter.context.workspace
    if not workspace.is_dutch:
        return
    st.subheader("Cijfers ophalen")
    host = urlsplit(workspace.settings.services.police_figures).netloc
    regions = _list_regions(workspace)
    st.write(
        escape(
            f"Dit vraagt de tabellen van {wording.say_list(regions)} op bij {host}, en heeft dus "
            "internet nodig. Er gaan geen meldingen mee."
        )
    )
    if st.button(
        f"Cijfers ophalen bij {host}", icon=":material/cloud_download:", disabled=counter.busy
    ):
        counter.start(OFFICIAL, "Officiële cijfers ophalen", _plan_update(workspace))


def _list_regions(workspace: Workspace) -> Sequence[str]:
    settings = workspace.settings
    named = settings.opendata
    others = dict.fromkeys((*named.neighbours, *named.police_unit))
    return [settings.name, *(named.names.get(code, code) for code in others)]


def _plan_import(workspace: Workspace, staged: Staged, table: OpenTable | None) -> Work:
    def work(_: Tell) -> str:
        with staged.folder:
            now = datetime.now(tz=workspace.timezone)
            found = service.import_open_figures(workspace, staged.paths, now=now, table=table)
        return open_figures.say_imported(found)

    return work


def _plan_update(workspace: Workspace) -> Work:
    def work(_: Tell) -> str:
        now = datetime.now(tz=workspace.timezone)
        return open_figures.say_imported(service.update_open_figures(workspace, now=now))

    return work

"""The store kept as a file, and a kept file put back."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import streamlit as st

from geo import service
from geo.audit import Act
from geo.errors import HotspotkaartError
from geo.present import accounts, wording
from geo.present.markup import escape
from geo.present.patrol.round_words import say_kept_patrols
from geo.present.retention import say_copies, say_terms
from geo.service.upkeep_answers import BackupReport
from geo.views import cached
from geo.views.blocks.confirm import confirmed
from geo.views.blocks.counter import Counter, show_outcome
from geo.views.blocks.parts import show_facts, show_problem, show_table
from geo.views.blocks.sections import KEEPING
from geo.views.blocks.staging import Staged, hand_over, stage
from geo.views.work import Tell, Work
from geo.workspace import Workspace

_STAGED: Final = "reservekopie-klaargezet"
_ROUND: Final = "terugzetronde"


@dataclass(frozen=True)
class _Kept:
    """A backup that was made; its folder goes when nobody holds it any more."""

    folder: TemporaryDirectory[str]
    report: BackupReport


def show_keeping(counter: Counter) -> None:
    """Show how much there is, make a backup, and put one back."""
    st.header("Bewaren en terugzetten")
    show_outcome(counter, KEEPING)
    context = counter.context
    size = service.measure_store(context.workspace)
    kept = service.count_patrols(context.workspace)
    copies = service.list_whole_copies(context.workspace)
    show_facts(
        [
            ("Meldingen en aangiften", wording.say_number(context.data.incidents)),
            ("Gegevens", wording.say_data(context.data)),
            ("Bewaarde surveillanceplannen", say_kept_patrols(*kept)),
            ("Grootte op schijf", wording.say_size(size)),
            ("Bewaartermijn", say_terms(context.workspace.settings.retention)),
            *([("Kopieën van eerder", say_copies(copies))] if copies else []),
        ]
    )
    _show_backup(counter)
    _show_restore(counter, size)


def _show_backup(counter: Counter) -> None:
    st.subheader("Reservekopie maken")
    st.write(
        "In een reservekopie staan alle meldingen, de geweigerde rijen, de geschiedenis, de "
        "plaatsingen van camera's, de afgesproken acties, de officiële cijfers, en de bewaarde "
        "surveillanceplannen met hun bezoeken. Grenzen en instellingen staan als gewone bestanden "
        "in de werkmap."
    )
    kept = counter.outcome
    if isinstance(kept, _Kept):
        _offer(counter, kept)
        return
    if st.button("Reservekopie maken", icon=":material/save:", disabled=counter.busy):
        counter.start(KEEPING, "Reservekopie maken", _plan_backup(counter.context.workspace))


def _offer(counter: Counter, kept: _Kept) -> None:
    st.success(escape(accounts.say_backup(kept.report)), icon=":material/check_circle:")
    with st.container(horizontal=True):
        st.download_button(
            "Reservekopie downloaden",
            # Read when somebody asks for it, and not on each run of the page.
            partial(_hand_out, kept, counter.context.workspace),
            file_name=kept.report.file.name,
            mime="application/octet-stream",
            icon=":material/download:",
            type="primary",
            on_click="ignore",
        )
        st.button(
            "Sluiten",
            icon=":material/close:",
            key="reservekopie-sluiten",
            on_click=counter.desk.clear,
            args=(counter.job,),
        )


def _hand_out(kept: _Kept, workspace: Workspace) -> bytes:
    deed = service.Deed(Act.FILE, kept.report.file.name, rows=kept.report.incidents)
    service.note_use(workspace, deed, now=datetime.now(tz=workspace.timezone))
    return kept.report.file.read_bytes()


def _plan_backup(workspace: Workspace) -> Work:
    def work(_: Tell) -> _Kept:
        folder = TemporaryDirectory(prefix="hotspotkaart-")
        moment = datetime.now(tz=workspace.timezone)
        name = f"hotspotkaart_{moment:%Y-%m-%d_%H%M}.duckdb"
        return _Kept(folder, service.back_up_store(workspace, Path(folder.name, name)))

    return work


def _show_restore(counter: Counter, size: int) -> None:
    st.subheader("Reservekopie terugzetten")
    upload = st.file_uploader(
        "Een reservekopie die hier of met `hotspotkaart backup` is gemaakt",
        type="duckdb",
        key=f"reservekopie-{st.session_state.get(_ROUND, 0)}",
    )
    if upload is None:
        return
    staged = stage(_STAGED, [upload])
    context = counter.context
    try:
        backup = cached.check_backup(context.workspace, context.stamp, str(staged.paths[0]))
    except HotspotkaartError as problem:
        show_problem(problem)
        return
    show_table(accounts.tabulate_restore(backup, context.data, size), narrow=True)
    st.caption(
        "Plaatsingen van camera's die hier zijn vastgelegd, blijven staan, en surveillanceplannen "
        "met hun bezoeken ook; die uit de reservekopie komen erbij."
    )
    if confirmed(
        "Ja, zet dit in de plaats van alles wat er nu is",
        "Terugzetten",
        key=f"terugzetten-{upload.file_id}",
        busy=counter.busy,
    ):
        work = _plan_restore(context.workspace, staged)
        counter.start(KEEPING, "Reservekopie terugzetten", work, begun=_forget)


def _forget() -> None:
    hand_over(_STAGED)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _plan_restore(workspace: Workspace, staged: Staged) -> Work:
    def work(_: Tell) -> str:
        with staged.folder:
            return accounts.say_restored(service.restore_store(workspace, staged.paths[0]))

    return work

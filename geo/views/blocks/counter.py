"""The counter of page Gegevens: work is handed in here, and what came of it is handed out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import streamlit as st

from geo.present.markup import escape
from geo.service.upkeep_answers import ImportReport
from geo.views import cached
from geo.views.blocks.parts import show_problem
from geo.views.blocks.progress import follow
from geo.views.blocks.reports import show_import
from geo.views.context import Context, page_context
from geo.views.work import Desk, Job, Work

_SEEN: Final = "werk-gezien"
_NOTE: Final = (
    "U kunt deze pagina verlaten: het werk gaat door, en als u terugkomt ziet u hier hoe het ermee "
    "staat. Zolang kan er niets anders worden ingelezen of gewijzigd."
)


@dataclass(frozen=True)
class Counter:
    """What every section of the page starts from.

    Parameters
    ----------
    context
        The workspace and its state, no older than ``job``.
    desk
        Where work is done.
    job
        Work that is going on, or the last that has ended.
    busy
        Whether work was going on when the page was begun.
    """

    context: Context
    desk: Desk
    job: Job | None
    busy: bool

    @property
    def outcome(self) -> object:
        """What came of the work that has ended; None where there is none."""
        return None if self.busy or self.job is None else self.job.outcome

    def start(
        self, section: str, title: str, work: Work, *, begun: Callable[[], None] | None = None
    ) -> None:
        """Begin work and show how far it is, or say that something else is going on.

        Parameters
        ----------
        section
            Which asks for it, and shows what came of it.
        title
            What is done, in Dutch.
        work
            Does it.
        begun
            Called once it has begun.
        """
        now = datetime.now(tz=self.context.workspace.timezone)
        if self.desk.start(Job(section, title, now), work):
            if begun is not None:
                begun()
            # Who pressed a button far down the page sees that something happens.
            st.toast(f"{escape(title)} …", icon=":material/hourglass_top:")
            st.rerun()
        st.warning(
            "Er loopt al ander werk. Wacht tot dat klaar is en probeer het dan opnieuw; wat u hier "
            "gekozen hebt, blijft staan.",
            icon=":material/hourglass_top:",
        )


def open_counter() -> Counter:
    """Return the counter, its numbers not older than the work that it tells of."""
    context = page_context()
    desk = cached.work_desk(context.stamp[0])
    job = desk.job
    busy = job is not None and job.running
    # Work may have ended after the numbers of this run were read; what ends from here on counts as
    # going on, and is looked at again.
    if job is not None and not busy and st.session_state.get(_SEEN) != job.started_at:
        st.session_state[_SEEN] = job.started_at
        if cached.stamp_workspace(context.workspace) != context.stamp:
            st.rerun()
    return Counter(context, desk, job, busy)


def show_progress(counter: Counter) -> None:
    """Show how far the work is, as long as it goes on."""
    if counter.job is not None and counter.busy:
        follow(counter.job, _NOTE, toast=True)


def show_outcome(counter: Counter, section: str) -> None:
    """Show what came of the work, in the section that asked for it."""
    if counter.job is not None and not counter.busy and counter.job.section == section:
        _show_end(counter, counter.job)


def _show_end(counter: Counter, job: Job) -> None:
    if job.problem is not None:
        show_problem(job.problem)
    elif isinstance(job.outcome, ImportReport):
        context = counter.context
        show_import(job.outcome, cached.list_imports(context.workspace, context.stamp))
    elif isinstance(job.outcome, str):
        st.success(escape(job.outcome), icon=":material/check_circle:")
    else:
        # Its own section shows it, with what can be done with it.
        return
    st.button(
        "Sluiten",
        icon=":material/close:",
        key="werk-sluiten",
        on_click=counter.desk.clear,
        args=(job,),
    )

"""Answers that take long: shown once they are there, and until then how far they are."""

from collections.abc import Callable, Hashable
from concurrent.futures import wait
from datetime import datetime
from typing import Final

import streamlit as st

from geo.errors import HotspotkaartError
from geo.views import cached
from geo.views.blocks.parts import show_problem
from geo.views.blocks.progress import follow
from geo.views.context import Context
from geo.views.work import Job

# An answer that comes this soon is shown at once, without a bar that flashes by.
_AT_ONCE_SECONDS: Final = 1.0
_ALMOST: Final = 0.99
_NOTE: Final = (
    "U kunt deze pagina verlaten: het rekenen gaat door. Rekent er nog iemand, dan wacht dit op "
    "zijn beurt. De uitkomst wordt bewaard tot de gegevens veranderen."
)

Answer = Callable[[Callable[[float], None]], object]


def work_out(context: Context, question: Hashable, title: str, answer: Answer) -> object:
    """Return the answer to a question, or show how far it is, or what stopped it.

    Parameters
    ----------
    context
        The workspace and its state: in another state the question is another.
    question
        What is asked, of everything that makes a difference.
    title
        What is done, in Dutch.
    answer
        Works it out, and tells which share is done.

    Returns
    -------
    object
        The answer; None as long as there is none.
    """
    shelf, key = cached.answer_shelf(context.stamp[0]), _key(context, question)
    now = datetime.now(tz=context.workspace.timezone)
    job = shelf.ask(
        key,
        Job("", title, now),
        lambda tell: answer(lambda share: tell(min(share, _ALMOST), "")),
    )
    wait([job.future], timeout=_AT_ONCE_SECONDS)
    if job.running:
        follow(job, _NOTE)
        return None
    if job.problem is None:
        return job.outcome
    show_problem(job.problem)
    # What people can mend comes out the same until they have.
    if not isinstance(job.problem, HotspotkaartError):
        st.button("Opnieuw proberen", icon=":material/refresh:", on_click=shelf.forget, args=(key,))
    return None


def find_answer(context: Context, question: Hashable) -> object:
    """Return the answer to a question that was worked out before; None where there is none."""
    job = cached.answer_shelf(context.stamp[0]).find(_key(context, question))
    return None if job is None or job.running else job.outcome


def _key(context: Context, question: Hashable) -> Hashable:
    return context.stamp, question

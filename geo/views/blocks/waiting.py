"""Answers that take long: shown once they are there, and until then how far they are."""

from collections.abc import Callable, Hashable
from concurrent.futures import wait
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import streamlit as st

from geo.errors import HotspotkaartError
from geo.views import cached
from geo.views.blocks.parts import show_problem
from geo.views.blocks.progress import follow
from geo.views.context import Context
from geo.views.work import Job, Shelf

# An answer that comes this soon is shown at once, without a bar that flashes by.
_AT_ONCE_SECONDS: Final = 1.0
_ALMOST: Final = 0.99
_NOTE: Final = (
    "U kunt deze pagina verlaten: het rekenen gaat door. Rekent er nog iemand, dan wacht dit op "
    "zijn beurt. De uitkomst wordt bewaard tot de gegevens veranderen."
)


@dataclass(frozen=True)
class Ask:
    """A question that takes long to answer.

    Parameters
    ----------
    question
        What is asked, of everything that makes a difference but the state of the workspace.
    title
        What is done, in Dutch.
    slow
        Whether it takes minutes: it then waits for others of its kind, and quick ones pass it by.
    """

    question: Hashable
    title: str
    slow: bool = False


Answer = Callable[[Callable[[float], None]], object]


def work_out(
    context: Context, ask: Ask, answer: Answer, *, wait_seconds: float | None = None
) -> object:
    """Return the answer to a question, or show how far it is, or what stopped it.

    Parameters
    ----------
    context
        The workspace and its state: in another state the question is another.
    ask
        The question.
    answer
        Works it out, and tells which share is done.
    wait_seconds
        How long the page holds still for an answer that comes soon; a second unless told.

    Returns
    -------
    object
        The answer; None as long as there is none.
    """
    shelf, key = _find_shelf(context, ask)
    now = datetime.now(tz=context.workspace.timezone)
    job = shelf.ask(
        key,
        Job("", ask.title, now),
        lambda tell: answer(lambda share: tell(min(share, _ALMOST), "")),
    )
    wait([job.future], timeout=_AT_ONCE_SECONDS if wait_seconds is None else wait_seconds)
    # One that was dropped meanwhile is asked anew when the page is made again.
    if job.running or job.future.cancelled():
        follow(job, _NOTE, toast=False)
        return None
    if job.problem is None:
        return job.outcome
    show_problem(job.problem)
    # What people can mend comes out the same until they have.
    if not isinstance(job.problem, HotspotkaartError):
        st.button("Opnieuw proberen", icon=":material/refresh:", on_click=shelf.forget, args=(key,))
    return None


def find_answer(context: Context, ask: Ask) -> object:
    """Return the answer to a question that was worked out before; None where there is none."""
    shelf, key = _find_shelf(context, ask)
    job = shelf.find(key)
    return None if job is None or job.running else job.outcome


def was_asked(context: Context, ask: Ask) -> bool:
    """Say whether the answer to a question is there, or on its way."""
    shelf, key = _find_shelf(context, ask)
    return shelf.find(key) is not None


def forget_answer(context: Context, ask: Ask) -> None:
    """Let a question be asked as if for the first time."""
    shelf, key = _find_shelf(context, ask)
    shelf.forget(key)


def _find_shelf(context: Context, ask: Ask) -> tuple[Shelf, Hashable]:
    return cached.answer_shelf(context.stamp[0], slow=ask.slow), (context.stamp, ask.question)

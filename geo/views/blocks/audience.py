"""For whom files are that people take along: chosen once a page, and kept in its link."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import streamlit as st

from geo import service
from geo.access import Right
from geo.disclosure import Audience, Disclosed
from geo.errors import ParamsError
from geo.present.audience_words import AUDIENCE_LABELS, FIXED_PERIODS, say_held
from geo.present.markup import escape
from geo.present.sentences import say_error
from geo.service.disclosing import Inside
from geo.views.blocks.downloads import TakeAway, offer_files
from geo.views.blocks.link import linked
from geo.views.context import Context

# Name in the link.
_NAME: Final = "voor"
_ASKED: Final = "voor-gevraagd"
_CHOSEN: Final = "voor-gekozen"
_HELP: Final = (
    "Wie zelf met de meldingen werkt en de driehoek krijgen alles. Raad en openbaar krijgen geen "
    "punten en geen kleine aantallen; wat daardoor ontbreekt, staat erbij."
)

Files = Sequence[TakeAway]


def choose_audience(context: Context) -> Audience:
    """Let people choose for whom the files of a page are; asked at the first of them."""
    if st.session_state.get(_ASKED) is not context:
        # A run has a context of its own: the same choice holds for all files further down.
        st.session_state[_ASKED] = context
        labels = {
            audience: label
            for audience, label in AUDIENCE_LABELS.items()
            if context.may(Right.FEW) or not audience.may_see_places
        }
        written = {audience: label.lower() for audience, label in labels.items()}
        tied = linked(_NAME, written, default=next(iter(labels)))
        st.session_state[_CHOSEN] = st.session_state[_NAME]
        st.segmented_control(
            "Voor wie is dit bestand?",
            list(labels),
            format_func=labels.__getitem__,
            required=True,
            help=_HELP,
            **tied,
        )
    # Not what the widget returns: a browser that first sees it in a page's second run may send
    # back that nothing is chosen, and the link knows better.
    chosen: Audience = st.session_state[_CHOSEN]
    return chosen


def offer_told(told: Disclosed[Any], files: Files) -> None:
    """Offer the files of an answer, and say what its audience does not get."""
    if told.held:
        fixed = "" if told.audience.may_see_places else f" {FIXED_PERIODS}"
        st.caption(f"Achtergehouden: {escape(say_held(told.held))}.{fixed}")
    offer_files(files)


def offer_inside(
    context: Context, what: Inside, answer: Any, list_files: Callable[[Disclosed[Any]], Files]
) -> None:
    """Offer the files of what only those may have who may see places; to others, say why not.

    Parameters
    ----------
    context
        Of this run.
    what, answer
        What it is.
    list_files
        Makes the files of the answer as handed on.
    """
    try:
        told = service.keep_inside(context.workspace, answer, choose_audience(context), what)
    except ParamsError as problem:
        st.info(escape(say_error(problem)), icon=":material/lock:")
        return
    offer_told(told, list_files(told))

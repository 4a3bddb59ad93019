"""Choices of one page that live in its link."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st


def linked(name: str, options: Mapping[Any, str], *, default: Any) -> dict[str, Any]:
    """Return the arguments that tie a widget with one choice to the page's link.

    The link is only written when somebody chooses: a page that wrote it by itself would keep the
    back button from ever leaving. What is bound to the link by Streamlit itself goes along to
    other pages (see `filters`); this stays behind.

    Parameters
    ----------
    name
        Of the widget, and of the value in the link.
    options
        What can be chosen, to how it is written in the link.
    default
        What holds without a value in the link, or with one that nobody knows; not written.

    Returns
    -------
    dict
        ``key`` and ``on_change`` of the widget, whose state is set to what the link says.
    """
    written = st.query_params.get(name)
    st.session_state[name] = next(
        (option for option, text in options.items() if text == written), default
    )
    return {"key": name, "on_change": partial(_write, name, options, default)}


def follow(values: Mapping[str, str]) -> None:
    """Put values into the link; for the callback of a button that leads elsewhere on the page."""
    st.query_params.update(values)


def _write(name: str, options: Mapping[Any, str], default: Any) -> None:
    chosen = st.session_state[name]
    if chosen == default:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = options[chosen]

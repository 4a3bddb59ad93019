"""Choices of one page that live in its link."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import partial
from typing import Any, Final

import streamlit as st

_MOST_DIGITS: Final = 12


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
    chosen = next((option for option, text in options.items() if text == written), default)
    _set(name, chosen)
    return {"key": name, "on_change": partial(_write, name, options.__getitem__, default)}


def linked_many(
    name: str, options: Mapping[Any, str], *, default: Collection[Any]
) -> dict[str, Any]:
    """Return the arguments that tie a widget with several choices to the page's link.

    Parameters
    ----------
    name, options
        As for `linked`; a value of the link that nobody knows is passed over.
    default
        What holds without a value in the link; not written. To have chosen nothing is.

    Returns
    -------
    dict
        As `linked` returns it.
    """
    if name in st.query_params:
        written = st.query_params.get_all(name)
        chosen = [option for option, text in options.items() if text in written]
    else:
        chosen = [option for option in options if option in default]
    _set(name, chosen)
    return {"key": name, "on_change": partial(_write_many, name, options, default)}


def follow(values: Mapping[str, str]) -> None:
    """Put values into the link; for the callback of a button that leads elsewhere on the page."""
    st.query_params.update(values)


def linked_day(name: str, *, default: date, earliest: date, latest: date) -> dict[str, Any]:
    """Return the arguments that tie a field for a day to the page's link, as `linked` does.

    Parameters
    ----------
    name
        Of the widget, and of the value in the link: ``2018-12-20``.
    default
        What holds without a day in the link, or with one that is none or out of reach.
    earliest, latest
        Days that can be chosen.
    """
    written = read_day(st.query_params.get(name, ""))
    reachable = written is not None and earliest <= written <= latest
    _set(name, written if reachable else default)
    return {"key": name, "on_change": partial(_write, name, date.isoformat, default)}


def linked_number(name: str, *, default: int | None, least: int, most: int) -> dict[str, Any]:
    """Return the arguments that tie a field for a whole number to the page's link.

    Parameters
    ----------
    name
        Of the widget, and of the value in the link.
    default
        What holds without a number in the link, or with one that is none or out of reach; None
        leaves the field empty.
    least, most
        Numbers that can be chosen.
    """
    written = st.query_params.get(name, "")
    # Far more digits than any field takes, and few enough for Python to read.
    is_number = written.isascii() and written.isdecimal() and len(written) <= _MOST_DIGITS
    number = int(written) if is_number else None
    chosen = number if number is not None and least <= number <= most else default
    _set(name, chosen)
    return {
        "key": name,
        # A browser that first sees the field after a second run is told of no change: it then
        # shows the value that the field begins with, and sends that back as if somebody chose it.
        "value": chosen,
        "min_value": least,
        "max_value": most,
        "on_change": partial(_write, name, str, default),
    }


def read_day(text: str) -> date | None:
    """Return the day that a text names (ISO 8601), or None for any other text."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _set(name: str, chosen: Any) -> None:
    # What is right already is left alone: to set it would undo a choice made meanwhile.
    if name not in st.session_state or st.session_state[name] != chosen:
        st.session_state[name] = chosen


def _write(name: str, write: Callable[[Any], str], default: Any) -> None:
    chosen = st.session_state[name]
    if chosen is None or chosen == default:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = write(chosen)


def _write_many(name: str, options: Mapping[Any, str], default: Collection[Any]) -> None:
    chosen = st.session_state[name]
    if set(chosen) == set(default) & set(options):
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = [options[option] for option in options if option in chosen] or [""]

"""The question that a page asks: theme and period, kept in the link."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from geo.answers import DataStatus
from geo.params import Period
from geo.present import wording
from geo.themes import ThemeCard, Themes

_BY_THEME: Final = "Aanbevolen voor dit thema"
_ALL: Final = "Alle gegevens"
_OWN: Final = "Eigen periode"
_MONTHS: Final[Mapping[str, int]] = {
    "Laatste 3 maanden": 3,
    "Laatste 12 maanden": 12,
    "Laatste 24 maanden": 24,
    "Laatste 36 maanden": 36,
}


def choose_question(themes: Themes, data: DataStatus) -> tuple[str, Period]:
    """Let people choose a theme and a period.

    Parameters
    ----------
    themes
        Cards to choose from; the heaviest harm comes first.
    data
        What the store holds: the ready-made periods end at its last day.

    Returns
    -------
    tuple of str and Period

    Raises
    ------
    ParamsError
        If the chosen dates run backwards.
    """
    cards = themes.cards
    ordered = sorted(cards, key=lambda name: (-cards[name].harm_weight, cards[name].title))
    with st.sidebar:
        st.subheader("Wat wilt u zien?")
        theme = st.selectbox(
            "Thema",
            ordered,
            format_func=lambda name: cards[name].title,
            key="thema",
            bind="query-params",
        )
        st.caption(cards[theme].explanation)
        period = _choose_period(cards[theme], data)
        st.caption(wording.say_period(period))
    return theme, period


def _choose_period(card: ThemeCard, data: DataStatus) -> Period:
    first, last = data.first or date.min, data.last or date.max
    preset = st.selectbox(
        "Periode",
        [_BY_THEME, *_MONTHS, _ALL, _OWN],
        key="periode",
        bind="query-params",
        help="De periodes eindigen op de dag van de laatste melding.",
    )
    if preset == _OWN:
        return _choose_dates(first, last)
    if preset == _ALL:
        return Period(first=first, last=last)
    return _months_until(last, _MONTHS.get(preset, card.hotspots.window_months))


def _choose_dates(first: date, last: date) -> Period:
    chosen = [
        st.date_input(label, default, key=key, bind="query-params", format="DD-MM-YYYY")
        for label, key, default in (("Van", "van", first), ("Tot en met", "tot", last))
    ]
    return Period(first=chosen[0], last=chosen[1])


def _months_until(last: date, months: int) -> Period:
    after = pd.Timestamp(last) + pd.Timedelta(days=1)
    return Period(first=(after - pd.DateOffset(months=months)).date(), last=last)

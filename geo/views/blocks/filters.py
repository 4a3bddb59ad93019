"""The question that a page asks: theme, period, area and hours, kept in the link."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.params import HourSelection, Period, Question
from geo.present import wording
from geo.present.markup import escape
from geo.schema import DayPart
from geo.service.answers import DataStatus
from geo.themes import ThemeCard, Themes
from geo.views import cached
from geo.views.blocks.periods import (
    OWN,
    PRESETS,
    RECOMMENDED,
    Recommend,
    find_shorter_preset,
    read_preset,
    recommend_card_window,
)
from geo.views.context import Context

_THEME: Final = "thema"
_PRESET: Final = "periode"
_FIRST: Final = "van"
_LAST: Final = "tot"
_AREA: Final = "gebied"
_PART: Final = "dagdeel"
_WEEKDAY: Final = "weekdag"


class Filter(StrEnum):
    """Filters that a page may show or keep out of sight; the values name their part of the page."""

    THEME = "thema"
    PERIOD = "periode"
    AREA = "gebied"
    HOURS = "uren"


# What the link of this run named in vain.
_UNKNOWN: Final = "onbekend-in-link"

# A choice lives in the link and goes along from page to page.
_KEPT: Final[Mapping[str, Any]] = {"bind": "query-params", "persist_state": "session"}

# The style sheet takes the second out of sight, the whole sidebar with it; so it does with a
# single filter whose container bears the same ending.
_SHOWN: Final = "filters"
_HIDDEN: Final = "filters-verborgen"

_WHOLE: Final = "Hele gemeente"


def choose_question(
    context: Context,
    *,
    recommend: Recommend | None,
    filters: Collection[Filter] = tuple(Filter),
) -> Question:
    """Let people choose what they want to see.

    Called by the entry of the app, not by a page: what is bound to the link there stays in it
    from page to page, and the back button finds it again.

    Parameters
    ----------
    context
        Cards, areas and days to choose from; the heaviest harm comes first, and the ready-made
        periods end at the last day of the data.
    recommend
        What the page looks at as long as nobody chooses a period. For a page without filters
        (None) they are kept, out of sight.
    filters
        Those that the page uses; the others are kept in the same way.

    Returns
    -------
    Question

    Raises
    ------
    ParamsError
        If the chosen dates run backwards.
    """
    options = _list_options(context)
    with st.sidebar, st.container(key=_SHOWN if recommend else _HIDDEN):
        st.subheader("Wat wilt u zien?")
        _say_unknown(options)
        with _part(Filter.THEME, filters):
            theme = _choose_theme(context.themes, options[_THEME])
        card = context.themes.cards[theme]
        with _part(Filter.PERIOD, filters):
            period = _choose_period(card, context.data, recommend or recommend_card_window)
        with _part(Filter.AREA, filters):
            area = _choose_area(options[_AREA])
        with _part(Filter.HOURS, filters):
            hours = _choose_hours()
        st.button(
            "Filters wissen",
            icon=":material/filter_alt_off:",
            on_click=_reset,
            args=(next(iter(options[_THEME])),),
            width="stretch",
        )
    return Question(theme=theme, period=period, area=area, hours=hours)


def link_to(page: str, context: Context, question: Question, **more: str) -> str:
    """Write a link to a page that asks the same question over the period that suits the page.

    For a link in HTML: what the filters keep in the link goes along with one of Streamlit, and
    with it the period that was chosen here.

    Parameters
    ----------
    page
        Its last part of the address.
    context, question
        What the filters stand on.
    more
        What else the link says, such as the chosen hotspot.
    """
    options = _list_options(context)
    hours = question.hours
    chosen: dict[str, Sequence[Any]] = {
        _THEME: [question.theme],
        _AREA: [] if question.area is None else [question.area],
        _PART: hours.day_parts,
        _WEEKDAY: hours.weekdays,
    }
    said = {name: [options[name][value] for value in values] for name, values in chosen.items()}
    return f"{page}?{urlencode({**said, **more}, doseq=True)}"


def pin_filters(context: Context, question: Question) -> dict[str, str]:
    """Return what a link says to ask for a theme and days that stay the same when data come in."""
    return {
        _THEME: context.themes.cards[question.theme].title,
        _PRESET: OWN,
        _FIRST: question.period.first.isoformat(),
        _LAST: question.period.last.isoformat(),
    }


def offer_shorter_period(period: Period, data: DataStatus) -> None:
    """Offer the longest ready-made period that has one before it, if it is no longer than this."""
    name = find_shorter_preset(period, data)
    if name is not None:
        st.button(
            f"Bekijk: {name.lower()}",
            icon=":material/date_range:",
            on_click=_choose_preset,
            args=(name,),
        )


def keep_area(code: str | None) -> None:
    """Choose an area in place of the filter; to be called when a widget changes."""
    st.session_state[_AREA] = code


def area_is_unknown() -> bool:
    """Say whether the link named an area that is not there; the filter has dropped it since."""
    return _AREA in st.session_state.get(_UNKNOWN, ())


def _part(name: Filter, filters: Collection[Filter]) -> DeltaGenerator:
    return st.container(key=f"filter-{name}" if name in filters else f"filter-{name}-verborgen")


def _list_options(context: Context) -> dict[str, dict[Any, str]]:
    themes = context.themes
    return {
        _THEME: {name: themes.cards[name].title for name in themes.by_harm},
        _PRESET: dict(zip(PRESETS, PRESETS, strict=True)),
        _AREA: {None: _WHOLE, **cached.name_areas(context.workspace, context.stamp)},
        _PART: {part: part.capitalize() for part in DayPart},
        _WEEKDAY: dict(enumerate(day.capitalize() for day in wording.WEEKDAYS)),
    }


def _say_unknown(options: Mapping[str, Mapping[Any, str]]) -> None:
    """Say so when a link names what is not there: it would be passed over in silence."""
    wrong = [
        name
        for name, known in options.items()
        if set(st.query_params.get_all(name)) - {"", *known.values()}
    ]
    st.session_state[_UNKNOWN] = wrong
    if wrong:
        st.warning(
            f"De link noemt iets dat hier niet bestaat ({wording.say_list(wrong)}). "
            "Dat filter staat nu op de gewone waarde.",
            icon=":material/link_off:",
        )


def _choose_theme(themes: Themes, options: Mapping[str, str]) -> str:
    theme: str = st.selectbox(
        "Thema", list(options), format_func=options.__getitem__, key=_THEME, **_KEPT
    )
    st.caption(escape(themes.cards[theme].explanation))
    return theme


def _choose_period(card: ThemeCard, data: DataStatus, recommend: Recommend) -> Period:
    first, last = data.first or date.min, data.last or date.max
    preset = st.selectbox(
        "Periode",
        PRESETS,
        key=_PRESET,
        help="De periodes eindigen op de dag van de laatste melding. Aanbevolen is wat bij deze "
        "pagina en dit thema past.",
        **_KEPT,
    )
    if preset == OWN:
        period = _choose_dates(first, last)
    elif preset == RECOMMENDED:
        period = recommend(card, last)
    else:
        period = read_preset(preset, first=first, last=last)
    st.caption(wording.say_period(period))
    return period


def _choose_dates(first: date, last: date) -> Period:
    chosen = [
        st.date_input(label, default, key=key, format="DD-MM-YYYY", **_KEPT)
        for label, key, default in (("Van", _FIRST, first), ("Tot en met", _LAST, last))
    ]
    return Period(first=chosen[0], last=chosen[1])


def _choose_area(options: Mapping[str | None, str]) -> str | None:
    return st.selectbox(
        "Wijk of bedrijventerrein",
        list(options),
        format_func=options.__getitem__,
        key=_AREA,
        **_KEPT,
    )


def _choose_hours() -> HourSelection:
    parts = st.pills(
        "Deel van de dag",
        list(DayPart),
        selection_mode="multi",
        format_func=lambda part: part.capitalize(),
        key=_PART,
        help="Nacht is van 0 tot 6 uur, ochtend van 6 tot 12, middag van 12 tot 18, avond van 18 "
        "tot 24. Niets gekozen: de hele dag.",
        **_KEPT,
    )
    weekdays = st.pills(
        "Dag van de week",
        range(len(wording.WEEKDAYS)),
        selection_mode="multi",
        format_func=lambda day: wording.WEEKDAYS[day].capitalize(),
        key=_WEEKDAY,
        **_KEPT,
    )
    return HourSelection(weekdays=tuple(sorted(weekdays)), day_parts=_in_order(parts))


def _in_order(parts: Sequence[DayPart]) -> tuple[DayPart, ...]:
    return tuple(part for part in DayPart if part in parts)


def _choose_preset(name: str) -> None:
    st.session_state[_PRESET] = name


def _reset(theme: str) -> None:
    """Put every filter back; its place in the link follows."""
    st.session_state.update(
        {_THEME: theme, _PRESET: RECOMMENDED, _AREA: None, _PART: [], _WEEKDAY: []}
    )
    for key in (_FIRST, _LAST):
        st.session_state.pop(key, None)

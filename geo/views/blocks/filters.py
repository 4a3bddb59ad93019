"""The question that a page asks: theme, period, area and hours, kept in the link."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo import schema, service
from geo.intake.boundaries import AreaLayer
from geo.params import HourSelection, Period, Question
from geo.present import wording
from geo.schema import DayPart, Layer
from geo.service.answers import DataStatus
from geo.themes import ThemeCard, Themes
from geo.views.context import Context

# What a page looks at as long as nobody chooses: of a card and the last day of the data.
Recommend = Callable[[ThemeCard, date], Period]

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

_RECOMMENDED: Final = "Aanbevolen"
_WEEKS: Final = "Laatste 4 weken"
_WEEKS_DAYS: Final = 28
_YEAR: Final = "Dit kalenderjaar"
_ALL: Final = "Alle gegevens"
_OWN: Final = "Eigen periode"
_MONTHS: Final[Mapping[str, int]] = {
    "Laatste 3 maanden": 3,
    "Laatste 12 maanden": 12,
    "Laatste 24 maanden": 24,
    "Laatste 36 maanden": 36,
}
# The style sheet takes the second out of sight, the whole sidebar with it; so it does with a
# single filter whose container bears the same ending.
_SHOWN: Final = "filters"
_HIDDEN: Final = "filters-verborgen"
_PRESETS: Final = (_RECOMMENDED, _WEEKS, *_MONTHS, _YEAR, _ALL, _OWN)

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
    options = _list_options(context.themes, context.layers)
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


def recommend_card_window(card: ThemeCard, last: date) -> Period:
    """Look at the window over which the theme's card seeks hotspots."""
    return months_until(last, card.hotspots.window_months)


def recommend_last_year(card: ThemeCard, last: date) -> Period:  # noqa: ARG001
    """Look at the last twelve months, whatever the theme."""
    return months_until(last, 12)


def link_to(page: str, context: Context, question: Question) -> str:
    """Write a link to a page that asks the same question over the period that suits the page.

    For a link in HTML: what the filters keep in the link goes along with one of Streamlit, and
    with it the period that was chosen here.
    """
    options = _list_options(context.themes, context.layers)
    hours = question.hours
    chosen: dict[str, Sequence[Any]] = {
        _THEME: [question.theme],
        _AREA: [] if question.area is None else [question.area],
        _PART: hours.day_parts,
        _WEEKDAY: hours.weekdays,
    }
    said = {name: [options[name][value] for value in values] for name, values in chosen.items()}
    return f"{page}?{urlencode(said, doseq=True)}"


def offer_shorter_period(period: Period, data: DataStatus) -> None:
    """Offer the longest ready-made period that has one before it, if it is no longer than this."""
    if data.last is None:
        return
    ready = {
        **{name: months_until(data.last, months) for name, months in _MONTHS.items()},
        _WEEKS: days_until(data.last, 28),
    }
    fair = {
        name: shorter.days
        for name, shorter in ready.items()
        if shorter.days <= period.days and service.find_fair_previous(shorter, data)
    }
    if fair:
        name = max(fair, key=fair.__getitem__)
        st.button(
            f"Bekijk: {name.lower()}",
            icon=":material/date_range:",
            on_click=_choose_preset,
            args=(name,),
        )


def recommend_weeks(_: ThemeCard, last: date) -> Period:
    """Look at the last four weeks, whatever the theme."""
    return days_until(last, _WEEKS_DAYS)


def keep_area(code: str | None) -> None:
    """Choose an area in place of the filter; to be called when a widget changes."""
    st.session_state[_AREA] = code


def area_is_unknown() -> bool:
    """Say whether the link named an area that is not there; the filter has dropped it since."""
    return _AREA in st.session_state.get(_UNKNOWN, ())


def months_until(last: date, months: int) -> Period:
    """Return the whole months that end on a day."""
    after = pd.Timestamp(last) + pd.Timedelta(days=1)
    return Period(first=(after - pd.DateOffset(months=months)).date(), last=last)


def days_until(last: date, days: int) -> Period:
    """Return so many days, of which this one is the last."""
    return Period(first=last - timedelta(days=days - 1), last=last)


def _part(name: Filter, filters: Collection[Filter]) -> DeltaGenerator:
    return st.container(key=f"filter-{name}" if name in filters else f"filter-{name}-verborgen")


def _list_options(themes: Themes, layers: Mapping[Layer, AreaLayer]) -> dict[str, dict[Any, str]]:
    return {
        _THEME: {name: themes.cards[name].title for name in themes.by_harm},
        _PRESET: dict(zip(_PRESETS, _PRESETS, strict=True)),
        _AREA: {None: _WHOLE, **name_areas(layers)},
        _PART: {part: part.capitalize() for part in DayPart},
        _WEEKDAY: dict(enumerate(day.capitalize() for day in wording.WEEKDAYS)),
    }


def name_areas(layers: Mapping[Layer, AreaLayer]) -> dict[str, str]:
    """Name the areas that can be chosen, on their code: wijken, then business parks."""
    named = {
        code: f"{name or code} ({wording.AREA_KINDS[layer]})"
        for layer in (Layer.WIJKEN, Layer.PARKS)
        if layer in layers
        for code, name in _codes_with_names(layers[layer])
    }
    # Two areas may bear one name, and a link must tell them apart.
    double = {name for name in named.values() if list(named.values()).count(name) > 1}
    return {code: f"{name} {code}" if name in double else name for code, name in named.items()}


def _codes_with_names(layer: AreaLayer) -> list[tuple[str, str]]:
    areas = layer.areas.dropna(subset=[schema.AREA_CODE]).sort_values(schema.AREA_CODE)
    names = areas[schema.AREA_NAME].fillna("")
    return list(zip(areas[schema.AREA_CODE].astype(str), names.astype(str), strict=True))


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
    st.caption(themes.cards[theme].explanation)
    return theme


def _choose_period(card: ThemeCard, data: DataStatus, recommend: Recommend) -> Period:
    first, last = data.first or date.min, data.last or date.max
    preset = st.selectbox(
        "Periode",
        _PRESETS,
        key=_PRESET,
        help="De periodes eindigen op de dag van de laatste melding. Aanbevolen is wat bij deze "
        "pagina en dit thema past.",
        **_KEPT,
    )
    period = _choose_dates(first, last) if preset == _OWN else None
    if period is None:
        period = {
            _RECOMMENDED: lambda: recommend(card, last),
            _WEEKS: lambda: days_until(last, _WEEKS_DAYS),
            _YEAR: lambda: Period(first=date(last.year, 1, 1), last=last),
            _ALL: lambda: Period(first=first, last=last),
        }.get(preset, lambda: months_until(last, _MONTHS[preset]))()
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
        {_THEME: theme, _PRESET: _RECOMMENDED, _AREA: None, _PART: [], _WEEKDAY: []}
    )
    for key in (_FIRST, _LAST):
        st.session_state.pop(key, None)

"""What is asked of a camera: how many, how far, how long, and what weighs how much."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from geo.advice_params import CameraQuestion
from geo.params import Question
from geo.present.camera_words import say_question
from geo.present.markup import escape
from geo.themes import Themes
from geo.views import cached
from geo.views.blocks.camera_in_use import choose_in_use
from geo.views.blocks.camera_list import choose_list
from geo.views.blocks.link import linked, linked_many, linked_number
from geo.views.context import Context

_MOST_UNITS: Final = 5
_UNITS: Final = range(1, _MOST_UNITS + 1)
# Where to begin; the page says that nobody measured it.
_START_M: Final = 60
_LEAST_M: Final = 10
_MOST_M: Final = 1000
_WEEKS: Final = 8
_MOST_WEEKS: Final = 52
_AS_ON_CARD: Final = 0
_HALF_LIVES: Final = (30, 60, 120, 180, 365, 730)
# Weights are written in tenths, so that the link holds whole numbers.
_TENTHS: Final = 10
_MOST_WEIGHT: Final = 100


def choose_cameras(context: Context, question: Question) -> CameraQuestion:
    """Let people choose what is asked; theme, period, area and hours come from the filters.

    Returns
    -------
    CameraQuestion
        With the places of an own list, where one was handed in.
    """
    label = st.container()
    with st.expander("Uw vraag aanpassen", icon=":material/tune:"):
        units, range_m, weeks = _choose_camera()
        themes = _choose_themes(context.themes, question.theme)
        harm = _choose_weights(context.themes, themes)
        half_life = _choose_half_life()
        kept_out = _choose_kept_out(context, question.area)
        in_use = choose_in_use(context, weeks=weeks)
        sites = choose_list(context.workspace)
    asked = CameraQuestion(
        themes=themes,
        period=question.period,
        units=units,
        range_m=float(range_m),
        harm=harm,
        half_life_days=None if half_life is None else float(half_life),
        hours=question.hours,
        area=question.area,
        kept_out=kept_out,
        in_use=in_use,
        sites=sites,
        weeks=weeks,
    )
    label.markdown(f"**U vraagt:** {escape(say_question(asked))}.")
    return asked


def _choose_camera() -> tuple[int, int, int]:
    with st.container(horizontal=True, gap="medium"):
        units: int = st.segmented_control(
            "Aantal camera's",
            _UNITS,
            required=True,
            **linked("cameras", {number: str(number) for number in _UNITS}, default=1),
        )
        range_m: int = st.number_input(
            "Bereik in meters",
            step=5,
            help="Hoe ver uw camera bruikbaar beeld geeft, hangt af van het doel (iemand herkennen "
            "of alleen zien wat er gebeurt), de lens, de hoogte en het licht.",
            **linked_number("bereik", default=_START_M, least=_LEAST_M, most=_MOST_M),
        )
        weeks: int = st.number_input(
            "Weken van gebruik",
            step=1,
            **linked_number("gebruiksweken", default=_WEEKS, least=1, most=_MOST_WEEKS),
        )
    st.caption(
        f"{_START_M} meter is een getal om mee te beginnen, geen eigenschap van uw camera. Vraag "
        "de leverancier hoe ver uw camera reikt voor uw doel, en vul dat in."
    )
    return units, range_m, weeks


def _choose_themes(themes: Themes, theme: str) -> tuple[str, ...]:
    options = {name: themes.cards[name].title for name in themes.by_harm if name != theme}
    others: list[str] = st.multiselect(
        "Ook meewegen",
        list(options),
        format_func=options.__getitem__,
        placeholder="Kies andere thema's",
        help="Het thema van het filter telt altijd mee.",
        **linked_many("ook", options, default=()),
    )
    return (theme, *others)


def _choose_weights(themes: Themes, chosen: tuple[str, ...]) -> dict[str, float]:
    """Let people say how heavily each theme weighs; with one theme it makes no difference."""
    if len(chosen) == 1:
        return {}
    st.caption("Gewicht in tienden: 10 is gewoon, 20 is twee keer zo zwaar.")
    with st.container(horizontal=True, gap="medium"):
        return {name: _choose_weight(themes, name) for name in chosen}


def _choose_weight(themes: Themes, name: str) -> float:
    card = themes.cards[name]
    usual = min(round(card.harm_weight * _TENTHS), _MOST_WEIGHT)
    tenths: int = st.number_input(
        f"Gewicht {card.title.lower()}",
        step=5,
        **linked_number(f"gewicht-{name}", default=usual, least=0, most=_MOST_WEIGHT),
    )
    return tenths / _TENTHS


def _choose_half_life() -> int | None:
    # No option is None: that is what a list shows as nothing chosen.
    options: Mapping[int, str] = {
        _AS_ON_CARD: "zoals op de themakaart",
        **{days: f"{days} dagen" for days in _HALF_LIVES},
    }
    chosen: int = st.selectbox(
        "Een melding telt nog half na",
        list(options),
        format_func=options.__getitem__,
        **linked("halfwaarde", options, default=_AS_ON_CARD),
    )
    return None if chosen == _AS_ON_CARD else chosen


def _choose_kept_out(context: Context, area: str | None) -> tuple[str, ...]:
    names = cached.name_areas(context.workspace, context.stamp)
    options = {code: name for code, name in names.items() if code != area}
    if not options:
        return ()
    chosen: list[str] = st.multiselect(
        "Hier geen camera",
        list(options),
        format_func=options.__getitem__,
        placeholder="Kies gebieden",
        **linked_many("niet-in", options, default=()),
    )
    return tuple(chosen)

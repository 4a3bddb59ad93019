"""What is asked of a camera: how many, how far, how long, and what weighs how much."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from geo.advice_params import CameraQuestion
from geo.params import Question
from geo.present.camera.words import say_question
from geo.present.markup import escape
from geo.views import cached
from geo.views.blocks.camera.in_use import choose_in_use
from geo.views.blocks.camera.list import choose_list
from geo.views.blocks.camera.range import choose_range
from geo.views.blocks.link import linked, linked_many, linked_number
from geo.views.blocks.theme_choice import choose_themes
from geo.views.context import Context

_MOST_UNITS: Final = 5
_UNITS: Final = range(1, _MOST_UNITS + 1)
_WEEKS: Final = 8
_MOST_WEEKS: Final = 52
_AS_ON_CARD: Final = 0
_HALF_LIVES: Final = (30, 60, 120, 180, 365, 730)


def choose_cameras(context: Context, question: Question) -> CameraQuestion | None:
    """Let people choose what is asked; theme, period, area and hours come from the filters.

    Returns
    -------
    CameraQuestion or None
        With the places of an own list, where one was handed in; None as long as nobody said how
        far a camera reaches.
    """
    label = st.container()
    reach = choose_range(context.workspace.settings.camera_purposes)
    with st.expander("Uw vraag aanpassen", icon=":material/tune:"):
        units, weeks = _choose_camera()
        themes, harm = choose_themes(context.themes, question.theme)
        half_life = _choose_half_life()
        kept_out = _choose_kept_out(context, question.area)
        in_use = choose_in_use(context, weeks=weeks)
        sites = choose_list(context.workspace)
    if reach is None:
        return None
    range_m, source = reach
    asked = CameraQuestion(
        themes=themes,
        period=question.period,
        units=units,
        range_m=range_m,
        range_source=source,
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


def _choose_camera() -> tuple[int, int]:
    with st.container(horizontal=True, gap="medium"):
        units: int = st.segmented_control(
            "Aantal camera's",
            _UNITS,
            required=True,
            **linked("cameras", {number: str(number) for number in _UNITS}, default=1),
        )
        weeks: int = st.number_input(
            "Weken van gebruik",
            step=1,
            **linked_number("gebruiksweken", default=_WEEKS, least=1, most=_MOST_WEEKS),
        )
    return units, weeks


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

"""What a meeting is to see: for whom, which themes and wijken, and held against what."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from geo import schema
from geo.access import Right
from geo.disclosure import Audience
from geo.params import Period
from geo.present.audience_words import AUDIENCE_LABELS
from geo.schema import Against, Layer
from geo.service.driehoek.answers import MeetingQuestion
from geo.views.blocks.link import linked, linked_many
from geo.views.context import Context

# Names in the link.
_AUDIENCE: Final = "voor"
_AGAINST: Final = "tegen"
_THEMES: Final = "themas"
_WIJKEN: Final = "wijken"

# A meeting is a place of others: nothing is made for it that is internal.
_AUDIENCES: Final[Mapping[Audience, str]] = {
    audience: label
    for audience, label in AUDIENCE_LABELS.items()
    if audience is not Audience.INTERNAL
}
_PERIODS: Final[Mapping[Against, str]] = {
    Against.BEFORE: "De periode ervoor",
    Against.YEAR_EARLIER: "Een jaar eerder",
}


def choose_meeting(context: Context, period: Period) -> MeetingQuestion:
    """Let people choose what a meeting is to see; all of it stands in the link.

    Raises
    ------
    ParamsError
        If the choices do not go together.
    """
    first, second = st.columns(2, gap="medium")
    with first:
        audience = _choose_audience(context)
    with second:
        against: Against = st.radio(
            "Vergelijken met",
            list(_PERIODS),
            format_func=_PERIODS.__getitem__,
            horizontal=True,
            **linked(_AGAINST, _write(_PERIODS), default=Against.BEFORE),
        )
    # A row of its own, so that what stands above does not push one of them down.
    first, second = st.columns(2, gap="medium")
    with first:
        themes = _choose_many(_THEMES, "Thema's", _name_themes(context), "Alle thema's")
    with second:
        wijken = _choose_many(_WIJKEN, "Wijken", _name_wijken(context), "Alle wijken")
    return MeetingQuestion(
        period=period, audience=audience, themes=themes, wijken=wijken, against=against
    )


def _choose_audience(context: Context) -> Audience:
    options = {
        audience: label
        for audience, label in _AUDIENCES.items()
        if context.may(Right.POINTS) or not audience.may_see_places
    }
    chosen: Audience = st.segmented_control(
        "Voor wie",
        list(options),
        format_func=options.__getitem__,
        required=True,
        **linked(_AUDIENCE, _write(options), default=next(iter(options))),
    )
    return chosen


def _write(options: Mapping[Audience, str] | Mapping[Against, str]) -> dict[object, str]:
    return {option: name.lower() for option, name in options.items()}


def _choose_many(name: str, label: str, options: Mapping[str, str], whole: str) -> tuple[str, ...]:
    chosen: list[str] = st.multiselect(
        label,
        list(options),
        format_func=options.__getitem__,
        placeholder=whole,
        disabled=not options,
        **linked_many(name, options, default=()),
    )
    return tuple(option for option in options if option in chosen)


def _name_themes(context: Context) -> dict[str, str]:
    return {name: context.themes.cards[name].title for name in context.themes.by_harm}


def _name_wijken(context: Context) -> dict[str, str]:
    if Layer.WIJKEN not in context.layers:
        return {}
    areas = context.layers[Layer.WIJKEN].areas.drop_duplicates(schema.AREA_CODE)
    names = zip(areas[schema.AREA_CODE], areas[schema.AREA_NAME], strict=True)
    return {str(code): str(name) for code, name in names}

"""One area on the screen: chosen, and its map."""

from collections.abc import Mapping, Sequence
from typing import Final

import geopandas as gpd
import streamlit as st

from geo import schema
from geo.intake.boundaries import AreaLayer
from geo.params import Question
from geo.present import wording
from geo.present.alerts import LEGEND
from geo.present.area_map import area_legend_html, plan_area_map, say_area_counted
from geo.present.grounds import find_area
from geo.present.marks import Mark
from geo.present.markup import escape
from geo.present.overlays import plan_streets
from geo.schema import Layer
from geo.service.answers import AreaSurvey, HotspotReport
from geo.views import cached
from geo.views.blocks.filters import area_is_unknown, keep_area
from geo.views.blocks.parts import lead_to
from geo.views.blocks.periods import recommend_card_window
from geo.views.blocks.pictures import lay_ground, show_picture
from geo.views.context import Context

_MAP: Final = "wijkkaart"
_CHOICE: Final = "gebiedskeuze"
# Rows of more buttons than this are no choice but a search.
_MOST_BUTTONS: Final = 40


def choose_area(context: Context) -> None:
    """Let people choose an area on the page itself; its name lands in the link."""
    st.title("Wijk")
    names, layers = cached.name_areas(context.workspace, context.stamp), context.layers
    if not names:
        st.info(
            "Er zijn geen wijken of bedrijventerreinen ingelezen, dus er valt er geen te kiezen. "
            "De beheerder leest grenzen in met `hotspotkaart areas import`. De pagina Hotspots "
            "werkt ook zonder grenzen.",
            icon=":material/map:",
        )
        lead_to("hotspots.py", "Naar Hotspots", icon="location_on")
        return
    if area_is_unknown():
        st.warning(
            "De link noemt een gebied dat hier niet bestaat. Kies hieronder een ander.",
            icon=":material/link_off:",
        )
    st.write("Kies uw wijk. Daarna staat zij in de link: bewaar die, dan opent u haar meteen.")
    for layer in (Layer.WIJKEN, Layer.PARKS):
        if layer in layers:
            _show_choice(layer, {code: names[code] for code in _codes(layers[layer])})


def _codes(layer: AreaLayer) -> list[str]:
    ordered: list[str] = sorted(layer.areas[schema.AREA_CODE].dropna().astype(str).unique())
    return ordered


def _show_choice(layer: Layer, names: Mapping[str, str]) -> None:
    st.subheader(wording.LAYERS[layer].capitalize())
    kind = f" ({wording.AREA_KINDS[layer]})"
    if len(names) > _MOST_BUTTONS:
        key = f"{_CHOICE}-{layer}"
        st.selectbox(
            f"Kies uit {len(names)} {wording.LAYERS[layer]}",
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder="Typ de eerste letters",
            key=key,
            on_change=lambda: keep_area(st.session_state[key]),
        )
        return
    with st.container(horizontal=True, key=f"{_CHOICE}-{layer}"):
        for code, name in names.items():
            label = escape(name.removesuffix(kind))
            st.button(label, key=f"{_CHOICE}-{code}", on_click=keep_area, args=(code,))


def find_hotspots_near(
    context: Context, area: str, marks: Mapping[str, Mark]
) -> list[HotspotReport]:
    """Find the hotspots of now in an area or touching it, in the order of the marks.

    Each theme is looked at over the window of its card.
    """
    cards = context.themes.cards
    last = context.data.last
    if last is None:
        return []
    questions = tuple(
        Question(theme=theme, period=recommend_card_window(cards[theme], last))
        for theme in marks
        if theme in cards
    )
    return cached.find_hotspots_near(context.workspace, context.stamp, questions, area)


def show_area_map(
    context: Context,
    survey: AreaSurvey,
    near: Sequence[HotspotReport],
    marks: Mapping[str, Mark],
    *,
    alerts: gpd.GeoDataFrame | None,
) -> None:
    """Show the map of an area: it turns to another area, and else stays where people left it."""
    area = str(survey.question.area)
    edge = find_area(area, context.layers)
    if edge is None:
        st.info("Van dit gebied is geen grens bekend.", icon=":material/map:")
        return
    over = plan_area_map(survey.incidents, near, marks, edge=edge, alerts=alerts)
    ground = lay_ground(context)
    if ground.streets:
        over = plan_streets() + over
    show_picture(over, ground, key=_MAP, height_pixels=420)
    st.caption(escape(wording.say_caption(survey, context.layers)))
    others = [LEGEND] if alerts is not None and len(alerts) else []
    st.html(area_legend_html(survey.incidents, near, marks, others=others))
    if counted := say_area_counted(survey.incidents, near):
        st.caption(counted)

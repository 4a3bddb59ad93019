"""Maps on a page: the same still base, and over it what is chosen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st
from streamlit_folium import st_folium

from geo import service
from geo.present import wording
from geo.present.exports import Layers
from geo.present.maps import lay_base, lay_over
from geo.present.markup import escape
from geo.present.pictures import USUAL_PARTS, Part
from geo.present.steps import Steps
from geo.service.answers import HotspotReport
from geo.views import cached
from geo.views.blocks.link import linked_many
from geo.views.cached import Stamp
from geo.views.context import Context

_PARTS: Final = "lagen"


@dataclass(frozen=True)
class Ground:
    """What every map of a page stands on.

    Parameters
    ----------
    stamp
        State of the workspace.
    layers
        Its area layers.
    base
        Plan of the base.
    streets
        Whether the base holds streets.
    """

    stamp: Stamp
    layers: Layers
    base: Steps
    streets: bool


@dataclass(frozen=True)
class OnPoint:
    """What is called after a click anywhere on a map, and not only after one on a shape.

    What a map hears is settled when it is made: it hears of all clicks from then on.
    """

    call: Callable[[], None]


def lay_ground(context: Context) -> Ground:
    """Return what the maps of a page stand on."""
    workspace, stamp = context.workspace, context.stamp
    base, streets = cached.plan_map(workspace, stamp), service.has_streets(workspace)
    return Ground(stamp, context.layers, base, streets)


def choose_parts(ground: Ground) -> tuple[Part, ...]:
    """Let people choose what lies on the map; kept in the link."""
    offered = [part for part in Part if part is not Part.STREETS or ground.streets]
    options = {part: part.value for part in offered}
    chosen: list[Part] = st.pills(
        "Op de kaart",
        offered,
        selection_mode="multi",
        format_func=options.__getitem__,
        **linked_many(_PARTS, options, default=USUAL_PARTS),
    )
    return tuple(chosen)


def plan_report(report: HotspotReport, ground: Ground, parts: tuple[Part, ...]) -> Steps:
    """Return the picture of a report, as it was planned before where it was."""
    asked = report.question, report.significance is not None
    return cached.plan_picture(ground.stamp, asked, parts, _report=report, _layers=ground.layers)


def show_picture(
    over: Steps,
    ground: Ground,
    *,
    key: str,
    height_pixels: int = 520,
    on_click: Callable[[], None] | OnPoint | None = None,
) -> None:
    """Show a map. The base stays while what is over it changes: zoom and place are kept.

    Parameters
    ----------
    over, ground
        What is drawn over what.
    key
        Of the map.
    height_pixels
        Of the map.
    on_click
        Called after a click on a shape (see `clicked_shape`), or anywhere (see `pointed_place`).
    """
    # The count tells a second click on the same shape from none at all.
    heard = ["last_active_drawing", "last_object_clicked_count"] if on_click else []
    if isinstance(on_click, OnPoint):
        heard.append("last_clicked")
    # A map that is being made has no height for a moment. The page would shrink and grow, and
    # scroll to make up for it, which closes a list that people have opened meanwhile.
    st.html(f"<style>.st-key-{key}-plaats iframe {{ min-height: {height_pixels}px; }}</style>")
    with st.container(key=f"{key}-plaats"):
        st_folium(
            lay_base(ground.base),
            key=key,
            height=height_pixels,
            use_container_width=True,
            feature_group_to_add=lay_over(over),
            returned_objects=heard,
            on_change=on_click.call if isinstance(on_click, OnPoint) else on_click,
        )


def clicked_shape(key: str) -> str | None:
    """Return the id of the shape on which somebody clicked last; None for anything else."""
    clicked: Any = (st.session_state.get(key) or {}).get("last_active_drawing") or {}
    shape: str | None = (clicked.get("properties") or {}).get("id")
    return shape


def pointed_place(key: str) -> tuple[float, float] | None:
    """Return latitude and longitude of the place on which somebody clicked last, if any."""
    pointed: Any = (st.session_state.get(key) or {}).get("last_clicked") or {}
    found = pointed.get("lat"), pointed.get("lng")
    return found if all(isinstance(degrees, float) for degrees in found) else None


def show_caption(report: HotspotReport, ground: Ground, *, when: str | None = None) -> None:
    """Say below a map what every picture must say; see `wording.say_caption`."""
    st.caption(escape(wording.say_caption(report, ground.layers, when=when)))

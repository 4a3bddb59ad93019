"""One stop of a patrol plan behind three ways to choose it: map, table and list."""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

import streamlit as st

from geo.present.degrees import in_metres
from geo.present.grounds import plan_view
from geo.present.patrol import tables as patrol_tables
from geo.present.patrol.map import (
    PatrolPart,
    bound_plan,
    legend_html,
    plan_chosen_stop,
    plan_patrol_map,
)
from geo.present.steps import Steps
from geo.service.patrol.answers import KEY
from geo.service.patrol.kits import PatrolKit
from geo.views.blocks.chosen import Choice
from geo.views.blocks.link import linked_many
from geo.views.blocks.patrol.point import choose_click, is_pointing, keep_point, plan_point
from geo.views.blocks.pictures import Ground, OnPoint, lay_ground, pointed_place, show_picture
from geo.views.context import Context

_MAP: Final = "patrouillekaart"
_STILL_MAP: Final = "patrouillekaart-week"
_PARTS: Final = "patrouillelagen"
_MARGIN: Final = 0.15
_LEAST_M: Final = 400.0


@dataclass(frozen=True)
class ChosenStop:
    """A visit of a plan: the number of its team and of its stop, both from 1."""

    team: int
    stop: int


def offer_stops(kit: PatrolKit, *, can_point: bool) -> Choice:
    """Return the choice between the visits of a plan; a click on a place chooses its first.

    Parameters
    ----------
    kit
        The plan.
    can_point
        Whether people may point at other places on its map too.
    """
    ids = patrol_tables.list_visit_ids(kit.advice)
    rows = [visit.place for visits in kit.advice.visits for visit in visits]
    keys = [str(key) for key in kit.advice.places[KEY].iloc[rows]]
    first = {key: name for name, key in reversed(list(zip(ids, keys, strict=True)))}
    version = blake2b(repr(kit.advice.visits).encode("utf-8"), digest_size=5).hexdigest()
    map_key = _MAP if can_point else _STILL_MAP
    return Choice("stop", map_key, ids, shapes=first, version=f"-{version}")


def keep_stop(choice: Choice) -> ChosenStop | None:
    """Return the visit that the link names; to be called once a run."""
    chosen = choice.keep()
    if chosen is None:
        return None
    team, stop = chosen.split(".")
    return ChosenStop(int(team), int(stop))


def show_map(
    context: Context,
    kit: PatrolKit,
    choice: Choice,
    chosen: ChosenStop | None,
    *,
    can_point: bool,
) -> None:
    """Show the map: a click chooses a stop or, where people asked for it, points at a place."""
    ground = lay_ground(context)
    map_place, below = st.container(), st.container()
    with below:
        if can_point:
            choose_click()
        parts = _choose_parts(kit, ground)
        st.html(legend_html(kit, parts=parts))
    over = (
        plan_patrol_map(kit, parts=parts)
        + plan_chosen_stop(None if chosen is None else _key_of(kit, chosen))
        + _look_at(kit)
    )
    with map_place:
        if can_point:
            on_click = OnPoint(lambda: _take_click(context, choice))
            show_picture(over + plan_point(context), ground, key=choice.map_key, on_click=on_click)
        else:
            choice.show_map(over, ground)


def show_stops(kit: PatrolKit, choice: Choice) -> None:
    """Show the visits as a table, and the same choice as a list."""
    table = patrol_tables.tabulate_stops(kit.advice)
    columns = list(table.columns)
    if len(kit.advice.visits) == 1:
        columns.remove(patrol_tables.TEAM)
    choice.show_table(
        table, alt="Stops op volgorde", column_order=columns, column_config=_column_config()
    )
    labels = dict(zip(choice.ids, patrol_tables.label_stops(kit.advice), strict=True))
    choice.show_list(labels, title="Stop bekijken", hint="Kies een stop, hier of op de kaart")


def _choose_parts(kit: PatrolKit, ground: Ground) -> Collection[PatrolPart]:
    offered = [part for part in PatrolPart if part is not PatrolPart.STREETS or ground.streets]
    if not kit.advice.cameras:
        offered.remove(PatrolPart.CAMERAS)
    if not offered:
        return ()
    options = {part: part.value for part in offered}
    chosen: list[PatrolPart] = st.pills(
        "Op de kaart",
        offered,
        selection_mode="multi",
        format_func=options.__getitem__,
        **linked_many(_PARTS, options, default=offered),
    )
    return chosen


def _key_of(kit: PatrolKit, chosen: ChosenStop) -> str:
    visit = kit.advice.visits[chosen.team - 1][chosen.stop - 1]
    return str(kit.advice.places[KEY].iloc[visit.place])


def _look_at(kit: PatrolKit) -> Steps:
    question = kit.advice.question
    if not any(kit.advice.visits):
        return ()
    # Another base or area is another place to look at; another plan there is not.
    place = repr((question.areas, question.base, question.end, question.themes))
    bounds = bound_plan(kit)
    west, south, east, north = bounds.total_bounds
    # Nothing may lie below the words that every map has in its corner.
    margin = _MARGIN * max(east - west, north - south, _LEAST_M)
    return plan_view([bounds.set_geometry(bounds.buffer(margin))], place=place)


def _take_click(context: Context, choice: Choice) -> None:
    if not is_pointing():
        choice.take_click()
    elif (pointed := pointed_place(choice.map_key)) is not None:
        keep_point(in_metres(*pointed, context.workspace.crs))


def _column_config() -> dict[str, Any]:
    numbers = {
        name: st.column_config.NumberColumn(width=width, format="localized")
        for name, width in (
            (patrol_tables.TEAM, 50),
            (patrol_tables.STOP, 46),
        )
    }
    words = {patrol_tables.TIMES: 92, patrol_tables.PLACE: 250}
    return numbers | {
        name: st.column_config.TextColumn(width=width) for name, width in words.items()
    }

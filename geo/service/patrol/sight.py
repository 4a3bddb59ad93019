"""What of kept plans somebody sees who is kept to their own wijken."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import pandas as pd

from geo import schema
from geo.patrol_records import PlanVersion, SavedPlan, SavedStop
from geo.schema import PlaceKind
from geo.service.own_ground import OwnGround
from geo.service.patrol.visit_answers import PatrolRecord

# Where somebody has to be whatever happens there: no incident leads to it.
_ADDED: Final = (PlaceKind.APPOINTMENT, PlaceKind.ADDED)

Number = tuple[int, int]


def narrow_record(record: PatrolRecord, own: OwnGround) -> PatrolRecord | None:
    """Leave out of a plan what lies outside the own wijken; None where its last version has none.

    Hotspots and near repeats of other wijken are left out with their ticks. What people added there
    stays in a plan that visits an own wijk, without the words why: the round has to go there.
    """
    versions = tuple(
        replace(version, plan=plan)
        for version in record.versions
        if (plan := narrow_plan(version.plan, own)) is not None
    )
    if not versions or versions[-1].version != record.last.version:
        return None
    seen = {number for version in versions for number in _number_stops(version)}
    ticks = tuple(tick for tick in record.ticks if (tick.version, (tick.team, tick.stop)) in seen)
    return PatrolRecord(versions, ticks)


def narrow_plan(plan: SavedPlan, own: OwnGround) -> SavedPlan | None:
    """Leave out of one version what lies outside the own wijken; None where nothing lies in one."""
    inside = own.hold([(stop.x, stop.y) for stop in plan.stops]).tolist()
    if not any(inside):
        return None
    if all(inside):
        return plan
    stops = tuple(
        stop if is_own else replace(stop, why="")
        for stop, is_own in zip(plan.stops, inside, strict=True)
        if is_own or stop.kind in _ADDED
    )
    terms = replace(plan.terms, question="", contacts=_keep_contacts(plan, stops))
    return SavedPlan(terms=terms, stops=stops, left_out=len(plan.stops) - len(stops))


def narrow_visits(stops: pd.DataFrame, own: OwnGround | None) -> pd.DataFrame:
    """Keep the planned visits in the own wijken: rows with ``x`` and ``y``."""
    if own is None:
        return stops
    places = list(zip(stops[schema.X], stops[schema.Y], strict=True))
    return stops[own.hold(places)].reset_index(drop=True)


def _number_stops(version: PlanVersion) -> Iterable[tuple[int, Number]]:
    return ((version.version, (stop.team, stop.stop)) for stop in version.plan.stops)


def _keep_contacts(plan: SavedPlan, stops: tuple[SavedStop, ...]) -> dict[str, str]:
    shown = {stop.place for stop in stops}
    return {place: contact for place, contact in plan.terms.contacts.items() if place in shown}

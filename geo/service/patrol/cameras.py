"""Cameras that watch during a patrol, and the places that they watch."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.patrol_params import PatrolQuestion
from geo.placements import Placement
from geo.schema import PlaceKind
from geo.service.patrol.answers import KIND, StandingCamera
from geo.service.placement.keeping import list_placements
from geo.workspace import Workspace

_STEP = timedelta(minutes=15)


def list_standing(workspace: Workspace, question: PatrolQuestion) -> tuple[StandingCamera, ...]:
    """List the placements that stand somewhere and are in use at some moment of a shift.

    Parameters
    ----------
    workspace
        Its store holds the placements; of each that the viewer sees the last version counts.
    question
        Which shift.
    """
    latest = {record.placement_id: record.last for record in list_placements(workspace)}
    return tuple(
        StandingCamera(number, *placement.place, placement.range_m, *_days(placement))
        for number, placement in sorted(latest.items())
        if any(_watches(placement, moment) for moment in _list_moments(question))
    )


def find_watching(places: pd.DataFrame, cameras: tuple[StandingCamera, ...]) -> NDArray[np.int64]:
    """Find the number of the nearest camera that has each place within range, 0 where none has.

    What people added is their own choice, and has none.

    Parameters
    ----------
    places
        ``x``, ``y`` and ``kind``.
    cameras
        Those that stand there.
    """
    watching = np.zeros(len(places), np.int64)
    nearest = np.full(len(places), np.inf)
    xy = places[[schema.X, schema.Y]].to_numpy(np.float64)
    found = places[KIND].isin([PlaceKind.HOTSPOT, PlaceKind.REPEAT]).to_numpy()
    for camera in cameras:
        metres = np.hypot(*(xy - (camera.x, camera.y)).T)
        nearer = found & (metres <= camera.range_m) & (metres < nearest)
        watching[nearer], nearest[nearer] = camera.placement_id, metres[nearer]
    return watching


def _list_moments(question: PatrolQuestion) -> list[datetime]:
    """List local moments of a shift, a quarter of an hour apart."""
    begins = question.begins.astimezone(UTC)
    count = -(-timedelta(minutes=question.minutes) // _STEP)
    return [(begins + step * _STEP).astimezone(question.begins.tzinfo) for step in range(count)]


def _watches(placement: Placement, moment: datetime) -> bool:
    stands = placement.used.first <= moment.date() <= placement.used.last
    return stands and bool(placement.hours.mask()[moment.weekday(), moment.hour])


def _days(placement: Placement) -> tuple[date, date]:
    return placement.used.first, placement.used.last

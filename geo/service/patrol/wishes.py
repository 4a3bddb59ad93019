"""What people add to a patrol: appointments, and stops that they want made."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geo import schema
from geo.analysis.local_time import WEEK_HOURS
from geo.patrol_params import AddedStop, Appointment, PatrolQuestion
from geo.schema import PlaceKind
from geo.service.patrol.answers import KEY, KIND, LABEL, LATEST, TESTABLE, TOTAL, PlaceReason
from geo.service.patrol.places import Candidates


def list_wishes(question: PatrolQuestion) -> Candidates:
    """List the places of appointments and added stops, in that order; they are worth nothing."""
    return Candidates(
        pd.concat(
            [
                _lay_out(PlaceKind.APPOINTMENT, question.appointments),
                _lay_out(PlaceKind.ADDED, question.added),
            ],
            ignore_index=True,
        ),
        np.zeros((len(question.appointments) + len(question.added), WEEK_HOURS)),
        (
            *(PlaceReason() for _ in question.appointments),
            *(PlaceReason(words=stop.reason) for stop in question.added),
        ),
    )


def _lay_out(kind: PlaceKind, wishes: Sequence[Appointment | AddedStop]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            KEY: [f"{kind.value}:{number}" for number in range(1, len(wishes) + 1)],
            KIND: kind.value,
            LABEL: pd.Series([wish.label for wish in wishes], dtype=object),
            schema.THEME: "",
            schema.RANK: np.zeros(len(wishes), np.int64),
            schema.HOTSPOT_ID: "",
            schema.INCIDENTS: np.zeros(len(wishes), np.int64),
            TOTAL: np.zeros(len(wishes)),
            TESTABLE: np.zeros(len(wishes), np.bool_),
            schema.X: pd.Series([wish.x for wish in wishes], dtype=np.float64),
            schema.Y: pd.Series([wish.y for wish in wishes], dtype=np.float64),
            LATEST: pd.Series([None] * len(wishes), dtype=object),
        }
    )

"""Who made the records: those of the police themselves are kept apart from where risk is sought."""

from typing import Generic, NamedTuple, TypeVar

import pandas as pd

from geo import schema
from geo.schema import Reporter

Frame = TypeVar("Frame", bound=pd.DataFrame)


class ReporterSplit(NamedTuple, Generic[Frame]):
    """Incidents that tell of risk, and how many were made by the police themselves."""

    incidents: Frame
    police_made: int


def leave_out_police(incidents: Frame) -> ReporterSplit[Frame]:
    """Leave out what the police recorded on their own.

    Such records show where police were, and would send them there again. Those of which nobody
    said who made them stay.

    Parameters
    ----------
    incidents
        With ``reporter``; any index.

    Returns
    -------
    ReporterSplit
        The other incidents, index and order kept; the same frame where there are no such records.
    """
    made = (incidents[schema.REPORTER] == Reporter.POLICE).to_numpy()
    count = int(made.sum())
    return ReporterSplit(incidents[~made] if count else incidents, count)

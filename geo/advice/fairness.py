"""Whether the planned time falls on wijken as incidents do, and as people live there."""

from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd

from geo import schema
from geo.analysis.trends import SMALL_COUNT

VISITS: Final = "visits"
PLANNED_MINUTES: Final = "planned_minutes"
SHARE_PLANNED: Final = "share_planned"
SHARE_INCIDENTS: Final = "share_incidents"
SHARE_INHABITANTS: Final = "share_inhabitants"
RATIO_INCIDENTS: Final = "ratio_incidents"
RATIO_INHABITANTS: Final = "ratio_inhabitants"
BY_INCIDENTS: Final = "by_incidents"
BY_INHABITANTS: Final = "by_inhabitants"

# So many times its share is more, and one over it is less.
_UNEVEN: Final = 1.5
# Visits are whole: a difference of less than two may be one that fell just on the other side.
_TOLD_VISITS: Final = 2


class Balance(StrEnum):
    """How the planned time of a wijk stands to its share of something."""

    MORE = "more"
    ALIKE = "alike"
    LESS = "less"
    SMALL = "small"
    UNKNOWN = "unknown"


def weigh_fairness(wijken: pd.DataFrame) -> pd.DataFrame:
    """Lay the planned time of each wijk beside its share of incidents and of inhabitants.

    A wijk has more than its share where that is half more or over, and two visits or more; less
    where it is two thirds or under, and two visits or more. It is too small to tell where the wijk
    has fewer than ten recorded incidents, or the plan fewer than ten visits. This is a rule of
    ours; that recorded incidents are themselves no measure of need, no rule can mend.

    Parameters
    ----------
    wijken
        One row a wijk: ``visits``, ``planned_minutes``, ``incidents`` and ``inhabitants`` (missing
        where nobody knows).

    Returns
    -------
    DataFrame
        With, on the same index, shares of the whole from 0 to 1 (``share_planned``,
        ``share_incidents``, ``share_inhabitants``), the planned share over each of the two others
        (``ratio_incidents``, ``ratio_inhabitants``; missing where a share is nothing or unknown),
        and what that comes to (``by_incidents``, ``by_inhabitants``: a `Balance`).
    """
    planned = _share(wijken[PLANNED_MINUTES])
    incidents, inhabitants = (
        _share(wijken[column]) for column in (schema.INCIDENTS, schema.INHABITANTS)
    )
    is_small = (wijken[schema.INCIDENTS] < SMALL_COUNT) | (wijken[VISITS].sum() < SMALL_COUNT)
    return wijken.assign(
        **{
            SHARE_PLANNED: planned,
            SHARE_INCIDENTS: incidents,
            SHARE_INHABITANTS: inhabitants,
            RATIO_INCIDENTS: planned / incidents.where(incidents > 0),
            RATIO_INHABITANTS: planned / inhabitants.where(inhabitants > 0),
            BY_INCIDENTS: _judge(wijken, planned, incidents, is_small),
            BY_INHABITANTS: _judge(wijken, planned, inhabitants, is_small),
        }
    )


def _share(counts: pd.Series) -> pd.Series:
    """Share of the whole; missing for all where one is unknown, as the whole then is too."""
    numbers = counts.astype("Float64").astype(np.float64)
    total = numbers.sum(skipna=False)
    return numbers / total if total > 0 else numbers * np.nan


def _judge(
    wijken: pd.DataFrame, planned: pd.Series, due: pd.Series, is_small: pd.Series
) -> pd.Series:
    minutes = wijken[PLANNED_MINUTES]
    visit = minutes.sum() / max(wijken[VISITS].sum(), 1)
    told = (minutes - due * minutes.sum()).abs() >= _TOLD_VISITS * visit
    judged = np.select(
        [
            due.isna(),
            is_small,
            told & (planned >= _UNEVEN * due),
            told & (planned <= due / _UNEVEN),
        ],
        [Balance.UNKNOWN, Balance.SMALL, Balance.MORE, Balance.LESS],
        Balance.ALIKE,
    )
    return pd.Series(judged, wijken.index, dtype="str")

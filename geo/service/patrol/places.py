"""Places that a patrol may visit because of what happened there: what each is worth, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo import schema
from geo.advice.rounds import smooth_week
from geo.analysis.hotspots import weigh_recency
from geo.analysis.local_time import DAYS, HOURS, WEEK_HOURS
from geo.analysis.points import read_points
from geo.analysis.significance import Significance
from geo.analysis.timing import weigh_week_hours
from geo.schema import PlaceKind, Reporter
from geo.service.answers import HotspotReport
from geo.service.opening import open_store
from geo.service.patrol.answers import (
    KEY,
    KIND,
    LABEL,
    LATELY_DAYS,
    LATEST,
    TESTABLE,
    TOTAL,
    PlaceReason,
)
from geo.store import Stretch
from geo.themes import Themes
from geo.workspace import Workspace

Values = NDArray[np.float64]

_MOST_CODES: Final = 3


@dataclass(frozen=True, eq=False)
class Candidates:
    """Places that may be visited.

    ``places`` has what `PLACE_COLUMNS` of the answer names, but for where a place lies and what
    stands there; ``rates`` has shape ``(n, 168)``: weighed incidents to expect in each hour of the
    week; ``reasons`` has one a place.
    """

    places: pd.DataFrame
    rates: Values
    reasons: tuple[PlaceReason, ...]

    def select(self, chosen: NDArray[np.bool_]) -> "Candidates":
        """Keep some of the places, index renewed."""
        return Candidates(
            self.places[chosen].reset_index(drop=True),
            self.rates[chosen],
            tuple(self.reasons[row] for row in np.flatnonzero(chosen)),
        )


def join_candidates(parts: Sequence[Candidates]) -> Candidates:
    """Put places together, in order."""
    return Candidates(
        pd.concat([part.places for part in parts], ignore_index=True),
        np.vstack([part.rates for part in parts]),
        tuple(reason for part in parts for reason in part.reasons),
    )


def list_hotspots(
    workspace: Workspace, report: HotspotReport, themes: Themes, *, harm: float
) -> Candidates:
    """List the hotspots of a report by rank: a visit goes to the middle of a hotspot's incidents.

    Parameters
    ----------
    workspace
        The municipality.
    report
        Hotspots that may lead to a visit, weighed.
    themes
        Every card.
    harm
        How heavily one incident weighs.
    """
    hotspots = pd.DataFrame(report.hotspots.drop(columns=schema.GEOMETRY)).reset_index(drop=True)
    members = [_members_of(report, rank) for rank in hotspots[schema.RANK]]
    weeks = np.array([week_of(each, workspace) for each in members]).reshape(-1, WEEK_HOURS)
    weekly = expect_weekly(report, members, workspace) * harm
    places = pd.DataFrame(
        {
            KEY: [f"{report.theme}:{name}" for name in hotspots[schema.HOTSPOT_ID]],
            KIND: PlaceKind.HOTSPOT.value,
            LABEL: [f"{report.title} {rank}" for rank in hotspots[schema.RANK]],
            schema.THEME: report.theme,
            schema.RANK: hotspots[schema.RANK].astype(np.int64),
            schema.HOTSPOT_ID: hotspots[schema.HOTSPOT_ID],
            schema.INCIDENTS: hotspots[schema.INCIDENTS].astype(np.int64),
            TOTAL: weekly,
            TESTABLE: report.significance is not None
            and isinstance(report.significance.found, Significance),
        }
    )
    places[[schema.X, schema.Y]] = np.array([_middle_of(each) for each in members]).reshape(-1, 2)
    reasons = tuple(tell_reason(each, report, themes, workspace) for each in members)
    made = count_inside(read_police_made(workspace, report), report.hotspots.geometry.to_numpy())
    reasons = tuple(
        replace(reason, police_made=int(count)) for reason, count in zip(reasons, made, strict=True)
    )
    places[LATEST] = pd.Series([reason.latest for reason in reasons], dtype=object)
    rates = weekly[:, np.newaxis] * smooth_week(weeks, week_of(report.incidents, workspace))
    return Candidates(places, rates, reasons)


def expect_weekly(
    report: HotspotReport, members: Sequence[pd.DataFrame], workspace: Workspace
) -> Values:
    """Incidents to expect in a week among each group of a report's incidents, shape ``(n,)``.

    Recent weeks count more, by the half-life of the card: weights of incidents over those of weeks.
    """
    _, as_of = report.period.bounds(workspace.timezone)
    age_days = np.arange(report.period.days) + 0.5
    weeks = np.exp2(-age_days / report.params.half_life_days).sum() / DAYS
    return np.array(
        [float(weigh_recency(each, report.params, as_of=as_of).sum()) / weeks for each in members]
    )


def week_of(incidents: pd.DataFrame, workspace: Workspace) -> Values:
    """Spread incidents over the hours of the local week, shape ``(168,)``."""
    week: Values = weigh_week_hours(incidents, timezone=workspace.timezone).weights.reshape(-1)
    return week


def tell_reason(
    incidents: pd.DataFrame, report: HotspotReport, themes: Themes, workspace: Workspace
) -> PlaceReason:
    """Tell what happened at a place, lately and at which hours.

    Parameters
    ----------
    incidents
        Those of the place.
    report
        The search that they belong to.
    themes
        What each code means.
    workspace
        The municipality.
    """
    days = incidents[schema.STARTED_AT].dt.tz_convert(workspace.timezone).dt.date
    last = report.period.last
    since = {span: int((days > last - timedelta(days=span)).sum()) for span in LATELY_DAYS}
    titles = incidents[schema.CODE].map(lambda code: themes.titles.get(code, code))
    codes = titles.value_counts().head(_MOST_CODES)
    return PlaceReason(
        incidents=len(incidents),
        recent=since,
        latest=days.max() if len(days) else None,
        codes=tuple((str(title), int(count)) for title, count in codes.items()),
        hours=week_of(incidents, workspace).reshape(DAYS, HOURS).sum(axis=0),
    )


def read_police_made(workspace: Workspace, report: HotspotReport) -> Values:
    """Read where records lie that police made themselves, which a search left out; ``(n, 2)``."""
    if not report.police_made:
        return np.empty((0, 2))
    columns = [schema.REPORTER, schema.X, schema.Y]
    with open_store(workspace) as store:
        rows = store.read_rows(columns, Stretch(theme=report.theme, period=report.period))
    made = rows[(rows[schema.REPORTER] == Reporter.POLICE) & rows[schema.X].notna()]
    return made[[schema.X, schema.Y]].to_numpy(np.float64)


def count_inside(xy: Values, grounds: NDArray[np.object_]) -> NDArray[np.intp]:
    """Count how many points lie on each ground, shape ``(grounds,)``."""
    counts: NDArray[np.intp] = np.array(
        [int(shapely.intersects_xy(ground, *xy.T).sum()) for ground in grounds], np.intp
    )
    return counts


def _members_of(report: HotspotReport, rank: int) -> pd.DataFrame:
    members: pd.DataFrame = report.incidents[report.incidents[schema.CLUSTER] == rank - 1]
    return members


def _middle_of(incidents: pd.DataFrame) -> tuple[float, float]:
    x, y = read_points(incidents)
    return float(np.median(x)), float(np.median(y))

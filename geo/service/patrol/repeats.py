"""Places of a patrol that are warm: others tend to follow the latest incidents there."""

from collections.abc import Hashable
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo import schema
from geo.advice.rounds import smooth_week
from geo.analysis.alerts import BETWEEN, STREETS, UNTIL, Basis, last_day
from geo.analysis.local_time import DAYS, WEEK_HOURS
from geo.analysis.points import read_points
from geo.analysis.repeats import EXPECTED, PAIRS, TO_DAYS, TO_M
from geo.schema import PlaceKind
from geo.service.answers import AlertReport, HotspotReport
from geo.service.patrol.answers import KEY, KIND, LABEL, LATEST, TESTABLE, TOTAL, PlaceReason
from geo.service.patrol.places import (
    Candidates,
    count_inside,
    read_police_made,
    tell_reason,
    week_of,
)
from geo.themes import Themes
from geo.workspace import Workspace

Values = NDArray[np.float64]

# Where the data are too few to tell how many more follow, half as many again: the least that
# an alert without ground in the data would have been seen by (`geo.analysis.alerts`).
PRIOR_SHARE: Final = 0.5


def list_repeats(
    workspace: Workspace,
    alerts: AlertReport,
    report: HotspotReport,
    themes: Themes,
    *,
    harm: float,
) -> Candidates:
    """List the grounds that are still warm and in no hotspot of the theme.

    A visit goes to the latest incident; others within the reach of its ground are looked after
    from there, and add their warmth. Where a hotspot is, what happened lately counts already.

    Parameters
    ----------
    workspace
        The municipality.
    alerts
        Made for the day of the shift; records that police made raise none.
    report
        Hotspots of the theme that may lead to a visit, and all incidents of the period.
    themes
        Every card.
    harm
        How heavily one incident weighs.
    """
    warm = _leave_out_hotspots(_place_alerts(alerts), report)
    groups = _group_near(warm)
    weekly = expect_more(alerts) * np.array([len(group) for group in groups], np.float64) * harm
    latest = warm.iloc[[group[0] for group in groups]].reset_index(drop=True)
    made = read_police_made(workspace, report) if len(latest) else np.empty((0, 2))
    reasons = tuple(
        _tell_warmth(report, themes, workspace, alert=alert, police_made=made)
        for alert in latest.to_dict("records")
    )
    week = week_of(report.incidents, workspace)
    shares = smooth_week(np.zeros((len(latest), WEEK_HOURS)), week)
    places = _lay_out(latest, alerts, weekly)
    places[schema.INCIDENTS] = np.array([reason.incidents for reason in reasons], np.int64)
    places[LATEST] = pd.Series([reason.latest for reason in reasons], dtype=object)
    return Candidates(places, weekly[:, np.newaxis] * shares, reasons)


def expect_more(alerts: AlertReport) -> float:
    """Say how many more incidents a week to expect around one, while its ground is warm.

    As many as were seen to follow beyond chance, spread evenly over the days that it lasts. Where
    these data are too few and the literature speaks, it is half of what chance gives. This is a
    rule of ours, no method from the literature.
    """
    band, incidents = alerts.repeats.table.iloc[0], alerts.repeats.incidents
    if alerts.basis is Basis.FOUND:
        more = max(float(band[PAIRS]) - float(band[EXPECTED]), 0.0)
    elif alerts.basis is Basis.PRIOR:
        more = PRIOR_SHARE * float(band[EXPECTED])
    else:
        more = 0.0
    return more / max(incidents, 1) * DAYS / float(band[TO_DAYS])


def _place_alerts(alerts: AlertReport) -> pd.DataFrame:
    """Lay out alerts, the latest first, with ``x`` and ``y`` of their incident: the middle."""
    middle = shapely.get_coordinates(shapely.centroid(alerts.alerts.geometry.to_numpy()))
    placed = pd.DataFrame(alerts.alerts).reset_index(drop=True)
    return placed.assign(x=middle[:, 0].round(2), y=middle[:, 1].round(2))


def _leave_out_hotspots(alerts: pd.DataFrame, report: HotspotReport) -> pd.DataFrame:
    """Leave out alerts after an incident that lies in a hotspot."""
    grounds = shapely.union_all(report.hotspots.geometry.to_numpy())
    inside = shapely.intersects_xy(grounds, alerts[schema.X], alerts[schema.Y])
    return alerts[~inside].reset_index(drop=True)


def _group_near(alerts: pd.DataFrame) -> list[list[int]]:
    """Group alerts around the latest one that is in no group yet, within reach of its ground."""
    xy, reach_m = alerts[[schema.X, schema.Y]].to_numpy(np.float64), alerts[TO_M].to_numpy()
    left, groups = np.arange(len(alerts)), []
    while len(left):
        near = np.hypot(*(xy[left] - xy[left[0]]).T) < reach_m[left[0]]
        groups.append(left[near].tolist())
        left = left[~near]
    return groups


def _tell_warmth(
    report: HotspotReport,
    themes: Themes,
    workspace: Workspace,
    *,
    alert: dict[Hashable, Any],
    police_made: Values,
) -> PlaceReason:
    """Tell what happened on the ground of an alert; its own incident may be after the period."""
    x, y = read_points(report.incidents)
    near = np.hypot(x - alert[schema.X], y - alert[schema.Y]) < alert[TO_M]
    reason = tell_reason(report.incidents[near], report, themes, workspace)
    day = alert[schema.STARTED_AT].tz_convert(workspace.timezone).date()
    latest = day if reason.latest is None else max(day, reason.latest)
    (made,) = count_inside(police_made, np.array([alert[schema.GEOMETRY]], np.object_))
    return replace(reason, latest=latest, police_made=int(made), warm_until=last_day(alert[UNTIL]))


def _lay_out(latest: pd.DataFrame, alerts: AlertReport, weekly: Values) -> pd.DataFrame:
    days = latest[schema.STARTED_AT].dt.strftime("%Y-%m-%d")
    streets = latest[STREETS].str.split(BETWEEN).str[0].fillna("")
    return pd.DataFrame(
        {
            KEY: [
                f"repeat:{alerts.theme}:{day}:{x:.0f}:{y:.0f}"
                for day, x, y in zip(days, latest[schema.X], latest[schema.Y], strict=True)
            ],
            KIND: PlaceKind.REPEAT.value,
            LABEL: [", ".join(filter(None, (alerts.title, street))) for street in streets],
            schema.THEME: alerts.theme,
            schema.RANK: np.zeros(len(latest), np.int64),
            schema.HOTSPOT_ID: "",
            schema.X: latest[schema.X],
            schema.Y: latest[schema.Y],
            TOTAL: weekly,
            TESTABLE: alerts.basis is Basis.FOUND,
        }
    )

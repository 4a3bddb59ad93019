"""The one door out: every answer that is handed on passes here, as far as its audience may see."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Final, TypeVar

import pandas as pd

from geo import schema
from geo.access import Right, refuse
from geo.analysis.rates import RATE, RATE_HIGH, RATE_LOW
from geo.analysis.trends import NOW
from geo.disclosure import Audience, Disclosed, Reason, Rules
from geo.disclosure.frames import withhold_counts
from geo.errors import ParamsError
from geo.intake.disclosure_rules import read_disclosure_rules
from geo.params import HourSelection
from geo.service.answers import ThemeComparison, ThemeSummary
from geo.service.comparison_tables import withhold_comparison
from geo.service.theme_tables import withhold_theme
from geo.workspace import Workspace

Answer = TypeVar("Answer")

# Counts that stand beside a table, and are no part of it.
_ASIDE: Final = ("without_place", "without_hour", "police_made", "noise")


class Inside(StrEnum):
    """What is only for who works with it and for the driehoek, whatever the rules say."""

    FORECAST = "forecast"
    ALERTS = "alerts"
    CAMERA_ADVICE = "camera-advice"
    FACTSHEET = "factsheet"
    PATROL = "patrol"
    SURVEY = "survey"
    COMPARISON = "comparison"
    BACKTEST = "backtest"
    REPEATS = "repeats"
    PLACEMENTS = "placements"
    IMPORTS = "imports"
    QUALITY = "quality"
    QUARANTINE = "quarantine"
    POINTS = "points"


def read_rules(workspace: Workspace, audience: Audience) -> Rules:
    """Return what an audience may see in a workspace.

    Raises
    ------
    AccessError
        If the audience may see more than the viewer.
    HotspotkaartError
        If the rules of the workspace cannot be used.
    """
    if audience.may_see_places and Right.FEW not in workspace.viewer.rights:
        raise refuse(workspace.viewer, Right.FEW)
    return read_disclosure_rules(workspace)[audience]


def check_inside(workspace: Workspace, audience: Audience, what: Inside) -> Rules:
    """Refuse who may not have what is only for inside, before any work is done for it.

    Returns
    -------
    Rules
        What the audience may see.

    Raises
    ------
    AccessError
        If the audience may see more than the viewer.
    ParamsError
        If the audience may not see places.
    """
    if not audience.may_see_places:
        raise ParamsError(
            "disclosure-inside",
            expected=f"an audience that may have {what.value}: internal or driehoek",
            got=audience.value,
            remedy="choose one of these, or another export",
            what=what.value,
        )
    return read_rules(workspace, audience)


def keep_inside(
    workspace: Workspace, answer: Answer, audience: Audience, what: Inside
) -> Disclosed[Answer]:
    """Hand on what shows where police will look or what a single record says, to who may have it.

    Raises
    ------
    AccessError, ParamsError
        As of `check_inside`.
    """
    return Disclosed(answer, audience, check_inside(workspace, audience, what))


def disclose_comparison(
    workspace: Workspace, comparison: ThemeComparison, audience: Audience
) -> Disclosed[ThemeComparison]:
    """Hand a comparison of themes on; counts that may not be told are missing in its frames.

    Raises
    ------
    ParamsError
        If it is of a part of the municipality or of the week: it could be subtracted.
    """
    rules = read_rules(workspace, audience)
    if not rules.least_count or comparison.held is not None:
        return Disclosed(comparison, audience, rules, comparison.held or {})
    _check_whole(workspace, comparison.area, comparison.hours)
    told, frames = withhold_comparison(comparison, rules)
    held = _add(*(frame.held for frame in frames))
    return Disclosed(hide_asides(told, rules), audience, rules, held)


def disclose_theme(
    workspace: Workspace, summary: ThemeSummary, audience: Audience
) -> Disclosed[ThemeSummary]:
    """Hand a theme by month and by wijk on; counts that may not be told are missing.

    Raises
    ------
    ParamsError
        If it is of a part of the municipality or of the week: it could be subtracted.
    """
    rules = read_rules(workspace, audience)
    if not rules.least_count or summary.held is not None:
        return Disclosed(summary, audience, rules, summary.held or {})
    _check_whole(workspace, summary.question.area, summary.question.hours)
    told, frames = withhold_theme(summary, rules)
    if told.wijken is not None:
        told = replace(told, wijken=_hide_rates(told.wijken))
    held = _add(*(frame.held for frame in frames))
    return Disclosed(hide_asides(told, rules), audience, rules, held)


def disclose_summary(
    workspace: Workspace, rows: pd.DataFrame, audience: Audience
) -> Disclosed[pd.DataFrame]:
    """Hand counts on that together make up a whole; those that may not be told are missing."""
    rules = read_rules(workspace, audience)
    if not rules.least_count:
        return Disclosed(rows, audience, rules)
    if gone := int(rows[schema.INCIDENTS].isna().sum()):
        # Held back already, from who asked.
        return Disclosed(rows, audience, rules, {Reason.FEW: gone})
    held = withhold_counts(rows, (schema.INCIDENTS,), rules)
    return Disclosed(held.frame, audience, rules, held.held)


def _check_whole(workspace: Workspace, area: str | None, hours: HourSelection) -> None:
    if area not in (None, workspace.settings.code) or not hours.is_all:
        raise ParamsError(
            "disclosure-narrowed",
            expected="figures of the whole municipality and all hours",
            got=f"those of {area or 'some hours'}",
            remedy="choose the whole municipality: its table has a row for each wijk",
        )


def _hide_rates(wijken: pd.DataFrame) -> pd.DataFrame:
    """Leave the rate of a count out that is held back: times the dwellings it gives the count."""
    rates = [name for name in (RATE, RATE_LOW, RATE_HIGH) if name in wijken]
    return wijken.assign(
        **{name: wijken[name].astype("Float64").mask(wijken[NOW].isna()) for name in rates}
    )


def hide_asides(answer: Answer, rules: Rules) -> Answer:
    """Put 0 where a count beside a table is few: files pass over one that is 0."""
    few = {name: 0 for name in _ASIDE if 0 < (getattr(answer, name, None) or 0) < rules.least_count}
    return replace(answer, **few) if few else answer  # type: ignore[type-var]


def _add(*many: Mapping[Reason, int]) -> dict[Reason, int]:
    return leave_out_none({reason: sum(one.get(reason, 0) for one in many) for reason in Reason})


def leave_out_none(held: Mapping[Reason, int]) -> dict[Reason, int]:
    """Leave out the reasons for which nothing was held back."""
    return {reason: count for reason, count in held.items() if count}

"""The one door out: every answer that is handed on passes here, as far as its audience may see."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Final, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.access import Right, refuse
from geo.analysis.opportunities import spread_opportunities
from geo.analysis.rates import RATE, RATE_HIGH, RATE_LOW
from geo.analysis.trends import NOW
from geo.disclosure import Audience, Disclosed, OutlineRule, PlaceDetail, Reason, Rules
from geo.disclosure.frames import HeldFrame, withhold_counts
from geo.disclosure.places import (
    count_by_square,
    count_by_street,
    lower_to_grid,
    widen_outlines,
)
from geo.disclosure.suppression import withhold
from geo.disclosure.tables import Key, Sum, Tables
from geo.errors import ParamsError
from geo.intake.disclosure_rules import read_disclosure_rules
from geo.params import HourSelection
from geo.schema import PointLayer
from geo.service.answers import (
    CellReport,
    HotspotReport,
    ThemeComparison,
    ThemeSummary,
)
from geo.service.comparison_tables import withhold_comparison
from geo.service.opportunities import load_opportunities
from geo.service.streets import load_streets
from geo.service.theme_tables import withhold_theme
from geo.workspace import Workspace

Answer = TypeVar("Answer")

_REST, _TOTAL = "rest", "total"
_SQUARE_M_PER_HA: Final = 10_000
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


def keep_inside(
    workspace: Workspace, answer: Answer, audience: Audience, what: Inside
) -> Disclosed[Answer]:
    """Hand on what shows where police will look or what a single record says, to who may have it.

    Raises
    ------
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
    return Disclosed(answer, audience, read_rules(workspace, audience))


def disclose_hotspots(
    workspace: Workspace, report: HotspotReport, audience: Audience
) -> Disclosed[HotspotReport]:
    """Hand hotspots on: for council and public without points, outlines wide or none.

    Parameters
    ----------
    workspace
        The municipality, with its rules and addresses.
    report
        Answer of the hotspot search.
    audience
        Who will see it.

    Returns
    -------
    Disclosed
        For council and public the report has no incidents; hotspots of fewer than the rules tell
        are not in it; those left have no score, no core points and no peak, which may be of a few;
        their centre lies on a grid.
    """
    rules = read_rules(workspace, audience)
    if audience.may_see_places:
        return Disclosed(report, audience, rules)
    widened = widen_outlines(
        report.hotspots.geometry,
        _read_addresses(workspace, rules),
        least_addresses=rules.least_addresses,
    )
    drawn = ~widened.outlines.is_empty.to_numpy()
    tellable = _find_tellable(report, drawn, rules)
    shown = drawn & tellable
    spots = report.hotspots.assign(
        **{
            schema.CENTRE: lower_to_grid(report.hotspots[schema.CENTRE], grid_m=rules.grid_m),
            schema.CORE_POINTS: 0,
            schema.SCORE: np.nan,
            schema.AREA_HA: widened.outlines.area / _SQUARE_M_PER_HA,
        }
    ).set_geometry(widened.outlines)[shown]
    rest = len(report.incidents) - int(spots[schema.INCIDENTS].sum())
    told = replace(
        report, incidents=report.incidents.head(0), hotspots=spots, noise=rest, peaks=None
    )
    held = {
        # How many points there were is a count itself.
        Reason.POINTS: 1,
        Reason.FEW: int((drawn & ~tellable).sum()),
        Reason.OUTLINES: int((~drawn).sum()),
        Reason.WIDENED: int((widened.is_widened & shown).sum()),
    }
    return Disclosed(_hide_asides(told, rules), audience, rules, _leave_out_none(held))


def disclose_cells(
    workspace: Workspace, report: CellReport, audience: Audience
) -> Disclosed[CellReport]:
    """Hand cells on: for council and public as counts in large squares, without the test."""
    rules = read_rules(workspace, audience)
    if audience.may_see_places:
        return Disclosed(report, audience, rules)
    cells = report.cells
    middles = gpd.GeoSeries(gpd.points_from_xy(cells[schema.X], cells[schema.Y]), crs=report.crs)
    places = lower_to_grid(middles, grid_m=rules.grid_m)
    squares = (
        pd.DataFrame(
            {
                schema.X: places.x.to_numpy(),
                schema.Y: places.y.to_numpy(),
                schema.INCIDENTS: cells[schema.INCIDENTS].to_numpy(),
            }
        )
        .groupby([schema.X, schema.Y], as_index=False)
        .sum()
    )
    held = withhold_counts(squares, (schema.INCIDENTS,), rules)
    told = held.frame.dropna(subset=[schema.INCIDENTS])
    band_m = max(report.params.band_m, rules.grid_m)
    params = replace(report.params, cell_m=rules.grid_m, band_m=band_m)
    hidden = replace(report, cells=told, params=params)
    return Disclosed(_hide_asides(hidden, rules), audience, rules, held.held)


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
    return Disclosed(_hide_asides(told, rules), audience, rules, held)


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
    return Disclosed(_hide_asides(told, rules), audience, rules, held)


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


def disclose_points(
    workspace: Workspace, incidents: gpd.GeoDataFrame, audience: Audience
) -> Disclosed[pd.DataFrame]:
    """Hand places of incidents on: for council and public only counts by street or square.

    Returns
    -------
    Disclosed
        The incidents; or ``name`` (by street), ``x``, ``y`` and ``incidents``, of as many as the
        rules tell at least.
    """
    rules = read_rules(workspace, audience)
    if audience.may_see_places:
        return Disclosed(incidents, audience, rules)
    streets = load_streets(workspace) if rules.place is PlaceDetail.STREET else None
    counts = (
        count_by_square(incidents.geometry, grid_m=rules.grid_m)
        if streets is None
        else count_by_street(incidents.geometry, streets.lines)
    )
    held: HeldFrame = withhold_counts(counts, (schema.INCIDENTS,), rules)
    told = held.frame.dropna(subset=[schema.INCIDENTS]).reset_index(drop=True)
    return Disclosed(told, audience, rules, _leave_out_none({Reason.POINTS: 1, **held.held}))


def _find_tellable(
    report: HotspotReport, drawn: NDArray[np.bool_], rules: Rules
) -> NDArray[np.bool_]:
    """Say of which hotspots the count may be told, so that the rest of all is no small one.

    What a hotspot holds that is not drawn is part of that rest.
    """
    sizes = report.hotspots[schema.INCIDENTS].to_numpy(np.int64)
    may_be = drawn & (sizes >= rules.least_outline)
    counts: dict[Key, int] = {
        place: int(size) for place, size in enumerate(sizes.tolist()) if may_be[place]
    }
    total = len(report.incidents)
    tables = Tables(
        {**counts, _REST: total - sum(counts.values()), _TOTAL: total},
        (Sum(_TOTAL, (*counts, _REST)),),
        untold=frozenset({_REST}),
        known=frozenset({_TOTAL}),
    )
    told = withhold(tables, rules).told
    is_told = [isinstance(told.get(place), int) for place in range(len(sizes))]
    return np.array(is_told, np.bool_)


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


def _read_addresses(workspace: Workspace, rules: Rules) -> NDArray[np.float64]:
    layer = (
        load_opportunities(workspace, PointLayer.ADDRESSES)
        if rules.outlines is OutlineRule.WIDENED
        else None
    )
    if layer is None:
        return np.zeros((0, 2))
    return spread_opportunities(layer.shapes).places


def _hide_asides(answer: Answer, rules: Rules) -> Answer:
    """Put 0 where a count beside a table is few: files pass over one that is 0."""
    few = {name: 0 for name in _ASIDE if 0 < (getattr(answer, name, None) or 0) < rules.least_count}
    return replace(answer, **few) if few else answer  # type: ignore[type-var]


def _add(*many: Mapping[Reason, int]) -> dict[Reason, int]:
    return _leave_out_none({reason: sum(one.get(reason, 0) for one in many) for reason in Reason})


def _leave_out_none(held: Mapping[Reason, int]) -> dict[Reason, int]:
    return {reason: count for reason, count in held.items() if count}

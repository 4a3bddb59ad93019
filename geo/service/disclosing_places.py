"""Places at the one door out: points, outlines and cells, as far as their audience may see them."""

from dataclasses import replace
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo import schema
from geo.analysis.opportunities import spread_opportunities
from geo.analysis.trends import NOW
from geo.disclosure import Audience, Disclosed, OutlineRule, PlaceDetail, Reason, Rules
from geo.disclosure.frames import HeldFrame, show_marks, withhold_counts
from geo.disclosure.places import (
    count_by_square,
    count_by_street,
    lower_to_grid,
    widen_outlines,
)
from geo.params import Question
from geo.schema import Layer, PointLayer
from geo.service.answers import CellReport, HotspotReport
from geo.service.areas import list_layers
from geo.service.disclosing import hide_asides, leave_out_none, read_rules
from geo.service.opportunities import load_opportunities
from geo.service.overview import summarise_theme
from geo.service.pieces import WIJK
from geo.service.place_tables import PlaceCounts, Surroundings, hold_places
from geo.service.streets import load_streets
from geo.service.theme_tables import count_theme, hold_theme
from geo.workspace import Workspace

_SQUARE_M_PER_HA: Final = 10_000


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
    sizes = report.hotspots[schema.INCIDENTS].to_numpy(np.int64)
    places = PlaceCounts(widened.outlines, sizes, drawn & (sizes >= rules.least_outline))
    told_of = hold_places(places, _look_around(workspace, report, rules), rules)
    tellable = np.array([isinstance(count, int) for count in told_of], np.bool_)
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
    return Disclosed(hide_asides(told, rules), audience, rules, leave_out_none(held))


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
    counts = squares[schema.INCIDENTS].to_numpy(np.int64)
    x, y, half = squares[schema.X], squares[schema.Y], rules.grid_m / 2
    shapes = gpd.GeoSeries(shapely.box(x - half, y - half, x + half, y + half))
    places = PlaceCounts(shapes, counts, np.ones(len(counts), np.bool_), are_all=True)
    marks = hold_places(places, _look_around(workspace, report, rules), rules)
    held = show_marks(squares, {schema.INCIDENTS: [mark for mark in marks if mark is not None]})
    told = held.frame.dropna(subset=[schema.INCIDENTS])
    band_m = max(report.params.band_m, rules.grid_m)
    params = replace(report.params, cell_m=rules.grid_m, band_m=band_m)
    hidden = replace(report, cells=told, params=params)
    return Disclosed(hide_asides(hidden, rules), audience, rules, held.held)


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
    return Disclosed(told, audience, rules, leave_out_none({Reason.POINTS: 1, **held.held}))


def _look_around(
    workspace: Workspace, report: HotspotReport | CellReport, rules: Rules
) -> Surroundings:
    """Gather what a reader may take places off: all incidents, and the wijken of this theme.

    Of a part of the municipality or of the week no wijken are told.
    """
    total = len(report.incidents) if isinstance(report, HotspotReport) else report.incidents
    layer = list_layers(workspace).get(Layer.WIJKEN)
    question = Question(theme=report.theme, period=report.period)
    if layer is None or (isinstance(report, HotspotReport) and report.question != question):
        return Surroundings(total)
    counts = count_theme(summarise_theme(workspace, question))
    told = hold_theme(counts, rules)
    codes = [code for code in counts.wijken[NOW] if code is not None]
    return Surroundings(
        total,
        layer.areas,
        {code: counts.wijken[NOW][code] for code in codes},
        {code: told[WIJK, report.theme, code, NOW] for code in codes},
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

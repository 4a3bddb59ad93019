"""What patrols planned and did at hotspots, as far as a meeting may see it."""

from collections.abc import Collection
from dataclasses import replace
from typing import Final

import geopandas as gpd
import pandas as pd

from geo import schema
from geo.advice.dosage import DONE_VISITS, PLANNED_VISITS, SPOT
from geo.analysis.areas import find_codes
from geo.disclosure import Audience
from geo.params import Period
from geo.schema import Layer
from geo.service.areas import Layers
from geo.service.driehoek.answers import PatrolPart, VisitFigure
from geo.service.driehoek.withholding import tell_counts
from geo.service.patrol.dosage import report_dosage
from geo.service.patrol.visit_answers import DosageReport
from geo.workspace import Workspace

_OUTSIDE: Final = ""


def gather_patrols(
    workspace: Workspace,
    period: Period,
    audience: Audience,
    *,
    layers: Layers,
    wijken: Collection[str] = (),
) -> PatrolPart | None:
    """Count the visits to hotspots that were planned and done, per wijk and per place.

    Parameters
    ----------
    workspace
        The municipality.
    period
        Local days that count.
    audience
        Who will see it.
    layers
        Its area layers.
    wijken
        Codes of the wijken to tell apart; none means all. The total is always of all.

    Returns
    -------
    PatrolPart or None
        None where no kept plan has a hotspot in the period.
    """
    report = report_dosage(workspace, period)
    spots = report.dosage.spots
    if spots.empty:
        return None
    areas = layers[Layer.WIJKEN].areas if Layer.WIJKEN in layers else None
    codes = _find_wijken(spots, areas)
    (total,) = _tell_visits(spots[[PLANNED_VISITS, DONE_VISITS]].sum().to_frame().T, audience)
    return PatrolPart(
        total=total,
        wijken=() if areas is None else _list_wijken(spots, codes, areas, audience, wijken),
        report=_narrow(report, codes, wijken) if audience.may_see_places else None,
    )


def _find_wijken(spots: pd.DataFrame, areas: gpd.GeoDataFrame | None) -> pd.Series:
    if areas is None:
        return pd.Series(_OUTSIDE, index=spots.index)
    return find_codes(spots, areas).fillna(_OUTSIDE)


def _list_wijken(
    spots: pd.DataFrame,
    codes: pd.Series,
    areas: gpd.GeoDataFrame,
    audience: Audience,
    chosen: Collection[str],
) -> tuple[tuple[str, VisitFigure], ...]:
    sums = spots.groupby(codes.to_numpy())[[PLANNED_VISITS, DONE_VISITS]].sum()
    ordered = sums.sort_index().sort_values(PLANNED_VISITS, ascending=False, kind="stable")
    names = areas.set_index(schema.AREA_CODE)[schema.AREA_NAME].to_dict()
    told = zip(ordered.index, _tell_visits(ordered, audience), strict=True)
    return tuple(
        (names.get(code, _OUTSIDE), visits) for code, visits in told if not chosen or code in chosen
    )


def _tell_visits(sums: pd.DataFrame, audience: Audience) -> list[VisitFigure]:
    planned, done = (
        tell_counts(sums[name].tolist(), audience) for name in (PLANNED_VISITS, DONE_VISITS)
    )
    return [VisitFigure(*counts) for counts in zip(planned, done, strict=True)]


def _narrow(report: DosageReport, codes: pd.Series, wijken: Collection[str]) -> DosageReport:
    """Keep the places of some wijken, numbered anew."""
    if not wijken:
        return report
    spots, weeks = report.dosage.spots, report.dosage.weeks
    kept = spots[codes.isin(list(wijken))]
    numbers = pd.Series(range(len(kept)), index=kept.index)
    inside = weeks[weeks[SPOT].isin(kept.index)]
    dosage = replace(
        report.dosage,
        spots=kept.reset_index(drop=True),
        weeks=inside.assign(**{SPOT: inside[SPOT].map(numbers)}).reset_index(drop=True),
    )
    return replace(report, dosage=dosage)

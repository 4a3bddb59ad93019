"""What patrols planned and did at hotspots, as far as a meeting may see it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Final

import pandas as pd

from geo import schema
from geo.advice.dosage import DONE_VISITS, PLANNED_VISITS, SPOT
from geo.analysis.areas import find_codes
from geo.disclosure import Count, Rules
from geo.disclosure.rounding import round_counts
from geo.disclosure.suppression import withhold
from geo.disclosure.tables import Key, Sum, Tables
from geo.params import Period
from geo.schema import Layer
from geo.service.areas import Layers
from geo.service.driehoek.answers import AreaVisits, MeetingQuestion, PatrolPart, VisitFigure
from geo.service.patrol.dosage import report_dosage
from geo.service.patrol.visit_answers import DosageReport
from geo.workspace import Workspace

_OUTSIDE: Final = ""
_TOTAL: Final = "total"


def gather_patrols(
    workspace: Workspace, question: MeetingQuestion, layers: Layers, *, last: date | None
) -> PatrolPart | None:
    """Count the visits to hotspots that were planned and done, per wijk and per place.

    Parameters
    ----------
    workspace
        The municipality.
    question
        Period, audience and wijken; total and wijken are always of all, `tell_patrols` holds back
        what may not be seen.
    layers
        Its area layers.
    last
        Last local day of the data. Who may see no places is told nothing of later visits: they
        would show where police will be.

    Returns
    -------
    PatrolPart or None
        None where no kept plan has a hotspot in the period.
    """
    period = _shorten(question, last)
    if period is None:
        return None
    report = report_dosage(workspace, period)
    spots = report.dosage.spots
    if spots.empty:
        return None
    codes = pd.Series(_OUTSIDE, index=spots.index)
    names: dict[str, str] = {}
    if Layer.WIJKEN in layers:
        areas = layers[Layer.WIJKEN].areas
        codes = find_codes(spots, areas).fillna(_OUTSIDE)
        names = areas.set_index(schema.AREA_CODE)[schema.AREA_NAME].to_dict()
    return PatrolPart(
        total=VisitFigure(int(spots[PLANNED_VISITS].sum()), int(spots[DONE_VISITS].sum())),
        wijken=_list_wijken(spots, codes, names) if names else (),
        report=_narrow(report, codes, question.wijken)
        if question.audience.may_see_places
        else None,
    )


def tell_patrols(part: PatrolPart, rules: Rules) -> PatrolPart:
    """Hold back the visits that are few, and those that would give one of them away."""
    counts: dict[Key, int] = {}
    sums = []
    for column in (PLANNED_VISITS, DONE_VISITS):
        inside: dict[Key, int] = {
            (area.code, column): count
            for area in part.wijken
            if isinstance(count := _pick(area.visits, column), int)
        }
        counts |= inside
        if isinstance(whole := _pick(part.total, column), int):
            counts[_TOTAL, column] = whole
            if inside:
                sums.append(Sum((_TOTAL, column), tuple(inside)))
    tables = Tables(counts, tuple(sums))
    told = round_counts(tables, withhold(tables, rules).told, base=rules.rounding_base)

    def tell(key: str | None) -> VisitFigure:
        return VisitFigure(told[key, PLANNED_VISITS], told[key, DONE_VISITS])

    wijken = tuple(replace(area, visits=tell(area.code)) for area in part.wijken)
    return replace(part, total=tell(_TOTAL), wijken=wijken)


def _shorten(question: MeetingQuestion, last: date | None) -> Period | None:
    period = question.period
    if question.audience.may_see_places:
        return period
    if last is None or last < period.first:
        return None
    return Period(first=period.first, last=min(period.last, last))


def _pick(visits: VisitFigure, column: str) -> Count:
    return visits.planned if column == PLANNED_VISITS else visits.done


def _list_wijken(
    spots: pd.DataFrame, codes: pd.Series, names: dict[str, str]
) -> tuple[AreaVisits, ...]:
    sums = spots.groupby(codes.to_numpy())[[PLANNED_VISITS, DONE_VISITS]].sum()
    # What lies in no wijk comes last.
    ordered = sorted(sums.index, key=lambda code: (not code, code))
    return tuple(
        AreaVisits(
            code or None,
            names.get(code, _OUTSIDE),
            VisitFigure(
                int(sums[PLANNED_VISITS][code]),
                int(sums[DONE_VISITS][code]),
            ),
        )
        for code in ordered
    )


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

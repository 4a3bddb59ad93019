"""Presence at hotspots, planned and done, and whether there were fewer incidents around it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from geo import schema
from geo.access import Right
from geo.advice.displacement import Placement as Counts
from geo.advice.displacement import add_areas
from geo.advice.dosage import (
    DONE_VISITS,
    FIRST_VISIT,
    IS_LAST,
    KIND,
    LEAVES,
    PLAN,
    SHIFT_BEGINS,
    STARTS,
    STOP,
    TEAM,
    TICKED_AT,
    VERSION,
    find_days,
    measure_dosage,
    reckon_visits,
)
from geo.advice.evaluation import Goal
from geo.advice.visited import judge_visits
from geo.advice_params import CameraQuestion
from geo.params import HourSelection, Period
from geo.placements import Place
from geo.schema import PlaceKind
from geo.service.contents import describe_data
from geo.service.opening import open_store
from geo.service.own_ground import find_own_ground
from geo.service.patrol.sight import narrow_visits
from geo.service.patrol.visit_answers import DosageReport, Unjudged, VisitEvaluation
from geo.service.placement.answers import LeftOut, Windows
from geo.service.placement.evaluating import lay_windows
from geo.service.placement.goals import ControlSearch, find_control, find_history
from geo.service.placement.placed import PlacedIncidents, read_placed
from geo.store import Store
from geo.visit_params import DosageRules, VisitTerms
from geo.workspace import Workspace

# Stops that stand for a place with incidents; the others are where somebody had to be anyway.
_HOT: Final = (PlaceKind.HOTSPOT.value, PlaceKind.REPEAT.value)
_KEYS: Final = [PLAN, VERSION, TEAM, STOP]
_UNJUDGED: Final = {
    LeftOut.TOO_EARLY: Unjudged.TOO_EARLY,
    LeftOut.NO_BEFORE: Unjudged.NO_BEFORE,
}


def report_dosage(
    workspace: Workspace, period: Period, *, rules: DosageRules | None = None
) -> DosageReport:
    """Hold what teams did at each hotspot against what was planned there, week by week.

    A wijkagent is told of the places in their own wijken.

    Parameters
    ----------
    workspace
        The municipality.
    period
        Local days that count.
    rules
        As `DosageRules` unless told.
    """
    rules = rules or DosageRules()
    with open_store(workspace) as store:
        visits = _read_visits(workspace, store)
        stops = _localise(visits, workspace, STARTS, LEAVES, SHIFT_BEGINS)
        ticks = _localise(store.patrols.read_tick_rows(), workspace, TICKED_AT)
        synthetic = store.patrols.rests_on_invented(sorted(set(stops[PLAN])))
    inside = stops[_is_within(find_days(stops, stops[STARTS]), period)]
    hot = stops[KIND].isin(_HOT)
    return DosageReport(
        period,
        rules,
        measure_dosage(stops[hot], ticks, period, rules),
        _count_others(stops[~hot], ticks, period),
        tuple(sorted(set(inside.loc[inside[schema.THEME] != "", schema.THEME]))),
        inside[PLAN].nunique(),
        synthetic,
    )


def evaluate_visits(
    workspace: Workspace, report: DosageReport, *, terms: VisitTerms | None = None
) -> VisitEvaluation:
    """Say whether there were fewer incidents around visited hotspots than elsewhere.

    The days from the first visit to the end of the period are held against as many just before.
    Each place has a control out of reach of all places that were visited or planned, whose history
    before was most like it. The counts of all places are added up; the verdict follows the rules
    of `geo.advice.visited`. Incidents that police recorded themselves are left out: more presence
    brings more of them. A place that was first visited later than the first one counts from the
    first visit of all.

    Parameters
    ----------
    workspace
        The municipality.
    report
        As `report_dosage` made it.
    terms
        As `VisitTerms` unless told.
    """
    terms = terms or VisitTerms()
    begun = _find_first_visit(report)
    if begun is None:
        return VisitEvaluation(terms, Unjudged.NO_VISIT)
    used = Period(first=begun, last=report.period.last)
    data = describe_data(workspace)
    windows = lay_windows(used, used.last, data)
    if isinstance(windows, LeftOut):
        return VisitEvaluation(terms, _UNJUDGED[windows])
    search = _Search(workspace, report, terms, windows, data.first or windows.before.first)
    return search.judge()


def find_planned_days(workspace: Workspace) -> Period | None:
    """Find the first and the last local day of which a kept plan has a stop; None without plans.

    For a wijkagent: a stop in their own wijken.
    """
    with open_store(workspace) as store:
        stops = _localise(_read_visits(workspace, store), workspace, STARTS, SHIFT_BEGINS)
    if stops.empty:
        return None
    days = find_days(stops, stops[STARTS])
    first, last = (pd.Timestamp(days.agg(which)).date() for which in ("min", "max"))
    return Period(first=first, last=last)


@dataclass(frozen=True, eq=False)
class _Search:
    """Visited places with their controls, and what was counted around them."""

    workspace: Workspace
    report: DosageReport
    terms: VisitTerms
    windows: Windows
    first_day: date

    def judge(self) -> VisitEvaluation:
        """Pair each place with its control, count around both, and judge."""
        whole = Period(first=self.known.first, last=self.windows.after.last)
        placed = read_placed(self.workspace, self.report.themes, whole, HourSelection())
        chosen, met = self._choose()
        pairs = self._pair(chosen, placed)
        lonely = len(chosen) - len(pairs)
        found = VisitEvaluation(
            self.terms,
            Unjudged.NO_CONTROL,
            self.windows,
            met=met,
            lonely=lonely,
            police_made=placed.police_made,
            without_place=placed.without_place,
        )
        if not pairs:
            return found
        counts = self._count(pairs, placed)
        judged = judge_visits(counts, Goal(share=self.terms.reduction))
        return replace(
            found,
            why=None,
            pairs=tuple(pairs),
            counts=_add_up(counts),
            evaluation=judged.evaluation,
            ratio=judged.ratio,
            is_uneven=judged.is_uneven,
        )

    @property
    def known(self) -> Period:
        """The days before the visits, over which histories are compared."""
        return find_history(self.first_day, self.windows.before.last)

    @property
    def places(self) -> list[Place]:
        """Every place that was planned or visited, by row of the report."""
        xy = self.report.dosage.spots[["x", "y"]].to_numpy(np.float64)
        return [(x, y) for x, y in xy.tolist()]

    def _choose(self) -> tuple[list[int], int]:
        """Choose visited places, most visits first, of which the surroundings do not overlap."""
        visited = np.flatnonzero(self.report.dosage.spots[DONE_VISITS].to_numpy() > 0)
        places, chosen, met = self.places, list[int](), 0
        for row in visited.tolist():
            apart = [np.hypot(*np.subtract(places[row], places[other])) for other in chosen]
            if apart and min(apart) < 2 * self.terms.buffer_m:
                met += 1
            elif len(chosen) < self.terms.most_places:
                chosen.append(row)
        return chosen, met

    def _pair(self, chosen: Sequence[int], placed: PlacedIncidents) -> list[tuple[int, Place]]:
        radii_m = (self.terms.target_m, self.terms.buffer_m)
        question = CameraQuestion(
            themes=self.report.themes, period=self.known, units=1, range_m=radii_m[0]
        )
        search = ControlSearch(self.workspace, question, placed, self.known, radii_m)
        places, pairs = self.places, list[tuple[int, Place]]()
        for row in chosen:
            taken = [*places, *(control for _, control in pairs)]
            control, _ = find_control(search, [places[row], *taken])
            if control is not None:
                pairs.append((row, control))
        return pairs

    def _count(self, pairs: Sequence[tuple[int, Place]], placed: PlacedIncidents) -> list[Counts]:
        spans = (self.windows.before, self.windows.after)
        radii_m = (self.terms.target_m, self.terms.buffer_m)
        places = self.places
        return [
            placed.count_changes(places[row], control, spans, radii_m=radii_m)
            for row, control in pairs
        ]


def _read_visits(workspace: Workspace, store: Store) -> pd.DataFrame:
    own = find_own_ground(workspace, Right.PATROL)
    return narrow_visits(store.patrols.read_planned_visits(), own)


def _localise(frame: pd.DataFrame, workspace: Workspace, *names: str) -> pd.DataFrame:
    """Return the frame with local moments in place of those in UTC."""
    return frame.assign(
        **{
            name: frame[name]
            .dt.tz_localize("UTC")
            .dt.tz_convert(workspace.timezone)
            .dt.tz_localize(None)
            for name in names
        }
    )


def _is_within(days: pd.Series, period: Period) -> pd.Series:
    first, last = pd.Timestamp(period.first), pd.Timestamp(period.last)
    inside: pd.Series = days.between(first, last)
    return inside


def _count_others(stops: pd.DataFrame, ticks: pd.DataFrame, period: Period) -> tuple[int, int]:
    still = stops[stops[IS_LAST]]
    planned = _is_within(find_days(still, still[STARTS]), period).sum()
    done = reckon_visits(ticks).merge(stops[[*_KEYS, SHIFT_BEGINS]], on=_KEYS)
    return int(planned), int(_is_within(find_days(done, done["begins"]), period).sum())


def _find_first_visit(report: DosageReport) -> date | None:
    visits = report.dosage.spots[FIRST_VISIT].dropna()
    return None if visits.empty else pd.Timestamp(visits.min()).date()


def _add_up(counts: Sequence[Counts]) -> Counts:
    """Return the counts of all places together."""
    return Counts(
        target=add_areas([one.target for one in counts]),
        control=add_areas([one.control for one in counts]),
        buffer=add_areas([one.buffer for one in counts if one.buffer is not None]),
        buffer_control=add_areas(
            [one.buffer_control for one in counts if one.buffer_control is not None]
        ),
    )

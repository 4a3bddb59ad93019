"""What came of an agreement: how its goal stands, and whether its effect can be told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from geo.access import Right
from geo.advice.evaluation import Goal
from geo.advice.visited import judge_visits
from geo.agreements import Agreement, Measure, Status
from geo.analysis.overlaps import share_ground
from geo.analysis.trends import SMALL_COUNT
from geo.params import HourSelection, Period
from geo.service.agreement.answers import (
    AgreementEffect,
    AgreementRecord,
    AgreementResult,
    GoalProgress,
    Overlap,
    Unmeasured,
)
from geo.service.agreement.controls import Comparison, compare_ground, reach_of
from geo.service.agreement.keeping import read_agreement, read_agreements
from geo.service.agreement.planning import count_inside
from geo.service.answers import DataStatus
from geo.service.areas import Layers, list_layers
from geo.service.contents import describe_data
from geo.service.importing import find_outline
from geo.service.own_ground import find_own_ground
from geo.service.placement.answers import LeftOut, PlacementRecord, Windows
from geo.service.placement.evaluating import lay_windows
from geo.service.placement.factsheets import draw_ground
from geo.service.placement.goals import find_history
from geo.service.placement.keeping import read_placements
from geo.service.placement.placed import PlacedIncidents, read_placed
from geo.visit_params import VisitTerms
from geo.workspace import Workspace

# Every weekday as often before and after, and more than a few of each.
LEAST_DAYS: Final = 28
# Of the municipality: beyond that there is nothing left to hold it against.
_MOST_GROUND: Final = 0.5
_UNMEASURED: Final = {
    LeftOut.TOO_EARLY: Unmeasured.TOO_EARLY,
    LeftOut.NO_BEFORE: Unmeasured.NO_BEFORE,
}


def measure_agreement(workspace: Workspace, agreement_id: int, as_of: date) -> AgreementResult:
    """Say how the goal of an agreement stands, and what its effect was or why nobody can say.

    Parameters
    ----------
    workspace
        The municipality.
    agreement_id
        Number of the agreement.
    as_of
        Last local day that counts.

    Raises
    ------
    ParamsError
        If there is no such agreement.
    """
    record = read_agreement(workspace, agreement_id)
    (result,) = measure_agreements(workspace, [record], as_of)
    return result


def measure_agreements(
    workspace: Workspace,
    records: Sequence[AgreementRecord],
    as_of: date,
    *,
    layers: Layers | None = None,
) -> list[AgreementResult]:
    """Say what came of agreements, in their order.

    Goal, theme and ground are as the first version says; the days are those of the last one. An
    effect is told where all of these hold:

    1. somebody says that it was begun;
    2. there are data of before and of `LEAST_DAYS` days with it;
    3. its ground is not more than half of the municipality;
    4. no other agreement that was begun and no camera unit was on its ground in the days that are
       compared: nobody could tell which of them it was;
    5. there were 10 incidents of its theme before;
    6. there is a place, or another area of its kind, to hold it against;
    7. the viewer may see all incidents that it rests on.

    It is judged by the rule for visited places, `geo.advice.visited.judge_visits`.

    Parameters
    ----------
    workspace
        The municipality.
    records
        Of the agreements.
    as_of
        Last local day that counts.
    layers
        Its area layers, where they have been read already.
    """
    layers = list_layers(workspace) if layers is None else layers
    desk = _Desk(
        workspace,
        layers,
        describe_data(workspace),
        as_of,
        tuple(read_agreements(workspace)),
        tuple(read_placements(workspace)),
    )
    return [desk.measure(record) for record in records]


@dataclass(frozen=True, eq=False)
class _Desk:
    """What all results need: the ground of the municipality, the data, and other measures."""

    workspace: Workspace
    layers: Layers
    data: DataStatus
    as_of: date
    agreements: tuple[AgreementRecord, ...]
    placements: tuple[PlacementRecord, ...]

    def measure(self, record: AgreementRecord) -> AgreementResult:
        """Count, and judge where the conditions hold."""
        agreed = record.first
        placed = self._read(record) if record.has_counts else None
        result = AgreementResult(
            record=record,
            progress=self._follow_goal(record, placed),
            why=None,
            police_made=0 if placed is None else placed.police_made,
            without_place=0 if placed is None else placed.without_place,
            synthetic=agreed.synthetic or (placed is not None and placed.is_synthetic),
        )
        if not record.has_counts:
            return replace(result, why=Unmeasured.OUT_OF_SIGHT)
        if record.last.status is Status.AGREED:
            return replace(result, why=Unmeasured.NOT_BEGUN)
        windows = lay_windows(record.last.used, self.as_of, self.data)
        if isinstance(windows, LeftOut) or placed is None:
            why = windows if isinstance(windows, LeftOut) else LeftOut.TOO_EARLY
            return replace(result, why=_UNMEASURED[why])
        if windows.after.days < LEAST_DAYS:
            return replace(result, why=Unmeasured.TOO_SHORT)
        if self._is_whole_town(agreed):
            return replace(result, why=Unmeasured.WHOLE_TOWN)
        return self._compare(result, windows, placed)

    def _compare(
        self, result: AgreementResult, windows: Windows, placed: PlacedIncidents
    ) -> AgreementResult:
        agreed = result.record.first
        overlap, barred = self._find_others(result.record, windows)
        if overlap:
            return replace(result, why=Unmeasured.OTHER_MEASURE, overlap=overlap)
        first_day = self.data.first or windows.before.first
        comparison = Comparison(
            self.workspace,
            self.layers,
            agreed.goal.theme,
            placed,
            windows,
            first_day,
            barred,
            find_own_ground(self.workspace, Right.POINTS, layers=self.layers),
        )
        # So few in its whole reach are few in the target too: no control needs to be looked for.
        if placed.count_within([reach_of(agreed.ground)], [windows.before])[0, 0] < SMALL_COUNT:
            return replace(result, why=Unmeasured.TOO_FEW)
        found = compare_ground(agreed.ground, comparison)
        if found is None:
            return replace(result, why=Unmeasured.NO_CONTROL)
        if found.counts.target.before < SMALL_COUNT:
            return replace(result, why=Unmeasured.TOO_FEW)
        reduction = agreed.goal.share or VisitTerms().reduction
        judged = judge_visits([found.counts], Goal(share=reduction))
        effect = AgreementEffect(
            windows, found.counts, judged, reduction, found.target_m, found.control
        )
        return replace(result, effect=effect)

    def _read(self, record: AgreementRecord) -> PlacedIncidents | None:
        """Read the incidents of the theme, from as far back as histories are compared."""
        first_day, last = self.data.first, self._last_day
        used = record.last.used
        if first_day is None or last is None or last < max(first_day, used.first):
            return None
        compared = find_history(first_day, max(first_day, used.first)).first
        earliest = min(compared, used.first - timedelta(days=used.days))
        period = Period(first=max(first_day, earliest), last=last)
        return read_placed(self.workspace, (record.first.goal.theme,), period, HourSelection())

    @property
    def _last_day(self) -> date | None:
        return None if self.data.last is None else min(self.data.last, self.as_of)

    def _follow_goal(self, record: AgreementRecord, placed: PlacedIncidents | None) -> GoalProgress:
        goal, last = record.first.goal, record.last
        if goal.measure is Measure.ACTIONS:
            done = last.times_done
            reached = None if done is None or goal.wanted is None else done >= goal.wanted
            is_over = self.as_of >= goal.by or not last.status.is_open
            return GoalProgress(done, None, reached if reached or is_over else None)
        if placed is None or self._last_day is None or goal.wanted is None:
            return GoalProgress(None, None, None)
        period = Period(first=last.used.first, last=min(last.used.last, self._last_day))
        count = count_inside(placed, record.first.ground, period)
        is_whole = goal.counted is not None and period.days == goal.counted.days
        return GoalProgress(count, period, count <= goal.wanted if is_whole else None)

    def _is_whole_town(self, agreed: Agreement) -> bool:
        town = find_outline(self.layers)
        return town is not None and agreed.ground.shape.area > _MOST_GROUND * town.area

    def _find_others(
        self, record: AgreementRecord, windows: Windows
    ) -> tuple[Overlap, BaseGeometry]:
        """Name other measures on the ground, and draw the ground of all of those days."""
        both = Period(first=windows.before.first, last=windows.after.last)
        agreed = {
            other.agreement_id: reach_of(other.first.ground)
            for other in self.agreements
            if other.agreement_id != record.agreement_id
            and other.last.status is not Status.AGREED
            and _meets(other.last.used, both)
        }
        cameras = {
            other.placement_id: _draw_reach(other)
            for other in self.placements
            if other.last.stands_in(both)
        }
        own = reach_of(record.first.ground)
        overlap = Overlap(
            agreements=_list_sharing(own, agreed), placements=_list_sharing(own, cameras)
        )
        return overlap, shapely.union_all([*agreed.values(), *cameras.values()])


def _draw_reach(record: PlacementRecord) -> BaseGeometry:
    ground = draw_ground(record.last)
    return ground.target.union(ground.buffer)


def _list_sharing(own: BaseGeometry, others: dict[int, BaseGeometry]) -> tuple[int, ...]:
    return tuple(sorted(number for number, shape in others.items() if share_ground(own, shape)))


def _meets(one: Period, other: Period) -> bool:
    return one.first <= other.last and other.first <= one.last

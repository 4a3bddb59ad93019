"""Whether placements of a camera unit worked, by the goal that was set before."""

import math
from datetime import date, timedelta
from typing import Final

from geo.advice.evaluation import Goal, advise, evaluate_placements
from geo.advice.safety import ShareChange, compare_shares
from geo.errors import ParamsError
from geo.params import MonteCarlo, Period
from geo.placements import Moment, Place, Placement, find_days_before
from geo.service.answers import DataStatus
from geo.service.contents import describe_data
from geo.service.placement.answers import (
    Cut,
    LeftOut,
    Outcome,
    PlacementEvaluation,
    PlacementRecord,
    PooledEvaluation,
    Windows,
)
from geo.service.placement.keeping import list_placements, read_placement
from geo.service.placement.placed import read_placed
from geo.service.placement.standing import check_standing
from geo.workspace import Workspace

_PARTS: Final = ("goal", "safeguards")
# What every version tells, and what may differ of it: parts by their own fields.
_FIELDS: Final = ("purpose", "themes", "learned_from", "used", "hours", "range_m")


def evaluate_placement(
    workspace: Workspace, placement_id: int, as_of: date, *, draws: MonteCarlo | None = None
) -> PlacementEvaluation:
    """Say whether a placement worked, whether it is still needed, and what to do next.

    What counts as the target, the buffer, the control and the expected reduction is as the first
    version says; the days are those on which the unit stood there, by the last version. As many
    days just before are held against them. Verdict and advice follow the rules of
    `geo.advice.evaluation`.

    Parameters
    ----------
    workspace
        The municipality.
    placement_id
        Number of the placement.
    as_of
        Last local day that counts.
    draws
        How often chance is tried on the hotspots.

    Raises
    ------
    ParamsError
        If there is no such placement, or no data of before or after its beginning.
    """
    record, data = read_placement(workspace, placement_id), describe_data(workspace)
    windows = lay_windows(record.last.used, as_of, data)
    if isinstance(windows, LeftOut):
        raise _refuse(windows, record.last.used)
    outcome = _measure(workspace, record, windows)
    standing = check_standing(workspace, record.first, until=windows.after.last, draws=draws)
    advice = advise(
        outcome.evaluation.verdict,
        is_still_hotspot=standing.is_hotspot,
        is_better_elsewhere=standing.better is not None,
    )
    return PlacementEvaluation(outcome, standing, advice)


def evaluate_all(workspace: Workspace, as_of: date) -> PooledEvaluation:
    """Say what all placements show together, and which could not be taken along.

    Their counts are added up. Placements on invented data are left out where there are others, and
    so is one whose areas and days meet those of an earlier one: nothing counts twice.

    Parameters
    ----------
    workspace
        The municipality.
    as_of
        Last local day that counts.
    """
    data = describe_data(workspace)
    outcomes: list[Outcome] = []
    left_out: dict[int, LeftOut] = {}
    for record in reversed(list_placements(workspace)):
        windows = lay_windows(record.last.used, as_of, data)
        if isinstance(windows, LeftOut):
            left_out[record.placement_id] = windows
        elif record.first.goal.control is None:
            left_out[record.placement_id] = LeftOut.NO_CONTROL
        else:
            outcomes.append(_measure(workspace, record, windows))
    synthetic = all(outcome.synthetic for outcome in outcomes)
    pooled: list[Outcome] = []
    for outcome in outcomes:
        number = outcome.record.placement_id
        if outcome.synthetic and not synthetic:
            left_out[number] = LeftOut.SYNTHETIC
        elif any(_meets(outcome, other) for other in pooled):
            left_out[number] = LeftOut.COUNTED
        else:
            pooled.append(outcome)
    return _pool(pooled, left_out, synthetic=synthetic and bool(pooled))


def lay_windows(used: Period, as_of: date, data: DataStatus) -> Windows | LeftOut:
    """Choose as many days before as there are with it, or say why there are none.

    Parameters
    ----------
    used
        Local days on which there was something to evaluate.
    as_of
        Last local day that counts.
    data
        What the store holds.
    """
    first_day, last_day = data.first, data.last
    if first_day is None or last_day is None or min(as_of, last_day) < used.first:
        return LeftOut.TOO_EARLY
    days = (min(used.last, as_of, last_day) - used.first).days + 1
    days_before = (used.first - first_day).days
    if days_before <= 0:
        return LeftOut.NO_BEFORE
    cuts = {
        Cut.RUNNING: as_of < used.last,
        Cut.DATA_END: last_day < min(used.last, as_of),
        Cut.DATA_START: days_before < days,
    }
    after = Period(first=used.first, last=used.first + timedelta(days=min(days, days_before) - 1))
    return Windows(
        find_days_before(after), after, tuple(cut for cut, cuts_off in cuts.items() if cuts_off)
    )


def list_changes(first: Placement, last: Placement) -> tuple[str, ...]:
    """Name what two versions of a placement say differently, parts by their own fields."""
    pairs = [(name, getattr(first, name), getattr(last, name)) for name in _FIELDS]
    for part in _PARTS:
        one, other = getattr(first, part), getattr(last, part)
        pairs += [
            (f"{part}.{name}", getattr(one, name), getattr(other, name)) for name in vars(one)
        ]
    return tuple(name for name, one, other in pairs if one != other)


def _meets(outcome: Outcome, other: Outcome) -> bool:
    """Whether an incident may count in both: areas that meet, on days that both look at."""
    one, two = (found.windows for found in (outcome, other))
    if one.after.last < two.before.first or two.after.last < one.before.first:
        return False
    reach = sum(found.record.first.goal.buffer_m for found in (outcome, other))
    places, others = (_list_places(found.record.first) for found in (outcome, other))
    return any(math.dist(place, elsewhere) < reach for place in places for elsewhere in others)


def _list_places(agreed: Placement) -> list[Place]:
    control = agreed.goal.control
    return [agreed.place] + ([] if control is None else [control])


def _pool(
    outcomes: list[Outcome], left_out: dict[int, LeftOut], *, synthetic: bool
) -> PooledEvaluation:
    if not outcomes:
        return PooledEvaluation((), left_out, None, None, synthetic)
    before = sum(outcome.counts.target.before for outcome in outcomes)
    shares = [outcome.record.first.goal.reduction for outcome in outcomes]
    weighed = (
        share * outcome.counts.target.before
        for share, outcome in zip(shares, outcomes, strict=True)
    )
    reduction = sum(weighed) / before if before else sum(shares) / len(shares)
    found = evaluate_placements([outcome.counts for outcome in outcomes], Goal(share=reduction))
    return PooledEvaluation(tuple(outcomes), left_out, found, reduction, synthetic)


def _measure(workspace: Workspace, record: PlacementRecord, windows: Windows) -> Outcome:
    agreed = record.first
    both = Period(first=windows.before.first, last=windows.after.last)
    placed = read_placed(workspace, agreed.theme_names, both, agreed.hours)
    counts = placed.count_changes(
        agreed.place,
        agreed.goal.control,
        (windows.before, windows.after),
        radii_m=(agreed.goal.target_m, agreed.goal.buffer_m),
    )
    return Outcome(
        record=record,
        windows=windows,
        counts=counts,
        evaluation=evaluate_placements([counts], Goal(share=agreed.goal.reduction)),
        changes=list_changes(agreed, record.last),
        precisions=placed.count_precisions(
            agreed.place, [windows.before, windows.after], radius_m=agreed.goal.buffer_m
        ),
        police_made=placed.police_made,
        without_place=placed.without_place,
        without_hour=placed.without_hour,
        safety=_compare_safety(record),
        synthetic=agreed.synthetic or placed.is_synthetic,
    )


def _refuse(why: LeftOut, used: Period) -> ParamsError:
    if why is LeftOut.NO_BEFORE:
        return ParamsError(
            "evaluation-no-data",
            expected=f"data of before {used.first}",
            got="none",
            remedy="import older incidents",
        )
    return ParamsError(
        "evaluation-too-early",
        expected=f"data of {used.first} or later",
        got="none, as of the chosen day",
        remedy="import newer incidents, or evaluate later",
        first=used.first,
    )


def _compare_safety(record: PlacementRecord) -> ShareChange | None:
    before, after = (record.surveys.get(moment) for moment in (Moment.BEFORE, Moment.AFTER))
    if before is None or after is None:
        return None
    return compare_shares((before.safe, before.asked), (after.safe, after.asked))

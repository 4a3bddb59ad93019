"""An agreement filled in: where its goal begins is counted, not made up."""

from datetime import timedelta

from geo.access import Right
from geo.agreements import AgreedGround, Agreement, AgreementPlan, CountableGoal, Measure
from geo.errors import ParamsError
from geo.params import HourSelection, Period
from geo.service.answers import DataStatus
from geo.service.contents import describe_data
from geo.service.finding import list_themes
from geo.service.own_ground import find_own_ground
from geo.service.placement.placed import PlacedIncidents, read_placed
from geo.workspace import Workspace


def plan_agreement(workspace: Workspace, ground: AgreedGround, plan: AgreementPlan) -> Agreement:
    """Fill in what is agreed: the figure with which the goal begins, and how far the data ran.

    Incidents are counted in the ground over as many days as the agreement lasts, up to the day
    before it or, where that is earlier, the last day of the data. Those that police made
    themselves are left out: more presence brings more of them.

    Parameters
    ----------
    workspace
        The municipality.
    ground
        Where.
    plan
        What is agreed.

    Raises
    ------
    ThemeError
        If a theme has no card.
    ParamsError
        If what is agreed cannot be kept, there are no incidents that can become fewer, or they are
        to be counted on ground outside the wijken of a wijkagent.
    """
    themes, data = list_themes(workspace), describe_data(workspace)
    for theme in plan.themes:
        themes.card(theme)
    if plan.measure is Measure.INCIDENTS:
        _check_whole(workspace, ground)
    goal, synthetic = _set_goal(workspace, ground, plan, data)
    return Agreement(
        kind=plan.kind,
        parties=plan.parties,
        used=plan.used,
        themes=plan.themes,
        goal=goal,
        ground=ground,
        note=plan.note,
        data_as_of=data.last,
        synthetic=synthetic,
        sources=None if goal.counted is None else tuple(sorted(data.sources)),
    )


def find_counted_days(used: Period, data: DataStatus) -> Period | None:
    """Choose the days over which a goal begins: as many as it lasts, as far as there are data."""
    if data.first is None or data.last is None or data.first >= used.first:
        return None
    last = min(used.first - timedelta(days=1), data.last)
    return Period(first=max(last - timedelta(days=used.days - 1), data.first), last=last)


def count_ground(
    workspace: Workspace, ground: AgreedGround, theme: str, period: Period
) -> tuple[int, bool]:
    """Count incidents of a theme in a ground, and say whether invented ones are among them."""
    placed = read_placed(workspace, (theme,), period, HourSelection())
    return count_inside(placed, ground, period), placed.is_synthetic


def count_inside(placed: PlacedIncidents, ground: AgreedGround, period: Period) -> int:
    """Count incidents in a ground on the days of a period."""
    return int(placed.count_within([ground.shape], [period])[0, 0])


def _check_whole(workspace: Workspace, ground: AgreedGround) -> None:
    """Refuse to count a part of a ground: later counts of the whole would be held against it."""
    own = find_own_ground(workspace, Right.POINTS)
    if own is not None and not own.covers(ground.shape):
        raise ParamsError(
            "agreement-ground-outside",
            expected="a place within the wijken of the viewer",
            got=ground.name,
            remedy="agree on how often something is done, or choose another place",
            place=ground.name,
        )


def _set_goal(
    workspace: Workspace, ground: AgreedGround, plan: AgreementPlan, data: DataStatus
) -> tuple[CountableGoal, bool]:
    """Return the goal, and whether invented incidents are among those that it begins with."""
    theme = plan.goal_theme or next(iter(plan.themes), "")
    counted, start, synthetic = None, 0, False
    if plan.measure is Measure.INCIDENTS:
        counted = find_counted_days(plan.used, data)
    if counted is not None:
        start, synthetic = count_ground(workspace, ground, theme, counted)
    goal = CountableGoal(
        theme=theme,
        measure=plan.measure,
        start=start,
        to=plan.to,
        reduction=plan.reduction,
        by=plan.by or plan.used.last,
        counted=counted,
    )
    return goal, synthetic

"""Placements of a camera unit: planned with a goal, written down, and changed with a reason."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from geo.advice_params import CameraQuestion
from geo.errors import ParamsError
from geo.params import Period
from geo.placement_plan import PlacementPlan
from geo.placements import Place, Placement, PlacementVersion, SafetySurvey, ThemeGoal
from geo.service.camera.answers import CameraAdvice
from geo.service.camera.siting import site_unit
from geo.service.camera.weighed import tell_weighed
from geo.service.contents import describe_data
from geo.service.opening import open_store
from geo.service.placement.answers import PlacementRecord
from geo.service.placement.goals import set_goal
from geo.service.placement.sight import narrow_placements
from geo.store import unknown_placement
from geo.workspace import Workspace


def plan_placement(workspace: Workspace, advice: CameraAdvice, plan: PlacementPlan) -> Placement:
    """Fill in what is agreed on a placement: the place, the goal, and what could be seen.

    Parameters
    ----------
    workspace
        The municipality.
    advice
        What was advised.
    plan
        What is agreed.

    Raises
    ------
    ParamsError
        If there is no such site, another place lies outside or lacks a reason, or days do not
        follow each other.
    """
    question, data = advice.question, describe_data(workspace)
    siting = site_unit(workspace, advice, plan)
    taken = _list_taken(workspace, question, plan.used)
    agreed = set_goal(workspace, question, plan, [siting.chosen.place, *taken], data)
    return Placement(
        purpose=plan.purpose,
        themes=tuple(
            ThemeGoal(
                theme=theme.theme,
                weight=theme.harm,
                incidents=agreed.in_target.get(theme.theme, 0),
            )
            for theme in advice.themes
        ),
        learned_from=question.period,
        used=plan.used,
        hours=question.hours,
        range_m=question.range_m,
        siting=siting,
        goal=agreed.goal,
        safeguards=plan.safeguards,
        weighed=tell_weighed(advice, plan.site),
        data_as_of=data.last,
        synthetic=advice.synthetic,
    )


def record_placement(
    workspace: Workspace, placement: Placement, *, now: datetime
) -> PlacementVersion:
    """Write a placement down; what is written stays as it is.

    Parameters
    ----------
    workspace
        The municipality.
    placement
        What was agreed.
    now
        This moment, with its time zone.
    """
    with open_store(workspace, to_write=True) as store:
        return store.add_placement(placement, recorded_at=now)


def revise_placement(
    workspace: Workspace, seen: PlacementVersion, placement: Placement, *, why: str, now: datetime
) -> PlacementVersion:
    """Write down a later version of a placement, beside the earlier ones.

    Parameters
    ----------
    workspace
        The municipality.
    seen
        The version that is changed, which must be the last one.
    placement
        What is agreed now.
    why
        Why it changed.
    now
        This moment, with its time zone.

    Raises
    ------
    ParamsError
        If it is not said why, the unit would stand elsewhere (that is another placement), nothing
        changes, or somebody else made a version in between.
    """
    if not placement.siting.chosen.is_at(seen.placement.siting.chosen):
        raise ParamsError(
            "placement-moved",
            expected="the place of the earlier version",
            got=f"{placement.place}",
            remedy="record another placement: goal and control belong to the place",
        )
    if placement == seen.placement:
        raise ParamsError(
            "placement-same",
            expected="a change",
            got="the same placement",
            remedy="change something, or leave it as it is",
        )
    version = replace(seen, version=seen.version + 1, recorded_at=now, why=why, placement=placement)
    with open_store(workspace, to_write=True) as store:
        store.add_placement_version(version)
    return version


def record_survey(workspace: Workspace, survey: SafetySurvey) -> None:
    """Write down how safe people feel; of each moment the last figure counts.

    Raises
    ------
    ParamsError
        If there is no such placement.
    """
    with open_store(workspace, to_write=True) as store:
        store.add_survey(survey)


def list_placements(workspace: Workspace) -> list[PlacementRecord]:
    """Read the placements with their versions, the latest number first.

    A wijkagent sees those that reach into their own wijken, without counts.
    """
    return narrow_placements(workspace, read_placements(workspace))


def read_placements(workspace: Workspace) -> list[PlacementRecord]:
    """Read all placements, also those that the viewer does not see: they bear on the results."""
    with open_store(workspace) as store:
        return _gather(store.read_placement_versions(), store.read_surveys())


def read_placement(workspace: Workspace, placement_id: int) -> PlacementRecord:
    """Read one placement with its versions, as far as the viewer sees it.

    Raises
    ------
    ParamsError
        If there is no such placement for the viewer.
    """
    with open_store(workspace) as store:
        found = _gather(
            store.read_placement_versions(placement_id), store.read_surveys(placement_id)
        )
    seen = narrow_placements(workspace, found)
    if not seen:
        raise unknown_placement(placement_id)
    return seen[0]


def _gather(
    versions: Sequence[PlacementVersion], surveys: Sequence[SafetySurvey]
) -> list[PlacementRecord]:
    numbers = sorted({version.placement_id for version in versions}, reverse=True)
    return [
        PlacementRecord(
            tuple(version for version in versions if version.placement_id == number),
            # In the order of writing: the last one of each moment stays.
            {survey.moment: survey for survey in surveys if survey.placement_id == number},
        )
        for number in numbers
    ]


def _list_taken(workspace: Workspace, question: CameraQuestion, used: Period) -> list[Place]:
    """List places of other units, and of their controls, since the period learned from."""
    taken: list[Place] = list(question.in_use)
    for record in read_placements(workspace):
        other = record.last
        if other.stands_in(Period(first=question.period.first, last=used.last)):
            taken += [place for place in (other.place, other.goal.control) if place is not None]
    return taken

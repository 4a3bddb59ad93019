"""A patrol plan made at once, from hotspots and streets that are kept ready."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd
import streamlit as st

from geo import schema, service
from geo.params import Question
from geo.patrol_params import PatrolParams, PatrolQuestion
from geo.service.answers import HotspotReport
from geo.service.patrol.answers import PatrolAdvice
from geo.service.patrol.case import PatrolCase
from geo.views import cached, patrol_cached
from geo.views.blocks.chances import show_waiting, weigh
from geo.views.blocks.waiting import Ask, work_out
from geo.views.context import Context
from geo.views.searches import stop_in_time

# How many searches there are after the plan that is made at once.
SEARCHES: Final = 3
# Each of them takes so much longer than the one before.
LONGER: Final = 5.0
# Nobody looks longer at the first plan for a better one.
_MOST_SECONDS: Final = 10.0
# In the link: how many steps the plan took that it leads to.
STEPS: Final = "zoekstappen"
_MOST_STEPS: Final = 2_000


@dataclass(frozen=True, eq=False)
class MadePlan:
    """What a plan rests on, and the plan that was made of it at once.

    ``asked`` is the question in full; ``precisions`` says how precisely the places of the incidents
    are known, the most usual first. ``steps`` is how many steps the search takes, where a link
    asks for precisely that plan.
    """

    asked: str
    case: PatrolCase
    at_once: PatrolAdvice
    precisions: tuple[str, ...]
    steps: int | None = None

    def improve(self) -> Iterator[PatrolAdvice]:
        """Make better plans, one after the other, as long as each comes within ten seconds."""
        if self.steps is not None:
            yield service.search_patrol(self.case, PatrolParams(iterations=self.steps))
            return
        search = service.improve_patrol(self.case, steps=SEARCHES)
        yield from stop_in_time(search, seconds=_MOST_SECONDS, growth=LONGER)


def make_plan(context: Context, question: PatrolQuestion) -> MadePlan | None:
    """Make a plan at once, or show what it waits for or what is wrong with the question.

    Returns
    -------
    MadePlan or None
        None as long as there is none.
    """
    reports = weigh_themes(context, question)
    if reports is None:
        return None
    steps = read_steps()
    asked = name_question(context, (question, steps))
    made = work_out(
        context,
        Ask(("patrouille", asked), "Plan maken"),
        lambda _: replace(_make(context, asked, question, reports), steps=steps),
    )
    return made if isinstance(made, MadePlan) else None


def read_steps() -> int | None:
    """Read out of the link how many steps the plan took that it leads to; None where it is new."""
    written = str(st.query_params.get(STEPS, ""))
    if not (written.isascii() and written.isdecimal()) or len(written) > len(str(_MOST_STEPS)):
        return None
    return min(max(int(written), 1), _MOST_STEPS)


def name_question(context: Context, question: object) -> str:
    """Name a question with all that its answer depends on beside the state of the workspace.

    Weights are kept in a mapping, of which nobody can make a key; cameras come and go without a
    change in the incidents.
    """
    cameras = [
        (record.placement_id, len(record.versions))
        for record in cached.list_placements(context.workspace, context.stamp)
    ]
    return repr((question, cameras))


def weigh_themes(context: Context, question: PatrolQuestion) -> Mapping[str, HotspotReport] | None:
    """Return the hotspots of each theme; None as long as it is not known which may be chance."""
    workspace, stamp = context.workspace, context.stamp
    found = [
        cached.find_hotspots(workspace, stamp, Question(theme=theme, period=question.period))
        for theme in question.themes
    ]
    weighed = weigh(workspace, stamp, found)
    show_waiting(weighed)
    if weighed.waiting:
        st.info(
            "Eerst wordt getoetst welke hotspots toeval kunnen zijn. Daarna komt het plan vanzelf.",
            icon=":material/hourglass_top:",
        )
        return None
    return {report.theme: report for report in weighed.reports}


def _make(
    context: Context,
    asked: str,
    question: PatrolQuestion,
    reports: Mapping[str, HotspotReport],
) -> MadePlan:
    modes = frozenset(team.mode for team in question.teams)
    workspace, stamp, day = context.workspace, context.stamp, question.begins.date()
    alerts = {
        theme: patrol_cached.list_alerts(workspace, stamp, theme, day) for theme in question.themes
    }
    ground = replace(patrol_cached.lay_patrol_ground(workspace, stamp, modes), alerts=alerts)
    case = service.gather_patrol(workspace, question, reports=reports, ground=ground)
    at_once = service.plan_patrol_at_once(case)
    return MadePlan(asked, case, at_once, list_precisions(reports.values()))


def list_precisions(reports: Iterable[HotspotReport]) -> tuple[str, ...]:
    """List how precisely the places of the incidents are known, the most usual first."""
    known = pd.concat([report.incidents[schema.PLACE_PRECISION] for report in reports])
    return tuple(map(str, known.value_counts().index))

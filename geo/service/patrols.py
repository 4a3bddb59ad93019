"""Where and when to be on patrol, with what every visit rests on."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.advice.orienteering import (
    UNREACHABLE_MS,
    Milliseconds,
    PatrolPlan,
    PatrolProblem,
    Stops,
    Team,
    plan_of,
)
from geo.advice.patrols import plan_patrols
from geo.advice.plan_checks import find_faults
from geo.advice.rounds import Shift, draw_offsets, offer_visits, shake_prizes, smooth_week
from geo.analysis.hotspots import weigh_recency
from geo.analysis.local_time import HOURS, WEEK_HOURS
from geo.analysis.points import read_points
from geo.analysis.significance import Significance
from geo.analysis.street_graph import StreetGraph, measure_travel
from geo.analysis.timing import weigh_week_hours
from geo.errors import ParamsError
from geo.params import MonteCarlo, Question
from geo.patrol_params import PatrolParams, PatrolQuestion, PatrolTeam
from geo.service.answers import HotspotReport
from geo.service.areas import Layers, list_layers
from geo.service.finding import find_hotspots, prepare_theme
from geo.service.patrol_answers import LATEST, TESTABLE, TOTAL, PatrolAdvice, PlannedVisit
from geo.service.streets import load_streets
from geo.service.travel import build_graphs
from geo.service.weighing import leave_out_chance, weigh_hotspots
from geo.workspace import Workspace

_KEPT: Final = (schema.RANK, schema.HOTSPOT_ID, schema.WIJK_CODE, schema.INCIDENTS)
_WEEK_DAYS: Final = 7
_HOUR_MINUTES: Final = 60
_MINUTE_MS: Final = 60_000
_METRES_A_KM: Final = 1_000
# How much longer the way along streets is than the straight line, on average over 300 cities of
# Europe (1.34); a shade less, as stops lie in one town.
_DETOUR: Final = 1.3

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Theme:
    """The hotspots of one theme that may lead to a visit, and what to expect there by the hour."""

    title: str
    places: pd.DataFrame
    rates: Values
    chance: int
    synthetic: bool


def plan_patrol(
    workspace: Workspace,
    question: PatrolQuestion,
    *,
    params: PatrolParams | None = None,
    draws: MonteCarlo | None = None,
) -> PatrolAdvice:
    """Plan a shift: which hotspots to visit, when, and in which order.

    Only hotspots that are more than chance, or that cannot be held against it, are visited.
    Records that police made themselves raise nothing. What is expected in an hour of the week is
    the recency-weighted number of incidents a week, spread over the hours in which they may have
    happened. Prizes and the start of the rounds are shaken by the seed.

    Parameters
    ----------
    workspace, question
        Where, and what is asked.
    params
        How long to look for a better plan; its seed is that of the question.
    draws
        How often chance is tried on the hotspots; as `weigh_hotspots` says unless told.

    Raises
    ------
    ThemeError
        If a theme is unknown.
    ParamsError
        If the area is unknown, or no team can visit anything and be back in time.
    """
    layers = list_layers(workspace)
    themes = [
        _weigh_theme(workspace, question, theme, layers=layers, draws=draws)
        for theme in question.themes
    ]
    places = pd.concat([theme.places for theme in themes], ignore_index=True)
    rates = np.vstack([theme.rates for theme in themes])
    travel, on_streets = _measure_ways(workspace, question, places)
    problem, plan, loss = _solve(
        question, rates, travel, replace(params or PatrolParams(), seed=question.seed)
    )
    _check_plan(problem, plan)
    return PatrolAdvice(
        question,
        {name: theme.title for name, theme in zip(question.themes, themes, strict=True)},
        places,
        plan,
        _tell_visits(question, problem, plan),
        loss,
        sum(theme.chance for theme in themes),
        on_streets=on_streets,
        synthetic=any(theme.synthetic for theme in themes),
    )


def _weigh_theme(
    workspace: Workspace,
    question: PatrolQuestion,
    theme: str,
    *,
    layers: Layers,
    draws: MonteCarlo | None,
) -> _Theme:
    prepared = prepare_theme(workspace, theme, period=question.period, layers=layers)
    asked = Question(theme=theme, period=question.period, area=question.area)
    found = find_hotspots(workspace, asked, prepared=prepared)
    weighed = weigh_hotspots(workspace, found, draws=draws)
    firm = leave_out_chance(weighed)
    harm = question.harm.get(theme, prepared.card.harm_weight)
    week = _week_of(firm.incidents, workspace)
    weeks, weekly = _expect(firm, workspace)
    return _Theme(
        prepared.card.title,
        _list_places(firm, theme, weekly * harm, workspace),
        (weekly * harm)[:, np.newaxis] * smooth_week(weeks, week),
        len(weighed.hotspots) - len(firm.hotspots),
        firm.data.synthetic,
    )


def _expect(report: HotspotReport, workspace: Workspace) -> tuple[Values, Values]:
    """Incidents of each hotspot by hour of the week, ``(n, 168)``, and to expect a week, ``(n,)``.

    Recent weeks count more, by the half-life of the card: weights of incidents over those of weeks.
    """
    period = report.question.period
    _, as_of = period.bounds(workspace.timezone)
    recency = weigh_recency(report.incidents, report.params, as_of=as_of)
    age_days = np.arange(period.days) + 0.5
    whole = np.exp2(-age_days / report.params.half_life_days).sum() / _WEEK_DAYS
    ranks = report.hotspots[schema.RANK].to_numpy()
    cluster = report.incidents[schema.CLUSTER]
    weeks = [_week_of(report.incidents[cluster == rank - 1], workspace) for rank in ranks]
    weekly = [float(recency[cluster == rank - 1].sum()) / whole for rank in ranks]
    return np.array(weeks).reshape(len(ranks), WEEK_HOURS), np.array(weekly)


def _week_of(incidents: pd.DataFrame, workspace: Workspace) -> Values:
    week: Values = weigh_week_hours(incidents, timezone=workspace.timezone).weights.reshape(-1)
    return week


def _list_places(
    report: HotspotReport, theme: str, weekly: Values, workspace: Workspace
) -> pd.DataFrame:
    """List hotspots by rank: a visit goes to the middle of a hotspot's incidents."""
    x, y = read_points(report.incidents)
    members = pd.DataFrame(
        {
            "x": x,
            "y": y,
            LATEST: report.incidents[schema.STARTED_AT].dt.tz_convert(workspace.timezone).dt.date,
        }
    ).groupby(report.incidents[schema.CLUSTER].to_numpy())
    middle = members.agg({"x": "median", "y": "median", LATEST: "max"})
    hotspots = pd.DataFrame(report.hotspots.drop(columns=schema.GEOMETRY)).reset_index(drop=True)
    found = middle.reindex(hotspots[schema.RANK] - 1).reset_index(drop=True)
    weighed = report.significance
    listed = pd.concat([hotspots.reindex(columns=list(_KEPT)), found], axis="columns")
    listed.insert(0, schema.THEME, theme)
    listed[TOTAL] = weekly
    listed[TESTABLE] = weighed is not None and isinstance(weighed.found, Significance)
    return listed


def _measure_ways(
    workspace: Workspace, question: PatrolQuestion, places: pd.DataFrame
) -> tuple[tuple[Milliseconds, ...], bool]:
    """Travel times of each team between the places and, last, the base; and whether by street."""
    xy = np.vstack([places[["x", "y"]].to_numpy(np.float64), question.base])
    layer = load_streets(workspace)
    modes = {team.mode for team in question.teams}
    graphs = {} if layer is None else build_graphs(layer, modes)
    # Teams that travel alike share their travel times.
    found = {team: _travel(graphs.get(team.mode), team, xy) for team in set(question.teams)}
    ways = tuple(found[team] for team in question.teams)
    return ways, bool(graphs)


def _travel(graph: StreetGraph | None, team: PatrolTeam, xy: Values) -> Milliseconds:
    straight = np.hypot(*(xy[:, np.newaxis] - xy).transpose(2, 0, 1)) * _DETOUR
    metres = straight if graph is None or not len(graph.nodes) else measure_travel(graph, xy)
    ms = np.ceil(metres / (team.speed_kmh * _METRES_A_KM) * _HOUR_MINUTES * _MINUTE_MS)
    return np.minimum(ms, UNREACHABLE_MS).astype(np.int64)


def _solve(
    question: PatrolQuestion,
    rates: Values,
    travel: tuple[Milliseconds, ...],
    search: PatrolParams,
) -> tuple[PatrolProblem, PatrolPlan, float | None]:
    """Plan rounds and prizes that nobody can foretell; say what that costs beside plain ones."""
    shift, rules = _read_shift(question), question.rules
    offsets = draw_offsets(len(rates), shift, rules, seed=question.seed)
    plain, drawn = (
        _pose(question, offer_visits(rates, shift, rules, offset_minutes=each), travel)
        for each in (np.zeros(len(rates)), offsets)
    )
    _check_reach(plain)
    plan = _plan_unforeseen(drawn, search)
    others = [plan_patrols(each, search).prize for each in (plain, drawn)]
    # The search may miss the best plan by a little, and find it among the shaken ones.
    most = max(plan.prize, *others)
    return drawn, plan, 1 - plan.prize / most if most > 0 else None


def _read_shift(question: PatrolQuestion) -> Shift:
    begins = question.begins
    minute = (begins.weekday() * HOURS + begins.hour) * _HOUR_MINUTES + begins.minute
    return Shift(week_minute=minute, minutes=question.minutes)


def _pose(
    question: PatrolQuestion, stops: Stops, travel: tuple[Milliseconds, ...]
) -> PatrolProblem:
    """Pose the question: the base is the last place."""
    rules, ends_ms = question.rules, question.minutes * _MINUTE_MS
    base = len(travel[0]) - 1
    return PatrolProblem(
        stops,
        tuple(
            Team(start=base, end=base, begins_ms=0, ends_ms=ends_ms, travel=way)
            for way in range(len(travel))
        ),
        travel,
        least_gap_ms=int(rules.least_gap_minutes * _MINUTE_MS),
        most_gap_ms=round(rules.most_gap_minutes * _MINUTE_MS),
    )


def _check_reach(problem: PatrolProblem) -> None:
    """Refuse a base from which nothing can be visited and nobody be back in time."""
    stops = problem.stops
    ways = ((team, problem.travel_ms[team.travel]) for team in problem.teams)
    reached = [
        (way[team.start, stops.place] + stops.dwell_ms + way[stops.place, team.end] <= team.ends_ms)
        for team, way in ways
    ]
    if len(stops) and not np.any(reached):
        raise ParamsError(
            "patrol-out-of-reach",
            expected="a base from which a team can visit a hotspot and be back in time",
            got="none in reach",
            remedy="choose a base closer by, a longer shift or a quicker way to travel",
        )


def _check_plan(problem: PatrolProblem, plan: PatrolPlan) -> None:
    """Hand on no plan that cannot be done, by a reckoning that shares nothing with the search."""
    faults = find_faults(problem, plan)
    if faults:
        raise ParamsError(
            "patrol-faulty",
            expected="a plan that can be done",
            got=", ".join(sorted({finding.fault.value for finding in faults})),
            remedy="plan another seed, and report this",
        )


def _plan_unforeseen(problem: PatrolProblem, search: PatrolParams) -> PatrolPlan:
    """Plan with shaken prizes; say what the plan is really worth."""
    shaken = shake_prizes(problem.stops.prize, seed=search.seed)
    other = replace(problem, stops=replace(problem.stops, prize=shaken))
    return plan_of(problem, list(plan_patrols(other, search).routes))


def _tell_visits(
    question: PatrolQuestion, problem: PatrolProblem, plan: PatrolPlan
) -> tuple[tuple[PlannedVisit, ...], ...]:
    return tuple(
        tuple(
            PlannedVisit(
                int(problem.stops.place[visit.stop]),
                _after(question.begins, visit.arrives_ms),
                _after(question.begins, visit.starts_ms),
                _after(question.begins, visit.leaves_ms),
            )
            for visit in route.visits
        )
        for route in plan.routes
    )


def _after(begins: datetime, ms: int) -> datetime:
    # By way of UTC: a shift may see the clock change.
    moment = begins.astimezone(UTC) + timedelta(milliseconds=ms)
    return moment.astimezone(begins.tzinfo)

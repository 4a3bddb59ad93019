"""The same instances by VROOM: another solver of routes with time windows, under its own rules.

Where not all stops fit, VROOM leaves out those of least priority; the sum of prizes is not what it
seeks. What it chose is timed and scored as our own plans are.
"""

from datetime import timedelta
from typing import Final

import numpy as np
import vroom

from geo.advice.orienteering import PatrolPlan, PatrolProblem, plan_of, time_route

# As far as its search goes, and as many threads as our own search has.
DEPTH: Final = 5
THREADS: Final = 1
# The highest priority that it takes.
MOST: Final = 100
MS: Final = 1_000


def plan_by_vroom(problem: PatrolProblem, *, seconds: float) -> PatrolPlan:
    """Plan one team's day.

    Parameters
    ----------
    problem
        With one team.
    seconds
        After which the search ends, if it has not ended by itself.
    """
    limit = timedelta(seconds=seconds)
    routes = _pose(problem).solve(DEPTH, nb_threads=THREADS, timeout=limit).routes
    order = tuple(int(row) for row in routes.loc[routes["type"] == "job", "id"])
    (team,) = problem.teams
    route = time_route(problem, team, order)
    if route is None:
        message = "VROOM made a plan that cannot be done"
        raise RuntimeError(message)
    return plan_of(problem, [route])


def _pose(problem: PatrolProblem) -> vroom.Input:
    """Pose it in whole seconds, ways and stays rounded up, so that what fits here fits in truth."""
    (team,), stops = problem.teams, problem.stops
    asked = vroom.Input()
    travel = np.minimum(-(-problem.travel_ms[0] // MS), team.ends_ms // MS + 1)
    asked.set_durations_matrix("car", travel.astype(np.uint32))
    asked.add_vehicle(
        vroom.Vehicle(
            0,
            start=team.start,
            end=team.end,
            time_window=vroom.TimeWindow(team.begins_ms // MS, team.ends_ms // MS),
        )
    )
    scale = MOST / max(float(stops.prize.max(initial=1.0)), MOST)
    for row, place in enumerate(stops.place):
        asked.add_job(
            vroom.Job(
                row,
                location=int(place),
                default_service=int(-(-stops.dwell_ms[row] // MS)),
                priority=int(np.ceil(stops.prize[row] * scale)),
                time_windows=[
                    vroom.TimeWindow(
                        int(-(-stops.opens_ms[row] // MS)), int(stops.closes_ms[row] // MS)
                    )
                ],
            )
        )
    return asked

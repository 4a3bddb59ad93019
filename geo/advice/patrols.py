"""Patrol plans: which stops, in which order, by which team."""

from collections.abc import Callable

import numpy as np

from geo.advice.insertion import fill_routes, space_visits
from geo.advice.orienteering import Orders, PatrolPlan, PatrolProblem, Rows
from geo.patrol_params import PatrolParams

search_orders: Callable[[PatrolProblem, Rows, PatrolParams], Orders | None] | None
try:
    from geo.advice.patrol_search import search_orders
except ImportError:  # Without the solver a plan is made at once, and not made better.
    search_orders = None


def suggest_patrols(problem: PatrolProblem) -> PatrolPlan:
    """Make a plan at once.

    Parameters
    ----------
    problem
        What is asked.

    Returns
    -------
    PatrolPlan
        It can be done; a better one may be there.

    Raises
    ------
    ParamsError
        If an appointment fits nowhere, or a team cannot be back in time.
    """
    return fill_routes(problem, [()] * len(problem.teams))


def plan_patrols(problem: PatrolProblem, params: PatrolParams) -> PatrolPlan:
    """Look for the plan of the most prize; of equals, the one of the least travel.

    Parameters
    ----------
    problem
        What is asked.
    params
        How long to look.

    Returns
    -------
    PatrolPlan
        It can be done, and is worth no less than what `suggest_patrols` makes. Without the solver
        it is that.

    Raises
    ------
    ParamsError
        If an appointment fits nowhere, or a team cannot be back in time.

    References
    ----------
    Wouda, Lan & Kool (2024), PyVRP: a high-performance VRP solver package. INFORMS Journal on
    Computing 36.
    """
    at_once = suggest_patrols(problem)
    worthwhile = np.flatnonzero(problem.stops.is_fixed | (problem.stops.prize > 0))
    if search_orders is None or not (problem.teams and len(worthwhile)):
        return at_once
    orders = search_orders(problem, worthwhile, params)
    if orders is None:
        return at_once
    better = fill_routes(problem, space_visits(problem, orders))
    return better if better.prize >= at_once.prize else at_once
